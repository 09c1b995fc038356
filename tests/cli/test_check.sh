#!/usr/bin/env bash
# check: the rules over a document that is right, over one wrong figure, and over rule files that
# are wrong. Each change is made by sed in the document as YAML.
. "$(dirname "$0")/../support/shell.sh"
cd "$work" || exit 1

# finds TEXT...: one finding of the last run has all these texts.
finds() {
    local found text
    found=$(grep '^{"kind":"finding",' "$work/out")
    for text in "$@"; do
        found=$(printf '%s\n' "$found" | grep -F -- "$text")
    done
    [ -n "$found" ] || fail "$command: no finding with $*"
}

# tails: sums inside one table that are off by rounding, by a script of its own: awk over the
# facts, with no rule file.
tails() {
    "$budgetconv" convert --overwrite --layout facts -t csv "$1" facts.csv 2>/dev/null
    awk -f "$root/tests/cli/tails.awk" facts.csv
}

# The document is right but for tails, and each of them is a note.
run 0 check "$golden/disclosure.xlsx"
counted error 0 warning 0 causes 0
expected=$(tails "$golden/disclosure.xlsx")
same "tails inside tables" "$expected" 28
found=$(grep -c '"code":"CHECK_TAIL"' out)
across=$(grep -c '"code":"CHECK_TAIL".*"rule":"project.expenditure"' out)
same "tails found" $((found - across)) "$expected"
same "tails across tables" "$across" 1
[ "$("$budgetconv" --language en check "$golden/disclosure.xlsx" | wc -l)" -eq 8 ] ||
    fail "notes are shown without --verbose"

# The same by any format.
convert "$golden/disclosure.xlsx" a.yaml
run 0 check a.yaml
counted error 0 warning 0
convert -t csv "$golden/disclosure.xlsx" package/
run 0 check package/ a.yaml
same "summaries" "$(grep -c '^{"kind":"summary"' out)" 2
run 2 check - -
run 2 check

# The same budget in 元 has its tails at the hundreds.
convert --amount-unit 元 "$golden/disclosure.xlsx" yuan.yaml
run 0 check yuan.yaml
counted error 0

# 661.86 for 661.85: one quantity printed twice is exact.
line=$(grep -n "general_public: '661.85'" a.yaml | head -n 1 | cut -d: -f1)
sed "${line}s/661.85/661.86/" a.yaml >b.yaml
run 1 check b.yaml
counted causes 1
finds '"severity":"error"' "\"line\":$line" '"rule":"general.income.sum"' '"difference":"-0.01"' \
    '661.86'

# A lost row is named where it should be.
awk 'BEGIN { RS = "    - row_no:"; ORS = "" }
    NR > 1 { start = "    - row_no:" }
    /exp_func_code: .2101101/ && ++seen == 3 {
        if (match($0, /\n- table:/)) print substr($0, RSTART + 1)
        next
    }
    { print start $0 }' a.yaml >b.yaml
run 1 check b.yaml
counted causes 1
finds '"rule":"general.income"' '2101101' 'no such row' '"difference":"-20.10"'

# The page marks the cell, and is not written over without --overwrite.
sed "${line}s/661.85/661.86/" a.yaml >b.yaml
run 1 check --report page.html b.yaml
same "marked cells" "$(grep -o 'class="n error">661.86<' page.html | wc -l)" 1
run 4 check --report page.html b.yaml
run 1 check --report page.html --overwrite b.yaml
run 2 check --report page.pdf b.yaml
run 3 check --report other.html absent.yaml
absent other.html

# The published document: one wrong amount, and what a person should look at, each seen in the text.
if [ -f "$samples/real-budget-2026/disclosure.txt" ]; then
    text=$samples/real-budget-2026/disclosure.txt
    run 1 check "$text"
    counted causes 1 error 2 warning 16
    finds '"rule":"performance.gov_fund"' '"line":516' '"left":"630.99"' '"right":"830.99"' '"difference":"-200.00"' \
        '(257:34)'
    finds '"rule":"performance.sources"' '"line":516' '"left":"1629.62"' '"right":"1429.62"'
    # Those of the tables, one in the prose (基本支出), one of 元 against 万元 (遗属补助).
    same "tails" "$(grep -c '"code":"CHECK_TAIL"' out)" $((expected + across + 2))
    # code, line, how often: read in the document.
    while read -r code line; do
        finds "\"code\":\"$code\"" "\"line\":$line," '"severity":"warning"'
    done <<END
CHECK_SHARE_OTHER 498
CHECK_INDICATOR_COUNT 535
CHECK_INDICATOR_UNIT 540
CHECK_INDICATOR_UNIT 541
CHECK_INDICATOR_CATEGORY 592
CHECK_INDICATOR_CATEGORY 594
CHECK_INDICATOR_UNIT 595
CHECK_INDICATOR_PERIODS 596
CHECK_INDICATOR_PERIOD 597
CHECK_INDICATOR_PERIOD 598
CHECK_INDICATOR_CATEGORY 603
CHECK_INDICATOR_CATEGORY 606
CHECK_INDICATOR_YEAR 640
CHECK_INDICATOR_VALUE 705
END
    # planted FROM TO CODE: one change in the text is found, beside what was there.
    planted() {
        sed "s/$1/$2/" "$text" >planted.txt
        ! cmp -s "$text" planted.txt || fail "sed $1 changed nothing"
        run 1 check planted.txt
        finds "$3"
    }
    sed 's/630.99/830.99/' "$text" >right.txt
    run 0 check right.txt
    counted error 0 causes 0 warning 16
    planted '，占40.61%' '，占41.61%' '"code":"CHECK_SHARE"'
    planted '增长123.83%' '增长132.83%' '"code":"CHECK_CHANGE_RATE"'
    planted '减少8.28万元' '减少8.82万元' '"code":"CHECK_CHANGE"'
    planted '公用经费57.82万元' '公用经费58.72万元' '"rule":"statement.table"'
    planted '货物预算1.20万元' '货物预算1.02万元' '"rule":"text.procurement"'
    planted '二级项目4个' '二级项目5个' '"rule":"text.projects.count"'
    planted '^2026年预算收入总表' '2025年预算收入总表' '"code":"CHECK_TABLE_YEAR"'
else
    left_out "the published document is not here"
fi

# Shanghai's budgets of 2023 and 2024: tables right to the 元, but for one code that two tables of the last
# document print as 7 11 02 where it is 210 11 02, and items of its own numbering.
published=$samples/samples/cn_budget
if [ -d "$published" ]; then
    for file in workbooks/putuo_wanli_2023_department_budget.xlsx \
        workbooks/putuo_wanli_2024_department_budget.xlsx; do
        run 0 check "$published/$file"
        counted error 0 warning 0 causes 0
    done
    # The text of 2023 repeats 441.25 for another amount; the last project's grants of the year are
    # 11419043.00 where all its funds of the year are 10903043.00.
    run 1 check "$published/documents/putuo_wanli_2023_department_budget.txt"
    counted causes 2 error 2
    finds '"severity":"error"' '"line":128' '441.25'
    finds '"rule":"funding.sources"' '"line":1106' '10903043.00' '11419043.00'
    # The text of 2024 says 350.35 and, in the next sentence, 352.67 of 住房公积金; the table 3503499 元.
    run 1 check "$published/documents/putuo_wanli_2024_department_budget.txt"
    counted causes 1 error 1 warning 1
    finds '"severity":"error"' '"line":175' '"left":"352.67"' '3503499'
    finds '"code":"CHECK_CHANGE_RATE"' '"line":175' '0.53%'
    run 0 check "$published/workbooks/putuo_welfare_home_2024_unit_budget.xlsx"
    counted error 0 warning 14
    finds '"code":"CHECK_CODE_RENAMED"' 30204 电费 手续费
    run 1 check "$published/documents/putuo_welfare_home_2024_unit_budget.txt"
    # Its text says 738.66 of 社会福利事业单位, twice; the tables 6964796 元.
    counted causes 3
    finds '"rule":"statement.table"' '"line":69' '"left":"738.66"' '6964796'
    finds '"line":175' '"suspect":"预算单位支出预算总表 0071102 事业单位医疗' '2101102 (no such row)'
    finds '"line":232' '"suspect":"预算单位一般公共预算支出功能分类预算表 0071102'
else
    left_out "the published budgets of Shanghai are not here"
fi

# House rules are added, and each fault of a rule file has its line.
cat >house.yaml <<'END'
budgetconv: 1
rules: house
equations:
  - id: house.limit
    label: 机关运行经费不超过五十万元
    label_en: operating expenditure is at most 500,000 yuan
    severity: warning
    check: operating[role=dept_total].total ≤ 500000
END
run 0 check --rules house.yaml "$golden/disclosure.xlsx"
counted error 0 warning 1
finds '"severity":"warning"' '"rule":"house.limit"' '"left":"57.82"' '"right":"50.00"' \
    '"difference":"7.82"' '表11'
cat >wrong.yaml <<'END'
budgetconv: 1
rules: wrong
colour: red
equations:
  - id: one
    label: x
    check: operating[role=dept_total].totl ≤ 500000
  - id: one
    label: y
    check: operating[role=dept_total.total = 1
  - label: z
    check: row.total = 1
    severity: grave
  - id: four
    label: z
    check: operating.$measure = 1
END
run 2 check --rules wrong.yaml "$golden/disclosure.xlsx"
says RULE_KEY_UNKNOWN RULE_FIELD RULE_ID_TWICE RULE_SYNTAX RULE_KEY_MISSING RULE_NO_LOOP RULE_VALUE \
    RULE_MEASURES
told
same "line of the unknown key" "$(member RULE_KEY_UNKNOWN line)" 3
same "line of the unknown field" "$(member RULE_FIELD line)" 7
same "line of the syntax fault" "$(member RULE_SYNTAX line)" 10
same "line of the wrong severity" "$(member RULE_VALUE line)" 13
[ ! -s out ] || fail "checked with a wrong rule file"
sed -i 's/^budgetconv: 1/budgetconv: 2/' house.yaml
run 2 check --rules house.yaml "$golden/disclosure.xlsx"
says RULE_VERSION
run 2 check --rules absent.yaml "$golden/disclosure.xlsx"

# Every key of our own rule files stands in the schema for editors.
for key in $(sed -n 's/^\( *- \| *\)\([a-z_]*\):.*/\2/p' "$root"/formats/rules/*.yaml | sort -u); do
    grep -q "\"$key\": *{" "$root/formats/rules/rules.schema.json" || fail "no key $key in the schema"
done

done_testing
