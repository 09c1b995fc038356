/**
 * layout/key_list.h: several field keys in one cell, `general_public "x:备用 金额"
 * total="—"`.
 *
 * How the `entities` layout keeps which fields a table announces and which values are
 * blank. Names are parted by one space; each may be followed by `=` and a value. A name
 * that is empty or holds a blank, `"`, `=`, `\` or a control character is put in double
 * quotes; a value always is. In quotes `\"`, `\\`, `\n`, `\r` and `\t` stand for the
 * character.
 */
#ifndef LAYOUT_KEY_LIST_H
#define LAYOUT_KEY_LIST_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/text.h"

/** Appends a name, and its value where @p value is not null. BGT_OK, BGT_NO_MEMORY,
 * BGT_LIMIT. */
bgt_status bgt_key_list_append(struct bgt_buffer *out, struct bgt_slice name,
                               const struct bgt_slice *value);

/** Where reading a list stands. Begin with the whole list in `rest` and two empty
 * buffers, which the caller closes. */
struct bgt_key_list {
    struct bgt_slice rest;
    struct bgt_buffer name;  /**< The last name read. */
    struct bgt_buffer value; /**< Its value. */
    bool has_value;
};

/** Reads the next name. BGT_OK; BGT_END where there is none; BGT_BAD where the list is
 * not well written (`rest` begins at the fault); BGT_NO_MEMORY or BGT_LIMIT. */
bgt_status bgt_key_list_next(struct bgt_key_list *list);

#endif
