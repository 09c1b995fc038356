#include <string.h>

#include "cli/catalogue.h"
#include "cli/json.h"
#include "cli/listing.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "model/catalogue.h"

/* Names from the top down to a code. */
#define PATH_BYTES 4096u

/* Levels above a code; lists have three. */
#define LEVELS 8

struct looking {
    struct bgt_terminal *terminal;
    struct bgt_listing listing;
    const struct bgt_catalogue *list;
    struct bgt_slice word;
    unsigned year; /* 0: the newest lists. */
    size_t found;
};

static const struct bgt_catalogue_entry *entry_of(const struct bgt_catalogue *list,
                                                  const char *code)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->entries[i].code, code) == 0)
            return &list->entries[i];
    return NULL;
}

/* 一般公共服务支出 / 商贸事务 / 行政运行 */
static const char *path_of(const struct bgt_catalogue *list,
                           const struct bgt_catalogue_entry *entry,
                           struct bgt_buffer *out)
{
    const struct bgt_catalogue_entry *path[LEVELS];
    size_t depth = 0;
    bgt_status status = BGT_OK;
    for (const struct bgt_catalogue_entry *at = entry; at != NULL && depth < LEVELS;
         at = at->parent[0] != '\0' ? entry_of(list, at->parent) : NULL)
        path[depth++] = at;
    bgt_buffer_clear(out);
    while (status == BGT_OK && depth-- > 0) {
        status = bgt_buffer_append_text(out, path[depth]->name);
        if (status == BGT_OK && depth > 0)
            status = bgt_buffer_append_text(out, " / ");
    }
    return status == BGT_OK ? out->data : entry->name;
}

static void show(struct looking *looking, const struct bgt_catalogue_entry *entry,
                 bool is_prefix)
{
    struct bgt_terminal *terminal = looking->terminal;
    struct bgt_buffer path;
    struct bgt_buffer span;
    bgt_buffer_init(&path, NULL, PATH_BYTES);
    bgt_buffer_init(&span, NULL, PATH_BYTES);
    looking->found++;
    if (terminal->is_json) {
        bgt_json_begin(terminal, "code");
        bgt_json_text(terminal, "scheme", looking->list->scheme);
        bgt_json_number(terminal, "first_year", looking->list->first_year);
        bgt_json_number(terminal, "last_year", looking->list->last_year);
        bgt_json_bool(terminal, "complete", looking->list->is_complete);
        bgt_json_text(terminal, "code", entry->code);
        bgt_json_text(terminal, "name", entry->name);
        bgt_json_text(terminal, "parent",
                      entry->parent[0] != '\0' ? entry->parent : NULL);
        bgt_json_number(terminal, "level", entry->level);
        bgt_json_bool(terminal, "leaf", entry->is_leaf != 0);
        bgt_json_text(terminal, "path", path_of(looking->list, entry, &path));
        bgt_json_bool(terminal, "prefix", is_prefix);
        bgt_json_end(terminal);
    } else
        bgt_listing_add(
            &looking->listing,
            (const char *const[]){
                looking->list->scheme, bgt_catalogue_span(looking->list, &span),
                entry->code, path_of(looking->list, entry, &path),
                is_prefix
                    ? bgt_say(terminal, "the longest known beginning", "最长的已知前缀")
                    : ""});
    bgt_buffer_close(&path);
    bgt_buffer_close(&span);
}

static bool is_code(struct bgt_slice word)
{
    for (size_t i = 0; i < word.length; i++)
        if (word.text[i] < '0' || word.text[i] > '9')
            return false;
    return word.length > 0;
}

/* By its code; by the longest known beginning where `is_prefix`; else by its name. */
static void look(struct looking *looking, bool is_prefix)
{
    const struct bgt_catalogues *catalogues = looking->terminal->context->catalogues;
    const struct bgt_catalogue *list = looking->list;
    struct bgt_slice word = looking->word;
    if (is_code(word)) {
        unsigned year = list->first_year;
        const struct bgt_catalogue_entry *entry =
            is_prefix ? bgt_catalogue_by_prefix(catalogues, list->scheme, year, word.text,
                                                word.length)
                      : bgt_catalogue_by_code(catalogues, list->scheme, year, word.text,
                                              word.length);
        /* One digit of a seven-digit code says nothing. */
        if (entry != NULL && (!is_prefix || entry->code[1] != '\0'))
            show(looking, entry, is_prefix);
        return;
    }
    for (size_t i = 0; !is_prefix && i < list->count; i++)
        if (bgt_text_same_label(list->entries[i].name, list->entries[i].name_length,
                                word.text, word.length))
            show(looking, &list->entries[i], false);
}

static bool is_of_year(const struct looking *looking)
{
    const struct bgt_catalogue *list = looking->list;
    return list == bgt_catalogue_of(looking->terminal->context->catalogues, list->scheme,
                                    looking->year);
}

static bgt_status look_everywhere(struct looking *looking, const char *word)
{
    const struct bgt_catalogues *catalogues = looking->terminal->context->catalogues;
    size_t before = looking->found;
    looking->word = bgt_text_trim(word, strlen(word));
    for (int is_prefix = 0; is_prefix < 2 && looking->found == before; is_prefix++)
        for (size_t i = 0; i < bgt_catalogues_count(catalogues); i++) {
            looking->list = bgt_catalogues_get(catalogues, i);
            if (bgt_catalogue_is_wanted(looking->terminal, looking->list) &&
                is_of_year(looking))
                look(looking, is_prefix != 0);
        }
    if (looking->found > before)
        return BGT_OK;
    return bgt_report_at(looking->terminal->reporter, "CATALOGUE_NOT_LISTED", NULL, word,
                         NULL);
}

int bgt_catalogue_lookup(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    const char *year = bgt_given_value(arguments, BGT_OPTION_YEAR);
    struct looking looking = {.terminal = terminal};
    int exit_status = BGT_EXIT_DONE;
    if (year != NULL && bgt_catalogue_year(terminal, year, &looking.year) != BGT_OK)
        return BGT_EXIT_USAGE;
    bgt_listing_open(&looking.listing, 5, 0);
    for (size_t i = 1; i < arguments->word_count; i++)
        if (look_everywhere(&looking, arguments->words[i]) != BGT_OK)
            exit_status = BGT_EXIT_USAGE;
    if (!terminal->is_json)
        bgt_listing_print(&looking.listing, terminal, 0);
    bgt_listing_close(&looking.listing);
    return exit_status;
}
