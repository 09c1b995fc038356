/*
 * The host's own YAML parser for the host in memory.
 */
#ifndef BGT_TESTS_PLUGIN_YAML_HOST_YAML_H
#define BGT_TESTS_PLUGIN_YAML_HOST_YAML_H

#include "io/yaml.h"
#include "support/fake_env.h"

/* What the parser itself reports is kept by nobody: these tests look at the plugin. */
static struct bgt_io host_io;

static bgt_status host_yaml_open(const struct bgt_env *env, struct bgt_input *input,
                                 struct bgt_yaml **yaml)
{
    host_io.limits = env->limits;
    return bgt_yaml_open(&host_io, input, yaml);
}

/* Sets the services of the host. */
static void set_host_yaml(struct bgt_fake_env *fake)
{
    fake->env.yaml_open = host_yaml_open;
    fake->env.yaml_next = bgt_yaml_next;
    fake->env.yaml_close = bgt_yaml_close;
}

#endif
