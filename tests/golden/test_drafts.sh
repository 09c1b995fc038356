#!/usr/bin/env bash
# layout new and layout check: three files that no layout knows, of clearly different shape. The
# draft is refused until the edits that docs/layouts/writing-layouts.md names are made; then every
# figure is exact. The expected figures were taken from the CSV files by another program.
. "$(dirname "$0")/../support/shell.sh"

drafts=$golden/drafts
guide=$root/docs/layouts/writing-layouts.md
mkdir "$work/own"

# blocks FILE: the commands that the guide shows.
blocks() {
    awk '/^```/ { inside = $0 == "```bash"; next } inside' "$1"
}

# edit NAME: as the guide says.
edit() {
    checks=$((checks + 1))
    blocks "$guide" | grep "^sed .* own/$1.yaml\$" >"$work/edits" || fail "the guide has no edit of $1"
    (cd "$work" && bash "$work/edits") || fail "the edits of $1"
}

# figures NAME CODE UNIT: row, item, code, measure and amount of each figure.
figures() {
    checks=$((checks + 1))
    convert --overwrite --layout-path "$work/own" --layout facts "$drafts/$1.csv" "$work/$1.facts.csv"
    awk -F, -v code="$2" -v unit="$3" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { print $at["row_no"] "," $at["item"] "," (code == "" ? "" : $at[code]) "," $at["measure"] "," \
            $at["amount"]; if ($at["amount_unit"] != unit) print "unit " $at["amount_unit"] }' \
        "$work/$1.facts.csv" | LC_ALL=C sort >"$work/$1.figures"
    LC_ALL=C sort "$drafts/$1.expected" >"$work/$1.sorted"
    same_file "figures of $1" "$work/$1.figures" "$work/$1.sorted"
}

# drafted NAME UNDECIDED: no built-in layout takes the file, and the draft is refused as it is.
drafted() {
    refused 3 LAYOUT_NO_MATCH convert --layout facts "$drafts/$1.csv" "$work/$1.none.csv"
    grep -q 'layout new' "$work/err" || fail "no match of $1 does not name layout new: $(cat "$work/err")"
    absent "$work/$1.none.csv"
    run 0 layout new "$drafts/$1.csv" "$work/own/$1.yaml"
    says LAYOUT_DRAFT_OPEN
    same "values left open of $1" "$(grep -c '"?"' "$work/own/$1.yaml")" "$(($2 + 1))"
    [ "$(grep -c '# guess' "$work/own/$1.yaml")" -ge 2 ] || fail "guesses of $1: $(cat "$work/own/$1.yaml")"
    run 3 layout check "$work/own/$1.yaml"
    told
    same "faults of the draft of $1" "$(grep -c '"code":"LAYOUT_UNDECIDED"' "$work/err")" "$2"
    same "all faults of the draft of $1" "$(grep -c '^{"code"' "$work/err")" "$2"
    same "lines of the faults" \
        "$(sed -n 's/^{"code":"LAYOUT_UNDECIDED".*"line":\([0-9]*\),.*/\1/p' "$work/err" | tr '\n' ' ')" \
        "$(grep -n '"?"' "$work/own/$1.yaml" | sed 1d | cut -d: -f1 | tr '\n' ' ')"
    refused 2 LAYOUT_UNDECIDED convert --layout-path "$work/own" --layout facts \
        "$drafts/$1.csv" "$work/$1.none.csv"
    absent "$work/$1.none.csv"
}

# sound NAME
sound() {
    run 0 layout check "$work/own/$1.yaml"
    same "what is said of $1" "$(cat "$work/out")" \
        "{\"kind\":\"checked\",\"file\":\"$work/own/$1.yaml\",\"layout\":\"user/$1\",\"faults\":0}"
}

# A county's wide table: codes in three columns, 元, a measure that nobody knows.
drafted county 2
edit county
sound county
figures county exp_func_code 元

# An export with a header of two rows, unknown headings and no unit.
drafted export 5
edit export
sound export
figures export agency_code 万元

# A form with fixed rows and notes.
drafted form 1
edit form
sound form
figures form "" 万元
convert --layout-path "$work/own" "$drafts/form.csv" "$work/form.yaml"
grep -q '会议费已取消' "$work/form.yaml" || fail "the notes of the form are lost"
run 0 --layout-path "$work/own" layouts user/form
grep -q '"layout":"user/form".*"fields":\["current_year"\]' "$work/out" ||
    fail "layouts user/form: $(cat "$work/out")"

# A line taken out: the column stays as an extra, and nothing is lost in silence.
sed -i '/乡镇补助/d' "$work/own/county.yaml"
convert --layout-path "$work/own" "$drafts/county.csv" "$work/extra.yaml"
grep -q '乡镇补助' "$work/extra.yaml" || fail "the extra is lost"
run 5 convert --strict --layout-path "$work/own" --layout facts "$drafts/county.csv" "$work/extra.csv"

# The draft of a table that is known already reads it: all guesses are right.
mkdir "$work/known"
run 0 layout new --sheet 表5 "$golden/disclosure.xlsx" "$work/known/five.yaml"
silent LAYOUT_DRAFT_OPEN
run 0 layout check "$work/known/five.yaml"
convert --layout-path "$work/known" --input-layout user/five --sheet 表5 --layout facts \
    "$golden/disclosure.xlsx" "$work/five.csv"
awk -F, 'BEGIN { measure["合计"] = "total"; measure["基本支出"] = "basic"; measure["项目支出"] = "project" }
    $1 == "T05" { print $4 "," measure[$5] "," $6 }' "$golden/expected-facts.csv" |
    LC_ALL=C sort >"$work/five.expected"
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    { print $at["exp_func_code"] "," $at["measure"] "," $at["amount"] }' "$work/five.csv" |
    LC_ALL=C sort >"$work/five.figures"
[ -s "$work/five.expected" ] || fail "the expected figures of general_expenditure are not there"
same_file "figures of 表5 by its draft" "$work/five.figures" "$work/five.expected"

# So does the draft of each table with figures: one block or two, fixed rows or open ones.
for number in 1 2 3 4 5 6 11 12 13; do
    rm -rf "$work/known"
    mkdir "$work/known"
    run 0 layout new --sheet 表$number "$golden/disclosure.xlsx" "$work/known/t$number.yaml"
    silent LAYOUT_DRAFT_OPEN
    convert --overwrite --layout-path "$work/known" --input-layout user/t$number --sheet 表$number --layout facts \
        "$golden/disclosure.xlsx" "$work/table.csv"
    same "figures of 表$number by its draft" \
        "$(awk -F, 'NR > 1 { print $25 }' "$work/table.csv" | LC_ALL=C sort | tr '\n' ' ')" \
        "$(awk -F, -v id="$(printf 'T%02d' $number)" '$1 == id { print $6 }' "$golden/expected-facts.csv" |
            LC_ALL=C sort | tr '\n' ' ')"
done
# A blank form has no row with a number.
refused 3 LAYOUT_DRAFT_NONE layout new --sheet 表7 "$golden/disclosure.xlsx"

# The target: as every target.
refused 4 TARGET_EXISTS layout new "$drafts/form.csv" "$work/own/form.yaml"
run 0 layout new --overwrite "$drafts/form.csv" "$work/own/form.yaml"
run 0 layout new "$drafts/form.csv"
same "on standard output" "$(sed -n 's/^layout: //p' "$work/out")" '"user/form"'
run 0 layout new "$drafts/form.csv" -
printf '甲,乙\n丙,丁\n' >"$work/words.csv"
refused 3 LAYOUT_DRAFT_NONE layout new "$work/words.csv" "$work/words.yaml"
absent "$work/words.yaml"
convert "$golden/disclosure.xlsx" "$work/whole.yaml"
refused 3 FILE_HAS_NO_CELLS layout new "$work/whole.yaml"
refused 3 FILE_NOT_FOUND layout new "$work/nothing.csv"
refused 2 USAGE_WORDS layout
refused 2 USAGE_WORDS layout new
refused 2 USAGE_WORDS layout check
refused 2 USAGE_WORDS layout old "$drafts/form.csv"

# layout check tells all faults with their lines.
cat >"$work/own/bad.yaml" <<'END'
budgetconv: 1
layout: user/other
label: 一张表
table_id: 表
colour: red
blocks:
  - columns:
      - {path: [项目], fields: [items]}
      - {path: [金额], fields: [total], width: wide}
END
run 3 layout check "$work/own/bad.yaml"
told
same "lines and codes" "$(sed -n 's/^{"code":"\([A-Z_]*\)".*"line":\([0-9]*\),.*/\2 \1/p' "$work/err" |
    sort -n | tr '\n' ' ')" \
    "2 LAYOUT_ID_DIFFERS 4 LAYOUT_TABLE_ID 5 LAYOUT_KEY_UNKNOWN 8 LAYOUT_FIELD_UNKNOWN 8 LAYOUT_NO_ITEM 9 LAYOUT_NUMBER_INVALID "
printf 'budgetconv: 1\nlayout: [\n' >"$work/own/broken.yaml"
refused 3 YAML_SYNTAX layout check "$work/own/broken.yaml"
refused 3 FILE_NOT_FOUND layout check "$work/own/none.yaml"
for file in "$root"/formats/layouts/*/*.yaml; do
    run 0 layout check "$file"
done
cp "$root/formats/layouts/shanxi-unit-2026/summary.yaml" "$work/own/summary.yaml"
run 3 layout check "$work/own/summary.yaml"
says LAYOUT_ID_DIFFERS


# The guide: its tables are these files, its commands run as they stand and give the same figures,
# and both languages have the same.
mkdir "$work/here" "$work/bin"
printf '#!/bin/sh\nexec "%s" "$@"\n' "$budgetconv" >"$work/bin/budgetconv"
chmod +x "$work/bin/budgetconv"
cp "$drafts"/*.csv "$work/here"
blocks "$guide" >"$work/commands"
blocks "${guide%.md}.zh-CN.md" >"$work/commands.zh"
same_file "the commands in Chinese" "$work/commands.zh" "$work/commands"
(cd "$work/here" && PATH=$work/bin:$PATH bash -e "$work/commands") >"$work/out" 2>"$work/err" ||
    fail "the guide: $(cat "$work/err")"
for name in county export form; do
    cut -d, -f1-26 "$work/$name.facts.csv" >"$work/expected"
    cut -d, -f1-26 "$work/here/$name-facts.csv" >"$work/found"
    same_file "figures of $name by the guide" "$work/found" "$work/expected"
done
awk '/^```/ { inside = $0 == "```csv"; next } inside' "$guide" >"$work/tables"
cat "$drafts"/county.csv "$drafts"/export.csv "$drafts"/form.csv >"$work/all"
same "lines of tables in the guide that are not in the files" \
    "$(grep -vcxFf "$work/all" "$work/tables")" 0

done_testing
