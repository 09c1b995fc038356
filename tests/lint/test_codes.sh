#!/usr/bin/env bash
# Every diagnostic code in a source stands in core/diag/codes.def, and no code stands there
# twice. In sources a code is a literal in capitals with an underscore.
. "$(dirname "$0")/lib.sh"
codes_def=$root/core/diag/codes.def
[ -f "$codes_def" ] || skip "core/diag/codes.def is absent"

known=$(sed -nE 's/^[ \t]*BGT_DIAG\([ \t]*"?([A-Z][A-Z0-9_]+)"?[ \t]*,.*/\1/p' "$codes_def")
[ -n "$known" ] || finding core/diag/codes.def "no BGT_DIAG line was understood"
for code in $(printf '%s\n' "$known" | sort | uniq -d); do
    finding core/diag/codes.def "$code stands twice"
done

while IFS=: read -r file line text; do
    for code in $(printf '%s' "$text" | grep -oE '"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+"' | tr -d '"'); do
        case $code in BUDGETCONV_* | LC_*) continue ;; esac
        printf '%s\n' "$known" | grep -qx "$code" || excepted "$file" "$code" ||
            finding "$file:$line" "$code is not in core/diag/codes.def"
    done
done < <(cd "$root" && grep -rnE --include='*.[ch]' '"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+"' \
    core plugins include 2>/dev/null)

done_linting
