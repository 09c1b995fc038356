/**
 * io/xml_encoding.h: the encoding of an XML file, by mark or declaration. Private to this
 * room.
 */
#ifndef BGT_IO_XML_ENCODING_H
#define BGT_IO_XML_ENCODING_H

#include "budget/stream.h"
#include "io/io.h"

/**
 * Finds out how @p input is encoded and prepares it to be parsed as UTF-8.
 *
 * @param utf8    set to a decoded view, or to null where the input's own bytes are to be
 * parsed.
 * @param skipped set to the bytes of a byte order mark to leave out of those.
 * @return BGT_OK; BGT_FATAL after XML_ENCODING or a diagnostic of io/decode.h;
 * BGT_NO_MEMORY.
 */
bgt_status bgt_xml_decode(const struct bgt_io *io, struct bgt_input *input,
                          struct bgt_input **utf8, size_t *skipped);

#endif
