/* A folder of files that is complete or absent: built beside, then exchanged. */
#include "io/target.h"

#include "base/text.h"
#include "io/system.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PACKAGE_FILE "datapackage.json"
#define FOLDER_MODE  0777
#define FILE_MODE    0666
#define MODE_BITS    0777

struct folder_target {
    struct bgt_target target;
    int built; /* descriptor of the folder that is being built, or -1 */
    bool has_name;
    size_t open_members;
    char name[BGT_NAME_SIZE];
};

struct folder_member {
    struct bgt_output output;
    struct folder_target *folder;
    struct bgt_file_writer writer;
    char *shown;
};

static struct folder_target *folder_of(struct bgt_output *output)
{
    return output->host;
}

static struct folder_member *member_of(struct bgt_output *output)
{
    return output->host;
}

static bgt_status report(const struct bgt_target *target, int error)
{
    return bgt_report_unwritable(target->io, target->shown, error);
}

static bgt_status report_code(const struct bgt_target *target, const char *code,
                              const char *argument)
{
    const struct bgt_place place = {.file = target->shown};
    (void)bgt_report_at(target->io->reporter, code, &place, argument, NULL);
    return BGT_FATAL;
}

/* ---- Members
 * ----------------------------------------------------------------------------- */

static bgt_status member_write(struct bgt_output *output, const void *bytes,
                               size_t length)
{
    return bgt_file_writer_write(&member_of(output)->writer, bytes, length);
}

static const char *member_path(struct bgt_output *output)
{
    struct bgt_file_writer *writer = &member_of(output)->writer;
    return bgt_descriptor_path(writer->descriptor, writer->path);
}

static bgt_status no_member(struct bgt_output *output, const char *name,
                            struct bgt_output **member)
{
    (void)output;
    (void)name;
    (void)member;
    return BGT_NOT_FOUND;
}

static bgt_status member_close(struct bgt_output *output)
{
    struct folder_member *member = member_of(output);
    struct folder_target *folder = member->folder;
    const struct bgt_allocator *allocator = folder->target.io->allocator;
    (void)bgt_file_writer_flush(&member->writer, folder->target.is_sync);
    bgt_status status = bgt_file_writer_close(&member->writer);
    folder->open_members--;
    bgt_release(allocator, member->shown);
    bgt_release(allocator, member);
    return status;
}

static bool is_member_name(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL &&
           strlen(name) < BGT_NAME_SIZE;
}

static struct folder_member *new_member(struct folder_target *folder, const char *name)
{
    const struct bgt_allocator *allocator = folder->target.io->allocator;
    char *parent = bgt_copy_text(allocator, folder->target.shown);
    if (parent == NULL) {
        return NULL;
    }
    for (size_t length = strlen(parent); length > 1 && parent[length - 1] == '/';
         length--) {
        parent[length - 1] = '\0';
    }
    char *shown = bgt_join_path(allocator, parent, name);
    bgt_release(allocator, parent);
    struct folder_member *member = bgt_allocate_array(allocator, 1, sizeof *member);
    if (member == NULL || shown == NULL) {
        bgt_release(allocator, shown);
        bgt_release(allocator, member);
        return NULL;
    }
    member->folder = folder;
    member->shown = shown;
    member->output = (struct bgt_output){
        .struct_size = sizeof member->output,
        .name = shown,
        .host = member,
        .write = member_write,
        .path = member_path,
        .member = no_member,
        .close = member_close,
    };
    return member;
}

static void drop_member(struct folder_member *member)
{
    const struct bgt_allocator *allocator = member->folder->target.io->allocator;
    bgt_release(allocator, member->shown);
    bgt_release(allocator, member);
}

static bgt_status begin_member(struct bgt_output *output, const char *name,
                               struct bgt_output **out)
{
    struct folder_target *folder = folder_of(output);
    const struct bgt_io *io = folder->target.io;
    if (!is_member_name(name)) {
        return report(&folder->target, EINVAL);
    }
    struct folder_member *member = new_member(folder, name);
    if (member == NULL) {
        return BGT_NO_MEMORY;
    }
    int descriptor =
        openat(folder->built, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    bgt_status status = descriptor >= 0 ? bgt_file_writer_open(&member->writer, io,
                                                               descriptor, member->shown)
                                        : bgt_report_unwritable(io, member->shown, errno);
    if (status != BGT_OK) {
        drop_member(member);
        return status;
    }
    folder->open_members++;
    *out = &member->output;
    return BGT_OK;
}

/* ---- Opening
 * ----------------------------------------------------------------------------- */

/* Whether an XML file is of a package of ours: its root says so in its first bytes. */
static bool is_package_xml(int folder, const char *name)
{
    static const char mark[] = " budgetconv=\"1\"";
    char head[1024];
    if (!bgt_text_ends_with(name, strlen(name), ".xml")) {
        return false;
    }
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    ssize_t got = file >= 0 ? read(file, head, sizeof head) : -1;
    if (file >= 0) {
        (void)close(file);
    }
    return got > 0 && bgt_text_find(head, (size_t)got, 0, mark) != SIZE_MAX;
}

static bool is_package_entry(int folder, const char *name)
{
    struct stat info;
    bool is_known = strcmp(name, PACKAGE_FILE) == 0 ||
                    bgt_text_ends_with(name, strlen(name), ".csv") ||
                    is_package_xml(folder, name);
    return is_known && fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(info.st_mode);
}

/* What is found in a folder that might be replaced. */
struct contents {
    bool is_empty;
    bool has_package;
    char foreign[BGT_NAME_SIZE]; /* an entry that belongs to no package, or "" */
};

static void look_at(DIR *listing, struct contents *contents)
{
    const struct dirent *entry = NULL;
    while ((entry = readdir(listing)) != NULL) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
            continue;
        }
        contents->is_empty = false;
        contents->has_package = contents->has_package ||
                                strcmp(name, PACKAGE_FILE) == 0 ||
                                is_package_xml(dirfd(listing), name);
        if (contents->foreign[0] == '\0' && !is_package_entry(dirfd(listing), name)) {
            (void)snprintf(contents->foreign, sizeof contents->foreign, "%s", name);
        }
    }
}

static bgt_status check_existing(struct folder_target *folder)
{
    const struct bgt_target *target = &folder->target;
    struct contents contents = {.is_empty = true};
    if (target->location.kind != BGT_LOCATION_FOLDER) {
        return BGT_OK;
    }
    int descriptor =
        openat(target->folder, target->location.name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = descriptor >= 0 ? fdopendir(descriptor) : NULL;
    if (listing == NULL) {
        int error = errno;
        if (descriptor >= 0) {
            (void)close(descriptor);
        }
        return report(target, error);
    }
    look_at(listing, &contents);
    (void)closedir(listing);
    if (contents.is_empty) {
        return BGT_OK;
    }
    if (!target->is_overwrite) {
        return report_code(target, "TARGET_EXISTS", NULL);
    }
    if (contents.foreign[0] != '\0' || !contents.has_package) {
        return report_code(target, "TARGET_FOLDER_FOREIGN",
                           contents.foreign[0] != '\0' ? contents.foreign : "*.csv");
    }
    return BGT_OK;
}

static bgt_status open_folder(struct folder_target *folder)
{
    struct bgt_target *target = &folder->target;
    bgt_status status = bgt_target_open_parent(target);
    if (status == BGT_OK) {
        status = check_existing(folder);
    }
    if (status != BGT_OK) {
        return status;
    }
    bgt_temporary_name(target->location.name, folder->name);
    bgt_remove_stale(target->folder, target->location.name);
    bgt_remove_folder(target->folder, folder->name);
    if (mkdirat(target->folder, folder->name, FOLDER_MODE) != 0) {
        return report(target, errno);
    }
    folder->has_name = true;
    folder->built =
        openat(target->folder, folder->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->built < 0) {
        return report(target, errno);
    }
    (void)bgt_system_lock(folder->built);
    return BGT_OK;
}

/* ---- Committing
 * -------------------------------------------------------------------------- */

/* Puts the built folder where the old one is; the old one then has the temporary name. */
static int exchange(const struct folder_target *folder)
{
    const struct bgt_target *target = &folder->target;
    const char *name = target->location.name;
    char aside[BGT_NAME_SIZE + 8];
    if (bgt_system_exchange(target->folder, folder->name, name) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return -1;
    }
    (void)snprintf(aside, sizeof aside, "%s.old", folder->name);
    if (renameat(target->folder, name, target->folder, aside) != 0) {
        return -1;
    }
    if (renameat(target->folder, folder->name, target->folder, name) != 0) {
        int error = errno;
        (void)renameat(target->folder, aside, target->folder, name);
        errno = error;
        return -1;
    }
    return renameat(target->folder, aside, target->folder, folder->name);
}

static bgt_status put_in_place(struct folder_target *folder)
{
    struct bgt_target *target = &folder->target;
    const char *name = target->location.name;
    bool is_there = target->location.kind == BGT_LOCATION_FOLDER;
    if (is_there &&
        fchmod(folder->built, target->location.info.st_mode & MODE_BITS) != 0) {
        return report(target, errno);
    }
    /* A rename replaces nothing but an empty folder. */
    if (renameat(target->folder, folder->name, target->folder, name) == 0) {
        folder->has_name = false;
        return BGT_OK;
    }
    bool is_full = errno == ENOTEMPTY || errno == EEXIST;
    if (!is_full) {
        return report(target, errno);
    }
    if (!is_there || !target->is_overwrite) {
        return report_code(target, "TARGET_EXISTS", NULL);
    }
    /* Looked at again, since a person may have put something there meanwhile. */
    bgt_status status = check_existing(folder);
    if (status == BGT_OK && exchange(folder) != 0) {
        status = report(target, errno);
    }
    return status; /* Under its temporary name the old folder goes at close. */
}

static bgt_status folder_commit(struct bgt_target *target)
{
    struct folder_target *folder = target->output.host;
    if (folder->open_members > 0) {
        return report_code(target, "INTERNAL", "a file of the folder was not closed");
    }
    if (target->is_sync && fsync(folder->built) != 0 && errno != EINVAL) {
        return report(target, errno);
    }
    bgt_status status = put_in_place(folder);
    if (status == BGT_OK && target->is_sync && fsync(target->folder) != 0 &&
        errno != EINVAL) {
        status = report(target, errno);
    }
    return status;
}

static void folder_close(struct bgt_target *target)
{
    struct folder_target *folder = target->output.host;
    if (folder->built >= 0) {
        (void)close(folder->built);
    }
    if (folder->has_name) {
        bgt_remove_folder(target->folder, folder->name);
    }
    bgt_target_free(target);
}

static const struct bgt_target_type folder_type = {.commit = folder_commit,
                                                   .close = folder_close};

bgt_status bgt_target_open_folder(const struct bgt_io *io,
                                  const struct bgt_output_options *options,
                                  struct bgt_location *location,
                                  struct bgt_output **output)
{
    struct folder_target *folder = bgt_target_new(io, options, location, sizeof *folder);
    if (folder == NULL) {
        return BGT_NO_MEMORY;
    }
    folder->built = -1;
    folder->target.type = &folder_type;
    folder->target.output.is_folder = 1;
    folder->target.output.member = begin_member;
    bgt_status status = open_folder(folder);
    if (status != BGT_OK) {
        folder_close(&folder->target);
        return status;
    }
    *output = &folder->target.output;
    return BGT_OK;
}
