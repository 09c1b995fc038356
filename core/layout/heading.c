#include "layout/heading.h"

#include <string.h>

#include "base/buffer.h"
#include "layout/match_columns.h"

#define KEY_BYTES 4096
/* A text that is longer is no number of a form. */
#define FORM_NO_BYTES 60

/* Reading on its way. */
struct heading {
    const struct bgt_window *window;
    const struct bgt_match *match;
    struct bgt_heading_facts *facts;
    uint16_t open; /* a label whose value stands in the next cell */
    unsigned other_year;
    struct bgt_buffer key;
};

static struct bgt_slice text_of(const struct heading *heading,
                                const struct bgt_value *value)
{
    return bgt_text_trim(bgt_value_text(heading->window->batch, value),
                         value->text_length);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 公开表1, 附表3-1, 财决公开01表: a few characters that begin or end with 表 and a
 * number. */
static bool is_form_no_shape(const struct bgt_buffer *key)
{
    size_t table = bgt_text_find(key->data, key->length, 0, "表");
    if (key->length > FORM_NO_BYTES || table == SIZE_MAX) {
        return false;
    }
    size_t after = table + sizeof "表" - 1;
    return (after < key->length && is_digit(key->data[after]) &&
            is_digit(key->data[key->length - 1])) ||
           (after == key->length && table > 0 && is_digit(key->data[table - 1]));
}

static bool is_form_no(struct heading *heading, struct bgt_slice text)
{
    const struct bgt_layout_label *label = &heading->match->layout->form_no;
    bgt_buffer_clear(&heading->key);
    if (text.length > FORM_NO_BYTES) {
        return false;
    }
    bgt_status status = bgt_layout_label_key(&heading->key, text.text, text.length);
    if (status != BGT_OK) {
        heading->facts->failure = status;
        return false;
    }
    for (uint16_t i = 0; i < label->key_count; i++) {
        size_t length = label->keys[i].length;
        if (bgt_text_starts_with(heading->key.data, heading->key.length,
                                 label->keys[i].text) &&
            !is_digit(heading->key.data[length])) {
            return true;
        }
    }
    return is_form_no_shape(&heading->key);
}

static void leave(struct heading *heading, const struct bgt_value *value, uint32_t row)
{
    struct bgt_heading_facts *facts = heading->facts;
    if (facts->left_count == BGT_HEADING_CELLS) {
        facts->has_more_left = true;
        return;
    }
    facts->left[facts->left_count] = value;
    facts->left_rows[facts->left_count++] = row;
}

/* （2026年度）, (2026)年度: a line that says the year and nothing else. */
static bool is_year_only(struct heading *heading, struct bgt_slice text)
{
    static const char *const left[] = {"{year}", "()",   "()年度",
                                       "(年度)", "()年", "年度"};
    if (text.length > FORM_NO_BYTES || bgt_text_find_year(text.text, text.length) == 0) {
        return false;
    }
    bgt_buffer_clear(&heading->key);
    bgt_status status = bgt_layout_label_key(&heading->key, text.text, text.length);
    if (status != BGT_OK) {
        heading->facts->failure = status;
        return false;
    }
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        if (bgt_text_equal(heading->key.data, heading->key.length, left[i],
                           strlen(left[i]))) {
            return true;
        }
    }
    return false;
}

/* 单位名称 without a colon, with its value in the next cell, which is no label. */
static bool is_label_of_next(struct heading *heading, const struct bgt_value *value,
                             uint32_t row)
{
    const struct bgt_batch *batch = heading->window->batch;
    const struct bgt_item *item = &batch->items[row];
    const struct bgt_value *end = bgt_item_values(batch, item) + item->value_count;
    const struct bgt_value *next = value + 1;
    struct bgt_slice text = text_of(heading, value);
    uint16_t field = value->type != BGT_VALUE_TEXT
                         ? BGT_LAYOUT_NONE
                         : bgt_heading_field(text.text, text.length);
    while (next < end && bgt_cell_is_blank(batch, next)) {
        next++;
    }
    if (field == BGT_LAYOUT_NONE || heading->facts->known[field].length > 0 ||
        next == end || bgt_window_label(heading->window, next) != 0) {
        return false;
    }
    heading->open = field;
    return true;
}

static void read_cell(struct heading *heading, const struct bgt_value *value,
                      uint32_t row)
{
    struct bgt_heading_facts *facts = heading->facts;
    struct bgt_slice text = text_of(heading, value);
    uint16_t open = heading->open;
    heading->open = BGT_LAYOUT_NONE;
    if (value == heading->match->title) {
        facts->title = text;
        return;
    }
    if (bgt_heading_pairs(text, facts->known, &heading->open) > 0) {
        return;
    }
    if (open != BGT_LAYOUT_NONE) {
        facts->known[open] = text;
        return;
    }
    if (is_label_of_next(heading, value, row)) {
        return;
    }
    if (bgt_is_amount_unit(text.text, text.length) &&
        facts->known[BGT_document_amount_unit].length == 0) {
        facts->known[BGT_document_amount_unit] = bgt_amount_unit(text.text, text.length);
        return;
    }
    if (facts->form_no.length == 0 && is_form_no(heading, text)) {
        facts->form_no = text;
        return;
    }
    struct bgt_slice unit = bgt_heading_unit(text);
    if (unit.length > 0 && facts->known[BGT_document_amount_unit].length == 0) {
        facts->known[BGT_document_amount_unit] = unit;
        return;
    }
    if (is_year_only(heading, text)) {
        facts->known[BGT_document_fiscal_year] = text;
        return;
    }
    if (heading->other_year == 0) {
        heading->other_year = bgt_text_find_year(text.text, text.length);
    }
    leave(heading, value, row);
}

/* A title that the layout does not know: the last text left that ends with 表, else the
 * last. */
static void guess_title(struct heading *heading)
{
    struct bgt_heading_facts *facts = heading->facts;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < facts->left_count; i++) {
        struct bgt_slice text = text_of(heading, facts->left[i]);
        if (facts->left[i]->type == BGT_VALUE_TEXT &&
            bgt_text_find(text.text, text.length, 0, "表") != SIZE_MAX) {
            best = i;
        }
    }
    if (best == SIZE_MAX) {
        return;
    }
    facts->title = text_of(heading, facts->left[best]);
    facts->is_title_guessed = true;
    facts->left_count--;
    for (size_t i = best; i < facts->left_count; i++) {
        facts->left[i] = facts->left[i + 1];
        facts->left_rows[i] = facts->left_rows[i + 1];
    }
}

static unsigned header_year(const struct heading *heading)
{
    const struct bgt_header *header = &heading->match->header;
    if (header->year != 0) {
        return header->year;
    }
    for (uint32_t c = 0; c < header->column_count; c++) {
        for (unsigned p = 0; p < header->columns[c].path_length; p++) {
            struct bgt_slice text = text_of(heading, header->columns[c].path[p].value);
            unsigned year = bgt_text_find_year(text.text, text.length);
            if (year != 0) {
                return year;
            }
        }
    }
    return 0;
}

static void find_year(struct heading *heading)
{
    struct bgt_heading_facts *facts = heading->facts;
    struct bgt_slice said = facts->known[BGT_document_fiscal_year];
    facts->year = bgt_text_find_year(facts->title.text, facts->title.length);
    if (facts->year == 0 && said.length > 0) {
        facts->year = bgt_text_find_year(said.text, said.length);
    }
    if (facts->year == 0) {
        facts->year = header_year(heading);
        facts->year = facts->year == 0 ? heading->other_year : facts->year;
        facts->is_year_guessed = facts->year != 0;
    }
}

/* Whether a column holds what its layout expects of the table's own year. */
static bool is_of_the_year(const struct bgt_match *match, uint32_t column)
{
    return match->columns[column] != BGT_LAYOUT_NONE &&
           bgt_match_own_year(match->layout->columns[match->columns[column]].fields[0]);
}

/* 2025年预算数 in a table of 2026: its labels are known without their years. */
static void find_other_year(struct heading *heading)
{
    struct bgt_heading_facts *facts = heading->facts;
    const struct bgt_header *header = &heading->match->header;
    for (uint32_t c = 0; facts->year != 0 && c < header->column_count; c++) {
        for (unsigned p = 0;
             is_of_the_year(heading->match, c) && p < header->columns[c].path_length;
             p++) {
            const struct bgt_value *value = header->columns[c].path[p].value;
            struct bgt_slice text = text_of(heading, value);
            unsigned year = bgt_text_find_year(text.text, text.length);
            if (year != 0 && year != facts->year && facts->column_year == 0) {
                facts->column_year = year;
                facts->column_year_at = value;
            }
        }
    }
}

/* A unit in the title, where nothing else states one; and one in a label of the header,
 * which must be the same. */
static void find_units(struct heading *heading)
{
    struct bgt_heading_facts *facts = heading->facts;
    const struct bgt_match *match = heading->match;
    const struct bgt_batch *batch = heading->window->batch;
    struct bgt_slice titled = bgt_heading_unit(facts->title);
    struct bgt_slice known = facts->known[BGT_document_amount_unit];
    if (known.length == 0) {
        facts->known[BGT_document_amount_unit] = titled;
    } else if (titled.length > 0 && match->title != NULL &&
               !bgt_text_equal(titled.text, titled.length, known.text, known.length)) {
        facts->column_unit = titled;
        facts->column_unit_at = match->title;
        facts->column_unit_row = match->title_row;
    }
    if (match->unit_at != NULL) {
        facts->column_unit = bgt_heading_unit(text_of(heading, match->unit_at));
        facts->column_unit_at = match->unit_at;
        facts->column_unit_row = match->unit_row;
    }
    struct bgt_slice said = facts->known[BGT_document_amount_unit];
    for (uint32_t r = match->first; r < match->first + match->rows; r++) {
        const struct bgt_value *values = bgt_item_values(batch, &batch->items[r]);
        for (uint32_t i = 0; i < batch->items[r].value_count; i++) {
            struct bgt_slice unit = bgt_heading_unit(text_of(heading, &values[i]));
            bool is_first = facts->column_unit.length == 0;
            if (unit.length > 0 &&
                (is_first ||
                 !bgt_text_equal(unit.text, unit.length, said.text, said.length))) {
                facts->column_unit = unit;
                facts->column_unit_at = &values[i];
                facts->column_unit_row = r;
            }
        }
    }
}

void bgt_heading_read(const struct bgt_window *window, const struct bgt_match *match,
                      struct bgt_heading_facts *facts)
{
    struct heading heading = {
        .window = window, .match = match, .facts = facts, .open = BGT_LAYOUT_NONE};
    const struct bgt_batch *batch = window->batch;
    memset(facts, 0, sizeof *facts);
    bgt_buffer_init(&heading.key, NULL, KEY_BYTES);
    for (uint32_t r = match->heading; r < match->first; r++) {
        const struct bgt_value *values = bgt_item_values(batch, &batch->items[r]);
        heading.open = BGT_LAYOUT_NONE;
        for (uint32_t i = 0; i < batch->items[r].value_count; i++) {
            if (!bgt_cell_is_blank(batch, &values[i])) {
                read_cell(&heading, &values[i], r);
            }
        }
    }
    if (facts->title.length == 0) {
        guess_title(&heading);
    }
    find_year(&heading);
    find_other_year(&heading);
    find_units(&heading);
    bgt_buffer_close(&heading.key);
}
