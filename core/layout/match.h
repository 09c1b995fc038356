/**
 * layout/match.h: which layout fits the rows of a window, and how well.
 *
 * Private to layout. docs/layouts/layout-files.md describes the score.
 */
#ifndef LAYOUT_MATCH_H
#define LAYOUT_MATCH_H

#include "layout/header.h"
#include "layout/layouts.h"
#include "layout/window.h"

/** A layout scored lower than this fits not at all. */
#define BGT_MATCH_THRESHOLD 45
/** Two layouts whose scores lie no further apart than this fit equally well. */
#define BGT_MATCH_MARGIN 4
/** The same where no title tells them apart: 科目编码, 科目名称, 合计 are the columns of
 * many tables. */
#define BGT_MATCH_MARGIN_UNTITLED 15
/** Layouts named in a message. */
#define BGT_MATCH_NEAREST 3

/** What to match. Borrowed for the call. */
struct bgt_match_options {
    const struct bgt_layouts *layouts;
    const struct bgt_layout_choice *choice; /**< Only these; count 0: all. */
    const struct bgt_window *window;
    struct bgt_slice sheet;  /**< Name of the sheet, which may be a title. */
    struct bgt_slice family; /**< Preferred among equals; length 0: none. */
    struct bgt_arena *arena; /**< Receives the result. */
};

/** A layout on a header. */
struct bgt_match {
    const struct bgt_layout *layout;
    unsigned score;       /**< 0 to 100. */
    unsigned title_score; /**< Share of the title in it. */
    bool has_years;       /**< Its labels name several years. */
    bool has_twin; /**< Two columns fit one of its equally well: match_columns.h. */
    uint32_t first, rows;     /**< The header in the window. */
    struct bgt_header header; /**< Columns in the arena. */
    /** Layout column by index of `header.columns`, or BGT_LAYOUT_NONE. Arena. */
    uint16_t *columns;
    const struct bgt_value *title; /**< Cell that was recognised as its title, or null. */
    uint32_t heading; /**< First row of its heading in the window; what is above belongs
                         to something else. */
    uint32_t title_row;
    /** Labelled forms: the label that states the amount unit, and the unit's name where
     * it is not the document's. */
    const struct bgt_value *unit_at;
    uint32_t unit_row;
    struct bgt_slice agency;
    bool is_placed; /**< Labelled forms: its rows are lines of a page. */
};

/** A layout that did not fit. */
struct bgt_near {
    const struct bgt_layout *layout;
    unsigned score;
    uint16_t missing[8]; /**< Columns that are not there. */
    size_t missing_count;
    size_t missing_total;
    bool is_named; /**< The title above the header is this layout's: comes first. */
};

/** What came out. */
struct bgt_match_result {
    struct bgt_match best; /**< layout null: none. */
    const struct bgt_layout
        *equals[BGT_MATCH_NEAREST]; /**< Others that fit equally well. */
    size_t equal_count;
    struct bgt_near nearest[BGT_MATCH_NEAREST]; /**< Where none fits; best first. */
    size_t near_count;
};

/** Matches. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_match_window(const struct bgt_match_options *options,
                            struct bgt_match_result *result);

#endif
