/* Pipes, terminals and devices: read in order; kept in a temporary when they must be. */
#include "io/input.h"
#include "io/source.h"
#include "io/system.h"
#include "io/temporary.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct pipe_input {
    struct bgt_source source;
    int descriptor;
    bool owns;
    bool is_at_end; /* the descriptor has no more bytes */
    bool is_beyond; /* bytes were delivered that are kept nowhere */
    uint8_t *head;  /* the first bytes */
    size_t head_length;
    uint64_t position;
    struct bgt_temporary *spool; /* all bytes, or null */
    char path[BGT_DESCRIPTOR_PATH_SIZE];
};

static struct pipe_input *pipe_of(struct bgt_input *input)
{
    return input->host;
}

static bgt_status fetch(struct pipe_input *pipe, void *bytes, size_t capacity,
                        size_t *got)
{
    *got = 0;
    if (pipe->is_at_end || capacity == 0) {
        return BGT_OK;
    }
    bgt_status status =
        bgt_system_read(pipe->source.io, pipe->descriptor, bytes, capacity, got);
    if (status == BGT_BAD) {
        return bgt_report_unreadable(pipe->source.io, pipe->source.name, errno);
    }
    pipe->is_at_end = status == BGT_OK && *got == 0;
    return status;
}

static bgt_status pipe_peek(struct bgt_source *source, const uint8_t **bytes,
                            size_t *length)
{
    struct pipe_input *pipe = source->input.host;
    bgt_status status = BGT_OK;
    if (pipe->head == NULL) {
        pipe->head = bgt_allocate(source->io->allocator, BGT_PEEK_SIZE);
        if (pipe->head == NULL) {
            return BGT_NO_MEMORY;
        }
    }
    while (status == BGT_OK && !pipe->is_beyond && !pipe->is_at_end &&
           pipe->head_length < BGT_PEEK_SIZE) {
        size_t got = 0;
        status = fetch(pipe, pipe->head + pipe->head_length,
                       BGT_PEEK_SIZE - pipe->head_length, &got);
        pipe->head_length += got;
    }
    *bytes = pipe->head;
    *length = pipe->head_length;
    return status;
}

static bgt_status fill_spool(struct pipe_input *pipe, struct bgt_temporary *spool)
{
    uint8_t bytes[16384];
    bgt_status status = bgt_temporary_write(spool, pipe->head, pipe->head_length);
    while (status == BGT_OK && !pipe->is_at_end) {
        size_t got = 0;
        status = fetch(pipe, bytes, sizeof bytes, &got);
        if (status == BGT_OK) {
            status = bgt_temporary_write(spool, bytes, got);
        }
    }
    return status;
}

static bgt_status spool_all(struct pipe_input *pipe)
{
    struct bgt_temporary *spool = NULL;
    if (pipe->spool != NULL) {
        return BGT_OK;
    }
    if (pipe->is_beyond) {
        struct bgt_place place = bgt_source_place(&pipe->source.input);
        (void)bgt_report_at(pipe->source.io->reporter, "INTERNAL", &place,
                            "a pipe was read in order and is wanted as a whole", NULL);
        return BGT_FATAL;
    }
    bgt_status status = bgt_temporary_open(pipe->source.io, &spool);
    if (status != BGT_OK) {
        return status;
    }
    status = fill_spool(pipe, spool);
    if (status != BGT_OK) {
        bgt_temporary_close(spool);
        return status;
    }
    pipe->spool = spool;
    pipe->source.input.size = bgt_temporary_size(spool);
    return BGT_OK;
}

static bgt_status pipe_map(struct bgt_input *input, const uint8_t **bytes,
                           uint64_t *length)
{
    struct pipe_input *pipe = pipe_of(input);
    bgt_status status = spool_all(pipe);
    return status == BGT_OK ? bgt_temporary_map(pipe->spool, bytes, length) : status;
}

static bgt_status pipe_read_at(struct bgt_input *input, uint64_t offset, void *bytes,
                               size_t capacity, size_t *got)
{
    struct pipe_input *pipe = pipe_of(input);
    *got = 0;
    bgt_status status = spool_all(pipe);
    if (status == BGT_OK) {
        status = bgt_temporary_read_at(pipe->spool, offset, bytes, capacity, got);
    }
    return status == BGT_OK && *got == 0 && capacity > 0 ? BGT_END : status;
}

static bgt_status pipe_read(struct bgt_input *input, void *bytes, size_t capacity,
                            size_t *got)
{
    struct pipe_input *pipe = pipe_of(input);
    bgt_status status = BGT_OK;
    if (pipe->spool != NULL) {
        status = pipe_read_at(input, pipe->position, bytes, capacity, got);
    } else if (pipe->position < pipe->head_length) {
        status = bgt_source_copy(pipe->head, pipe->head_length, pipe->position, bytes,
                                 capacity, got);
    } else {
        pipe->is_beyond = pipe->is_beyond || !pipe->is_at_end;
        status = fetch(pipe, bytes, capacity, got);
        status = status == BGT_OK && *got == 0 && capacity > 0 ? BGT_END : status;
    }
    pipe->position += *got;
    return status;
}

static const char *pipe_path(struct bgt_input *input)
{
    struct pipe_input *pipe = pipe_of(input);
    if (spool_all(pipe) != BGT_OK) {
        return NULL;
    }
    int descriptor = bgt_temporary_descriptor(pipe->spool);
    return descriptor >= 0 ? bgt_descriptor_path(descriptor, pipe->path) : NULL;
}

static uint64_t pipe_position(const struct bgt_source *source)
{
    const struct pipe_input *pipe = source->input.host;
    return pipe->position;
}

static void pipe_close(struct bgt_input *input)
{
    struct pipe_input *pipe = pipe_of(input);
    bgt_temporary_close(pipe->spool);
    if (pipe->owns) {
        (void)close(pipe->descriptor);
    }
    bgt_release(pipe->source.io->allocator, pipe->head);
    bgt_source_free(&pipe->source);
}

static const struct bgt_source_type pipe_type = {.peek = pipe_peek,
                                                 .position = pipe_position};

bgt_status bgt_source_open_pipe(const struct bgt_io *io, int descriptor, bool owns,
                                const char *name, struct bgt_input **input)
{
    struct pipe_input *pipe = bgt_source_new(io, sizeof *pipe, name, &pipe_type);
    if (pipe == NULL) {
        if (owns) {
            (void)close(descriptor);
        }
        return BGT_NO_MEMORY;
    }
    pipe->descriptor = descriptor;
    pipe->owns = owns;
    struct bgt_input *made = &pipe->source.input;
    made->map = pipe_map;
    made->read = pipe_read;
    made->read_at = pipe_read_at;
    made->path = pipe_path;
    made->close = pipe_close;
    *input = made;
    return BGT_OK;
}

/* ---- A temporary as input
 * ---------------------------------------------------------------- */

/* It is a pipe that was spooled already. */
bgt_status bgt_source_open_temporary(const struct bgt_io *io,
                                     struct bgt_temporary *temporary, const char *name,
                                     struct bgt_input **input)
{
    bgt_status status = bgt_source_open_pipe(io, -1, false, name, input);
    if (status != BGT_OK) {
        bgt_temporary_close(temporary);
        return status;
    }
    struct pipe_input *pipe = pipe_of(*input);
    pipe->spool = temporary;
    pipe->is_at_end = true;
    (*input)->size = bgt_temporary_size(temporary);
    return BGT_OK;
}
