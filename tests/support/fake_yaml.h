/*
 * YAML events for plugin tests straight from libyaml: what the host's guarded parser
 * gives for input that is in order. Nothing is refused; a syntax error ends with
 * BGT_FATAL.
 */
#ifndef BGT_TESTS_SUPPORT_FAKE_YAML_H
#define BGT_TESTS_SUPPORT_FAKE_YAML_H

#include "support/fake_env.h"

/** Sets yaml_open, yaml_next and yaml_close of the host. */
void bgt_fake_yaml(struct bgt_fake_env *fake);

#endif
