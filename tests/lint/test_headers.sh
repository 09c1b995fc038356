#!/usr/bin/env bash
# Each header compiles alone as C11, with gcc and with clang; a public one without any define.
. "$(dirname "$0")/lib.sh"

compilers=""
for compiler in gcc clang; do
    command -v $compiler >/dev/null && compilers="$compilers $compiler"
done
[ -n "$compilers" ] || skip "neither gcc nor clang is installed"

generated=$(mktemp -d)
trap 'rm -rf "$generated"' EXIT
[ -z "$build" ] || generated_include="-I$build/generated"

compile() { # COMPILER HEADER DEFINES...
    local compiler=$1 header=$2 text
    shift 2
    printf '#include "%s"\ntypedef int not_empty;\n' "$header" >"$generated/alone.c"
    text=$("$compiler" -std=c11 -fsyntax-only -Wall -Wextra -Wconversion -Wshadow \
        -Wstrict-prototypes -Wno-unused-function -Werror "$@" -I"$root/include" \
        -I"$root/core" -I"$root/tests" ${generated_include:-} "$generated/alone.c" 2>&1) ||
        finding "$header" "does not stand alone with $compiler: $(printf '%s' "$text" |
            grep -m 1 error)"
}

for compiler in $compilers; do
    for header in $(cd "$root/include" && find budget -name '*.h' | sort); do
        compile $compiler "$header"
    done
    for header in $(sources core | grep '\.h$'); do
        compile $compiler "${header#core/}" -D_POSIX_C_SOURCE=200809L
    done
done

done_linting
