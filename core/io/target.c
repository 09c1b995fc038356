#include "io/target.h"

#include "base/utf8.h"
#include "io/system.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define BUFFER_SIZE ((size_t)65536)
#define MARK        ".budgetconv-"

/* ---- Buffered writing
 * -------------------------------------------------------------------- */

bgt_status bgt_file_writer_open(struct bgt_file_writer *writer, const struct bgt_io *io,
                                int descriptor, const char *name)
{
    *writer = (struct bgt_file_writer){.io = io, .name = name, .descriptor = descriptor};
    writer->buffer = bgt_allocate(io->allocator, BUFFER_SIZE);
    if (writer->buffer == NULL) {
        (void)close(descriptor);
        writer->descriptor = -1;
        return BGT_NO_MEMORY;
    }
    return BGT_OK;
}

static bgt_status write_through(struct bgt_file_writer *writer, const void *bytes,
                                size_t length)
{
    bgt_status status = bgt_system_write(writer->io, writer->descriptor, bytes, length);
    if (status == BGT_BAD) {
        status = bgt_report_unwritable(writer->io, writer->name, errno);
    }
    writer->failure = status;
    return status;
}

static bgt_status empty_buffer(struct bgt_file_writer *writer)
{
    size_t length = writer->used;
    if (writer->failure != BGT_OK || length == 0) {
        return writer->failure;
    }
    writer->used = 0;
    return write_through(writer, writer->buffer, length);
}

bgt_status bgt_file_writer_write(struct bgt_file_writer *writer, const void *bytes,
                                 size_t length)
{
    if (length > BUFFER_SIZE - writer->used) {
        bgt_status status = empty_buffer(writer);
        if (status == BGT_OK && length >= BUFFER_SIZE) {
            return write_through(writer, bytes, length);
        }
    }
    if (writer->failure == BGT_OK && length > 0) {
        memcpy(writer->buffer + writer->used, bytes, length);
        writer->used += length;
    }
    return writer->failure;
}

bgt_status bgt_file_writer_flush(struct bgt_file_writer *writer, bool is_sync)
{
    bgt_status status = empty_buffer(writer);
    if (status == BGT_OK && is_sync && fsync(writer->descriptor) != 0) {
        writer->failure = bgt_report_unwritable(writer->io, writer->name, errno);
        status = writer->failure;
    }
    return status;
}

bgt_status bgt_file_writer_close(struct bgt_file_writer *writer)
{
    bgt_status status = writer->failure;
    if (writer->descriptor >= 0 && close(writer->descriptor) != 0 && status == BGT_OK &&
        errno != EINTR) {
        status = bgt_report_unwritable(writer->io, writer->name, errno);
    }
    writer->descriptor = -1;
    bgt_release(writer->io->allocator, writer->buffer);
    writer->buffer = NULL;
    return status;
}

/* ---- Temporary names
 * --------------------------------------------------------------------- */

void bgt_temporary_name(const char *name, char out[BGT_NAME_SIZE])
{
    char end[40];
    int end_length = snprintf(end, sizeof end, MARK "%ld", (long)getpid());
    size_t room = BGT_NAME_SIZE - 2 - (size_t)end_length;
    size_t length = bgt_utf8_truncate(name, strlen(name), room);
    out[0] = '.';
    memcpy(out + 1, name, length);
    memcpy(out + 1 + length, end, (size_t)end_length);
    out[1 + length + (size_t)end_length] = '\0';
}

/* Whether `entry` is a temporary name for `name` of a process that has ended. */
static bool is_stale(const char *entry, const char *name)
{
    char own[BGT_NAME_SIZE];
    uint64_t process = 0;
    bgt_temporary_name(name, own);
    const char *mark = strrchr(own, '-') + 1;
    size_t length = (size_t)(mark - own);
    if (strncmp(entry, own, length) != 0 ||
        !bgt_text_parse_unsigned(entry + length, strlen(entry + length), INT32_MAX,
                                 &process) ||
        process == 0) {
        return false;
    }
    return kill((pid_t)process, 0) != 0 && errno == ESRCH;
}

/* A file system may be shared with other machines, so a temporary that is being written
 * is locked; what can be locked is nobody's. */
static void remove_if_free(int folder, const char *entry)
{
    int descriptor =
        openat(folder, entry, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) {
        return;
    }
    struct stat info;
    if (bgt_system_lock(descriptor) && fstat(descriptor, &info) == 0) {
        if (S_ISDIR(info.st_mode)) {
            bgt_remove_folder(folder, entry);
        } else {
            (void)unlinkat(folder, entry, 0);
        }
    }
    (void)close(descriptor);
}

static DIR *list_folder(int parent, const char *name)
{
    int descriptor =
        openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *listing = descriptor >= 0 ? fdopendir(descriptor) : NULL;
    if (listing == NULL && descriptor >= 0) {
        (void)close(descriptor);
    }
    return listing;
}

void bgt_remove_stale(int folder, const char *name)
{
    DIR *listing = list_folder(folder, ".");
    const struct dirent *entry = NULL;
    if (listing == NULL) {
        return;
    }
    while ((entry = readdir(listing)) != NULL) {
        if (entry->d_name[0] == '.' && is_stale(entry->d_name, name)) {
            remove_if_free(folder, entry->d_name);
        }
    }
    (void)closedir(listing);
}

void bgt_remove_folder(int parent, const char *name)
{
    DIR *listing = list_folder(parent, name);
    const struct dirent *entry = NULL;
    if (listing == NULL) {
        return;
    }
    while ((entry = readdir(listing)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            (void)unlinkat(dirfd(listing), entry->d_name, 0);
        }
    }
    (void)closedir(listing);
    (void)unlinkat(parent, name, AT_REMOVEDIR);
}

/* ---- What all targets share
 * -------------------------------------------------------------- */

static bgt_status no_write(struct bgt_output *output, const void *bytes, size_t length)
{
    const struct bgt_target *target = output->host;
    const struct bgt_place place = {.file = output->name};
    (void)bytes;
    (void)length;
    (void)bgt_report_at(target->io->reporter, "TARGET_IS_FOLDER", &place, NULL, NULL);
    return BGT_FATAL;
}

static const char *no_path(struct bgt_output *output)
{
    (void)output;
    return NULL;
}

static bgt_status no_member(struct bgt_output *output, const char *name,
                            struct bgt_output **member)
{
    (void)output;
    (void)name;
    (void)member;
    return BGT_NOT_FOUND;
}

/* The host ends a target by bgt_output_close; a plugin that calls this does no harm. */
static bgt_status keep_open(struct bgt_output *output)
{
    (void)output;
    return BGT_OK;
}

void *bgt_target_new(const struct bgt_io *io, const struct bgt_output_options *options,
                     struct bgt_location *location, size_t size)
{
    struct bgt_target *target = bgt_allocate_array(io->allocator, 1, size);
    char *shown = bgt_copy_text(io->allocator, options->target);
    if (target == NULL || shown == NULL) {
        bgt_release(io->allocator, shown);
        bgt_release(io->allocator, target);
        bgt_location_release(io, location);
        return NULL;
    }
    target->io = io;
    target->shown = shown;
    target->is_overwrite = options->is_overwrite;
    target->is_sync = options->is_sync;
    target->folder = -1;
    target->location = *location;
    target->output = (struct bgt_output){
        .struct_size = sizeof target->output,
        .name = shown,
        .host = target,
        .write = no_write,
        .path = no_path,
        .member = no_member,
        .close = keep_open,
    };
    return target;
}

void bgt_target_free(struct bgt_target *target)
{
    const struct bgt_allocator *allocator = target->io->allocator;
    if (target->folder >= 0) {
        (void)close(target->folder);
    }
    bgt_location_release(target->io, &target->location);
    bgt_release(allocator, target->shown);
    bgt_release(allocator, target);
}

bgt_status bgt_target_open_parent(struct bgt_target *target)
{
    target->folder = open(target->location.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (target->folder < 0) {
        return bgt_report_unwritable(target->io, target->shown, errno);
    }
    if (faccessat(target->folder, ".", W_OK | X_OK, 0) != 0) {
        return bgt_report_unwritable(target->io, target->shown, errno);
    }
    return BGT_OK;
}
