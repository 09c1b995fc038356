/* What each published table is made of (design §3, relations of the family). */
#include <string.h>

#include "figures/rollup_parts.h"

static const struct bgt_rollup_spec specs[] = {
    {"summary", BGT_FUND_ALL, BGT_ORIGIN_ALL, BGT_USE_ALL, false, false},
    {"income", BGT_FUND_ALL, BGT_ORIGIN_ALL, BGT_USE_ALL, true, false},
    {"expenditure", BGT_FUND_ALL, BGT_ORIGIN_ALL, BGT_USE_ALL, false, false},
    {"fiscal_summary", BGT_FUND_FISCAL, BGT_ORIGIN_ALL, BGT_USE_ALL, false, false},
    {"general_expenditure", BGT_FUND_GENERAL, BGT_ORIGIN_CURRENT, BGT_USE_ALL, false,
     false},
    {"basic_economic", BGT_FUND_GENERAL, BGT_ORIGIN_CURRENT, BGT_USE_BASIC, false, false},
    {"gov_fund_income", BGT_FUND_GOVERNMENT, BGT_ORIGIN_CURRENT, BGT_USE_ALL, false,
     false},
    {"gov_fund_expenditure", BGT_FUND_GOVERNMENT, BGT_ORIGIN_CURRENT, BGT_USE_ALL, false,
     false},
    {"state_capital", BGT_FUND_CAPITAL, BGT_ORIGIN_CURRENT, BGT_USE_ALL, false, false},
    {"three_public", BGT_FUND_FISCAL, BGT_ORIGIN_ALL, BGT_USE_ALL, false, false},
    {"operating", BGT_FUND_FISCAL, BGT_ORIGIN_ALL, BGT_USE_PUBLIC, false, false},
    {"project_current", BGT_FUND_ALL, BGT_ORIGIN_CURRENT, BGT_USE_PROJECT, false, false},
    {"project_carryover", BGT_FUND_FISCAL, BGT_ORIGIN_CARRYOVER, BGT_USE_PROJECT, false,
     true},
    {"performance_funds", BGT_FUND_ALL, BGT_ORIGIN_ALL, BGT_USE_ALL, false, false},
    {"project_funding", BGT_FUND_ALL, BGT_ORIGIN_CURRENT, BGT_USE_PROJECT, false, false},
};

const struct bgt_rollup_spec *bgt_rollup_spec_of(const struct bgt_layout *layout)
{
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++)
        if (bgt_text_equal(layout->table_id.text, layout->table_id.length,
                           specs[i].table_id, strlen(specs[i].table_id)))
            return &specs[i];
    return NULL;
}
