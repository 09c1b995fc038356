/* What can only be read in order (pipes, devices, members of a zip); kept in a temporary
 * when it must be. */
#include "io/input.h"
#include "io/source.h"
#include "io/system.h"
#include "io/temporary.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct ordered {
    struct bgt_source source;
    const struct bgt_ordered_ops *ops;
    void *state;
    bool is_at_end; /* there are no more bytes */
    bool is_beyond; /* bytes were delivered that are kept nowhere */
    uint8_t *head;  /* the first bytes */
    size_t head_length;
    uint64_t position;
    struct bgt_temporary *spool; /* all bytes, or null */
    char path[BGT_DESCRIPTOR_PATH_SIZE];
};

static struct ordered *ordered_of(struct bgt_input *input)
{
    return input->host;
}

static bgt_status fetch(struct ordered *ordered, void *bytes, size_t capacity,
                        size_t *got)
{
    *got = 0;
    if (ordered->is_at_end || capacity == 0) {
        return BGT_OK;
    }
    bgt_status status =
        ordered->ops->fetch(ordered->state, &ordered->source, bytes, capacity, got);
    ordered->is_at_end = status == BGT_OK && *got == 0;
    return status;
}

static bgt_status ordered_peek(struct bgt_source *source, const uint8_t **bytes,
                               size_t *length)
{
    struct ordered *ordered = source->input.host;
    bgt_status status = BGT_OK;
    if (ordered->head == NULL) {
        ordered->head = bgt_allocate(source->io->allocator, BGT_PEEK_SIZE);
        if (ordered->head == NULL) {
            return BGT_NO_MEMORY;
        }
    }
    while (status == BGT_OK && !ordered->is_beyond && !ordered->is_at_end &&
           ordered->head_length < BGT_PEEK_SIZE) {
        size_t got = 0;
        status = fetch(ordered, ordered->head + ordered->head_length,
                       BGT_PEEK_SIZE - ordered->head_length, &got);
        ordered->head_length += got;
    }
    *bytes = ordered->head;
    *length = ordered->head_length;
    return status;
}

static bgt_status fill_spool(struct ordered *ordered, struct bgt_temporary *spool)
{
    uint8_t bytes[16384];
    bgt_status status = bgt_temporary_write(spool, ordered->head, ordered->head_length);
    while (status == BGT_OK && !ordered->is_at_end) {
        size_t got = 0;
        status = fetch(ordered, bytes, sizeof bytes, &got);
        if (status == BGT_OK) {
            status = bgt_temporary_write(spool, bytes, got);
        }
    }
    return status;
}

static bgt_status spool_all(struct ordered *ordered)
{
    struct bgt_temporary *spool = NULL;
    if (ordered->spool != NULL) {
        return BGT_OK;
    }
    if (ordered->is_beyond) {
        struct bgt_place place = bgt_source_place(&ordered->source.input);
        (void)bgt_report_at(ordered->source.io->reporter, "INTERNAL", &place,
                            "an input was read in order and is wanted as a whole", NULL);
        return BGT_FATAL;
    }
    bgt_status status = bgt_temporary_open(ordered->source.io, &spool);
    if (status != BGT_OK) {
        return status;
    }
    status = fill_spool(ordered, spool);
    if (status != BGT_OK) {
        bgt_temporary_close(spool);
        return status;
    }
    ordered->spool = spool;
    ordered->source.input.size = bgt_temporary_size(spool);
    return BGT_OK;
}

static bgt_status ordered_map(struct bgt_input *input, const uint8_t **bytes,
                              uint64_t *length)
{
    struct ordered *ordered = ordered_of(input);
    bgt_status status = spool_all(ordered);
    return status == BGT_OK ? bgt_temporary_map(ordered->spool, bytes, length) : status;
}

static bgt_status ordered_read_at(struct bgt_input *input, uint64_t offset, void *bytes,
                                  size_t capacity, size_t *got)
{
    struct ordered *ordered = ordered_of(input);
    *got = 0;
    bgt_status status = spool_all(ordered);
    if (status == BGT_OK) {
        status = bgt_temporary_read_at(ordered->spool, offset, bytes, capacity, got);
    }
    return status == BGT_OK && *got == 0 && capacity > 0 ? BGT_END : status;
}

static bgt_status ordered_read(struct bgt_input *input, void *bytes, size_t capacity,
                               size_t *got)
{
    struct ordered *ordered = ordered_of(input);
    bgt_status status = BGT_OK;
    if (ordered->spool != NULL) {
        status = ordered_read_at(input, ordered->position, bytes, capacity, got);
    } else if (ordered->position < ordered->head_length) {
        status = bgt_source_copy((struct bgt_span){ordered->head, ordered->head_length},
                                 ordered->position, bytes, capacity, got);
    } else {
        ordered->is_beyond = ordered->is_beyond || !ordered->is_at_end;
        status = fetch(ordered, bytes, capacity, got);
        status = status == BGT_OK && *got == 0 && capacity > 0 ? BGT_END : status;
    }
    ordered->position += *got;
    return status;
}

static const char *ordered_path(struct bgt_input *input)
{
    struct ordered *ordered = ordered_of(input);
    if (spool_all(ordered) != BGT_OK) {
        return NULL;
    }
    int descriptor = bgt_temporary_descriptor(ordered->spool);
    return descriptor >= 0 ? bgt_descriptor_path(descriptor, ordered->path) : NULL;
}

static uint64_t ordered_position(const struct bgt_source *source)
{
    const struct ordered *ordered = source->input.host;
    return ordered->position;
}

static void ordered_close(struct bgt_input *input)
{
    struct ordered *ordered = ordered_of(input);
    bgt_temporary_close(ordered->spool);
    if (ordered->ops != NULL) {
        ordered->ops->close(ordered->state, ordered->source.io);
    }
    bgt_release(ordered->source.io->allocator, ordered->head);
    bgt_source_free(&ordered->source);
}

static const struct bgt_source_type ordered_type = {.peek = ordered_peek,
                                                    .position = ordered_position};

bgt_status bgt_source_open_ordered(const struct bgt_io *io,
                                   const struct bgt_ordered_ops *ops, void *state,
                                   const char *name, struct bgt_input **input)
{
    struct ordered *ordered = bgt_source_new(io, sizeof *ordered, name, &ordered_type);
    if (ordered == NULL) {
        if (ops != NULL) {
            ops->close(state, io);
        }
        return BGT_NO_MEMORY;
    }
    ordered->ops = ops;
    ordered->state = state;
    struct bgt_input *made = &ordered->source.input;
    made->map = ordered_map;
    made->read = ordered_read;
    made->read_at = ordered_read_at;
    made->path = ordered_path;
    made->close = ordered_close;
    *input = made;
    return BGT_OK;
}

/* ---- Pipes and devices
 * ------------------------------------------------------------------- */

struct pipe_end {
    int descriptor;
    bool owns;
};

static bgt_status pipe_fetch(void *state, const struct bgt_source *source, void *bytes,
                             size_t capacity, size_t *got)
{
    const struct pipe_end *pipe = state;
    bgt_status status =
        bgt_system_read(source->io, pipe->descriptor, bytes, capacity, got);
    return status == BGT_BAD ? bgt_report_unreadable(source->io, source->name, errno)
                             : status;
}

static void pipe_close(void *state, const struct bgt_io *io)
{
    struct pipe_end *pipe = state;
    if (pipe->owns) {
        (void)close(pipe->descriptor);
    }
    bgt_release(io->allocator, pipe);
}

static const struct bgt_ordered_ops pipe_ops = {.fetch = pipe_fetch, .close = pipe_close};

bgt_status bgt_source_open_pipe(const struct bgt_io *io, int descriptor, bool owns,
                                const char *name, struct bgt_input **input)
{
    struct pipe_end *pipe = bgt_allocate(io->allocator, sizeof *pipe);
    if (pipe == NULL) {
        if (owns) {
            (void)close(descriptor);
        }
        return BGT_NO_MEMORY;
    }
    *pipe = (struct pipe_end){.descriptor = descriptor, .owns = owns};
    return bgt_source_open_ordered(io, &pipe_ops, pipe, name, input);
}
