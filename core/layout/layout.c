#include "layout/layout.h"

#include <string.h>

#include "base/buffer.h"
#include "layout/heading.h"
#include "layout/labelled.h"

/* What stands for a label that is nothing but a year: `2026年`. */
#define YEAR_KEY "{year}"

/* Two Chinese characters. */
#define LEAST_BYTES 6

const char *bgt_layout_side_text(unsigned side)
{
    switch (side) {
    case BGT_SIDE_INCOME:
        return "income";
    case BGT_SIDE_EXPENDITURE:
        return "expenditure";
    default:
        return NULL;
    }
}

/* Whether what stands in brackets says nothing of the column: 类款项, or the unit. */
static bool is_aside(const char *text, size_t length)
{
    static const char *const words[] = {"类", "款", "项", "、", ",", "/"};
    size_t at = 0;
    if (bgt_is_amount_unit(text, length) ||
        bgt_heading_unit((struct bgt_slice){text, length}).length > 0) {
        return true;
    }
    while (at < length) {
        size_t step = 0;
        for (size_t i = 0; step == 0 && i < sizeof words / sizeof words[0]; i++) {
            step = bgt_text_starts_with(text + at, length - at, words[i])
                       ? strlen(words[i])
                       : 0;
        }
        if (step == 0) {
            return false;
        }
        at += step;
    }
    return length > 0;
}

/* What is left when the last word is taken away keeps at least two characters. */
static bool can_lose(const struct bgt_buffer *key, size_t before, const char *word)
{
    return key->length - before >= strlen(word) + LEAST_BYTES &&
           bgt_text_ends_with(key->data + before, key->length - before, word);
}

/* 预算数, 年初预算数, 预算数（元） and 预算 are one label; so are 科目编码（类款项） and
 * 科目编码. */
static void simplify(struct bgt_buffer *key, size_t before)
{
    static const char early[] = "年初";
    size_t length = key->length - before;
    const char *text = key->data + before;
    size_t open = length;
    while (open > 0 && text[open - 1] != '(') {
        open--;
    }
    if (length > 0 && text[length - 1] == ')' && open > LEAST_BYTES &&
        is_aside(text + open, length - open - 1)) {
        bgt_buffer_truncate(key, before + open - 1);
    }
    if (can_lose(key, before, "数")) {
        bgt_buffer_truncate(key, key->length - strlen("数"));
    } else if (can_lose(key, before, "额")) {
        bgt_buffer_truncate(key, key->length - strlen("额"));
    }
    length = key->length - before;
    if (bgt_text_starts_with(key->data + before, length, "年初预算") ||
        bgt_text_starts_with(key->data + before, length, "年初批复")) {
        memmove(key->data + before, key->data + before + strlen(early),
                length - strlen(early));
        bgt_buffer_truncate(key, key->length - strlen(early));
    }
}

bgt_status bgt_layout_label_key(struct bgt_buffer *out, const char *text, size_t length)
{
    struct bgt_buffer whole;
    size_t before = out->length;
    bgt_buffer_init(&whole, out->allocator, BGT_LAYOUT_LABEL_BYTES);
    bgt_status status =
        length > BGT_LAYOUT_LABEL_BYTES
            ? BGT_LIMIT
            : bgt_text_normalise_with(&whole, text, length, BGT_NORMALISE_FOLD_CASE);
    if (status == BGT_OK) {
        status = bgt_text_strip_year(out, whole.data, whole.length, BGT_YEAR_ALL);
    }
    if (status == BGT_OK && out->length == before && whole.length > 0) {
        status = bgt_buffer_append_text(out, YEAR_KEY);
    }
    if (status == BGT_OK) {
        simplify(out, before);
    }
    bgt_buffer_close(&whole);
    return status;
}

bgt_status bgt_layout_row_key(struct bgt_buffer *out, const char *text, size_t length)
{
    size_t start = bgt_text_strip_ordinal(text, length, NULL);
    if (start == length) {
        start = 0; /* 其中： alone is a label of its own */
    }
    return bgt_text_normalise(out, text + start, length - start);
}

static bool label_holds(const struct bgt_layout_label *label, struct bgt_slice key)
{
    for (uint16_t i = 0; i < label->key_count; i++) {
        if (bgt_text_equal(label->keys[i].text, label->keys[i].length, key.text,
                           key.length)) {
            return true;
        }
    }
    return false;
}

static uint16_t find_under(const struct bgt_layout_block *block, uint16_t under,
                           struct bgt_slice key)
{
    for (size_t i = 0; i < block->row_count; i++) {
        if (block->rows[i].under == under && label_holds(&block->rows[i].label, key)) {
            return (uint16_t)i;
        }
    }
    return BGT_LAYOUT_NONE;
}

uint16_t bgt_layout_find_row(const struct bgt_layout_block *block, uint16_t open,
                             struct bgt_slice key)
{
    uint16_t found = BGT_LAYOUT_NONE;
    if (open != BGT_LAYOUT_NONE) {
        found = find_under(block, open, key);
    }
    return found != BGT_LAYOUT_NONE ? found : find_under(block, BGT_LAYOUT_NONE, key);
}

const struct bgt_layout_row *bgt_layout_find_total(const struct bgt_layout_block *block,
                                                   struct bgt_slice key)
{
    for (size_t i = 0; i < block->total_count; i++) {
        if (label_holds(&block->totals[i].label, key)) {
            return &block->totals[i];
        }
    }
    return NULL;
}

static void add_field(struct bgt_layout_fields *out, uint16_t field)
{
    if (field < BGT_line_field_count) {
        out->bits[field / 64] |= UINT64_C(1) << field % 64;
    }
}

static void add_values(struct bgt_layout_fields *out,
                       const struct bgt_layout_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        add_field(out, values->list[i].field);
    }
}

static void add_rows(struct bgt_layout_fields *out, const struct bgt_layout_row *rows,
                     size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add_values(out, &rows[i].values);
        if (rows[i].row_role != NULL) {
            add_field(out, BGT_line_row_role);
        }
        if (rows[i].level_no != 0) {
            add_field(out, BGT_line_level_no);
        }
    }
}

static void add_block(struct bgt_layout_fields *out, const struct bgt_layout_block *block)
{
    if (block->side != BGT_SIDE_NONE) {
        add_field(out, BGT_line_side);
    }
    if (block->name_field != BGT_LAYOUT_NONE) {
        add_field(out, block->name_field);
    }
    if (block->has_own_item) {
        add_field(out, BGT_line_item);
    }
    if (block->lookup.scheme.length > 0) {
        add_field(out, block->lookup.code_field);
        add_field(out, BGT_line_level_no);
    }
    if (block->level_count > 0 || block->has_indent) {
        add_field(out, BGT_line_level_no);
    }
    if (block->has_agency_rows) {
        add_field(out, BGT_line_row_role);
        add_field(out, BGT_line_agency_name);
        add_field(out, BGT_line_dept_name);
    }
    add_values(out, &block->constants);
    add_rows(out, block->rows, block->row_count);
    add_rows(out, block->totals, block->total_count);
}

void bgt_layout_gather_fields(const struct bgt_layout *layout,
                              struct bgt_layout_fields *out)
{
    memset(out, 0, sizeof *out);
    if (layout->labelled != NULL) {
        bgt_labelled_fields(layout->labelled, out);
        return;
    }
    add_field(out, BGT_line_table_no);
    add_field(out, BGT_line_row_no);
    add_field(out, BGT_line_row_kind);
    add_values(out, &layout->constants);
    for (size_t i = 0; i < layout->block_count; i++) {
        add_block(out, &layout->blocks[i]);
    }
    for (size_t i = 0; i < layout->column_count; i++) {
        for (unsigned f = 0; f < layout->columns[i].field_count; f++) {
            add_field(out, layout->columns[i].fields[f]);
        }
    }
}

bool bgt_layout_has_column(const struct bgt_layout *layout, uint16_t field)
{
    for (size_t c = 0; c < layout->column_count; c++)
        for (unsigned f = 0; f < layout->columns[c].field_count; f++)
            if (layout->columns[c].fields[f] == field)
                return true;
    return false;
}
