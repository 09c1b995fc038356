#include <string.h>

#include "figures/check_parts.h"
#include "io/batch.h"

/* Bases of comparisons that are larger are left alone: 10^26 in 10^-9 元. */
#define BASE_DIGITS 26u

static bgt_int128 power_of_ten(unsigned exponent)
{
    bgt_int128 power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

static bgt_int128 magnitude(bgt_int128 number)
{
    return number < 0 ? -number : number;
}

static struct bgt_slice text_of(const struct bgt_checking *checking,
                                const struct bgt_check_row *row, uint16_t field)
{
    return bgt_figures_item_text(checking->figures, row->item, field);
}

static struct bgt_slice key_of(const struct bgt_checking *checking,
                               const struct bgt_check_row *row)
{
    return text_of(checking, row, BGT_statement_key);
}

static bool is_word(struct bgt_slice text, const char *word)
{
    return bgt_text_equal(text.text, text.length, word, strlen(word));
}

static bool is_same(struct bgt_slice a, struct bgt_slice b)
{
    return bgt_text_equal(a.text, a.length, b.text, b.length);
}

static bool has_kind(struct bgt_slice key, const char *kind)
{
    return bgt_text_ends_with(key.text, key.length, kind);
}

static bool is_kind(struct bgt_slice key)
{
    static const char *const kinds[] = {".share", ".change", ".change_rate",
                                        ".prior_year", ".prior_exec"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (has_kind(key, kinds[i]))
            return true;
    return false;
}

/* The key without its last part. */
static struct bgt_slice base_of(struct bgt_slice key)
{
    while (key.length > 0 && key.text[key.length - 1] != '.')
        key.length--;
    if (key.length > 0)
        key.length--;
    return key;
}

/* ---- Figures of the prose against the tables
 * ------------------------------------------------------------------------------------ */

/* Cuts the last part off `类名(类)款名(款)项名`; `rest` keeps what stands before it. */
static struct bgt_slice last_part(struct bgt_slice *rest)
{
    static const char *const marks[] = {"(类)",   "(款)",   "(项)",
                                        "（类）", "（款）", "（项）"};
    size_t best = 0;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        for (size_t at = bgt_text_find(rest->text, rest->length, 0, marks[i]);
             at != SIZE_MAX;
             at = bgt_text_find(rest->text, rest->length, at + 1, marks[i]))
            if (at + strlen(marks[i]) > best && at + strlen(marks[i]) < rest->length)
                best = at + strlen(marks[i]);
    struct bgt_slice part = {rest->text + best, rest->length - best};
    rest->length = best;
    return part;
}

static bool is_item(const struct bgt_checking *checking, const struct bgt_check_row *row,
                    struct bgt_slice wanted)
{
    static const char *const marks[] = {"(类)",   "(款)",   "(项)",
                                        "（类）", "（款）", "（项）"};
    struct bgt_slice item = text_of(checking, row, BGT_line_item);
    size_t start = bgt_text_strip_ordinal(item.text, item.length, NULL);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (bgt_text_ends_with(wanted.text, wanted.length, marks[i]))
            wanted.length -= strlen(marks[i]);
    return bgt_text_same_label(item.text + start, item.length - start, wanted.text,
                               wanted.length);
}

/* The row of a label, or of a path of labels whose last is the row and the one before it
 * the nearest code above. */
static bool is_row(const struct bgt_checking *checking, const struct bgt_check_set *set,
                   size_t index, struct bgt_slice wanted)
{
    const struct bgt_check_row *row = &set->rows[index];
    struct bgt_slice code = text_of(checking, row, BGT_line_exp_func_code);
    if (wanted.length == 0)
        return text_of(checking, row, BGT_line_row_role).length > 0;
    if (!is_item(checking, row, last_part(&wanted)))
        return false;
    if (wanted.length == 0)
        return true;
    struct bgt_slice parent = last_part(&wanted);
    while (index > 0) {
        const struct bgt_check_row *above = &set->rows[--index];
        struct bgt_slice prefix = text_of(checking, above, BGT_line_exp_func_code);
        if (prefix.length > 0 && prefix.length < code.length &&
            memcmp(prefix.text, code.text, prefix.length) == 0)
            return is_item(checking, above, parent);
    }
    return false;
}

/* A statement and the table that prints the same figure. */
struct repeat {
    const struct bgt_check_row *statement;
    const struct bgt_check_set *set;
    uint16_t measure;
};

static bgt_status compare_row(struct bgt_checking *checking, const struct repeat *repeat,
                              const struct bgt_check_row *row,
                              struct bgt_comparison *comparison)
{
    struct bgt_check_figure figure = {.entity = BGT_ENTITY_statement,
                                      .field = BGT_statement_value,
                                      .table_id = bgt_slice_of("statement")};
    checking->scratch_count = 0;
    bgt_status status = bgt_check_push(checking, repeat->statement, &figure);
    figure.entity = BGT_ENTITY_line;
    figure.field = repeat->measure;
    figure.table_id = repeat->set->id;
    if (status == BGT_OK)
        status = bgt_check_push(checking, row, &figure);
    if (status == BGT_OK)
        bgt_check_finish(checking, NULL, 1, comparison);
    return status;
}

static bgt_status check_repeat(struct bgt_checking *checking,
                               const struct bgt_check_row *statement)
{
    struct bgt_slice measure = text_of(checking, statement, BGT_statement_measure);
    struct bgt_slice wanted = text_of(checking, statement, BGT_statement_row);
    const struct bgt_check_set *set =
        bgt_check_set_of(checking, text_of(checking, statement, BGT_statement_table_id));
    const struct bgt_field *field =
        bgt_entity_find(bgt_entity(BGT_ENTITY_line), measure.text, measure.length);
    const struct bgt_check_row *first = NULL;
    struct bgt_comparison comparison;
    bgt_status status = BGT_OK;
    if (set == NULL || field == NULL || set->entity != BGT_ENTITY_line ||
        !set->announced[field->number])
        return BGT_OK;
    struct repeat repeat = {statement, set, field->number};
    for (size_t i = 0; status == BGT_OK && i < set->count; i++) {
        const struct bgt_check_row *row = &set->rows[i];
        if (!is_row(checking, set, i, wanted))
            continue;
        first = first == NULL ? row : first;
        status = compare_row(checking, &repeat, row, &comparison);
        if (status == BGT_OK && comparison.fits_half_up) {
            bgt_check_passed(checking);
            checking->check->compared++;
            return BGT_OK;
        }
    }
    if (status != BGT_OK || first == NULL)
        return status;
    checking->check->compared++;
    status = compare_row(checking, &repeat, first, &comparison);
    if (status != BGT_OK || comparison.outcome != BGT_CHECK_DONE)
        return status;
    return bgt_check_difference(checking, checking->repeats, &comparison);
}

/* ---- Shares and changes
 * ------------------------------------------------------------------------------------ */

/* A statement's figure; false where it has none. */
static bool figure_of(struct bgt_checking *checking, const struct bgt_check_row *row,
                      struct bgt_check_figure *figure)
{
    struct bgt_check_figure made = {.entity = BGT_ENTITY_statement,
                                    .field = BGT_statement_value,
                                    .table_id = bgt_slice_of("statement")};
    checking->scratch_count = 0;
    if (row == NULL || bgt_check_push(checking, row, &made) != BGT_OK)
        return false;
    *figure = checking->scratch[0];
    return figure->value != NULL && magnitude(figure->exact) < power_of_ten(BASE_DIGITS);
}

/* The nearest statement of a key before a place in the list, else behind it. */
static const struct bgt_check_row *nearest(const struct bgt_checking *checking,
                                           const struct bgt_check_set *set, size_t from,
                                           struct bgt_slice key)
{
    for (size_t i = from; i > 0; i--)
        if (is_same(key_of(checking, &set->rows[i - 1]), key))
            return &set->rows[i - 1];
    for (size_t i = from; i < set->count; i++)
        if (is_same(key_of(checking, &set->rows[i]), key))
            return &set->rows[i];
    return NULL;
}

/* Whether part ÷ whole is the rate, given its places and those of both. */
static bool is_rate(const struct bgt_check_figure *rate, bgt_int128 part,
                    bgt_int128 whole)
{
    bgt_int128 scale = power_of_ten(rate->scale);
    bgt_int128 stated = magnitude(rate->value->decimal.coefficient);
    bgt_int128 left = magnitude(part) * 100 * scale;
    bgt_int128 right = stated * magnitude(whole);
    if (stated > power_of_ten(9))
        return false;
    return 2 * magnitude(left - right) <= magnitude(whole);
}

/* The rate in per cent with two places, half up, as text. */
static const char *rate_text(struct bgt_checking *checking, bgt_int128 part,
                             bgt_int128 whole)
{
    char text[BGT_DECIMAL_TEXT_SIZE];
    bgt_int128 hundredths = whole == 0 ? 0
                                       : (magnitude(part) * 20000 + magnitude(whole)) /
                                             (2 * magnitude(whole));
    if (whole == 0 || hundredths >= power_of_ten(17))
        return "?";
    size_t length = bgt_decimal_format(bgt_decimal_make((int64_t)hundredths, 2), text);
    return bgt_check_keep(checking, (struct bgt_slice){text, length});
}

/* `收入总计 1629.62万元` */
static const char *named(struct bgt_checking *checking, const struct bgt_check_row *row)
{
    struct bgt_slice parts[] = {text_of(checking, row, BGT_statement_label),
                                bgt_slice_of(" "),
                                text_of(checking, row, BGT_statement_value),
                                text_of(checking, row, BGT_statement_unit)};
    const struct bgt_value *value = bgt_item_find(
        checking->figures->batch, bgt_figures_item(checking->figures, row->item),
        BGT_statement_value);
    char number[BGT_DECIMAL_TEXT_SIZE];
    if (value != NULL && (value->flags & BGT_VALUE_DECIMAL) != 0)
        parts[2] = (struct bgt_slice){number, bgt_decimal_format(value->decimal, number)};
    bgt_buffer_clear(&checking->key);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        (void)bgt_buffer_append(&checking->key, parts[i].text, parts[i].length);
    return bgt_check_keep(checking,
                          (struct bgt_slice){checking->key.data, checking->key.length});
}

static bgt_status add_doubt(struct bgt_checking *checking, const char *code,
                            const struct bgt_check_row *row,
                            const char *const arguments[3])
{
    struct bgt_check_figure figure;
    struct bgt_finding *finding = bgt_check_add(checking, BGT_FINDING_WARNING, code);
    if (finding == NULL)
        return BGT_NO_MEMORY;
    finding->arguments[0] = named(checking, row);
    for (size_t i = 0; i < 3; i++)
        finding->arguments[i + 1] = arguments[i];
    return figure_of(checking, row, &figure) ? bgt_check_place(checking, finding, &figure)
                                             : BGT_OK;
}

static bool fits_pattern(struct bgt_slice key, struct bgt_slice pattern)
{
    const char *star = memchr(pattern.text, '*', pattern.length);
    if (star == NULL)
        return is_same(key, pattern);
    size_t head = (size_t)(star - pattern.text);
    size_t tail = pattern.length - head - 1;
    return key.length >= head + tail && memcmp(key.text, pattern.text, head) == 0 &&
           memcmp(key.text + key.length - tail, star + 1, tail) == 0;
}

/* Which other whole the share is of, or null. */
static const struct bgt_check_row *
other_whole(struct bgt_checking *checking, const struct bgt_check_set *set, size_t index,
            const struct bgt_rule_share *share, const struct bgt_check_figure pair[2])
{
    for (size_t i = 0; i < share->other_count; i++) {
        struct bgt_check_figure whole;
        const struct bgt_check_row *row = nearest(checking, set, index, share->others[i]);
        if (figure_of(checking, row, &whole) && whole.exact != 0 &&
            is_rate(&pair[0], pair[1].exact, whole.exact))
            return row;
    }
    return NULL;
}

static bgt_status check_share(struct bgt_checking *checking,
                              const struct bgt_check_set *set, size_t index,
                              const struct bgt_rule_share *share)
{
    const struct bgt_check_row *row = &set->rows[index];
    struct bgt_slice base =
        share->base.length > 0 ? share->base : base_of(key_of(checking, row));
    const struct bgt_check_row *part = nearest(checking, set, index, base);
    const struct bgt_check_row *whole = nearest(checking, set, index, share->whole);
    struct bgt_check_figure pair[2]; /* The share and its part. */
    struct bgt_check_figure total;
    if (!figure_of(checking, row, &pair[0]) || !figure_of(checking, part, &pair[1]) ||
        !figure_of(checking, whole, &total) || total.exact == 0)
        return BGT_OK;
    checking->check->compared++;
    if (is_rate(&pair[0], pair[1].exact, total.exact))
        return BGT_OK;
    const struct bgt_check_row *other = other_whole(checking, set, index, share, pair);
    const char *arguments[3] = {named(checking, whole),
                                rate_text(checking, pair[1].exact, total.exact),
                                other == NULL ? NULL : named(checking, other)};
    return add_doubt(checking, other == NULL ? "CHECK_SHARE" : "CHECK_SHARE_OTHER", row,
                     arguments);
}

static bgt_status check_shares(struct bgt_checking *checking,
                               const struct bgt_check_set *set)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < set->count; i++) {
        struct bgt_slice key = key_of(checking, &set->rows[i]);
        const struct bgt_rule_share *found = NULL;
        for (size_t s = 0; found == NULL && s < checking->rules->share_count; s++)
            if (fits_pattern(key, checking->rules->shares[s].key))
                found = &checking->rules->shares[s];
        if (found != NULL)
            status = check_share(checking, set, i, found);
    }
    return status;
}

/* The signed change beside a rate, a prior figure or a base. */
static bool signed_change(struct bgt_checking *checking, const struct bgt_check_row *row,
                          bgt_int128 *change)
{
    struct bgt_check_figure figure;
    struct bgt_slice direction =
        row == NULL ? bgt_slice_of("") : text_of(checking, row, BGT_statement_direction);
    *change = 0;
    if (row == NULL)
        return false;
    if (is_word(direction, "持平"))
        return true;
    if (!figure_of(checking, row, &figure))
        return false;
    *change = is_word(direction, "减") ? -figure.exact : figure.exact;
    return true;
}

/* A statement of the same base and another kind, within a few places. */
static const struct bgt_check_row *beside(struct bgt_checking *checking,
                                          const struct bgt_check_set *set, size_t index,
                                          const char *kind)
{
    struct bgt_slice base = base_of(key_of(checking, &set->rows[index]));
    size_t first = index > 4 ? index - 4 : 0;
    for (size_t i = first; i < set->count && i <= index + 4; i++) {
        struct bgt_slice key = key_of(checking, &set->rows[i]);
        struct bgt_slice label = text_of(checking, &set->rows[i], BGT_statement_label);
        if (has_kind(key, kind) && is_same(base_of(key), base) &&
            is_same(label, text_of(checking, &set->rows[index], BGT_statement_label)))
            return &set->rows[i];
    }
    return NULL;
}

/* What it was in the year before: as stated, else by the change. */
static bool prior_of(struct bgt_checking *checking, const struct bgt_check_set *set,
                     size_t index, bgt_int128 *prior)
{
    struct bgt_check_figure figure;
    bgt_int128 change = 0;
    const struct bgt_check_row *stated = beside(checking, set, index, ".prior_year");
    if (stated == NULL)
        stated = beside(checking, set, index, ".prior_exec");
    if (figure_of(checking, stated, &figure)) {
        *prior = figure.exact;
        return true;
    }
    const struct bgt_check_row *base =
        nearest(checking, set, index, base_of(key_of(checking, &set->rows[index])));
    if (!signed_change(checking, beside(checking, set, index, ".change"), &change) ||
        !figure_of(checking, base, &figure))
        return false;
    *prior = figure.exact - change;
    return true;
}

static bgt_status check_rate(struct bgt_checking *checking,
                             const struct bgt_check_set *set, size_t index)
{
    const struct bgt_check_row *row = &set->rows[index];
    struct bgt_check_figure rate;
    struct bgt_check_figure base;
    bgt_int128 prior = 0;
    if (!figure_of(checking, row, &rate) ||
        !figure_of(checking,
                   nearest(checking, set, index, base_of(key_of(checking, row))),
                   &base) ||
        !prior_of(checking, set, index, &prior) || prior == 0)
        return BGT_OK;
    bgt_int128 change = base.exact - prior;
    bool is_down = is_word(text_of(checking, row, BGT_statement_direction), "减");
    checking->check->compared++;
    if (is_rate(&rate, change, prior) &&
        (change == 0 || rate.exact == 0 || is_down == (change < 0)))
        return BGT_OK;
    const char *arguments[3] = {rate_text(checking, change, prior),
                                change < 0 ? "-" : "+", NULL};
    return add_doubt(checking, "CHECK_CHANGE_RATE", row, arguments);
}

/* base - prior = change, where the prior figure is stated. */
static bgt_status check_change(struct bgt_checking *checking,
                               const struct bgt_check_set *set, size_t index)
{
    const struct bgt_check_row *row = &set->rows[index];
    const struct bgt_check_row *prior = beside(checking, set, index, ".prior_year");
    const struct bgt_check_row *base =
        nearest(checking, set, index, base_of(key_of(checking, row)));
    struct bgt_check_figure figures[2];
    bgt_int128 change = 0;
    if (prior == NULL)
        prior = beside(checking, set, index, ".prior_exec");
    if (!figure_of(checking, base, &figures[0]) ||
        !figure_of(checking, prior, &figures[1]) ||
        !signed_change(checking, row, &change))
        return BGT_OK;
    checking->check->compared++;
    if (figures[0].exact - figures[1].exact == change)
        return BGT_OK;
    const char *arguments[3] = {named(checking, base), named(checking, prior), NULL};
    return add_doubt(checking, "CHECK_CHANGE", row, arguments);
}

bgt_status bgt_check_statements(struct bgt_checking *checking)
{
    const struct bgt_check_set *set =
        bgt_check_set_of(checking, bgt_slice_of("statement"));
    bgt_status status = BGT_OK;
    if (set == NULL)
        return BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < set->count; i++) {
        struct bgt_slice key = key_of(checking, &set->rows[i]);
        if (has_kind(key, ".change_rate"))
            status = check_rate(checking, set, i);
        else if (has_kind(key, ".change"))
            status = check_change(checking, set, i);
        else if (!is_kind(key))
            status = check_repeat(checking, &set->rows[i]);
    }
    return status == BGT_OK ? check_shares(checking, set) : status;
}
