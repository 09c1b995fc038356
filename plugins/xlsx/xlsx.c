/* The descriptor of the plugin; its manifest is xlsx.plugin. */
#include "cell_reference.h"
#include "escape.h"
#include "options.h"
#include "reader.h"
#include "writer.h"

#include <xlsxwriter.h>

/* The soname of 1.1.4; another layout of its structs would not load, another rule might.
 */
#if LXW_VERSION_ID < 114
#error "libxlsxwriter 1.1.4 or newer is needed"
#endif

static const char *const numbers_choices[] = {"stored", "shown", NULL};
static const char *const hidden_choices[] = {"keep", "skip", "error", NULL};
static const char *const memory_choices[] = {"auto", "normal", "constant", NULL};

static const struct bgt_option options[BGT_XLSX_OPTION_COUNT] = {
    [BGT_XLSX_OPTION_NUMBERS] =
        {
            .name = "numbers",
            .type = BGT_OPTION_CHOICE,
            .for_reader = 1,
            .initial = "stored",
            .choices = numbers_choices,
            .help = "Take numbers as stored, or round them to the places shown.",
            .help_zh = "数字按存储值读取，或四舍五入到显示的小数位。",
        },
    [BGT_XLSX_OPTION_HIDDEN] =
        {
            .name = "hidden",
            .type = BGT_OPTION_CHOICE,
            .for_reader = 1,
            .initial = "keep",
            .choices = hidden_choices,
            .help = "What to do with hidden sheets and rows.",
            .help_zh = "如何处理隐藏的工作表和行。",
        },
    [BGT_XLSX_OPTION_MEMORY] =
        {
            .name = "memory",
            .type = BGT_OPTION_CHOICE,
            .for_writer = 1,
            .initial = "auto",
            .choices = memory_choices,
            .help = "Keep the workbook in memory, or write rows as they come.",
            .help_zh = "在内存中生成工作簿，或逐行写出。",
        },
};

static const struct bgt_capacity capacity = {
    .struct_size = sizeof(struct bgt_capacity),
    .flags = BGT_CAN_READ | BGT_CAN_WRITE | BGT_CAN_SEEK | BGT_CAN_MEMBERS |
             BGT_CAN_SHEETS | BGT_CAN_STYLES | BGT_CAN_TYPES | BGT_CAN_CHARTS,
    .text_characters = BGT_XLSX_TEXT_UNITS,
    .rows = BGT_XLSX_ROWS,
    .columns = BGT_XLSX_COLUMNS,
    .sheet_name_characters = LXW_SHEETNAME_MAX,
};

BGT_PLUGIN_EXPORT(xlsx) = {
    .struct_size = sizeof(struct bgt_plugin),
    .abi = BGT_ABI,
    .id = "xlsx",
    .title = "Excel workbook (Office Open XML)",
    .title_zh = "Excel 工作簿（Office Open XML）",
    .kind = BGT_KIND_GRID,
    .option_count = BGT_XLSX_OPTION_COUNT,
    .options = options,
    .option_stride = sizeof(struct bgt_option),
    .capacity = &capacity,
    .reader = &bgt_xlsx_reader,
    .writer = &bgt_xlsx_writer,
};
