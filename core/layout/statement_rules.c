#include "layout/statement_rules.h"

#include <string.h>

#include "base/buffer.h"
#include "diag/bounds.h"
#include "model/model.h"

/* The newest pattern file that this program reads. */
#define FILE_VERSION "1"

#define HEADING_BYTES 1024u

/* Of one list in a file. */
#define ITEMS 64

struct compiling {
    struct bgt_statements *statements;
    struct bgt_reporter *reporter;
    const char *file;
    bgt_status status; /* BGT_BAD: faults were reported, go on. */
    size_t count;
    struct bgt_statement_group *first;
    struct bgt_statement_group *last;
};

static bool is_stopped(const struct compiling *compiling)
{
    return compiling->status != BGT_OK && compiling->status != BGT_BAD;
}

static void fault(struct compiling *compiling, const char *code,
                  const struct bgt_tree *at, const char *argument1, const char *argument2)
{
    if (is_stopped(compiling))
        return; /* what is missing may be so for want of memory */
    struct bgt_diagnostic diagnostic = {.code = code,
                                        .place = {.file = compiling->file},
                                        .arguments = {argument1, argument2}};
    diagnostic.place.line = at->line;
    diagnostic.place.column = at->column;
    diagnostic.text = at->text.text;
    diagnostic.text_length = at->text.length;
    (void)bgt_report(compiling->reporter, &diagnostic);
    compiling->status = BGT_BAD;
}

static void *take_memory(struct compiling *compiling, size_t count, size_t size)
{
    void *memory = bgt_arena_allocate_array(&compiling->statements->arena, count, size);
    if (memory == NULL)
        compiling->status = bgt_arena_failure(&compiling->statements->arena);
    return memory;
}

static struct bgt_slice keep(struct compiling *compiling, const char *text, size_t length)
{
    struct bgt_slice none = {"", 0};
    char *copy = bgt_arena_copy(&compiling->statements->arena, text, length);
    if (copy == NULL) {
        compiling->status = bgt_arena_failure(&compiling->statements->arena);
        return none;
    }
    return (struct bgt_slice){copy, length};
}

/* A member's text; "" where there is none. */
static struct bgt_slice text_of(struct compiling *compiling, struct bgt_tree *mapping,
                                const char *key)
{
    struct bgt_slice none = {"", 0};
    const struct bgt_tree *part = bgt_tree_take(mapping, key);
    if (part == NULL)
        return none;
    if (part->kind != BGT_TREE_SCALAR) {
        fault(compiling, "STATEMENTS_VALUE", part, "text", NULL);
        return none;
    }
    return keep(compiling, part->text.text, part->text.length);
}

/* How the texts of a list are kept. */
static struct bgt_slice as_written(struct compiling *compiling,
                                   const struct bgt_tree *part)
{
    return keep(compiling, part->text.text, part->text.length);
}

static struct bgt_slice normalised(struct compiling *compiling,
                                   const struct bgt_tree *part)
{
    struct bgt_buffer out;
    struct bgt_slice kept = {"", 0};
    bgt_buffer_init(&out, NULL, HEADING_BYTES);
    bgt_status status = bgt_text_normalise(&out, part->text.text, part->text.length);
    if (status == BGT_OK && out.length > 0)
        kept = keep(compiling, out.data, out.length);
    else if (status == BGT_OK || status == BGT_LIMIT)
        fault(compiling, "STATEMENTS_VALUE", part, "1 to 1024 bytes", NULL);
    else
        compiling->status = status;
    bgt_buffer_close(&out);
    return kept;
}

/* A text or a list of texts. */
static const struct bgt_slice *
list_of(struct compiling *compiling, const struct bgt_tree *part, size_t *count,
        struct bgt_slice (*kept)(struct compiling *, const struct bgt_tree *))
{
    *count = 0;
    if (part == NULL)
        return NULL;
    if (part->kind == BGT_TREE_MAPPING || part->count > ITEMS) {
        fault(compiling, "STATEMENTS_VALUE", part, "a text or a list of up to 64", NULL);
        return NULL;
    }
    bool is_list = part->kind == BGT_TREE_SEQUENCE;
    const struct bgt_tree *at = is_list ? part->first : part;
    struct bgt_slice *list =
        take_memory(compiling, is_list ? part->count + 1 : 1, sizeof *list);
    for (; list != NULL && at != NULL; at = is_list ? at->next : NULL) {
        if (at->kind != BGT_TREE_SCALAR)
            fault(compiling, "STATEMENTS_VALUE", at, "text", NULL);
        else
            list[(*count)++] = kept(compiling, at);
    }
    return list;
}

static void check_left(struct compiling *compiling, const struct bgt_tree *mapping,
                       const char *what)
{
    for (const struct bgt_tree *member = mapping->first; member != NULL;
         member = member->next)
        if (!member->is_taken)
            fault(compiling, "STATEMENTS_KEY_UNKNOWN", member, member->key.text, what);
}

static void compile_anchors(struct compiling *compiling, const struct bgt_tree *part,
                            struct bgt_statement_rule *rule)
{
    static const char *const words[] = {"none", "change", "share"};
    size_t count = 0;
    if (part == NULL) {
        rule->anchors = BGT_ANCHOR_CHANGE | BGT_ANCHOR_SHARE;
        return;
    }
    const struct bgt_slice *list = list_of(compiling, part, &count, as_written);
    for (size_t i = 0; list != NULL && i < count; i++) {
        unsigned word = 0;
        while (word < 3 && !bgt_text_equal(list[i].text, list[i].length, words[word],
                                           strlen(words[word])))
            word++;
        if (word == 3)
            fault(compiling, "STATEMENTS_VALUE", part, "none, change, share", NULL);
        else
            rule->anchors |= word;
    }
}

static bool is_measure(struct bgt_slice key)
{
    const struct bgt_field *field =
        bgt_entity_find(bgt_entity(BGT_ENTITY_line), key.text, key.length);
    return field != NULL && (field->flags & BGT_FIELD_MEASURE) != 0;
}

/* What a rule says must fit what its pattern takes. */
static void check_rule(struct compiling *compiling, const struct bgt_tree *at,
                       const struct bgt_statement_rule *rule)
{
    const struct bgt_pattern *pattern = &rule->pattern;
    bool is_relative = rule->key.length > 0 && rule->key.text[0] == '.';
    if (rule->key.length == 0 && !pattern->has_date)
        fault(compiling, "STATEMENTS_KEY_MISSING", at, "key", NULL);
    if (rule->key.length > 0 && !is_relative && rule->label.length == 0)
        fault(compiling, "STATEMENTS_KEY_MISSING", at, "label", NULL);
    if (rule->key.length > 0 && !pattern->has_figure &&
        !(is_relative && pattern->has_direction))
        fault(compiling, "STATEMENTS_PATTERN", at, "it takes no figure", NULL);
    if (rule->measure.length > 0 && !is_measure(rule->measure))
        fault(compiling, "STATEMENTS_VALUE", at, "a measure of docs/model.md", NULL);
    if (bgt_text_find(rule->row.text, rule->row.length, 0, "{row}") != SIZE_MAX &&
        !pattern->has_row)
        fault(compiling, "STATEMENTS_PATTERN", at, "it takes no {row}", NULL);
}

static void add_rule(struct compiling *compiling, struct bgt_statement_group *group,
                     const struct bgt_statement_rule *like, const struct bgt_tree *find)
{
    const char *why = NULL;
    struct bgt_statement_rule *rule = take_memory(compiling, 1, sizeof *rule);
    if (rule == NULL)
        return;
    *rule = *like;
    bgt_status status = bgt_pattern_compile(find->text, &compiling->statements->arena,
                                            &rule->pattern, &why);
    if (status == BGT_BAD) {
        fault(compiling, "STATEMENTS_PATTERN", find, why, NULL);
        return;
    }
    if (status != BGT_OK) {
        compiling->status = status;
        return;
    }
    check_rule(compiling, find, rule);
    compiling->count++;
    if (group->last != NULL)
        group->last->next = rule;
    else
        group->first = rule;
    group->last = rule;
}

static void compile_rule(struct compiling *compiling, struct bgt_statement_group *group,
                         struct bgt_tree *part)
{
    struct bgt_statement_rule rule = {0};
    if (part->kind != BGT_TREE_MAPPING) {
        fault(compiling, "STATEMENTS_VALUE", part, "{find: …, key: …}", NULL);
        return;
    }
    rule.key = text_of(compiling, part, "key");
    rule.label = text_of(compiling, part, "label");
    rule.table_id = text_of(compiling, part, "table");
    rule.row = text_of(compiling, part, "row");
    rule.measure = text_of(compiling, part, "measure");
    rule.unit = text_of(compiling, part, "unit");
    rule.after =
        list_of(compiling, bgt_tree_take(part, "after"), &rule.after_count, as_written);
    compile_anchors(compiling, bgt_tree_take(part, "anchor"), &rule);
    struct bgt_slice date = text_of(compiling, part, "as_of");
    rule.has_no_date = date.length > 0;
    if (date.length > 0 && !bgt_text_equal(date.text, date.length, "none", 4))
        fault(compiling, "STATEMENTS_VALUE", part, "none", NULL);
    const struct bgt_tree *find = bgt_tree_take(part, "find");
    check_left(compiling, part, "a rule");
    if (find == NULL || find->kind == BGT_TREE_MAPPING) {
        fault(compiling, "STATEMENTS_KEY_MISSING", part, "find", NULL);
        return;
    }
    if (find->kind == BGT_TREE_SCALAR) {
        add_rule(compiling, group, &rule, find);
        return;
    }
    for (const struct bgt_tree *at = find->first; at != NULL && !is_stopped(compiling);
         at = at->next) {
        if (at->kind == BGT_TREE_SCALAR)
            add_rule(compiling, group, &rule, at);
        else
            fault(compiling, "STATEMENTS_VALUE", at, "text", NULL);
    }
}

static void compile_group(struct compiling *compiling, struct bgt_tree *part)
{
    struct bgt_statement_group *group = take_memory(compiling, 1, sizeof *group);
    if (group == NULL)
        return;
    if (part->kind != BGT_TREE_MAPPING) {
        fault(compiling, "STATEMENTS_VALUE", part, "{headings: …, rules: …}", NULL);
        return;
    }
    group->headings = list_of(compiling, bgt_tree_take(part, "headings"),
                              &group->heading_count, normalised);
    struct bgt_tree *rules = bgt_tree_take(part, "rules");
    check_left(compiling, part, "a group");
    if (rules == NULL || rules->kind != BGT_TREE_SEQUENCE) {
        fault(compiling, "STATEMENTS_KEY_MISSING", part, "rules", NULL);
        return;
    }
    for (struct bgt_tree *rule = rules->first; rule != NULL && !is_stopped(compiling);
         rule = rule->next)
        compile_rule(compiling, group, rule);
    if (compiling->last != NULL)
        compiling->last->next = group;
    else
        compiling->first = group;
    compiling->last = group;
}

static void check_version(struct compiling *compiling, struct bgt_tree *root)
{
    const struct bgt_tree *version = bgt_tree_take(root, "budgetconv");
    if (version == NULL)
        fault(compiling, "STATEMENTS_KEY_MISSING", root, "budgetconv", NULL);
    else if (version->kind != BGT_TREE_SCALAR ||
             !bgt_text_equal(version->text.text, version->text.length, FILE_VERSION,
                             strlen(FILE_VERSION)))
        fault(compiling, "STATEMENTS_VERSION", version, FILE_VERSION, NULL);
}

bgt_status bgt_statement_rules_add(struct bgt_statements *statements,
                                   struct bgt_tree *root, const char *file,
                                   struct bgt_reporter *reporter)
{
    struct compiling compiling = {
        .statements = statements, .reporter = reporter, .file = file, .status = BGT_OK};
    if (root->kind != BGT_TREE_MAPPING) {
        fault(&compiling, "STATEMENTS_KEY_MISSING", root, "budgetconv", NULL);
        return BGT_BAD;
    }
    check_version(&compiling, root);
    (void)text_of(&compiling, root, "statements");
    (void)text_of(&compiling, root, "label");
    struct bgt_tree *groups = bgt_tree_take(root, "groups");
    check_left(&compiling, root, "a pattern file");
    if (groups == NULL || groups->kind != BGT_TREE_SEQUENCE)
        fault(&compiling, "STATEMENTS_KEY_MISSING", root, "groups", NULL);
    else
        for (struct bgt_tree *group = groups->first;
             group != NULL && !is_stopped(&compiling); group = group->next)
            compile_group(&compiling, group);
    if (compiling.status == BGT_LIMIT) {
        struct bgt_place place = {.file = file};
        return bgt_report_bound(reporter, &place, BGT_BOUND_PATTERNS_BYTES,
                                statements->arena.maximum);
    }
    if (compiling.status != BGT_OK || compiling.first == NULL)
        return compiling.status;
    if (statements->last != NULL)
        statements->last->next = compiling.first;
    else
        statements->first = compiling.first;
    statements->last = compiling.last;
    for (struct bgt_statement_group *group = compiling.first; group != NULL;
         group = group->next)
        group->number = statements->group_count++;
    statements->count += compiling.count;
    return BGT_OK;
}
