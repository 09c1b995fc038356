/**
 * flow/host.h: what a job lends to the plugins it runs.
 */
#ifndef FLOW_HOST_H
#define FLOW_HOST_H

#include "base/hash.h"
#include "plugin/env.h"

struct bgt_context;

/** Fills a host with model, catalogue and data folder of the context; interner and
 * encoding are left empty. */
void bgt_host_fill(struct bgt_plugin_host *host, const struct bgt_context *context,
                   const struct bgt_io *io);

/** A key that nobody outside can guess, against chosen collisions of the interner. Output
 * never depends on it. */
struct bgt_hash_key bgt_host_hash_key(void);

#endif
