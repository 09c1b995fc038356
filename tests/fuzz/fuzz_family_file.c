/* Target: a family file, from bytes to a family whose sheets can be known again. */
#include "fuzz/tree.h"

#include "budget/chart.h"
#include "layout/compile.h"
#include "layout/family.h"

static void check_chart(const struct bgt_family_chart *chart)
{
    FUZZ_HOLDS(chart->type == BGT_CHART_PIE || chart->type == BGT_CHART_COLUMN);
    FUZZ_HOLDS(chart->title.length > 0 && chart->table_id.length > 0);
    FUZZ_HOLDS(chart->measure_count >= 1 &&
               chart->measure_count <= BGT_FAMILY_POINTS_MAX);
    for (size_t i = 0; i < chart->measure_count; i++) {
        FUZZ_HOLDS(bgt_line_field(chart->measures[i])->type == BGT_AMOUNT);
    }
    FUZZ_HOLDS(chart->where.count <= BGT_LAYOUT_VALUES_MAX);
    FUZZ_HOLDS(chart->row_count <= BGT_LAYOUT_ALIASES_MAX);
}

static bgt_status compile(struct fuzz_job *job, struct bgt_arena *arena,
                          struct bgt_tree *root)
{
    struct bgt_family family;
    struct bgt_layout_compiler compiler = {.arena = arena,
                                           .reporter = job->reporter,
                                           .file = "fuzz/family.yaml",
                                           .family = {"fuzz", 4},
                                           .name = {"family", 6}};
    bgt_status status = bgt_family_compile(&compiler, root, &family);
    if (status != BGT_OK) {
        return status;
    }
    FUZZ_HOLDS(family.label.length > 0 && family.chart_count <= BGT_FAMILY_CHARTS_MAX);
    FUZZ_HOLDS(family.chart_count == 0 || family.charts.name.length > 0);
    for (size_t i = 0; i < family.chart_count; i++) {
        check_chart(&family.chart_list[i]);
    }
    FUZZ_HOLDS(family.contents.name.length == 0 || family.contents.title.key_count > 0);
    (void)bgt_family_recognise(&family, family.charts.name, family.charts.title.written);
    return BGT_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return fuzz_tree(bytes, length, "fuzz/family.yaml", compile);
}
