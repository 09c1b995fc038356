/* A temporary as an output and the input that reads it again. */
#include "io/temporary.h"

#include "io/input.h"
#include "io/source.h"
#include "io/system.h"

#include <string.h>

/* What both ends share; the last that is closed frees it. */
struct pair {
    const struct bgt_io *io;
    struct bgt_temporary *temporary;
    struct bgt_output output;
    struct pair_input *input; /* null once closed */
    bool is_output_open;
    bool is_lent;
    char path[BGT_DESCRIPTOR_PATH_SIZE];
};

struct pair_input {
    struct bgt_source source;
    struct pair *pair;
    uint64_t position;
    char path[BGT_DESCRIPTOR_PATH_SIZE];
};

static struct pair *pair_of(struct bgt_output *output)
{
    return output->host;
}

static struct pair_input *input_of(struct bgt_input *input)
{
    return input->host;
}

static void release_if_unused(struct pair *pair)
{
    if (!pair->is_output_open && pair->input == NULL) {
        bgt_temporary_close(pair->temporary);
        bgt_release(pair->io->allocator, pair);
    }
}

static bgt_status pair_write(struct bgt_output *output, const void *bytes, size_t length)
{
    return bgt_temporary_write(pair_of(output)->temporary, bytes, length);
}

static const char *pair_path(struct bgt_output *output)
{
    struct pair *pair = pair_of(output);
    int descriptor = bgt_temporary_lend(pair->temporary);
    pair->is_lent = descriptor >= 0;
    return descriptor >= 0 ? bgt_descriptor_path(descriptor, pair->path) : NULL;
}

static bgt_status pair_no_member(struct bgt_output *output, const char *name,
                                 struct bgt_output **member)
{
    (void)output;
    (void)name;
    (void)member;
    return BGT_NOT_FOUND;
}

static bgt_status pair_output_close(struct bgt_output *output)
{
    struct pair *pair = pair_of(output);
    bool is_written = bgt_temporary_descriptor(pair->temporary) >= 0;
    pair->is_output_open = false;
    release_if_unused(pair);
    return is_written ? BGT_OK : BGT_FATAL;
}

static bgt_status settle(struct pair *pair)
{
    bgt_status status = pair->is_lent ? bgt_temporary_take_back(pair->temporary) : BGT_OK;
    pair->input->source.input.size = bgt_temporary_size(pair->temporary);
    return status;
}

static bgt_status pair_map(struct bgt_input *input, const uint8_t **bytes,
                           uint64_t *length)
{
    struct pair *pair = input_of(input)->pair;
    bgt_status status = settle(pair);
    return status == BGT_OK ? bgt_temporary_map(pair->temporary, bytes, length) : status;
}

static bgt_status pair_read_at(struct bgt_input *input, uint64_t offset, void *bytes,
                               size_t capacity, size_t *got)
{
    struct pair *pair = input_of(input)->pair;
    *got = 0;
    bgt_status status = settle(pair);
    if (status == BGT_OK) {
        status = bgt_temporary_read_at(pair->temporary, offset, bytes, capacity, got);
    }
    return status == BGT_OK && *got == 0 && capacity > 0 ? BGT_END : status;
}

static bgt_status pair_read(struct bgt_input *input, void *bytes, size_t capacity,
                            size_t *got)
{
    struct pair_input *end = input_of(input);
    bgt_status status = pair_read_at(input, end->position, bytes, capacity, got);
    end->position += *got;
    return status;
}

static const char *pair_input_path(struct bgt_input *input)
{
    struct pair_input *end = input_of(input);
    int descriptor = bgt_temporary_descriptor(end->pair->temporary);
    return descriptor >= 0 ? bgt_descriptor_path(descriptor, end->path) : NULL;
}

static uint64_t pair_position(const struct bgt_source *source)
{
    const struct pair_input *end = source->input.host;
    return end->position;
}

static void pair_input_close(struct bgt_input *input)
{
    struct pair_input *end = input_of(input);
    struct pair *pair = end->pair;
    pair->input = NULL;
    bgt_source_free(&end->source);
    release_if_unused(pair);
}

static const struct bgt_source_type pair_type = {.position = pair_position};

static struct pair_input *new_input(struct pair *pair)
{
    struct pair_input *end =
        bgt_source_new(pair->io, sizeof *end, "(temporary)", &pair_type);
    if (end == NULL) {
        return NULL;
    }
    end->pair = pair;
    end->source.input.map = pair_map;
    end->source.input.read = pair_read;
    end->source.input.read_at = pair_read_at;
    end->source.input.path = pair_input_path;
    end->source.input.close = pair_input_close;
    return end;
}

bgt_status bgt_temporary_pair(const struct bgt_io *io, struct bgt_output **output,
                              struct bgt_input **input)
{
    struct pair *pair = bgt_allocate_array(io->allocator, 1, sizeof *pair);
    if (pair == NULL) {
        return BGT_NO_MEMORY;
    }
    pair->io = io;
    bgt_status status = bgt_temporary_open(io, &pair->temporary);
    if (status == BGT_OK) {
        pair->input = new_input(pair);
        status = pair->input != NULL ? BGT_OK : BGT_NO_MEMORY;
    }
    if (status != BGT_OK) {
        release_if_unused(pair);
        return status;
    }
    pair->output = (struct bgt_output){
        .struct_size = sizeof pair->output,
        .name = "(temporary)",
        .host = pair,
        .write = pair_write,
        .path = pair_path,
        .member = pair_no_member,
        .close = pair_output_close,
    };
    pair->is_output_open = true;
    *output = &pair->output;
    *input = &pair->input->source.input;
    return BGT_OK;
}
