#!/usr/bin/env bash
# The detail export of a finance system (GB18030, CRLF): 28 lines of pm_annual with all dimensions,
# and back out as CSV with the same cells.
. "$(dirname "$0")/../support/shell.sh"

export=$golden/detail-export-gb18030.csv
iconv -f GB18030 -t UTF-8 "$export" | tr -d '\r' >"$work/export.csv"

convert --layout lines "$export" "$work/lines.csv"
same "lines" "$(($(wc -l <"$work/lines.csv") - 1))" 28

# column NAME FILE
column() {
    awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
        at == 0 { print "no column"; next } { print $at }' "$2"
}

# Field of the model for each column of the export.
while read -r label key; do
    column "$label" "$work/export.csv" >"$work/expected"
    column "$key" "$work/lines.csv" >"$work/found"
    same "rows of $label" "$(wc -l <"$work/expected")" 28
    same_file "$label as $key" "$work/found" "$work/expected"
    same "blanks in $key" "$(grep -cx '' "$work/found")" 0
done <<'END'
财政区划代码 mof_div_code
预算年度 fiscal_year
部门代码 dept_code
部门名称 dept_name
单位代码 agency_code
单位名称 agency_name
项目类别代码 pro_cat_code
项目代码 pro_code
项目名称 pro_name
支出功能分类科目代码 exp_func_code
支出功能分类科目名称 exp_func_name
政府支出经济分类代码 gov_bgt_eco_code
政府支出经济分类名称 gov_bgt_eco_name
部门支出经济分类代码 dep_bgt_eco_code
部门支出经济分类名称 dep_bgt_eco_name
资金性质代码 fund_type_code
资金性质名称 fund_type_name
指标类型代码 bgt_type_code
年初批复数 reply_amt
END
same "table_id" "$(column table_id "$work/lines.csv" | sort -u)" pm_annual

convert --layout facts "$export" "$work/facts.csv"
same "figures" "$(($(wc -l <"$work/facts.csv") - 1))" 28
same "unit" "$(column amount_unit "$work/facts.csv" | sort -u)" 元
same "measure" "$(column measure "$work/facts.csv" | sort -u)" reply_amt

# Back out in its own layout, as it came in: the cells are the same, and with the encoding and the
# line breaks of the original so are the bytes.
convert "$export" "$work/back.csv"
same_file "back as CSV" "$work/back.csv" "$work/export.csv"
convert -o encoding=GB18030 -o line-end=crlf "$export" "$work/same.csv"
iconv -f GB18030 -t UTF-8 "$work/same.csv" | tr -d '\r' >"$work/same.utf8"
same_file "back as GB18030" "$work/same.utf8" "$work/export.csv"
same "line breaks" "$(tr -cd '\r' <"$work/same.csv" | wc -c)" 29

# Through YAML and a workbook.
convert "$export" "$work/export.yaml"
convert "$work/export.yaml" "$work/yaml.csv"
same_file "through YAML" "$work/yaml.csv" "$work/export.csv"
convert "$work/export.yaml" "$work/export.xlsx"
convert "$work/export.xlsx" "$work/xlsx.csv"
same_file "through YAML and XLSX" "$work/xlsx.csv" "$work/export.csv"

# Amounts are exact in 万元 too: a shift of the point.
convert --layout lines --amount-unit 万元 "$export" "$work/wan.csv"
column 年初批复数 "$work/export.csv" | awk '{
        sub(/\./, ""); while (length($0) < 7) $0 = "0" $0
        print substr($0, 1, length($0) - 6) "." substr($0, length($0) - 5) }' >"$work/expected"
column reply_amt "$work/wan.csv" >"$work/found"
same_file "amounts in 万元" "$work/found" "$work/expected"

done_testing
