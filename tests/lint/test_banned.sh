#!/usr/bin/env bash
# Calls and types that the house rules rule out, each with the folders where it is allowed.
. "$(dirname "$0")/lib.sh"

# ban 'word|word' 'folders where it is allowed' 'what to do instead'
ban() {
    local words=$1 allowed=$2 remedy=$3 file folder hit line what
    while IFS= read -r hit; do
        file=${hit%%:*}
        folder=$(printf '%s' "$file" | cut -d/ -f1-2)
        case " $allowed " in *" $folder "*) continue ;; esac
        line=${hit#*:}
        what=$(printf '%s' "${line#*:}" | grep -oE "(^|[^A-Za-z0-9_])($words)" |
            head -n 1 | sed 's/^[^A-Za-z_]//')
        excepted "$file" "$what" || finding "$file:${line%%:*}" "$what: $remedy"
    done < <(cd "$stripped" && printf '%s\n' "$files" |
        xargs -r grep -HnE "(^|[^A-Za-z0-9_.>])($words)$follow")
}

stripped=$(mktemp -d)
trap 'rm -rf "$stripped"' EXIT
files=$(sources include core plugins)
for file in $files; do
    mkdir -p "$stripped/$(dirname "$file")"
    code "$root/$file" | sed 's/^[ \t]*#[ \t]*include.*//' >"$stripped/$file"
done

follow='[ \t]*\('
ban 'strcpy|strcat|sprintf|vsprintf|strncpy|strncat|stpcpy' '' 'use a bounded buffer'
ban 'strtok|strtok_r|gets|scanf|fscanf|sscanf|vscanf|vsscanf' '' 'parse by hand, bounded'
ban 'atoi|atol|atoll|atof' '' 'use the checked parsers of core/base'
ban 'strtod|strtof|strtold' 'plugins/xlsx' 'amounts never pass through floating point'
ban 'setlocale|uselocale' 'core/cli' 'the locale is the program'\''s business'
ban 'abort|exit|quick_exit|assert' 'core/cli' 'return a status'
ban '_exit' 'core/cli core/plugin' 'return a status'
ban 'printf|vprintf|puts|putchar|perror' 'core/cli' 'a library does not print: report a diagnostic'
ban 'system|popen|tmpnam|tempnam|mktemp|rand|srand' '' 'is unsafe'
ban 'alloca' '' 'every buffer has a maximum'
ban 'getenv' 'core/cli core/plugin core/io' 'options come by arguments'
ban 'time|localtime|localtime_r|gmtime|gettimeofday|clock_gettime' 'core/cli core/flow' \
    'output depends on input, options and version only'
ban 'open|fopen|creat|openat|unlink|rename|chdir|umask|signal|sigaction|fork|execv|execve' \
    'core/base core/diag core/io core/model core/plugin core/layout core/flow core/figures core/cli include/budget' \
    'a plugin opens and touches nothing itself'
follow='([^A-Za-z0-9_]|$)'
ban 'double|float' 'plugins/xlsx' 'no floating point between input and output'
ban 'stdout|stderr' 'core/cli' 'a library does not print: report a diagnostic'

done_linting
