#include "fiscal_row.h"

#include <stdio.h>
#include <stdlib.h>

const char *bgt_fiscal_mark_word(enum bgt_fiscal_mark mark)
{
    static const char *const words[] = {"text", "number", "percent", "boolean",
                                        "date", "error",  "blank"};
    return words[mark];
}

static bgt_status limit(struct bgt_fiscal_source *source, const char *name,
                        uint64_t value)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    struct bgt_diagnostic diagnostic = {
        .code = "LIMIT_REACHED",
        .place = {.file = source->input->name,
                  .line = source->env->xml_line(source->xml)},
        .arguments = {name, text}};
    (void)source->env->report(source->env, &diagnostic);
    return BGT_FATAL;
}

bgt_status bgt_fiscal_row_new(struct bgt_fiscal_source *source,
                              struct bgt_fiscal_input_row **row)
{
    struct bgt_fiscal_input_row *made = source->spare;
    if (made == NULL) {
        made = calloc(1, sizeof *made);
        if (made == NULL) {
            return BGT_NO_MEMORY;
        }
    } else {
        source->spare = made->next;
    }
    made->next = NULL;
    made->cell_count = 0;
    made->text_length = 0;
    *row = made;
    return BGT_OK;
}

bgt_status bgt_fiscal_row_append(struct bgt_fiscal_source *source,
                                 struct bgt_fiscal_input_row *row, const char *text,
                                 size_t length)
{
    uint64_t most = source->env->limits->row_bytes;
    if (length > most || row->text_length > most - length) {
        return limit(source, "row-bytes", most);
    }
    if (row->text_capacity - row->text_length < length) {
        size_t capacity = (row->text_length + length) * 2 + 256;
        char *grown = realloc(row->text, capacity);
        if (grown == NULL) {
            return BGT_NO_MEMORY;
        }
        row->text = grown;
        row->text_capacity = capacity;
    }
    if (length != 0) {
        memcpy(row->text + row->text_length, text, length);
        row->text_length += length;
    }
    return BGT_OK;
}

bgt_status bgt_fiscal_row_add(struct bgt_fiscal_source *source,
                              struct bgt_fiscal_input_row *row,
                              const struct bgt_fiscal_cell *cell)
{
    if (row->cell_count >= source->env->limits->row_cells) {
        return limit(source, "row-cells", source->env->limits->row_cells);
    }
    if (row->cell_count == row->cell_capacity) {
        size_t capacity = row->cell_capacity * 2 + 32;
        void *grown = realloc(row->cells, capacity * sizeof *row->cells);
        if (grown == NULL) {
            return BGT_NO_MEMORY;
        }
        row->cells = grown;
        row->cell_capacity = capacity;
    }
    row->cells[row->cell_count++] = *cell;
    return BGT_OK;
}

void bgt_fiscal_row_free(struct bgt_fiscal_input_row *row)
{
    if (row != NULL) {
        free(row->cells);
        free(row->text);
        free(row);
    }
}
