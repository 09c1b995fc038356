#!/usr/bin/env bash
# clang-tidy finds nothing in any source of the product. A file that passed is not looked at again
# until it, a header or .clang-tidy changes (stamps in BUILD/lint/tidy). Tests are looked at too
# with BUDGETCONV_TIDY_TESTS=1; by default they are left out, for they take as long as the rest.
. "$(dirname "$0")/lib.sh"
command -v clang-tidy >/dev/null || skip "clang-tidy is not installed"
[ -f "$build/compile_commands.json" ] || skip "no compile_commands.json in the build folder"

stamps=$build/lint/tidy
mkdir -p "$stamps"
newest=$(cd "$root" && find .clang-tidy include core plugins tests -type f \
    \( -name '*.h' -o -name '*.def' -o -name .clang-tidy \) -newer "$stamps/headers" 2>&1 |
    head -n 1)
[ -z "$newest" ] || rm -rf "${stamps:?}"
mkdir -p "$stamps"
touch "$stamps/headers"

left_out=$root/tests/
[ "${BUDGETCONV_TIDY_TESTS:-0}" = 0 ] || left_out=$root/no-such-folder/

export stamps root build
tidy_one() {
    local file=$1 stamp out
    stamp=$stamps/$(printf '%s' "${file#"$root"/}" | tr '/' '+')
    [ "$stamp" -nt "$file" ] && return 0
    out=$(clang-tidy --quiet -p "$build" "$file" 2>&1) && touch "$stamp" && return 0
    printf '%s\n' "$out" | grep -E '(error|warning):' | sed "s|^$root/||" | sort -u | grep . ||
        printf '%s: clang-tidy failed: %s\n' "${file#"$root"/}" "$(printf '%s' "$out" | tail -n 1)"
    return 1
}
export -f tidy_one

sed -n 's/^ *"file": "\(.*\)",\{0,1\}$/\1/p' "$build/compile_commands.json" | sort -u |
    grep -F "$root/" | grep -vF "$left_out" |
    xargs -r -P "$(nproc)" -I '{}' bash -c 'tidy_one "$1"' tidy '{}' >"$stamps.out" || true
while IFS= read -r text; do
    finding "${text%%: *}" "${text#*: }"
done <"$stamps.out"
rm -f "$stamps.out"

done_linting
