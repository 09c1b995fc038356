/*
 * The host's own YAML parser for the host in memory.
 */
#ifndef BGT_TESTS_PLUGIN_YAML_HOST_YAML_H
#define BGT_TESTS_PLUGIN_YAML_HOST_YAML_H

#include "io/input.h"
#include "io/yaml.h"
#include "support/fake_env.h"

/* What the parser itself reports is kept by nobody: these tests look at the plugin. */
static struct bgt_io host_io;
static struct bgt_input *host_input; /* Of the one parser that is open. */

static void host_yaml_close(struct bgt_yaml *yaml)
{
    bgt_yaml_close(yaml);
    if (host_input != NULL) {
        host_input->close(host_input);
    }
    host_input = NULL;
}

/* The parser reads inputs of the host's own only, so the input in memory becomes one. */
static bgt_status host_yaml_open(const struct bgt_env *env, struct bgt_input *input,
                                 struct bgt_yaml **yaml)
{
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    host_io.limits = env->limits;
    bgt_status status = input->map(input, &bytes, &length);
    if (status == BGT_OK) {
        status = bgt_input_open_memory(&host_io, bytes, (size_t)length, input->name,
                                       &host_input);
    }
    if (status == BGT_OK) {
        status = bgt_yaml_open(&host_io, host_input, yaml);
    }
    if (status != BGT_OK) {
        host_yaml_close(NULL);
    }
    return status;
}

/* Sets the services of the host. */
static void set_host_yaml(struct bgt_fake_env *fake)
{
    fake->env.yaml_open = host_yaml_open;
    fake->env.yaml_next = bgt_yaml_next;
    fake->env.yaml_close = host_yaml_close;
}

#endif
