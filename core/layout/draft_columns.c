#include <string.h>

#include "layout/draft_parts.h"
#include "layout/match_columns.h"

/* Longest code of digits that is taken for one. */
#define DIGITS_MAX 31
/* Digits of the parts of a code: 类, 款, 项. */
#define FIRST_DIGITS 3
#define OTHER_DIGITS 2
#define PARTS        3

static struct bgt_slice last_label(const struct bgt_draft_column *column)
{
    return column->label_count == 0 ? (struct bgt_slice){"", 0}
                                    : column->labels[column->label_count - 1];
}

static bool is_label(struct bgt_slice text, const char *label)
{
    return bgt_text_same_label(text.text, text.length, label, strlen(label));
}

/* ---- What the cells are ---- */

static void look_at_cells(const struct bgt_draft *draft, struct bgt_draft_column *column)
{
    char digits[BGT_DECIMAL_TEXT_SIZE];
    const struct bgt_batch *batch = draft->window.batch;
    for (uint32_t r = draft->body; r < draft->end; r++) {
        const struct bgt_value *value = bgt_draft_cell(draft, r, column->column);
        uint64_t number = 0;
        if (value == NULL) {
            continue;
        }
        struct bgt_slice text = bgt_draft_text(draft, value);
        if (value->type == BGT_VALUE_NUMBER && (value->flags & BGT_VALUE_DECIMAL) != 0) {
            size_t length = bgt_decimal_format(value->decimal, digits);
            text = (struct bgt_slice){digits, length};
        }
        bool is_number = value->type == BGT_VALUE_NUMBER ||
                         bgt_cell_is_number(batch, value) ||
                         bgt_text_parse_unsigned(text.text, text.length, 9999, &number);
        column->numbers += is_number;
        column->texts += !is_number && text.length > strlen("—");
        if (bgt_text_parse_unsigned(text.text, text.length, UINT64_MAX, &number) &&
            text.length <= DIGITS_MAX) {
            column->lengths |= UINT32_C(1) << text.length;
        } else if (is_number) {
            column->lengths |= 1; /* a number with a point is no code */
        }
    }
}

/* ---- What the label says ---- */

static bool has_key(struct bgt_draft *draft, const char *spelling)
{
    bgt_buffer_clear(&draft->other);
    bgt_status status = bgt_layout_label_key(&draft->other, spelling, strlen(spelling));
    if (status != BGT_OK) {
        draft->failure = status == BGT_NO_MEMORY ? status : draft->failure;
        return false;
    }
    return draft->other.length > 0 &&
           bgt_text_equal(draft->key.data, draft->key.length, draft->other.data,
                          draft->other.length);
}

/* The field of `line` that the model calls so. */
static uint16_t find_in_model(struct bgt_draft *draft)
{
    for (uint16_t f = 0; f < (uint16_t)BGT_line_field_count; f++) {
        const struct bgt_field *field = bgt_line_field(f);
        if (f == BGT_line_item || (field->flags & BGT_FIELD_HOUSE) != 0) {
            continue;
        }
        bool is_it = has_key(draft, field->label) || has_key(draft, field->key);
        for (size_t i = 0; !is_it && field->aliases[i] != NULL; i++) {
            is_it = has_key(draft, field->aliases[i]);
        }
        if (is_it) {
            return f;
        }
    }
    return BGT_LAYOUT_NONE;
}

/* Whether a column of a layout is under this label. */
static bool has_label(const struct bgt_layout_column *column, uint32_t id)
{
    if (column->path_length == 0) {
        return false;
    }
    const struct bgt_layout_label *label = &column->path[column->path_length - 1];
    for (uint16_t k = 0; label->ids != NULL && k < label->key_count; k++) {
        if (label->ids[k] == id) {
            return true;
        }
    }
    return false;
}

/* What a column means besides naming the row, or BGT_LAYOUT_NONE. */
static uint16_t field_of(const struct bgt_layout_column *column)
{
    for (unsigned f = 0; f < column->field_count; f++) {
        if (column->fields[f] != BGT_line_item) {
            return column->fields[f];
        }
    }
    return BGT_LAYOUT_NONE;
}

/* The field that the layouts have under this label; for a figure only where all agree,
 * else what most have. */
static uint16_t find_in_layouts(const struct bgt_draft *draft, bool is_amount,
                                const char **layout_out)
{
    unsigned votes[BGT_line_field_count] = {0};
    uint16_t best = BGT_LAYOUT_NONE;
    unsigned all = 0;
    const struct bgt_layouts *layouts = draft->options->layouts;
    uint32_t id = bgt_layouts_label(layouts, draft->key.data, draft->key.length);
    for (size_t l = 0; id != 0 && l < bgt_layouts_count(layouts); l++) {
        const struct bgt_layout *layout = bgt_layouts_get(layouts, l);
        for (size_t c = 0; c < layout->column_count; c++) {
            const struct bgt_layout_column *column = &layout->columns[c];
            if ((column->content == BGT_CONTENT_AMOUNT) != is_amount ||
                !has_label(column, id)) {
                continue;
            }
            uint16_t field = field_of(column);
            if (field == BGT_LAYOUT_NONE) {
                continue;
            }
            all++;
            votes[field]++;
            if (best == BGT_LAYOUT_NONE || votes[field] > votes[best]) {
                best = field;
                *layout_out = layout->id.text;
            }
        }
    }
    return best == BGT_LAYOUT_NONE || (is_amount && votes[best] < all) ? BGT_LAYOUT_NONE
                                                                       : best;
}

static bool looks_like_code(const struct bgt_draft_column *column)
{
    struct bgt_slice label = last_label(column);
    return bgt_draft_has(label, "编码") || bgt_draft_has(label, "代码") ||
           bgt_draft_has(label, "编号") || bgt_draft_has(label, "CODE") ||
           bgt_draft_has(label, "code");
}

/* Whether the cells are whole numbers of at most four lengths, as codes are. */
static bool has_codes(const struct bgt_draft_column *column)
{
    return column->numbers > 0 && column->texts == 0 && (column->lengths & 1U) == 0;
}

static bgt_status guess_field(struct bgt_draft *draft, struct bgt_draft_column *column)
{
    struct bgt_slice label = last_label(column);
    bool is_figure =
        column->numbers > 0 && column->texts == 0 && !looks_like_code(column);
    bgt_buffer_clear(&draft->key);
    column->field = BGT_LAYOUT_NONE;
    bgt_status status = bgt_layout_label_key(&draft->key, label.text, label.length);
    if (status == BGT_NO_MEMORY) {
        return status;
    }
    if (status == BGT_OK && draft->key.length > 0) {
        column->field = find_in_model(draft);
    }
    if (status == BGT_OK && draft->key.length > 0 && column->field == BGT_LAYOUT_NONE) {
        column->field = find_in_layouts(draft, is_figure, &column->layout);
    }
    if (column->field == BGT_LAYOUT_NONE) {
        column->state =
            is_figure || looks_like_code(column) ? BGT_DRAFT_UNDECIDED : BGT_DRAFT_LEFT;
        return BGT_OK;
    }
    bool is_amount = bgt_line_field(column->field)->type == BGT_AMOUNT;
    bool is_other = is_amount
                        ? column->texts > column->numbers
                        : is_figure && bgt_line_field(column->field)->type == BGT_TEXT;
    if (is_other) {
        /* The label says a figure and the cells are text, or the other way round. */
        column->field = BGT_LAYOUT_NONE;
        column->state = BGT_DRAFT_UNDECIDED;
        return BGT_OK;
    }
    column->state = BGT_DRAFT_TAKEN;
    return BGT_OK;
}

/* ---- A code split over columns ---- */

static bool path_has(const struct bgt_draft_column *column, const char *part)
{
    for (unsigned i = 0; i < column->label_count; i++) {
        if (bgt_draft_has(column->labels[i], part)) {
            return true;
        }
    }
    return false;
}

static bool is_part(const struct bgt_draft_column *column, unsigned part)
{
    static const char *const labels[PARTS][3] = {
        {"类", "类级", "类编码"}, {"款", "款级", "款编码"}, {"项", "项级", "项编码"}};
    unsigned most = part == 0 ? FIRST_DIGITS : OTHER_DIGITS;
    bool is_named = false;
    for (size_t i = 0; i < 3; i++) {
        is_named = is_named || is_label(last_label(column), labels[part][i]);
    }
    return is_named && (column->lengths >> (most + 1)) == 0;
}

static void guess_parts(struct bgt_draft *draft)
{
    for (unsigned c = 0; c + 1 < draft->column_count; c++) {
        unsigned parts = 0;
        while (parts < PARTS && c + parts < draft->column_count &&
               is_part(&draft->columns[c + parts], parts)) {
            parts++;
        }
        if (parts < 2) {
            continue;
        }
        struct bgt_draft_column *first = &draft->columns[c];
        uint16_t field = BGT_line_exp_func_code;
        if (path_has(first, "经济")) {
            field = path_has(first, "政府") ? BGT_line_gov_bgt_eco_code
                                            : BGT_line_dep_bgt_eco_code;
        } else if (path_has(first, "收入")) {
            field = BGT_line_income_sort_code;
        }
        for (unsigned p = 0; p < parts; p++) {
            first[p].field = field;
            first[p].state = BGT_DRAFT_TAKEN;
            first[p].part = (uint8_t)(p + 1);
            first[p].digits = p == 0 ? FIRST_DIGITS : OTHER_DIGITS;
            first[p].layout = NULL;
        }
        c += parts - 1;
    }
}

/* ---- Blocks and names of rows ---- */

static bool is_amount_column(const struct bgt_draft_column *column)
{
    if (column->state == BGT_DRAFT_UNDECIDED) {
        return column->texts == 0;
    }
    return column->state == BGT_DRAFT_TAKEN &&
           bgt_line_field(column->field)->type == BGT_AMOUNT;
}

static bool may_name(const struct bgt_draft_column *column)
{
    return column->texts > 0 && !is_amount_column(column) && column->part == 0 &&
           !(column->field != BGT_LAYOUT_NONE &&
             bgt_line_field(column->field)->type == BGT_CODE);
}

static bool begins_block(const struct bgt_draft_column *column)
{
    static const char *const names[] = {"项目",     "科目", "科目名称", "收入项目",
                                        "支出项目", "收入", "支出",     "功能分类"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (is_label(last_label(column), names[i])) {
            return may_name(column);
        }
    }
    return false;
}

static void find_blocks(struct bgt_draft *draft)
{
    unsigned block = 0;
    bool has_name = false, has_amount = false;
    for (unsigned c = 0; c < draft->column_count; c++) {
        struct bgt_draft_column *column = &draft->columns[c];
        if (has_name && has_amount && begins_block(column) &&
            block + 1 < BGT_LAYOUT_BLOCKS_MAX) {
            block++;
            has_name = has_amount = false;
        }
        has_name = has_name || may_name(column);
        has_amount = has_amount || is_amount_column(column);
        column->block = block;
    }
    draft->block_count = block + 1;
}

const struct bgt_draft_column *bgt_draft_item(const struct bgt_draft *draft,
                                              unsigned block)
{
    for (unsigned c = 0; c < draft->column_count; c++) {
        if (draft->columns[c].block == block && draft->columns[c].is_item) {
            return &draft->columns[c];
        }
    }
    return NULL;
}

/* How well a column names the rows. */
static unsigned naming(const struct bgt_draft_column *column)
{
    static const char *const named[] = {"名称", "项目", "科目", "地区", "单位", "部门"};
    if (!may_name(column)) {
        return 0;
    }
    for (unsigned i = 0; i < sizeof named / sizeof named[0]; i++) {
        if (bgt_draft_has(last_label(column), named[i])) {
            return 8 - i;
        }
    }
    return 1;
}

static void find_item(struct bgt_draft *draft, unsigned block)
{
    struct bgt_draft_column *best = NULL;
    unsigned most = 0;
    for (unsigned c = 0; c < draft->column_count; c++) {
        struct bgt_draft_column *column = &draft->columns[c];
        if (column->block == block && naming(column) > most) {
            best = column;
            most = naming(column);
        }
    }
    if (best != NULL) {
        best->is_item = true;
        best->state = BGT_DRAFT_TAKEN;
    }
}

/* One line has each field once. */
static void settle_doubles(struct bgt_draft *draft)
{
    for (unsigned c = 0; c < draft->column_count; c++) {
        struct bgt_draft_column *column = &draft->columns[c];
        for (unsigned before = 0; before < c; before++) {
            const struct bgt_draft_column *other = &draft->columns[before];
            bool is_same =
                other->block == column->block && other->state == BGT_DRAFT_TAKEN &&
                column->field != BGT_LAYOUT_NONE && other->field == column->field &&
                (column->part == 0 || other->part == column->part);
            if (column->state == BGT_DRAFT_TAKEN && is_same) {
                column->field = BGT_LAYOUT_NONE;
                column->is_same_again = !column->is_item;
                column->state = column->is_item ? BGT_DRAFT_TAKEN : BGT_DRAFT_UNDECIDED;
            }
        }
    }
}

/* ---- All ---- */

static void take_labels(struct bgt_draft *draft, const struct bgt_header_column *from,
                        struct bgt_draft_column *column)
{
    column->column = from->column;
    for (unsigned i = 0; i < from->path_length; i++) {
        struct bgt_slice text = bgt_draft_text(draft, from->path[i].value);
        struct bgt_slice above = last_label(column);
        if (text.length > 0 &&
            !(column->label_count > 0 &&
              bgt_text_same_label(text.text, text.length, above.text, above.length))) {
            column->labels[column->label_count++] = text;
        }
    }
}

/* 2024年决算数 in a table of 2026 is no 决算数 of its year: nobody but a person knows
 * what. */
static void doubt_other_years(const struct bgt_draft *draft,
                              const struct bgt_header_column *from,
                              struct bgt_draft_column *column)
{
    unsigned own = draft->header.year;
    if (column->state == BGT_DRAFT_TAKEN && own != 0 && from->year != 0 &&
        from->year != own && bgt_line_field(column->field)->type == BGT_AMOUNT &&
        bgt_match_own_year(column->field)) {
        column->field = BGT_LAYOUT_NONE;
        column->state = BGT_DRAFT_UNDECIDED;
    }
}

bgt_status bgt_draft_columns(struct bgt_draft *draft)
{
    bgt_status status = BGT_OK;
    for (uint32_t c = 0; c < draft->header.column_count && status == BGT_OK; c++) {
        const struct bgt_header_column *from = &draft->header.columns[c];
        if (from->path_length == 0 || from->is_numbering || !from->is_own ||
            draft->column_count == BGT_DRAFT_COLUMNS) {
            continue;
        }
        struct bgt_draft_column *column = &draft->columns[draft->column_count++];
        take_labels(draft, from, column);
        look_at_cells(draft, column);
        status = guess_field(draft, column);
        doubt_other_years(draft, from, column);
        if (column->state == BGT_DRAFT_UNDECIDED && column->numbers > 0 &&
            is_label(last_label(column), "序号") && has_codes(column)) {
            column->state = BGT_DRAFT_LEFT;
        }
    }
    if (status != BGT_OK) {
        return status;
    }
    guess_parts(draft);
    find_blocks(draft);
    for (unsigned b = 0; b < draft->block_count; b++) {
        find_item(draft, b);
    }
    settle_doubles(draft);
    for (unsigned c = 0; c < draft->column_count; c++) {
        if (draft->columns[c].state != BGT_DRAFT_LEFT) {
            return BGT_OK;
        }
    }
    return BGT_NOT_FOUND; /* no column that a layout could take */
}
