#!/usr/bin/env bash
# Text whose columns are aligned by spaces: the tables of the published Shanghai budgets, as
# `pdftotext -layout` gives them, against the same tables taken from the pages by other means.
. "$(dirname "$0")/../support/shell.sh"
. "$(dirname "$0")/facts.sh"

# The thirteen tables of 2026 as LibreOffice prints the published workbook and pdftotext reads the
# pages: narrow columns overlap, rows are blank, one table goes on under its title on a second page.
convert --layout facts "$golden/disclosure-aligned.txt" "$work/aligned.csv"
facts_are_exact "disclosure-aligned.txt" "$work/aligned.csv"
run 0 info "$golden/disclosure-aligned.txt"
same "tables" "$(grep -c '^{"kind":"table"' "$work/out")" 13

# A table of our own: three code columns, labels broken over lines, figures at the right edge of
# their columns, and a second page without the columns that are blank there.
cat >"$work/own.txt" <<'EOF'
                     2024年部门收入预算总表
编制部门：某某街道                                               单位：元

                   项目                                收入预算

功能分类科目编码                                                      事业单位
                     功能分类科目名称   合计      财政拨款收入      事业收入              其他收入
类     款    项                                                   经营收入

201             一般公共服务支出      2,500         2,500

201   05        统计信息事务        2,500         2,500

201   05   07   专项普查活动        2,500         2,500
208             社会保障和就业支出   1,234        1,234

208   05        行政事业单位      1,234        1,234

                机关事业单位
208   05   06              1,234        1,234
                职业年金

                  合计       3,734        3,734
EOF
awk 'NR == 15 { printf "\f" } { print }' "$work/own.txt" >"$work/paged.txt"
convert --layout facts "$work/paged.txt" "$work/own.csv"
awk -F, 'NR > 1 { print $15 "|" $10 "|" $24 "|" $25 }' "$work/own.csv" >"$work/own"
cat >"$work/expected" <<'EOF'
201|一般公共服务支出|total|2500
201|一般公共服务支出|fiscal_appropriation|2500
20105|统计信息事务|total|2500
20105|统计信息事务|fiscal_appropriation|2500
2010507|专项普查活动|total|2500
2010507|专项普查活动|fiscal_appropriation|2500
208|社会保障和就业支出|total|1234
208|社会保障和就业支出|fiscal_appropriation|1234
20805|行政事业单位|total|1234
20805|行政事业单位|fiscal_appropriation|1234
2080506|机关事业单位职业年金|total|1234
2080506|机关事业单位职业年金|fiscal_appropriation|1234
|合计|total|3734
|合计|fiscal_appropriation|3734
EOF
same_file "figures of two pages" "$work/own" "$work/expected"

# A page that goes on with one of two columns of figures: which one cannot be known.
awk 'NR == 15 { printf "\f" } NR >= 15 { sub(/ +[0-9],[0-9]+$/, "") } { print }' \
    "$work/own.txt" >"$work/unclear.txt"
refused 3 TEXT_COLUMNS_UNCLEAR convert --layout facts "$work/unclear.txt" "$work/unclear.csv"
absent "$work/unclear.csv"

# A figure so wide that two columns cannot be told apart: their figures are no figure together.
sed 's/\([0-9]\),\([0-9]\)/\1\2/g; s/其他收入$/          &/
/^208   05        行政/s/1234 *1234$/123456789012345678     1234/' "$work/own.txt" >"$work/shared.txt"
refused 3 TEXT_COLUMNS_UNCLEAR convert --layout facts "$work/shared.txt" "$work/shared.csv"
absent "$work/shared.csv"

# Figures that a page broke off their row stand below the parts of the code: they are none.
sed 's/^201   05   07.*/&\n      0    900/' "$work/own.txt" >"$work/broken.txt"
refused 3 CODE_PART_INVALID convert --layout facts "$work/broken.txt" "$work/broken.csv"
absent "$work/broken.csv"

# A list of tables before them is the contents, not a table; a table of figures below its title is
# none of them.
{
    printf '              2024年部门预算公开表目录\n编制部门：某某街道\n   表号            表名\n'
    printf '     1     2024年部门收入预算总表\n     2     2024年部门支出预算总表（不含结转）\n\f'
    cat "$work/own.txt"
} >"$work/listed.txt"
convert --layout facts "$work/listed.txt" "$work/listed.csv"
awk -F, 'NR > 1 { print $15 "|" $10 "|" $24 "|" $25 }' "$work/listed.csv" >"$work/own"
same_file "figures below a list of tables" "$work/own" "$work/expected"
convert "$work/listed.txt" "$work/listed.yaml"
same "lines of the contents" "$(grep -c "^    kind: 'toc'" "$work/listed.yaml")" 1
{
    printf '              2024年集中采购表目录\n\n   编号            名称              金额\n'
    printf '     A01     计算机            100.00\n     A02     打印机             50.00\n'
} >"$work/goods.txt"
refused 3 LAYOUT_NO_MATCH convert --layout facts "$work/goods.txt" "$work/goods.csv"

# figures TABLE_ID FACTS: code, measure, amount.
figures() {
    awk -F, -v id="$1" '$5 == id && NR > 1 {
        code = id == "basic_economic" ? $19 : $15
        print code "," $24 "," $25 }' "$2" | LC_ALL=C sort
}

# printed MEASURES CSV: the same of a table taken from the page by other means.
printed() {
    awk -F, -v measures="$1" 'BEGIN { split(measures, measure, " ") }
        NR > 1 {
            gsub(/\r/, "")
            for (i = 3; i <= 5; i++)
                if ($i != "") print ($1 == "合计" ? "" : $1) "," measure[i - 2] "," $i
        }' "$2" | LC_ALL=C sort
}

folder=$samples/samples/cn_budget
[ -d "$folder" ] || {
    left_out "$folder is not there"
    done_testing
}
for document in putuo_wanli_2023_department_budget putuo_wanli_2024_department_budget \
    putuo_welfare_home_2024_unit_budget; do
    convert --layout facts \
        "$folder/documents/$document.txt" "$work/facts.csv"
    case $document in *welfare*) says CODE_CLASS_PADDED ;; *) silent CODE_CLASS_PADDED ;; esac
    for table in expenditure general_budget_functional basic_economic; do
        file=$folder/tables_utf8/$document.$table.csv
        [ -f "$file" ] || continue
        case $table in
        basic_economic) id=basic_economic measures="total personnel public_use" ;;
        expenditure) id=expenditure measures="total basic project" ;;
        *) id=general_expenditure measures="total basic project" ;;
        esac
        printed "$measures" "$file" >"$work/printed"
        # The welfare home prints class 7 for 210 in one row, which the other reading left out.
        figures "$id" "$work/facts.csv" | grep -v '^0071102,' >"$work/figures"
        same_file "$document, $table" "$work/figures" "$work/printed"
    done
    rm -f "$work/facts.csv"
done

done_testing
