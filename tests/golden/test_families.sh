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

# A table's name alone: of the family that the table was read with; else the family is asked for.
convert --layout three_public "$tables/shanghai-three-public.csv" "$work/named.xlsx"
convert --layout lines --input-layout shanghai-unit/three_public "$tables/shanghai-three-public.csv" \
    "$work/lines.csv"
refused 4 LAYOUT_NAME_AMBIGUOUS convert --layout three_public "$work/lines.csv" "$work/other.xlsx"
absent "$work/other.xlsx"

done_testing
