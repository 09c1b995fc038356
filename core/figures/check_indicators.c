#include <string.h>

#include "figures/check_parts.h"
#include "io/batch.h"

/* An indicator with its twin of the other period at hand. */
struct looking {
    struct bgt_checking *checking;
    struct bgt_check_set *set;
    const struct bgt_check_row *row;
    struct bgt_slice name;
    struct bgt_slice value;
};

static struct bgt_slice text_of(const struct looking *looking,
                                const struct bgt_check_row *row, uint16_t field)
{
    return bgt_figures_item_text(looking->checking->figures, row->item, field);
}

static const char *keep(const struct looking *looking, struct bgt_slice text)
{
    return bgt_check_keep(looking->checking, text);
}

static bool is_same(struct bgt_slice a, struct bgt_slice b)
{
    return bgt_text_same_label(a.text, a.length, b.text, b.length);
}

static bool contains(struct bgt_slice text, const char *part)
{
    return bgt_text_find(text.text, text.length, 0, part) != SIZE_MAX;
}

/* A warning about the indicator; the first two arguments are whose and which it is. */
static struct bgt_finding *add(const struct looking *looking, const char *code,
                               enum bgt_finding_severity severity, uint16_t field)
{
    struct bgt_checking *checking = looking->checking;
    const struct bgt_figures *figures = checking->figures;
    struct bgt_finding *finding = bgt_check_add(checking, severity, code);
    struct bgt_slice subject = text_of(looking, looking->row, BGT_indicator_pro_name);
    struct bgt_check_figure figure = {
        .entity = BGT_ENTITY_indicator,
        .item = looking->row->item,
        .value = bgt_item_find(figures->batch,
                               bgt_figures_item(figures, looking->row->item), field)};
    if (subject.length == 0)
        subject = text_of(looking, looking->row, BGT_indicator_agency_name);
    if (finding == NULL)
        return NULL;
    finding->arguments[0] = keep(looking, subject);
    finding->arguments[1] = keep(looking, looking->name);
    return bgt_check_place(checking, finding, &figure) == BGT_OK ? finding : NULL;
}

static size_t parts_of(struct bgt_slice text)
{
    size_t count = text.length > 0;
    for (size_t i = 0; i + 1 < text.length; i++)
        count += text.text[i] == ';' && text.text[i + 1] == ' ';
    return count;
}

static bgt_status check_value(const struct looking *looking)
{
    char number[2][BGT_DECIMAL_TEXT_SIZE];
    size_t names = parts_of(looking->name);
    size_t values = parts_of(looking->value);
    if (looking->value.length == 0)
        return add(looking, "CHECK_INDICATOR_VALUE", BGT_FINDING_WARNING,
                   BGT_indicator_lv3_perf_ind_name) == NULL
                   ? BGT_NO_MEMORY
                   : BGT_OK;
    if (names < 2 || names == values)
        return BGT_OK;
    struct bgt_finding *finding =
        add(looking, "CHECK_INDICATOR_COUNT", BGT_FINDING_WARNING, BGT_indicator_kpi_val);
    if (finding == NULL)
        return BGT_NO_MEMORY;
    (void)bgt_decimal_format(bgt_decimal_make((int64_t)names, 0), number[0]);
    (void)bgt_decimal_format(bgt_decimal_make((int64_t)values, 0), number[1]);
    finding->arguments[2] = keep(looking, bgt_slice_of(number[0]));
    finding->arguments[3] = keep(looking, bgt_slice_of(number[1]));
    return BGT_OK;
}

/* What an ending of the name says about the unit of the value. */
static const struct {
    const char *ending;
    const char *units[6];
    bool needs_number; /* A value in words is doubtful too. */
} heads[] = {
    {"率", {"%", "％", "‰", "百分", "倍"}, true},
    {"满意度", {"%", "％", "分"}, true},
    {"人数", {"人", "名"}, false},
    {"次数", {"次", "场", "届", "期"}, false},
};

static bgt_status check_unit(const struct looking *looking)
{
    struct bgt_slice number = text_of(looking, looking->row, BGT_indicator_meterunit);
    if (looking->value.length == 0)
        return BGT_OK;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        bool fits = false;
        if (!bgt_text_ends_with(looking->name.text, looking->name.length,
                                heads[i].ending))
            continue;
        for (size_t u = 0; heads[i].units[u] != NULL; u++)
            fits = fits || contains(looking->value, heads[i].units[u]);
        if (fits || (!heads[i].needs_number && number.length == 0))
            return BGT_OK;
        struct bgt_finding *finding = add(looking, "CHECK_INDICATOR_UNIT",
                                          BGT_FINDING_WARNING, BGT_indicator_kpi_val);
        if (finding == NULL)
            return BGT_NO_MEMORY;
        finding->arguments[2] = keep(looking, looking->value);
        finding->arguments[3] = heads[i].units[0];
        return BGT_OK;
    }
    return BGT_OK;
}

/* The first year with 年 that is not the document's, or 0. */
static unsigned other_year(struct bgt_slice text, unsigned year)
{
    static const char mark[] = "年";
    size_t at = bgt_text_find(text.text, text.length, 0, mark);
    while (at != SIZE_MAX) {
        uint64_t found = 0;
        if (at >= 4 && bgt_text_parse_unsigned(text.text + at - 4, 4, 2099, &found) &&
            found >= 1949 && found != year)
            return (unsigned)found;
        at = bgt_text_find(text.text, text.length, at + 1, mark);
    }
    return 0;
}

static bgt_status check_year(const struct looking *looking)
{
    struct bgt_slice stated =
        bgt_figures_fact(looking->checking->figures, BGT_document_fiscal_year);
    uint64_t year = 0;
    char number[BGT_DECIMAL_TEXT_SIZE];
    if (!bgt_text_parse_unsigned(stated.text, stated.length, 9999, &year))
        return BGT_OK;
    unsigned other = other_year(looking->value, (unsigned)year);
    if (other == 0)
        other = other_year(looking->name, (unsigned)year);
    if (other == 0)
        return BGT_OK;
    struct bgt_finding *finding =
        add(looking, "CHECK_INDICATOR_YEAR", BGT_FINDING_WARNING, BGT_indicator_kpi_val);
    if (finding == NULL)
        return BGT_NO_MEMORY;
    (void)bgt_decimal_format(bgt_decimal_make((int64_t)other, 0), number);
    finding->arguments[2] = keep(looking, bgt_slice_of(number));
    finding->arguments[3] = keep(looking, stated);
    return BGT_OK;
}

/* The indicator of this name in a period of the same project, or null; the one under the
 * same category first. */
static bgt_status find_twin(const struct looking *looking, const char *period,
                            const struct bgt_check_row **twin)
{
    struct bgt_rule_rows wanted = {
        .table = looking->set->id, .entity = BGT_ENTITY_indicator, .condition_count = 1};
    struct bgt_check_walk walk = {
        .set = looking->set, .wanted = &wanted, .bound = looking->row};
    struct bgt_slice lv2 =
        text_of(looking, looking->row, BGT_indicator_lv2_perf_ind_name);
    wanted.conditions[0].field = wanted.conditions[0].bound =
        BGT_indicator_lv3_perf_ind_name;
    wanted.conditions[0].is_bound = true;
    *twin = NULL;
    bgt_status status = bgt_check_walk(looking->checking, &walk);
    const struct bgt_check_row *row = status == BGT_OK ? bgt_check_next(&walk) : NULL;
    for (; row != NULL; row = bgt_check_next(&walk)) {
        if (!is_same(text_of(looking, row, BGT_indicator_yearflag),
                     bgt_slice_of(period)) ||
            !is_same(text_of(looking, row, BGT_indicator_pro_name),
                     text_of(looking, looking->row, BGT_indicator_pro_name)))
            continue;
        bool is_category =
            is_same(text_of(looking, row, BGT_indicator_lv2_perf_ind_name), lv2);
        if (*twin == NULL || is_category)
            *twin = row;
        if (is_category)
            break;
    }
    return status;
}

static bgt_status compare_twins(const struct looking *looking,
                                const struct bgt_check_row *twin)
{
    struct bgt_slice lv2 =
        text_of(looking, looking->row, BGT_indicator_lv2_perf_ind_name);
    struct bgt_slice other = text_of(looking, twin, BGT_indicator_lv2_perf_ind_name);
    struct bgt_slice unit = text_of(looking, looking->row, BGT_indicator_meterunit);
    struct bgt_slice other_unit = text_of(looking, twin, BGT_indicator_meterunit);
    struct bgt_slice other_value = text_of(looking, twin, BGT_indicator_kpi_val);
    struct bgt_finding *finding = NULL;
    if (!is_same(lv2, other)) {
        finding = add(looking, "CHECK_INDICATOR_CATEGORY", BGT_FINDING_WARNING,
                      BGT_indicator_lv3_perf_ind_name);
        if (finding == NULL)
            return BGT_NO_MEMORY;
        finding->arguments[2] = keep(looking, lv2);
        finding->arguments[3] = keep(looking, other);
    }
    if (looking->value.length == 0 || other_value.length == 0 ||
        is_same(unit, other_unit))
        return BGT_OK;
    finding = add(looking, "CHECK_INDICATOR_PERIODS", BGT_FINDING_WARNING,
                  BGT_indicator_kpi_val);
    if (finding == NULL)
        return BGT_NO_MEMORY;
    finding->arguments[2] = keep(looking, looking->value);
    finding->arguments[3] = keep(looking, other_value);
    return BGT_OK;
}

/* 实施期 against 年度: where the project has both. */
static bgt_status check_periods(const struct looking *looking, bool has_year)
{
    const struct bgt_check_row *twin = NULL;
    struct bgt_slice period = text_of(looking, looking->row, BGT_indicator_yearflag);
    if (!has_year || !is_same(period, bgt_slice_of("实施期")))
        return BGT_OK;
    bgt_status status = find_twin(looking, "年度", &twin);
    if (status != BGT_OK)
        return status;
    if (twin != NULL)
        return compare_twins(looking, twin);
    return add(looking, "CHECK_INDICATOR_PERIOD", BGT_FINDING_WARNING,
               BGT_indicator_lv3_perf_ind_name) == NULL
               ? BGT_NO_MEMORY
               : BGT_OK;
}

static bgt_status check_one(struct looking *looking, bool has_year)
{
    looking->name = text_of(looking, looking->row, BGT_indicator_lv3_perf_ind_name);
    looking->value = text_of(looking, looking->row, BGT_indicator_kpi_val);
    if (looking->name.length == 0)
        return BGT_OK; /* A category without indicators. */
    bgt_status status = check_value(looking);
    if (status == BGT_OK)
        status = check_unit(looking);
    if (status == BGT_OK)
        status = check_year(looking);
    return status == BGT_OK ? check_periods(looking, has_year) : status;
}

bgt_status bgt_check_indicators(struct bgt_checking *checking)
{
    struct looking looking = {.checking = checking};
    bgt_status status = BGT_OK;
    bool has_year = false;
    looking.set = bgt_check_set_of(checking, bgt_slice_of("indicator"));
    if (looking.set == NULL)
        return BGT_OK;
    for (size_t i = 0; i < looking.set->count; i++)
        has_year = has_year || is_same(text_of(&looking, &looking.set->rows[i],
                                               BGT_indicator_yearflag),
                                       bgt_slice_of("年度"));
    for (size_t i = 0; status == BGT_OK && i < looking.set->count; i++) {
        looking.row = &looking.set->rows[i];
        status = check_one(&looking, has_year);
    }
    return status;
}
