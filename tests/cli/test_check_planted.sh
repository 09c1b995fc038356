#!/usr/bin/env bash
# check: fifty single errors planted in a document that is right, one at a time: digits swapped, a
# row lost, a code wrong, a unit wrong. relations.awk, which knows nothing of rule files, lists
# which of them break a relation beyond rounding; `check` must name each of these at its place,
# and find nothing where no relation is broken.
. "$(dirname "$0")/../support/shell.sh"
cd "$work" || exit 1
relations=$root/tests/cli/relations.awk

convert "$golden/disclosure.xlsx" right.yaml
facts() {
    "$budgetconv" convert --overwrite --layout facts -t csv "$1" facts.csv >/dev/null 2>&1 ||
        fail "no facts of $1"
}
facts right.yaml
same "relations that the right document breaks" "$(awk -f "$relations" facts.csv | wc -l)" 0
cp facts.csv right.csv

# plan.txt: kind, line of the YAML, text to look for.
# 38 figures, spread over the document, that have two different digits side by side.
awk -F, 'NR > 1 && $25 ~ /[0-9]/ { print $27 "," $25 "," $10 }' right.csv | awk -F'[:,]' '
    function swaps(text,    i, a, b) {
        for (i = 1; i < length(text); i++) {
            a = substr(text, i, 1); b = substr(text, i + 1, 1)
            if (a ~ /[0-9]/ && b ~ /[0-9]/ && a != b && !(i == 1 && b == "0")) return 1
        }
        return 0
    }
    swaps($3) { figures[++n] = $1 "\t" $3 "\t" $4 }
    END { for (i = 1; i <= 38; i++) print "digit\t" figures[int((i - 0.5) * n / 38) + 1] }' >plan.txt
# 8 lost rows and 2 wrong codes: rows with codes of tables 2, 3 and 5.
awk -F, '$5 ~ /^(income|expenditure|general_expenditure)$/ && $15 != "" && $24 == "total" {
        print $27 "\t" $15 "\t" $5 }' right.csv | awk -F'[:\t]' '
    { rows[++n] = $1 "\t" $3 "\t" $4 }
    END {
        for (i = 1; i <= 8; i++) print "row\t" rows[int((i - 0.5) * n / 8) + 1]
        for (i = 1; i <= 2; i++) print "code\t" rows[int(i * n / 3) + 1]
    }' >>plan.txt
# 2 wrong units.
for table in expenditure basic_economic; do
    printf 'unit\t%s\t%s\t%s\n' "$(grep -n "table_id: '$table'" right.yaml | cut -d: -f1)" 万元 "$table"
done >>plan.txt
same "planned errors" "$(wc -l <plan.txt)" 50

# plant KIND LINE TEXT: planted.yaml.
plant() {
    case $1 in
    digit) awk -v line="$2" '
        NR == line {
            start = index($0, "\047")
            for (i = start; i < length($0); i++) {
                a = substr($0, i, 1); b = substr($0, i + 1, 1)
                if (a ~ /[0-9]/ && b ~ /[0-9]/ && a != b && !(i == start + 1 && b == "0")) {
                    $0 = substr($0, 1, i - 1) b a substr($0, i + 2); break
                }
            }
        }
        { print }' right.yaml ;;
    row) awk -v line="$2" '
        /^    - row_no:/ || /^- / { if (held != "" && !(first <= line && line < NR)) printf "%s", held; held = "" }
        /^    - row_no:/ { inside = 1; first = NR }
        /^- / { inside = 0 }
        inside { held = held $0 "\n"; next }
        { print }
        END { printf "%s", held }' right.yaml ;;
    code) awk -v line="$2" -v code="$3" '
        { text[NR] = $0 }
        END {
            for (i = line; i > line - 12; i--) if (text[i] ~ "exp_func_code: \047" code "\047") break
            wrong = substr(code, 1, length(code) - 2) substr(code, length(code), 1) substr(code, length(code) - 1, 1)
            if (wrong == code) wrong = substr(code, 1, length(code) - 1) "8"
            sub(code, wrong, text[i])
            for (i = 1; i <= NR; i++) print text[i]
        }' right.yaml ;;
    unit) awk -v line="$2" 'NR > line && !done && /amount_unit/ { sub(/万元/, "元"); done = 1 } { print }' right.yaml ;;
    esac >planted.yaml
    ! cmp -s right.yaml planted.yaml || fail "nothing was planted: $*"
}

# at_place KIND LINE TEXT TABLE: an error of the last run names the place.
at_place() {
    local errors
    errors=$(grep '^{"kind":"finding".*"severity":"error"' out)
    case $1 in
    digit) printf '%s\n' "$errors" | grep -qE "\"line\":$2,|\\($2:" ;;
    row) printf '%s\n' "$errors" | grep -qE "$3 \\(no such row\\)" ;;
    code) printf '%s\n' "$errors" | grep -qF "$3 (no such row)" ;;
    unit) printf '%s\n' "$errors" | grep -qF "$5" ;;
    esac
}

broken=0 named=0 first=0 unseen=0
while IFS=$'\t' read -r kind line text table; do
    plant "$kind" "$line" "$text"
    facts planted.yaml
    relation=$(awk -f "$relations" facts.csv | head -n 1)
    case $table in expenditure) label=预算支出总表 ;; basic_economic) label=经济科目表 ;; *) label=$table ;; esac
    if [ -n "$relation" ]; then
        broken=$((broken + 1))
        run 1 check planted.yaml
        if at_place "$kind" "$line" "$text" "$table" "$label"; then
            named=$((named + 1))
        else
            fail "$kind at line $line ($text, $table) breaks $relation and is not named there"
        fi
        [ "$kind" != digit ] || ! grep -q "\"severity\":\"error\".*\"line\":$line,.*\"suspect\":\"" out ||
            first=$((first + 1))
    else
        unseen=$((unseen + 1))
        run 0 check planted.yaml
        left_out "no relation sees $kind at line $line ($text, $table)"
    fi
done <plan.txt
printf 'planted 50: %d break a relation, %d named at their place (%d of 38 digits as the most doubtful), %d unseen\n' \
    "$broken" "$named" "$first" "$unseen"
same "errors that break a relation and are named" "$named" "$broken"
[ "$broken" -ge 40 ] || fail "only $broken of 50 break a relation: plant others"

done_testing
