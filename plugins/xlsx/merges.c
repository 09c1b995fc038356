#include "merges.h"

#include "bytes.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK 65536

struct reading {
    struct bgt_xlsx_merges *merges;
};

static bgt_status on_start(void *context, const char *name, const char *const *attributes)
{
    struct reading *reading = context;
    struct bgt_xlsx_merges *merges = reading->merges;
    struct bgt_xlsx_range range;
    if (strcmp(name, "mergeCell") != 0) {
        return BGT_OK;
    }
    const char *text = bgt_xlsx_attribute(attributes, "ref");
    if (text == NULL || !bgt_xlsx_range_parse(text, strlen(text), &range)) {
        return BGT_OK;
    }
    struct bgt_xlsx_range *ranges =
        bgt_xlsx_grow(merges->ranges, merges->count, &merges->capacity, sizeof *ranges);
    if (ranges == NULL) {
        return BGT_NO_MEMORY;
    }
    merges->ranges = ranges;
    ranges[merges->count++] = range;
    return BGT_OK;
}

static int compare_ranges(const void *a, const void *b)
{
    const struct bgt_xlsx_range *left = a;
    const struct bgt_xlsx_range *right = b;
    if (left->first.row != right->first.row) {
        return left->first.row < right->first.row ? -1 : 1;
    }
    return (left->first.column > right->first.column) -
           (left->first.column < right->first.column);
}

static bool contains(const char *bytes, size_t length, const char *word, size_t size)
{
    while (length >= size) {
        const char *found = memchr(bytes, word[0], length - size + 1);
        if (found == NULL) {
            return false;
        }
        if (memcmp(found, word, size) == 0) {
            return true;
        }
        length -= (size_t)(found + 1 - bytes);
        bytes = found + 1;
    }
    return false;
}

/* Whether the bytes of the member hold the word at all, or are UTF-16; `*small` is
 * whether the member is small enough to be asked. */
static bgt_status may_have_merges(struct bgt_input *member, char *chunk, bool *may,
                                  bool *small)
{
    static const char word[] = "mergeCell";
    const size_t overlap = sizeof word - 2;
    uint64_t total = 0;
    size_t kept = 0;
    *may = false;
    *small = member->size == BGT_SIZE_UNKNOWN || member->size <= BGT_XLSX_MERGES_BYTES;
    while (*small && !*may) {
        size_t got = 0;
        bgt_status status = member->read(member, chunk + kept, CHUNK, &got);
        if (status == BGT_END) {
            return BGT_OK;
        }
        if (status != BGT_OK) {
            return status;
        }
        bool wide = total == 0 && got >= 2 &&
                    ((chunk[0] & 0xFE) == 0xFE || chunk[0] == 0 || chunk[1] == 0);
        *may = wide || contains(chunk, kept + got, word, sizeof word - 1);
        total += got;
        *small = total <= BGT_XLSX_MERGES_BYTES;
        size_t held = kept + got;
        kept = held < overlap ? held : overlap;
        memmove(chunk, chunk + held - kept, kept);
    }
    return BGT_OK;
}

bgt_status bgt_xlsx_merges_read(struct bgt_xlsx_merges *merges,
                                const struct bgt_xlsx_part_source *source)
{
    static const struct bgt_xlsx_events events = {.start = on_start};
    struct reading reading = {merges};
    struct bgt_input *member = NULL;
    bool may = false;
    bool small = false;
    char *chunk = malloc(CHUNK + sizeof "mergeCell");
    if (chunk == NULL) {
        return BGT_NO_MEMORY;
    }
    bgt_status status = bgt_xlsx_member(source->package, source->name, &member);
    if (status == BGT_OK) {
        status = may_have_merges(member, chunk, &may, &small);
        member->close(member);
    }
    free(chunk);
    if (status != BGT_OK || !small) {
        return status;
    }
    merges->is_known = true;
    if (may) {
        status = bgt_xlsx_part_read(source, &events, &reading);
    }
    if (status == BGT_OK && merges->count > 1) {
        qsort(merges->ranges, merges->count, sizeof *merges->ranges, compare_ranges);
    }
    return status;
}

const struct bgt_xlsx_range *bgt_xlsx_merges_find(struct bgt_xlsx_merges *merges,
                                                  uint32_t row, uint32_t column)
{
    while (merges->next < merges->count) {
        const struct bgt_xlsx_range *range = &merges->ranges[merges->next];
        if (range->first.row > row ||
            (range->first.row == row && range->first.column > column)) {
            return NULL;
        }
        merges->next++;
        if (range->first.row == row && range->first.column == column) {
            return range;
        }
    }
    return NULL;
}

void bgt_xlsx_merges_free(struct bgt_xlsx_merges *merges)
{
    free(merges->ranges);
    memset(merges, 0, sizeof *merges);
}
