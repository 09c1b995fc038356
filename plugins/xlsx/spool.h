/**
 * spool.h: a small workbook in memory, on its way to the target.
 *
 * libxlsxwriter prints to standard error when the disk fills up under it. What is small
 * therefore goes into memory first and from there through the host, which reports a full
 * disk properly.
 */
#ifndef BGT_XLSX_SPOOL_H
#define BGT_XLSX_SPOOL_H

#include "budget/stream.h"

#include <stdbool.h>

/** A nameless file in memory. */
struct bgt_xlsx_spool {
    int descriptor;
    bool is_open;
    char path[32]; /**< By which the library opens it. */
};

/** False where the system has no such files. */
bool bgt_xlsx_spool_open(struct bgt_xlsx_spool *spool);

/** Copies all bytes to the output. */
bgt_status bgt_xlsx_spool_copy(const struct bgt_xlsx_spool *spool,
                               struct bgt_output *output);

/** Closes; a closed or zeroed one may be closed again. */
void bgt_xlsx_spool_close(struct bgt_xlsx_spool *spool);

#endif
