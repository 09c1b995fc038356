#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/json.h"
#include "cli/listing.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "plugin/registry.h"

/* Spaces before what is said about one format. */
#define INDENT 2u

/* All extensions or choices of one format in one cell. */
#define WORDS_MAXIMUM 4096

static bool can(const struct bgt_manifest *manifest, uint32_t flag)
{
    return (manifest->capacity.flags & flag) != 0;
}

static const char *direction(const struct bgt_terminal *terminal, bool reads, bool writes)
{
    if (reads && writes)
        return bgt_say(terminal, "read, write", "读、写");
    return reads ? bgt_say(terminal, "read", "读") : bgt_say(terminal, "write", "写");
}

static const char *kind_of(const struct bgt_terminal *terminal,
                           const struct bgt_manifest *manifest)
{
    return manifest->kind == BGT_KIND_GRID ? bgt_say(terminal, "grid", "表格")
                                           : bgt_say(terminal, "record", "记录");
}

/* Words with something in front of each, cut where there are too many. */
static void join(struct bgt_buffer *out, const char *const *words, const char *before,
                 const char *between)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && words != NULL && words[i] != NULL; i++) {
        if (out->length > 0)
            status = bgt_buffer_append_text(out, between);
        if (status == BGT_OK)
            status = bgt_buffer_append_text(out, before);
        if (status == BGT_OK)
            status = bgt_buffer_append_text(out, words[i]);
    }
}

static void list_json(struct bgt_terminal *terminal, const struct bgt_manifest *manifest)
{
    bgt_json_begin(terminal, "format");
    bgt_json_text(terminal, "id", manifest->id);
    bgt_json_text(terminal, "title",
                  bgt_say(terminal, manifest->title, manifest->title_zh));
    bgt_json_text(terminal, "carries",
                  manifest->kind == BGT_KIND_GRID ? "grid" : "record");
    bgt_json_bool(terminal, "read", can(manifest, BGT_CAN_READ));
    bgt_json_bool(terminal, "write", can(manifest, BGT_CAN_WRITE));
    bgt_json_bool(terminal, "folder", can(manifest, BGT_CAN_FOLDER));
    bgt_json_words(terminal, "extensions", manifest->extensions);
    bgt_json_words(terminal, "media_types", manifest->media_types);
    bgt_json_end(terminal);
}

static void list(struct bgt_terminal *terminal, const struct bgt_registry *registry)
{
    struct bgt_listing listing;
    bgt_listing_open(&listing, 5, 0);
    bgt_listing_add(&listing,
                    (const char *const[]){bgt_say(terminal, "format", "格式"),
                                          bgt_say(terminal, "direction", "方向"),
                                          bgt_say(terminal, "kind", "类型"),
                                          bgt_say(terminal, "endings", "扩展名"),
                                          bgt_say(terminal, "what it is", "说明")});
    for (size_t i = 0; i < bgt_registry_count(registry); i++) {
        const struct bgt_manifest *manifest = bgt_registry_at(registry, i);
        struct bgt_buffer endings;
        bgt_buffer_init(&endings, NULL, WORDS_MAXIMUM);
        join(&endings, manifest->extensions, ".", " ");
        bgt_listing_add(&listing,
                        (const char *const[]){
                            manifest->id,
                            direction(terminal, can(manifest, BGT_CAN_READ),
                                      can(manifest, BGT_CAN_WRITE)),
                            kind_of(terminal, manifest), endings.data,
                            bgt_say(terminal, manifest->title, manifest->title_zh)});
        bgt_buffer_close(&endings);
    }
    bgt_listing_print(&listing, terminal, 0);
    bgt_listing_close(&listing);
}

/* What an option may be set to: `auto|comma|tab`, `0 … 9`, `yes|no`, or nothing. */
static void allowed(const struct bgt_terminal *terminal, const struct bgt_option *option,
                    struct bgt_buffer *out)
{
    char range[64];
    if (option->type == BGT_OPTION_CHOICE)
        join(out, option->choices, "", "|");
    else if (option->type == BGT_OPTION_BOOL)
        (void)bgt_buffer_append_text(out, "yes|no");
    else if (option->type == BGT_OPTION_TEXT)
        (void)bgt_buffer_append_text(out, bgt_say(terminal, "TEXT", "文本"));
    else if (option->minimum == INT64_MIN && option->maximum == INT64_MAX)
        (void)bgt_buffer_append_text(out, bgt_say(terminal, "NUMBER", "整数"));
    else {
        (void)snprintf(range, sizeof range, "%" PRId64 " … %" PRId64, option->minimum,
                       option->maximum);
        (void)bgt_buffer_append_text(out, range);
    }
}

static void print_option(struct bgt_terminal *terminal, const struct bgt_option *option)
{
    struct bgt_buffer words;
    bgt_buffer_init(&words, NULL, WORDS_MAXIMUM);
    bgt_print(terminal, option->for_reader != 0 ? "  -i " : "");
    if (option->for_writer != 0)
        bgt_print(terminal, option->for_reader != 0 ? "-o " : "  -o ");
    bgt_print(terminal, option->name);
    bgt_print(terminal, "=");
    allowed(terminal, option, &words);
    bgt_print(terminal, words.data);
    if (option->initial != NULL) {
        bgt_print(terminal, bgt_say(terminal, "  (default: ", "  （默认："));
        bgt_print(terminal, option->initial);
        bgt_print(terminal, bgt_say(terminal, ")", "）"));
    }
    bgt_print(terminal, "\n      ");
    bgt_print(terminal, bgt_say(terminal, option->help, option->help_zh));
    bgt_print(terminal, "\n");
    bgt_buffer_close(&words);
}

static void add_number(struct bgt_listing *listing, const char *label, uint64_t number)
{
    char text[BGT_NUMBER_SIZE];
    if (number != 0)
        bgt_listing_add(listing,
                        (const char *const[]){label, bgt_number_text(number, text)});
}

static void print_capacity(struct bgt_terminal *terminal,
                           const struct bgt_manifest *manifest)
{
    struct bgt_listing listing;
    const struct bgt_capacity *capacity = &manifest->capacity;
    bgt_listing_open(&listing, 2, 0);
    add_number(&listing, bgt_say(terminal, "sheets at most", "最多工作表"),
               capacity->sheets);
    add_number(&listing, bgt_say(terminal, "rows of a sheet at most", "每张表最多行数"),
               capacity->rows);
    add_number(&listing,
               bgt_say(terminal, "columns of a sheet at most", "每张表最多列数"),
               capacity->columns);
    add_number(&listing,
               bgt_say(terminal, "characters of a cell at most", "单元格最多字符数"),
               capacity->text_characters);
    add_number(
        &listing,
        bgt_say(terminal, "characters of a sheet's name at most", "工作表名最多字符数"),
        capacity->sheet_name_characters);
    add_number(&listing,
               bgt_say(terminal, "digits of a number at most", "数字最多有效位"),
               capacity->digits);
    add_number(&listing,
               bgt_say(terminal, "places after the point at most", "最多小数位"),
               capacity->scale);
    bgt_listing_print(&listing, terminal, INDENT);
    bgt_listing_close(&listing);
}

static void print_words(struct bgt_terminal *terminal, const char *label,
                        const char *const *words, const char *before)
{
    struct bgt_buffer joined;
    bgt_buffer_init(&joined, NULL, WORDS_MAXIMUM);
    join(&joined, words, before, " ");
    if (joined.length > 0) {
        bgt_print(terminal, label);
        bgt_print(terminal, joined.data);
        bgt_print(terminal, "\n");
    }
    bgt_buffer_close(&joined);
}

static void show(struct bgt_terminal *terminal, const struct bgt_manifest *manifest)
{
    bgt_print(terminal, manifest->id);
    bgt_print(terminal, bgt_say(terminal, ": ", "："));
    bgt_print(terminal, bgt_say(terminal, manifest->title, manifest->title_zh));
    bgt_print(terminal, "\n");
    bgt_print(terminal, "  ");
    bgt_print(terminal, direction(terminal, can(manifest, BGT_CAN_READ),
                                  can(manifest, BGT_CAN_WRITE)));
    bgt_print(terminal, bgt_say(terminal, "; kind: ", "；类型："));
    bgt_print(terminal, kind_of(terminal, manifest));
    if (can(manifest, BGT_CAN_FOLDER))
        bgt_print(terminal, bgt_say(terminal, "; a target ending in / is a folder",
                                    "；以 / 结尾的目标写成文件夹"));
    bgt_print(terminal, "\n");
    print_words(terminal, bgt_say(terminal, "  endings: ", "  扩展名："),
                manifest->extensions, ".");
    print_capacity(terminal, manifest);
    if (manifest->option_count > 0)
        bgt_print(terminal, bgt_say(terminal, "options:\n", "选项：\n"));
    for (uint32_t i = 0; i < manifest->option_count; i++)
        print_option(terminal, &manifest->options[i]);
}

static void option_json(struct bgt_terminal *terminal,
                        const struct bgt_manifest *manifest,
                        const struct bgt_option *option)
{
    static const char *const types[] = {
        [BGT_OPTION_TEXT] = "text",
        [BGT_OPTION_BOOL] = "bool",
        [BGT_OPTION_INTEGER] = "integer",
        [BGT_OPTION_CHOICE] = "choice",
    };
    bgt_json_begin(terminal, "option");
    bgt_json_text(terminal, "format", manifest->id);
    bgt_json_text(terminal, "name", option->name);
    bgt_json_text(terminal, "type", types[option->type]);
    bgt_json_bool(terminal, "read", option->for_reader != 0);
    bgt_json_bool(terminal, "write", option->for_writer != 0);
    bgt_json_text(terminal, "default", option->initial);
    bgt_json_words(terminal, "choices", option->choices);
    bgt_json_text(terminal, "help", bgt_say(terminal, option->help, option->help_zh));
    bgt_json_end(terminal);
}

static void show_json(struct bgt_terminal *terminal, const struct bgt_manifest *manifest)
{
    list_json(terminal, manifest);
    for (uint32_t i = 0; i < manifest->option_count; i++)
        option_json(terminal, manifest, &manifest->options[i]);
}

static int unknown(struct bgt_terminal *terminal, const char *id)
{
    const struct bgt_registry *registry = terminal->context->registry;
    const char *nearest = bgt_registry_nearest(registry, id);
    struct bgt_buffer ids;
    bgt_buffer_init(&ids, NULL, WORDS_MAXIMUM);
    bgt_registry_list(registry, BGT_CAN_READ | BGT_CAN_WRITE, &ids);
    struct bgt_diagnostic diagnostic = {.code = nearest != NULL ? "FORMAT_UNKNOWN_NEAR"
                                                                : "FORMAT_UNKNOWN"};
    diagnostic.arguments[0] = id;
    diagnostic.arguments[1] = ids.data;
    diagnostic.arguments[2] = nearest;
    (void)bgt_report(terminal->reporter, &diagnostic);
    bgt_buffer_close(&ids);
    return BGT_EXIT_USAGE;
}

int bgt_command_formats(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    int exit_status = bgt_terminal_context(terminal);
    if (exit_status != BGT_EXIT_DONE)
        return exit_status;
    const struct bgt_registry *registry = terminal->context->registry;
    if (arguments->word_count == 0 && !terminal->is_json)
        list(terminal, registry);
    for (size_t i = 0; arguments->word_count == 0 && terminal->is_json &&
                       i < bgt_registry_count(registry);
         i++)
        list_json(terminal, bgt_registry_at(registry, i));
    for (size_t i = 0; i < arguments->word_count; i++) {
        const struct bgt_manifest *manifest =
            bgt_registry_find(registry, arguments->words[i]);
        if (manifest == NULL)
            return unknown(terminal, arguments->words[i]);
        if (terminal->is_json)
            show_json(terminal, manifest);
        else
            show(terminal, manifest);
    }
    return BGT_EXIT_DONE;
}
