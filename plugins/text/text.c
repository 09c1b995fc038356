/*
 * The text plugin: published documents as text, whose tables are separated by tabs or
 * aligned by spaces. docs/formats/text.md is its manual.
 */
#include "text_reader.h"

static const char *const columns[] = {"auto", "tab", "space", NULL};

static const struct bgt_option options[] = {
    [BGT_TEXT_COLUMNS] = {.name = "columns",
                          .type = BGT_OPTION_CHOICE,
                          .for_reader = 1,
                          .initial = "auto",
                          .choices = columns,
                          .help = "What stands between the cells of tables: a tab, or "
                                  "spaces that align them; auto: judged from the text.",
                          .help_zh = "表格单元格之间的分隔：tab 制表符，"
                                     "space 对齐用的空格；auto：按文本内容判断。"},
    [BGT_TEXT_FORM_TITLE] = {.name = "form-title",
                             .type = BGT_OPTION_TEXT,
                             .for_reader = 1,
                             .initial = "绩效目标",
                             .help = "A word in the titles of forms that are read by "
                                     "their labels, not by columns (aligned text).",
                             .help_zh = "表名中含有此词的表单按标签而不按列读取"
                                        "（空格对齐的文本）。"},
};

static const struct bgt_capacity capacity = {
    .struct_size = sizeof capacity,
    .flags = BGT_CAN_READ,
};

BGT_PLUGIN_EXPORT(text) = {
    .struct_size = sizeof(struct bgt_plugin),
    .abi = BGT_ABI,
    .id = "text",
    .title = "Published text",
    .title_zh = "公开文本",
    .kind = BGT_KIND_GRID,
    .option_count = sizeof options / sizeof options[0],
    .options = options,
    .option_stride = sizeof(struct bgt_option),
    .capacity = &capacity,
    .reader = &bgt_text_reader,
};
