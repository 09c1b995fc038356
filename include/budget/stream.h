/**
 * stream.h: where a reader's bytes come from and a writer's bytes go.
 *
 * A plugin opens nothing itself. The host hands it an input or an output that is bounded
 * by the job's limits, and the sandbox can close behind it. Failures are reported by the
 * host with file and offset; the plugin passes the status on.
 */
#ifndef BUDGET_STREAM_H
#define BUDGET_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "budget/status.h"

/** Size of an input that is not known beforehand. */
#define BGT_SIZE_UNKNOWN UINT64_MAX

/** Bytes to read. One thread at a time. */
struct bgt_input {
    uint32_t struct_size;
    uint32_t is_container; /**< Not 0: a zip or a folder; use the member functions. */
    const char *name; /**< For messages: the path as the user wrote it, or the member. */
    uint64_t size;    /**< Bytes, or BGT_SIZE_UNKNOWN. */
    void *host;
    /** All bytes at once, valid while the input is open. For a file they are mapped; what
     * cannot be mapped is spooled first. BGT_LIMIT where that exceeds the limits. */
    bgt_status (*map)(struct bgt_input *input, const uint8_t **bytes, uint64_t *length);
    /** The next bytes in order, at most `capacity`; `*got` is 0 only with BGT_END. */
    bgt_status (*read)(struct bgt_input *input, void *bytes, size_t capacity,
                       size_t *got);
    /** Bytes from an offset; may be fewer than asked for at the end. Not for a member. */
    bgt_status (*read_at)(struct bgt_input *input, uint64_t offset, void *bytes,
                          size_t capacity, size_t *got);
    /** A path that a library can open, valid while the input is open; null where none. */
    const char *(*path)(struct bgt_input *input);
    /** Containers: how many members there are. */
    uint64_t (*member_count)(struct bgt_input *input);
    /** Containers: name of a member, in the container's order; borrowed until close. */
    const char *(*member_name)(struct bgt_input *input, uint64_t index);
    /** Containers: opens a member, inflated, CRC-checked, limited. The name is compared
     * exactly, then without regard to case. BGT_NOT_FOUND (nothing reported) where there
     * is none. Several may be open at once. Close it with its own `close`. */
    bgt_status (*member)(struct bgt_input *input, const char *name,
                         struct bgt_input **member);
    /** Ends a member. Only for inputs that the plugin itself obtained. */
    void (*close)(struct bgt_input *input);
};

/** Bytes to write. Nothing appears at the target before the whole job has succeeded. */
struct bgt_output {
    uint32_t struct_size;
    uint32_t is_folder; /**< Not 0: a folder; only `member` may be used. */
    const char *name;   /**< For messages: the target as the user wrote it. */
    void *host;
    /** Appends bytes. */
    bgt_status (*write)(struct bgt_output *output, const void *bytes, size_t length);
    /** A path that a library can open for writing and seek in; valid until `close`. The
     * file is empty. After this, `write` is not used. Null where the system gives none.
     */
    const char *(*path)(struct bgt_output *output);
    /** Folders: begins a file in it. Close it with its own `close` before `finish`. */
    bgt_status (*member)(struct bgt_output *output, const char *name,
                         struct bgt_output **member);
    /** Ends a member; reports what could not be written. */
    bgt_status (*close)(struct bgt_output *output);
};

/* ---- Guarded XML: no DOCTYPE, no entities, depth and text bounded, UTF-8 to the handler
 * ---- */

struct bgt_xml; /**< The host's parser. */

/** One event handler each; null where not wanted. Text is borrowed for the call. A
 * handler answers BGT_OK, or another status that stops the parser and comes back from
 * xml_step. */
struct bgt_xml_handler {
    uint32_t struct_size;
    uint32_t reserved;
    /** An element begins. `uri` is its namespace ("" for none). `attributes` are name and
     * value in turn, null-terminated; a namespaced attribute's name is `uri` U+001F
     * `local`. */
    bgt_status (*start)(void *context, const char *uri, const char *name,
                        const char *const *attributes);
    bgt_status (*end)(void *context, const char *uri, const char *name);
    /** Text, possibly in several pieces. */
    bgt_status (*text)(void *context, const char *text, size_t length);
};

/* ---- Guarded YAML: no aliases, no tags, no duplicate keys, depth and scalars bounded
 * ---- */

struct bgt_yaml; /**< The host's parser. */

enum bgt_yaml_kind {
    BGT_YAML_MAPPING = 1,
    BGT_YAML_MAPPING_END = 2,
    BGT_YAML_SEQUENCE = 3,
    BGT_YAML_SEQUENCE_END = 4,
    BGT_YAML_SCALAR = 5,
    BGT_YAML_END = 6 /**< The one document is complete. */
};

/** One event. `text` is borrowed until the next event. */
struct bgt_yaml_event {
    uint32_t kind;     /**< enum bgt_yaml_kind */
    uint32_t is_key;   /**< Not 0: a scalar that is the key of a mapping. */
    uint32_t is_plain; /**< Not 0: a scalar without quotes. */
    uint32_t column;   /**< From 1, in characters. */
    uint64_t line;     /**< From 1. */
    const char *text;  /**< UTF-8, zero-terminated, may hold line breaks. */
    size_t length;
};

#endif
