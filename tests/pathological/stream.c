/*
 * A million lines stream: memory stays within what a job may spool and a little, whatever
 * the length, and time grows with it. The input is mapped; its pages count as resident
 * while the system has room for them, but not as memory of the program.
 */
#include "pathological/trial.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROWS = 1000000,
    FEWER = 4,
    SANITIZED_ROWS = 20000,
    SPOOL_MIB = 64,
    OWN_MIB = 64,
    INPUT_MIB = 256
};

static const char header[] =
    "财政区划代码,预算年度,部门代码,部门名称,单位代码,单位名称,项目类别代码,项目代码,"
    "项目名称,支出功能分类科目代码,支出功能分类科目名称,政府支出经济分类代码,"
    "政府支出经济分类名称,部门支出经济分类代码,部门支出经济分类名称,资金性质代码,"
    "资金性质名称,指标类型代码,年初批复数\n";

static size_t rows(void)
{
    return trial_is_sanitized() ? SANITIZED_ROWS : ROWS;
}

/* A detail export; `distinct`: every line has a project name of its own. */
static void write_export(const struct trial *trial, size_t count, bool distinct)
{
    FILE *file = trial_begin(trial);
    (void)fputs(header, file);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(file,
                      "140300000,2026,038,阳泉市商务局,038%03zu,单位%zu,22,"
                      "14030026038R%09zu,项目%zu,2011301,行政运行,50201,办公经费,"
                      "30201,办公费,111,一般公共预算资金,21,%zu.%02zu\n",
                      i % 400, i % 400, i % 20000, distinct ? i : i % 20000, i, i % 100);
    }
    trial_end(file);
}

static void convert_export(const char *target, size_t count, bool distinct,
                           const struct outcome *outcome)
{
    struct trial trial;
    trial_open(&trial, "export.csv", target);
    write_export(&trial, count, distinct);
    trial_convert(&trial, outcome);
    trial_close(&trial);
}

static const struct outcome bounded = {.option = "--layout",
                                       .value = "lines",
                                       .seconds = 120,
                                       .peak_mib = OWN_MIB + SPOOL_MIB + INPUT_MIB,
                                       .data_mib = OWN_MIB + SPOOL_MIB};

static void to_lines(void **state)
{
    (void)state;
    convert_export("target.csv", rows(), false, &bounded);
}

static void to_facts(void **state)
{
    (void)state;
    struct outcome facts = bounded;
    facts.value = "facts";
    convert_export("target.csv", rows() / FEWER, false, &facts);
}

static void to_its_own_layout(void **state)
{
    (void)state;
    struct outcome own = bounded;
    own.option = own.value = NULL;
    convert_export("target.csv", rows() / FEWER, false, &own);
}

static void to_yaml(void **state)
{
    (void)state;
    struct outcome yaml = bounded;
    yaml.option = yaml.value = NULL;
    convert_export("target.yaml", rows() / FEWER, false, &yaml);
}

static void to_a_workbook(void **state)
{
    (void)state;
    struct outcome workbook = bounded;
    workbook.peak_mib = 0;
    convert_export("target.xlsx", rows() / 10, false, &workbook);
}

/* More distinct text than is kept: the job goes on without. */
static void with_distinct_text(void **state)
{
    (void)state;
    struct outcome distinct = {.option = "--limit",
                               .value = "interned-bytes=4194304",
                               .seconds = 120,
                               .peak_mib = OWN_MIB + SPOOL_MIB + INPUT_MIB,
                               .data_mib = OWN_MIB + SPOOL_MIB};
    convert_export("target.csv", rows() / FEWER, true, &distinct);
}

/* The same again from YAML, as large as a job ever sees it: a million lines. */
static void from_yaml(void **state)
{
    (void)state;
    struct trial trial;
    size_t count = rows() / 5;
    trial_open(&trial, "lines.yaml", "target.csv");
    FILE *file = trial_begin(&trial);
    (void)fputs("budgetconv: 1\ndocument:\n  fiscal_year: '2026'\n  amount_unit: '元'\n"
                "content:\n- table:\n    table_no: '1'\n    table_id: 'pm_annual'\n"
                "    fields: ['table_no', 'row_no', 'agency_code', 'pro_name', 'total']\n"
                "    from_table: ['table_no']\n    lines:\n",
                file);
    for (size_t i = 1; i <= count; i++) {
        (void)fprintf(file,
                      "    - row_no: '%zu'\n      agency_code: '038%03zu'\n"
                      "      pro_name: '项目%zu'\n      total: '%zu.50'\n",
                      i, i % 400, i % 20000, i);
    }
    (void)fprintf(
        file, "    end:\n      table_no: '1'\n      row_count: '%zu'\ncomplete: 'yes'\n",
        count);
    trial_end(file);
    trial_convert(&trial, &bounded);
    trial_close(&trial);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(to_lines),          cmocka_unit_test(to_facts),
        cmocka_unit_test(to_its_own_layout), cmocka_unit_test(to_yaml),
        cmocka_unit_test(to_a_workbook),     cmocka_unit_test(with_distinct_text),
        cmocka_unit_test(from_yaml),
    };
    return bgt_test_main("a million lines", tests, BGT_TEST_COUNT(tests), argc, argv);
}
