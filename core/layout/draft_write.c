#include <string.h>

#include "layout/draft_parts.h"

/* Where a comment begins to be hard to read. */
#define YEAR_BYTES 4

bgt_status bgt_draft_quote(struct bgt_buffer *out, struct bgt_slice text)
{
    bgt_status status = bgt_buffer_append_char(out, '"');
    for (size_t i = 0; i < text.length && status == BGT_OK; i++) {
        char c = text.text[i];
        if (c == '\n' || c == '\r' || c == '\t') {
            status = bgt_buffer_append_text(out, c == '\n' ? "\\n"
                                                           : (c == '\r' ? "\\r" : "\\t"));
        } else if ((unsigned char)c >= ' ') {
            status = c == '"' || c == '\\' ? bgt_buffer_append_char(out, '\\') : BGT_OK;
            status = status == BGT_OK ? bgt_buffer_append_char(out, c) : status;
        }
    }
    return status == BGT_OK ? bgt_buffer_append_char(out, '"') : status;
}

/* The text as a template: the year of the title becomes `{fiscal_year}`. */
static bgt_status quote_template(const struct bgt_draft *draft, struct bgt_buffer *out,
                                 struct bgt_slice text)
{
    char year[BGT_NUMBER_SIZE];
    struct bgt_buffer made;
    unsigned number = bgt_text_find_year(draft->title.text, draft->title.length);
    const char *digits = bgt_number_text(number, year);
    size_t at = number == 0 ? SIZE_MAX : bgt_text_find(text.text, text.length, 0, digits);
    if (at == SIZE_MAX || !bgt_text_starts_with(text.text + at + YEAR_BYTES,
                                                text.length - at - YEAR_BYTES, "年")) {
        return bgt_draft_quote(out, text);
    }
    bgt_buffer_init(&made, NULL, BGT_DRAFT_BYTES);
    bgt_status status = bgt_buffer_append(&made, text.text, at);
    status = status == BGT_OK ? bgt_buffer_append_text(&made, "{fiscal_year}") : status;
    status = status == BGT_OK ? bgt_buffer_append(&made, text.text + at + YEAR_BYTES,
                                                  text.length - at - YEAR_BYTES)
                              : status;
    if (status == BGT_OK) {
        status = bgt_draft_quote(out, (struct bgt_slice){made.data, made.length});
    }
    bgt_buffer_close(&made);
    return status;
}

/* `key: text` and a comment. */
static bgt_status put_line(struct bgt_buffer *out, const char *key, const char *text,
                           const char *comment)
{
    bgt_status status = bgt_buffer_append_text(out, key);
    status = status == BGT_OK ? bgt_buffer_append_text(out, text) : status;
    status = status == BGT_OK ? bgt_buffer_append_text(out, comment) : status;
    return status == BGT_OK ? bgt_buffer_append_char(out, '\n') : status;
}

/* ---- The head ---- */

static bool is_id_part(const char *text)
{
    for (; *text != '\0'; text++) {
        if (!(*text >= 'a' && *text <= 'z') && !(*text >= '0' && *text <= '9') &&
            *text != '_') {
            return false;
        }
    }
    return true;
}

static bgt_status write_names(struct bgt_draft *draft, struct bgt_buffer *out)
{
    const char *name = draft->options->name;
    struct bgt_slice label = draft->title.length > 0 ? draft->title : bgt_slice_of(name);
    struct bgt_buffer id;
    bgt_buffer_init(&id, NULL, BGT_DRAFT_BYTES);
    bgt_status status = bgt_buffer_append_text(&id, "user/");
    status = status == BGT_OK ? bgt_buffer_append_text(&id, name) : status;
    status = status == BGT_OK ? bgt_buffer_append_text(out, "layout: ") : status;
    if (status == BGT_OK) {
        status = bgt_draft_quote(out, (struct bgt_slice){id.data, id.length});
    }
    bgt_buffer_close(&id);
    status = status == BGT_OK ? bgt_buffer_append_text(out, "\nlabel: ") : status;
    status = status == BGT_OK ? bgt_draft_quote(out, label) : status;
    draft->result->guesses++;
    status = status == BGT_OK ? bgt_buffer_append_text(out, "\ntable_id: x.") : status;
    return status == BGT_OK
               ? put_line(out, is_id_part(name) && name[0] != '\0' ? name : "draft", "",
                          " # guess 推断: a table of your own; or one of docs/model.md, "
                          "such as general_expenditure (自定义表标识)")
               : status;
}

/* Whether this is a plain grid: one header row at the top, no heading, no totals. */
static bool is_export(struct bgt_draft *draft)
{
    if (draft->first != 0 || draft->rows != 1 || draft->block_count != 1) {
        return false;
    }
    for (uint32_t r = draft->body; r < draft->end; r++) {
        for (unsigned c = 0; c < draft->column_count; c++) {
            const struct bgt_value *value =
                bgt_draft_cell(draft, r, draft->columns[c].column);
            if (bgt_draft_total_of(draft, bgt_draft_text(draft, value)) != NULL) {
                return false;
            }
        }
    }
    return draft->end == bgt_window_count(&draft->window);
}

static bgt_status write_unit(struct bgt_draft *draft, struct bgt_buffer *out)
{
    if (draft->unit.length > 0) {
        bgt_status status =
            bgt_buffer_append_text(out, "# amount unit as printed 金额单位：");
        status = status == BGT_OK
                     ? bgt_buffer_append(out, draft->unit.text, draft->unit.length)
                     : status;
        return status == BGT_OK ? bgt_buffer_append_char(out, '\n') : status;
    }
    draft->result->undecided++;
    return put_line(out, "amount_unit: ", "\"?\"",
                    " # decide 待定: the table prints no unit; write 元, 万元 … "
                    "(表中没有金额单位)");
}

static bgt_status write_title(struct bgt_draft *draft, struct bgt_buffer *out)
{
    bgt_status status = BGT_OK;
    if (draft->title.length > 0) {
        draft->result->guesses++;
        status = bgt_buffer_append_text(out, "title: ");
        status = status == BGT_OK ? quote_template(draft, out, draft->title) : status;
        status = status == BGT_OK
                     ? put_line(out, "", "",
                                " # guess 推断: the longest text above the header "
                                "(表头上方最长的文字)")
                     : status;
    }
    if (status == BGT_OK && draft->form_no.length > 0) {
        draft->result->guesses++;
        status = bgt_buffer_append_text(out, "form_no: ");
        status = status == BGT_OK ? bgt_draft_quote(out, draft->form_no) : status;
        status =
            status == BGT_OK ? put_line(out, "", "", " # guess 推断 (表号)") : status;
    }
    return status;
}

static bgt_status write_heading(const struct bgt_draft *draft, struct bgt_buffer *out)
{
    bgt_status status = BGT_OK;
    if (draft->title.length == 0) {
        return BGT_OK;
    }
    status = bgt_buffer_append_text(out, "heading:\n");
    if (status == BGT_OK && draft->form_no.length > 0) {
        status = bgt_buffer_append_text(out, "  - {left: \"{form_no}\"}\n");
    }
    if (status == BGT_OK) {
        status = bgt_buffer_append_text(out, "  - {merged: \"{title}\"}\n");
    }
    return status == BGT_OK && !draft->is_unit_in_header
               ? bgt_buffer_append_text(out, "  - {right: \"单位：{amount_unit}\"}\n")
               : status;
}

static bgt_status write_head(struct bgt_draft *draft, struct bgt_buffer *out)
{
    bool is_plain = is_export(draft);
    bgt_status status = bgt_buffer_append_text(
        out,
        "# Drafted by budgetconv layout new. Check each line with `guess`, and write "
        "what is known where\n# \"?\" stands: until then the file is refused. "
        "由 budgetconv layout new 起草：请核对带“推断”的各行，并填写 \"?\" 处。\n"
        "budgetconv: 1\n");
    status = status == BGT_OK ? write_names(draft, out) : status;
    if (status == BGT_OK && is_plain) {
        draft->result->guesses++;
        status = put_line(out, "kind: ", "export",
                          " # guess 推断: a plain grid, header in its first row "
                          "(首行即表头)");
    }
    status = status == BGT_OK ? write_title(draft, out) : status;
    status = status == BGT_OK ? write_unit(draft, out) : status;
    return status == BGT_OK && !is_plain ? write_heading(draft, out) : status;
}

/* ---- Columns ---- */

static bgt_status write_path(const struct bgt_draft *draft, struct bgt_buffer *out,
                             const struct bgt_draft_column *column)
{
    bgt_status status = bgt_buffer_append_char(out, '[');
    for (unsigned i = 0; i < column->label_count && status == BGT_OK; i++) {
        status = bgt_buffer_append_text(out, i > 0 ? ", " : "");
        status =
            status == BGT_OK ? quote_template(draft, out, column->labels[i]) : status;
    }
    return status == BGT_OK ? bgt_buffer_append_char(out, ']') : status;
}

static bgt_status write_fields(struct bgt_buffer *out,
                               const struct bgt_draft_column *column)
{
    bool has_field = column->field != BGT_LAYOUT_NONE;
    bgt_status status = bgt_buffer_append_text(out, ", fields: [");
    if (status == BGT_OK && column->state == BGT_DRAFT_UNDECIDED) {
        status = bgt_buffer_append_text(out, "\"?\"");
    } else if (status == BGT_OK) {
        status = bgt_buffer_append_text(out, column->is_item ? "item" : "");
        if (status == BGT_OK && column->is_item && has_field) {
            status = bgt_buffer_append_text(out, ", ");
        }
        if (status == BGT_OK && has_field) {
            status = bgt_buffer_append_text(out, bgt_line_field(column->field)->key);
        }
    }
    status = status == BGT_OK ? bgt_buffer_append_char(out, ']') : status;
    if (status == BGT_OK && column->part > 0) {
        status = bgt_buffer_append_text(out, ", part: ");
        status =
            status == BGT_OK ? bgt_buffer_append_unsigned(out, column->part) : status;
        status = status == BGT_OK ? bgt_buffer_append_text(out, ", digits: ") : status;
        status =
            status == BGT_OK ? bgt_buffer_append_unsigned(out, column->digits) : status;
    }
    return status == BGT_OK ? bgt_buffer_append_text(out, "} # ") : status;
}

static bgt_status write_reason(struct bgt_draft *draft, struct bgt_buffer *out,
                               const struct bgt_draft_column *column)
{
    char name[BGT_COLUMN_NAME_SIZE];
    bgt_status status = BGT_OK;
    if (column->state == BGT_DRAFT_UNDECIDED) {
        draft->result->undecided++;
        status = bgt_buffer_append_text(
            out, column->is_same_again
                     ? "decide 待定: an earlier column has the field that this label "
                       "means (与前面的列重复), column "
                     : "decide 待定: a field of docs/model.md, or take the line out and "
                       "the column stays as an extra (填写字段，或删去此行), column ");
    } else {
        draft->result->guesses++;
        status = bgt_buffer_append_text(out, "guess 推断: by ");
        if (status == BGT_OK) {
            status = bgt_buffer_append_text(
                out, column->part > 0
                         ? "类, 款, 项"
                         : (column->layout != NULL
                                ? column->layout
                                : (column->field == BGT_LAYOUT_NONE ? "its text (行名)"
                                                                    : "the model")));
        }
        status = status == BGT_OK ? bgt_buffer_append_text(out, ", column ") : status;
    }
    (void)bgt_column_name(column->column, name);
    status = status == BGT_OK ? bgt_buffer_append_text(out, name) : status;
    return status == BGT_OK ? bgt_buffer_append_char(out, '\n') : status;
}

static bgt_status write_column(struct bgt_draft *draft, struct bgt_buffer *out,
                               const struct bgt_draft_column *column)
{
    bool is_left = column->state == BGT_DRAFT_LEFT;
    bgt_status status = bgt_buffer_append_text(
        out,
        is_left ? "      # stays as an extra (作为附加列保留): " : "      - {path: ");
    status = status == BGT_OK ? write_path(draft, out, column) : status;
    if (status == BGT_OK && is_left) {
        return bgt_buffer_append_char(out, '\n');
    }
    draft->result->columns++;
    status = status == BGT_OK ? write_fields(out, column) : status;
    return status == BGT_OK ? write_reason(draft, out, column) : status;
}

/* `income` or `expenditure` of a block, by its labels; null: unknown. */
static const char *side_of(const struct bgt_draft *draft, unsigned block)
{
    for (unsigned c = 0; c < draft->column_count; c++) {
        const struct bgt_draft_column *column = &draft->columns[c];
        for (unsigned i = 0; column->block == block && i < column->label_count; i++) {
            if (bgt_draft_has(column->labels[i], "收入")) {
                return "income";
            }
            if (bgt_draft_has(column->labels[i], "支出")) {
                return "expenditure";
            }
        }
    }
    return NULL;
}

static bgt_status write_block(struct bgt_draft *draft, struct bgt_buffer *out,
                              unsigned block)
{
    bgt_status status = BGT_OK;
    if (draft->block_count > 1) {
        const char *side = side_of(draft, block);
        draft->result->undecided += side == NULL;
        draft->result->guesses += side != NULL;
        status =
            put_line(out, "  - side: ", side == NULL ? "\"?\"" : side,
                     side == NULL ? " # decide 待定: income or expenditure (收入或支出)"
                                  : " # guess 推断");
        status =
            status == BGT_OK ? bgt_buffer_append_text(out, "    columns:\n") : status;
    } else {
        status = bgt_buffer_append_text(out, "  - columns:\n");
    }
    if (status == BGT_OK && bgt_draft_item(draft, block) == NULL && !is_export(draft)) {
        draft->result->undecided++;
        status =
            put_line(out, "      - {path: [\"?\"], fields: [item]}", "",
                     " # decide 待定: the column that names the rows (哪一列是行名)");
    }
    for (unsigned c = 0; c < draft->column_count && status == BGT_OK; c++) {
        if (draft->columns[c].block == block) {
            status = write_column(draft, out, &draft->columns[c]);
        }
    }
    return status == BGT_OK ? bgt_draft_write_rows(draft, out, block) : status;
}

bgt_status bgt_draft_write(struct bgt_draft *draft, struct bgt_buffer *out)
{
    bgt_status status = write_head(draft, out);
    status = status == BGT_OK ? bgt_buffer_append_text(out, "blocks:\n") : status;
    for (unsigned b = 0; b < draft->block_count && status == BGT_OK; b++) {
        status = write_block(draft, out, b);
    }
    return status;
}
