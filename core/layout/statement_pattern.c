#include "layout/statement_pattern.h"

#include <string.h>

#include "base/buffer.h"
#include "base/decimal.h"
#include "base/utf8.h"

/* Of one pattern. */
#define PATTERN_BYTES 1024u
#define DEPTH         4

/* Characters that {row} and {any} take at most. */
#define ROW_CHARACTERS  80
#define NAME_CHARACTERS 20
#define ANY_CHARACTERS  24

enum op_kind {
    OP_END,
    OP_TEXT,
    OP_BOUNDARY,
    OP_AMOUNT,
    OP_PERCENT,
    OP_NUMBER,
    OP_YEAR,
    OP_DIRECTION,
    OP_DATE,
    OP_ROW,
    OP_NAME,
    OP_ANY,
    OP_CHOICE
};

struct bgt_pattern_op {
    enum op_kind kind;
    struct bgt_slice text;                /* OP_TEXT */
    const struct bgt_pattern_op *next;    /* What follows. */
    const struct bgt_pattern_op *first;   /* OP_CHOICE: the first alternative. */
    const struct bgt_pattern_op *another; /* OP_CHOICE: the choice among the others. */
};

/* ---- Compiling ---- */

struct compiling {
    struct bgt_slice text;
    size_t at;
    struct bgt_arena *arena;
    struct bgt_pattern *pattern;
    const char **why;
    bgt_status status;
};

static void fail(struct compiling *compiling, const char *why)
{
    if (compiling->status != BGT_OK)
        return;
    compiling->status = BGT_BAD;
    *compiling->why = why;
}

static struct bgt_pattern_op *make(struct compiling *compiling, enum op_kind kind,
                                   const struct bgt_pattern_op *next)
{
    struct bgt_pattern_op *op = bgt_arena_allocate_array(compiling->arena, 1, sizeof *op);
    if (op == NULL) {
        compiling->status = bgt_arena_failure(compiling->arena);
        return NULL;
    }
    op->kind = kind;
    op->next = next;
    return op;
}

static const struct {
    const char *word;
    enum op_kind kind;
} captures[] = {
    {"amount", OP_AMOUNT}, {"percent", OP_PERCENT}, {"number", OP_NUMBER},
    {"year", OP_YEAR},     {"date", OP_DATE},       {"direction", OP_DIRECTION},
    {"row", OP_ROW},       {"name", OP_NAME},       {"any", OP_ANY}};

static void note_capture(struct bgt_pattern *pattern, enum op_kind kind)
{
    pattern->has_figure = pattern->has_figure || kind == OP_AMOUNT ||
                          kind == OP_PERCENT || kind == OP_NUMBER;
    pattern->has_direction = pattern->has_direction || kind == OP_DIRECTION;
    pattern->has_row = pattern->has_row || kind == OP_ROW || kind == OP_NAME;
    pattern->has_date = pattern->has_date || kind == OP_DATE;
}

static enum op_kind capture_kind(struct compiling *compiling)
{
    struct bgt_slice text = compiling->text;
    size_t start = compiling->at + 1;
    size_t end = bgt_text_find(text.text, text.length, start, "}");
    for (size_t i = 0; end != SIZE_MAX && i < sizeof captures / sizeof captures[0]; i++)
        if (bgt_text_equal(text.text + start, end - start, captures[i].word,
                           strlen(captures[i].word))) {
            compiling->at = end + 1;
            note_capture(compiling->pattern, captures[i].kind);
            return captures[i].kind;
        }
    fail(compiling, "{...} must be one of amount, percent, number, year, date, "
                    "direction, row, name, any");
    return OP_END;
}

static const struct bgt_pattern_op *compile(struct compiling *compiling, unsigned depth,
                                            const struct bgt_pattern_op *next);

/* Behind `[`: the alternatives up to `]`, each going on with `next`. */
static const struct bgt_pattern_op *compile_choice(struct compiling *compiling,
                                                   unsigned depth,
                                                   const struct bgt_pattern_op *next)
{
    struct bgt_pattern_op *first = NULL;
    struct bgt_pattern_op *last = NULL;
    while (compiling->status == BGT_OK) {
        struct bgt_pattern_op *choice = make(compiling, OP_CHOICE, NULL);
        if (choice == NULL)
            return NULL;
        compiling->at++; /* `[` or `|` */
        choice->first = compile(compiling, depth + 1, next);
        if (last != NULL)
            last->another = choice;
        else
            first = choice;
        last = choice;
        if (compiling->at >= compiling->text.length)
            fail(compiling, "a [ has no ]");
        else if (compiling->text.text[compiling->at] == ']') {
            compiling->at++;
            return first;
        }
    }
    return NULL;
}

static bool is_syntax(char c)
{
    return c != '\0' && strchr("[]|{}^", c) != NULL;
}

static const struct bgt_pattern_op *compile_text(struct compiling *compiling,
                                                 unsigned depth,
                                                 const struct bgt_pattern_op *next)
{
    size_t start = compiling->at;
    while (compiling->at < compiling->text.length &&
           !is_syntax(compiling->text.text[compiling->at]))
        compiling->at++;
    size_t end = compiling->at;
    const struct bgt_pattern_op *rest = compile(compiling, depth, next);
    struct bgt_pattern_op *op = make(compiling, OP_TEXT, rest);
    if (op != NULL)
        op->text = (struct bgt_slice){compiling->text.text + start, end - start};
    return op;
}

/* What follows is compiled first, so that each part knows what comes behind it. */
static const struct bgt_pattern_op *compile(struct compiling *compiling, unsigned depth,
                                            const struct bgt_pattern_op *next)
{
    char c = compiling->at < compiling->text.length ? compiling->text.text[compiling->at]
                                                    : '\0';
    if (compiling->status != BGT_OK)
        return NULL;
    if (depth > DEPTH) {
        fail(compiling, "brackets are nested too deeply");
        return NULL;
    }
    if (c == '\0' || (depth > 0 && (c == '|' || c == ']')))
        return next;
    if (c == '[') {
        /* The alternatives go on with what stands behind the brackets. */
        struct bgt_pattern_op *join = make(compiling, OP_TEXT, NULL);
        if (join == NULL)
            return NULL;
        join->text = (struct bgt_slice){"", 0};
        const struct bgt_pattern_op *choice = compile_choice(compiling, depth, join);
        join->next = compile(compiling, depth, next);
        return choice;
    }
    if (c == '{') {
        enum op_kind kind = capture_kind(compiling);
        return compiling->status == BGT_OK
                   ? make(compiling, kind, compile(compiling, depth, next))
                   : NULL;
    }
    if (c == '^') {
        compiling->at++;
        return make(compiling, OP_BOUNDARY, compile(compiling, depth, next));
    }
    if (is_syntax(c)) {
        fail(compiling, "a ], | or } stands alone");
        return NULL;
    }
    return compile_text(compiling, depth, next);
}

/* Normalises the text between the signs of the pattern; they stay as they are. */
static bgt_status normalise(struct bgt_slice text, struct bgt_buffer *out)
{
    bgt_status status = BGT_OK;
    for (size_t at = 0; status == BGT_OK && at < text.length;) {
        size_t end = at;
        while (end < text.length && !is_syntax(text.text[end]))
            end++;
        status = bgt_text_normalise(out, text.text + at, end - at);
        if (status == BGT_OK && end < text.length)
            status = bgt_buffer_append_char(out, text.text[end++]);
        at = end;
    }
    return status;
}

bgt_status bgt_pattern_compile(struct bgt_slice text, struct bgt_arena *arena,
                               struct bgt_pattern *pattern, const char **why)
{
    struct bgt_buffer normal;
    struct compiling compiling = {
        .arena = arena, .pattern = pattern, .why = why, .status = BGT_OK};
    memset(pattern, 0, sizeof *pattern);
    bgt_buffer_init(&normal, NULL, PATTERN_BYTES);
    bgt_status status = normalise(text, &normal);
    if (status == BGT_LIMIT)
        fail(&compiling, "the pattern is longer than 1024 bytes");
    else if (status != BGT_OK)
        compiling.status = status;
    char *copy = bgt_arena_copy(arena, normal.data, normal.length);
    if (copy == NULL && compiling.status == BGT_OK)
        compiling.status = bgt_arena_failure(arena);
    compiling.text = (struct bgt_slice){copy, normal.length};
    if (compiling.status == BGT_OK && normal.length == 0)
        fail(&compiling, "the pattern is empty");
    const struct bgt_pattern_op *end = make(&compiling, OP_END, NULL);
    if (compiling.status == BGT_OK)
        pattern->first = compile(&compiling, 0, end);
    bgt_buffer_close(&normal);
    return compiling.status;
}

/* ---- Matching ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits(struct bgt_slice text, size_t at)
{
    size_t end = at;
    while (end < text.length && is_digit(text.text[end]))
        end++;
    return end - at;
}

/* Behind a digit, or behind the point or comma of a number. */
static bool is_inside_number(struct bgt_slice text, size_t at)
{
    if (at == 0)
        return false;
    char before = text.text[at - 1];
    size_t length = digits(text, at);
    if (at < 2 || !is_digit(text.text[at - 2]))
        return is_digit(before);
    return is_digit(before) || (before == '.' && length > 0) ||
           (before == ',' && length == 3);
}

size_t bgt_pattern_number(struct bgt_slice text, size_t at, struct bgt_decimal *value)
{
    size_t end = at;
    if (is_inside_number(text, at))
        return 0;
    if (end < text.length && text.text[end] == '-')
        end++;
    size_t whole = digits(text, end);
    if (whole == 0)
        return 0;
    end += whole;
    /* A comma between groups of three; any other is a mark of the sentence. */
    while (whole <= 3 && end < text.length && text.text[end] == ',' &&
           digits(text, end + 1) == 3)
        end += 4;
    if (end + 1 < text.length && text.text[end] == '.' && is_digit(text.text[end + 1]))
        end += 1 + digits(text, end + 1);
    if (bgt_decimal_parse_grouped(text.text + at, end - at, value, NULL) !=
        BGT_DECIMAL_OK)
        return 0;
    return end - at;
}

static bool begins(struct bgt_slice text, size_t at, const char *word)
{
    size_t length = strlen(word);
    return text.length - at >= length && memcmp(text.text + at, word, length) == 0;
}

struct matching {
    struct bgt_slice text;
    uint64_t *steps;
    struct bgt_pattern_match *match;
};

static bool run(const struct matching *matching, const struct bgt_pattern_op *op,
                size_t at);

static bool is_boundary(struct bgt_slice text, size_t at)
{
    static const char *const marks[] = {"。", "、", NULL};
    if (at == 0)
        return true;
    if (strchr(",;:.()\"", text.text[at - 1]) != NULL)
        return true;
    for (size_t i = 0; marks[i] != NULL; i++)
        if (at >= strlen(marks[i]) && begins(text, at - strlen(marks[i]), marks[i]))
            return true;
    return false;
}

static bool run_number(const struct matching *matching, const struct bgt_pattern_op *op,
                       size_t at)
{
    static const char *const money[] = {"亿元", "万元", "元", NULL};
    static const char *const rate[] = {"%", NULL};
    static const char *const none[] = {"", NULL};
    const char *const *units = op->kind == OP_AMOUNT    ? money
                               : op->kind == OP_PERCENT ? rate
                                                        : none;
    struct bgt_pattern_match *match = matching->match;
    struct bgt_decimal value = {0};
    size_t length = bgt_pattern_number(matching->text, at, &value);
    for (size_t i = 0; length > 0 && units[i] != NULL; i++)
        if (begins(matching->text, at + length, units[i])) {
            match->has_value = true;
            match->value = value;
            match->unit =
                (struct bgt_slice){matching->text.text + at + length, strlen(units[i])};
            return run(matching, op->next, at + length + strlen(units[i]));
        }
    return false;
}

static bool run_direction(const struct matching *matching,
                          const struct bgt_pattern_op *op, size_t at)
{
    static const struct {
        const char *word;
        const char *direction;
    } words[] = {{"增加", "增"},      {"增长", "增"},   {"上升", "增"},
                 {"提高", "增"},      {"减少", "减"},   {"下降", "减"},
                 {"降低", "减"},      {"压减", "减"},   {"持平", "持平"},
                 {"相同", "持平"},    {"一致", "持平"}, {"无变化", "持平"},
                 {"没有变化", "持平"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (begins(matching->text, at, words[i].word)) {
            matching->match->direction = words[i].direction;
            return run(matching, op->next, at + strlen(words[i].word));
        }
    return false;
}

/* 2025年12月31日; the year alone for {year}. */
static bool run_date(const struct matching *matching, const struct bgt_pattern_op *op,
                     size_t at)
{
    static const char *const marks[] = {"年", "月", "日"};
    size_t end = at;
    if (digits(matching->text, at) != 4)
        return false;
    if (op->kind == OP_YEAR)
        return run(matching, op->next, at + 4);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t length = digits(matching->text, end);
        if (length == 0 || length > 4 || !begins(matching->text, end + length, marks[i]))
            return false;
        end += length + strlen(marks[i]);
    }
    matching->match->date = (struct bgt_slice){matching->text.text + at, end - at};
    return run(matching, op->next, end);
}

/* Whether {row} or {any} may take the character at a place. */
static bool is_taken(const struct matching *matching, const struct bgt_pattern_op *op,
                     size_t at)
{
    char c = matching->text.text[at];
    if (c == ';' || c == ':' || begins(matching->text, at, "。"))
        return false;
    if (op->kind != OP_ROW && is_digit(c))
        return false;
    return op->kind == OP_ANY || (c != ',' && !begins(matching->text, at, "、"));
}

static bool run_words(const struct matching *matching, const struct bgt_pattern_op *op,
                      size_t at)
{
    unsigned most = op->kind == OP_ROW    ? ROW_CHARACTERS
                    : op->kind == OP_NAME ? NAME_CHARACTERS
                                          : ANY_CHARACTERS;
    unsigned taken = 0;
    for (size_t end = at;;) {
        if ((op->kind == OP_ANY || taken > 0)) {
            if (op->kind != OP_ANY)
                matching->match->row =
                    (struct bgt_slice){matching->text.text + at, end - at};
            if (run(matching, op->next, end))
                return true;
        }
        uint32_t point = 0;
        if (end >= matching->text.length || taken == most || !is_taken(matching, op, end))
            return false;
        end += bgt_utf8_decode(matching->text.text + end, matching->text.length - end,
                               &point);
        taken++;
    }
}

static bool run_choice(const struct matching *matching, const struct bgt_pattern_op *op,
                       size_t at)
{
    struct bgt_pattern_match before = *matching->match;
    for (; op != NULL; op = op->another) {
        if (run(matching, op->first, at))
            return true;
        *matching->match = before;
    }
    return false;
}

static bool run(const struct matching *matching, const struct bgt_pattern_op *op,
                size_t at)
{
    while (*matching->steps > 0) {
        (*matching->steps)--;
        switch (op->kind) {
        case OP_END:
            matching->match->end = at;
            return true;
        case OP_TEXT:
            if (matching->text.length - at < op->text.length ||
                memcmp(matching->text.text + at, op->text.text, op->text.length) != 0)
                return false;
            at += op->text.length;
            op = op->next;
            break;
        case OP_BOUNDARY:
            if (!is_boundary(matching->text, at))
                return false;
            op = op->next;
            break;
        case OP_AMOUNT:
        case OP_PERCENT:
        case OP_NUMBER:
            return run_number(matching, op, at);
        case OP_YEAR:
        case OP_DATE:
            return run_date(matching, op, at);
        case OP_DIRECTION:
            return run_direction(matching, op, at);
        case OP_ROW:
        case OP_NAME:
        case OP_ANY:
            return run_words(matching, op, at);
        case OP_CHOICE:
            return run_choice(matching, op, at);
        default:
            return false;
        }
    }
    return false;
}

bool bgt_pattern_match_at(const struct bgt_pattern *pattern, struct bgt_slice text,
                          size_t at, uint64_t *steps, /* NOLINT(readability-*) */
                          struct bgt_pattern_match *match)
{
    struct matching matching = {text, steps, match};
    memset(match, 0, sizeof *match);
    match->unit = match->row = match->date = (struct bgt_slice){"", 0};
    return run(&matching, pattern->first, at);
}
