#include "io/xml_parser.h"

#include "base/utf8.h"

#include <string.h>

#define SHOWN 80

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
        .place = bgt_xml_place(xml),
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
    uint64_t maximum = 2 * xml->io->limits->cell_bytes + BGT_XML_BUFFER;
    XML_Index index = XML_GetCurrentByteIndex(xml->parser);
    if (index >= 0 && xml->fed - (uint64_t)index > maximum) {
        bgt_xml_stop_at_limit(xml, "cell-bytes", xml->io->limits->cell_bytes);
    }
}

/* Gives expat the next bytes. Position and index are those of its own count. */
static bgt_status give(struct bgt_xml *xml, size_t length, bool is_last)
{
    xml->fed += length;
    xml->given = length;
    xml->is_in_expat = true;
    enum XML_Status result = XML_Parse(xml->parser, xml->bytes + xml->begin, (int)length,
                                       is_last ? XML_TRUE : XML_FALSE);
    xml->is_in_expat = false;
    if (result != XML_STATUS_OK) {
        xml->status = report_error(xml);
    }
    xml->begin += length;
    xml->given = 0;
    return xml->status;
}

/* From here on expat has all; its lines and columns lack what it did not see. */
static void hand_over(struct bgt_xml *xml)
{
    xml->is_expats = true;
    const struct bgt_xml_count *count = bgt_xml_count_to(xml, xml->begin);
    xml->expat_line = (uint64_t)XML_GetCurrentLineNumber(xml->parser);
    xml->expat_lines = count->lines + 1 - xml->expat_line;
    xml->expat_columns =
        count->characters - (uint64_t)XML_GetCurrentColumnNumber(xml->parser);
}

/* What was measured is plain, if it is UTF-8 too. */
static enum bgt_plain tell(struct bgt_xml *xml, size_t length)
{
    char *text = xml->bytes + xml->begin;
    const struct bgt_plain_sink sink = {.start = bgt_xml_plain_start,
                                        .end = bgt_xml_plain_end,
                                        .text = bgt_xml_plain_text,
                                        .context = xml};
    if (!xml->is_valid && !bgt_utf8_valid(text, length, NULL)) {
        return BGT_PLAIN_NO;
    }
    if (*text == '<') {
        bgt_plain_tell(text, length, &sink);
    } else {
        (void)bgt_xml_plain_text(xml, text, length);
    }
    xml->at = NULL;
    xml->begin += length;
    return BGT_PLAIN_YES;
}

/* One unit, or the text before one, without expat. */
static enum bgt_plain try_plain(struct bgt_xml *xml)
{
    const char *text = xml->bytes + xml->begin;
    size_t length = xml->end - xml->begin;
    size_t size = 0;
    if (xml->depth == 0 || (*text == '<' && length > 1 && text[1] == '/')) {
        return BGT_PLAIN_NO;
    }
    enum bgt_plain answer = *text == '<'
                                ? bgt_plain_unit(&xml->names, text, length, &size)
                                : bgt_plain_text(text, length, &size);
    return answer == BGT_PLAIN_YES ? tell(xml, size) : answer;
}

/* Whether something other than a tag stands first: before the root that is a fault. */
static bool begins_with_text(const struct bgt_xml *xml)
{
    size_t at = xml->begin;
    while (at < xml->end && (xml->bytes[at] == ' ' || xml->bytes[at] == '\t' ||
                             xml->bytes[at] == '\n' || xml->bytes[at] == '\r')) {
        at++;
    }
    return at < xml->end && xml->bytes[at] != '<';
}

/* Gives expat one token. False: its end is not there yet. */
static bool give_token(struct bgt_xml *xml)
{
    const char *text = xml->bytes + xml->begin;
    size_t size = bgt_plain_token(text, xml->end - xml->begin);
    if (size == SIZE_MAX || (!xml->has_root && begins_with_text(xml))) {
        hand_over(xml);
        return true;
    }
    if (size != 0) {
        (void)give(xml, size, false);
    }
    return size != 0;
}

/* Parses what is in the buffer, as far as it is whole. */
static void parse_buffer(struct bgt_xml *xml, bool is_last)
{
    while (xml->status == BGT_OK && !xml->is_expats && xml->begin < xml->end) {
        bool is_full = is_last || xml->end - xml->begin == BGT_XML_BUFFER;
        enum bgt_plain answer = try_plain(xml);
        if (answer == BGT_PLAIN_MORE && !is_full) {
            return;
        }
        if (answer != BGT_PLAIN_YES && !give_token(xml)) {
            if (!is_full) {
                return;
            }
            hand_over(xml);
        }
        if (xml->has_root && xml->depth == 0 && !xml->is_expats) {
            hand_over(xml);
        }
    }
    if (xml->is_expats && xml->expat_line == 0 && xml->status == BGT_OK) {
        hand_over(xml);
    }
}

bgt_status bgt_xml_parse(struct bgt_xml *xml, bool is_last)
{
    parse_buffer(xml, is_last);
    if (xml->status == BGT_OK && (xml->is_expats || is_last)) {
        (void)give(xml, xml->end - xml->begin, is_last);
    }
    if (xml->status == BGT_OK && !is_last && xml->is_expats) {
        check_lag(xml);
    }
    return xml->status;
}

void bgt_xml_leave_to_expat(struct bgt_xml *xml)
{
    xml->is_expats = true;
}
