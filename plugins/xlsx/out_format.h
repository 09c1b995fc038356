/**
 * out_format.h: the cell formats of a workbook that is written, each made once.
 */
#ifndef BGT_XLSX_OUT_FORMAT_H
#define BGT_XLSX_OUT_FORMAT_H

#include "out_row.h"

#include <xlsxwriter.h>

/** A font that every Chinese office program has, so that widths are right everywhere:
 * 宋体. */
#define BGT_XLSX_FONT_NAME "\xE5\xAE\x8B\xE4\xBD\x93"

/** A format and what it was made from. */
struct bgt_xlsx_made_format {
    struct bgt_style style;
    uint8_t kind; /**< enum bgt_xlsx_out_kind */
    uint8_t scale;
    bool is_link;
    lxw_format *format; /**< The workbook's. */
};

/** Zeroed, it is empty. Free with bgt_xlsx_out_formats_free(). */
struct bgt_xlsx_out_formats {
    struct bgt_xlsx_made_format *made;
    size_t count;
    size_t capacity;
    const struct bgt_style *styles; /**< Of the present sheet. */
    uint32_t style_count;
    lxw_format **by_style; /**< By style, kind and scale; null where not made. */
};

/** Begins a sheet with its styles, which are borrowed until the next one. BGT_OK or
 * BGT_NO_MEMORY. */
bgt_status bgt_xlsx_out_formats_begin(struct bgt_xlsx_out_formats *formats,
                                      const struct bgt_style *styles,
                                      uint32_t style_count);

/** The format of a cell; null where memory ran out. */
lxw_format *bgt_xlsx_out_format(struct bgt_xlsx_out_formats *formats,
                                lxw_workbook *workbook,
                                const struct bgt_xlsx_out_cell *cell);

/** The format of a text that is a link; null where memory ran out. */
lxw_format *bgt_xlsx_out_link_format(struct bgt_xlsx_out_formats *formats,
                                     lxw_workbook *workbook,
                                     const struct bgt_xlsx_out_cell *cell);

void bgt_xlsx_out_formats_free(struct bgt_xlsx_out_formats *formats);

#endif
