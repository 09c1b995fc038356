#!/usr/bin/env bash
# Figures in the prose become statements behind their section. The text here is made up; its
# figures are worked out by hand. The figures of the sample are those printed in the document.
. "$(dirname "$0")/../support/shell.sh"

# listed FILE.yaml: one line a statement: key value unit direction as_of table row measure.
listed() {
    awk 'function value(s) { sub(/^[^:]*: /, "", s); gsub(/^\x27|\x27$/, "", s); return s }
        function show() { if (key != "") print key "|" v "|" u "|" d "|" a "|" t "|" r "|" m }
        /^- / { show(); key = v = u = d = a = t = r = m = ""; inside = /^- statement:/ }
        inside && /^    key:/ { key = value($0) }
        inside && /^    value:/ { v = value($0) }
        inside && /^    unit:/ { u = value($0) }
        inside && /^    direction:/ { d = value($0) }
        inside && /^    as_of:/ { a = value($0) }
        inside && /^    table_id:/ { t = value($0) }
        inside && /^    row:/ { r = value($0) }
        inside && /^    measure:/ { m = value($0) }
        END { show() }' "$1"
}

cat >"$work/prose.yaml" <<'END'
budgetconv: 1
document:
  fiscal_year: '2026'
content:
- section:
    kind: 'prose'
    level: '1'
    heading: '八、机关运行经费说明'
    body: |-
      机关运行经费财政拨款预算90.00万元，与2025年预算１００.00万元相比，
      减少10.00万元，下降10.00%。
      另有7.5万元。
- section:
    kind: 'prose'
    level: '1'
    heading: '九、其他'
    body: '占40%的5万元。'
- section:
    kind: 'glossary'
    level: '1'
    heading: '十、机关运行经费'
    body: '机关运行经费90.00万元'
- section:
    level: '1'
    heading: '国有资产占有使用情况'
- section:
    level: '2'
    heading: '车辆'
    body: "截至2025年\n12月31日，共有车辆\n12辆，其他用车1 2辆，机要通信用车2辆。"
complete: 'yes'
END
run 0 convert "$work/prose.yaml" "$work/out.yaml"
listed "$work/out.yaml" >"$work/found"
cat >"$work/expected" <<'END'
operating.total|90.00|万元|||operating|部门合计|total
operating.total.prior_year|100.00|万元|||operating|部门合计|total
operating.total.change|10.00|万元|减||operating|部门合计|total
operating.total.change_rate|10.00|%|减||operating|部门合计|total
asset.vehicle.total|12|辆||2025年12月31日|||
asset.vehicle.secret|2|辆||2025年12月31日|||
END
same_file 'statements of the prose' "$work/found" "$work/expected"
# A figure that no pattern knows is noted at its line.
says STATEMENT_UNCLAIMED
same 'unclaimed' "$(member STATEMENT_UNCLAIMED text)" 7.5万元
same 'its line' "$(member STATEMENT_UNCLAIMED line)" 12

# Each stands behind its section, and none is added twice, whatever the way.
same 'order' "$(grep -E '^- ' "$work/out.yaml" | tr -d ' :\n-')" \
    sectionstatementstatementstatementstatementsectionsectionsectionsectionstatementstatement
run 0 convert "$work/out.yaml" "$work/again.yaml"
same_file 'once more' "$work/again.yaml" "$work/out.yaml"
run 0 convert -t csv "$work/out.yaml" "$work/package/"
run 0 convert "$work/package/" "$work/back.yaml"
same_file 'by the package' "$work/back.yaml" "$work/out.yaml"
# What a person corrects in a statement stays corrected.
sed "s/value: '90.00'/value: '91.00'/" "$work/out.yaml" >"$work/mended.yaml"
run 0 convert "$work/mended.yaml" "$work/again.yaml" --overwrite
same_file 'corrected' "$work/again.yaml" "$work/mended.yaml"

# Headings that stand as lines of a text without numbers; a purchase is not of the section's day.
cat >"$work/lines.yaml" <<'END'
budgetconv: 1
document:
  fiscal_year: '2024'
content:
- section:
    kind: 'prose'
    number: '（四）'
    level: '3'
    body: |-
      机关运行经费：指公用经费。
      2024年单位预算编制说明
      收入预算9.00万元，其中：财政拨款收入8.00万元，比2023年预算减少0.50万元；事业收入1.00万元。
- section:
    level: '4'
    body: '“卫生健康支出（类）医院（款）中医医院（项）”3.10万元。2023年当年预算执行数为3.00万元，比2023年预算执行数增加3.33%。'
- section:
    level: '2'
    heading: '国有资产占有使用情况'
    body: |-
      截至2023年8月31日，共有车辆1辆。2024年安排购置车辆0辆，其他用车0辆。
      另有面积5平方米。
complete: 'yes'
END
run 0 convert "$work/lines.yaml" "$work/lines-out.yaml"
listed "$work/lines-out.yaml" >"$work/found"
cat >"$work/expected" <<'END'
income.total|9.00|万元|||summary|收入总计|total
income.fiscal_appropriation|8.00|万元|||summary|收入总计|fiscal_appropriation
income.fiscal_appropriation.change|0.50|万元|减||summary|收入总计|fiscal_appropriation
income.business_income|1.00|万元|||summary|收入总计|business_income
general.item|3.10|万元|||general_expenditure|卫生健康支出(类)医院(款)中医医院|total
general.item.prior_exec|3.00|万元|||general_expenditure|卫生健康支出(类)医院(款)中医医院|total
general.item.change_rate|3.33|%|增||general_expenditure|卫生健康支出(类)医院(款)中医医院|total
asset.vehicle.total|1|辆||2023年8月31日|||
purchase.vehicle.total|0|辆|||||
purchase.vehicle.other|0|辆|||||
END
same_file 'headings among the lines' "$work/found" "$work/expected"
same 'unclaimed below a heading' "$(member STATEMENT_UNCLAIMED line)" 21

# The third part of the published sample, as sections.
document=$samples/real-budget-2026/disclosure.txt
if [ ! -f "$document" ]; then
    left_out "$document is not here"
    done_testing
fi
awk '/^第三部分/ { part++ } /^第四部分/ { if (part == 2) exit }
    part < 2 || /\t/ || NF == 0 || /申报表$|^\(2026\)/ { next }
    { gsub(/\r/, ""); level = 0 }
    /^第三部分/ { level = 1 }
    /^[一二三四五六七八九十]+、/ { level = 2 }
    /^（[一二三四]）/ { level = 3 }
    /^[0-9]、.*(情况：|目标)$/ { level = 4 }
    BEGIN { print "budgetconv: 1\ndocument:\n  fiscal_year: \x272026\x27\ncontent:" }
    level { print "- section:\n    level: \x27" level "\x27\n    heading: \x27" $0 "\x27"; body = 0; next }
    !body { print "    body: |-"; body = 1 }
    { sub(/^ +/, ""); print "      " $0 }
    END { print "complete: \x27yes\x27" }' "$document" >"$work/sample.yaml"
run 0 convert "$work/sample.yaml" "$work/sample-out.yaml"
silent STATEMENT_UNCLAIMED STATEMENTS_GIVEN_UP
listed "$work/sample-out.yaml" | cut -d'|' -f1-4 >"$work/found"
cat >"$work/expected" <<'END'
income.total|1629.62|万元|
income.current|661.85|万元|
income.carryover|967.77|万元|
income.total.change|901.57|万元|增
income.total.change_rate|123.83|%|增
carryover.project|830.99|万元|
carryover.project|136.78|万元|
expenditure.total|1629.62|万元|
expenditure.current|661.85|万元|
expenditure.carryover|967.77|万元|
expenditure.total.change|901.57|万元|增
expenditure.total.change_rate|123.83|%|增
carryover.project|830.99|万元|
carryover.project|136.78|万元|
income.total|1629.62|万元|
income.general_public|661.85|万元|
income.general_public.share|40.61|%|
income.gov_fund|0|万元|
income.gov_fund.share|0|%|
income.state_capital|0|万元|
income.state_capital.share|0|%|
income.special_account|0|万元|
income.special_account.share|0|%|
income.agency_fund|0|万元|
income.agency_fund.share|0|%|
income.carryover|967.77|万元|
income.carryover.share|59.39|%|
expenditure.total|1629.62|万元|
expenditure.basic|630.78|万元|
expenditure.basic.share|38.71|%|
expenditure.project|998.84|万元|
expenditure.project.share|61.29|%|
fiscal.total|1629.62|万元|
fiscal.general_public|798.63|万元|
fiscal.gov_fund|830.99|万元|
fiscal.state_capital|0|万元|
fiscal.current|661.85|万元|
fiscal.carryover|967.77|万元|
fiscal.class|331.66|万元|
fiscal.class|248.61|万元|
fiscal.class|20.16|万元|
fiscal.class|830.99|万元|
fiscal.class|162.78|万元|
fiscal.class|35.43|万元|
general.total|661.85|万元|
general.total.change|26.79|万元|减
general.total.change_rate|3.89|%|减
general.total|661.85|万元|
general.class|331.66|万元|
general.class.share|50.11|%|
general.class|248.61|万元|
general.class.share|37.56|%|
general.class|20.16|万元|
general.class.share|3.05|%|
general.class|26.00|万元|
general.class.share|3.93|%|
general.class|35.43|万元|
general.class.share|5.35|%|
basic.total|630.78|万元|
basic.personnel|572.95|万元|
basic.public_use|57.82|万元|
three_public.total|0|万元|
three_public.total.change|0.80|万元|减
three_public.abroad|0|万元|
three_public.abroad.change|||持平
three_public.reception|0|万元|
three_public.reception.change|0.80|万元|减
three_public.vehicles|0|万元|
three_public.vehicles.change|||持平
three_public.vehicles_run|0|万元|
three_public.vehicles_run.change|||持平
three_public.vehicles_bought|0|万元|
three_public.vehicles_bought.change|||持平
operating.total|57.82|万元|
operating.total.prior_year|66.10|万元|
operating.total.change|8.28|万元|减
operating.total.change_rate|12.53|%|减
procurement.total|2.10|万元|
procurement.goods|1.20|万元|
procurement.works|0|万元|
procurement.services|0.90|万元|
performance.agency|1629.62|万元|
performance.projects.count|4|个|
performance.projects.amount|31.08|万元|
performance.other.count|3|个|
performance.other.amount|23.08|万元|
performance.specific.count|1|个|
performance.specific.amount|8.00|万元|
performance.published.count|4|个|
performance.published.amount|31.08|万元|
performance.published.share|100|%|
performance.published_other.count|3|个|
performance.published_other.amount|23.08|万元|
performance.published_specific.count|1|个|
performance.published_specific.amount|8.00|万元|
asset.vehicle.quota|0|辆|
asset.vehicle.total|0|辆|
asset.vehicle.leader|0|辆|
asset.vehicle.secret|0|辆|
asset.vehicle.emergency|0|辆|
asset.vehicle.enforcement|0|辆|
asset.vehicle.special|0|辆|
asset.vehicle.institution|0|辆|
asset.vehicle.other|0|辆|
asset.floor_area|1972.81|平方米|
asset.equipment_50|0|台(套)|
asset.equipment_100|0|台(套)|
END
same_file 'statements of the sample' "$work/found" "$work/expected"

# The document itself, without its performance forms, and with a figure nobody knows.
awk '/^十一、/ { skip = 0 } !skip { sub(/公务用车编制0辆/, "&，卡车3辆"); print }
    /^（项目绩效目标表公开/ { skip = 1 }' "$document" >"$work/part.txt"
run 0 convert "$work/part.txt" "$work/part.yaml"
listed "$work/part.yaml" | cut -d'|' -f1-4 | grep -v '^staff\.' >"$work/found"
same_file 'statements of the text' "$work/found" "$work/expected"
same 'line in the text' "$(member STATEMENT_UNCLAIMED line)" "$(grep -n 卡车3辆 "$work/part.txt" | cut -d: -f1)"
done_testing
