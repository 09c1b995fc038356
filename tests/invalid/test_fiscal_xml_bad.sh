#!/usr/bin/env bash
# Fiscal XML with one fault each: exit 3, the code, line and element path; the old target is
# intact and nothing is left. Kindred files are named; the samples of others are refused.
. "$(dirname "$0")/../support/shell.sh"
. "$(dirname "$0")/hostile.sh"
mkdir "$work/here"
cd "$work/here" || exit 1
shopt -s lastpipe # fault counts in this shell

# row AMOUNT AGENCY REST: a class file with one row; the row begins in line 2.
row() {
    printf '<预算信息>\n<部门预算项目年度预算>\n<财政区划代码>420000000</财政区划代码>'
    printf '<预算年度>2024</预算年度><单位代码>%s</单位代码><项目代码>p</项目代码>' "$2"
    printf '<支出功能分类科目代码>2040705</支出功能分类科目代码>'
    printf '<政府支出经济分类代码>50201</政府支出经济分类代码>'
    printf '<部门支出经济分类代码>30206</部门支出经济分类代码>%s\n' "$3"
    printf '<年初批复数>%s</年初批复数>\n</部门预算项目年度预算>\n</预算信息>\n' "$1"
}

fund='<资金性质代码>111</资金性质代码>'
path='预算信息/部门预算项目年度预算\[1\]'

row 120000.00 331113 "$fund" >"$work/good.xml"
convert "$work/good.xml" "$work/good.yaml"

# fault CODE PLACE: what standard input holds.
fault() {
    cat >fault.xml
    intact fault.xml "$1" "$2" --layout lines
}

row 1,2,3 1 "$fund" | fault FISCAL_XML_AMOUNT "\"line\":4.*/$path/年初批复数\".*1,2,3"
row 1.2.3 1 "$fund" | fault FISCAL_XML_AMOUNT "\"line\":4"
row 1234567890123456789 1 "$fund" | fault FISCAL_XML_AMOUNT_LONG "\"line\":4.*/$path/"
row 1 1234567890123456789012 "$fund" | fault FISCAL_XML_LONG "\"line\":3.*/$path/单位代码"
row 1 1 "" | fault FISCAL_XML_MISSING "\"line\":2.*/$path\".*资金性质代码"
row 1 1 "$fund$fund" | fault FISCAL_XML_TWICE "\"line\":3.*/$path/资金性质代码"
row 1 1 "$fund<是否政府采购>3</是否政府采购>" | fault FISCAL_XML_BOOL "$path/是否政府采购"
row 1 1 "$fund<行号>x</行号>" | fault FISCAL_XML_COUNT "$path/行号"
row 1 1 "$fund<收支方>both</收支方>" | fault FISCAL_XML_CHOICE "$path/收支方"
row 1 1 "$fund" | sed 's/2024/24/' | fault FISCAL_XML_YEAR "$path/预算年度"
row 1 1 "${fund}text" | fault FISCAL_XML_TEXT "\"line\":[34].*$path"
row 1 1 "$fund<扩展项 名称=\"a\" 类型=\"b\"/>" | fault FISCAL_XML_EXTRA "$path"
row 1 1 "$fund" | head -n 4 | fault XML_NOT_WELL_FORMED '"line":5'
row 1 1 "$fund" | sed '1i <!DOCTYPE a SYSTEM "file:///etc/passwd">' | fault XML_DOCTYPE '"line":1'
row 1 1 "&bomb;$fund" | fault XML_ENTITY '"line":3'
echo '<决算与报告><报表结束/></决算与报告>' | fault FISCAL_XML_ORDER '"line":1'
echo '<决算与报告><报表/><报表栏目><栏目>x</栏目></报表栏目></决算与报告>' |
    fault FISCAL_XML_ANNOUNCED '"line":1'
echo '<预算数据 budgetconv="2"/>' | fault FISCAL_XML_VERSION '"line":1'

# What other files are.
named='"line":1'
space=http://sxbw.audit.gov.cn/AccountingSoftwareDataInterfaceStandard/2010
echo "<公共档案 xmlns=\"$space/PSGA/XMLSchema\"/>" | fault FISCAL_XML_LEDGER 'GB/T 24589.2-2010'
echo "<总账 xmlns=\"$space/SOE/XMLSchema\"/>" | fault FISCAL_XML_LEDGER 'GB/T 24589.1-2010'
echo '<会计核算软件数据/>' | fault FISCAL_XML_LEDGER 'GB/T 19581-2004'
for root in MOF Voucher CFX; do
    echo "<$root/>" | fault FISCAL_XML_PAYMENT "$root"
done
echo '<books><book/></books>' | fault FISCAL_XML_FOREIGN "$named.*books"

# A dialect that is not there is said before anything is read.
run 3 convert -i dialect=none "$work/good.xml" none.yaml
says FISCAL_XML_DIALECT
absent none.yaml

# Unknown attributes are loss; the location of the older standards is none.
row 1 1 "$fund" | sed 's/^<部门预算项目年度预算>/<部门预算项目年度预算 locID="T301" a="1">/' >loss.xml
run 0 convert loss.xml loss.yaml
says FISCAL_XML_ATTRIBUTE
run 5 convert --strict --overwrite loss.xml loss.yaml

# The samples of others, each within a second and without a crash.
[ -d "$samples/samples/xml" ] || { left_out "no samples of XML"; done_testing; }
find "$samples/samples/xml" "$samples/samples/cn_treasury_xml" -name '*.xml' >"$work/list"
while IFS= read -r file; do
    attempt convert -f fiscal-xml -t yaml "$file" "$work/sample.yaml"
    [ "$status" -eq 3 ] || fail "$command: status $status, expected 3"
    absent "$work/sample.yaml"
done <"$work/list"
done_testing
