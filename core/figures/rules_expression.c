#include <string.h>

#include "figures/rules_parts.h"
#include "model/model.h"

/* An equation being read. */
struct parser {
    struct bgt_rule_compiler *compiler;
    const struct bgt_tree *at;
    struct bgt_slice text;
    size_t next;
    uint16_t loop; /* Entity of the bound row, or BGT_ENTITY_COUNT. */
    bool has_failed;
};

static void fail(struct parser *parser, const char *code, const char *what)
{
    char rest[64];
    size_t left = parser->text.length - parser->next;
    if (parser->has_failed)
        return;
    parser->has_failed = true;
    left = left < sizeof rest - 1 ? left : sizeof rest - 1;
    while (left > 0 && parser->next + left < parser->text.length &&
           ((unsigned char)parser->text.text[parser->next + left] & 0xC0u) == 0x80u)
        left--;
    memcpy(rest, parser->text.text + parser->next, left);
    rest[left] = '\0';
    bgt_rule_fault(parser->compiler, code, parser->at, what, rest);
}

static void skip_blanks(struct parser *parser)
{
    while (parser->next < parser->text.length &&
           (parser->text.text[parser->next] == ' ' ||
            parser->text.text[parser->next] == '\n'))
        parser->next++;
}

/* Takes a word of punctuation where it stands next. */
static bool take(struct parser *parser, const char *word)
{
    size_t length = strlen(word);
    skip_blanks(parser);
    if (parser->text.length - parser->next < length ||
        memcmp(parser->text.text + parser->next, word, length) != 0)
        return false;
    parser->next += length;
    return true;
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* A name of small letters, digits and `_`; with points where asked. */
static struct bgt_slice take_name(struct parser *parser, bool has_points)
{
    skip_blanks(parser);
    const char *start = parser->text.text + parser->next;
    size_t length = 0;
    while (parser->next + length < parser->text.length &&
           (is_name(start[length]) || (has_points && start[length] == '.')))
        length++;
    parser->next += length;
    return (struct bgt_slice){start, length};
}

static bool is_word(struct bgt_slice text, const char *word)
{
    return bgt_text_equal(text.text, text.length, word, strlen(word));
}

static uint16_t entity_of(struct bgt_slice table)
{
    if (is_word(table, "statement"))
        return BGT_ENTITY_statement;
    return is_word(table, "indicator") ? BGT_ENTITY_indicator : BGT_ENTITY_line;
}

/* A field of an entity; `role`, `kind` and `level` for short. */
static uint16_t field_of(struct parser *parser, uint16_t entity, struct bgt_slice name)
{
    static const char *const shorts[][2] = {
        {"role", "row_role"}, {"kind", "row_kind"}, {"level", "level_no"}};
    const struct bgt_field *field = NULL;
    for (size_t i = 0; i < sizeof shorts / sizeof shorts[0]; i++)
        if (is_word(name, shorts[i][0]))
            name = bgt_slice_of(shorts[i][1]);
    if (entity < BGT_ENTITY_COUNT)
        field = bgt_entity_find(bgt_entity((enum bgt_entity_number)entity), name.text,
                                name.length);
    if (field == NULL) {
        struct bgt_slice copy = bgt_rule_copy(parser->compiler, name);
        fail(parser, "RULE_FIELD", copy.text);
        return 0;
    }
    return field->number;
}

/* One value up to `|`, `,` or `]`, in quotes or bare; `none` is "". */
static struct bgt_slice take_value(struct parser *parser)
{
    skip_blanks(parser);
    const char *all = parser->text.text;
    bool is_quoted = take(parser, "\"");
    size_t start = parser->next;
    while (
        parser->next < parser->text.length &&
        (is_quoted ? all[parser->next] != '"' : strchr("|,]", all[parser->next]) == NULL))
        parser->next++;
    struct bgt_slice value = {all + start, parser->next - start};
    if (is_quoted && !take(parser, "\""))
        fail(parser, "RULE_SYNTAX", "\"");
    if (!is_quoted)
        value = bgt_text_trim(value.text, value.length);
    if (!is_quoted && is_word(value, "none"))
        value.length = 0;
    return bgt_rule_copy(parser->compiler, value);
}

static void parse_values(struct parser *parser, struct bgt_rule_condition *condition)
{
    condition->values =
        bgt_rule_array(parser->compiler, BGT_RULE_VALUES, sizeof *condition->values);
    do {
        if (condition->values == NULL || condition->value_count == BGT_RULE_VALUES) {
            fail(parser, "RULE_TOO_LARGE", "64");
            return;
        }
        condition->values[condition->value_count++] = take_value(parser);
    } while (take(parser, "|"));
}

static void parse_condition(struct parser *parser, struct bgt_rule_rows *rows)
{
    if (rows->condition_count == BGT_RULE_CONDITIONS) {
        fail(parser, "RULE_TOO_LARGE", "8");
        return;
    }
    struct bgt_rule_condition *condition = &rows->conditions[rows->condition_count++];
    struct bgt_slice name = take_name(parser, false);
    condition->is_top = is_word(name, "top");
    if (condition->is_top)
        return;
    condition->field = field_of(parser, rows->entity, name);
    condition->is_not = take(parser, "!=");
    if (!condition->is_not && !take(parser, "=")) {
        fail(parser, "RULE_SYNTAX", "=");
        return;
    }
    condition->is_bound = take(parser, "$");
    if (condition->is_bound)
        condition->bound = field_of(parser, parser->loop, take_name(parser, false));
    else
        parse_values(parser, condition);
}

static void parse_conditions(struct parser *parser, struct bgt_rule_rows *rows)
{
    if (!take(parser, "["))
        return;
    do
        parse_condition(parser, rows);
    while (!parser->has_failed && take(parser, ","));
    if (!take(parser, "]"))
        fail(parser, "RULE_SYNTAX", "]");
}

/* Cuts `.measure` off a name that was read with its points. */
static bool cut_measure(struct bgt_slice *name, struct bgt_slice *measure)
{
    for (size_t i = name->length; i > 0; i--)
        if (name->text[i - 1] == '.') {
            *measure = (struct bgt_slice){name->text + i, name->length - i};
            name->length = i - 1;
            return true;
        }
    return false;
}

static void parse_measure(struct parser *parser, struct bgt_rule_term *term,
                          struct bgt_slice measure)
{
    uint16_t entity = term->kind == BGT_RULE_ROWS ? term->rows.entity : parser->loop;
    if (measure.length == 0) {
        term->is_each = take(parser, "$measure");
        if (!term->is_each)
            fail(parser, "RULE_SYNTAX", ".measure");
        return;
    }
    term->measure = field_of(parser, entity, measure);
    const struct bgt_field *field =
        entity < BGT_ENTITY_COUNT
            ? bgt_entity_field(bgt_entity((enum bgt_entity_number)entity), term->measure)
            : NULL;
    if (field != NULL && field->type != BGT_AMOUNT) {
        struct bgt_slice copy = bgt_rule_copy(parser->compiler, measure);
        fail(parser, "RULE_FIELD", copy.text);
    }
}

static void parse_rows_term(struct parser *parser, struct bgt_rule_term *term)
{
    struct bgt_slice name = take_name(parser, true);
    struct bgt_slice measure = {"", 0};
    bool has_point = cut_measure(&name, &measure);
    if (name.length == 0) {
        fail(parser, "RULE_SYNTAX", "table.measure");
        return;
    }
    term->kind = is_word(name, "row")        ? BGT_RULE_ROW
                 : is_word(name, "children") ? BGT_RULE_CHILDREN
                                             : BGT_RULE_ROWS;
    if (term->kind != BGT_RULE_ROWS && parser->loop == BGT_ENTITY_COUNT) {
        fail(parser, "RULE_NO_LOOP", term->kind == BGT_RULE_ROW ? "row" : "children");
        return;
    }
    term->is_sum = term->is_sum || term->kind == BGT_RULE_CHILDREN;
    term->rows.table = bgt_rule_copy(parser->compiler, name);
    term->rows.entity = entity_of(name);
    if (!has_point) {
        term->is_optional = take(parser, "?");
        if (term->kind == BGT_RULE_ROWS) /* the others are the bound row's already */
            parse_conditions(parser, &term->rows);
        if (!take(parser, "."))
            fail(parser, "RULE_SYNTAX", ".measure");
        measure = take_name(parser, false);
    }
    if (!parser->has_failed)
        parse_measure(parser, term, measure);
}

static void parse_count(struct parser *parser, struct bgt_rule_term *term)
{
    struct bgt_slice name = take_name(parser, true);
    if (name.length == 0)
        fail(parser, "RULE_SYNTAX", "table");
    term->kind = BGT_RULE_COUNT;
    term->rows.table = bgt_rule_copy(parser->compiler, name);
    term->rows.entity = entity_of(name);
    parse_conditions(parser, &term->rows);
}

static bool parse_number(struct parser *parser, struct bgt_rule_term *term)
{
    uint64_t number = 0;
    size_t length = 0;
    skip_blanks(parser);
    const char *start = parser->text.text + parser->next;
    while (parser->next + length < parser->text.length && start[length] >= '0' &&
           start[length] <= '9')
        length++;
    if (!bgt_text_parse_unsigned(start, length, 1000000000u, &number))
        return false;
    parser->next += length;
    term->kind = BGT_RULE_NUMBER;
    term->number = (int64_t)number;
    return true;
}

static uint8_t parse_side(struct parser *parser, struct bgt_rule_term **out)
{
    uint8_t count = 0;
    bool is_negative = false;
    struct bgt_rule_term *terms =
        bgt_rule_array(parser->compiler, BGT_RULE_TERMS, sizeof *terms);
    *out = terms;
    for (;;) {
        if (terms == NULL || count == BGT_RULE_TERMS) {
            fail(parser, "RULE_TOO_LARGE", "24");
            return count;
        }
        struct bgt_rule_term *term = &terms[count++];
        term->is_negative = is_negative;
        if (!parse_number(parser, term)) {
            bool is_count = take(parser, "count(");
            term->is_sum = !is_count && take(parser, "sum(");
            bool has_bracket = is_count || term->is_sum;
            if (is_count)
                parse_count(parser, term);
            else
                parse_rows_term(parser, term);
            if (has_bracket && !take(parser, ")"))
                fail(parser, "RULE_SYNTAX", ")");
        }
        if (parser->has_failed)
            return count;
        is_negative = take(parser, "-");
        if (!is_negative && !take(parser, "+"))
            return count;
    }
}

static uint8_t parse_operator(struct parser *parser)
{
    static const struct {
        const char *word;
        uint8_t kind;
    } operators[] = {{"≈", BGT_RULE_SUM},
                     {"~", BGT_RULE_SUM},
                     {"≤", BGT_RULE_MOST},
                     {"<=", BGT_RULE_MOST},
                     {"=", BGT_RULE_EQUAL}};
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++)
        if (take(parser, operators[i].word))
            return operators[i].kind;
    fail(parser, "RULE_SYNTAX", "= ≈ ≤");
    return 0;
}

static struct parser begin(struct bgt_rule_compiler *compiler, const struct bgt_tree *at,
                           uint16_t loop)
{
    struct parser parser = {compiler, at, at->text, 0, loop, false};
    if (at->kind != BGT_TREE_SCALAR) {
        parser.text = bgt_slice_of("");
        fail(&parser, "RULE_SYNTAX", "text");
    }
    return parser;
}

static void end(struct parser *parser)
{
    skip_blanks(parser);
    if (parser->next < parser->text.length)
        fail(parser, "RULE_SYNTAX", "+ - end");
}

void bgt_rule_parse_equation(struct bgt_rule_compiler *compiler,
                             const struct bgt_tree *at, uint16_t loop,
                             struct bgt_rule_equation *out)
{
    struct parser parser = begin(compiler, at, loop);
    if (!parser.has_failed)
        out->left_count = parse_side(&parser, &out->left);
    if (!parser.has_failed)
        out->comparison = parse_operator(&parser);
    if (!parser.has_failed)
        out->right_count = parse_side(&parser, &out->right);
    if (!parser.has_failed)
        end(&parser);
}

void bgt_rule_parse_rows(struct bgt_rule_compiler *compiler, const struct bgt_tree *at,
                         struct bgt_rule *rule)
{
    struct parser parser = begin(compiler, at, BGT_ENTITY_COUNT);
    rule->each = bgt_rule_array(compiler, BGT_RULE_TERMS, sizeof *rule->each);
    do {
        if (rule->each == NULL || rule->each_count == BGT_RULE_TERMS) {
            fail(&parser, "RULE_TOO_LARGE", "24");
            break;
        }
        struct bgt_rule_rows *rows = &rule->each[rule->each_count++];
        struct bgt_slice name = take_name(&parser, true);
        if (name.length == 0)
            fail(&parser, "RULE_SYNTAX", "table");
        rows->table = bgt_rule_copy(compiler, name);
        rows->entity = entity_of(name);
        if (rows->entity != rule->each[0].entity)
            fail(&parser, "RULE_SYNTAX", "table");
        parse_conditions(&parser, rows);
    } while (!parser.has_failed && take(&parser, ","));
    if (!parser.has_failed)
        end(&parser);
}
