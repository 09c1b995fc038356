/* Where a target is: its links followed one by one, so that the last name is known. */
#include "io/target.h"

#include "base/text.h"
#include "io/system.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define LINKS_MAXIMUM 40

void bgt_location_release(const struct bgt_io *io, struct bgt_location *location)
{
    bgt_release(io->allocator, location->folder);
    bgt_release(io->allocator, location->name);
    location->folder = NULL;
    location->name = NULL;
}

/* Splits `path` at its last slash. */
static bgt_status split(const struct bgt_io *io, const char *path,
                        struct bgt_location *location)
{
    bgt_location_release(io, location);
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    size_t length = slash != NULL ? (size_t)(slash - path) : 0;
    char *folder = bgt_allocate(io->allocator, length + 2);
    if (folder == NULL) {
        return BGT_NO_MEMORY;
    }
    if (length > 0) {
        memcpy(folder, path, length);
        folder[length] = '\0';
    } else {
        memcpy(folder, slash != NULL ? "/" : ".", 2);
    }
    location->folder = folder;
    location->name = bgt_copy_text(io->allocator, name);
    return location->name != NULL ? BGT_OK : BGT_NO_MEMORY;
}

/* `/proc/self/fd/1`, under whatever name: the link there is no path but a descriptor. */
static bool is_descriptor(struct bgt_location *location)
{
    uint64_t number = 0;
    if (!bgt_text_parse_unsigned(location->name, strlen(location->name), INT_MAX,
                                 &number) ||
        !bgt_system_is_proc(location->folder)) {
        return false;
    }
    location->kind = BGT_LOCATION_STREAM;
    location->descriptor = (int)number;
    return true;
}

/* The path that a link leads to, for the next round. */
static bgt_status follow(const struct bgt_io *io, const struct bgt_location *location,
                         const char *path, char **next)
{
    char link[PATH_MAX];
    ssize_t length = readlink(path, link, sizeof link - 1);
    if (length < 0) {
        return bgt_report_unwritable(io, path, errno);
    }
    link[length] = '\0';
    *next = link[0] == '/' ? bgt_copy_text(io->allocator, link)
                           : bgt_join_path(io->allocator, location->folder, link);
    return *next != NULL ? BGT_OK : BGT_NO_MEMORY;
}

static void classify(struct bgt_location *location)
{
    if (S_ISREG(location->info.st_mode)) {
        location->kind = BGT_LOCATION_FILE;
    } else if (S_ISDIR(location->info.st_mode)) {
        location->kind = BGT_LOCATION_FOLDER;
    } else {
        location->kind = BGT_LOCATION_STREAM;
    }
}

/* One step: BGT_END when the location is settled, BGT_OK when `*path` was replaced. */
static bgt_status step(const struct bgt_io *io, struct bgt_location *location,
                       char **path)
{
    char *next = NULL;
    bgt_status status = split(io, *path, location);
    if (status != BGT_OK || is_descriptor(location)) {
        return status == BGT_OK ? BGT_END : status;
    }
    if (lstat(*path, &location->info) != 0) {
        if (errno != ENOENT || access(location->folder, F_OK) != 0) {
            return bgt_report_unwritable(io, *path, errno);
        }
        location->kind = BGT_LOCATION_FREE;
        return BGT_END;
    }
    if (!S_ISLNK(location->info.st_mode)) {
        classify(location);
        return BGT_END;
    }
    status = follow(io, location, *path, &next);
    if (status == BGT_OK && next != NULL) {
        bgt_release(io->allocator, *path);
        *path = next;
    }
    return status;
}

static void cut_slashes(char *path, struct bgt_location *location)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        path[--length] = '\0';
        location->wants_folder = true;
    }
}

static bool has_name(const struct bgt_location *location)
{
    const char *name = location->name;
    return name[0] != '\0' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

bgt_status bgt_location_find(const struct bgt_io *io, const char *target,
                             struct bgt_location *location)
{
    memset(location, 0, sizeof *location);
    location->descriptor = -1;
    if (strcmp(target, "-") == 0) {
        location->kind = BGT_LOCATION_STREAM;
        location->descriptor = STDOUT_FILENO;
        return BGT_OK;
    }
    char *path = bgt_copy_text(io->allocator, target);
    if (path == NULL) {
        return BGT_NO_MEMORY;
    }
    cut_slashes(path, location);
    bgt_status status = BGT_OK;
    for (int i = 0; i < LINKS_MAXIMUM && status == BGT_OK; i++) {
        status = step(io, location, &path);
    }
    bgt_release(io->allocator, path);
    if (status == BGT_OK) {
        return bgt_report_unwritable(io, target, ELOOP);
    }
    if (status == BGT_END && location->kind != BGT_LOCATION_STREAM &&
        !has_name(location)) {
        return bgt_report_unwritable(io, target, EINVAL);
    }
    return status == BGT_END ? BGT_OK : status;
}
