/**
 * plugin/manifest_parser.h: what the files of the manifest parser share. Private to the
 * room.
 */
#ifndef BGT_PLUGIN_MANIFEST_PARSER_H
#define BGT_PLUGIN_MANIFEST_PARSER_H

#include "base/text.h"
#include "plugin/manifest.h"

#include <stdbool.h>

/** Lists of a manifest that hold plain texts. */
enum bgt_manifest_list {
    BGT_LIST_EXTENSIONS,
    BGT_LIST_READ_EXTENSIONS,
    BGT_LIST_MEDIA_TYPES,
    BGT_LIST_ZIP_MEMBERS,
    BGT_LIST_FOLDER_MEMBERS,
    BGT_LIST_FIRST_KEYS,
    BGT_LIST_COUNT
};

/** A parse under way. */
struct bgt_manifest_parser {
    struct bgt_manifest *out;
    struct bgt_arena *arena;
    struct bgt_reporter *reporter;
    const char *path;
    uint64_t line;      /**< From 1. */
    const char *key;    /**< Of this line, for messages. */
    uint32_t seen;      /**< A bit for each key of the table. */
    bool is_bad;        /**< A fault was reported. */
    bgt_status failure; /**< BGT_NO_MEMORY or BGT_LIMIT of the arena; BGT_OK. */
    const char *lists[BGT_LIST_COUNT][BGT_MANIFEST_MAX_VALUES];
    size_t list_counts[BGT_LIST_COUNT];
    struct bgt_magic magics[BGT_MANIFEST_MAX_VALUES];
    size_t magic_count;
    struct bgt_root_name roots[BGT_MANIFEST_MAX_VALUES];
    size_t root_count;
    struct bgt_option options[BGT_MANIFEST_MAX_OPTIONS];
    size_t option_count;
};

/** Reports a fault of the present line with two facts, which may be null; the manifest is
 * bad. */
void bgt_manifest_fault(struct bgt_manifest_parser *parser, const char *code,
                        struct bgt_slice text, const char *fact, const char *second);

/** Reports that the value of the present key is not as @p expected. */
void bgt_manifest_value_fault(struct bgt_manifest_parser *parser, struct bgt_slice text,
                              const char *expected);

/** Copy of a slice in the arena, null (and parser->failure set) where it does not fit. */
const char *bgt_manifest_copy(struct bgt_manifest_parser *parser, struct bgt_slice text);

/** Whether the text is a name: a lower-case letter, then letters, digits and @p others.
 */
bool bgt_manifest_is_name(struct bgt_slice text, const char *others);

/** The next word of @p rest, separated by spaces and TABs; false at the end. */
bool bgt_manifest_word(struct bgt_slice *rest, struct bgt_slice *word);

/* One function for each kind of value that is more than a text or a number. */
void bgt_manifest_parse_abi(struct bgt_manifest_parser *parser, struct bgt_slice value);
void bgt_manifest_parse_capabilities(struct bgt_manifest_parser *parser,
                                     struct bgt_slice value);
void bgt_manifest_parse_magic(struct bgt_manifest_parser *parser, struct bgt_slice value);
void bgt_manifest_parse_root(struct bgt_manifest_parser *parser, struct bgt_slice value);
void bgt_manifest_parse_option(struct bgt_manifest_parser *parser,
                               struct bgt_slice value);

#endif
