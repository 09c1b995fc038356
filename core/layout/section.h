/**
 * layout/section.h: lines of prose become `section` records by their numbering.
 *
 * Private to layout. 第一部分 is level 1, 一、 level 2, （一） level 3, 1、 level 4,
 * （1） level 5. A numbered line that is short and no sentence is a heading; else the
 * number begins a paragraph of its own. Lines without a number belong to the section that
 * is open. Kinds: `toc` below 目录, `chart` for a caption that ends with 图,
 * `attachment_ref` for a line that refers to 附件, `glossary` for the terms below
 * 名词解释, else `prose`.
 */
#ifndef LAYOUT_SECTION_H
#define LAYOUT_SECTION_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/text.h"

struct bgt_layout_reader;

/** The section that is being collected. */
struct bgt_section_draft {
    bool is_open;
    bool is_joined;         /**< The next line may continue the last one. */
    const char *kind;       /**< A choice of section.kind. */
    uint8_t level;          /**< 0: without a number. */
    uint8_t glossary_level; /**< Level of the heading 名词解释 that is open, 0: none. */
    struct bgt_buffer number, heading, body;
    uint64_t line;      /**< Where it begins. */
    uint64_t body_line; /**< Where its body begins. */
};

/** How a line is numbered. Borrows from the line. */
struct bgt_section_number {
    struct bgt_slice text; /**< `（一）`; length 0: none. */
    uint8_t level;         /**< 1 to 5; 0: none. */
};

/** The number at the beginning of a trimmed line. Pure. */
struct bgt_section_number bgt_section_number_of(struct bgt_slice line);

/** Adds a line of text at a line of the source. Statuses as bgt_reading_report. */
bgt_status bgt_section_line(struct bgt_layout_reader *reader, struct bgt_slice line,
                            uint64_t number);

/** Adds a line to a section of a kind, which is begun where another one is open. */
bgt_status bgt_section_of_kind(struct bgt_layout_reader *reader, const char *kind,
                               struct bgt_slice line, uint64_t number);

/** Puts the section that is open, if any. */
bgt_status bgt_section_end(struct bgt_layout_reader *reader);

#endif
