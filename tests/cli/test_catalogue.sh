#!/usr/bin/env bash
# catalogue: the lists, a code and a name looked up, a document's codes checked, two years
# compared. Expected names are those of the code lists' sources.
. "$(dirname "$0")/../support/shell.sh"

# has TEXT...: one line of the last run's output has all these texts.
has() {
    local found text
    found=$(cat "$work/out")
    for text in "$@"; do
        found=$(printf '%s\n' "$found" | grep -F -- "$text")
    done
    checks=$((checks + 1))
    [ -n "$found" ] || fail "$command: no line with $*: $(head -c 600 "$work/out")"
}

run 0 catalogue
has '"scheme":"exp_func","first_year":2009,"last_year":2009,"complete":true,"codes":1541'
has '"scheme":"exp_func","first_year":2023,"last_year":0,"complete":false'

run 0 catalogue lookup 2011301
has '"code":"2011301","name":"行政运行","parent":"20113","level":3,"leaf":true' \
    '"path":"一般公共服务支出 / 商贸事务 / 行政运行"' '"prefix":false'
same 'one answer' "$(wc -l <"$work/out")" 1
run 0 catalogue lookup --year 2009 --scheme exp_func 2011301
has '"name":"行政运行（商贸）"' '"complete":true'
run 0 catalogue lookup 住房公积金
has '"code":"2210201"'
has '"code":"30113"'
has '"code":"50103"'
run 0 catalogue lookup --scheme exp_func 2011350
has '"code":"20113"' '"prefix":true'
refused 2 CATALOGUE_NOT_LISTED catalogue lookup --scheme fund_type 99
refused 2 CATALOGUE_NOT_LISTED catalogue lookup 没有这个科目
refused 2 USAGE_YEAR catalogue lookup --year 26 201
refused 2 USAGE_SCHEME catalogue lookup --scheme exp_fun 201
same 'the nearest list' "$(sed -n 's/.*the nearest is `\([a-z_]*\)`.*/\1/p' "$work/err")" exp_func
refused 2 USAGE_WORDS catalogue lookup
refused 2 USAGE_WORDS catalogue find 201

# A true document; then a wrong name, a fund and a code that no complete list has.
run 0 catalogue check "$golden/disclosure.xlsx"
has '"kind":"summary"' '"renamed":0,"unknown":0'
run 0 catalogue check "$golden/detail-export-gb18030.csv"
convert "$golden/detail-export-gb18030.csv" "$work/a.yaml"
run 0 catalogue check "$work/a.yaml"
sed "0,/exp_func_name: '行政运行'/s//exp_func_name: '行政运转'/" "$work/a.yaml" >"$work/b.yaml"
run 1 catalogue check "$work/b.yaml"
has '"kind":"renamed","scheme":"exp_func","year":2026,"code":"2011301","name":"行政运转"' \
    '"listed_name":"行政运行","count":1'
sed "0,/fund_type_code: '111'/s//fund_type_code: '91'/" "$work/a.yaml" >"$work/b.yaml"
run 1 catalogue check "$work/b.yaml"
has '"kind":"unknown","scheme":"fund_type","year":2026,"code":"91"'
run 0 catalogue check --scheme exp_func "$work/b.yaml"

# Under the list of another year names differ.
run 1 catalogue check --year 2009 --scheme exp_func "$golden/disclosure.xlsx"
has '"kind":"renamed"' '"code":"201","name":"一般公共服务支出","listed_code":"201","listed_name":"基本公共管理与服务"'
run 0 catalogue check --year 2015 --scheme exp_func "$golden/disclosure.xlsx"
has '"kind":"summary"' '"known":0' '"renamed":0'
refused 3 FILE_NOT_FOUND catalogue check "$work/nothing.xlsx"

run 0 catalogue compare --scheme dep_bgt_eco 2009 2026
has '"kind":"renamed","scheme":"dep_bgt_eco","code":"30217","first":"招待费","second":"公务接待费"'
has '"kind":"only_second"' '"code":"30113"'
run 0 catalogue compare --scheme dep_bgt_eco 2020 2026
has '"renamed":0,"only_first":0,"only_second":0,"same":90'
refused 2 CATALOGUE_NO_LIST catalogue compare 1999 2026

# For people.
"$budgetconv" --language zh catalogue check "$work/b.yaml" >"$work/out"
has 代码不存在 fund_type 91
done_testing
