#include "workbook.h"

#include "bytes.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct bgt_xlsx_workbook *workbook;
    const struct bgt_env *env;
    const char *part;
    struct bgt_xlsx_relationships relationships;
    unsigned depth;
    bool in_sheets;
};

static uint8_t state_flags(const char *state)
{
    if (state == NULL || strcmp(state, "visible") == 0) {
        return 0;
    }
    return strcmp(state, "veryHidden") == 0 ? BGT_ITEM_HIDDEN | BGT_ITEM_VERY_HIDDEN
                                            : BGT_ITEM_HIDDEN;
}

static bgt_status add_sheet(struct reading *reading, const char *name,
                            const struct bgt_xlsx_relationship *target, uint8_t flags)
{
    struct bgt_xlsx_workbook *workbook = reading->workbook;
    uint64_t maximum = reading->env->limits->sheets;
    if (workbook->sheet_count >= maximum) {
        return bgt_xlsx_limit(reading->env, "sheets", maximum,
                              bgt_xlsx_at(reading->part, 0, 0));
    }
    struct bgt_xlsx_sheet_entry *sheets =
        bgt_xlsx_grow(workbook->sheets, workbook->sheet_count, &workbook->sheet_capacity,
                      sizeof *sheets);
    if (sheets == NULL) {
        return BGT_NO_MEMORY;
    }
    workbook->sheets = sheets;
    struct bgt_xlsx_sheet_entry *sheet = &sheets[workbook->sheet_count++];
    sheet->flags = flags;
    if (target->kind != BGT_XLSX_PART_WORKSHEET) {
        sheet->flags |= BGT_ITEM_NOT_GRID;
    }
    sheet->name = bgt_xlsx_copy(name, strlen(name));
    sheet->part = bgt_xlsx_copy(target->part, strlen(target->part));
    return sheet->name == NULL || sheet->part == NULL ? BGT_NO_MEMORY : BGT_OK;
}

static bgt_status on_sheet(struct reading *reading, const char *const *attributes)
{
    const char *name = bgt_xlsx_attribute(attributes, "name");
    const char *id = bgt_xlsx_relationship_attribute(attributes, "id");
    const struct bgt_xlsx_relationship *target =
        id == NULL ? NULL : bgt_xlsx_relationships_id(&reading->relationships, id);
    if (target == NULL || name == NULL) {
        return bgt_xlsx_fatal(reading->env, "XLSX_SHEET_NO_PART",
                              bgt_xlsx_at(name == NULL ? reading->part : name, 0, 0),
                              id == NULL ? "" : id);
    }
    uint8_t flags = state_flags(bgt_xlsx_attribute(attributes, "state"));
    return add_sheet(reading, name, target, flags);
}

static bgt_status on_start(void *context, const char *name, const char *const *attributes)
{
    struct reading *reading = context;
    unsigned depth = reading->depth++;
    if (depth == 0 && strcmp(name, "workbook") != 0) {
        return bgt_xlsx_fatal(reading->env, "XLSX_PART_KIND",
                              bgt_xlsx_at(reading->part, 0, 0), "workbook");
    }
    if (depth == 1 && strcmp(name, "workbookPr") == 0) {
        reading->workbook->is_1904 =
            bgt_xlsx_true(bgt_xlsx_attribute(attributes, "date1904"));
    } else if (depth == 1) {
        reading->in_sheets = strcmp(name, "sheets") == 0;
    } else if (depth == 2 && reading->in_sheets && strcmp(name, "sheet") == 0) {
        return on_sheet(reading, attributes);
    }
    return BGT_OK;
}

static bgt_status on_end(void *context, const char *name)
{
    struct reading *reading = context;
    (void)name;
    reading->depth--;
    return BGT_OK;
}

/* Copies the name of the first related part of a kind; null where there is none. */
static bgt_status copy_part(const struct reading *reading, enum bgt_xlsx_part_kind kind,
                            char **part)
{
    const struct bgt_xlsx_relationship *found =
        bgt_xlsx_relationships_kind(&reading->relationships, kind);
    if (found == NULL) {
        return BGT_OK;
    }
    *part = bgt_xlsx_copy(found->part, strlen(found->part));
    return *part == NULL ? BGT_NO_MEMORY : BGT_OK;
}

static bgt_status read_part(struct reading *reading, struct bgt_input *package)
{
    static const struct bgt_xlsx_events events = {.start = on_start, .end = on_end};
    const struct bgt_xlsx_part_source source = {reading->env, package, reading->part};
    bgt_status status = bgt_xlsx_relationships_read(&reading->relationships, reading->env,
                                                    package, reading->part);
    if (status == BGT_OK) {
        status = copy_part(reading, BGT_XLSX_PART_STYLES, &reading->workbook->styles);
    }
    if (status == BGT_OK) {
        status = copy_part(reading, BGT_XLSX_PART_SHARED_STRINGS,
                           &reading->workbook->shared_strings);
    }
    if (status == BGT_OK) {
        status = bgt_xlsx_part_read(&source, &events, reading);
    }
    if (status == BGT_NOT_FOUND) {
        return bgt_xlsx_fatal(reading->env, "XLSX_NO_WORKBOOK", bgt_xlsx_at(NULL, 0, 0),
                              reading->part);
    }
    if (status == BGT_OK && reading->workbook->sheet_count == 0) {
        return bgt_xlsx_fatal(reading->env, "XLSX_NO_SHEETS",
                              bgt_xlsx_at(reading->part, 0, 0), NULL);
    }
    return status;
}

bgt_status bgt_xlsx_workbook_read(struct bgt_xlsx_workbook *workbook,
                                  const struct bgt_env *env, struct bgt_input *package)
{
    char *part = NULL;
    struct reading reading;
    memset(&reading, 0, sizeof reading);
    bgt_status status = bgt_xlsx_workbook_part(env, package, &part);
    if (status == BGT_OK) {
        reading.workbook = workbook;
        reading.env = env;
        reading.part = part;
        status = read_part(&reading, package);
    }
    bgt_xlsx_relationships_free(&reading.relationships);
    free(part);
    return status;
}

void bgt_xlsx_workbook_free(struct bgt_xlsx_workbook *workbook)
{
    for (size_t i = 0; i < workbook->sheet_count; i++) {
        free(workbook->sheets[i].name);
        free(workbook->sheets[i].part);
    }
    free(workbook->sheets);
    free(workbook->styles);
    free(workbook->shared_strings);
    memset(workbook, 0, sizeof *workbook);
}
