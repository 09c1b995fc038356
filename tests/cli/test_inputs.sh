#!/usr/bin/env bash
# Inputs that cannot be read: exit 3, what they are and what to do, no target.
. "$(dirname "$0")/../support/shell.sh"

mkdir "$work/here"
cd "$work/here" || exit 1

refused 3 FILE_NOT_FOUND convert nowhere.xlsx out.yaml
same "the file named" "$(member FILE_NOT_FOUND file)" nowhere.xlsx
refused 3 FILE_NOT_FOUND info nowhere.xlsx
refused 3 FILE_NOT_FOUND info --cells nowhere.xlsx
only

mkdir folder
run 3 convert folder out.yaml
told
absent out.yaml
run 3 convert -f xlsx folder out.yaml
told
absent out.yaml
rmdir folder

: >empty.xlsx
refused 3 FILE_EMPTY convert empty.xlsx out.yaml
head -c 3000 "$golden/disclosure.xlsx" >cut.xlsx
run 3 convert cut.xlsx out.yaml
told
absent out.yaml
printf 'no budget in here' >text.xlsx
run 3 convert text.xlsx out.yaml
told
absent out.yaml
rm empty.xlsx cut.xlsx text.xlsx

if [ "$(id -u)" -ne 0 ]; then
    cp "$golden/disclosure.xlsx" closed.xlsx
    chmod 000 closed.xlsx
    refused 3 FILE_NO_PERMISSION convert closed.xlsx out.yaml
    rm -f closed.xlsx
elif command -v setpriv >/dev/null && chmod 755 "$work" "$work/here"; then
    cp "$golden/disclosure.xlsx" closed.xlsx
    chmod 000 closed.xlsx
    checks=$((checks + 1))
    setpriv --reuid 65534 --regid 65534 --clear-groups "$budgetconv" --language en \
        --messages json convert closed.xlsx "$work/out.yaml" >"$work/out" 2>"$work/err"
    status=$?
    if grep -q '"FILE_NO_PERMISSION"' "$work/err"; then
        same "status of an unreadable input" "$status" 3
    elif [ "$status" -eq 126 ] || grep -q 'setpriv:' "$work/err"; then
        left_out "an unreadable input: the program itself cannot be run by another user"
    else
        fail "unreadable input: status $status: $(cat "$work/err")"
    fi
    rm -f closed.xlsx
else
    left_out "an unreadable input: root reads everything, and setpriv is not there"
fi

# Named for what they are, with the remedy, whatever the name says.
printf '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><table><tr><td>1</td></tr></table></body></html>' \
    >web.xls
refused 3 FILE_HTML_AS_XLS convert web.xls out.yaml
cp web.xls web.xlsx
refused 3 FILE_HTML_AS_XLS convert web.xlsx out.yaml
refused 3 FILE_HTML_AS_XLS info --cells web.xlsx
printf '%s' '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>' \
    >old.xls
refused 3 FILE_XML_SPREADSHEET_2003 convert old.xls out.yaml
printf '%%PDF-1.7\n' >budget.pdf
refused 3 FILE_PDF convert budget.pdf out.yaml
printf 'budget\n' | gzip >budget.csv.gz
refused 3 FILE_COMPRESSED convert budget.csv.gz out.yaml
rm web.xls web.xlsx old.xls budget.pdf budget.csv.gz
only

# sample CODE FILE...: samples that are refused with this code.
sample() {
    local code=$1 file
    shift
    for file in "$@"; do
        [ -e "$file" ] || fail "no sample $file"
        refused 3 "$code" convert "$file" out.yaml
        absent out.yaml
        case $(grep "$code" "$work/err") in
        *'"remedy":"'*'.xlsx'*) ;;
        *) fail "$file: the remedy does not say to save as .xlsx: $(cat "$work/err")" ;;
        esac
        silent ZIP_NOT_ZIP ZIP_DAMAGED
    done
}

if [ -d "$samples/samples" ]; then
    sample FILE_XLS "$samples"/samples/xls_excel_oracle/poi/*.xls \
        "$samples"/samples/cn_treasury_forms/*.xls "$samples"/samples/wps/*.xls
    sample FILE_ENCRYPTED_OFFICE \
        "$samples/samples/xlsx_malformed/calamine_pass_protected.xlsx" \
        "$samples/samples/xlsx_malformed/protected_passtika.xlsx"
    for file in "$samples"/samples/wps/*.et; do
        run 3 convert "$file" out.yaml
        told
        grep -qE '"(FILE_ET|FILE_XLS)"' "$work/err" || fail "$file: $(cat "$work/err")"
        grep -q '"remedy":"[^"]*\.xlsx' "$work/err" || fail "$file: no remedy"
    done
    # Not encrypted, only protected against changes: read.
    run 0 info --cells "$samples/samples/xlsx_malformed/workbookProtection-workbook_password-2013.xlsx"
else
    left_out "files of Excel and WPS: the samples are not here ($samples)"
fi

# No layout fits: the candidates, and how to get at the raw cells.
printf '姓名,身高,体重\n甲,180,70\n乙,170,60\n' >people.csv
refused 3 LAYOUT_NO_MATCH convert people.csv out.yaml
grep -q '"remedy":"[^"]*info --cells' "$work/err" ||
    fail "the no-match message does not say how to get the raw cells: $(cat "$work/err")"
run 0 info --cells people.csv
same "raw cells" "$(sed -n 2,4p "$work/out" | cut -d, -f2-4 | tr '\n' ' ')" \
    "A1,s,姓名 B1,s,身高 C1,s,体重 "
refused 3 LAYOUT_NO_MATCH convert --input-layout shanxi-unit-2026 people.csv out.yaml

# Two layouts of the user's own that fit equally well are an error that names both.
mkdir -p layouts/first layouts/second
for family in first second; do
    cat >layouts/$family/people.yaml <<END
budgetconv: 1
layout: $family/people
kind: export
label: 人员
table_id: x.people
title: {write: 人员}
blocks:
  - columns:
      - {path: [姓名], fields: [pro_name]}
      - {path: [身高], fields: [quantity]}
      - {path: [体重], fields: [total]}
END
done
refused 3 LAYOUT_AMBIGUOUS convert --layout-path layouts people.csv out.yaml
grep -q 'first/people' "$work/err" && grep -q 'second/people' "$work/err" ||
    fail "the candidates are not named: $(cat "$work/err")"
run 0 convert --layout-path layouts --input-layout first/people -i amount-unit=元 people.csv out.yaml
rm -f out.yaml
absent out.yaml

done_testing
