/**
 * io/xml.h: guarded XML over expat. For env->xml_open and the functions beside it.
 *
 * Any encoding that io/decode.h knows becomes UTF-8 before expat sees it: by byte order
 * mark, else by the declaration (GB2312 and GBK are GB18030; UTF-8 behind such a label is
 * accepted with the note ENCODING_MISLABELLED), else UTF-8. DOCTYPE and entities are
 * refused. Limits: `depth`, `cell_bytes` for the text of one element and for one
 * attribute, `row_cells` attributes.
 *
 * Errors: XML_NOT_WELL_FORMED, XML_DOCTYPE, XML_ENTITY, XML_ENCODING,
 * LIMIT_REACHED and those of decoding; place is line and column. For a member of a
 * container the place's `file` is left to the reporter and its `sheet` is the member.
 */
#ifndef BGT_IO_XML_H
#define BGT_IO_XML_H

#include "budget/stream.h"
#include "io/io.h"

/**
 * Opens a parser on an input.
 *
 * @param input   borrowed until close; read from its beginning.
 * @param handler borrowed until close; `context` is handed to it.
 * @param out     set on BGT_OK only; end it with bgt_xml_close.
 */
bgt_status bgt_xml_open(const struct bgt_io *io, struct bgt_input *input,
                        const struct bgt_xml_handler *handler, void *context,
                        struct bgt_xml **out);

/** Parses about `bytes` more bytes. BGT_OK: more follows; BGT_END: the document is
 * complete; a status of the handler's other than BGT_OK; or an error. After anything but
 * BGT_OK the parser has ended and gives the same answer again. */
bgt_status bgt_xml_step(struct bgt_xml *xml, size_t bytes);

/** Line of the present event, from 1. */
uint64_t bgt_xml_line(const struct bgt_xml *xml);

/** Column of the present event in characters, from 1. */
uint32_t bgt_xml_column(const struct bgt_xml *xml);

/** Ends a parser; null is allowed. */
void bgt_xml_close(struct bgt_xml *xml);

#endif
