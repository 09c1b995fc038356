/* What a fuzz target defines: libFuzzer's entry point. */
#ifndef BGT_TESTS_FUZZ_FUZZ_H
#define BGT_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/** Try one input. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/** A property of the code under test that must hold for every input. */
#define FUZZ_HOLDS(condition) ((condition) ? (void)0 : abort())

#endif
