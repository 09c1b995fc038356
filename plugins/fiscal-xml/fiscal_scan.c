#include "fiscal_scan.h"

#include <stdio.h>

struct bgt_fiscal_extra_name {
    struct bgt_fiscal_extra_name *next;
    const char *name;
    uint8_t mark; /* enum bgt_fiscal_mark */
};

static struct bgt_fiscal_found *find(const struct bgt_fiscal_scan *scan,
                                     const char *element)
{
    struct bgt_fiscal_found *found = scan->found;
    while (found != NULL && strcmp(found->element, element) != 0) {
        found = found->next;
    }
    return found;
}

static struct bgt_fiscal_found *find_or_add(struct bgt_fiscal_scan *scan,
                                            const char *element)
{
    struct bgt_fiscal_found *found = find(scan, element);
    if (found != NULL) {
        return found;
    }
    found = bgt_fiscal_take(&scan->pool, 1, sizeof *found);
    if (found != NULL) {
        found->element = bgt_fiscal_copy(&scan->pool, element, strlen(element));
    }
    if (found == NULL || found->element == NULL) {
        return NULL;
    }
    found->next = scan->found;
    scan->found = found;
    return found;
}

/* The mark of an extra's column: what all its values are, else text. */
static void widen(struct bgt_fiscal_extra_name *extra, uint8_t mark)
{
    if (mark == BGT_FISCAL_MARK_BLANK) {
        return;
    }
    if (extra->mark == BGT_FISCAL_MARK_BLANK) {
        extra->mark = mark;
    } else if (extra->mark != mark) {
        extra->mark = BGT_FISCAL_MARK_TEXT;
    }
}

static bgt_status add_extra(struct bgt_fiscal_scan *scan, struct bgt_fiscal_found *found,
                            const struct bgt_fiscal_input_row *row,
                            const struct bgt_fiscal_cell *cell)
{
    const struct bgt_fiscal_field *field = cell->field;
    const char *name = field != NULL ? field->element : row->text + cell->name_offset;
    size_t length = field != NULL ? strlen(name) : cell->name_length;
    uint8_t mark = cell->is_marked                              ? cell->mark
                   : cell->text_length == 0                     ? BGT_FISCAL_MARK_BLANK
                   : field != NULL && field->type == BGT_AMOUNT ? BGT_FISCAL_MARK_NUMBER
                                                                : BGT_FISCAL_MARK_TEXT;
    struct bgt_fiscal_extra_name **at = &found->extras;
    while (*at != NULL &&
           (strncmp((*at)->name, name, length) != 0 || (*at)->name[length] != '\0')) {
        at = &(*at)->next;
    }
    if (*at == NULL) {
        struct bgt_fiscal_extra_name *extra =
            bgt_fiscal_take(&scan->pool, 1, sizeof *extra);
        if (extra == NULL) {
            return BGT_NO_MEMORY;
        }
        extra->name = bgt_fiscal_copy(&scan->pool, name, length);
        extra->mark = BGT_FISCAL_MARK_BLANK;
        *at = extra;
        if (extra->name == NULL) {
            return BGT_NO_MEMORY;
        }
    }
    widen(*at, mark);
    return BGT_OK;
}

static bgt_status add_row(struct bgt_fiscal_scan *scan,
                          const struct bgt_fiscal_input_row *row)
{
    char element[BGT_FISCAL_NAME];
    (void)snprintf(element, sizeof element, "%.*s", (int)row->element_length,
                   row->text + row->element_offset);
    struct bgt_fiscal_found *found = find_or_add(scan, element);
    bgt_status status = found == NULL ? BGT_NO_MEMORY : BGT_OK;
    for (size_t i = 0; i < row->cell_count && status == BGT_OK; i++) {
        const struct bgt_fiscal_field *field = row->cells[i].field;
        if (field == NULL || field->field == NULL) {
            status = add_extra(scan, found, row, &row->cells[i]);
        } else {
            uint32_t number = field->field->number;
            found->numbers[number / 64] |= UINT64_C(1) << (number % 64);
        }
    }
    return status;
}

bgt_status bgt_fiscal_scan_source(struct bgt_fiscal_scan *scan,
                                  struct bgt_fiscal_source *source)
{
    bgt_status status = bgt_fiscal_source_fill(source);
    while (status == BGT_OK) {
        const struct bgt_fiscal_input_row *row = source->first;
        if (row->row == NULL || row->row->holds == BGT_FISCAL_LINE) {
            status = add_row(scan, row);
        }
        bgt_fiscal_source_pop(source);
        if (status == BGT_OK) {
            status = bgt_fiscal_source_fill(source);
        }
    }
    return status == BGT_END ? BGT_OK : status;
}

bgt_status bgt_fiscal_scan_put(const struct bgt_fiscal_scan *scan, const char *element,
                               const struct bgt_fiscal_row *row, struct bgt_batch *batch,
                               uint64_t bits[BGT_FISCAL_BITS])
{
    const struct bgt_fiscal_found *found = find(scan, element);
    bgt_status status = BGT_OK;
    if (found != NULL) {
        memcpy(bits, found->numbers, sizeof found->numbers);
    }
    for (size_t i = 0; row != NULL && i < row->field_count; i++) {
        const struct bgt_fiscal_field *field = &row->fields[i];
        if (field->field != NULL && field->missing != BGT_FISCAL_NO_DEFAULT) {
            bits[field->field->number / 64] |= UINT64_C(1) << (field->field->number % 64);
        }
    }
    for (uint32_t number = 0; number < BGT_FISCAL_BITS * 64 && status == BGT_OK;
         number++) {
        if ((bits[number / 64] >> (number % 64) & 1U) != 0) {
            status = bgt_batch_value(batch, number, BGT_VALUE_TEXT, BGT_PRESENT, NULL);
        }
    }
    for (const struct bgt_fiscal_extra_name *extra = found == NULL ? NULL : found->extras;
         extra != NULL && status == BGT_OK; extra = extra->next) {
        struct bgt_value *value = NULL;
        status = bgt_batch_value(batch, BGT_FIELD_EXTRA,
                                 bgt_fiscal_value_type((enum bgt_fiscal_mark)extra->mark),
                                 BGT_PRESENT, &value);
        if (status == BGT_OK) {
            value->flags = extra->mark == BGT_FISCAL_MARK_PERCENT ? BGT_VALUE_PERCENT : 0;
            status = bgt_batch_name(batch, extra->name, strlen(extra->name));
        }
    }
    return status;
}

void bgt_fiscal_scan_clear(struct bgt_fiscal_scan *scan)
{
    bgt_fiscal_pool_clear(&scan->pool);
    memset(scan, 0, sizeof *scan);
}
