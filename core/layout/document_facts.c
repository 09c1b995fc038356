#include "layout/document_facts.h"

#include <string.h>

#include "layout/document_kind.h"

bgt_status bgt_document_fact(struct bgt_layout_reader *reader, uint16_t field,
                             struct bgt_slice value, bool *differs)
{
    struct bgt_document_facts *document = &reader->document;
    struct bgt_slice known = document->known[field];
    *differs = false;
    if (value.length == 0) {
        return BGT_OK;
    }
    if (known.length == 0) {
        return bgt_reading_keep(reader, value, &document->known[field]);
    }
    if (bgt_text_same_label(known.text, known.length, value.text, value.length)) {
        return BGT_OK;
    }
    *differs = true;
    if (field == BGT_document_amount_unit || field == BGT_document_doc_kind) {
        return BGT_OK; /* tables of one document may differ in these */
    }
    struct bgt_slice kept;
    bgt_status status = bgt_reading_keep(reader, value, &kept);
    if (status != BGT_OK) {
        return status;
    }
    const struct bgt_field *described =
        bgt_entity_field(bgt_entity(BGT_ENTITY_document), field);
    struct bgt_diagnostic diagnostic = {
        .code = "DOCUMENT_CONFLICT",
        .place = bgt_reading_place(reader, NULL, NULL),
        .arguments = {described->label, kept.text, known.text},
    };
    return bgt_reading_report(reader, &diagnostic);
}

bgt_status bgt_document_title(struct bgt_layout_reader *reader,
                              const struct bgt_batch *batch, const struct bgt_item *row)
{
    const struct bgt_value *values = bgt_item_values(batch, row);
    const struct bgt_value *only = NULL;
    const char *kind = NULL;
    bool differs = false;
    if (reader->document.is_open ||
        reader->document.known[BGT_document_doc_kind].length > 0) {
        return BGT_OK;
    }
    for (uint32_t i = 0; i < row->value_count; i++) {
        if (bgt_cell_is_blank(batch, &values[i])) {
            continue;
        }
        if (only != NULL || values[i].type != BGT_VALUE_TEXT) {
            return BGT_OK;
        }
        only = &values[i];
    }
    if (only == NULL) {
        return BGT_OK;
    }
    struct bgt_slice text = {bgt_value_text(batch, only), only->text_length};
    bgt_status status = bgt_document_kind_of_line(&reader->key, text, &kind);
    return status == BGT_OK && kind != NULL
               ? bgt_document_fact(reader, BGT_document_doc_kind, bgt_slice_of(kind),
                                   &differs)
               : status;
}

bgt_status bgt_document_kind(struct bgt_layout_reader *reader, struct bgt_slice title)
{
    const struct bgt_layout *layout = reader->table.layout;
    struct bgt_slice *known = &reader->document.known[BGT_document_doc_kind];
    struct bgt_slice usual = layout->doc_kind;
    const char *said = NULL;
    bool differs = false;
    bgt_status status = BGT_OK;
    if (layout->kind == BGT_LAYOUT_EXPORT && usual.length > 0 &&
        !reader->document.is_told[BGT_document_doc_kind]) {
        *known = (struct bgt_slice){"", 0};
    }
    if (known->length == 0 &&
        bgt_text_equal(usual.text, usual.length, "unit_budget", strlen("unit_budget"))) {
        status = bgt_document_kind_of_table(&reader->key, title, &said);
    }
    if (status != BGT_OK) {
        return status;
    }
    return bgt_document_fact(reader, BGT_document_doc_kind,
                             said != NULL ? bgt_slice_of(said) : usual, &differs);
}

static bgt_status begin_record(struct bgt_layout_reader *reader)
{
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(reader->out, BGT_ITEM_RECORD, &item);
    if (status == BGT_OK) {
        item->entity = BGT_ENTITY_document;
        status = bgt_batch_place(reader->out, reader->sheet, strlen(reader->sheet));
    }
    return status;
}

static bgt_status end_record(struct bgt_layout_reader *reader, bgt_status status)
{
    return status == BGT_LIMIT ? bgt_batch_report(reader->out) : status;
}

bgt_status bgt_document_put(struct bgt_layout_reader *reader)
{
    struct bgt_document_facts *document = &reader->document;
    bool has_new = !document->is_open;
    for (size_t f = 0; f < BGT_document_field_count; f++) {
        has_new = has_new || (document->known[f].length > 0 && !document->is_told[f]);
    }
    if (!has_new) {
        return BGT_OK;
    }
    bgt_status status = begin_record(reader);
    for (uint16_t f = 0; status == BGT_OK && f < BGT_document_field_count; f++) {
        if (document->known[f].length > 0 && !document->is_told[f]) {
            document->is_told[f] = true;
            status = bgt_batch_put_text(reader->out, f, document->known[f].text,
                                        document->known[f].length, NULL);
        }
    }
    document->is_open = true;
    status = end_record(reader, status);
    return status == BGT_OK ? bgt_prose_flush(reader) : status;
}

bgt_status bgt_document_put_notes(struct bgt_layout_reader *reader,
                                  struct bgt_slice notes)
{
    struct bgt_slice known = reader->document.known[BGT_document_notes];
    if (notes.length == 0 ||
        bgt_text_equal(known.text, known.length, notes.text, notes.length)) {
        return BGT_OK;
    }
    if (known.length > 0) {
        bool differs = false;
        return bgt_document_fact(reader, BGT_document_notes, notes, &differs);
    }
    bgt_status status =
        bgt_reading_keep(reader, notes, &reader->document.known[BGT_document_notes]);
    return status == BGT_OK ? bgt_document_put(reader) : status;
}
