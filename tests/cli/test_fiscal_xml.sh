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

# Names that end in a data element number, as the kindred UOF has them, and blank space that a
# program put into elements for the eye.
sed -e 's#<\(/\?\)部门预算项目年度预算>#<\1部门预算项目年度预算_T301>#g' \
    -e 's#<\(/\?\)单位代码>#<\1单位代码_D020101>#g' -e 's#>0331113<#> 0331113 <#' \
    -e 's#<年初批复数/>#<年初批复数> </年初批复数>#' plain.xml >numbered.xml
convert numbered.xml numbered.yaml
sed 's/_T301//' numbered.yaml >numbered2.yaml
same_file "data element numbers and blank space" numbered2.yaml plain.yaml
sed "s/agency_code: '0331113'/agency_code: ' 0331113 '/" plain.yaml >spaced.yaml
convert --strict spaced.yaml spaced.xml
convert spaced.xml spaced2.yaml
same_file "a code with blank space of its own" spaced2.yaml spaced.yaml
sed 's#<单位代码>0331113<#<单位代码> <#' plain.xml >blank-code.xml
convert blank-code.xml blank-code.yaml
same "a code of blank space alone is a blank" "$(grep -c "agency_code: '" blank-code.yaml)" 0

# Classifications stand in an element for each scheme, other schemes in the general one.
cat >base.xml <<'END'
<基础信息类>
<支出功能分类科目><预算年度>2024</预算年度><支出功能分类科目代码>205</支出功能分类科目代码>
<支出功能分类科目名称>教育支出</支出功能分类科目名称><是否末级>否</是否末级></支出功能分类科目>
<资金性质><资金性质代码>1</资金性质代码><资金性质名称>政府预算资金</资金性质名称></资金性质>
<分类科目><分类体系>own</分类体系><代码>9</代码></分类科目>
<单位信息><单位编码>001</单位编码><单位全称>甲</单位全称><实有人数>30</实有人数><是否启用>1</是否启用></单位信息>
</基础信息类>
END
convert base.xml base.yaml
for text in "scheme: 'exp_func'" "code: '205'" "name: '教育支出'" "is_leaf: '2'" "scheme: 'fund_type'" \
    "scheme: 'own'" "actu_staf_num: '30'" "name: '是否启用'"; do
    grep -q "$text" base.yaml || fail "$text is not in base.yaml"
done
for dialect in gbt42940-draft mof-columns; do
    convert --overwrite --strict -o dialect=$dialect -o encoding=utf-8 base.yaml base2.xml
    same "element of a scheme in $dialect" \
        "$(grep -cE '<(支出功能分类科目|资金性质|分类科目|BAS_EXP_FUNC|ELE_VD10001|BAS_CLASSIFICATION)>' base2.xml)" 3
    run 0 check --schema base2.xml
    convert --overwrite base2.xml base2.yaml
    same_file "classifications in $dialect" base2.yaml base.yaml
done

# Figures of tables that the model has no place for are figures all the same.
cat >carry.xml <<'END'
<预算信息><财政资金结转><财政区划代码>420000000</财政区划代码><预算年度>2024</预算年度>
<结转数>12.30</结转数><项目代码>p</项目代码></财政资金结转>
<三公经费预算><财政区划代码>420000000</财政区划代码><预算年度>2024</预算年度><单位代码>1</单位代码>
<公务接待费>0.50</公务接待费></三公经费预算></预算信息>
END
convert --layout facts carry.xml carry.csv
for text in 'x:结转数,12.30,元' 'x:公务接待费,0.50,元'; do
    grep -q "$text" carry.csv || fail "$text is not in carry.csv"
done
convert carry.xml carry.yaml
convert --strict carry.yaml carry2.xml
convert carry2.xml carry2.yaml
same_file "tables of carry-over and reception" carry2.yaml carry.yaml

# A standard with other names needs another map and nothing else.
home=$(dirname "$(dirname "$budgetconv")")
mkdir swapped
cp -r "$home/bin" "$home/lib" "$home/share" swapped/ || fail "the tree cannot be copied"
map=swapped/share/budgetconv/formats/fiscal-xml/gbt42940-draft.yaml
sed -i -e 's/\(element: \)预算信息$/\1YSXX/' -e 's/\(element: \)部门预算项目年度预算$/\1BMXM/' \
    -e 's/\(element: \)年初批复数\(,\|}\)/\1NCPFS\2/' -e 's/^wrapper: .*/wrapper: SWAPPED/' \
    -e 's/^encoding: .*/encoding: UTF-8/' "$map"
own=$budgetconv
sed -i -e 's/\(element: YSXX\)$/\1\n  location: T300/' -e 's/\(  - element: BMXM\)$/\1\n    location: T301/' \
    -e 's/\({element: NCPFS\),/\1, location: "030126",/' "$map"
run 4 convert -o locid=yes plain.yaml swapped.xml
says FISCAL_XML_LOCATION
budgetconv=$PWD/swapped/bin/budgetconv
convert -o locid=yes plain.yaml located.xml
for text in '<YSXX locID="T300">' '<BMXM locID="T301">' '<NCPFS locID="030126">120000.00</NCPFS>' \
    '<NCPFS locID="030126"/>'; do
    grep -qF "$text" located.xml || fail "$text is not in located.xml"
done
convert located.xml located.yaml
same_file "locID" located.yaml plain.yaml
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
