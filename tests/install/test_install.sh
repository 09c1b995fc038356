#!/usr/bin/env bash
# The installed tree: complete, runs from any folder, and still runs after it was moved.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
    printf 'failed: %s\n' "$*"
    failed=1
}

# same_answer COMMAND...: the installed program and the one in the build folder agree.
same_answer() {
    local installed built
    installed=$(cd / && "$program" "$@" 2>&1) || fail "status $? of: $program $*: $installed"
    built=$(cd / && "$BUDGETCONV" "$@" 2>&1)
    [ "$installed" = "$built" ] || fail "installed and built program differ: $*"
    [ -n "$installed" ] || fail "no output: $*"
}

run_it() { # PREFIX
    program=$1/bin/budgetconv
    same_answer --version
    same_answer formats
    same_answer layouts
    same_answer info "$BUDGETCONV_SOURCE/tests/golden/disclosure.xlsx"
    (cd / && "$program" convert -t csv --layout facts \
        "$BUDGETCONV_SOURCE/tests/golden/disclosure.xlsx" - >"$work/facts.csv") ||
        fail "conversion by $program"
    [ "$(wc -l <"$work/facts.csv")" -eq 288 ] ||
        fail "$(wc -l <"$work/facts.csv") lines instead of a header and 287 figures"
}

cmake --install "$BUDGETCONV_BUILD" --prefix "$work/first" >"$work/log" 2>&1 ||
    { cat "$work/log" && exit 1; }

for file in bin/budgetconv lib/budgetconv/plugins/csv.so lib/budgetconv/plugins/csv.plugin \
    lib/budgetconv/plugins/xlsx.so lib/budgetconv/plugins/yaml.so include/budget/plugin.h \
    share/man/man1/budgetconv.1; do
    [ -f "$work/first/$file" ] || fail "$file is not installed"
done
diff -r "$BUDGETCONV_SOURCE/formats" "$work/first/share/budgetconv/formats" ||
    fail "the installed formats are not those of the source"
if readelf -d "$work/first/bin/budgetconv" "$work/first"/lib/budgetconv/plugins/*.so |
    grep -E '\((RPATH|RUNPATH)\)'; then
    fail "a run path is left in the installed files"
fi
if [ -z "${BUDGETCONV_SANITIZE:-}" ] &&
    grep -rlF "$BUDGETCONV_SOURCE" "$work/first/bin" "$work/first/share" "$work/first/include"; then
    fail "the source folder's path is in the installed files"
fi

run_it "$work/first"
mkdir "$work/a folder"
mv "$work/first" "$work/a folder/预算"
run_it "$work/a folder/预算"

# A plugin builds against the installed headers alone.
printf '#include <budget/plugin.h>\nint only_headers(void);\nint only_headers(void)\n{\n    return (int)BGT_ABI;\n}\n' \
    >"$work/outside.c"
gcc -std=c11 -Wall -Wextra -Werror -fPIC -shared -I"$work/a folder/预算/include" \
    -o "$work/outside.so" "$work/outside.c" || fail "the installed headers do not compile"

exit $failed
