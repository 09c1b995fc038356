# Shared by the tests of bad input. Sourced after support/shell.sh.

# Seconds that any refusal may take; sanitizers are slow.
patience=5
[ -z "${BUDGETCONV_SANITIZE:-}" ] || patience=30

# attempt ARGUMENT...: the program, with a deadline; its status is in $status.
attempt() {
    checks=$((checks + 1))
    command="budgetconv $*"
    timeout -s KILL "$patience" "$budgetconv" --messages json --language en "$@" \
        >"$work/out" 2>"$work/err" </dev/null
    status=$?
    [ "$status" -ne 137 ] || fail "$command: took more than $patience s"
    [ "$status" -lt 128 ] || [ "$status" -eq 137 ] || fail "$command: died: $status"
    ! grep -qE 'AddressSanitizer|runtime error|LeakSanitizer' "$work/err" ||
        fail "$command: $(head -c 3000 "$work/err")"
    iconv -f UTF-8 -t UTF-8 <"$work/err" >/dev/null 2>&1 ||
        fail "$command: a message is not UTF-8: $(head -c 1000 "$work/err")"
}

# rejected FILE CODE PLACE ARGUMENT...: exit 3 and an error with this code (an extended regular
# expression) about this file, whose line also matches PLACE; never a bug or a plugin's own words.
rejected() {
    local file=$1 code=$2 place=$3 errors
    shift 3
    attempt "$@"
    [ "$status" -eq 3 ] || fail "$command: status $status, expected 3: $(head -c 1000 "$work/err")"
    told
    silent INTERNAL PLUGIN_MESSAGE PLUGIN_SILENT PLUGIN_BAD_BATCH
    errors=$(grep '"severity":"error"' "$work/err")
    [ -n "$errors" ] || fail "$command: no error was said"
    printf '%s\n' "$errors" | grep -E "^\{\"code\":\"($code)\"," | grep -F "\"file\":\"$file\"" |
        grep -qE "$place" ||
        fail "$command: no $code with $place: $(head -c 1500 "$work/err")"
}

# intact FILE CODE PLACE OPTION...: the same for a conversion of FILE in $work/here over a target
# that exists: the target keeps its bytes, and nothing is left in the folder.
intact() {
    local file=$1 code=$2 place=$3
    shift 3
    printf 'precious\n' >target.csv
    rejected "$file" "$code" "$place" convert --overwrite "$@" "$file" target.csv
    [ "$(cat target.csv)" = precious ] || fail "$command: the old target was changed"
    only "$file" target.csv
    rm -f "$file" target.csv
}
