/* A regular file that is complete or absent. */
#include "io/target.h"

#include "io/system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define NEW_MODE     0666
#define PRIVATE_MODE 0600
#define MODE_BITS    0777

struct file_target {
    struct bgt_target target;
    struct bgt_file_writer writer;
    bool has_name; /* the temporary has its name in the folder */
    char name[BGT_NAME_SIZE];
};

static struct file_target *file_of(struct bgt_output *output)
{
    return output->host;
}

static bgt_status report(const struct bgt_target *target, int error)
{
    return bgt_report_unwritable(target->io, target->shown, error);
}

static bgt_status report_exists(const struct bgt_target *target)
{
    const struct bgt_place place = {.file = target->shown};
    (void)bgt_report_at(target->io->reporter, "TARGET_EXISTS", &place, NULL, NULL);
    return BGT_FATAL;
}

static bgt_status file_write(struct bgt_output *output, const void *bytes, size_t length)
{
    return bgt_file_writer_write(&file_of(output)->writer, bytes, length);
}

static const char *file_path(struct bgt_output *output)
{
    struct bgt_file_writer *writer = &file_of(output)->writer;
    return bgt_descriptor_path(writer->descriptor, writer->path);
}

/* ---- Opening
 * ----------------------------------------------------------------------------- */

static mode_t opening_mode(const struct bgt_target *target)
{
    return target->location.kind == BGT_LOCATION_FILE ? PRIVATE_MODE : NEW_MODE;
}

/* The temporary can only be given a name through /proc. */
static bool can_be_linked(int descriptor)
{
    char path[BGT_DESCRIPTOR_PATH_SIZE];
    return access(bgt_descriptor_path(descriptor, path), F_OK) == 0;
}

static int open_named(struct file_target *file)
{
    const struct bgt_target *target = &file->target;
    bgt_remove_stale(target->folder, target->location.name);
    (void)unlinkat(target->folder, file->name, 0);
    int descriptor = openat(target->folder, file->name,
                            O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, opening_mode(target));
    if (descriptor >= 0) {
        file->has_name = true;
        (void)bgt_system_lock(descriptor);
    }
    return descriptor;
}

static int open_temporary(struct file_target *file)
{
    const struct bgt_target *target = &file->target;
    int descriptor = bgt_system_unnamed_file(target->folder, ".", opening_mode(target));
    if (descriptor >= 0 && can_be_linked(descriptor)) {
        return descriptor;
    }
    if (descriptor >= 0) {
        (void)close(descriptor);
    } else if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL &&
               errno != ENOENT) {
        return -1;
    }
    return open_named(file);
}

static bgt_status check_existing(const struct bgt_target *target)
{
    if (target->location.kind != BGT_LOCATION_FILE) {
        return BGT_OK;
    }
    if (!target->is_overwrite) {
        return report_exists(target);
    }
    if (faccessat(target->folder, target->location.name, W_OK, 0) != 0) {
        return report(target, errno);
    }
    bgt_remove_stale(target->folder, target->location.name);
    return BGT_OK;
}

static bgt_status open_file(struct file_target *file)
{
    struct bgt_target *target = &file->target;
    bgt_status status = bgt_target_open_parent(target);
    if (status == BGT_OK) {
        status = check_existing(target);
    }
    if (status != BGT_OK) {
        return status;
    }
    bgt_temporary_name(target->location.name, file->name);
    int descriptor = open_temporary(file);
    if (descriptor < 0) {
        return report(target, errno);
    }
    return bgt_file_writer_open(&file->writer, target->io, descriptor, target->shown);
}

/* ---- Committing
 * -------------------------------------------------------------------------- */

/* The new file gets the old one's permissions, and its owner as far as we may. */
static bgt_status take_over_mode(const struct file_target *file)
{
    const struct bgt_target *target = &file->target;
    const struct stat *old = &target->location.info;
    int descriptor = file->writer.descriptor;
    if (target->location.kind != BGT_LOCATION_FILE) {
        return BGT_OK;
    }
    bool is_owner = fchown(descriptor, old->st_uid, (gid_t)-1) == 0;
    bool is_group = fchown(descriptor, (uid_t)-1, old->st_gid) == 0;
    (void)is_owner; /* Only root may give a file away: then it becomes ours. */
    (void)is_group;
    if (fchmod(descriptor, old->st_mode & MODE_BITS) != 0) {
        return report(target, errno);
    }
    return BGT_OK;
}

/* Gives the unnamed file a name; fails with EEXIST where there is something of that name.
 */
static int link_as(const struct file_target *file, const char *name)
{
    char path[BGT_DESCRIPTOR_PATH_SIZE];
    return linkat(AT_FDCWD, bgt_descriptor_path(file->writer.descriptor, path),
                  file->target.folder, name, AT_SYMLINK_FOLLOW);
}

static bgt_status put_in_place(struct file_target *file)
{
    const struct bgt_target *target = &file->target;
    const char *name = target->location.name;
    int result = 0;
    if (!target->is_overwrite) {
        result = file->has_name ? bgt_system_rename_new(target->folder, file->name, name)
                                : link_as(file, name);
        if (result == 0) {
            file->has_name = false;
        }
        if (result != 0 && errno == EEXIST) {
            return report_exists(target);
        }
        return result == 0 ? BGT_OK : report(target, errno);
    }
    if (!file->has_name) {
        (void)unlinkat(target->folder, file->name, 0);
        if (link_as(file, file->name) != 0) {
            return report(target, errno);
        }
        file->has_name = true;
    }
    if (renameat(target->folder, file->name, target->folder, name) != 0) {
        return report(target, errno);
    }
    file->has_name = false;
    return BGT_OK;
}

static bgt_status file_commit(struct bgt_target *target)
{
    struct file_target *file = target->output.host;
    bgt_status status = bgt_file_writer_flush(&file->writer, target->is_sync);
    if (status == BGT_OK) {
        status = take_over_mode(file);
    }
    if (status == BGT_OK && file->has_name) {
        /* Some network file systems tell only at close that the disk is full. */
        status = bgt_file_writer_close(&file->writer);
    }
    if (status == BGT_OK) {
        status = put_in_place(file);
    }
    if (status == BGT_OK && target->is_sync && fsync(target->folder) != 0 &&
        errno != EINVAL) {
        status = report(target, errno);
    }
    return status;
}

static void file_close(struct bgt_target *target)
{
    struct file_target *file = target->output.host;
    if (file->has_name) {
        (void)unlinkat(target->folder, file->name, 0);
    }
    if (file->writer.io != NULL) {
        (void)bgt_file_writer_close(&file->writer);
    }
    bgt_target_free(target);
}

static const struct bgt_target_type file_type = {.commit = file_commit,
                                                 .close = file_close};

bgt_status bgt_target_open_file(const struct bgt_io *io,
                                const struct bgt_output_options *options,
                                struct bgt_location *location, struct bgt_output **output)
{
    struct file_target *file = bgt_target_new(io, options, location, sizeof *file);
    if (file == NULL) {
        return BGT_NO_MEMORY;
    }
    file->target.type = &file_type;
    file->target.output.write = file_write;
    file->target.output.path = file_path;
    bgt_status status = open_file(file);
    if (status != BGT_OK) {
        file_close(&file->target);
        return status;
    }
    *output = &file->target.output;
    return BGT_OK;
}
