#include <string.h>

#include "budget/cell.h"
#include "cli/commands.h"
#include "cli/json.h"
#include "diag/bounds.h"
#include "flow/context.h"
#include "flow/reading.h"
#include "io/output.h"
#include "layout/check_file.h"
#include "layout/draft.h"

#define SUFFIX    ".yaml"
#define NAME_SIZE 200

/* ---- layout new ---- */

/* What the layout is called: the target's name, else the input's, without folder and
 * ending. */
static void find_name(const struct bgt_arguments *arguments, char name[NAME_SIZE])
{
    bool has_target = arguments->word_count > 2 && strcmp(arguments->words[2], "-") != 0;
    const char *path = arguments->words[has_target ? 2 : 1];
    const char *slash = strrchr(path, '/');
    const char *base = slash != NULL ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    size_t length = dot != NULL && dot != base ? (size_t)(dot - base) : strlen(base);
    bool is_fit = length > 0 && length < NAME_SIZE && strcmp(base, "-") != 0;
    for (size_t i = 0; is_fit && i < length; i++)
        is_fit = (unsigned char)base[i] >= ' ' && base[i] != '"' && base[i] != '\\';
    if (!is_fit || (length == 6 && memcmp(base, "family", length) == 0)) {
        base = "draft";
        length = strlen(base);
    }
    memcpy(name, base, length);
    name[length] = '\0';
}

static bgt_status draft(struct bgt_terminal *terminal, struct bgt_reading *reading,
                        const struct bgt_io *io, struct bgt_buffer *out)
{
    char name[NAME_SIZE], count[BGT_NUMBER_SIZE];
    struct bgt_draft_result result;
    struct bgt_draft_options options = {
        .layouts = terminal->context->layouts,
        .io = io,
        .sheet = bgt_given_value(&terminal->arguments, BGT_OPTION_SHEET),
        .name = name};
    find_name(&terminal->arguments, name);
    bgt_status status = bgt_reading_cells(reading, &options.cells);
    if (status == BGT_NOT_FOUND)
        return bgt_report_at(terminal->reporter, "FILE_HAS_NO_CELLS", NULL,
                             bgt_reading_format(reading), NULL);
    if (status == BGT_OK)
        status = bgt_draft_layout(&options, out, &result);
    if (status == BGT_NOT_FOUND)
        return bgt_report_at(terminal->reporter, "LAYOUT_DRAFT_NONE", NULL, NULL, NULL);
    if (status == BGT_LIMIT)
        return bgt_report_bound(terminal->reporter, NULL, BGT_BOUND_DRAFT_BYTES,
                                BGT_DRAFT_BYTES);
    if (status != BGT_OK)
        return status;
    (void)bgt_report_at(terminal->reporter, "LAYOUT_DRAFTED", NULL, result.sheet,
                        bgt_number_text(result.guesses, count));
    if (result.undecided > 0)
        (void)bgt_report_at(terminal->reporter, "LAYOUT_DRAFT_OPEN", NULL, result.sheet,
                            bgt_number_text(result.undecided, count));
    return BGT_OK;
}

static int draft_to(struct bgt_terminal *terminal, struct bgt_reading *reading,
                    const struct bgt_io *io, struct bgt_output *output)
{
    struct bgt_buffer text;
    bgt_buffer_init(&text, NULL, BGT_DRAFT_BYTES);
    bgt_status status = draft(terminal, reading, io, &text);
    int exit_status = bgt_terminal_exit(terminal, status);
    if (status == BGT_OK && output == NULL)
        bgt_print_bytes(terminal, text.data, text.length);
    if (status == BGT_OK && output != NULL) {
        status = output->write(output, text.data, text.length);
        status = status == BGT_OK ? bgt_output_commit(output) : status;
        exit_status = status == BGT_OK ? exit_status : BGT_EXIT_TARGET;
    }
    bgt_buffer_close(&text);
    return exit_status;
}

static int draft_file(struct bgt_terminal *terminal, struct bgt_output *output,
                      const struct bgt_io *io)
{
    struct bgt_read_options options;
    struct bgt_reading *reading = NULL;
    enum bgt_exit failure = BGT_EXIT_INPUT;
    const char *path = terminal->arguments.words[1];
    bgt_arguments_read_options(&terminal->arguments, &options);
    bgt_reporter_set_file(terminal->reporter, path);
    struct bgt_reading_wanted wanted = {terminal->context, path, &options, io};
    bgt_status status = bgt_reading_open(&wanted, &reading, &failure);
    int exit_status =
        status == BGT_OK ? draft_to(terminal, reading, io, output) : (int)failure;
    bgt_reading_close(reading);
    return exit_status;
}

static int layout_new(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    const char *target = arguments->word_count > 2 ? arguments->words[2] : "-";
    struct bgt_output *output = NULL;
    int exit_status = bgt_terminal_context(terminal);
    if (exit_status != BGT_EXIT_DONE)
        return exit_status;
    struct bgt_io io = {.reporter = terminal->reporter,
                        .limits = &terminal->context->limits,
                        .is_cancelled = bgt_signal_caught};
    if (strcmp(target, "-") != 0) {
        struct bgt_output_options options = {
            .target = target, .is_overwrite = bgt_given(arguments, BGT_OPTION_OVERWRITE)};
        if (bgt_output_open(&io, &options, &output) != BGT_OK)
            return BGT_EXIT_TARGET;
    }
    exit_status = draft_file(terminal, output, &io);
    bgt_output_close(output);
    return exit_status;
}

/* ---- layout check ---- */

static void print_checked(struct bgt_terminal *terminal, const char *path,
                          const struct bgt_layout_checked *checked)
{
    if (terminal->is_json) {
        bgt_json_begin(terminal, "checked");
        bgt_json_text(terminal, "file", path);
        bgt_json_text(terminal, "layout", checked->id);
        bgt_json_number(terminal, "faults", checked->faults);
        bgt_json_end(terminal);
        return;
    }
    if (checked->faults > 0)
        return; /* each has been told */
    bgt_print(terminal, path);
    bgt_print(terminal, ": ");
    bgt_print(terminal, checked->id);
    bgt_print(terminal, bgt_say(terminal, " is sound\n", " 没有问题\n"));
}

static int layout_check(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    struct bgt_limits limits;
    int worst = BGT_EXIT_DONE;
    /* Layout files have bounds of their own. */
    bgt_limits_init(&limits);
    struct bgt_io io = {.reporter = terminal->reporter, .limits = &limits};
    for (size_t i = 1; i < arguments->word_count; i++) {
        struct bgt_layout_checked checked;
        const char *path = arguments->words[i];
        bgt_reporter_set_file(terminal->reporter, path);
        bgt_status status = bgt_layout_check_file(&io, path, &checked);
        if (status == BGT_OK || checked.faults > 0)
            print_checked(terminal, path, &checked);
        if (status != BGT_OK)
            worst = BGT_EXIT_INPUT;
        if (status == BGT_NO_MEMORY)
            return bgt_terminal_exit(terminal, status);
    }
    int exit_status = bgt_terminal_exit(terminal, BGT_OK);
    return exit_status == BGT_EXIT_DONE ? worst : exit_status;
}

int bgt_command_layout(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    const char *word = arguments->word_count > 0 ? arguments->words[0] : "";
    if (strcmp(word, "new") == 0 &&
        (arguments->word_count == 2 || arguments->word_count == 3))
        return layout_new(terminal);
    if (strcmp(word, "check") == 0 && arguments->word_count > 1)
        return layout_check(terminal);
    (void)bgt_report_at(terminal->reporter, "USAGE_WORDS", NULL, "layout",
                        bgt_say(terminal, "new FILE [OUT.yaml] or check FILE.yaml...",
                                "new 文件 [输出.yaml] 或 check 文件.yaml..."));
    return BGT_EXIT_USAGE;
}
