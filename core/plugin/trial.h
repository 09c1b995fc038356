/**
 * plugin/trial.h: loading a plugin once in a process of its own.
 *
 * Loading runs constructors, and those of somebody else's plugin may abort, crash, exit
 * or hang. So it is loaded first in a child that has nothing to lose: no descriptors but
 * the null device, no core file, an alarm. What became of the child is the diagnostic.
 *
 * Call it before other threads are started: a child of a threaded process may find the
 * system loader's lock taken for ever (the alarm ends it, as a hang).
 */
#ifndef BGT_PLUGIN_TRIAL_H
#define BGT_PLUGIN_TRIAL_H

#include "plugin/manifest.h"

/** What to try. All borrowed. */
struct bgt_trial {
    const char *path; /**< Absolute path of the shared object. */
    const char
        *symbol; /**< Of its descriptor, which is compared with the manifest too. */
    const struct bgt_manifest *manifest;
    unsigned seconds; /**< Time limit. */
};

/**
 * Tries it. Reports PLUGIN_LOAD_FAILED (with the system's own reason), PLUGIN_CRASHES,
 * PLUGIN_EXITS, PLUGIN_HANGS or PLUGIN_TRIAL_FAILED.
 *
 * @return BGT_OK or BGT_BAD.
 */
bgt_status bgt_trial_run(const struct bgt_trial *trial, struct bgt_reporter *reporter);

#endif
