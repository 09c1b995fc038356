#include <string.h>

#include "base/allocator.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "layout/statement_rules.h"

/* Longest line that may be a heading. */
#define LINE_BYTES 150

/* Levels of headings that are kept. */
#define LEVELS        16
#define HEADING_BYTES 4096u

/* One section: as much as a record holds. */
#define BODY_BYTES ((size_t)16 << 20)

/* Keys, labels and dates of one statement. */
#define TEXT_BYTES 4096u

/* Steps of the matcher for one section: a published one takes some ten thousand. */
#define STEPS ((uint64_t)1 << 26)

/* A statement that others attach to. */
struct anchor {
    const struct bgt_statement_rule *rule; /* Null: none. */
    struct bgt_slice row;                  /* As {row} took it, in the normal text. */
};

struct bgt_statement_finder {
    const struct bgt_statements *statements;
    struct bgt_buffer headings[LEVELS + 1]; /* Normalised; by level. */
    struct bgt_buffer text;                 /* The body, normalised. */
    uint32_t *offsets;                      /* Of each byte of `text` in the body. */
    size_t offset_capacity;
    struct bgt_buffer key, label, row;
    /* Of the section at work. */
    struct bgt_slice body;
    const struct bgt_statement_sink *sink;
    struct anchor change, share;
    struct bgt_slice last_key; /* In `key`. */
    struct bgt_slice date;
    uint64_t steps;
    size_t blank_at;   /* Blanks were left out before this place of `text`. */
    size_t counted_to; /* Line breaks were counted up to here in the body. */
    uint64_t lines;
    uint64_t base_line; /* Line breaks before the part at work. */
    bool *is_active;    /* Groups that look at this section, by number. */
};

bgt_status bgt_statement_finder_open(const struct bgt_statements *statements,
                                     struct bgt_statement_finder **finder)
{
    struct bgt_statement_finder *made = bgt_allocate_array(NULL, 1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->statements = statements;
    made->is_active = bgt_allocate_array(NULL, statements->group_count + 1, sizeof(bool));
    if (made->is_active == NULL) {
        bgt_release(NULL, made);
        return BGT_NO_MEMORY;
    }
    for (size_t i = 0; i <= LEVELS; i++)
        bgt_buffer_init(&made->headings[i], NULL, HEADING_BYTES);
    bgt_buffer_init(&made->text, NULL, BODY_BYTES);
    bgt_buffer_init(&made->key, NULL, TEXT_BYTES);
    bgt_buffer_init(&made->label, NULL, TEXT_BYTES);
    bgt_buffer_init(&made->row, NULL, TEXT_BYTES);
    *finder = made;
    return BGT_OK;
}

void bgt_statement_finder_close(struct bgt_statement_finder *finder)
{
    if (finder == NULL)
        return;
    for (size_t i = 0; i <= LEVELS; i++)
        bgt_buffer_close(&finder->headings[i]);
    bgt_buffer_close(&finder->text);
    bgt_buffer_close(&finder->key);
    bgt_buffer_close(&finder->label);
    bgt_buffer_close(&finder->row);
    bgt_release(NULL, finder->is_active);
    bgt_release(NULL, finder->offsets);
    bgt_release(NULL, finder);
}

/* A heading ends those of its level and below. */
static bgt_status take_heading(struct bgt_statement_finder *finder,
                               const struct bgt_statement_section *section)
{
    size_t level = section->level > LEVELS ? LEVELS : (size_t)section->level;
    size_t length = bgt_utf8_truncate(section->heading.text, section->heading.length,
                                      HEADING_BYTES / 4);
    if (length > 0)
        bgt_buffer_clear(&finder->headings[0]);
    for (size_t i = level; i <= LEVELS; i++)
        if (level > 0 || length > 0)
            bgt_buffer_clear(&finder->headings[i]);
    if (length == 0 && level == 0)
        return BGT_OK;
    return bgt_text_normalise(&finder->headings[level], section->heading.text, length);
}

static bool is_asked_for(const struct bgt_statement_finder *finder,
                         const struct bgt_statement_group *group)
{
    for (size_t h = 0; h < group->heading_count; h++)
        for (size_t i = 0; i <= LEVELS; i++) {
            const struct bgt_buffer *heading = &finder->headings[i];
            if (heading->length > 0 && bgt_text_find(heading->data, heading->length, 0,
                                                     group->headings[h].text) != SIZE_MAX)
                return true;
        }
    return false;
}

/* Groups for this heading; those for any heading only beside them. */
static bool choose_groups(struct bgt_statement_finder *finder)
{
    bool is_any = false;
    for (const struct bgt_statement_group *group = finder->statements->first;
         group != NULL; group = group->next) {
        finder->is_active[group->number] = is_asked_for(finder, group);
        is_any = is_any || finder->is_active[group->number];
    }
    for (const struct bgt_statement_group *group = finder->statements->first;
         group != NULL; group = group->next)
        if (group->heading_count == 0)
            finder->is_active[group->number] = is_any;
    return is_any;
}

static bgt_status grow_offsets(struct bgt_statement_finder *finder)
{
    size_t capacity = finder->offset_capacity * 2 + finder->text.length + 1024;
    if (finder->text.length <= finder->offset_capacity)
        return BGT_OK;
    uint32_t *offsets = bgt_resize_array(NULL, finder->offsets, finder->offset_capacity,
                                         capacity, sizeof *offsets);
    if (offsets == NULL)
        return BGT_NO_MEMORY;
    finder->offsets = offsets;
    finder->offset_capacity = capacity;
    return BGT_OK;
}

static bool is_of_number(char c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == ',';
}

/* Blanks are left out, but two numbers are never joined to one: a space stays there. */
static bgt_status part_numbers(struct bgt_statement_finder *finder, size_t before)
{
    struct bgt_buffer *text = &finder->text;
    if (before == 0 || before == text->length || !is_of_number(text->data[before]) ||
        !is_of_number(text->data[before - 1]) || finder->blank_at != before)
        return BGT_OK;
    char next = text->data[before];
    text->data[before] = ' ';
    return bgt_buffer_append_char(text, next);
}

static bgt_status normalise_body(struct bgt_statement_finder *finder)
{
    struct bgt_slice body = finder->body;
    bgt_status status = BGT_OK;
    bgt_buffer_clear(&finder->text);
    finder->blank_at = SIZE_MAX;
    for (size_t at = 0; status == BGT_OK && at < body.length;) {
        uint32_t point = 0;
        size_t before = finder->text.length;
        size_t size = bgt_utf8_decode(body.text + at, body.length - at, &point);
        size = size == 0 ? 1 : size;
        status = bgt_text_normalise(&finder->text, body.text + at, size);
        if (status == BGT_OK && finder->text.length == before)
            finder->blank_at = before;
        if (status == BGT_OK)
            status = part_numbers(finder, before);
        if (status == BGT_OK)
            status = grow_offsets(finder);
        for (size_t i = before; status == BGT_OK && i < finder->text.length; i++)
            finder->offsets[i] = (uint32_t)at;
        at += size;
    }
    return status;
}

/* Where the character at a place of the normal text begins and ends in the body. */
static size_t raw_begin(const struct bgt_statement_finder *finder, size_t at)
{
    return at < finder->text.length ? finder->offsets[at] : finder->body.length;
}

static struct bgt_slice raw_of(const struct bgt_statement_finder *finder, size_t begin,
                               size_t end)
{
    uint32_t point = 0;
    size_t first = raw_begin(finder, begin);
    size_t last = raw_begin(finder, end - 1);
    size_t size =
        bgt_utf8_decode(finder->body.text + last, finder->body.length - last, &point);
    return (struct bgt_slice){finder->body.text + first,
                              last - first + (size == 0 ? 1 : size)};
}

static uint64_t line_of(struct bgt_statement_finder *finder, size_t raw)
{
    for (; finder->counted_to < raw; finder->counted_to++)
        finder->lines += finder->body.text[finder->counted_to] == '\n';
    return finder->base_line + finder->lines;
}

static bool is_after(const struct bgt_statement_finder *finder,
                     const struct bgt_statement_rule *rule)
{
    struct bgt_slice last = finder->last_key;
    for (size_t i = 0; i < rule->after_count; i++) {
        struct bgt_slice key = rule->after[i];
        bool is_beginning = key.length > 0 && key.text[key.length - 1] == '.';
        if (last.length >= key.length && memcmp(last.text, key.text, key.length) == 0 &&
            (is_beginning || last.length == key.length))
            return true;
    }
    return rule->after_count == 0;
}

static bool is_relative(const struct bgt_statement_rule *rule)
{
    return rule->key.length > 0 && rule->key.text[0] == '.';
}

static const struct anchor *anchor_of(const struct bgt_statement_finder *finder,
                                      const struct bgt_statement_rule *rule)
{
    return bgt_text_equal(rule->key.text, rule->key.length, ".share", 6)
               ? &finder->share
               : &finder->change;
}

/* Writes a text of a rule, {row} put in. */
static bgt_status put_template(struct bgt_buffer *out, struct bgt_slice text,
                               struct bgt_slice row)
{
    size_t at = bgt_text_find(text.text, text.length, 0, "{row}");
    bgt_buffer_clear(out);
    if (at == SIZE_MAX)
        return bgt_buffer_append(out, text.text, text.length);
    bgt_status status = bgt_buffer_append(out, text.text, at);
    if (status == BGT_OK)
        status = bgt_buffer_append(out, row.text, row.length);
    if (status == BGT_OK)
        status = bgt_buffer_append(out, text.text + at + 5, text.length - at - 5);
    return status;
}

/* A key of a relative rule: `.` alone repeats that of the anchor. */
static bgt_status put_key(struct bgt_statement_finder *finder,
                          const struct bgt_statement_rule *rule,
                          const struct bgt_statement_rule *base)
{
    bgt_buffer_clear(&finder->key);
    bgt_status status = BGT_OK;
    if (base != rule)
        status = bgt_buffer_append(&finder->key, base->key.text, base->key.length);
    if (status == BGT_OK && (base == rule || rule->key.length > 1))
        status = bgt_buffer_append(&finder->key, rule->key.text, rule->key.length);
    finder->last_key = (struct bgt_slice){finder->key.data, finder->key.length};
    return status;
}

static void set_anchors(struct bgt_statement_finder *finder,
                        const struct bgt_statement_rule *rule, struct bgt_slice row)
{
    struct anchor anchor = {rule, row};
    if ((rule->anchors & BGT_ANCHOR_CHANGE) != 0)
        finder->change = anchor;
    if ((rule->anchors & BGT_ANCHOR_SHARE) != 0)
        finder->share = anchor;
}

static struct bgt_slice slice_of(const struct bgt_buffer *buffer)
{
    struct bgt_slice slice = {buffer->data, buffer->length};
    return slice;
}

static bgt_status tell(struct bgt_statement_finder *finder,
                       const struct bgt_statement_rule *rule, size_t at,
                       const struct bgt_pattern_match *match)
{
    const struct bgt_statement_rule *base = rule;
    struct bgt_slice row = match->row;
    if (is_relative(rule)) {
        base = anchor_of(finder, rule)->rule;
        row = anchor_of(finder, rule)->row;
    } else
        set_anchors(finder, rule, row);
    bgt_status status = put_key(finder, rule, base);
    if (status == BGT_OK)
        status = put_template(&finder->label, base->label, row);
    if (status == BGT_OK)
        status = put_template(&finder->row, base->row, row);
    if (status != BGT_OK)
        return status;
    struct bgt_statement statement = {
        .key = slice_of(&finder->key),
        .label = slice_of(&finder->label),
        .unit = rule->unit.length > 0 ? rule->unit : match->unit,
        .as_of = rule->has_no_date ? (struct bgt_slice){"", 0} : finder->date,
        .table_id = base->table_id,
        .row = slice_of(&finder->row),
        .measure = base->measure,
        .direction = match->direction,
        .has_value = match->has_value,
        .value = match->value,
        .raw = raw_of(finder, at, match->end)};
    if (!match->has_value)
        statement.unit = (struct bgt_slice){"", 0};
    statement.line = line_of(finder, raw_begin(finder, at));
    return finder->sink->put(finder->sink->state, &statement);
}

static bool matches(struct bgt_statement_finder *finder,
                    const struct bgt_statement_rule *rule, size_t at,
                    struct bgt_pattern_match *match)
{
    if (!is_after(finder, rule) ||
        (is_relative(rule) && anchor_of(finder, rule)->rule == NULL))
        return false;
    return bgt_pattern_match_at(&rule->pattern, slice_of(&finder->text), at,
                                &finder->steps, match) &&
           match->end > at;
}

/* The first rule that takes something at a place, or null. */
static const struct bgt_statement_rule *
find_rule(struct bgt_statement_finder *finder, size_t at, struct bgt_pattern_match *match)
{
    for (const struct bgt_statement_group *group = finder->statements->first;
         group != NULL; group = group->next) {
        if (!finder->is_active[group->number])
            continue;
        for (const struct bgt_statement_rule *rule = group->first; rule != NULL;
             rule = rule->next)
            if (matches(finder, rule, at, match))
                return rule;
    }
    return NULL;
}

/* A figure with a unit that stands here and that no rule has taken: its length. */
static size_t unclaimed_length(struct bgt_slice text, size_t at)
{
    static const char *const units[] = {"亿元", "万元", "元", "%", "辆", "平方米", NULL};
    struct bgt_decimal value;
    size_t length = bgt_pattern_number(text, at, &value);
    for (size_t i = 0; length > 0 && units[i] != NULL; i++) {
        size_t size = strlen(units[i]);
        if (text.length - at - length >= size &&
            memcmp(text.text + at + length, units[i], size) == 0)
            return length + size;
    }
    return 0;
}

static bgt_status pass_over(struct bgt_statement_finder *finder, size_t *at)
{
    uint32_t point = 0;
    struct bgt_slice text = slice_of(&finder->text);
    size_t length = unclaimed_length(text, *at);
    if (length == 0) {
        size_t size = bgt_utf8_decode(text.text + *at, text.length - *at, &point);
        *at += size == 0 ? 1 : size;
        return BGT_OK;
    }
    struct bgt_slice raw = raw_of(finder, *at, *at + length);
    uint64_t line = line_of(finder, raw_begin(finder, *at));
    *at += length;
    return finder->sink->unclaimed == NULL
               ? BGT_OK
               : finder->sink->unclaimed(finder->sink->state, raw, line);
}

static bgt_status find_all(struct bgt_statement_finder *finder)
{
    bgt_status status = BGT_OK;
    for (size_t at = 0;
         status == BGT_OK && at < finder->text.length && finder->steps > 0;) {
        struct bgt_pattern_match match;
        const struct bgt_statement_rule *rule = find_rule(finder, at, &match);
        if (rule == NULL) {
            status = pass_over(finder, &at);
            continue;
        }
        if (match.date.length > 0)
            finder->date = match.date;
        if (rule->key.length > 0)
            status = tell(finder, rule, at, &match);
        at = match.end;
    }
    return status;
}

/* ---- Headings inside a body ---- */

/* A short line without a mark of a sentence that a group asks for: the heading that a
 * text without numbers gives its parts. */
static bool is_heading_line(struct bgt_statement_finder *finder, struct bgt_slice line)
{
    static const char *const marks[] = {"，", "。", "；", "：", ",", ";", ":", NULL};
    struct bgt_buffer *text = &finder->row;
    if (line.length == 0 || line.length > LINE_BYTES)
        return false;
    for (size_t i = 0; marks[i] != NULL; i++)
        if (bgt_text_find(line.text, line.length, 0, marks[i]) != SIZE_MAX)
            return false;
    bgt_buffer_clear(text);
    if (bgt_text_normalise(text, line.text, line.length) != BGT_OK)
        return false;
    for (const struct bgt_statement_group *group = finder->statements->first;
         group != NULL; group = group->next)
        for (size_t h = 0; h < group->heading_count; h++)
            if (bgt_text_find(text->data, text->length, 0, group->headings[h].text) !=
                SIZE_MAX)
                return true;
    return false;
}

/* One part of the body under the headings that are open. */
static bgt_status take_part(struct bgt_statement_finder *finder, struct bgt_slice part)
{
    struct anchor none = {NULL, {"", 0}};
    if (part.length == 0 || !choose_groups(finder))
        return BGT_OK;
    finder->body = part;
    finder->change = finder->share = none;
    finder->last_key = finder->date = (struct bgt_slice){"", 0};
    finder->counted_to = 0;
    finder->lines = 0;
    bgt_status status = normalise_body(finder);
    return status == BGT_OK ? find_all(finder) : status;
}

bgt_status bgt_statement_finder_take(struct bgt_statement_finder *finder,
                                     const struct bgt_statement_section *section,
                                     const struct bgt_statement_sink *sink,
                                     bool *is_given_up)
{
    struct bgt_slice body = section->body;
    struct bgt_slice rest = body;
    struct bgt_slice line;
    size_t from = 0;
    uint64_t lines = 0;
    *is_given_up = false;
    bgt_status status = take_heading(finder, section);
    finder->sink = sink;
    finder->steps = STEPS;
    finder->base_line = 0;
    while (status == BGT_OK && body.length > 0 && bgt_text_split(&rest, '\n', &line)) {
        size_t at = (size_t)(line.text - body.text);
        struct bgt_slice before = {body.text + from, at - from};
        struct bgt_slice bare = bgt_text_trim(line.text, line.length);
        lines++;
        if (!is_heading_line(finder, bare))
            continue;
        struct bgt_statement_section heading = {.heading = bare};
        status = take_part(finder, before);
        if (status == BGT_OK)
            status = take_heading(finder, &heading);
        from = at + line.length;
        finder->base_line = lines - 1;
    }
    if (status == BGT_OK && body.length > 0) {
        struct bgt_slice last = {body.text + from, body.length - from};
        status = take_part(finder, last);
    }
    *is_given_up = finder->steps == 0;
    return status;
}
