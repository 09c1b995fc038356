/**
 * cell.h: what one `<c>` of a sheet means.
 */
#ifndef BGT_XLSX_CELL_H
#define BGT_XLSX_CELL_H

#include "row.h"
#include "styles.h"

/** What cells are understood with: the workbook's tables and the user's wishes. */
struct bgt_xlsx_book {
    const struct bgt_env *env;
    struct bgt_xlsx_styles styles;
    struct bgt_xlsx_shared_strings strings;
    bool has_strings;
    bool is_1904;
    bool rounds;            /**< Round to the shown places (`-i numbers=shown`). */
    bool has_unknown_style; /**< A cell named a style that is not there: warned once. */
    const char *sheet;      /**< Name of the sheet being read. */
    uint64_t rounded;       /**< Numbers of this sheet changed by rounding. */
};

/** Type of a cell as its `t` says. */
enum bgt_xlsx_cell_type {
    BGT_XLSX_CELL_NUMBER = 0,
    BGT_XLSX_CELL_SHARED = 1,
    BGT_XLSX_CELL_STRING = 2, /**< `str`, the text that a formula gave. */
    BGT_XLSX_CELL_INLINE = 3,
    BGT_XLSX_CELL_BOOLEAN = 4,
    BGT_XLSX_CELL_ERROR = 5,
    BGT_XLSX_CELL_DATE = 6
};

/** Understands `t`; null is a number. False where it is none of the types. */
bool bgt_xlsx_cell_type(const char *t, enum bgt_xlsx_cell_type *type);

/** A cell as it stands in the sheet. */
struct bgt_xlsx_raw_cell {
    uint32_t column;
    uint32_t style;
    enum bgt_xlsx_cell_type type;
    bool has_value;   /**< It has a `<v>`. */
    bool has_inline;  /**< It has an `<is>`. */
    bool has_formula; /**< It has an `<f>`. */
    const char *text; /**< Of `<is>`, unescaped, or of `<v>` as it stands. */
    size_t length;
};

/**
 * Adds the cell to the row; a blank cell adds nothing.
 * @param added the value, or null where nothing was added; may be null.
 * @return BGT_OK; BGT_BAD where an error was reported; else the end.
 */
bgt_status bgt_xlsx_cell_take(struct bgt_xlsx_book *book,
                              const struct bgt_xlsx_raw_cell *raw,
                              struct bgt_xlsx_row *row, struct bgt_value **added);

#endif
