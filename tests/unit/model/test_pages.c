/* docs/model.md and docs/limits.md say what the program's own tables say. With the
 * environment variable BUDGETCONV_WRITE_PAGES the pages are written anew. */
#include "support/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "budget/limits.h"
#include "budget/model.h"
#include "diag/bounds.h"
#include "model/model.h"

#define PAGE_MAXIMUM (1u << 20)

static void put(struct bgt_buffer *page, const char *text)
{
    assert_int_equal(bgt_buffer_append_text(page, text), BGT_OK);
}

static void put_number(struct bgt_buffer *page, uint64_t number)
{
    assert_int_equal(bgt_buffer_append_unsigned(page, number), BGT_OK);
}

static const char *type_name(unsigned type)
{
    static const char *const names[] = {"code", "text", "amount",  "count",
                                        "date", "year", "boolean", "choice"};
    assert_true(type < BGT_TEST_COUNT(names));
    return names[type];
}

static void put_words(struct bgt_buffer *page, const char *const *words)
{
    for (size_t i = 0; words != NULL && words[i] != NULL; i++) {
        put(page, i > 0 ? ", " : "");
        put(page, words[i]);
    }
}

static void put_role(struct bgt_buffer *page, const struct bgt_field *field)
{
    if ((field->flags & BGT_FIELD_DIMENSION) != 0)
        put(page, "dimension");
    if ((field->flags & BGT_FIELD_MEASURE) != 0)
        put(page, "measure");
    if ((field->flags & BGT_FIELD_HOUSE) != 0)
        put(page, "bookkeeping");
    if ((field->flags & BGT_FIELD_COMMON) != 0)
        put(page, ", the document's unless it differs");
    if ((field->flags & BGT_FIELD_RATE) != 0)
        put(page, ", in per cent");
    if ((field->flags & BGT_FIELD_COUNTED) != 0)
        put(page, ", counted");
}

static void put_field(struct bgt_buffer *page, const struct bgt_field *field)
{
    put(page, "| `");
    put(page, field->key);
    put(page, "` | ");
    put(page, field->label);
    put(page, " | ");
    put(page, type_name(field->type));
    if (field->catalogue != NULL) {
        put(page, ", list `");
        put(page, field->catalogue);
        put(page, "`");
    }
    if (field->choices != NULL) {
        put(page, ": ");
        put_words(page, field->choices);
    }
    put(page, " | ");
    put_role(page, field);
    put(page, " | ");
    put_words(page, field->aliases);
    put(page, " |\n");
}

/* The contract's table_ids; nothing else in the program lists them all. */
static const char *const table_ids[][2] = {
    {"summary", "收支总表"},
    {"income", "收入总表"},
    {"expenditure", "支出总表"},
    {"fiscal_summary", "财政拨款收支总表"},
    {"general_expenditure", "一般公共预算支出表"},
    {"basic_economic", "一般公共预算基本支出经济分类表"},
    {"gov_fund_income", "政府性基金预算收入表"},
    {"gov_fund_expenditure", "政府性基金预算支出表"},
    {"state_capital", "国有资本经营预算收支表"},
    {"three_public", "“三公”经费表"},
    {"operating", "机关运行经费表"},
    {"project_current", "当年项目支出表"},
    {"project_carryover", "上年结转项目支出表"},
    {"pm_annual", "部门预算项目年度预算（明细导出）"},
    {"agency_income", "单位收入预算"},
    {"procurement", "政府采购预算"},
    {"purchased_services", "政府购买服务预算"},
    {"project_funding", "项目资金"},
    {"performance_funds", "整体绩效资金"},
    {"indicator_ledger", "指标信息"},
};

static void put_table_ids(struct bgt_buffer *page)
{
    put(page, "\n## `table_id`\n\nWhat a table is, whatever it is called where it was "
              "printed. A layout's own tables begin with `x.`.\n\n| table_id | 表 |\n"
              "| --- | --- |\n");
    for (size_t i = 0; i < BGT_TEST_COUNT(table_ids); i++) {
        put(page, "| `");
        put(page, table_ids[i][0]);
        put(page, "` | ");
        put(page, table_ids[i][1]);
        put(page, " |\n");
    }
}

static void make_model(struct bgt_buffer *page)
{
    const struct bgt_model *model = bgt_model();
    put(page, "# The model\n\n"
              "All entities and fields, made from `core/model/entities.def` (a test "
              "compares this "
              "page with it).\n"
              "Keys are the column names of the Ministry of Finance's technical standard "
              "in lower "
              "case. Codes and\nyears are text; amounts are exact decimals in the "
              "table's amount "
              "unit; blank, zero and absent are\nthree different things. 本页由 "
              "`core/model/entities.def` 生成：键为财政部技术标准的列名（小写）。\n");
    for (uint16_t i = 0; i < model->entity_count; i++) {
        const struct bgt_entity *entity = bgt_model_entity(model, i);
        put(page, "\n## `");
        put(page, entity->key);
        put(page, "` ");
        put(page, entity->label);
        put(page, "\n\n| key | label | type | role | also recognised as |\n"
                  "| --- | --- | --- | --- | --- |\n");
        for (uint16_t j = 0; j < entity->field_count; j++)
            put_field(page, bgt_entity_field(entity, j));
    }
    put_table_ids(page);
}

static void put_limit(struct bgt_buffer *page, const char *name, uint64_t value,
                      const char *why)
{
    put(page, "| `");
    put(page, name);
    put(page, "` | ");
    put_number(page, value);
    put(page, " | ");
    put(page, why);
    put(page, " |\n");
}

static void put_bound(struct bgt_buffer *page, const struct bgt_bound *bound)
{
    put(page, "| `");
    put(page, bound->name);
    put(page, "` | ");
    put(page, bound->what[BGT_ENGLISH]);
    put(page, " ");
    put(page, bound->what[BGT_CHINESE]);
    put(page, " | ");
    put(page, bound->remedy[BGT_ENGLISH]);
    put(page, " |\n");
}

static void make_limits(struct bgt_buffer *page)
{
    put(page,
        "# Limits\n\n"
        "What bounds memory, time and expansion of hostile input, made from\n"
        "`include/budget/limits.h` (a test compares this page with it). There is no cap "
        "on "
        "bytes or rows that\nstream. A limit that is reached is the error "
        "`LIMIT_REACHED` "
        "(exit status 3), which names it; raise it\nwith `--limit NAME=VALUE`, a whole "
        "number above 0. 超出上限时报 `LIMIT_REACHED`（退出码 3）；\n文件来源可信时可用 "
        "`--limit 名称=数值` 放宽。\n\n"
        "```sh\n"
        "budgetconv convert --limit sheets=2000 --limit cell-bytes=4194304 budget.xlsx "
        "budget.yaml\n"
        "```\n\n"
        "| name | default | what it bounds and why |\n| --- | ---: | --- |\n");
#define PUT_LIMIT(field, name, value, why) put_limit(page, name, value, why);
    BGT_LIMITS(PUT_LIMIT)
#undef PUT_LIMIT
    put(page,
        "\n## Bounds that no option raises 不能放宽的内部上限\n\n"
        "Far above what a budget holds; made from `core/diag/bounds.def`. Reaching one "
        "is the error\n`BOUND_REACHED`, which says the bound's name, value and place. "
        "超出时报 `BOUND_REACHED`，\n并给出名称、数值、位置和处理办法。\n\n"
        "| name | what it bounds | what to do |\n| --- | --- | --- |\n");
    for (int i = 0; i < BGT_BOUND_COUNT; i++)
        put_bound(page, bgt_bound((enum bgt_bound_number)i));
}

static void compare(const char *relative, void (*make)(struct bgt_buffer *page))
{
    struct bgt_buffer page;
    char *path = bgt_test_source_path(relative);
    bgt_buffer_init(&page, NULL, PAGE_MAXIMUM);
    make(&page);
    if (getenv("BUDGETCONV_WRITE_PAGES") != NULL)
        bgt_test_write_file(path, page.data, page.length);
    char *written = bgt_test_read_file(path, NULL);
    assert_string_equal(written, page.data);
    free(written);
    free(path);
    bgt_buffer_close(&page);
}

static void test_model_page(void **state)
{
    (void)state;
    compare("docs/model.md", make_model);
}

static void test_limits_page(void **state)
{
    (void)state;
    compare("docs/limits.md", make_limits);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model_page),
        cmocka_unit_test(test_limits_page),
    };
    return bgt_test_main("pages", tests, BGT_TEST_COUNT(tests), argc, argv);
}
