/**
 * out_chart.h: the charts of a sheet, drawn by libxlsxwriter.
 */
#ifndef BGT_XLSX_OUT_CHART_H
#define BGT_XLSX_OUT_CHART_H

#include "budget/chart.h"

#include <xlsxwriter.h>

/** Most memory that the library takes for a chart, its cached cells included. */
size_t bgt_xlsx_out_chart_bytes(const struct bgt_chart *chart);

/** Adds a chart that was checked to a sheet. */
lxw_error bgt_xlsx_out_chart(lxw_workbook *workbook, lxw_worksheet *sheet,
                             const struct bgt_chart *chart);

#endif
