#!/usr/bin/env bash
# Foreign spellings of a fiscal XML, unknown elements, and another dialect put in its place.
. "$(dirname "$0")/../support/shell.sh"
cd "$work" || exit 1

cat >plain.xml <<'END'
<预算信息>
<电子数据说明><标准版本号>GB/T 42940-2023 draft</标准版本号><预算年度>2024</预算年度></电子数据说明>
<部门预算项目年度预算><财政区划代码>420000000</财政区划代码><预算年度>2024</预算年度>
<单位代码>0331113</单位代码><项目代码>p</项目代码><支出功能分类科目代码>2040705</支出功能分类科目代码>
<政府支出经济分类代码>50201</政府支出经济分类代码><部门支出经济分类代码>30206</部门支出经济分类代码>
<资金性质代码>111</资金性质代码><年初批复数>120000.00</年初批复数><是否政府采购>2</是否政府采购>
</部门预算项目年度预算>
<部门预算项目年度预算><财政区划代码>420000000</财政区划代码><预算年度>2024</预算年度>
<单位代码>0331113</单位代码><项目代码>q</项目代码><支出功能分类科目代码>2040705</支出功能分类科目代码>
<政府支出经济分类代码>50201</政府支出经济分类代码><部门支出经济分类代码>30206</部门支出经济分类代码>
<资金性质代码>111</资金性质代码><年初批复数/><是否政府采购>1</是否政府采购>
</部门预算项目年度预算>
</预算信息>
END
convert plain.xml plain.yaml
for text in "table_id: 'pm_annual'" "agency_code: '0331113'" "reply_amt: '120000.00'" \
    "fiscal_year: '2024'" "amount_unit: '元'"; do
    grep -q "$text" plain.yaml || fail "$text is not in plain.yaml"
done
same "an empty element is blank, a missing one absent" \
    "$(grep -c "reply_amt: '" plain.yaml) $(grep -c adj_amt plain.yaml)" "1 0"

# The same with prefixes, location attributes, the other suffix and the names of other systems.
sed -e 's#<\(/\?\)\([^/>]*\)>#<\1b:\2>#g' -e 's#<b:年初批复数/>#<b:REPLY_AMT/>#' \
    -e 's#<b:预算信息>#<b:预算信息类 xmlns:b="urn:x" b:locID="T300">#' \
    -e 's#</b:预算信息>#</b:预算信息类>#' -e 's#b:单位代码#b:预算单位编码#g' \
    -e 's#b:财政区划代码#b:行政区划代码#g' -e 's#b:部门支出经济分类代码#b:DEP_BGT_ECO_CODE#g' \
    -e 's#<b:年初批复数/>#<b:年初批复数></b:年初批复数>#' -e 's#<年初批复数/>#<b:年初批复数/>#' \
    plain.xml >prefix.xml
convert prefix.xml prefix.yaml
same_file "prefixes, aliases and suffixes" prefix.yaml plain.yaml

# Unknown elements and tables are kept and come back.
sed -e 's#<是否政府采购>2</是否政府采购>#&<奇怪>七</奇怪>#' \
    -e 's#</预算信息>#<怪表><单位代码>1</单位代码><甲><乙>x</乙></甲></怪表></预算信息>#' \
    plain.xml >unknown.xml
convert unknown.xml unknown.yaml
for text in "name: '奇怪'" "text: '七'" "table_id: 'x.怪表'" "name: '甲/乙'"; do
    grep -q "$text" unknown.yaml || fail "$text is not in unknown.yaml"
done
convert unknown.yaml unknown2.xml
convert unknown2.xml unknown2.yaml
same_file "what is unknown comes back" unknown2.yaml unknown.yaml

# A standard with other names needs another map and nothing else.
home=$(dirname "$(dirname "$budgetconv")")
mkdir swapped
cp -r "$home/bin" "$home/lib" "$home/share" swapped/ || fail "the tree cannot be copied"
map=swapped/share/budgetconv/formats/fiscal-xml/gbt42940-draft.yaml
sed -i -e 's/\(element: \)预算信息$/\1YSXX/' -e 's/\(element: \)部门预算项目年度预算$/\1BMXM/' \
    -e 's/\(element: \)年初批复数\(,\|}\)/\1NCPFS\2/' -e 's/^wrapper: .*/wrapper: SWAPPED/' \
    -e 's/^encoding: .*/encoding: UTF-8/' "$map"
own=$budgetconv
budgetconv=$PWD/swapped/bin/budgetconv
convert plain.yaml swapped.xml
for text in '<SWAPPED budgetconv="1">' '<YSXX>' '<BMXM>' '<NCPFS>120000.00</NCPFS>' \
    'encoding="UTF-8"'; do
    grep -qF "$text" swapped.xml || fail "$text is not in swapped.xml"
done
convert -f fiscal-xml swapped.xml swapped.yaml
budgetconv=$own
same_file "another map" swapped.yaml plain.yaml
run 3 convert -f fiscal-xml swapped.xml own.yaml
says FISCAL_XML_FOREIGN

done_testing
