#!/usr/bin/env bash
# CSV with one fault each: exit 3, the code of the fault, its line, column or offset; the old target
# is intact and nothing is left.
. "$(dirname "$0")/../support/shell.sh"
. "$(dirname "$0")/hostile.sh"
mkdir "$work/here"
cd "$work/here" || exit 1

header=单位代码,项目代码,支出功能分类科目代码,年初批复数
line=038001,14030026038R000000100,2011301

# export AMOUNT: a detail export whose second line has this amount, in line 3.
export_with() {
    printf '%s\n%s,1.50\n%s,%s\n' "$header" "$line" "$line" "$1"
}

export_with 2.5 >good.csv
run 0 convert good.csv target.csv
rm good.csv target.csv

# Quotes.
export_with '"2.5' >cut.csv
intact cut.csv CSV_QUOTE_NOT_CLOSED '"line":3,"column":[0-9]+'
printf '%s\n%s,1.50\n038001,"14030026' "$header" "$line" >cut.csv
intact cut.csv CSV_QUOTE_NOT_CLOSED '"line":3'
export_with '2"5' >quote.csv
intact quote.csv CSV_QUOTE_IN_CELL '"line":3'
export_with '"2"5' >quote.csv
intact quote.csv CSV_TEXT_AFTER_QUOTE '"line":3'

# Rows of another length, cut in the middle or glued.
{ export_with 2.5; printf '%s,2.5,7\n' "$line"; } >long.csv
intact long.csv 'CSV_RAGGED|CELL_OUTSIDE_TABLE' '"line":4'
{ export_with 2.5; printf '038001,1403'; } >short.csv
intact short.csv CSV_RAGGED '"line":4'

# Encodings.
export_with 2.5 | iconv -f UTF-8 -t GB18030 >bad.csv
printf '%s,\377\377\n' "$line" >>bad.csv
intact bad.csv 'ENCODING_[A-Z]+' 'offset [0-9]+'
export_with 2.5 | iconv -f UTF-8 -t GB18030 | head -c 10 >bad.csv
intact bad.csv 'ENCODING_[A-Z]+' 'offset 9'
export_with 2.5 | iconv -f UTF-8 -t GB18030 | head -c 10 >bad.csv
intact bad.csv ENCODING_TRUNCATED 'offset 9' --encoding GB18030
export_with 2.5 | iconv -f UTF-8 -t GB18030 >bad.csv
intact bad.csv ENCODING_INVALID 'offset 0' --encoding UTF-8
{ export_with 2.5; printf '038001,\303(,2011301,3\n'; } >bad.csv
intact bad.csv 'ENCODING_[A-Z]+' 'offset [0-9]+'
{ printf '\377\376'; export_with 2.5 | iconv -f UTF-8 -t UTF-16LE; printf '\000'; } >bad.csv
intact bad.csv ENCODING_TRUNCATED 'offset [0-9]+'
{ printf '\377\376'; export_with 2.5 | iconv -f UTF-8 -t UTF-16LE; printf '\000\330\n\000'; } >bad.csv
intact bad.csv ENCODING_INVALID 'offset [0-9]+'
# The same without the fault is read.
{ printf '\377\376'; export_with 2.5 | iconv -f UTF-8 -t UTF-16LE; } >good.csv
run 0 convert good.csv target.csv
export_with 2.5 | iconv -f UTF-8 -t GB18030 >good.csv
run 0 convert --overwrite good.csv target.csv
rm good.csv target.csv

# NUL bytes, and bytes that are no text at all.
{ export_with 2.5; printf '038001,1\0002,2011301,3\n'; } >nul.csv
intact nul.csv CSV_NUL_BYTE '"line":4'
head -c 4096 /dev/urandom >noise.csv
intact noise.csv '[A-Z_]+' .
head -c 4096 /dev/zero >zeros.csv
intact zeros.csv '[A-Z_]+' .
: >empty.csv
intact empty.csv FILE_EMPTY .
printf '\357\273\277' >mark.csv
intact mark.csv '[A-Z_]+' .
printf '\n\n\n' >lines.csv
intact lines.csv '[A-Z_]+' .

# Amounts, each named by its cell and its text.
for amount in '"1,2,3"' '"1,23"' '"12,34,567"' 1.2.3 1e5 0x10 --1 1- + . ¥1.5 1.5元 1/2 NaN inf \
    '(1.5)' '１ ２'; do
    export_with "$amount" >amount.csv
    intact amount.csv AMOUNT_INVALID '"sheet":"amount","cell":null,"line":3,"column":38'
done
for amount in 1234567890123456789 0.1234567891 12345678901234567.89; do
    export_with "$amount" >amount.csv
    intact amount.csv AMOUNT_TOO_LONG '"line":3,"column":38'
done
# The longest amounts that are taken arrive digit by digit.
for amount in 123456789012345678 123456789.123456789 -0.000000001 999999999999999999; do
    export_with "$amount" >amount.csv
    run 0 convert --overwrite amount.csv target.csv
    same "$amount" "$(tail -n 1 target.csv | sed 's/.*,//')" "$amount"
done
rm amount.csv target.csv

# No table, or one without its header.
printf '姓名,身高\n甲,180\n' >people.csv
intact people.csv LAYOUT_NO_MATCH '"sheet":"people"'
printf '%s,1.50\n' "$line" >headless.csv
intact headless.csv LAYOUT_NO_MATCH .
printf '1,2,3\n4,5,6\n' >numbers.csv
intact numbers.csv LAYOUT_NO_MATCH .

# Two faults are both named, in one run.
printf '%s\n%s,a\n%s,b\n' "$header" "$line" "$line" >two.csv
attempt convert two.csv target.csv
same "faults named" "$(grep -c '"AMOUNT_INVALID"' "$work/err")" 2
# Many faults stop at the limit, and the rest is counted.
{ printf '%s\n' "$header"; for i in $(seq 5000); do printf '%s,a%d\n' "$line" "$i"; done; } >many.csv
attempt convert many.csv target.csv
same "status of many faults" "$status" 3
[ "$(grep -c '"AMOUNT_INVALID"' "$work/err")" -le 100 ] || fail "more than 100 faults were told"
absent target.csv
rm two.csv many.csv

# The three layouts of our own, each with a fault.
printf 'table_id,table_no,row_no,row_kind,total\nsummary,1,1,detail,x\n' >lines.csv
intact lines.csv LAYOUT_CELL_NOT_NUMBER '"sheet":"lines","cell":null,"line":2,"column":20'
printf 'table_id,table_no,row_no,total,total\nsummary,1,1,5,6\n' >lines.csv
intact lines.csv LAYOUT_HEADER_TWICE '"line":1,"column":32'
printf 'table_id,table_no,row_no,row_kind,total\nsummary,1,1,nonsense,1\n' >lines.csv
intact lines.csv LAYOUT_CELL_NOT_CHOICE '"line":2,"column":13'

done_testing
