# Goals and indicators of a document in YAML, one a line. Goals without blanks, which a page puts
# before marks.
function flush() {
    if (kind == "indicator:")
        print name "|" year "|" lv1 "|" lv2 "|" lv3 "|" value
    if (kind == "goal:") {
        gsub(/ /, "", goal)
        print "goal|" name "|" year "|" goal
    }
}
{ text = $0; sub(/^[^:]*: /, "", text); gsub(/\047/, "", text) }
/^- / { flush(); kind = $2; name = year = lv1 = lv2 = lv3 = value = goal = "" }
/^    pro_name:/ { name = text }
/^    yearflag:/ { year = text }
/^    lv1_perf_ind_name:/ { lv1 = text }
/^    lv2_perf_ind_name:/ { lv2 = text }
/^    lv3_perf_ind_name:/ { lv3 = text }
/^    kpi_val:/ { value = text }
/^    kpi_target:/ { goal = text }
END { flush() }
