#include <string.h>

#include "layout/labelled_writing.h"

/* ---- Cells ---- */

bgt_status bgt_labelled_draw_text(struct bgt_labelled_writer *writer, uint32_t row,
                                  struct bgt_labelled_span at, struct bgt_slice text)
{
    struct bgt_labelled_drawn cell = {
        .row = row, .rows = 1, .at = at, .style = BGT_LABELLED_TEXT, .text = text};
    return bgt_labelled_draw(&writer->sheet, &cell);
}

/* A label over several rows, its template filled. */
static bgt_status draw_label(struct bgt_labelled_writer *writer,
                             struct bgt_labelled_drawn cell,
                             const struct bgt_layout_label *label)
{
    bgt_buffer_clear(&writer->text);
    bgt_status status =
        bgt_form_fill_label(&writer->text, writer->options.facts, writer->layout, label);
    cell.style = BGT_LABELLED_LABEL;
    cell.text = (struct bgt_slice){writer->text.data, writer->text.length};
    return status == BGT_OK ? bgt_labelled_draw(&writer->sheet, &cell) : status;
}

bgt_status bgt_labelled_draw_label(struct bgt_labelled_writer *writer, uint32_t row,
                                   struct bgt_labelled_span at,
                                   const struct bgt_layout_label *label)
{
    return draw_label(
        writer, (struct bgt_labelled_drawn){.row = row, .rows = 1, .at = at}, label);
}

bgt_status bgt_labelled_join(struct bgt_labelled_writer *writer, struct bgt_slice prefix,
                             uint64_t number, struct bgt_slice text)
{
    bgt_status status = BGT_OK;
    bgt_buffer_clear(&writer->text);
    if (number != 0 && prefix.length > 0) {
        status = bgt_buffer_append(&writer->text, prefix.text, prefix.length);
        if (status == BGT_OK) {
            status = bgt_buffer_append_unsigned(&writer->text, number);
        }
        if (status == BGT_OK) {
            status = bgt_buffer_append_text(&writer->text, "：");
        }
    }
    return status == BGT_OK ? bgt_buffer_append(&writer->text, text.text, text.length)
                            : status;
}

static struct bgt_slice joined(const struct bgt_labelled_writer *writer)
{
    return (struct bgt_slice){writer->text.data, writer->text.length};
}

/* ---- Pairs of label and value ---- */

/* What a pair prints: one field, or code and name with the joint between them. */
static bgt_status value_text(struct bgt_labelled_writer *writer,
                             const struct bgt_labelled_pair *pair)
{
    const struct bgt_item *item =
        writer->subject == 0 ? NULL : &writer->records->items[writer->subject - 1];
    bool is_name = writer->form->entity == BGT_ENTITY_project &&
                   pair->fields[0] == BGT_project_pro_name;
    bgt_status status = BGT_OK;
    bgt_buffer_clear(&writer->text);
    if (item == NULL) {
        struct bgt_slice name = bgt_labelled_subject(writer);
        return is_name ? bgt_buffer_append(&writer->text, name.text, name.length)
                       : BGT_OK;
    }
    for (unsigned f = 0; status == BGT_OK && f < pair->field_count; f++) {
        struct bgt_slice text = bgt_labelled_get_text(writer, item, pair->fields[f]);
        if (f > 0 && text.length > 0 && writer->text.length > 0) {
            status =
                bgt_buffer_append(&writer->text, pair->joint.text, pair->joint.length);
        }
        if (status == BGT_OK) {
            status = bgt_buffer_append(&writer->text, text.text, text.length);
        }
    }
    return status;
}

static bgt_status draw_pair(struct bgt_labelled_writer *writer,
                            const struct bgt_labelled_pair *pair, uint32_t row,
                            uint32_t rows)
{
    struct bgt_labelled_drawn cell = {
        .row = row, .rows = rows, .at = pair->value_at, .style = BGT_LABELLED_TEXT};
    bgt_status status = value_text(writer, pair);
    cell.text = joined(writer);
    if (status == BGT_OK) {
        status = bgt_labelled_draw(&writer->sheet, &cell);
    }
    cell.at = pair->label_at;
    return status == BGT_OK ? draw_label(writer, cell, &pair->label) : status;
}

/* A form as it was read has no label that was not there. */
static bool is_printed(const struct bgt_labelled_writer *writer,
                       const struct bgt_labelled_pair *pair)
{
    const struct bgt_item *item =
        writer->subject == 0 ? NULL : &writer->records->items[writer->subject - 1];
    bool has_any = !writer->is_own || item == NULL;
    for (unsigned f = 0; !has_any && f < pair->field_count; f++) {
        has_any = bgt_labelled_get(writer, item, pair->fields[f]) != NULL;
    }
    return has_any;
}

static bgt_status draw_pairs(struct bgt_labelled_writer *writer,
                             const struct bgt_labelled_row *row)
{
    uint32_t first = writer->sheet.rows + 1, rows = 1;
    bgt_status status = BGT_OK;
    for (size_t p = 0; status == BGT_OK && p < row->pair_count; p++) {
        status = value_text(writer, &row->pairs[p]);
        uint32_t wanted =
            bgt_labelled_rows(&writer->sheet, row->pairs[p].value_at, joined(writer));
        rows = wanted > rows ? wanted : rows;
    }
    for (size_t p = 0; status == BGT_OK && p < row->pair_count; p++) {
        if (is_printed(writer, &row->pairs[p])) {
            status = draw_pair(writer, &row->pairs[p], first, rows);
        }
    }
    return status;
}

static bgt_status draw_fields(struct bgt_labelled_writer *writer,
                              const struct bgt_labelled_part *part)
{
    bgt_status status = BGT_OK;
    for (size_t r = 0; status == BGT_OK && r < part->row_count; r++) {
        status = draw_pairs(writer, &part->rows[r]);
    }
    return status;
}

/* ---- Funds ---- */

const struct bgt_labelled_fund *
bgt_labelled_fund_of(struct bgt_labelled_writer *writer,
                     const struct bgt_labelled_block *block, const struct bgt_item *line)
{
    struct bgt_slice side = bgt_labelled_get_text(writer, line, BGT_line_side);
    struct bgt_slice item = bgt_labelled_get_text(writer, line, BGT_line_item);
    const char *wanted = bgt_layout_side_text(block->side);
    if (!bgt_text_equal(side.text, side.length, wanted == NULL ? "" : wanted,
                        wanted == NULL ? 0 : strlen(wanted))) {
        return NULL;
    }
    for (size_t f = 0; f < block->fund_count; f++) {
        const struct bgt_labelled_fund *fund = &block->funds[f];
        bool is_item = fund->item.length > 0 &&
                       bgt_text_same_label(fund->item.text, fund->item.length, item.text,
                                           item.length);
        if (is_item ||
            (fund->item.length == 0 && bgt_labelled_is(writer, &fund->label, item))) {
            return fund;
        }
    }
    return NULL;
}

static bgt_status draw_figure(struct bgt_labelled_writer *writer,
                              const struct bgt_labelled_block *block,
                              const struct bgt_item *line, uint32_t row)
{
    const struct bgt_value *value = bgt_labelled_get(writer, line, block->measure);
    struct bgt_labelled_drawn cell = {
        .row = row, .rows = 1, .at = block->value_at, .style = BGT_LABELLED_AMOUNT};
    if (value != NULL && (value->flags & BGT_VALUE_DECIMAL) != 0 &&
        value->state == BGT_PRESENT) {
        cell.is_number = true;
        cell.number = value->decimal;
    } else if (value != NULL) {
        cell.text = (struct bgt_slice){bgt_value_text(writer->records, value),
                                       value->text_length};
    }
    return bgt_labelled_draw(&writer->sheet, &cell);
}

/* A line in each block that has its funds. */
static bgt_status draw_line(struct bgt_labelled_writer *writer,
                            const struct bgt_labelled_part *part,
                            const struct bgt_item *line, uint32_t row)
{
    bgt_status status = BGT_OK;
    for (size_t b = 0; status == BGT_OK && b < part->block_count; b++) {
        const struct bgt_labelled_block *block = &part->blocks[b];
        const struct bgt_labelled_fund *fund = bgt_labelled_fund_of(writer, block, line);
        if (fund == NULL) {
            continue;
        }
        struct bgt_labelled_drawn cell = {
            .row = row, .rows = 1, .at = block->label_at, .style = BGT_LABELLED_TEXT};
        cell.text = bgt_labelled_get_text(writer, line, BGT_line_item);
        if (fund->item.length > 0) {
            cell.text = fund->label.written;
        }
        status = bgt_labelled_draw(&writer->sheet, &cell);
        if (status == BGT_OK) {
            status = draw_figure(writer, block, line, row);
        }
    }
    return status;
}

static bgt_status draw_fund_heads(struct bgt_labelled_writer *writer,
                                  const struct bgt_labelled_part *part)
{
    uint32_t row = writer->sheet.rows + 1;
    bgt_status status = BGT_OK;
    for (size_t b = 0; status == BGT_OK && b < part->block_count; b++) {
        const struct bgt_labelled_block *block = &part->blocks[b];
        for (size_t h = 0; status == BGT_OK && h < block->head_count; h++) {
            status = bgt_labelled_draw_label(writer, row,
                                             h == 0 ? block->label_at : block->value_at,
                                             &block->heads[h]);
        }
    }
    return status;
}

/* Lines with the same number share a printed row. */
static bgt_status draw_funds(struct bgt_labelled_writer *writer,
                             const struct bgt_labelled_part *part)
{
    bgt_status status = draw_fund_heads(writer, part);
    uint32_t row = writer->sheet.rows;
    uint64_t row_no = 0;
    for (uint32_t i = 0; status == BGT_OK && i < writer->records->item_count; i++) {
        const struct bgt_item *item = &writer->records->items[i];
        if (item->entity != BGT_ENTITY_line) {
            continue;
        }
        uint64_t number = bgt_labelled_get_count(writer, item, BGT_line_row_no);
        if (row_no == 0 || number != row_no || number == 0) {
            row++;
        }
        row_no = number;
        status = draw_line(writer, part, item, row);
    }
    return status;
}

/* ---- Tasks ---- */

static bgt_status draw_task(struct bgt_labelled_writer *writer,
                            const struct bgt_labelled_part *part,
                            const struct bgt_item *task)
{
    uint32_t row = writer->sheet.rows + 1;
    struct bgt_slice core = bgt_labelled_get_text(writer, task, BGT_task_core_function);
    struct bgt_slice content = bgt_labelled_get_text(writer, task, BGT_task_content);
    uint64_t number = bgt_labelled_get_count(writer, task, BGT_task_task_no);
    bgt_status status = bgt_labelled_draw_text(writer, row, part->heads[0].at, core);
    if (status == BGT_OK) {
        status = bgt_labelled_join(writer, part->prefix, number, content);
    }
    return status == BGT_OK
               ? bgt_labelled_draw_text(writer, row, part->heads[1].at, joined(writer))
               : status;
}

static bgt_status draw_tasks(struct bgt_labelled_writer *writer,
                             const struct bgt_labelled_part *part)
{
    uint32_t row = writer->sheet.rows + 1;
    bgt_status status = BGT_OK;
    for (size_t h = 0; status == BGT_OK && h < part->head_count; h++) {
        status = bgt_labelled_draw_label(writer, row, part->heads[h].at,
                                         &part->heads[h].label);
    }
    for (uint32_t i = 0; status == BGT_OK && i < writer->records->item_count; i++) {
        if (writer->records->items[i].entity == BGT_ENTITY_task) {
            status = draw_task(writer, part, &writer->records->items[i]);
        }
    }
    return status;
}

/* ---- Goals ---- */

bool bgt_labelled_fits_goal(struct bgt_labelled_writer *writer,
                            const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_labelled_part *part =
        bgt_labelled_part_of(writer->form, BGT_LABELLED_GOALS);
    struct bgt_slice flag =
        bgt_present_text(batch, bgt_item_find(batch, item, BGT_goal_yearflag));
    for (size_t p = 0; part != NULL && p < part->period_count; p++) {
        if (bgt_text_equal(flag.text, flag.length, part->periods[p].yearflag.text,
                           part->periods[p].yearflag.length)) {
            return true;
        }
    }
    return false;
}

static bool is_goal_of(const struct bgt_labelled_writer *writer,
                       const struct bgt_item *item,
                       const struct bgt_labelled_period *period)
{
    struct bgt_slice flag = {"", 0};
    if (item->entity == BGT_ENTITY_goal) {
        flag = bgt_labelled_get_text(writer, item, BGT_goal_yearflag);
    }
    return flag.length > 0 &&
           bgt_text_equal(flag.text, flag.length, period->yearflag.text,
                          period->yearflag.length);
}

/* All goals of a period, one a line; each with its number where it has one. */
static bgt_status goal_text(struct bgt_labelled_writer *writer,
                            const struct bgt_labelled_part *part,
                            const struct bgt_labelled_period *period)
{
    struct bgt_buffer *all = &writer->key;
    bgt_status status = BGT_OK;
    bgt_buffer_clear(all);
    for (uint32_t i = 0; status == BGT_OK && i < writer->records->item_count; i++) {
        const struct bgt_item *goal = &writer->records->items[i];
        if (!is_goal_of(writer, goal, period)) {
            continue;
        }
        status = bgt_labelled_join(
            writer, part->prefix, bgt_labelled_get_count(writer, goal, BGT_goal_task_no),
            bgt_labelled_get_text(writer, goal, BGT_goal_kpi_target));
        if (status == BGT_OK && all->length > 0) {
            status = bgt_buffer_append_char(all, '\n');
        }
        if (status == BGT_OK) {
            status = bgt_buffer_append(all, writer->text.data, writer->text.length);
        }
    }
    return status;
}

static bool has_goals(const struct bgt_labelled_writer *writer)
{
    for (uint32_t i = 0; i < writer->records->item_count; i++) {
        if (writer->records->items[i].entity == BGT_ENTITY_goal) {
            return true;
        }
    }
    return false;
}

static bgt_status draw_goals(struct bgt_labelled_writer *writer,
                             const struct bgt_labelled_part *part)
{
    uint32_t row = writer->sheet.rows + 1, rows = 1;
    bgt_status status = BGT_OK;
    if (writer->is_own && !has_goals(writer)) {
        return BGT_OK;
    }
    for (size_t p = 0; status == BGT_OK && p < part->period_count; p++) {
        if (part->periods[p].head.key_count > 0) {
            status = bgt_labelled_draw_label(writer, row, part->periods[p].at,
                                             &part->periods[p].head);
        }
    }
    row = writer->sheet.rows + 1;
    for (size_t p = 0; status == BGT_OK && p < part->period_count; p++) {
        status = goal_text(writer, part, &part->periods[p]);
        uint32_t wanted =
            bgt_labelled_rows(&writer->sheet, part->periods[p].at,
                              (struct bgt_slice){writer->key.data, writer->key.length});
        rows = wanted > rows ? wanted : rows;
    }
    for (size_t p = 0; status == BGT_OK && p < part->period_count; p++) {
        status = goal_text(writer, part, &part->periods[p]);
        struct bgt_labelled_drawn cell = {.row = row,
                                          .rows = rows,
                                          .at = part->periods[p].at,
                                          .style = BGT_LABELLED_TEXT,
                                          .text = {writer->key.data, writer->key.length}};
        status = status == BGT_OK ? bgt_labelled_draw(&writer->sheet, &cell) : status;
    }
    struct bgt_labelled_drawn label = {.row = row, .rows = rows, .at = part->group.at};
    return status == BGT_OK ? draw_label(writer, label, &part->group.label) : status;
}

/* ---- A part ---- */

static bgt_status draw_rows(struct bgt_labelled_writer *writer,
                            const struct bgt_labelled_part *part)
{
    switch (part->kind) {
    case BGT_LABELLED_FIELDS:
        return draw_fields(writer, part);
    case BGT_LABELLED_FUNDS:
        return draw_funds(writer, part);
    case BGT_LABELLED_TASKS:
        return draw_tasks(writer, part);
    case BGT_LABELLED_INDICATORS:
        return bgt_labelled_draw_indicators(writer, part);
    default:
        return draw_goals(writer, part);
    }
}

bgt_status bgt_labelled_draw_part(struct bgt_labelled_writer *writer,
                                  const struct bgt_labelled_part *part)
{
    uint32_t first = writer->sheet.rows + 1;
    bgt_status status = draw_rows(writer, part);
    uint32_t end = writer->sheet.rows + 1;
    if (status != BGT_OK || part->kind == BGT_LABELLED_GOALS || end == first ||
        part->group.label.key_count == 0) {
        return status;
    }
    struct bgt_labelled_drawn group = {
        .row = first, .rows = end - first, .at = part->group.at};
    return draw_label(writer, group, &part->group.label);
}
