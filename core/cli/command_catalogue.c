#include <string.h>

#include "cli/catalogue.h"
#include "cli/commands.h"
#include "cli/json.h"
#include "cli/listing.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "model/catalogue.h"

/* Years that a list may be of. */
#define FIRST_YEAR 1949
#define LAST_YEAR  2099

/* `exp_func 2023-`, and a path of names. */
#define TEXT_BYTES 4096

bgt_status bgt_catalogue_year(const struct bgt_terminal *terminal, const char *word,
                              unsigned *year)
{
    uint64_t number = 0;
    if (!bgt_text_parse_unsigned(word, strlen(word), LAST_YEAR, &number) ||
        number < FIRST_YEAR)
        return bgt_report_at(terminal->reporter, "USAGE_YEAR", NULL, word, NULL);
    *year = (unsigned)number;
    return BGT_OK;
}

const char *bgt_catalogue_span(const struct bgt_catalogue *list, struct bgt_buffer *out)
{
    bgt_buffer_clear(out);
    bgt_status status = bgt_buffer_append_unsigned(out, list->first_year);
    if (status == BGT_OK && list->last_year != list->first_year)
        status = bgt_buffer_append_char(out, '-');
    if (status == BGT_OK && list->last_year != 0 && list->last_year != list->first_year)
        status = bgt_buffer_append_unsigned(out, list->last_year);
    return status == BGT_OK ? out->data : "";
}

bool bgt_catalogue_is_wanted(const struct bgt_terminal *terminal,
                             const struct bgt_catalogue *list)
{
    const char *scheme = bgt_given_value(&terminal->arguments, BGT_OPTION_SCHEME);
    return scheme == NULL || strcmp(scheme, list->scheme) == 0;
}

/* A scheme that is named must exist. */
static bgt_status check_scheme(const struct bgt_terminal *terminal)
{
    const struct bgt_catalogues *catalogues = terminal->context->catalogues;
    const char *scheme = bgt_given_value(&terminal->arguments, BGT_OPTION_SCHEME);
    const char *nearest = "exp_func";
    size_t best = SIZE_MAX - 1;
    for (size_t i = 0; scheme != NULL && i < bgt_catalogues_count(catalogues); i++) {
        const char *known = bgt_catalogues_get(catalogues, i)->scheme;
        size_t distance =
            bgt_text_distance(bgt_slice_of(scheme), bgt_slice_of(known), 32);
        if (distance == 0)
            return BGT_OK;
        if (distance < best) {
            best = distance;
            nearest = known;
        }
    }
    return scheme == NULL
               ? BGT_OK
               : bgt_report_at(terminal->reporter, "USAGE_SCHEME", NULL, scheme, nearest);
}

static void list_one(struct bgt_terminal *terminal, const struct bgt_catalogue *list,
                     struct bgt_listing *listing)
{
    char count[BGT_NUMBER_SIZE];
    struct bgt_buffer span;
    bgt_buffer_init(&span, NULL, TEXT_BYTES);
    if (terminal->is_json) {
        bgt_json_begin(terminal, "list");
        bgt_json_text(terminal, "scheme", list->scheme);
        bgt_json_number(terminal, "first_year", list->first_year);
        bgt_json_number(terminal, "last_year", list->last_year);
        bgt_json_bool(terminal, "complete", list->is_complete);
        bgt_json_number(terminal, "codes", list->count);
        bgt_json_end(terminal);
    } else
        bgt_listing_add(listing, (const char *const[]){
                                     list->scheme, bgt_catalogue_span(list, &span),
                                     bgt_number_text(list->count, count),
                                     list->is_complete
                                         ? bgt_say(terminal, "complete", "完整")
                                         : bgt_say(terminal, "not complete", "不完整")});
    bgt_buffer_close(&span);
}

static int list_all(struct bgt_terminal *terminal)
{
    const struct bgt_catalogues *catalogues = terminal->context->catalogues;
    struct bgt_listing listing;
    bgt_listing_open(&listing, 4, 1u << 2);
    bgt_listing_add(&listing,
                    (const char *const[]){bgt_say(terminal, "list", "科目表"),
                                          bgt_say(terminal, "years", "年度"),
                                          bgt_say(terminal, "codes", "代码数"), ""});
    for (size_t i = 0; i < bgt_catalogues_count(catalogues); i++)
        if (bgt_catalogue_is_wanted(terminal, bgt_catalogues_get(catalogues, i)))
            list_one(terminal, bgt_catalogues_get(catalogues, i), &listing);
    if (!terminal->is_json)
        bgt_listing_print(&listing, terminal, 0);
    bgt_listing_close(&listing);
    return BGT_EXIT_DONE;
}

/* The part after `catalogue`. */
struct part {
    const char *word;
    size_t least, most; /* Words after it. */
    int (*run)(struct bgt_terminal *terminal);
};

static const struct part parts[] = {{"lookup", 1, SIZE_MAX, bgt_catalogue_lookup},
                                    {"check", 1, 1, bgt_catalogue_check_file},
                                    {"compare", 2, 2, bgt_catalogue_compare}};

int bgt_command_catalogue(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    const struct part *part = NULL;
    for (size_t i = 0; arguments->word_count > 0 && i < sizeof parts / sizeof parts[0];
         i++)
        if (strcmp(arguments->words[0], parts[i].word) == 0)
            part = &parts[i];
    if (arguments->word_count > 0 &&
        (part == NULL || arguments->word_count - 1 < part->least ||
         arguments->word_count - 1 > part->most)) {
        (void)bgt_report_at(terminal->reporter, "USAGE_WORDS", NULL, "catalogue",
                            bgt_say(terminal,
                                    "lookup CODE..., check FILE or compare YEAR YEAR",
                                    "lookup 代码...、check 文件 或 compare 年度 年度"));
        return BGT_EXIT_USAGE;
    }
    int exit_status = bgt_terminal_context(terminal);
    if (exit_status != BGT_EXIT_DONE)
        return exit_status;
    if (check_scheme(terminal) != BGT_OK)
        return BGT_EXIT_USAGE;
    return part == NULL ? list_all(terminal) : part->run(terminal);
}
