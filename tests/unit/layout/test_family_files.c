/* Family files: what is kept of them, each fault with its code and line, and want of
 * memory. */
#include <stdio.h>

#include "budget/chart.h"
#include "layout_files_testing.h"

#define FAMILY "budgetconv: 1\nfamily: t\nlabel: 族\n"
#define CHARTS                                                                           \
    FAMILY "charts:\n  sheet: 图\n  title: 图\n  columns: [项目, 金额]\n  list:\n"

/* What a family has in common has faults of its own; they are told in the same way. */
static void reports_faults_of_a_family(void **state)
{
    static const struct {
        const char *text, *code;
        unsigned line;
    } cases[] = {
        {"budgetconv: 1\nfamily: u\nlabel: 族\n", "LAYOUT_ID_DIFFERS", 2},
        {"budgetconv: 2\nfamily: t\nlabel: 族\n", "LAYOUT_VERSION", 1},
        {"budgetconv: 1\nfamily: t\n", "LAYOUT_KEY_MISSING", 1},
        {FAMILY "colour: red\n", "LAYOUT_KEY_UNKNOWN", 4},
        {FAMILY "contents: {sheet: 目录, title: 目录, columns: [表名]}\n",
         "LAYOUT_VALUE_INVALID", 4},
        {FAMILY "contents: {title: 目录, columns: [表号, 表名]}\n", "LAYOUT_KEY_MISSING",
         4},
        {CHARTS "    - {title: 甲, type: pie, table: income}\n", "LAYOUT_KEY_MISSING", 9},
        {CHARTS "    - {title: 甲, type: bar, table: income, measure: total}\n",
         "LAYOUT_VALUE_INVALID", 9},
        {CHARTS "    - {title: 甲, table: income, measure: total}\n",
         "LAYOUT_KEY_MISSING", 9},
        {CHARTS "    - {title: 甲, type: pie, table: income, measure: item}\n",
         "LAYOUT_VALUE_INVALID", 9},
        {CHARTS "    - {title: 甲, type: pie, table: income, measures: [total]}\n",
         "LAYOUT_VALUE_INVALID", 9},
        {CHARTS "    - {title: 甲, type: pie, table: income, measure: total, x: 1}\n",
         "LAYOUT_KEY_UNKNOWN", 9},
        {CHARTS "    - {title: 甲, type: pie, table: a, measure: total, where: {x: 1}}\n",
         "LAYOUT_FIELD_UNKNOWN", 9},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_reporter *reporter = NULL;
        char *folder = bgt_test_make_folder();
        write_layout(folder, "t", "a.yaml", HEAD BODY);
        write_layout(folder, "t", "family.yaml", cases[i].text);
        struct bgt_layouts *layouts = load(folder, &reporter);
        assert_int_equal(bgt_layouts_count(layouts), 1);
        assert_null(bgt_layouts_family(layouts, bgt_slice_of("t")));
        assert_int_equal(bgt_reporter_kept(reporter), 1);
        const struct bgt_kept_diagnostic *kept = bgt_reporter_at(reporter, 0);
        if (strcmp(kept->code->name, cases[i].code) != 0 ||
            kept->place.line != cases[i].line) {
            fail_msg("case %zu: %s in line %u, expected %s in line %u", i,
                     kept->code->name, (unsigned)kept->place.line, cases[i].code,
                     cases[i].line);
        }
        bgt_layouts_close(layouts);
        bgt_reporter_close(reporter);
        bgt_test_remove_folder(folder);
    }
    (void)state;
}

/* A label that is too long for a cell is told as such, in every kind of file. */
static void tells_labels_that_are_too_long(void **state)
{
    static const struct {
        const char *name, *before, *after;
        unsigned line;
    } cases[] = {
        {"a.yaml", HEAD "title: ", "\n" BODY, 5},
        {"a.yaml", HEAD "title: {write: 表, aliases: [表, ", "]}\n" BODY, 5},
        {"a.yaml", HEAD BODY "    rows:\n      - label: ", "\n", 10},
        {"family.yaml",
         FAMILY "contents:\n  sheet: 录\n  title: ", "\n  columns: [甲, 乙]\n", 6},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_reporter *reporter = NULL;
        struct bgt_buffer text;
        char *folder = bgt_test_make_folder();
        bgt_buffer_init(&text, NULL, 1u << 16);
        grid_put_text(&text, cases[i].before);
        for (unsigned j = 0; j < BGT_LAYOUT_LABEL_BYTES + 1; j++) {
            grid_put_text(&text, "a");
        }
        grid_put_text(&text, cases[i].after);
        write_layout(folder, "t", cases[i].name, text.data);
        struct bgt_layouts *layouts = load(folder, &reporter);
        assert_int_equal(bgt_layouts_count(layouts), 0);
        assert_int_equal(bgt_reporter_kept(reporter), 1);
        const struct bgt_kept_diagnostic *kept = bgt_reporter_at(reporter, 0);
        assert_string_equal(kept->code->name, "LAYOUT_LABEL_LONG");
        assert_int_equal(kept->place.line, cases[i].line);
        bgt_layouts_close(layouts);
        bgt_reporter_close(reporter);
        bgt_buffer_close(&text);
        bgt_test_remove_folder(folder);
    }
    (void)state;
}

#define WHOLE_FAMILY                                                                          \
    FAMILY "contents: {sheet: 录, title: [\"{fiscal_year}年目录\", 目录], left: 左, "  \
           "otherwise: 别, "                                                                 \
           "right: 右, columns: [表号, 表名]}\n"                                         \
           "charts:\n  sheet: 图\n  title: 图\n  columns: [项目, 金额]\n  empty: 无\n" \
           "  list:\n"                                                                        \
           "    - {title: 甲, type: pie, table: income, where: {row_role: sum, "             \
           "level_no: \"1\"}, measures: [basic, project]}\n"                                  \
           "    - {title: 乙, type: column, table: x.a, rows: [丙, 丁], name: "            \
           "exp_func_name, measure: total}\n"

/* Every key of a family file, as it is kept. */
static void keeps_what_a_family_says(void **state)
{
    struct bgt_reporter *reporter = NULL;
    char *folder = bgt_test_make_folder();
    write_layout(folder, "t", "family.yaml", WHOLE_FAMILY);
    struct bgt_layouts *layouts = load(folder, &reporter);
    assert_int_equal(bgt_reporter_kept(reporter), 0);
    const struct bgt_family *family = bgt_layouts_family(layouts, bgt_slice_of("t"));
    assert_non_null(family);
    assert_string_equal(family->label.text, "族");
    assert_string_equal(family->contents.name.text, "录");
    assert_int_equal(family->contents.title.key_count, 1); /* a year counts for nothing */
    assert_string_equal(family->contents.left.text, "左");
    assert_string_equal(family->contents.otherwise.text, "别");
    assert_string_equal(family->contents.right.text, "右");
    assert_string_equal(family->contents.columns[1].text, "表名");
    assert_string_equal(family->charts.name.text, "图");
    assert_int_equal(family->charts.left.length, 0);
    assert_string_equal(family->empty.text, "无");
    assert_int_equal(family->chart_count, 2);
    const struct bgt_family_chart *chart = &family->chart_list[0];
    assert_int_equal(chart->type, BGT_CHART_PIE);
    assert_string_equal(chart->table_id.text, "income");
    assert_int_equal(chart->where.count, 2);
    assert_int_equal(chart->where.list[1].field, BGT_line_level_no);
    assert_string_equal(chart->where.list[1].text.text, "1");
    assert_int_equal(chart->measure_count, 2);
    assert_int_equal(chart->measures[1], BGT_line_project);
    assert_int_equal(chart->name, BGT_LAYOUT_NONE);
    assert_int_equal(chart->row_count, 0);
    chart = &family->chart_list[1];
    assert_int_equal(chart->type, BGT_CHART_COLUMN);
    assert_int_equal(chart->row_count, 2);
    assert_int_equal(chart->name, BGT_line_exp_func_name);
    assert_int_equal(chart->measure_count, 1);
    assert_int_equal(chart->measures[0], BGT_line_total);
    bgt_layouts_close(layouts);
    bgt_reporter_close(reporter);
    bgt_test_remove_folder(folder);
    (void)state;
}

/* Whatever allocation fails, memory is what is told, and no fault of the file. */
static void reads_a_family_without_memory(void **state)
{
    char *folder = bgt_test_make_folder();
    struct bgt_limits limits;
    struct bgt_reporter_options how = {.limits = &limits};
    bool has_failed = true;
    grid_limits(&limits);
    write_layout(folder, "t", "family.yaml", WHOLE_FAMILY);
    for (size_t nth = 1; has_failed; nth++) {
        struct bgt_layouts *layouts = NULL;
        struct bgt_reporter *reporter = NULL;
        const char *folders[] = {folder};
        assert_int_equal(bgt_reporter_open(&how, &reporter), BGT_OK);
        struct bgt_layouts_options options = {.folders = folders,
                                              .folder_count = 1,
                                              .limits = &limits,
                                              .reporter = reporter};
        bgt_test_fail_allocation(nth);
        bgt_status status = bgt_layouts_load(&options, &layouts);
        has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        assert_int_equal(status, has_failed ? BGT_NO_MEMORY : BGT_OK);
        assert_int_equal(bgt_reporter_count(reporter, BGT_ERROR), 0);
        if (status == BGT_OK) {
            assert_non_null(bgt_layouts_family(layouts, bgt_slice_of("t")));
        }
        bgt_layouts_close(layouts);
        bgt_reporter_close(reporter);
        assert_true(nth < 1000);
    }
    bgt_test_remove_folder(folder);
    (void)state;
}

static void knows_the_charts_of_a_family(void **state)
{
    struct bgt_reporter *reporter = NULL;
    char *folder = bgt_test_source_path("formats/layouts");
    struct bgt_layouts *layouts = load(folder, &reporter);
    const struct bgt_family *family =
        bgt_layouts_family(layouts, bgt_slice_of("shanxi-unit-2026"));
    assert_non_null(family);
    assert_int_equal(family->chart_count, 3);
    assert_string_equal(family->chart_list[0].title.text, "收入预算图");
    assert_int_equal(family->chart_list[0].measure_count, 6);
    assert_string_equal(family->chart_list[1].title.text, "一般公共预算当年拨款结构图");
    assert_string_equal(family->chart_list[2].title.text, "三公经费分布图");
    assert_int_equal(family->chart_list[2].row_count, 4);
    assert_null(bgt_layouts_family(layouts, bgt_slice_of("unheard-of")));
    bgt_layouts_close(layouts);
    bgt_reporter_close(reporter);
    free(folder);
    (void)state;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_faults_of_a_family),
        cmocka_unit_test(tells_labels_that_are_too_long),
        cmocka_unit_test(keeps_what_a_family_says),
        cmocka_unit_test(reads_a_family_without_memory),
        cmocka_unit_test(knows_the_charts_of_a_family),
    };
    return bgt_test_main("family files", tests, BGT_TEST_COUNT(tests), argc, argv);
}
