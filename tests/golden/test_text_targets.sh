#!/usr/bin/env bash
# Forms of performance targets in text that is aligned by spaces: goals beside one another, labels
# in the middle of their rows, texts over several lines. The expected values were written with the
# fixture, before it was laid out as a page.
. "$(dirname "$0")/../support/shell.sh"

page=$golden/targets-aligned.txt
convert "$page" "$work/page.yaml"
silent FORM_PLACE_UNCLEAR FORM_CELL_UNPLACED
convert --layout facts "$page" "$work/facts.csv"

# funds FACTS: what each figure is.
funds() {
    awk -F, 'NR > 1 { print $12 "|" $10 "|" $23 "|" $24 "|" $25 "|" $26 }' "$1"
}
funds "$work/facts.csv" >"$work/found"
cat >"$work/funds" <<'END'
河道保洁经费|资金总额||term_total|1250300.50|元
河道保洁经费|资金总额||annual_total|1050300.50|元
河道保洁经费|其中：当年财政拨款|21|annual_total|950300.00|元
河道保洁经费|其中：财政资金||term_total|1250300.00|元
河道保洁经费|上年结转资金|22|annual_total|100000.00|元
河道保洁经费|其他资金||term_total|0.50|元
河道保洁经费|其他资金||annual_total|0.50|元
社区治理经费|资金总额||term_total|880000.00|元
社区治理经费|资金总额||annual_total|440000.00|元
社区治理经费|其中：当年财政拨款|21|annual_total|440000.00|元
社区治理经费|其中：财政资金||term_total|880000.00|元
社区治理经费|上年结转资金|22|annual_total|0.00|元
社区治理经费|其他资金||term_total|0.00|元
社区治理经费|其他资金||annual_total|0.00|元
END
same_file "figures" "$work/found" "$work/funds"

awk -f "$golden/indicators.awk" "$work/page.yaml" >"$work/found"
cat >"$work/targets" <<'END'
goal|河道保洁经费|实施期|三年内完成全镇十二条河道的保洁和岸坡整治，水质稳定在四类以上，建立长效管护机制。
goal|河道保洁经费|年度|全年保洁，水面无漂浮物，岸坡整洁，居民满意。
河道保洁经费|年度|产出指标|数量指标|保洁河道条数|≥12.00(条)
河道保洁经费|年度|产出指标|数量指标|保洁河道长度|=36.50(公里)
河道保洁经费|年度|产出指标|质量指标|水质达标率|90%
河道保洁经费|年度|产出指标|时效指标|按期完成|按期
河道保洁经费|年度|效益指标|社会效益指标|改善人居环境|改善
河道保洁经费|年度|满意度指标|服务对象满意度指标|居民满意度|≥85.00(%)
goal|社区治理经费|实施期|完善社区议事协商制度，建成十个社区睦邻点，开展居民自治培训和志愿服务活动，形成共建共治共享的社区治理格局，提升居民对社区工作的参与度和获得感，为基层减负增效。建立社区工作者培训体系，做到培训全覆盖。
goal|社区治理经费|年度|完善社区议事协商制度，建成四个社区睦邻点，开展居民自治培训，志愿服务活动不少于二十场，居民参与度明显提高，社区工作者培训全覆盖。
社区治理经费|年度|产出指标|数量指标|建设睦邻点|=4.00(个)
社区治理经费|年度|产出指标|数量指标|开展志愿活动|≥20.00(场)
社区治理经费|年度|产出指标|数量指标|开展自治培训|≥6.00(次)
社区治理经费|年度|产出指标|质量指标|培训合格率|95%
社区治理经费|年度|产出指标|质量指标|议事协商规范|规范
社区治理经费|年度|效益指标|社会效益指标|"提升居民参与社区事务的能力，增强社区凝聚力 完善共建共治共享的社区治理机制"|提升
社区治理经费|年度|效益指标|社会效益指标|社区矛盾化解率|不低于 90%
社区治理经费|年度|效益指标|社会效益指标|减轻基层负担|减轻
社区治理经费|年度|满意度指标|服务对象满意度指标|居民满意度|≥90.00(%)
社区治理经费|年度|满意度指标|服务对象满意度指标|工作人员满意度|≥85.00(%)
END
same_file "goals and indicators" "$work/found" "$work/targets"

# The head of each form, and values taken apart.
same "fields" "$(grep -cE "^    (start_date: '2030-0[13]-01'|end_date: '203[01]-(12-31|02-28)')" \
    "$work/page.yaml")" 4
same "field" "$(grep -c "^    attribute: '阶段性项目'" "$work/page.yaml")" 1
same "field" "$(grep -c "^    pro_cat_name: '其他运转类'" "$work/page.yaml")" 1
same "unit of a value" "$(grep -c "^    meterunit: '公里'" "$work/page.yaml")" 1

# Through a workbook of forms and back.
convert "$page" "$work/page.xlsx"
silent LAYOUT_CANNOT_HOLD
convert "$work/page.xlsx" "$work/back.yaml"
awk -f "$golden/indicators.awk" "$work/back.yaml" >"$work/found"
same_file "goals and indicators of the workbook" "$work/found" "$work/targets"
convert --overwrite --layout facts "$work/page.xlsx" "$work/facts.csv"
funds "$work/facts.csv" >"$work/found"
same_file "figures of the workbook" "$work/found" "$work/funds"

# A page number in a form is none of its words.
sed 's/^ *质量指标$/&\n                    - 7 -/' "$page" >"$work/number.txt"
convert --overwrite --layout facts "$work/number.txt" "$work/facts.csv"
says PAGE_NUMBER

# Nor are bare digits at its foot, where it goes on above a row.
sed '/^ *产出指标    质量指标/s/^/                    7\n\f/' "$page" >"$work/foot.txt"
convert --overwrite "$work/foot.txt" "$work/foot.yaml"
says PAGE_NUMBER
awk -f "$golden/indicators.awk" "$work/foot.yaml" >"$work/found"
same_file "goals and indicators of a form over two pages" "$work/found" "$work/targets"

# A line of facts right above the title makes no table of the form.
sed 's/^ *本部门编报绩效目标的项目2个。/填报人：某某        联系电话：某某/' "$page" >"$work/facts.txt"
convert --overwrite --layout facts "$work/facts.txt" "$work/facts.csv"
funds "$work/facts.csv" >"$work/found"
same_file "figures below a line of facts" "$work/found" "$work/funds"

# A figure of one digit a blank before a label is a figure, not the label's ordinal.
sed 's/0.50 其他资金/   3 其他资金/' "$page" >"$work/digit.txt"
convert --overwrite --layout facts "$work/digit.txt" "$work/facts.csv"
funds "$work/facts.csv" >"$work/found"
sed '6s/0.50/3/' "$work/funds" >"$work/expected"
same_file "a figure of one digit" "$work/found" "$work/expected"

# unclear CODE NAME: the page with one fault is refused, and nothing is written.
unclear() {
    refused 3 "$1" convert --layout facts "$work/$2.txt" "$work/$2.csv"
    absent "$work/$2.csv"
}
# The label of a category stands beside another row: which rows are its own cannot be told.
sed '/开展志愿活动/s/数量指标/        /; /建设睦邻点/s/^ \{35\}/              数量指标                 /' \
    "$page" >"$work/label.txt"
unclear FORM_PLACE_UNCLEAR label
# A name without a value, a value without a name, a third text.
sed '/培训合格率/s/95%//' "$page" >"$work/name.txt"
unclear FORM_PLACE_UNCLEAR name
grep -q '"args":\["performance/project_shanghai","no value stands beside this name"\]' "$work/err" ||
    fail "no reason: $(cat "$work/err")"
sed 's/培训合格率/          /' "$page" >"$work/value.txt"
unclear FORM_PLACE_UNCLEAR value
sed '/培训合格率/s/$/       96%/' "$page" >"$work/third.txt"
unclear FORM_PLACE_UNCLEAR third
# Goals that share all their lines: two lines are too few to tell where the second begins.
awk '/^ *项目总目标/ { count++ }
    { hidden = count == 2 && (/治共享的社区/ || /与度和获得感/ || /^ 目标/) }
    hidden { $0 = "" } { print }' "$page" >"$work/goals.txt"
unclear FORM_PLACE_UNCLEAR goals
# A part of the goals' label that stands below no other part is no text of a goal, nor are the
# headings a second time.
sed '/^ *项目$/s/^ */&&        /' "$page" >"$work/part.txt"
unclear FORM_PLACE_UNCLEAR part
sed 's/^ *项目总目标  *年度总体目标/&\n&/' "$page" >"$work/headings.txt"
unclear FORM_PLACE_UNCLEAR headings
# Two texts in the column of the second goal.
sed '/^ 绩效  *全年保洁/s/$/   三年/' "$page" >"$work/beside.txt"
unclear FORM_PLACE_UNCLEAR beside
# A category without its label: the label of the first level stands in the middle of other rows.
sed '/开展志愿活动/s/数量指标/        /' "$page" >"$work/missing.txt"
unclear FORM_PLACE_UNCLEAR missing
# A label a line too low, or twice.
awk '/^ *数量指标$/ { late = $0; next } { print } late { print late; late = "" }' \
    "$page" >"$work/low.txt"
unclear FORM_PLACE_UNCLEAR low
sed 's/^ *效益指标 社会效益指标$/&\n&/' "$page" >"$work/category.txt"
unclear FORM_PLACE_UNCLEAR category
# A figure or a name a line off, below or above another text, is no further line of that.
awk '/项目资金总额  *1,250/ { print "                                " \
        "                                                       1,050,300.50"; sub(/1,050,300.50/, "") }
    { print }' "$page" >"$work/above.txt"
unclear FORM_CELL_UNPLACED above
sed '/实施单位  *某某镇水务站/{s/主管部门        某某镇人民政府/主管部门               /;s/$/\n                某某镇人民政府/}' \
    "$page" >"$work/under.txt"
unclear FORM_CELL_UNPLACED under
# A date or a value alone in a line of a form is no number of a page.
sed '/^  计划开始日期  *2030-01/{s/2030-01-01/          /;s/$/\n                               2030-01-01/}' \
    "$page" >"$work/date.txt"
unclear FORM_CELL_UNPLACED date
# The upper half of a name above the first row is no line of its own.
sed '/^      项目名称/{s/河道保洁经费/            /;s/^/                       河道保洁经费\n/}' \
    "$page" >"$work/half.txt"
unclear FORM_PLACE_UNCLEAR half
# A form that a new page parts where no row stands, and one whose last label it parts.
sed '/^ *项目$/s/^/\f/' "$page" >"$work/parted.txt"
unclear FORM_PLACE_UNCLEAR parted
awk '/^ *服务对象满意度$/ { part = 1 } part && /^ *指标$/ { $0 = "\f" $0; part = 0 } { print }' \
    "$page" >"$work/end.txt"
unclear FORM_PLACE_UNCLEAR end
# A name that is the label of its category.
sed 's/保洁河道条数/数量指标    /' "$page" >"$work/same.txt"
unclear FORM_PLACE_UNCLEAR same
# Places beyond the limit of a row's cells are a limit that was reached.
refused 3 LIMIT_REACHED convert --limit row-cells=60 --layout facts "$page" "$work/narrow.csv"
absent "$work/narrow.csv"
# A figure that belongs to no label, and a label that is none.
sed '/上年结转资金  *100,000.00/s/$/\n                                77.10/' "$page" >"$work/figure.txt"
unclear FORM_CELL_UNPLACED figure
sed '/阶段性项目/s/项目性质/项目形状/' "$page" >"$work/unknown.txt"
unclear FORM_CELL_UNPLACED unknown
# The same label twice.
sed '/计划开始日期  *2030-03/s/$/\n  主管部门    某某局/' "$page" >"$work/twice.txt"
unclear FORM_LABEL_TWICE twice

# The title tells that it is a form; the option names another word, and --skip-sheet keeps the form
# as text.
refused 3 FORM_CELL_UNPLACED convert -i form-title=考核表 --layout facts "$page" "$work/none.csv"
convert --overwrite --skip-sheet 财政项目支出绩效目标填报表 --layout facts "$work/figure.txt" \
    "$work/facts.csv"
says TABLE_KEPT_AS_TEXT
funds "$work/facts.csv" >"$work/found"
grep 社区治理 "$work/funds" >"$work/expected"
same_file "figures of the form that is left" "$work/found" "$work/expected"

# Two periods beside one another, categories without an indicator, fields over several lines.
page=$golden/targets-two-periods.txt
convert "$page" "$work/two.yaml"
awk -f "$golden/indicators.awk" "$work/two.yaml" | sed 's/{blank: }//g' >"$work/found"
cat >"$work/targets" <<'END'
goal|公园绿化养护经费|实施期|三年内公园绿地完好率保持在百分之九十五以上，古树名木全部建档，新增口袋公园六处，市民满意。
公园绿化养护经费|实施期|产出指标|数量指标|养护公园数量|=12座
公园绿化养护经费|实施期|产出指标|数量指标|新增口袋公园|≥6处
公园绿化养护经费|实施期|产出指标|质量指标|绿地完好率|≥95%
公园绿化养护经费|实施期|产出指标|时效指标|按季完成养护|按时
公园绿化养护经费|实施期|产出指标|成本指标||
公园绿化养护经费|实施期|效益指标|经济效益||
公园绿化养护经费|实施期|效益指标|社会效益|改善人居环境|改善
公园绿化养护经费|实施期|效益指标|生态效益|增加城市绿量|增加
公园绿化养护经费|实施期|效益指标|可持续影响||
公园绿化养护经费|实施期|满意度指标|服务对象满意度|市民满意度|≥90%
goal|公园绿化养护经费|年度|本年公园绿地完好率保持在百分之九十五以上，古树名木建档率达到百分之六十，新增口袋公园两处。
公园绿化养护经费|年度|产出指标|数量指标|养护公园数量|=12座
公园绿化养护经费|年度|产出指标|数量指标|新增口袋公园|≥2处
公园绿化养护经费|年度|产出指标|质量指标|古树名木建档率|≥60%
公园绿化养护经费|年度|产出指标|时效指标|绿地完好率达标时间|10月底前
公园绿化养护经费|年度|产出指标|成本指标||
公园绿化养护经费|年度|效益指标|经济效益||
公园绿化养护经费|年度|效益指标|社会效益|提升市民获得感|提升
公园绿化养护经费|年度|效益指标|社会效益|方便居民休闲健身|有效
公园绿化养护经费|年度|效益指标|生态效益|增加城市绿量|增加
公园绿化养护经费|年度|效益指标|可持续影响||
公园绿化养护经费|年度|满意度指标|服务对象满意度|市民满意度|≥85%
END
same_file "goals and indicators of two periods" "$work/found" "$work/targets"
sed -n '/^- project/,/^- goal/p' "$work/two.yaml" |
    grep -E 'dept_code|pro_desc|basis|necessity|safeguards|plan|handler|tel' |
    sed "s/^ *//; s/{blank: ''}//; s/'//g" >"$work/found"
cat >"$work/expected" <<'END'
dept_code: 071
pro_desc: 全市十二座公园的草坪、乔灌木和水面由养护单位负责修剪、浇灌、补植和保洁，每年分四季编制养护计划，按月考核，考核结果与养护费用挂钩，本项目为延续项目，第一年已完成招标和交接。
basis: 某市城市绿化条例第二十一条；某市公园养护经费管理办法；关于下达二〇三一年度公园养护计划的通知。
necessity: 
safeguards: 养护质量考核办法
plan: 四月、七月、十月各检查一次。
handler: 张某
tel: 
END
same_file "fields over several lines" "$work/found" "$work/expected"
convert --overwrite --layout facts "$page" "$work/facts.csv"
funds "$work/facts.csv" >"$work/found"
cat >"$work/expected" <<'END'
公园绿化养护经费|资金总额||term_total|90.50|万元
公园绿化养护经费|资金总额||annual_total|30.25|万元
公园绿化养护经费|其中：中央财政资金||term_total|0|万元
公园绿化养护经费|其中：中央财政资金||annual_total|0|万元
公园绿化养护经费|省级财政资金||term_total|0|万元
公园绿化养护经费|省级财政资金||annual_total|0|万元
公园绿化养护经费|市县（区）财政资金||term_total|90.50|万元
公园绿化养护经费|市县（区）财政资金||annual_total|30.25|万元
END
same_file "figures of two periods" "$work/found" "$work/expected"
# A lone text half way between two columns, and a field whose label is not in its middle.
sed '/绿地完好率达标时间/s/按季完成养护           按时.*/                 养护/' "$page" >"$work/between.txt"
unclear FORM_PLACE_UNCLEAR between
sed '/^ *和交接。$/d' "$page" >"$work/above.txt"
unclear FORM_CELL_UNPLACED above

# The published budget of a Shanghai subdistrict: five forms. The figures are those of the pages; the
# goals of the term and of the year are the same sentences in every form, line for line apart.
document=$samples/samples/cn_budget/documents/putuo_wanli_2023_department_budget.txt
[ -f "$document" ] || {
    left_out "$document is not there"
    done_testing
}
convert --overwrite --layout facts "$document" "$work/facts.csv"
awk -F, '$5 == "project_funding" { print $10 "|" $24 "|" $25 }' "$work/facts.csv" >"$work/found"
# form TOTAL CURRENT: a form of the document.
form() {
    printf '%s|%s|%s\n' 资金总额 term_total "$1" 资金总额 annual_total "$1" \
        其中：当年财政拨款 annual_total "$2" 其中：财政资金 term_total "$1" \
        上年结转资金 annual_total 0.00 其他资金 term_total 0.00 其他资金 annual_total 0.00
}
{
    form 4100000.00 4100000.00
    form 6351000.00 6351000.00
    form 4563800.00 4563800.00
    form 7595500.00 7595500.00
    form 10903043.00 11419043.00
} >"$work/expected"
same_file "funds of five projects" "$work/found" "$work/expected"

convert --overwrite "$document" "$work/document.yaml"
awk -f "$golden/indicators.awk" "$work/document.yaml" >"$work/targets"
awk -F'|' '/^goal/ { if ($3 == "年度" && $4 == last) same++; last = $4 } END { print same }' \
    "$work/targets" >"$work/found"
same "goals that are equal" "$(cat "$work/found")" 5
grep -v '^goal' "$work/targets" | cut -d'|' -f1,4 | uniq -c | sed 's/^ *//' >"$work/found"
cat >"$work/expected" <<'END'
1 新建万里街道社区公共服务中心|数量指标
1 新建万里街道社区公共服务中心|质量指标
1 新建万里街道社区公共服务中心|成本指标
1 新建万里街道社区公共服务中心|社会效益指标
1 新建万里街道社区公共服务中心|服务对象满意度指标
1 就业援助基地补贴|数量指标
1 就业援助基地补贴|质量指标
1 就业援助基地补贴|社会效益指标
1 就业援助基地补贴|服务对象满意度指标
1 社区环境整治和建设经费|数量指标
1 社区环境整治和建设经费|质量指标
1 社区环境整治和建设经费|社会效益指标
1 社区环境整治和建设经费|服务对象满意度指标
15 各类工作经费|数量指标
8 各类工作经费|质量指标
14 各类工作经费|社会效益指标
6 各类工作经费|服务对象满意度指标
2 公共服务设施运行经费|数量指标
3 公共服务设施运行经费|质量指标
2 公共服务设施运行经费|社会效益指标
2 公共服务设施运行经费|服务对象满意度指标
END
same_file "indicators of each category, as the page shows them" "$work/found" "$work/expected"

done_testing
