#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "layout/builtin.h"
#include "layout/record.h"
#include "layout/record_columns.h"
#include "layout/replay.h"

/* The columns of every `lines` sheet, in the order of the contract. */
static const uint16_t first_columns[] = {
    BGT_line_table_id, BGT_line_table_no, BGT_line_row_no, BGT_line_side,
    BGT_line_row_kind, BGT_line_row_role, BGT_line_item};
#define FIRST_COUNT (sizeof first_columns / sizeof first_columns[0])
#define FIELD_WORDS ((BGT_line_field_count + 63) / 64)

struct bgt_lines_writer {
    struct bgt_builtin_target target;
    struct bgt_spool *kept;
    struct bgt_record_columns *columns;
    uint64_t announced[FIELD_WORDS]; /* Field set of the first table. */
    bool has_announced;
    bool is_mixed; /* Another table announces another set. */
    uint64_t row;
    struct bgt_buffer table_id; /* Of the table at hand. */
    struct bgt_decimal table_no;
    bool has_table_no;
};

bgt_status bgt_lines_writer_open(const struct bgt_builtin_target *target,
                                 struct bgt_lines_writer **writer)
{
    struct bgt_lines_writer *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->target = *target;
    bgt_buffer_init(&made->table_id, NULL, (size_t)target->io->limits->cell_bytes);
    bgt_status status = bgt_spool_open(target->io, &made->kept);
    if (status == BGT_OK)
        status = bgt_record_columns_open(BGT_ENTITY_line, target->io->limits,
                                         target->io->reporter, &made->columns);
    if (status != BGT_OK) {
        bgt_lines_writer_close(made);
        return status;
    }
    for (size_t i = 0; i < FIRST_COUNT; i++)
        bgt_record_columns_want(made->columns, first_columns[i]);
    *writer = made;
    return BGT_OK;
}

void bgt_lines_writer_close(struct bgt_lines_writer *writer)
{
    if (writer == NULL)
        return;
    bgt_spool_close(writer->kept);
    bgt_record_columns_close(writer->columns);
    bgt_buffer_close(&writer->table_id);
    free(writer);
}

/* ---- First pass ---- */

static void note_announced(struct bgt_lines_writer *writer, const struct bgt_batch *batch,
                           const struct bgt_item *item)
{
    uint64_t announced[FIELD_WORDS] = {0};
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; i < item->value_count; i++)
        if (values[i].column < BGT_line_field_count)
            announced[values[i].column / 64] |= UINT64_C(1) << (values[i].column % 64);
    for (size_t i = 0; i < FIRST_COUNT; i++)
        announced[first_columns[i] / 64] &= ~(UINT64_C(1) << (first_columns[i] % 64));
    if (!writer->has_announced)
        memcpy(writer->announced, announced, sizeof announced);
    else if (memcmp(writer->announced, announced, sizeof announced) != 0)
        writer->is_mixed = true;
    writer->has_announced = true;
}

static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct bgt_lines_writer *writer = state;
    bgt_status status = BGT_OK;
    if (item->kind == BGT_ITEM_FIELDS)
        note_announced(writer, batch, item);
    if (item->kind == BGT_ITEM_FIELDS || bgt_is_record(item, BGT_ENTITY_line))
        status = bgt_record_columns_note(writer->columns, batch, item);
    return status == BGT_OK ? bgt_spool_put_item(writer->kept, batch, item) : status;
}

/* ---- Second pass: what is left out ---- */

static bgt_status lose(struct bgt_lines_writer *writer, const char *code,
                       const struct bgt_loss_source *source)
{
    return bgt_losses_add_field(writer->target.losses, code, "lines", source);
}

/* The field of `line` that says the same for each line as this one of `document` for all.
 */
static const struct bgt_field *line_twin(const struct bgt_field *field)
{
    const struct bgt_entity *line = bgt_entity(BGT_ENTITY_line);
    const struct bgt_field *twin = bgt_entity_find(line, field->key, strlen(field->key));
    return twin != NULL && (twin->flags & BGT_FIELD_COMMON) != 0 ? twin : NULL;
}

static bool is_held(const struct bgt_lines_writer *writer, enum bgt_entity_number entity,
                    const struct bgt_value *value)
{
    if (value->state != BGT_PRESENT)
        return true;
    if (value->column == BGT_FIELD_EXTRA)
        return false;
    const struct bgt_field *field =
        bgt_entity_field(bgt_entity(entity), (uint16_t)value->column);
    const struct bgt_field *twin = line_twin(field);
    if (entity == BGT_ENTITY_table && field->number == BGT_table_table_id)
        return true;
    return (field->flags & BGT_FIELD_HOUSE) != 0 ||
           (twin != NULL &&
            bgt_record_columns_find(writer->columns, twin->number) != SIZE_MAX);
}

/* Document and table: each field that lines do not hold. */
static bgt_status lose_fields(struct bgt_lines_writer *writer,
                              const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < item->value_count && status == BGT_OK; i++) {
        struct bgt_loss_source source = {batch, item, &values[i]};
        if (!is_held(writer, bgt_record_entity(item), &values[i]))
            status = lose(writer, "LAYOUT_CANNOT_HOLD", &source);
    }
    return status;
}

/* Another entity: the entity itself. */
static bgt_status lose_record(struct bgt_lines_writer *writer,
                              const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_entity *entity = bgt_entity((enum bgt_entity_number)item->entity);
    struct bgt_loss_source source = {batch, item, NULL};
    struct bgt_buffer what;
    bgt_buffer_init(&what, NULL, 256);
    bgt_status status = bgt_buffer_append_text(&what, entity->key);
    if (status == BGT_OK)
        status = bgt_buffer_append_text(&what, "（");
    if (status == BGT_OK)
        status = bgt_buffer_append_text(&what, entity->label);
    if (status == BGT_OK)
        status = bgt_buffer_append_text(&what, "）");
    struct bgt_loss loss = {"LAYOUT_CANNOT_HOLD", "lines", {what.data, what.length}};
    if (status == BGT_OK)
        status = bgt_losses_add(writer->target.losses, &loss, &source);
    bgt_buffer_close(&what);
    return status;
}

/* ---- Second pass: rows ---- */

static bgt_status begin_table(struct bgt_lines_writer *writer,
                              const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_value *id = bgt_item_find(batch, item, BGT_table_table_id);
    const struct bgt_value *number = bgt_item_find(batch, item, BGT_table_table_no);
    bgt_buffer_clear(&writer->table_id);
    writer->has_table_no = number != NULL && (number->flags & BGT_VALUE_DECIMAL) != 0;
    if (writer->has_table_no)
        writer->table_no = number->decimal;
    if (id == NULL || id->state != BGT_PRESENT)
        return BGT_OK;
    return bgt_buffer_append(&writer->table_id, bgt_value_text(batch, id),
                             id->text_length);
}

/* A cell of a line that the line itself leaves to its table. */
static bgt_status put_from_table(struct bgt_lines_writer *writer, uint16_t field,
                                 uint32_t column)
{
    struct bgt_slice id = {writer->table_id.data, writer->table_id.length};
    if (field == BGT_line_table_id && id.length > 0)
        return bgt_cells_text(writer->target.cells, column, id, 0);
    if (field == BGT_line_table_no && writer->has_table_no)
        return bgt_cells_decimal(writer->target.cells, column, writer->table_no, 0);
    return BGT_OK;
}

/* A blank whose spelling was kept: a figure's is put as it was printed, since no figure
 * is spelled so; among texts it could not be told from a text. */
static bgt_status put_spelling(struct bgt_lines_writer *writer, uint32_t column,
                               const struct bgt_loss_source *source)
{
    const struct bgt_value *value = source->value;
    struct bgt_slice text = {bgt_value_text(source->batch, value), value->text_length};
    if (value->text_length == 0)
        return BGT_OK;
    if (value->column == BGT_FIELD_EXTRA ||
        bgt_line_field(value->column)->type != BGT_AMOUNT)
        return lose(writer, "LAYOUT_SPELLING_LOST", source);
    return bgt_cells_text(writer->target.cells, column, text, 0);
}

static bgt_status put_line(struct bgt_lines_writer *writer, const struct bgt_batch *batch,
                           const struct bgt_item *item)
{
    size_t count = 0;
    const struct bgt_record_column *columns =
        bgt_record_columns_get(writer->columns, &count);
    const struct bgt_value *const *values =
        bgt_record_columns_spread(writer->columns, batch, item);
    if (values == NULL)
        return BGT_NO_MEMORY;
    bgt_status status = bgt_cells_begin_row(writer->target.cells, ++writer->row);
    for (uint32_t i = 0; i < count && status == BGT_OK; i++) {
        struct bgt_loss_source source = {batch, item, values[i]};
        if (values[i] == NULL)
            status = put_from_table(writer, columns[i].field, i + 1);
        else if (values[i]->state == BGT_BLANK)
            status = put_spelling(writer, i + 1, &source);
        else
            status = bgt_cells_value(writer->target.cells, i + 1, batch, values[i], 0);
    }
    return status == BGT_OK ? bgt_cells_end_row(writer->target.cells) : status;
}

static bgt_status write(void *state, const struct bgt_batch *batch,
                        const struct bgt_item *item)
{
    struct bgt_lines_writer *writer = state;
    if (bgt_is_record(item, BGT_ENTITY_line))
        return put_line(writer, batch, item);
    if (item->kind == BGT_ITEM_FIELDS)
        return BGT_OK;
    if (bgt_is_record(item, BGT_ENTITY_table)) {
        bgt_status status = begin_table(writer, batch, item);
        return status == BGT_OK ? lose_fields(writer, batch, item) : status;
    }
    if (item->kind == BGT_ITEM_TABLE_END || bgt_is_record(item, BGT_ENTITY_document))
        return lose_fields(writer, batch, item);
    return lose_record(writer, batch, item);
}

/* Widths in characters: names are broad, codes and figures as broad as their key. */
#define NAME_WIDTH   28
#define FIGURE_WIDTH 14
#define WIDTH_MAX    56
#define WIDTHS       64

static uint16_t column_width(const struct bgt_record_column *column)
{
    bool is_name = column->field == BGT_FIELD_EXTRA
                       ? column->type == BGT_VALUE_TEXT
                       : bgt_line_field(column->field)->type == BGT_TEXT;
    size_t width = is_name ? NAME_WIDTH : FIGURE_WIDTH;
    size_t wanted = bgt_utf8_width(column->name.text, column->name.length) + 2;
    return (uint16_t)(wanted > width && wanted < WIDTH_MAX ? wanted : width);
}

static bgt_status put_header(struct bgt_lines_writer *writer)
{
    static const struct bgt_style styles[] = {{0}, {.is_bold = 1}};
    size_t count = 0;
    const struct bgt_record_column *columns =
        bgt_record_columns_get(writer->columns, &count);
    uint16_t widths[WIDTHS] = {0};
    for (size_t i = 0; i < count && i < WIDTHS; i++)
        widths[i] = column_width(&columns[i]);
    struct bgt_sheet sheet = {.struct_size = sizeof sheet,
                              .style_count = 2,
                              .name = "lines",
                              .styles = styles,
                              .widths = widths,
                              .width_count = WIDTHS,
                              .header_rows = 1,
                              .freeze_rows = 1,
                              .is_landscape = 1,
                              .fit_width = 1};
    bgt_status status = bgt_cells_begin_sheet(writer->target.cells, &sheet);
    if (status == BGT_OK)
        status = bgt_cells_begin_row(writer->target.cells, ++writer->row);
    for (uint32_t i = 0; i < count && status == BGT_OK; i++)
        status = bgt_cells_text(writer->target.cells, i + 1, columns[i].name, 1);
    return status == BGT_OK ? bgt_cells_end_row(writer->target.cells) : status;
}

static bgt_status lose_announced(struct bgt_lines_writer *writer)
{
    struct bgt_loss loss = {"LAYOUT_ANNOUNCED_LOST", "lines", bgt_slice_of("table")};
    return writer->is_mixed ? bgt_losses_add(writer->target.losses, &loss, NULL) : BGT_OK;
}

static bgt_status finish(void *state)
{
    struct bgt_lines_writer *writer = state;
    bgt_status status =
        bgt_record_columns_fix(writer->columns, first_columns, FIRST_COUNT);
    if (status == BGT_OK)
        status = put_header(writer);
    if (status == BGT_OK)
        status = bgt_replay(writer->target.io, writer->kept, writer, write);
    if (status == BGT_OK)
        status = lose_announced(writer);
    return status == BGT_OK ? bgt_cells_end_sheet(writer->target.cells) : status;
}

struct bgt_sink bgt_lines_writer_sink(struct bgt_lines_writer *writer)
{
    return (struct bgt_sink){writer, put, finish};
}
