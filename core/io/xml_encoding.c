#include "io/xml_encoding.h"

#include "base/encoding.h"
#include "base/text.h"
#include "base/utf8.h"
#include "io/ambiguity.h"
#include "io/decode.h"
#include "io/input.h"
#include "io/source.h"

#include <stdbool.h>
#include <string.h>

/* Where a declaration must end: `<?xml version="1.0" encoding="…" standalone="yes"?>`. */
#define DECLARATION_MAXIMUM 512
#define LABEL_SIZE          41

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Reads the `encoding` of the XML declaration (XML 1.0, production 80); false: there is
 * none. */
static bool read_label(const char *head, size_t length, char label[LABEL_SIZE])
{
    length = length < DECLARATION_MAXIMUM ? length : DECLARATION_MAXIMUM;
    if (!bgt_text_starts_with(head, length, "<?xml")) {
        return false;
    }
    size_t end = bgt_text_find(head, length, 0, "?>");
    size_t at = bgt_text_find(head, length, 0, "encoding");
    if (end == SIZE_MAX || at == SIZE_MAX || at > end) {
        return false;
    }
    for (at += strlen("encoding"); at < end && (is_space(head[at]) || head[at] == '=');
         at++) {
    }
    char quote = head[at];
    if (quote != '"' && quote != '\'') {
        return false;
    }
    size_t start = at + 1;
    for (at = start; at < end && head[at] != quote; at++) {
    }
    if (at == end || at - start >= LABEL_SIZE) {
        return false;
    }
    memcpy(label, head + start, at - start);
    label[at - start] = '\0';
    return true;
}

static void note_mislabelled(const struct bgt_io *io, const struct bgt_input *input,
                             const char *label)
{
    struct bgt_place place = bgt_source_place(input);
    place.line = 1;
    (void)bgt_report_at(io->reporter, "ENCODING_MISLABELLED", &place, label, "UTF-8");
}

/* UTF-8 as it stands. A file is checked at once, for a message that names offset and
 * bytes; what streams is left to the parser. */
static bgt_status take_utf8(const struct bgt_io *io, struct bgt_input *input, size_t mark,
                            struct bgt_input **utf8, size_t *skipped)
{
    if (input->size != BGT_SIZE_UNKNOWN) {
        return bgt_decode_open(io, input, "UTF-8", utf8);
    }
    *skipped = mark;
    return BGT_OK;
}

/* Files that were turned into UTF-8 often keep their label. */
static bgt_status take_gb18030(const struct bgt_io *io, struct bgt_input *input,
                               const char *label, struct bgt_input **utf8)
{
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    bgt_status status = input->map(input, &bytes, &length);
    if (status != BGT_OK) {
        return status;
    }
    struct bgt_survey survey;
    const struct bgt_passage passage = bgt_source_passage(input);
    bgt_utf8_survey((const char *)bytes, (size_t)length, &passage, &survey);
    bool is_utf8 = survey.is_utf8 &&
                   bgt_judge_utf8((const char *)bytes, (size_t)length) == BGT_LIKELY_UTF8;
    if (!is_utf8) {
        return bgt_decode_open(io, input, label, utf8);
    }
    if (!survey.is_ascii) {
        note_mislabelled(io, input, label);
    }
    return bgt_decode_open(io, input, "UTF-8", utf8);
}

static bgt_status take_label(const struct bgt_io *io, struct bgt_input *input,
                             const char *label, struct bgt_input **utf8, size_t *skipped)
{
    struct bgt_place place = bgt_source_place(input);
    place.line = 1;
    switch (bgt_encoding_from_label(label, strlen(label))) {
    case BGT_ENCODING_UNKNOWN:
        (void)bgt_report_at(io->reporter, "XML_ENCODING", &place, label, NULL);
        return BGT_FATAL;
    case BGT_ENCODING_UTF8:
        return take_utf8(io, input, 0, utf8, skipped);
    case BGT_ENCODING_GB18030:
        return take_gb18030(io, input, label, utf8);
    case BGT_ENCODING_LATIN1:
        return bgt_decode_open(io, input, label, utf8);
    default:
        /* The declaration could be read as ASCII, so it cannot be UTF-16. */
        note_mislabelled(io, input, label);
        return take_utf8(io, input, 0, utf8, skipped);
    }
}

/* UTF-16 without a mark: every second byte of `<?` or `<x` is zero (XML 1.0, appendix F).
 */
static const char *find_wide(const uint8_t *head, size_t length)
{
    if (length >= 4 && head[0] == '<' && head[1] == 0 && head[2] != 0 && head[3] == 0) {
        return "UTF-16LE";
    }
    if (length >= 4 && head[0] == 0 && head[1] == '<' && head[2] == 0 && head[3] != 0) {
        return "UTF-16BE";
    }
    return NULL;
}

bgt_status bgt_xml_decode(const struct bgt_io *io, struct bgt_input *input,
                          struct bgt_input **utf8, size_t *skipped)
{
    const uint8_t *head = NULL;
    size_t length = 0;
    char label[LABEL_SIZE];
    struct bgt_detection found;
    *utf8 = NULL;
    *skipped = 0;
    bgt_status status = bgt_input_peek(input, &head, &length);
    if (status != BGT_OK) {
        return status;
    }
    bgt_encoding_detect((const char *)head, length < 4 ? length : 4, false, &found);
    if (found.bom_length > 0) {
        return found.encoding == BGT_ENCODING_UTF8
                   ? take_utf8(io, input, found.bom_length, utf8, skipped)
                   : bgt_decode_open(io, input, bgt_encoding_name(found.encoding), utf8);
    }
    const char *wide = find_wide(head, length);
    if (wide != NULL) {
        return bgt_decode_open(io, input, wide, utf8);
    }
    if (read_label((const char *)head, length, label)) {
        return take_label(io, input, label, utf8, skipped);
    }
    return take_utf8(io, input, 0, utf8, skipped);
}
