#!/usr/bin/env bash
# The published workbook with contents and charts: the charts show what the document prints, a
# second reading takes no figure from them, and the same input gives the same bytes.
. "$(dirname "$0")/../support/shell.sh"
. "$(dirname "$0")/facts.sh"

convert "$golden/disclosure.xlsx" "$work/book.xlsx"
says CHART_EMPTY # no budget for the three public expenses: no chart of nothing
convert --overwrite "$golden/disclosure.xlsx" "$work/again.xlsx"
same_file "the same input" "$work/again.xlsx" "$work/book.xlsx"

# What the sheet of charts shows: the document's own figures.
run 0 info --cells --sheet 图表 "$work/book.xlsx"
for figure in 661.85 967.77 331.66 248.61 20.16 35.43; do
    checks=$((checks + 1))
    grep -q -- "$figure" "$work/out" || fail "图表 lacks $figure"
done
checks=$((checks + 1))
grep -qx "图表,B25,n,26\(\.00\)\{0,1\}" "$work/out" || fail "图表 lacks 26.00"
for figure in 830.99 162.78 136.78; do # of other tables
    checks=$((checks + 1))
    ! grep -q -- "$figure" "$work/out" || fail "图表 has $figure"
done
grep -q '三公经费分布图：' "$work/out" || fail "图表 does not say that a chart is missing"

run 0 info --cells --sheet 目录 "$work/book.xlsx"
same "tables in the contents" "$(grep -c '预算公开表[0-9]' "$work/out")" 13
grep -q '2026年预算收支总表' "$work/out" || fail "目录 lacks a title"

# Read again: the same 287 figures, and nothing more.
convert --layout facts "$work/book.xlsx" "$work/facts.csv"
says SHEET_CONTENTS SHEET_CHARTS
facts_are_exact "the workbook with charts" "$work/facts.csv"
run 0 diff "$golden/disclosure.xlsx" "$work/book.xlsx"
convert --overwrite "$work/book.xlsx" "$work/again.xlsx"
same_file "written twice" "$work/again.xlsx" "$work/book.xlsx"

# Parts of the package (ECMA-376 part 1, 21.2 and 18.3.1.47).
same "charts" "$(grep -ao 'xl/charts/chart[0-9]*\.xml' "$work/book.xlsx" | sort -u | wc -l)" 2
if command -v unzip >/dev/null; then
    unzip -p "$work/book.xlsx" xl/charts/chart1.xml >"$work/chart1"
    unzip -p "$work/book.xlsx" xl/charts/chart2.xml >"$work/chart2"
    unzip -p "$work/book.xlsx" xl/worksheets/sheet1.xml >"$work/contents"
    grep -q "收入预算图.*<c:pieChart>.*'图表'!\$A\$4:\$A\$5.*'图表'!\$B\$4:\$B\$5" \
        "$work/chart1" || fail "收入预算图 does not refer to its figures"
    grep -q "一般公共预算当年拨款结构图.*'图表'!\$B\$22:\$B\$26" "$work/chart2" ||
        fail "一般公共预算当年拨款结构图 does not refer to its figures"
    same "links" "$(grep -o "location=\"'[^']*'!A1\"" "$work/contents" | wc -l)" 14
else
    left_out "the references inside the charts: no unzip here"
fi

# Left out when asked for.
convert -o charts=no -o contents=no "$golden/disclosure.xlsx" "$work/plain.xlsx"
silent CHART_EMPTY
same "charts in a plain workbook" "$(grep -ac 'xl/charts/' "$work/plain.xlsx")" 0
run 0 info "$work/plain.xlsx"
grep -q '目录' "$work/out" && fail "the contents were written all the same"
refused 2 OPTION_VALUE convert -o charts=perhaps "$golden/disclosure.xlsx" "$work/x.xlsx"
absent "$work/x.xlsx"

# Formats without charts get neither, and no message about them.
convert -t csv "$golden/disclosure.xlsx" "$work/package/"
silent CHART_EMPTY
absent "$work/package/图表.csv" "$work/package/目录.csv"

done_testing
