/*
 * The files of fake_env.h.
 */
#ifndef BGT_TESTS_SUPPORT_FAKE_FILE_H
#define BGT_TESTS_SUPPORT_FAKE_FILE_H

#include "support/fake_env.h"

/** An output of its own that hands everything to `output`; what env->encode answers. */
bgt_status bgt_fake_file_pass(struct bgt_fake_env *fake, struct bgt_output *output,
                              struct bgt_output **passing);

#endif
