#include <stdlib.h>
#include <string.h>

#include "figures/rollup_parts.h"
#include "io/batch.h"
#include "model/stream.h"

/* A title or a form number, its year put in. */
#define TITLE_BYTES 4096u

#define TAIL_NOTE  "注：本套报表因取数时四舍五入，部分金额可能存在尾差"
#define EMPTY_NOTE "注：本表无数据"
#define UNIT       "万元"

/* The last printed place, 0.01 万元, in 元. */
#define PRECISION 100

struct writing {
    const struct bgt_rollup *rollup;
    const struct bgt_sink *sink;
    struct bgt_batch *batch;
    uint32_t sequence;
    uint32_t table_no;
};

static bgt_status begin(struct writing *writing, enum bgt_item_kind kind,
                        enum bgt_entity_number entity)
{
    struct bgt_item *item = NULL;
    bgt_batch_reset(writing->batch);
    bgt_status status = bgt_batch_item(writing->batch, kind, &item);
    if (status != BGT_OK)
        return status;
    item->entity = (uint16_t)entity;
    item->sequence = kind == BGT_ITEM_RECORD ? ++writing->sequence : 0;
    return BGT_OK;
}

static bgt_status end(const struct writing *writing, bgt_status status)
{
    if (status == BGT_OK)
        status = writing->sink->put(writing->sink->state, writing->batch,
                                    &writing->batch->items[0]);
    return status;
}

static bgt_status put_slice(const struct writing *writing, uint32_t field,
                            struct bgt_slice text)
{
    if (text.length == 0)
        return BGT_OK;
    return bgt_batch_put_text(writing->batch, field, text.text, text.length, NULL);
}

static bgt_status put_text(const struct writing *writing, uint32_t field,
                           const char *text)
{
    return text == NULL ? BGT_OK : put_slice(writing, field, bgt_slice_of(text));
}

static bgt_status put_count(const struct writing *writing, uint32_t field,
                            uint64_t number)
{
    return bgt_batch_put_decimal(writing->batch, field,
                                 bgt_decimal_make((int64_t)number, 0), NULL);
}

static bgt_status put_document(struct writing *writing)
{
    const struct bgt_rollup *rollup = writing->rollup;
    const char *scope = rollup->options->scope;
    bool is_unit = scope != NULL ? strcmp(scope, "unit") == 0 : rollup->agency_count == 1;
    bgt_status status = begin(writing, BGT_ITEM_RECORD, BGT_ENTITY_document);
    if (status == BGT_OK)
        status = put_slice(writing, BGT_document_fiscal_year, rollup->year);
    if (status == BGT_OK)
        status = put_slice(writing, BGT_document_agency_name,
                           is_unit ? rollup->agencies[0].name : rollup->dept_name);
    /* The kind is what the family says: a reader of its forms will say the same. */
    if (status == BGT_OK)
        status =
            put_slice(writing, BGT_document_doc_kind, rollup->first->layout->doc_kind);
    if (status == BGT_OK)
        status = put_text(writing, BGT_document_amount_unit, UNIT);
    if (status == BGT_OK && rollup->has_tail)
        status = put_text(writing, BGT_document_notes, TAIL_NOTE);
    return end(writing, status);
}

/* Writes a template with the year in the place of {fiscal_year}. */
static bgt_status put_template(const struct writing *writing, uint32_t field,
                               struct bgt_slice text)
{
    static const char year[] = "{fiscal_year}";
    struct bgt_buffer out;
    bgt_status status = BGT_OK;
    bgt_buffer_init(&out, NULL, TITLE_BYTES);
    for (size_t at = 0; status == BGT_OK && at < text.length;) {
        bool is_year = text.length - at >= sizeof year - 1 &&
                       memcmp(text.text + at, year, sizeof year - 1) == 0;
        if (is_year)
            status = bgt_buffer_append(&out, writing->rollup->year.text,
                                       writing->rollup->year.length);
        else
            status = bgt_buffer_append_char(&out, text.text[at]);
        at += is_year ? sizeof year - 1 : 1;
    }
    struct bgt_slice whole = {out.data, out.length};
    if (status == BGT_OK)
        status = put_slice(writing, field, whole);
    bgt_buffer_close(&out);
    return status;
}

static bgt_status put_table(struct writing *writing, const struct bgt_rollup_table *table)
{
    const struct bgt_layout *layout = table->layout;
    bgt_status status = begin(writing, BGT_ITEM_RECORD, BGT_ENTITY_table);
    if (status == BGT_OK)
        status = put_count(writing, BGT_table_table_no, ++writing->table_no);
    if (status == BGT_OK)
        status = put_slice(writing, BGT_table_table_id, layout->table_id);
    if (status == BGT_OK)
        status = put_template(writing, BGT_table_form_no, layout->form_no.written);
    if (status == BGT_OK)
        status = put_template(writing, BGT_table_title, layout->title.written);
    if (status == BGT_OK)
        status =
            put_text(writing, BGT_table_amount_unit, table->is_in_yuan ? "元" : UNIT);
    if (status == BGT_OK)
        status = put_slice(writing, BGT_table_layout, layout->id);
    return end(writing, status);
}

/* The fields that the table's lines may hold: those of its layout. */
static bgt_status put_fields(struct writing *writing, const struct bgt_layout *layout)
{
    static const uint16_t house[] = {BGT_line_table_no, BGT_line_row_no,
                                     BGT_line_row_kind};
    struct bgt_layout_fields fields;
    bgt_layout_gather_fields(layout, &fields);
    for (size_t i = 0; i < sizeof house / sizeof house[0]; i++)
        fields.bits[house[i] / 64] |= UINT64_C(1) << (house[i] % 64);
    bgt_status status = begin(writing, BGT_ITEM_FIELDS, BGT_ENTITY_line);
    for (uint16_t f = 0; status == BGT_OK && f < BGT_line_field_count; f++)
        if (bgt_layout_has(&fields, f) && f != BGT_line_table_id)
            status = bgt_batch_put_blank(writing->batch, f);
    return end(writing, status);
}

/* Text of each field of a line, so that it is written in the order of the model. */
struct draft {
    struct bgt_slice text[BGT_line_field_count];
    const struct bgt_rollup_cell *cells[BGT_line_field_count];
};

static void draft_values(struct draft *draft, const struct bgt_layout_value *values,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        draft->text[values[i].field] = values[i].text;
}

static void draft_row(struct draft *draft, const struct bgt_layout *layout,
                      const struct bgt_rollup_row *row)
{
    const struct bgt_layout_block *block = &layout->blocks[row->block];
    const char *side = bgt_layout_side_text(block->side);
    memset(draft, 0, sizeof *draft);
    draft_values(draft, layout->constants.list, layout->constants.count);
    draft_values(draft, block->constants.list, block->constants.count);
    draft_values(draft, row->values, row->value_count);
    if (side != NULL)
        draft->text[BGT_line_side] = bgt_slice_of(side);
    draft->text[BGT_line_row_kind] = bgt_slice_of(row->kind);
    if (row->role != NULL)
        draft->text[BGT_line_row_role] = bgt_slice_of(row->role);
    draft->text[BGT_line_item] = row->item;
    for (unsigned i = 0; i < row->cell_count; i++)
        if (row->cells[i].is_present)
            draft->cells[row->cells[i].field] = &row->cells[i];
}

static bgt_status put_row(struct writing *writing, const struct bgt_layout *layout,
                          const struct bgt_rollup_row *row)
{
    struct draft draft;
    draft_row(&draft, layout, row);
    bgt_status status = begin(writing, BGT_ITEM_RECORD, BGT_ENTITY_line);
    for (uint16_t f = 0; status == BGT_OK && f < BGT_line_field_count; f++) {
        if (f == BGT_line_table_no)
            status = put_count(writing, f, writing->table_no);
        else if (f == BGT_line_row_no)
            status = put_count(writing, f, row->number);
        else if (f == BGT_line_level_no && row->level > 0)
            status = put_count(writing, f, row->level);
        else if (draft.cells[f] != NULL)
            status =
                bgt_batch_put_decimal(writing->batch, f, draft.cells[f]->printed, NULL);
        else
            status = put_slice(writing, f, draft.text[f]);
    }
    return end(writing, status);
}

static int compare_rows(const void *a, const void *b)
{
    const struct bgt_rollup_row *left = *(const struct bgt_rollup_row *const *)a;
    const struct bgt_rollup_row *right = *(const struct bgt_rollup_row *const *)b;
    if (left->number != right->number)
        return left->number < right->number ? -1 : 1;
    return (left->block > right->block) - (left->block < right->block);
}

/* Printed rows in order; both sides of a row follow one another. */
static bgt_status put_rows(struct writing *writing, const struct bgt_rollup_table *table)
{
    size_t count = 0;
    bgt_status status = BGT_OK;
    for (const struct bgt_rollup_row *row = table->first; row != NULL; row = row->next)
        count++;
    const struct bgt_rollup_row **rows =
        (const struct bgt_rollup_row **)calloc(count + 1, sizeof(void *));
    if (rows == NULL)
        return BGT_NO_MEMORY;
    count = 0;
    for (const struct bgt_rollup_row *row = table->first; row != NULL; row = row->next)
        rows[count++] = row;
    qsort((void *)rows, count, sizeof(void *), compare_rows);
    for (size_t i = 0; status == BGT_OK && i < count; i++)
        status = put_row(writing, table->layout, rows[i]);
    free((void *)rows);
    return status;
}

static bgt_status put_table_end(struct writing *writing,
                                const struct bgt_rollup_table *table)
{
    uint32_t rows = 0;
    for (const struct bgt_rollup_row *row = table->first; row != NULL; row = row->next)
        rows = row->number > rows ? row->number : rows;
    bgt_status status = begin(writing, BGT_ITEM_TABLE_END, BGT_ENTITY_table);
    if (status == BGT_OK)
        status = put_count(writing, BGT_table_table_no, writing->table_no);
    if (status == BGT_OK && !table->is_in_yuan)
        status = put_count(writing, BGT_table_precision, PRECISION);
    if (status == BGT_OK && !table->has_figures)
        status = put_text(writing, BGT_table_notes, EMPTY_NOTE);
    if (status == BGT_OK)
        status = put_count(writing, BGT_table_row_count, rows);
    return end(writing, status);
}

bgt_status bgt_rollup_write(const struct bgt_rollup *rollup, const struct bgt_sink *sink)
{
    struct writing writing = {.rollup = rollup, .sink = sink};
    bgt_status status = bgt_batch_open(rollup->io, &writing.batch);
    if (status == BGT_OK)
        status = put_document(&writing);
    for (const struct bgt_rollup_table *table = rollup->first;
         status == BGT_OK && table != NULL; table = table->next) {
        status = put_table(&writing, table);
        if (status == BGT_OK)
            status = put_fields(&writing, table->layout);
        if (status == BGT_OK)
            status = put_rows(&writing, table);
        if (status == BGT_OK)
            status = put_table_end(&writing, table);
    }
    if (status == BGT_OK)
        status = bgt_rollup_tell_changes(rollup, sink, &writing.sequence);
    if (status == BGT_OK)
        status = sink->finish(sink->state);
    bgt_batch_close(writing.batch);
    return status;
}
