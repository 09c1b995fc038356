#!/usr/bin/env bash
# diff: what it finds, how it matches, and how it ends. Each change is made by sed in a document
# that was converted to YAML.
. "$(dirname "$0")/../support/shell.sh"

convert "$golden/disclosure.xlsx" "$work/a.yaml"

# change SED: makes b.yaml, which has to differ from a.yaml.
change() {
    sed "$1" "$work/a.yaml" >"$work/b.yaml"
    ! cmp -s "$work/a.yaml" "$work/b.yaml" || fail "sed $1 changed nothing"
}

# shows KIND TEXT...: one object of this kind has all these texts.
shows() {
    local found text kind=$1
    shift
    found=$(grep "^{\"kind\":\"$kind\"," "$work/out")
    for text in "$@"; do
        found=$(printf '%s\n' "$found" | grep -F -- "$text")
    done
    [ -n "$found" ] || fail "$command: no $kind with $*"
}

# Any two formats of one document are equal.
run 0 diff "$golden/disclosure.xlsx" "$work/a.yaml"
counted added 0 removed 0 amount 0 label 0 recoded 0 scale 0 equal 287
convert -t csv "$golden/disclosure.xlsx" "$work/package/"
run 0 diff "$work/a.yaml" "$work/package/"
counted amount 0 equal 287

# Another unit is no difference; a finer figure that rounds to the printed one is none either.
convert --amount-unit 元 "$golden/disclosure.xlsx" "$work/yuan.yaml"
run 0 diff "$work/a.yaml" "$work/yuan.yaml"
counted amount 0 scale 287 equal 0
sed "s/total: '6618500'/total: '6618535.23'/" "$work/yuan.yaml" >"$work/fine.yaml"
run 0 diff "$work/a.yaml" "$work/fine.yaml"
counted amount 0 scale 287
run 0 diff "$work/fine.yaml" "$work/a.yaml"
sed "s/total: '6618500'/total: '6618550.00'/" "$work/yuan.yaml" >"$work/fine.yaml"
run 1 diff "$work/a.yaml" "$work/fine.yaml"
shows amount '"before":"661.85","before_unit":"万元","after":"6618550.00","after_unit":"元"' \
    '"change":"50.00"'

# The order of lines is no difference.
iconv -f GB18030 -t UTF-8 "$golden/detail-export-gb18030.csv" >"$work/detail.csv"
(head -n 1 "$work/detail.csv" && tail -n +2 "$work/detail.csv" | sort -r) >"$work/sorted.csv"
run 0 diff "$work/detail.csv" "$work/sorted.csv"
counted amount 0 equal 28
sed 's/9015\.20/9115.20/' "$work/sorted.csv" >"$work/changed.csv"
run 1 diff "$work/detail.csv" "$work/changed.csv"
counted amount 1 equal 27 added 0 removed 0
shows amount '"before":"9015.20"' '"after":"9115.20"' '"change":"100.00"' '"change_rate":"1.11"' \
    '"place_before":"9:' '"code_before":"14030026038Y000000101/2011301/50202/30215"'

# The roll-up of details that differ by 100 yuan differs in the figures that hold the line only.
run 0 rollup "$work/detail.csv" "$work/rolled.xlsx"
run 0 diff "$work/rolled.xlsx" "$golden/disclosure.xlsx"
counted equal 287 scale 0
run 0 rollup --trace "$work/trace.csv" "$work/changed.csv" "$work/rolled2.xlsx"
run 1 diff --report csv "$work/rolled.xlsx" "$work/rolled2.xlsx"
awk -F, 'NR > 1 { print $2, $4, $6, $9, $13 }' "$work/out" | LC_ALL=C sort >"$work/differing"
awk -F, '$20 == "9115.20" { print $1, $4, $5, $6, $7 }' "$work/trace.csv" | LC_ALL=C sort \
    >"$work/holding"
same "differing figures that do not hold the line" \
    "$(LC_ALL=C comm -23 "$work/differing" "$work/holding" | wc -l)" 0
same "differing figures" "$(wc -l <"$work/differing")" 52
# Of the figures that hold it, those that print the same are equal after rounding.
same "figures that hold the line" "$(wc -l <"$work/holding")" 52

# A label, a code, a line.
change "s/item: '二十、住房保障支出'/item: '二十、住房支出'/"
run 1 diff "$work/a.yaml" "$work/b.yaml"
counted label 2 added 0 removed 0 amount 0 equal 287
change "s/exp_func_code: '2013299'/exp_func_code: '2013298'/"
run 1 diff "$work/a.yaml" "$work/b.yaml"
counted recoded 3 added 0 removed 0 amount 0 equal 287
shows recoded '"code_before":"2013299"' '"code_after":"2013298"'
change "s/'遗属补助'/'抚恤金'/"
run 1 diff "$work/a.yaml" "$work/b.yaml"
counted added 2 removed 2 amount 0 equal 285
shows removed '"item_before":"遗属补助"' '"before":"3.08"' '"after":null'
shows added '"item_after":"抚恤金"' '"after":"3.08"' '"before":null'

# Blank is not zero.
change "s/^\( *\)item: '三、国防支出'/&\n\1total: '0.00'/"
run 1 diff "$work/a.yaml" "$work/b.yaml"
counted added 2 amount 0

# Two years: everything side by side; a project of the year keeps its place.
sed "s/2026/2025/g; s/total: '1629.62'/total: '1500.00'/" "$work/a.yaml" >"$work/prior.yaml"
run 1 diff "$work/prior.yaml" "$work/a.yaml"
counted added 0 removed 0 label 1 amount 7
same "figures listed" "$(grep -c '"measure":"' "$work/out")" 287
shows amount '"before":"1500.00"' '"after":"1629.62"' '"change":"129.62"' '"change_rate":"8.64"'
shows label '2025年商务工作经费' '2026年商务工作经费'
"$budgetconv" --language zh diff "$work/prior.yaml" "$work/a.yaml" >"$work/text"
same "status of two years as text" "$?" 1
head -n 1 "$work/text" | grep -q '上年数 *本年数 *增减额 *增减%' || fail "no header of two years"
! grep -q "$(printf '\033')" "$work/text" || fail "colours without a terminal"

# How it ends.
refused 3 FILE_NOT_FOUND diff "$work/a.yaml" "$work/nowhere.yaml"
printf 'no budget' >"$work/bad.xlsx"
run 3 diff "$work/a.yaml" "$work/bad.xlsx"
same "standard output of a failure" "$(wc -c <"$work/out")" 0
refused 2 USAGE_WORDS diff "$work/a.yaml"
refused 2 USAGE_STDIN_TWICE diff - -
refused 2 USAGE_OPTION_CHOICE diff --report html "$work/a.yaml" "$work/b.yaml"

done_testing
