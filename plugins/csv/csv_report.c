#include "csv_report.h"

const char *bgt_csv_number(uint64_t number, struct bgt_csv_number *out)
{
    size_t at = sizeof out->text - 1;
    out->text[at] = '\0';
    do {
        out->text[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    return out->text + at;
}

static void fill(struct bgt_diagnostic *diagnostic, const char *code,
                 const struct bgt_csv_at *at)
{
    memset(diagnostic, 0, sizeof *diagnostic);
    diagnostic->code = code;
    diagnostic->place.sheet = at->sheet;
    diagnostic->place.line = at->line;
    diagnostic->place.column = at->column;
}

bgt_status bgt_csv_report(const struct bgt_env *env, const char *code,
                          const struct bgt_csv_at *at)
{
    return bgt_csv_report_names(env, code, at, NULL, NULL);
}

bgt_status bgt_csv_report_counts(const struct bgt_env *env, const char *code,
                                 const struct bgt_csv_at *at, uint64_t first,
                                 uint64_t second)
{
    struct bgt_csv_number a;
    struct bgt_csv_number b;
    return bgt_csv_report_names(env, code, at, bgt_csv_number(first, &a),
                                bgt_csv_number(second, &b));
}

bgt_status bgt_csv_report_names(const struct bgt_env *env, const char *code,
                                const struct bgt_csv_at *at, const char *first,
                                const char *second)
{
    struct bgt_diagnostic diagnostic;
    fill(&diagnostic, code, at);
    diagnostic.arguments[0] = first;
    diagnostic.arguments[1] = second;
    return env->report(env, &diagnostic);
}

bgt_status bgt_csv_report_quote(const struct bgt_env *env, const char *code,
                                const struct bgt_csv_at *at,
                                const struct bgt_csv_text *text, uint64_t begin)
{
    struct bgt_csv_number number;
    struct bgt_diagnostic diagnostic;
    fill(&diagnostic, code, at);
    diagnostic.text = text->text;
    diagnostic.text_length = text->length;
    diagnostic.arguments[0] = bgt_csv_number(begin, &number);
    return env->report(env, &diagnostic);
}

bgt_status bgt_csv_report_limit(const struct bgt_env *env, const struct bgt_csv_at *at,
                                const char *name, uint64_t value)
{
    struct bgt_csv_number number;
    (void)bgt_csv_report_names(env, "LIMIT_REACHED", at, name,
                               bgt_csv_number(value, &number));
    return BGT_LIMIT;
}
