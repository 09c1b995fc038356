#include "model/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "model/catalogue_load.h"

static const struct bgt_catalogue_entry *find_code(const struct bgt_catalogue *list,
                                                   const char *code, size_t length)
{
    size_t low = 0;
    size_t high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct bgt_catalogue_entry *entry = &list->entries[middle];
        size_t common = entry->code_length < length ? entry->code_length : length;
        int order = memcmp(entry->code, code, common);
        if (order == 0 && entry->code_length == length)
            return entry;
        if (order < 0 || (order == 0 && entry->code_length < length))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

void bgt_catalogues_close(struct bgt_catalogues *catalogues)
{
    if (catalogues == NULL)
        return;
    bgt_arena_close(&catalogues->arena);
    free(catalogues);
}

size_t bgt_catalogues_count(const struct bgt_catalogues *catalogues)
{
    return catalogues->count;
}

const struct bgt_catalogue *bgt_catalogues_get(const struct bgt_catalogues *catalogues,
                                               size_t number)
{
    return &catalogues->lists[number];
}

const struct bgt_catalogue *bgt_catalogue_of(const struct bgt_catalogues *catalogues,
                                             const char *scheme, unsigned year)
{
    const struct bgt_catalogue *newest = NULL;
    for (size_t i = 0; i < catalogues->count; i++) {
        const struct bgt_catalogue *list = &catalogues->lists[i];
        if (strcmp(list->scheme, scheme) != 0)
            continue;
        if (year == 0) {
            if (newest == NULL || list->first_year > newest->first_year)
                newest = list;
        } else if (year >= list->first_year &&
                   (list->last_year == 0 || year <= list->last_year)) {
            return list;
        }
    }
    return year == 0 ? newest : NULL;
}

const struct bgt_catalogue_entry *
bgt_catalogue_by_code(const struct bgt_catalogues *catalogues, const char *scheme,
                      unsigned year, const char *code, size_t length)
{
    const struct bgt_catalogue *list = bgt_catalogue_of(catalogues, scheme, year);
    return list == NULL ? NULL : find_code(list, code, length);
}

const struct bgt_catalogue_entry *
bgt_catalogue_by_prefix(const struct bgt_catalogues *catalogues, const char *scheme,
                        unsigned year, const char *code, size_t length)
{
    const struct bgt_catalogue *list = bgt_catalogue_of(catalogues, scheme, year);
    const struct bgt_catalogue_entry *entry = NULL;
    for (size_t n = length; list != NULL && entry == NULL && n > 0; n--)
        entry = find_code(list, code, n);
    return entry;
}

/* Order of an entry against (parent, name); the index is sorted by it. */
static int compare_name(const struct bgt_catalogue_entry *entry, const char *parent,
                        const char *name, size_t length)
{
    int order = strcmp(entry->parent, parent);
    if (order != 0)
        return order;
    size_t common = entry->name_length < length ? entry->name_length : length;
    order = memcmp(entry->name, name, common);
    if (order != 0)
        return order;
    return (entry->name_length > length) - (entry->name_length < length);
}

const struct bgt_catalogue_entry *
bgt_catalogue_by_name(const struct bgt_catalogues *catalogues, const char *scheme,
                      unsigned year, const char *parent, struct bgt_slice name)
{
    const struct bgt_catalogue *list = bgt_catalogue_of(catalogues, scheme, year);
    if (list == NULL)
        return NULL;
    size_t low = 0;
    size_t high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct bgt_catalogue_entry *entry = &list->entries[list->by_name[middle]];
        if (compare_name(entry, parent, name.text, name.length) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == list->count)
        return NULL;
    const struct bgt_catalogue_entry *first = &list->entries[list->by_name[low]];
    if (compare_name(first, parent, name.text, name.length) != 0)
        return NULL;
    if (low + 1 < list->count && compare_name(&list->entries[list->by_name[low + 1]],
                                              parent, name.text, name.length) == 0)
        return NULL;
    return first;
}
