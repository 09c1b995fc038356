/**
 * conformance.h: the checks of test_conformance.c and what they share.
 */
#ifndef BGT_TESTS_PLUGIN_CONFORMANCE_H
#define BGT_TESTS_PLUGIN_CONFORMANCE_H

#include "kit.h"

/** Most places at which a file is cut or changed. */
#define CONFORMANCE_POINTS 3000

/** The loaded plugin of a manifest; fails the test, and says why, where it does not load.
 */
const struct bgt_plugin *conformance_load(const struct bgt_manifest *manifest);

/** Opens a job around the plugin of a test, whose state is the manifest. */
void conformance_open(struct kit *kit, void **state);

/** The document as this plugin writes it, to be freed; null for one that cannot write. */
char *conformance_file(struct kit *kit, size_t *length);

/** Bytes from one place to the next. */
size_t conformance_stride(size_t length);

/** Bytes that look like nothing, the same for the same seed. */
void conformance_noise(char *bytes, size_t length, uint32_t seed);

/** Fails the test unless a read ended well or said why not. */
void conformance_said(struct kit *kit, bgt_status status, const char *what, size_t at);

/** Whether a code was reported. */
bool conformance_says(const struct kit *kit, const char *code);

/** Fails the test where what was read was not in order, or something failed in silence.
 */
void conformance_orderly(const struct kit *kit, const char *what, size_t at);

/* The checks; each test's state is a manifest. */
void check_descriptor_is_sane(void **state);
void check_exactly_one_symbol_is_exported(void **state);
void check_probe_is_pure(void **state);
void check_what_was_written_reads_the_same(void **state);
void check_every_cut_is_survived(void **state);
void check_every_change_is_survived(void **state);
void check_noise_is_survived(void **state);
void check_instances_do_not_disturb_each_other(void **state);
void check_close_may_come_at_any_time(void **state);
void check_memory_of_the_host_may_run_out(void **state);
void check_the_same_input_gives_the_same_bytes(void **state);
void check_what_does_not_fit_is_refused(void **state);
void check_an_abandoned_writer_leaves_nothing(void **state);
void check_the_process_stays_as_it_was(void **state);

#endif
