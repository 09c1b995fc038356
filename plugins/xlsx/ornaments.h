/**
 * ornaments.h: charts and links of a sheet, checked and copied before the library gets
 * them: it would print a complaint to standard error, or write a workbook that Excel
 * repairs.
 */
#ifndef BGT_XLSX_ORNAMENTS_H
#define BGT_XLSX_ORNAMENTS_H

#include "budget/plugin.h"

#include <stdbool.h>

/** What the host says of a sheet, as far as its struct reaches; a null array counts 0.
 * Borrows what the host's borrows. */
struct bgt_sheet bgt_xlsx_ornaments_of(const struct bgt_sheet *sheet);

/** Why charts or links cannot be written, in English; null where they can. Whether the
 * sheets they name exist is known only at the end: bgt_xlsx_ornaments_sheet(). */
const char *bgt_xlsx_ornaments_check(const struct bgt_sheet *sheet);

/** Chart @p index, series @p index of a chart, link @p index, by the host's stride. */
const struct bgt_chart *bgt_xlsx_chart(const struct bgt_sheet *sheet, uint32_t index);
const struct bgt_chart_series *bgt_xlsx_series(const struct bgt_chart *chart,
                                               uint32_t index);
const struct bgt_sheet_link *bgt_xlsx_link(const struct bgt_sheet *sheet, uint32_t index);

/**
 * Makes the sheet's charts and links copies of its own, with the strides of this build;
 * arrays that are null count 0. Free with bgt_xlsx_ornaments_free(), also after a
 * failure.
 * @return BGT_OK or BGT_NO_MEMORY.
 */
bgt_status bgt_xlsx_ornaments_copy(struct bgt_sheet *sheet);
void bgt_xlsx_ornaments_free(struct bgt_sheet *sheet);

/** The n-th name of a sheet that charts or links lead to; null past the last. */
const char *bgt_xlsx_ornaments_sheet(const struct bgt_sheet *sheet, uint32_t n);

#endif
