#include "budget/stream.h"
#include "figures/csv.h"
#include "figures/rollup_parts.h"

/* One row of the trace, and the text that gathers before it is written. */
#define ROW_BYTES   (1u << 22)
#define FLUSH_BYTES (1u << 16)
#define PLACE_BYTES 8192u

static const char header[] =
    "table_id,table_no,row_no,side,item,measure,amount_wan,amount_yuan,file,place,"
    "agency_code,pro_code,pro_name,pro_cat_code,exp_func_code,gov_bgt_eco_code,"
    "dep_bgt_eco_code,fund_type_code,bgt_type_code,detail_yuan\n";

static const uint16_t detail_fields[] = {
    BGT_line_agency_code,      BGT_line_pro_code,       BGT_line_pro_name,
    BGT_line_pro_cat_code,     BGT_line_exp_func_code,  BGT_line_gov_bgt_eco_code,
    BGT_line_dep_bgt_eco_code, BGT_line_fund_type_code, BGT_line_bgt_type_code};

struct trace {
    const struct bgt_rollup *rollup;
    struct bgt_output *output;
    struct bgt_buffer out;
    struct bgt_buffer figure; /* The cells that all rows of a figure share. */
    struct bgt_buffer place;
    struct bgt_buffer place_text;
    bgt_status status; /* The first that is not BGT_OK. */
};

static void cell(struct trace *trace, struct bgt_buffer *out, struct bgt_slice text)
{
    if (trace->status == BGT_OK)
        trace->status = bgt_csv_cell(out, text, out->length == 0);
}

static void text_cell(struct trace *trace, struct bgt_buffer *out, const char *text)
{
    cell(trace, out, bgt_slice_of(text));
}

static void decimal_cell(struct trace *trace, struct bgt_buffer *out,
                         struct bgt_decimal decimal)
{
    char text[BGT_DECIMAL_TEXT_SIZE];
    struct bgt_slice slice = {text, bgt_decimal_format(decimal, text)};
    cell(trace, out, slice);
}

static void begin_figure(struct trace *trace, const struct bgt_rollup_table *table,
                         const struct bgt_rollup_row *row,
                         const struct bgt_rollup_cell *figure)
{
    struct bgt_buffer *out = &trace->figure;
    const char *side = bgt_layout_side_text(table->layout->blocks[row->block].side);
    bgt_buffer_clear(out);
    cell(trace, out, table->layout->table_id);
    decimal_cell(trace, out, bgt_decimal_make(table->layout->order, 0));
    decimal_cell(trace, out, bgt_decimal_make((int64_t)row->number, 0));
    text_cell(trace, out, side != NULL ? side : "");
    cell(trace, out, row->item);
    text_cell(trace, out, bgt_line_field(figure->field)->key);
    decimal_cell(trace, out, figure->printed);
    decimal_cell(trace, out, figure->exact);
}

static void put_detail(struct trace *trace, const struct bgt_detail *detail)
{
    struct bgt_place place;
    struct bgt_buffer *out = &trace->out;
    if (trace->status == BGT_OK)
        trace->status = bgt_buffer_append(out, trace->figure.data, trace->figure.length);
    text_cell(trace, out, detail->source->path);
    bgt_buffer_clear(&trace->place);
    if (trace->status == BGT_OK)
        trace->status = bgt_figures_place(detail->source, detail->line, detail->value,
                                          &trace->place_text, &place);
    if (trace->status == BGT_OK)
        trace->status = bgt_place_append(&trace->place, &place);
    struct bgt_slice where = {trace->place.data, trace->place.length};
    cell(trace, out, where);
    for (size_t i = 0; i < sizeof detail_fields / sizeof detail_fields[0]; i++)
        cell(trace, out,
             bgt_figures_text(detail->source, detail->line, detail_fields[i]));
    decimal_cell(trace, out, detail->amount);
    if (trace->status == BGT_OK)
        trace->status = bgt_buffer_append_char(out, '\n');
}

static void flush(struct trace *trace, size_t least)
{
    if (trace->status != BGT_OK || trace->out.length < least)
        return;
    trace->status =
        trace->output->write(trace->output, trace->out.data, trace->out.length);
    bgt_buffer_clear(&trace->out);
}

static void put_figure(struct trace *trace, const struct bgt_rollup_table *table,
                       const struct bgt_rollup_row *row,
                       const struct bgt_rollup_cell *figure)
{
    const struct bgt_rollup *rollup = trace->rollup;
    struct bgt_selection selection = bgt_rollup_cell_selection(table, row, figure);
    begin_figure(trace, table, row, figure);
    for (size_t i = 0; trace->status == BGT_OK && i < rollup->detail_count; i++)
        if (bgt_rollup_selects(&selection, &rollup->details[i])) {
            put_detail(trace, &rollup->details[i]);
            flush(trace, FLUSH_BYTES);
        }
}

bgt_status bgt_rollup_trace(const struct bgt_rollup *rollup, struct bgt_output *output)
{
    struct trace trace = {.rollup = rollup, .output = output, .status = BGT_OK};
    bgt_buffer_init(&trace.out, NULL, ROW_BYTES);
    bgt_buffer_init(&trace.figure, NULL, ROW_BYTES);
    bgt_buffer_init(&trace.place, NULL, PLACE_BYTES);
    bgt_buffer_init(&trace.place_text, NULL, PLACE_BYTES);
    trace.status = bgt_buffer_append_text(&trace.out, header);
    for (const struct bgt_rollup_table *table = rollup->first; table != NULL;
         table = table->next)
        for (const struct bgt_rollup_row *row = table->first; row != NULL;
             row = row->next)
            for (unsigned c = 0; c < row->cell_count; c++)
                if (row->cells[c].is_present)
                    put_figure(&trace, table, row, &row->cells[c]);
    flush(&trace, 0);
    bgt_buffer_close(&trace.out);
    bgt_buffer_close(&trace.figure);
    bgt_buffer_close(&trace.place);
    bgt_buffer_close(&trace.place_text);
    return trace.status;
}
