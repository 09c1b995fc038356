#include <string.h>

#include "cli/catalogue.h"
#include "cli/json.h"
#include "cli/listing.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "model/catalogue.h"

#define SPAN_BYTES 64u

/* What became of a code. */
enum change { RENAMED, ONLY_FIRST, ONLY_SECOND, SAME, CHANGE_COUNT };

struct comparing {
    struct bgt_terminal *terminal;
    struct bgt_listing listing;
    const struct bgt_catalogue *first;
    const struct bgt_catalogue *second;
    uint64_t counts[CHANGE_COUNT];
};

static const char *const words[CHANGE_COUNT] = {"renamed", "only_first", "only_second",
                                                "same"};

/* A code that an incomplete list lacks may have existed all the same. */
static const char *label_of(const struct comparing *comparing, enum change change)
{
    const struct bgt_terminal *terminal = comparing->terminal;
    const struct bgt_catalogue *lacking =
        change == ONLY_FIRST ? comparing->second : comparing->first;
    if (change == RENAMED)
        return bgt_say(terminal, "renamed", "改名");
    if (!lacking->is_complete)
        return bgt_say(terminal, "not seen", "未见");
    return change == ONLY_FIRST ? bgt_say(terminal, "ended", "取消")
                                : bgt_say(terminal, "new", "新增");
}

static void show(struct comparing *comparing, enum change change, const char *code,
                 const struct bgt_catalogue_entry *first,
                 const struct bgt_catalogue_entry *second)
{
    struct bgt_terminal *terminal = comparing->terminal;
    comparing->counts[change]++;
    if (change == SAME && !terminal->is_verbose)
        return;
    if (!terminal->is_json) {
        bgt_listing_add(
            &comparing->listing,
            (const char *const[]){comparing->first->scheme, code,
                                  change == SAME ? "" : label_of(comparing, change),
                                  first != NULL ? first->name : "",
                                  second != NULL ? second->name : ""});
        return;
    }
    bgt_json_begin(terminal, words[change]);
    bgt_json_text(terminal, "scheme", comparing->first->scheme);
    bgt_json_text(terminal, "code", code);
    bgt_json_text(terminal, "first", first != NULL ? first->name : NULL);
    bgt_json_text(terminal, "second", second != NULL ? second->name : NULL);
    bgt_json_bool(terminal, "first_complete", comparing->first->is_complete);
    bgt_json_bool(terminal, "second_complete", comparing->second->is_complete);
    bgt_json_end(terminal);
}

/* Both lists are sorted by code. */
static void compare_lists(struct comparing *comparing)
{
    const struct bgt_catalogue *first = comparing->first;
    const struct bgt_catalogue *second = comparing->second;
    size_t a = 0;
    size_t b = 0;
    while (a < first->count || b < second->count) {
        const struct bgt_catalogue_entry *left =
            a < first->count ? &first->entries[a] : NULL;
        const struct bgt_catalogue_entry *right =
            b < second->count ? &second->entries[b] : NULL;
        int order = left == NULL    ? 1
                    : right == NULL ? -1
                                    : strcmp(left->code, right->code);
        if (left != NULL && order < 0)
            show(comparing, ONLY_FIRST, left->code, left, NULL);
        else if (right != NULL && order > 0)
            show(comparing, ONLY_SECOND, right->code, NULL, right);
        else if (left != NULL && right != NULL)
            show(comparing,
                 bgt_text_same_label(left->name, left->name_length, right->name,
                                     right->name_length)
                     ? SAME
                     : RENAMED,
                 left->code, left, right);
        a += order <= 0 ? 1 : 0;
        b += order >= 0 ? 1 : 0;
    }
}

static void print_summary(struct comparing *comparing)
{
    struct bgt_terminal *terminal = comparing->terminal;
    static const char *const labels[CHANGE_COUNT][2] = {
        {"renamed ", "改名 "},
        {"only in the first ", "仅前一年 "},
        {"only in the second ", "仅后一年 "},
        {"same ", "相同 "}};
    char number[BGT_NUMBER_SIZE];
    if (terminal->is_json) {
        bgt_json_begin(terminal, "summary");
        for (int i = 0; i < CHANGE_COUNT; i++)
            bgt_json_number(terminal, words[i], comparing->counts[i]);
        bgt_json_end(terminal);
        return;
    }
    bgt_listing_print(&comparing->listing, terminal, 0);
    for (int i = 0; i < CHANGE_COUNT; i++) {
        bgt_print(terminal, i > 0 ? bgt_say(terminal, ", ", "，") : "");
        bgt_print(terminal, bgt_say(terminal, labels[i][0], labels[i][1]));
        bgt_print(terminal, bgt_number_text(comparing->counts[i], number));
    }
    bgt_print(terminal, "\n");
}

/* Schemes in the order of the lists, each once. */
static bool is_first_of_scheme(const struct bgt_catalogues *catalogues, size_t number)
{
    const char *scheme = bgt_catalogues_get(catalogues, number)->scheme;
    for (size_t i = 0; i < number; i++)
        if (strcmp(bgt_catalogues_get(catalogues, i)->scheme, scheme) == 0)
            return false;
    return true;
}

int bgt_catalogue_compare(struct bgt_terminal *terminal)
{
    const char *const *years = terminal->arguments.words + 1;
    const struct bgt_catalogues *catalogues = terminal->context->catalogues;
    struct comparing comparing = {.terminal = terminal};
    unsigned first = 0;
    unsigned second = 0;
    size_t compared = 0;
    if (bgt_catalogue_year(terminal, years[0], &first) != BGT_OK ||
        bgt_catalogue_year(terminal, years[1], &second) != BGT_OK)
        return BGT_EXIT_USAGE;
    bgt_listing_open(&comparing.listing, 5, 0);
    bgt_listing_add(&comparing.listing,
                    (const char *const[]){bgt_say(terminal, "list", "科目表"),
                                          bgt_say(terminal, "code", "代码"),
                                          bgt_say(terminal, "what", "变动"), years[0],
                                          years[1]});
    for (size_t i = 0; i < bgt_catalogues_count(catalogues); i++) {
        const char *scheme = bgt_catalogues_get(catalogues, i)->scheme;
        comparing.first = bgt_catalogue_of(catalogues, scheme, first);
        comparing.second = bgt_catalogue_of(catalogues, scheme, second);
        if (comparing.first == NULL || comparing.second == NULL ||
            !bgt_catalogue_is_wanted(terminal, comparing.first) ||
            !is_first_of_scheme(catalogues, i))
            continue;
        compared++;
        compare_lists(&comparing);
    }
    if (compared > 0)
        print_summary(&comparing);
    bgt_listing_close(&comparing.listing);
    if (compared > 0)
        return BGT_EXIT_DONE;
    (void)bgt_report_at(
        terminal->reporter, "CATALOGUE_NO_LIST", NULL,
        bgt_catalogue_of(catalogues, "exp_func", first) == NULL ? years[0] : years[1],
        NULL);
    return BGT_EXIT_USAGE;
}
