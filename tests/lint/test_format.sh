#!/usr/bin/env bash
# Every C file is as clang-format leaves it.
. "$(dirname "$0")/lib.sh"
command -v clang-format >/dev/null || skip "clang-format is not installed"

while IFS= read -r place; do
    finding "$place" "run clang-format -i"
done < <(cd "$root" && sources include core plugins tests |
    xargs -r -P "$(nproc)" -n 25 clang-format --style=file --dry-run --Werror 2>&1 |
    grep -oE "^[^:]*:[0-9]+" | sort -t: -k1,1 -u)

done_linting
