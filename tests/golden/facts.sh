# Shared by the tests that compare facts. Sourced after support/shell.sh.

# facts_are_exact TEXT FACTS [UNIT]: all 287 published figures, in order, and nothing else.
facts_are_exact() {
    checks=$((checks + 1))
    LC_ALL=C awk -v unit="${3:-万元}" -f "$golden/facts.awk" "$golden/expected-facts.csv" "$2" \
        >"$work/difference" 2>&1 || {
        fail "$1: the figures differ"
        cat "$work/difference"
    }
}
