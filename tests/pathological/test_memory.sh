#!/usr/bin/env bash
# Less and less memory (ulimit -v): a conversion succeeds, or says that the memory ran out and
# leaves the old target alone; it is never killed by its own hand.
. "$(dirname "$0")/../support/shell.sh"
[ -z "${BUDGETCONV_SANITIZE:-}" ] || skip "sanitizers reserve terabytes of addresses"
mkdir "$work/here"
cd "$work/here" || exit 1

iconv -f GB18030 -t UTF-8 "$golden/detail-export-gb18030.csv" | tr -d '\r' |
    awk 'NR == 1 { print; next } { line[++n] = $0 }
        END { for (i = 0; i < 200; i++) for (j = 1; j <= n; j++) print line[j] }' >export.csv
convert export.csv export.yaml
convert export.csv export.xlsx

# loads_within KIB: the system's loader can start the program.
loads_within() {
    (
        ulimit -v "$1"
        exec "$budgetconv" --version
    ) >"$work/out" 2>&1
    [ $? -ne 139 ]
}

# ladder INPUT TARGET ARGUMENT...
ladder() {
    local input=$1 target=$2 kib status done=0 refused=0
    shift 2
    for kib in $(seq 12000 2000 72000); do
        printf 'precious\n' >"$target"
        (
            ulimit -v "$kib"
            exec "$budgetconv" --messages json --language en convert --overwrite "$@" "$input" "$target"
        ) >"$work/out" 2>"$work/err"
        status=$?
        command="convert $input $target with $kib KiB"
        checks=$((checks + 1))
        case $status in
        0) done=$((done + 1)) ;;
        # The system's own loader, or the program before it can say anything.
        127 | 70) [ "$(cat "$target")" = precious ] || fail "$command: the target was changed" ;;
        # The loader of glibc 2.36 may also crash: then for each command alike.
        139)
            loads_within "$kib" && fail "$command: it crashed: $(head -c 500 "$work/err")"
            [ "$(cat "$target")" = precious ] || fail "$command: the target was changed"
            ;;
        3 | 4 | 6)
            refused=$((refused + 1))
            grep -qE '"(NO_MEMORY|TEMPORARY_FAILED|PLUGIN_[A-Z_]*|FILE_UNREADABLE)"' "$work/err" ||
                fail "$command: status $status without a reason: $(cat "$work/err")"
            [ "$(cat "$target")" = precious ] || fail "$command: the target was changed"
            ;;
        *) fail "$command: status $status: $(head -c 500 "$work/err")" ;;
        esac
        rm -f "$target"
    done
    [ "$done" -gt 0 ] || fail "$input to $target never succeeded"
    [ "$refused" -gt 0 ] || fail "$input to $target was never refused: the ladder is too high"
}

ladder export.csv target.yaml
ladder export.csv target.xlsx
ladder export.xlsx target.csv --layout lines
ladder export.yaml target.csv --layout facts
only export.csv export.yaml export.xlsx

done_testing
