/**
 * flow/job_options.h: `-i` and `-o` of one job: the plugin's own options and the host's.
 *
 * Some options belong to every grid format, since the host does what they ask: the amount
 * unit of tables that state none, and which sheets stand beside the forms.
 */
#ifndef FLOW_JOB_OPTIONS_H
#define FLOW_JOB_OPTIONS_H

#include "base/arena.h"
#include "flow/convert.h"
#include "plugin/manifest.h"
#include "plugin/options.h"

/** The host's own options: index into `bgt_job_options.host`. */
enum bgt_host_option {
    BGT_HOST_AMOUNT_UNIT, /**< `-i amount-unit=` */
    BGT_HOST_ENTITIES,    /**< `-o entities=` */
    BGT_HOST_CONTENTS,    /**< `-o contents=` */
    BGT_HOST_CHARTS       /**< `-o charts=` */
};

/** What is to be resolved. Everything is borrowed for the call, `arena` as long as the
 * values. */
struct bgt_job_options_wanted {
    const struct bgt_manifest *manifest;
    enum bgt_direction direction;
    const struct bgt_texts *given;
    struct bgt_arena *arena;
    struct bgt_reporter *reporter;
};

/** Values by index of each table. */
struct bgt_job_options {
    struct bgt_option_value *plugin;
    struct bgt_option_value *host;
};

/** Resolves. Answers and reports as bgt_options_resolve. */
bgt_status bgt_job_options_resolve(const struct bgt_job_options_wanted *wanted,
                                   struct bgt_job_options *options);

/** The amount unit that was given, 元 or 万元, or null. */
const char *bgt_job_options_unit(const struct bgt_job_options *options);

#endif
