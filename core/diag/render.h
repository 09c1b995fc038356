/**
 * diag/render.h: a diagnostic as text for people and as a JSON line for programs.
 *
 * Text:
 *
 *     disclosure.xlsx[收入总表]!C12: error: the cell holds no number [CELL_NOT_NUMBER]
 *         found: 十二万
 *         remedy: write the amount in digits
 *
 * The place is `FILE`, then `[SHEET]`, then `!C12` for a cell or `:LINE:COLUMN` for text,
 * then
 * `: /element/path` and `: offset N` (bytes from 0) where known; the unknown parts are
 * left out, and where nothing at all is known it is `budgetconv`. Control and invisible
 * characters in anything foreign are shown as `\n`, `\x1B` or `\u{202E}`, so a line is
 * always one line.
 *
 * JSON: one object on one line with exactly the keys code, severity, file, sheet, cell,
 * line, column, path, text, message, remedy, args, in this order; null where unknown.
 * `message` and `remedy` are in the language chosen; nothing else is ever translated.
 * Bytes that are not UTF-8 become U+FFFD.
 */
#ifndef BGT_DIAG_RENDER_H
#define BGT_DIAG_RENDER_H

#include "base/buffer.h"
#include "budget/status.h"
#include "diag/codes.h"
#include "diag/reporter.h"

/** Appends the diagnostic as text, closed by a line feed. BGT_OK, BGT_NO_MEMORY,
 * BGT_LIMIT. */
bgt_status bgt_render_text(struct bgt_buffer *buffer,
                           const struct bgt_kept_diagnostic *diagnostic,
                           enum bgt_language language);

/** Appends the diagnostic as a JSON line, closed by a line feed. As above. */
bgt_status bgt_render_json(struct bgt_buffer *buffer,
                           const struct bgt_kept_diagnostic *diagnostic,
                           enum bgt_language language);

/** Appends the sentence with its arguments filled in. As above. */
bgt_status bgt_render_sentence(struct bgt_buffer *buffer,
                               const struct bgt_kept_diagnostic *diagnostic,
                               enum bgt_language language);

/** Appends the place as in text, without a closing colon. As above. */
bgt_status bgt_render_place(struct bgt_buffer *buffer, const struct bgt_place *place,
                            enum bgt_language language);

/** Appends foreign text so that it is safe on a terminal and stays on one line. As above.
 */
bgt_status bgt_render_foreign(struct bgt_buffer *buffer, const char *text, size_t length);

/** Appends text as a JSON string with its quotes; `text` null gives `null`. As above. */
bgt_status bgt_render_json_string(struct bgt_buffer *buffer, const char *text,
                                  size_t length);

#endif
