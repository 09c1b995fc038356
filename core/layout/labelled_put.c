#include <string.h>

#include "layout/cell.h"
#include "layout/document_facts.h"
#include "layout/labelled_reading.h"

/* ---- Texts ---- */

/* Appends a text whose paragraphs were marked: `<p>a</p> <p>b</p>` as two lines. */
static bgt_status append_paragraphs(struct bgt_buffer *out, struct bgt_slice text)
{
    static const char *const marks[] = {"<p>", "</p>", "<br>", "<br/>", "<br />"};
    size_t at = 0;
    bool is_broken = false;
    bgt_status status = BGT_OK;
    while (status == BGT_OK && at < text.length) {
        size_t mark = 0;
        for (size_t i = 0; mark == 0 && i < sizeof marks / sizeof marks[0]; i++) {
            if (bgt_text_starts_with(text.text + at, text.length - at, marks[i])) {
                mark = strlen(marks[i]);
            }
        }
        if (mark > 0) {
            is_broken = true;
            at += mark;
            continue;
        }
        if (is_broken && out->length > 0 && text.text[at] == ' ') {
            at++; /* between two paragraphs */
            continue;
        }
        if (is_broken && out->length > 0) {
            status = bgt_buffer_append_char(out, '\n');
        }
        is_broken = false;
        if (status == BGT_OK) {
            status = bgt_buffer_append_char(out, text.text[at++]);
        }
    }
    return status;
}

static bgt_status take_paragraphs(struct bgt_labelled_form *form, struct bgt_piece *piece)
{
    struct bgt_buffer text;
    bgt_buffer_init(&text, NULL, (size_t)piece->length + 1);
    bgt_status status =
        append_paragraphs(&text, (struct bgt_slice){piece->text, piece->length});
    char *kept =
        status == BGT_OK ? bgt_arena_copy(&form->arena, text.data, text.length) : NULL;
    if (kept == NULL && status == BGT_OK) {
        status = bgt_arena_failure(&form->arena);
    }
    if (status == BGT_OK) {
        piece->text = kept;
        piece->length = (uint32_t)text.length;
        piece->intern_id = 0;
        form->has_markup = true;
    }
    bgt_buffer_close(&text);
    return status;
}

/* 0.5 shown as 50%: the text is what is shown. */
static bgt_status add_percent(struct bgt_labelled_form *form, struct bgt_piece *piece)
{
    struct bgt_buffer text;
    bgt_buffer_init(&text, NULL, (size_t)piece->length + 2);
    bgt_status status = bgt_buffer_append(&text, piece->text, piece->length);
    if (status == BGT_OK) {
        status = bgt_buffer_append_char(&text, '%');
    }
    char *kept =
        status == BGT_OK ? bgt_arena_copy(&form->arena, text.data, text.length) : NULL;
    if (kept != NULL) {
        piece->text = kept;
        piece->length = (uint32_t)text.length;
    }
    bgt_buffer_close(&text);
    return kept != NULL || status != BGT_OK ? status : bgt_arena_failure(&form->arena);
}

bgt_status bgt_labelled_text(struct bgt_labelled_form *form, const struct bgt_cell *cell,
                             struct bgt_piece *piece)
{
    bool has = false;
    bgt_status status = bgt_cell_text(form->reader, cell, piece, &has);
    if (!has) {
        *piece = (struct bgt_piece){.type = BGT_VALUE_TEXT, .state = BGT_BLANK};
        form->has_error = form->has_error || status == BGT_BAD;
        return status == BGT_BAD ? BGT_OK : status;
    }
    struct bgt_slice text = bgt_text_trim(piece->text, piece->length);
    if (text.length != piece->length) {
        piece->text = text.text;
        piece->length = (uint32_t)text.length;
        piece->intern_id = 0;
    }
    if ((cell->value->flags & BGT_VALUE_PERCENT) != 0) {
        return add_percent(form, piece);
    }
    if (bgt_text_starts_with(piece->text, piece->length, "<p>")) {
        status = take_paragraphs(form, piece);
    }
    if (status == BGT_OK && piece->length == 0) {
        *piece = (struct bgt_piece){.type = BGT_VALUE_TEXT, .state = BGT_BLANK};
    }
    return status;
}

/* ---- Records ---- */

void bgt_labelled_set(struct bgt_labelled_record *record, uint16_t field,
                      struct bgt_piece piece)
{
    record->pieces[field] = piece;
    record->present |= UINT64_C(1) << field;
}

bgt_status bgt_labelled_put_record(struct bgt_labelled_form *form,
                                   const struct bgt_labelled_record *record,
                                   const struct bgt_item *row)
{
    struct bgt_layout_reader *reader = form->reader;
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(reader->out, BGT_ITEM_RECORD, &item);
    if (status != BGT_OK) {
        return status == BGT_LIMIT ? bgt_batch_report(reader->out) : status;
    }
    item->entity = record->entity;
    if (row != NULL) {
        item->flags = row->flags & BGT_ITEM_CELLS;
        item->line = row->line;
        item->row = row->row;
    }
    status = bgt_batch_place(reader->out, reader->sheet, strlen(reader->sheet));
    for (uint16_t f = 0; status == BGT_OK && f < 64; f++) {
        if ((record->present >> f & 1U) != 0) {
            status = bgt_piece_put(reader->out, f, &record->pieces[f]);
        }
    }
    return status == BGT_LIMIT ? bgt_batch_report(reader->out) : status;
}

const struct bgt_labelled_found *bgt_labelled_field(const struct bgt_labelled_form *form,
                                                    uint16_t field)
{
    for (size_t i = 0; i < form->labels->word_count; i++) {
        const struct bgt_labelled_word *word = &form->labels->words[i];
        if (word->meaning != BGT_WORD_PAIR || !form->found[i].is_there) {
            continue;
        }
        const struct bgt_labelled_pair *pair =
            &form->labels->parts[word->part].rows[word->a].pairs[word->b];
        if (pair->fields[pair->field_count - 1] == field) {
            return &form->found[i];
        }
    }
    return NULL;
}

/* A code before the joint: letters and digits only. */
static size_t code_length(struct bgt_slice text, struct bgt_slice joint)
{
    size_t at = text.length == 0 ? SIZE_MAX
                                 : bgt_text_find(text.text, text.length, 0, joint.text);
    if (text.text == NULL || at == SIZE_MAX || at == 0) {
        return 0;
    }
    for (size_t i = 0; i < at; i++) {
        char c = text.text[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
            !(c >= 'a' && c <= 'z')) {
            return 0;
        }
    }
    return at;
}

/* One cell with a code and a name, or with a name alone. */
static void set_pair(struct bgt_labelled_record *record,
                     const struct bgt_labelled_pair *pair, struct bgt_piece piece)
{
    struct bgt_slice text = {piece.text, piece.length};
    if (pair->field_count == 2 && piece.state == BGT_PRESENT) {
        size_t code = code_length(text, pair->joint);
        if (code > 0) {
            struct bgt_piece first = piece;
            first.length = (uint32_t)code;
            first.intern_id = 0;
            bgt_labelled_set(record, pair->fields[0], first);
            piece.text += code + pair->joint.length;
            piece.length -= (uint32_t)(code + pair->joint.length);
            piece.intern_id = 0;
        }
    }
    bgt_labelled_set(record, pair->fields[pair->field_count - 1], piece);
}

/* The unit or the project that the form is about. */
static bgt_status put_subject(struct bgt_labelled_form *form)
{
    struct bgt_labelled_record record = {.entity = form->labels->entity};
    const struct bgt_item *row = NULL;
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < form->labels->word_count; i++) {
        const struct bgt_labelled_word *word = &form->labels->words[i];
        if (word->meaning != BGT_WORD_PAIR || !form->found[i].is_there) {
            continue;
        }
        struct bgt_piece piece;
        status = bgt_labelled_text(form, &form->found[i].value, &piece);
        row = row == NULL ? form->found[i].label.row : row;
        if (status == BGT_OK) {
            set_pair(&record,
                     &form->labels->parts[word->part].rows[word->a].pairs[word->b],
                     piece);
        }
    }
    return status == BGT_OK && record.present != 0
               ? bgt_labelled_put_record(form, &record, row)
               : status;
}

static bgt_status put_task(struct bgt_labelled_form *form, struct bgt_slice prefix,
                           const struct bgt_labelled_task_row *task)
{
    struct bgt_labelled_record record = {.entity = BGT_ENTITY_task};
    struct bgt_piece core = {.state = BGT_BLANK}, content = {.state = BGT_BLANK};
    unsigned number = 0;
    bgt_status status = bgt_labelled_text(form, &task->core, &core);
    if (status == BGT_OK) {
        status = bgt_labelled_text(form, &task->content, &content);
    }
    if (status != BGT_OK) {
        return status;
    }
    struct bgt_slice text = bgt_labelled_number(
        prefix, (struct bgt_slice){content.text, content.length}, &number);
    if (number != 0) {
        content.text = text.text;
        content.length = (uint32_t)text.length;
        content.intern_id = 0;
        bgt_labelled_set(&record, BGT_task_task_no, bgt_piece_count(number));
    }
    bgt_labelled_set(&record, BGT_task_core_function, core);
    bgt_labelled_set(&record, BGT_task_content, content);
    return bgt_labelled_put_record(
        form, &record, task->core.row != NULL ? task->core.row : task->content.row);
}

static bgt_status put_tasks(struct bgt_labelled_form *form)
{
    struct bgt_slice prefix = {"", 0};
    bgt_status status = BGT_OK;
    for (size_t p = 0; p < form->labels->part_count; p++) {
        if (form->labels->parts[p].kind == BGT_LABELLED_TASKS) {
            prefix = form->labels->parts[p].prefix;
        }
    }
    for (size_t i = 0; status == BGT_OK && i < form->task_count; i++) {
        status = put_task(form, prefix, &form->tasks[i]);
    }
    return status;
}

/* ---- Notes ---- */

bgt_status bgt_labelled_note(struct bgt_labelled_form *form)
{
    struct bgt_cell *notes = bgt_labelled_grow(form, form->notes, &form->note_capacity,
                                               form->note_count, sizeof *form->notes);
    if (notes == NULL) {
        return form->failure;
    }
    form->notes = notes;
    notes[form->note_count++] = form->tokens[0].cell;
    return BGT_OK;
}

static bgt_status take_notes(struct bgt_labelled_form *form)
{
    struct bgt_buffer *notes = &form->reader->table.notes;
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < form->note_count; i++) {
        const struct bgt_cell *cell = &form->notes[i];
        if (i > 0) {
            status = bgt_buffer_append_char(notes, '\n');
        }
        if (status == BGT_OK) {
            status = bgt_buffer_append(notes, bgt_value_text(cell->batch, cell->value),
                                       cell->value->text_length);
        }
    }
    return status == BGT_LIMIT ? bgt_reading_bound(form->reader, NULL,
                                                   BGT_BOUND_NOTE_BYTES, BGT_READING_TEXT)
                               : status;
}

/* ---- The form ---- */

/* The unit's name: a fact of the document where it states none and the form is the
 * unit's, else the table's own where it is another one. A department's projects are
 * carried out by several units. */
static bgt_status take_agency(struct bgt_labelled_form *form, struct bgt_match *match)
{
    struct bgt_layout_reader *reader = form->reader;
    const struct bgt_labelled_found *found = bgt_labelled_field(
        form, form->labels->entity == BGT_ENTITY_agency ? BGT_agency_agency_name
                                                        : BGT_project_agency_name);
    struct bgt_piece name;
    bool differs = false;
    if (found == NULL) {
        return BGT_OK;
    }
    bgt_status status = bgt_labelled_text(form, &found->value, &name);
    if (status != BGT_OK || name.state != BGT_PRESENT) {
        return status;
    }
    struct bgt_slice text = {name.text, name.length};
    bool is_unknown = reader->document.known[BGT_document_agency_name].length == 0;
    if (is_unknown && form->labels->entity == BGT_ENTITY_agency) {
        status = bgt_document_fact(reader, BGT_document_agency_name, text, &differs);
    } else if (is_unknown || !bgt_reading_is_agency(reader, text)) {
        match->agency = text;
    }
    return status == BGT_OK ? bgt_reading_add_agency(reader, text) : status;
}

static bgt_status tell_markup(struct bgt_labelled_form *form)
{
    if (!form->has_markup) {
        return BGT_OK;
    }
    struct bgt_diagnostic diagnostic = {.code = "FORM_MARKUP_REMOVED",
                                        .place =
                                            bgt_reading_place(form->reader, NULL, NULL)};
    return bgt_reading_report(form->reader, &diagnostic);
}

bgt_status bgt_labelled_put(struct bgt_labelled_form *form, struct bgt_match *match)
{
    struct bgt_layout_reader *reader = form->reader;
    match->unit_at = form->unit_at;
    match->unit_row = form->unit_row == NULL
                          ? 0
                          : (uint32_t)(form->unit_row - reader->window.batch->items);
    bgt_status status = take_agency(form, match);
    if (status == BGT_OK) {
        status = bgt_table_begin(reader, match);
        form->has_error = form->has_error || status == BGT_BAD;
        status = status == BGT_BAD ? BGT_OK : status;
    }
    if (status == BGT_OK) {
        status = bgt_labelled_put_lines(form);
    }
    if (status == BGT_OK) {
        status = take_notes(form);
    }
    if (status == BGT_OK) {
        status = bgt_table_end(reader);
    }
    if (status == BGT_OK) {
        status = put_subject(form);
    }
    if (status == BGT_OK) {
        status = put_tasks(form);
    }
    if (status == BGT_OK) {
        status = bgt_labelled_put_targets(form);
    }
    return status == BGT_OK ? tell_markup(form) : status;
}
