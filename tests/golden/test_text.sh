#!/usr/bin/env bash
# A published text with tables among prose: the figures of the tables are those of the workbook,
# and the prose becomes sections by its numbering.
. "$(dirname "$0")/../support/shell.sh"
. "$(dirname "$0")/facts.sh"
. "$(dirname "$0")/text.sh"

{
    printf '某某局\n\n2026年度单位预算公开\n\n目 录\n\n第一部分 概况\t1\n'
    printf '一、职责.....\t1\n表一2026年预算收支总表.....\t3\n\n第一部分 概况\n\n一、职责\n\n'
    printf '1、拟订规划，并组织实施；完成交办的其他任务。\n\n2、指导工作，负责一项分成两行写的内容，这一行\n\n'
    printf '二、机构设置情况\n\n内设2个科室。\n\n第二部分 2026年单位预算报表\n'
    tables_as_text '	'
    printf '\n第三部分 情况说明\n\n一、收入预算\n\n收入661.85万元，占40.61%%。\n\n收入预算图\n\n\n- 5 -\n'
    printf '\n（单位目标表见附件）\n\n（一）支出\n\n第四部分 名词解释\n\n一、基本支出：指日常支出。\n'
} >"$work/document.txt"

same_facts() {
    facts_are_exact "$1" "$2"
    same "places of $1 that are no line and column" \
        "$(sed 1d "$2" | grep -cvE ',[0-9]+:[0-9]+$')" 0
}

convert --layout facts "$work/document.txt" "$work/facts.csv"
same_facts "text with tabs" "$work/facts.csv"

iconv -f UTF-8 -t GB18030 "$work/document.txt" | sed 's/$/\r/' >"$work/gb.txt"
convert --layout facts "$work/gb.txt" "$work/gb.csv"
same_file "the same text in GB18030 with CR LF" "$work/gb.csv" "$work/facts.csv"

# sections FILE.yaml: kind, number, level, heading and the first line of the body.
sections() {
    awk -v apostrophe="'" '
        function flush() { if (open) print kind "|" number "|" level "|" heading "|" body }
        { text = $0; sub(/^[^:]*: /, "", text); gsub(apostrophe, "", text) }
        /^- / { flush(); open = /^- section:/; kind = number = level = heading = body = "" }
        open && /^    kind:/ { kind = text }
        open && /^    number:/ { number = text }
        open && /^    level:/ { level = text }
        open && /^    heading:/ { heading = text }
        open && /^    body:/ { body = text }
        END { flush() }' "$1"
}

convert "$work/document.txt" "$work/document.yaml"
sections "$work/document.yaml" >"$work/sections"
cat >"$work/expected" <<'EOF'
prose||||"某某局\n2026年度单位预算公开"
toc|||目 录|"第一部分 概况\t1\n一、职责.....\t1\n表一2026年预算收支总表.....\t3"
prose|第一部分|1|概况|
prose|一、|2|职责|
prose|1、|4||拟订规划，并组织实施；完成交办的其他任务。
prose|2、|4||指导工作，负责一项分成两行写的内容，这一行
prose|二、|2|机构设置情况|内设2个科室。
prose|第二部分|1|2026年单位预算报表|
prose|第三部分|1|情况说明|
prose|一、|2|收入预算|收入661.85万元，占40.61%。
chart|||收入预算图|
attachment_ref||||（单位目标表见附件）
prose|（一）|3|支出|
prose|第四部分|1|名词解释|
glossary|一、|2|基本支出|指日常支出。
EOF
sed -i 's/^prose||||.*某某局.*/prose||||COVER/; s/^prose||||$/prose||||COVER/; s/^prose||||[|>].*/prose||||COVER/; s/^\(toc|||目 录|\).*/\1CONTENTS/' \
    "$work/sections" "$work/expected"
same_file "the sections" "$work/sections" "$work/expected"
for line in '某某局' '2026年度单位预算公开' '表一2026年预算收支总表'; do
    checks=$((checks + 1))
    grep -qF "$line" "$work/document.yaml" || fail "the document lost $line"
done

# The whole document survives every format that holds one, a workbook among them.
convert -t csv "$work/document.yaml" "$work/package/"
convert "$work/package/" "$work/document.xml"
convert "$work/document.xml" "$work/again.yaml"
same_file "text to YAML, package, XML and back" "$work/again.yaml" "$work/document.yaml"
convert "$work/document.yaml" "$work/book.xlsx"
silent LAYOUT_ORDER_LOST LAYOUT_CANNOT_HOLD
convert "$work/book.xlsx" "$work/book.yaml"
same_file "text by way of a workbook" "$work/book.yaml" "$work/document.yaml"

# A table that no layout takes is an error at its first number; --skip-sheet keeps it as text.
printf '说明\n\n新型表\n\n甲类\t乙类\n子\t5.00\n\n后文。\n' >"$work/unknown.txt"
cat "$work/document.txt" "$work/unknown.txt" >"$work/more.txt"
refused 3 LAYOUT_NO_MATCH convert --layout facts "$work/more.txt" "$work/more.csv"
same "its text" "$(member LAYOUT_NO_MATCH text)" 5.00
absent "$work/more.csv"
convert --skip-sheet 新型表 --layout facts "$work/more.txt" "$work/more.csv"
says TABLE_KEPT_AS_TEXT
same_file "with one table kept as text" "$work/more.csv" "$work/facts.csv"
convert --skip-sheet 新型表 "$work/more.txt" "$work/more.yaml"
checks=$((checks + 1))
grep -q '子\\t5.00' "$work/more.yaml" || fail "the text of the table is lost"

# A figure that a page broke off its row belongs to no row.
printf '2026年预算支出总表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n201\t一般公共服务支出\t1.00\t1.00\t\n\n26.50\n\n后文。\n' \
    >"$work/alone.txt"
refused 3 FIGURE_ALONE convert --layout facts "$work/alone.txt" "$work/alone.csv"
same "it" "$(member FIGURE_ALONE text)" 26.50
absent "$work/alone.csv"
sed 's/^26.50$/26500/' "$work/alone.txt" >"$work/whole.txt" # no page has this number
refused 3 FIGURE_ALONE convert --layout facts "$work/whole.txt" "$work/alone.csv"

# A CSV under the name .txt is a CSV.
convert "$golden/detail-export-gb18030.csv" "$work/export.csv"
cp "$golden/detail-export-gb18030.csv" "$work/export.txt"
convert "$work/export.txt" "$work/export2.csv"
same_file "an export named .txt" "$work/export2.csv" "$work/export.csv"

# No text at all.
printf 'a\0b\n' >"$work/zero.txt"
refused 3 TEXT_NUL_BYTE convert -f text "$work/zero.txt" "$work/zero.yaml"
: >"$work/empty.txt"
refused 3 FILE_EMPTY convert "$work/empty.txt" "$work/empty.yaml"
printf '\n\n' >"$work/blank.txt"
refused 3 TABLE_NONE convert "$work/blank.txt" "$work/blank.yaml"
head -c 40000000 /dev/zero | tr '\0' 'a' >"$work/long.txt"
refused 3 LIMIT_REACHED convert "$work/long.txt" "$work/long.yaml"

# The real document: the figures of its tables, and 52 of its performance targets
# (test_performance.sh reads those).
real=$samples/real-budget-2026/disclosure.txt
if [ -f "$real" ]; then
    convert --layout facts "$real" "$work/real.csv"
    same "figures of disclosure.txt" "$(($(wc -l <"$work/real.csv") - 1))" 339
    grep -vE ',(performance_funds|project_funding),' "$work/real.csv" >"$work/tables.csv"
    facts_are_exact "disclosure.txt" "$work/tables.csv"
    convert "$real" "$work/real.yaml"
    sections "$work/real.yaml" >"$work/real.sections"
    same "parts of the prose" "$(awk -F'|' '$3 == 1' "$work/real.sections" | wc -l)" 4
    same "charts" "$(grep -c '^chart' "$work/real.sections")" 3
    same "terms" "$(grep -c '^glossary' "$work/real.sections")" 12
else
    left_out "$real is not there"
fi

done_testing
