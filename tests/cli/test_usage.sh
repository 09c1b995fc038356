#!/usr/bin/env bash
# Bad usage: exit 2, the code of the message, a remedy, nothing written.
. "$(dirname "$0")/../support/shell.sh"

mkdir "$work/here"
cd "$work/here" || exit 1
cp "$golden/disclosure.xlsx" budget.xlsx

refused 2 USAGE_NO_COMMAND
refused 2 USAGE_UNKNOWN_COMMAND covnert
same "the nearest command" "$(sed -n 's/.*"args":\["covnert","\([a-z]*\)"\].*/\1/p' "$work/err")" convert
refused 2 USAGE_UNKNOWN_OPTION convert --overwirte budget.xlsx out.yaml
same "the nearest option" \
    "$(sed -n 's/.*"args":\["--overwirte","\([a-z]*\)"\].*/\1/p' "$work/err")" overwrite
refused 2 USAGE_UNKNOWN_OPTION convert -Z budget.xlsx out.yaml
refused 2 USAGE_OPTION_NEEDS_VALUE convert budget.xlsx out.yaml --layout
refused 2 USAGE_OPTION_NOT_HERE info --strict budget.xlsx
refused 2 USAGE_OPTION_NOT_HERE convert --cells budget.xlsx out.csv
refused 2 USAGE_WORDS convert
refused 2 USAGE_WORDS convert budget.xlsx
refused 2 USAGE_WORDS info
refused 2 USAGE_WORDS info budget.xlsx budget.xlsx
refused 2 USAGE_STDIN_TWICE convert -f csv -t yaml - - -
cp budget.xlsx again.xlsx && ln again.xlsx linked.xlsx
refused 2 INPUT_TWICE convert budget.xlsx budget.xlsx out.yaml
refused 2 INPUT_TWICE convert again.xlsx linked.xlsx out.yaml
rm again.xlsx linked.xlsx
refused 2 USAGE_OPTION_CHOICE convert --round=two budget.xlsx out.yaml
refused 2 USAGE_OPTION_CHOICE convert --round=10 budget.xlsx out.yaml
refused 2 USAGE_OPTION_CHOICE convert --round=-1 budget.xlsx out.yaml
refused 2 USAGE_OPTION_CHOICE convert --progress sometimes budget.xlsx out.yaml
refused 2 USAGE_OPTION_VALUE convert --select table_id budget.xlsx out.yaml
refused 2 SELECT_FIELD_UNKNOWN convert --select colour=red budget.xlsx out.yaml
refused 2 USAGE_OPTION_VALUE convert --limit sheets budget.xlsx out.yaml
refused 2 USAGE_LIMIT convert --limit sheep=3 budget.xlsx out.yaml
refused 2 USAGE_LIMIT convert --limit sheets=many budget.xlsx out.yaml
refused 2 USAGE_LIMIT convert --limit sheets=0 budget.xlsx out.yaml
refused 2 UNIT_UNKNOWN convert --amount-unit 亿元 budget.xlsx out.yaml
refused 2 USAGE_UNKNOWN_CODE explain FILE_NOT_FUOND
refused 2 USAGE_UNKNOWN_COMMAND help covnert

refused 2 FORMAT_UNKNOWN_NEAR convert -f xslx budget.xlsx out.yaml
refused 2 FORMAT_UNKNOWN_NEAR convert -t yamll budget.xlsx out.yaml
refused 2 FORMAT_UNKNOWN_NEAR formats xslx
refused 2 FORMAT_OF_TARGET convert budget.xlsx out
refused 2 FORMAT_OF_TARGET convert budget.xlsx -
refused 2 LAYOUT_UNKNOWN convert --layout fatcs budget.xlsx out.csv
refused 2 LAYOUT_UNKNOWN convert --input-layout shanxi-unit-2027 budget.xlsx out.yaml
refused 2 LAYOUT_UNKNOWN layouts shanxi-unit-2027
refused 2 USAGE_LAYOUT_OF_RECORDS convert --layout facts budget.xlsx out.yaml
refused 2 OPTION_UNKNOWN_NEAR convert -o delimter=tab budget.xlsx out.csv
refused 2 OPTION_VALUE convert -o delimiter=slash budget.xlsx out.csv
refused 2 OPTION_SYNTAX convert -o delimiter budget.xlsx out.csv
refused 2 STREAM_NOT_FOLDER convert -t yaml budget.xlsx out/
run 0 convert budget.xlsx document.yaml
refused 3 FILE_HAS_NO_CELLS info --cells document.yaml
rm -f document.yaml

# The form of messages is checked before there is one.
"$budgetconv" --language en --messages xml convert >"$work/out" 2>"$work/err"
same "status of --messages xml" "$?" 2
grep -q 'USAGE_OPTION_CHOICE' "$work/err" || fail "--messages xml: $(cat "$work/err")"
"$budgetconv" --language fr convert >"$work/out" 2>"$work/err"
same "status of --language fr" "$?" 2
grep -q 'USAGE_OPTION_CHOICE' "$work/err" || fail "--language fr: $(cat "$work/err")"

# Options may stand anywhere, and -- ends them.
run 0 convert budget.xlsx out.yaml --quiet
rm out.yaml
cp budget.xlsx ./-x.xlsx
run 0 convert -t yaml -- -x.xlsx out.yaml
rm ./-x.xlsx out.yaml

only budget.xlsx
same_file "the input" budget.xlsx "$golden/disclosure.xlsx"
done_testing
