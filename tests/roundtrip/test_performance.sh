#!/usr/bin/env bash
# Performance targets as text, as YAML and as forms of a workbook: nothing changes on the way. The
# unit, its projects and all sentences are made up.
. "$(dirname "$0")/../support/shell.sh"

# form ROW...: rows with `|` between the cells, as tab-separated text.
form() {
    printf '%s\n' "$@" | tr '|' '\t'
}

{
    printf '某市整体支出绩效目标申报表\n\n（2026年度）\n\n'
    form '部门基本信息|部门名称|某某局（本级）|' '|内设职能部门数|9个|所属预算单位数|0个' \
        '|核定的人员编制数|30人|实际在职人员总数|28人' '|||其中：在编人员数|28人' '其他人员数|||0人|' \
        '部门职责|<p>一管。</p> <p>二教。</p>|' '部门战略目标|向好。|' \
        '年度预算情况|按资金来源划分|资金总额（万元）|按资金用途划分|资金总额（万元）' \
        '|合计|20.50|合计|20.50' '|其中：一般公共预算资金|20.00|其中：基本支出|0.50' \
        '|政府性基金预算资金|0.50|项目支出|20.00' '|国有资本经营预算资金|0.00||' '单位资金||||' \
        '年度重点任务|核心职能|重点任务|' '|管。|任务1：管好。|' '教。|任务2：教好。||' \
        '年度绩效目标|<p>目标1：好。</p> <p>目标2：更好。</p>|' '|一级指标|二级指标|三级指标|指标值' \
        '年度绩效指标|产出指标|数量指标|任务1: 次数|≥6次' '|||任务2: 甲; 乙; 丙|1个; 2个; 约3个' \
        '|任务2: 丁; 戊||100%|' '|||质量指标|' '|效益指标|社会效益指标|任务2: 知晓|≥80%'
    for project in 植树 种草; do
        printf '\n某市预算部门（单位）项目支出绩效目标表\n\n(2026)年度\n\n'
        form "项目名称|$project||" '主管部门及代码|038-某某局||实施单位|某某队' \
            '项目属性|经常性项目||项目期|99年' '项目资金（元）|实施期资金总额：|9,000|年度资金总额：|3,000' \
            '|其中：中央财政资金|0|其中：中央财政资金|0' '|省级财政资金|—|省级财政资金|' \
            '|市县（区）财政资金|9,000|市县（区）财政资金|3,000' '|其他资金||其他资金|' \
            '项目概况|种。|' '立项依据|某文|' '项目设立必要性||' '保证项目实施的制度、措施|有。|' \
            '项目实施计划|三月。|' '实施期目标||||年度目标|' '总体目标|成林|||成活|' \
            '绩效指标|一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值' \
            '产出指标|数量指标|树|≥90棵||数量指标|树苗|30棵' '||草|90平方米||||苗|30株' \
            '|||花|9朵|||' '|质量指标|质量指标|成活|≥90%|质量指标|质量指标|成活' \
            '|效益指标|经济效益|||经济效益||' '||可持續影响|||可持續影响||' \
            '满意度指标|服务对象满意度|居民|≥80%|服务对象满意度|居民|≥80%|' \
            '负责人：||经办人：|张三||联系电话：||填报日期：|' '注：金额为预计数|'
    done
} >"$work/form.txt"

convert "$work/form.txt" "$work/form.yaml"
silent LAYOUT_CANNOT_HOLD HEADING_NOT_TAKEN
same "tables" "$(grep -c '^- table:' "$work/form.yaml")" 3
same "indicators" "$(grep -c '^- indicator:' "$work/form.yaml")" $((7 + 2 * (7 + 6)))
same "values that are blank" "$(grep -c '^    kpi_val: {' "$work/form.yaml")" $((1 + 2 * (2 + 3)))

# back TARGET: the forms in another format, and what is read from them.
back() {
    convert "$work/form.yaml" "$work/$1"
    silent LAYOUT_CANNOT_HOLD LAYOUT_ORDER_LOST LAYOUT_SPELLING_LOST
    convert "$work/$1" "$work/$1.yaml"
    same_file "$1" "$work/$1.yaml" "$work/form.yaml"
}
back form.xlsx

# Forms only: no sheet of entities is needed to hold anything.
"$budgetconv" info --cells "$work/form.xlsx" >"$work/cells.csv"
same "sheets" "$(grep -oE '^(整体|项目)绩效[^,]*' "$work/cells.csv" | LC_ALL=C sort -u | tr '\n' ' ')" \
    "整体绩效 项目绩效 项目绩效 (2) "
cell() {
    awk -F, -v sheet="$1" -v cell="$2" '$1 == sheet && $2 == cell { print $4 }' "$work/cells.csv"
}
same "title" "$(cell 项目绩效 A1)" 某市预算部门（单位）项目支出绩效目标表
same "year" "$(cell 项目绩效 A2)" （2026年度）
same "project" "$(cell 项目绩效 A3)$(cell 项目绩效 C3)" 项目名称植树
same "head of funds" "$(cell 项目绩效 A6)" 项目资金（元）
same "first funds" "$(cell 项目绩效 C6)$(cell 项目绩效 E6)$(cell 项目绩效 F6)$(cell 项目绩效 H6)" \
    实施期资金总额：9000年度资金总额：3000
same "department" "$(cell 项目绩效 A4)$(cell 项目绩效 C4)" 主管部门及代码038-某某局

# A form alone as CSV, and read from it.
convert --layout performance/overall "$work/form.yaml" "$work/overall.csv"
says LAYOUT_TABLE_LEFT_OUT
convert "$work/overall.csv" "$work/overall.yaml"
same "tasks of the form alone" "$(grep -c '^- task:' "$work/overall.yaml")" 2
same "indicators of the form alone" "$(grep -c '^- indicator:' "$work/overall.yaml")" 7

# What the form has no place for is told.
awk '/^- project:/ { print; print "    pro_code: \0470380001\047"; next } { print }' \
    "$work/form.yaml" >"$work/code.yaml"
convert "$work/code.yaml" "$work/code.xlsx"
says LAYOUT_CANNOT_HOLD
run 5 convert --strict --overwrite "$work/code.yaml" "$work/code.xlsx"

# An indicator of a category that the form does not know stands in a sheet of its own.
sed "0,/lv2_perf_ind_name: '数量指标'/s//lv2_perf_ind_name: '别的指标'/" "$work/form.yaml" \
    >"$work/other.yaml"
convert "$work/other.yaml" "$work/other.xlsx"
convert "$work/other.xlsx" "$work/other.xlsx.yaml"
same "all indicators" "$(grep -c '^- indicator:' "$work/other.xlsx.yaml")" \
    "$(grep -c '^- indicator:' "$work/form.yaml")"

# The real document: nothing of its forms changes in a workbook.
real=$samples/real-budget-2026/disclosure.txt
if [ -f "$real" ]; then
    records() {
        awk '/^- / { open = /^- (agency|project|task|goal|indicator):/ } open' "$1"
    }
    convert "$real" "$work/real.yaml"
    convert "$work/real.yaml" "$work/real.xlsx"
    silent LAYOUT_CANNOT_HOLD
    convert "$work/real.xlsx" "$work/back.yaml"
    run 0 diff "$work/real.yaml" "$work/back.yaml"
    records "$work/real.yaml" >"$work/real.records"
    records "$work/back.yaml" >"$work/back.records"
    same_file "records of the real forms" "$work/back.records" "$work/real.records"
else
    left_out "$real is not there"
fi

done_testing
