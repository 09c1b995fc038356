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

done_testing
