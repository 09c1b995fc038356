#!/usr/bin/env bash
# All tables of the published Shanghai budgets: what the program reads out of the text with aligned
# columns, against the words of the same pages in the order of the page, which pdftotext gives
# without columns. test_published_json.sh and test_text_aligned.sh compare columns as well.
. "$(dirname "$0")/../support/shell.sh"
folder=$samples/samples/cn_budget
[ -d "$folder/documents" ] || skip "no samples in $samples"
command -v pdftotext >/dev/null || skip "no pdftotext"

# rows FACTS: a line for each printed row with figures, as published_pages.awk writes them.
rows() {
    LC_ALL=C awk -F, '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        /"/ { print "a quoted cell: " $0 }
        {
            table = $at["table_id"]
            code = $at["exp_func_code"] $at["dep_bgt_eco_code"]
            name = table ~ /summary/ || code == "" ? $at["item"] : code
            gsub(/ /, "", name)
            if (table == "three_public") name = ""
            key = table "|" name "|" $at["side"] "|" $at["row_no"]
            if (key != before && NR > 2) print shown
            if (key != before) shown = table "|" name "|" $at["amount"]
            else shown = shown " " $at["amount"]
            before = key
        }
        END { print shown }' "$1" | LC_ALL=C sort
}

# compare DOCUMENT ROWS
compare() {
    # The targets of one of them have no layout: its name keeps them as text.
    convert --layout facts --skip-sheet 财政项目支出绩效目标填报表 \
        "$folder/documents/$1.txt" "$work/$1.csv"
    rows "$work/$1.csv" >"$work/found"
    pdftotext -raw "$folder/documents/$1.pdf" - 2>/dev/null |
        LC_ALL=C awk -f "$golden/published_pages.awk" | LC_ALL=C sort >"$work/expected"
    same_file "$1" "$work/found" "$work/expected"
    same "$1: rows" "$(wc -l <"$work/found")" "$2"
}

compare putuo_wanli_2023_department_budget 256
compare putuo_wanli_2024_department_budget 259
compare putuo_welfare_home_2024_unit_budget 87

done_testing
