#include <string.h>

#include "layout/cell.h"
#include "layout/labelled_reading.h"

/* A fund in a printed row, for each block of its part. */
struct fund_row {
    const struct bgt_labelled_part *part;
    uint8_t part_number;
    size_t block, fund; /* the line at hand: a fund of a block */
    const struct bgt_item *row;
    uint64_t row_no;
};

static bool is_text_equal(struct bgt_slice a, struct bgt_slice b)
{
    return bgt_text_equal(a.text, a.length, b.text, b.length);
}

/* Whether two blocks mean the same fund: then one line has both figures. */
static bool is_same_fund(const struct bgt_labelled_fund *a,
                         const struct bgt_labelled_fund *b)
{
    if (a->item.length > 0 || b->item.length > 0) {
        return is_text_equal(a->item, b->item);
    }
    return is_text_equal(a->label.keys[0], b->label.keys[0]);
}

/* What the printed row says of the fund in a block, or null. `row->fund` counts the funds
 * of `row->block`. */
static struct bgt_labelled_found *found_at(const struct bgt_labelled_form *form,
                                           const struct fund_row *row, size_t block,
                                           const struct bgt_labelled_fund **fund)
{
    const struct bgt_labelled_block *blocks = row->part->blocks;
    const struct bgt_labelled_fund *wanted = &blocks[row->block].funds[row->fund];
    for (size_t f = 0; f < blocks[block].fund_count; f++) {
        struct bgt_labelled_word word = {.meaning = BGT_WORD_FUND,
                                         .part = row->part_number,
                                         .a = (uint16_t)block,
                                         .b = (uint16_t)f};
        *fund = &blocks[block].funds[f];
        struct bgt_labelled_found *found =
            is_same_fund(wanted, *fund) ? bgt_labelled_at(form, word) : NULL;
        if (found != NULL && found->is_there && found->label.row == row->row) {
            return found;
        }
    }
    return NULL;
}

static struct bgt_slice text_of(const struct bgt_cell *cell)
{
    return bgt_text_trim(bgt_value_text(cell->batch, cell->value),
                         cell->value->text_length);
}

static bgt_status check_labels(struct bgt_labelled_form *form,
                               const struct bgt_labelled_found *first,
                               const struct bgt_labelled_found *other)
{
    struct bgt_slice kept = text_of(&first->label), text = text_of(&other->label);
    if (bgt_text_same_label(kept.text, kept.length, text.text, text.length)) {
        return BGT_OK;
    }
    char *name = bgt_arena_copy(&form->arena, kept.text, kept.length);
    return name == NULL ? bgt_arena_failure(&form->arena)
                        : bgt_reading_report_cell(form->reader, "FORM_LABELS_DIFFER",
                                                  &other->label, name, NULL);
}

/* The label, the layout's constants and what else a line's first block says. */
static bgt_status begin_line(struct bgt_labelled_form *form, const struct fund_row *row,
                             const struct bgt_labelled_found *found)
{
    struct bgt_line_draft *draft = &form->reader->draft;
    const struct bgt_labelled_fund *fund =
        &row->part->blocks[row->block].funds[row->fund];
    const char *side = bgt_layout_side_text(row->part->blocks[row->block].side);
    struct bgt_slice item = fund->item.length > 0 ? fund->item : text_of(&found->label);
    bgt_line_clear(draft);
    bgt_line_set(draft, BGT_line_table_no, bgt_piece_count(form->reader->table_no));
    bgt_line_set(draft, BGT_line_row_no, bgt_piece_count(row->row_no));
    bgt_line_set(draft, BGT_line_row_kind,
                 bgt_piece_text(fund->row_kind, strlen(fund->row_kind)));
    if (side != NULL) {
        bgt_line_set(draft, BGT_line_side, bgt_piece_text(side, strlen(side)));
    }
    if (fund->row_role != NULL) {
        bgt_line_set(draft, BGT_line_row_role,
                     bgt_piece_text(fund->row_role, strlen(fund->row_role)));
    }
    for (size_t v = 0; v < fund->values.count; v++) {
        const struct bgt_layout_value *value = &fund->values.list[v];
        bgt_line_set(draft, value->field,
                     bgt_piece_text(value->text.text, value->text.length));
    }
    struct bgt_piece label = bgt_piece_of_cell(&found->label);
    label.text = item.text;
    label.length = (uint32_t)item.length;
    label.intern_id = 0;
    label.flags = 0;
    bgt_line_set(draft, BGT_line_item, label);
    if (form->labels->entity != BGT_ENTITY_project) {
        return BGT_OK;
    }
    struct bgt_piece name = {.state = BGT_BLANK};
    const struct bgt_labelled_found *project =
        bgt_labelled_field(form, BGT_project_pro_name);
    bgt_status status =
        project == NULL ? BGT_OK : bgt_labelled_text(form, &project->value, &name);
    if (status == BGT_OK && name.state == BGT_PRESENT) {
        bgt_line_set(draft, BGT_line_pro_name, name);
    }
    return status;
}

static bgt_status take_amount(struct bgt_labelled_form *form, uint16_t measure,
                              const struct bgt_labelled_found *found)
{
    struct bgt_piece piece;
    bool has = false;
    bgt_status status =
        bgt_cell_amount(form->reader, &found->value, measure, &piece, &has);
    if (has) {
        bgt_line_set(&form->reader->draft, measure, piece);
    }
    form->has_error = form->has_error || status == BGT_BAD;
    return status == BGT_BAD ? BGT_OK : status;
}

/* The line of one side: all its blocks from the first on. */
static bgt_status put_side(struct bgt_labelled_form *form, const struct fund_row *row)
{
    const struct bgt_labelled_block *blocks = row->part->blocks;
    const struct bgt_labelled_fund *fund = NULL;
    const struct bgt_labelled_found *begun = NULL;
    bgt_status status = BGT_OK;
    for (size_t b = row->block; status == BGT_OK && b < row->part->block_count; b++) {
        const struct bgt_labelled_found *found = found_at(form, row, b, &fund);
        if (found == NULL || blocks[b].side != blocks[row->block].side) {
            continue;
        }
        if (begun == NULL) {
            status = begin_line(form, row, found);
        } else if (fund->item.length == 0) {
            status = check_labels(form, begun, found);
        }
        begun = begun == NULL ? found : begun;
        if (status == BGT_OK) {
            status = take_amount(form, blocks[b].measure, found);
        }
    }
    if (status != BGT_OK || begun == NULL) {
        return status;
    }
    struct bgt_layout_reader *reader = form->reader;
    struct bgt_line_source source = {begun->label.row, reader->sheet,
                                     strlen(reader->sheet)};
    reader->table.region->lines++;
    status = bgt_line_put(&reader->draft, &source, reader->out);
    return status == BGT_LIMIT ? bgt_batch_report(reader->out) : status;
}

/* Whether an earlier block of the same side has the fund in this row: then it is part of
 * that line. */
static bool is_joined(const struct bgt_labelled_form *form, const struct fund_row *row)
{
    const struct bgt_labelled_fund *fund = NULL;
    for (size_t b = 0; b < row->block; b++) {
        if (row->part->blocks[b].side == row->part->blocks[row->block].side &&
            found_at(form, row, b, &fund) != NULL) {
            return true;
        }
    }
    return false;
}

/* The lines of one printed row, block by block. */
static bgt_status put_row(struct bgt_labelled_form *form, struct fund_row *row)
{
    uint64_t before = form->reader->table.region->lines;
    const struct bgt_labelled_fund *fund = NULL;
    bgt_status status = BGT_OK;
    row->row_no = form->reader->table.region->rows + 1;
    for (row->block = 0; row->block < row->part->block_count; row->block++) {
        size_t count = row->part->blocks[row->block].fund_count;
        for (row->fund = 0; status == BGT_OK && row->fund < count; row->fund++) {
            if (found_at(form, row, row->block, &fund) != NULL && !is_joined(form, row)) {
                status = put_side(form, row);
            }
        }
    }
    form->reader->table.region->rows += form->reader->table.region->lines > before;
    return status;
}

bgt_status bgt_labelled_put_lines(struct bgt_labelled_form *form)
{
    const struct bgt_batch *batch = form->reader->window.batch;
    bgt_status status = BGT_OK;
    for (size_t p = 0; p < form->labels->part_count; p++) {
        struct fund_row row = {.part = &form->labels->parts[p],
                               .part_number = (uint8_t)p};
        if (row.part->kind != BGT_LABELLED_FUNDS) {
            continue;
        }
        for (uint32_t r = 0; status == BGT_OK && r < batch->item_count; r++) {
            row.row = &batch->items[r];
            status = put_row(form, &row);
        }
    }
    return status;
}
