#include "io/output.h"

#include "io/input.h"
#include "io/target.h"

#include <string.h>
#include <unistd.h>

static struct bgt_target *target_of(struct bgt_output *output)
{
    return output->host;
}

static bgt_status report_code(const struct bgt_io *io, const char *target,
                              const char *code)
{
    const struct bgt_place place = {.file = target};
    (void)bgt_report_at(io->reporter, code, &place, NULL, NULL);
    return BGT_FATAL;
}

bgt_status bgt_output_open(const struct bgt_io *io,
                           const struct bgt_output_options *options,
                           struct bgt_output **output)
{
    struct bgt_location location;
    bgt_status status = bgt_location_find(io, options->target, &location);
    if (status != BGT_OK) {
        bgt_location_release(io, &location);
        return status;
    }
    bool wants_folder = options->is_folder || location.wants_folder;
    if (location.kind == BGT_LOCATION_STREAM && !wants_folder) {
        return bgt_target_open_stream(io, options, &location, output);
    }
    if (location.kind == BGT_LOCATION_FREE) {
        return wants_folder ? bgt_target_open_folder(io, options, &location, output)
                            : bgt_target_open_file(io, options, &location, output);
    }
    if (wants_folder != (location.kind == BGT_LOCATION_FOLDER)) {
        bgt_location_release(io, &location);
        return report_code(io, options->target,
                           wants_folder ? "TARGET_IS_FILE" : "TARGET_IS_FOLDER");
    }
    return wants_folder ? bgt_target_open_folder(io, options, &location, output)
                        : bgt_target_open_file(io, options, &location, output);
}

bgt_status bgt_output_commit(struct bgt_output *output)
{
    struct bgt_target *target = target_of(output);
    return target->type->commit(target);
}

void bgt_output_close(struct bgt_output *output)
{
    if (output != NULL) {
        struct bgt_target *target = target_of(output);
        target->type->close(target);
    }
}

static bool is_same(const struct stat *info, uint64_t device, uint64_t inode)
{
    return (uint64_t)info->st_dev == device && (uint64_t)info->st_ino == inode;
}

/* Whether the input is a file directly in the folder `info`, so that it would be
 * replaced. */
static bool is_in_folder(const struct bgt_io *io, const struct bgt_input *input,
                         const struct stat *info)
{
    struct stat parent;
    const char *slash = strrchr(input->name, '/');
    size_t length = slash != NULL ? (size_t)(slash - input->name) + 1 : 0;
    if (strcmp(input->name, "-") == 0) {
        return false;
    }
    char *folder = bgt_allocate(io->allocator, length + 2);
    if (folder == NULL) {
        return false;
    }
    memcpy(folder, input->name, length);
    memcpy(folder + length, ".", 2);
    bool found = stat(folder, &parent) == 0 &&
                 is_same(&parent, (uint64_t)info->st_dev, (uint64_t)info->st_ino);
    bgt_release(io->allocator, folder);
    return found;
}

static bool writes_into(const struct bgt_io *io, const struct bgt_location *location,
                        const struct bgt_input *input)
{
    uint64_t device = 0;
    uint64_t inode = 0;
    struct stat info;
    if (!bgt_input_identity(input, &device, &inode)) {
        return false;
    }
    switch (location->kind) {
    case BGT_LOCATION_FILE:
        return is_same(&location->info, device, inode);
    case BGT_LOCATION_FOLDER:
        return is_same(&location->info, device, inode) ||
               is_in_folder(io, input, &location->info);
    case BGT_LOCATION_STREAM:
        return location->descriptor >= 0 && fstat(location->descriptor, &info) == 0 &&
               S_ISREG(info.st_mode) && is_same(&info, device, inode);
    default:
        return false;
    }
}

bgt_status bgt_output_check_input(const struct bgt_io *io, const char *target,
                                  const struct bgt_input *input)
{
    struct bgt_location location;
    struct bgt_io silent = *io;
    silent.reporter = NULL;
    bgt_status status = bgt_location_find(&silent, target, &location);
    if (status == BGT_OK && writes_into(io, &location, input)) {
        (void)report_code(io, target, "SAME_FILE");
        status = BGT_BAD;
    } else if (status != BGT_NO_MEMORY) {
        status = BGT_OK; /* A target that is nowhere is told where it is opened. */
    }
    bgt_location_release(&silent, &location);
    return status;
}
