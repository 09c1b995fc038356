#!/usr/bin/env bash
# docs/formats/fiscal-xml.md, in both languages, lists each element of the two maps beside its
# column of the other, in their order.
. "$(dirname "$0")/../support/shell.sh"
maps=$root/formats/fiscal-xml
fields() {
    sed -n 's/^    - {element: \([^,}]*\),.*/\1/p' "$1"
}
expected=$(paste -d '|' <(fields "$maps/gbt42940-draft.yaml") <(fields "$maps/mof-columns.yaml"))
[ "$(printf '%s\n' "$expected" | wc -l)" -gt 300 ] || fail "too few fields of the maps were understood"
for page in fiscal-xml.md fiscal-xml.zh-CN.md; do
    listed=$(sed -n 's/^| \([^|]*\) | \([^|]*\) | [^|]* | [CNIDYBE][0-9]*\*\{0,1\} |$/\1|\2/p' \
        "$root/docs/formats/$page")
    same "elements of $page" "$(diff <(printf '%s\n' "$expected") <(printf '%s\n' "$listed") | head -n 5)" ""
done

done_testing
