/* The units of a roll-up: how many there may be, which are missing, of which type they
 * are, and what they pay to one another. */
#include <string.h>

#include "base/decimal.h"
#include "diag/reporter.h"
#include "figures/rollup_parts.h"

/* Names of units in one message. */
#define NAMES_BYTES 1024u

static bool is_same(struct bgt_slice a, struct bgt_slice b)
{
    return bgt_text_equal(a.text, a.length, b.text, b.length);
}

static bgt_status report_text(const struct bgt_rollup *rollup, const char *code,
                              struct bgt_slice text, const char *argument)
{
    struct bgt_diagnostic diagnostic = {
        .code = code, .text = text.text, .text_length = text.length};
    diagnostic.arguments[0] = argument;
    return bgt_report(rollup->io->reporter, &diagnostic);
}

/* ---- Types ---- */

static struct bgt_rollup_agency *find_unit(struct bgt_rollup *rollup,
                                           struct bgt_slice code)
{
    for (size_t i = 0; code.length > 0 && i < rollup->agency_count; i++)
        if (is_same(rollup->agencies[i].code, code))
            return &rollup->agencies[i];
    return NULL;
}

/* Whether a unit lies in the department of the roll-up, as far as is known. */
static bool is_of_department(const struct bgt_rollup *rollup,
                             const struct bgt_figures *source, size_t unit)
{
    struct bgt_slice dept = bgt_figures_agency_text(source, unit, BGT_agency_dept_code);
    return dept.length == 0 || rollup->dept_code.length == 0 ||
           is_same(dept, rollup->dept_code);
}

static bgt_status settle_known_unit(struct bgt_rollup *rollup,
                                    const struct bgt_figures *source, size_t unit)
{
    struct bgt_slice code = bgt_figures_agency_text(source, unit, BGT_agency_agency_code);
    struct bgt_slice name = bgt_figures_agency_text(source, unit, BGT_agency_agency_name);
    struct bgt_slice type =
        bgt_figures_agency_text(source, unit, BGT_agency_agency_type_name);
    struct bgt_rollup_agency *agency = find_unit(rollup, code);
    if (agency != NULL && type.length > 0)
        agency->type = type;
    if (agency != NULL || code.length == 0 || !is_of_department(rollup, source, unit))
        return BGT_OK;
    return report_text(rollup, "ROLLUP_UNIT_MISSING", name.length > 0 ? name : code,
                       NULL);
}

static bool is_administrative(struct bgt_slice type)
{
    static const char *const words[] = {"行政", "参照公务员", "参公", "机关", NULL};
    for (size_t i = 0; words[i] != NULL; i++)
        if (bgt_text_find(type.text, type.length, 0, words[i]) != SIZE_MAX)
            return true;
    return false;
}

static void mark_institutions(struct bgt_rollup *rollup)
{
    for (size_t i = 0; i < rollup->detail_count; i++) {
        struct bgt_slice type = rollup->agencies[rollup->details[i].agency].type;
        rollup->details[i].is_institution = type.length > 0 && !is_administrative(type);
    }
}

/* ---- Scope ---- */

/* 甲、乙、丙 */
static const char *names_of(const struct bgt_rollup *rollup, struct bgt_buffer *names)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < rollup->agency_count; i++) {
        if (i > 0)
            status = bgt_buffer_append_text(names, "、");
        if (status == BGT_OK)
            status = bgt_buffer_append(names, rollup->agencies[i].name.text,
                                       rollup->agencies[i].name.length);
    }
    return names->length > 0 ? names->data : "";
}

static bgt_status check_scope(const struct bgt_rollup *rollup)
{
    const char *scope = rollup->options->scope;
    struct bgt_buffer names;
    bgt_status status = BGT_OK;
    if (scope == NULL)
        return BGT_OK;
    bgt_buffer_init(&names, NULL, NAMES_BYTES);
    if (strcmp(scope, "unit") == 0 && rollup->agency_count > 1)
        status = bgt_report_at(rollup->io->reporter, "ROLLUP_UNITS_MANY", NULL,
                               names_of(rollup, &names), NULL);
    if (strcmp(scope, "department") == 0 && rollup->dept_name.length == 0)
        status =
            bgt_report_at(rollup->io->reporter, "ROLLUP_NO_DEPARTMENT", NULL, NULL, NULL);
    bgt_buffer_close(&names);
    return status;
}

/* Units with income and no expenditure, or the reverse; two units of one name. */
static bgt_status tell_units(const struct bgt_rollup *rollup)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < rollup->agency_count; i++) {
        const struct bgt_rollup_agency *agency = &rollup->agencies[i];
        if (!agency->has_details)
            status = report_text(rollup, "ROLLUP_UNIT_MISSING", agency->name, NULL);
        else if (rollup->has_income && !agency->has_income)
            status = report_text(rollup, "ROLLUP_UNIT_NO_INCOME", agency->name, NULL);
        for (size_t j = 0; status == BGT_OK && j < i; j++)
            if (is_same(rollup->agencies[j].name, agency->name))
                status =
                    report_text(rollup, "ROLLUP_UNIT_NAME_TWICE", agency->name, NULL);
    }
    return status;
}

/* ---- What units pay to one another ---- */

static bgt_status settle_internal(struct bgt_rollup *rollup)
{
    struct bgt_decimal_sum sum = {0};
    struct bgt_decimal total;
    char text[BGT_DECIMAL_TEXT_SIZE];
    size_t kept = 0;
    bool has_internal = false;
    bool is_offset = rollup->options->is_offset;
    for (size_t i = 0; rollup->agency_count > 1 && i < rollup->detail_count; i++)
        if (rollup->details[i].is_internal && !rollup->details[i].is_income) {
            has_internal = true;
            bgt_decimal_sum_add(&sum, rollup->details[i].amount);
        }
    if (!has_internal || !bgt_decimal_sum_total(&sum, &total))
        return BGT_OK;
    for (size_t i = 0; is_offset && i < rollup->detail_count; i++)
        if (!rollup->details[i].is_internal)
            rollup->details[kept++] = rollup->details[i];
    if (is_offset)
        rollup->detail_count = kept;
    text[bgt_decimal_format(total, text)] = '\0';
    return bgt_report_at(rollup->io->reporter,
                         is_offset ? "ROLLUP_OFFSET" : "ROLLUP_NOT_OFFSET", NULL, text,
                         NULL);
}

bgt_status bgt_rollup_settle_units(struct bgt_rollup *rollup)
{
    bgt_status status = check_scope(rollup);
    for (size_t s = 0; status == BGT_OK && s < rollup->source_count; s++)
        for (size_t i = 0; status == BGT_OK && i < rollup->sources[s]->agency_count; i++)
            status = settle_known_unit(rollup, rollup->sources[s], i);
    if (status == BGT_OK)
        status = tell_units(rollup);
    mark_institutions(rollup);
    return status == BGT_OK ? settle_internal(rollup) : status;
}

/* ---- Income ---- */

static bgt_status check_fund(const struct bgt_rollup *rollup, unsigned fund,
                             const char *name)
{
    struct bgt_decimal_sum sums[2] = {{0}, {0}};
    struct bgt_decimal totals[2];
    char texts[2][BGT_DECIMAL_TEXT_SIZE];
    struct bgt_diagnostic diagnostic = {.code = "ROLLUP_INCOME_DIFFERS"};
    for (size_t i = 0; i < rollup->detail_count; i++) {
        const struct bgt_detail *detail = &rollup->details[i];
        if (detail->fund == fund && detail->origin == BGT_ORIGIN_CURRENT)
            bgt_decimal_sum_add(&sums[detail->is_income], detail->amount);
    }
    if (!bgt_decimal_sum_total(&sums[0], &totals[0]) ||
        !bgt_decimal_sum_total(&sums[1], &totals[1]))
        return bgt_report_at(rollup->io->reporter, "ROLLUP_TOO_LARGE", NULL, name, NULL);
    if (bgt_decimal_compare(totals[0], totals[1]) == 0)
        return BGT_OK;
    for (size_t i = 0; i < 2; i++)
        texts[i][bgt_decimal_format(totals[i], texts[i])] = '\0';
    diagnostic.arguments[0] = name;
    diagnostic.arguments[1] = texts[1];
    diagnostic.arguments[2] = texts[0];
    return bgt_report(rollup->io->reporter, &diagnostic);
}

bgt_status bgt_rollup_check_income(const struct bgt_rollup *rollup)
{
    static const struct {
        unsigned fund;
        const char *name;
    } funds[] = {{BGT_FUND_GENERAL, "一般公共预算"},
                 {BGT_FUND_GOVERNMENT, "政府性基金预算"},
                 {BGT_FUND_CAPITAL, "国有资本经营预算"},
                 {BGT_FUND_ACCOUNT, "财政专户管理资金"},
                 {BGT_FUND_AGENCY, "单位资金"}};
    bgt_status worst = BGT_OK;
    for (size_t i = 0; rollup->has_income && i < sizeof funds / sizeof funds[0]; i++) {
        bgt_status status = check_fund(rollup, funds[i].fund, funds[i].name);
        if (status != BGT_OK && status != BGT_BAD)
            return status;
        worst = status == BGT_OK ? worst : status;
    }
    return worst;
}
