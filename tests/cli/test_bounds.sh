#!/usr/bin/env bash
# Bounds of the program's own are told as such, with their place, and never as a limit that
# `--limit` could raise.
. "$BUDGETCONV_SOURCE/tests/support/shell.sh"
cd "$work" || exit 1

# bound NAME: the last run met this bound, and no limit.
bound() {
    says BOUND_REACHED
    silent LIMIT_REACHED INTERNAL
    told
    grep -q "\"args\":\[\"$1\"," "$work/err" || fail "$command: not the bound $1: $(cat "$work/err")"
}

# text COUNT: a line of that many bytes.
text() {
    head -c "$1" /dev/zero | tr '\0' 'a'
}

# A line of prose longer than a section: line 3, where a line within the bound is read.
{
    printf '第一部分 概况\n一、职能\n'
    text 70000
    printf '\n'
} >line.txt
run 3 convert line.txt line.yaml
bound section-bytes
same "the line of the text" "$(member BOUND_REACHED line)" 3
same "its bound" "$(grep -o '"section-bytes",[^,]*,"65536"' err | wc -l)" 1
absent line.yaml
"$budgetconv" --language zh convert line.txt line.yaml 2>zh
grep -q '请将该行分成几行' zh || fail "not in Chinese: $(cat zh)"
sed 's/^a\{5000\}//' line.txt >short.txt
run 3 convert short.txt short.yaml
silent BOUND_REACHED
says TABLE_NONE

# What a target's cell cannot hold is refused with the place in the target; other targets take it.
{
    printf '2026年预算支出总表,,,,\n单位：万元,,,,\n科目编码,科目名称,合计,基本支出,项目支出\n201,'
    text 32768
    printf ',1.5,1.5,\n'
} >cell.csv
run 5 convert cell.csv cell.xlsx
says CANNOT_HOLD WRITER_REFUSED
silent INTERNAL
told
same "the target that cannot hold it" "$(member CANNOT_HOLD file)" cell.xlsx
same "its sheet" "$(member CANNOT_HOLD sheet)" 表3
absent cell.xlsx
run 0 convert cell.csv cell.yaml
run 0 diff cell.csv cell.yaml
silent INTERNAL
same "equal figures" "$(sed -n 's/.*"equal":\([0-9]*\).*/\1/p' out)" 2

# A layout file that is too long.
{
    printf 'budgetconv: 1\nlayout: my/long\n# '
    text 300000
    printf '\n'
} >long.yaml
run 3 layout check long.yaml
bound file-bytes
same "the file that is too long" "$(member BOUND_REACHED file)" long.yaml

# A rule file of too many parts.
printf 'id,a\n1,2\n' >lines.csv
{
    printf 'budgetconv: 1\nrules:\n'
    yes -- '- a' | head -n 70000
} >many.yaml
"$budgetconv" --messages json --language en check --rules many.yaml lines.csv >out 2>err </dev/null
command="check --rules many.yaml"
bound file-parts

# A folder of more layouts than are read.
mkdir many
(cd many && seq 1 4100 | sed 's/$/.yaml/' | xargs touch)
run 2 --layout-path many layouts
bound folder-files
same "its folder" "$(member BOUND_REACHED file | cut -d/ -f1)" many

run 0 explain BOUND_REACHED
grep -q 'no --limit raises this bound' out || fail "explain: $(cat out)"

done_testing
