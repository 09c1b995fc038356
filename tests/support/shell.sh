# Shared by the shell tests of the whole program. Sourced, never run. A test counts its failures
# and ends with `done_testing`.
set -u
budgetconv=${BUDGETCONV:?start this with ctest}
root=${BUDGETCONV_SOURCE:?start this with ctest}
golden=$root/tests/golden
samples=${BUDGETCONV_SAMPLES:-$root/../shared}
work=$(mktemp -d)
trap 'cleanup' EXIT
failures=0
checks=0

# awk reads and prints numbers by the locale, and 661.85 is none where the comma is the point.
awk() {
    LC_ALL=C.UTF-8 command awk "$@"
}

cleanup() {
    chmod -R u+rwx "$work" 2>/dev/null
    rm -rf "$work"
}

# fail TEXT...
fail() {
    printf 'FAILED: %s\n' "$*"
    failures=$((failures + 1))
}

# skip REASON: the whole test.
skip() {
    printf 'skipped: %s\n' "$*"
    exit 77
}

# left_out REASON: a part of the test that this machine cannot do; never silent.
left_out() {
    printf 'left out: %s\n' "$*"
}

# run STATUS ARGUMENT...: the program, with messages as JSON in English. What it says is in
# $work/out and $work/err.
run() {
    local expected=$1 status
    shift
    checks=$((checks + 1))
    command="budgetconv $*"
    "$budgetconv" --messages json --language en "$@" \
        >"$work/out" 2>"$work/err" </dev/null
    status=$?
    [ "$status" -eq "$expected" ] ||
        fail "$command: status $status, expected $expected: $(head -c 2000 "$work/err")"
}

# says CODE...: the last run said each of these codes.
says() {
    local code
    for code in "$@"; do
        grep -q "^{\"code\":\"$code\"," "$work/err" ||
            fail "$command: did not say $code: $(head -c 2000 "$work/err")"
    done
}

# silent CODE...: the last run said none of these.
silent() {
    local code
    for code in "$@"; do
        ! grep -q "^{\"code\":\"$code\"," "$work/err" || fail "$command: said $code"
    done
}

# member CODE NAME: this member of the first message with this code, without quotes.
member() {
    sed -n "s/^{\"code\":\"$1\",.*\"$2\":\(\"\([^\"]*\)\"\|[^,}]*\).*/\2\1/p" "$work/err" |
        sed 's/".*//' | head -n 1
}

# told: every message of the last run is one JSON object with the keys of the contract, and
# errors have a remedy.
told() {
    local line
    while IFS= read -r line; do
        case $line in
        '{"code":"'*'","severity":"'*'","file":'*',"sheet":'*',"cell":'*',"line":'*',"column":'*',"path":'*',"text":'*',"message":"'*'","remedy":'*',"args":['*']}') ;;
        *) fail "$command: not a message: $line" ;;
        esac
        case $line in
        *'"severity":"error"'*'"remedy":""'* | *'"severity":"error"'*'"remedy":null'*)
            fail "$command: an error without a remedy: $line" ;;
        esac
    done <"$work/err"
}

# refused STATUS CODE ARGUMENT...: a run that fails with this status and message, with every
# message in order and nothing on standard output.
refused() {
    local status=$1 code=$2
    shift 2
    run "$status" "$@"
    says "$code"
    told
    [ ! -s "$work/out" ] || fail "$command: wrote to standard output: $(head -c 200 "$work/out")"
}

# absent PATH...
absent() {
    local path
    for path in "$@"; do
        [ ! -e "$path" ] || fail "$command: left $path"
    done
}

# only NAME...: the folder $work/here holds these and nothing else, hidden files included.
only() {
    local found expected
    found=$(ls -A "$work/here" | LC_ALL=C sort | tr '\n' ' ')
    expected=$(for name in "$@"; do printf '%s\n' "$name"; done | LC_ALL=C sort | tr '\n' ' ')
    [ "$found" = "$expected" ] || fail "$command: left in the folder: $found"
}

# same TEXT A B: two texts.
same() {
    checks=$((checks + 1))
    [ "$2" = "$3" ] || fail "$1: $2, expected $3"
}

# counted KIND COUNT...: the summary of the last run.
counted() {
    local kind expected
    while [ $# -gt 0 ]; do
        kind=$1 expected=$2
        shift 2
        same "$command: $kind" \
            "$(sed -n 's/^{"kind":"summary".*"'"$kind"'":\([0-9]*\).*/\1/p' "$work/out")" "$expected"
    done
}

# same_file TEXT FILE EXPECTED
same_file() {
    checks=$((checks + 1))
    cmp -s "$2" "$3" || {
        fail "$1: $2 is not $3"
        diff "$3" "$2" 2>&1 | head -n 20
    }
}

# convert ARGUMENT...: a conversion that has to succeed.
convert() {
    run 0 convert "$@"
}

done_testing() {
    printf '%d checks, %d failures\n' "$checks" "$failures"
    [ "$failures" -eq 0 ] && [ "$checks" -gt 0 ] || exit 1
    exit 0
}
