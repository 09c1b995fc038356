#!/usr/bin/env bash
# The manual pages in docs/man are those that the program prints, and are proper roff.
. "$(dirname "$0")/../support/shell.sh"

# page LANGUAGE FILE: with BUDGETCONV_WRITE_PAGES set, the file is written anew.
page() {
    "$budgetconv" --language "$1" help man >"$work/page" || fail "help man in $1"
    [ -z "${BUDGETCONV_WRITE_PAGES:-}" ] || cp "$work/page" "$root/$2"
    same_file "budgetconv --language $1 help man" "$work/page" "$root/$2"
}

page en docs/man/man1/budgetconv.1
page zh docs/man/zh_CN/man1/budgetconv.1

for option in $("$budgetconv" --language en help convert | grep -oE -- '--[a-z-]+' | sort -u); do
    grep -qF -- "$(printf '%s' "$option" | sed 's/-/\\-/g')" "$root/docs/man/man1/budgetconv.1" ||
        fail "the manual page lacks $option"
done
if command -v groff >/dev/null; then
    warnings=$(LC_ALL=C.UTF-8 groff -k -man -ww -Tutf8 -z "$root/docs/man/man1/budgetconv.1" 2>&1)
    same "what groff says" "$warnings" ""
else
    left_out "groff is not there: the roff was not checked"
fi

done_testing
