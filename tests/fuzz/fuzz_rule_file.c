/* Target: a rule file, from bytes to rules that can be evaluated. */
#include "fuzz/tree.h"

#include "figures/rules_parts.h"
#include "model/model.h"

static void check_rows(const struct bgt_rule_rows *rows)
{
    FUZZ_HOLDS(rows->condition_count <= BGT_RULE_CONDITIONS);
    for (uint8_t i = 0; i < rows->condition_count; i++) {
        const struct bgt_rule_condition *condition = &rows->conditions[i];
        FUZZ_HOLDS(
            condition->is_top || condition->is_bound ||
            (condition->value_count > 0 && condition->value_count <= BGT_RULE_VALUES));
    }
}

static void check_side(const struct bgt_rule *rule, const struct bgt_rule_term *terms,
                       uint8_t count)
{
    FUZZ_HOLDS(count > 0 && count <= BGT_RULE_TERMS);
    for (uint8_t i = 0; i < count; i++) {
        const struct bgt_rule_term *term = &terms[i];
        bool is_bound = term->kind == BGT_RULE_ROW || term->kind == BGT_RULE_CHILDREN;
        FUZZ_HOLDS(term->kind >= BGT_RULE_ROWS && term->kind <= BGT_RULE_COUNT);
        FUZZ_HOLDS(!is_bound ||
                   (rule->each_count > 0 && term->rows.condition_count == 0));
        FUZZ_HOLDS(!term->is_each || rule->measure_count > 0);
        check_rows(&term->rows);
    }
}

static void check_equation(const struct bgt_rule *rule,
                           const struct bgt_rule_equation *equation)
{
    FUZZ_HOLDS(equation->comparison <= BGT_RULE_MOST);
    if (equation->comparison != 0) {
        check_side(rule, equation->left, equation->left_count);
        check_side(rule, equation->right, equation->right_count);
    }
}

static bgt_status compile(struct fuzz_job *job, struct bgt_arena *arena,
                          struct bgt_tree *root)
{
    struct bgt_rule_set set = {0};
    struct bgt_rule_compiler compiler = {
        .arena = arena, .io = &job->io, .file = "fuzz.yaml"};
    size_t count = 0;
    bgt_rule_set_compile(&compiler, root, &set);
    if (compiler.failure != BGT_OK) {
        return BGT_NO_MEMORY;
    }
    if (compiler.faults > 0) {
        return BGT_BAD;
    }
    for (const struct bgt_rule *rule = set.first; rule != NULL; rule = rule->next) {
        FUZZ_HOLDS(rule->id.length > 0 && rule->label.length > 0);
        FUZZ_HOLDS(rule->equation.comparison != 0);
        FUZZ_HOLDS(rule->each_count <= BGT_RULE_TERMS && (!rule->has_by || rule->each));
        check_equation(rule, &rule->equation);
        check_equation(rule, &rule->when);
        check_equation(rule, &rule->unless);
        count++;
    }
    FUZZ_HOLDS(count == set.count);
    return BGT_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return fuzz_tree(bytes, length, "fuzz.yaml", compile);
}
