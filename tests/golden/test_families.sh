#!/usr/bin/env bash
# The layouts of the families, on small tables made here: what each figure means, and that what is
# written is read again as the same figures. test_shanghai_samples.sh has the published documents.
. "$(dirname "$0")/../support/shell.sh"
tables=$golden/families

# facts FILE OPTION...: what the table's figures mean, without where they stand.
facts() {
    local file=$1
    shift
    rm -f "$work/facts.csv"
    convert "$@" --layout facts "$tables/$file" "$work/facts.csv"
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { line = $at["table_id"]
          split("side row_kind item pro_code income_sort_code exp_func_code gov_bgt_eco_code dep_bgt_eco_code fund_type_code bgt_type_code measure amount amount_unit", keys, " ")
          for (k = 1; k in keys; k++) if ($at[keys[k]] != "") line = line " " $at[keys[k]]
          print line }' "$work/facts.csv" >"$work/facts"
}

# again: through YAML and a workbook, the same figures.
again() {
    local file=$1
    rm -f "$work"/again.*
    convert "$tables/$file" "$work/again.yaml"
    convert "$work/again.yaml" "$work/again.xlsx"
    convert --layout facts "$work/again.xlsx" "$work/again.csv"
    cut -d, -f1-26 "$work/facts.csv" >"$work/one"
    cut -d, -f1-26 "$work/again.csv" >"$work/two"
    same_file "$file written and read again" "$work/two" "$work/one"
}

# means TEXT: one of the facts.
means() {
    checks=$((checks + 1))
    grep -qxF -- "$1" "$work/facts" || {
        fail "$command: no figure: $1"
        cat "$work/facts"
    }
}

facts shanghai-summary.csv
same "figures of the summary" "$(wc -l <"$work/facts")" 16
means "summary income subtotal 一、财政拨款收入 total 9501164 元"
means "summary income detail 1、一般公共预算资金 11 total 9501164 元"
means "summary income detail 二、事业收入 31 total 2620000 元"
means "summary income total 收入总计 total 12121164 元"
means "summary expenditure detail 三、医疗卫生与计划生育支出 210 personnel 503724 元"
means "summary expenditure detail 二、社会保障和就业支出 208 public_use 2120950 元"
means "summary expenditure detail 二、社会保障和就业支出 208 project 2620000 元"
means "summary expenditure total 支出总计 public_use 2120950 元"
again shanghai-summary.csv
# Only the classes that the document prints are printed again, and the total below them.
run 0 info --cells "$work/again.xlsx"
same "rows of the summary" "$(sed -n 's/.*,C\([0-9]*\),s,支出总计$/\1/p' "$work/out")" 14
same "classes without figures" "$(grep -c '教育支出' "$work/out")" 0

facts shanghai-income.csv
says CODE_PART_PADDED ROWS_FILLER
same "figures of the income table" "$(wc -l <"$work/facts")" 10
means "income subtotal 社会保障和就业支出 208 business_income 2620000 元"
means "income subtotal 行政事业单位养老支出 20805 fiscal_appropriation 1696828 元"
means "income detail 事业单位离退休 2080502 total 538440 元"
means "income total 合计 total 11281624 元"
again shanghai-income.csv

# Printed sideways: each column is a row of its own.
facts shanghai-three-public.csv
same "figures of the 三公 table" "$(wc -l <"$work/facts")" 7
means "three_public total 合计 total 47.91 万元"
means "three_public detail 因公出国（境）费 total 0 万元"
means "three_public subtotal 公务用车购置及运行费 total 46.56 万元"
means "three_public detail 公务用车购置费 total 25 万元"
means "three_public detail 公务用车运行费 total 21.56 万元"
means "three_public detail 机关运行经费 total 443.18 万元"
again shanghai-three-public.csv

# ---- Final accounts ----

facts accounts-summary.csv
same "figures of 公开01" "$(wc -l <"$work/facts")" 13
means "summary income detail 一、一般公共预算财政拨款收入 11 final 1234.56 万元"
means "summary income detail 五、事业收入 31 final 10.00 万元"
means "summary income subtotal 使用非财政拨款结余（含专用结余） final 5.50 万元"
means "summary expenditure detail 八、社会保障和就业支出 208 final 220.06 万元"
means "summary expenditure subtotal 年末结转和结余 final 3.00 万元"
means "summary expenditure total 总计 final 1253.56 万元"
silent COLUMN_UNCLAIMED CELL_OUTSIDE_TABLE
again accounts-summary.csv

facts accounts-income.csv
same "figures of 公开02" "$(wc -l <"$work/facts")" 16
means "income detail 机关事业单位基本养老保险缴费支出 2080505 fiscal_appropriation 1234.56 万元"
means "income subtotal 行政事业单位养老支出 20805 other_income 0.50 万元"
means "income total 合计 business_income 10.00 万元"
again accounts-income.csv

facts accounts-economic.csv
same "figures of 公开06" "$(wc -l <"$work/facts")" 8
means "basic_economic detail 基本工资 30101 11 final 900.00 万元"
means "basic_economic detail 办公设备购置 31002 11 final 10.00 万元"
means "basic_economic total 公用经费合计 11 final 100.06 万元"
again accounts-economic.csv
# Each item stands in its own pair of columns again: 办公设备购置 in the third.
convert --layout facts "$work/again.xlsx" "$work/again.csv" --overwrite
same "column of 31002" "$(sed -n 's/.*,31002,.*!\([A-Z]*\)[0-9]*$/\1/p' "$work/again.csv")" I

facts accounts-economic-pairs.csv
same "figures of 公开06 in two pairs" "$(wc -l <"$work/facts")" 7
means "basic_economic detail 办公费 30201 11 final 90.06 万元"
means "basic_economic total 人员经费合计 11 final 900.00 万元"
again accounts-economic-pairs.csv
same "column of 310" "$(sed -n 's/.*,310,.*!\([A-Z]*\)[0-9]*$/\1/p' "$work/again.csv")" F

for form in accounts-three-public accounts-three-public-pairs; do
    facts $form.csv
    same "figures of 公开07" "$(wc -l <"$work/facts")" 8
    means "three_public total 合计 total 9.50 万元"
    means "three_public total 合计 final 7.25 万元"
    means "three_public subtotal 公务用车购置及运行维护费 final 7.00 万元"
    means "three_public detail 公务用车运行维护费 total 8.00 万元"
    means "three_public detail 公务接待费 final 0.25 万元"
    again $form.csv
done

facts accounts-gov-fund.csv
same "figures of 公开08" "$(wc -l <"$work/facts")" 15
means "gov_fund_expenditure total 合计 12 opening_balance 1.00 万元"
means "gov_fund_expenditure detail 彩票公益金安排的支出 22960 12 closing_balance 0.50 万元"
means "gov_fund_expenditure subtotal 其他支出 229 12 year_income 2.00 万元"
means "gov_fund_expenditure subtotal 其他支出 229 12 project 2.50 万元"
again accounts-gov-fund.csv

# Three columns only: those of the carry-over may be missing.
facts accounts-state-capital.csv
same "figures of 公开09" "$(wc -l <"$work/facts")" 4
means "state_capital detail 国有资本经营预算支出 223 13 project 2.50 万元"
again accounts-state-capital.csv

# ---- The Ministry's exports, with Chinese headings and with its column names ----

# export NAME FIGURES: the figures arrive, and the CSV that comes back is read as the same.
export_of() {
    facts "$1.csv"
    same "figures of $1" "$(wc -l <"$work/facts")" "$2"
    again "$1.csv"
    rm -f "$work/back.csv" "$work/back.facts.csv"
    convert "$tables/$1.csv" "$work/back.csv"
    same "columns of $1 written again" "$(head -n 1 "$work/back.csv" | tr -cd , | wc -c)" \
        "$(head -n 1 "$tables/$1.csv" | tr -cd , | wc -c)"
    convert --layout facts "$work/back.csv" "$work/back.facts.csv"
    cut -d, -f1-26 "$work/back.facts.csv" >"$work/two"
    same_file "$1 as CSV and again" "$work/two" "$work/one"
}

export_of export-pm-annual-columns 10
means "pm_annual detail 14030026101T000000001 2040705 50201 30213 111 adj_amt -5000.00 元"
means "pm_annual detail 14030026101Y000000002 2040701 50201 30201 111 fin_audit_money 80000.00 元"
export_of export-agency-income 2
means "agency_income detail 103 31 total 35000.50 元"
export_of export-agency-income-columns 1
means "agency_income detail 1100244 111 total 1250000.00 元"
export_of export-indicators 5
means "indicator_ledger detail 14030026101T000000001 2040705 50201 30213 111 22 total 20000.00 元"
means "indicator_ledger detail 14030026101T000000001 2040705 50201 30213 111 21 dis_amt 5000.00 元"
export_of export-indicators-columns 3
means "indicator_ledger detail 14030026101T000000001 2040705 111 21 cur_amt 115000.00 元"
export_of export-procurement 3
means "procurement detail 14030026101T000000001 2040705 111 quantity 12 台"
means "procurement detail 14030026101T000000001 2040705 111 unit_price 5200.00 元"
export_of export-procurement-columns 3
means "procurement detail 14030026101T000000001 2040705 total 62400.00 元"

# ---- The layout of last resort ----

facts generic-codes.csv
same "figures of the generic table" "$(wc -l <"$work/facts")" 5
means "x.table detail 一般公共服务支出 201 basic 100.00 元"
means "x.table detail 办公费 30201 basic 80.00 元"
means "x.table total 合计 project 20.00 元"
again generic-codes.csv
facts generic-names.csv
same "figures by name" "$(wc -l <"$work/facts")" 1
means "x.table detail 甲项目 reply_amt 100.00 万元"
again generic-names.csv

# Not where a title is another table's, a column is unknown, two columns are one figure, a label
# above a column may make it another figure, or no list knows a code.
table() {
    printf "$1" >"$work/table.csv"
}
table '某县2026年支出决算表\n单位：万元\n科目名称,基本支出,项目支出\n甲,1.00,2.00\n'
refused 3 LAYOUT_NO_MATCH convert "$work/table.csv" "$work/none.yaml"
table '某县收支情况\n单位：万元\n科目名称,基本支出,某栏\n甲,1.00,2.00\n'
refused 3 LAYOUT_NO_MATCH convert "$work/table.csv" "$work/none.yaml"
table '某县收支情况\n单位：万元\n科目名称,2025年预算数,2026年预算数\n甲,1.00,2.00\n'
refused 3 LAYOUT_NO_MATCH convert "$work/table.csv" "$work/none.yaml"
table '某县收支情况\n单位：万元\n科目名称,2025年,2026年\n,小计,合计\n甲,1.00,2.00\n'
refused 3 LAYOUT_NO_MATCH convert "$work/table.csv" "$work/none.yaml"
table '某县收支情况\n单位：万元\n科目编码,科目名称,基本支出\n999,甲,1.00\n'
refused 3 CODE_OF_NO_LIST convert "$work/table.csv" "$work/none.yaml"
absent "$work/none.yaml"
table '某县收支情况\n单位：万元\n科目名称,基本支出,某栏\n甲,1.00,2.00\n'
convert --input-layout generic "$work/table.csv" "$work/chosen.yaml"
says COLUMN_UNCLAIMED
same "a column that nobody knows, on request" "$(grep -c "text: '2.00'" "$work/chosen.yaml")" 1

# ---- Two tables beside one another ----

facts beside.csv
same "figures of both tables" "$(wc -l <"$work/facts")" 15
means "expenditure detail 行政事业单位养老支出 20805 project 10 元"
means "expenditure total 合计 basic 20 元"
means "income detail 社会保障和就业支出 208 business_income 5 元"
means "income total 合计 fiscal_appropriation 25 元"
same "tables" "$(cut -d, -f6 "$work/facts.csv" | sed 1d | uniq | tr '\n' ' ')" "1 2 "
silent COLUMN_UNCLAIMED
again beside.csv

# ---- A lock file, as an office program leaves it beside an open workbook ----

{
    printf '\005admin%49s' ''
    printf '\005\000a\000d\000m\000i\000n\000'
    for _ in $(seq 49); do printf ' \000'; done
} >"$work/~\$budget.xlsx"
same "bytes of the lock file" "$(wc -c <"$work/~\$budget.xlsx")" 165
refused 3 FILE_LOCK convert "$work/~\$budget.xlsx" "$work/none.yaml"
printf ',user,host,01.01.2026 08:00,file:///x;' >"$work/.~lock.budget.xlsx#"
refused 3 FILE_LOCK convert "$work/.~lock.budget.xlsx#" "$work/none.yaml"

# A table's name alone: of the family that the table was read with; else the family is asked for.
convert --layout three_public "$tables/shanghai-three-public.csv" "$work/named.xlsx"
convert --layout lines --input-layout shanghai-unit/three_public "$tables/shanghai-three-public.csv" \
    "$work/lines.csv"
refused 4 LAYOUT_NAME_AMBIGUOUS convert --layout three_public "$work/lines.csv" "$work/other.xlsx"
absent "$work/other.xlsx"

done_testing
