#include "model/catalogue_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diag/reporter.h"
#include "io/file.h"

/* All lists together: the largest, of 3515 divisions, takes some 600 KiB. */
#define ARENA_BYTES  (64u << 20)
#define FILE_BYTES   (4u << 20)
#define LIST_MAXIMUM 256
#define ROW_MAXIMUM  200000
#define COLUMNS      5

/* A file being read: `code,name,level,parent,year`, no quoting. */
struct reading {
    struct bgt_catalogues *catalogues;
    struct bgt_reporter *reporter;
    const char *path;
    struct bgt_slice rest;
    uint64_t line;
};

static bgt_status fault(const struct reading *reading, const char *what)
{
    struct bgt_place place = {.file = reading->path, .line = reading->line};
    (void)bgt_report_at(reading->reporter, "CATALOGUE_INVALID", &place, what, NULL);
    return BGT_FATAL;
}

/* The next line's columns; BGT_END after the last. */
static bgt_status next_row(struct reading *reading, struct bgt_slice columns[COLUMNS])
{
    struct bgt_slice line;
    if (reading->rest.length == 0 || !bgt_text_split(&reading->rest, '\n', &line))
        return BGT_END;
    reading->line++;
    for (size_t i = 0; i < COLUMNS; i++)
        if (!bgt_text_split(&line, ',', &columns[i]))
            return fault(reading, "five columns are expected");
    return line.length == 0 ? BGT_OK : fault(reading, "five columns are expected");
}

static const char *keep(struct reading *reading, struct bgt_slice slice)
{
    return bgt_arena_copy(&reading->catalogues->arena, slice.text, slice.length);
}

static bgt_status fill_entry(struct reading *reading, const struct bgt_slice *columns,
                             struct bgt_catalogue_entry *entry)
{
    uint64_t level = 0;
    uint64_t year = 0;
    if (columns[0].length == 0 || columns[1].length == 0)
        return fault(reading, "code and name are needed");
    if (columns[0].length > 64 || columns[1].length > 1024)
        return fault(reading, "code or name is too long");
    if (!bgt_text_parse_unsigned(columns[2].text, columns[2].length, 9, &level) ||
        !bgt_text_parse_unsigned(columns[4].text, columns[4].length, 9999, &year))
        return fault(reading, "level or year is no number");
    entry->code = keep(reading, columns[0]);
    entry->name = keep(reading, columns[1]);
    entry->parent = keep(reading, columns[3]);
    if (entry->code == NULL || entry->name == NULL || entry->parent == NULL)
        return BGT_NO_MEMORY;
    entry->code_length = (uint16_t)columns[0].length;
    entry->name_length = (uint16_t)columns[1].length;
    entry->level = (uint8_t)level;
    entry->year = (uint16_t)year;
    entry->is_leaf = 1;
    return BGT_OK;
}

static int compare_codes(const void *a, const void *b)
{
    const struct bgt_catalogue_entry *left = a;
    const struct bgt_catalogue_entry *right = b;
    return strcmp(left->code, right->code);
}

/* What is sorted by name: qsort hands over no context, so the pointer comes along. */
struct named {
    const struct bgt_catalogue_entry *entry;
};

static int compare_names(const void *a, const void *b)
{
    const struct bgt_catalogue_entry *left = ((const struct named *)a)->entry;
    const struct bgt_catalogue_entry *right = ((const struct named *)b)->entry;
    int order = strcmp(left->parent, right->parent);
    if (order == 0)
        order = strcmp(left->name, right->name);
    return order != 0 ? order : strcmp(left->code, right->code);
}

static bgt_status index_names(struct bgt_catalogues *catalogues,
                              struct bgt_catalogue *list)
{
    struct bgt_arena *arena = &catalogues->arena;
    uint32_t *by_name = bgt_arena_allocate_array(arena, list->count, sizeof *by_name);
    struct named *names = calloc(list->count + 1, sizeof *names);
    bgt_status status = BGT_NO_MEMORY;
    if (by_name == NULL || names == NULL)
        goto out;
    for (size_t i = 0; i < list->count; i++)
        names[i].entry = &list->entries[i];
    qsort(names, list->count, sizeof *names, compare_names);
    for (size_t i = 0; i < list->count; i++)
        by_name[i] = (uint32_t)(names[i].entry - list->entries);
    list->by_name = by_name;
    status = BGT_OK;
out:
    free(names);
    return status;
}

static void mark_parents(const struct bgt_catalogue *list,
                         struct bgt_catalogue_entry *entries)
{
    for (size_t i = 0; i < list->count; i++) {
        struct bgt_catalogue_entry key = {.code = entries[i].parent};
        struct bgt_catalogue_entry *parent =
            bsearch(&key, entries, list->count, sizeof *entries, compare_codes);
        if (parent != NULL)
            parent->is_leaf = 0;
    }
}

static bgt_status read_entries(struct reading *reading, struct bgt_catalogue *list)
{
    struct bgt_slice columns[COLUMNS];
    size_t rows = 0;
    for (size_t i = 0; i < reading->rest.length; i++)
        rows += reading->rest.text[i] == '\n';
    if (rows > ROW_MAXIMUM)
        return fault(reading, "the list is too long");
    struct bgt_catalogue_entry *entries =
        bgt_arena_allocate_array(&reading->catalogues->arena, rows + 1, sizeof *entries);
    if (entries == NULL)
        return BGT_NO_MEMORY;
    bgt_status status = next_row(reading, columns);
    if (status != BGT_OK && status != BGT_END)
        return status;
    if (status == BGT_END ||
        !bgt_text_equal(columns[0].text, columns[0].length, "code", 4))
        return fault(reading, "the header code,name,level,parent,year is expected");
    while ((status = next_row(reading, columns)) == BGT_OK) {
        status = fill_entry(reading, columns, &entries[list->count]);
        if (status != BGT_OK)
            return status;
        list->count++;
    }
    if (status != BGT_END)
        return status;
    qsort(entries, list->count, sizeof *entries, compare_codes);
    for (size_t i = 1; i < list->count; i++)
        if (strcmp(entries[i - 1].code, entries[i].code) == 0)
            return fault(reading, entries[i].code);
    mark_parents(list, entries);
    list->entries = entries;
    return index_names(reading->catalogues, list);
}

static bgt_status read_list(struct bgt_catalogues *catalogues, const char *path,
                            struct bgt_reporter *reporter, struct bgt_catalogue *list)
{
    struct bgt_buffer text;
    bgt_buffer_init(&text, NULL, FILE_BYTES);
    struct reading reading = {catalogues, reporter, path, {NULL, 0}, 0};
    bgt_status status = bgt_file_read(path, reporter, &text);
    if (status == BGT_OK) {
        reading.rest.text = text.data;
        reading.rest.length = text.length;
        status = read_entries(&reading, list);
    }
    bgt_buffer_close(&text);
    return status;
}

/* One row of index.csv: scheme,first_year,last_year,complete,file. */
static bgt_status load_row(struct reading *index, const char *folder,
                           const struct bgt_slice *columns)
{
    struct bgt_catalogue *list = &index->catalogues->lists[index->catalogues->count];
    struct bgt_buffer path;
    uint64_t first = 0;
    uint64_t last = 0;
    if (!bgt_text_parse_unsigned(columns[1].text, columns[1].length, 9999, &first) ||
        (columns[2].length > 0 &&
         !bgt_text_parse_unsigned(columns[2].text, columns[2].length, 9999, &last)))
        return fault(index, "first or last year is no number");
    list->scheme = keep(index, columns[0]);
    if (list->scheme == NULL)
        return BGT_NO_MEMORY;
    list->first_year = (uint16_t)first;
    list->last_year = (uint16_t)last;
    list->is_complete = bgt_text_equal(columns[3].text, columns[3].length, "yes", 3);
    bgt_buffer_init(&path, NULL, 64u << 10);
    bgt_status status = bgt_buffer_append_text(&path, folder);
    if (status == BGT_OK)
        status = bgt_buffer_append_char(&path, '/');
    if (status == BGT_OK)
        status = bgt_buffer_append(&path, columns[4].text, columns[4].length);
    if (status == BGT_OK)
        status = read_list(index->catalogues, path.data, index->reporter, list);
    bgt_buffer_close(&path);
    if (status == BGT_OK)
        index->catalogues->count++;
    return status;
}

static bgt_status load_index(struct reading *index, const char *folder)
{
    struct bgt_slice columns[COLUMNS];
    bgt_status status = next_row(index, columns);
    if (status != BGT_OK && status != BGT_END)
        return status;
    if (status == BGT_END ||
        !bgt_text_equal(columns[0].text, columns[0].length, "scheme", 6))
        return fault(index,
                     "the header scheme,first_year,last_year,complete,file is expected");
    while ((status = next_row(index, columns)) == BGT_OK) {
        if (index->catalogues->count == LIST_MAXIMUM)
            return fault(index, "too many lists");
        status = load_row(index, folder, columns);
        if (status != BGT_OK)
            return status;
    }
    return status == BGT_END ? BGT_OK : status;
}

bgt_status bgt_catalogues_load(const char *folder, struct bgt_reporter *reporter,
                               struct bgt_catalogues **catalogues)
{
    struct bgt_catalogues *made = calloc(1, sizeof *made);
    struct bgt_buffer path;
    struct bgt_buffer text;
    if (made == NULL)
        return BGT_NO_MEMORY;
    bgt_arena_init(&made->arena, NULL, ARENA_BYTES);
    bgt_buffer_init(&path, NULL, 64u << 10);
    bgt_buffer_init(&text, NULL, FILE_BYTES);
    bgt_status status = BGT_NO_MEMORY;
    made->lists =
        bgt_arena_allocate_array(&made->arena, LIST_MAXIMUM, sizeof *made->lists);
    if (made->lists == NULL)
        goto out;
    status = bgt_buffer_append_text(&path, folder);
    if (status == BGT_OK)
        status = bgt_buffer_append_text(&path, "/index.csv");
    if (status == BGT_OK)
        status = bgt_file_read(path.data, reporter, &text);
    if (status == BGT_OK) {
        struct reading index = {made, reporter, path.data, {text.data, text.length}, 0};
        status = load_index(&index, folder);
    }
out:
    bgt_buffer_close(&text);
    bgt_buffer_close(&path);
    if (status == BGT_OK)
        *catalogues = made;
    else
        bgt_catalogues_close(made);
    return status;
}
