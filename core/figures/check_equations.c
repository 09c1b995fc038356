#include <string.h>

#include "figures/check_parts.h"
#include "io/batch.h"

/* Findings kept; more are counted only. */
#define FINDINGS_MAX 100000u

struct bgt_finding *bgt_check_add(struct bgt_checking *checking,
                                  enum bgt_finding_severity severity, const char *code)
{
    struct bgt_check *check = checking->check;
    struct bgt_finding *finding =
        bgt_arena_allocate_array(&check->arena, 1, sizeof *finding);
    if (finding == NULL)
        return NULL;
    finding->severity = (uint8_t)severity;
    finding->code = code;
    finding->set = checking->rules;
    finding->count = 1;
    finding->place.file = checking->figures->path;
    check->finding_count++;
    if (check->last != NULL)
        check->last->next = finding;
    else
        check->first = finding;
    check->last = finding;
    return finding;
}

const char *bgt_check_keep(struct bgt_checking *checking, struct bgt_slice text)
{
    const char *copy = bgt_arena_copy(&checking->check->arena, text.text, text.length);
    return copy != NULL ? copy : "";
}

bgt_status bgt_check_place(struct bgt_checking *checking, struct bgt_finding *finding,
                           const struct bgt_check_figure *figure)
{
    const struct bgt_figures *figures = checking->figures;
    struct bgt_place place;
    uint32_t item = figure->item;
    if (item == BGT_CHECK_NO_ITEM && figure->table == NULL)
        return BGT_OK;
    if (item == BGT_CHECK_NO_ITEM)
        item = figure->table->item;
    struct bgt_place_query query = {figures->batch, bgt_figures_item(figures, item),
                                    figure->value, 0};
    if (figure->table != NULL && figure->entity == BGT_ENTITY_line &&
        figure->item != BGT_CHECK_NO_ITEM)
        query.column = figure->table->columns[figure->field];
    bgt_status status = bgt_place_of(&query, &checking->text, &place);
    if (status != BGT_OK)
        return status;
    place.file = figures->path;
    if (place.sheet != NULL)
        place.sheet = bgt_check_keep(checking, bgt_slice_of(place.sheet));
    if (place.path != NULL)
        place.path = bgt_check_keep(checking, bgt_slice_of(place.path));
    finding->place = place;
    return BGT_OK;
}

static bgt_status keep_side(struct bgt_checking *checking,
                            const struct bgt_check_side *from, struct bgt_check_side *to)
{
    *to = *from;
    to->figures = bgt_arena_allocate_array(&checking->check->arena, from->count + 1,
                                           sizeof *to->figures);
    if (to->figures == NULL)
        return BGT_NO_MEMORY;
    if (from->count > 0)
        memcpy(to->figures, from->figures, from->count * sizeof *to->figures);
    return BGT_OK;
}

/* Severities that depend on the rounding mode are settled at the end. */
bgt_status bgt_check_difference(struct bgt_checking *checking,
                                const struct bgt_rule *rule,
                                const struct bgt_comparison *comparison)
{
    if (checking->check->finding_count >= FINDINGS_MAX)
        return BGT_OK;
    struct bgt_finding *finding =
        bgt_check_add(checking, BGT_FINDING_ERROR, "CHECK_UNEQUAL");
    if (finding == NULL)
        return BGT_NO_MEMORY;
    finding->rule = rule;
    finding->difference = comparison->difference;
    finding->tolerance = comparison->tolerance;
    finding->fits_half_up = comparison->fits_half_up;
    finding->fits_truncation = comparison->fits_truncation;
    bgt_status status = keep_side(checking, &comparison->left, &finding->left);
    if (status == BGT_OK)
        status = keep_side(checking, &comparison->right, &finding->right);
    if (status != BGT_OK)
        return status;
    if (finding->left.count > 0)
        return bgt_check_place(checking, finding, &finding->left.figures[0]);
    return finding->right.count > 0
               ? bgt_check_place(checking, finding, &finding->right.figures[0])
               : BGT_OK;
}

void bgt_check_passed(struct bgt_checking *checking)
{
    const struct bgt_value *values = checking->figures->batch->values;
    for (size_t i = 0; i < checking->scratch_count; i++) {
        const struct bgt_value *value = checking->scratch[i].value;
        if (value != NULL && checking->passes[value - values] < UINT16_MAX)
            checking->passes[value - values]++;
    }
}

/* How a rule went. */
struct run {
    const struct bgt_rule *rule;
    uint64_t compared;
    uint64_t no_table; /* Loops whose table is not there. */
    uint64_t absent;
    uint64_t several;
    uint64_t units;
    uint64_t guarded; /* `when` or `unless` kept it away. */
    bool has_settled; /* The guards are the same for every turn, and: */
    bool is_kept_away;
};

/* Whether a guard holds; one whose figures are absent does not. */
static bgt_status guard_holds(struct bgt_checking *checking,
                              const struct bgt_rule_equation *guard,
                              const struct bgt_check_bound *bound, bool *holds)
{
    struct bgt_comparison comparison;
    bgt_status status = bgt_check_compare(checking, guard, bound, &comparison);
    *holds = comparison.outcome == BGT_CHECK_DONE && comparison.fits_half_up;
    return status;
}

static bgt_status is_guarded(struct bgt_checking *checking, const struct bgt_rule *rule,
                             const struct bgt_check_bound *bound, bool *guarded)
{
    bool holds = true;
    bgt_status status = BGT_OK;
    *guarded = false;
    if (rule->when.comparison != 0) {
        status = guard_holds(checking, &rule->when, bound, &holds);
        *guarded = !holds;
    }
    if (status == BGT_OK && !*guarded && rule->unless.comparison != 0) {
        status = guard_holds(checking, &rule->unless, bound, &holds);
        *guarded = holds;
    }
    return status;
}

static bool is_constant_side(const struct bgt_rule_term *terms, uint8_t count)
{
    for (uint8_t i = 0; i < count; i++) {
        if (terms[i].kind == BGT_RULE_ROW || terms[i].kind == BGT_RULE_CHILDREN ||
            terms[i].is_each)
            return false;
        for (uint8_t c = 0; c < terms[i].rows.condition_count; c++)
            if (terms[i].rows.conditions[c].is_bound)
                return false;
    }
    return true;
}

static bool is_constant(const struct bgt_rule_equation *guard)
{
    return is_constant_side(guard->left, guard->left_count) &&
           is_constant_side(guard->right, guard->right_count);
}

/* Guards that do not speak of the bound row are asked once. */
static bgt_status ask_guards(struct bgt_checking *checking, struct run *run,
                             const struct bgt_check_bound *bound, bool *guarded)
{
    bgt_status status = BGT_OK;
    if (run->has_settled) {
        *guarded = run->is_kept_away;
        return BGT_OK;
    }
    status = is_guarded(checking, run->rule, bound, guarded);
    run->has_settled = is_constant(&run->rule->when) && is_constant(&run->rule->unless);
    run->is_kept_away = *guarded;
    return status;
}

static bgt_status run_once(struct bgt_checking *checking, struct run *run,
                           const struct bgt_check_bound *bound)
{
    struct bgt_comparison comparison;
    bool guarded = false;
    bgt_status status = ask_guards(checking, run, bound, &guarded);
    if (status != BGT_OK || guarded) {
        run->guarded += guarded;
        return status;
    }
    status = bgt_check_compare(checking, &run->rule->equation, bound, &comparison);
    if (status != BGT_OK)
        return status;
    run->absent += comparison.outcome == BGT_CHECK_ABSENT;
    run->several += comparison.outcome == BGT_CHECK_SEVERAL;
    run->units += comparison.outcome == BGT_CHECK_UNITS;
    if (comparison.outcome != BGT_CHECK_DONE)
        return BGT_OK;
    run->compared++;
    if (comparison.left.printed + comparison.right.printed == 0 && comparison.holds)
        return BGT_OK;
    if (!comparison.holds)
        return bgt_check_difference(checking, run->rule, &comparison);
    if (run->rule->equation.comparison != BGT_RULE_MOST)
        bgt_check_passed(checking);
    return BGT_OK;
}

static bgt_status run_measures(struct bgt_checking *checking, struct run *run,
                               struct bgt_check_bound *bound)
{
    bgt_status status = BGT_OK;
    if (run->rule->measure_count == 0)
        return run_once(checking, run, bound);
    for (uint8_t i = 0; status == BGT_OK && i < run->rule->measure_count; i++) {
        bound->measure = run->rule->measures[i];
        status = run_once(checking, run, bound);
    }
    return status;
}

/* Whether this value of `by` has had its turn; marks it. Ids of turns are kept in an
 * interner of their own. */
static bool is_first_turn(struct bgt_interner *turns, struct bgt_buffer *key,
                          struct bgt_slice text)
{
    uint32_t known = bgt_interner_count(turns);
    bgt_buffer_clear(key);
    if (text.length == 0 || bgt_text_normalise(key, text.text, text.length) != BGT_OK)
        return false;
    return bgt_interner_intern(turns, key->data, key->length) > known;
}

static struct bgt_slice name_of_row(const struct bgt_checking *checking,
                                    const struct bgt_rule *rule,
                                    const struct bgt_check_row *row)
{
    if (rule->has_by)
        return bgt_figures_item_text(checking->figures, row->item, rule->by);
    return bgt_figures_item_text(checking->figures, row->item,
                                 rule->each[0].entity == BGT_ENTITY_line
                                     ? (uint16_t)BGT_line_item
                                     : (uint16_t)BGT_statement_label);
}

static bgt_status run_rows(struct bgt_checking *checking, struct run *run,
                           const struct bgt_rule_rows *rows, struct bgt_interner *turns)
{
    struct bgt_check_walk walk = {.set = bgt_check_set_of(checking, rows->table),
                                  .wanted = rows};
    if (walk.set == NULL) {
        run->no_table++;
        return BGT_OK;
    }
    bgt_status status = bgt_check_walk(checking, &walk);
    const struct bgt_check_row *row = status == BGT_OK ? bgt_check_next(&walk) : NULL;
    for (; status == BGT_OK && row != NULL; row = bgt_check_next(&walk)) {
        struct bgt_check_bound bound = {walk.set, row,
                                        name_of_row(checking, run->rule, row), 0};
        if (run->rule->has_by && !is_first_turn(turns, &checking->key, bound.key))
            continue;
        status = run_measures(checking, run, &bound);
        if (checking->io->is_cancelled != NULL &&
            checking->io->is_cancelled(checking->io->cancel_context) != 0)
            return BGT_CANCELLED;
    }
    return status;
}

static bgt_status run_rule(struct bgt_checking *checking, struct run *run)
{
    struct bgt_interner_options options = {
        .maximum_bytes = (size_t)checking->io->limits->interned_bytes};
    struct bgt_interner *turns = NULL;
    struct bgt_check_bound bound = {.key = {"", 0}};
    if (run->rule->each_count == 0)
        return run_measures(checking, run, &bound);
    bgt_status status = bgt_interner_open(&options, &turns);
    for (uint8_t i = 0; status == BGT_OK && i < run->rule->each_count; i++)
        status = run_rows(checking, run, &run->rule->each[i], turns);
    bgt_interner_close(turns);
    return status;
}

/* Why a rule compared nothing, once. */
static bgt_status add_skipped(struct bgt_checking *checking, const struct run *run)
{
    bool is_absent =
        run->absent > 0 || (run->no_table > 0 && run->no_table == run->rule->each_count);
    const char *code = is_absent          ? "CHECK_ABSENT"
                       : run->several > 0 ? "CHECK_SEVERAL"
                       : run->units > 0   ? "CHECK_UNITS"
                                          : NULL;
    if (code == NULL || (run->compared > 0 && run->several + run->units == 0))
        return BGT_OK;
    struct bgt_finding *finding = bgt_check_add(checking, BGT_FINDING_SKIPPED, code);
    if (finding == NULL)
        return BGT_NO_MEMORY;
    finding->rule = run->rule;
    return BGT_OK;
}

bgt_status bgt_check_equations(struct bgt_checking *checking)
{
    bgt_status status = BGT_OK;
    for (const struct bgt_rule *rule = checking->rules->first;
         status == BGT_OK && rule != NULL; rule = rule->next) {
        struct run run = {.rule = rule};
        status = run_rule(checking, &run);
        checking->check->compared += run.compared;
        checking->check->rules += run.compared > 0;
        if (status == BGT_OK)
            status = add_skipped(checking, &run);
    }
    return status;
}

static void settle_finding(struct bgt_finding *finding, bool is_truncated)
{
    static const uint8_t severities[] = {BGT_FINDING_ERROR, BGT_FINDING_ERROR,
                                         BGT_FINDING_WARNING, BGT_FINDING_NOTE};
    bool is_explained = is_truncated ? finding->fits_truncation : finding->fits_half_up;
    if (is_explained) {
        finding->severity = BGT_FINDING_NOTE;
        finding->code = "CHECK_TAIL";
        return;
    }
    finding->severity = severities[finding->rule->severity];
    bool is_most = finding->rule->equation.comparison == BGT_RULE_MOST;
    if (finding->severity == BGT_FINDING_ERROR)
        finding->code = is_most ? "CHECK_EXCEEDS" : "CHECK_UNEQUAL";
    else
        finding->code = is_most ? "CHECK_EXCEEDS_DOUBTFUL" : "CHECK_DOUBTFUL";
}

static bool is_difference(const struct bgt_finding *finding)
{
    return finding->rule != NULL && finding->severity != BGT_FINDING_SKIPPED;
}

void bgt_check_settle(struct bgt_checking *checking)
{
    struct bgt_check *check = checking->check;
    uint64_t half_up = 0;
    uint64_t truncation = 0;
    for (struct bgt_finding *finding = check->first; finding != NULL;
         finding = finding->next)
        if (is_difference(finding)) {
            half_up += !finding->fits_half_up;
            truncation += !finding->fits_truncation;
        }
    check->is_truncated = truncation < half_up;
    for (struct bgt_finding *finding = check->first; finding != NULL;
         finding = finding->next)
        if (is_difference(finding))
            settle_finding(finding, check->is_truncated);
}
