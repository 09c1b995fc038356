#include "layout/cell.h"

#include <string.h>

#include "base/decimal.h"
#include "base/utf8.h"
#include "layout/code_text.h"

/* Zeros that a code may have lost to a number. */
#define LOST_ZEROS 6
#define CODE_BYTES 64

bool bgt_text_is_dash(const char *text, size_t length)
{
    size_t at = 0, dashes = 0;
    while (at < length) {
        uint32_t point = 0;
        size_t bytes = bgt_utf8_decode(text + at, length - at, &point);
        bool is_dash = point == '-' || (point >= 0x2010 && point <= 0x2015) ||
                       point == 0x2212 || point == 0xFF0D || point == 0x2500;
        if (bytes == 0 || !is_dash || ++dashes > 3) {
            return false;
        }
        at += bytes;
    }
    return dashes > 0;
}

/* What no field can take, whatever it is. */
static bgt_status refuse(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                         bool *is_refused)
{
    const struct bgt_value *value = cell->value;
    *is_refused = true;
    if ((value->flags & BGT_VALUE_NO_RESULT) != 0) {
        return bgt_reading_report_cell(reader, "FORMULA_WITHOUT_VALUE", cell, NULL, NULL);
    }
    if (value->type == BGT_VALUE_ERROR) {
        bgt_buffer_clear(&reader->text);
        (void)bgt_buffer_append(&reader->text, bgt_value_text(cell->batch, value),
                                value->text_length);
        return bgt_reading_report_cell(reader, "CELL_ERROR_VALUE", cell,
                                       reader->text.data, NULL);
    }
    *is_refused = false;
    return BGT_OK;
}

/* Takes what the cell holds; false where it is blank, or refused as `status` says. */
static bool begin(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                  struct bgt_piece *piece, bgt_status *status)
{
    bool is_refused = false;
    if (cell->value == NULL || bgt_cell_is_blank(cell->batch, cell->value)) {
        return false;
    }
    *status = refuse(reader, cell, &is_refused);
    if (!is_refused) {
        *piece = bgt_piece_of_cell(cell);
    }
    return !is_refused;
}

static bgt_status amount_of_number(struct bgt_layout_reader *reader,
                                   const struct bgt_cell *cell, uint16_t field,
                                   bool *is_good)
{
    const struct bgt_value *value = cell->value;
    char text[BGT_DECIMAL_TEXT_SIZE];
    *is_good = false;
    if ((value->flags & BGT_VALUE_SCALED) != 0) {
        return bgt_reading_report_cell(reader, "AMOUNT_SCALED", cell, NULL, NULL);
    }
    if ((value->flags & BGT_VALUE_PERCENT) != 0 &&
        (bgt_line_field(field)->flags & BGT_FIELD_RATE) == 0) {
        return bgt_reading_report_cell(reader, "AMOUNT_PERCENT", cell, NULL, NULL);
    }
    if ((value->flags & BGT_VALUE_DECIMAL) == 0) {
        return bgt_reading_report_cell(reader, "AMOUNT_TOO_LONG", cell, NULL, NULL);
    }
    *is_good = true;
    if ((value->flags & BGT_VALUE_MORE_PLACES) != 0) {
        (void)bgt_decimal_format(value->decimal, text);
        return bgt_reading_report_cell(reader, "AMOUNT_MORE_PLACES", cell, text, NULL);
    }
    if ((value->flags & BGT_VALUE_IMPRECISE) != 0) {
        return bgt_reading_report_cell(reader, "AMOUNT_IMPRECISE", cell, NULL, NULL);
    }
    return BGT_OK;
}

static bgt_status amount_of_text(struct bgt_layout_reader *reader,
                                 const struct bgt_cell *cell, struct bgt_piece *piece)
{
    /* The strict spelling of exports first. */
    if (bgt_decimal_parse(piece->text, piece->length, &piece->decimal) ==
        BGT_DECIMAL_OK) {
        piece->type = BGT_VALUE_NUMBER;
        return BGT_OK;
    }
    struct bgt_slice text = bgt_text_trim(piece->text, piece->length);
    if (bgt_text_is_dash(text.text, text.length)) {
        piece->state = BGT_BLANK;
        return BGT_OK;
    }
    switch (bgt_decimal_parse_grouped(text.text, text.length, &piece->decimal, NULL)) {
    case BGT_DECIMAL_OK:
        piece->type = BGT_VALUE_NUMBER;
        piece->flags = BGT_VALUE_DECIMAL;
        return BGT_OK;
    case BGT_DECIMAL_TOO_MANY_DIGITS:
    case BGT_DECIMAL_TOO_MANY_PLACES:
        return bgt_reading_report_cell(reader, "AMOUNT_TOO_LONG", cell, NULL, NULL);
    case BGT_DECIMAL_GROUPING:
        return bgt_reading_report_cell(reader, "AMOUNT_INVALID", cell,
                                       "separators not in groups of three", NULL);
    default:
        return bgt_reading_report_cell(reader, "AMOUNT_INVALID", cell,
                                       "not a plain number", NULL);
    }
}

static void note_places(struct bgt_layout_reader *reader, const struct bgt_piece *piece,
                        uint16_t field)
{
    struct bgt_reading_table *table = &reader->table;
    uint32_t flags = bgt_line_field(field)->flags;
    if ((flags & (BGT_FIELD_RATE | BGT_FIELD_COUNTED)) != 0 ||
        (piece->flags & BGT_VALUE_MORE_PLACES) != 0) {
        return;
    }
    table->has_figures = true;
    if (piece->decimal.scale > table->places) {
        table->places = piece->decimal.scale;
    }
}

bgt_status bgt_cell_amount(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                           uint16_t field, struct bgt_piece *piece, bool *has)
{
    bgt_status status = BGT_OK;
    bool is_good = false;
    *has = false;
    if (!begin(reader, cell, piece, &status)) {
        return status;
    }
    switch (cell->value->type) {
    case BGT_VALUE_NUMBER:
        status = amount_of_number(reader, cell, field, &is_good);
        break;
    case BGT_VALUE_TEXT:
        if (cell->value->state == BGT_PRESENT) {
            status = amount_of_text(reader, cell, piece);
        }
        is_good = status == BGT_OK;
        break;
    default:
        status = bgt_reading_report_cell(
            reader, "AMOUNT_INVALID", cell,
            cell->value->type == BGT_VALUE_DATE ? "a date" : "true or false", NULL);
        break;
    }
    *has = is_good;
    if (is_good && piece->state == BGT_PRESENT) {
        note_places(reader, piece, field);
        piece->flags = BGT_VALUE_DECIMAL;
        piece->length = 0; /* the decimal says it all */
        piece->intern_id = 0;
    }
    return status;
}

/* A number as the text of its decimal, in the reader's scratch. */
static void number_to_text(struct bgt_layout_reader *reader, struct bgt_piece *piece)
{
    char text[BGT_DECIMAL_TEXT_SIZE];
    if ((piece->flags & BGT_VALUE_DECIMAL) != 0) {
        size_t length = bgt_decimal_format(piece->decimal, text);
        char *kept = bgt_arena_copy(&reader->row_arena, text, length);
        if (kept == NULL) {
            reader->failure = bgt_arena_failure(&reader->row_arena);
            return;
        }
        piece->text = kept;
        piece->length = (uint32_t)length;
        piece->intern_id = 0;
    }
}

bgt_status bgt_cell_text(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                         struct bgt_piece *piece, bool *has)
{
    bgt_status status = BGT_OK;
    *has = false;
    if (!begin(reader, cell, piece, &status)) {
        return status;
    }
    if (piece->type == BGT_VALUE_NUMBER) {
        number_to_text(reader, piece);
    }
    piece->type = BGT_VALUE_TEXT;
    piece->flags = 0;
    piece->decimal = bgt_decimal_make(0, 0);
    *has = true;
    return BGT_OK;
}

/* The one code of the list that is these digits behind lost zeros; length 0: none or
 * several. */
static struct bgt_slice complete_code(const struct bgt_layout_reader *reader,
                                      uint16_t field, struct bgt_slice code,
                                      char room[CODE_BYTES])
{
    const struct bgt_catalogue_entry *found = NULL;
    const char *scheme = bgt_line_field(field)->catalogue;
    struct bgt_slice none = {NULL, 0};
    if (scheme == NULL || reader->options.catalogues == NULL ||
        code.length + LOST_ZEROS > CODE_BYTES ||
        bgt_catalogue_by_prefix(reader->options.catalogues, scheme, reader->table.year,
                                code.text, code.length) != NULL) {
        return none;
    }
    memset(room, '0', LOST_ZEROS);
    memcpy(room + LOST_ZEROS, code.text, code.length);
    for (size_t zeros = 1; zeros <= LOST_ZEROS; zeros++) {
        const struct bgt_catalogue_entry *entry =
            bgt_catalogue_by_code(reader->options.catalogues, scheme, reader->table.year,
                                  room + LOST_ZEROS - zeros, code.length + zeros);
        if (entry != NULL && found != NULL) {
            return none;
        }
        found = entry != NULL ? entry : found;
    }
    return found == NULL ? none : (struct bgt_slice){found->code, found->code_length};
}

static bgt_status code_of_number(struct bgt_layout_reader *reader,
                                 const struct bgt_cell *cell, uint16_t field,
                                 struct bgt_piece *piece)
{
    char room[CODE_BYTES];
    struct bgt_claim *claim = &reader->table.claims[cell->value->column - 1];
    if ((piece->flags & BGT_VALUE_DECIMAL) == 0 || piece->decimal.scale != 0 ||
        piece->decimal.coefficient < 0) {
        return bgt_reading_report_cell(reader, "CODE_INVALID", cell, NULL, NULL);
    }
    number_to_text(reader, piece);
    if (claim->column != BGT_LAYOUT_NONE &&
        reader->table.layout->columns[claim->column].part_digits > 0) {
        return BGT_OK; /* lost zeros show by the length: whoever joins the parts tells */
    }
    struct bgt_slice code = {piece->text, piece->length};
    struct bgt_slice complete = complete_code(reader, field, code, room);
    if (complete.length > 0) {
        piece->text = complete.text;
        piece->length = (uint32_t)complete.length;
        return bgt_reading_report_cell(reader, "CODE_PADDED", cell, complete.text, NULL);
    }
    if (!claim->is_code_warned) {
        claim->is_code_warned = true;
        return bgt_reading_report_cell(reader, "CODE_WAS_NUMBER", cell, piece->text,
                                       NULL);
    }
    return BGT_OK;
}

bgt_status bgt_cell_code(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                         uint16_t field, struct bgt_piece *piece, bool *has)
{
    bgt_status status = BGT_OK;
    *has = false;
    if (!begin(reader, cell, piece, &status)) {
        return status;
    }
    if (piece->type != BGT_VALUE_NUMBER) {
        status = bgt_code_tidy(reader, cell, piece);
    }
    if (status == BGT_OK && piece->type == BGT_VALUE_NUMBER) {
        status = code_of_number(reader, cell, field, piece);
    }
    piece->type = BGT_VALUE_TEXT;
    piece->flags = 0;
    piece->decimal = bgt_decimal_make(0, 0);
    *has = status == BGT_OK;
    return status;
}

/* A number keeps its sign for per cent as text: what it measures is not known. */
static bgt_status extra_number(struct bgt_layout_reader *reader,
                               const struct bgt_cell *cell, struct bgt_piece *piece,
                               bool *has)
{
    char text[BGT_DECIMAL_TEXT_SIZE + 1];
    bgt_status status = BGT_OK;
    if ((piece->flags & BGT_VALUE_SCALED) != 0) {
        return bgt_reading_report_cell(reader, "AMOUNT_SCALED", cell, NULL, NULL);
    }
    if ((piece->flags & BGT_VALUE_DECIMAL) == 0) {
        return bgt_reading_report_cell(reader, "AMOUNT_TOO_LONG", cell, NULL, NULL);
    }
    size_t length = bgt_decimal_format(piece->decimal, text);
    if ((piece->flags & BGT_VALUE_MORE_PLACES) != 0) {
        status = bgt_reading_report_cell(reader, "AMOUNT_MORE_PLACES", cell, text, NULL);
    }
    *has = true;
    piece->intern_id = 0;
    piece->length = 0;
    if ((piece->flags & BGT_VALUE_PERCENT) == 0) {
        piece->flags = BGT_VALUE_DECIMAL;
        return status;
    }
    text[length++] = '%';
    piece->text = bgt_arena_copy(&reader->row_arena, text, length);
    if (piece->text == NULL) {
        return BGT_NO_MEMORY;
    }
    piece->length = (uint32_t)length;
    piece->type = BGT_VALUE_TEXT;
    piece->flags = 0;
    piece->decimal = bgt_decimal_make(0, 0);
    return status;
}

bgt_status bgt_cell_extra(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                          struct bgt_piece *piece, bool *has)
{
    bgt_status status = BGT_OK;
    *has = false;
    if (!begin(reader, cell, piece, &status)) {
        return status;
    }
    if (piece->type == BGT_VALUE_NUMBER) {
        return extra_number(reader, cell, piece, has);
    }
    piece->flags = 0;
    *has = true;
    return BGT_OK;
}
