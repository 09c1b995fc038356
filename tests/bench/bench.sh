#!/usr/bin/env bash
# Times conversions of a generated detail export, side by side with other programs that are
# installed, and prints a table in Markdown. docs/internals/benchmarks.md says how to read it.
#   bench.sh BUILD [ROWS [RUNS]]
# BUILD is a build folder (release), ROWS the length of the export (100000), RUNS how often each
# command is run (5; the median counts).
set -u
build=${1:?usage: bench.sh BUILD [ROWS [RUNS]]}
rows=${2:-100000}
runs=${3:-5}
budgetconv=$build/bin/budgetconv
measure=$build/tests/bgt_bench_measure
[ -x "$budgetconv" ] && [ -x "$measure" ] || { echo "bench: $build is no build folder" >&2; exit 2; }
budgetconv=$(realpath "$budgetconv")
measure=$(realpath "$measure")
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0

# ---- The data: always the same, with 400 units, 20000 projects and 300 function codes; one name
# in a hundred needs quotes.
awk -v rows="$rows" 'BEGIN {
    printf "财政区划代码,预算年度,部门代码,部门名称,单位代码,单位名称,项目类别代码,项目代码,项目名称,"
    printf "支出功能分类科目代码,支出功能分类科目名称,政府支出经济分类代码,政府支出经济分类名称,"
    print "部门支出经济分类代码,部门支出经济分类名称,资金性质代码,资金性质名称,指标类型代码,年初批复数"
    for (i = 0; i < rows; i++) {
        unit = (i * 7) % 400; project = (i * 7919) % 20000; code = (i * 31) % 300
        name = project % 100 == 0 ? sprintf("\"项目%d：设备购置,安装\"", project) : "项目" project
        printf "140300000,2026,%03d,部门%d,%03d001,单位%d（本级）,22,14030026%03dR%09d,%s,", \
            unit % 60, unit % 60, unit, unit, unit % 60, project, name
        printf "201%04d,功能科目%d,502%02d,政府经济%d,302%02d,部门经济%d,111,一般公共预算资金,21,%d.%02d\n", \
            code, code, code % 20, code % 20, code % 40, code % 40, (i * 104729) % 1000000, i % 100
    }
}' >export.csv
cat >write.py <<'END'
import csv, sys, openpyxl
book = openpyxl.Workbook(write_only=True)
sheet = book.create_sheet()
for row in csv.reader(open(sys.argv[1], encoding="utf-8", newline="")):
    sheet.append(row)
book.save(sys.argv[2])
END
cat >read.py <<'END'
import csv, sys, openpyxl
out = csv.writer(open(sys.argv[2], "w", encoding="utf-8", newline=""))
for row in openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True):
    out.writerow(row)
END
cat >tree.py <<'END'
import csv, sys
from xml.etree.ElementTree import iterparse
out = csv.writer(open(sys.argv[2], "w", encoding="utf-8", newline=""))
for event, element in iterparse(sys.argv[1]):
    if element.tag == "部门预算项目年度预算":
        out.writerow([field.text or "" for field in element])
        element.clear()
END
cat >sax.py <<'END'
import csv, sys
from xml.sax.saxutils import XMLGenerator
rows = csv.reader(open(sys.argv[1], encoding="utf-8", newline=""))
header = next(rows)
with open(sys.argv[2], "w", encoding="utf-8") as file:
    out = XMLGenerator(file, "utf-8")
    out.startDocument()
    out.startElement("预算信息", {})
    for row in rows:
        out.startElement("部门预算项目年度预算", {})
        for name, text in zip(header, row):
            out.startElement(name, {})
            out.characters(text)
            out.endElement(name)
        out.endElement("部门预算项目年度预算")
    out.endElement("预算信息")
END
"$budgetconv" -q convert -o encoding=utf-8 export.csv utf8.xml || { echo "bench: cannot make utf8.xml" >&2; exit 1; }
for target in export.xlsx export.yaml export.xml; do
    "$budgetconv" -q convert export.csv $target || { echo "bench: cannot make $target" >&2; exit 1; }
done

# ---- Measuring
median() {
    sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# once RESULT OUT COMMAND...: one run; its costs are added to RESULT.
once() {
    local result=$1 out=$2 costs
    shift 2
    rm -rf "$out"
    costs=$("$measure" "$@" 2>error.txt </dev/null)
    [ "${costs##* }" = 0 ] && [ -s "$out" ] || {
        printf 'bench: %s failed: %s\n' "$1" "$(head -c 300 error.txt)" >&2
        failed=1
        return 1
    }
    printf '%s\n' "$costs" >>"$result"
}

# compare TITLE: the commands given by `entry` before it, run in turn, so that a busy machine hits
# all of them; then one line of the table for each. The first is ours.
names=()
outs=()
commands=()
entry() {
    names+=("$1")
    outs+=("$2")
    shift 2
    commands+=("$(printf '%q ' "$@")")
}
compare() {
    local title=$1 i run wall cpu peak first=
    rm -f result.*
    for run in $(seq "$runs"); do
        for i in "${!names[@]}"; do
            eval "once result.$i ${outs[$i]} ${commands[$i]}" || true
        done
    done
    for i in "${!names[@]}"; do
        [ -s "result.$i" ] || continue
        wall=$(cut -d' ' -f1 "result.$i" | median)
        cpu=$(cut -d' ' -f2 "result.$i" | median)
        peak=$(cut -d' ' -f3 "result.$i" | median)
        first=${first:-$cpu}
        awk -v title="$title" -v name="${names[$i]}" -v wall="$wall" -v cpu="$cpu" -v peak="$peak" \
            -v first="$first" -v size="$(stat -c %s "${outs[$i]}")" -v rows="$rows" 'BEGIN {
                speed = cpu + 0 ? rows / cpu / 1000 : 0
                ratio = cpu + 0 ? first / cpu : 0
                printf "| %s | %s | %.2f | %.2f | %.0f | %.0f | %.1f | %.2f |\n", title, name, cpu,
                    wall, speed, peak / 1024, size / 1048576, ratio }'
    done
    names=()
    outs=()
    commands=()
}

# with PROGRAM...: whether it is installed; what is missing is told once.
missing=" "
with() {
    command -v "$1" >/dev/null 2>&1 && return 0
    case $missing in *" $1 "*) ;; *) missing="$missing$1 " ;; esac
    return 1
}
with_openpyxl() {
    "$python" -c 'import openpyxl' 2>/dev/null && return 0
    case $missing in *" openpyxl "*) ;; *) missing="${missing}openpyxl " ;; esac
    return 1
}

echo "| conversion | program | CPU s | wall s | krows/s | peak MiB | output MiB | our CPU / its CPU |"
echo "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"

entry "budgetconv (lines)" o.csv "$budgetconv" -q convert --layout lines export.csv o.csv
entry "budgetconv (its own layout)" p.csv "$budgetconv" -q convert export.csv p.csv
with mlr && entry "mlr cat" m.csv sh -c 'mlr --csv cat export.csv >m.csv'
with ogr2ogr && entry ogr2ogr g.csv ogr2ogr -f CSV g.csv export.csv
with ssconvert && entry ssconvert s.csv ssconvert export.csv s.csv
compare "csv → csv"

entry budgetconv o.xlsx "$budgetconv" -q convert export.csv o.xlsx
with ogr2ogr && entry ogr2ogr g.xlsx ogr2ogr -f XLSX g.xlsx export.csv
with ssconvert && entry ssconvert s.xlsx ssconvert export.csv s.xlsx
with_openpyxl && entry "openpyxl (write only)" w.xlsx "$python" write.py export.csv w.xlsx
compare "csv → xlsx"

entry "budgetconv (lines)" o.csv "$budgetconv" -q convert --layout lines export.xlsx o.csv
entry "budgetconv (facts)" f.csv "$budgetconv" -q convert --layout facts export.xlsx f.csv
entry "budgetconv info --cells" c.csv sh -c '"$0" info --cells export.xlsx >c.csv' "$budgetconv"
with ogr2ogr && entry ogr2ogr g.csv ogr2ogr -f CSV g.csv export.xlsx
with ssconvert && entry ssconvert s.csv ssconvert export.xlsx s.csv
with_openpyxl && entry "openpyxl (read only)" r.csv "$python" read.py export.xlsx r.csv
compare "xlsx → csv"

entry budgetconv o.yaml "$budgetconv" -q convert export.csv o.yaml
with mlr && entry "mlr (to JSON: it writes no YAML)" m.json sh -c 'mlr --icsv --ojson cat export.csv >m.json'
compare "csv → yaml"
with mlr && mlr --icsv --ojson cat export.csv >export.json

entry budgetconv o.csv "$budgetconv" -q convert --layout lines export.yaml o.csv
with mlr && entry "mlr (from JSON)" m.csv sh -c 'mlr --ijson --ocsv cat export.json >m.csv'
compare "yaml → csv"

entry budgetconv o.xml "$budgetconv" -q convert export.csv o.xml
entry "budgetconv (UTF-8)" u.xml "$budgetconv" -q convert -o encoding=utf-8 export.csv u.xml
entry "Python XMLGenerator" s.xml "$python" sax.py export.csv s.xml
compare "csv → xml"

entry "budgetconv (UTF-8)" o.csv "$budgetconv" -q convert --layout lines utf8.xml o.csv
entry "budgetconv (GB18030)" g.csv "$budgetconv" -q convert --layout lines export.xml g.csv
with xmllint && entry "xmllint (parses only)" l.txt sh -c 'xmllint --stream --noout utf8.xml && echo >l.txt'
entry "Python iterparse" i.csv "$python" tree.py utf8.xml i.csv
compare "xml → csv"

echo
printf '%s rows, %s runs each, medians. Inputs: %s MiB CSV, %s MiB XLSX, %s MiB YAML, %s MiB XML.\n' \
    "$rows" "$runs" \
    $(for file in export.csv export.xlsx export.yaml utf8.xml; do
        stat -c %s $file | awk '{ printf "%.1f ", $1 / 1048576 }'
    done)
printf 'Versions: %s' "$("$budgetconv" --version | head -n 1)"
with mlr && printf '; %s' "$(mlr --version)"
with ogr2ogr && printf '; %s' "$(ogr2ogr --version | cut -d, -f1)"
with ssconvert && printf '; %s' "$(ssconvert --version 2>&1 | head -n 1)"
with_openpyxl && printf '; openpyxl %s' "$("$python" -c 'import openpyxl; print(openpyxl.__version__)')"
echo .
printf 'Machine: %s cores, %s, %s of memory.\n' "$(nproc)" \
    "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)" \
    "$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)"
[ "$missing" = " " ] || printf 'Not installed, so not compared:%s\n' "$missing"
exit $failed
