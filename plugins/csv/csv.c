/*
 * The csv plugin: comma-separated values, read by libcsv in its strict mode.
 * docs/formats/csv.md is its manual.
 */
#include "csv_options.h"

static const char *const delimiters[] = {"auto",      "comma", "tab",
                                         "semicolon", "pipe",  NULL};
static const char *const raggeds[] = {"refuse", "allow", NULL};
static const char *const stray_quotes[] = {"refuse", "keep", NULL};
static const char *const quotes[] = {"needed", "ambiguous", "always", NULL};
static const char *const line_ends[] = {"lf", "crlf", NULL};
static const char *const guards[] = {"auto", "no", "tab", "refuse", NULL};

static const struct bgt_option options[] = {
    [BGT_CSV_DELIMITER] = {.name = "delimiter",
                           .type = BGT_OPTION_CHOICE,
                           .for_reader = 1,
                           .for_writer = 1,
                           .initial = "auto",
                           .choices = delimiters,
                           .help = "Character between cells; auto: judged from the first "
                                   "lines, comma when writing.",
                           .help_zh = "单元格之间的分隔符；auto：读取时按文件开头判断，"
                                      "写出时为逗号。"},
    [BGT_CSV_RAGGED] = {.name = "ragged",
                        .type = BGT_OPTION_CHOICE,
                        .for_reader = 1,
                        .initial = "refuse",
                        .choices = raggeds,
                        .help =
                            "Rows shorter than all rows before them: refuse, or allow.",
                        .help_zh = "比前面各行都短的行：refuse 拒绝，allow 允许。"},
    [BGT_CSV_STRAY_QUOTES] =
        {.name = "stray-quotes",
         .type = BGT_OPTION_CHOICE,
         .for_reader = 1,
         .initial = "refuse",
         .choices = stray_quotes,
         .help = "Quotation marks inside a cell without quotes: refuse, "
                 "or keep as text.",
         .help_zh = "无引号单元格中的引号：refuse 拒绝，keep 作为文字保留。"},
    [BGT_CSV_QUOTE] = {.name = "quote",
                       .type = BGT_OPTION_CHOICE,
                       .for_writer = 1,
                       .initial = "needed",
                       .choices = quotes,
                       .help =
                           "Which cells stand in quotes; ambiguous: also text that looks "
                           "like a number or date.",
                       .help_zh =
                           "哪些单元格加引号；ambiguous：形似数字或日期的文本也加。"},
    [BGT_CSV_LINE_END] = {.name = "line-end",
                          .type = BGT_OPTION_CHOICE,
                          .for_writer = 1,
                          .initial = "lf",
                          .choices = line_ends,
                          .help = "Line break after each row.",
                          .help_zh = "每行末尾的换行符。"},
    [BGT_CSV_BOM] = {.name = "bom",
                     .type = BGT_OPTION_BOOL,
                     .for_writer = 1,
                     .initial = "no",
                     .help = "Begin the file with a byte order mark (Unicode encodings).",
                     .help_zh = "文件以字节顺序标记开头（仅 Unicode 编码）。"},
    [BGT_CSV_ENCODING] = {.name = "encoding",
                          .type = BGT_OPTION_TEXT,
                          .for_writer = 1,
                          .initial = "UTF-8",
                          .help = "Encoding of the file, such as UTF-8 or GB18030.",
                          .help_zh = "文件编码，例如 UTF-8 或 GB18030。"},
    [BGT_CSV_EXCEL] = {.name = "excel",
                       .type = BGT_OPTION_BOOL,
                       .for_writer = 1,
                       .initial = "no",
                       .help =
                           "Write for Excel: byte order mark, CR LF, no text that turns "
                           "into a formula.",
                       .help_zh = "供 Excel 打开：字节顺序标记、CRLF 换行，"
                                  "不写出会变成公式的文本。"},
    [BGT_CSV_FORMULA_GUARD] = {.name = "formula-guard",
                               .type = BGT_OPTION_CHOICE,
                               .for_writer = 1,
                               .initial = "auto",
                               .choices = guards,
                               .help =
                                   "Text that a spreadsheet takes for a formula: no "
                                   "(warn), tab (a tab in front), refuse; auto: refuse "
                                   "for Excel, else no.",
                               .help_zh =
                                   "会被当作公式的文本：no 仅警告，tab 前加制表符，"
                                   "refuse 拒绝；auto：供 Excel 时拒绝，否则仅警告。"},
};

static const struct bgt_capacity capacity = {
    .struct_size = sizeof capacity,
    .flags =
        BGT_CAN_READ | BGT_CAN_WRITE | BGT_CAN_STREAM | BGT_CAN_MEMBERS | BGT_CAN_FOLDER,
};

BGT_PLUGIN_EXPORT(csv) = {
    .struct_size = sizeof(struct bgt_plugin),
    .abi = BGT_ABI,
    .id = "csv",
    .title = "Comma-separated values",
    .title_zh = "逗号分隔值",
    .kind = BGT_KIND_GRID,
    .option_count = BGT_CSV_OPTION_COUNT,
    .options = options,
    .option_stride = sizeof(struct bgt_option),
    .capacity = &capacity,
    .reader = &bgt_csv_reader,
    .writer = &bgt_csv_writer,
};
