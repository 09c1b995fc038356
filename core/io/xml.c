#include "io/xml.h"

#include "io/input.h"
#include "io/source.h"
#include "io/xml_encoding.h"
#include "io/xml_parser.h"

#include <string.h>

/* ---- Positions
 * --------------------------------------------------------------------------- */

/* Where the line ends: behind LF, CR LF or, as for expat, a CR alone; null: not here. */
static const char *next_line(const struct bgt_xml *xml, const char *at, const char *end)
{
    if (!xml->has_returns) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        return line_end == NULL ? NULL : line_end + 1;
    }
    while (at < end && *at != '\n' && *at != '\r') {
        at++;
    }
    if (at == end) {
        return NULL;
    }
    return end - at > 1 && at[0] == '\r' && at[1] == '\n' ? at + 2 : at + 1;
}

/* Counts lines and characters up to an offset of the buffer. */
const struct bgt_xml_count *bgt_xml_count_to(const struct bgt_xml *xml, size_t offset)
{
    struct bgt_xml_count *count = xml->count;
    const char *at = xml->bytes + count->offset;
    const char *end = xml->bytes + offset;
    const char *line = NULL;
    if (at < end && count->is_after_return && *at == '\n') {
        at++; /* The rest of a line break that was counted. */
    }
    while (at < end && (line = next_line(xml, at, end)) != NULL) {
        at = line;
        count->lines++;
        count->characters = 0;
    }
    if (offset > count->offset) {
        count->is_after_return = end[-1] == '\r';
        count->offset = offset;
    }
    for (; at < end; at++) {
        count->characters += ((unsigned char)*at & 0xC0) != 0x80;
    }
    return count;
}

/* Where in the buffer the present event is. */
static size_t present(const struct bgt_xml *xml)
{
    size_t end = xml->begin + xml->given;
    if (xml->at != NULL) {
        return (size_t)(xml->at - xml->bytes);
    }
    XML_Index index = XML_GetCurrentByteIndex(xml->parser);
    uint64_t ahead =
        index < 0 || xml->fed < (uint64_t)index ? 0 : xml->fed - (uint64_t)index;
    return ahead < end ? end - (size_t)ahead : 0;
}

uint64_t bgt_xml_line(const struct bgt_xml *xml)
{
    if (xml->expat_line != 0) {
        return (uint64_t)XML_GetCurrentLineNumber(xml->parser) + xml->expat_lines;
    }
    return bgt_xml_count_to(xml, present(xml))->lines + 1;
}

uint32_t bgt_xml_column(const struct bgt_xml *xml)
{
    uint64_t column = 0;
    if (xml->expat_line == 0) {
        column = bgt_xml_count_to(xml, present(xml))->characters + 1;
    } else {
        column = (uint64_t)XML_GetCurrentColumnNumber(xml->parser) + 1;
        if ((uint64_t)XML_GetCurrentLineNumber(xml->parser) == xml->expat_line) {
            column += xml->expat_columns;
        }
    }
    return column < UINT32_MAX ? (uint32_t)column : UINT32_MAX;
}

/* Moves what is left to the front. */
static void make_room(struct bgt_xml *xml)
{
    (void)bgt_xml_count_to(xml, xml->begin);
    memmove(xml->bytes, xml->bytes + xml->begin, xml->end - xml->begin);
    xml->end -= xml->begin;
    xml->begin = 0;
    xml->count->offset = 0;
}

static bgt_status parse_read(struct bgt_xml *xml, size_t got, bool is_last)
{
    size_t skipped = xml->skipped < got ? xml->skipped : got;
    xml->skipped -= skipped;
    memmove(xml->bytes + xml->end, xml->bytes + xml->end + skipped, got - skipped);
    xml->has_returns =
        xml->has_returns || memchr(xml->bytes + xml->end, '\r', got - skipped) != NULL;
    xml->end += got - skipped;
    return bgt_xml_parse(xml, is_last);
}

bgt_status bgt_xml_step(struct bgt_xml *xml, size_t bytes)
{
    struct bgt_input *input = xml->utf8 != NULL ? xml->utf8 : xml->input;
    while (xml->status == BGT_OK && bytes > 0) {
        make_room(xml);
        size_t room = BGT_XML_BUFFER - xml->end;
        size_t wanted = bytes < room ? bytes : room;
        size_t got = 0;
        bgt_status status = input->read(input, xml->bytes + xml->end, wanted, &got);
        bool is_last = status == BGT_END;
        if (status == BGT_OK || is_last) {
            status = parse_read(xml, got, is_last);
        }
        if (status == BGT_OK && is_last) {
            status = BGT_END;
        }
        xml->status = status;
        bytes -= got < bytes ? got : bytes;
    }
    return xml->status;
}

/* ---- Opening and closing
 * ----------------------------------------------------------------- */

static bgt_status open_parser(struct bgt_xml *xml)
{
    xml->bytes = bgt_allocate(xml->io->allocator, BGT_XML_BUFFER);
    xml->count = bgt_allocate_array(xml->io->allocator, 1, sizeof *xml->count);
    xml->parser = XML_ParserCreateNS("UTF-8", BGT_XML_SEPARATOR);
    if (xml->bytes == NULL || xml->count == NULL || xml->parser == NULL) {
        return BGT_NO_MEMORY;
    }
    bgt_xml_listen(xml);
    /* So that uri.data is a text before the first element. */
    bgt_status status = bgt_buffer_reserve(&xml->uri, 1);
    return status == BGT_OK ? bgt_buffer_reserve(&xml->space, 1) : status;
}

bgt_status bgt_xml_open(const struct bgt_io *io, struct bgt_input *input,
                        const struct bgt_xml_handler *handler, void *context,
                        struct bgt_xml **out)
{
    struct bgt_xml *xml = bgt_allocate_array(io->allocator, 1, sizeof *xml);
    if (xml == NULL) {
        return BGT_NO_MEMORY;
    }
    bgt_buffer_init(&xml->uri, io->allocator, (size_t)io->limits->cell_bytes);
    bgt_buffer_init(&xml->space, io->allocator, (size_t)io->limits->cell_bytes);
    xml->io = io;
    xml->input = input;
    xml->handler = handler;
    xml->context = context;
    bgt_status status = bgt_xml_decode(io, input, &xml->utf8, &xml->skipped);
    xml->is_valid = xml->utf8 != NULL;
    if (status == BGT_OK) {
        status = open_parser(xml);
    }
    if (status != BGT_OK) {
        bgt_xml_close(xml);
        return status;
    }
    *out = xml;
    return BGT_OK;
}

void bgt_xml_close(struct bgt_xml *xml)
{
    if (xml == NULL) {
        return;
    }
    if (xml->parser != NULL) {
        XML_ParserFree(xml->parser);
    }
    bgt_input_close(xml->utf8);
    bgt_buffer_close(&xml->uri);
    bgt_buffer_close(&xml->space);
    bgt_release(xml->io->allocator, xml->bytes);
    bgt_release(xml->io->allocator, xml->count);
    bgt_release(xml->io->allocator, xml);
}
