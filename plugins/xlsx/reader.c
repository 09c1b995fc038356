#include "reader.h"

#include "options.h"
#include "report.h"
#include "sheet.h"

#include <string.h>

struct reader {
    const struct bgt_env *env;
    struct bgt_input *package;
    struct bgt_xlsx_workbook workbook;
    struct bgt_xlsx_book book;
    struct bgt_xlsx_sheet sheet;
    size_t next_sheet;
    uint32_t batch_number;
    enum bgt_xlsx_hidden hidden;
    bool has_listed; /* the names of all sheets were given */
    bool has_bad;    /* an error was reported in this call */
};

static bgt_status read_tables(struct reader *reader)
{
    const struct bgt_xlsx_workbook *workbook = &reader->workbook;
    struct bgt_xlsx_part_source source = {reader->env, reader->package, workbook->styles};
    bgt_status status = BGT_OK;
    if (workbook->styles != NULL) {
        status = bgt_xlsx_styles_read(&reader->book.styles, &source);
    }
    if (status == BGT_OK && workbook->shared_strings != NULL) {
        source.name = workbook->shared_strings;
        status = bgt_xlsx_shared_strings_read(&reader->book.strings, &source);
        if (status == BGT_NOT_FOUND) {
            return BGT_OK; /* the first cell that refers to it is the error */
        }
        reader->book.has_strings = true;
    }
    if (status == BGT_NOT_FOUND) {
        return bgt_xlsx_fatal(reader->env, "XLSX_PART_MISSING", bgt_xlsx_at(NULL, 0, 0),
                              source.name);
    }
    return status;
}

static bgt_status dead(bgt_status status)
{
    return status == BGT_BAD || status == BGT_NOT_FOUND ? BGT_FATAL : status;
}

static bgt_status open_reader(void *state, struct bgt_input *input,
                              const struct bgt_env *env)
{
    struct reader *reader = state;
    reader->env = env;
    reader->package = input;
    reader->book.env = env;
    reader->book.rounds = bgt_xlsx_choice(env, BGT_XLSX_OPTION_NUMBERS) == 1;
    reader->hidden = (enum bgt_xlsx_hidden)bgt_xlsx_choice(env, BGT_XLSX_OPTION_HIDDEN);
    if (!input->is_container) {
        return bgt_xlsx_fatal(env, "XLSX_NO_WORKBOOK", bgt_xlsx_at(NULL, 0, 0),
                              "xl/workbook.xml");
    }
    bgt_status status = bgt_xlsx_workbook_read(&reader->workbook, env, input);
    reader->book.is_1904 = reader->workbook.is_1904;
    if (status == BGT_OK) {
        status = read_tables(reader);
    }
    return dead(status);
}

static bgt_status put_name(struct reader *reader, struct bgt_batch *batch,
                           uint32_t column, const char *name)
{
    struct bgt_value *value = NULL;
    size_t length = strlen(name);
    bgt_status status = bgt_batch_put_text(batch, column, name, length, &value);
    if (status == BGT_OK) {
        value->intern_id = reader->env->intern(reader->env, name, length);
    }
    return status;
}

static bool is_hidden(const struct bgt_xlsx_sheet_entry *entry)
{
    return (entry->flags & (BGT_ITEM_HIDDEN | BGT_ITEM_VERY_HIDDEN)) != 0;
}

static bool is_left_out(const struct reader *reader,
                        const struct bgt_xlsx_sheet_entry *entry)
{
    return is_hidden(entry) && reader->hidden != BGT_XLSX_HIDDEN_KEEP;
}

/* The names of the sheets that follow, as far as a row may have so many cells. */
static bgt_status list_names(struct reader *reader, struct bgt_batch *batch)
{
    bgt_status status = BGT_OK;
    uint32_t column = 2;
    reader->has_listed = true;
    for (size_t i = reader->next_sheet;
         i < reader->workbook.sheet_count && column <= reader->env->limits->row_cells &&
         status == BGT_OK;
         i++) {
        if (!is_left_out(reader, &reader->workbook.sheets[i])) {
            status = put_name(reader, batch, column++, reader->workbook.sheets[i].name);
        }
    }
    return status;
}

/* An item of a sheet. The first one says which sheets follow. */
static bgt_status put_sheet_item(struct reader *reader, struct bgt_batch *batch,
                                 const struct bgt_xlsx_sheet_entry *entry,
                                 enum bgt_item_kind kind)
{
    struct bgt_item *item = NULL;
    size_t length = strlen(entry->name);
    bgt_status status = bgt_batch_item(batch, kind, &item);
    if (status != BGT_OK) {
        return status;
    }
    item->flags = entry->flags | BGT_ITEM_CELLS;
    status = bgt_batch_place(batch, entry->name, length);
    if (status != BGT_OK || kind != BGT_ITEM_SHEET) {
        return status;
    }
    status = put_name(reader, batch, 1, entry->name);
    return status == BGT_OK && !reader->has_listed ? list_names(reader, batch) : status;
}

/* What is said about a hidden sheet; `*skip` is whether it is left out. */
static bgt_status announce_hidden(struct reader *reader,
                                  const struct bgt_xlsx_sheet_entry *entry, bool *skip)
{
    static const char *const codes[] = {"XLSX_HIDDEN_SHEET", "XLSX_HIDDEN_SHEET_SKIPPED",
                                        "XLSX_HIDDEN_REFUSED"};
    *skip = false;
    if (!is_hidden(entry)) {
        return BGT_OK;
    }
    bgt_status status = bgt_xlsx_report(reader->env, codes[reader->hidden],
                                        bgt_xlsx_at(entry->name, 0, 0), NULL, NULL);
    *skip = is_left_out(reader, entry);
    reader->has_bad = reader->has_bad || status == BGT_BAD;
    return status == BGT_BAD ? BGT_OK : status;
}

static bgt_status begin_sheet(struct reader *reader, struct bgt_batch *batch)
{
    const struct bgt_xlsx_sheet_entry *entry =
        &reader->workbook.sheets[reader->next_sheet++];
    bool skip = false;
    bgt_status status = announce_hidden(reader, entry, &skip);
    if (status != BGT_OK || skip) {
        return status;
    }
    status = put_sheet_item(reader, batch, entry, BGT_ITEM_SHEET);
    if (status != BGT_OK) {
        return status;
    }
    if ((entry->flags & BGT_ITEM_NOT_GRID) != 0) {
        return put_sheet_item(reader, batch, entry, BGT_ITEM_SHEET_END);
    }
    reader->sheet.hidden = reader->hidden;
    return bgt_xlsx_sheet_open(&reader->sheet, &reader->book, reader->package, entry);
}

static bgt_status continue_sheet(struct reader *reader, struct bgt_batch *batch)
{
    struct bgt_xlsx_sheet *sheet = &reader->sheet;
    sheet->batch = batch;
    sheet->batch_number = reader->batch_number;
    bgt_status status = bgt_xlsx_sheet_step(sheet);
    reader->has_bad = reader->has_bad || sheet->has_bad;
    if (status != BGT_END) {
        return status;
    }
    const struct bgt_xlsx_sheet_entry *entry = sheet->entry;
    bgt_xlsx_sheet_close(sheet);
    return put_sheet_item(reader, batch, entry, BGT_ITEM_SHEET_END);
}

static bgt_status next_batch(void *state, struct bgt_batch *batch)
{
    struct reader *reader = state;
    bgt_status status = BGT_OK;
    reader->batch_number++;
    reader->has_bad = false;
    while (status == BGT_OK && !bgt_batch_full(batch)) {
        if (reader->env->is_cancelled(reader->env)) {
            return BGT_CANCELLED;
        }
        if (reader->sheet.is_open) {
            status = continue_sheet(reader, batch);
        } else if (reader->next_sheet < reader->workbook.sheet_count) {
            status = begin_sheet(reader, batch);
        } else {
            return reader->has_bad ? BGT_BAD : BGT_END;
        }
    }
    if (status == BGT_OK) {
        return reader->has_bad ? BGT_BAD : BGT_OK;
    }
    return dead(status);
}

static void close_reader(void *state)
{
    struct reader *reader = state;
    bgt_xlsx_sheet_close(&reader->sheet);
    bgt_xlsx_styles_free(&reader->book.styles);
    bgt_xlsx_shared_strings_free(&reader->book.strings);
    bgt_xlsx_workbook_free(&reader->workbook);
}

static bool holds(const uint8_t *head, size_t length, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= length; i++) {
        if (memcmp(head + i, word, size) == 0) {
            return true;
        }
    }
    return false;
}

static int probe(const uint8_t *head, size_t length, const char *name)
{
    static const uint8_t magic[] = {'P', 'K', 3, 4};
    (void)name;
    if (length < sizeof magic || memcmp(head, magic, sizeof magic) != 0) {
        return 0;
    }
    if (holds(head, length, "xl/workbook.xml") || holds(head, length, "xl/worksheets/")) {
        return 90;
    }
    return holds(head, length, "[Content_Types].xml") ? 30 : 10;
}

const struct bgt_reader_ops bgt_xlsx_reader = {
    .struct_size = sizeof(struct bgt_reader_ops),
    .state_size = sizeof(struct reader),
    .probe = probe,
    .open = open_reader,
    .next = next_batch,
    .close = close_reader,
};
