#include "shared_strings.h"

#include "escape.h"
#include "report.h"

#include <string.h>

struct reading {
    struct bgt_xlsx_shared_strings *strings;
    const struct bgt_xlsx_part_source *source;
    uint64_t begin;     /* where the present text begins in the bytes */
    uint64_t run_begin; /* where the present run of it begins */
    unsigned depth;
    unsigned phonetic; /* depth of an open rPh; 0: none */
    bool in_item;
    bool in_text;
};

static bgt_status begin_item(struct reading *reading)
{
    struct bgt_xlsx_shared_strings *strings = reading->strings;
    const struct bgt_env *env = reading->source->env;
    uint64_t used =
        strings->bytes.size + (uint64_t)strings->count * sizeof *strings->items;
    if (used > env->limits->shared_bytes) {
        return bgt_xlsx_limit(env, "shared-bytes", env->limits->shared_bytes,
                              bgt_xlsx_at(reading->source->name, 0, 0));
    }
    struct bgt_xlsx_shared *items =
        bgt_xlsx_grow(strings->items, strings->count, &strings->capacity, sizeof *items);
    if (items == NULL) {
        return BGT_NO_MEMORY;
    }
    strings->items = items;
    reading->begin = strings->bytes.size;
    reading->in_item = true;
    return BGT_OK;
}

static bgt_status end_item(struct reading *reading)
{
    struct bgt_xlsx_shared_strings *strings = reading->strings;
    struct bgt_xlsx_shared *item = &strings->items[strings->count++];
    memset(item, 0, sizeof *item);
    item->offset = reading->begin;
    item->length = (uint32_t)(strings->bytes.size - reading->begin);
    reading->in_item = false;
    return BGT_OK;
}

static bgt_status on_start(void *context, const char *name, const char *const *attributes)
{
    struct reading *reading = context;
    unsigned depth = reading->depth++;
    (void)attributes;
    if (depth == 0 && strcmp(name, "sst") != 0) {
        return bgt_xlsx_fatal(reading->source->env, "XLSX_PART_KIND",
                              bgt_xlsx_at(reading->source->name, 0, 0), "sst");
    }
    if (depth == 1 && strcmp(name, "si") == 0) {
        return begin_item(reading);
    }
    if (reading->in_item && reading->phonetic == 0 && strcmp(name, "rPh") == 0) {
        reading->phonetic = depth;
    } else if (reading->in_item && reading->phonetic == 0 && strcmp(name, "t") == 0) {
        reading->in_text = true;
        reading->run_begin = reading->strings->bytes.size;
    }
    return BGT_OK;
}

static bgt_status on_end(void *context, const char *name)
{
    struct reading *reading = context;
    struct bgt_xlsx_bytes *bytes = &reading->strings->bytes;
    unsigned depth = --reading->depth;
    if (reading->in_text && strcmp(name, "t") == 0) {
        size_t length = bytes->size - (size_t)reading->run_begin;
        if (length > 0) {
            char *run = bytes->data + reading->run_begin;
            bytes->size = (size_t)reading->run_begin + bgt_xlsx_unescape(run, length);
        }
        reading->in_text = false;
    } else if (reading->phonetic != 0 && depth == reading->phonetic) {
        reading->phonetic = 0;
    } else if (reading->in_item && depth == 1) {
        return end_item(reading);
    }
    return BGT_OK;
}

static bgt_status on_text(void *context, const char *text, size_t length)
{
    struct reading *reading = context;
    struct bgt_xlsx_bytes *bytes = &reading->strings->bytes;
    const struct bgt_env *env = reading->source->env;
    if (!reading->in_text) {
        return BGT_OK;
    }
    if (bytes->size + length - reading->begin > env->limits->cell_bytes) {
        return bgt_xlsx_limit(env, "cell-bytes", env->limits->cell_bytes,
                              bgt_xlsx_at(reading->source->name, 0, 0));
    }
    bgt_status status = bgt_xlsx_bytes_append(bytes, text, length);
    if (status == BGT_LIMIT) {
        return bgt_xlsx_limit(env, "shared-bytes", env->limits->shared_bytes,
                              bgt_xlsx_at(reading->source->name, 0, 0));
    }
    return status;
}

bgt_status bgt_xlsx_shared_strings_read(struct bgt_xlsx_shared_strings *strings,
                                        const struct bgt_xlsx_part_source *source)
{
    static const struct bgt_xlsx_events events = {on_start, on_end, on_text};
    struct reading reading;
    memset(&reading, 0, sizeof reading);
    reading.strings = strings;
    reading.source = source;
    strings->bytes.maximum = source->env->limits->shared_bytes;
    return bgt_xlsx_part_read(source, &events, &reading);
}

void bgt_xlsx_shared_strings_free(struct bgt_xlsx_shared_strings *strings)
{
    free(strings->items);
    bgt_xlsx_bytes_free(&strings->bytes);
    memset(strings, 0, sizeof *strings);
}
