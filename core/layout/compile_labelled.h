/**
 * layout/compile_labelled.h: the parts of a labelled form, from the tree of its file.
 *
 * Private to layout; shared by compile_labelled.c and the files beside it.
 */
#ifndef LAYOUT_COMPILE_LABELLED_H
#define LAYOUT_COMPILE_LABELLED_H

#include "layout/compile.h"
#include "layout/labelled.h"

/** Reads `scope`, `widths` and `parts`. Null where memory ran out or the parts are
 * missing (reported). */
const struct bgt_labelled *bgt_compile_labelled(struct bgt_layout_compiler *compiler,
                                                struct bgt_tree *root);

/** Member @p key as a list of 1 to @p maximum, or null (reported unless it is missing and
 * @p is_optional). */
struct bgt_tree *bgt_compile_list(struct bgt_layout_compiler *compiler,
                                  struct bgt_tree *mapping, const char *key,
                                  size_t maximum, bool is_optional);

/** Label and aliases of a mapping; a missing label is a fault. */
struct bgt_layout_label bgt_compile_labelled_label(struct bgt_layout_compiler *compiler,
                                                   struct bgt_tree *mapping);

/** Member `at`: @p count spans, first and last column of each. */
void bgt_compile_spans(struct bgt_layout_compiler *compiler, struct bgt_tree *mapping,
                       struct bgt_labelled_span *spans, size_t count);

/** The blocks of a part of funds. */
void bgt_compile_funds(struct bgt_layout_compiler *compiler, struct bgt_tree *mapping,
                       struct bgt_labelled_part *part);

/** Tasks, goals and indicators. */
void bgt_compile_tasks(struct bgt_layout_compiler *compiler, struct bgt_tree *mapping,
                       struct bgt_labelled_part *part);
void bgt_compile_goals(struct bgt_layout_compiler *compiler, struct bgt_tree *mapping,
                       struct bgt_labelled_part *part);
void bgt_compile_indicators(struct bgt_layout_compiler *compiler,
                            struct bgt_tree *mapping, struct bgt_labelled_part *part);

/** Lists all spellings of all labels, in the order of the file. */
void bgt_compile_words(struct bgt_layout_compiler *compiler, struct bgt_labelled *form);

#endif
