#include <stdlib.h>
#include <string.h>

#include "diag/reporter.h"
#include "figures/rollup_parts.h"

#define PLACE_BYTES 8192u

static bool is_counted(const struct bgt_value *value)
{
    return value->column != BGT_line_table_no && value->column != BGT_line_row_no;
}

static int compare_values(const struct bgt_batch *a_batch, const struct bgt_value *a,
                          const struct bgt_batch *b_batch, const struct bgt_value *b)
{
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    if (!is_counted(a))
        return 0;
    if ((a->flags & b->flags & BGT_VALUE_DECIMAL) != 0)
        return bgt_decimal_compare(a->decimal, b->decimal);
    if (a->text_length != b->text_length)
        return a->text_length < b->text_length ? -1 : 1;
    return a->text_length == 0 ? 0
                               : memcmp(bgt_value_text(a_batch, a),
                                        bgt_value_text(b_batch, b), a->text_length);
}

/* Orders lines by all that they hold; equal ones keep their order. */
static int compare_details(const void *a, const void *b)
{
    const struct bgt_detail *left = *(const struct bgt_detail *const *)a;
    const struct bgt_detail *right = *(const struct bgt_detail *const *)b;
    const struct bgt_item *one = bgt_figures_item(left->source, left->line->item);
    const struct bgt_item *two = bgt_figures_item(right->source, right->line->item);
    const struct bgt_value *one_values = bgt_item_values(left->source->batch, one);
    const struct bgt_value *two_values = bgt_item_values(right->source->batch, two);
    int order =
        (one->value_count > two->value_count) - (one->value_count < two->value_count);
    for (uint32_t i = 0; order == 0 && i < one->value_count; i++)
        order = compare_values(left->source->batch, &one_values[i], right->source->batch,
                               &two_values[i]);
    return order;
}

static bgt_status tell(const struct bgt_rollup *rollup, const struct bgt_detail *detail)
{
    struct bgt_buffer text;
    struct bgt_diagnostic diagnostic = {.code = "ROLLUP_TWICE"};
    bgt_buffer_init(&text, NULL, PLACE_BYTES);
    bgt_status status = bgt_figures_place(detail->source, detail->line, detail->value,
                                          &text, &diagnostic.place);
    if (status == BGT_OK)
        status = bgt_report(rollup->io->reporter, &diagnostic);
    bgt_buffer_close(&text);
    return status;
}

bgt_status bgt_rollup_tell_duplicates(const struct bgt_rollup *rollup)
{
    bgt_status status = BGT_OK;
    const struct bgt_detail **details =
        (const struct bgt_detail **)calloc(rollup->detail_count + 1, sizeof(void *));
    if (details == NULL)
        return BGT_NO_MEMORY;
    for (size_t i = 0; i < rollup->detail_count; i++)
        details[i] = &rollup->details[i];
    qsort((void *)details, rollup->detail_count, sizeof(void *), compare_details);
    for (size_t i = 1; status == BGT_OK && i < rollup->detail_count; i++)
        if (compare_details(&details[i - 1], &details[i]) == 0)
            status =
                tell(rollup, details[i] > details[i - 1] ? details[i] : details[i - 1]);
    free((void *)details);
    return status;
}
