# Shared by the tests of published text. Sourced after support/shell.sh.

# tables_as_text SEPARATOR: the thirteen tables of disclosure.xlsx as a person would paste them:
# one row a line, numbers with two places, and blank lines between the rows of the heading.
tables_as_text() {
    # A cell in quotes holds line breaks; a published text has blanks there.
    "$budgetconv" info --cells "$golden/disclosure.xlsx" |
        awk '{ line = line (line == "" ? "" : " ") $0; if (gsub(/"/, "\"", line) % 2 == 0) {
            gsub(/"/, "", line); print line; line = "" } }' | awk -v separator="$1" '
        function put_row(    c, line, last) {
            last = row < 4 ? 1 : widest # title, unit and number stand in lines of their own
            for (c = 1; c <= last; c++) line = line (c > 1 ? separator : "") cell[c]
            if (row < 4) for (c = 2; c <= 20; c++) if (cell[c] != "") line = line "\n\n" cell[c]
            if (line ~ /^注/) sub(/\t+$/, "", line)
            if (row > 0) print (row < 4 ? "\n" : "") line
            delete cell
        }
        NR == 1 { next }
        { # sheet,cell,type,value; the values of these tables hold no commas
            split($0, part, ",")
            sheet = part[1]
            reference = part[2]
            value = substr($0, length(part[1]) + length(part[2]) + length(part[3]) + 4)
            if (part[3] == "n") value = sprintf("%.2f", value)
            match(reference, /[0-9]+/)
            at = substr(reference, RSTART) + 0
            column = index("ABCDEFGHIJKLMNOPQRST", substr(reference, 1, 1))
            if (sheet != open) { put_row(); row = 0; open = sheet; print "" }
            if (at != row) { put_row(); row = at }
            cell[column] = value
        }
        END { put_row() }' widest=10
}
