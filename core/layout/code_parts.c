#include <string.h>

#include "base/decimal.h"
#include "layout/cell.h"
#include "layout/form_line.h"

/* Most columns of one code. */
#define PARTS_MAX 8

/* The parts of one row. */
struct parts {
    struct bgt_cell cells[PARTS_MAX];
    struct bgt_piece pieces[PARTS_MAX];
    unsigned digits[PARTS_MAX];
    bool has[PARTS_MAX];
    unsigned count;
};

/* Appends one part of a code, filled with zeros; says so once a column. */
static bgt_status add_part(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                           unsigned digits, const struct bgt_piece *part)
{
    struct bgt_buffer *code = &reader->text;
    struct bgt_claim *claim = &reader->table.claims[cell->value->column - 1];
    size_t start = code->length;
    bgt_status status = BGT_OK;
    if (digits > part->length) {
        status = bgt_buffer_append_repeated(code, '0', digits - part->length);
    }
    if (status == BGT_OK) {
        status = bgt_buffer_append(code, part->text, part->length);
    }
    if (status == BGT_OK && digits > part->length && start == 0) {
        /* No class begins with a zero: 7 is more likely to be a slip for 210. */
        return bgt_reading_report_cell(reader, "CODE_CLASS_PADDED", cell, code->data,
                                       NULL);
    }
    if (status == BGT_OK && digits > part->length && !claim->is_padding_told) {
        claim->is_padding_told = true;
        status = bgt_reading_report_cell(reader, "CODE_PART_PADDED", cell,
                                         code->data + start, NULL);
    }
    return status == BGT_LIMIT ? BGT_OK : status; /* too long a code is none */
}

/* Where the part of a code begins in its cell, or SIZE_MAX where none is there: an
 * amount, too many digits, or digits behind a blank part. The cell may repeat what stands
 * before, as 205, 20502, 2050205 do. A word such as 合计 may stand anywhere. */
static size_t part_start(struct bgt_slice text, const struct bgt_buffer *code,
                         unsigned digits, unsigned whole)
{
    struct bgt_decimal number;
    bool is_plain = true;
    for (size_t i = 0; i < text.length; i++) {
        is_plain = is_plain && text.text[i] >= '0' && text.text[i] <= '9';
    }
    if (!is_plain) {
        return bgt_decimal_parse_grouped(text.text, text.length, &number, NULL) ==
                       BGT_DECIMAL_OK
                   ? SIZE_MAX
                   : 0;
    }
    if (text.length == whole && code->length < whole &&
        (code->length == 0 || memcmp(text.text, code->data, code->length) == 0)) {
        return code->length;
    }
    bool has_gap = code->length + digits < whole;
    return has_gap || text.length > digits ? SIZE_MAX : 0;
}

/* What the cells of the row hold. */
static bgt_status gather(struct bgt_layout_reader *reader,
                         const struct bgt_form_line *line, uint16_t field,
                         struct parts *parts)
{
    const struct bgt_layout_block *block = line->block;
    bgt_status worst = BGT_OK;
    for (uint16_t c = block->first_column;
         c < block->first_column + block->column_count && parts->count < PARTS_MAX; c++) {
        const struct bgt_layout_column *column = &reader->table.layout->columns[c];
        if (column->part == 0 || column->fields[0] != field) {
            continue;
        }
        unsigned at = parts->count++;
        parts->cells[at] = bgt_body_cell(reader, line->body, bgt_form_column(reader, c));
        parts->digits[at] = column->part_digits;
        bgt_status status = bgt_cell_code(reader, &parts->cells[at], field,
                                          &parts->pieces[at], &parts->has[at]);
        if (status != BGT_OK && status != BGT_BAD) {
            return status;
        }
        worst = status == BGT_OK ? worst : status;
    }
    return worst;
}

/* The row of the code list that a code belongs to, of its own or of a level above; null
 * where there is no list. */
static const struct bgt_catalogue_entry *
find_listed(const struct bgt_layout_reader *reader, uint16_t field, struct bgt_slice code)
{
    const char *scheme = bgt_line_field(field)->catalogue;
    return scheme == NULL || reader->options.catalogues == NULL
               ? NULL
               : bgt_catalogue_by_prefix(reader->options.catalogues, scheme,
                                         reader->table.year, code.text, code.length);
}

/* Whether the whole code stands in the first column, the others blank: it is of a class
 * that the list knows. */
static bool is_whole(const struct bgt_layout_reader *reader, uint16_t field,
                     const struct parts *parts)
{
    struct bgt_slice code = {parts->pieces[0].text, parts->pieces[0].length};
    unsigned whole = parts->digits[0];
    bool has_length = false;
    if (!parts->has[0]) {
        return false;
    }
    for (unsigned i = 1; i < parts->count; i++) {
        whole += parts->digits[i];
        has_length = has_length || code.length == whole;
        if (parts->has[i]) {
            return false;
        }
    }
    return has_length && find_listed(reader, field, code) != NULL;
}

/* The parts of a row that are blank because they are those of the row above, which alone
 * prints them: 205, then 02, then 05. Their digits; 0 where it is not so. */
static size_t carried_digits(const struct bgt_block_state *state,
                             const struct parts *parts)
{
    size_t digits = 0, printed = 0;
    unsigned first = 0;
    for (unsigned i = 0; i < parts->count; i++) {
        const struct bgt_piece *piece = &parts->pieces[i];
        first = printed == 0 && parts->has[i] ? i : first;
        printed += parts->has[i];
        if (parts->has[i] && piece->length != parts->digits[i]) {
            return 0;
        }
    }
    for (unsigned i = 0; i < first; i++) {
        digits += parts->digits[i];
    }
    return printed == 1 && !state->has_full_codes && state->above_length >= digits
               ? digits
               : 0;
}

/* Whether the list, where it knows the code itself, gives it the row's name. */
static bool has_listed_name(const struct bgt_layout_reader *reader,
                            const struct bgt_form_line *line, uint16_t field,
                            struct bgt_slice code)
{
    const struct bgt_catalogue_entry *entry = find_listed(reader, field, code);
    struct bgt_slice name = bgt_form_bare_name(line->name);
    return entry != NULL &&
           (entry->code_length != code.length ||
            bgt_text_same_label(entry->name, entry->name_length, name.text, name.length));
}

/* Begins the code with the parts of the row above. */
static bgt_status carry(struct bgt_layout_reader *reader,
                        const struct bgt_form_line *line, uint16_t field,
                        const struct parts *parts)
{
    struct bgt_block_state *state = &reader->table.blocks[line->number];
    struct bgt_buffer *code = &reader->text;
    size_t digits = carried_digits(state, parts);
    unsigned at = 0;
    if (digits == 0) {
        return BGT_OK;
    }
    while (!parts->has[at]) {
        at++;
    }
    bgt_status status = bgt_buffer_append(code, state->above, digits);
    if (status == BGT_OK) {
        status =
            bgt_buffer_append(code, parts->pieces[at].text, parts->pieces[at].length);
    }
    struct bgt_slice whole = {code->data, code->length};
    bool is_right = status == BGT_OK && has_listed_name(reader, line, field, whole);
    if (is_right && !state->is_carry_told) {
        state->is_carry_told = true;
        status = bgt_reading_report_cell(reader, "CODE_PART_CARRIED", &parts->cells[at],
                                         code->data, NULL);
    }
    bgt_buffer_truncate(code, is_right ? digits : 0);
    return status == BGT_LIMIT ? BGT_OK : status;
}

/* Each part behind the one before it. */
static bgt_status join(struct bgt_layout_reader *reader, struct parts *parts)
{
    struct bgt_buffer *code = &reader->text;
    unsigned whole = 0;
    bgt_status worst = BGT_OK;
    for (unsigned i = 0; i < parts->count; i++) {
        struct bgt_piece piece = parts->pieces[i];
        whole += parts->digits[i];
        if (!parts->has[i]) {
            continue;
        }
        struct bgt_slice text = {piece.text, piece.length};
        size_t start = part_start(text, code, parts->digits[i], whole);
        if (start != SIZE_MAX) {
            piece.text += start;
            piece.length -= (uint32_t)start;
        }
        bgt_status status =
            start != SIZE_MAX
                ? add_part(reader, &parts->cells[i], parts->digits[i], &piece)
                : bgt_reading_report_cell(reader, "CODE_PART_INVALID", &parts->cells[i],
                                          NULL, NULL);
        worst = status == BGT_OK ? worst : status;
    }
    return worst;
}

/* Keeps what the row says about those below. */
static void remember(struct bgt_block_state *state, const struct parts *parts,
                     struct bgt_slice code)
{
    unsigned printed = 0;
    for (unsigned i = 0; i < parts->count; i++) {
        printed += parts->has[i];
    }
    state->has_full_codes = state->has_full_codes || printed > 1;
    state->above_length = 0;
    if (code.length <= sizeof state->above) {
        memcpy(state->above, code.text, code.length);
        state->above_length = (uint8_t)code.length;
    }
}

/* The code, whole or from its parts, in the reader's scratch. */
static bgt_status spell_code(struct bgt_layout_reader *reader,
                             const struct bgt_form_line *line, uint16_t field,
                             struct parts *parts)
{
    struct bgt_buffer *code = &reader->text;
    bgt_status worst = gather(reader, line, field, parts);
    bgt_buffer_clear(code);
    if (worst != BGT_OK && worst != BGT_BAD) {
        return worst;
    }
    if (is_whole(reader, field, parts)) {
        bgt_status status =
            bgt_buffer_append(code, parts->pieces[0].text, parts->pieces[0].length);
        return status == BGT_OK ? worst : status;
    }
    bgt_status status = carry(reader, line, field, parts);
    if (status == BGT_OK) {
        status = join(reader, parts);
    }
    return status == BGT_OK ? worst : status;
}

bgt_status bgt_form_join_code(struct bgt_layout_reader *reader,
                              const struct bgt_form_line *line, uint16_t field)
{
    struct parts parts = {.count = 0};
    struct bgt_buffer *code = &reader->text;
    unsigned first = 0;
    bgt_status status = spell_code(reader, line, field, &parts);
    if ((status != BGT_OK && status != BGT_BAD) || code->length == 0) {
        return status;
    }
    while (!parts.has[first]) {
        first++;
    }
    char *kept = bgt_arena_copy(&reader->row_arena, code->data, code->length);
    if (kept == NULL) {
        return bgt_arena_failure(&reader->row_arena);
    }
    struct bgt_piece piece = parts.pieces[first];
    piece.text = kept;
    piece.length = (uint32_t)code->length;
    piece.intern_id = 0;
    bgt_line_set(&reader->draft, field, piece);
    remember(&reader->table.blocks[line->number], &parts,
             (struct bgt_slice){kept, code->length});
    return status;
}
