#!/usr/bin/env bash
# The detail export rolled up: all 287 published figures, the whole published document, a trace
# whose sums awk adds up again, and what the roll-up refuses.
. "$(dirname "$0")/../support/shell.sh"
. "$(dirname "$0")/facts.sh"
export_file=$golden/detail-export-gb18030.csv

run 0 rollup --trace "$work/trace.csv" "$export_file" "$work/out.xlsx"
told
convert --layout facts "$work/out.xlsx" "$work/facts.csv"
facts_are_exact "the roll-up" "$work/facts.csv"

# Not only the figures: labels, notes, empty tables and their order are the document's.
convert "$work/out.xlsx" "$work/out.yaml"
convert "$golden/disclosure.xlsx" "$work/published.yaml"
same_file "the roll-up as a document" "$work/out.yaml" "$work/published.yaml"
same "tables without data" "$(grep -c '注：本表无数据' "$work/out.yaml")" 4
same "the note about tails" "$(grep -c '部分金额可能存在尾差' "$work/out.yaml")" 1

# The trace: each figure is the sum of its lines in fen, rounded half up. No name in it has a
# comma.
awk -F, 'NR > 1 {
        split($20, part, "."); fen = part[1] * 100 + part[2]
        key = $2 "," $3 "," $4 "," $6; sum[key] += fen; wan[key] = $7; lines++
    }
    END {
        for (key in sum) {
            figures++
            printed = int((sum[key] + 5000) / 10000)
            if (sprintf("%d.%02d", int(printed / 100), printed % 100) != wan[key]) bad++
        }
        print figures + 0, bad + 0
    }' "$work/trace.csv" >"$work/sums"
same "figures in the trace, and those that do not add up" "$(cat "$work/sums")" "287 0"
same "place of the first detail line" "$(sed -n 2p "$work/trace.csv" | cut -d, -f10)" 2:128

# statements FILE.yaml: key, value, unit and direction of each, one a line.
statements() {
    awk 'function value(s) { sub(/^[^:]*: /, "", s); gsub(/^\x27|\x27$/, "", s); return s }
        function show() { if (key != "") print key v u d }
        /^- / { show(); key = v = u = d = ""; inside = /^- statement:/ }
        inside && /^    key:/ { key = value($0) }
        inside && /^    value:/ { v = " " value($0) }
        inside && /^    unit:/ { u = " " value($0) }
        inside && /^    direction:/ { d = " " value($0) }
        END { show() }' "$1"
}

# detail SED OUTPUT: the export as UTF-8, changed.
detail() {
    iconv -f GB18030 -t UTF-8 "$export_file" | sed "$1" >"$2"
}

# One line more by 100 yuan: 会议费 9015.20 becomes 9115.20, and with it all that holds it.
detail '9s/9015\.20/9115.20/' "$work/changed.csv"
run 0 rollup --trace "$work/changed-trace.csv" "$work/changed.csv" "$work/changed.xlsx"
convert --layout facts "$work/changed.xlsx" "$work/changed-facts.csv"
diff "$work/facts.csv" "$work/changed-facts.csv" | grep '^>' | awk -F, '{ print $5, $13, $19, $24 }' |
    sort -u >"$work/changes"
awk -F, 'NR > 1 && $20 == "9115.20" { print $1, $2, $3, $4, $6 }' "$work/changed-trace.csv" |
    sort >"$work/holding"
awk -F, 'NR > 1 && $20 == "9015.20" { print $1, $2, $3, $4, $6 }' "$work/trace.csv" |
    sort >"$work/held"
same_file "the figures that hold the line" "$work/holding" "$work/held"
# A figure that differs is one that holds the line.
diff "$work/facts.csv" "$work/changed-facts.csv" | grep '^>' |
    awk -F, '{ print $5, $6, $7, $8, $24 }' | sort >"$work/different"
same "figures that differ without holding the line" \
    "$(LC_ALL=C comm -23 <(LC_ALL=C sort "$work/different") <(LC_ALL=C sort "$work/holding") | wc -l)" 0
[ "$(wc -l <"$work/different")" -ge 20 ] || fail "too few figures differ"

# Several files are one roll-up: the halves give the whole.
detail '16,$d' "$work/first.csv"
detail '2,15d' "$work/second.csv"
run 0 rollup "$work/first.csv" "$work/second.csv" "$work/halves.xlsx"
convert --layout facts "$work/halves.xlsx" "$work/halves-facts.csv"
facts_are_exact "two files" "$work/halves-facts.csv"

# Two units: each has its rows, and the department's totals are those of the one.
detail '16,29s/,038001,阳泉市商务局（本级）/,038002,阳泉市商务服务中心/' "$work/units.csv"
run 0 rollup "$work/units.csv" "$work/units.xlsx"
convert --layout facts "$work/units.xlsx" "$work/units-facts.csv"
same "figures of tables 1 to 6 with two units" \
    "$(cut -d, -f5-8,10,15,24,25 "$work/units-facts.csv" | grep -cE '^(summary|income|expenditure|fiscal|general|basic)')" \
    "$(cut -d, -f5-8,10,15,24,25 "$work/facts.csv" | grep -cE '^(summary|income|expenditure|fiscal|general|basic)')"
same "公用经费 of the units" "$(awk -F, '$5 == "operating" && $24 == "total" { print $10, $25 }' \
    "$work/units-facts.csv" | tr '\n' ' ')" "部门合计 57.82 阳泉市商务局 55.20 阳泉市商务服务中心 2.62 "

# A line that stands twice is counted and told.
detail '8p' "$work/twice.csv"
run 0 rollup "$work/twice.csv" "$work/twice.xlsx"
says ROLLUP_TWICE
same "line that stands twice" "$(member ROLLUP_TWICE line)" 9
run 0 rollup "$export_file" "$work/once.xlsx"
silent ROLLUP_TWICE

# A code that the roll-up does not know is refused with its place; nothing is written.
# refuse SED CODE
refuse() {
    detail "$1" "$work/bad.csv"
    refused 3 "$2" rollup --trace "$work/bad-trace.csv" "$work/bad.csv" "$work/bad.xlsx"
    absent "$work/bad.xlsx" "$work/bad-trace.csv"
}
refuse '5s/,21,101293/,14,101293/' ROLLUP_CODE_UNKNOWN
same "line of the unknown code" "$(member ROLLUP_CODE_UNKNOWN line)" 5
same "the unknown code" "$(member ROLLUP_CODE_UNKNOWN text)" 14
refuse '5s/,111,/,141,/' ROLLUP_CODE_UNKNOWN
refuse '5s/,038001,\([^,]*\),21,/,038001,\1,4,/' ROLLUP_CODE_UNKNOWN
refuse '5s/,2026,/,2025,/' ROLLUP_DIFFERS
refuse '2,$s/[^,]*$/\r/' ROLLUP_NO_DETAIL
refused 3 ROLLUP_NO_DETAIL rollup "$golden/disclosure.xlsx" "$work/bad.xlsx"

# 23 上年结余 is carry-over.
detail '28,29s/,22,/,23,/' "$work/surplus.csv"
run 0 rollup "$work/surplus.csv" "$work/surplus.xlsx"
convert --layout facts "$work/surplus.xlsx" "$work/surplus-facts.csv"
facts_are_exact "carry-over as 23" "$work/surplus-facts.csv"

refused 4 TARGET_EXISTS rollup "$export_file" "$work/out.xlsx"
refused 2 USAGE_OPTION_CHOICE rollup --stage other "$export_file" "$work/none.xlsx"
refused 2 SAME_FILE rollup --overwrite --trace "$work/changed.csv" "$work/changed.csv" "$work/none.xlsx"
refused 2 ROLLUP_TRACE_IS_TARGET rollup --trace "$work/none.csv" "$export_file" "$work/none.csv"
refused 2 USAGE_WORDS rollup "$export_file"
absent "$work/none.xlsx" "$work/none.csv"

# Lines that the export marks as deleted, as a backup, as ended or not yet begun are left out and
# named; so is the older of two lines with one primary key.
# marked SED: the export with the columns 是否删除 是否备份 启用日期 停用日期 更新时间 and its key.
marked() {
    iconv -f GB18030 -t UTF-8 "$export_file" | tr -d '\r' | awk -F, -v OFS=, '
        NR == 1 { print $0, "是否删除,是否备份,启用日期,停用日期,更新时间,项目年度预算主键"; next }
        { print $0, "2,否,20260101,20991231,20260105", "K" NR }' | sed "$1" >"$2"
}
# left_out SED PLACE-LINE WHY: one more line that must not count.
left_out_line() {
    marked "$1" "$work/marked.csv"
    run 0 rollup --overwrite "$work/marked.csv" "$work/marked.xlsx"
    says ROLLUP_LEFT_OUT
    same "line left out" "$(member ROLLUP_LEFT_OUT line)" "$2"
    same "why" "$(sed -n 's/^{"code":"ROLLUP_LEFT_OUT".*"args":\["\(.*\)"\]}$/\1/p' "$work/err")" "$3"
    convert --overwrite --layout facts "$work/marked.xlsx" "$work/marked-facts.csv"
    facts_are_exact "without the line: $3" "$work/marked-facts.csv"
}
marked '' "$work/marked.csv"
run 0 rollup "$work/marked.csv" "$work/marked.xlsx"
silent ROLLUP_LEFT_OUT
left_out_line '9{p;s/,2,否,/,1,否,/;s/K9/K99/}' 10 deleted
left_out_line '9{p;s/,2,否,/,2,是,/;s/K9/K99/}' 10 'a backup'
left_out_line '9{p;s/,20991231,/,2026-06-30,/;s/K9/K99/}' 10 'ended before the end of its year'
left_out_line '9{p;s/,20260101,/,20270101,/;s/K9/K99/}' 10 'begun after its year'
left_out_line '9{p;s/9015\.20/8000.00/;s/,20260105,/,20260104,/}' 10 'an older row of the same key'
left_out_line '9{p;}' 10 'an older row of the same key'
left_out_line '9{h;s/9015\.20/8000.00/;p;x;s/,20260105,/,20260106,/}' 9 'an older row of the same key'
marked '9{p;s/9015\.20/8000.00/}' "$work/bad.csv"
refused 3 ROLLUP_KEY_TWICE rollup "$work/bad.csv" "$work/bad.xlsx"
marked '9s/,2,否,/,7,否,/' "$work/bad.csv"
refused 3 ROLLUP_MARK_UNKNOWN rollup "$work/bad.csv" "$work/bad.xlsx"
same "line of the unknown mark" "$(member ROLLUP_MARK_UNKNOWN line)" 9

# The scope, and units that are missing or stand in two files.
run 0 rollup --overwrite "$work/first.csv" "$work/second.csv" "$work/halves.xlsx"
says ROLLUP_UNIT_TWICE
run 0 rollup --scope unit "$export_file" "$work/unit.xlsx"
refused 3 ROLLUP_UNITS_MANY rollup --scope unit "$work/units.csv" "$work/none.xlsx"
refused 2 USAGE_OPTION_CHOICE rollup --scope all "$export_file" "$work/none.xlsx"
run 0 rollup --scope department "$work/units.csv" "$work/department.xlsx"
convert --layout facts "$work/department.xlsx" "$work/department-facts.csv"
same_file "a department" "$work/department-facts.csv" "$work/units-facts.csv"
cat >"$work/agencies.yaml" <<'END'
budgetconv: 1
document:
  fiscal_year: '2026'
content:
- agency:
    agency_code: '038001'
    agency_name: '阳泉市商务局（本级）'
    dept_code: '038'
    agency_type_name: '行政单位'
- agency:
    agency_code: '038002'
    agency_name: '阳泉市商务服务中心'
    dept_code: '038'
    agency_type_name: '公益一类事业单位'
- agency:
    agency_code: '038003'
    agency_name: '阳泉市外贸中心'
    dept_code: '038'
- agency:
    agency_code: '040001'
    agency_name: '别的部门'
    dept_code: '040'
complete: 'yes'
END
run 0 rollup "$work/units.csv" "$work/agencies.yaml" "$work/typed.xlsx"
same "the missing unit" "$(sed -n 's/^{"code":"ROLLUP_UNIT_MISSING".*"text":"\([^"]*\)".*/\1/p' "$work/err")" 阳泉市外贸中心
silent ROLLUP_TYPE_UNKNOWN
convert --layout facts "$work/typed.xlsx" "$work/typed-facts.csv"
same "机关运行经费 of administrative units" "$(awk -F, '$5 == "operating" && $24 == "total" { print $10, $25 }' \
    "$work/typed-facts.csv" | tr '\n' ' ')" "部门合计 55.20 阳泉市商务局 55.20 "

# What one unit pays to another is left out on request only.
sed '$p' "$work/units.csv" |
    awk -F, -v OFS=, 'NR == 30 { $16 = "32"; $18 = "21"; $19 = "10000.00" } { print }' >"$work/internal.csv"
run 0 rollup "$work/internal.csv" "$work/internal.xlsx"
says ROLLUP_NOT_OFFSET
run 0 rollup --offset-internal "$work/internal.csv" "$work/offset.xlsx"
says ROLLUP_OFFSET
convert --layout facts "$work/offset.xlsx" "$work/offset-facts.csv"
same_file "without internal money" "$work/offset-facts.csv" "$work/units-facts.csv"

# Income from 单位收入预算: its lines stand in the trace, and it must equal expenditure by fund.
income() {
    printf '财政区划代码,预算年度,部门代码,部门名称,单位代码,单位名称,收入分类科目代码,收入分类科目名称,资金性质代码,预算数\n'
    printf '140300000,2026,038,阳泉市商务局,038001,阳泉市商务局（本级）,%s,%s,111,%s\n' "$@"
}
total=$(iconv -f GB18030 -t UTF-8 "$export_file" | tr -d '\r' |
    awk -F, 'NR > 1 && $18 == "21" { split($19, p, "."); fen += p[1] * 100 + p[2] }
        END { printf "%d.%02d", int((fen - 100000000) / 100), fen % 100 }')
income 10101 增值税 1000000.00 10199 其他税收 "$total" >"$work/income.csv"
run 0 rollup --trace "$work/income-trace.csv" "$export_file" "$work/income.csv" "$work/income.xlsx"
says ROLLUP_SPLIT_MIRRORED
silent ROLLUP_MIRRORED
convert --layout facts "$work/income.xlsx" "$work/income-facts.csv"
facts_are_exact "with the income given" "$work/income-facts.csv"
same "lines of income in the trace of 一般公共预算" \
    "$(grep -c '^summary,1,1,income,一、一般公共预算,.*income.csv' "$work/income-trace.csv")" 2
# A fund's income stands in its table by the codes of 单位收入预算.
iconv -f GB18030 -t UTF-8 "$export_file" | tr -d '\r' | sed '26s/,111,/,121,/' >"$work/fund.csv"
fund=$(sed -n 26p "$work/fund.csv" | cut -d, -f19)
income 1030148 国有土地使用权出让收入 "$fund" 10199 其他税收 0.00 | sed '2s/,111,/,121,/' >"$work/fund-income.csv"
rest=$(awk -F, 'NR > 1 && $18 == "21" && $16 == "111" { split($19, p, "."); fen += p[1] * 100 + p[2] }
    END { printf "%d.%02d", int(fen / 100), fen % 100 }' "$work/fund.csv")
sed -i "3s/0.00\$/$rest/" "$work/fund-income.csv"
run 0 rollup "$work/fund.csv" "$work/fund-income.csv" "$work/fund.yaml"
convert --layout facts "$work/fund.yaml" "$work/fund-facts.csv"
same "政府性基金 income by code" "$(awk -F, '$5 == "gov_fund_income" { print $10, $13, $25 }' "$work/fund-facts.csv" | tr '\n' ';')" \
    "$(awk -v f="$fund" 'BEGIN { w = sprintf("%.2f", f / 10000); print "合计  " w ";国有土地使用权出让收入 1030148 " w ";" }')"
income 10101 增值税 1000000.00 10199 其他税收 "${total%?}0" >"$work/income.csv"
[ "${total%?}0" != "$total" ] || fail "the total ends in 0"
refused 3 ROLLUP_INCOME_DIFFERS rollup "$export_file" "$work/income.csv" "$work/none.xlsx"

# What is rolled up agrees with itself by every rule.
run 0 check "$work/out.xlsx"
# The published document of the roll-up and the sample: no different figure.
run 0 diff "$work/out.xlsx" "$golden/disclosure.xlsx"
same "equal figures" "$(sed -n 's/^{"kind":"summary".*"equal":\([0-9]*\).*/\1/p' "$work/out")" 287
# One line more by 100 yuan: the differences are exactly the figures that hold it and whose printed
# value changed.
run 1 diff "$work/out.xlsx" "$work/changed.xlsx"
same "kinds of difference" "$(sed -n 's/^{"kind":"\([a-z]*\)",.*/\1/p' "$work/out" | sort -u | tr '\n' ' ')" \
    "amount summary "
same "differences" "$(grep -c '^{"kind":"amount"' "$work/out")" "$(wc -l <"$work/different" | tr -d ' ')"

# The amounts of the performance forms: those printed in the document, where 政府性基金 is 830.99.
run 0 rollup --performance --trace "$work/performance.csv" "$export_file" "$work/performance.yaml"
convert --layout facts "$work/performance.yaml" "$work/performance-facts.csv"
awk -F, '$5 == "performance_funds" { print $8, $10, $25, $26 }' "$work/performance-facts.csv" >"$work/found"
cat >"$work/expected" <<'END'
income 合计 1629.62 万元
expenditure 合计 1629.62 万元
income 其中：一般公共预算资金 798.63 万元
expenditure 其中：基本支出 630.78 万元
income 政府性基金预算资金 830.99 万元
expenditure 项目支出 998.84 万元
income 国有资本经营预算资金 0.00 万元
income 社会保险基金预算资金 0.00 万元
income 专户管理资金 0.00 万元
income 单位资金 0.00 万元
END
same_file "整体绩效资金" "$work/found" "$work/expected"
same "项目资金 in yuan" "$(awk -F, '$5 == "project_funding" && $10 == "资金总额" { print $12, $25, $26 }' \
    "$work/performance-facts.csv" | LC_ALL=C sort | tr '\n' ';')" \
    "2026年商务工作经费 180000.00 元;全市商务领域消费品以旧换新补贴审计经费 80000.00 元;遗属补助 30752.00 元;阳泉市开发区建设综合协调指导服务工作经费 20000.00 元;"
same "lines in the trace of a project" "$(grep -c '^project_funding,.*,资金总额,' "$work/performance.csv")" \
    "$(grep -c '^project_current,12,.*,total,.*,22,\|^project_current,12,.*,total,.*,3,' <(grep -v ',阳泉市商务局,total,' "$work/performance.csv"))"
if [ -f "$samples/real-budget-2026/disclosure.txt" ]; then
    run 1 diff "$work/performance.yaml" "$samples/real-budget-2026/disclosure.txt"
    same "the one contradiction of the document" "$(grep '^{"kind":"amount"' "$work/out" |
        sed 's/.*"item_after":"\([^"]*\)".*"before":"\([^"]*\)".*"after":"\([^"]*\)",.*/\1 \2 \3/')" \
        "政府性基金预算资金 830.99 630.99"
else
    left_out "the published text is not here"
fi
run 0 rollup --performance "$export_file" "$work/performance.xlsx"
run 0 diff "$work/performance.yaml" "$work/performance.xlsx"
# By level of government where the details say it.
iconv -f GB18030 -t UTF-8 "$export_file" | tr -d '\r' |
    awk -F, -v OFS=, 'NR == 1 { print $0, "预算级次代码"; next } { print $0, (NR % 2 ? "1" : "3") }' >"$work/levels.csv"
run 0 rollup --performance "$work/levels.csv" "$work/levels.yaml"
convert --layout facts "$work/levels.yaml" "$work/levels-facts.csv"
same "levels of the project funding" "$(awk -F, '$5 == "project_funding" && $12 == "遗属补助" { printf "%s %s;", $10, $25 }' \
    "$work/levels-facts.csv" | sed 's/\.00//g')" \
    "$(grep 遗属补助 "$work/levels.csv" | awk -F, '{ level = $NF; split($19, p, "."); sum += p[1]; by[level] += p[1] }
        END { printf "资金总额 %d;其中：中央财政资金 %d;省级财政资金 0;市县（区）财政资金 %d;单位自筹 0;", sum, by["1"], by["3"] }')"

# The figures of part three that compare with the year before, whose figures are those that the
# document's own changes state: 1629.62 - 901.57, 661.85 + 26.79, 0.80, 66.10.
cat >"$work/prior.yaml" <<'END'
budgetconv: 1
document:
  fiscal_year: '2025'
  amount_unit: '万元'
content:
- table:
    table_no: '1'
    table_id: 'summary'
    amount_unit: '万元'
    fields: ['row_no', 'side', 'row_kind', 'row_role', 'item', 'total']
    lines:
    - {row_no: '1', side: 'income', row_kind: 'total', row_role: 'grand_total', item: '收入总计', total: '728.05'}
    - {row_no: '1', side: 'expenditure', row_kind: 'total', row_role: 'grand_total', item: '支出总计', total: '728.05'}
- table:
    table_no: '2'
    table_id: 'general_expenditure'
    amount_unit: '元'
    fields: ['row_no', 'row_kind', 'row_role', 'item', 'total']
    lines:
    - {row_no: '1', row_kind: 'total', row_role: 'sum', item: '合计', total: '6886400.00'}
- table:
    table_no: '3'
    table_id: 'three_public'
    amount_unit: '万元'
    fields: ['row_no', 'row_kind', 'item', 'total']
    lines:
    - {row_no: '1', row_kind: 'detail', item: '因公出国（境）费', total: {blank: ''}}
    - {row_no: '2', row_kind: 'detail', item: '公务接待费', total: '0.80'}
    - {row_no: '3', row_kind: 'detail', item: '公务用车购置及运行费', total: {blank: ''}}
    - {row_no: '4', row_kind: 'detail', item: '①公务用车购置费', total: {blank: ''}}
    - {row_no: '5', row_kind: 'detail', item: '②公务用车运行维护费', total: {blank: ''}}
    - {row_no: '6', row_kind: 'total', item: '合计', total: '0.80'}
- table:
    table_no: '4'
    table_id: 'operating'
    amount_unit: '万元'
    fields: ['row_no', 'row_kind', 'item', 'total']
    lines:
    - {row_no: '1', row_kind: 'total', item: '部门合计', total: '66.10'}
complete: 'yes'
END
run 0 rollup --prior "$work/prior.yaml" "$export_file" "$work/compared.yaml"
silent ROLLUP_PRIOR_YEAR ROLLUP_PRIOR_MISSING
statements "$work/compared.yaml" >"$work/found"
cat >"$work/expected" <<'END'
income.total 1629.62 万元
income.total.change 901.57 万元 增
income.total.change_rate 123.83 % 增
expenditure.total 1629.62 万元
expenditure.total.change 901.57 万元 增
expenditure.total.change_rate 123.83 % 增
general.total 661.85 万元
general.total.change 26.79 万元 减
general.total.change_rate 3.89 % 减
three_public.total 0.00 万元
three_public.total.change 0.80 万元 减
three_public.abroad 0.00 万元
three_public.abroad.change 持平
three_public.reception 0.00 万元
three_public.reception.change 0.80 万元 减
three_public.vehicles 0.00 万元
three_public.vehicles.change 持平
three_public.vehicles_run 0.00 万元
three_public.vehicles_run.change 持平
three_public.vehicles_bought 0.00 万元
three_public.vehicles_bought.change 持平
operating.total 57.82 万元
operating.total.prior_year 66.10 万元
operating.total.change 8.28 万元 减
operating.total.change_rate 12.53 % 减
END
same_file "what compares with the year before" "$work/found" "$work/expected"
run 0 rollup --prior "$work/prior.yaml" "$export_file" "$work/compared.xlsx"
convert "$work/compared.xlsx" "$work/compared-back.yaml"
statements "$work/compared-back.yaml" >"$work/found"
same_file "and out of a workbook" "$work/found" "$work/expected"
sed "s/'2025'/'2024'/; /table_id: 'operating'/s/operating/procurement/" "$work/prior.yaml" >"$work/older.yaml"
run 0 rollup --prior "$work/older.yaml" "$export_file" "$work/older-compared.yaml"
says ROLLUP_PRIOR_YEAR ROLLUP_PRIOR_MISSING
refused 3 ROLLUP_PRIOR_NO_TABLES rollup --prior "$export_file" "$export_file" "$work/none.xlsx"
refused 2 SAME_FILE rollup --overwrite --prior "$work/prior.yaml" "$export_file" "$work/prior.yaml"
absent "$work/none.xlsx"

done_testing
