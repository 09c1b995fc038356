#include "layout/form_text.h"

#include <string.h>

/* Templates in templates: `{title}` stands for the layout's title, which may hold
 * `{agency_name}`. */
#define FILL_DEPTH 2

void bgt_form_facts_init(struct bgt_form_facts *facts, const struct bgt_io *io)
{
    for (size_t i = 0; i < BGT_document_field_count; i++)
        bgt_buffer_init(&facts->document[i], io->allocator,
                        (size_t)io->limits->cell_bytes);
    for (size_t i = 0; i < BGT_table_field_count; i++)
        bgt_buffer_init(&facts->table[i], io->allocator, (size_t)io->limits->cell_bytes);
}

void bgt_form_facts_close(struct bgt_form_facts *facts)
{
    for (size_t i = 0; i < BGT_document_field_count; i++)
        bgt_buffer_close(&facts->document[i]);
    for (size_t i = 0; i < BGT_table_field_count; i++)
        bgt_buffer_close(&facts->table[i]);
}

static bgt_status keep(struct bgt_buffer *out, const struct bgt_batch *batch,
                       const struct bgt_value *value)
{
    char digits[BGT_DECIMAL_TEXT_SIZE];
    bgt_buffer_clear(out);
    if (value->state != BGT_PRESENT)
        return BGT_OK;
    if ((value->flags & BGT_VALUE_DECIMAL) != 0)
        return bgt_buffer_append(out, digits, bgt_decimal_format(value->decimal, digits));
    return bgt_buffer_append(out, bgt_value_text(batch, value), value->text_length);
}

bgt_status bgt_form_facts_document(struct bgt_form_facts *facts,
                                   const struct bgt_batch *batch,
                                   const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < item->value_count && status == BGT_OK; i++)
        if (values[i].column < BGT_document_field_count &&
            facts->document[values[i].column].length == 0)
            status = keep(&facts->document[values[i].column], batch, &values[i]);
    return status;
}

void bgt_form_facts_clear_table(struct bgt_form_facts *facts)
{
    for (size_t i = 0; i < BGT_table_field_count; i++)
        bgt_buffer_clear(&facts->table[i]);
}

bgt_status bgt_form_facts_table(struct bgt_form_facts *facts,
                                const struct bgt_batch *batch,
                                const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < item->value_count && status == BGT_OK; i++)
        if (values[i].column < BGT_table_field_count)
            status = keep(&facts->table[values[i].column], batch, &values[i]);
    return status;
}

static struct bgt_slice of_entity(const struct bgt_buffer *known,
                                  enum bgt_entity_number entity, struct bgt_slice key)
{
    const struct bgt_field *field =
        bgt_entity_find(bgt_entity(entity), key.text, key.length);
    if (field == NULL)
        return (struct bgt_slice){"", 0};
    return (struct bgt_slice){known[field->number].data, known[field->number].length};
}

struct bgt_slice bgt_form_fact(const struct bgt_form_facts *facts, struct bgt_slice key)
{
    struct bgt_slice found = of_entity(facts->table, BGT_ENTITY_table, key);
    bool is_own = bgt_text_equal(key.text, key.length, "title", 5) ||
                  bgt_text_equal(key.text, key.length, "form_no", 7);
    if (found.length > 0 || is_own)
        return found;
    return of_entity(facts->document, BGT_ENTITY_document, key);
}

/* A template under work. */
struct filling {
    struct bgt_buffer *out;
    const struct bgt_form_facts *facts;
    const struct bgt_layout *layout;
    unsigned named; /* Facts named, and found. */
    unsigned found;
};

static bgt_status fill(struct filling *filling, struct bgt_slice text, unsigned depth);

/* Bytes of 年 or 年度 at the beginning of a text: they go with a year that is not known.
 */
static size_t year_word(const char *text, size_t length)
{
    if (bgt_text_starts_with(text, length, "年度"))
        return strlen("年度");
    return bgt_text_starts_with(text, length, "年") ? strlen("年") : 0;
}

static bool is_unknown_year(const struct filling *filling, struct bgt_slice key)
{
    return bgt_text_equal(key.text, key.length, "fiscal_year", strlen("fiscal_year")) &&
           bgt_form_fact(filling->facts, key).length == 0;
}

static bgt_status fill_name(struct filling *filling, struct bgt_slice key, unsigned depth)
{
    struct bgt_slice fact = bgt_form_fact(filling->facts, key);
    if (fact.length == 0 && depth < FILL_DEPTH) {
        if (bgt_text_equal(key.text, key.length, "title", 5))
            return fill(filling, filling->layout->title.written, depth + 1);
        if (bgt_text_equal(key.text, key.length, "form_no", 7))
            return fill(filling, filling->layout->form_no.written, depth + 1);
    }
    filling->named++;
    filling->found += fact.length > 0;
    return bgt_buffer_append(filling->out, fact.text, fact.length);
}

static bgt_status fill(struct filling *filling, struct bgt_slice text, unsigned depth)
{
    bgt_status status = BGT_OK;
    size_t at = 0;
    while (at < text.length && status == BGT_OK) {
        size_t open = bgt_text_find(text.text, text.length, at, "{");
        size_t close = open == SIZE_MAX
                           ? SIZE_MAX
                           : bgt_text_find(text.text, text.length, open, "}");
        size_t end = close == SIZE_MAX ? text.length : open;
        status = bgt_buffer_append(filling->out, text.text + at, end - at);
        if (close == SIZE_MAX)
            return status;
        struct bgt_slice key = {text.text + open + 1, close - open - 1};
        at = close + 1;
        if (is_unknown_year(filling, key))
            at += year_word(text.text + at, text.length - at);
        else if (status == BGT_OK)
            status = fill_name(filling, key, depth);
    }
    return status;
}

bgt_status bgt_form_fill(struct bgt_buffer *out, const struct bgt_form_facts *facts,
                         const struct bgt_layout *layout, struct bgt_slice text)
{
    size_t before = out->length;
    struct filling filling = {out, facts, layout, 0, 0};
    bgt_status status = fill(&filling, text, 0);
    if (status == BGT_OK && filling.named > 0 && filling.found == 0)
        bgt_buffer_truncate(out, before);
    return status;
}

bgt_status bgt_form_fill_label(struct bgt_buffer *out, const struct bgt_form_facts *facts,
                               const struct bgt_layout *layout,
                               const struct bgt_layout_label *label)
{
    size_t before = out->length;
    bgt_status status = bgt_form_fill(out, facts, layout, label->written);
    for (uint16_t i = 0;
         i < label->key_count && status == BGT_OK && out->length == before; i++)
        if (bgt_text_find(label->keys[i].text, label->keys[i].length, 0, "{") == SIZE_MAX)
            status = bgt_buffer_append(out, label->keys[i].text, label->keys[i].length);
    return status;
}

static bool names(struct bgt_slice text, const char *key)
{
    size_t length = strlen(key);
    size_t at = bgt_text_find(text.text, text.length, 0, key);
    return at != SIZE_MAX && at > 0 && text.text[at - 1] == '{' &&
           at + length < text.length && text.text[at + length] == '}';
}

bool bgt_form_writes(const struct bgt_layout *layout, const char *key)
{
    bool has_title = false;
    bool has_form_no = false;
    for (size_t i = 0; i < layout->heading_count; i++) {
        const struct bgt_layout_heading *heading = &layout->heading[i];
        const struct bgt_slice texts[] = {heading->left, heading->right, heading->merged};
        for (size_t t = 0; t < 3; t++) {
            if (names(texts[t], key))
                return true;
            has_title = has_title || names(texts[t], "title");
            has_form_no = has_form_no || names(texts[t], "form_no");
        }
    }
    for (size_t c = 0; c < layout->column_count; c++)
        for (unsigned r = 0; r < layout->columns[c].path_length; r++)
            if (names(layout->columns[c].path[r].written, key))
                return true;
    return (has_title && names(layout->title.written, key)) ||
           (has_form_no && names(layout->form_no.written, key));
}

bool bgt_form_says_year(const struct bgt_layout *layout,
                        const struct bgt_form_facts *facts, const struct bgt_batch *batch,
                        const struct bgt_item *item)
{
    const struct bgt_buffer *known = &facts->document[BGT_document_fiscal_year];
    struct bgt_slice title =
        bgt_present_text(batch, bgt_item_find(batch, item, BGT_table_title));
    unsigned year = bgt_text_find_year(title.text, title.length);
    return layout != NULL && layout->kind == BGT_LAYOUT_FORM && year != 0 &&
           year == bgt_text_find_year(known->data, known->length) &&
           bgt_form_writes(layout, "title");
}

/* Whether a line of the notes is known as one of the whole document. */
static bool is_document_note(const struct bgt_layout *layout, struct bgt_slice note)
{
    struct bgt_buffer key;
    bool is_known = false;
    bgt_buffer_init(&key, NULL, 4 * note.length + 64);
    if (bgt_text_normalise(&key, note.text, note.length) == BGT_OK)
        for (size_t i = 0; i < layout->document_note_count; i++)
            is_known =
                is_known || bgt_text_find(key.data, key.length, 0,
                                          layout->document_notes[i].text) != SIZE_MAX;
    bgt_buffer_close(&key);
    return is_known;
}

bool bgt_form_holds_notes(const struct bgt_layout *layout, const struct bgt_buffer *notes)
{
    struct bgt_slice rest = {notes->data, notes->length};
    struct bgt_slice note;
    if (notes->length == 0 || layout->kind != BGT_LAYOUT_FORM)
        return false;
    while (bgt_text_split(&rest, '\n', &note))
        if (!is_document_note(layout, note))
            return false;
    return true;
}
