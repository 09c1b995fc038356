/**
 * plugin/trust.h: whether a file may be loaded as code.
 *
 * A plugin runs with all rights of the user, so nobody else may be able to put one in its
 * place: the file and every folder above it belong to root, to the user or to the owner
 * of the program, and nobody else may write to them. Two exceptions: a folder with the
 * sticky bit (such as the one for temporary files), in which others cannot replace what
 * is not theirs; and a group that has no member but the owner (the private groups of
 * Debian). Any thread.
 */
#ifndef BGT_PLUGIN_TRUST_H
#define BGT_PLUGIN_TRUST_H

#include "budget/status.h"

struct bgt_reporter;

/**
 * Checks a file or folder and all folders above it.
 *
 * Reports PLUGIN_WRITABLE_BY_OTHERS or PLUGIN_FOREIGN_OWNER with the path that is at
 * fault, or PLUGIN_LOAD_FAILED where it cannot be looked at.
 *
 * @param path absolute, without links: from realpath().
 * @return BGT_OK or BGT_BAD.
 */
bgt_status bgt_trust_check(const char *path, struct bgt_reporter *reporter);

#endif
