#!/usr/bin/env bash
# Workbooks of published Shanghai budgets, made by others, against tables that others read off the
# same documents: every figure, and no other.
. "$(dirname "$0")/../support/shell.sh"
folder=$samples/samples/cn_budget
[ -d "$folder/workbooks" ] || skip "no samples in $samples"

# figures NAME FACTS: every table of NAME.*.csv.
figures() {
    local table id
    for table in "$folder/tables_utf8/$1".*.csv; do
        id=${table%.csv}
        id=${id##*.}
        [ "$id" != general_budget_functional ] || id=general_expenditure
        checks=$((checks + 1))
        LC_ALL=C awk -v table="$id" -f "$golden/shanghai.awk" "$table" "$2" >"$work/difference" 2>&1 ||
            {
                fail "$1 $id"
                head -n 20 "$work/difference"
            }
    done
}

for book in "$folder"/workbooks/*.xlsx; do
    name=$(basename "$book" .xlsx)
    convert --layout facts "$book" "$work/$name.csv"
    silent CODE_WAS_NUMBER # 类 is typed as a number of three digits: nothing is lost
    figures "$name" "$work/$name.csv"
    same "$name: tables" "$(cut -d, -f5 "$work/$name.csv" | sed 1d | sort -u | wc -l)" \
        "$(find "$folder/tables_utf8" -name "$name.*.csv" | wc -l)"
    # What is written is read again as the same figures.
    convert "$book" "$work/$name.yaml"
    convert "$work/$name.yaml" "$work/$name.xlsx"
    convert --layout facts "$work/$name.xlsx" "$work/$name.again.csv"
    figures "$name" "$work/$name.again.csv"
    same "$name: lines again" "$(wc -l <"$work/$name.again.csv")" "$(wc -l <"$work/$name.csv")"
done

# The blank form of 2026: nine tables and no figure.
convert "$folder/forms/unit_budget_template.xlsx" "$work/form.yaml"
same "tables of the blank form" "$(grep -c '^ *table_id: ' "$work/form.yaml")" 9
convert --layout facts "$folder/forms/unit_budget_template.xlsx" "$work/form.csv"
same "figures of the blank form" "$(wc -l <"$work/form.csv")" 1

done_testing
