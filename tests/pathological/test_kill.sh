#!/usr/bin/env bash
# Killed at random moments: the target is the old one, the new one, or (where there was none)
# absent; never a part of it. Nothing is left in the folder after the next run.
. "$(dirname "$0")/../support/shell.sh"
mkdir "$work/here"
cd "$work/here" || exit 1

rounds=25
rows=400
[ -z "${BUDGETCONV_SANITIZE:-}" ] || { rounds=6; rows=100; }
iconv -f GB18030 -t UTF-8 "$golden/detail-export-gb18030.csv" | tr -d '\r' |
    awk -v rows=$rows 'NR == 1 { print; next } { line[++n] = $0 }
        END { for (i = 0; i < rows; i++) for (j = 1; j <= n; j++) print line[j] }' >export.csv

# whole TARGET: whether the target is the old one, or all of the new one.
whole() {
    cmp -s "$1" "$work/old" || cmp -s "$1" "$work/new"
}

# part TARGET: what is wrong with a target that is neither.
part() {
    printf '%s of %s bytes' "$(wc -c <"$1")" "$(wc -c <"$work/new")"
}

# torment SIGNAL NUMBER TARGET ARGUMENT...
torment() {
    local signal=$1 number=$2 target=$3 round program status begun span killed=0
    shift 3
    rm -f "$target"
    begun=$(date +%s%N)
    convert "$@" export.csv "$target"
    span=$((($(date +%s%N) - begun) / 1000000))
    mv "$target" "$work/new"
    printf 'precious\n' >"$work/old"
    for round in $(seq "$rounds"); do
        if [ $((round % 2)) -eq 0 ]; then cp "$work/old" "$target"; else rm -f "$target"; fi
        "$budgetconv" --messages json convert --overwrite "$@" export.csv "$target" \
            >"$work/out" 2>"$work/err" &
        program=$!
        sleep "$(awk -v n="$round" -v of="$rounds" -v span="$span" \
            'BEGIN { printf "%.3f", span * n / of / 1000 }')"
        kill -s "$signal" "$program" 2>/dev/null
        wait "$program" 2>/dev/null
        status=$?
        checks=$((checks + 1))
        command="$signal in round $round, writing $target"
        case $status in
        0) cmp -s "$target" "$work/new" || fail "$command: done, but $(part "$target")" ;;
        $((128 + number)))
            killed=$((killed + 1))
            [ ! -e "$target" ] || whole "$target" || fail "$command: $(part "$target")"
            ;;
        *) fail "$command: status $status: $(cat "$work/err")" ;;
        esac
        [ "$signal" = KILL ] || [ -z "$(find . -name '.*budgetconv*')" ] ||
            fail "$command: left $(ls -A)"
    done
    [ "$killed" -gt 0 ] || fail "no run was killed by $signal while it wrote $target"
    convert --overwrite "$@" export.csv "$target"
    cmp -s "$target" "$work/new" || fail "the next run wrote another target"
    only export.csv "$target"
    rm -f "$target"
}

torment KILL 9 target.yaml
torment KILL 9 target.csv --layout lines
torment KILL 9 target.xlsx
torment TERM 15 target.yaml
torment TERM 15 target.xlsx
torment HUP 1 target.csv --layout facts

# A folder is exchanged as a whole.
convert -t csv export.csv package/
cp -r package "$work/package"
for round in $(seq "$rounds"); do
    "$budgetconv" convert --overwrite -t csv export.csv package/ >"$work/out" 2>"$work/err" &
    program=$!
    sleep "0.0$((round % 10))"
    kill -s KILL "$program" 2>/dev/null
    wait "$program" 2>/dev/null
    checks=$((checks + 1))
    diff -r package "$work/package" >"$work/difference" ||
        fail "KILL in round $round, writing a package: $(head -n 3 "$work/difference")"
done
convert --overwrite -t csv export.csv package/
only export.csv package

done_testing
