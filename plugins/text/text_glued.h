/*
 * Codes that a page left without a gap before the name behind them: `30207邮电费`.
 */
#ifndef PLUGINS_TEXT_GLUED_H
#define PLUGINS_TEXT_GLUED_H

#include "text_page.h"

/** Parts such words of the lines first to before end, where codes of their own stand in
 * the same place. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_text_part_glued(struct bgt_text_page *page, size_t first, size_t end);

/** Whether a word is a whole code of a classification: 3, 5 or 7 digits. */
bool bgt_text_is_code(const struct bgt_text_token *token);

#endif
