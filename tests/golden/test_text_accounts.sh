#!/usr/bin/env bash
# Final accounts as `pdftotext -layout` gives them, in Shanghai's form: labels broken over lines
# beside others, headers of four tiers, names over several lines around the line of their code,
# two columns of codes side by side, and a table that goes on without a header.
. "$(dirname "$0")/../support/shell.sh"

# figures CSV: table, side, code, item, measure and amount of each figure.
figures() {
    awk -F, 'NR > 1 {
        code = $5 ~ /summary/ ? "" : $15 $19
        print $5 "|" $8 "|" code "|" $10 "|" $24 "|" $25 }' "$1" | LC_ALL=C sort
}

# The figures were drawn by lot before the pages were printed: accounts-aligned.facts.
convert --layout facts "$golden/accounts-aligned.txt" "$work/accounts.csv"
figures "$work/accounts.csv" >"$work/figures"
same_file "figures of the filled form" "$work/figures" "$golden/accounts-aligned.facts"
run 0 info "$golden/accounts-aligned.txt"
same "tables" "$(grep -c '^{"kind":"table"' "$work/out")" 9
silent ITEM_UNKNOWN ITEM_MISSING COLUMN_UNCLAIMED
says ROWS_FILLER

# changed NAME SED: the form with a change, which must be refused.
changed() {
    sed "$2" "$golden/accounts-aligned.txt" >"$work/$1.txt"
    ! cmp -s "$work/$1.txt" "$golden/accounts-aligned.txt" || fail "$1: nothing was changed"
    run 3 convert --layout facts "$work/$1.txt" "$work/$1.csv"
    absent "$work/$1.csv"
}

# Figures of 合计 in the line of the labels 合计, 基本支出, 项目支出.
changed sum 's/^\( *合计 \{18\}\) \{10\}\( *合计 *基本支出\)/\1    912.30\2/'
# Figures in a line of their own, below those of a row.
changed lonely 's/^             安排的支出$/&\n                            77.10          3.20/'
# The second page of a table without one of its columns.
changed page '/^\f *十六、金融支出/,/^ *总计/s/ [0-9,.]*$//'

done_testing
