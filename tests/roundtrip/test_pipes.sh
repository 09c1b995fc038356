#!/usr/bin/env bash
# The same conversions through pipes: standard input and output hold the bytes that files hold.
. "$(dirname "$0")/../support/shell.sh"
. "$root/tests/golden/facts.sh"

quiet="$budgetconv --quiet --language en"

convert "$golden/disclosure.xlsx" "$work/file.yaml"
convert --layout facts "$golden/disclosure.xlsx" "$work/file.csv"

$quiet convert -t yaml - - <"$golden/disclosure.xlsx" >"$work/pipe.yaml" 2>"$work/err" ||
    fail "xlsx from a file as standard input: $(cat "$work/err")"
same_file "xlsx > yaml by standard input and output" "$work/pipe.yaml" "$work/file.yaml"

cat "$golden/disclosure.xlsx" | $quiet convert -t yaml - - 2>"$work/err" |
    $quiet convert -t xlsx - - 2>>"$work/err" |
    $quiet convert -t csv --layout facts - - 2>>"$work/err" >"$work/pipe.csv"
facts_are_exact "xlsx | yaml | xlsx | facts ($(cat "$work/err"))" "$work/pipe.csv"

cat "$golden/detail-export-gb18030.csv" |
    $quiet convert -f csv -t csv --layout lines - - >"$work/pipe.lines" 2>"$work/err" ||
    fail "csv by a pipe: $(cat "$work/err")"
convert --layout lines "$golden/detail-export-gb18030.csv" "$work/lines.csv"
same_file "csv by a pipe" "$work/pipe.lines" "$work/lines.csv"

# A failure gives no byte.
head -c 5000 "$golden/disclosure.xlsx" | $quiet convert -t yaml - - >"$work/nothing" 2>"$work/err"
same "status of a cut workbook" "$?" 3
[ ! -s "$work/nothing" ] || fail "a cut workbook gave output"

done_testing
