/**
 * io/sniff_ole.h: the directory of an OLE compound file, [MS-CFB]. Private to this room.
 */
#ifndef BGT_IO_SNIFF_OLE_H
#define BGT_IO_SNIFF_OLE_H

#include "budget/stream.h"
#include "io/io.h"

#include <stdbool.h>

/** Which streams of interest a compound file has. */
struct bgt_ole_streams {
    bool has_workbook; /**< `Workbook` or `Book`: an .xls or .et */
    bool has_package;  /**< `EncryptedPackage`: a protected .xlsx */
    bool has_document; /**< `WordDocument` */
};

/** Looks through the directory. What is damaged is looked at as far as it goes. BGT_OK,
 * or an error of reading, reported. */
bgt_status bgt_ole_look(const struct bgt_io *io, struct bgt_input *input,
                        struct bgt_ole_streams *streams);

#endif
