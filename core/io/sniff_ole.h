/**
 * io/sniff_ole.h: which streams an OLE container (compound file) has. Private to this
 * room.
 *
 * Layout as in [MS-CFB]: a header of 512 bytes, sectors, a chain of directory sectors
 * that the allocation table links. Only names are looked at; at most BGT_OLE_SECTORS
 * sectors are read.
 */
#ifndef BGT_IO_SNIFF_OLE_H
#define BGT_IO_SNIFF_OLE_H

#include "budget/stream.h"

/** Directory sectors that are looked at: 4 or 32 names each. */
#define BGT_OLE_SECTORS 256

/** Streams that tell what the container is. */
enum bgt_ole_stream {
    BGT_OLE_WORKBOOK = 1 << 0,  /**< `Workbook` or `Book`: .xls, .et */
    BGT_OLE_ENCRYPTED = 1 << 1, /**< `EncryptedPackage`: a protected .xlsx */
    BGT_OLE_WORD = 1 << 2       /**< `WordDocument` */
};

/** The streams found, as a mask; 0 also where the container is damaged. `head` are the
 * first 512 bytes. A status other than BGT_OK is an error of reading, reported by the
 * input. */
bgt_status bgt_ole_streams(struct bgt_input *input, const uint8_t *head,
                           unsigned *streams);

#endif
