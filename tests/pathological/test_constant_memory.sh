#!/usr/bin/env bash
# The memory of a conversion does not grow with the rows: peaks of a short and of a long export
# are alike, though the long files are far larger than either.
. "$(dirname "$0")/../support/shell.sh"
[ -z "${BUDGETCONV_SANITIZE:-}" ] || skip "sanitizers keep freed memory"
measure=$BUDGETCONV_BUILD/tests/bgt_bench_measure
[ -x "$measure" ] || skip "no bgt_bench_measure in the build folder"
cd "$work" || exit 1

# export ROWS
export_of() {
    awk -v rows="$1" 'BEGIN {
        print "财政区划代码,预算年度,单位代码,单位名称,项目代码,项目名称,支出功能分类科目代码," \
            "政府支出经济分类代码,部门支出经济分类代码,资金性质代码,指标类型代码,年初批复数"
        for (i = 0; i < rows; i++)
            printf "140300000,2026,%03d001,单位%d（本级）,P%09d,项目%d,2010101,50201,30201,111,21,%d.%02d\n",
                i % 400, i % 400, i % 20000, i % 20000, i * 7, i % 100
    }'
}

# peak INPUT TARGET: KiB of one conversion; files above a megabyte are not kept in memory.
peak() {
    local costs
    costs=$("$measure" "$budgetconv" -q --limit spool-memory-bytes=1000000 convert --overwrite "$1" "$2" 2>"$work/err")
    checks=$((checks + 1))
    [ "${costs##* }" = 0 ] || fail "$1 to $2: $costs $(head -c 300 "$work/err")"
    costs=${costs% *}
    printf '%s\n' "${costs##* }"
}

export_of 2000 >short.csv
export_of 80000 >long.csv
for pair in csv:xml xml:csv csv:yaml yaml:xml xml:yaml; do
    from=${pair%:*}
    to=${pair#*:}
    short=$(peak short.$from short-out.$to)
    long=$(peak long.$from long-out.$to)
    checks=$((checks + 1))
    [ "$long" -lt $((short + 12000)) ] ||
        fail "$from to $to: $short KiB for 2000 rows, $long KiB for 80000 ($(wc -c <long.$from) bytes)"
    mv short-out.$to short.$to 2>/dev/null
    mv long-out.$to long.$to 2>/dev/null
done
convert --overwrite --layout facts long.xml facts.csv
same "facts of the long export" "$(wc -l <facts.csv)" 80001
done_testing
