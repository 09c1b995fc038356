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

# rows CSV: table, side, code and item of each line of tables 01 to 06, as `lines` gives them.
rows() {
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $1 ~ /^(summary|income|expenditure|fiscal_summary|general_exp.*|basic_economic)$/ {
        code = $1 ~ /summary/ ? "" : $at["exp_func_code"] $at["dep_bgt_eco_code"]
        print $1 "|" $at["side"] "|" code "|" $at["item"] }' "$1" | LC_ALL=C sort
}

# The figures were drawn by lot before the pages were printed: accounts-aligned.facts.
convert --layout facts "$golden/accounts-aligned.txt" "$work/accounts.csv"
figures "$work/accounts.csv" >"$work/figures"
same_file "figures of the filled form" "$work/figures" "$golden/accounts-aligned.facts"
convert --layout lines "$golden/accounts-aligned.txt" "$work/lines.csv"
rows "$work/lines.csv" >"$work/rows"
same_file "rows of the filled form" "$work/rows" "$golden/accounts-aligned.rows"
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

# What stands around the tables: contents without page numbers, a list of units that are only
# numbered, a line above the first title, and the line below a table's note.
{
    printf '某某区教育局\n2025年度部门决算\n\f             目   录\n\n第一部分 某某区教育局概况\n\n'
    printf '一、主要职能\n\n二、机构设置\n\n第二部分 某某区教育局2025年度部门决算表\n'
    printf '\f        第一部分    某某区教育局概况\n\n   一、主要职能\n\n   管理本区学校。\n\n'
    printf '   二、机构设置\n\n   本部门的单位有：\n\n序号          单位名称          备注\n\n'
    printf ' 1    某某区教育局（本级）\n\n 2    某某区第一中学     新设\n\n\f'
    cat "$golden/accounts-aligned.txt"
} >"$work/whole.txt"
convert --strict "$work/whole.txt" "$work/whole.yaml"
says LIST_KEPT_AS_TEXT
silent HEADING_NOT_TAKEN
convert --layout facts "$work/whole.txt" "$work/whole.csv"
figures "$work/whole.csv" >"$work/figures"
same_file "figures of the whole document" "$work/figures" "$golden/accounts-aligned.facts"
same "contents" "$(grep -c "kind: 'toc'" "$work/whole.yaml")" 1
for text in '1\t某某区教育局（本级）' '2\t某某区第一中学\t新设' '某某区教育局2025年度部门决算表' \
    '有数据时删去下面一行'; do
    grep -qF "$text" "$work/whole.yaml" || fail "lost: $text"
done

# Of a list with another number, no table is made and nothing is dropped: it is refused.
sed 's/新设$/36/' "$work/whole.txt" >"$work/figure.txt"
refused 3 LAYOUT_NO_MATCH convert --layout facts "$work/figure.txt" "$work/figure.csv"
sed 's/^ 2    某某/ 3    某某/' "$work/whole.txt" >"$work/gap.txt"
refused 3 LAYOUT_NO_MATCH convert --layout facts "$work/gap.txt" "$work/gap.csv"

# The blank form of 2024: nine tables with their rows, and no figure.
form=$samples/samples/cn_budget/documents/shanghai_final_accounts_blank_form.txt
if [ -f "$form" ]; then
    convert --layout facts "$form" "$work/form.csv"
    same "figures of the blank form" "$(sed 1d "$work/form.csv")" ""
    convert --layout lines "$form" "$work/form-lines.csv"
    rows "$work/form-lines.csv" >"$work/rows"
    same_file "rows of the blank form" "$work/rows" "$golden/accounts-aligned.rows"
    convert --strict "$form" "$work/form.yaml"
    same "tables of the blank form" "$(grep -c "^ *layout: 'final-accounts/" "$work/form.yaml")" 9
    says LIST_KEPT_AS_TEXT ROWS_FILLER
    silent ITEM_UNKNOWN ITEM_MISSING COLUMN_UNCLAIMED HEADING_NOT_TAKEN CELL_OUTSIDE_TABLE
else
    left_out "$form is not there"
fi

done_testing
