/**
 * layout/title.h: whether a text is a layout's title, or that of another table.
 *
 * Private to layout.
 */
#ifndef LAYOUT_TITLE_H
#define LAYOUT_TITLE_H

#include "base/buffer.h"
#include "layout/layout.h"

/** What a text scores that is the title and nothing else. */
#define BGT_TITLE_SHARE 40

/** How well a text is a layout's title: 0, or 24 to BGT_TITLE_SHARE. @p key is its
 * comparable form. */
unsigned bgt_match_title(const struct bgt_layout *layout, struct bgt_slice key);

/**
 * Whether a text is a title that narrows or changes what the layout's says:
 * 政府性基金预算 支出总表 is no 支出总表, a table 含上年结转 none that leaves it out, and
 * a title without 决算 none of final accounts. What stands before the year, or else
 * before the end of an office's name, does not count.
 *
 * @param scratch overwritten.
 * @return BGT_OK, BGT_NO_MEMORY or BGT_LIMIT.
 */
bgt_status bgt_title_contradicts(const struct bgt_layout *layout, struct bgt_slice text,
                                 struct bgt_buffer *scratch, bool *contradicts);

#endif
