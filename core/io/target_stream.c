/* Standard output, FIFOs and devices: they get their bytes only when all are there. */
#include "io/target.h"

#include "io/system.h"
#include "io/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define PIECE_SIZE 65536

struct stream_target {
    struct bgt_target target;
    struct bgt_temporary *spool;
    char path[BGT_DESCRIPTOR_PATH_SIZE];
    bool is_lent; /* somebody writes by the path */
    uint8_t piece[PIECE_SIZE];
};

static struct stream_target *stream_of(struct bgt_output *output)
{
    return output->host;
}

static bgt_status report(const struct bgt_target *target, int error)
{
    return bgt_report_unwritable(target->io, target->shown, error);
}

static bgt_status stream_write(struct bgt_output *output, const void *bytes,
                               size_t length)
{
    return bgt_temporary_write(stream_of(output)->spool, bytes, length);
}

static const char *stream_path(struct bgt_output *output)
{
    struct stream_target *stream = stream_of(output);
    int descriptor = bgt_temporary_lend(stream->spool);
    stream->is_lent = descriptor >= 0;
    return descriptor >= 0 ? bgt_descriptor_path(descriptor, stream->path) : NULL;
}

static bgt_status copy_all(struct stream_target *stream, int descriptor)
{
    const struct bgt_io *io = stream->target.io;
    uint64_t size = bgt_temporary_size(stream->spool);
    for (uint64_t at = 0; at < size;) {
        size_t got = 0;
        bgt_status status =
            bgt_temporary_read_at(stream->spool, at, stream->piece, PIECE_SIZE, &got);
        if (status != BGT_OK) {
            return status;
        }
        status = bgt_system_write(io, descriptor, stream->piece, got);
        if (status != BGT_OK) {
            return status == BGT_BAD ? report(&stream->target, errno) : status;
        }
        at += got;
    }
    return BGT_OK;
}

/* Where standard output is a file, a failure takes back what was written of it. */
static bgt_status copy_or_nothing(struct stream_target *stream, int descriptor)
{
    struct stat before;
    bool is_file = fstat(descriptor, &before) == 0 && S_ISREG(before.st_mode);
    off_t start = is_file ? lseek(descriptor, 0, SEEK_CUR) : -1;
    if (is_file && (fcntl(descriptor, F_GETFL) & O_APPEND) != 0) {
        start = before.st_size;
    }
    bgt_status status = copy_all(stream, descriptor);
    if (status == BGT_OK && stream->target.is_sync && fsync(descriptor) != 0 &&
        errno != EINVAL && errno != EROFS) {
        status = report(&stream->target, errno);
    }
    if (status != BGT_OK && start >= 0 && start >= before.st_size) {
        if (ftruncate(descriptor, start) == 0) {
            (void)lseek(descriptor, start, SEEK_SET);
        }
    }
    return status;
}

static int open_device(const struct bgt_target *target)
{
    return open(target->shown, O_WRONLY | O_CLOEXEC | O_NOCTTY);
}

static bgt_status stream_commit(struct bgt_target *target)
{
    struct stream_target *stream = target->output.host;
    int descriptor = target->location.descriptor;
    bool is_ours = descriptor < 0;
    bgt_status status = stream->is_lent ? bgt_temporary_take_back(stream->spool) : BGT_OK;
    if (status != BGT_OK) {
        return status;
    }
    if (is_ours) {
        descriptor = open_device(target);
    }
    if (descriptor < 0) {
        return report(target, errno);
    }
    status = copy_or_nothing(stream, descriptor);
    if (is_ours && close(descriptor) != 0 && status == BGT_OK && errno != EINTR) {
        status = report(target, errno);
    }
    return status;
}

static void stream_close(struct bgt_target *target)
{
    struct stream_target *stream = target->output.host;
    bgt_temporary_close(stream->spool);
    bgt_target_free(target);
}

static const struct bgt_target_type stream_type = {.commit = stream_commit,
                                                   .close = stream_close};

static bgt_status check_writable(const struct bgt_target *target)
{
    int descriptor = target->location.descriptor;
    if (descriptor < 0) {
        return access(target->shown, W_OK) == 0 ? BGT_OK : report(target, errno);
    }
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) {
        return report(target, EBADF);
    }
    return BGT_OK;
}

bgt_status bgt_target_open_stream(const struct bgt_io *io,
                                  const struct bgt_output_options *options,
                                  struct bgt_location *location,
                                  struct bgt_output **output)
{
    struct stream_target *stream = bgt_target_new(io, options, location, sizeof *stream);
    if (stream == NULL) {
        return BGT_NO_MEMORY;
    }
    stream->target.type = &stream_type;
    stream->target.output.write = stream_write;
    stream->target.output.path = stream_path;
    bgt_status status = check_writable(&stream->target);
    if (status == BGT_OK) {
        status = bgt_temporary_open(io, &stream->spool);
    }
    if (status != BGT_OK) {
        stream_close(&stream->target);
        return status;
    }
    *output = &stream->target.output;
    return BGT_OK;
}
