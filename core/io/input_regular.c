/* Regular files: read in place, small ones mapped as a copy. */
#include "io/input.h"
#include "io/source.h"
#include "io/system.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct regular {
    struct bgt_source source;
    int descriptor;
    bool owns;
    uint64_t position;
    uint8_t *copy;   /* all bytes, in memory */
    uint8_t *mapped; /* all bytes, mapped */
    uint8_t *head;   /* the first bytes, for peek */
    size_t head_length;
    struct timespec modified;
    char path[BGT_DESCRIPTOR_PATH_SIZE];
};

static struct regular *regular_of(struct bgt_input *input)
{
    return input->host;
}

static bgt_status report_changed(const struct bgt_source *source)
{
    struct bgt_place place = bgt_source_place(&source->input);
    (void)bgt_report_at(source->io->reporter, "FILE_CHANGED", &place, NULL, NULL);
    return BGT_FATAL;
}

/* Bytes of the file as it was at opening; fewer than asked for only at its end. */
static bgt_status fetch(struct regular *file, uint64_t offset, void *bytes,
                        size_t capacity, size_t *got)
{
    uint64_t size = file->source.input.size;
    *got = 0;
    if (offset >= size) {
        return BGT_OK;
    }
    size_t wanted = size - offset < capacity ? (size_t)(size - offset) : capacity;
    if (file->copy != NULL) {
        return bgt_source_copy((struct bgt_span){file->copy, size}, offset, bytes, wanted,
                               got);
    }
    /* Not from the mapping, whose pages would stay. */
    if (bgt_system_read_at(file->descriptor, offset, bytes, wanted, got) != BGT_OK) {
        return bgt_report_unreadable(file->source.io, file->source.name, errno);
    }
    return *got < wanted ? report_changed(&file->source) : BGT_OK;
}

static bgt_status regular_read_at(struct bgt_input *input, uint64_t offset, void *bytes,
                                  size_t capacity, size_t *got)
{
    bgt_status status = fetch(regular_of(input), offset, bytes, capacity, got);
    return status == BGT_OK && *got == 0 && capacity > 0 ? BGT_END : status;
}

static bgt_status regular_read(struct bgt_input *input, void *bytes, size_t capacity,
                               size_t *got)
{
    struct regular *file = regular_of(input);
    bgt_status status = regular_read_at(input, file->position, bytes, capacity, got);
    file->position += *got;
    return status;
}

static bgt_status map_copy(struct regular *file, size_t size)
{
    size_t got = 0;
    uint8_t *copy = bgt_allocate(file->source.io->allocator, size);
    if (copy == NULL) {
        return BGT_NO_MEMORY;
    }
    bgt_status status = fetch(file, 0, copy, size, &got);
    if (status != BGT_OK) {
        bgt_release(file->source.io->allocator, copy);
        return status;
    }
    file->copy = copy;
    return BGT_OK;
}

static bgt_status map_file(struct regular *file, size_t size)
{
    void *mapped = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file->descriptor, 0);
    if (mapped == MAP_FAILED) {
        return bgt_report_unreadable(file->source.io, file->source.name, errno);
    }
    file->mapped = mapped;
    struct stat info;
    if (fstat(file->descriptor, &info) != 0 || (uint64_t)info.st_size < size) {
        return report_changed(&file->source);
    }
    return BGT_OK;
}

static bgt_status regular_map(struct bgt_input *input, const uint8_t **bytes,
                              uint64_t *length)
{
    struct regular *file = regular_of(input);
    size_t size = (size_t)input->size;
    bgt_status status = BGT_OK;
    *bytes = (const uint8_t *)"";
    *length = size;
    if (file->copy == NULL && file->mapped == NULL) {
        bool is_small = size <= file->source.io->limits->spool_memory_bytes;
        status = is_small ? map_copy(file, size) : map_file(file, size);
    }
    if (status == BGT_OK) {
        *bytes = file->copy != NULL ? file->copy : file->mapped;
    }
    return status;
}

static const char *regular_path(struct bgt_input *input)
{
    struct regular *file = regular_of(input);
    return bgt_descriptor_path(file->descriptor, file->path);
}

static void regular_close(struct bgt_input *input)
{
    struct regular *file = regular_of(input);
    const struct bgt_allocator *allocator = file->source.io->allocator;
    if (file->mapped != NULL) {
        (void)munmap(file->mapped, (size_t)input->size);
    }
    if (file->owns) {
        (void)close(file->descriptor);
    }
    bgt_release(allocator, file->copy);
    bgt_release(allocator, file->head);
    bgt_source_free(&file->source);
}

static bgt_status regular_peek(struct bgt_source *source, const uint8_t **bytes,
                               size_t *length)
{
    struct regular *file = source->input.host;
    bgt_status status = BGT_OK;
    if (file->head == NULL) {
        file->head = bgt_allocate(source->io->allocator, BGT_PEEK_SIZE);
        if (file->head == NULL) {
            return BGT_NO_MEMORY;
        }
        status = fetch(file, 0, file->head, BGT_PEEK_SIZE, &file->head_length);
    }
    *bytes = file->head;
    *length = file->head_length;
    return status;
}

static uint64_t regular_position(const struct bgt_source *source)
{
    const struct regular *file = source->input.host;
    bool is_mapped = file->copy != NULL || file->mapped != NULL;
    return is_mapped ? source->input.size : file->position;
}

static bgt_status regular_unchanged(struct bgt_source *source)
{
    const struct regular *file = source->input.host;
    struct stat info;
    if (fstat(file->descriptor, &info) != 0) {
        return bgt_report_unreadable(source->io, source->name, errno);
    }
    bool is_same = (uint64_t)info.st_size == source->input.size &&
                   info.st_mtim.tv_sec == file->modified.tv_sec &&
                   info.st_mtim.tv_nsec == file->modified.tv_nsec;
    if (!is_same) {
        (void)report_changed(source);
        return BGT_BAD;
    }
    return BGT_OK;
}

static void regular_passed(struct bgt_source *source, uint64_t from, uint64_t to)
{
    const struct regular *file = source->input.host;
    if (file->mapped != NULL) {
        bgt_system_give_back(file->mapped, from, to);
    }
}

static const struct bgt_source_type regular_type = {.peek = regular_peek,
                                                    .position = regular_position,
                                                    .unchanged = regular_unchanged,
                                                    .passed = regular_passed};

bgt_status bgt_source_open_regular(const struct bgt_io *io, int descriptor, bool owns,
                                   const char *name, struct bgt_input **input)
{
    struct stat info;
    bgt_status status = BGT_NO_MEMORY;
    struct regular *file = bgt_source_new(io, sizeof *file, name, &regular_type);
    if (file == NULL) {
        goto failed;
    }
    if (fstat(descriptor, &info) != 0) {
        status = bgt_report_unreadable(io, name, errno);
        goto failed;
    }
    file->descriptor = descriptor;
    file->owns = owns;
    file->modified = info.st_mtim;
    file->source.has_file = true;
    file->source.device = (uint64_t)info.st_dev;
    file->source.inode = (uint64_t)info.st_ino;
    struct bgt_input *made = &file->source.input;
    made->size = (uint64_t)info.st_size;
    made->map = regular_map;
    made->read = regular_read;
    made->read_at = regular_read_at;
    made->path = regular_path;
    made->close = regular_close;
    *input = made;
    return BGT_OK;

failed:
    if (file != NULL) {
        bgt_source_free(&file->source);
    }
    if (owns) {
        (void)close(descriptor);
    }
    return status;
}
