#include "out_store.h"

#include "ornaments.h"

#include <string.h>

/* A copy of an array; null, without an error, where there is none. */
static void *copy_array(const void *array, size_t count, size_t element,
                        bgt_status *status)
{
    if (array == NULL || count == 0 || *status != BGT_OK) {
        return NULL;
    }
    void *copy = calloc(count, element);
    if (copy == NULL) {
        *status = BGT_NO_MEMORY;
        return NULL;
    }
    memcpy(copy, array, count * element);
    return copy;
}

bgt_status bgt_xlsx_looks_copy(struct bgt_sheet *copy, const struct bgt_sheet *looks)
{
    bgt_status status = BGT_OK;
    *copy = bgt_xlsx_ornaments_of(looks);
    copy->name = copy_array(looks->name, strlen(looks->name) + 1, 1, &status);
    copy->styles =
        copy_array(copy->styles, copy->style_count, sizeof *copy->styles, &status);
    copy->widths =
        copy_array(copy->widths, copy->width_count, sizeof *copy->widths, &status);
    copy->row_heights = copy_array(copy->row_heights, copy->row_height_count,
                                   sizeof *copy->row_heights, &status);
    copy->style_count = copy->styles == NULL ? 0 : copy->style_count;
    copy->width_count = copy->widths == NULL ? 0 : copy->width_count;
    copy->row_height_count = copy->row_heights == NULL ? 0 : copy->row_height_count;
    bgt_status ornaments = bgt_xlsx_ornaments_copy(copy);
    status = status == BGT_OK ? ornaments : status;
    if (status != BGT_OK) {
        bgt_xlsx_looks_free(copy);
    }
    return status;
}

void bgt_xlsx_looks_free(struct bgt_sheet *copy)
{
    free((void *)(uintptr_t)copy->name);
    free((void *)(uintptr_t)copy->styles);
    free((void *)(uintptr_t)copy->widths);
    free((void *)(uintptr_t)copy->row_heights);
    bgt_xlsx_ornaments_free(copy);
    memset(copy, 0, sizeof *copy);
}

bgt_status bgt_xlsx_out_store_begin_sheet(struct bgt_xlsx_out_store *store,
                                          const struct bgt_sheet *looks)
{
    struct bgt_xlsx_stored_sheet *sheets =
        bgt_xlsx_grow(store->sheets, store->count, &store->capacity, sizeof *sheets);
    if (sheets == NULL) {
        return BGT_NO_MEMORY;
    }
    store->sheets = sheets;
    memset(&sheets[store->count], 0, sizeof *sheets);
    bgt_status status = bgt_xlsx_looks_copy(&sheets[store->count].looks, looks);
    store->count += status == BGT_OK;
    return status;
}

bgt_status bgt_xlsx_out_store_row(struct bgt_xlsx_out_store *store,
                                  struct bgt_xlsx_out_row *row)
{
    struct bgt_xlsx_stored_sheet *sheet = &store->sheets[store->count - 1];
    struct bgt_xlsx_out_row *rows =
        bgt_xlsx_grow(sheet->rows, sheet->count, &sheet->capacity, sizeof *rows);
    if (rows == NULL) {
        return BGT_NO_MEMORY;
    }
    sheet->rows = rows;
    rows[sheet->count++] = *row;
    store->rows++;
    memset(row, 0, sizeof *row);
    return BGT_OK;
}

static void free_rows(struct bgt_xlsx_stored_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        bgt_xlsx_out_row_free(&sheet->rows[i]);
    }
    free(sheet->rows);
    sheet->rows = NULL;
    sheet->count = 0;
    sheet->capacity = 0;
}

static lxw_error replay_sheet(struct bgt_xlsx_stored_sheet *sheet,
                              struct bgt_xlsx_out_book *book, bool leave_open)
{
    lxw_error error = bgt_xlsx_out_book_begin_sheet(book, &sheet->looks);
    for (size_t i = 0; i < sheet->count && error == LXW_NO_ERROR; i++) {
        error = bgt_xlsx_out_book_row(book, &sheet->rows[i]);
        bgt_xlsx_out_row_free(&sheet->rows[i]);
    }
    if (error == LXW_NO_ERROR && !leave_open) {
        error = bgt_xlsx_out_book_end_sheet(book);
    }
    free_rows(sheet);
    return error;
}

lxw_error bgt_xlsx_out_store_replay(struct bgt_xlsx_out_store *store,
                                    struct bgt_xlsx_out_book *book, bool leave_open)
{
    lxw_error error = LXW_NO_ERROR;
    for (size_t i = 0; i < store->count && error == LXW_NO_ERROR; i++) {
        error =
            replay_sheet(&store->sheets[i], book, leave_open && i + 1 == store->count);
    }
    return error;
}

void bgt_xlsx_out_store_free(struct bgt_xlsx_out_store *store)
{
    for (size_t i = 0; i < store->count; i++) {
        free_rows(&store->sheets[i]);
        bgt_xlsx_looks_free(&store->sheets[i].looks);
    }
    free(store->sheets);
    memset(store, 0, sizeof *store);
}
