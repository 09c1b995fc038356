#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "figures/diff_parts.h"

#define PLACE_BYTES 8192u

/* Places of a rate. */
#define RATE_SCALE 2

/* A figure of one side, found. */
struct found {
    const struct bgt_figures *figures;
    const struct bgt_diff_line *line; /* Null: the side has no such line. */
    const struct bgt_value *value;    /* Null: the line has no such figure. */
};

/* A figure of both sides. */
struct figure {
    struct found before, after;
    const struct bgt_field *field; /* Null: an extra. */
};

static bool is_figure(const struct bgt_value *value)
{
    if (value->state != BGT_PRESENT || (value->flags & BGT_VALUE_DECIMAL) == 0)
        return false;
    return value->column == BGT_FIELD_EXTRA ||
           (value->column < BGT_line_field_count &&
            (bgt_line_field(value->column)->flags & BGT_FIELD_MEASURE) != 0);
}

/* The figure of a line that another line's value stands for, or null. */
static const struct bgt_value *find_figure(const struct found *in,
                                           const struct found *like)
{
    if (in->line == NULL)
        return NULL;
    const struct bgt_batch *batch = in->figures->batch;
    const struct bgt_item *item = bgt_figures_item(in->figures, in->line->line->item);
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; i < item->value_count; i++) {
        const struct bgt_value *value = &values[i];
        if (value->column != like->value->column || !is_figure(value))
            continue;
        if (value->column != BGT_FIELD_EXTRA ||
            bgt_text_same_label(bgt_value_name(batch, value), value->name_length,
                                bgt_value_name(like->figures->batch, like->value),
                                like->value->name_length))
            return value;
    }
    return NULL;
}

static bool is_amount(const struct figure *figure)
{
    return figure->field == NULL ||
           (figure->field->flags & (BGT_FIELD_RATE | BGT_FIELD_COUNTED)) == 0;
}

static int power_of(const struct figure *figure, const struct found *found)
{
    const struct bgt_figures_table *a = figure->before.line->line->table;
    const struct bgt_figures_table *b = figure->after.line->line->table;
    /* Where one unit is not known, figures are compared as they are printed. */
    return is_amount(figure) && a->has_unit && b->has_unit
               ? found->line->line->table->power
               : 0;
}

/* Whether the finer figure rounds to the coarser one. */
static bool is_equal_rounded(const struct figure *figure, int before_power,
                             int after_power)
{
    const struct found *coarse = &figure->before;
    const struct found *fine = &figure->after;
    int coarse_power = before_power;
    int fine_power = after_power;
    uint8_t coarse_scale = coarse->line->line->table->scale;
    struct bgt_decimal moved;
    if (before_power - coarse_scale < after_power - fine->line->line->table->scale) {
        coarse = &figure->after;
        fine = &figure->before;
        coarse_power = after_power;
        fine_power = before_power;
        coarse_scale = coarse->line->line->table->scale;
    }
    if (coarse_power - coarse_scale == fine_power - fine->line->line->table->scale)
        return false;
    return bgt_decimal_shift(fine->value->decimal, fine_power - coarse_power, &moved) &&
           bgt_decimal_round(moved, coarse_scale, &moved, NULL) &&
           bgt_decimal_compare(moved, coarse->value->decimal) == 0;
}

static enum bgt_change_kind kind_of(const struct figure *figure)
{
    if (figure->before.value == NULL)
        return BGT_CHANGE_ADDED;
    if (figure->after.value == NULL)
        return BGT_CHANGE_REMOVED;
    int before_power = power_of(figure, &figure->before);
    int after_power = power_of(figure, &figure->after);
    struct bgt_decimal before = figure->before.value->decimal;
    struct bgt_decimal after = figure->after.value->decimal;
    struct bgt_decimal moved;
    bool is_equal = bgt_decimal_shift(before, before_power - after_power, &moved) &&
                    bgt_decimal_compare(moved, after) == 0;
    if (is_equal)
        return before_power == after_power && before.scale == after.scale
                   ? BGT_CHANGE_EQUAL
                   : BGT_CHANGE_SCALE;
    return is_equal_rounded(figure, before_power, after_power) ? BGT_CHANGE_SCALE
                                                               : BGT_CHANGE_AMOUNT;
}

/* Per cent of the magnitude of before, half away from zero. */
static void set_rate(struct bgt_change *change, struct bgt_decimal before)
{
    struct bgt_decimal base;
    if (!bgt_decimal_rescale_exact(before, change->difference.scale, &base))
        return;
    bgt_int128 whole = base.coefficient < 0 ? -base.coefficient : base.coefficient;
    if (whole == 0)
        return;
    bgt_int128 part = (bgt_int128)change->difference.coefficient * 10000;
    bgt_int128 rate = part < 0 ? -((-part * 2 + whole) / (whole * 2))
                               : (part * 2 + whole) / (whole * 2);
    if (rate >= BGT_DECIMAL_BOUND || rate <= -BGT_DECIMAL_BOUND)
        return;
    change->rate = bgt_decimal_make((int64_t)rate, RATE_SCALE);
    change->has_rate = true;
}

static void set_difference(struct bgt_change *change, const struct figure *figure)
{
    struct bgt_decimal before;
    if (figure->before.value == NULL || figure->after.value == NULL)
        return;
    int power = power_of(figure, &figure->before) - power_of(figure, &figure->after);
    if (!bgt_decimal_shift(figure->before.value->decimal, power, &before) ||
        !bgt_decimal_subtract(figure->after.value->decimal, before, &change->difference))
        return;
    change->has_difference = true;
    set_rate(change, before);
}

static bgt_status grow(struct bgt_diff *diff)
{
    if (diff->change_count < diff->change_capacity)
        return BGT_OK;
    size_t capacity = diff->change_capacity == 0 ? 256 : diff->change_capacity * 2;
    struct bgt_change *changes = realloc(diff->changes, capacity * sizeof *diff->changes);
    if (changes == NULL)
        return BGT_NO_MEMORY;
    diff->changes = changes;
    diff->change_capacity = capacity;
    return BGT_OK;
}

static bgt_status keep_place(struct bgt_diff *diff, const struct found *found,
                             struct bgt_slice *out)
{
    struct bgt_buffer source;
    struct bgt_buffer text;
    struct bgt_place place;
    bgt_buffer_init(&source, NULL, PLACE_BYTES);
    bgt_buffer_init(&text, NULL, PLACE_BYTES);
    bgt_status status = bgt_figures_place(found->figures, found->line->line, found->value,
                                          &source, &place);
    if (status == BGT_OK)
        status = bgt_place_append(&text, &place);
    if (status == BGT_OK) {
        const char *copy = bgt_arena_copy(&diff->arena, text.data, text.length);
        *out = (struct bgt_slice){copy, text.length};
        status = copy == NULL ? BGT_NO_MEMORY : BGT_OK;
    }
    bgt_buffer_close(&source);
    bgt_buffer_close(&text);
    return status;
}

static bgt_status fill_side(struct bgt_diff *diff, const struct found *found,
                            bool is_money, struct bgt_change_side *side)
{
    struct bgt_slice none = {"", 0};
    side->unit = side->item = side->code = side->place = none;
    if (found->line == NULL)
        return BGT_OK;
    side->item = bgt_figures_text(found->figures, found->line->line, BGT_line_item);
    side->code = found->line->codes;
    if (found->value != NULL) {
        side->is_present = true;
        side->decimal = found->value->decimal;
    }
    if (found->value != NULL && is_money) {
        side->unit = bgt_figures_table_text(found->figures, found->line->line->table,
                                            BGT_table_amount_unit);
        if (side->unit.length == 0)
            side->unit = bgt_figures_fact(found->figures, BGT_document_amount_unit);
    }
    return keep_place(diff, found, &side->place);
}

static bgt_status name_measure(struct bgt_diff *diff, struct bgt_change *change,
                               const struct figure *figure)
{
    const struct found *found =
        figure->after.value != NULL ? &figure->after : &figure->before;
    change->measure = change->label = (struct bgt_slice){"", 0};
    if (found->value == NULL)
        return BGT_OK;
    if (figure->field != NULL) {
        change->measure = bgt_slice_of(figure->field->key);
        change->label = bgt_slice_of(figure->field->label);
        return BGT_OK;
    }
    const char *name = bgt_value_name(found->figures->batch, found->value);
    size_t length = found->value->name_length;
    char *text = bgt_arena_allocate(&diff->arena, length + 3);
    if (text == NULL)
        return BGT_NO_MEMORY;
    memcpy(text, "x:", 2);
    memcpy(text + 2, name, length);
    text[length + 2] = '\0';
    change->measure = (struct bgt_slice){text, length + 2};
    change->label = (struct bgt_slice){text + 2, length};
    return BGT_OK;
}

static bgt_status add(struct bgt_diff *diff, const struct bgt_diff_pair *pair,
                      enum bgt_change_kind kind, const struct figure *figure)
{
    const struct found *main =
        figure->after.line != NULL ? &figure->after : &figure->before;
    const struct bgt_figures_table *table = main->line->line->table;
    diff->counts[kind]++;
    if (kind == BGT_CHANGE_EQUAL && !diff->is_two_years)
        return BGT_OK;
    bgt_status status = grow(diff);
    if (status != BGT_OK)
        return status;
    struct bgt_change *change = &diff->changes[diff->change_count];
    memset(change, 0, sizeof *change);
    change->kind = kind;
    change->order = pair->order;
    change->second = diff->change_count++;
    change->table_id = bgt_figures_table_text(main->figures, table, BGT_table_table_id);
    change->layout = bgt_figures_table_text(main->figures, table, BGT_table_layout);
    change->agency =
        bgt_figures_text(main->figures, main->line->line, BGT_line_agency_name);
    change->side = bgt_figures_text(main->figures, main->line->line, BGT_line_side);
    status = name_measure(diff, change, figure);
    if (status == BGT_OK)
        status = fill_side(diff, &figure->before, is_amount(figure), &change->before);
    if (status == BGT_OK)
        status = fill_side(diff, &figure->after, is_amount(figure), &change->after);
    set_difference(change, figure);
    return status;
}

/* Figures of `from` in the order of its line; those that `other` has too only where it is
 * the second document's turn. */
static bgt_status compare_figures(struct bgt_diff *diff, const struct bgt_diff_pair *pair,
                                  const struct figure *lines, bool is_after)
{
    struct found from = is_after ? lines->after : lines->before;
    if (from.line == NULL)
        return BGT_OK;
    const struct bgt_item *item = bgt_figures_item(from.figures, from.line->line->item);
    const struct bgt_value *values = bgt_item_values(from.figures->batch, item);
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && i < item->value_count; i++) {
        struct figure figure = *lines;
        if (!is_figure(&values[i]))
            continue;
        if (values[i].column != BGT_FIELD_EXTRA)
            figure.field = bgt_line_field(values[i].column);
        from.value = &values[i];
        const struct bgt_value *partner =
            find_figure(is_after ? &lines->before : &lines->after, &from);
        if (!is_after && partner != NULL)
            continue;
        figure.before.value = is_after ? partner : &values[i];
        figure.after.value = is_after ? &values[i] : partner;
        status = add(diff, pair, kind_of(&figure), &figure);
    }
    return status;
}

static bgt_status compare_labels(struct bgt_diff *diff, const struct bgt_diff_pair *pair,
                                 const struct figure *lines)
{
    struct bgt_slice before =
        bgt_figures_text(lines->before.figures, pair->before->line, BGT_line_item);
    struct bgt_slice after =
        bgt_figures_text(lines->after.figures, pair->after->line, BGT_line_item);
    bool is_recoded =
        pair->before->is_recoded &&
        !bgt_text_equal(pair->before->codes.text, pair->before->codes.length,
                        pair->after->codes.text, pair->after->codes.length);
    if (is_recoded)
        return add(diff, pair, BGT_CHANGE_RECODED, lines);
    if (bgt_text_same_label(before.text, before.length, after.text, after.length))
        return BGT_OK;
    return add(diff, pair, BGT_CHANGE_LABEL, lines);
}

bgt_status bgt_diff_compare(struct bgt_diff *diff, const struct bgt_diff_pair *pair)
{
    struct figure lines = {.before = {diff->before, pair->before, NULL},
                           .after = {diff->after, pair->after, NULL}};
    bgt_status status = BGT_OK;
    if (pair->before != NULL && pair->after != NULL)
        status = compare_labels(diff, pair, &lines);
    if (status == BGT_OK)
        status = compare_figures(diff, pair, &lines, true);
    return status == BGT_OK ? compare_figures(diff, pair, &lines, false) : status;
}
