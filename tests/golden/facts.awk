# Compares `facts` CSV (second file) with expected-facts.csv (first file), in order. Both are
# plain CSV: neither holds a quoted cell, which is checked. -v unit= the amount unit expected.
BEGIN {
    FS = ","
    split("summary income expenditure fiscal_summary general_expenditure basic_economic " \
          "gov_fund_income gov_fund_expenditure state_capital three_public operating " \
          "project_current project_carryover", ids, " ")
    for (i in ids) table[sprintf("T%02d", i)] = ids[i]
    measure["合计"] = "total"
    measure["当年预算安排"] = "current_year"
    measure["上年结转安排"] = "carryover"
    measure["上年结转"] = "carryover"
    measure["一般公共预算"] = "general_public"
    measure["政府性基金预算"] = "gov_fund"
    measure["国有资本经营预算"] = "state_capital"
    measure["财政专户管理资金"] = "special_account"
    measure["单位资金"] = "agency_fund"
    measure["基本支出"] = "basic"
    measure["项目支出"] = "project"
    measure["人员经费"] = "personnel"
    measure["公用经费"] = "public_use"
    side["收入"] = "income"
    side["支出"] = "expenditure"
    side[""] = ""
    # The functional classes that the forms print without a code (the classification of 2026).
    class["一般公共服务支出"] = "201"
    class["社会保障和就业支出"] = "208"
    class["卫生健康支出"] = "210"
    class["资源勘探工业信息等支出"] = "215"
    class["商业服务业等支出"] = "216"
    class["住房保障支出"] = "221"
    bad = 0
}

function complain(text) {
    if (bad++ < 20) print "figure " text
}

/"/ { print FILENAME ":" FNR ": a quoted cell, which this comparison cannot read"; bad++ }

NR == FNR {
    if (FNR == 1) next
    n = FNR - 1
    if (!($1 in table) || !($5 in measure) || !($2 in side)) complain(n ": no name for " $0)
    want[n] = table[$1] "," side[$2] "," $3 "," measure[$5] "," $6
    want_table[n] = table[$1]
    want_code[n] = $4
    want_item[n] = $3
    expected = n
    next
}

FNR == 1 {
    for (i = 1; i <= NF; i++) at[$i] = i
    next
}

{
    n = FNR - 1
    got = $at["table_id"] "," $at["side"] "," $at["item"] "," $at["measure"] "," $at["amount"]
    if (got != want[n]) complain(n ": got " got ", expected " want[n])
    if ($at["amount_unit"] != unit) complain(n ": unit " $at["amount_unit"])
    if ($at["fiscal_year"] != "2026") complain(n ": year " $at["fiscal_year"])
    code = $at["exp_func_code"]
    if (want_table[n] == "basic_economic") {
        # There the last name is the government's economic item.
        if ($at["gov_bgt_eco_name"] != want_code[n])
            complain(n ": government economic item " $at["gov_bgt_eco_name"] \
                     ", expected " want_code[n])
    } else if (want_code[n] != "") {
        if (code != want_code[n]) complain(n ": code " code ", expected " want_code[n])
        if ($at["exp_func_name"] != want_item[n])
            complain(n ": functional name " $at["exp_func_name"])
    } else {
        name = want_item[n]
        sub(/^[一二三四五六七八九十]+、/, "", name)
        if ($at["side"] == "expenditure" && name in class && code != class[name])
            complain(n ": code " code ", expected " class[name] " for " want_item[n])
        if (!(name in class) && code != "") complain(n ": a code " code " for " want_item[n])
    }
    found = n
}

END {
    if (expected != 287) { print "expected-facts.csv has " expected " figures, not 287"; bad++ }
    if (found != expected) { print found " figures instead of " expected; bad++ }
    exit bad != 0
}
