/**
 * diag/codes.h: the catalogue of diagnostic codes, as data.
 *
 * `codes.def` states each code once: its severity and, in English and Chinese, the
 * sentence and the remedy. Everything here is constant and may be used from any thread.
 */
#ifndef BGT_DIAG_CODES_H
#define BGT_DIAG_CODES_H

#include "budget/diag.h"

#include <stddef.h>

/** The languages in which a sentence can be shown. */
enum bgt_language { BGT_ENGLISH = 0, BGT_CHINESE = 1 };

/** The number of languages. */
#define BGT_LANGUAGE_COUNT 2

/** One code. Static, never null but where said. */
struct bgt_code {
    const char *name; /**< "FILE_NOT_FOUND" */
    enum bgt_severity severity;
    const char
        *sentence[BGT_LANGUAGE_COUNT]; /**< With `{1}` … `{4}` for the arguments. */
    const char
        *remedy[BGT_LANGUAGE_COUNT]; /**< What to do; "" where nothing is to be done. */
};

/** The code of this name, or null. */
const struct bgt_code *bgt_code_find(const char *name);

/** How many codes there are. */
size_t bgt_code_count(void);

/** The code at an index below bgt_code_count(), in the order of `codes.def`. */
const struct bgt_code *bgt_code_at(size_t index);

/** The word of a severity in JSON and in English text: "note", "warning", "loss",
 * "error". */
const char *bgt_severity_word(enum bgt_severity severity);

/** The word of a severity in a language: 提示, 警告, 丢失, 错误. */
const char *bgt_severity_label(enum bgt_severity severity, enum bgt_language language);

#endif
