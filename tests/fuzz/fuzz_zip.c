/* Target: a zip as a container, every member read to its end. */
#include "fuzz/job.h"

#include "io/input.h"
#include "io/zip.h"

static bgt_status read_member(struct bgt_input *container, uint64_t number)
{
    char buffer[4096];
    struct bgt_input *member = NULL;
    bgt_status status =
        container->member(container, container->member_name(container, number), &member);
    FUZZ_HOLDS(status != BGT_NOT_FOUND);
    while (status == BGT_OK) {
        size_t got = 0;
        status = member->read(member, buffer, sizeof buffer, &got);
        FUZZ_HOLDS(got <= sizeof buffer);
    }
    if (member != NULL) {
        member->close(member);
    }
    return status == BGT_END ? BGT_OK : status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct fuzz_job job;
    struct bgt_input *file = NULL;
    struct bgt_input *container = NULL;
    if (!fuzz_job_open(&job)) {
        return 0;
    }
    job.limits.member_bytes = 1 << 20;
    bgt_status status = bgt_input_open_memory(&job.io, bytes, length, "fuzz.zip", &file);
    if (status == BGT_OK) {
        status = bgt_zip_open(&job.io, file, &container);
    }
    uint64_t count = status == BGT_OK ? container->member_count(container) : 0;
    for (uint64_t i = 0; status == BGT_OK && i < count; i++) {
        status = read_member(container, i);
    }
    bgt_input_close(container);
    bgt_input_close(file);
    fuzz_job_close(&job, status);
    return 0;
}
