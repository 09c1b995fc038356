#!/usr/bin/env bash
# Real workbooks that are no budget: refused with a message that names the reason, never a figure.
. "$(dirname "$0")/../support/shell.sh"
[ -d "$samples/samples/cn_procurement" ] || skip "no samples in $samples"

for book in "$samples"/samples/cn_procurement/*.xlsx "$samples"/samples/cn_yearbook/tidy_*.xlsx; do
    refused 3 LAYOUT_NO_MATCH convert "$book" "$work/none.yaml"
done
for book in "$samples"/samples/cn_procurement/*.xls "$samples"/samples/cn_treasury_forms/*.xls; do
    refused 3 FILE_XLS convert "$book" "$work/none.yaml"
done
absent "$work/none.yaml"

done_testing
