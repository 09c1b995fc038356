#!/usr/bin/env bash
# No object of the core or of a plugin holds writable data of its own: const tables only.
. "$(dirname "$0")/lib.sh"

[ -n "$build" ] || skip "no build folder is given"
[ -z "${BUDGETCONV_SANITIZE:-}" ] || skip "a sanitizer adds data of its own"

while IFS= read -r object; do
    file=${object#"$build"/}
    file=$(printf '%s' "$file" | sed -E 's|CMakeFiles/[^/]*\.dir/||; s|\.o$||')
    while read -r name section; do
        excepted "$file" "${name%%.*}" ||
            finding "$file" "$name is writable ($section): pass it as state"
    done < <(nm -f sysv --defined-only "$object" | awk -F'|' '
        { gsub(/ /, "", $1); gsub(/ /, "", $7) }
        $7 ~ /^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ && $7 !~ /^\.data\.rel\.ro/ { print $1, $7 }')
done < <(find "$build/core" "$build/plugins" -name '*.c.o' 2>/dev/null | sort)

done_linting
