#!/usr/bin/env bash
# Arrows between rooms: cli > figures > flow > layout > {plugin, model} > io > diag > base. A room
# includes rooms to its right; a plugin includes only budget/ and its own files; a library's
# header is included only where that library belongs.
. "$(dirname "$0")/lib.sh"

allowed_rooms() {
    case $1 in
    base) echo base ;;
    diag) echo diag base ;;
    io) echo io diag base ;;
    model) echo model io diag base ;;
    plugin) echo plugin io diag base ;;
    layout) echo layout model plugin io diag base ;;
    flow) echo flow layout model plugin io diag base ;;
    figures) echo figures flow layout model plugin io diag base ;;
    cli) echo cli figures flow layout model plugin io diag base ;;
    esac
}

# library_home HEADER: the folders that may include it; empty for any.
library_home() {
    case $1 in
    zip.h | expat.h) echo core/io ;;
    yaml.h) echo core/io plugins/yaml ;;
    ltdl.h | dlfcn.h) echo core/plugin ;;
    csv.h) echo plugins/csv ;;
    xlsxwriter.h | xlsxwriter/*) echo plugins/xlsx ;;
    iconv.h) echo core/base core/io ;;
    esac
}

# has WORD LIST...
has() {
    local word=$1
    shift
    case " $* " in *" $word "*) return 0 ;; esac
    return 1
}

check_own() { # FILE LINE FOLDER HEADER
    local top=${3%%/*} name=${3##*/}
    case $4 in
    *..*) finding "$1:$2" "\"$4\" goes up a folder" ;;
    budget/*) ;;
    budgetconv_version.h) [ "$top" = core ] || finding "$1:$2" "only the core knows $4" ;;
    */*)
        if [ "$top" = plugins ]; then
            finding "$1:$2" "a plugin may include only budget/, not \"$4\""
        elif ! has "${4%%/*}" $(allowed_rooms "$name"); then
            finding "$1:$2" "room $name may not include \"$4\""
        fi
        ;;
    *) [ "$top" = plugins ] || finding "$1:$2" "say the room: \"$name/$4\"" ;;
    esac
}

check_system() { # FILE LINE FOLDER HEADER
    local home
    home=$(library_home "$4")
    if [ -n "$home" ] && ! has "$3" $home; then
        finding "$1:$2" "<$4> belongs to $home"
    fi
}

for folder in "$root"/core/*/; do
    [ -d "$folder" ] || continue
    room=$(basename "$folder")
    [ -n "$(allowed_rooms "$room")" ] || finding "core/$room" "is not a room of the house"
done

while IFS=: read -r file line text; do
    folder=$(printf '%s' "$file" | cut -d/ -f1-2)
    header=$(printf '%s' "$text" | sed -E 's/^[ \t]*#[ \t]*include[ \t]*[<"]([^">]*)[">].*/\1/')
    case $text in
    *\"*) check_own "$file" "$line" "$folder" "$header" ;;
    *) check_system "$file" "$line" "$folder" "$header" ;;
    esac
done < <(cd "$root" && grep -rnE --include='*.[ch]' --include='*.def' \
    '^[ \t]*#[ \t]*include[ \t]*[<"]' core plugins 2>/dev/null)

while IFS=: read -r file line text; do
    finding "$file:$line" "a public header includes only budget/ and standard C: $text"
done < <(cd "$root" && grep -rnE --include='*.h' '^[ \t]*#[ \t]*include' include 2>/dev/null |
    grep -vE '"budget/|<(stdint|stddef|stdbool|string|limits|stdarg|inttypes)\.h>')

done_linting
