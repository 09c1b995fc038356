/**
 * plugin/choose.h: which plugin reads an input, which writes a target.
 *
 * By the user's own word; else, to read, by content (which is stronger than the name) and
 * by the ending of the name; to write, by the ending. By manifests alone: only where
 * several fit equally are those loaded and asked (`probe`). The rules are in
 * docs/plugin-guide/manifest.md.
 */
#ifndef BGT_PLUGIN_CHOOSE_H
#define BGT_PLUGIN_CHOOSE_H

#include "io/io.h"
#include "plugin/registry.h"

/** What a reader is wanted for. All borrowed for the call. */
struct bgt_reader_wanted {
    const struct bgt_io *io; /**< Its reporter receives what is said here. */
    const char *format;      /**< `-f`: an id; null: not given. */
    /** Nothing has been read of it yet. May be null when `format` is given. */
    struct bgt_input *input;
};

/**
 * Chooses a reader.
 *
 * Reports FORMAT_UNKNOWN or FORMAT_UNKNOWN_NEAR (no such id), FORMAT_CANNOT_READ,
 * FORMAT_NOT_RECOGNISED (neither content nor name says it; the caller may first ask
 * bgt_sniff what the file is) and FORMAT_AMBIGUOUS; and the note FORMAT_FROM_CONTENT.
 *
 * @param manifest set on BGT_OK only; borrowed from the registry.
 * @return BGT_OK; BGT_NOT_FOUND where no format fits or there is none of this id; BGT_BAD
 * where several fit equally; BGT_NO_MEMORY; an error of reading, reported.
 */
bgt_status bgt_choose_reader(struct bgt_registry *registry,
                             const struct bgt_reader_wanted *wanted,
                             const struct bgt_manifest **manifest);

/**
 * Chooses a writer for a target's name (`-` and null: no name; with a closing `/` a
 * folder) or by id.
 *
 * Reports FORMAT_UNKNOWN, FORMAT_UNKNOWN_NEAR, FORMAT_CANNOT_WRITE, FORMAT_OF_TARGET and
 * FORMAT_AMBIGUOUS. Answers as bgt_choose_reader.
 */
bgt_status bgt_choose_writer(const struct bgt_registry *registry, const char *format,
                             const char *target, struct bgt_reporter *reporter,
                             const struct bgt_manifest **manifest);

#endif
