#include "io/temporary.h"

#include "io/system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE ((size_t)65536)
#define DISK_MODE   0600

struct bgt_temporary {
    const struct bgt_io *io;
    int descriptor;
    bool is_on_disk;
    uint64_t written; /* bytes in the file */
    size_t buffered;  /* bytes in `buffer`, which follow them */
    uint8_t *buffer;
    uint8_t *mapped;
    size_t mapped_length;
};

static const char *temporary_folder(const struct bgt_io *io)
{
    if (io->temporary_folder != NULL) {
        return io->temporary_folder;
    }
    const char *folder = getenv("TMPDIR");
    return folder != NULL && folder[0] != '\0' ? folder : "/tmp";
}

static bgt_status report_failed(const struct bgt_io *io, int error)
{
    const struct bgt_place place = {.file = NULL};
    if (error == ENOMEM) {
        return BGT_NO_MEMORY;
    }
    if (error == ENOSPC || error == EDQUOT) {
        (void)bgt_report_at(io->reporter, "TEMPORARY_FULL", &place, temporary_folder(io),
                            NULL);
    } else {
        (void)bgt_report_at(io->reporter, "TEMPORARY_FAILED", &place,
                            temporary_folder(io), bgt_system_error(error));
    }
    return BGT_FATAL;
}

/* A file on disk without a name: made so, or made with a name that is taken away at once.
 */
static int open_on_disk(const struct bgt_io *io)
{
    const char *folder = temporary_folder(io);
    int descriptor = bgt_system_unnamed_file(AT_FDCWD, folder, DISK_MODE);
    if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) {
        return descriptor;
    }
    char *path = bgt_join_path(io->allocator, folder, "budgetconv-XXXXXX");
    if (path == NULL) {
        errno = ENOMEM;
        return -1;
    }
    descriptor = mkstemp(path);
    if (descriptor >= 0) {
        (void)unlink(path);
        (void)fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    }
    bgt_release(io->allocator, path);
    return descriptor;
}

bgt_status bgt_temporary_open(const struct bgt_io *io, struct bgt_temporary **temporary)
{
    struct bgt_temporary *made = bgt_allocate_array(io->allocator, 1, sizeof *made);
    if (made == NULL) {
        return BGT_NO_MEMORY;
    }
    made->io = io;
    made->buffer = bgt_allocate(io->allocator, BUFFER_SIZE);
    made->descriptor = bgt_system_memory_file();
    if (made->descriptor < 0) {
        made->descriptor = open_on_disk(io);
        made->is_on_disk = true;
    }
    bgt_status status = BGT_OK;
    if (made->buffer == NULL) {
        status = BGT_NO_MEMORY;
    } else if (made->descriptor < 0) {
        status = report_failed(io, errno);
    }
    if (status != BGT_OK) {
        bgt_temporary_close(made);
        return status;
    }
    *temporary = made;
    return BGT_OK;
}

static void unmap(struct bgt_temporary *temporary)
{
    if (temporary->mapped != NULL) {
        (void)munmap(temporary->mapped, temporary->mapped_length);
        temporary->mapped = NULL;
    }
}

void bgt_temporary_close(struct bgt_temporary *temporary)
{
    if (temporary == NULL) {
        return;
    }
    unmap(temporary);
    if (temporary->descriptor >= 0) {
        (void)close(temporary->descriptor);
    }
    bgt_release(temporary->io->allocator, temporary->buffer);
    bgt_release(temporary->io->allocator, temporary);
}

static bgt_status copy_file(const struct bgt_io *io, int from, int to, uint64_t length)
{
    uint8_t bytes[16384];
    for (uint64_t at = 0; at < length;) {
        size_t got = 0;
        bgt_status status = bgt_system_read_at(from, at, bytes, sizeof bytes, &got);
        if (status == BGT_OK && got > 0) {
            status = bgt_system_write(io, to, bytes, got);
        }
        if (status != BGT_OK || got == 0) {
            return status;
        }
        at += got;
    }
    return BGT_OK;
}

static bgt_status move_to_disk(struct bgt_temporary *temporary)
{
    int descriptor = open_on_disk(temporary->io);
    if (descriptor < 0) {
        return report_failed(temporary->io, errno);
    }
    bgt_status status =
        copy_file(temporary->io, temporary->descriptor, descriptor, temporary->written);
    if (status != BGT_OK) {
        int error = errno;
        (void)close(descriptor);
        return status == BGT_BAD ? report_failed(temporary->io, error) : status;
    }
    (void)close(temporary->descriptor);
    temporary->descriptor = descriptor;
    temporary->is_on_disk = true;
    return BGT_OK;
}

static bgt_status write_through(struct bgt_temporary *temporary, const void *bytes,
                                size_t length)
{
    const struct bgt_io *io = temporary->io;
    bgt_status status = BGT_OK;
    if (!temporary->is_on_disk &&
        temporary->written + length > io->limits->spool_memory_bytes) {
        status = move_to_disk(temporary);
    }
    if (status == BGT_OK) {
        status = bgt_system_write(io, temporary->descriptor, bytes, length);
        if (status == BGT_BAD) {
            status = report_failed(io, errno);
        }
    }
    if (status == BGT_OK) {
        temporary->written += length;
    }
    return status;
}

static bgt_status flush(struct bgt_temporary *temporary)
{
    if (temporary->buffered == 0) {
        return BGT_OK;
    }
    bgt_status status = write_through(temporary, temporary->buffer, temporary->buffered);
    if (status == BGT_OK) {
        temporary->buffered = 0;
    }
    return status;
}

bgt_status bgt_temporary_write(struct bgt_temporary *temporary, const void *bytes,
                               size_t length)
{
    unmap(temporary);
    if (length > BUFFER_SIZE - temporary->buffered) {
        bgt_status status = flush(temporary);
        if (status == BGT_OK && length >= BUFFER_SIZE) {
            return write_through(temporary, bytes, length);
        }
        if (status != BGT_OK) {
            return status;
        }
    }
    if (length > 0) {
        memcpy(temporary->buffer + temporary->buffered, bytes, length);
        temporary->buffered += length;
    }
    return BGT_OK;
}

bgt_status bgt_temporary_read_at(struct bgt_temporary *temporary, uint64_t offset,
                                 void *bytes, size_t capacity, size_t *got)
{
    bgt_status status = flush(temporary);
    if (status == BGT_OK) {
        status = bgt_system_read_at(temporary->descriptor, offset, bytes, capacity, got);
        if (status == BGT_BAD) {
            status = report_failed(temporary->io, errno);
        }
    }
    return status;
}

bgt_status bgt_temporary_map(struct bgt_temporary *temporary, const uint8_t **bytes,
                             uint64_t *length)
{
    bgt_status status = flush(temporary);
    if (status != BGT_OK) {
        return status;
    }
    *bytes = (const uint8_t *)"";
    *length = temporary->written;
    if (temporary->written == 0) {
        return BGT_OK;
    }
    if (temporary->mapped == NULL) {
        void *mapped = mmap(NULL, (size_t)temporary->written, PROT_READ, MAP_SHARED,
                            temporary->descriptor, 0);
        if (mapped == MAP_FAILED) {
            return report_failed(temporary->io, errno);
        }
        temporary->mapped = mapped;
        temporary->mapped_length = (size_t)temporary->written;
    }
    *bytes = temporary->mapped;
    return BGT_OK;
}

uint64_t bgt_temporary_size(const struct bgt_temporary *temporary)
{
    return temporary->written + temporary->buffered;
}

int bgt_temporary_descriptor(struct bgt_temporary *temporary)
{
    return flush(temporary) == BGT_OK ? temporary->descriptor : -1;
}

int bgt_temporary_lend(struct bgt_temporary *temporary)
{
    bgt_status status = flush(temporary);
    if (status == BGT_OK && !temporary->is_on_disk) {
        status = move_to_disk(temporary);
    }
    return status == BGT_OK ? temporary->descriptor : -1;
}

bgt_status bgt_temporary_take_back(struct bgt_temporary *temporary)
{
    struct stat info;
    bgt_status status = flush(temporary);
    if (status == BGT_OK && fstat(temporary->descriptor, &info) != 0) {
        status = report_failed(temporary->io, errno);
    }
    if (status == BGT_OK) {
        unmap(temporary);
        temporary->written = (uint64_t)info.st_size;
    }
    return status;
}
