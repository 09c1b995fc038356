#include <stdlib.h>
#include <string.h>

#include "figures/check_parts.h"
#include "io/batch.h"

/* Sums stay below this, so that adding one figure (10^35 at most) cannot overflow. */
#define SUM_DIGITS 37u

#define FIRST_FIGURES 64u

static bgt_int128 power_of_ten(unsigned exponent)
{
    bgt_int128 power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

/* Units of statements; a count or rate is its own unit. */
static void unit_of_statement(const struct bgt_checking *checking,
                              struct bgt_check_figure *figure)
{
    static const struct {
        const char *name;
        int8_t power;
    } units[] = {{"万元", 4}, {"亿元", 8}, {"元", 0}};
    struct bgt_slice unit =
        bgt_figures_item_text(checking->figures, figure->item, BGT_statement_unit);
    figure->has_unit = true;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (bgt_text_equal(unit.text, unit.length, units[i].name, strlen(units[i].name)))
            figure->power = units[i].power;
}

static void settle_unit(const struct bgt_checking *checking,
                        struct bgt_check_figure *figure)
{
    if (figure->table != NULL) {
        figure->power = (int8_t)figure->table->power;
        figure->has_unit = figure->table->has_unit;
        figure->scale = figure->table->scale;
    } else if (figure->item != BGT_CHECK_NO_ITEM &&
               figure->entity == BGT_ENTITY_statement) {
        unit_of_statement(checking, figure);
    }
    figure->last_place = (int8_t)(figure->power - (int)figure->scale);
    if (figure->table != NULL && figure->table->has_precision)
        figure->last_place = figure->table->precision;
    if (figure->value == NULL)
        return;
    if (figure->table == NULL || figure->value->decimal.scale > figure->scale)
        figure->scale = figure->value->decimal.scale;
    if (figure->table == NULL)
        figure->last_place = (int8_t)(figure->power - (int)figure->scale);
    figure->exact = (bgt_int128)figure->value->decimal.coefficient *
                    power_of_ten((unsigned)(figure->power + BGT_DECIMAL_MAX_SCALE -
                                            (int)figure->value->decimal.scale));
}

static bgt_status push(struct bgt_checking *checking,
                       const struct bgt_check_figure *figure)
{
    if (checking->scratch_count == checking->scratch_capacity) {
        size_t capacity = checking->scratch_capacity == 0
                              ? FIRST_FIGURES
                              : checking->scratch_capacity * 2;
        struct bgt_check_figure *grown =
            realloc(checking->scratch, capacity * sizeof *grown);
        if (grown == NULL)
            return BGT_NO_MEMORY;
        checking->scratch = grown;
        checking->scratch_capacity = capacity;
    }
    checking->scratch[checking->scratch_count++] = *figure;
    return BGT_OK;
}

bgt_status bgt_check_push(struct bgt_checking *checking, const struct bgt_check_row *row,
                          struct bgt_check_figure *figure)
{
    const struct bgt_figures *figures = checking->figures;
    const struct bgt_value *value = bgt_item_find(
        figures->batch, bgt_figures_item(figures, row->item), figure->field);
    figure->item = row->item;
    figure->table = row->table;
    figure->exact = 0;
    figure->power = 0;
    figure->scale = 0;
    if (value != NULL &&
        (value->state != BGT_PRESENT || (value->flags & BGT_VALUE_DECIMAL) == 0))
        value = NULL;
    figure->value = value;
    settle_unit(checking, figure);
    return push(checking, figure);
}

/* No row: a blank, where the table itself is there. */
static bgt_status push_missing(struct bgt_checking *checking,
                               const struct bgt_rule_term *term,
                               const struct bgt_check_bound *bound,
                               struct bgt_check_figure *figure)
{
    figure->item = BGT_CHECK_NO_ITEM;
    figure->is_negative = term->is_negative;
    figure->wanted = bound->key;
    settle_unit(checking, figure);
    return push(checking, figure);
}

static bool are_equal(const struct bgt_checking *checking, size_t first)
{
    for (size_t i = first + 1; i < checking->scratch_count; i++)
        if (checking->scratch[i].exact != checking->scratch[first].exact)
            return false;
    return true;
}

static bgt_status take_rows(struct bgt_checking *checking,
                            const struct bgt_rule_term *term,
                            const struct bgt_check_bound *bound,
                            enum bgt_check_outcome *outcome)
{
    struct bgt_check_set *set = bgt_check_set_of(checking, term->rows.table);
    uint16_t measure = term->is_each ? bound->measure : term->measure;
    bool is_line = term->rows.entity == BGT_ENTITY_line;
    if (set == NULL || (is_line && !set->announced[measure])) {
        *outcome = term->is_optional ? BGT_CHECK_DONE : BGT_CHECK_ABSENT;
        return BGT_OK;
    }
    struct bgt_check_walk walk = {.set = set, .wanted = &term->rows, .bound = bound->row};
    struct bgt_check_figure figure = {.table = set->table,
                                      .entity = term->rows.entity,
                                      .field = measure,
                                      .is_negative = term->is_negative,
                                      .table_id = set->id};
    size_t before = checking->scratch_count;
    bgt_status status = bgt_check_walk(checking, &walk);
    const struct bgt_check_row *row = status == BGT_OK ? bgt_check_next(&walk) : NULL;
    for (; status == BGT_OK && row != NULL; row = bgt_check_next(&walk))
        status = bgt_check_push(checking, row, &figure);
    size_t found = checking->scratch_count - before;
    if (status == BGT_OK && found == 0 && !is_line && !term->is_optional)
        *outcome = BGT_CHECK_ABSENT;
    else if (status == BGT_OK && found == 0 && is_line && !term->is_sum)
        status = push_missing(checking, term, bound, &figure);
    if (found > 1 && !is_line && !term->is_sum && are_equal(checking, before))
        checking->scratch_count = before + 1; /* The prose states it more than once. */
    else if (found > 1 && !term->is_sum)
        *outcome = BGT_CHECK_SEVERAL;
    return status;
}

static bgt_status count_rows(struct bgt_checking *checking,
                             const struct bgt_rule_term *term,
                             const struct bgt_check_bound *bound,
                             enum bgt_check_outcome *outcome)
{
    struct bgt_check_set *set = bgt_check_set_of(checking, term->rows.table);
    if (set == NULL) {
        *outcome = BGT_CHECK_ABSENT;
        return BGT_OK;
    }
    struct bgt_check_walk walk = {.set = set, .wanted = &term->rows, .bound = bound->row};
    struct bgt_check_figure figure = {.table = set->table,
                                      .entity = term->rows.entity,
                                      .item = BGT_CHECK_NO_ITEM,
                                      .is_negative = term->is_negative,
                                      .is_count = true,
                                      .table_id = set->id,
                                      .wanted = {"", 0}};
    bgt_status status = bgt_check_walk(checking, &walk);
    while (status == BGT_OK && bgt_check_next(&walk) != NULL)
        figure.exact += power_of_ten(BGT_DECIMAL_MAX_SCALE);
    return status == BGT_OK ? push(checking, &figure) : status;
}

static bgt_status take_children(struct bgt_checking *checking,
                                const struct bgt_check_bound *bound,
                                struct bgt_check_figure *figure)
{
    uint32_t child = bound->row->first_child;
    bgt_status status = BGT_OK;
    while (status == BGT_OK && child != 0) {
        const struct bgt_check_row *row = &bound->set->rows[child - 1];
        status = bgt_check_push(checking, row, figure);
        child = row->next_child;
    }
    return status;
}

static bgt_status take_term(struct bgt_checking *checking,
                            const struct bgt_rule_term *term,
                            const struct bgt_check_bound *bound,
                            enum bgt_check_outcome *outcome)
{
    struct bgt_check_figure figure = {.field =
                                          term->is_each ? bound->measure : term->measure,
                                      .is_negative = term->is_negative};
    if (term->kind == BGT_RULE_COUNT)
        return count_rows(checking, term, bound, outcome);
    if (term->kind == BGT_RULE_ROWS)
        return take_rows(checking, term, bound, outcome);
    if (term->kind == BGT_RULE_NUMBER)
        return BGT_OK;
    figure.entity = bound->set->entity;
    figure.table_id = bound->set->id;
    if (figure.entity == BGT_ENTITY_line && !bound->row->table->announced[figure.field]) {
        *outcome = term->is_optional ? BGT_CHECK_DONE : BGT_CHECK_ABSENT;
        return BGT_OK;
    }
    if (term->kind == BGT_RULE_CHILDREN)
        return take_children(checking, bound, &figure);
    return bgt_check_push(checking, bound->row, &figure);
}

bgt_status bgt_check_side_of(struct bgt_checking *checking,
                             const struct bgt_rule_equation *equation, bool is_left,
                             const struct bgt_check_bound *bound,
                             enum bgt_check_outcome *outcome)
{
    const struct bgt_rule_term *terms = is_left ? equation->left : equation->right;
    uint8_t count = is_left ? equation->left_count : equation->right_count;
    bgt_status status = BGT_OK;
    for (uint8_t i = 0; status == BGT_OK && *outcome == BGT_CHECK_DONE && i < count; i++)
        status = take_term(checking, &terms[i], bound, outcome);
    return status;
}

static bool add_up(struct bgt_check_side *side)
{
    bgt_int128 most = power_of_ten(SUM_DIGITS);
    for (size_t i = 0; i < side->count; i++) {
        const struct bgt_check_figure *figure = &side->figures[i];
        side->printed += figure->value != NULL && figure->exact != 0;
        side->sum += figure->is_negative ? -figure->exact : figure->exact;
        if (side->sum > most || side->sum < -most)
            return false;
    }
    return true;
}

static bgt_int128 numbers_of(const struct bgt_rule_term *terms, uint8_t count)
{
    bgt_int128 sum = 0;
    for (uint8_t i = 0; i < count; i++)
        if (terms[i].kind == BGT_RULE_NUMBER) {
            bgt_int128 number =
                (bgt_int128)terms[i].number * power_of_ten(BGT_DECIMAL_MAX_SCALE);
            sum += terms[i].is_negative ? -number : number;
        }
    return sum;
}

static bgt_int128 last_place(const struct bgt_check_figure *figure)
{
    int exponent = figure->last_place + BGT_DECIMAL_MAX_SCALE;
    return power_of_ten(exponent < 0 ? 0u : (unsigned)exponent);
}

/* The coarsest and the finest last place of both sides; false where units are mixed with
 * none. */
static bool places_of(const struct bgt_checking *checking, bgt_int128 *coarse,
                      bgt_int128 *fine)
{
    bool has_known = false;
    bool has_unknown = false;
    *coarse = *fine = 0;
    for (size_t i = 0; i < checking->scratch_count; i++) {
        const struct bgt_check_figure *figure = &checking->scratch[i];
        if (figure->value == NULL)
            continue;
        bgt_int128 place = last_place(figure);
        has_known = has_known || figure->has_unit;
        has_unknown = has_unknown || !figure->has_unit;
        *coarse = place > *coarse ? place : *coarse;
        *fine = *fine == 0 || place < *fine ? place : *fine;
    }
    return !(has_known && has_unknown);
}

static bgt_int128 magnitude(bgt_int128 number)
{
    return number < 0 ? -number : number;
}

/* What rounding allows. A sum with one addend is that addend printed twice. */
static void judge(unsigned kind, struct bgt_comparison *comparison, bgt_int128 coarse,
                  bgt_int128 fine)
{
    bgt_int128 difference = comparison->difference;
    bgt_int128 left = (bgt_int128)comparison->left.printed;
    bgt_int128 right = (bgt_int128)comparison->right.printed;
    bool is_sum = kind != BGT_RULE_EQUAL && left + right > 2;
    comparison->holds = kind == BGT_RULE_MOST ? difference <= 0 : difference == 0;
    comparison->tolerance = is_sum           ? (left + right) * coarse / 2
                            : coarse != fine ? coarse / 2
                                             : 0;
    comparison->fits_half_up =
        comparison->holds || magnitude(difference) <= comparison->tolerance;
    comparison->fits_truncation =
        comparison->holds ||
        (is_sum ? difference > -left * coarse && difference < right * coarse
                : coarse != fine && magnitude(difference) < coarse);
}

void bgt_check_finish(struct bgt_checking *checking,
                      const struct bgt_rule_equation *equation, size_t left_count,
                      struct bgt_comparison *comparison)
{
    bgt_int128 coarse = 0;
    bgt_int128 fine = 0;
    memset(comparison, 0, sizeof *comparison);
    comparison->left_count = left_count;
    comparison->left.figures = checking->scratch;
    comparison->left.count = left_count;
    comparison->right.figures =
        checking->scratch == NULL ? NULL : checking->scratch + left_count;
    comparison->right.count = checking->scratch_count - left_count;
    if (!add_up(&comparison->left) || !add_up(&comparison->right) ||
        !places_of(checking, &coarse, &fine)) {
        comparison->outcome = BGT_CHECK_UNITS;
        return;
    }
    if (equation != NULL) {
        comparison->left.sum += numbers_of(equation->left, equation->left_count);
        comparison->right.sum += numbers_of(equation->right, equation->right_count);
    }
    comparison->difference = comparison->left.sum - comparison->right.sum;
    judge(equation == NULL ? BGT_RULE_EQUAL : equation->comparison, comparison, coarse,
          fine);
}

bgt_status bgt_check_compare(struct bgt_checking *checking,
                             const struct bgt_rule_equation *equation,
                             const struct bgt_check_bound *bound,
                             struct bgt_comparison *comparison)
{
    memset(comparison, 0, sizeof *comparison);
    checking->scratch_count = 0;
    bgt_status status =
        bgt_check_side_of(checking, equation, true, bound, &comparison->outcome);
    size_t left_count = checking->scratch_count;
    if (status == BGT_OK && comparison->outcome == BGT_CHECK_DONE)
        status =
            bgt_check_side_of(checking, equation, false, bound, &comparison->outcome);
    if (status != BGT_OK || comparison->outcome != BGT_CHECK_DONE)
        return status;
    bgt_check_finish(checking, equation, left_count, comparison);
    return BGT_OK;
}

bool bgt_check_decimal(bgt_int128 exact, int power, unsigned scale,
                       struct bgt_decimal *out)
{
    unsigned places = BGT_DECIMAL_MAX_SCALE + (unsigned)power;
    while (places > scale && exact % 10 == 0) {
        exact /= 10;
        places--;
    }
    while (places > BGT_DECIMAL_MAX_SCALE) {
        if (exact % 10 != 0)
            return false;
        exact /= 10;
        places--;
    }
    if (exact >= BGT_DECIMAL_BOUND || exact <= -(bgt_int128)BGT_DECIMAL_BOUND)
        return false;
    *out = bgt_decimal_make((int64_t)exact, places);
    return true;
}
