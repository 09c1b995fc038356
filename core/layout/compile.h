/**
 * layout/compile.h: the tree of a layout file becomes a struct bgt_layout.
 *
 * Private to layout. Faults are reported one by one with the line of the file, all of
 * them.
 */
#ifndef LAYOUT_COMPILE_H
#define LAYOUT_COMPILE_H

#include "base/arena.h"
#include "base/intern.h"
#include "layout/family.h"
#include "layout/layout.h"
#include "layout/tree.h"

struct bgt_reporter;

/** What compiling one file needs, and its state. */
struct bgt_layout_compiler {
    struct bgt_arena *arena;     /**< Receives the layout. */
    struct bgt_interner *labels; /**< Receives the keys of header labels and titles. */
    struct bgt_reporter *reporter;
    const char *file; /**< For messages. */
    struct bgt_slice family,
        name;           /**< From the file's path; checked against `layout:`. */
    uint64_t faults;    /**< Reported so far. */
    bgt_status failure; /**< BGT_NO_MEMORY or BGT_LIMIT, once it happened. */
};

/** Compiles. BGT_OK; BGT_BAD where faults were reported; BGT_NO_MEMORY; BGT_LIMIT
 * (reported). */
bgt_status bgt_layout_compile(struct bgt_layout_compiler *compiler, struct bgt_tree *root,
                              struct bgt_layout *out);

/** Compiles `family.yaml`; as bgt_layout_compile. */
bgt_status bgt_family_compile(struct bgt_layout_compiler *compiler, struct bgt_tree *root,
                              struct bgt_family *out);

/* ---- Shared by the compile_*.c files
 * ---------------------------------------------------- */

/** Reports a fault at a part of the file. `text` is what stands there, if it is a scalar.
 */
void bgt_compile_fault(struct bgt_layout_compiler *compiler, const char *code,
                       const struct bgt_tree *at, const char *argument1,
                       const char *argument2);

/** Whether a part is `"?"`, which a draft writes where it cannot guess. */
bool bgt_compile_is_undecided(const struct bgt_tree *part);

/** Reports LAYOUT_UNDECIDED for each `"?"` in @p part; @p key is that of its parent. No
 * other fault is reported of such a value. */
void bgt_compile_undecided(struct bgt_layout_compiler *compiler,
                           const struct bgt_tree *part, const char *key);

/** Reports each member that nobody took. */
void bgt_compile_left(struct bgt_layout_compiler *compiler,
                      const struct bgt_tree *mapping, const char *what);

/** Zeroed memory in the arena; null sets `failure`. */
void *bgt_compile_array(struct bgt_layout_compiler *compiler, size_t count, size_t size);

/** The scalar's text copied into the arena; length 0 (and a fault) where it is none. A
 * null part gives length 0 without a fault. */
struct bgt_slice bgt_compile_text(struct bgt_layout_compiler *compiler,
                                  const struct bgt_tree *part);

/** Reports each name in braces that is no field of `table` or `document`. */
void bgt_compile_template(struct bgt_layout_compiler *compiler,
                          const struct bgt_tree *part, struct bgt_slice text);

/** Reports the last of a block's columns where it cannot be told from one before it, or
 * fills a field that one before it fills. */
void bgt_compile_doubles(struct bgt_layout_compiler *compiler,
                         const struct bgt_tree *part,
                         const struct bgt_layout_column *columns, size_t count);

/** The text of a member that must be there; else LAYOUT_KEY_MISSING. */
struct bgt_slice bgt_compile_required(struct bgt_layout_compiler *compiler,
                                      struct bgt_tree *mapping, const char *key);

/** A whole number 1 to @p maximum; a null part gives @p otherwise. */
uint64_t bgt_compile_number(struct bgt_layout_compiler *compiler,
                            const struct bgt_tree *part, uint64_t maximum,
                            uint64_t otherwise);

/** `true` or `false`; a null part is false. */
bool bgt_compile_bool(struct bgt_layout_compiler *compiler, const struct bgt_tree *part);

/** Position in a null-terminated list of words, from 1; 0 for a null part or (a fault)
 * none. */
unsigned bgt_compile_word(struct bgt_layout_compiler *compiler,
                          const struct bgt_tree *part, const char *const *words);

/** Field of `line` by key, or BGT_LAYOUT_NONE and a fault. */
uint16_t bgt_compile_field(struct bgt_layout_compiler *compiler,
                           const struct bgt_tree *part);

/** `{field: "value", …}`; a null part is empty. */
struct bgt_layout_values bgt_compile_values(struct bgt_layout_compiler *compiler,
                                            const struct bgt_tree *part);

/** How labels become keys. */
typedef bgt_status bgt_compile_key(struct bgt_buffer *out, const char *text,
                                   size_t length);

/** A label: its written text and aliases, from a scalar or a list (first written), with
 * further aliases from `aliases` (may be null). Numbers the keys where @p numbered. */
struct bgt_layout_label bgt_compile_label(struct bgt_layout_compiler *compiler,
                                          const struct bgt_tree *part,
                                          const struct bgt_tree *aliases,
                                          bgt_compile_key *key, bool numbered);

/** The same from a mapping {write, aliases} or a scalar. */
struct bgt_layout_label bgt_compile_title(struct bgt_layout_compiler *compiler,
                                          struct bgt_tree *part);

/** Adds the model's label and aliases of a field to a label's keys. */
void bgt_compile_model_keys(struct bgt_layout_compiler *compiler,
                            struct bgt_layout_label *label, uint16_t field);

/** The block's columns, appended to `columns` (room for BGT_LAYOUT_COLUMNS_MAX). */
void bgt_compile_columns(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                         struct bgt_layout *layout, struct bgt_layout_column *columns,
                         struct bgt_layout_block *block);

/** Takes the key `item`: the one row of a block that is printed sideways. Before the
 * columns, which then need no column of names. */
void bgt_compile_own_item(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                          struct bgt_layout_block *block);

/** The block's fixed rows, or its rules for open rows. */
void bgt_compile_rows(struct bgt_layout_compiler *compiler, struct bgt_tree *block_part,
                      struct bgt_layout_block *block);

#endif
