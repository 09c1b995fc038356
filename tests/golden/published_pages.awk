# Rows with figures of the tables of a published budget, from what `pdftotext -raw` gives of its
# pages: the words in the order of the page, without columns.
#   table|code|figures        of tables by code
#   table|name|figures        of tables by name; 三公 is one row without a name
# A name may be broken over lines: a row ends where the next begins.
# usage: pdftotext -raw FILE.pdf - | awk -f published_pages.awk
function is_figure(word) { return word ~ /^[0-9][0-9,]*(\.[0-9]+)?$/ }
function put() {
    gsub(/,/, "", figures)
    if (figures != "") print table "|" name "|" substr(figures, 2)
    name = figures = ""
}
function title(text) {
    if (text !~ /预算总表$/ && text !~ /预算表$/) return ""
    if (text ~ /财务收支/) return "summary"
    if (text ~ /财政拨款收支/) return "fiscal_summary"
    if (text ~ /收入预算总表/) return "income"
    if (text ~ /支出预算总表/) return "expenditure"
    if (text ~ /一般公共预算支出功能/) return "general_expenditure"
    if (text ~ /政府性基金预算支出功能/) return "gov_fund_expenditure"
    if (text ~ /国有资本经营预算支出功能/) return "state_capital"
    if (text ~ /基本支出部门预算经济/) return "basic_economic"
    if (text ~ /三公.*机关运行/) return "three_public"
    return ""
}
# How many words of the line are parts of a code with a name behind them.
function parts(    i) {
    if ($1 !~ /^[0-9][0-9]?[0-9]?$/) return 0
    for (i = 2; $i ~ /^[0-9][0-9]?$/; i++) continue
    return i > NF || is_figure($i) ? 0 : i - 1
}
function take_code_row(    count, i) {
    count = parts()
    if (count > 0 || $1 == "合计") put()
    if ($1 == "合计") name = $1
    for (i = 1; i <= count; i++) name = name sprintf(i == 1 ? "%03d" : "%02d", $i)
    for (i = count + 1; i <= NF; i++) if (is_figure($i) && name != "") figures = figures " " $i
}
function take_name_row(    i) {
    for (i = 1; i <= NF; i++) {
        if (is_figure($i)) { figures = figures " " $i; continue }
        if (figures != "") put()
        if ($i ~ /^([一二三四五六七八九十]+、|[0-9]+[、.])/ || $i ~ /总计$/) name = ""
        name = name $i
    }
}
{ sub(/^\f/, "") }
# The contents name the tables as well: a table begins with its preparer below its title.
/^编制(部门|单位)：/ && title(before) != "" { put(); table = title(before) }
{ before = $0 }
/^编制(部门|单位)：/ { put(); next }
title($0) != "" { put(); next }
table == "" { next }
table == "three_public" {
    is_row = NF >= 6
    for (i = 1; i <= NF; i++) if (!is_figure($i)) is_row = 0
    if (is_row) { figures = " " $0; gsub(/ +/, " ", figures); put(); exit }
    next
}
table == "summary" || table == "fiscal_summary" { take_name_row(); next }
{ take_code_row() }
