#include <string.h>

#include "base/text.h"
#include "budget/decimal.h"
#include "cli/commands.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "flow/convert.h"

/* Places that an amount can have (budget/decimal.h), for the message. */
#define ROUND_CHOICES "0, 1, 2, 3, 4, 5, 6, 7, 8, 9"

/* Places of the published tables: 分 in 元, 百元 in 万元. */
#define ROUND_INITIAL 2

static bgt_status parse_round(const struct bgt_terminal *terminal, int *places)
{
    const char *given = bgt_given_value(&terminal->arguments, BGT_OPTION_ROUND);
    uint64_t value = 0;
    *places = bgt_given(&terminal->arguments, BGT_OPTION_ROUND) ? ROUND_INITIAL : -1;
    if (given == NULL)
        return BGT_OK;
    if (!bgt_text_parse_unsigned(given, strlen(given), BGT_DECIMAL_MAX_SCALE, &value))
        return bgt_report_at(terminal->reporter, "USAGE_OPTION_CHOICE", NULL, "round",
                             ROUND_CHOICES);
    *places = (int)value;
    return BGT_OK;
}

static bgt_status check_progress(const struct bgt_terminal *terminal)
{
    const char *given = bgt_given_value(&terminal->arguments, BGT_OPTION_PROGRESS);
    if (given == NULL || strcmp(given, "auto") == 0 || strcmp(given, "always") == 0 ||
        strcmp(given, "never") == 0)
        return BGT_OK;
    return bgt_report_at(terminal->reporter, "USAGE_OPTION_CHOICE", NULL, "progress",
                         "auto, always, never");
}

static bgt_status check_selects(const struct bgt_terminal *terminal)
{
    struct bgt_texts given = bgt_arguments_texts(&terminal->arguments, BGT_OPTION_SELECT);
    for (size_t i = 0; i < given.count; i++)
        if (strchr(given.items[i], '=') == NULL)
            return bgt_report_at(terminal->reporter, "USAGE_OPTION_VALUE", NULL, "select",
                                 given.items[i]);
    return BGT_OK;
}

void bgt_arguments_read_options(const struct bgt_arguments *arguments,
                                struct bgt_read_options *options)
{
    memset(options, 0, sizeof *options);
    options->format = bgt_given_value(arguments, BGT_OPTION_FROM);
    options->input_layout = bgt_given_value(arguments, BGT_OPTION_INPUT_LAYOUT);
    options->encoding = bgt_given_value(arguments, BGT_OPTION_ENCODING);
    options->options = bgt_arguments_texts(arguments, BGT_OPTION_READ);
    options->sheets = bgt_arguments_texts(arguments, BGT_OPTION_SHEET);
    options->skip_sheets = bgt_arguments_texts(arguments, BGT_OPTION_SKIP_SHEET);
}

/* Standard input is there once. */
static bgt_status check_inputs(const struct bgt_terminal *terminal,
                               const struct bgt_texts *inputs)
{
    size_t count = 0;
    for (size_t i = 0; i < inputs->count; i++)
        count += strcmp(inputs->items[i], "-") == 0 ? 1 : 0;
    if (count < 2)
        return BGT_OK;
    return bgt_report_at(terminal->reporter, "USAGE_STDIN_TWICE", NULL, NULL, NULL);
}

static bgt_status gather(struct bgt_terminal *terminal,
                         struct bgt_convert_options *options)
{
    struct bgt_arguments *arguments = &terminal->arguments;
    size_t last = arguments->word_count - 1;
    memset(options, 0, sizeof *options);
    options->target = arguments->words[last];
    arguments->words[last] = NULL; /* Closes the list of inputs. */
    options->inputs.items = arguments->words;
    options->inputs.count = last;
    bgt_arguments_read_options(arguments, &options->read);
    options->target_format = bgt_given_value(arguments, BGT_OPTION_TO);
    options->layout = bgt_given_value(arguments, BGT_OPTION_LAYOUT);
    options->options = bgt_arguments_texts(arguments, BGT_OPTION_WRITE);
    options->selects = bgt_arguments_texts(arguments, BGT_OPTION_SELECT);
    options->amount_unit = bgt_given_value(arguments, BGT_OPTION_AMOUNT_UNIT);
    options->is_strict = bgt_given(arguments, BGT_OPTION_STRICT);
    options->is_overwrite = bgt_given(arguments, BGT_OPTION_OVERWRITE);
    options->is_sync = bgt_given(arguments, BGT_OPTION_SYNC);
    options->is_cancelled = bgt_signal_caught;
    if (bgt_terminal_wants_progress(terminal)) {
        options->progress = bgt_terminal_progress;
        options->progress_context = terminal;
    }
    bgt_status status = parse_round(terminal, &options->round_places);
    if (status == BGT_OK)
        status = check_progress(terminal);
    if (status == BGT_OK)
        status = check_selects(terminal);
    if (status == BGT_OK)
        status = check_inputs(terminal, &options->inputs);
    return status;
}

static void tell_success(struct bgt_terminal *terminal,
                         const struct bgt_convert_options *options,
                         const struct bgt_convert_result *result)
{
    char tables[BGT_NUMBER_SIZE];
    char lines[BGT_NUMBER_SIZE];
    char records[BGT_NUMBER_SIZE];
    char lost[BGT_NUMBER_SIZE];
    struct bgt_diagnostic diagnostic = {.code = "CONVERTED",
                                        .place = {.file = options->target}};
    diagnostic.arguments[0] = bgt_number_text(result->tables, tables);
    diagnostic.arguments[1] = bgt_number_text(result->lines, lines);
    diagnostic.arguments[2] = bgt_number_text(result->records, records);
    diagnostic.arguments[3] = bgt_number_text(result->lost, lost);
    (void)bgt_report(terminal->reporter, &diagnostic);
}

int bgt_command_convert(struct bgt_terminal *terminal)
{
    struct bgt_convert_options options;
    struct bgt_convert_result result;
    if (terminal->arguments.word_count < 2) {
        (void)bgt_report_at(terminal->reporter, "USAGE_WORDS", NULL, "convert",
                            bgt_say(terminal, "IN... OUT", "输入... 输出"));
        return BGT_EXIT_USAGE;
    }
    if (gather(terminal, &options) != BGT_OK)
        return BGT_EXIT_USAGE;
    int exit_status = bgt_terminal_context(terminal);
    if (exit_status != BGT_EXIT_DONE)
        return exit_status;
    bgt_convert(terminal->context, &options, terminal->reporter, &result);
    bgt_terminal_end_progress(terminal);
    if (result.exit == BGT_EXIT_DONE)
        tell_success(terminal, &options, &result);
    return (int)result.exit;
}
