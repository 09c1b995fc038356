#!/usr/bin/env bash
# disclosure.xlsx through csv package, YAML and XLSX in every order: after each step the same 287
# facts, and at the end the whole document as it was at the start.
. "$(dirname "$0")/../support/shell.sh"
. "$root/tests/golden/facts.sh"

# target FORMAT STEM: the path of a target.
target() {
    case $1 in
    package) printf '%s/' "$2" ;;
    *) printf '%s.%s' "$2" "$1" ;;
    esac
}

# go FROM FORMAT STEM: one step; the target is in $reached.
go() {
    reached=$(target "$2" "$3")
    if [ "$2" = package ]; then
        convert --strict -t csv "$1" "$reached"
    else
        convert --strict "$1" "$reached"
    fi
}

# facts_of TEXT FILE
facts_of() {
    convert --overwrite --layout facts "$2" "$work/facts.csv"
    facts_are_exact "$1" "$work/facts.csv"
}

convert "$golden/disclosure.xlsx" "$work/start.yaml"

number=0
while read -r first second third; do
    number=$((number + 1))
    reached=$golden/disclosure.xlsx
    path=xlsx
    for format in $first $second $third; do
        go "$reached" "$format" "$work/$number-$format"
        path="$path > $format"
        facts_of "$path" "$reached"
    done
    convert "$reached" "$work/end-$number.yaml"
    same_file "the document after $path" "$work/end-$number.yaml" "$work/start.yaml"
done <<'END'
package yaml xlsx
package xlsx yaml
yaml package xlsx
yaml xlsx package
xlsx package yaml
xlsx yaml package
END

# The same steps from the published layout asked for by name.
convert --layout shanxi-unit-2026 "$work/start.yaml" "$work/published.xlsx"
facts_of "yaml > xlsx in the published layout" "$work/published.xlsx"

# Written twice, the bytes are the same: no clock, host or path in them.
for format in package yaml xlsx; do
    go "$work/start.yaml" "$format" "$work/once"
    go "$work/start.yaml" "$format" "$work/twice"
    if [ "$format" = package ]; then
        diff -r "$work/once" "$work/twice" >"$work/difference" || fail "two packages differ"
    else
        same_file "written twice" "$work/twice.$format" "$work/once.$format"
    fi
done

# What a person would miss first.
for text in "fiscal_year: '2026'" "amount_unit: '万元'" "agency_name: '阳泉市商务局'" \
    '2026年预算收支总表' '注：本套报表因取数时四舍五入'; do
    grep -qF "$text" "$work/start.yaml" || fail "the YAML lacks $text"
done

done_testing
