#!/usr/bin/env bash
# A file has at most 500 lines, a function at most 60 (from its opening to its closing brace).
. "$(dirname "$0")/lib.sh"
max_file=500
max_function=60

for file in $(sources include core plugins tests); do
    lines=$(wc -l <"$root/$file")
    if [ "$lines" -gt $max_file ] && ! excepted "$file" file; then
        finding "$file" "has $lines lines, more than $max_file"
    fi
    while read -r name start length; do
        excepted "$file" "$name" ||
            finding "$file:$start" "$name has $length lines, more than $max_function"
    done < <(awk -v max=$max_function '
        # clang-format puts the brace of a function alone in the first column.
        /^[A-Za-z_]/ { head = $0 }
        /^\{/ && !start { start = NR }
        /^[A-Za-z_].*\) \{$/ && !start { start = NR }
        /^\}/ {
            if (start && NR - start + 1 > max) {
                sub(/\(.*/, "", head); sub(/.*[ *]/, "", head)
                print head, start, NR - start + 1
            }
            start = 0
        }' "$root/$file")
done

done_linting
