#!/usr/bin/env bash
# A published text whose prose stands around and between its tables and forms, by way of a
# workbook: forms first there, entity sheets after them, and yet the document's own order when it
# is read again, also where a person has changed the workbook. All sentences are made up.
. "$(dirname "$0")/../support/shell.sh"
. "$root/tests/golden/text.sh"
cd "$work" || exit 1

{
    printf '某某局\n\n第一部分 概况\n\n一、职责\n\n拟订规划。\n\n第二部分 报表\n'
    tables_as_text '	' >tables
    # Prose between the tables, too.
    awk '/^2026年预算支出总表$/ && !done { print "\n二、插在表间的说明\n\n收入661.85万元。\n"; done = 1 } 1' tables
    printf '\n第三部分 情况说明\n\n一、收入预算\n\n收入661.85万元，占40.61%%。\n\n收入预算图\n\n'
    printf '（一）目标表\n\n以下为目标表。\n\n'
    cat "$golden/performance.txt"
    printf '\n第四部分 名词解释\n\n一、基本支出：指日常支出。\n'
} >document.txt
convert document.txt document.yaml
same "prose, tables and forms" \
    "$(grep -oE '^- (section|table|goal):' document.yaml | uniq | cut -c3 | tr -d '\n')" \
    stststgtgtgs

# back TEXT SOURCE DOCUMENT: SOURCE as a workbook and read again is the document.
back() {
    local text=$1 source=$2 document=$3
    convert --overwrite "$source" book.xlsx
    silent LAYOUT_ORDER_LOST LAYOUT_CANNOT_HOLD
    convert --overwrite book.xlsx book.yaml
    silent ORDER_SHEET_MISSING ORDER_SHEET_MOVED ORDER_SEQ_NOT_USED ORDER_NOT_RESTORED
    same_file "$text" book.yaml "$document"
}
back "text > xlsx > yaml" document.txt document.yaml
back "text > yaml > xlsx > yaml" document.yaml document.yaml
cp book.xlsx first.xlsx
convert --overwrite first.xlsx second.xlsx
cmp -s first.xlsx second.xlsx || fail "a workbook written from a workbook differs"
run 0 diff document.txt first.xlsx

# A family for the forms: the others stand in the sheet lines, whose tables have places too.
convert --layout shanxi-unit-2026 document.yaml lines.xlsx
silent LAYOUT_ORDER_LOST
convert lines.xlsx lines.yaml
kinds() {
    grep -oE '^- [a-z]+:' "$1" | uniq
}
kinds document.yaml >kinds.document
kinds lines.yaml >kinds.lines
same_file "order with a sheet lines" kinds.lines kinds.document
same "tables count on" "$(awk '/^- table:/ { getline; print $2 }' lines.yaml | tr -d "'\n")" \
    12345678910111213141516

# The files of a folder have no order of their own; it is restored all the same.
convert -t csv --layout shanxi-unit-2026 document.yaml folder/
convert -f csv folder/ folder.yaml
grep -E "^    title:" document.yaml | head -n 13 >titles.document
grep -E "^    title:" folder.yaml >titles.folder
same_file "tables of a folder" titles.folder titles.document

# Without entity sheets the rest is a loss, and no sheet speaks of an order.
convert --overwrite -o entities=no document.txt no.xlsx
says LAYOUT_CANNOT_HOLD
silent LAYOUT_ORDER_LOST
run 0 info --cells no.xlsx
same "sheets that are no forms" "$(cut -d, -f1 out | grep -cE '^(table|section|statement)$')" 0
run 5 convert --strict --overwrite -o entities=no document.txt no.xlsx

# What only forms hold needs no such sheet.
convert "$golden/performance.txt" forms.xlsx
run 0 info --cells forms.xlsx
same "sheet table of forms alone" "$(grep -c '^table,' out)" 0

# ---- Workbooks that a person changed ----

# book COMMAND...: first.xlsx after a command in the folder of its parts, as edited.xlsx.
book() {
    rm -rf parts edited.xlsx
    mkdir parts
    (cd parts && unzip -q ../first.xlsx && "$@" && zip -q -X -r ../edited.xlsx . -x '.*') ||
        fail "cannot edit the workbook: $*"
}

# part NAME: the part of a sheet.
part() {
    awk -v RS='<sheet ' -v name="name=\"$1\"" 'index($0, name) { match($0, /rId[0-9]+/)
        print "xl/worksheets/sheet" substr($0, RSTART + 3, RLENGTH - 3) ".xml" }' xl/workbook.xml
}

# all: every record of the document is there still, whatever the order.
all() {
    convert --overwrite edited.xlsx edited.yaml
    LC_ALL=C sort document.yaml >document.sorted
    LC_ALL=C sort edited.yaml | grep -vE "$2" >edited.sorted
    grep -vE "$2" document.sorted >wanted.sorted
    same_file "records of a workbook with $1" edited.sorted wanted.sorted
}

# in_order TEXT...: lines that hold these texts follow one another.
in_order() {
    local text last=0 at
    for text in "$@"; do
        at=$(grep -nF "$text" edited.yaml | head -n 1 | cut -d: -f1)
        [ "${at:-0}" -gt "$last" ] || fail "$text is not behind line $last: ${at:-nowhere}"
        last=${at:-0}
    done
    checks=$((checks + 1))
}

move_sheet() {
    sed -i -E 's/(<sheet name="表2"[^>]*>)(.*)(<sheet name="表10")/\2\1\3/' xl/workbook.xml
}
delete_sheet() {
    sed -i -E 's/<sheet name="表2"[^>]*>//' xl/workbook.xml
}
rename_sheet() {
    sed -i -E 's/<sheet name="表2"/<sheet name="收入"/' xl/workbook.xml
}
delete_order() {
    sed -i -E 's/<sheet name="table"[^>]*>//' xl/workbook.xml
}
spoil_order() {
    sed -i -E 's/<c r="A([2-9])"([^>]*)><v>[0-9]+/<c r="A\1"\2><v>0/g' "$(part table)"
}
# Rows 3 and 4 of the sections lose their seq, and one is added below all others.
add_rows() {
    local sheet row='<row r="500"><c r="B500" t="inlineStr"><is><t>prose</t></is></c>'
    row+='<c r="E500" t="inlineStr"><is><t>新加的一节</t></is></c></row>'
    sheet=$(part section)
    sed -i -E "s#<c r=\"A(3|4)\"[^>]*><v>[0-9]+</v></c>##g; s#</sheetData>#$row</sheetData>#" "$sheet"
}

if command -v zip >/dev/null && command -v unzip >/dev/null; then
    book true
    convert --overwrite edited.xlsx edited.yaml
    same_file "the workbook packed anew" edited.yaml document.yaml

    book move_sheet
    all "a sheet moved" "table_no: |^$"
    says ORDER_SHEET_MOVED
    same "the sheet" "$(grep -o '"code":"ORDER_SHEET_MOVED".*' err | grep -c '"args":\["表2"\]')" 1
    in_order 第二部分 预算收支总表 插在表间的说明 2026年预算支出总表 2026年预算收入总表 情况说明 \
        整体支出绩效 名词解释

    book delete_sheet
    convert --overwrite edited.xlsx edited.yaml
    says ORDER_SHEET_MISSING
    same "tables left" "$(grep -c '^- table:' edited.yaml)" 15
    same "sections left" "$(grep -c '^- section:' edited.yaml)" \
        "$(grep -c '^- section:' document.yaml)"
    in_order 第二部分 预算收支总表 插在表间的说明 2026年预算支出总表 情况说明 整体支出绩效 名词解释

    book rename_sheet
    all "a sheet renamed" "form_no"
    says ORDER_SHEET_MISSING
    in_order 第二部分 预算收支总表 2026年预算支出总表 情况说明 整体支出绩效 名词解释

    book delete_order
    all "no sheet table" "form_no"
    silent ORDER_SHEET_MISSING ORDER_SHEET_MOVED
    in_order 预算收支总表 2026年预算收入总表 整体支出绩效 第二部分 情况说明 名词解释

    book spoil_order
    all "a sheet table that is no longer one" "form_no"
    says ORDER_ROW_LEFT_OUT

    book add_rows
    convert --overwrite edited.xlsx edited.yaml
    says ORDER_SEQ_NOT_USED
    same "sections with one more" "$(grep -c '^- section:' edited.yaml)" \
        $(($(grep -c '^- section:' document.yaml) + 1))
    same "statements" "$(grep -c '^- statement:' edited.yaml)" \
        "$(grep -c '^- statement:' document.yaml)"
    in_order 第二部分 预算收支总表 插在表间的说明 2026年预算支出总表 情况说明 整体支出绩效 名词解释 \
        指日常支出 新加的一节
    grep -v 新加的一节 edited.yaml >rest
    same "what else differs" "$(diff document.yaml rest | grep -c '^<')" 0
else
    left_out "no zip and unzip to change a workbook with"
fi

# ---- The real documents ----

found=0
for real in "$samples/real-budget-2026/disclosure.txt" \
    "$samples"/samples/cn_budget/documents/putuo_*_budget.txt; do
    [ -f "$real" ] || continue
    found=$((found + 1))
    convert --overwrite "$real" real.yaml
    back "$real" "$real" real.yaml
done
[ "$found" -gt 0 ] || left_out "no published texts among the samples"

done_testing
