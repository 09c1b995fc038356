/* Rows of the income of a fund by 收入分类科目: there are some only where 单位收入预算
 * was given. */
#include <stdlib.h>
#include <string.h>

#include "figures/rollup_parts.h"

static struct bgt_slice code_of(const struct bgt_detail *detail)
{
    return bgt_figures_text(detail->source, detail->line, BGT_line_income_sort_code);
}

static int by_code(const void *a, const void *b)
{
    const struct bgt_detail *left = *(const struct bgt_detail *const *)a;
    const struct bgt_detail *right = *(const struct bgt_detail *const *)b;
    struct bgt_slice one = code_of(left);
    struct bgt_slice two = code_of(right);
    size_t shorter = one.length < two.length ? one.length : two.length;
    int order = shorter == 0 ? 0 : memcmp(one.text, two.text, shorter);
    if (order == 0)
        order = (one.length > two.length) - (one.length < two.length);
    return order != 0 ? order : (left > right) - (left < right);
}

static void set_value(struct bgt_rollup_row *row, uint16_t field, struct bgt_slice text)
{
    struct bgt_layout_value value = {field, text};
    if (text.length > 0)
        row->values[row->value_count++] = value;
}

static bgt_status add_row(const struct bgt_rollup_income *income,
                          const struct bgt_detail *detail, uint32_t number)
{
    const struct bgt_layout *layout = income->table->layout;
    const struct bgt_layout_block *block = &layout->blocks[income->block];
    struct bgt_rollup_row *row =
        bgt_arena_allocate_array(&income->rollup->arena, 1, sizeof *row);
    struct bgt_slice code = code_of(detail);
    struct bgt_slice name =
        bgt_figures_text(detail->source, detail->line, BGT_line_income_sort_name);
    if (row == NULL)
        return bgt_arena_failure(&income->rollup->arena);
    row->item = name.length > 0 ? name : code;
    row->selection = income->table->last->selection;
    row->selection.income = code;
    row->kind = "detail";
    row->level = 1;
    row->block = income->block;
    row->number = number;
    set_value(row, BGT_line_income_sort_code, code);
    set_value(row, BGT_line_income_sort_name, name);
    for (uint16_t c = block->first_column; c < block->first_column + block->column_count;
         c++)
        if (layout->columns[c].content == BGT_CONTENT_AMOUNT &&
            row->cell_count < BGT_ROLLUP_CELLS)
            row->cells[row->cell_count++].field = layout->columns[c].fields[0];
    income->table->last->next = row;
    income->table->last = row;
    return BGT_OK;
}

bgt_status bgt_rollup_add_income(const struct bgt_rollup_income *income)
{
    const struct bgt_rollup *rollup = income->rollup;
    struct bgt_rollup_row *total = income->table->last;
    size_t count = 0;
    if (!rollup->has_income || total == NULL)
        return BGT_OK;
    total->selection.of_income = true;
    const struct bgt_detail **list =
        (const struct bgt_detail **)calloc(rollup->detail_count + 1, sizeof(void *));
    if (list == NULL)
        return BGT_NO_MEMORY;
    for (size_t i = 0; i < rollup->detail_count; i++)
        if (rollup->details[i].is_income && code_of(&rollup->details[i]).length > 0 &&
            bgt_rollup_selects(&total->selection, &rollup->details[i]))
            list[count++] = &rollup->details[i];
    qsort((void *)list, count, sizeof(void *), by_code);
    bgt_status status = BGT_OK;
    uint32_t number = total->number;
    for (size_t i = 0; status == BGT_OK && i < count; i++) {
        struct bgt_slice code = code_of(list[i]);
        struct bgt_slice before = {"", 0};
        if (i > 0)
            before = code_of(list[i - 1]);
        if (!bgt_text_equal(code.text, code.length, before.text, before.length))
            status = add_row(income, list[i], ++number);
    }
    free((void *)list);
    return status;
}
