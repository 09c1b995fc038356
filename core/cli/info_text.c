#include <string.h>

#include "cli/info.h"
#include "cli/listing.h"
#include "diag/reasons.h"
#include "diag/render.h"
#include "diag/reporter.h"

/* Spaces before the rows of a listing. */
#define INDENT 2u

static void heading(struct bgt_terminal *terminal, const char *english,
                    const char *chinese)
{
    bgt_print(terminal, "\n");
    bgt_print(terminal, bgt_say(terminal, english, chinese));
    bgt_print(terminal, "\n");
}

static void print_file(struct bgt_terminal *terminal, const struct bgt_info *info)
{
    struct bgt_listing listing;
    char tables[BGT_NUMBER_SIZE];
    char lines[BGT_NUMBER_SIZE];
    char figures[BGT_NUMBER_SIZE];
    const struct bgt_summary *summary = info->summary;
    bgt_listing_open(&listing, 2, 0);
    bgt_listing_add(&listing,
                    (const char *const[]){bgt_say(terminal, "file", "文件"), info->path});
    bgt_listing_add(&listing, (const char *const[]){bgt_say(terminal, "format", "格式"),
                                                    info->format});
    bgt_listing_add(&listing,
                    (const char *const[]){bgt_say(terminal, "tables", "表"),
                                          bgt_number_text(summary->tables, tables)});
    bgt_listing_add(
        &listing,
        (const char *const[]){bgt_say(terminal, "lines", "行"),
                              bgt_number_text(summary->counts[BGT_ENTITY_line], lines)});
    bgt_listing_add(&listing,
                    (const char *const[]){bgt_say(terminal, "figures", "数字"),
                                          bgt_number_text(summary->figures, figures)});
    bgt_listing_print(&listing, terminal, 0);
    bgt_listing_close(&listing);
}

static void print_document(struct bgt_terminal *terminal,
                           const struct bgt_summary *summary)
{
    struct bgt_listing listing;
    const struct bgt_entity *document = bgt_entity(BGT_ENTITY_document);
    bgt_listing_open(&listing, 3, 0);
    for (uint16_t i = 0; i < document->field_count; i++) {
        const struct bgt_field *field = bgt_entity_field(document, i);
        if (summary->document[i] != NULL)
            bgt_listing_add(&listing, (const char *const[]){field->label, field->key,
                                                            summary->document[i]});
    }
    if (!bgt_listing_is_empty(&listing))
        heading(terminal, "document", "文件信息");
    bgt_listing_print(&listing, terminal, INDENT);
    bgt_listing_close(&listing);
}

static void print_tables(struct bgt_terminal *terminal, const struct bgt_summary *summary)
{
    struct bgt_listing listing;
    char lines[BGT_NUMBER_SIZE];
    char figures[BGT_NUMBER_SIZE];
    const struct bgt_summary_table *table = summary->first_table;
    if (table == NULL)
        return;
    bgt_listing_open(&listing, 7, 1u << 0 | 1u << 2 | 1u << 3);
    bgt_listing_add(
        &listing,
        (const char *const[]){
            bgt_say(terminal, "no", "序号"), "table_id", bgt_say(terminal, "lines", "行"),
            bgt_say(terminal, "figures", "数字"), bgt_say(terminal, "unit", "金额单位"),
            bgt_say(terminal, "form", "表号"), bgt_say(terminal, "title", "表名")});
    for (; table != NULL; table = table->next)
        bgt_listing_add(&listing,
                        (const char *const[]){table->fields[BGT_table_table_no],
                                              table->fields[BGT_table_table_id],
                                              bgt_number_text(table->lines, lines),
                                              bgt_number_text(table->figures, figures),
                                              table->fields[BGT_table_amount_unit],
                                              table->fields[BGT_table_form_no],
                                              table->fields[BGT_table_title]});
    heading(terminal, "tables", "表");
    bgt_listing_print(&listing, terminal, INDENT);
    bgt_listing_close(&listing);
}

static void print_foreign(struct bgt_terminal *terminal, const char *text)
{
    if (bgt_render_foreign(&terminal->out, text, strlen(text)) != BGT_OK)
        terminal->out_failed = true;
}

static void print_remarks(struct bgt_terminal *terminal,
                          const struct bgt_layout_region *region, const char *label,
                          const char *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bgt_print(terminal, "  ");
        print_foreign(terminal, region->sheet);
        bgt_print(terminal, label);
        print_foreign(terminal, bgt_reason_in(items[i], terminal->language));
        bgt_print(terminal, "\n");
    }
}

/* Why a sheet was not read, in words and with its code. */
static const char *say_reason(struct bgt_terminal *terminal, const char *code)
{
    static const struct {
        const char *code, *english, *chinese;
    } reasons[] = {
        {"SHEET_NOT_TAKEN", "left out: no figure in it [SHEET_NOT_TAKEN]",
         "略过：其中没有金额 [SHEET_NOT_TAKEN]"},
        {"SHEET_LISTING", "left out: a list of contents [SHEET_LISTING]",
         "略过：目录页 [SHEET_LISTING]"},
        {"SHEET_CONTENTS", "left out: our own list of contents [SHEET_CONTENTS]",
         "略过：本程序生成的目录 [SHEET_CONTENTS]"},
        {"SHEET_CHARTS", "left out: our own charts [SHEET_CHARTS]",
         "略过：本程序生成的图表 [SHEET_CHARTS]"},
        {"SHEET_NO_CELLS", "left out: a chart [SHEET_NO_CELLS]",
         "略过：图表 [SHEET_NO_CELLS]"},
        {"SHEET_SKIPPED", "left out: --skip-sheet [SHEET_SKIPPED]",
         "略过：--skip-sheet [SHEET_SKIPPED]"},
        {"SHEET_NOT_CHOSEN", "left out: --sheet [SHEET_NOT_CHOSEN]",
         "略过：--sheet [SHEET_NOT_CHOSEN]"},
        {"LAYOUT_NO_MATCH", "no layout fits [LAYOUT_NO_MATCH]",
         "没有版式相符 [LAYOUT_NO_MATCH]"},
        {"LAYOUT_AMBIGUOUS", "several layouts fit [LAYOUT_AMBIGUOUS]",
         "多个版式同样相符 [LAYOUT_AMBIGUOUS]"},
    };
    for (size_t i = 0; code != NULL && i < sizeof reasons / sizeof reasons[0]; i++)
        if (strcmp(code, reasons[i].code) == 0)
            return bgt_say(terminal, reasons[i].english, reasons[i].chinese);
    return code != NULL ? code : "-";
}

static void add_region(struct bgt_terminal *terminal, struct bgt_listing *listing,
                       const struct bgt_layout_region *region)
{
    char confidence[BGT_NUMBER_SIZE + 1];
    char table_no[BGT_NUMBER_SIZE];
    char row[BGT_NUMBER_SIZE];
    char rows[BGT_NUMBER_SIZE];
    bool is_taken = region->layout != NULL;
    (void)bgt_number_text(region->confidence, confidence);
    confidence[strlen(confidence) + 1] = '\0';
    confidence[strlen(confidence)] = '%';
    const char *hidden = bgt_say(terminal, "hidden", "隐藏");
    const char *reason = say_reason(terminal, region->reason);
    bgt_listing_add(
        listing,
        (const char *const[]){
            region->sheet, is_taken ? bgt_number_text(region->table_no, table_no) : NULL,
            region->first_row != 0 ? bgt_number_text(region->first_row, row) : NULL,
            bgt_number_text(region->rows, rows), is_taken ? confidence : NULL,
            is_taken ? region->layout : reason, region->is_hidden ? hidden : NULL});
}

/* `shanxi-unit-2026/income 80%; missing: 合计, 上年结转 …` */
static void print_near(struct bgt_terminal *terminal, const struct bgt_layout_near *near)
{
    char number[BGT_NUMBER_SIZE];
    print_foreign(terminal, near->layout);
    bgt_print(terminal, " ");
    bgt_print(terminal, bgt_number_text(near->confidence, number));
    bgt_print(terminal,
              near->missing_count > 0
                  ? bgt_say(terminal, "%; missing: ", "%；缺少：")
                  : bgt_say(terminal, "%; its title is another", "%；标题不同"));
    for (size_t i = 0; i < near->missing_count; i++) {
        bgt_print(terminal, i > 0 ? bgt_say(terminal, ", ", "、") : "");
        print_foreign(terminal, near->missing[i]);
    }
    bgt_print(terminal, near->missing_total > near->missing_count ? " …\n" : "\n");
}

/* What is near the regions that no layout takes, and what a person can do. */
static void print_unmatched(struct bgt_terminal *terminal, const struct bgt_info *info)
{
    bool is_any = false;
    for (size_t i = 0; i < info->region_count; i++) {
        const struct bgt_layout_region *region = &info->regions[i];
        is_any = is_any || (region->reason != NULL &&
                            strcmp(region->reason, "LAYOUT_NO_MATCH") == 0);
        for (size_t n = 0; n < region->near_count; n++) {
            bgt_print(terminal, "  ");
            print_foreign(terminal, region->sheet);
            bgt_print(terminal, bgt_say(terminal, ": near: ", "：相近版式："));
            print_near(terminal, &region->near[n]);
        }
    }
    if (is_any) {
        bgt_print(terminal,
                  bgt_say(terminal,
                          "  raw cells: budgetconv info --cells FILE; draft a layout: "
                          "budgetconv layout new FILE OUT.yaml\n",
                          "  原始单元格：budgetconv info --cells 文件；起草版式："
                          "budgetconv layout new 文件 输出.yaml\n"));
    }
}

static void print_regions(struct bgt_terminal *terminal, const struct bgt_info *info)
{
    struct bgt_listing listing;
    if (info->region_count == 0)
        return;
    bgt_listing_open(&listing, 7, 1u << 1 | 1u << 2 | 1u << 3 | 1u << 4);
    bgt_listing_add(&listing,
                    (const char *const[]){bgt_say(terminal, "sheet", "工作表"),
                                          bgt_say(terminal, "table", "表"),
                                          bgt_say(terminal, "from row", "起始行"),
                                          bgt_say(terminal, "rows", "行数"),
                                          bgt_say(terminal, "match", "匹配"),
                                          bgt_say(terminal, "layout", "版式"), NULL});
    for (size_t i = 0; i < info->region_count; i++)
        add_region(terminal, &listing, &info->regions[i]);
    heading(terminal, "sheets", "工作表");
    bgt_listing_print(&listing, terminal, INDENT);
    bgt_listing_close(&listing);
    for (size_t i = 0; i < info->region_count; i++) {
        const struct bgt_layout_region *region = &info->regions[i];
        print_remarks(
            terminal, region,
            bgt_say(terminal, ": column kept as an extra: ", "：作为附加列保留："),
            region->unclaimed, region->unclaimed_count);
        print_remarks(terminal, region, bgt_say(terminal, ": concluded: ", "：推断："),
                      region->guesses, region->guess_count);
    }
    print_unmatched(terminal, info);
}

static void print_entities(struct bgt_terminal *terminal,
                           const struct bgt_summary *summary)
{
    struct bgt_listing listing;
    char count[BGT_NUMBER_SIZE];
    bgt_listing_open(&listing, 3, 1u << 2);
    /* The document itself may come in several records: no number that says anything. */
    for (unsigned i = BGT_ENTITY_document + 1; i < BGT_ENTITY_COUNT; i++) {
        const struct bgt_entity *entity = bgt_entity(i);
        if (summary->counts[i] > 0)
            bgt_listing_add(&listing, (const char *const[]){
                                          entity->key, entity->label,
                                          bgt_number_text(summary->counts[i], count)});
    }
    if (!bgt_listing_is_empty(&listing))
        heading(terminal, "records", "记录");
    bgt_listing_print(&listing, terminal, INDENT);
    bgt_listing_close(&listing);
}

void bgt_info_print(struct bgt_terminal *terminal, const struct bgt_info *info)
{
    print_file(terminal, info);
    print_document(terminal, info->summary);
    print_regions(terminal, info);
    print_tables(terminal, info->summary);
    print_entities(terminal, info->summary);
}
