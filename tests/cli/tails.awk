# tails.awk: counts sums inside one table that rounding has put off by a unit of the last place,
# from the facts of a document of thirteen tables; knows nothing of rule files. Each table says
# here by itself what adds up to what.
BEGIN { FS = "," }

function cents(text) { return int(text * 100 + (text < 0 ? -0.5 : 0.5)) }

NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }

{
    table = $(at["table_id"]); row = $(at["row_no"]); side = $(at["side"])
    kind = $(at["row_kind"]); item = $(at["item"]); measure = $(at["measure"])
    code = $(at["exp_func_code"]); if (code == "") code = $(at["dep_bgt_eco_code"])
    key = table SUBSEP side SUBSEP row
    if (!(key in known)) {
        known[key] = 1; rows[++n] = key
        tables[key] = table; sides[key] = side; codes[key] = code; kinds[key] = kind; items[key] = item
    }
    value[key, measure] = cents($(at["amount"])); has[key, measure] = 1
    measures[measure] = 1
}

# total against parts of one row
function row_sum(key, parts,    list, m, i, sum, count) {
    m = split(parts, list, " ")
    for (i = 1; i <= m; i++)
        if (has[key, list[i]]) { sum += value[key, list[i]]; count++ }
    if (count > 0 && has[key, "total"] && value[key, "total"] != sum) tails++
}

# the code directly above, among the rows of the table
function above(key,    best, other, i) {
    best = ""
    for (i = 1; i <= n; i++) {
        other = rows[i]
        if (tables[other] == tables[key] && codes[other] != "" && codes[other] != codes[key] &&
            index(codes[key], codes[other]) == 1 && length(codes[other]) > length(codes[best])) best = other
    }
    return best
}

# what the rows whose parent is this one add up to; the parent of classes is the row of the sum
function tree(key, is_sum,    m, i, child, sum, count) {
    for (m in measures) {
        if (!has[key, m]) continue
        sum = count = 0
        for (i = 1; i <= n; i++) {
            child = rows[i]
            if (tables[child] != tables[key] || child == key || codes[child] == "") continue
            if (sides[child] != sides[key]) continue
            if ((is_sum ? parent[child] == "" : parent[child] == key) && has[child, m]) {
                sum += value[child, m]; count++
            }
        }
        if (count > 0 && sum != value[key, m]) tails++
    }
}

END {
    funds = "general_public gov_fund state_capital special_account agency_fund"
    use["summary"] = "current_year carryover"; use["income"] = funds; use["fiscal_summary"] = funds
    use["expenditure"] = use["general_expenditure"] = "basic project"
    use["basic_economic"] = "personnel public_use"
    use["operating"] = use["project_current"] = use["project_carryover"] = funds
    for (i = 1; i <= n; i++) if (codes[rows[i]] != "") parent[rows[i]] = above(rows[i])
    for (i = 1; i <= n; i++) {
        key = rows[i]
        if (use[tables[key]] != "") row_sum(key, use[tables[key]])
        if (codes[key] != "") tree(key, 0)
        else if (items[key] ~ /^(合计|本年支出合计)$/) tree(key, 1)
    }
    print tails + 0
}
