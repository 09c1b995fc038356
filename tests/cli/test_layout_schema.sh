#!/usr/bin/env bash
# The JSON Schema of layout files and the compiler agree: each key that the compiler asks for is in
# the schema, and the other way round; each layout of the program and each draft is valid by both; a
# misspelt key is invalid by both.
. "$(dirname "$0")/../support/shell.sh"

schema=$root/formats/layouts/layout.schema.json

# Keys that the compiler takes; family.yaml is another kind of file.
find "$root/core/layout" -name 'compile*.c' ! -name compile_family.c -exec cat {} + | tr -s '\n ' '  ' |
    grep -oE 'bgt_(tree_take|compile_required|compile_list)\( ?([a-z]+, ?)?[a-z_]+, ?"[a-z_]+"' |
    sed 's/.*"\([a-z_]*\)"$/\1/' | LC_ALL=C sort -u >"$work/compiler"
[ "$(wc -l <"$work/compiler")" -gt 50 ] || fail "too few keys of the compiler: $(tr '\n' ' ' <"$work/compiler")"

# Names in all `properties` of the schema, which is indented by two.
awk '{ match($0, /^ */); depth = RLENGTH }
    inside[depth - 2] && /^ *"[a-z_]+": / { split($0, part, "\""); print part[2] }
    { for (d in inside) if (d + 0 >= depth) delete inside[d] }
    /^ *"properties": \{$/ { inside[depth] = 1 }' "$schema" | LC_ALL=C sort -u >"$work/schema"
same_file "keys of the schema" "$work/schema" "$work/compiler"

# Words of the model that the schema repeats.
for word in detail subtotal total heading; do
    grep -q "\"$word\"" "$schema" || fail "the schema lacks the kind $word"
done
for word in $(sed -n 's/^BGT_FIELD(line, row_role,.*CHOICES(\(.*\)), NONE)/\1/p' \
    "$root/core/model/entities.def" | tr -d '",'); do
    checks=$((checks + 1))
    grep -q "\"$word\"" "$schema" || fail "the schema lacks the role $word"
done

# valid STATUS FILE...: by the schema; 1 where one of the files is not.
valid() {
    local expected=$1 status
    shift
    checks=$((checks + $#))
    python3 - "$schema" "$@" >"$work/python" 2>&1 <<'END'
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
if python3 -c 'import yaml, jsonschema' 2>/dev/null; then
    for name in county export form; do
        run 0 layout new "$golden/drafts/$name.csv" "$work/user/$name.yaml"
    done
    files=()
    for file in "$root"/formats/layouts/*/*.yaml "$work"/user/*.yaml; do
        case $file in */family.yaml) ;; *) files+=("$file") ;; esac
    done
    valid 0 "${files[@]}"
    sed -i 's/fields: \[total\]/field: [total]/' "$layout"
    valid 1 "$layout"
else
    left_out "validation by the schema: python3 has no jsonschema and yaml"
    sed -i 's/fields: \[total\]/field: [total]/' "$layout"
fi
run 3 layout check "$layout"
says LAYOUT_KEY_UNKNOWN

done_testing
