#!/usr/bin/env bash
# The nine tables of a published budget as the parser of another project read them off the same
# document, against what the text gives: table by table, figure by figure, with side, code, name
# and measure.
. "$(dirname "$0")/../support/shell.sh"
folder=$samples/samples/cn_budget
[ -d "$folder/tables_json" ] || skip "no samples in $samples"
document=putuo_wanli_2024_department_budget

# figures TABLE FACTS: side|code|name|measure|amount, as published_json.awk writes them. The
# other parser has no codes of classes in two-sided tables, and half-width brackets.
figures() {
    LC_ALL=C awk -F, -v id="$1" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        /"/ { print "a quoted cell: " $0 }
        $at["table_id"] == id {
            code = $at["side"] == "" ? $at["exp_func_code"] $at["dep_bgt_eco_code"] : ""
            name = $at["item"]
            gsub(/ /, "", name)
            gsub(/（/, "(", name)
            gsub(/）/, ")", name)
            if ($at["amount_unit"] != (id == "three_public" ? "万元" : "元")) name = name " in " $at["amount_unit"]
            print $at["side"] "|" code "|" name "|" $at["measure"] "|" $at["amount"]
        }' "$2" | LC_ALL=C sort
}

# compare TABLE JSON FIGURES [ROW...]: ROW is what the other parser left out of the document.
compare() {
    local table=$1 json=$folder/tables_json/putuo_wanli_2024.$2.json count=$3
    shift 3
    {
        LC_ALL=C awk -v table="$table" -f "$golden/published_json.awk" "$json"
        [ $# -eq 0 ] || printf '%s\n' "$@"
    } | LC_ALL=C sort >"$work/expected"
    figures "$table" "$work/facts.csv" >"$work/found"
    same_file "$table" "$work/found" "$work/expected"
    same "figures of $table" "$(wc -l <"$work/found")" "$count"
}

convert --layout facts "$folder/documents/$document.txt" "$work/facts.csv"
compare summary budget_summary 13
# 合计 stands on page 15 of the document and on page 20; the other parser does not have these rows.
compare income income_summary 335 '||合计|total|156211123' \
    '||合计|fiscal_appropriation|156211123' '||合计|business_income|0' \
    '||合计|operating_income|0' '||合计|other_income|0'
compare expenditure expenditure_summary 201 '||合计|total|156211123' '||合计|basic|99706020' \
    '||合计|project|56505103'
compare fiscal_summary fiscal_grant_summary 22
compare general_expenditure general_budget 201
compare gov_fund_expenditure gov_fund_budget 0
compare state_capital capital_budget 0
compare basic_economic basic_expenditure 96
compare three_public three_public 7
same "figures of the document" "$(sed 1d "$work/facts.csv" | wc -l)" 875

done_testing
