/**
 * plugin/manifest.h: what `<stem>.plugin` says about a plugin.
 *
 * The grammar is in docs/plugin-guide/manifest.md. Reading a manifest runs no plugin
 * code. A fault is reported with file and line and disables this plugin only; all faults
 * of a file are reported, not just the first. No globals; any thread, one parse at a time
 * per arena.
 */
#ifndef BGT_PLUGIN_MANIFEST_H
#define BGT_PLUGIN_MANIFEST_H

#include "base/arena.h"
#include "budget/plugin.h"

#include <stddef.h>
#include <stdint.h>

struct bgt_reporter;

/** Most bytes of a manifest. */
#define BGT_MANIFEST_MAX_BYTES (64u << 10)
/** Most values of one key that may be repeated, and of one list. */
#define BGT_MANIFEST_MAX_VALUES 32
/** Most options, and most choices of one. */
#define BGT_MANIFEST_MAX_OPTIONS 64
/** Most bytes of an id or an option's name. */
#define BGT_MANIFEST_MAX_NAME 64
/** Most bytes of one magic. */
#define BGT_MAGIC_MAX 32
/** Bytes at the beginning of an input that choosing looks at; magics lie within. */
#define BGT_HEAD_BYTES (64u << 10)

/** Bytes at a place. */
struct bgt_magic {
    uint32_t offset;
    uint32_t length; /**< 1 to BGT_MAGIC_MAX. */
    uint8_t bytes[BGT_MAGIC_MAX];
};

/** Name of a root element. */
struct bgt_root_name {
    const char *uri; /**< Namespace; null: any, or none. */
    const char *name;
};

/** A manifest. All pointers are into the arena it was read with; the text is UTF-8. Lists
 * of texts are null-terminated and never null. */
struct bgt_manifest {
    const char *path; /**< Of the manifest, for messages. */
    const char *id;
    uint32_t abi;  /**< As BGT_ABI. */
    uint32_t kind; /**< enum bgt_plugin_kind */
    const char *title;
    const char *title_zh;
    const char *const *extensions; /**< Lower case, without the leading dot. */
    const char *const *read_extensions;
    const char *const *media_types;
    const char *const *zip_members;
    const char *const *folder_members;
    const char *const *first_keys;
    const struct bgt_magic *magics;
    size_t magic_count;
    const struct bgt_root_name *xml_roots;
    size_t xml_root_count;
    struct bgt_capacity capacity;     /**< `flags` are the capabilities. */
    const struct bgt_option *options; /**< Stride sizeof(struct bgt_option). */
    uint32_t option_count;
};

/** A manifest's text and where it came from. */
struct bgt_manifest_source {
    const char *path; /**< For messages; its stem must be the id. Borrowed as long as the
                         arena. */
    const char *text; /**< Borrowed for the call. */
    size_t length;
};

/**
 * Parses a manifest.
 *
 * @param arena    holds everything that @p out points to.
 * @param reporter receives PLUGIN_MANIFEST_… diagnostics.
 * @param out      set on BGT_OK only.
 * @return BGT_OK; BGT_BAD when faults were reported; BGT_NO_MEMORY or BGT_LIMIT from the
 * arena.
 */
bgt_status bgt_manifest_parse(const struct bgt_manifest_source *source,
                              struct bgt_arena *arena, struct bgt_reporter *reporter,
                              struct bgt_manifest *out);

/**
 * Reads and parses the file @p path, which is copied to the arena. Else as
 * bgt_manifest_parse; a file that cannot be read is PLUGIN_MANIFEST_UNREADABLE and
 * BGT_BAD.
 */
bgt_status bgt_manifest_read(const char *path, struct bgt_arena *arena,
                             struct bgt_reporter *reporter, struct bgt_manifest *out);

/** Name of a capability bit as manifests spell it (`read`), or null. */
const char *bgt_capability_name(uint32_t flag);

/** The exported symbol of a plugin, `<stem>_LTX_bgt_plugin`, in the arena; null as
 * bgt_arena_allocate. */
const char *bgt_plugin_symbol(const char *id, struct bgt_arena *arena);

#endif
