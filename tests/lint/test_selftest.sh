#!/usr/bin/env bash
# A lint that cannot fail is no lint: each one passes a small clean tree and finds what is planted
# there, one fault at a time.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset BUDGETCONV_SANITIZE
results=$work/results # a file: some cases run in a pipe
: >"$results"

report() { # OK? TEXT
    echo "$1" >>"$results"
    [ "$1" = ok ] && return
    printf 'failed: %s\n' "$2"
}

# plant FILE: standard input becomes the file, inside a fresh copy of the clean tree.
fresh() {
    rm -rf "$work/tree" "$work/build"
    mkdir -p "$work/build/core" "$work/build/lib/budgetconv/plugins" "$work/build/generated"
    cp -r "$work/clean" "$work/tree"
}
plant() {
    mkdir -p "$(dirname "$work/tree/$1")"
    cat >"$work/tree/$1"
}

# expect STATUS LINT [TEXT]: the lint's exit status on the planted tree, and a text it prints.
expect() {
    local status=$1 script=$2 text=${3:-} out got
    out=$(bash "$here/test_$script.sh" "$work/tree" "$work/build" 2>&1)
    got=$?
    if [ $got = 77 ]; then
        printf '%s: %s\n' "$script" "$out"
        return
    fi
    if [ $got != "$status" ]; then
        report bad "$script: status $got instead of $status ($text): $out"
    elif [ -n "$text" ] && ! printf '%s' "$out" | grep -qF -- "$text"; then
        report bad "$script: '$text' is not in: $out"
    else
        report ok
    fi
}

# finds LINT TEXT FILE: plants standard input as FILE, expects the finding.
finds() {
    fresh
    plant "$3"
    expect 1 "$1" "$2"
}

make_clean_tree() {
    mkdir -p "$work/clean/core/base" "$work/clean/core/io" "$work/clean/core/diag" \
        "$work/clean/core/model" "$work/clean/include/budget" "$work/clean/plugins/csv" \
        "$work/clean/tests/lint"
    cp "$here/../../.clang-format" "$here/../../.clang-tidy" "$work/clean/"
    printf '#ifndef A_H\n#define A_H\n#include <stddef.h>\nsize_t bgt_a(void);\n#endif\n' \
        >"$work/clean/include/budget/a.h"
    printf '#include "budget/a.h"\n\nsize_t bgt_a(void)\n{\n    return 0; /* strcpy(a, b) */\n}\n' \
        >"$work/clean/core/base/a.c"
    printf '#include "base/b.h"\n\n#include <expat.h>\n' >"$work/clean/core/io/b.c"
    printf '#ifndef B_H\n#define B_H\n#endif\n' >"$work/clean/core/base/b.h"
    printf '#include "budget/a.h"\n#include "own.h"\n\n#include <csv.h>\n' \
        >"$work/clean/plugins/csv/csv.c"
    printf '#ifndef OWN_H\n#define OWN_H\n#endif\n' >"$work/clean/plugins/csv/own.h"
    printf 'BGT_FIELD(line, exp_func_code, "x")\nBGT_FIELD(line, title, "y")\n' \
        >"$work/clean/core/model/entities.def"
    printf 'BGT_DIAG(CSV_QUOTE, ERROR, "x")\n' >"$work/clean/core/diag/codes.def"
    printf 'const char *code(void);\n\nconst char *code(void)\n{\n    return "CSV_QUOTE";\n}\n' \
        >"$work/clean/core/diag/c.c"
}

clean_tree_passes() {
    local script
    for script in "$here"/test_*.sh; do
        script=$(basename "$script" .sh)
        script=${script#test_}
        [ "$script" = selftest ] && continue
        fresh
        expect 0 "$script"
    done
}

arrows() {
    echo '#include "io/b.h"' | finds arrows 'room base may not include "io/b.h"' core/base/x.c
    echo '#include "model/b.h"' | finds arrows 'room plugin may not' core/plugin/x.c
    echo '#include "base/b.h"' | finds arrows 'a plugin may include only budget/' plugins/csv/x.c
    echo '#include "../b.h"' | finds arrows 'goes up a folder' core/io/x.c
    echo '#include "b.h"' | finds arrows 'say the room' core/base/x.c
    echo '#include <zip.h>' | finds arrows '<zip.h> belongs to core/io' plugins/csv/x.c
    echo '#include <yaml.h>' | finds arrows '<yaml.h> belongs to' core/layout/x.c
    echo '#include <unistd.h>' | finds arrows 'a public header includes only' include/budget/x.h
    echo 'int x;' | finds arrows 'is not a room' core/attic/x.c
}

banned() {
    echo 'void f(char *a) { strcpy(a, "b"); }' | finds banned strcpy core/base/x.c
    echo 'int f(char *a) { return atoi (a); }' | finds banned atoi plugins/csv/x.c
    echo 'double f(void);' | finds banned double core/layout/x.h
    echo 'void f(void) { printf("x"); }' | finds banned printf core/io/x.c
    echo 'void f(void) { fputs("x", stderr); }' | finds banned stderr plugins/csv/x.c
    echo 'void f(void) { exit(1); }' | finds banned exit core/flow/x.c
    echo 'void f(void) { setlocale(0, ""); }' | finds banned setlocale core/base/x.c
    echo 'int f(void) { return open("a", 0); }' | finds banned open plugins/csv/x.c
    fresh
    echo 'void f(void) { o->open("a"); b = "strcpy("; /* gets(a) */ }' | plant plugins/csv/x.c
    expect 0 banned
    fresh
    echo 'void f(char *a) { strcpy(a, "b"); }' | plant core/base/x.c
    echo 'banned core/base/x.c strcpy because' | plant tests/lint/exceptions.txt
    expect 0 banned
    echo 'banned core/base/x.c strcpy' | plant tests/lint/exceptions.txt
    expect 1 banned strcpy
}

lines() { # COUNT: that many lines of nothing
    awk -v n="$1" 'BEGIN { while (n-- > 0) print "    ;" }'
}

sizes() {
    lines 501 | finds sizes 'has 501 lines' core/base/x.c
    { printf 'void long_one(int a,\n              int b)\n{\n' && lines 59 && echo '}'; } |
        finds sizes 'long_one has 61 lines' core/base/x.c
    fresh
    { printf 'void f(void)\n{\n' && lines 58 && echo '}'; } | plant core/base/x.c
    expect 0 sizes
}

words() {
    printf '/* TO%s: later */\n' DO | finds words later core/base/x.c
    printf '# see /wo%s\n' rk/main | finds words main docs/x.md
    printf 'cd /ho%s\n' me/somebody | finds words somebody run
}

headers() {
    echo 'size_t f(void);' | finds headers 'budget/x.h' include/budget/x.h
    echo 'int f(struct missing a);' | finds headers 'core/base/x.h' core/base/x.h
}

# module STEM < SOURCE: builds it into the planted build folder.
module() {
    gcc -shared -fPIC -x c -o "$work/build/lib/budgetconv/plugins/$1.so" -
}

exports() {
    fresh
    echo 'const int a_b_LTX_bgt_plugin = 1;' | module a-b
    expect 0 exports
    echo 'const int a_b_LTX_bgt_plugin = 1; int more(void) { return 1; }' | module a-b
    expect 1 exports more
    echo 'int a_b_LTX_bgt_plugin = 1;' | module a-b
    expect 1 exports 'is not constant'
    echo 'static int none = 1; int *f(void); int *f(void) { return &none; }' | module a-b
    expect 1 exports 'instead of a_b_LTX_bgt_plugin'
}

globals() {
    fresh
    mkdir -p "$work/build/core/x"
    local object=$work/build/core/x/a.c.o
    echo 'const char *const table[] = {"a", "b"}; int f(void) { return 1; }' |
        gcc -fPIC -x c -c -o "$object" -
    expect 0 globals
    echo 'static int counter; int f(void); int f(void) { return counter++; }' |
        gcc -fPIC -x c -c -o "$object" -
    expect 1 globals 'counter is writable'
    echo 'const char *names[] = {"a"};' | gcc -fPIC -x c -c -o "$object" -
    expect 1 globals 'names is writable'
}

format() {
    printf 'int  f( void );\n' | finds format 'run clang-format' core/base/x.c
}

tidy() {
    fresh
    printf 'int f(int a);\n\nint f(int a)\n{\n    return a == a;\n}\n' |
        plant core/base/x.c
    printf '[\n{\n  "directory": "%s",\n  "command": "gcc -c core/base/x.c",\n  "file": "%s"\n}\n]\n' \
        "$work/tree" "$work/tree/core/base/x.c" >"$work/build/compile_commands.json"
    expect 1 tidy 'misc-redundant-expression'
    expect 1 tidy 'misc-redundant-expression'
    printf 'int f(int a);\n\nint f(int a)\n{\n    return a;\n}\n' | plant core/base/x.c
    expect 0 tidy
}

keys() {
    echo 'const char *k = "exp_func_code";' | finds keys exp_func_code plugins/csv/x.c
    fresh
    echo 'const char *k = "title"; /* exp_func_code */' | plant plugins/csv/x.c
    expect 0 keys
    echo 'nothing to read' | finds keys 'no BGT_FIELD line' core/model/entities.def
}

codes() {
    echo 'const char *k = "CSV_UNKNOWN";' | finds codes CSV_UNKNOWN core/io/x.c
    printf 'BGT_DIAG(CSV_QUOTE, 1)\nBGT_DIAG(CSV_QUOTE, 1)\n' |
        finds codes 'CSV_QUOTE stands twice' core/diag/codes.def
}

make_clean_tree
clean_tree_passes
for lint in arrows banned sizes words headers exports globals format tidy keys codes; do
    $lint
done
for script in "$here"/test_*.sh; do
    script=$(basename "$script" .sh)
    case " selftest arrows banned sizes words headers exports globals format tidy keys codes " in
    *" ${script#test_} "*) ;;
    *) report bad "$script has no case here" ;;
    esac
done
failed=$(grep -c bad "$results")
printf '%d cases, %d failed\n' "$(wc -l <"$results")" "$failed"
[ "$failed" = 0 ]
