#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/decimal.h"
#include "base/text.h"
#include "layout/builtin.h"
#include "layout/losses.h"
#include "layout/place.h"
#include "layout/record.h"
#include "layout/replay.h"

/* The columns, in the order of the contract. */
enum fact_column {
    FACT_FISCAL_YEAR = 1,
    FACT_MOF_DIV_CODE,
    FACT_AGENCY_CODE,
    FACT_AGENCY_NAME,
    FACT_TABLE_ID,
    FACT_TABLE_NO,
    FACT_ROW_NO,
    FACT_MEASURE = 24,
    FACT_AMOUNT,
    FACT_AMOUNT_UNIT,
    FACT_PLACE,
    FACT_END
};

static const char *const headers[] = {"fiscal_year",
                                      "mof_div_code",
                                      "agency_code",
                                      "agency_name",
                                      "table_id",
                                      "table_no",
                                      "row_no",
                                      "side",
                                      "row_kind",
                                      "item",
                                      "pro_code",
                                      "pro_name",
                                      "income_sort_code",
                                      "income_sort_name",
                                      "exp_func_code",
                                      "exp_func_name",
                                      "gov_bgt_eco_code",
                                      "gov_bgt_eco_name",
                                      "dep_bgt_eco_code",
                                      "dep_bgt_eco_name",
                                      "fund_type_code",
                                      "fund_type_name",
                                      "bgt_type_code",
                                      "measure",
                                      "amount",
                                      "amount_unit",
                                      "place"};

/* Columns that are a field of the line as it stands, from FACT_ROW_NO on. */
static const uint16_t line_columns[] = {
    BGT_line_row_no,           BGT_line_side,
    BGT_line_row_kind,         BGT_line_item,
    BGT_line_pro_code,         BGT_line_pro_name,
    BGT_line_income_sort_code, BGT_line_income_sort_name,
    BGT_line_exp_func_code,    BGT_line_exp_func_name,
    BGT_line_gov_bgt_eco_code, BGT_line_gov_bgt_eco_name,
    BGT_line_dep_bgt_eco_code, BGT_line_dep_bgt_eco_name,
    BGT_line_fund_type_code,   BGT_line_fund_type_name,
    BGT_line_bgt_type_code};

/* What a line takes from its table or document. */
enum common {
    COMMON_FISCAL_YEAR,
    COMMON_MOF_DIV_CODE,
    COMMON_AGENCY_CODE,
    COMMON_AGENCY_NAME,
    COMMON_TABLE_ID,
    COMMON_TABLE_NO,
    COMMON_AMOUNT_UNIT,
    COMMON_COUNT
};

#define NO_FIELD          UINT16_MAX
#define PLACE_BYTES_MAX   (1u << 13)
#define MEASURE_BYTES_MAX (1u << 17)

static const struct {
    uint16_t line, table, document;
} common_fields[COMMON_COUNT] = {
    [COMMON_FISCAL_YEAR] = {BGT_line_fiscal_year, NO_FIELD, BGT_document_fiscal_year},
    [COMMON_MOF_DIV_CODE] = {BGT_line_mof_div_code, NO_FIELD, BGT_document_mof_div_code},
    [COMMON_AGENCY_CODE] = {BGT_line_agency_code, BGT_table_agency_code,
                            BGT_document_agency_code},
    [COMMON_AGENCY_NAME] = {BGT_line_agency_name, BGT_table_agency_name,
                            BGT_document_agency_name},
    [COMMON_TABLE_ID] = {BGT_line_table_id, BGT_table_table_id, NO_FIELD},
    [COMMON_TABLE_NO] = {BGT_line_table_no, BGT_table_table_no, NO_FIELD},
    [COMMON_AMOUNT_UNIT] = {NO_FIELD, BGT_table_amount_unit, BGT_document_amount_unit},
};

struct bgt_facts_writer {
    struct bgt_builtin_target target;
    struct bgt_spool *held; /* Everything since the first line that lacked something. */
    bool is_open;           /* The sheet has begun. */
    uint64_t row;
    uint32_t columns[BGT_line_field_count]; /* Source columns of the table at hand. */
    struct bgt_buffer document[COMMON_COUNT];
    struct bgt_buffer table[COMMON_COUNT];
    struct bgt_buffer place_source;
    struct bgt_buffer place;
    struct bgt_buffer measure;
};

bgt_status bgt_facts_writer_open(const struct bgt_builtin_target *target,
                                 struct bgt_facts_writer **writer)
{
    struct bgt_facts_writer *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    size_t maximum = (size_t)target->io->limits->cell_bytes;
    made->target = *target;
    for (size_t i = 0; i < COMMON_COUNT; i++) {
        bgt_buffer_init(&made->document[i], NULL, maximum);
        bgt_buffer_init(&made->table[i], NULL, maximum);
    }
    bgt_buffer_init(&made->place_source, NULL, PLACE_BYTES_MAX);
    bgt_buffer_init(&made->place, NULL, PLACE_BYTES_MAX);
    bgt_buffer_init(&made->measure, NULL, MEASURE_BYTES_MAX);
    *writer = made;
    return BGT_OK;
}

void bgt_facts_writer_close(struct bgt_facts_writer *writer)
{
    if (writer == NULL)
        return;
    for (size_t i = 0; i < COMMON_COUNT; i++) {
        bgt_buffer_close(&writer->document[i]);
        bgt_buffer_close(&writer->table[i]);
    }
    bgt_buffer_close(&writer->place_source);
    bgt_buffer_close(&writer->place);
    bgt_buffer_close(&writer->measure);
    bgt_spool_close(writer->held);
    free(writer);
}

/* Keeps the text of a value; a number as its digits. */
static bgt_status keep(struct bgt_buffer *out, const struct bgt_batch *batch,
                       const struct bgt_value *value)
{
    char digits[BGT_DECIMAL_TEXT_SIZE];
    bgt_buffer_clear(out);
    if (value == NULL || value->state != BGT_PRESENT)
        return BGT_OK;
    if ((value->flags & BGT_VALUE_DECIMAL) != 0)
        return bgt_buffer_append(out, digits, bgt_decimal_format(value->decimal, digits));
    return bgt_buffer_append(out, bgt_value_text(batch, value), value->text_length);
}

/* A document record adds facts; a table's replace those of the table before. */
static bgt_status keep_document(struct bgt_facts_writer *writer,
                                const struct bgt_batch *batch,
                                const struct bgt_item *item)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0; i < COMMON_COUNT && status == BGT_OK; i++) {
        if (common_fields[i].document == NO_FIELD || writer->document[i].length > 0)
            continue;
        status = keep(&writer->document[i], batch,
                      bgt_item_find(batch, item, common_fields[i].document));
    }
    return status;
}

static bgt_status keep_table(struct bgt_facts_writer *writer,
                             const struct bgt_batch *batch, const struct bgt_item *item)
{
    bgt_status status = BGT_OK;
    memset(writer->columns, 0, sizeof writer->columns);
    for (size_t i = 0; i < COMMON_COUNT && status == BGT_OK; i++)
        if (common_fields[i].table != NO_FIELD)
            status = keep(&writer->table[i], batch,
                          bgt_item_find(batch, item, common_fields[i].table));
    return status;
}

static void keep_columns(struct bgt_facts_writer *writer, const struct bgt_batch *batch,
                         const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; i < item->value_count; i++)
        if (values[i].column < BGT_line_field_count)
            writer->columns[values[i].column] = values[i].place_column;
}

/* The values of one line, by field number. */
struct line_values {
    const struct bgt_batch *batch;
    const struct bgt_item *item;
    const struct bgt_value *by_field[BGT_line_field_count];
};

static void find_values(struct line_values *line, const struct bgt_batch *batch,
                        const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    memset(line, 0, sizeof *line);
    line->batch = batch;
    line->item = item;
    for (uint32_t i = 0; i < item->value_count; i++)
        if (values[i].column < BGT_line_field_count && values[i].state == BGT_PRESENT)
            line->by_field[values[i].column] = &values[i];
}

static const struct bgt_value *own_common(const struct line_values *line, size_t common)
{
    uint16_t field = common_fields[common].line;
    return field == NO_FIELD ? NULL : line->by_field[field];
}

/* Whether the line needs something that only a later document record can state. */
static bool lacks_facts(const struct bgt_facts_writer *writer,
                        const struct line_values *line)
{
    for (size_t i = 0; i < COMMON_COUNT; i++)
        if (common_fields[i].document != NO_FIELD && own_common(line, i) == NULL &&
            writer->table[i].length == 0 && writer->document[i].length == 0)
            return true;
    return false;
}

static bgt_status put_kept(struct bgt_facts_writer *writer, uint32_t column,
                           const struct bgt_buffer *kept)
{
    struct bgt_slice text = {kept->data, kept->length};
    return kept->length == 0 ? BGT_OK
                             : bgt_cells_text(writer->target.cells, column, text, 0);
}

static bgt_status put_value(struct bgt_facts_writer *writer, uint32_t column,
                            const struct line_values *line, const struct bgt_value *value)
{
    if (value == NULL)
        return BGT_OK;
    return bgt_cells_value(writer->target.cells, column, line->batch, value, 0);
}

static bgt_status put_common(struct bgt_facts_writer *writer, uint32_t column,
                             const struct line_values *line, size_t common)
{
    const struct bgt_value *own = own_common(line, common);
    if (own != NULL)
        return put_value(writer, column, line, own);
    const struct bgt_buffer *kept = &writer->table[common];
    struct bgt_decimal number;
    if (common == COMMON_TABLE_NO &&
        bgt_decimal_parse(kept->data, kept->length, &number) == BGT_DECIMAL_OK)
        return bgt_cells_decimal(writer->target.cells, column, number, 0);
    return put_kept(writer, column, kept->length > 0 ? kept : &writer->document[common]);
}

static bgt_status put_dimensions(struct bgt_facts_writer *writer,
                                 const struct line_values *line)
{
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < COMMON_AMOUNT_UNIT && status == BGT_OK; i++)
        status = put_common(writer, FACT_FISCAL_YEAR + i, line, i);
    for (uint32_t i = 0;
         i < sizeof line_columns / sizeof line_columns[0] && status == BGT_OK; i++)
        status =
            put_value(writer, FACT_ROW_NO + i, line, line->by_field[line_columns[i]]);
    return status;
}

static bgt_status put_measure(struct bgt_facts_writer *writer,
                              const struct line_values *line,
                              const struct bgt_value *value)
{
    bgt_buffer_clear(&writer->measure);
    bgt_status status = BGT_OK;
    if (value->column == BGT_FIELD_EXTRA) {
        status = bgt_buffer_append_text(&writer->measure, "x:");
        if (status == BGT_OK)
            status = bgt_buffer_append(
                &writer->measure, bgt_value_name(line->batch, value), value->name_length);
    } else {
        status =
            bgt_buffer_append_text(&writer->measure, bgt_line_field(value->column)->key);
    }
    return status == BGT_OK ? put_kept(writer, FACT_MEASURE, &writer->measure) : status;
}

static bgt_status put_unit(struct bgt_facts_writer *writer,
                           const struct line_values *line, const struct bgt_value *value)
{
    uint32_t flags =
        value->column == BGT_FIELD_EXTRA ? 0 : bgt_line_field(value->column)->flags;
    if ((flags & BGT_FIELD_COUNTED) != 0)
        return put_value(writer, FACT_AMOUNT_UNIT, line,
                         line->by_field[BGT_line_measmt_unit]);
    if ((flags & BGT_FIELD_RATE) != 0 || (value->flags & BGT_VALUE_PERCENT) != 0)
        return bgt_cells_text(writer->target.cells, FACT_AMOUNT_UNIT, bgt_slice_of("%"),
                              0);
    return put_common(writer, FACT_AMOUNT_UNIT, line, COMMON_AMOUNT_UNIT);
}

static bgt_status put_place(struct bgt_facts_writer *writer,
                            const struct line_values *line, const struct bgt_value *value)
{
    struct bgt_place place;
    struct bgt_place_query query = {
        line->batch, line->item, value,
        value->column == BGT_FIELD_EXTRA ? 0 : writer->columns[value->column]};
    bgt_status status = bgt_place_of(&query, &writer->place_source, &place);
    bgt_buffer_clear(&writer->place);
    if (status == BGT_OK)
        status = bgt_place_append(&writer->place, &place);
    return status == BGT_OK ? put_kept(writer, FACT_PLACE, &writer->place) : status;
}

static bgt_status put_fact(struct bgt_facts_writer *writer,
                           const struct line_values *line, const struct bgt_value *value)
{
    bgt_status status = bgt_cells_begin_row(writer->target.cells, ++writer->row);
    if (status == BGT_OK)
        status = put_dimensions(writer, line);
    if (status == BGT_OK)
        status = put_measure(writer, line, value);
    if (status == BGT_OK)
        status = bgt_cells_decimal(writer->target.cells, FACT_AMOUNT, value->decimal, 0);
    if (status == BGT_OK)
        status = put_unit(writer, line, value);
    if (status == BGT_OK)
        status = put_place(writer, line, value);
    return status == BGT_OK ? bgt_cells_end_row(writer->target.cells) : status;
}

static bool is_figure(const struct bgt_value *value)
{
    if (value->state != BGT_PRESENT || (value->flags & BGT_VALUE_DECIMAL) == 0)
        return false;
    if (value->column == BGT_FIELD_EXTRA)
        return value->type == BGT_VALUE_NUMBER;
    return value->column < BGT_line_field_count &&
           (bgt_line_field(value->column)->flags & BGT_FIELD_MEASURE) != 0;
}

/* An amount that a column of no known meaning holds as text, as each cell of a CSV does:
 * it may be a figure or a number of another kind, so it is none here but not unseen. 038
 * is a code. */
static bool may_be_figure(const struct bgt_batch *batch, const struct bgt_value *value)
{
    struct bgt_decimal number;
    if (value->column != BGT_FIELD_EXTRA || value->state != BGT_PRESENT ||
        value->type != BGT_VALUE_TEXT)
        return false;
    struct bgt_slice text =
        bgt_text_trim(bgt_value_text(batch, value), value->text_length);
    bool is_code = text.length > 1 && text.text[0] == '0' && text.text[1] != '.';
    return !is_code && bgt_decimal_parse_grouped(text.text, text.length, &number, NULL) ==
                           BGT_DECIMAL_OK;
}

static bgt_status put_line(struct bgt_facts_writer *writer,
                           const struct line_values *line)
{
    const struct bgt_value *values = bgt_item_values(line->batch, line->item);
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < line->item->value_count && status == BGT_OK; i++) {
        struct bgt_loss_source source = {line->batch, line->item, &values[i]};
        if (is_figure(&values[i]))
            status = put_fact(writer, line, &values[i]);
        else if (may_be_figure(line->batch, &values[i]))
            status = bgt_losses_add_field(writer->target.losses, "LAYOUT_CANNOT_HOLD",
                                          "facts", &source);
    }
    return status;
}

static bgt_status begin(struct bgt_facts_writer *writer)
{
    static const struct bgt_style plain = {0};
    static const struct bgt_sheet sheet = {.struct_size = sizeof sheet,
                                           .style_count = 1,
                                           .name = "facts",
                                           .styles = &plain,
                                           .header_rows = 1,
                                           .freeze_rows = 1};
    if (writer->is_open)
        return BGT_OK;
    writer->is_open = true;
    bgt_status status = bgt_cells_begin_sheet(writer->target.cells, &sheet);
    if (status == BGT_OK)
        status = bgt_cells_begin_row(writer->target.cells, ++writer->row);
    for (uint32_t i = 0; i < FACT_END - 1 && status == BGT_OK; i++)
        status = bgt_cells_text(writer->target.cells, i + 1, bgt_slice_of(headers[i]), 0);
    return status == BGT_OK ? bgt_cells_end_row(writer->target.cells) : status;
}

/* One item that is not held back any more. */
static bgt_status write(void *state, const struct bgt_batch *batch,
                        const struct bgt_item *item)
{
    struct bgt_facts_writer *writer = state;
    struct line_values line;
    if (item->kind == BGT_ITEM_FIELDS)
        keep_columns(writer, batch, item);
    if (bgt_is_record(item, BGT_ENTITY_table))
        return keep_table(writer, batch, item);
    if (!bgt_is_record(item, BGT_ENTITY_line))
        return BGT_OK;
    find_values(&line, batch, item);
    return put_line(writer, &line);
}

static bool must_hold(const struct bgt_facts_writer *writer,
                      const struct bgt_batch *batch, const struct bgt_item *item)
{
    struct line_values line;
    if (!bgt_is_record(item, BGT_ENTITY_line))
        return false;
    find_values(&line, batch, item);
    return lacks_facts(writer, &line);
}

static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct bgt_facts_writer *writer = state;
    bgt_status status = begin(writer);
    if (status == BGT_OK && bgt_is_record(item, BGT_ENTITY_document))
        return keep_document(writer, batch, item);
    if (status == BGT_OK && writer->held == NULL && must_hold(writer, batch, item))
        status = bgt_spool_open(writer->target.io, &writer->held);
    if (status != BGT_OK)
        return status;
    return writer->held != NULL ? bgt_spool_put_item(writer->held, batch, item)
                                : write(writer, batch, item);
}

static bgt_status finish(void *state)
{
    struct bgt_facts_writer *writer = state;
    bgt_status status = begin(writer);
    if (status == BGT_OK && writer->held != NULL)
        status = bgt_replay(writer->target.io, writer->held, writer, write);
    return status == BGT_OK ? bgt_cells_end_sheet(writer->target.cells) : status;
}

struct bgt_sink bgt_facts_writer_sink(struct bgt_facts_writer *writer)
{
    return (struct bgt_sink){writer, put, finish};
}
