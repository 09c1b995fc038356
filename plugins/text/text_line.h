/*
 * Lines of a text in memory, and the width of its characters.
 */
#ifndef PLUGINS_TEXT_LINE_H
#define PLUGINS_TEXT_LINE_H

#include <stdbool.h>

#include "budget/plugin.h"

/** One line without its line break. */
struct bgt_text_line {
    const char *text;
    size_t length;
    uint64_t number;    /**< From 1. */
    bool is_page_start; /**< A form feed stood before it, which is not part of it. */
};

/** A text that is read line by line. Lines end with LF, CR LF or a lone CR. */
struct bgt_text_lines {
    const char *text;
    size_t length;
    size_t at;
    uint64_t number; /**< Lines delivered. */
};

/** The next line; false at the end. */
bool bgt_text_next_line(struct bgt_text_lines *lines, struct bgt_text_line *line);

/** Bytes of the character at the beginning of valid UTF-8. @p length is not 0. */
size_t bgt_text_character(const char *text, size_t length);

/** Columns that a character of so many bytes takes in a fixed-width font: a Chinese one
 * and a full-width form two, an invisible one none. */
unsigned bgt_text_width(const char *text, size_t bytes);

/** Characters in a text. */
uint32_t bgt_text_count(const char *text, size_t length);

/** Whether the character at the beginning is a blank (space, no-break or ideographic
 * space); `*bytes` is its length. */
bool bgt_text_is_space(const char *text, size_t length, size_t *bytes);

/** Whether a part that is not empty stands in a text. */
bool bgt_text_has_part(const char *text, size_t length, const char *part);

/** Whether there is nothing but blanks and tabs. */
bool bgt_text_is_empty(const char *text, size_t length);

#endif
