#!/usr/bin/env bash
# How the workbooks of the families look, read back from their parts (ECMA-376 part 1, 18.3 and
# 18.8): page, merged headers and names of sheets as in the official form, number formats, one row
# for the preparer and the unit, widths, and heights of rows with long names.
. "$(dirname "$0")/../support/shell.sh"
tables=$golden/families
command -v unzip >/dev/null || skip "no unzip"

# part BOOK MEMBER: a part of a workbook, one element a line.
part() {
    unzip -p "$1" "xl/$2" | sed 's/></>\n</g'
}

names_of() {
    part "$1" workbook.xml | sed -n 's/^<sheet .*name="\([^"]*\)".*/\1/p' | sed 's/ *$//'
}

# header BOOK SHEET FIRST ROWS: merged cells of the header, its first row counted as 1.
header() {
    part "$1" "worksheets/sheet$2.xml" | sed -n 's/^<mergeCell ref="\([A-Z]*\)\([0-9]*\):\([A-Z]*\)\([0-9]*\)".*/\1 \2 \3 \4/p' |
        awk -v first="$3" -v rows="$4" '$2 >= first && $4 < first + rows {
            print $1 $2 - first + 1 ":" $3 $4 - first + 1 }' | LC_ALL=C sort | tr '\n' ' '
}

orientation() {
    part "$1" "worksheets/sheet$2.xml" | sed -n 's/^<pageSetup .*orientation="\([a-z]*\)".*/\1/p'
}

# format_of BOOK SHEET CELL: the number of its number format.
format_of() {
    local style
    style=$(part "$1" "worksheets/sheet$2.xml" | sed -n "s/^<c r=\"$3\" s=\"\([0-9]*\)\".*/\1/p")
    part "$1" styles.xml | sed -n '/<cellXfs/,/<\/cellXfs>/p' | grep '^<xf ' |
        sed -n "$((style + 1))s/.*numFmtId=\"\([0-9]*\)\".*/\1/p"
}

# cell SHEET CELL: a value of the workbook that `info` showed last.
cell() {
    sed -n "s/^$1,$2,[a-z],//p" "$work/out"
}

# ---- Shanghai: against the blank official form ----

form=$samples/samples/cn_budget/forms/unit_budget_template.xlsx
if [ -f "$form" ]; then
    convert "$form" "$work/form.xlsx"
    names_of "$form" | sed -n '7,15p' >"$work/official"
    names_of "$work/form.xlsx" | sed 1d >"$work/written"
    same_file "names of sheets" "$work/written" "$work/official"
    # Official sheets 7 to 15, whose header begins in row 6, in row 4 of the last.
    sheet=7
    for rows in 4 3 3 2 3 3 3 3 3; do
        first=$((sheet == 15 ? 4 : 6))
        official=$(header "$form" $sheet $first $rows)
        [ -n "$official" ] || fail "official sheet $sheet: no merged cells"
        # Ours: the contents before them; a title and one row above the header.
        same "header of sheet $sheet" "$(header "$work/form.xlsx" $((sheet - 5)) 3 $rows)" "$official"
        same "page of sheet $sheet" "$(orientation "$work/form.xlsx" $((sheet - 5)))" \
            "$(orientation "$form" $sheet)"
        sheet=$((sheet + 1))
    done
else
    left_out "the official form: no samples in $samples"
fi

convert "$tables/shanghai-summary.csv" "$work/summary.xlsx"
same "unit of 元" "$(format_of "$work/summary.xlsx" 1 B7)" 3 # #,##0
part "$work/summary.xlsx" worksheets/sheet1.xml >"$work/sheet"
same "one page wide" "$(grep -c '^<pageSetUpPr fitToPage="1"/>' "$work/sheet")" 1
same "page" "$(sed -n 's/^<pageSetup \(.*\)\/>/\1/p' "$work/sheet" | tr ' ' '\n' | sort | tr '\n' ' ')" \
    'fitToHeight="0" orientation="landscape" paperSize="9" '
same "rows that stay" "$(sed -n 's/^<pane ySplit="\([0-9]*\)".*/\1/p' "$work/sheet")" 6
part "$work/summary.xlsx" workbook.xml >"$work/book"
grep -q "Print_Titles.*'*单位收支总表'*!\$1:\$6<" "$work/book" || {
    fail "the header is not repeated on each page"
    grep -i print "$work/book"
}

# Where the parts of 预算数 are not published, it stands alone, as in the department's own form,
# and the name of the department is in the row of the unit.
printf '%s\n' 2024年部门财务收支预算总表,,, 编制部门：某街道办事处,,,单位：元 本年收入,,本年支出, \
    项目,预算数,项目,预算数 '一、财政拨款收入,1200,一、一般公共服务支出,1200' \
    收入总计,1200,支出总计,1200 >"$work/short.csv"
convert "$work/short.csv" "$work/short.xlsx"
run 0 info --cells "$work/short.xlsx"
same "department" "$(cell 单位收支总表 A2)" 编制部门：某街道办事处
same "unit" "$(cell 单位收支总表 D2)" 单位：元
same "the only column of figures" "$(cell 单位收支总表 D4)" 预算数
same "first row" "$(cell 单位收支总表 D5)" 1200
same "header" "$(header "$work/short.xlsx" 1 3 2)" "A1:B1 C1:D1 "
convert --layout facts "$work/short.xlsx" "$work/short.facts.csv"
# The contents of two tables name the department where no unit is known.
printf '%s\n' 2024年部门支出预算总表,,,,,, 编制部门：某街道办事处,,,,,,单位：元 项目,,,,支出预算,, \
    功能分类科目编码,,,功能分类科目名称,合计,基本支出,项目支出 类,款,项,,,, \
    201,,,一般公共服务支出,1200,1000,200 >"$work/second.csv"
convert "$work/short.csv" "$work/second.csv" "$work/two.xlsx"
run 0 info --cells "$work/two.xlsx"
same "preparer in the contents" "$(cell 目录 A2)" 编制部门：某街道办事处
same "figures" "$(sed 1d "$work/short.facts.csv" | wc -l)" 4

# ---- Final accounts: pages as in the blank form of the city, two places ----

page() {
    convert --overwrite "$tables/$1.csv" "$work/book.xlsx"
    same "page of $1" "$(orientation "$work/book.xlsx" 1)" "$2"
}
page accounts-summary portrait # 公开01
run 0 info --cells "$work/book.xlsx"
same "number of the form" "$(cell 公开01 D2)" 公开01表
same "department" "$(cell 公开01 A3)" 部门：某市测试局
same "unit" "$(cell 公开01 D3)" 金额单位：万元
same "two places" "$(format_of "$work/book.xlsx" 1 B6)" 4 # #,##0.00
page accounts-income landscape
page accounts-economic-pairs portrait
page accounts-three-public landscape
page accounts-gov-fund landscape
page accounts-state-capital landscape

# ---- The layout of last resort: nothing but the table ----

convert "$tables/generic-codes.csv" "$work/generic.xlsx"
same "sheets of a generic table" "$(names_of "$work/generic.xlsx" | tr '\n' ' ')" "表 "
convert --layout facts "$work/generic.xlsx" "$work/generic.csv"
same "its year" "$(sed 1d "$work/generic.csv" | cut -d, -f1 | sort -u)" 2026
# A title without the year does not say it: then a sheet of the document does.
sed '1s/2026年//; 1s/$/\n（2026年度）,,,/' "$tables/generic-codes.csv" >"$work/undated.csv"
convert "$work/undated.csv" "$work/undated.xlsx"
same "sheets of a table without its year" "$(names_of "$work/undated.xlsx" | tr '\n' ' ')" "表 document "
convert --layout facts --overwrite "$work/undated.xlsx" "$work/generic.csv"
same "its year" "$(sed 1d "$work/generic.csv" | cut -d, -f1 | sort -u)" 2026

# A name that stands in 项目名称 is printed there alone, and 合计 in the same column.
printf '%s\n' 某县2026年项目一览表,, 单位名称：某局,,单位：万元 项目名称,基本支出,项目支出 \
    甲项目,1.00,2.00 乙项目,,3.00 合计,1.00,5.00 >"$work/names.csv"
convert "$work/names.csv" "$work/names.xlsx"
silent LAYOUT_CANNOT_HOLD LAYOUT_VALUE_DIFFERS
run 0 info --cells "$work/names.xlsx"
same "header of names" "$(sed -n 's/^表,[A-Z]3,s,//p' "$work/out" | tr '\n' ' ')" "项目名称 基本支出 项目支出 "
same "a total among names" "$(cell 表 A6)" 合计
convert "$work/names.csv" "$work/names.yaml"
convert "$work/names.xlsx" "$work/names.again.yaml"
same_file "names written and read again" "$work/names.again.yaml" "$work/names.yaml"
# Where 项目 says something else, both are printed.
sed 's/^项目名称/项目,&/; s/^甲/一类,&/; s/^乙/二类,&/; s/^合计/&,/' "$work/names.csv" >"$work/both.csv"
convert "$work/both.csv" "$work/both.xlsx"
run 0 info --cells "$work/both.xlsx"
same "header of both" "$(sed -n 's/^表,[A-Z]3,s,//p' "$work/out" | tr '\n' ' ')" \
    "项目 项目名称 基本支出 项目支出 "
same "name" "$(cell 表 A4) $(cell 表 B4)" "一类 甲项目"

# Columns stand in their order and under their labels; a label with a unit is the layout's own.
printf '%s\n' 某县2026年支出一览表,,,, 单位名称：某局,,,,单位：万元 科目名称,科目编码,预算数（万元）,备注,基本支出 \
    一般公共服务支出,201,3.00,略,1.00 合计,,3.00,,1.00 >"$work/order.csv"
convert "$work/order.csv" "$work/order.xlsx"
run 0 info --cells "$work/order.xlsx"
same "order of columns" "$(sed -n 's/^表,[A-Z]3,s,//p' "$work/out" | tr '\n' ' ')" \
    "科目名称 科目编码 合计 备注 基本支出 "
same "a row in order" "$(cell 表 A4) $(cell 表 B4) $(cell 表 C4) $(cell 表 D4) $(cell 表 E4)" \
    "一般公共服务支出 201 3 略 1"
same "a total in order" "$(cell 表 A5) $(cell 表 C5) $(cell 表 E5)" "合计 3 1"
convert "$work/order.csv" "$work/order.yaml"
convert "$work/order.xlsx" "$work/order.again.yaml"
same_file "in order and read again" "$work/order.again.yaml" "$work/order.yaml"
run 0 info --cells "$work/generic.xlsx"
same "labels as printed" "$(sed -n 's/^表,[A-Z]3,s,//p' "$work/out" | tr '\n' ' ')" \
    "科目编码 科目名称 基本支出 项目支出 "

# ---- Exports: no name is cut, the heading stands above its figures ----

long=某市政务信息系统一体化运行维护和安全加固及数据共享交换平台升级改造项目二〇二六年度经费
sed "s/信息系统运行维护/$long/" "$tables/export-procurement.csv" >"$work/long.csv"
convert "$work/long.csv" "$work/long.xlsx"
height=$(part "$work/long.xlsx" worksheets/sheet1.xml | sed -n 's/^<row r="2".* ht="\([0-9]*\)".*/\1/p')
same "two lines for a long name" "$((${height:-0} >= 30))" 1
convert "$tables/export-procurement.csv" "$work/plain.xlsx"
same "one line for a short name" \
    "$(part "$work/plain.xlsx" worksheets/sheet1.xml | grep -c '^<row r="2".* ht=')" 0

# ---- Performance targets: a note goes across the form and is as high as its lines ----

note=注：$long$long$long$long
sed "s/^注：金额为预计数/$note/" "$golden/performance.txt" >"$work/targets.txt"
convert "$work/targets.txt" "$work/targets.xlsx"
row=$(part "$work/targets.xlsx" worksheets/sheet2.xml |
    sed -n 's/^<mergeCell ref="A\([0-9]*\):H[0-9]*".*/\1/p' | sort -n | tail -n 1)
height=$(part "$work/targets.xlsx" worksheets/sheet2.xml |
    sed -n "s/^<row r=\"$row\".* ht=\"\([0-9]*\)\".*/\1/p")
same "lines of a note" "$((${height:-0} >= 45))" 1
run 0 info --cells "$work/targets.xlsx"
grep -qxF "项目绩效,A$row,s,$note" "$work/out" || fail "the note does not stand in row $row"

done_testing
