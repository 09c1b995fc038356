#!/usr/bin/env bash
# The JSON Schemas of layout files and of family.yaml agree with the compiler: each key that the
# compiler asks for is in the schema, and the other way round; each file of the program and each
# draft is valid by both; a misspelt key is invalid by both.
. "$(dirname "$0")/../support/shell.sh"

schema=$root/formats/layouts/layout.schema.json
family_schema=$root/formats/layouts/family.schema.json

# keys_taken FILE...: those that the compiler asks for in these sources.
keys_taken() {
    cat "$@" | tr -s '\n ' '  ' |
        grep -oE 'bgt_(tree_take|compile_required|compile_list)\( ?([a-z]+, ?)?[a-z_]+, ?"[a-z_]+"' |
        sed 's/.*"\([a-z_]*\)"$/\1/' | LC_ALL=C sort -u
}

# keys_described SCHEMA: names in all its `properties`; it is indented by two.
keys_described() {
    awk '{ match($0, /^ */); depth = RLENGTH }
        inside[depth - 2] && /^ *"[a-z_]+": / { split($0, part, "\""); print part[2] }
        { for (d in inside) if (d + 0 >= depth) delete inside[d] }
        /^ *"properties": \{$/ { inside[depth] = 1 }' "$1" | LC_ALL=C sort -u
}

find "$root/core/layout" -name 'compile*.c' ! -name compile_family.c -print0 >"$work/sources"
mapfile -d '' sources <"$work/sources"
keys_taken "${sources[@]}" >"$work/compiler"
[ "$(wc -l <"$work/compiler")" -gt 50 ] || fail "too few keys of the compiler: $(tr '\n' ' ' <"$work/compiler")"
keys_described "$schema" >"$work/schema"
same_file "keys of the schema" "$work/schema" "$work/compiler"

keys_taken "$root/core/layout/compile_family.c" >"$work/compiler"
[ "$(wc -l <"$work/compiler")" -gt 15 ] || fail "too few keys of a family: $(tr '\n' ' ' <"$work/compiler")"
keys_described "$family_schema" >"$work/schema"
same_file "keys of the schema of families" "$work/schema" "$work/compiler"
for word in $(sed -n 's/.*types\[\] = {\(.*\), NULL};/\1/p' "$root/core/layout/compile_family.c" | tr -d '",'); do
    checks=$((checks + 1))
    grep -q "\"$word\"" "$family_schema" || fail "the schema of families lacks the type $word"
done

# Words of the model that the schema repeats.
for word in detail subtotal total heading; do
    grep -q "\"$word\"" "$schema" || fail "the schema lacks the kind $word"
done
for word in $(sed -n 's/^BGT_FIELD(line, row_role,.*CHOICES(\(.*\)), NONE)/\1/p' \
    "$root/core/model/entities.def" | tr -d '",'); do
    checks=$((checks + 1))
    grep -q "\"$word\"" "$schema" || fail "the schema lacks the role $word"
done

# valid STATUS SCHEMA FILE...: by the schema; 1 where one of the files is not.
valid() {
    local expected=$1 status
    shift
    checks=$((checks + $# - 1))
    python3 - "$@" >"$work/python" 2>&1 <<'END'
import json, sys, yaml, jsonschema
schema = json.load(open(sys.argv[1], encoding="utf-8"))
validator = jsonschema.Draft202012Validator(schema)
validator.check_schema(schema)
count = 0
for name in sys.argv[2:]:
    for error in validator.iter_errors(yaml.safe_load(open(name, encoding="utf-8"))):
        print(name, "/".join(str(part) for part in error.path), error.message[:200])
        count += 1
sys.exit(1 if count else 0)
END
    status=$?
    [ "$status" -eq "$expected" ] ||
        fail "by the schema: status $status, expected $expected: $(head -n 9 "$work/python")"
}

mkdir "$work/user"
layout=$work/user/misspelt.yaml
sed 's,^layout: .*,layout: user/misspelt,' "$root/formats/layouts/shanxi-unit-2026/income.yaml" >"$layout"
run 0 layout check "$layout"

# Families: what misspells, leaves out or adds a key is refused by the program and by the schema.
mkdir -p "$work/shanxi-unit-2026"
family=$work/shanxi-unit-2026/family.yaml
good=$root/formats/layouts/shanxi-unit-2026/family.yaml
cp "$good" "$family"
run 0 layout check "$family"
faults=(
    's/^  sheet: 目录/  sheets: 目录/'
    's/^  columns: \[表号, 表名\]/  columns: [表号]/'
    's/^      measure: total/      measures: [total]/'
    's/^      measure: total/      measure: total\n      measures: [total, basic]/'
    's/^      type: column/      type: bar/'
    's/^      table: income/      tables: income/'
    '/^  list:/,$d'
    '/^label:/d'
    's/^budgetconv: 1/budgetconv: 2/'
)
has_schema=yes
python3 -c 'import yaml, jsonschema' 2>/dev/null || {
    left_out "validation by the schemas: python3 has no jsonschema and yaml"
    has_schema=
}
for fault in "${faults[@]}"; do
    sed "$fault" "$good" >"$family"
    ! cmp -s "$good" "$family" || fail "the fault changes nothing: $fault"
    run 3 layout check "$family"
    [ -z "$has_schema" ] || valid 1 "$family_schema" "$family"
done

if [ -n "$has_schema" ]; then
    valid 0 "$family_schema" "$root"/formats/layouts/*/family.yaml
    for name in county export form; do
        run 0 layout new "$golden/drafts/$name.csv" "$work/user/$name.yaml"
    done
    files=()
    for file in "$root"/formats/layouts/*/*.yaml "$work"/user/*.yaml; do
        case $file in */family.yaml) ;; *) files+=("$file") ;; esac
    done
    valid 0 "$schema" "${files[@]}"
fi
sed -i 's/fields: \[total\]/field: [total]/' "$layout"
[ -z "$has_schema" ] || valid 1 "$schema" "$layout"
run 3 layout check "$layout"
says LAYOUT_KEY_UNKNOWN

done_testing
