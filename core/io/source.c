#include "io/source.h"

#include "io/input.h"
#include "io/system.h"

#include <string.h>

static bgt_status no_map(struct bgt_input *input, const uint8_t **bytes, uint64_t *length)
{
    struct bgt_place place = bgt_source_place(input);
    *bytes = NULL;
    *length = 0;
    (void)bgt_report_at(bgt_source_of(input)->io->reporter, "FILE_IS_FOLDER", &place,
                        NULL, NULL);
    return BGT_FATAL;
}

static bgt_status no_read(struct bgt_input *input, void *bytes, size_t capacity,
                          size_t *got)
{
    const uint8_t *none = NULL;
    uint64_t length = 0;
    (void)bytes;
    (void)capacity;
    *got = 0;
    return no_map(input, &none, &length);
}

static bgt_status no_read_at(struct bgt_input *input, uint64_t offset, void *bytes,
                             size_t capacity, size_t *got)
{
    (void)offset;
    return no_read(input, bytes, capacity, got);
}

static const char *no_path(struct bgt_input *input)
{
    (void)input;
    return NULL;
}

static uint64_t no_member_count(struct bgt_input *input)
{
    (void)input;
    return 0;
}

static const char *no_member_name(struct bgt_input *input, uint64_t index)
{
    (void)input;
    (void)index;
    return NULL;
}

static bgt_status no_member(struct bgt_input *input, const char *name,
                            struct bgt_input **member)
{
    (void)input;
    (void)name;
    (void)member;
    return BGT_NOT_FOUND;
}

void *bgt_source_new(const struct bgt_io *io, size_t size, const char *name,
                     const struct bgt_source_type *type)
{
    struct bgt_source *source = bgt_allocate_array(io->allocator, 1, size);
    if (source == NULL) {
        return NULL;
    }
    source->name = bgt_copy_text(io->allocator, name);
    if (source->name == NULL) {
        bgt_release(io->allocator, source);
        return NULL;
    }
    source->io = io;
    source->type = type;
    source->input = (struct bgt_input){
        .struct_size = sizeof(struct bgt_input),
        .name = source->name,
        .size = BGT_SIZE_UNKNOWN,
        .host = source,
        .map = no_map,
        .read = no_read,
        .read_at = no_read_at,
        .path = no_path,
        .member_count = no_member_count,
        .member_name = no_member_name,
        .member = no_member,
        .close = NULL,
    };
    return source;
}

void bgt_source_free(struct bgt_source *source)
{
    const struct bgt_allocator *allocator = source->io->allocator;
    bgt_release(allocator, source->name);
    bgt_release(allocator, source);
}

void bgt_source_passed(struct bgt_input *input, uint64_t from, uint64_t to)
{
    struct bgt_source *source = bgt_source_of(input);
    if (source->type->passed != NULL) {
        source->type->passed(source, from, to);
    }
}

static void on_passed(void *context, size_t from, size_t to)
{
    bgt_source_passed(context, from, to);
}

struct bgt_passage bgt_source_passage(struct bgt_input *input)
{
    return (struct bgt_passage){.passed = on_passed, .context = input};
}

struct bgt_source *bgt_source_of(const struct bgt_input *input)
{
    return input->host;
}

struct bgt_place bgt_source_place(const struct bgt_input *input)
{
    struct bgt_place place = {.file = NULL};
    if (bgt_source_of(input)->is_member) {
        place.sheet = input->name;
    } else {
        place.file = input->name;
    }
    return place;
}

bgt_status bgt_source_copy(struct bgt_span all, uint64_t offset, void *bytes,
                           size_t capacity, size_t *got)
{
    *got = 0;
    if (offset >= all.length) {
        return capacity > 0 ? BGT_END : BGT_OK;
    }
    uint64_t rest = all.length - offset;
    size_t count = rest < capacity ? (size_t)rest : capacity;
    memcpy(bytes, all.bytes + offset, count);
    *got = count;
    return BGT_OK;
}

void bgt_input_close(struct bgt_input *input)
{
    if (input != NULL) {
        input->close(input);
    }
}

bgt_status bgt_input_peek(struct bgt_input *input, const uint8_t **bytes, size_t *length)
{
    struct bgt_source *source = bgt_source_of(input);
    *bytes = (const uint8_t *)"";
    *length = 0;
    return source->type->peek != NULL ? source->type->peek(source, bytes, length)
                                      : BGT_OK;
}

uint64_t bgt_input_position(const struct bgt_input *input)
{
    const struct bgt_source *source = bgt_source_of(input);
    return source->type->position != NULL ? source->type->position(source) : 0;
}

bool bgt_input_identity(const struct bgt_input *input, uint64_t *device, uint64_t *inode)
{
    const struct bgt_source *source = bgt_source_of(input);
    if (source->has_file) {
        *device = source->device;
        *inode = source->inode;
    }
    return source->has_file;
}

bgt_status bgt_input_unchanged(struct bgt_input *input)
{
    struct bgt_source *source = bgt_source_of(input);
    return source->type->unchanged != NULL ? source->type->unchanged(source) : BGT_OK;
}
