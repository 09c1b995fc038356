/**
 * layout/heading.h: what the rows above a header say: title, number, unit, and facts by
 * label.
 *
 * Private to layout. Labels are those of `document` in the model: `单位名称：…`,
 * `编制日期：…`, `金额单位：万元`; a value may stand behind the colon or in the next
 * cell.
 */
#ifndef LAYOUT_HEADING_H
#define LAYOUT_HEADING_H

#include "layout/match.h"
#include "model/model.h"

/** Most cells above a header that are looked at. */
#define BGT_HEADING_CELLS 256

/** What was found. Text is borrowed from the window. */
struct bgt_heading_facts {
    struct bgt_slice title;
    struct bgt_slice form_no;
    struct bgt_slice
        known[BGT_document_field_count]; /**< By field; length 0: not said. */
    unsigned
        year; /**< From title, label, header or any other text, in this order; 0: none. */
    bool is_year_guessed;         /**< Neither title nor label states it. */
    struct bgt_slice column_unit; /**< Amount unit in a label of the header; length 0. */
    const struct bgt_value *column_unit_at; /**< That label. */
    unsigned column_year; /**< Another year in a label above a column of this one; 0. */
    const struct bgt_value *column_year_at; /**< That label. */
    uint32_t column_unit_row;               /**< Its row in the window. */
    bgt_status failure;    /**< BGT_NO_MEMORY where a text could not be compared. */
    bool is_title_guessed; /**< The layout knows no such title. */
    const struct bgt_value *left[BGT_HEADING_CELLS]; /**< Cells that say nothing known. */
    uint32_t left_rows[BGT_HEADING_CELLS];           /**< Their rows in the window. */
    size_t left_count;
    bool has_more_left; /**< There are more than have room. */
};

/** Reads the rows above the header of a match. Pure. */
void bgt_heading_read(const struct bgt_window *window, const struct bgt_match *match,
                      struct bgt_heading_facts *facts);

/** The amount unit that a text is, in its one spelling: 元, 千元, 万元, 百万元 or 亿元
 * for `万 元`, `人民币万元`, `万元（人民币）` and `万圆`. Length 0: none. Static. */
struct bgt_slice bgt_amount_unit(const char *text, size_t length);

/** Whether a text is an amount unit. Pure. */
bool bgt_is_amount_unit(const char *text, size_t length);

/** The amount unit that a text states without being a pair: `（元）`,
 * `2026年预算数（元）`, `计量单位：元`, `单位元`. Length 0: none. As bgt_amount_unit. */
struct bgt_slice bgt_heading_unit(struct bgt_slice text);

/** The field of `document` that a heading can state and whose label this is, or
 * BGT_LAYOUT_NONE. */
uint16_t bgt_heading_field(const char *text, size_t length);

/** Takes `label：value` pairs out of a text. Returns how many there were; a pair without
 * a value sets `*open` to its field, else `*open` is BGT_LAYOUT_NONE. */
size_t bgt_heading_pairs(struct bgt_slice text,
                         struct bgt_slice known[BGT_document_field_count],
                         uint16_t *open);

#endif
