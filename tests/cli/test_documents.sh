#!/usr/bin/env bash
# Every command that the documents show is run: the lines beginning with `budgetconv` in the
# ```sh blocks of README and docs, and the examples of the manual page, in a folder of their own
# with the files they speak of. A line `# exit N` before a command says how it ends.
. "$(dirname "$0")/../support/shell.sh"

mkdir "$work/bin"
cat >"$work/bin/budgetconv" <<END
#!/bin/sh
exec "$budgetconv" "\$@"
END
chmod +x "$work/bin/budgetconv"
PATH=$work/bin:$PATH
export BUDGETCONV_LANGUAGE=en

# commands FILE: expected status and command, one a line.
commands() {
    awk '/^```/ { inside = $0 == "```sh"; status = 0; next }
        inside && /^# exit [0-9]+/ { status = $3; next }
        inside && /^budgetconv / { print status " " $0; status = 0 }
        inside && / \| budgetconv / && !/^budgetconv / { print status " " $0; status = 0 }' "$1"
}

# try FILE STATUS COMMAND
try() {
    local status
    checks=$((checks + 1))
    (cd "$work/here" && bash -c "set -o pipefail; $3") >"$work/out" 2>"$work/err" </dev/null
    status=$?
    [ "$status" -eq "$2" ] ||
        fail "$1: $3: status $status, expected $2: $(head -c 1000 "$work/err")"
}

# example FILE: the first block of YAML that the document shows.
example() {
    awk '/^```/ { if (inside) exit; inside = $0 == "```yaml"; next } inside' "$1"
}

# folder [FILE]: a fresh one with the files that the documents speak of.
folder() {
    rm -rf "$work/here"
    mkdir "$work/here"
    cp "$golden/disclosure.xlsx" "$work/here/budget.xlsx"
    cp "$golden/disclosure.xlsx" "$work/here/预算.xlsx"
    cp "$golden/detail-export-gb18030.csv" "$work/here/export.csv"
    cp "$golden/detail-export-gb18030.csv" "$work/here/导出.csv"
    cp "$golden/detail-export-gb18030.csv" "$work/here/detail.csv"
    case ${1-} in
    */docs/rules*.md) example "$1" >"$work/here/house-rules.yaml" ;;
    esac
}

for file in "$root"/README.md "$root"/README.zh-CN.md "$root"/docs/*.md "$root"/docs/*/*.md; do
    [ -f "$file" ] || continue
    folder "$file"
    before=$checks
    while IFS= read -r line; do
        try "${file#"$root"/}" "${line%% *}" "${line#* }"
    done < <(commands "$file")
    case $file in
    "$root"/README*.md | */user-guide*.md)
        [ "$checks" -gt "$before" ] || fail "${file#"$root"/}: no command was found in it" ;;
    esac
done

# The examples of the manual page.
folder
before=$checks
while IFS= read -r line; do
    try "manual page" 0 "$line"
done < <(awk '/^\.SH EXAMPLES/ { inside = 1; next } /^\.SH/ { inside = 0 }
    inside && /^\\fBbudgetconv / { gsub(/\\f[BR]/, ""); gsub(/\\-/, "-"); print }' \
    "$root/docs/man/man1/budgetconv.1")
[ "$checks" -gt "$before" ] || fail "no example in the manual page"

# The documents say the same in both languages: the same commands, names of files apart.
for name in README docs/user-guide; do
    commands "$root/$name.md" | awk '{ print $1, $2 == "budgetconv" ? $3 : $2 }' >"$work/english"
    commands "$root/$name.zh-CN.md" | awk '{ print $1, $2 == "budgetconv" ? $3 : $2 }' \
        >"$work/chinese"
    same_file "the commands of $name.zh-CN.md" "$work/chinese" "$work/english"
done

done_testing
