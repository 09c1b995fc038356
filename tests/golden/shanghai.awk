# Compares the figures of one table in facts.csv with a table that was read off the published
# document by other means: columns 科目编码, 科目名称 and three figures, blank where none is
# printed. The order of rows may differ (the workbook prints its total last).
# usage: awk -v table=TABLE_ID -f shanghai.awk TABLE.csv FACTS.csv
# The files have no quoted cell; one with a quote is refused.
/"/ { print FILENAME ": a quoted cell: " $0; bad = 1 }
BEGIN {
    FS = ","
    keys["合计"] = "total"; keys["基本支出"] = "basic"; keys["项目支出"] = "project"
    keys["人员经费"] = "personnel"; keys["公用经费"] = "public_use"
}
{ sub(/\r$/, "") }
FNR == 1 { file++ }
file == 1 && FNR == 1 { for (i = 3; i <= NF; i++) measure[i] = keys[$i]; next }
file == 1 {
    code = $1 == "合计" ? "" : $1
    name = $1 == "合计" ? "合计" : $2
    for (i = 3; i <= NF; i++)
        if ($i != "") { expected[code "|" name "|" measure[i] "|" $i]++; count++ }
    next
}
FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
$at["table_id"] == table {
    code = $at["exp_func_code"] $at["dep_bgt_eco_code"]
    key = code "|" $at["item"] "|" $at["measure"] "|" $at["amount"]
    found++
    if ($at["amount_unit"] != "元") { print "unit: " $0; bad = 1 }
    if (expected[key]-- <= 0) { print "not in the published table: " key; bad = 1 }
}
END {
    for (key in expected) if (expected[key] > 0) { print "missing: " key; bad = 1 }
    if (count == 0 || found != count) { print "figures: " found + 0 ", expected " count + 0; bad = 1 }
    exit bad
}
