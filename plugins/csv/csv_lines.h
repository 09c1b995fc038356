/*
 * Physical lines of an input, one at a time and whole. Lines end with LF, CR LF or a lone
 * CR.
 */
#ifndef PLUGINS_CSV_LINES_H
#define PLUGINS_CSV_LINES_H

#include <stdbool.h>

#include "budget/plugin.h"

/** Where a line ended. */
enum bgt_csv_break {
    BGT_CSV_BREAK_NONE, /**< The input ended without a line break. */
    BGT_CSV_BREAK_LF,
    BGT_CSV_BREAK_CRLF,
    BGT_CSV_BREAK_CR
};

/** One line, valid until the next call. */
struct bgt_csv_line {
    const char *text;
    size_t length;     /**< Bytes without the line break. */
    size_t raw_length; /**< Bytes with the line break. */
    size_t nul;        /**< Offset of the first NUL byte; `length` where there is none. */
    uint64_t number;   /**< From 1. */
    enum bgt_csv_break end;
};

/** A window on the input. Positions count from the start of the buffer. */
struct bgt_csv_lines {
    struct bgt_input *input;
    char *buffer;
    size_t capacity;
    size_t start, end; /**< Bytes read and not yet delivered. */
    size_t lf, cr,
        nul;          /**< Next of each at or after `start`; `end` where none is known. */
    uint64_t maximum; /**< Bytes of the longest line. */
    uint64_t line;    /**< Lines delivered. */
    bool is_at_end;   /**< The input holds no more. */
    bool is_too_long; /**< A line was longer than `maximum`. */
};

/** Begins with an input, which is borrowed until bgt_csv_lines_clear(). */
void bgt_csv_lines_init(struct bgt_csv_lines *lines, struct bgt_input *input,
                        uint64_t maximum);

/** Reads ahead until `bytes` undelivered bytes stand in the buffer or the input ends.
 * BGT_OK, BGT_NO_MEMORY or what the input answers. */
bgt_status bgt_csv_lines_fill(struct bgt_csv_lines *lines, size_t bytes);

/** The next line. BGT_OK, BGT_END, BGT_LIMIT (with `is_too_long`: nothing was reported),
 * BGT_NO_MEMORY or what the input answers. */
bgt_status bgt_csv_lines_next(struct bgt_csv_lines *lines, struct bgt_csv_line *line);

/** Frees the buffer. */
void bgt_csv_lines_clear(struct bgt_csv_lines *lines);

#endif
