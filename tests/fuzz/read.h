/* Reading with one plugin to the end; the batches are checked by the host. */
#ifndef BGT_TESTS_FUZZ_READ_H
#define BGT_TESTS_FUZZ_READ_H

#include "fuzz/job.h"

/** Read. The first byte gives the options. Returns 0. */
int fuzz_read(const struct bgt_plugin *plugin, const uint8_t *bytes, size_t length);

#endif
