#include "conformance.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_FAILURES = 4000 };

void check_what_was_written_reads_the_same(void **state)
{
    struct kit kit;
    struct bgt_batch *wanted = NULL;
    struct bgt_batch *found = NULL;
    size_t length = 0;
    conformance_open(&kit, state);
    char *file = conformance_file(&kit, &length);
    if (file != NULL && kit.plugin->reader != NULL) {
        assert_int_equal(bgt_batch_open(&kit.io, &wanted), BGT_OK);
        assert_int_equal(bgt_batch_open(&kit.io, &found), BGT_OK);
        kit_document(&kit, wanted);
        assert_int_equal(kit_read(&kit, file, length, found), BGT_END);
        char *wanted_text = kit_dump(&kit, wanted);
        char *found_text = kit_dump(&kit, found);
        assert_string_equal(found_text, wanted_text);
        free(wanted_text);
        free(found_text);
    }
    bgt_batch_close(wanted);
    bgt_batch_close(found);
    free(file);
    kit_close(&kit);
}

void check_every_cut_is_survived(void **state)
{
    struct kit kit;
    size_t length = 0;
    conformance_open(&kit, state);
    char *file = conformance_file(&kit, &length);
    for (size_t cut = 0; kit.plugin->reader != NULL && cut < length;
         cut += conformance_stride(length)) {
        char *copy = malloc(cut + 1);
        assert_non_null(copy);
        memcpy(copy, file, cut);
        conformance_said(&kit, kit_read(&kit, copy, cut, NULL), "cut at", cut);
        conformance_orderly(&kit, "cut at", cut);
        free(copy);
        kit_forget(&kit);
    }
    free(file);
    kit_close(&kit);
}

void check_every_change_is_survived(void **state)
{
    static const unsigned changes[] = {0x01, 0x20, 0x80, 0xFF};
    struct kit kit;
    size_t length = 0;
    conformance_open(&kit, state);
    char *file = conformance_file(&kit, &length);
    for (size_t at = 0; kit.plugin->reader != NULL && at < length;
         at += conformance_stride(length)) {
        char kept = file[at];
        file[at] = (char)((unsigned char)kept ^ changes[at % BGT_TEST_COUNT(changes)]);
        conformance_said(&kit, kit_read(&kit, file, length, NULL), "changed at", at);
        conformance_orderly(&kit, "changed at", at);
        file[at] = kept;
        kit_forget(&kit);
    }
    free(file);
    kit_close(&kit);
}

void check_noise_is_survived(void **state)
{
    static const size_t lengths[] = {0, 1, 2, 3, 16, 255, 4096, 70000};
    struct kit kit;
    conformance_open(&kit, state);
    for (size_t i = 0; kit.plugin->reader != NULL && i < BGT_TEST_COUNT(lengths); i++) {
        char *bytes = malloc(lengths[i] + 1);
        assert_non_null(bytes);
        conformance_noise(bytes, lengths[i], (uint32_t)i);
        conformance_said(&kit, kit_read(&kit, bytes, lengths[i], NULL), "noise",
                         lengths[i]);
        memset(bytes, (int)(" \n\t[{<\"0"[i]), lengths[i]);
        conformance_said(&kit, kit_read(&kit, bytes, lengths[i], NULL), "same byte",
                         lengths[i]);
        memset(bytes, 0, lengths[i]);
        conformance_said(&kit, kit_read(&kit, bytes, lengths[i], NULL), "zeros",
                         lengths[i]);
        conformance_orderly(&kit, "noise", lengths[i]);
        free(bytes);
        kit_forget(&kit);
    }
    kit_close(&kit);
}

void check_instances_do_not_disturb_each_other(void **state)
{
    struct kit kit;
    size_t length = 0;
    conformance_open(&kit, state);
    char *file = conformance_file(&kit, &length);
    if (file != NULL && kit.plugin->reader != NULL) {
        struct kit_reading readings[2];
        struct bgt_batch *all[3] = {NULL, NULL, NULL};
        bgt_status status[2];
        for (size_t i = 0; i < 3; i++) {
            assert_int_equal(bgt_batch_open(&kit.io, &all[i]), BGT_OK);
        }
        for (size_t i = 0; i < 2; i++) {
            status[i] = kit_start(&kit, file, length, &readings[i]);
        }
        while (status[0] == BGT_OK || status[1] == BGT_OK) {
            for (size_t i = 0; i < 2; i++) {
                status[i] =
                    status[i] == BGT_OK ? kit_step(&readings[i], all[i]) : status[i];
            }
        }
        kit_stop(&readings[0]);
        kit_stop(&readings[1]);
        assert_int_equal(kit_read(&kit, file, length, all[2]), BGT_END);
        char *texts[3];
        for (size_t i = 0; i < 3; i++) {
            texts[i] = kit_dump(&kit, all[i]);
            assert_string_equal(texts[i], texts[0]);
            bgt_batch_close(all[i]);
        }
        free(texts[0]);
        free(texts[1]);
        free(texts[2]);
    }
    free(file);
    kit_close(&kit);
}

void check_close_may_come_at_any_time(void **state)
{
    struct kit kit;
    size_t length = 0;
    conformance_open(&kit, state);
    char *file = conformance_file(&kit, &length);
    bgt_status status = BGT_OK;
    for (size_t steps = 0; file != NULL && kit.plugin->reader != NULL && status == BGT_OK;
         steps++) {
        struct kit_reading reading;
        status = kit_start(&kit, file, length, &reading);
        for (size_t i = 0; i < steps && status == BGT_OK; i++) {
            status = kit_step(&reading, NULL);
        }
        kit_stop(&reading);
    }
    free(file);
    kit_close(&kit);
}

/* The host's memory runs out at the n-th allocation, for every n that matters. */
void check_memory_of_the_host_may_run_out(void **state)
{
    struct kit kit;
    size_t length = 0;
    conformance_open(&kit, state);
    char *file = conformance_file(&kit, &length);
    for (size_t n = 1; file != NULL && kit.plugin->reader != NULL && n < MAX_FAILURES;
         n++) {
        bgt_failing_allocator_init(&kit.failing, n);
        bgt_status status = kit_read(&kit, file, length, NULL);
        assert_int_equal(kit.failing.outstanding, 0);
        if (kit.failing.failed == 0) {
            assert_int_equal(status, BGT_END);
            break;
        }
        /* Some can be done without: the interner's, a cache's. */
        if (status != BGT_NO_MEMORY && status != BGT_END && kit_errors(&kit) == 0) {
            fail_msg("allocation %zu: status %d and no diagnostic", n, (int)status);
        }
    }
    bgt_failing_allocator_init(&kit.failing, 0);
    free(file);
    kit_close(&kit);
}
