#!/usr/bin/env bash
# disclosure.xlsx and the detail export through the fiscal XML, its packages and its second
# dialect: the same 287 facts, the whole document, and equal bytes for equal documents.
. "$(dirname "$0")/../support/shell.sh"
. "$root/tests/golden/facts.sh"
cd "$work" || exit 1

# document TEXT FILE: the whole document is as it was at the start.
document() {
    convert --overwrite "$2" now.yaml
    same_file "$1" now.yaml start.yaml
}

# facts_of TEXT FILE
facts_of() {
    convert --overwrite --layout facts "$2" facts.csv
    facts_are_exact "$1" facts.csv
}

convert "$golden/disclosure.xlsx" start.yaml
convert --strict "$golden/disclosure.xlsx" 1.xml
convert --strict 1.xml 2.yaml
convert --strict 2.yaml 3.xml
convert --strict 3.xml 4.xlsx
convert --strict -t csv 4.xlsx 5/
convert --strict 5/ 6.xml
for file in 1.xml 2.yaml 3.xml 4.xlsx 5/ 6.xml; do
    facts_of "facts of $file" "$file"
    document "document of $file" "$file"
done
same_file "the bytes after YAML" 3.xml 1.xml
same_file "the bytes after a workbook and a CSV package" 6.xml 1.xml
iconv -f GB18030 -t UTF-8 1.xml >1.utf8 || fail "1.xml is not GB18030"
convert -o encoding=utf-8 1.xml utf8.xml
sed 's/GB18030/UTF-8/' 1.utf8 | cmp -s - utf8.xml || fail "utf-8 differs in more than the label"
document "UTF-8" utf8.xml
cp 1.utf8 label.xml
run 0 -v convert label.xml label.yaml
says ENCODING_MISLABELLED
document "UTF-8 behind another label" label.xml

# A folder with a file for each class, and the same as a zip.
convert --strict -t fiscal-xml 1.xml folder/
[ "$(ls folder | wc -l)" -eq 2 ] || fail "a file for each class that there is: $(ls folder)"
document "a folder" folder/
convert --overwrite folder/ 1b.xml
same_file "the bytes after a folder" 1b.xml 1.xml
convert --overwrite -t fiscal-xml 1.xml folder/
if command -v zip >/dev/null; then
    (cd folder && zip -q ../package.zip ./*.xml)
    document "a zip" package.zip
else
    left_out "no zip program to pack a package with"
fi

# The other dialect, and back.
convert --strict -o dialect=mof-columns 1.xml mof.xml
document "the dialect mof-columns" mof.xml
grep -q "<MOF_BUDGET" mof.xml || fail "the root of mof-columns"

# The detail export: all columns, as rows of their own element.
convert --strict "$golden/detail-export-gb18030.csv" detail.yaml
convert --strict -o encoding=utf-8 "$golden/detail-export-gb18030.csv" detail.xml
sed "/<电子数据说明>/,/<.电子数据说明>/d" detail.xml >rows.xml
same "rows of the detail table" "$(grep -c '<部门预算项目年度预算>' rows.xml)" 28
for column in $(iconv -f GB18030 -t UTF-8 "$golden/detail-export-gb18030.csv" | head -n 1 |
    tr -d '\r' | tr ',' ' '); do
    same "elements of column $column" "$(grep -c "^      <$column>" rows.xml)" 28
done
convert --strict detail.xml again.yaml
same_file "the detail export" again.yaml detail.yaml
convert --strict -t fiscal-xml detail.xml parts/
convert --strict parts/ again2.yaml
same_file "the detail export as a folder" again2.yaml detail.yaml
convert -o scale=4 -o encoding=utf-8 detail.xml padded.xml
same "padded amounts" "$(grep -cE '<年初批复数>[0-9]+\.[0-9]{2}00<' padded.xml)" 28
convert --amount-unit 万元 -o encoding=utf-8 detail.xml wan.xml
grep -q '<年初批复数>137.802559<' wan.xml || fail "yuan to ten thousands is exact"

# The published text: sections, figures in sentences, goals, indicators, tasks and their tables.
text=$samples/real-budget-2026/disclosure.txt
if [ -f "$text" ]; then
    convert "$text" text.yaml
    for kind in section statement goal indicator task project; do
        grep -q "^- $kind:" text.yaml || fail "no $kind in the published text"
    done
    for id in performance_funds project_funding; do
        grep -q "table_id: '$id'" text.yaml || fail "no table $id in the published text"
    done
    for dialect in gbt42940-draft mof-columns; do
        convert --overwrite --strict -o dialect=$dialect text.yaml text.xml
        run 0 check --schema text.xml
        convert --overwrite --strict text.xml text2.yaml
        same_file "the published text in $dialect" text2.yaml text.yaml
    done
    convert --overwrite --strict text.yaml text.xml
    convert --strict -t csv text.xml text-package/
    convert --strict text-package/ text2.xml
    same_file "the published text after a CSV package" text2.xml text.xml
    convert --strict -t fiscal-xml text.xml text-folder/
    convert --overwrite --strict text-folder/ text2.xml
    same_file "the published text after a folder" text2.xml text.xml
else
    left_out "no published text among the samples"
fi

done_testing
