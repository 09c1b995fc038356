# Figures of one table of tables_json: side|code|name|measure|amount, one a line. The files are
# printed with one text a line, rows between `  [` and `  ]`; anything else is refused.
# usage: awk -v table=TABLE_ID -f published_json.awk TABLE.json
BEGIN {
    columns["income"] = "total fiscal_appropriation business_income operating_income other_income"
    columns["expenditure"] = columns["general_expenditure"] = "total basic project"
    columns["gov_fund_expenditure"] = columns["state_capital"] = "total basic project"
    columns["basic_economic"] = "total personnel public_use"
    sideways = "合计,因公出国(境)费,公务接待费,公务用车购置及运行费,公务用车购置费,公务用车运行费,机关运行经费"
}
function refuse(text) { print "cannot read: " text; bad = 1 }
function is_figure(text) { return text ~ /^[0-9][0-9,]*(\.[0-9]+)?$/ }
function put(side, code, name, measure, text) {
    if (text == "") return
    if (!is_figure(text)) { refuse(name ": " text); return }
    gsub(/,/, "", text)
    gsub(/ /, "", name)
    print side "|" code "|" name "|" measure "|" text
}
# The cells from `at` on are the figures of all columns, the rest is blank.
function put_figures(code, name, at,    measures, count, i) {
    count = split(columns[table], measures, " ")
    if (cells[at] == "") return
    for (i = 1; i <= count; i++) {
        if (!is_figure(cells[at + i - 1])) refuse(code " " name ": " cells[at + i - 1])
        else put("", code, name, measures[i], cells[at + i - 1])
    }
    for (i = at + count; i <= cell; i++) if (cells[i] != "") refuse("behind " name)
}
function put_code_row(    code, at) {
    if (cells[1] == "合计" && !(cells[2] ~ /^[^0-9]/)) { put_figures("", "合计", 2); return }
    if (cells[1] !~ /^[0-9]+$/) return
    code = sprintf("%03d", cells[1])
    for (at = 2; cells[at] ~ /^[0-9][0-9]?$/; at++) code = code sprintf("%02d", cells[at])
    put_figures(code, cells[at], at + 1)
}
function put_two_sides(    names, i) {
    if (cells[2] == "预算数" || cells[1] ~ /^编制/ || cells[1] == "本年收入" ||
        cells[1] == "财政拨款收入") return
    put("income", "", cells[1], "total", cells[2])
    put("expenditure", "", cells[3], "total", cells[4])
    if (table == "summary") return
    split("general_public gov_fund state_capital", names, " ")
    for (i = 1; i <= 3; i++) put("expenditure", "", cells[3], names[i], cells[4 + i])
}
function put_sideways(    names, i) {
    if (!is_figure(cells[1])) return
    split(sideways, names, ",")
    for (i = 1; i <= 7; i++) put("", "", names[i], "total", cells[i])
}
/^  \[$/ { is_row = 1; cell = 0; split("", cells); next }
/^  \],?$/ {
    is_row = 0
    if (table == "three_public") put_sideways()
    else if (table == "summary" || table == "fiscal_summary") put_two_sides()
    else put_code_row()
    next
}
is_row {
    if ($0 !~ /^   ".*",?$/ || /\\/) { refuse($0); next }
    text = $0
    sub(/^   "/, "", text)
    sub(/",?$/, "", text)
    cells[++cell] = text
    next
}
!/^[{}]$/ && !/^ "[a-z_]+": / && !/^ \]$/ { refuse($0) }
END { exit bad }
