/**
 * workbook.h: the workbook part: its sheets in their order, and how it counts days.
 */
#ifndef BGT_XLSX_WORKBOOK_H
#define BGT_XLSX_WORKBOOK_H

#include "relationships.h"

#include <stdbool.h>

struct bgt_xlsx_sheet_entry {
    char *name;
    char *part;    /**< Normal name of the sheet's part. */
    uint8_t flags; /**< BGT_ITEM_HIDDEN, BGT_ITEM_VERY_HIDDEN, BGT_ITEM_NOT_GRID */
};

/** Zeroed, it is empty. Free with bgt_xlsx_workbook_free(). */
struct bgt_xlsx_workbook {
    struct bgt_xlsx_sheet_entry *sheets;
    size_t sheet_count;
    size_t sheet_capacity;
    bool is_1904;
    char *styles;         /**< Part of the styles; null: the workbook has none. */
    char *shared_strings; /**< Part of the shared strings; null: it has none. */
};

/** Finds the workbook part of the package, reads it and its relationships. What is
 * missing or cannot be understood is reported. */
bgt_status bgt_xlsx_workbook_read(struct bgt_xlsx_workbook *workbook,
                                  const struct bgt_env *env, struct bgt_input *package);

void bgt_xlsx_workbook_free(struct bgt_xlsx_workbook *workbook);

#endif
