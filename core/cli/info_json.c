#include "cli/info.h"
#include "cli/json.h"

static void print_document(struct bgt_terminal *terminal,
                           const struct bgt_summary *summary)
{
    const struct bgt_entity *document = bgt_entity(BGT_ENTITY_document);
    bgt_json_begin(terminal, "document");
    for (uint16_t i = 0; i < document->field_count; i++)
        if (summary->document[i] != NULL)
            bgt_json_text(terminal, bgt_entity_field(document, i)->key,
                          summary->document[i]);
    bgt_json_end(terminal);
}

static void print_region(struct bgt_terminal *terminal,
                         const struct bgt_layout_region *region)
{
    bgt_json_begin(terminal, "sheet");
    bgt_json_text(terminal, "sheet", region->sheet);
    bgt_json_bool(terminal, "hidden", region->is_hidden);
    bgt_json_text(terminal, "layout", region->layout);
    bgt_json_number(terminal, "confidence", region->confidence);
    bgt_json_text(terminal, "reason", region->reason);
    bgt_json_text(terminal, "title", region->title);
    bgt_json_text(terminal, "amount_unit", region->unit);
    bgt_json_number(terminal, "fiscal_year", region->year);
    bgt_json_number(terminal, "table_no", region->table_no);
    bgt_json_number(terminal, "first_row", region->first_row);
    bgt_json_number(terminal, "rows", region->rows);
    bgt_json_number(terminal, "lines", region->lines);
    bgt_json_list(terminal, "unclaimed", region->unclaimed, region->unclaimed_count);
    bgt_json_list(terminal, "guesses", region->guesses, region->guess_count);
    bgt_json_end(terminal);
}

static void print_near(struct bgt_terminal *terminal,
                       const struct bgt_layout_region *region)
{
    for (size_t i = 0; i < region->near_count; i++) {
        const struct bgt_layout_near *near = &region->near[i];
        bgt_json_begin(terminal, "near");
        bgt_json_text(terminal, "sheet", region->sheet);
        bgt_json_text(terminal, "layout", near->layout);
        bgt_json_number(terminal, "confidence", near->confidence);
        bgt_json_list(terminal, "missing", near->missing, near->missing_count);
        bgt_json_number(terminal, "missing_total", near->missing_total);
        bgt_json_end(terminal);
    }
}

static void print_table(struct bgt_terminal *terminal,
                        const struct bgt_summary_table *table)
{
    static const uint16_t shown[] = {
        BGT_table_table_no,    BGT_table_table_id, BGT_table_form_no, BGT_table_title,
        BGT_table_amount_unit, BGT_table_layout,   BGT_table_notes};
    const struct bgt_entity *entity = bgt_entity(BGT_ENTITY_table);
    bgt_json_begin(terminal, "table");
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
        bgt_json_text(terminal, bgt_entity_field(entity, shown[i])->key,
                      table->fields[shown[i]]);
    bgt_json_number(terminal, "lines", table->lines);
    bgt_json_number(terminal, "figures", table->figures);
    bgt_json_end(terminal);
}

void bgt_info_print_json(struct bgt_terminal *terminal, const struct bgt_info *info)
{
    bgt_json_begin(terminal, "file");
    bgt_json_text(terminal, "file", info->path);
    bgt_json_text(terminal, "format", info->format);
    bgt_json_end(terminal);
    print_document(terminal, info->summary);
    for (size_t i = 0; i < info->region_count; i++) {
        print_region(terminal, &info->regions[i]);
        print_near(terminal, &info->regions[i]);
    }
    const struct bgt_summary_table *table = info->summary->first_table;
    for (; table != NULL; table = table->next)
        print_table(terminal, table);
    for (unsigned i = BGT_ENTITY_document + 1; i < BGT_ENTITY_COUNT; i++) {
        if (info->summary->counts[i] == 0)
            continue;
        bgt_json_begin(terminal, "entity");
        bgt_json_text(terminal, "entity", bgt_entity(i)->key);
        bgt_json_text(terminal, "label", bgt_entity(i)->label);
        bgt_json_number(terminal, "count", info->summary->counts[i]);
        bgt_json_end(terminal);
    }
}
