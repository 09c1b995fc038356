/*
 * Which sheets an input holds: one for a file, one for each CSV member of a folder or
 * zip.
 */
#ifndef PLUGINS_CSV_SHEETS_H
#define PLUGINS_CSV_SHEETS_H

#include <stdbool.h>

#include "budget/plugin.h"

/** One sheet. */
struct bgt_csv_sheet {
    char *name; /**< The file's name without folders and extension. */
    const char
        *member; /**< Name of the member, borrowed from the input; null: the input. */
};

/** The sheets in the order in which they are read. */
struct bgt_csv_sheets {
    struct bgt_csv_sheet *list;
    size_t count;
};

/**
 * Lists the sheets. A folder's or zip's members are taken in their own order where a
 * `datapackage.json` is among them, else by name; `line.csv` comes last, since a document
 * is complete only when all else is known. Other members are reported; hidden ones are no
 * data. Clear it afterwards whatever the answer.
 *
 * @return BGT_OK, BGT_NO_MEMORY, or BGT_FATAL after CSV_NO_MEMBER, CSV_SHEET_TWICE.
 */
bgt_status bgt_csv_sheets_open(struct bgt_csv_sheets *sheets, struct bgt_input *input,
                               const struct bgt_env *env);

/** Frees the list. */
void bgt_csv_sheets_clear(struct bgt_csv_sheets *sheets);

/** Whether the name ends in .csv or .tsv, in any case. */
bool bgt_csv_has_extension(const char *name);

/** Whether the name ends in .tsv, in any case. */
bool bgt_csv_is_tab_name(const char *name);

#endif
