#include <stdlib.h>
#include <string.h>

#include "diag/bounds.h"
#include "io/batch.h"
#include "layout/labelled_writing.h"
#include "layout/losses.h"

#define SHEET_BYTES (64u << 20)

bgt_status bgt_labelled_writer_open(const struct bgt_form_writer_options *options,
                                    struct bgt_labelled_writer **writer)
{
    const struct bgt_io *io = options->target.io;
    struct bgt_labelled_writer *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return BGT_NO_MEMORY;
    }
    made->options = *options;
    bgt_buffer_init(&made->text, io->allocator, 4 * (size_t)io->limits->cell_bytes);
    bgt_buffer_init(&made->key, io->allocator, 4 * (size_t)io->limits->cell_bytes);
    bgt_arena_init(&made->sheet.arena, io->allocator, SHEET_BYTES);
    if (bgt_batch_open(io, &made->records) != BGT_OK) {
        bgt_labelled_writer_close(made);
        return BGT_NO_MEMORY;
    }
    *writer = made;
    return BGT_OK;
}

void bgt_labelled_writer_close(struct bgt_labelled_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    bgt_batch_close(writer->records);
    bgt_buffer_close(&writer->text);
    bgt_buffer_close(&writer->key);
    bgt_arena_close(&writer->sheet.arena);
    free(writer);
}

/* ---- Values of records ---- */

const struct bgt_value *bgt_labelled_get(const struct bgt_labelled_writer *writer,
                                         const struct bgt_item *item, uint16_t field)
{
    return bgt_item_find(writer->records, item, field);
}

struct bgt_slice bgt_labelled_get_text(const struct bgt_labelled_writer *writer,
                                       const struct bgt_item *item, uint16_t field)
{
    return bgt_present_text(writer->records, bgt_labelled_get(writer, item, field));
}

static uint64_t count_of(const struct bgt_batch *batch, const struct bgt_item *item,
                         uint16_t field)
{
    const struct bgt_value *value = bgt_item_find(batch, item, field);
    uint64_t number = 0;
    if (value == NULL || value->state != BGT_PRESENT) {
        return 0;
    }
    if ((value->flags & BGT_VALUE_DECIMAL) != 0) {
        return value->decimal.scale == 0 && value->decimal.coefficient > 0
                   ? (uint64_t)value->decimal.coefficient
                   : 0;
    }
    (void)bgt_text_parse_unsigned(bgt_value_text(batch, value), value->text_length,
                                  UINT32_MAX, &number);
    return number;
}

uint64_t bgt_labelled_get_count(const struct bgt_labelled_writer *writer,
                                const struct bgt_item *item, uint16_t field)
{
    return count_of(writer->records, item, field);
}

/* The project that the lines name, where no record is about it. */
static struct bgt_slice project_of_lines(const struct bgt_labelled_writer *writer)
{
    for (uint32_t i = 0; i < writer->records->item_count; i++) {
        const struct bgt_item *item = &writer->records->items[i];
        if (item->entity == BGT_ENTITY_line) {
            return bgt_labelled_get_text(writer, item, BGT_line_pro_name);
        }
    }
    return (struct bgt_slice){"", 0};
}

struct bgt_slice bgt_labelled_subject(const struct bgt_labelled_writer *writer)
{
    bool is_agency = writer->form->entity == BGT_ENTITY_agency;
    if (writer->subject > 0) {
        return bgt_labelled_get_text(writer, &writer->records->items[writer->subject - 1],
                                     is_agency ? BGT_agency_agency_name
                                               : BGT_project_pro_name);
    }
    return is_agency ? (struct bgt_slice){"", 0} : project_of_lines(writer);
}

bool bgt_labelled_is(struct bgt_labelled_writer *writer,
                     const struct bgt_layout_label *label, struct bgt_slice text)
{
    bgt_buffer_clear(&writer->key);
    if (bgt_labelled_key(&writer->key, text.text, text.length) != BGT_OK) {
        return false;
    }
    for (uint16_t i = 0; i < label->key_count; i++) {
        if (bgt_text_equal(label->keys[i].text, label->keys[i].length, writer->key.data,
                           writer->key.length)) {
            return true;
        }
    }
    return false;
}

const struct bgt_labelled_part *bgt_labelled_part_of(const struct bgt_labelled *form,
                                                     uint8_t kind)
{
    for (size_t p = 0; p < form->part_count; p++) {
        if (form->parts[p].kind == kind) {
            return &form->parts[p];
        }
    }
    return NULL;
}

/* ---- Which records belong to the form ---- */

static bool same_text(struct bgt_slice a, struct bgt_slice b)
{
    return bgt_text_equal(a.text, a.length, b.text, b.length);
}

/* A unit or project comes once, and a project under the name that the lines have. */
static bool fits_subject(const struct bgt_labelled_writer *writer,
                         const struct bgt_batch *batch, const struct bgt_item *item)
{
    if (writer->subject > 0) {
        return false;
    }
    if (item->entity == BGT_ENTITY_agency) {
        return true;
    }
    struct bgt_slice name =
        bgt_present_text(batch, bgt_item_find(batch, item, BGT_project_pro_name));
    struct bgt_slice lines = project_of_lines(writer);
    return lines.length == 0 || same_text(name, lines);
}

/* A goal or indicator names the unit or project of the form, and nothing else. */
static bool names_subject(const struct bgt_labelled_writer *writer,
                          const struct bgt_batch *batch, const struct bgt_item *item)
{
    bool is_agency = writer->form->entity == BGT_ENTITY_agency;
    bool is_goal = item->entity == BGT_ENTITY_goal;
    uint16_t scope = is_goal ? BGT_goal_scope : BGT_indicator_scope;
    uint16_t agency = is_goal ? BGT_goal_agency_name : BGT_indicator_agency_name;
    uint16_t project = is_goal ? BGT_goal_pro_name : BGT_indicator_pro_name;
    struct bgt_slice said = bgt_present_text(batch, bgt_item_find(batch, item, scope));
    struct bgt_slice name =
        bgt_present_text(batch, bgt_item_find(batch, item, is_agency ? agency : project));
    const char *wanted = is_agency ? "agency" : "project";
    return bgt_text_equal(said.text, said.length, wanted, strlen(wanted)) &&
           same_text(name, bgt_labelled_subject(writer));
}

static bool fits(struct bgt_labelled_writer *writer, const struct bgt_batch *batch,
                 const struct bgt_item *item)
{
    if (item->entity == writer->form->entity) {
        return fits_subject(writer, batch, item);
    }
    switch (item->entity) {
    case BGT_ENTITY_task:
        return bgt_labelled_part_of(writer->form, BGT_LABELLED_TASKS) != NULL;
    case BGT_ENTITY_goal:
        return names_subject(writer, batch, item) &&
               bgt_labelled_fits_goal(writer, batch, item);
    case BGT_ENTITY_indicator:
        return names_subject(writer, batch, item) &&
               bgt_labelled_fits_indicator(writer, batch, item);
    default:
        return false;
    }
}

/* ---- The stream ---- */

static bgt_status keep(struct bgt_labelled_writer *writer, const struct bgt_batch *batch,
                       const struct bgt_item *item)
{
    const struct bgt_limits *limits = writer->options.target.io->limits;
    if (writer->records->item_count >= limits->table_rows) {
        return bgt_report_limit(writer->options.target.io->reporter, NULL, "table-rows",
                                limits->table_rows);
    }
    bgt_status status = bgt_batch_copy_item(writer->records, batch, item);
    return status == BGT_LIMIT ? bgt_report_bound(writer->options.target.io->reporter,
                                                  NULL, BGT_BOUND_TABLE_SIZE, UINT32_MAX)
                               : status;
}

bgt_status bgt_labelled_writer_begin(struct bgt_labelled_writer *writer,
                                     const struct bgt_form_choice *choice,
                                     const struct bgt_batch *batch,
                                     const struct bgt_item *item)
{
    struct bgt_arena_mark start = {NULL, 0};
    writer->layout = choice->layout;
    writer->form = choice->layout->labelled;
    writer->subject = 0;
    bgt_batch_reset(writer->records);
    bgt_arena_reset(&writer->sheet.arena, start);
    writer->sheet.layout = choice->layout;
    writer->sheet.name = choice->sheet;
    writer->sheet.cells = NULL;
    writer->sheet.count = writer->sheet.capacity = 0;
    writer->sheet.rows = writer->sheet.first_body = writer->sheet.last_body = 0;
    bgt_form_facts_clear_table(writer->options.facts);
    bgt_status status = bgt_form_facts_table(writer->options.facts, batch, item);
    const struct bgt_buffer *id = &writer->options.facts->table[BGT_table_layout];
    writer->is_own = bgt_text_equal(id->data, id->length, choice->layout->id.text,
                                    choice->layout->id.length);
    return status == BGT_OK ? keep(writer, batch, item) : status;
}

bgt_status bgt_labelled_writer_put(struct bgt_labelled_writer *writer,
                                   const struct bgt_batch *batch,
                                   const struct bgt_item *item)
{
    if (item->kind == BGT_ITEM_TABLE_END) {
        return bgt_form_facts_table(writer->options.facts, batch, item);
    }
    return bgt_is_record(item, BGT_ENTITY_line) ? keep(writer, batch, item) : BGT_OK;
}

bgt_status bgt_labelled_writer_take(struct bgt_labelled_writer *writer,
                                    const struct bgt_batch *batch,
                                    const struct bgt_item *item, bool *is_taken)
{
    *is_taken = writer->layout != NULL && fits(writer, batch, item);
    if (!*is_taken) {
        return BGT_OK;
    }
    bgt_status status = keep(writer, batch, item);
    if (status == BGT_OK && item->entity == writer->form->entity) {
        writer->subject = writer->records->item_count;
    }
    return status;
}

/* ---- The sheet ---- */

static bgt_status draw_heading(struct bgt_labelled_writer *writer, struct bgt_slice text,
                               uint8_t style)
{
    struct bgt_labelled_drawn cell = {.row = writer->sheet.rows + 1,
                                      .rows = 1,
                                      .at = {1, (uint8_t)writer->form->width_count},
                                      .style = style};
    bgt_buffer_clear(&writer->text);
    bgt_status status =
        bgt_form_fill(&writer->text, writer->options.facts, writer->layout, text);
    cell.text = (struct bgt_slice){writer->text.data, writer->text.length};
    bool is_nothing =
        cell.text.length == 0 ||
        bgt_text_equal(cell.text.text, cell.text.length, "（）", strlen("（）"));
    return status == BGT_OK && !is_nothing ? bgt_labelled_draw(&writer->sheet, &cell)
                                           : status;
}

static bgt_status draw_headings(struct bgt_labelled_writer *writer)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < writer->layout->heading_count; i++) {
        const struct bgt_layout_heading *heading = &writer->layout->heading[i];
        struct bgt_slice text = heading->merged.length > 0 ? heading->merged
                                : heading->left.length > 0 ? heading->left
                                                           : heading->right;
        status = draw_heading(writer, text,
                              i == 0 ? BGT_LABELLED_TITLE : BGT_LABELLED_SUBTITLE);
    }
    return status;
}

static bgt_status draw_notes(struct bgt_labelled_writer *writer)
{
    const struct bgt_buffer *notes = &writer->options.facts->table[BGT_table_notes];
    struct bgt_slice rest = {notes->data, notes->length}, note;
    bgt_status status = BGT_OK;
    while (status == BGT_OK && bgt_text_split(&rest, '\n', &note)) {
        struct bgt_labelled_drawn cell = {.row = writer->sheet.rows + 1,
                                          .rows = 1,
                                          .at = {1, (uint8_t)writer->form->width_count},
                                          .style = BGT_LABELLED_NOTE,
                                          .text = note};
        if (!bgt_text_is_blank(note.text, note.length)) {
            status = bgt_labelled_draw(&writer->sheet, &cell);
        }
    }
    return status;
}

static bgt_status draw_parts(struct bgt_labelled_writer *writer)
{
    bgt_status status = BGT_OK;
    writer->sheet.first_body = writer->sheet.rows + 1;
    for (size_t p = 0; status == BGT_OK && p < writer->form->part_count; p++) {
        status = bgt_labelled_draw_part(writer, &writer->form->parts[p]);
    }
    writer->sheet.last_body = writer->sheet.rows;
    return status;
}

/* The form has no room for a cell more, or a cell for the texts that go into it. */
static bgt_status report_drawing(const struct bgt_labelled_writer *writer)
{
    const struct bgt_io *io = writer->options.target.io;
    return bgt_arena_failure(&writer->sheet.arena) == BGT_LIMIT
               ? bgt_report_bound(io->reporter, NULL, BGT_BOUND_FORM_BYTES, SHEET_BYTES)
               : bgt_report_limit(io->reporter, NULL, "cell-bytes",
                                  io->limits->cell_bytes);
}

bgt_status bgt_labelled_writer_end(struct bgt_labelled_writer *writer)
{
    if (writer == NULL || writer->layout == NULL) {
        return BGT_OK;
    }
    bgt_status status = draw_headings(writer);
    if (status == BGT_OK) {
        status = draw_parts(writer);
    }
    if (status == BGT_OK) {
        status = draw_notes(writer);
    }
    if (status == BGT_LIMIT) {
        status = report_drawing(writer);
    }
    if (status == BGT_OK) {
        status = bgt_labelled_check(writer);
    }
    if (status == BGT_OK) {
        status = bgt_labelled_write(&writer->sheet, writer->options.target.cells);
    }
    writer->layout = NULL;
    return status;
}
