#include "io/xml_parser.h"

#include "io/source.h"

#include <string.h>

/* ---- Stopping
 * ---------------------------------------------------------------------------- */

struct bgt_place bgt_xml_place(const struct bgt_xml *xml)
{
    struct bgt_place place = bgt_source_place(xml->input);
    place.line = bgt_xml_line(xml);
    place.column = bgt_xml_column(xml);
    return place;
}

void bgt_xml_stop(struct bgt_xml *xml, bgt_status status)
{
    if (xml->status == BGT_OK) {
        xml->status = status;
        if (xml->is_in_expat) {
            (void)XML_StopParser(xml->parser, XML_FALSE);
        }
    }
}

void bgt_xml_stop_at_limit(struct bgt_xml *xml, const char *name, uint64_t value)
{
    if (xml->status == BGT_OK) {
        struct bgt_place place = bgt_xml_place(xml);
        bgt_xml_stop(xml, bgt_report_limit(xml->io->reporter, &place, name, value));
    }
}

static void stop_with(struct bgt_xml *xml, const char *code)
{
    if (xml->status == BGT_OK) {
        struct bgt_place place = bgt_xml_place(xml);
        (void)bgt_report_at(xml->io->reporter, code, &place, NULL, NULL);
        bgt_xml_stop(xml, BGT_FATAL);
    }
}

/* ---- expat's handlers
 * -------------------------------------------------------------------- */

/* Splits expat's `uri` U+001F `local`; returns the local name, leaves the namespace in
 * `uri`. */
static const char *split_name(struct bgt_xml *xml, const char *name)
{
    const char *separator = strchr(name, BGT_XML_SEPARATOR);
    size_t length = separator != NULL ? (size_t)(separator - name) : 0;
    struct bgt_buffer *uri = &xml->uri;
    if (uri->length != length || memcmp(uri->data, name, length) != 0) {
        bgt_buffer_clear(uri);
        bgt_status status = bgt_buffer_append(uri, name, length);
        if (status == BGT_LIMIT) {
            bgt_xml_stop_at_limit(xml, "cell-bytes", xml->io->limits->cell_bytes);
        } else if (status != BGT_OK) {
            bgt_xml_stop(xml, status);
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
            bgt_xml_stop_at_limit(xml, "cell-bytes", limits->cell_bytes);
            return;
        }
    }
    if (count > limits->row_cells) {
        bgt_xml_stop_at_limit(xml, "row-cells", limits->row_cells);
    }
}

static void tell_start(struct bgt_xml *xml, const char *uri, const char *name,
                       const char *const *attributes)
{
    xml->text_bytes = 0;
    check_attributes(xml, attributes);
    if (xml->status == BGT_OK && xml->handler->start != NULL) {
        bgt_status status = xml->handler->start(xml->context, uri, name, attributes);
        if (status != BGT_OK) {
            bgt_xml_stop(xml, status);
        }
    }
}

static bool deepen(struct bgt_xml *xml)
{
    if (++xml->depth > xml->io->limits->depth) {
        bgt_xml_stop_at_limit(xml, "depth", xml->io->limits->depth);
        return false;
    }
    return true;
}

static void tell_end(struct bgt_xml *xml, const char *uri, const char *name)
{
    xml->depth--;
    xml->text_bytes = 0;
    if (xml->handler->end != NULL) {
        bgt_status status = xml->handler->end(xml->context, uri, name);
        if (status != BGT_OK) {
            bgt_xml_stop(xml, status);
        }
    }
}

static void tell_text(struct bgt_xml *xml, const char *text, size_t length)
{
    xml->text_bytes += length;
    if (xml->text_bytes > xml->io->limits->cell_bytes) {
        bgt_xml_stop_at_limit(xml, "cell-bytes", xml->io->limits->cell_bytes);
        return;
    }
    if (xml->handler->text != NULL) {
        bgt_status status = xml->handler->text(xml->context, text, length);
        if (status != BGT_OK) {
            bgt_xml_stop(xml, status);
        }
    }
}

static void XMLCALL on_start(void *data, const XML_Char *name,
                             const XML_Char **attributes)
{
    struct bgt_xml *xml = data;
    if (xml->status != BGT_OK || !deepen(xml)) {
        return;
    }
    xml->has_root = true;
    const char *local = split_name(xml, name);
    bgt_plain_learn(&xml->names, local);
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strchr(attributes[i], BGT_XML_SEPARATOR) == NULL) {
            bgt_plain_learn(&xml->names, attributes[i]);
        }
    }
    if (xml->status == BGT_OK) {
        tell_start(xml, xml->uri.data, local, (const char *const *)attributes);
    }
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct bgt_xml *xml = data;
    if (xml->status == BGT_OK) {
        const char *local = split_name(xml, name);
        if (xml->status == BGT_OK) {
            tell_end(xml, xml->uri.data, local);
        }
    }
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct bgt_xml *xml = data;
    if (xml->status == BGT_OK) {
        tell_text(xml, text, (size_t)length);
    }
}

/* The default namespace of a root holds for all that has no prefix; another one further
 * inside is left to expat. */
static void XMLCALL on_space(void *data, const XML_Char *prefix, const XML_Char *uri)
{
    struct bgt_xml *xml = data;
    const char *text = uri == NULL ? "" : uri;
    if (prefix != NULL || xml->status != BGT_OK) {
        return;
    }
    if (xml->has_root) {
        xml->is_expats = true;
        return;
    }
    bgt_buffer_clear(&xml->space);
    bgt_status status = bgt_buffer_append(&xml->space, text, strlen(text));
    if (status == BGT_LIMIT) {
        bgt_xml_stop_at_limit(xml, "cell-bytes", xml->io->limits->cell_bytes);
    } else if (status != BGT_OK) {
        bgt_xml_stop(xml, status);
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

/* ---- Plain elements
 * ------------------------------------------------------------------- */

bool bgt_xml_plain_start(void *context, const char *at, const char *name,
                         const char *const *attributes)
{
    struct bgt_xml *xml = context;
    xml->at = at;
    if (deepen(xml)) {
        tell_start(xml, xml->space.data, name, attributes);
    }
    return xml->status == BGT_OK;
}

bool bgt_xml_plain_end(void *context, const char *at, const char *name)
{
    struct bgt_xml *xml = context;
    xml->at = at;
    tell_end(xml, xml->space.data, name);
    return xml->status == BGT_OK;
}

bool bgt_xml_plain_text(void *context, const char *text, size_t length)
{
    struct bgt_xml *xml = context;
    xml->at = text;
    tell_text(xml, text, length);
    return xml->status == BGT_OK;
}

/* ---- Setting up
 * ----------------------------------------------------------------------- */

void bgt_xml_listen(struct bgt_xml *xml)
{
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    XML_SetStartNamespaceDeclHandler(xml->parser, on_space);
}
