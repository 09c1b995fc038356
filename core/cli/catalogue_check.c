#include "figures/catalogue_check.h"

#include <string.h>

#include "cli/catalogue.h"
#include "cli/json.h"
#include "cli/listing.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "model/catalogue.h"

static const char *label_of(const struct bgt_terminal *terminal,
                            enum bgt_code_verdict verdict)
{
    static const char *const labels[BGT_CODE_VERDICT_COUNT][2] = {
        {"as listed", "一致"},         {"extended", "本地细化"},
        {"not confirmed", "无法确认"}, {"no list", "无科目表"},
        {"other name", "名称不同"},    {"unknown code", "代码不存在"}};
    return bgt_say(terminal, labels[verdict][0], labels[verdict][1]);
}

/* What is not as listed; with --verbose also what could not be told. */
static bool is_shown(const struct bgt_terminal *terminal, const struct bgt_code_use *use)
{
    return use->verdict >= BGT_CODE_RENAMED ||
           (use->verdict != BGT_CODE_KNOWN && terminal->is_verbose);
}

static void show(struct bgt_terminal *terminal, const struct bgt_code_use *use,
                 struct bgt_listing *listing)
{
    char count[BGT_NUMBER_SIZE];
    const char *listed = use->entry != NULL ? use->entry->name : NULL;
    if (!terminal->is_json) {
        bgt_listing_add(listing,
                        (const char *const[]){label_of(terminal, use->verdict),
                                              use->scheme, use->code.text, use->name.text,
                                              listed, bgt_number_text(use->count, count),
                                              use->place.text});
        return;
    }
    bgt_json_begin(terminal, bgt_code_verdict_word(use->verdict));
    bgt_json_text(terminal, "scheme", use->scheme);
    bgt_json_number(terminal, "year", use->year);
    bgt_json_text(terminal, "code", use->code.length > 0 ? use->code.text : NULL);
    bgt_json_text(terminal, "name", use->name.length > 0 ? use->name.text : NULL);
    bgt_json_text(terminal, "listed_code", use->entry != NULL ? use->entry->code : NULL);
    bgt_json_text(terminal, "listed_name", listed);
    bgt_json_number(terminal, "count", use->count);
    bgt_json_text(terminal, "place", use->place.text);
    bgt_json_end(terminal);
}

static void print_summary(struct bgt_terminal *terminal,
                          const struct bgt_catalogue_check *check)
{
    char number[BGT_NUMBER_SIZE];
    bool is_first = true;
    if (terminal->is_json)
        bgt_json_begin(terminal, "summary");
    for (int v = 0; v < BGT_CODE_VERDICT_COUNT; v++) {
        enum bgt_code_verdict verdict = (enum bgt_code_verdict)v;
        if (terminal->is_json) {
            bgt_json_number(terminal, bgt_code_verdict_word(verdict), check->counts[v]);
            continue;
        }
        if (check->counts[v] == 0)
            continue;
        bgt_print(terminal, is_first ? "" : bgt_say(terminal, ", ", "，"));
        bgt_print(terminal, label_of(terminal, verdict));
        bgt_print(terminal, " ");
        bgt_print(terminal, bgt_number_text(check->counts[v], number));
        is_first = false;
    }
    if (terminal->is_json)
        bgt_json_end(terminal);
    else
        bgt_print(terminal,
                  is_first ? bgt_say(terminal, "no codes\n", "没有代码\n") : "\n");
}

static void print(struct bgt_terminal *terminal, const struct bgt_catalogue_check *check)
{
    struct bgt_listing listing;
    bool has_rows = false;
    bgt_listing_open(&listing, 7, 1u << 5);
    bgt_listing_add(&listing,
                    (const char *const[]){bgt_say(terminal, "what", "结果"),
                                          bgt_say(terminal, "list", "科目表"),
                                          bgt_say(terminal, "code", "代码"),
                                          bgt_say(terminal, "printed name", "印出名称"),
                                          bgt_say(terminal, "listed name", "科目表名称"),
                                          bgt_say(terminal, "times", "次数"),
                                          bgt_say(terminal, "first at", "首次位置")});
    for (const struct bgt_code_use *use = check->first; use != NULL; use = use->next)
        if (is_shown(terminal, use)) {
            show(terminal, use, &listing);
            has_rows = true;
        }
    if (has_rows && !terminal->is_json)
        bgt_listing_print(&listing, terminal, 0);
    bgt_listing_close(&listing);
    print_summary(terminal, check);
}

int bgt_catalogue_check_file(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    const char *year = bgt_given_value(arguments, BGT_OPTION_YEAR);
    struct bgt_catalogue_check_options options = {
        .path = arguments->words[1],
        .scheme = bgt_given_value(arguments, BGT_OPTION_SCHEME)};
    struct bgt_io io = {.reporter = terminal->reporter,
                        .limits = &terminal->context->limits,
                        .is_cancelled = bgt_signal_caught};
    struct bgt_catalogue_check *check = NULL;
    enum bgt_exit failure = BGT_EXIT_INPUT;
    if (year != NULL && bgt_catalogue_year(terminal, year, &options.year) != BGT_OK)
        return BGT_EXIT_USAGE;
    bgt_arguments_read_options(arguments, &options.read);
    bgt_status status =
        bgt_catalogue_check_open(terminal->context, &options, &io, &check, &failure);
    if (status != BGT_OK) {
        int told = bgt_terminal_exit(terminal, status);
        return told == BGT_EXIT_INPUT ? (int)failure : told;
    }
    print(terminal, check);
    uint64_t findings = bgt_catalogue_check_findings(check);
    bgt_catalogue_check_close(check);
    if (bgt_terminal_flush(terminal) != BGT_OK)
        return BGT_EXIT_TARGET;
    return findings > 0 ? BGT_EXIT_FOUND : BGT_EXIT_DONE;
}
