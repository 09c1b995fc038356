#!/usr/bin/env bash
# info, info --cells, formats, layouts, explain, help, --version.
. "$(dirname "$0")/../support/shell.sh"

mkdir "$work/here"
cd "$work/here" || exit 1
cp "$golden/disclosure.xlsx" budget.xlsx
export=$golden/detail-export-gb18030.csv
tables="summary income expenditure fiscal_summary general_expenditure basic_economic
gov_fund_income gov_fund_expenditure state_capital three_public operating project_current
project_carryover"

# text ARGUMENT...: for people, in English.
text() {
    checks=$((checks + 1))
    command="budgetconv $*"
    "$budgetconv" --language en "$@" >"$work/out" 2>"$work/err" </dev/null ||
        fail "$command: status $?: $(cat "$work/err")"
}

# shows TEXT...: in what the last command printed.
shows() {
    local text
    for text in "$@"; do
        grep -qF -- "$text" "$work/out" || fail "$command: does not show: $text"
    done
}

# every line of standard output is one JSON object
objects() {
    grep -vE '^\{"kind":"[a-z]+".*\}$' "$work/out" && fail "$command: not a JSON object"
    return 0
}

# info of a grid
text info budget.xlsx
shows xlsx 阳泉市商务局 2026 万元 $tables
[ "$(grep -c '100%\|9[0-9]%' "$work/out")" -ge 13 ] || fail "confidence of 13 sheets: $(cat "$work/out")"
run 0 info budget.xlsx
objects
same "tables" "$(sed -n 's/^{"kind":"table",.*"table_id":"\([^"]*\)".*/\1/p' "$work/out" | tr '\n' ' ')" \
    "$(printf '%s ' $tables)"
same "figures" "$(sed -n 's/^{"kind":"table",.*"figures":\([0-9]*\).*/\1/p' "$work/out" |
    awk '{ n += $1 } END { print n }')" 287
same "sheets" "$(grep -c '^{"kind":"sheet",' "$work/out")" 13
grep '^{"kind":"document",' "$work/out" | grep -q '"fiscal_year":"2026".*"amount_unit":"万元"' ||
    fail "the document: $(grep '"document"' "$work/out")"
grep '^{"kind":"sheet",' "$work/out" | grep -qv '"layout":"shanxi-unit-2026/' &&
    fail "a sheet without its layout: $(cat "$work/out")"
"$budgetconv" --language zh info budget.xlsx >"$work/out" 2>"$work/err"
grep -q '工作表' "$work/out" || fail "info in Chinese: $(cat "$work/out")"

# of an export, of records, of standard input
run 0 info "$export"
same "lines" "$(sed -n 's/^{"kind":"table",.*"lines":\([0-9]*\).*/\1/p' "$work/out")" 28
convert budget.xlsx budget.yaml
run 0 info budget.yaml
objects
same "figures of the YAML" "$(sed -n 's/^{"kind":"table",.*"figures":\([0-9]*\).*/\1/p' "$work/out" |
    awk '{ n += $1 } END { print n }')" 287
grep -q '^{"kind":"sheet",' "$work/out" && fail "records have no sheets"
same "tables as records" \
    "$(sed -n 's/^{"kind":"entity","entity":"table".*"count":\([0-9]*\).*/\1/p' "$work/out")" 13
"$budgetconv" --messages json info - <budget.xlsx >"$work/out" 2>"$work/err" ||
    fail "info of standard input: $(cat "$work/err")"
same "sheets by standard input" "$(grep -c '^{"kind":"sheet",' "$work/out")" 13

# A file that cannot be read as tables still shows what is inside.
printf '姓名,身高\n甲,180\n' >people.csv
run 3 info people.csv
says LAYOUT_NO_MATCH
grep -q '^{"kind":"sheet",.*"layout":null.*"reason":"LAYOUT_NO_MATCH"' "$work/out" ||
    fail "info of a sheet that no layout takes: $(cat "$work/out")"

# A table that nearly fits: the three nearest layouts, what each misses, and what to do.
printf '2026年收入总表,,,\n单位：万元,,,\n科目编码,科目名称,合计,一般公共预算\n201,一般公共服务支出,3.5,3.5\n' >near.csv
run 3 info near.csv
says LAYOUT_NO_MATCH
objects
same "nearest layouts" "$(grep -c '^{"kind":"near","sheet":"near","layout":"[^"]*","confidence":[0-9]*,"missing":\[' "$work/out")" 3
same "nearest layouts that miss columns" "$(grep -c '^{"kind":"near",.*"missing":\["' "$work/out")" 2
grep '^{"kind":"near",.*"layout":"shanxi-unit-2026/income"' "$work/out" | grep -q '"missing":\[.*"单位资金".*\],"missing_total":[1-9]' ||
    fail "what the income table misses: $(grep near "$work/out")"
"$budgetconv" --language en info near.csv >"$work/out" 2>"$work/err"
shows 'near: near: shanxi-unit-2026/income' 'missing: ' 'info --cells FILE' 'layout new FILE'
"$budgetconv" --language zh info near.csv >"$work/out" 2>"$work/err"
shows '相近版式：shanxi-unit-2026/income' '缺少：' 'layout new 文件'

# --cells
run 0 info --cells budget.xlsx
same "header" "$(head -n 1 "$work/out")" sheet,cell,type,value
same "carriage returns" "$(tr -cd '\r' <"$work/out" | wc -c)" 0
same "cells of 26.00" "$(grep -c ',n,26$' "$work/out")" "$(grep -c ',26\.00$' "$golden/expected-facts.csv")"
same "numbers with a comma, an exponent or needless digits" \
    "$(awk -F, '$3 == "n" && $4 !~ /^-?[0-9]+(\.[0-9]*[1-9])?$/' "$work/out" | wc -l)" 0
same "numbers" "$(grep -c ',n,' "$work/out")" 287
cat >cells.csv <<'END'
a,"b,c"
"line
break",00012
"say ""no""",
END
run 0 info --cells cells.csv
cat >expected <<'END'
sheet,cell,type,value
cells,A1,s,a
cells,B1,s,"b,c"
cells,A2,s,"line
break"
cells,B2,s,00012
cells,A3,s,"say ""no"""
END
same_file "cells of a CSV" "$work/out" expected
run 0 info --cells --sheet 没有 cells.csv
same "cells of no sheet" "$(wc -l <"$work/out")" 1
run 0 info --cells --skip-sheet cells cells.csv
same "cells but those of the only sheet" "$(wc -l <"$work/out")" 1

# tests/golden/test_cells_samples.c compares the cells of other people's workbooks.

# A hidden sheet is shown as such, and its cells too.
hidden=$samples/samples/cn_yearbook_other/tech-yearbook_part02-firm__part02-firm_00-firms_raw-2019-edited.xlsx
if [ -f "$hidden" ]; then
    run 3 info "$hidden"
    grep -q '^{"kind":"sheet","sheet":"CNKI","hidden":true,' "$work/out" ||
        fail "the hidden sheet: $(cat "$work/out")"
    run 0 info --cells "$hidden"
    grep -q '^CNKI,' "$work/out" || fail "the cells of the hidden sheet are missing"
else
    left_out "a hidden sheet: the samples are not here ($samples)"
fi

# formats
text formats
shows csv xlsx yaml .csv .xlsx
text formats xlsx
shows xlsx
text formats csv
shows 'delimiter=auto|comma|tab|semicolon|pipe' '-i ' '-o '
run 0 formats
objects
for id in csv xlsx yaml; do
    grep -q "^{\"kind\":\"format\",\"id\":\"$id\"," "$work/out" || fail "formats lacks $id"
done
run 0 formats csv
grep -q '^{"kind":"option","format":"csv","name":"delimiter","type":"choice"' "$work/out" ||
    fail "formats csv: $(cat "$work/out")"

# layouts
text layouts
shows lines facts entities shanxi-unit-2026/summary
run 0 layouts
objects
same "layouts of the family" "$(sed -n 's/.*"family":"shanxi-unit-2026","table_id":"\([^"]*\)".*/\1/p' "$work/out" |
    tr '\n' ' ')" "$(printf '%s ' $tables)"
text layouts shanxi-unit-2026/summary
shows 一、一般公共服务支出 exp_func_code=201 expenditure
shows 'known as' 部门收支总表 预算公开表1
text layouts performance/project
shows '项目名称' pro_name 单位自筹 term_total annual_total 'indicator' 实施期
text layouts performance/overall
shows 其中：在编人员数 actunow_staf_num
text layouts facts
shows facts
run 0 layouts shanxi-unit-2026
same "13 layouts of a family" "$(grep -c '^{"kind":"layout",' "$work/out")" 13

# explain, help, version
text explain TARGET_EXISTS
shows TARGET_EXISTS --overwrite
text explain target-exists
shows TARGET_EXISTS
text explain
[ "$(wc -l <"$work/out")" -gt 100 ] || fail "explain lists too few codes"
text --help
shows 'usage: budgetconv' convert info formats layouts explain '128+n'
for name in convert info formats layouts explain help; do
    text help $name
    shows "usage: budgetconv $name" --messages
    cp "$work/out" "$work/help"
    text $name --help
    same_file "--help and help $name" "$work/out" "$work/help"
    "$budgetconv" --language zh help $name >"$work/out" || fail "help $name in Chinese"
    shows "用法：budgetconv $name" 示例
done
text --version
shows budgetconv 'plugin interface 0.' libzip expat libyaml libltdl plugins: csv xlsx yaml
run 0 --version
objects

done_testing
