#include "flow/job_options.h"

/* Two spellings of each unit, in the same order. */
static const char *const unit_choices[] = {"元", "万元", "yuan", "wan", NULL};
#define UNIT_COUNT 2

static const struct bgt_option host_options[] = {
    [BGT_HOST_AMOUNT_UNIT] = {.name = "amount-unit",
                              .type = BGT_OPTION_CHOICE,
                              .for_reader = 1,
                              .choices = unit_choices,
                              .help = "amount unit of tables that state none",
                              .help_zh = "没有写明单位的表所用的金额单位"},
    [BGT_HOST_ENTITIES] =
        {.name = "entities",
         .type = BGT_OPTION_BOOL,
         .for_writer = 1,
         .initial = "yes",
         .help = "sheets after the forms for what forms cannot hold; no: "
                 "reported as loss",
         .help_zh = "在报表之后另加工作表保存报表放不下的内容；no 则报告为丢失"},
    [BGT_HOST_CONTENTS] = {.name = "contents",
                           .type = BGT_OPTION_BOOL,
                           .for_writer = 1,
                           .initial = "yes",
                           .help = "a contents sheet with links before the forms, "
                                   "where their family has one",
                           .help_zh = "在报表之前加带链接的目录（版式族规定有目录时）"},
    [BGT_HOST_CHARTS] = {.name = "charts",
                         .type = BGT_OPTION_BOOL,
                         .for_writer = 1,
                         .initial = "yes",
                         .help = "a sheet of charts after the forms, where their family "
                                 "has one",
                         .help_zh = "在报表之后加图表（版式族规定有图表时）"},
};

bgt_status bgt_job_options_resolve(const struct bgt_job_options_wanted *wanted,
                                   struct bgt_job_options *options)
{
    const struct bgt_manifest *manifest = wanted->manifest;
    const struct bgt_option_table host = {.options = host_options,
                                          .count = sizeof host_options /
                                                   sizeof host_options[0],
                                          .stride = sizeof host_options[0],
                                          .owner = manifest->id,
                                          .direction = wanted->direction,
                                          .ignores_unknown = true};
    const struct bgt_option_table own = {.options = manifest->options,
                                         .count = manifest->option_count,
                                         .stride = sizeof(struct bgt_option),
                                         .owner = manifest->id,
                                         .direction = wanted->direction,
                                         .next = manifest->kind == BGT_KIND_GRID ? &host
                                                                                 : NULL};
    bgt_status status = bgt_options_resolve(&own, wanted->given->items, wanted->arena,
                                            wanted->reporter, &options->plugin);
    if (status == BGT_OK)
        status = bgt_options_resolve(&host, wanted->given->items, wanted->arena,
                                     wanted->reporter, &options->host);
    return status;
}

const char *bgt_job_options_unit(const struct bgt_job_options *options)
{
    const struct bgt_option_value *value = &options->host[BGT_HOST_AMOUNT_UNIT];
    return value->text == NULL ? NULL : unit_choices[value->integer % UNIT_COUNT];
}
