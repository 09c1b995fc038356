#include "fuzz/rewrite.h"

#include "base/text.h"
#include "io/batch.h"

#include <string.h>

/* Puts every item of a reader into a writer. */
static bgt_status copy(struct fuzz_job *job, struct bgt_reader *reader,
                       struct bgt_writer *writer)
{
    struct bgt_batch *batch = NULL;
    bgt_status status = bgt_batch_open(&job->io, &batch);
    bgt_status read = status;
    while (status == BGT_OK && (read == BGT_OK || read == BGT_BAD)) {
        bgt_batch_reset(batch);
        read = bgt_reader_next(reader, batch);
        bool is_good = (read == BGT_OK || read == BGT_END) && !fuzz_job_failed(job);
        for (uint32_t i = 0; is_good && status == BGT_OK && i < batch->item_count; i++) {
            status = bgt_writer_put(writer, batch, &batch->items[i]);
        }
    }
    bgt_batch_close(batch);
    if (status == BGT_OK && read == BGT_END && !fuzz_job_failed(job)) {
        return bgt_writer_finish(writer);
    }
    return status == BGT_OK && read != BGT_END ? read : status;
}

/* Reads the bytes and writes what they mean; answers whether that went without an error.
 */
static int rewrite(const struct bgt_plugin *plugin, struct bgt_slice bytes, uint32_t seed,
                   struct fuzz_output *output)
{
    struct fuzz_job job;
    struct fuzz_input input;
    struct bgt_option_value reading[FUZZ_OPTIONS];
    struct bgt_option_value writing[FUZZ_OPTIONS];
    struct bgt_reader *reader = NULL;
    struct bgt_writer *writer = NULL;
    if (!fuzz_job_open(&job)) {
        return 0;
    }
    fuzz_options(plugin, 0, 0, reading);
    fuzz_options(plugin, 1, seed, writing);
    bgt_status status =
        fuzz_input_open(&input, &job, plugin, (const uint8_t *)bytes.text, bytes.length);
    if (status == BGT_OK) {
        status = fuzz_reader_open(&job, plugin, input.input, reading, &reader);
    }
    if (status == BGT_OK) {
        const struct bgt_instance_options options = {.plugin = plugin,
                                                     .host = &job.host,
                                                     .values = writing,
                                                     .output = &output->output};
        status = bgt_writer_open(&options, &writer);
    }
    if (status == BGT_OK) {
        status = copy(&job, reader, writer);
    }
    int is_good = status == BGT_OK && !fuzz_job_failed(&job);
    bgt_writer_close(writer);
    bgt_reader_close(reader);
    fuzz_input_close(&input);
    fuzz_job_close(&job, status);
    return is_good;
}

int fuzz_rewrite(const struct bgt_plugin *plugin, const uint8_t *bytes, size_t length)
{
    struct fuzz_output first;
    struct fuzz_output second;
    if (length == 0) {
        return 0;
    }
    const struct bgt_slice input = {(const char *)bytes + 1, length - 1};
    fuzz_output_open(&first);
    fuzz_output_open(&second);
    if (rewrite(plugin, input, bytes[0], &first)) {
        const struct bgt_slice again = {first.bytes.data, first.bytes.length};
        FUZZ_HOLDS(rewrite(plugin, again, bytes[0], &second));
        FUZZ_HOLDS(first.bytes.length == second.bytes.length &&
                   memcmp(first.bytes.data, second.bytes.data, first.bytes.length) == 0);
    }
    fuzz_output_close(&second);
    fuzz_output_close(&first);
    return 0;
}
