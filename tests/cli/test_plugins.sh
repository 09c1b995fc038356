#!/usr/bin/env bash
# Plugins that are broken: listed like the others, in nobody's way, and exit 6 with the true reason
# where a job needs one.
. "$(dirname "$0")/../support/shell.sh"

mkdir -p "$work/here" "$work/plugins"
chmod 755 "$work" "$work/plugins"
cd "$work/here" || exit 1
cp "$golden/disclosure.xlsx" budget.xlsx

# plugin STEM [KEY=VALUE]: a manifest; the shared object is the caller's.
plugin() {
    cat >"$work/plugins/$1.plugin" <<END
id = $1
abi = ${2:-0.1}
kind = grid
title = Broken
title_zh = 损坏
capabilities = read write
extensions = $1
END
}

plugin empty
: >"$work/plugins/empty.so"
plugin script
printf '#!/bin/sh\n' >"$work/plugins/script.so"
plugin lonely
plugin newer 9.0
cp "$(dirname "$budgetconv")/../lib/budgetconv/plugins/csv.so" "$work/plugins/newer.so"
plugin open
cp "$(dirname "$budgetconv")/../lib/budgetconv/plugins/csv.so" "$work/plugins/open.so"
chmod 666 "$work/plugins/open.so"
printf 'id = mute\nthis is no line\n' >"$work/plugins/mute.plugin"
if [ -f "$BUDGETCONV_BUILD/tests/plugins/aborts.so" ]; then
    plugin aborts
    cp "$BUDGETCONV_BUILD/tests/plugins/aborts.so" "$work/plugins/aborts.so"
fi

# Listing loads nothing.
run 0 --plugin-path "$work/plugins" formats
for id in csv xlsx yaml empty script lonely newer open; do
    grep -q "^{\"kind\":\"format\",\"id\":\"$id\"," "$work/out" || fail "$id is not listed"
done
grep -q '"id":"mute"' "$work/out" && fail "a plugin whose manifest is wrong is listed"
says PLUGIN_MANIFEST_LINE
told

# A job that needs none of them is not disturbed.
run 0 --plugin-path "$work/plugins" convert budget.xlsx whole.yaml
silent PLUGIN_EMPTY PLUGIN_NOT_ELF PLUGIN_LIBRARY_MISSING PLUGIN_WRONG_ABI
rm whole.yaml

# needs STEM CODE: a job that needs this one.
needs() {
    refused 6 "$2" --plugin-path "$work/plugins" convert -t "$1" budget.xlsx "out.$1"
    says PLUGIN_UNUSABLE
    absent "out.$1"
    printf 'a,b\n1,2\n' >"in.$1"
    refused 6 "$2" --plugin-path "$work/plugins" convert -f "$1" "in.$1" out.yaml
    says PLUGIN_UNUSABLE
    absent out.yaml
    rm "in.$1"
}

needs empty PLUGIN_EMPTY
needs script PLUGIN_NOT_ELF
needs lonely PLUGIN_LIBRARY_MISSING
needs newer PLUGIN_WRONG_ABI
needs open PLUGIN_WRITABLE_BY_OTHERS
if [ -f "$work/plugins/aborts.so" ]; then
    needs aborts PLUGIN_CRASHES
else
    left_out "a plugin that aborts: it was not built"
fi
only budget.xlsx

# The same by the environment; and a plugin of the user's own goes before the installed one.
BUDGETCONV_PLUGIN_PATH=$work/plugins "$budgetconv" --messages json formats >"$work/out" 2>/dev/null
grep -q '"id":"empty"' "$work/out" || fail "BUDGETCONV_PLUGIN_PATH is not searched"
plugin csv
: >"$work/plugins/csv.so"
refused 6 PLUGIN_EMPTY --plugin-path "$work/plugins" convert budget.xlsx out.csv
says PLUGIN_SHADOWED
absent out.csv

# Folders that are not there are said, and are no error.
run 0 --plugin-path "$work/nowhere" convert budget.xlsx out.yaml
says PLUGIN_FOLDER

done_testing
