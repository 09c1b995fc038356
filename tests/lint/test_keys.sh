#!/usr/bin/env bash
# No plugin source holds a field key of the model: a plugin takes all keys from env->model.
. "$(dirname "$0")/lib.sh"
entities=$root/core/model/entities.def
[ -f "$entities" ] || skip "core/model/entities.def is absent"

# Keys that are also plain words of file formats.
plain=" attribute body code content direction document heading item key kind label layout level \
name notes number raw row scheme scope side text title unit value weight zip "

keys=$(sed -nE 's/^[ \t]*BGT_FIELD\([ \t]*[A-Za-z_0-9]+[ \t]*,[ \t]*"?([a-z0-9_]+)"?[ \t]*,.*/\1/p' \
    "$entities" | sort -u)
[ -n "$keys" ] || finding core/model/entities.def "no BGT_FIELD line was understood"
pattern=""
for key in $keys; do
    case $plain in *" $key "*) continue ;; esac
    pattern="$pattern|$key"
done

while IFS=: read -r file line text; do
    key=$(printf '%s' "$text" | grep -oE "\"(${pattern#|})\"" | head -n 1)
    excepted "$file" "$key" || finding "$file:$line" "names the field key $key"
done < <(cd "$root" && grep -rnE --include='*.[ch]' "\"(${pattern#|})\"" plugins 2>/dev/null)

done_linting
