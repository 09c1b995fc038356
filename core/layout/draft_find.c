#include <string.h>

#include "layout/draft_parts.h"

/* A form's number has no more bytes: 部门公开表 12. */
#define FORM_NO_BYTES 32
/* Rows above a header that are looked at. */
#define HEADING_ROWS 12

const struct bgt_value *bgt_draft_cell(const struct bgt_draft *draft, uint32_t row,
                                       uint32_t column)
{
    const struct bgt_batch *batch = draft->window.batch;
    const struct bgt_item *item = &batch->items[row];
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; i < item->value_count; i++) {
        if (values[i].column == column) {
            return bgt_cell_is_blank(batch, &values[i]) ? NULL : &values[i];
        }
    }
    return NULL;
}

struct bgt_slice bgt_draft_text(const struct bgt_draft *draft,
                                const struct bgt_value *value)
{
    if (value == NULL || value->text_length == 0) {
        return (struct bgt_slice){"", 0};
    }
    return bgt_text_trim(bgt_value_text(draft->window.batch, value), value->text_length);
}

bool bgt_draft_has(struct bgt_slice text, const char *part)
{
    return bgt_text_find(text.text, text.length, 0, part) != SIZE_MAX;
}

/* What the cells of a row are. */
struct row_look {
    unsigned filled, numbers, facts; /* facts: `单位：元` and the like */
    bool is_counting;                /* 1 2 3 … */
    uint32_t first_column;           /* of the first that is filled */
};

static bool is_fact(struct bgt_slice text, struct bgt_slice *unit)
{
    static const char *const stated[] = {"单位",     "计量单位", "金额单位",
                                         "货币单位", "（单位",   "(单位"};
    struct bgt_slice known[BGT_document_field_count] = {{NULL, 0}};
    uint16_t open = BGT_LAYOUT_NONE;
    size_t pairs = bgt_heading_pairs(text, known, &open);
    if (known[BGT_document_amount_unit].length > 0) {
        *unit = known[BGT_document_amount_unit];
    }
    for (size_t i = 0; pairs == 0 && i < sizeof stated / sizeof stated[0]; i++) {
        if (bgt_text_starts_with(text.text, text.length, stated[i]) &&
            bgt_heading_unit(text).length > 0) {
            *unit = bgt_heading_unit(text);
            return true;
        }
    }
    return pairs > 0;
}

static struct row_look look_at(const struct bgt_draft *draft, uint32_t row)
{
    const struct bgt_batch *batch = draft->window.batch;
    const struct bgt_item *item = &batch->items[row];
    const struct bgt_value *values = bgt_item_values(batch, item);
    struct row_look look = {.is_counting = true};
    int64_t last = -1;
    for (uint32_t i = 0; i < item->value_count; i++) {
        struct bgt_slice unit = {NULL, 0};
        uint64_t number = 0;
        if (bgt_cell_is_blank(batch, &values[i])) {
            continue;
        }
        struct bgt_slice text = bgt_draft_text(draft, &values[i]);
        look.first_column = look.filled == 0 ? values[i].column : look.first_column;
        look.filled++;
        if (!bgt_cell_is_number(batch, &values[i])) {
            look.facts += is_fact(text, &unit);
            look.is_counting = look.is_counting && text.length <= strlen("甲");
            continue;
        }
        look.numbers++;
        if (values[i].type == BGT_VALUE_NUMBER) {
            number = (uint64_t)values[i].decimal.coefficient;
            look.is_counting = look.is_counting && values[i].decimal.scale == 0;
        } else if (!bgt_text_parse_unsigned(text.text, text.length, 9999, &number)) {
            look.is_counting = false;
        }
        look.is_counting = look.is_counting && number < 9999 &&
                           (last < 0 || (int64_t)number == last + 1);
        last = (int64_t)(number < 9999 ? number : 9999);
    }
    look.is_counting = look.is_counting && look.numbers > 1;
    return look;
}

/* Whether a row may be one of a header: labels, no number, and no `单位：元` alone. */
static bool is_header_row(const struct bgt_draft *draft, uint32_t row, bool has_below)
{
    struct row_look look = look_at(draft, row);
    unsigned labels = look.filled - look.facts;
    if (look.numbers > 0 || labels == 0) {
        return false;
    }
    return labels > 1 || (has_below && look.first_column > 1 && look.facts == 0);
}

static bool find_header(struct bgt_draft *draft)
{
    uint32_t count = bgt_window_count(&draft->window);
    uint32_t number_row = 0;
    for (; number_row < count; number_row++) {
        struct row_look look = look_at(draft, number_row);
        if (look.numbers > 0 && look.filled > 1) {
            break;
        }
    }
    if (number_row == count) {
        return false;
    }
    uint32_t last = number_row;
    while (last > 0 && !is_header_row(draft, last - 1, false)) {
        last--;
    }
    if (last == 0) {
        return false;
    }
    uint32_t first = last - 1;
    while (first > 0 && last - first < BGT_LAYOUT_PATH_MAX &&
           is_header_row(draft, first - 1, true)) {
        first--;
    }
    draft->first = first;
    draft->rows = last - first;
    draft->body = last;
    return true;
}

/* Leaves out a row of column numbers, and what stands below the table. */
static void find_body(struct bgt_draft *draft)
{
    static const char *const notes[] = {"注", "备注：", "说明：", "制表", "审核"};
    uint32_t count = bgt_window_count(&draft->window);
    if (draft->body < count && look_at(draft, draft->body).is_counting) {
        draft->body++;
    }
    draft->end = draft->body;
    for (; draft->end < count; draft->end++) {
        struct row_look look = look_at(draft, draft->end);
        struct bgt_slice text =
            bgt_draft_text(draft, bgt_draft_cell(draft, draft->end, look.first_column));
        bool is_note = look.filled > 0 && look.facts == look.filled;
        for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
            is_note = is_note || (look.filled == 1 && look.numbers == 0 &&
                                  bgt_text_starts_with(text.text, text.length, notes[i]));
        }
        if (is_note) {
            return;
        }
    }
}

static bool is_form_no(struct bgt_slice text)
{
    static const char *const starts[] = {"表",   "附表",     "附件", "预算公开",
                                         "公开", "部门公开", "财预"};
    bool has_digit = false;
    for (size_t i = 0; i < text.length; i++) {
        has_digit = has_digit || (text.text[i] >= '0' && text.text[i] <= '9');
    }
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (has_digit && text.length <= FORM_NO_BYTES &&
            bgt_text_starts_with(text.text, text.length, starts[i])) {
            return true;
        }
    }
    return false;
}

static void take_heading(struct bgt_draft *draft, struct bgt_slice text)
{
    if (is_fact(text, &draft->unit)) {
        return;
    }
    if (is_form_no(text)) {
        draft->form_no = text;
    } else if (text.length > draft->title.length) {
        draft->title = text;
        if (draft->unit.length == 0) {
            draft->unit = bgt_heading_unit(text);
        }
    }
}

static void find_heading(struct bgt_draft *draft)
{
    const struct bgt_batch *batch = draft->window.batch;
    uint32_t from = draft->first > HEADING_ROWS ? draft->first - HEADING_ROWS : 0;
    for (uint32_t r = from; r < draft->first + draft->rows; r++) {
        const struct bgt_item *row = &batch->items[r];
        const struct bgt_value *values = bgt_item_values(batch, row);
        for (uint32_t i = 0; i < row->value_count; i++) {
            if (values[i].type != BGT_VALUE_TEXT ||
                bgt_cell_is_blank(batch, &values[i])) {
                continue;
            }
            struct bgt_slice text = bgt_draft_text(draft, &values[i]);
            if (r < draft->first) {
                take_heading(draft, text);
            } else if (draft->unit.length == 0 && bgt_heading_unit(text).length > 0) {
                draft->unit = bgt_heading_unit(text);
                draft->is_unit_in_header = true;
            }
        }
    }
}

bgt_status bgt_draft_find(struct bgt_draft *draft)
{
    if (!find_header(draft)) {
        return BGT_NOT_FOUND;
    }
    find_body(draft);
    find_heading(draft);
    bgt_header_read_any(&draft->window, draft->first, draft->rows, &draft->header);
    draft->result->row = draft->window.batch->items[draft->first].row;
    return draft->header.column_count == 0 ? BGT_NOT_FOUND : BGT_OK;
}
