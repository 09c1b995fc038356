#include "layout/section.h"

#include <string.h>

#include "base/utf8.h"
#include "layout/reading.h"

/* A heading is not longer than this, in characters. */
#define HEADING_CHARACTERS 40
/* A caption of a chart, and a line that refers to an attachment. */
#define CAPTION_CHARACTERS    30
#define ATTACHMENT_CHARACTERS 60
/* A term of the glossary before its colon. */
#define TERM_CHARACTERS 30
/* A line of so many characters was broken because the page ended there. */
#define FULL_LINE_CHARACTERS 30
/* So long a line may have been broken behind a bracket or quotation mark too. */
#define WIDE_LINE_CHARACTERS 45
#define DIGITS_MAX           3

/* ---- Numbers ---- */

static size_t skip(struct bgt_slice line, size_t at, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (at <= line.length &&
            bgt_text_starts_with(line.text + at, line.length - at, *words)) {
            return strlen(*words);
        }
    }
    return 0;
}

static size_t digits(struct bgt_slice line, size_t at)
{
    size_t count = 0;
    while (at + count < line.length && line.text[at + count] >= '0' &&
           line.text[at + count] <= '9') {
        count++;
    }
    return count;
}

static size_t chinese(struct bgt_slice line, size_t at)
{
    unsigned value = 0;
    return bgt_text_chinese_number(line.text + at, line.length - at, &value);
}

/* The length of `第一部分`, `第二章`; 0: none. */
static size_t part_number(struct bgt_slice line)
{
    static const char *const parts[] = {"部分", "章", NULL};
    if (!bgt_text_starts_with(line.text, line.length, "第")) {
        return 0;
    }
    size_t at = strlen("第");
    size_t number = chinese(line, at);
    size_t part = number == 0 ? 0 : skip(line, at + number, parts);
    return part == 0 ? 0 : at + number + part;
}

/* The length of `（一）` or `（1）`; 0: none. */
static size_t bracket_number(struct bgt_slice line, bool *is_chinese)
{
    static const char *const opens[] = {"（", "(", NULL};
    static const char *const closes[] = {"）", ")", NULL};
    size_t at = skip(line, 0, opens);
    if (at == 0) {
        return 0;
    }
    size_t number = chinese(line, at);
    *is_chinese = number > 0;
    if (number == 0) {
        number = digits(line, at);
        number = number > DIGITS_MAX ? 0 : number;
    }
    size_t close = number == 0 ? 0 : skip(line, at + number, closes);
    return close == 0 ? 0 : at + number + close;
}

/* The length of `一、` or `1、`, `1.`; 0: none. 1.5 is no number of a section. */
static size_t plain_number(struct bgt_slice line, bool *is_chinese)
{
    static const char *const marks[] = {"、", "．", ".", NULL};
    size_t number = chinese(line, 0);
    *is_chinese = number > 0;
    if (number == 0) {
        number = digits(line, 0);
        number = number > DIGITS_MAX ? 0 : number;
    }
    size_t mark = number == 0 ? 0 : skip(line, number, marks);
    return mark == 0 || digits(line, number + mark) > 0 ? 0 : number + mark;
}

struct bgt_section_number bgt_section_number_of(struct bgt_slice line)
{
    bool is_chinese = false;
    size_t length = part_number(line);
    if (length > 0) {
        return (struct bgt_section_number){{line.text, length}, 1};
    }
    length = plain_number(line, &is_chinese);
    if (length > 0) {
        return (struct bgt_section_number){{line.text, length}, is_chinese ? 2 : 4};
    }
    length = bracket_number(line, &is_chinese);
    if (length > 0) {
        return (struct bgt_section_number){{line.text, length}, is_chinese ? 3 : 5};
    }
    return (struct bgt_section_number){{line.text, 0}, 0};
}

/* ---- What a line is ---- */

static size_t characters(struct bgt_slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) {
        count += ((unsigned char)text.text[i] & 0xC0) != 0x80;
    }
    return count;
}

static bool has(struct bgt_slice text, const char *part)
{
    return bgt_text_find(text.text, text.length, 0, part) != SIZE_MAX;
}

static bool ends_with_any(struct bgt_slice text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (bgt_text_ends_with(text.text, text.length, *words)) {
            return true;
        }
    }
    return false;
}

static bool is_heading(struct bgt_slice rest)
{
    static const char *const open_ends[] = {"；", ";", "，", ",", NULL};
    size_t colon = bgt_text_find(rest.text, rest.length, 0, "：");
    return rest.length > 0 && characters(rest) <= HEADING_CHARACTERS &&
           !has(rest, "。") && !has(rest, "，") && !ends_with_any(rest, open_ends) &&
           (colon == SIZE_MAX || colon + strlen("：") == rest.length);
}

/* Where the colon behind a term stands, or SIZE_MAX. */
static size_t term_end(struct bgt_slice rest)
{
    size_t colon = bgt_text_find(rest.text, rest.length, 0, "：");
    return colon != SIZE_MAX && colon > 0 &&
                   characters((struct bgt_slice){rest.text, colon}) <= TERM_CHARACTERS
               ? colon
               : SIZE_MAX;
}

/* Whether a line was broken by the page and goes on in the next. */
static bool is_broken(struct bgt_slice line)
{
    static const char *const sentence_ends[] = {"。", "；", "：", "！", "？",
                                                ";",  ":",  "!",  "?",  NULL};
    static const char *const closing[] = {"）", ")", "”", "》", "…", NULL};
    size_t count = characters(line);
    return count >= FULL_LINE_CHARACTERS && !ends_with_any(line, sentence_ends) &&
           (count >= WIDE_LINE_CHARACTERS || !ends_with_any(line, closing));
}

/* ---- Records ---- */

static bgt_status put_text(struct bgt_layout_reader *reader, struct bgt_batch *batch,
                           uint16_t field, struct bgt_slice text)
{
    const struct bgt_section_draft *draft = &reader->prose.section;
    struct bgt_value *value = NULL;
    if (text.length == 0) {
        return BGT_OK;
    }
    bgt_status status = bgt_batch_put_text(batch, field, text.text, text.length, &value);
    if (status == BGT_OK) {
        value->place_line = field == BGT_section_body ? draft->body_line : draft->line;
        value->place_column = 1;
    }
    return status;
}

static struct bgt_slice slice(const struct bgt_buffer *buffer)
{
    return (struct bgt_slice){buffer->data, buffer->length};
}

static bgt_status put_section(struct bgt_layout_reader *reader, struct bgt_batch *batch)
{
    const struct bgt_section_draft *draft = &reader->prose.section;
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(batch, BGT_ITEM_RECORD, &item);
    if (status != BGT_OK) {
        return status;
    }
    item->entity = BGT_ENTITY_section;
    item->line = draft->line;
    status = bgt_batch_place(batch, reader->sheet, strlen(reader->sheet));
    if (status == BGT_OK) {
        status = put_text(reader, batch, BGT_section_kind, bgt_slice_of(draft->kind));
    }
    if (status == BGT_OK) {
        status = put_text(reader, batch, BGT_section_number, slice(&draft->number));
    }
    if (status == BGT_OK && draft->level > 0) {
        struct bgt_piece level = bgt_piece_count(draft->level);
        status = bgt_piece_put(batch, BGT_section_level, &level);
    }
    if (status == BGT_OK) {
        status = put_text(reader, batch, BGT_section_heading, slice(&draft->heading));
    }
    return status == BGT_OK
               ? put_text(reader, batch, BGT_section_body, slice(&draft->body))
               : status;
}

bgt_status bgt_section_end(struct bgt_layout_reader *reader)
{
    struct bgt_section_draft *draft = &reader->prose.section;
    if (!draft->is_open) {
        return BGT_OK;
    }
    draft->is_open = false;
    struct bgt_batch *batch =
        reader->document.is_open ? reader->out : reader->prose.pending;
    bgt_status status = put_section(reader, batch);
    return status == BGT_LIMIT ? bgt_batch_report(batch) : status;
}

/* ---- Lines ---- */

static bgt_status begin(struct bgt_layout_reader *reader, const char *kind,
                        struct bgt_section_number number, uint64_t line)
{
    struct bgt_section_draft *draft = &reader->prose.section;
    bgt_status status = bgt_section_end(reader);
    bgt_buffer_clear(&draft->number);
    bgt_buffer_clear(&draft->heading);
    bgt_buffer_clear(&draft->body);
    draft->is_open = true;
    draft->is_joined = false;
    draft->kind = kind;
    draft->level = number.level;
    draft->line = line;
    return status == BGT_OK
               ? bgt_buffer_append(&draft->number, number.text.text, number.text.length)
               : status;
}

/* Adds a line to the body; one that has no room there begins another section. */
static bgt_status add(struct bgt_layout_reader *reader, struct bgt_slice line,
                      uint64_t number)
{
    struct bgt_section_draft *draft = &reader->prose.section;
    struct bgt_section_number none = {{NULL, 0}, 0};
    bgt_status status = BGT_OK;
    if (line.length == 0) {
        return BGT_OK;
    }
    if (draft->body.length + line.length + 1 > draft->body.maximum) {
        status = begin(reader, draft->kind, none, number);
    }
    if (draft->body.length == 0) {
        draft->body_line = number;
    }
    if (status == BGT_OK && draft->body.length > 0 && !draft->is_joined) {
        status = bgt_buffer_append_char(&draft->body, '\n');
    }
    if (status == BGT_OK) {
        status = bgt_buffer_append(&draft->body, line.text, line.length);
    }
    draft->is_joined = is_broken(line);
    struct bgt_item at = {.line = number};
    return status == BGT_LIMIT
               ? bgt_reading_bound(reader, &at, BGT_BOUND_SECTION_BYTES, BGT_READING_TEXT)
               : status;
}

/* A line with a number: a heading, a term of the glossary, or a paragraph. */
static bgt_status numbered(struct bgt_layout_reader *reader, struct bgt_slice line,
                           struct bgt_section_number number, uint64_t at)
{
    struct bgt_section_draft *draft = &reader->prose.section;
    struct bgt_slice rest =
        bgt_text_trim(line.text + number.text.length, line.length - number.text.length);
    if (draft->glossary_level > 0 && number.level <= draft->glossary_level) {
        draft->glossary_level = 0;
    }
    size_t colon = draft->glossary_level > 0 ? term_end(rest) : SIZE_MAX;
    bgt_status status =
        begin(reader, colon == SIZE_MAX ? "prose" : "glossary", number, at);
    if (status != BGT_OK) {
        return status;
    }
    if (colon != SIZE_MAX) {
        size_t from = colon + strlen("：");
        status = bgt_buffer_append(&draft->heading, rest.text, colon);
        return status == BGT_OK
                   ? add(reader, bgt_text_trim(rest.text + from, rest.length - from), at)
                   : status;
    }
    if (!is_heading(rest)) {
        return add(reader, rest, at);
    }
    if (has(rest, "名词解释")) {
        draft->glossary_level = number.level;
    }
    return bgt_buffer_append(&draft->heading, rest.text, rest.length);
}

static const char *kind_of(struct bgt_slice line)
{
    if (bgt_text_ends_with(line.text, line.length, "图") &&
        characters(line) <= CAPTION_CHARACTERS) {
        return "chart";
    }
    return has(line, "见附件") && characters(line) <= ATTACHMENT_CHARACTERS
               ? "attachment_ref"
               : NULL;
}

/* Whether a line without a number may go on in the section that is open. */
static bool goes_on(const struct bgt_section_draft *draft, struct bgt_slice line)
{
    if (!draft->is_open || strcmp(draft->kind, "toc") == 0 ||
        strcmp(draft->kind, "attachment_ref") == 0) {
        return false;
    }
    return strcmp(draft->kind, "chart") != 0 || characters(line) <= CAPTION_CHARACTERS;
}

bgt_status bgt_section_line(struct bgt_layout_reader *reader, struct bgt_slice line,
                            uint64_t number)
{
    struct bgt_section_draft *draft = &reader->prose.section;
    struct bgt_section_number none = {{NULL, 0}, 0};
    struct bgt_slice text = bgt_text_trim(line.text, line.length);
    struct bgt_section_number numbering = bgt_section_number_of(text);
    bgt_status status = BGT_OK;
    if (numbering.level > 0 && !(draft->is_open && draft->is_joined &&
                                 numbering.level > 2 && draft->body.length > 0)) {
        return numbered(reader, text, numbering, number);
    }
    const char *kind = kind_of(text);
    if (kind != NULL && strcmp(kind, "chart") == 0) {
        status = begin(reader, kind, none, number);
        return status == BGT_OK
                   ? bgt_buffer_append(&draft->heading, text.text, text.length)
                   : status;
    }
    if (kind != NULL || !goes_on(draft, text)) {
        status = begin(reader, kind != NULL ? kind : "prose", none, number);
    }
    return status == BGT_OK ? add(reader, text, number) : status;
}

bgt_status bgt_section_of_kind(struct bgt_layout_reader *reader, const char *kind,
                               struct bgt_slice line, uint64_t number)
{
    struct bgt_section_draft *draft = &reader->prose.section;
    struct bgt_section_number none = {{NULL, 0}, 0};
    bgt_status status = BGT_OK;
    if (!draft->is_open || strcmp(draft->kind, kind) != 0) {
        status = begin(reader, kind, none, number);
        return status == BGT_OK
                   ? bgt_buffer_append(&draft->heading, line.text, line.length)
                   : status;
    }
    draft->is_joined = false;
    return add(reader, line, number);
}
