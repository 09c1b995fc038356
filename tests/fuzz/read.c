#include "fuzz/read.h"

#include "io/batch.h"

static bgt_status read_all(struct fuzz_job *job, struct bgt_reader *reader)
{
    struct bgt_batch *batch = NULL;
    bgt_status status = bgt_batch_open(&job->io, &batch);
    while (status == BGT_OK || status == BGT_BAD) {
        bgt_batch_reset(batch);
        status = bgt_reader_next(reader, batch);
        FUZZ_HOLDS(status != BGT_BAD || fuzz_job_failed(job));
    }
    bgt_batch_close(batch);
    return status;
}

int fuzz_read(const struct bgt_plugin *plugin, const uint8_t *bytes, size_t length)
{
    struct fuzz_job job;
    struct fuzz_input input;
    struct bgt_option_value values[FUZZ_OPTIONS];
    struct bgt_reader *reader = NULL;
    if (length == 0 || !fuzz_job_open(&job)) {
        return 0;
    }
    fuzz_options(plugin, 0, bytes[0], values);
    bgt_status status = fuzz_input_open(&input, &job, plugin, bytes + 1, length - 1);
    if (status == BGT_OK) {
        status = fuzz_reader_open(&job, plugin, input.input, values, &reader);
    }
    if (status == BGT_OK) {
        status = read_all(&job, reader);
    }
    bgt_reader_close(reader);
    fuzz_input_close(&input);
    fuzz_job_close(&job, status);
    return 0;
}
