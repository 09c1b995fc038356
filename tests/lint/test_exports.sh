#!/usr/bin/env bash
# A plugin exports exactly one symbol, <stem>_LTX_bgt_plugin, as constant data; the program
# exports none of ours.
. "$(dirname "$0")/lib.sh"
modules=${3:-lib/budgetconv/plugins}

[ -n "$build" ] || skip "no build folder is given"
[ -z "${BUDGETCONV_SANITIZE:-}" ] || skip "a sanitizer adds symbols of its own"

for module in "$build/$modules"/*.so; do
    [ -f "$module" ] || continue
    stem=$(basename "$module" .so)
    expected="$(printf '%s' "$stem" | tr '.-' '__')_LTX_bgt_plugin"
    exported=$(nm -D --defined-only "$module" | awk '{ print $3 }' | sort | tr '\n' ' ')
    [ "$exported" = "$expected " ] ||
        finding "$stem.so" "exports '${exported% }' instead of $expected alone"
    section=$(nm -D --defined-only -f sysv "$module" |
        awk -F'|' -v name="$expected" '$1 ~ name { gsub(/ /, "", $7); print $7 }')
    case $section in
    .data.rel.ro | .rodata | .data.rel.ro.local | "") ;;
    *) finding "$stem.so" "$expected is not constant: it stands in $section" ;;
    esac
    wanted=$(readelf -d "$module" | grep -cE '\((RPATH|RUNPATH)\)')
    [ "$wanted" = 0 ] || finding "$stem.so" "has a run path"
done

if [ -f "$build/bin/budgetconv" ]; then
    ours=$(nm -D --defined-only "$build/bin/budgetconv" | awk '$3 ~ /^bgt_/ { print $3 }')
    [ -z "$ours" ] || finding bin/budgetconv "exports $(echo $ours)"
fi

done_linting
