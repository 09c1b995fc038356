#include <string.h>

#include "base/utf8.h"
#include "layout/heading.h"

/* Longest spelling of a unit without its blanks. */
#define UNIT_BYTES 64

static const char *const amount_units[] = {"元", "千元", "万元", "百万元", "亿元"};

/* The text without blanks, with 圆 as 元; 0 where it is too long. */
static size_t pack_unit(const char *text, size_t length, char out[UNIT_BYTES])
{
    size_t used = 0;
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t bytes = bgt_utf8_decode(text + at, length - at, &point);
        if (bytes == 0 || used + bytes > UNIT_BYTES) {
            return 0;
        }
        if (!bgt_code_point_blank(point) && !bgt_code_point_invisible(point)) {
            memcpy(out + used, point == 0x5706 ? "元" : text + at, bytes);
            used += bytes;
        }
        at += bytes;
    }
    return used;
}

struct bgt_slice bgt_amount_unit(const char *text, size_t length)
{
    static const char prefix[] = "人民币";
    static const char *const suffixes[] = {"（人民币）", "(人民币)"};
    char packed[UNIT_BYTES];
    struct bgt_slice unit = {packed, pack_unit(text, length, packed)};
    if (bgt_text_starts_with(unit.text, unit.length, prefix)) {
        unit.text += sizeof prefix - 1;
        unit.length -= sizeof prefix - 1;
    }
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (bgt_text_ends_with(unit.text, unit.length, suffixes[i])) {
            unit.length -= strlen(suffixes[i]);
        }
    }
    for (size_t i = 0; i < sizeof amount_units / sizeof amount_units[0]; i++) {
        if (bgt_text_equal(unit.text, unit.length, amount_units[i],
                           strlen(amount_units[i]))) {
            return bgt_slice_of(amount_units[i]);
        }
    }
    return (struct bgt_slice){NULL, 0};
}

bool bgt_is_amount_unit(const char *text, size_t length)
{
    return bgt_amount_unit(text, length).length > 0;
}

static size_t colon_at(struct bgt_slice text, size_t at)
{
    if (text.text[at] == ':') {
        return 1;
    }
    static const char wide[] = "：";
    size_t length = sizeof wide - 1;
    return at + length <= text.length && memcmp(text.text + at, wide, length) == 0
               ? length
               : 0;
}

static bool is_opening(uint32_t point)
{
    return point == '(' || point == 0xFF08 || point == '[' || point == 0x3010 ||
           point == ';' || point == 0xFF1B || point == ',' || point == 0xFF0C;
}

/* Facts that a heading can state. */
static bool is_heading_field(uint16_t field)
{
    return field != BGT_document_title && field != BGT_document_doc_kind &&
           field != BGT_document_notes;
}

static bool is_label_of(const struct bgt_field *field, const char *text, size_t length)
{
    if (bgt_text_same_label(text, length, field->label, strlen(field->label))) {
        return true;
    }
    for (size_t i = 0; field->aliases[i] != NULL; i++) {
        if (bgt_text_same_label(text, length, field->aliases[i],
                                strlen(field->aliases[i]))) {
            return true;
        }
    }
    return false;
}

uint16_t bgt_heading_field(const char *text, size_t length)
{
    const struct bgt_entity *document = bgt_entity(BGT_ENTITY_document);
    for (uint16_t f = 0; f < document->field_count; f++) {
        if (is_heading_field(f) &&
            is_label_of(bgt_entity_field(document, f), text, length)) {
            return f;
        }
    }
    return BGT_LAYOUT_NONE;
}

/* Where a label that ends at `colon` begins, not before `from`; SIZE_MAX: there is none.
 * A label begins at the start, after a blank or after an opening bracket. */
static size_t label_start(struct bgt_slice text, size_t from, size_t colon,
                          uint16_t *field)
{
    bool is_boundary = true;
    size_t at = from;
    while (at < colon) {
        uint32_t point = 0;
        size_t bytes = bgt_utf8_decode(text.text + at, colon - at, &point);
        if (is_boundary) {
            *field = bgt_heading_field(text.text + at, colon - at);
            if (*field != BGT_LAYOUT_NONE) {
                return at;
            }
        }
        is_boundary = bytes != 0 && (bgt_code_point_blank(point) || is_opening(point));
        at += bytes == 0 ? 1 : bytes;
    }
    return SIZE_MAX;
}

/* The value up to the next label, without blanks and the brackets that stand around the
 * pair. */
static struct bgt_slice clean(struct bgt_slice value)
{
    struct bgt_slice clean = bgt_text_trim(value.text, value.length);
    static const char *const openings[] = {"(", "（", "[", "【", ";", "；", ",", "，"};
    static const char *const closings[] = {")", "）", "]", "】"};
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        if (bgt_text_ends_with(clean.text, clean.length, openings[i])) {
            clean.length -= strlen(openings[i]);
        }
    }
    for (size_t i = 0; i < sizeof closings / sizeof closings[0]; i++) {
        if (bgt_text_ends_with(clean.text, clean.length, closings[i]) &&
            bgt_text_find(clean.text, clean.length, 0, openings[i]) == SIZE_MAX) {
            clean.length -= strlen(closings[i]);
        }
    }
    return bgt_text_trim(clean.text, clean.length);
}

static void set_pair(struct bgt_slice known[BGT_document_field_count], uint16_t field,
                     struct bgt_slice value)
{
    struct bgt_slice unit = bgt_amount_unit(value.text, value.length);
    if (field == BGT_document_amount_unit && unit.length > 0) {
        value = unit;
    }
    /* 单位： is before a name as often as before 万元. */
    if (field == BGT_document_amount_unit && value.length > 0 && unit.length == 0 &&
        known[BGT_document_agency_name].length == 0 &&
        bgt_text_find(value.text, value.length, 0, "元") == SIZE_MAX) {
        field = BGT_document_agency_name;
    }
    if (known[field].length == 0) {
        known[field] = value;
    }
}

size_t bgt_heading_pairs(struct bgt_slice text,
                         struct bgt_slice known[BGT_document_field_count], uint16_t *open)
{
    size_t pairs = 0, value_start = 0, from = 0;
    uint16_t field = BGT_LAYOUT_NONE;
    *open = BGT_LAYOUT_NONE;
    for (size_t at = 0; at < text.length; at++) {
        uint16_t next = BGT_LAYOUT_NONE;
        size_t colon = colon_at(text, at);
        size_t start = colon == 0 ? SIZE_MAX : label_start(text, from, at, &next);
        if (start == SIZE_MAX) {
            continue;
        }
        if (field != BGT_LAYOUT_NONE) {
            set_pair(
                known, field,
                clean((struct bgt_slice){text.text + value_start, start - value_start}));
        }
        field = next;
        from = value_start = at + colon;
        pairs++;
    }
    if (field != BGT_LAYOUT_NONE) {
        struct bgt_slice value =
            clean((struct bgt_slice){text.text + value_start, text.length - value_start});
        set_pair(known, field, value);
        *open = value.length == 0 ? field : BGT_LAYOUT_NONE;
    }
    return pairs;
}

/* Up to the closing bracket or the end. */
static struct bgt_slice unit_from(struct bgt_slice text, size_t from)
{
    static const char *const closings[] = {")", "）", "]", "】"};
    size_t end = text.length;
    for (size_t i = 0; i < sizeof closings / sizeof closings[0]; i++) {
        size_t at = bgt_text_find(text.text, end, from, closings[i]);
        end = at == SIZE_MAX ? end : at;
    }
    return bgt_text_trim(text.text + from, end - from);
}

struct bgt_slice bgt_heading_unit(struct bgt_slice text)
{
    static const char *const before[] = {"单位：", "单位:", "单位", "（", "(", "【", "["};
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        size_t length = strlen(before[i]);
        size_t at = bgt_text_find(text.text, text.length, 0, before[i]);
        while (at != SIZE_MAX) {
            struct bgt_slice inside = unit_from(text, at + length);
            struct bgt_slice unit = bgt_amount_unit(inside.text, inside.length);
            if (unit.length > 0) {
                return unit;
            }
            at = bgt_text_find(text.text, text.length, at + length, before[i]);
        }
    }
    return (struct bgt_slice){NULL, 0};
}
