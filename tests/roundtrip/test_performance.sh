#!/usr/bin/env bash
# Performance targets as text, as YAML and as forms of a workbook: nothing changes on the way. The
# unit of performance.txt, its projects and all sentences are made up.
. "$(dirname "$0")/../support/shell.sh"

cp "$golden/performance.txt" "$work/form.txt"
convert "$work/form.txt" "$work/form.yaml"
silent LAYOUT_CANNOT_HOLD HEADING_NOT_TAKEN
same "tables" "$(grep -c '^- table:' "$work/form.yaml")" 3
same "indicators" "$(grep -c '^- indicator:' "$work/form.yaml")" $((7 + 2 * (7 + 6)))
same "values that are blank" "$(grep -c '^    kpi_val: {' "$work/form.yaml")" $((1 + 2 * (2 + 3)))

# back TARGET: the forms in another format, and what is read from them.
back() {
    convert "$work/form.yaml" "$work/$1"
    silent LAYOUT_CANNOT_HOLD LAYOUT_ORDER_LOST LAYOUT_SPELLING_LOST
    convert "$work/$1" "$work/$1.yaml"
    same_file "$1" "$work/$1.yaml" "$work/form.yaml"
}
back form.xlsx

# Forms only: no sheet of entities is needed to hold anything.
"$budgetconv" info --cells "$work/form.xlsx" >"$work/cells.csv"
same "sheets" "$(grep -oE '^(整体|项目)绩效[^,]*' "$work/cells.csv" | LC_ALL=C sort -u | tr '\n' ' ')" \
    "整体绩效 项目绩效 项目绩效 (2) "
cell() {
    awk -F, -v sheet="$1" -v cell="$2" '$1 == sheet && $2 == cell { print $4 }' "$work/cells.csv"
}
same "title" "$(cell 项目绩效 A1)" 某市预算部门（单位）项目支出绩效目标表
same "year" "$(cell 项目绩效 A2)" （2026年度）
same "project" "$(cell 项目绩效 A3)$(cell 项目绩效 C3)" 项目名称植树
same "head of funds" "$(cell 项目绩效 A6)" 项目资金（元）
same "first funds" "$(cell 项目绩效 C6)$(cell 项目绩效 E6)$(cell 项目绩效 F6)$(cell 项目绩效 H6)" \
    实施期资金总额：9000年度资金总额：3000
same "department" "$(cell 项目绩效 A4)$(cell 项目绩效 C4)" 主管部门及代码038-某某局

# A form alone as CSV, and read from it.
convert --layout performance/overall "$work/form.yaml" "$work/overall.csv"
says LAYOUT_TABLE_LEFT_OUT
convert "$work/overall.csv" "$work/overall.yaml"
same "tasks of the form alone" "$(grep -c '^- task:' "$work/overall.yaml")" 2
same "indicators of the form alone" "$(grep -c '^- indicator:' "$work/overall.yaml")" 7

# What the form has no place for is told.
awk '/^- project:/ { print; print "    pro_code: \0470380001\047"; next } { print }' \
    "$work/form.yaml" >"$work/code.yaml"
convert "$work/code.yaml" "$work/code.xlsx"
says LAYOUT_CANNOT_HOLD
run 5 convert --strict --overwrite "$work/code.yaml" "$work/code.xlsx"

# An indicator of a category that the form does not know stands in a sheet of its own.
sed "0,/lv2_perf_ind_name: '数量指标'/s//lv2_perf_ind_name: '别的指标'/" "$work/form.yaml" \
    >"$work/other.yaml"
convert "$work/other.yaml" "$work/other.xlsx"
says LAYOUT_ORDER_LOST # from between the form's own records
same "indicators that lost their place" \
    "$(grep -o '"code":"LAYOUT_ORDER_LOST".*"args":.*' "$work/err" | grep -o '"[0-9]*"\]')" '"1"]'
convert "$work/other.xlsx" "$work/other.xlsx.yaml"
same "all indicators" "$(grep -c '^- indicator:' "$work/other.xlsx.yaml")" \
    "$(grep -c '^- indicator:' "$work/form.yaml")"

# The real document: nothing of its forms changes in a workbook.
real=$samples/real-budget-2026/disclosure.txt
if [ -f "$real" ]; then
    records() {
        awk '/^- / { open = /^- (agency|project|task|goal|indicator):/ } open' "$1"
    }
    convert "$real" "$work/real.yaml"
    convert "$work/real.yaml" "$work/real.xlsx"
    silent LAYOUT_CANNOT_HOLD
    convert "$work/real.xlsx" "$work/back.yaml"
    run 0 diff "$work/real.yaml" "$work/back.yaml"
    records "$work/real.yaml" >"$work/real.records"
    records "$work/back.yaml" >"$work/back.records"
    same_file "records of the real forms" "$work/back.records" "$work/real.records"
else
    left_out "$real is not there"
fi

done_testing
