#!/usr/bin/env bash
# The performance targets of the real published document: its 52 figures, its states and every
# indicator. All expected values were counted and copied from the document by hand.
. "$(dirname "$0")/../support/shell.sh"

real=$samples/real-budget-2026/disclosure.txt
[ -f "$real" ] || skip "$real is not there"

convert --layout facts "$real" "$work/facts.csv"
same "figures of the document" "$(sed 1d "$work/facts.csv" | wc -l)" 339

# figures TABLE: item, measure or side, amount and unit of each figure.
figures() {
    awk -F, -v table="$1" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["table_id"] == table { print $at["pro_name"] "|" $at["side"] "|" $at["item"] "|" \
            $at["measure"] "|" $at["amount"] "|" $at["amount_unit"] }' "$work/facts.csv"
}

figures performance_funds >"$work/found"
cat >"$work/expected" <<'END'
|income|合计|total|1629.62|万元
|expenditure|合计|total|1629.62|万元
|income|其中：一般公共预算资金|total|798.63|万元
|expenditure|其中：基本支出|total|630.78|万元
|income|政府性基金预算资金|total|630.99|万元
|expenditure|项目支出|total|998.84|万元
|income|国有资本经营预算资金|total|0.00|万元
|income|社会保险基金预算资金|total|0.00|万元
|income|专户管理资金|total|0.00|万元
|income|单位资金|total|0.00|万元
END
same_file "figures of performance_funds" "$work/found" "$work/expected"

# project NAME TERM YEAR CITY OTHER: the figures of a form; central, provincial and own funds are 0
# in all of them; other funds are 0 or blank.
project() {
    local row
    for row in "资金总额 $2 $3" "其中：中央财政资金 0 0" "省级财政资金 0 0" "$4 $2 $3" \
        "单位自筹 0 0" "$5"; do
        [ -n "$row" ] || continue
        printf '%s\n' "$row" | awk -v name="$1" '{ print name "||" $1 "|term_total|" $2 "|元"
            print name "||" $1 "|annual_total|" $3 "|元" }'
    done
}
{
    project 2026年商务工作经费 490000 180000 市基（区）财政资金 "其他资金 0 0"
    project 全市商务领域消费品以旧换新补贴审计经费 825000 80000 市县（区）财政资金 ""
    project 阳泉市开发区建设综合协调指导服务工作经费 45000 20000 市县（区）财政资金 ""
    project 遗属补助 30752 30752 "市县(区)财政资金" "" | sed 's/其中：/其中:/'
} >"$work/expected"
figures project_funding >"$work/found"
same "figures of project_funding" "$(wc -l <"$work/found")" 42
same_file "figures of project_funding" "$work/found" "$work/expected"

convert -t csv "$real" "$work/package/"

# indicators PROJECT PERIOD CONDITION: rows of indicator.csv. Names and values hold commas in
# quotes only behind the columns that are asked for.
columns=$(head -n 1 "$work/package/indicator.csv")
at() {
    printf '%s\n' "$columns" | tr ',' '\n' | grep -nx "$1" | cut -d: -f1
}
same "columns of names before those of texts" \
    "$([ "$(at pro_name)" -lt "$(at lv3_perf_ind_name)" ] && echo yes)" yes

# count PROJECT PERIOD: indicators, and categories without one.
count() {
    awk -F, -v name="$1" -v period="$2" -v project="$(at pro_name)" -v year="$(at yearflag)" \
        -v lv3="$(at lv3_perf_ind_name)" 'NR > 1 && $project == name && $year == period {
            if ($lv3 == "") empty++; else named++ }
        END { print named + 0 "+" empty + 0 }' "$work/package/indicator.csv"
}
same "indicators of the unit" "$(count "" 年度)" 57+1
for period in 实施期 年度; do
    same "indicators 1, $period" "$(count 2026年商务工作经费 $period)" 25+0
    same "indicators 2, $period" "$(count 全市商务领域消费品以旧换新补贴审计经费 $period)" 7+3
    same "indicators 3, $period" "$(count 阳泉市开发区建设综合协调指导服务工作经费 $period)" 10+3
    same "indicators 4, $period" "$(count 遗属补助 $period)" 7+3
done
same "goals" "$(sed 1d "$work/package/goal.csv" | grep -c ',agency,\|,project,')" 13
same "tasks" "$(grep -cE '^[0-9]+,[1-5],' "$work/package/task.csv")" 5
same "projects" "$(grep -c '阳泉市商务局,038,' "$work/package/project.csv")" 4

# named FIELD...: these fields of all indicators of a project's year, one a line.
convert "$real" "$work/document.yaml"
# list PROJECT PERIOD: category, name and value of each indicator that is short.
list() {
    awk -v name="$1" -v period="$2" -v apostrophe="'" '
        function flush() {
            if (open && project == name && year == period && length(lv3 kpi) < 60)
                print lv2 "|" lv3 "|" kpi
        }
        { text = $0; sub(/^[^:]*: /, "", text); gsub(apostrophe, "", text) }
        /^- / { flush(); open = /^- indicator:/; project = year = lv2 = lv3 = kpi = "" }
        /^    pro_name:/ { project = text }
        /^    yearflag:/ { year = text }
        /^    lv2_perf_ind_name:/ { lv2 = text }
        /^    lv3_perf_ind_name:/ { lv3 = text }
        /^    kpi_val:/ { kpi = text }
        END { flush() }' "$work/document.yaml"
}
# The fourth form, whose rows slid furthest: a category printed twice, one value cut off.
list 遗属补助 年度 >"$work/found"
cat >"$work/expected" <<'END'
数量指标|补助发放人数|3人
质量指标|发放对象准确率|100%
质量指标|应发尽发率|{blank: ""}
时效指标|补助发放时间|按月发放
成本指标|遗属补助标准|按现行工资审批标准
经济效益|{blank: ""}|{blank: ""}
社会效益|保障遗属基本生活|有效保障
生态效益|{blank: ""}|{blank: ""}
可持续影响|{blank: ""}|{blank: ""}
服务对象满意度|遗属满意度|≥90%
END
sed -i 's/{blank: *\("\{0,1\}\)[^}]*}/{blank: ""}/g' "$work/found"
same_file "the year of the fourth project" "$work/found" "$work/expected"

# The first form's year has categories and values that do not fit its term: both stay as printed.
list 2026年商务工作经费 年度 | grep -E '涉法问题办结率|参加展会时间|评审费用标准' >"$work/found"
cat >"$work/expected" <<'END'
时效指标|涉法问题办结率|100%
成本指标|参加展会时间|按计划准时参加
成本指标|评审费用标准|1万元/年
END
same_file "shifted indicators of the first project" "$work/found" "$work/expected"

# yaml KEY: how often a line stands in the document.
same "counts keep their unit" \
    "$(grep -cE "^    (auth_staf_num: '30人'|actu_staf_num: '28人'|actunow_staf_num: '28人'|other_staf_num: '0人'|internal_dept_num: '9个'|sub_agency_num: '0个')" "$work/document.yaml")" 6
same "blank feet" "$(grep -c '^    fill_date: {' "$work/document.yaml")" 4
same "terms" "$(grep '^    pro_term:' "$work/document.yaml" | tr -d "' \n")" \
    pro_term:99年pro_term:3年pro_term:99年pro_term:99年
same "one value for two names stays" \
    "$(grep -A1 '日常工作完成率' "$work/document.yaml" | grep -c "kpi_val: '100%'")" 1

# A figure between the title and the form is an error, never left out with the heading.
sed 's/^预算部门（单位）整体支出绩效目标申报表$/&\n\n777.77/' "$real" >"$work/above.txt"
refused 3 FIGURE_ABOVE convert --layout facts "$work/above.txt" "$work/above.csv"
same "the figure above" "$(member FIGURE_ABOVE text)" 777.77

done_testing
