#include "figures/check_parts.h"
#include "io/batch.h"

/* Errors that are grouped, and figures of all of them; beyond, each error is a cause of
 * its own. Bounds the time, which grows with the product. */
#define GROUPED_MAX 400u
#define FIGURES_MAX 2000u

/* The errors that are to be grouped. */
struct grouping {
    struct bgt_checking *checking;
    struct bgt_finding *errors[GROUPED_MAX];
    size_t count;
};

/* A figure that may be the wrong one. */
struct candidate {
    const struct bgt_check_figure *figure;
    const struct bgt_finding *finding;
    uint64_t fails;
    uint64_t passes;
};

static bool is_open(const struct bgt_finding *finding)
{
    return finding->severity == BGT_FINDING_ERROR && finding->rule != NULL &&
           finding->group == 0;
}

static bgt_int128 magnitude(bgt_int128 number)
{
    return number < 0 ? -number : number;
}

/* Whether two differences may come of one wrong figure: equal but for rounding. */
static bool is_alike(const struct bgt_finding *a, const struct bgt_finding *b)
{
    return magnitude(magnitude(a->difference) - magnitude(b->difference)) <=
           a->tolerance + b->tolerance;
}

static bool is_same(const struct bgt_check_figure *a, const struct bgt_check_figure *b)
{
    if (a->item == BGT_CHECK_NO_ITEM || b->item == BGT_CHECK_NO_ITEM)
        return a->item == b->item && a->table == b->table &&
               bgt_text_equal(a->wanted.text, a->wanted.length, b->wanted.text,
                              b->wanted.length);
    return a->item == b->item && a->field == b->field;
}

static bool side_has(const struct bgt_check_side *side,
                     const struct bgt_check_figure *figure)
{
    for (size_t i = 0; i < side->count; i++)
        if (is_same(&side->figures[i], figure))
            return true;
    return false;
}

static bool has(const struct bgt_finding *finding, const struct bgt_check_figure *figure)
{
    return side_has(&finding->left, figure) || side_has(&finding->right, figure);
}

static bool side_is_of(const struct bgt_check_side *side,
                       const struct bgt_figures_table *table)
{
    for (size_t i = 0; i < side->count; i++)
        if (side->figures[i].table == table)
            return true;
    return false;
}

static uint64_t passes_of(const struct bgt_checking *checking,
                          const struct bgt_check_figure *figure)
{
    if (figure->value == NULL)
        return 0;
    return checking->passes[figure->value - checking->figures->batch->values];
}

/* More broken relations make a figure more doubtful, kept ones less: fails² ÷ (fails +
 * passes). A figure that tables agree on is thus not blamed for two sentences that
 * differ. */
static bool is_better(const struct candidate *a, const struct candidate *b)
{
    if (b->figure == NULL)
        return true;
    uint64_t left = a->fails * a->fails * (b->fails + b->passes);
    uint64_t right = b->fails * b->fails * (a->fails + a->passes);
    return left != right ? left > right : a->passes < b->passes;
}

static void try_figure(const struct grouping *grouping, const struct bgt_finding *finding,
                       const struct bgt_check_figure *figure, struct candidate *best)
{
    struct candidate one = {figure, finding, 0, passes_of(grouping->checking, figure)};
    for (size_t i = 0; i < grouping->count; i++) {
        const struct bgt_finding *other = grouping->errors[i];
        one.fails += is_open(other) && is_alike(finding, other) && has(other, figure);
    }
    if (is_better(&one, best))
        *best = one;
}

static void try_side(const struct grouping *grouping, const struct bgt_finding *finding,
                     const struct bgt_check_side *side, struct candidate *best)
{
    for (size_t i = 0; i < side->count; i++) {
        const struct bgt_check_figure *figure = &side->figures[i];
        /* A blank in a row that is there is seldom the one at fault in a long sum. */
        if (figure->value == NULL && figure->item != BGT_CHECK_NO_ITEM && side->count > 1)
            continue;
        try_figure(grouping, finding, figure, best);
    }
}

static void take_group(struct grouping *grouping, const struct candidate *best)
{
    uint32_t group = ++grouping->checking->check->group_count;
    for (size_t i = 0; i < grouping->count; i++) {
        struct bgt_finding *finding = grouping->errors[i];
        if (!is_open(finding) || !is_alike(finding, best->finding))
            continue;
        if (!has(finding, best->figure) &&
            !side_is_of(&finding->left, best->figure->table) &&
            !side_is_of(&finding->right, best->figure->table))
            continue;
        finding->group = group;
        finding->suspect = best->figure;
        (void)bgt_check_place(grouping->checking, finding, best->figure);
    }
}

/* Errors beyond the bounds are causes of their own. */
static void collect(struct grouping *grouping)
{
    struct bgt_check *check = grouping->checking->check;
    size_t figures = 0;
    for (struct bgt_finding *finding = check->first; finding != NULL;
         finding = finding->next) {
        if (!is_open(finding))
            continue;
        figures += finding->left.count + finding->right.count;
        if (grouping->count < GROUPED_MAX && figures <= FIGURES_MAX)
            grouping->errors[grouping->count++] = finding;
        else
            finding->group = ++check->group_count;
    }
}

void bgt_check_group(struct bgt_checking *checking)
{
    struct grouping grouping = {.checking = checking};
    collect(&grouping);
    for (;;) {
        struct candidate best = {NULL, NULL, 0, 0};
        for (size_t i = 0; i < grouping.count; i++) {
            const struct bgt_finding *finding = grouping.errors[i];
            if (!is_open(finding))
                continue;
            try_side(&grouping, finding, &finding->left, &best);
            try_side(&grouping, finding, &finding->right, &best);
        }
        if (best.figure == NULL)
            break;
        take_group(&grouping, &best);
    }
    /* An error without any figure that could be doubted stands alone. */
    for (size_t i = 0; i < grouping.count; i++)
        if (is_open(grouping.errors[i]))
            grouping.errors[i]->group = ++checking->check->group_count;
}
