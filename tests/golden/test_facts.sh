#!/usr/bin/env bash
# The published budget: all 287 figures of expected-facts.csv, which were taken from the document
# by other means, arrive exactly.
. "$(dirname "$0")/../support/shell.sh"
. "$(dirname "$0")/facts.sh"

header=fiscal_year,mof_div_code,agency_code,agency_name,table_id,table_no,row_no,side,row_kind
header=$header,item,pro_code,pro_name,income_sort_code,income_sort_name,exp_func_code
header=$header,exp_func_name,gov_bgt_eco_code,gov_bgt_eco_name,dep_bgt_eco_code,dep_bgt_eco_name
header=$header,fund_type_code,fund_type_name,bgt_type_code,measure,amount,amount_unit,place

convert --layout facts "$golden/disclosure.xlsx" "$work/facts.csv"
facts_are_exact "disclosure.xlsx" "$work/facts.csv"
same "the header of facts" "$(head -n 1 "$work/facts.csv")" "$header"
same "lines of facts.csv" "$(wc -l <"$work/facts.csv")" 288
same "carriage returns" "$(tr -cd '\r' <"$work/facts.csv" | wc -c)" 0

# column NAME: of facts.csv, without the header.
column() {
    awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
        { print $at }' "$work/facts.csv"
}

# lines_where CONDITION: how many figures; columns by name as c("name").
count() {
    awk -F, 'function c(name) { return $at[name] }
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        '"$1"' { n++ } END { print n + 0 }' "$work/facts.csv"
}

# 26 stored under the format #,##0.00 is 26.00, and no amount has another number of places.
same "amounts without two places" "$(column amount | grep -cvE '^[0-9]+\.[0-9][0-9]$')" 0
same "26.00" "$(column amount | grep -cx '26\.00')" \
    "$(grep -c ',26\.00$' "$golden/expected-facts.csv")"
same "tables with figures" "$(column table_id | sort -u | wc -l)" 9
same "table numbers follow the document" "$(column table_no | uniq | tr '\n' ' ')" \
    "1 2 3 4 5 6 11 12 13 "
same "amounts of carry-over under 上年财政拨款结转" \
    "$(count 'c("table_id") == "fiscal_summary" && c("side") == "income" && c("bgt_type_code") == "22"')" 3
same "every place is a cell" "$(column place | grep -cvE '[A-Z]+[0-9]+$')" 0
same "totals are marked" "$(count 'c("item") ~ /合计|总计/ && c("row_kind") != "total"')" 0

done_testing
