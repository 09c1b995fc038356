# Shared by the lint scripts. Each script takes the tree to look at as its first argument
# (the project unless given), prints one line a finding and exits 1 if there was any.
set -u
export LC_ALL=C.UTF-8
lint=$(basename "$0" .sh)
lint=${lint#test_}
root=${1:-${BUDGETCONV_SOURCE:?start this with ctest, or give the tree as argument}}
build=${2:-${BUDGETCONV_BUILD:-}}
findings=0

# finding PLACE TEXT
finding() {
    printf '%s: %s: %s\n' "$lint" "$1" "$2"
    findings=$((findings + 1))
}

# excepted PATH WHAT: whether exceptions.txt grants it. Its lines: LINT PATH WHAT REASON...
excepted() {
    [ -f "$root/tests/lint/exceptions.txt" ] || return 1
    awk -v lint="$lint" -v path="$1" -v what="$2" '
        $1 == lint && $2 == path && $3 == what && NF > 3 { granted = 1 }
        END { exit !granted }' "$root/tests/lint/exceptions.txt"
}

# sources FOLDER...: the C files of these folders, relative to the root, one a line.
sources() {
    (cd "$root" && for folder in "$@"; do
        [ -d "$folder" ] && find "$folder" -type f \( -name '*.c' -o -name '*.h' \)
    done | sort)
}

# code FILE: the file with comments blanked and literals emptied, line numbers kept.
code() {
    awk '
    {
        line = $0
        out = ""
        n = length(line)
        for (i = 1; i <= n; i++) {
            c = substr(line, i, 1)
            two = substr(line, i, 2)
            if (comment) {
                if (two == "*/") { comment = 0; i++ }
            } else if (two == "/*") { comment = 1; i++ }
            else if (two == "//") { break }
            else if (c == "\"" || c == "'\''") {
                for (i++; i <= n && substr(line, i, 1) != c; i++)
                    if (substr(line, i, 1) == "\\") i++
                out = out c c
            } else out = out c
        }
        print out
    }' "$1"
}

# done_linting: the end of every script.
done_linting() {
    if [ "$findings" -gt 0 ]; then
        printf '%s: %d finding(s)\n' "$lint" "$findings"
        exit 1
    fi
    exit 0
}

# skip REASON
skip() {
    printf 'skipped: %s\n' "$1"
    exit 77
}
