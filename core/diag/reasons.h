/**
 * diag/reasons.h: phrases that messages take as arguments, in the language of the
 * message.
 *
 * `reasons.def` states each phrase once. Constant; any thread.
 */
#ifndef BGT_DIAG_REASONS_H
#define BGT_DIAG_REASONS_H

#include "diag/codes.h"

#include <stddef.h>

/** The argument in that language: its translation where `reasons.def` has one, else the
 * argument itself. */
const char *bgt_reason_in(const char *argument, enum bgt_language language);

/** How many phrases there are. */
size_t bgt_reason_count(void);

/** The English phrase at an index below bgt_reason_count(). */
const char *bgt_reason_at(size_t index);

#endif
