/*
 * The fiscal-xml plugin: budget documents as XML in the habit of China's national
 * standards for financial data. Which elements there are is data,
 * formats/fiscal-xml/NAME.yaml; docs/formats/fiscal-xml.md is its manual.
 */
#include "fiscal_options.h"

static const struct bgt_option options[] = {
    [BGT_FISCAL_DIALECT] = {.name = "dialect",
                            .type = BGT_OPTION_TEXT,
                            .for_reader = 1,
                            .for_writer = 1,
                            .initial = "auto",
                            .help = "Dialect: gbt42940-draft, mof-columns; auto: by the "
                                    "root, gbt42940-draft when writing.",
                            .help_zh = "方言：gbt42940-draft、mof-columns；auto：按根元素"
                                       "判断，写出时为 gbt42940-draft。"},
    [BGT_FISCAL_ENCODING] = {.name = "encoding",
                             .type = BGT_OPTION_TEXT,
                             .for_writer = 1,
                             .help = "Encoding of the file, such as GB18030 or utf-8; "
                                     "else the dialect's, GB18030.",
                             .help_zh = "文件编码，例如 GB18030 或 utf-8；"
                                        "不指定时取方言的编码 GB18030。"},
    [BGT_FISCAL_SCALE] = {.name = "scale",
                          .type = BGT_OPTION_INTEGER,
                          .for_writer = 1,
                          .initial = "0",
                          .maximum = BGT_DECIMAL_MAX_SCALE,
                          .help = "Least places after the point of an amount; zeros are "
                                  "added, nothing is rounded.",
                          .help_zh = "金额小数点后至少几位；只补零，不舍入。"},
    [BGT_FISCAL_LOCATIONS] = {.name = "locid",
                              .type = BGT_OPTION_BOOL,
                              .for_writer = 1,
                              .initial = "no",
                              .help = "Write the locID attributes that the dialect's map "
                                      "gives.",
                              .help_zh = "写出方言对照表给出的 locID 属性。"},
};

static const struct bgt_capacity capacity = {
    .struct_size = sizeof capacity,
    .flags = BGT_CAN_READ | BGT_CAN_WRITE | BGT_CAN_MEMBERS | BGT_CAN_FOLDER |
             BGT_CAN_TYPES | BGT_CAN_BLANK | BGT_CAN_EXTRAS,
    .digits = BGT_DECIMAL_MAX_DIGITS,
    .scale = BGT_DECIMAL_MAX_SCALE,
};

BGT_PLUGIN_EXPORT(fiscal_xml) = {
    .struct_size = sizeof(struct bgt_plugin),
    .abi = BGT_ABI,
    .id = "fiscal-xml",
    .title = "National fiscal XML (draft profile)",
    .title_zh = "财政 XML 数据（草案）",
    .kind = BGT_KIND_RECORD,
    .option_count = BGT_FISCAL_OPTION_COUNT,
    .options = options,
    .option_stride = sizeof(struct bgt_option),
    .capacity = &capacity,
    .reader = &bgt_fiscal_reader,
    .writer = &bgt_fiscal_writer,
};
