#include "text_row.h"

bgt_status bgt_text_limit(const struct bgt_text_context *context,
                          const struct bgt_text_line *line, const char *name,
                          uint64_t value)
{
    char number[21];
    size_t at = sizeof number - 1;
    number[at] = '\0';
    do {
        number[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    struct bgt_diagnostic diagnostic = {
        .code = "LIMIT_REACHED",
        .place = {.sheet = context->sheet, .line = line->number},
        .arguments = {name, number + at},
    };
    (void)context->env->report(context->env, &diagnostic);
    return BGT_LIMIT;
}

bgt_status bgt_text_begin_row(struct bgt_text_context *context, struct bgt_batch *batch,
                              const struct bgt_text_line *line)
{
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(batch, BGT_ITEM_ROW, &item);
    if (status != BGT_OK) {
        return status;
    }
    item->line = line->number;
    item->row = line->number > context->last_row ? line->number : context->last_row + 1;
    context->last_row = item->row;
    return bgt_batch_place(batch, context->sheet, strlen(context->sheet));
}

/* Without blanks at both ends, where alignment put them. */
static struct bgt_text_line trim(const struct bgt_text_line *cell, uint32_t *character)
{
    struct bgt_text_line trimmed = *cell;
    size_t bytes = 0;
    while (trimmed.length > 0 &&
           bgt_text_is_space(trimmed.text, trimmed.length, &bytes)) {
        trimmed.text += bytes;
        trimmed.length -= bytes;
        (*character)++;
    }
    while (trimmed.length > 0) {
        size_t last = trimmed.length - 1;
        while (last > 0 && ((unsigned char)trimmed.text[last] & 0xC0) == 0x80) {
            last--;
        }
        if (!bgt_text_is_space(trimmed.text + last, trimmed.length - last, &bytes)) {
            break;
        }
        trimmed.length = last;
    }
    return trimmed;
}

/* A blank behind so many Chinese characters, before another one, stands where the page
 * broke the line. */
#define WRAPPED_CHARACTERS 8

static bool is_chinese(const char *text, size_t length)
{
    return length > 0 && bgt_text_width(text, bgt_text_character(text, length)) == 2;
}

/* Where such a blank stands at or after `from`; `length` where there is none. */
static size_t find_break(const struct bgt_text_line *cell, size_t from, size_t *bytes)
{
    unsigned run = 0;
    for (size_t at = from; at < cell->length;) {
        size_t rest = cell->length - at;
        size_t size = bgt_text_character(cell->text + at, rest);
        if (bgt_text_is_space(cell->text + at, rest, bytes)) {
            if (run >= WRAPPED_CHARACTERS &&
                is_chinese(cell->text + at + *bytes, rest - *bytes)) {
                return at;
            }
            run = 0;
        } else {
            run += is_chinese(cell->text + at, rest) ? 1 : 0;
        }
        at += size;
    }
    return cell->length;
}

/* A label that the page broke is joined again; a note says so. */
static bgt_status put_joined(const struct bgt_text_context *context,
                             struct bgt_batch *batch, struct bgt_value *value,
                             const struct bgt_text_line *text)
{
    uint64_t start = batch->text_size;
    uint64_t offset = 0;
    size_t at = 0;
    bgt_status status = BGT_OK;
    while (status == BGT_OK && at < text->length) {
        size_t bytes = 0;
        size_t end = find_break(text, at, &bytes);
        status = bgt_batch_text(batch, text->text + at, end - at, &offset);
        at = end + (end < text->length ? bytes : 0);
    }
    if (status != BGT_OK) {
        return status;
    }
    value->flags = 0;
    value->text_offset = start;
    value->text_length = (uint32_t)(batch->text_size - start);
    struct bgt_diagnostic diagnostic = {
        .code = "TEXT_LABEL_JOINED",
        .place = {.sheet = context->sheet,
                  .line = text->number,
                  .column = value->place_column},
        .text = text->text,
        .text_length = text->length,
    };
    return context->env->report(context->env, &diagnostic);
}

bgt_status bgt_text_put_cell(const struct bgt_text_context *context,
                             struct bgt_batch *batch, uint32_t column,
                             const struct bgt_text_line *cell, uint32_t character)
{
    struct bgt_value *value = NULL;
    struct bgt_text_line text = trim(cell, &character);
    if (column > context->env->limits->row_cells) {
        return bgt_text_limit(context, cell, "row-cells",
                              context->env->limits->row_cells);
    }
    if (text.length > context->env->limits->cell_bytes) {
        return bgt_text_limit(context, cell, "cell-bytes",
                              context->env->limits->cell_bytes);
    }
    if (text.length == 0) {
        return bgt_batch_put_blank(batch, column);
    }
    bgt_status status =
        bgt_batch_value(batch, column, BGT_VALUE_TEXT, BGT_PRESENT, &value);
    if (status != BGT_OK) {
        return status;
    }
    value->flags = BGT_VALUE_IN_INPUT;
    value->text_offset = (uint64_t)(text.text - context->base);
    value->text_length = (uint32_t)text.length;
    value->place_column = character;
    size_t bytes = 0;
    return context->is_table && find_break(&text, 0, &bytes) < text.length
               ? put_joined(context, batch, value, &text)
               : BGT_OK;
}

bgt_status bgt_text_tab_row(struct bgt_text_context *context, struct bgt_batch *batch,
                            const struct bgt_text_line *line)
{
    uint32_t column = 0;
    uint32_t character = 1;
    size_t at = 0;
    if (bgt_text_is_empty(line->text, line->length)) {
        return BGT_OK;
    }
    context->is_table = memchr(line->text, '\t', line->length) != NULL;
    bgt_status status = bgt_text_begin_row(context, batch, line);
    while (status == BGT_OK) {
        const char *tab = memchr(line->text + at, '\t', line->length - at);
        size_t end = tab == NULL ? line->length : (size_t)(tab - line->text);
        struct bgt_text_line cell = {line->text + at, end - at, line->number, false};
        if (column == context->env->limits->row_cells) {
            return bgt_text_limit(context, line, "row-cells", column);
        }
        status = bgt_text_put_cell(context, batch, ++column, &cell, character);
        if (tab == NULL) {
            break;
        }
        character += bgt_text_count(cell.text, cell.length) + 1;
        at = end + 1;
    }
    return status;
}
