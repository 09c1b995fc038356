/* Reading and writing with one record plugin. */
#ifndef BGT_TESTS_FUZZ_REWRITE_H
#define BGT_TESTS_FUZZ_REWRITE_H

#include "fuzz/job.h"

/** Read the bytes behind the first. What is read without an error is written, read and
 * written again: the second writing gives the same bytes. The first byte gives options of
 * the writer. Returns 0. */
int fuzz_rewrite(const struct bgt_plugin *plugin, const uint8_t *bytes, size_t length);

#endif
