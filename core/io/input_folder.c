/* A folder as a container of the regular files in it. */
#include "io/input.h"
#include "io/source.h"
#include "io/system.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_CAPACITY 16

struct folder {
    struct bgt_source source;
    int descriptor;
    char **names;
    size_t count;
    size_t capacity;
};

static struct folder *folder_of(struct bgt_input *input)
{
    return input->host;
}

static uint64_t folder_member_count(struct bgt_input *input)
{
    return folder_of(input)->count;
}

static const char *folder_member_name(struct bgt_input *input, uint64_t index)
{
    const struct folder *folder = folder_of(input);
    return index < folder->count ? folder->names[index] : NULL;
}

static const char *find_name(const struct folder *folder, const char *name)
{
    for (size_t i = 0; i < folder->count; i++) {
        if (strcmp(folder->names[i], name) == 0) {
            return folder->names[i];
        }
    }
    size_t length = strlen(name);
    for (size_t i = 0; i < folder->count; i++) {
        if (bgt_text_equal_ignore_case(folder->names[i], strlen(folder->names[i]), name,
                                       length)) {
            return folder->names[i];
        }
    }
    return NULL;
}

static bgt_status folder_member(struct bgt_input *input, const char *name,
                                struct bgt_input **member)
{
    struct folder *folder = folder_of(input);
    const struct bgt_io *io = folder->source.io;
    const char *found = find_name(folder, name);
    if (found == NULL) {
        return BGT_NOT_FOUND;
    }
    char *path = bgt_join_path(io->allocator, folder->source.name, found);
    if (path == NULL) {
        return BGT_NO_MEMORY;
    }
    int descriptor = openat(folder->descriptor, found, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bgt_status status = descriptor >= 0
                            ? bgt_source_open_regular(io, descriptor, true, path, member)
                            : bgt_report_unreadable(io, path, errno);
    bgt_release(io->allocator, path);
    return status;
}

static void folder_close(struct bgt_input *input)
{
    struct folder *folder = folder_of(input);
    const struct bgt_allocator *allocator = folder->source.io->allocator;
    for (size_t i = 0; i < folder->count; i++) {
        bgt_release(allocator, folder->names[i]);
    }
    bgt_release(allocator, folder->names);
    (void)close(folder->descriptor);
    bgt_source_free(&folder->source);
}

static bgt_status add_name(struct folder *folder, const char *name)
{
    const struct bgt_io *io = folder->source.io;
    if (folder->count >= io->limits->members) {
        struct bgt_place place = bgt_source_place(&folder->source.input);
        return bgt_report_limit(io->reporter, &place, "members", io->limits->members);
    }
    if (folder->count == folder->capacity) {
        size_t capacity = folder->capacity > 0 ? folder->capacity * 2 : FIRST_CAPACITY;
        char **grown = bgt_resize_array(io->allocator, folder->names, folder->capacity,
                                        capacity, sizeof *grown);
        if (grown == NULL) {
            return BGT_NO_MEMORY;
        }
        folder->names = grown;
        folder->capacity = capacity;
    }
    char *copy = bgt_copy_text(io->allocator, name);
    if (copy == NULL) {
        return BGT_NO_MEMORY;
    }
    folder->names[folder->count++] = copy;
    return BGT_OK;
}

static bool is_regular(int folder, const char *name)
{
    struct stat info;
    return fstatat(folder, name, &info, 0) == 0 && S_ISREG(info.st_mode);
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static bgt_status list_names(struct folder *folder)
{
    bgt_status status = BGT_OK;
    int copy = fcntl(folder->descriptor, F_DUPFD_CLOEXEC, 0);
    DIR *listing = copy >= 0 ? fdopendir(copy) : NULL;
    if (listing == NULL) {
        int error = errno;
        if (copy >= 0) {
            (void)close(copy);
        }
        return bgt_report_unreadable(folder->source.io, folder->source.name, error);
    }
    const struct dirent *entry = NULL;
    errno = 0;
    while (status == BGT_OK && (entry = readdir(listing)) != NULL) {
        if (entry->d_name[0] != '.' && is_regular(folder->descriptor, entry->d_name)) {
            status = add_name(folder, entry->d_name);
        }
        errno = 0;
    }
    if (status == BGT_OK && errno != 0) {
        status = bgt_report_unreadable(folder->source.io, folder->source.name, errno);
    }
    (void)closedir(listing);
    if (folder->count > 0) {
        qsort(folder->names, folder->count, sizeof *folder->names, compare_names);
    }
    return status;
}

static const struct bgt_source_type folder_type = {0};

bgt_status bgt_source_open_folder(const struct bgt_io *io, int descriptor,
                                  const char *name, struct bgt_input **input)
{
    struct stat info;
    struct folder *folder = bgt_source_new(io, sizeof *folder, name, &folder_type);
    if (folder == NULL) {
        (void)close(descriptor);
        return BGT_NO_MEMORY;
    }
    folder->descriptor = descriptor;
    struct bgt_input *made = &folder->source.input;
    made->is_container = 1;
    made->member_count = folder_member_count;
    made->member_name = folder_member_name;
    made->member = folder_member;
    made->close = folder_close;
    if (fstat(descriptor, &info) == 0) {
        folder->source.has_file = true;
        folder->source.device = (uint64_t)info.st_dev;
        folder->source.inode = (uint64_t)info.st_ino;
    }
    bgt_status status = list_names(folder);
    if (status != BGT_OK) {
        folder_close(made);
        return status;
    }
    *input = made;
    return BGT_OK;
}
