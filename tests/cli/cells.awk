# Compares `info --cells` (first file) with the dump of two other readers (second file): columns
# sheet, cell, type, value, separated by tabs, with \t \n \r \\ escaped. Numbers are compared as
# numbers; dates are serial numbers there and errors have no value there.
BEGIN { FS = "\t" }

# One record of CSV from as many lines as it takes; fields in f[1..n].
function split_csv(line,    i, c, quoted) {
    n = 1; f[1] = ""; quoted = 0
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (quoted && c == "\"" && substr(line, i + 1, 1) == "\"") { f[n] = f[n] c; i++ }
        else if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) f[++n] = ""
        else f[n] = f[n] c
    }
    return !quoted
}
FNR == NR {
    record = pending == "" ? $0 : pending "\n" $0
    if (!split_csv(record)) { pending = record; next }
    pending = ""
    type[f[1] SUBSEP f[2]] = f[3]; value[f[1] SUBSEP f[2]] = f[4]
    next
}
/^#/ || /^sheet\tcell\t/ { next }
{
    key = $1 SUBSEP $2; want = $4
    gsub(/\\n/, "\n", want); gsub(/\\t/, "\t", want); gsub(/\\r/, "\r", want)
    seen++
    if ($3 == "s" && want == "") next
    if (type[key] == "d") next # serial numbers there, ISO dates here
    if (type[key] != $3) { print $1 "!" $2 ": type " type[key] ", expected " $3; bad++ }
    else if ($3 == "n" && value[key] + 0 != want + 0) {
        print $1 "!" $2 ": " value[key] ", expected " want; bad++
    } else if ($3 == "s" && value[key] != want) {
        print $1 "!" $2 ": " value[key] ", expected " want; bad++
    }
}
END { if (seen == 0) { print "an empty dump"; bad++ } exit bad != 0 }
