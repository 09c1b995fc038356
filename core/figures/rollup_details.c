#include <stdlib.h>
#include <string.h>

#include "diag/reporter.h"
#include "figures/rollup_parts.h"

/* Text of one place. */
#define PLACE_BYTES 8192u

/* Shortest code of a functional classification: a 类. */
#define CLASS_DIGITS 3u

struct code_bit {
    const char *prefix;
    uint8_t bit;
    bool is_whole; /* The code itself, no longer one. */
};

static const struct code_bit funds[] = {
    {"11", BGT_FUND_GENERAL, false}, {"12", BGT_FUND_GOVERNMENT, false},
    {"13", BGT_FUND_CAPITAL, false}, {"2", BGT_FUND_ACCOUNT, false},
    {"3", BGT_FUND_AGENCY, false},   {NULL, 0, false},
};

static const struct code_bit origins[] = {
    {"21", BGT_ORIGIN_CURRENT, true},
    {"22", BGT_ORIGIN_CARRYOVER, true},
    {"23", BGT_ORIGIN_CARRYOVER, true},
    {NULL, 0, false},
};

static const struct code_bit uses[] = {
    {"1", BGT_USE_PERSONNEL, true},
    {"21", BGT_USE_PUBLIC, true},
    {"22", BGT_USE_PROJECT, true},
    {"3", BGT_USE_PROJECT, true},
    {NULL, 0, false},
};

static uint8_t bit_of(const struct code_bit *codes, struct bgt_slice code)
{
    for (; codes->prefix != NULL; codes++) {
        size_t length = strlen(codes->prefix);
        if (code.length >= length && memcmp(code.text, codes->prefix, length) == 0 &&
            (!codes->is_whole || code.length == length))
            return codes->bit;
    }
    return 0;
}

bgt_status bgt_rollup_report(const struct bgt_figures *source,
                             const struct bgt_figures_line *line,
                             const struct bgt_diagnostic *diagnostic, uint16_t field)
{
    struct bgt_buffer text;
    struct bgt_diagnostic placed = *diagnostic;
    bgt_buffer_init(&text, source->io->allocator, PLACE_BYTES);
    bgt_status status = bgt_figures_place(
        source, line, bgt_figures_value(source, line, field), &text, &placed.place);
    if (status == BGT_OK) {
        if (placed.place.column == 0)
            placed.place.column = line->table->columns[field];
        status = bgt_report(source->io->reporter, &placed);
    }
    bgt_buffer_close(&text);
    return status;
}

/* Reports a fault of a field of a line, with the value as text. */
static bgt_status fault(const struct bgt_figures *source,
                        const struct bgt_figures_line *line, uint16_t field,
                        const char *code)
{
    struct bgt_slice found = bgt_figures_text(source, line, field);
    struct bgt_diagnostic diagnostic = {
        .code = code, .text = found.text, .text_length = found.length};
    diagnostic.arguments[0] = bgt_line_field(field)->label;
    return bgt_rollup_report(source, line, &diagnostic, field);
}

/* Makes room for one more object of an array. */
static bgt_status grow(void **list, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return BGT_OK;
    size_t wanted = *capacity == 0 ? 64 : *capacity * 2;
    void *grown = realloc(*list, wanted * size);
    if (grown == NULL)
        return BGT_NO_MEMORY;
    *list = grown;
    *capacity = wanted;
    return BGT_OK;
}

static bool is_same(struct bgt_slice a, struct bgt_slice b)
{
    return bgt_text_equal(a.text, a.length, b.text, b.length);
}

/* 阳泉市商务局（本级） publishes as 阳泉市商务局. */
static struct bgt_slice published_name(struct bgt_slice name)
{
    static const char *const endings[] = {"（本级）", "(本级)", "（本级)", "(本级）"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t length = strlen(endings[i]);
        if (name.length > length &&
            memcmp(name.text + name.length - length, endings[i], length) == 0)
            name.length -= length;
    }
    return bgt_text_trim(name.text, name.length);
}

static bgt_status find_agency(struct bgt_rollup *rollup, const struct bgt_figures *source,
                              const struct bgt_figures_line *line, uint32_t *index)
{
    struct bgt_rollup_agency agency = {
        bgt_figures_text(source, line, BGT_line_agency_code),
        published_name(bgt_figures_text(source, line, BGT_line_agency_name)),
        {"", 0},
        source,
        false,
        false,
        false};
    if (agency.name.length == 0)
        agency.name = agency.code;
    for (size_t i = rollup->agency_count; i-- > 0;) {
        *index = (uint32_t)i;
        if (is_same(rollup->agencies[i].code, agency.code) &&
            (agency.code.length > 0 || is_same(rollup->agencies[i].name, agency.name)))
            return BGT_OK;
    }
    void *list = rollup->agencies;
    bgt_status status =
        grow(&list, rollup->agency_count, &rollup->agency_capacity, sizeof agency);
    rollup->agencies = list;
    if (status != BGT_OK)
        return status;
    *index = (uint32_t)rollup->agency_count;
    rollup->agencies[rollup->agency_count++] = agency;
    return BGT_OK;
}

/* A unit in two files may be two exports of one thing. */
static bgt_status tell_unit_twice(struct bgt_rollup *rollup,
                                  const struct bgt_detail *detail)
{
    struct bgt_rollup_agency *agency = &rollup->agencies[detail->agency];
    struct bgt_diagnostic diagnostic = {.code = "ROLLUP_UNIT_TWICE",
                                        .text = agency->name.text,
                                        .text_length = agency->name.length};
    bool *has = detail->is_income ? &agency->has_income : &agency->has_details;
    bool is_first = !*has;
    *has = true;
    if (is_first && !detail->is_income)
        agency->source = detail->source;
    if (is_first || detail->is_income || agency->is_told ||
        agency->source == detail->source)
        return BGT_OK;
    agency->is_told = true;
    return bgt_rollup_report(detail->source, detail->line, &diagnostic,
                             BGT_line_agency_code);
}

static bgt_status find_project(struct bgt_rollup *rollup,
                               const struct bgt_figures *source,
                               const struct bgt_figures_line *line,
                               struct bgt_detail *detail)
{
    struct bgt_rollup_project project = {
        bgt_figures_text(source, line, BGT_line_pro_code),
        bgt_figures_text(source, line, BGT_line_pro_name), detail->agency};
    if (project.name.length == 0)
        project.name = project.code;
    for (size_t i = rollup->project_count; i-- > 0;) {
        const struct bgt_rollup_project *known = &rollup->projects[i];
        detail->project = (uint32_t)i;
        if (known->agency == project.agency && is_same(known->code, project.code) &&
            (project.code.length > 0 || is_same(known->name, project.name)))
            return BGT_OK;
    }
    void *list = rollup->projects;
    bgt_status status =
        grow(&list, rollup->project_count, &rollup->project_capacity, sizeof project);
    rollup->projects = list;
    if (status != BGT_OK)
        return status;
    detail->project = (uint32_t)rollup->project_count;
    rollup->projects[rollup->project_count++] = project;
    return BGT_OK;
}

static bool is_class_code(struct bgt_slice code)
{
    for (size_t i = 0; i < code.length; i++)
        if (code.text[i] < '0' || code.text[i] > '9')
            return false;
    return code.length >= CLASS_DIGITS;
}

/* One year, one region, one department in a roll-up: the first line says which. */
static bgt_status settle_common(struct bgt_rollup *rollup,
                                const struct bgt_figures *source,
                                const struct bgt_figures_line *line)
{
    struct {
        uint16_t field;
        struct bgt_slice *known;
    } commons[] = {{BGT_line_fiscal_year, &rollup->year},
                   {BGT_line_mof_div_code, &rollup->region},
                   {BGT_line_dept_code, &rollup->dept_code},
                   {BGT_line_dept_name, &rollup->dept_name}};
    for (size_t i = 0; i < sizeof commons / sizeof commons[0]; i++) {
        struct bgt_slice text = bgt_figures_text(source, line, commons[i].field);
        if (text.length == 0)
            continue;
        if (commons[i].known->length == 0)
            *commons[i].known = text;
        else if (!is_same(*commons[i].known, text))
            return fault(source, line, commons[i].field, "ROLLUP_DIFFERS");
    }
    return BGT_OK;
}

/* All faults of the line's codes, not only the first. */
static bgt_status read_codes(const struct bgt_figures *source,
                             const struct bgt_figures_line *line,
                             struct bgt_detail *detail)
{
    bgt_status status = BGT_OK;
    detail->fund = bit_of(funds, bgt_figures_text(source, line, BGT_line_fund_type_code));
    detail->origin =
        bit_of(origins, bgt_figures_text(source, line, BGT_line_bgt_type_code));
    detail->use = bit_of(uses, bgt_figures_text(source, line, BGT_line_pro_cat_code));
    detail->func = bgt_figures_text(source, line, BGT_line_exp_func_code);
    detail->dep = bgt_figures_text(source, line, BGT_line_dep_bgt_eco_code);
    detail->gov = bgt_figures_text(source, line, BGT_line_gov_bgt_eco_code);
    detail->level = bgt_figures_text(source, line, BGT_line_budget_level_code);
    detail->income = (struct bgt_slice){"", 0};
    if (detail->fund == 0)
        status = fault(source, line, BGT_line_fund_type_code, "ROLLUP_CODE_UNKNOWN");
    if (detail->origin == 0)
        status = fault(source, line, BGT_line_bgt_type_code, "ROLLUP_CODE_UNKNOWN");
    if (detail->use == 0)
        status = fault(source, line, BGT_line_pro_cat_code, "ROLLUP_CODE_UNKNOWN");
    if (!is_class_code(detail->func))
        status = fault(source, line, BGT_line_exp_func_code, "ROLLUP_CODE_UNKNOWN");
    if ((detail->use & BGT_USE_BASIC) != 0 && !is_class_code(detail->dep))
        status = fault(source, line, BGT_line_dep_bgt_eco_code, "ROLLUP_CODE_UNKNOWN");
    return status;
}

/* Income has a fund, and is of the current year unless it says otherwise. */
static bgt_status read_income_codes(const struct bgt_figures *source,
                                    const struct bgt_figures_line *line,
                                    struct bgt_detail *detail)
{
    struct bgt_slice none = {"", 0};
    struct bgt_slice origin = bgt_figures_text(source, line, BGT_line_bgt_type_code);
    detail->is_income = true;
    detail->income = bgt_figures_text(source, line, BGT_line_income_sort_code);
    detail->func = detail->dep = detail->gov = detail->level = none;
    detail->use = BGT_USE_ALL;
    detail->fund = bit_of(funds, bgt_figures_text(source, line, BGT_line_fund_type_code));
    detail->origin = origin.length == 0 ? BGT_ORIGIN_CURRENT : bit_of(origins, origin);
    if (detail->fund == 0)
        return fault(source, line, BGT_line_fund_type_code, "ROLLUP_CODE_UNKNOWN");
    return detail->origin == 0
               ? fault(source, line, BGT_line_bgt_type_code, "ROLLUP_CODE_UNKNOWN")
               : BGT_OK;
}

/* 上级补助收入资金 and 附属单位上缴收入资金 are another unit's money. */
static bool is_internal_fund(struct bgt_slice code)
{
    return code.length >= 2 && code.text[0] == '3' &&
           (code.text[1] == '2' || code.text[1] == '3');
}

static bgt_status take_line(struct bgt_rollup *rollup, const struct bgt_figures *source,
                            const struct bgt_figures_line *line, bool is_income)
{
    struct bgt_detail detail = {.source = source, .line = line};
    uint16_t measure = is_income ? (uint16_t)BGT_line_total : rollup->measure;
    bool is_live = true;
    detail.value = bgt_figures_value(source, line, measure);
    if (detail.value == NULL || detail.value->state != BGT_PRESENT)
        return BGT_OK;
    bgt_status status = bgt_rollup_is_live(source, line, &is_live);
    if (status != BGT_OK || !is_live)
        return status;
    status = is_income ? read_income_codes(source, line, &detail)
                       : read_codes(source, line, &detail);
    detail.is_internal =
        is_internal_fund(bgt_figures_text(source, line, BGT_line_fund_type_code));
    rollup->has_income = rollup->has_income || is_income;
    if (status == BGT_OK)
        status = settle_common(rollup, source, line);
    if (status == BGT_OK &&
        !bgt_decimal_shift(detail.value->decimal, line->table->power, &detail.amount))
        status = fault(source, line, measure, "ROLLUP_TOO_LARGE");
    if (status == BGT_OK)
        status = find_agency(rollup, source, line, &detail.agency);
    if (status == BGT_OK)
        status = tell_unit_twice(rollup, &detail);
    if (status == BGT_OK && !is_income)
        status = find_project(rollup, source, line, &detail);
    void *list = rollup->details;
    if (status == BGT_OK)
        status =
            grow(&list, rollup->detail_count, &rollup->detail_capacity, sizeof detail);
    rollup->details = list;
    if (status == BGT_OK)
        rollup->details[rollup->detail_count++] = detail;
    return status;
}

/* What a line is: 1 a detail of expenditure, 2 of income, 0 neither. */
static int kind_of(const struct bgt_figures *source, const struct bgt_figures_line *line)
{
    struct bgt_slice id = bgt_figures_table_text(source, line->table, BGT_table_table_id);
    struct bgt_slice kind = bgt_figures_text(source, line, BGT_line_row_kind);
    if (kind.length > 0 && !bgt_text_equal(kind.text, kind.length, "detail", 6))
        return 0;
    if (bgt_text_equal(id.text, id.length, "pm_annual", 9))
        return 1;
    return bgt_text_equal(id.text, id.length, "agency_income", 13) ? 2 : 0;
}

bgt_status bgt_rollup_take(struct bgt_rollup *rollup, const struct bgt_figures *source)
{
    bgt_status worst = BGT_OK;
    bool has_lines = source->agency_count > 0;
    struct bgt_place place = {.file = source->path};
    for (size_t i = 0; i < source->line_count; i++) {
        const struct bgt_figures_line *line = &source->lines[i];
        int kind = kind_of(source, line);
        if (kind == 0)
            continue;
        if (!line->table->has_unit)
            return bgt_report_at(source->io->reporter, "ROLLUP_UNIT_UNKNOWN", &place,
                                 NULL, NULL);
        size_t before = rollup->detail_count;
        bgt_status status = take_line(rollup, source, line, kind == 2);
        has_lines = has_lines || rollup->detail_count > before;
        if (status != BGT_OK && status != BGT_BAD)
            return status;
        worst = status == BGT_OK ? worst : status;
    }
    if (worst == BGT_OK && !has_lines)
        return bgt_report_at(source->io->reporter, "ROLLUP_NO_DETAIL", &place,
                             bgt_line_field(rollup->measure)->label, NULL);
    return worst;
}
