/**
 * diag.h: how an error, a warning or a note is described.
 *
 * A diagnostic is a stable code and facts; sentences are made from it once, by the host,
 * in English or Chinese. Nobody formats a sentence at the point of failure, and no
 * library prints. The codes, their severity and their sentences are listed in
 * `core/diag/codes.def`; `budgetconv explain CODE` shows one. A plugin names a code as
 * text, so that a newer plugin works with an older host: an unknown code is shown with
 * its facts under PLUGIN_MESSAGE.
 */
#ifndef BUDGET_DIAG_H
#define BUDGET_DIAG_H

#include <stddef.h>
#include <stdint.h>

enum bgt_severity {
    BGT_NOTE = 0,    /**< Worth knowing; nothing is wrong. */
    BGT_WARNING = 1, /**< Read or written exactly, but a person should look. */
    BGT_LOSS = 2,    /**< The target cannot hold something; an error under `--strict`. */
    BGT_ERROR = 3    /**< The job fails and writes nothing. */
};

/**
 * Where something stands. Unknown parts are null or 0. All numbers count from 1.
 * Text is UTF-8, zero-terminated, borrowed for the duration of the call it is passed to.
 */
struct bgt_place {
    const char *file;  /**< As the user wrote it; `-` for stdin. Null: the job's input. */
    const char *sheet; /**< Sheet, table or zip member. */
    const char *path;  /**< Element path (`/预算/行[3]/金额`) or key path
                          (`tables[2].lines[4]`). */
    uint64_t line;     /**< Line of a text file, or row of a sheet. */
    uint32_t column;   /**< Column of a sheet (1 = A), or character of a line. */
    uint8_t is_cell;   /**< Not 0: line and column are a cell and print as `C12`. */
    uint8_t reserved[3];
    uint64_t offset; /**< Byte offset + 1 where no line is known; 0: unknown. */
};

/** A diagnostic as it is reported. Everything is borrowed for the call; the host copies.
 */
struct bgt_diagnostic {
    const char *code; /**< A name of codes.def, such as "CSV_QUOTE_NOT_CLOSED". */
    struct bgt_place place;
    const char
        *text; /**< The offending text as found, or null. Need not be terminated. */
    size_t text_length; /**< Bytes of `text`; the host shows the first 200 characters. */
    const char
        *arguments[4]; /**< Facts for the sentence's `{1}` … `{4}`; null where unused. */
};

#endif
