#include <string.h>

#include "diag/reporter.h"
#include "figures/rules_parts.h"
#include "model/model.h"

/* The newest rule file that this program reads. */
#define FILE_VERSION 1

/* Most entries of a list of keys. */
#define LIST_MAX 64u

void bgt_rule_fault(struct bgt_rule_compiler *compiler, const char *code,
                    const struct bgt_tree *at, const char *argument1,
                    const char *argument2)
{
    if (compiler->failure != BGT_OK)
        return; /* what is missing may be so for want of memory */
    struct bgt_diagnostic diagnostic = {
        .code = code,
        .place = {.file = compiler->file, .line = at->line, .column = at->column},
        .arguments = {argument1, argument2}};
    if (at->kind == BGT_TREE_SCALAR) {
        diagnostic.text = at->text.text;
        diagnostic.text_length = at->text.length;
    }
    compiler->faults++;
    (void)bgt_report(compiler->io->reporter, &diagnostic);
}

void *bgt_rule_array(struct bgt_rule_compiler *compiler, size_t count, size_t size)
{
    void *memory = bgt_arena_allocate_array(compiler->arena, count, size);
    if (memory == NULL)
        compiler->failure = bgt_arena_failure(compiler->arena);
    return memory;
}

struct bgt_slice bgt_rule_copy(struct bgt_rule_compiler *compiler, struct bgt_slice text)
{
    const char *copy = bgt_arena_copy(compiler->arena, text.text, text.length);
    if (copy == NULL) {
        compiler->failure = bgt_arena_failure(compiler->arena);
        return bgt_slice_of("");
    }
    return (struct bgt_slice){copy, text.length};
}

static void fault_left(struct bgt_rule_compiler *compiler, const struct bgt_tree *mapping,
                       const char *what)
{
    for (const struct bgt_tree *member = mapping->first; member != NULL;
         member = member->next)
        if (!member->is_taken)
            bgt_rule_fault(compiler, "RULE_KEY_UNKNOWN", member, member->key.text, what);
}

/* The text of a member; "" where it is not there. */
static struct bgt_slice text_of(struct bgt_rule_compiler *compiler,
                                struct bgt_tree *mapping, const char *key, bool is_needed)
{
    struct bgt_tree *part = bgt_tree_take(mapping, key);
    if (part != NULL && part->kind == BGT_TREE_SCALAR &&
        (part->text.length > 0 || !is_needed))
        return bgt_rule_copy(compiler, part->text);
    if (part != NULL)
        bgt_rule_fault(compiler, "RULE_VALUE", part, key, "text");
    else if (is_needed)
        bgt_rule_fault(compiler, "RULE_KEY_MISSING", mapping, key, NULL);
    return bgt_slice_of("");
}

static bool bool_of(struct bgt_rule_compiler *compiler, struct bgt_tree *mapping,
                    const char *key)
{
    struct bgt_tree *part = bgt_tree_take(mapping, key);
    if (part == NULL)
        return false;
    if (bgt_text_equal(part->text.text, part->text.length, "true", 4))
        return true;
    if (!bgt_text_equal(part->text.text, part->text.length, "false", 5))
        bgt_rule_fault(compiler, "RULE_VALUE", part, key, "true, false");
    return false;
}

static struct bgt_slice *list_of(struct bgt_rule_compiler *compiler,
                                 struct bgt_tree *mapping, const char *key, size_t *count)
{
    struct bgt_tree *part = bgt_tree_take(mapping, key);
    *count = 0;
    if (part == NULL)
        return NULL;
    if (part->kind != BGT_TREE_SEQUENCE || part->count > LIST_MAX) {
        bgt_rule_fault(compiler, "RULE_VALUE", part, key, "[a, b]");
        return NULL;
    }
    struct bgt_slice *list = bgt_rule_array(compiler, part->count, sizeof *list);
    for (const struct bgt_tree *one = part->first; list != NULL && one != NULL;
         one = one->next) {
        if (one->kind != BGT_TREE_SCALAR)
            bgt_rule_fault(compiler, "RULE_VALUE", one, key, "text");
        else
            list[(*count)++] = bgt_rule_copy(compiler, one->text);
    }
    return list;
}

static uint8_t severity_of(struct bgt_rule_compiler *compiler, struct bgt_tree *mapping)
{
    static const char *const words[] = {"error", "warning", "note"};
    struct bgt_tree *part = bgt_tree_take(mapping, "severity");
    if (part == NULL)
        return BGT_RULE_ERROR;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (bgt_text_equal(part->text.text, part->text.length, words[i],
                           strlen(words[i])))
            return (uint8_t)(i + 1);
    bgt_rule_fault(compiler, "RULE_VALUE", part, "severity", "error, warning, note");
    return BGT_RULE_ERROR;
}

static void parse_measures(struct bgt_rule_compiler *compiler, struct bgt_tree *mapping,
                           struct bgt_rule *rule)
{
    size_t count = 0;
    struct bgt_tree *part = bgt_tree_take(mapping, "measures");
    struct bgt_slice *list = list_of(compiler, mapping, "measures", &count);
    if (count > BGT_RULE_MEASURES) {
        bgt_rule_fault(compiler, "RULE_TOO_LARGE", part, "32", "measures");
        count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        const struct bgt_field *field =
            bgt_entity_find(bgt_entity(BGT_ENTITY_line), list[i].text, list[i].length);
        if (field == NULL || (field->flags & BGT_FIELD_MEASURE) == 0)
            bgt_rule_fault(compiler, "RULE_FIELD", part, list[i].text, "measures");
        else
            rule->measures[rule->measure_count++] = field->number;
    }
}

static void parse_by(struct bgt_rule_compiler *compiler, struct bgt_tree *mapping,
                     struct bgt_rule *rule)
{
    struct bgt_tree *part = bgt_tree_take(mapping, "by");
    if (part == NULL)
        return;
    const struct bgt_field *field =
        rule->each_count == 0
            ? NULL
            : bgt_entity_find(bgt_entity((enum bgt_entity_number)rule->each[0].entity),
                              part->text.text, part->text.length);
    if (field == NULL) {
        bgt_rule_fault(compiler, "RULE_FIELD", part, part->text.text, "by");
        return;
    }
    rule->has_by = true;
    rule->by = field->number;
}

/* `.$measure` and `measures` go together. */
static bool has_each(const struct bgt_rule_equation *equation)
{
    for (size_t i = 0; i < equation->left_count; i++)
        if (equation->left[i].is_each)
            return true;
    for (size_t i = 0; i < equation->right_count; i++)
        if (equation->right[i].is_each)
            return true;
    return false;
}

static void parse_rule(struct bgt_rule_compiler *compiler, struct bgt_tree *mapping,
                       struct bgt_rule *rule)
{
    struct bgt_tree *each = bgt_tree_take(mapping, "for");
    struct bgt_tree *check = bgt_tree_take(mapping, "check");
    struct bgt_tree *when = bgt_tree_take(mapping, "when");
    struct bgt_tree *unless = bgt_tree_take(mapping, "unless");
    rule->file = compiler->file;
    rule->line = mapping->line;
    rule->id = text_of(compiler, mapping, "id", true);
    rule->label = text_of(compiler, mapping, "label", true);
    rule->label_en = text_of(compiler, mapping, "label_en", false);
    rule->severity = severity_of(compiler, mapping);
    if (each != NULL)
        bgt_rule_parse_rows(compiler, each, rule);
    uint16_t loop = rule->each_count > 0 ? rule->each[0].entity : BGT_ENTITY_COUNT;
    parse_by(compiler, mapping, rule);
    parse_measures(compiler, mapping, rule);
    rule->text = text_of(compiler, mapping, "check", true);
    if (check != NULL)
        bgt_rule_parse_equation(compiler, check, loop, &rule->equation);
    if (when != NULL)
        bgt_rule_parse_equation(compiler, when, loop, &rule->when);
    if (unless != NULL)
        bgt_rule_parse_equation(compiler, unless, loop, &rule->unless);
    bool is_each =
        has_each(&rule->equation) || has_each(&rule->when) || has_each(&rule->unless);
    if (check != NULL && is_each != (rule->measure_count > 0))
        bgt_rule_fault(compiler, "RULE_MEASURES", check, NULL, NULL);
    fault_left(compiler, mapping, "rule");
}

static void parse_share(struct bgt_rule_compiler *compiler, struct bgt_tree *mapping,
                        struct bgt_rule_share *share)
{
    share->key = text_of(compiler, mapping, "key", true);
    share->base = text_of(compiler, mapping, "base", false);
    share->whole = text_of(compiler, mapping, "whole", true);
    share->others = list_of(compiler, mapping, "others", &share->other_count);
    fault_left(compiler, mapping, "shares");
}

static void parse_shares(struct bgt_rule_compiler *compiler, struct bgt_tree *root,
                         struct bgt_rule_set *set)
{
    struct bgt_tree *list = bgt_tree_take(root, "shares");
    if (list == NULL)
        return;
    if (list->kind != BGT_TREE_SEQUENCE || list->count > LIST_MAX) {
        bgt_rule_fault(compiler, "RULE_VALUE", list, "shares", "- key: …");
        return;
    }
    set->shares = bgt_rule_array(compiler, list->count, sizeof *set->shares);
    for (struct bgt_tree *one = list->first; set->shares != NULL && one != NULL;
         one = one->next) {
        if (one->kind == BGT_TREE_MAPPING)
            parse_share(compiler, one, &set->shares[set->share_count++]);
        else
            bgt_rule_fault(compiler, "RULE_VALUE", one, "shares", "key: …");
    }
}

static void parse_rules(struct bgt_rule_compiler *compiler, struct bgt_tree *root,
                        struct bgt_rule_set *set)
{
    struct bgt_tree *list = bgt_tree_take(root, "equations");
    if (list == NULL)
        return;
    if (list->kind != BGT_TREE_SEQUENCE) {
        bgt_rule_fault(compiler, "RULE_VALUE", list, "equations", "- id: …");
        return;
    }
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        if (one->kind != BGT_TREE_MAPPING) {
            bgt_rule_fault(compiler, "RULE_VALUE", one, "equations", "id: …");
            continue;
        }
        struct bgt_rule *rule = bgt_rule_array(compiler, 1, sizeof *rule);
        if (rule == NULL)
            return;
        parse_rule(compiler, one, rule);
        for (const struct bgt_rule *other = set->first; other != NULL;
             other = other->next)
            if (rule->id.length > 0 && bgt_text_equal(rule->id.text, rule->id.length,
                                                      other->id.text, other->id.length))
                bgt_rule_fault(compiler, "RULE_ID_TWICE", one, rule->id.text, NULL);
        if (set->last != NULL)
            set->last->next = rule;
        else
            set->first = rule;
        set->last = rule;
        set->count++;
    }
}

static void parse_version(struct bgt_rule_compiler *compiler, struct bgt_tree *root)
{
    struct bgt_tree *part = bgt_tree_take(root, "budgetconv");
    uint64_t version = 0;
    if (part == NULL)
        bgt_rule_fault(compiler, "RULE_KEY_MISSING", root, "budgetconv", NULL);
    else if (!bgt_text_parse_unsigned(part->text.text, part->text.length, UINT32_MAX,
                                      &version) ||
             version == 0)
        bgt_rule_fault(compiler, "RULE_VALUE", part, "budgetconv", "1");
    else if (version > FILE_VERSION)
        bgt_rule_fault(compiler, "RULE_VERSION", part, part->text.text, "1");
}

void bgt_rule_set_compile(struct bgt_rule_compiler *compiler, struct bgt_tree *root,
                          struct bgt_rule_set *set)
{
    if (root->kind != BGT_TREE_MAPPING) {
        bgt_rule_fault(compiler, "RULE_KEY_MISSING", root, "budgetconv", NULL);
        return;
    }
    parse_version(compiler, root);
    set->name = text_of(compiler, root, "rules", true);
    set->label = text_of(compiler, root, "label", false);
    set->layout = text_of(compiler, root, "layout", false);
    set->facts = list_of(compiler, root, "facts", &set->fact_count);
    set->tables = list_of(compiler, root, "tables", &set->table_count);
    set->checks_codes = bool_of(compiler, root, "codes");
    set->checks_indicators = bool_of(compiler, root, "indicators");
    set->checks_statements = bool_of(compiler, root, "statements");
    for (size_t i = 0; i < set->fact_count; i++)
        if (bgt_entity_find(bgt_entity(BGT_ENTITY_document), set->facts[i].text,
                            set->facts[i].length) == NULL)
            bgt_rule_fault(compiler, "RULE_FIELD", bgt_tree_take(root, "facts"),
                           set->facts[i].text, "facts");
    parse_shares(compiler, root, set);
    parse_rules(compiler, root, set);
    fault_left(compiler, root, "rules");
}
