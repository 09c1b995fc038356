/**
 * plugin/content.h: what an input's bytes say about its format, and how well a manifest
 * fits.
 *
 * Looks at the first BGT_HEAD_BYTES and, where the input is a zip or a folder, at the
 * names of its members. Takes nothing away from the input, reports nothing (what is
 * damaged is the reader's to say) and loads nothing.
 */
#ifndef BGT_PLUGIN_CONTENT_H
#define BGT_PLUGIN_CONTENT_H

#include "base/arena.h"
#include "io/io.h"
#include "plugin/manifest.h"

#include <stdbool.h>

/** What was found. */
struct bgt_content {
    const uint8_t *head; /**< Borrowed from the input. */
    size_t length;
    struct bgt_input *container; /**< A zip or the folder; null: neither. */
    bool owns_container;
    struct bgt_io silent; /**< What the container borrows: it reports nothing. */
    const char
        *root_uri; /**< Namespace of the XML root element, "" for none; null: no XML. */
    const char *root_name; /**< In the arena, as the two beside it. */
    const char *first_key; /**< Of a YAML or JSON document; null: none. */
};

/**
 * Looks at an input that nothing has been read of yet.
 *
 * @param io  its reporter is used for errors of reading only.
 * @param out always to be closed with bgt_content_close, before the input.
 * @return BGT_OK; an error of reading, reported; BGT_NO_MEMORY.
 */
bgt_status bgt_content_open(const struct bgt_io *io, struct bgt_input *input,
                            struct bgt_arena *arena, struct bgt_content *out);

/** Ends it; a zeroed one is allowed. */
void bgt_content_close(struct bgt_content *content);

/** How well the content fits the manifest's signatures: 0 not at all, to 99. The table is
 * in docs/plugin-guide/manifest.md. */
unsigned bgt_content_score(const struct bgt_content *content,
                           const struct bgt_manifest *manifest);

/** Length of the manifest's ending that fits a file's name, 0 for none; with the endings
 * for reading only, or without. */
size_t bgt_extension_fits(const struct bgt_manifest *manifest, const char *name,
                          bool is_reading);

#endif
