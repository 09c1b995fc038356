#include "io/xml.h"

#include "base/buffer.h"
#include "io/input.h"
#include "io/source.h"
#include "io/xml_encoding.h"

#include <expat.h>
#include <stdbool.h>
#include <string.h>

#define CHUNK_SIZE ((size_t)65536)
#define SEPARATOR  '\x1F'
#define SHOWN      80

struct bgt_xml {
    const struct bgt_io *io;
    struct bgt_input *input; /* borrowed */
    struct bgt_input *utf8;  /* ours, or null where `input` is UTF-8 itself */
    const struct bgt_xml_handler *handler;
    void *context;
    XML_Parser parser;
    char *chunk;
    struct bgt_buffer uri; /* the namespace of the present element, closed by a NUL */
    uint64_t depth;
    uint64_t text_bytes; /* of the present element */
    uint64_t fed;        /* bytes given to expat */
    size_t skipped;      /* bytes of a byte order mark still to be left out */
    bgt_status status;   /* BGT_OK while more follows */
};

/* ---- Stopping
 * ---------------------------------------------------------------------------- */

static struct bgt_place place_now(const struct bgt_xml *xml)
{
    struct bgt_place place = bgt_source_place(xml->input);
    place.line = bgt_xml_line(xml);
    place.column = bgt_xml_column(xml);
    return place;
}

static void stop(struct bgt_xml *xml, bgt_status status)
{
    if (xml->status == BGT_OK) {
        xml->status = status;
        (void)XML_StopParser(xml->parser, XML_FALSE);
    }
}

static void stop_at_limit(struct bgt_xml *xml, const char *name, uint64_t value)
{
    if (xml->status == BGT_OK) {
        struct bgt_place place = place_now(xml);
        stop(xml, bgt_report_limit(xml->io->reporter, &place, name, value));
    }
}

static void stop_with(struct bgt_xml *xml, const char *code)
{
    if (xml->status == BGT_OK) {
        struct bgt_place place = place_now(xml);
        (void)bgt_report_at(xml->io->reporter, code, &place, NULL, NULL);
        stop(xml, BGT_FATAL);
    }
}

/* ---- expat's handlers
 * -------------------------------------------------------------------- */

/* Splits expat's `uri` U+001F `local`; returns the local name, leaves the namespace in
 * `uri`. */
static const char *split_name(struct bgt_xml *xml, const char *name)
{
    const char *separator = strchr(name, SEPARATOR);
    size_t length = separator != NULL ? (size_t)(separator - name) : 0;
    struct bgt_buffer *uri = &xml->uri;
    if (uri->length != length || memcmp(uri->data, name, length) != 0) {
        bgt_buffer_clear(uri);
        bgt_status status = bgt_buffer_append(uri, name, length);
        if (status == BGT_LIMIT) {
            stop_at_limit(xml, "cell-bytes", xml->io->limits->cell_bytes);
        } else if (status != BGT_OK) {
            stop(xml, status);
        }
    }
    return separator != NULL ? separator + 1 : name;
}

static void check_attributes(struct bgt_xml *xml, const char *const *attributes)
{
    const struct bgt_limits *limits = xml->io->limits;
    uint64_t count = 0;
    for (; attributes[2 * count] != NULL; count++) {
        if (strlen(attributes[2 * count + 1]) > limits->cell_bytes) {
            stop_at_limit(xml, "cell-bytes", limits->cell_bytes);
            return;
        }
    }
    if (count > limits->row_cells) {
        stop_at_limit(xml, "row-cells", limits->row_cells);
    }
}

static void XMLCALL on_start(void *data, const XML_Char *name,
                             const XML_Char **attributes)
{
    struct bgt_xml *xml = data;
    if (xml->status != BGT_OK) {
        return;
    }
    if (++xml->depth > xml->io->limits->depth) {
        stop_at_limit(xml, "depth", xml->io->limits->depth);
        return;
    }
    xml->text_bytes = 0;
    check_attributes(xml, (const char *const *)attributes);
    const char *local = split_name(xml, name);
    if (xml->status == BGT_OK && xml->handler->start != NULL) {
        bgt_status status = xml->handler->start(xml->context, xml->uri.data, local,
                                                (const char *const *)attributes);
        if (status != BGT_OK) {
            stop(xml, status);
        }
    }
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct bgt_xml *xml = data;
    if (xml->status != BGT_OK) {
        return;
    }
    xml->depth--;
    xml->text_bytes = 0;
    const char *local = split_name(xml, name);
    if (xml->status == BGT_OK && xml->handler->end != NULL) {
        bgt_status status = xml->handler->end(xml->context, xml->uri.data, local);
        if (status != BGT_OK) {
            stop(xml, status);
        }
    }
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct bgt_xml *xml = data;
    if (xml->status != BGT_OK) {
        return;
    }
    xml->text_bytes += (uint64_t)length;
    if (xml->text_bytes > xml->io->limits->cell_bytes) {
        stop_at_limit(xml, "cell-bytes", xml->io->limits->cell_bytes);
        return;
    }
    if (xml->handler->text != NULL) {
        bgt_status status = xml->handler->text(xml->context, text, (size_t)length);
        if (status != BGT_OK) {
            stop(xml, status);
        }
    }
}

static void XMLCALL on_doctype(void *data, const XML_Char *name,
                               const XML_Char *system_id, const XML_Char *public_id,
                               int has_internal_subset)
{
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_internal_subset;
    stop_with(data, "XML_DOCTYPE");
}

/* ---- Errors
 * ------------------------------------------------------------------------------ */

/* The rest of the line at which expat stopped. */
static void find_excerpt(const struct bgt_xml *xml, struct bgt_diagnostic *diagnostic)
{
    int offset = 0;
    int size = 0;
    const char *context = XML_GetInputContext(xml->parser, &offset, &size);
    if (context == NULL || offset < 0 || offset >= size) {
        return;
    }
    size_t rest = (size_t)(size - offset);
    const char *text = context + offset;
    const char *line_end = memchr(text, '\n', rest);
    size_t length = line_end != NULL ? (size_t)(line_end - text) : rest;
    diagnostic->text = text;
    diagnostic->text_length = length < SHOWN ? length : SHOWN;
}

static bgt_status report_error(struct bgt_xml *xml)
{
    enum XML_Error error = XML_GetErrorCode(xml->parser);
    if (xml->status != BGT_OK) {
        return xml->status; /* a handler or a limit stopped the parser */
    }
    if (error == XML_ERROR_NO_MEMORY) {
        return BGT_NO_MEMORY;
    }
    struct bgt_diagnostic diagnostic = {
        .code =
            error == XML_ERROR_UNDEFINED_ENTITY ? "XML_ENTITY" : "XML_NOT_WELL_FORMED",
        .place = place_now(xml),
        .arguments = {XML_ErrorString(error)},
    };
    find_excerpt(xml, &diagnostic);
    (void)bgt_report(xml->io->reporter, &diagnostic);
    return BGT_FATAL;
}

/* ---- Feeding
 * ----------------------------------------------------------------------------- */

/* A tag or comment that does not end makes expat keep all of it and look through it again
 * and again. */
static void check_lag(struct bgt_xml *xml)
{
    uint64_t maximum = 2 * xml->io->limits->cell_bytes + CHUNK_SIZE;
    XML_Index index = XML_GetCurrentByteIndex(xml->parser);
    if (index >= 0 && xml->fed - (uint64_t)index > maximum) {
        stop_at_limit(xml, "cell-bytes", xml->io->limits->cell_bytes);
    }
}

static bgt_status parse_chunk(struct bgt_xml *xml, size_t length, bool is_last)
{
    size_t skipped = xml->skipped < length ? xml->skipped : length;
    xml->skipped -= skipped;
    xml->fed += length - skipped;
    enum XML_Status result =
        XML_Parse(xml->parser, xml->chunk + skipped, (int)(length - skipped),
                  is_last ? XML_TRUE : XML_FALSE);
    if (result != XML_STATUS_OK) {
        return report_error(xml);
    }
    if (xml->status == BGT_OK && !is_last) {
        check_lag(xml);
    }
    return xml->status;
}

bgt_status bgt_xml_step(struct bgt_xml *xml, size_t bytes)
{
    struct bgt_input *input = xml->utf8 != NULL ? xml->utf8 : xml->input;
    while (xml->status == BGT_OK && bytes > 0) {
        size_t wanted = bytes < CHUNK_SIZE ? bytes : CHUNK_SIZE;
        size_t got = 0;
        bgt_status status = input->read(input, xml->chunk, wanted, &got);
        bool is_last = status == BGT_END;
        if (status == BGT_OK || is_last) {
            status = parse_chunk(xml, got, is_last);
        }
        if (status == BGT_OK && is_last) {
            status = BGT_END;
        }
        xml->status = status;
        bytes -= got < bytes ? got : bytes;
    }
    return xml->status;
}

uint64_t bgt_xml_line(const struct bgt_xml *xml)
{
    return (uint64_t)XML_GetCurrentLineNumber(xml->parser);
}

uint32_t bgt_xml_column(const struct bgt_xml *xml)
{
    uint64_t column = (uint64_t)XML_GetCurrentColumnNumber(xml->parser) + 1;
    return column < UINT32_MAX ? (uint32_t)column : UINT32_MAX;
}

/* ---- Opening and closing
 * ----------------------------------------------------------------- */

static bgt_status open_parser(struct bgt_xml *xml)
{
    xml->chunk = bgt_allocate(xml->io->allocator, CHUNK_SIZE);
    xml->parser = XML_ParserCreateNS("UTF-8", SEPARATOR);
    if (xml->chunk == NULL || xml->parser == NULL) {
        return BGT_NO_MEMORY;
    }
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    /* So that uri.data is a text before the first element. */
    return bgt_buffer_reserve(&xml->uri, 1);
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
    xml->io = io;
    xml->input = input;
    xml->handler = handler;
    xml->context = context;
    bgt_status status = bgt_xml_decode(io, input, &xml->utf8, &xml->skipped);
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
    bgt_release(xml->io->allocator, xml->chunk);
    bgt_release(xml->io->allocator, xml);
}
