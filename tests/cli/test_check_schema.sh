#!/usr/bin/env bash
# `check --schema`: everything that is written is valid; what is not, is told with line and
# element path and ends with status 1; what is no XML of ours ends with status 3.
. "$(dirname "$0")/../support/shell.sh"
cd "$work" || exit 1

convert "$golden/disclosure.xlsx" a.xml
convert -o encoding=utf-8 -o scale=4 "$golden/disclosure.xlsx" b.xml
convert -o dialect=mof-columns "$golden/disclosure.xlsx" c.xml
convert -o encoding=utf-8 "$golden/detail-export-gb18030.csv" d.xml
convert -t fiscal-xml d.xml folder/
run 0 check --schema a.xml b.xml c.xml d.xml folder/*.xml folder/
[ ! -s "$work/err" ] || fail "$command: said something: $(cat "$work/err")"

# What the model may hold and an element cannot say is still valid, and comes back.
cat >odd.yaml <<'END'
budgetconv: 1
document:
  fiscal_year: '2026'
  compiled_date: '2026年3月'
  extras:
  - name: 'a < b & "c"'
    number: '1.50'
content:
- table:
    table_no: '1'
    table_id: 'pm_annual'
    fields: ['table_no', 'row_no', 'item', 'total', 'prior_year', {extra: 'x', type: percent}]
    lines:
    - row_no: '7'
      item: "two\nlines & <tags>\r\n"
      total: {blank: '—'}
      prior_year: {text: 'none'}
      extras:
      - name: 'x'
        percent: '12.5'
- project:
    pro_code: '0123456789012345678901234567890'
    fill_date:
complete: 'yes'
END
convert odd.yaml odd1.yaml
convert odd1.yaml odd.xml
run 0 check --schema odd.xml
convert odd.xml odd2.yaml
same_file "odd values" odd2.yaml odd1.yaml

# found SCRIPT CODE PATH: d.xml changed by a sed script.
found() {
    sed "$1" d.xml >changed.xml
    if cmp -s d.xml changed.xml; then fail "the script changed nothing: $1"; fi
    run 1 check --schema changed.xml
    says "$2"
    told
    grep -qE "\"line\":[0-9]+.*\"path\":\"$3\"" "$work/err" ||
        fail "$command: no path $3: $(head -c 600 "$work/err")"
}
row='/预算数据/预算信息/部门预算项目年度预算\[[0-9]+\]'
found 's/1378025.59/1,378,025.59/' SCHEMA_VALUE "$row/年初批复数"
found 's/140300000/1403000000/' SCHEMA_LONG "$row/财政区划代码"
grep -q '1403000000.*more than 9 characters' "$work/err" || fail "the length allowed: $(cat "$work/err")"
found 's#<单位名称>#<行类型>odd</行类型>&#' SCHEMA_ELEMENT "$row/行类型"
found 's#</部门预算项目年度预算>#<行类型>odd</行类型>&#' SCHEMA_CHOICE "$row/行类型"
grep -q "'subtotal'" "$work/err" || fail "the choices: $(cat "$work/err")"
found 's#</部门预算项目年度预算>#<扩展项 名称="a">1</扩展项>&#' SCHEMA_ATTRIBUTE_MISSING "$row/扩展项"
found 's#</部门预算项目年度预算>#<扩展项 类型="b">1</扩展项>&#' SCHEMA_VALUE "$row/扩展项"
grep -q '"text":"b"' "$work/err" || fail "the value of the attribute: $(cat "$work/err")"
found '0,/<单位代码>/{/<单位代码>/d}' SCHEMA_ELEMENT "$row/单位名称"
found 's/<部门预算项目年度预算>/<部门预算项目年度预算 a="1">/' SCHEMA_ATTRIBUTE "$row"
run 1 check --schema --limit spool-memory-bytes=1000 changed.xml
says SCHEMA_ATTRIBUTE

echo '<other/>' >other.xml
run 3 check --schema other.xml
says SCHEMA_NONE
sed 's#<预算数据 #<预算数据 xmlns="urn:x" #' d.xml >space.xml
run 3 check --schema space.xml
says SCHEMA_NONE
grep -qF '{urn:x}预算数据' "$work/err" || fail "root and namespace: $(cat "$work/err")"
mkdir empty
run 3 check --schema empty/
says SCHEMA_PACKAGE

# Packages: each file of them; a file in a zip is named.
sed 's/1378025.59/1,378,025.59/' d.xml | iconv -f UTF-8 -t GB18030 | sed 's/UTF-8/GB18030/' >folder/more.xml
run 1 check --schema folder/
says SCHEMA_VALUE
if command -v zip >/dev/null; then
    (cd folder && zip -q ../package.zip ./*.xml)
    run 1 check --schema package.zip
    says SCHEMA_VALUE
    grep -q 'more.xml' "$work/err" || fail "the member: $(cat "$work/err")"
else
    left_out "no zip program to pack a package with"
fi
echo '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>' >bomb.xml
run 3 check --schema bomb.xml
says XML_DOCTYPE
run 3 check --schema absent.xml
says FILE_NOT_FOUND
head -n 60 d.xml >cut.xml
run 3 check --schema cut.xml
says XML_NOT_WELL_FORMED
run 2 check --schema
says USAGE_WORDS

done_testing
