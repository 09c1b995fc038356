/**
 * plugin/descriptor.h: whether a loaded descriptor is in order and says what its manifest
 * says.
 */
#ifndef BGT_PLUGIN_DESCRIPTOR_H
#define BGT_PLUGIN_DESCRIPTOR_H

#include "plugin/manifest.h"

#include <stdbool.h>

/** Most bytes of state that a plugin may ask for. */
#define BGT_STATE_MAX_BYTES (64u << 20)

/** Whether a plugin compiled for @p abi works with this program. */
bool bgt_abi_fits(uint32_t abi);

/** Writes `MAJOR.MINOR`; returns @p out. */
const char *bgt_abi_text(uint32_t abi, char out[16]);

/**
 * Compares a descriptor with its manifest. Runs no plugin code.
 *
 * Reports PLUGIN_WRONG_ABI, PLUGIN_WRONG_SIZE, PLUGIN_BAD_DESCRIPTOR or
 * PLUGIN_MANIFEST_DIFFERS: the first that is found.
 *
 * @param path     of the shared object, for messages.
 * @param reporter null: only answers.
 * @return BGT_OK or BGT_BAD.
 */
bgt_status bgt_descriptor_check(const struct bgt_plugin *plugin,
                                const struct bgt_manifest *manifest, const char *path,
                                struct bgt_reporter *reporter);

#endif
