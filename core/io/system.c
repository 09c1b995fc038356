#define _GNU_SOURCE /* strerrordesc_np, memfd_create, O_TMPFILE, renameat2 */

#include "io/system.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/vfs.h>
#include <unistd.h>

const char *bgt_system_error(int error)
{
    const char *text = strerrordesc_np(error);
    return text != NULL ? text : "unknown error";
}

void bgt_system_random(void *bytes, size_t length)
{
    memset(bytes, 0, length);
    ssize_t got = getrandom(bytes, length, GRND_NONBLOCK);
    (void)got;
}

int bgt_system_memory_file(void)
{
    return memfd_create("budgetconv", MFD_CLOEXEC);
}

int bgt_system_unnamed_file(int folder, const char *path, mode_t mode)
{
    return openat(folder, path, O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
}

int bgt_system_rename_new(int folder, const char *from, const char *to)
{
    if (renameat2(folder, from, folder, to, RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return -1;
    }
    if (linkat(folder, from, folder, to, 0) != 0) {
        return -1;
    }
    return unlinkat(folder, from, 0);
}

int bgt_system_exchange(int folder, const char *first, const char *second)
{
    return renameat2(folder, first, folder, second, RENAME_EXCHANGE);
}

bool bgt_system_is_proc(const char *folder)
{
    struct statfs info;
    return statfs(folder, &info) == 0 && info.f_type == PROC_SUPER_MAGIC;
}

bool bgt_system_lock(int descriptor)
{
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0;
}

const char *bgt_descriptor_path(int descriptor, char path[BGT_DESCRIPTOR_PATH_SIZE])
{
    (void)snprintf(path, BGT_DESCRIPTOR_PATH_SIZE, "/proc/self/fd/%d", descriptor);
    return path;
}

static bool is_cancelled(const struct bgt_io *io)
{
    return io->is_cancelled != NULL && io->is_cancelled(io->cancel_context) != 0;
}

bgt_status bgt_system_read(const struct bgt_io *io, int descriptor, void *bytes,
                           size_t capacity, size_t *got)
{
    while (!is_cancelled(io)) {
        ssize_t count = read(descriptor, bytes, capacity);
        if (count >= 0) {
            *got = (size_t)count;
            return BGT_OK;
        }
        if (errno != EINTR) {
            return BGT_BAD;
        }
    }
    return BGT_CANCELLED;
}

bgt_status bgt_system_read_at(int descriptor, uint64_t offset, void *bytes,
                              size_t capacity, size_t *got)
{
    size_t used = 0;
    while (used < capacity) {
        ssize_t count = pread(descriptor, (char *)bytes + used, capacity - used,
                              (off_t)(offset + used));
        if (count == 0) {
            break;
        }
        if (count < 0 && errno != EINTR) {
            return BGT_BAD;
        }
        used += count > 0 ? (size_t)count : 0;
    }
    *got = used;
    return BGT_OK;
}

bgt_status bgt_system_write(const struct bgt_io *io, int descriptor, const void *bytes,
                            size_t length)
{
    const char *rest = bytes;
    while (length > 0) {
        ssize_t count = write(descriptor, rest, length);
        if (count < 0 && errno != EINTR) {
            return BGT_BAD;
        }
        if (count < 0 && is_cancelled(io)) {
            return BGT_CANCELLED;
        }
        if (count > 0) {
            rest += count;
            length -= (size_t)count;
        }
    }
    return BGT_OK;
}

bgt_status bgt_report_unreadable(const struct bgt_io *io, const char *name, int error)
{
    const struct bgt_place place = {.file = name};
    switch (error) {
    case ENOMEM:
        return BGT_NO_MEMORY;
    case ENOENT:
    case ENOTDIR:
        (void)bgt_report_at(io->reporter, "FILE_NOT_FOUND", &place, NULL, NULL);
        break;
    case EACCES:
    case EPERM:
        (void)bgt_report_at(io->reporter, "FILE_NO_PERMISSION", &place, NULL, NULL);
        break;
    default:
        (void)bgt_report_at(io->reporter, "FILE_UNREADABLE", &place,
                            bgt_system_error(error), NULL);
        break;
    }
    return BGT_FATAL;
}

bgt_status bgt_report_unwritable(const struct bgt_io *io, const char *name, int error)
{
    const struct bgt_place place = {.file = name};
    switch (error) {
    case ENOMEM:
        return BGT_NO_MEMORY;
    case ENOSPC:
    case EDQUOT:
        (void)bgt_report_at(io->reporter, "DISK_FULL", &place, NULL, NULL);
        break;
    case ENOENT:
    case ENOTDIR:
        (void)bgt_report_at(io->reporter, "TARGET_FOLDER_MISSING", &place, NULL, NULL);
        break;
    case EPIPE:
        (void)bgt_report_at(io->reporter, "TARGET_CLOSED", &place, NULL, NULL);
        break;
    default:
        (void)bgt_report_at(io->reporter, "TARGET_NOT_WRITABLE", &place,
                            bgt_system_error(error), NULL);
        break;
    }
    return BGT_FATAL;
}

void bgt_system_give_back(uint8_t *mapped, uint64_t from, uint64_t to)
{
    const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    /* Looking at a page brings its neighbours, those before it too: 2 MiB and more. */
    const uint64_t before = (uint64_t)4 << 20;
    uint64_t first = from < before ? 0 : (from - before) / page * page;
    uint64_t last = to / page * page;
    if (first < last) {
        (void)madvise(mapped + first, (size_t)(last - first), MADV_DONTNEED);
    }
}

char *bgt_copy_text(const struct bgt_allocator *allocator, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = bgt_allocate(allocator, size);
    if (copy != NULL) {
        memcpy(copy, text, size);
    }
    return copy;
}

char *bgt_join_path(const struct bgt_allocator *allocator, const char *first,
                    const char *second)
{
    size_t first_length = strlen(first);
    size_t second_length = strlen(second);
    char *joined = bgt_allocate(allocator, first_length + second_length + 2);
    if (joined != NULL) {
        memcpy(joined, first, first_length);
        joined[first_length] = '/';
        memcpy(joined + first_length + 1, second, second_length);
        joined[first_length + 1 + second_length] = '\0';
    }
    return joined;
}
