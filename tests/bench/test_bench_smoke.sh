#!/usr/bin/env bash
# The benchmark itself works: tiny sizes, one run. What it measures here means nothing.
. "$(dirname "$0")/../support/shell.sh"

bash "$root/tests/bench/bench.sh" "$BUDGETCONV_BUILD" 200 1 >"$work/out" 2>"$work/err" ||
    fail "bench.sh: $(head -c 2000 "$work/err")"
for title in 'csv → csv' 'csv → xlsx' 'xlsx → csv' 'csv → yaml' 'yaml → csv'; do
    checks=$((checks + 1))
    grep -q "^| $title | budgetconv" "$work/out" || fail "no line for $title: $(cat "$work/out")"
done
same "lines of the table with eight columns" "$(grep '^|' "$work/out" | awk -F'|' 'NF != 10' | wc -l)" 0
grep -q '^200 rows, 1 runs each' "$work/out" || fail "the sizes are missing: $(cat "$work/out")"

done_testing
