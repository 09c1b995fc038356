#include <string.h>

#include "base/decimal.h"
#include "layout/labelled_writing.h"
#include "layout/losses.h"

/* A value of a record, of which it is asked whether the form shows it. */
struct question {
    struct bgt_labelled_writer *writer;
    const struct bgt_item *item;
    const struct bgt_value *value;
    uint64_t indicator_no; /* What reading will count. */
};

static bool is_text(struct bgt_slice text, const char *word)
{
    return bgt_text_equal(text.text, text.length, word, strlen(word));
}

static struct bgt_slice text_of(const struct question *question, uint16_t field)
{
    return bgt_labelled_get_text(question->writer, question->item, field);
}

static bool row_has(const struct bgt_labelled_row *row, uint32_t field)
{
    for (size_t i = 0; i < row->pair_count; i++) {
        for (unsigned f = 0; f < row->pairs[i].field_count; f++) {
            if (row->pairs[i].fields[f] == field) {
                return true;
            }
        }
    }
    return false;
}

static bool is_pair_field(const struct bgt_labelled *form, uint32_t field)
{
    for (size_t p = 0; p < form->part_count; p++) {
        for (size_t r = 0; r < form->parts[p].row_count; r++) {
            if (row_has(&form->parts[p].rows[r], field)) {
                return true;
            }
        }
    }
    return false;
}

static bool has_prefix(const struct bgt_labelled_writer *writer, uint8_t kind)
{
    const struct bgt_labelled_part *part = bgt_labelled_part_of(writer->form, kind);
    return part != NULL && part->prefix.length > 0;
}

/* ---- Lines ---- */

static bool is_constant(const struct bgt_labelled_fund *fund, uint32_t field,
                        struct bgt_slice text)
{
    for (size_t v = 0; v < fund->values.count; v++) {
        if (fund->values.list[v].field == field) {
            return bgt_text_equal(text.text, text.length, fund->values.list[v].text.text,
                                  fund->values.list[v].text.length);
        }
    }
    return false;
}

static bool holds_of_line(const struct question *question,
                          const struct bgt_labelled_block *block,
                          const struct bgt_labelled_fund *fund)
{
    uint32_t field = question->value->column;
    struct bgt_slice text = bgt_present_text(question->writer->records, question->value);
    struct bgt_slice subject = bgt_labelled_subject(question->writer);
    switch (field) {
    case BGT_line_table_id:
    case BGT_line_table_no:
    case BGT_line_row_no:
    case BGT_line_side:
    case BGT_line_item:
        return true;
    case BGT_line_row_kind:
        return is_text(text, fund->row_kind);
    case BGT_line_row_role:
        return fund->row_role != NULL && is_text(text, fund->row_role);
    case BGT_line_pro_name:
        return question->writer->form->entity == BGT_ENTITY_project &&
               bgt_text_equal(text.text, text.length, subject.text, subject.length);
    default:
        return field == block->measure || is_constant(fund, field, text);
    }
}

static bool holds_line(const struct question *question)
{
    const struct bgt_labelled *form = question->writer->form;
    for (size_t p = 0; p < form->part_count; p++) {
        for (size_t b = 0; b < form->parts[p].block_count; b++) {
            const struct bgt_labelled_block *block = &form->parts[p].blocks[b];
            const struct bgt_labelled_fund *fund =
                bgt_labelled_fund_of(question->writer, block, question->item);
            if (fund != NULL && holds_of_line(question, block, fund)) {
                return true;
            }
        }
    }
    return false;
}

/* ---- Goals and indicators ---- */

static bool holds_goal(const struct question *question)
{
    switch (question->value->column) {
    case BGT_goal_scope:
    case BGT_goal_yearflag:
        return true;
    case BGT_goal_agency_name:
        return question->writer->form->entity == BGT_ENTITY_agency;
    case BGT_goal_pro_name:
        return question->writer->form->entity == BGT_ENTITY_project;
    case BGT_goal_task_no:
        return has_prefix(question->writer, BGT_LABELLED_GOALS);
    case BGT_goal_kpi_target: {
        /* A numbered goal of several lines would be read as one without number. */
        struct bgt_slice text = text_of(question, BGT_goal_kpi_target);
        return bgt_labelled_get_count(question->writer, question->item,
                                      BGT_goal_task_no) == 0 ||
               bgt_text_find(text.text, text.length, 0, "\n") == SIZE_MAX;
    }
    default:
        return false;
    }
}

/* What reading concludes from the value as printed. */
static bool holds_parsed(const struct question *question)
{
    struct bgt_labelled_value parsed;
    const struct bgt_value *value = question->value;
    struct bgt_slice text = bgt_present_text(question->writer->records, value);
    struct bgt_slice wanted = {"", 0};
    if (!bgt_labelled_parse_value(text_of(question, BGT_indicator_kpi_val), &parsed)) {
        return false;
    }
    if (value->column == BGT_indicator_value) {
        return (value->flags & BGT_VALUE_DECIMAL) != 0 &&
               value->decimal.coefficient == parsed.number.coefficient &&
               value->decimal.scale == parsed.number.scale;
    }
    wanted = value->column == BGT_indicator_computesign ? parsed.sign : parsed.unit;
    return bgt_text_equal(text.text, text.length, wanted.text, wanted.length);
}

static size_t count_separators(struct bgt_slice text)
{
    size_t count = 0, at = 0;
    while ((at = bgt_text_find(text.text, text.length, at, ";")) != SIZE_MAX) {
        count++;
        at++;
    }
    return count;
}

static bool holds_indicator(const struct question *question)
{
    switch (question->value->column) {
    case BGT_indicator_agency_name:
        return question->writer->form->entity == BGT_ENTITY_agency;
    case BGT_indicator_pro_name:
        return question->writer->form->entity == BGT_ENTITY_project;
    case BGT_indicator_task_no:
        return has_prefix(question->writer, BGT_LABELLED_INDICATORS);
    case BGT_indicator_indicator_no:
        return bgt_labelled_get_count(question->writer, question->item,
                                      BGT_indicator_indicator_no) ==
               question->indicator_no;
    case BGT_indicator_lv3_perf_ind_name: {
        /* Names and values that would be split when they are read again. */
        size_t names =
            count_separators(text_of(question, BGT_indicator_lv3_perf_ind_name));
        return names == 0 ||
               names != count_separators(text_of(question, BGT_indicator_kpi_val));
    }
    case BGT_indicator_scope:
    case BGT_indicator_yearflag:
    case BGT_indicator_lv1_perf_ind_name:
    case BGT_indicator_lv2_perf_ind_name:
    case BGT_indicator_kpi_val:
        return true;
    case BGT_indicator_computesign:
    case BGT_indicator_value:
    case BGT_indicator_meterunit:
        return holds_parsed(question);
    default:
        return false;
    }
}

static bool holds_task(const struct question *question)
{
    return question->value->column != BGT_task_task_no ||
           has_prefix(question->writer, BGT_LABELLED_TASKS);
}

/* The table's own facts: its title, its notes, and what reading concludes. */
static bool holds_table(const struct question *question)
{
    struct bgt_slice text = bgt_present_text(question->writer->records, question->value);
    const struct bgt_layout *layout = question->writer->layout;
    switch (question->value->column) {
    case BGT_table_title:
        return bgt_form_writes(layout, "title");
    case BGT_table_table_id:
        return bgt_text_equal(text.text, text.length, layout->table_id.text,
                              layout->table_id.length);
    case BGT_table_agency_name:
        return bgt_labelled_subject(question->writer).length > 0;
    case BGT_table_table_no:
    case BGT_table_amount_unit:
    case BGT_table_precision:
    case BGT_table_layout:
    case BGT_table_notes:
    case BGT_table_row_count:
        return true;
    default:
        return false;
    }
}

static bool holds(const struct question *question)
{
    if (question->value->column == BGT_FIELD_EXTRA) {
        return false;
    }
    switch (question->item->entity) {
    case BGT_ENTITY_table:
        return holds_table(question);
    case BGT_ENTITY_line:
        return holds_line(question);
    case BGT_ENTITY_task:
        return holds_task(question);
    case BGT_ENTITY_goal:
        return holds_goal(question);
    case BGT_ENTITY_indicator:
        return holds_indicator(question);
    default:
        return is_pair_field(question->writer->form, question->value->column);
    }
}

static bgt_status check_item(struct question *question)
{
    struct bgt_labelled_writer *writer = question->writer;
    const struct bgt_value *values = bgt_item_values(writer->records, question->item);
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && i < question->item->value_count; i++) {
        struct bgt_loss_source source = {writer->records, question->item, &values[i]};
        question->value = &values[i];
        if (values[i].state == BGT_PRESENT && !holds(question)) {
            status =
                bgt_losses_add_field(writer->options.target.losses, "LAYOUT_CANNOT_HOLD",
                                     writer->layout->id.text, &source);
        }
    }
    return status;
}

/* The number that reading gives an indicator: it counts those of a period. */
static uint64_t number_of(const struct bgt_labelled_writer *writer, uint32_t at)
{
    const struct bgt_item *items = writer->records->items;
    struct bgt_slice flag =
        bgt_labelled_get_text(writer, &items[at], BGT_indicator_yearflag);
    uint64_t number = 0;
    for (uint32_t i = 0; i <= at; i++) {
        struct bgt_slice other = {"", 0};
        if (items[i].entity == BGT_ENTITY_indicator) {
            other = bgt_labelled_get_text(writer, &items[i], BGT_indicator_yearflag);
            number += bgt_text_equal(flag.text, flag.length, other.text, other.length);
        }
    }
    return number;
}

bgt_status bgt_labelled_check(struct bgt_labelled_writer *writer)
{
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && i < writer->records->item_count; i++) {
        struct question question = {.writer = writer, .item = &writer->records->items[i]};
        if (question.item->entity == BGT_ENTITY_indicator) {
            question.indicator_no = number_of(writer, i);
        }
        status = check_item(&question);
    }
    return status;
}
