#include "base/decimal.h"
#include "diag/reporter.h"
#include "figures/rollup_parts.h"

#include <string.h>

/* 元 to 万元, and the places printed there. */
#define WAN_POWER     (-4)
#define PRINTED_SCALE 2

static bool has_prefix(struct bgt_slice text, struct bgt_slice prefix)
{
    return text.length >= prefix.length &&
           (prefix.length == 0 || memcmp(text.text, prefix.text, prefix.length) == 0);
}

static bool has_one_prefix(struct bgt_slice text, const char *const *prefixes)
{
    for (; *prefixes != NULL; prefixes++)
        if (has_prefix(text, bgt_slice_of(*prefixes)))
            return true;
    return false;
}

bool bgt_rollup_selects(const struct bgt_selection *selection,
                        const struct bgt_detail *detail)
{
    bool is_of_income = selection->of_income && detail->origin == BGT_ORIGIN_CURRENT;
    return detail->is_income == is_of_income && (selection->funds & detail->fund) != 0 &&
           !(selection->no_institutions && detail->is_institution) &&
           (selection->origins & detail->origin) != 0 &&
           (selection->uses & detail->use) != 0 &&
           (selection->income.length == 0 ||
            bgt_text_equal(selection->income.text, selection->income.length,
                           detail->income.text, detail->income.length)) &&
           (selection->levels == NULL ||
            (detail->level.length > 0 &&
             strchr(selection->levels, detail->level.text[0]) != NULL)) &&
           (selection->agency < 0 || selection->agency == detail->agency) &&
           (selection->project < 0 || selection->project == detail->project) &&
           has_prefix(detail->func, selection->func) &&
           has_prefix(detail->dep, selection->dep) &&
           (!selection->has_gov ||
            bgt_text_equal(selection->gov.text, selection->gov.length, detail->gov.text,
                           detail->gov.length)) &&
           (selection->dep_codes == NULL ||
            has_one_prefix(detail->dep, selection->dep_codes));
}

/* What a column narrows a row to. */
static void narrow(struct bgt_selection *selection, uint16_t field)
{
    static const struct {
        uint16_t field;
        unsigned funds, origins, uses;
    } columns[] = {
        {BGT_line_general_public, BGT_FUND_GENERAL, BGT_ORIGIN_ALL, BGT_USE_ALL},
        {BGT_line_gov_fund, BGT_FUND_GOVERNMENT, BGT_ORIGIN_ALL, BGT_USE_ALL},
        {BGT_line_state_capital, BGT_FUND_CAPITAL, BGT_ORIGIN_ALL, BGT_USE_ALL},
        {BGT_line_special_account, BGT_FUND_ACCOUNT, BGT_ORIGIN_ALL, BGT_USE_ALL},
        {BGT_line_agency_fund, BGT_FUND_AGENCY, BGT_ORIGIN_ALL, BGT_USE_ALL},
        {BGT_line_basic, BGT_FUND_ALL, BGT_ORIGIN_ALL, BGT_USE_BASIC},
        {BGT_line_personnel, BGT_FUND_ALL, BGT_ORIGIN_ALL, BGT_USE_PERSONNEL},
        {BGT_line_public_use, BGT_FUND_ALL, BGT_ORIGIN_ALL, BGT_USE_PUBLIC},
        {BGT_line_project, BGT_FUND_ALL, BGT_ORIGIN_ALL, BGT_USE_PROJECT},
        {BGT_line_current_year, BGT_FUND_ALL, BGT_ORIGIN_CURRENT, BGT_USE_ALL},
        {BGT_line_carryover, BGT_FUND_ALL, BGT_ORIGIN_CARRYOVER, BGT_USE_ALL},
    };
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (columns[i].field == field) {
            selection->funds &= columns[i].funds;
            selection->origins &= columns[i].origins;
            selection->uses &= columns[i].uses;
        }
}

struct bgt_selection bgt_rollup_cell_selection(const struct bgt_rollup_table *table,
                                               const struct bgt_rollup_row *row,
                                               const struct bgt_rollup_cell *cell)
{
    const struct bgt_rollup_spec *spec = bgt_rollup_spec_of(table->layout);
    struct bgt_selection selection = row->selection;
    narrow(&selection, cell->field);
    if (spec->is_income && cell->field != BGT_line_carryover)
        selection.origins &= BGT_ORIGIN_CURRENT;
    return selection;
}

/* The figure as the table prints it. False where it is too large. */
static bool print_cell(const struct bgt_rollup_table *table, struct bgt_rollup_cell *cell)
{
    struct bgt_decimal wan;
    if (!table->is_in_yuan)
        return bgt_decimal_shift(cell->exact, WAN_POWER, &wan) &&
               bgt_decimal_round(wan, PRINTED_SCALE, &cell->printed, NULL);
    cell->printed = cell->exact;
    return true;
}

static bgt_status sum_cell(struct bgt_rollup *rollup,
                           const struct bgt_rollup_table *table,
                           const struct bgt_rollup_row *row, struct bgt_rollup_cell *cell)
{
    struct bgt_decimal_sum sum = {0};
    struct bgt_selection selection = bgt_rollup_cell_selection(table, row, cell);
    bool is_empty = selection.funds == 0 || selection.origins == 0 || selection.uses == 0;
    for (size_t i = 0; !is_empty && i < rollup->detail_count; i++)
        if (bgt_rollup_selects(&selection, &rollup->details[i])) {
            bgt_decimal_sum_add(&sum, rollup->details[i].amount);
            cell->is_present = true;
        }
    cell->is_present = cell->is_present || row->is_zero_filled;
    if (!cell->is_present)
        return BGT_OK;
    if (!bgt_decimal_sum_total(&sum, &cell->exact) || !print_cell(table, cell))
        return bgt_report_at(rollup->io->reporter, "ROLLUP_TOO_LARGE", NULL,
                             bgt_line_field(cell->field)->label, NULL);
    rollup->figures++;
    return BGT_OK;
}

static const struct bgt_rollup_cell *find_cell(const struct bgt_rollup_row *row,
                                               uint16_t field)
{
    for (unsigned i = 0; i < row->cell_count; i++)
        if (row->cells[i].field == field)
            return &row->cells[i];
    return NULL;
}

/* Whether printed parts, where there are any, do not add up to the printed sum. */
static bool is_off(const struct bgt_rollup_cell *whole, const struct bgt_decimal_sum *sum,
                   bool has_parts)
{
    struct bgt_decimal total;
    return whole->is_present && has_parts && bgt_decimal_sum_total(sum, &total) &&
           bgt_decimal_compare(total, whole->printed) != 0;
}

/* The columns that add up to 合计. */
static bool row_has_tail(const struct bgt_rollup_row *row)
{
    static const uint16_t groups[][6] = {
        {BGT_line_general_public, BGT_line_gov_fund, BGT_line_state_capital,
         BGT_line_special_account, BGT_line_agency_fund, BGT_line_total},
        {BGT_line_basic, BGT_line_project, BGT_line_total},
        {BGT_line_personnel, BGT_line_public_use, BGT_line_total},
        {BGT_line_current_year, BGT_line_carryover, BGT_line_total},
    };
    const struct bgt_rollup_cell *total = find_cell(row, BGT_line_total);
    for (size_t g = 0; total != NULL && g < sizeof groups / sizeof groups[0]; g++) {
        struct bgt_decimal_sum sum = {0};
        bool has_parts = false;
        for (size_t i = 0; groups[g][i] != BGT_line_total; i++) {
            const struct bgt_rollup_cell *part = find_cell(row, groups[g][i]);
            if (part != NULL && part->is_present) {
                bgt_decimal_sum_add(&sum, part->printed);
                has_parts = true;
            }
        }
        if (is_off(total, &sum, has_parts))
            return true;
    }
    return false;
}

/* The rows one level below a row: of the same block, up to the next row of its level. A
 * total's are the rows of level 1, or those without a level. */
static bool column_has_tail(const struct bgt_rollup_row *first,
                            const struct bgt_rollup_row *row, unsigned column)
{
    struct bgt_decimal_sum sum = {0};
    bool has_parts = false;
    bool is_total = row->level == 0;
    for (const struct bgt_rollup_row *at = is_total ? first : row->next; at != NULL;
         at = at->next) {
        if (at == row || at->block != row->block || column >= at->cell_count)
            continue;
        if (!is_total && at->level <= row->level)
            break;
        bool is_part =
            is_total ? at->role == NULL && at->level <= 1 : at->level == row->level + 1;
        if (is_part && at->cells[column].is_present) {
            bgt_decimal_sum_add(&sum, at->cells[column].printed);
            has_parts = true;
        }
    }
    return is_off(&row->cells[column], &sum, has_parts);
}

static bool table_has_tail(const struct bgt_rollup_table *table)
{
    for (const struct bgt_rollup_row *row = table->first; row != NULL; row = row->next) {
        bool is_whole = row->role != NULL && (strcmp(row->role, "sum") == 0 ||
                                              strcmp(row->role, "current_total") == 0);
        if (row_has_tail(row))
            return true;
        for (unsigned c = 0; c < row->cell_count; c++)
            if ((is_whole || row->level > 0) && column_has_tail(table->first, row, c))
                return true;
    }
    return false;
}

bgt_status bgt_rollup_sum(struct bgt_rollup *rollup)
{
    for (struct bgt_rollup_table *table = rollup->first; table != NULL;
         table = table->next) {
        for (struct bgt_rollup_row *row = table->first; row != NULL; row = row->next)
            for (unsigned c = 0; c < row->cell_count; c++) {
                bgt_status status = sum_cell(rollup, table, row, &row->cells[c]);
                if (status != BGT_OK)
                    return status;
                table->has_figures = table->has_figures || row->cells[c].is_present;
            }
        rollup->has_tail = rollup->has_tail || table_has_tail(table);
    }
    return BGT_OK;
}
