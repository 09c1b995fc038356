/*
 * The yaml plugin: a whole document as text that a person can read and change, written by
 * libyaml; the host's guarded parser reads. docs/formats/yaml.md is its manual.
 */
#include "yaml_options.h"

static const char *const numbers[] = {"quoted", "plain", NULL};

static const struct bgt_option options[] = {
    [BGT_YAML_NUMBERS] = {.name = "numbers",
                          .type = BGT_OPTION_CHOICE,
                          .for_writer = 1,
                          .initial = "quoted",
                          .choices = numbers,
                          .help =
                              "Figures in quotes, so that no other program changes them, "
                              "or plain, for people.",
                          .help_zh = "数字加引号（quoted），以免被其他程序改动；"
                                     "或不加（plain），便于阅读。"},
};

static const struct bgt_capacity capacity = {
    .struct_size = sizeof capacity,
    .flags = BGT_CAN_READ | BGT_CAN_WRITE | BGT_CAN_STREAM | BGT_CAN_TYPES |
             BGT_CAN_BLANK | BGT_CAN_EXTRAS,
    .digits = BGT_DECIMAL_MAX_DIGITS,
    .scale = BGT_DECIMAL_MAX_SCALE,
};

BGT_PLUGIN_EXPORT(yaml) = {
    .struct_size = sizeof(struct bgt_plugin),
    .abi = BGT_ABI,
    .id = "yaml",
    .title = "Whole budget document as YAML",
    .title_zh = "YAML 格式的完整预算文件",
    .kind = BGT_KIND_RECORD,
    .option_count = BGT_YAML_OPTION_COUNT,
    .options = options,
    .option_stride = sizeof(struct bgt_option),
    .capacity = &capacity,
    .reader = &bgt_yaml_reader,
    .writer = &bgt_yaml_writer,
};
