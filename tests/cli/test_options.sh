#!/usr/bin/env bash
# The common options, each by its effect.
. "$(dirname "$0")/../support/shell.sh"
. "$root/tests/golden/facts.sh"

mkdir "$work/here"
cd "$work/here" || exit 1
cp "$golden/disclosure.xlsx" budget.xlsx
export=$golden/detail-export-gb18030.csv

# column NAME FILE: without the header.
column() {
    awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
        { print $at }' "$2"
}

# rows FILE
rows() {
    echo $(($(wc -l <"$1") - 1))
}

convert --layout facts budget.xlsx facts.csv

# --strict: a loss is refused, and there is no target.
convert --layout lines budget.xlsx lossy.csv
says LAYOUT_CANNOT_HOLD
grep -q '"severity":"loss"' "$work/err" || fail "$command: no loss was told"
rm lossy.csv
refused 5 LOSS_REFUSED convert --strict --layout lines budget.xlsx lossy.csv
absent lossy.csv
printf 'precious\n' >lossy.csv
refused 5 LOSS_REFUSED convert --strict --overwrite --layout lines budget.xlsx lossy.csv
same "the old target" "$(cat lossy.csv)" precious
rm lossy.csv
run 0 convert --strict budget.xlsx whole.yaml
silent LOSS_REFUSED

# --amount-unit: exact in both directions.
convert --layout facts --amount-unit 元 budget.xlsx yuan.csv
same "unit" "$(column amount_unit yuan.csv | sort -u)" 元
column amount facts.csv | sed 's/\.//; s/^0*\([0-9]\)/\1/; s/$/00/; s/^0*$/0/' >expected
column amount yuan.csv | sed 's/\..*//' >found
same_file "万元 to 元" found expected
convert --amount-unit yuan budget.xlsx yuan.yaml
convert --amount-unit wan --layout facts yuan.yaml back.csv
column amount facts.csv >expected
column amount back.csv | sed 's/\(\.[0-9][0-9]\)00*$/\1/' >found
same_file "万元 to 元 to 万元" found expected
# An export that states no unit of its own has the one that its layout states.
convert --layout facts --amount-unit 万元 "$export" wan.csv
same "the first amount" "$(column amount wan.csv | head -n 1)" 137.802559

# --round: half up, counted, told.
convert --layout facts --amount-unit 万元 --round 2 "$export" rounded.csv
says ROUNDED
same "amounts that were rounded" "$(member ROUNDED args | tr -dc '0-9')" ""
changed=$(sed -n 's/.*"code":"ROUNDED".*"args":\["\([0-9]*\)".*/\1/p' "$work/err")
same "amounts that were rounded" "$changed" \
    "$(column amount wan.csv | awk '{ sub(/.*\./, ""); if (substr($0, 3) + 0 != 0) n++ } END { print n + 0 }')"
same "the first amount" "$(column amount rounded.csv | head -n 1)" 137.80
column amount wan.csv | awk '{
        split($0, p, "."); f = substr(p[2] "000000", 1, 6)
        n = p[1] * 100 + substr(f, 1, 2); if (substr(f, 3, 1) >= 5) n++
        printf "%d.%02d\n", int(n / 100), n % 100 }' >expected
column amount rounded.csv >found
same_file "half up" found expected
convert --layout facts --round 2 budget.xlsx same.csv
silent ROUNDED
facts_are_exact "--round that changes nothing" same.csv

convert --overwrite --layout facts --amount-unit 万元 "$export" --round=2 same.csv
same_file "--round=2" rounded.csv same.csv
convert --overwrite --layout facts --amount-unit 万元 "$export" same.csv --round
same_file "--round alone" rounded.csv same.csv

# --select: OR within a field, AND across fields.
convert --layout facts --select table_id=income budget.xlsx some.csv
same "one table" "$(column table_id some.csv | sort -u)" income
same "figures" "$(rows some.csv)" "$(grep -c '^T02' "$golden/expected-facts.csv")"
convert --overwrite --layout facts --select table_id=income --select table_id=operating \
    budget.xlsx some.csv
same "two tables" "$(rows some.csv)" "$(grep -cE '^T(02|11)' "$golden/expected-facts.csv")"
convert --overwrite --layout facts --select table_id=income --select exp_func_code=2210201 \
    budget.xlsx some.csv
same "one code of one table" "$(rows some.csv)" 2
convert --overwrite --layout facts --select exp_func_code=9999999 budget.xlsx some.csv
says SELECT_NOTHING
same "nothing" "$(rows some.csv)" 0

# --sheet, --skip-sheet.
sheet=$("$budgetconv" --quiet info --cells budget.xlsx | sed -n 2p | cut -d, -f1)
other=$("$budgetconv" --quiet info --cells budget.xlsx | cut -d, -f1 | uniq | sed -n 3p)
convert --layout facts --sheet "$sheet" budget.xlsx sheet.csv
same "one sheet" "$(column table_id sheet.csv | sort -u)" summary
convert --overwrite --layout facts --sheet "$sheet" --sheet "$other" budget.xlsx sheet.csv
same "two sheets" "$(column table_id sheet.csv | uniq | tr '\n' ' ')" "summary income "
convert --overwrite --layout facts --skip-sheet "$sheet" budget.xlsx sheet.csv
same "without one sheet" "$(rows sheet.csv)" "$(grep -cE '^T(0[2-9]|1)' "$golden/expected-facts.csv")"
says SHEET_SKIPPED
refused 3 SHEET_NOT_FOUND convert --sheet 没有这张表 budget.xlsx none.yaml
absent none.yaml

# --limit.
refused 3 LIMIT_REACHED convert --limit sheets=2 budget.xlsx none.yaml
absent none.yaml
refused 3 LIMIT_REACHED convert --limit cell-bytes=16 budget.xlsx none.yaml
absent none.yaml
run 0 convert --overwrite --limit sheets=5000 --limit cell-bytes=65536 budget.xlsx whole.yaml

# --encoding, -f.
run 3 convert --encoding UTF-8 "$export" none.yaml
told
says ENCODING_INVALID
absent none.yaml
convert --encoding GBK -f csv "$export" export.yaml
run 3 convert --encoding KLINGON "$export" none.yaml
says ENCODING_UNKNOWN
absent none.yaml

# -i, -o.
convert --layout lines -o delimiter=tab "$export" tab.csv
head -n 1 tab.csv | grep -q "$(printf 'table_id\ttable_no')" || fail "-o delimiter=tab"
convert -o excel=yes "$export" excel.csv
same "byte order mark" "$(head -c 3 excel.csv | od -An -tx1 | tr -d ' ')" efbbbf
same "line breaks" "$(tr -cd '\r' <excel.csv | wc -c)" 29

# Several inputs become one document, in their order.
cp "$export" other.csv
convert --layout facts "$export" other.csv twice.csv
same "both inputs" "$(rows twice.csv)" 56
same "table numbers" "$(column table_no twice.csv | uniq | tr '\n' ' ')" "1 2 "
refused 3 MERGE_CONFLICT convert budget.xlsx "$export" none.yaml
absent none.yaml

# --language, --messages, --quiet, --verbose.
"$budgetconv" --language zh convert nowhere.xlsx out.yaml >"$work/out" 2>"$work/err"
grep -q '错误.*文件不存在' "$work/err" || fail "--language zh: $(cat "$work/err")"
grep -q '检查路径' "$work/err" || fail "no remedy in Chinese: $(cat "$work/err")"
"$budgetconv" --language en convert nowhere.xlsx out.yaml >"$work/out" 2>"$work/err"
grep -q '^nowhere.xlsx: error: the file does not exist' "$work/err" ||
    fail "--language en: $(cat "$work/err")"
BUDGETCONV_LANGUAGE=zh "$budgetconv" convert nowhere.xlsx out.yaml 2>"$work/err"
grep -q '文件不存在' "$work/err" || fail "BUDGETCONV_LANGUAGE=zh: $(cat "$work/err")"
BUDGETCONV_LANGUAGE=zh "$budgetconv" --language en convert nowhere.xlsx out.yaml 2>"$work/err"
grep -q 'does not exist' "$work/err" || fail "--language wins: $(cat "$work/err")"
LC_ALL=zh_CN.UTF-8 "$budgetconv" convert nowhere.xlsx out.yaml 2>"$work/err"
grep -q '文件不存在' "$work/err" || fail "LC_ALL=zh_CN.UTF-8: $(cat "$work/err")"
"$budgetconv" --language zh --messages json convert nowhere.xlsx out.yaml 2>"$work/err"
grep -q '"code":"FILE_NOT_FOUND","severity":"error","file":"nowhere.xlsx"' "$work/err" ||
    fail "codes are never translated: $(cat "$work/err")"
"$budgetconv" --language en --quiet convert --overwrite --layout lines budget.xlsx quiet.csv \
    >"$work/out" 2>"$work/err" || fail "--quiet: status $?"
[ ! -s "$work/err" ] || fail "--quiet is not: $(cat "$work/err")"
"$budgetconv" --language en convert --overwrite budget.xlsx whole.yaml >"$work/out" 2>"$work/err"
same "a plain success" "$(cat "$work/out" "$work/err")" ""
"$budgetconv" --language en --verbose convert --overwrite budget.xlsx whole.yaml 2>"$work/err"
grep -q 'CONVERTED' "$work/err" || fail "--verbose says nothing: $(cat "$work/err")"
grep -q '13 tables' "$work/err" || fail "--verbose: $(cat "$work/err")"

# Messages that are cut are counted.
{ head -n 1 "$export"; for i in 1 2 3 4 5 6 7 8; do sed -n 2p "$export" | sed 's/1378025\.59/x/'; done
} >bad.csv
run 3 convert --limit errors=3 bad.csv none.yaml
[ "$(grep -c '"severity":"error"' "$work/err")" -le 4 ] || fail "--limit errors=3: $(cat "$work/err")"
absent none.yaml
run 3 convert bad.csv none.yaml
same "errors, one for each bad cell" "$(grep -c '"AMOUNT_INVALID"' "$work/err")" 8
same "the place" "$(sed -n 's/.*"AMOUNT_INVALID".*"line":\([0-9]*\),.*/\1/p' "$work/err" | head -n 1)" 2

# --progress goes to standard error and leaves the data alone.
"$budgetconv" --language en --progress always convert --layout facts -t csv budget.xlsx - \
    >"$work/out" 2>"$work/err"
same_file "the data under --progress" "$work/out" facts.csv

done_testing
