/* Layout files: those of the project, and each fault with its code and line. */
#include <stdio.h>

#include "layout_files_testing.h"

static void loads_the_project_layouts(void **state)
{
    struct bgt_reporter *reporter = NULL;
    struct bgt_layout_choice choice;
    char *folder = bgt_test_source_path("formats/layouts");
    struct bgt_layouts *layouts = load(folder, &reporter);
    assert_int_equal(bgt_reporter_kept(reporter), 0);
    assert_int_equal(bgt_layouts_find(layouts, "shanxi-unit-2026", &choice), BGT_OK);
    assert_int_equal(choice.count, 13);
    assert_string_equal(choice.list[0]->name.text, "summary");
    assert_string_equal(choice.list[12]->name.text, "project_carryover");
    for (size_t i = 0; i < choice.count; i++) {
        assert_int_equal(choice.list[i]->order, i + 1);
        assert_string_equal(choice.list[i]->table_id.text, choice.list[i]->name.text);
    }
    assert_true(bgt_layouts_is_one_family(&choice));
    assert_int_equal(bgt_layouts_find(layouts, "project_carryover", &choice), BGT_OK);
    assert_int_equal(choice.count, 1);
    assert_int_equal(bgt_layouts_find(layouts, "shanghai-unit", &choice), BGT_OK);
    assert_int_equal(choice.count, 9);
    assert_int_equal(bgt_layouts_find(layouts, "mof-export/pm_annual", &choice), BGT_OK);
    assert_int_equal(choice.list[0]->kind, BGT_LAYOUT_EXPORT);
    assert_int_equal(choice.list[0]->column_count, 38);
    assert_int_equal(bgt_layouts_find(layouts, "pm", &choice), BGT_NOT_FOUND);
    bgt_layouts_close(layouts);
    bgt_reporter_close(reporter);
    free(folder);
    (void)state;
}

/* The thirty classes and their codes, as the classification of 2026 has them. */
static void knows_the_thirty_classes(void **state)
{
    static const char *const codes[] = {
        "201", "202", "203", "204", "205", "206", "207", "208", "209", "210",
        "211", "212", "213", "214", "215", "216", "217", "219", "220", "221",
        "222", "223", "224", "227", "229", "230", "231", "232", "233", "234"};
    struct bgt_reporter *reporter = NULL;
    struct bgt_layout_choice choice;
    char *folder = bgt_test_source_path("formats/layouts");
    struct bgt_layouts *layouts = load(folder, &reporter);
    assert_int_equal(bgt_layouts_find(layouts, "shanxi-unit-2026/summary", &choice),
                     BGT_OK);
    const struct bgt_layout_block *block = &choice.list[0]->blocks[1];
    assert_int_equal(block->row_count, BGT_TEST_COUNT(codes) + 3);
    for (size_t i = 0; i < BGT_TEST_COUNT(codes); i++) {
        assert_int_equal(block->rows[i].values.list[0].field, BGT_line_exp_func_code);
        assert_string_equal(block->rows[i].values.list[0].text.text, codes[i]);
        assert_int_equal(block->rows[i].position, i + 1);
    }
    struct bgt_slice name = bgt_slice_of("债务付息支出");
    assert_int_equal(bgt_layout_find_row(block, BGT_LAYOUT_NONE, name), 27);
    bgt_layouts_close(layouts);
    bgt_reporter_close(reporter);
    free(folder);
    (void)state;
}

/* The first message about a layout file, and that the file is left out. */
static void expect_fault(const char *text, const char *code, unsigned line)
{
    struct bgt_reporter *reporter = NULL;
    char *folder = bgt_test_make_folder();
    write_layout(folder, "t", "a.yaml", text);
    struct bgt_layouts *layouts = load(folder, &reporter);
    assert_int_equal(bgt_layouts_count(layouts), 0);
    assert_true(bgt_reporter_kept(reporter) > 0);
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(reporter, 0);
    if (strcmp(kept->code->name, code) != 0 || kept->place.line != line) {
        fail_msg("%s in line %u, expected %s in line %u of:\n%s", kept->code->name,
                 (unsigned)kept->place.line, code, line, text);
    }
    assert_non_null(strstr(kept->place.file, "t/a.yaml"));
    bgt_layouts_close(layouts);
    bgt_reporter_close(reporter);
    bgt_test_remove_folder(folder);
}

static void reports_each_fault_with_its_line(void **state)
{
    static const struct {
        const char *text, *code;
        unsigned line;
    } cases[] = {
        {HEAD BODY "colour: red\n", "LAYOUT_KEY_UNKNOWN", 9},
        {"layout: t/a\nlabel: 表\ntable_id: x.a\n" BODY, "LAYOUT_KEY_MISSING", 1},
        {"budgetconv: 2\nlayout: t/a\nlabel: 表\ntable_id: x.a\n" BODY, "LAYOUT_VERSION",
         1},
        {"budgetconv: 1\nlayout: t/b\nlabel: 表\ntable_id: x.a\n" BODY,
         "LAYOUT_ID_DIFFERS", 2},
        {"budgetconv: 1\nlayout: t/a\nlabel: 表\ntable_id: X a\n" BODY, "LAYOUT_TABLE_ID",
         4},
        {HEAD "kind: grid\n" BODY, "LAYOUT_VALUE_INVALID", 5},
        {HEAD "order: 0\n" BODY, "LAYOUT_NUMBER_INVALID", 5},
        {HEAD "constants: {fond: \"11\"}\n" BODY, "LAYOUT_FIELD_UNKNOWN", 5},
        {HEAD "constants: {total: \"11\"}\n" BODY, "LAYOUT_FIELD_NO_DIMENSION", 5},
        {HEAD BODY "      - {path: [合计], fields: [sum]}\n", "LAYOUT_FIELD_UNKNOWN", 9},
        {HEAD BODY "      - {path: [合计], fields: [total, pro_name]}\n",
         "LAYOUT_FIELD_NOT_HERE", 9},
        {HEAD BODY "      - {path: [行], fields: [row_no]}\n", "LAYOUT_FIELD_NOT_HERE",
         9},
        {HEAD BODY "      - {path: [a, b, c, d, e], fields: [basic]}\n",
         "LAYOUT_TOO_LARGE", 9},
        {HEAD BODY "      - {path: [\" \"], fields: [remark]}\n", "LAYOUT_LABEL_EMPTY",
         9},
        {HEAD BODY "      - {path: [x]}\n", "LAYOUT_KEY_MISSING", 9},
        {HEAD "blocks:\n  - columns:\n      - {path: [金额], fields: [total]}\n",
         "LAYOUT_NO_ITEM", 7},
        {HEAD BODY "    rows: [{label: 甲, row: 2}, {label: 乙, row: 2}]\n",
         "LAYOUT_ROW_ORDER", 9},
        {HEAD BODY "    rows: [{label: 甲, under: 乙}]\n", "LAYOUT_ROW_UNDER", 9},
        {HEAD BODY "    rows: [{label: 甲}]\n    open: {}\n", "LAYOUT_ROWS_TWICE", 10},
        {HEAD BODY "    rows: [{label: 甲, kind: sum}]\n", "LAYOUT_VALUE_INVALID", 9},
        {HEAD "title: {aliases: [甲]}\n" BODY, "LAYOUT_KEY_MISSING", 5},
        {HEAD "blocks: []\n", "LAYOUT_KEY_MISSING", 1},
        {HEAD BODY "colours:\n  - red\n", "LAYOUT_KEY_UNKNOWN", 9},
        {HEAD "title: \"{fiscal_jear}年表\"\n" BODY, "LAYOUT_TEMPLATE_UNKNOWN", 5},
        {HEAD "heading: [{left: \"{form_no}\"}, {right: \"{unit}\"}]\n" BODY,
         "LAYOUT_TEMPLATE_UNKNOWN", 5},
        {HEAD BODY "      - {path: [2026年项目], fields: [remark]}\n",
         "LAYOUT_PATH_TWICE", 9},
        {HEAD BODY "      - {path: [名称], fields: [item]}\n", "LAYOUT_FIELD_TWICE", 9},
        {HEAD BODY "    rows: [{label: 一、甲}, {label: 乙},\n      {label: 二、甲}]\n",
         "LAYOUT_ROW_TWICE", 10},
        {HEAD BODY "blocks: []\n", "YAML_DUPLICATE_KEY", 9},
        {"budgetconv: &a 1\n", "YAML_ALIAS", 1},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        expect_fault(cases[i].text, cases[i].code, cases[i].line);
    }
    (void)state;
}

#define LABELLED HEAD "kind: labelled\nscope: project\nwidths: [6, 12]\nparts:\n"
#define FIELDS   LABELLED "  - part: fields\n    rows:\n      - "

/* A form that is read by its labels has parts instead of columns. */
static void reports_faults_of_labelled_forms(void **state)
{
    static const struct {
        const char *text, *code;
        unsigned line;
    } cases[] = {
        {HEAD "kind: labelled\nscope: project\nwidths: [6]\n", "LAYOUT_KEY_MISSING", 1},
        {HEAD "kind: labelled\nscope: unit\nwidths: [6]\nparts:\n  - {part: goals}\n",
         "LAYOUT_VALUE_INVALID", 6},
        {LABELLED "  - {part: table}\n", "LAYOUT_VALUE_INVALID", 9},
        {LABELLED "  - {part: goals, periods: [{yearflag: 年度, at: [1, 2]}]}\n",
         "LAYOUT_KEY_MISSING", 9},
        {FIELDS "[{label: 名称, field: exp_func_code, at: [1, 1, 2, 2]}]\n",
         "LAYOUT_VALUE_INVALID", 11},
        {FIELDS "[{label: 名称, field: pro_name, at: [1, 2]}]\n", "LAYOUT_VALUE_INVALID",
         11},
        {FIELDS "[{label: 名称, field: pro_name, at: [2, 1, 3, 3]}]\n",
         "LAYOUT_VALUE_INVALID", 11},
        {FIELDS "[{field: pro_name, at: [1, 1, 2, 2]}]\n", "LAYOUT_KEY_MISSING", 11},
        {FIELDS "[{label: 主管, fields: [dept_code, dept_name], at: [1, 1, 2, 2]}]\n",
         "LAYOUT_KEY_MISSING", 11},
        {FIELDS "[{label: 名称, field: pro_name, at: [1, 1, 2, 2], bold: true}]\n",
         "LAYOUT_KEY_UNKNOWN", 11},
        {LABELLED "  - part: funds\n    blocks:\n      - {measure: item, at: [1, 1, 2, "
                  "2], rows: [{label: 合计}]}\n",
         "LAYOUT_VALUE_INVALID", 11},
        {LABELLED "  - part: indicators\n    heads: [{label: 一}]\n",
         "LAYOUT_VALUE_INVALID", 10},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        expect_fault(cases[i].text, cases[i].code, cases[i].line);
    }
    (void)state;
}

/* One faulty file leaves the others; all its faults are told. */
static void tells_all_faults_and_goes_on(void **state)
{
    struct bgt_reporter *reporter = NULL;
    char *folder = bgt_test_make_folder();
    write_layout(folder, "t", "a.yaml", HEAD "one: 1\ntwo: 2\n" BODY);
    write_layout(folder, "t", "b.yaml",
                 "budgetconv: 1\nlayout: t/b\nlabel: 表\ntable_id: x.b\n" BODY);
    write_layout(folder, "u", "b.yaml",
                 "budgetconv: 1\nlayout: u/b\nlabel: 表\ntable_id: x.b\n" BODY);
    struct bgt_layouts *layouts = load(folder, &reporter);
    struct bgt_layout_choice choice;
    assert_int_equal(bgt_reporter_count(reporter, BGT_ERROR), 2);
    assert_int_equal(bgt_layouts_count(layouts), 2);
    assert_int_equal(bgt_layouts_find(layouts, "b", &choice), BGT_OK);
    assert_int_equal(choice.count, 2);
    assert_false(bgt_layouts_is_one_family(&choice));
    assert_int_equal(bgt_layouts_report_unknown(layouts, "b", reporter), BGT_BAD);
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(reporter, 2);
    assert_string_equal(kept->code->name, "LAYOUT_NAME_AMBIGUOUS");
    assert_string_equal(kept->arguments[1], "t/b, u/b");
    bgt_layouts_close(layouts);
    bgt_reporter_close(reporter);
    bgt_test_remove_folder(folder);
    (void)state;
}

/* A layout of the user's own, directly in the folder, that only he knows. */
static void reads_with_a_layout_of_ones_own(void **state)
{
    char *folder = bgt_test_make_folder();
    struct grid grid;
    char *file = bgt_test_join(folder, "stock.yaml");
    const char *text =
        "budgetconv: 1\nlayout: user/stock\nlabel: 库存\ntable_id: x.stock\n"
        "blocks:\n  - columns:\n"
        "      - {path: [品名], fields: [item]}\n"
        "      - {path: [类], fields: [exp_func_code], part: 1, digits: 3}\n"
        "      - {path: [款], fields: [exp_func_code], part: 2, digits: 2}\n"
        "      - {path: [数], fields: [quantity]}\n";
    bgt_test_write_file(file, text, strlen(text));
    free(file);
    grid_open(&grid);
    bgt_layouts_close(grid.layouts);
    bgt_reporter_close(grid.reporter);
    grid.layouts = load(folder, &grid.reporter);
    grid_read_one(&grid, "单位：元\n品名|类|款|数\n桌子|=201|=5|=3\n椅子|=201||=4\n");
    assert_int_equal(grid.status, BGT_END);
    grid_expect(&grid, "item=桌子 exp_func_code=20105 quantity=3\n");
    assert_string_equal(grid_find(&grid, "CODE_PART_PADDED")->arguments[0], "05");
    grid_expect(&grid, "item=椅子 exp_func_code=201 quantity=4\n");
    grid_close(&grid);
    bgt_test_remove_folder(folder);
    (void)state;
}

static void survives_without_memory(void **state)
{
    char *folder = bgt_test_source_path("formats/layouts");
    struct bgt_limits limits;
    bool has_failed = true;
    grid_limits(&limits);
    for (size_t nth = 1; has_failed; nth += nth < 400 ? 1 : 97) {
        struct bgt_layouts *layouts = NULL;
        const char *folders[] = {folder};
        struct bgt_layouts_options options = {
            .folders = folders, .folder_count = 1, .limits = &limits};
        bgt_test_fail_allocation(nth);
        bgt_status status = bgt_layouts_load(&options, &layouts);
        has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        assert_int_equal(status, has_failed ? BGT_NO_MEMORY : BGT_OK);
        assert_true(has_failed || bgt_layouts_count(layouts) >= 14);
        bgt_layouts_close(layouts);
    }
    free(folder);
    (void)state;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(loads_the_project_layouts),
    cmocka_unit_test(knows_the_thirty_classes),
    cmocka_unit_test(reports_each_fault_with_its_line),
    cmocka_unit_test(reports_faults_of_labelled_forms),
    cmocka_unit_test(tells_all_faults_and_goes_on),
    cmocka_unit_test(reads_with_a_layout_of_ones_own),
    cmocka_unit_test(survives_without_memory),
};

int main(int argc, char **argv)
{
    return bgt_test_main("layout files", tests, BGT_TEST_COUNT(tests), argc, argv);
}
