/*
 * What the tests of the csv reader share: one fake host and one batch a test.
 */
#ifndef BGT_TESTS_PLUGIN_CSV_CSV_TESTING_H
#define BGT_TESTS_PLUGIN_CSV_CSV_TESTING_H

#include "support/fake_dump.h"

extern const struct bgt_plugin csv_LTX_bgt_plugin;

static struct bgt_fake_env fake;
static struct bgt_batch batch;

static inline int set_up(void **state)
{
    (void)state;
    bgt_fake_init(&fake, &csv_LTX_bgt_plugin, NULL);
    bgt_fake_batch_init(&batch);
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    bgt_test_fail_allocation(0);
    bgt_fake_batch_clear(&batch);
    bgt_fake_clear(&fake);
    return 0;
}

#endif
