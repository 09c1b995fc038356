/* For memfd_create; nothing else here is beyond POSIX. */
#define _GNU_SOURCE

#include "spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHUNK 65536

bool bgt_xlsx_spool_open(struct bgt_xlsx_spool *spool)
{
    static const char folder[] = "/proc/self/fd/";
    char digits[16];
    size_t count = 0;
    spool->descriptor = memfd_create("budgetconv-xlsx", MFD_CLOEXEC);
    if (spool->descriptor < 0) {
        return false;
    }
    spool->is_open = true;
    unsigned rest = (unsigned)spool->descriptor;
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    memcpy(spool->path, folder, sizeof folder - 1);
    char *at = spool->path + sizeof folder - 1;
    while (count > 0) {
        *at++ = digits[--count];
    }
    *at = '\0';
    if (access(spool->path, W_OK) != 0) {
        bgt_xlsx_spool_close(spool);
        return false;
    }
    return true;
}

bgt_status bgt_xlsx_spool_copy(const struct bgt_xlsx_spool *spool,
                               struct bgt_output *output)
{
    bgt_status status = BGT_OK;
    off_t offset = 0;
    char *chunk = malloc(CHUNK);
    if (chunk == NULL) {
        return BGT_NO_MEMORY;
    }
    while (status == BGT_OK) {
        ssize_t got = pread(spool->descriptor, chunk, CHUNK, offset);
        if (got == 0) {
            break;
        }
        if (got > 0) {
            offset += got;
            status = output->write(output, chunk, (size_t)got);
        } else if (errno != EINTR) {
            status = BGT_FATAL;
        }
    }
    free(chunk);
    return status;
}

void bgt_xlsx_spool_close(struct bgt_xlsx_spool *spool)
{
    if (spool->is_open) {
        (void)close(spool->descriptor);
        spool->is_open = false;
    }
}
