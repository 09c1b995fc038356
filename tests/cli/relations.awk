# relations.awk: which relations between the thirteen tables a document breaks, from its facts
# alone (`convert --layout facts`). It knows nothing of rule files: every relation is written
# here by hand, so that the rules can be tested against it. One line for each broken relation.
BEGIN { FS = "," }

function cents(text) { return int(text * 100 + (text < 0 ? -0.5 : 0.5)) }

# a label without 一、 ① and 其中：
function bare(label) {
    sub(/^(其中：)/, "", label)
    sub(/^(一|二|三|四|五|六|七|八|九|十)+、/, "", label)
    sub(/^(①|②)/, "", label)
    return label
}

NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }

{
    table = $(at["table_id"]); measure = $(at["measure"])
    code = $(at["exp_func_code"]); if (code == "") code = $(at["dep_bgt_eco_code"])
    side = $(at["side"]) == "income" ? "I" : $(at["side"]) == "expenditure" ? "E" : ""
    item = bare($(at["item"])); row = code != "" ? code : item
    if (table ~ /^project_/) { row = ++order[table, measure] == 1 ? "TOTAL" : item }
    if (table == "project_carryover" && order[table, measure] == 2) row = "UNIT"
    if (table == "operating") row = item == "部门合计" ? "TOTAL" : item
    if (table == "fiscal_summary" && side == "I" && code == "" && ($(at["bgt_type_code"]) == "22") && item != "上年财政拨款结转")
        row = "上年" item
    amount = cents($(at["amount"])); if ($(at["amount_unit"]) == "元") amount = amount / 10000
    v[table, side row, measure] = amount
    if (!((table, side row) in seen)) {
        seen[table, side row] = 1; rows[table] = rows[table] SUBSEP side row
        if (code != "") { codes[table] = codes[table] SUBSEP side code; every[code] = 1 }
    }
    measures[table, measure] = 1
}

function value(table, row, measure) { return v[table, row, measure] + 0 }
function broken(name) { print name; count++ }
function equal(name, a, b,    d) { d = a - b; if (d > 0.01 || d < -0.01) broken(name) }
function most(name, a, b) { if (a > b + 0.01) broken(name) }
function begin() { parts = number = 0 }
function add(amount) { parts += amount; if (amount != 0) number++ }
function total(name, amount,    d, allowed) {
    d = amount - parts; if (d < 0) d = -d
    allowed = number + (amount != 0) > 2 ? (number + 1) / 2 : 0
    if (d > allowed + 0.01) broken(name)
}

# every row of the table: total against parts
function row_sums(table, side, list,    n, all, m, part, i, j) {
    n = split(substr(rows[table], 2), all, SUBSEP); m = split(list, part, " ")
    for (i = 1; i <= n; i++) {
        if (side != "" && substr(all[i], 1, 1) != side) continue
        begin(); for (j = 1; j <= m; j++) add(value(table, all[i], part[j]))
        total(table " row " all[i], value(table, all[i], "total"))
    }
}

# the nearest code above, among those of the table
function above(code, all, n,    best, i) {
    best = ""
    for (i = 1; i <= n; i++)
        if (all[i] != code && index(code, all[i]) == 1 && length(all[i]) > length(best)) best = all[i]
    return best
}

# codes against the codes below, and the row of the sum against the classes
function tree(table, sum, list,    n, all, m, part, i, j, k, up) {
    n = split(substr(codes[table], 2), all, SUBSEP); m = split(list, part, " ")
    for (i = 1; i <= n; i++) up[all[i]] = above(all[i], all, n)
    for (j = 1; j <= m; j++) {
        for (i = 1; i <= n; i++) {
            begin(); found = 0
            for (k = 1; k <= n; k++) if (up[all[k]] == all[i]) { add(value(table, all[k], part[j])); found = 1 }
            if (found) total(table " tree " all[i] " " part[j], value(table, all[i], part[j]))
        }
        begin()
        for (k = 1; k <= n; k++) if (up[all[k]] == "") add(value(table, all[k], part[j]))
        total(table " sum " part[j], value(table, sum, part[j]))
    }
}

# the classes of a two-sided table
function classes(table, sum, list,    n, all, m, part, i, j) {
    n = split(substr(codes[table], 2), all, SUBSEP); m = split(list, part, " ")
    for (j = 1; j <= m; j++) {
        begin(); for (i = 1; i <= n; i++) add(value(table, all[i], part[j]))
        total(table " classes " part[j], value(table, sum, part[j]))
    }
}

function projects(table, list,    n, all, m, part, i, j) {
    n = split(substr(rows[table], 2), all, SUBSEP); m = split(list, part, " ")
    for (j = 1; j <= m; j++) {
        begin()
        for (i = 1; i <= n; i++) if (all[i] != "TOTAL" && all[i] != "UNIT") add(value(table, all[i], part[j]))
        total(table " projects " part[j], value(table, "TOTAL", part[j]))
    }
}

END {
    funds = "general_public gov_fund state_capital special_account agency_fund"
    three = "general_public gov_fund state_capital"
    # summary
    begin(); n = split("一般公共预算 政府性基金预算 国有资本经营预算 财政专户管理资金 单位资金", f, " ")
    for (i = 1; i <= n; i++) add(value("summary", "I" f[i], "total"))
    total("summary income", value("summary", "I本年收入合计", "total"))
    begin(); add(value("summary", "I本年收入合计", "total")); add(value("summary", "I上年结转", "total"))
    total("summary income grand", value("summary", "I收入总计", "total"))
    n = split("total current_year carryover", f, " ")
    for (i = 1; i <= n; i++) {
        begin(); add(value("summary", "E本年支出合计", f[i])); add(value("summary", "E年终结转", f[i]))
        total("summary expenditure grand " f[i], value("summary", "E支出总计", f[i]))
    }
    equal("summary balance", value("summary", "I收入总计", "total"), value("summary", "E支出总计", "total"))
    row_sums("summary", "E", "current_year carryover")
    classes("summary", "E本年支出合计", "total current_year carryover")
    if (value("summary", "E年终结转", "total") == 0) {
        equal("summary current", value("summary", "I本年收入合计", "total"), value("summary", "E本年支出合计", "current_year"))
        equal("summary opening", value("summary", "I上年结转", "total"), value("summary", "E本年支出合计", "carryover"))
    }
    # income, expenditure and what they share with others
    row_sums("income", "", funds); tree("income", "合计", "total carryover " funds)
    row_sums("expenditure", "", "basic project"); tree("expenditure", "合计", "total basic project")
    row_sums("general_expenditure", "", "basic project"); tree("general_expenditure", "合计", "total basic project")
    every["合计"] = 1
    for (c in every) {
        if (c ~ /^30[0-9]/) continue
        begin(); add(value("income", c, "total")); add(value("income", c, "carryover"))
        total("income expenditure " c, value("expenditure", c, "total"))
        equal("general income " c, value("general_expenditure", c, "total"), value("income", c, "general_public"))
        most("general basic " c, value("general_expenditure", c, "basic"), value("expenditure", c, "basic"))
        if (c !~ /^[0-9][0-9][0-9]$/) continue
        equal("summary class current " c, value("summary", "E" c, "current_year"), value("income", c, "total"))
        equal("summary class carryover " c, value("summary", "E" c, "carryover"), value("income", c, "carryover"))
        equal("summary class total " c, value("summary", "E" c, "total"), value("expenditure", c, "total"))
        if (value("income", "合计", "special_account") + value("income", "合计", "agency_fund") == 0)
            equal("fiscal summary class " c, value("fiscal_summary", "E" c, "total"), value("summary", "E" c, "total"))
    }
    # fiscal summary
    row_sums("fiscal_summary", "E", three)
    classes("fiscal_summary", "E本年支出合计", "total " three)
    split("一般公共预算 政府性基金预算 国有资本经营预算", f, " "); split(three, g, " ")
    for (i = 1; i <= 3; i++) {
        begin(); add(value("fiscal_summary", "I" f[i], "total")); add(value("fiscal_summary", "I上年" f[i], "total"))
        total("fiscal fund " f[i], value("fiscal_summary", "E支出总计", g[i]))
        equal("carryover fund " f[i], value("project_carryover", "TOTAL", g[i]), value("fiscal_summary", "I上年" f[i], "total"))
    }
    if (value("income", "合计", "special_account") + value("income", "合计", "agency_fund") == 0)
        equal("fiscal summary grand", value("fiscal_summary", "E支出总计", "total"), value("summary", "E支出总计", "total"))
    # basic expenditure, operating, projects
    row_sums("basic_economic", "", "personnel public_use"); tree("basic_economic", "合计", "total personnel public_use")
    equal("basic general", value("basic_economic", "合计", "total"), value("general_expenditure", "合计", "basic"))
    most("operating", value("operating", "TOTAL", "general_public"), value("basic_economic", "合计", "public_use"))
    n = split("total " three, g, " ")
    for (i = 1; i <= n; i++) {
        begin(); m = split(substr(rows["operating"], 2), all, SUBSEP)
        for (j = 1; j <= m; j++) if (all[j] != "TOTAL") add(value("operating", all[j], g[i]))
        total("operating units " g[i], value("operating", "TOTAL", g[i]))
    }
    projects("project_current", "total " funds); projects("project_carryover", "total " three)
    equal("projects general", value("project_current", "TOTAL", "general_public"), value("general_expenditure", "合计", "project"))
    begin(); add(value("project_current", "TOTAL", "total")); add(value("project_carryover", "TOTAL", "total"))
    total("projects expenditure", value("expenditure", "合计", "project"))
    # government funds: blank counts as zero
    equal("fund income", value("gov_fund_income", "合计", "total"), value("fiscal_summary", "I政府性基金预算", "total"))
    equal("fund expenditure", value("gov_fund_expenditure", "合计", "total"), value("fiscal_summary", "I政府性基金预算", "total"))
}
