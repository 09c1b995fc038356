#!/usr/bin/env bash
# Bad files of public collections: refused with exit 3 and a message that names the file, and the
# sheet, member, line or offset where the fault has one; nothing crashes or hangs. What has a
# NAME.cells.tsv is read; golden_test_cells_samples compares its cells.
. "$(dirname "$0")/../support/shell.sh"
. "$(dirname "$0")/hostile.sh"

[ -d "$samples/samples" ] || skip "the samples are not here ($samples)"
samples=$samples/samples

# refuse FILE CODE PLACE OPTION...
refuse() {
    local file=$1 code=$2 place=$3
    shift 3
    rejected "$file" "$code" "$place" info --cells "$@" "$file"
    seen=$((seen + 1))
}

# accept FILE CELLS: read, with so many cells at least.
accept() {
    attempt info --cells "$1"
    [ "$status" -eq 0 ] || fail "$command: status $status: $(head -c 1000 "$work/err")"
    [ "$(($(wc -l <"$work/out") - 1))" -ge "$2" ] || fail "$command: $(wc -l <"$work/out") lines"
    seen=$((seen + 1))
}

# ---- xlsx_malformed: each by name
malformed=$samples/xlsx_malformed
seen=0
fuzzer=$malformed/clusterfuzz-testcase-minimized
# Encrypted: an OLE container.
refuse "$malformed/calamine_pass_protected.xlsx" FILE_ENCRYPTED_OFFICE .
refuse "$malformed/protected_passtika.xlsx" FILE_ENCRYPTED_OFFICE .
# Cut: no end record.
refuse "$fuzzer-POIXSSFFuzzer-5089447305609216.xlsx" ZIP_DAMAGED 'the file was cut'
refuse "$fuzzer-XLSX2CSVFuzzer-5542865479270400.xlsx" ZIP_DAMAGED 'the file was cut'
# Another CRC than stated: the member, and the sheet.
refuse "$fuzzer-POIXSSFFuzzer-5937385319563264.xlsx" ZIP_DAMAGED '"sheet":"xl/worksheets/sheet8.xml"'
says XLSX_SHEET_STOPPED
grep -q '"sheet":"Exp8"' "$work/err" || fail "$command: the sheet is not named"
# A zip without members.
refuse "$malformed/openxml4j_invalid.xlsx" ZIP_EMPTY .
# XML that is no spreadsheet, with tricks in DOCTYPE and encoding: no format takes it, and told to
# be a workbook it is no zip. Where a format claims .xml files, they are still no grid.
for file in "$malformed"/phpss_*.xml; do
    refuse "$file" 'FORMAT_NOT_RECOGNISED|FILE_HAS_NO_CELLS|XML_ENCODING|XML_DOCTYPE' .
    refuse "$file" 'ZIP_NOT_ZIP|FILE_NOT_FORMAT|FILE_XML_SPREADSHEET_2003' . -f xlsx
    seen=$((seen - 1))
done
# Not damaged: parts with \ for / in their names (read, with a warning), parts in the root folder.
accept "$malformed/phpss_Zip-Windows-Directory-Separator.xlsx" 30
says ZIP_MEMBER_NAME
accept "$malformed/phpss_rootZipFiles.xlsx" 1
for dump in "$malformed"/*.cells.tsv; do
    accept "${dump%.cells.tsv}" "$(($(grep -vc '^#' "$dump") - 1))"
done
same "files of xlsx_malformed with a verdict" "$seen" \
    "$(find "$malformed" -name '*.xlsx' -o -name '*.xml' | wc -l)"

# ---- zip: no workbook in any of them, so each is refused; what is marked as bad is refused for
# what it is. invalid_test_zip_members reads the members.
seen=0
for file in "$samples"/zip/yauzl/failure/*.zip; do
    case $file in
    */'End of central directory record signature not found'*) refuse "$file" FILE_EMPTY . -f xlsx ;;
    *) refuse "$file" ZIP_DAMAGED . -f xlsx ;;
    esac
done
for file in "$samples"/zip/libzip/*.zip; do
    case $file in
    */filename_duplicate.zip) refuse "$file" ZIP_MEMBER_TWICE . -f xlsx ;;
    */incons-local-*.zip | */incons-*-ascii.zip | */incons-ef-local-dupe-* | */incons-filename-* | */gap.zip)
        refuse "$file" ZIP_DAMAGED '"sheet":"[^"]+"' -f xlsx ;;
    */incons-*.zip | */extra_field_align_1-ef_ff.zip | */extra_field_align_1-ff.zip | \
        */extra_field_align_3-ef_ff.zip) refuse "$file" ZIP_DAMAGED . -f xlsx ;;
    *) refuse "$file" XLSX_NO_WORKBOOK '"message":"[^"]*xl/workbook.xml' -f xlsx ;;
    esac
done
same "zips with a verdict" "$seen" "$(find "$samples/zip" -name '*.zip' | wc -l)"
[ "$seen" -ge 48 ] || fail "only $seen zips"

# ---- csv: the one of csv-spectrum that is not CSV, and the others, which are.
for file in "$samples"/csv/csv-spectrum/csvs/*.csv; do
    case $file in
    */location_coordinates.csv) refuse "$file" CSV_QUOTE_IN_CELL '"line":2,"column":[0-9]+' ;;
    *) accept "$file" 4 ;;
    esac
done

# ---- xml: read as a workbook, as CSV and by itself, every document that is not well-formed, and
# every bomb, is refused at once.
count=0
while IFS= read -r file; do
    attempt info --cells "$file"
    [ "$status" -eq 3 ] || [ "$status" -eq 2 ] || fail "$command: status $status"
    silent INTERNAL PLUGIN_MESSAGE
    count=$((count + 1))
done < <(find "$samples/xml" \( -path '*not-wf*' -o -name 'lol*.xml' -o -name 'huge*.xml' -o -path '*/errors/*.xml' \) \
    -name '*.xml' -type f | sort | head -n 60)
[ "$count" -gt 0 ] || fail "no sample of XML"

# ---- old workbooks: known for what they are
for file in "$samples"/xls_excel_oracle/*/*.xls "$samples"/wps/*.xls; do
    refuse "$file" FILE_XLS .
done
for file in "$samples"/wps/*.et; do
    refuse "$file" 'FILE_ET|FILE_XLS' .
done

done_testing
