/*
 * A batch as text, so that tests compare it with a literal.
 */
#ifndef BGT_TESTS_SUPPORT_FAKE_DUMP_H
#define BGT_TESTS_SUPPORT_FAKE_DUMP_H

#include "support/fake_env.h"

/** What bgt_fake_dump() shows beside the values. */
enum bgt_fake_show {
    BGT_FAKE_PLAIN = 0,
    BGT_FAKE_PLACES = 1 /**< `@line:column` after each value, `[path]` after each item. */
};

/**
 * One line an item:
 *
 *     sheet 1=data
 *     row 1 @1 1=科目 2="编码"
 *     sheet_end
 *     line row_no=#1 item=一、 general_public=#26.00 x:备注=text
 *
 * Rows show their number and source line. Text stands as it is, in quotes where it was
 * quoted, with line breaks as \n and \r; a blank is `~` and its spelling; a number is `#`
 * and its decimal, or its text where it has none; `!` date, `?` boolean, `*` error; `%`
 * after a percentage. Records show the entity and the fields' keys, for which a model is
 * needed.
 *
 * @return text to be freed by free().
 */
char *bgt_fake_dump(const struct bgt_batch *batch, const struct bgt_model *model,
                    unsigned show);

#endif
