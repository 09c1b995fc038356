#!/usr/bin/env bash
# Every C file is as clang-format leaves it.
. "$(dirname "$0")/lib.sh"
command -v clang-format >/dev/null || skip "clang-format is not installed"

for file in $(sources include core plugins tests); do
    place=$(cd "$root" && clang-format --style=file --dry-run --Werror "$file" 2>&1 |
        grep -m 1 -oE "^[^:]*:[0-9]+")
    [ -z "$place" ] || finding "$place" "run clang-format -i"
done

done_linting
