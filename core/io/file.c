#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "diag/bounds.h"
#include "io/system.h"

#define CHUNK (64u << 10)

static bgt_status unreadable(const char *path, struct bgt_reporter *reporter)
{
    struct bgt_place place = {.file = path};
    const char *code = errno == ENOENT ? "FILE_NOT_FOUND" : "FILE_UNREADABLE";
    (void)bgt_report_at(reporter, code, &place, bgt_system_error(errno), NULL);
    return BGT_FATAL;
}

bgt_status bgt_file_read(const char *path, struct bgt_reporter *reporter,
                         struct bgt_buffer *bytes)
{
    bgt_status status = BGT_OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return unreadable(path, reporter);
    for (;;) {
        status = bgt_buffer_reserve(bytes, CHUNK);
        if (status == BGT_LIMIT) {
            struct bgt_place place = {.file = path};
            (void)bgt_report_bound(reporter, &place, BGT_BOUND_FILE_BYTES,
                                   bytes->maximum);
            status = BGT_FATAL;
        }
        if (status != BGT_OK)
            break;
        ssize_t got = read(fd, bytes->data + bytes->length, CHUNK);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            status = unreadable(path, reporter);
        if (got <= 0)
            break;
        bgt_buffer_commit(bytes, (size_t)got);
    }
    (void)close(fd);
    return status;
}
