#include "io/input.h"

#include "io/source.h"
#include "io/system.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* ---- Bytes in memory
 * --------------------------------------------------------------------- */

/* A view's origin is told of every so many bytes. */
#define VIEW_WINDOW ((uint64_t)4 << 20)

struct memory {
    struct bgt_source source;
    const uint8_t *bytes;
    uint64_t position;
    struct bgt_input *origin; /* What the bytes are of; null: of nobody. */
    uint64_t origin_from;     /* Where they begin in it. */
    uint64_t told;            /* Up to where the origin knows that they were read. */
};

static struct memory *memory_of(struct bgt_input *input)
{
    return input->host;
}

static bgt_status memory_map(struct bgt_input *input, const uint8_t **bytes,
                             uint64_t *length)
{
    *bytes = memory_of(input)->bytes;
    *length = input->size;
    return BGT_OK;
}

static bgt_status memory_read_at(struct bgt_input *input, uint64_t offset, void *bytes,
                                 size_t capacity, size_t *got)
{
    return bgt_source_copy((struct bgt_span){memory_of(input)->bytes, input->size},
                           offset, bytes, capacity, got);
}

static bgt_status memory_read(struct bgt_input *input, void *bytes, size_t capacity,
                              size_t *got)
{
    struct memory *memory = memory_of(input);
    bgt_status status = memory_read_at(input, memory->position, bytes, capacity, got);
    memory->position += *got;
    if (memory->position - memory->told >= VIEW_WINDOW) {
        bgt_source_passed(input, memory->told, memory->position);
        memory->told = memory->position;
    }
    return status;
}

static void memory_close(struct bgt_input *input)
{
    bgt_source_free(bgt_source_of(input));
}

static bgt_status memory_peek(struct bgt_source *source, const uint8_t **bytes,
                              size_t *length)
{
    const struct memory *memory = source->input.host;
    uint64_t size = source->input.size;
    *bytes = memory->bytes;
    *length = size < BGT_PEEK_SIZE ? (size_t)size : BGT_PEEK_SIZE;
    return BGT_OK;
}

static uint64_t memory_position(const struct bgt_source *source)
{
    const struct memory *memory = source->input.host;
    return memory->position;
}

static void memory_passed(struct bgt_source *source, uint64_t from, uint64_t to)
{
    const struct memory *memory = source->input.host;
    if (memory->origin != NULL) {
        bgt_source_passed(memory->origin, memory->origin_from + from,
                          memory->origin_from + to);
    }
}

static const struct bgt_source_type memory_type = {
    .passed = memory_passed, .peek = memory_peek, .position = memory_position};

bgt_status bgt_input_open_memory(const struct bgt_io *io, const void *bytes,
                                 size_t length, const char *name,
                                 struct bgt_input **input)
{
    struct memory *memory = bgt_source_new(io, sizeof *memory, name, &memory_type);
    if (memory == NULL) {
        return BGT_NO_MEMORY;
    }
    memory->bytes = length > 0 ? bytes : (const uint8_t *)"";
    struct bgt_input *made = &memory->source.input;
    made->size = length;
    made->map = memory_map;
    made->read = memory_read;
    made->read_at = memory_read_at;
    made->close = memory_close;
    *input = made;
    return BGT_OK;
}

bgt_status bgt_source_open_view(const struct bgt_io *io, struct bgt_input *origin,
                                const uint8_t *bytes, struct bgt_view_range range,
                                struct bgt_input **input)
{
    bgt_status status = bgt_input_open_memory(io, bytes + range.from,
                                              (size_t)range.length, origin->name, input);
    if (status == BGT_OK) {
        struct memory *memory = memory_of(*input);
        memory->source.is_member = bgt_source_of(origin)->is_member;
        memory->origin = origin;
        memory->origin_from = range.from;
    }
    return status;
}

/* ---- Files and descriptors
 * --------------------------------------------------------------- */

/* Takes the descriptor over when `owns`. Files of /proc are regular and say they are
 * empty, so an empty file is read as a pipe is. */
static bgt_status open_by_kind(const struct bgt_io *io, int descriptor, bool owns,
                               const char *name, struct bgt_input **input)
{
    struct stat info;
    if (fstat(descriptor, &info) != 0) {
        int error = errno;
        if (owns) {
            (void)close(descriptor);
        }
        return bgt_report_unreadable(io, name, error);
    }
    if (S_ISDIR(info.st_mode) && owns) {
        return bgt_source_open_folder(io, descriptor, name, input);
    }
    if (S_ISREG(info.st_mode) && info.st_size > 0) {
        return bgt_source_open_regular(io, descriptor, owns, name, input);
    }
    bgt_status status = bgt_source_open_pipe(io, descriptor, owns, name, input);
    if (status == BGT_OK && S_ISREG(info.st_mode)) {
        struct bgt_source *source = bgt_source_of(*input);
        source->has_file = true;
        source->device = (uint64_t)info.st_dev;
        source->inode = (uint64_t)info.st_ino;
    }
    return status;
}

bgt_status bgt_input_open_file(const struct bgt_io *io, const char *path,
                               struct bgt_input **input)
{
    if (strcmp(path, "-") == 0) {
        return open_by_kind(io, STDIN_FILENO, false, path, input);
    }
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) {
        return bgt_report_unreadable(io, path, errno);
    }
    return open_by_kind(io, descriptor, true, path, input);
}

bgt_status bgt_input_open_descriptor(const struct bgt_io *io, int descriptor,
                                     const char *name, struct bgt_input **input)
{
    return open_by_kind(io, descriptor, false, name, input);
}
