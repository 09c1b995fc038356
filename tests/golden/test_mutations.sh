#!/usr/bin/env bash
# The published workbook, changed as other people's workbooks differ from it. Each variant is read
# right, figure by figure, or refused with a message that names the cause: never a wrong figure.
# expected-facts.csv, which was taken from the document by other means, vouches for the baseline.
. "$(dirname "$0")/../support/shell.sh"
. "$(dirname "$0")/facts.sh"

mutate=${BUDGETCONV_BUILD:?}/tests/bgt_mutate
run 0 info --cells "$golden/disclosure.xlsx"
cp "$work/out" "$work/cells.csv"

# variant NAME: makes it, as $work/variant.xlsx.
variant() {
    name=$1
    rm -f "$work/variant.xlsx" "$work/facts.csv"
    "$mutate" "$name" "$golden/disclosure.xlsx" "$work/cells.csv" "$work/variant.xlsx" ||
        fail "cannot make the variant $name"
}

# canonical FACTS: its figures without their places, sorted; trailing zeros do not count.
canonical() {
    sed 1d "$1" |
        awk -F, 'BEGIN { OFS = "," }
        /"/ { print "quoted: " $0; next }
        $24 ~ /^x:/ { next } # what extra columns hold
        { if ($25 ~ /\./) { sub(/0+$/, "", $25); sub(/\.$/, "", $25) } $27 = ""; print }' | LC_ALL=C sort
}

# right [OPTION...]: read without an error, and every figure is that of the document.
right() {
    convert --overwrite --layout facts "$@" "$work/variant.xlsx" "$work/facts.csv"
    [ -f "$work/facts.csv" ] || return
    canonical "$work/facts.csv" >"$work/figures"
    same_file "figures of the variant $name" "$work/figures" "$work/expected"
}

# no CODE ARGUMENT...: refused as a whole, and nothing is written.
no() {
    local code=$1
    shift
    refused 3 "$code" convert --layout facts "$@" "$work/variant.xlsx" "$work/refused.csv"
    absent "$work/refused.csv"
}

variant same
convert --layout facts "$work/variant.xlsx" "$work/facts.csv"
facts_are_exact "the workbook written anew" "$work/facts.csv"
canonical "$work/facts.csv" >"$work/expected"
same "figures of the baseline" "$(wc -l <"$work/expected")" 287

for name in rotated reversed aliases extra extra-within unmerged text general notes one-without-unit; do
    variant $name
    right
done
variant extra
right
grep -q 'x:评审得分' "$work/facts.csv" || fail "the extra figures are lost"

# Two tables on a sheet. Below one another, each is read.
for number in 1 2 3 4 5 6 7 8 9 10 11 12; do
    for place in below close; do
        variant $place-$number
        right
    done
done
# Beside one another: read right, or refused.
for number in 1 2 3 4 5 6 7 8 9 10 11 12; do
    variant beside-$number
    checks=$((checks + 1))
    if "$budgetconv" --messages json --language en convert --layout facts "$work/variant.xlsx" \
        "$work/facts.csv" 2>"$work/err"; then
        canonical "$work/facts.csv" >"$work/figures"
        same_file "figures of the variant $name" "$work/figures" "$work/expected"
        beside_read=${beside_read:-}" $number"
    else
        command="convert of $name"
        told
        grep -q '"severity":"error"' "$work/err" || fail "$name was refused without an error"
        grep -q "beside" "$work/err" || fail "$name: no message speaks of tables beside one another: $(
            grep '"error"' "$work/err" | head -n 3)"
        absent "$work/facts.csv"
    fi
done
printf 'tables beside one another that were read:%s\n' "${beside_read:- none}"

# No unit line anywhere: nobody knows whether 661.85 is 元 or 万元.
variant no-unit
right -i amount-unit=万元
convert --overwrite --layout facts "$work/variant.xlsx" "$work/facts.csv"
says TABLE_UNIT_MISSING
same "figures with a unit that nobody stated" "$(awk -F, 'NR > 1 && $26 != ""' "$work/facts.csv" | wc -l)" 0

# In 元: the same figures, times 10,000.
awk -F, 'BEGIN { OFS = "," } { sub(/万元/, "元", $26)
    point = index($25, "."); whole = point ? substr($25, 1, point - 1) : $25
    places = (point ? substr($25, point + 1) : "") "0000"
    $25 = whole substr(places, 1, 4); sub(/^0+/, "", $25); if ($25 == "") $25 = "0"; print }' \
    "$work/expected" | LC_ALL=C sort >"$work/yuan"
cp "$work/expected" "$work/wan"
cp "$work/yuan" "$work/expected"
variant yuan
right
awk -F, 'NR == FNR { if ($5 == "general_expenditure") print; next } $5 != "general_expenditure"' \
    "$work/yuan" "$work/wan" | LC_ALL=C sort >"$work/expected"
variant one-in-yuan
right
cp "$work/wan" "$work/expected"

# Refused, with the cause.
variant two-units
no COLUMN_UNIT_CONFLICT
variant extra-numbering
no NUMBERING_ROW_MIXED
variant stray
no LAYOUT_NO_MATCH

done_testing
