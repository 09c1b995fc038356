/**
 * plugin/elf_image.h: what a plugin's file says of itself, before any of its code can
 * run.
 *
 * Loading a shared object runs its constructors, so interface version and size of the
 * descriptor are read from the file. Both are plain numbers in constant data and need no
 * relocation. The file is hostile until proved otherwise: every offset is checked against
 * its size. Follows the System V ABI, chapters 4 and 5 (ELF-64). Any thread.
 */
#ifndef BGT_PLUGIN_ELF_IMAGE_H
#define BGT_PLUGIN_ELF_IMAGE_H

#include "budget/status.h"

#include <stdint.h>

struct bgt_reporter;

/** The first members of struct bgt_plugin, as the file has them. */
struct bgt_descriptor_head {
    uint32_t struct_size;
    uint32_t abi;
};

/**
 * Reads the head of the descriptor @p symbol from the file at @p path.
 *
 * Reports and answers BGT_BAD: PLUGIN_EMPTY; PLUGIN_NOT_ELF (no ELF file, not 64-bit, no
 * shared object); PLUGIN_OTHER_MACHINE; PLUGIN_DAMAGED (an offset outside the file);
 * PLUGIN_NO_SYMBOL; PLUGIN_LOAD_FAILED (the file cannot be read).
 */
bgt_status bgt_elf_descriptor(const char *path, const char *symbol,
                              struct bgt_reporter *reporter,
                              struct bgt_descriptor_head *out);

#endif
