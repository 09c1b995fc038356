#!/usr/bin/env bash
# Signals half way: exit 128 + n, nothing left, the old target intact.
. "$(dirname "$0")/../support/shell.sh"

mkdir "$work/here"
cd "$work/here" || exit 1
mkfifo input
iconv -f GB18030 -t UTF-8 "$golden/detail-export-gb18030.csv" | tr -d '\r' >"$work/export.csv"

# endless: the export's lines again and again, until the reader goes.
endless() {
    awk 'NR == 1 { print; next } { line[NR] = $0 }
        END { for (;;) for (i = 2; i <= NR; i++) print line[i] }' "$work/export.csv" 2>/dev/null
}

# interrupted NAME NUMBER TARGET
interrupted() {
    local name=$1 number=$2 target=$3 program source deadline status
    command="$name while writing $target"
    endless >input &
    source=$!
    "$budgetconv" --messages json --language en convert --overwrite -f csv input "$target" \
        >"$work/out" 2>"$work/err" &
    program=$!
    sleep 1
    kill -s "$name" "$program" || fail "$command: it had ended: $(cat "$work/err")"
    ( exec >/dev/null 2>&1 sleep 30 ) &
    deadline=$!
    while kill -s 0 "$program" 2>/dev/null && kill -s 0 "$deadline" 2>/dev/null; do
        sleep 0.1
    done
    kill -s KILL "$program" 2>/dev/null
    wait "$program"
    status=$?
    kill "$source" "$deadline" 2>/dev/null
    wait "$source" "$deadline" 2>/dev/null
    same "status after $command" "$status" $((128 + number))
    says CANCELLED
    told
}

interrupted TERM 15 target.yaml
only input
interrupted TERM 15 target.csv
only input
interrupted HUP 1 target.xlsx
only input
printf 'precious\n' >target.yaml
cp target.yaml "$work/precious"
interrupted TERM 15 target.yaml
same_file "the old target" target.yaml "$work/precious"
only input target.yaml

# An input that says nothing for a while does not hold the program up.
( head -n 3 "$work/export.csv"; exec sleep 20 ) >input 2>/dev/null &
source=$!
"$budgetconv" --messages json --language en convert -f csv input quiet.yaml 2>"$work/err" &
program=$!
sleep 1
kill -s TERM "$program"
started=$SECONDS
wait "$program"
same "status after TERM while waiting" "$?" 143
[ $((SECONDS - started)) -lt 10 ] || fail "TERM took $((SECONDS - started)) s while waiting"
kill "$source" 2>/dev/null
absent quiet.yaml

# A signal that the caller ignores stays ignored (nohup).
mkfifo slow
( trap '' HUP; exec "$budgetconv" --messages json convert -f csv slow ignored.yaml ) \
    2>"$work/err" &
program=$!
( cat "$work/export.csv"; sleep 1 ) >slow &
sleep 0.5
kill -s HUP "$program"
wait "$program"
same "status after an ignored HUP" "$?" 0
[ -s ignored.yaml ] || fail "an ignored HUP stopped the conversion"

done_testing
