#include "plugin/batch_check.h"

#include "base/utf8.h"

/* The batch and the item that are looked at. */
struct look {
    struct bgt_batch_check *check;
    const struct bgt_batch *batch;
    const struct bgt_item *item;
};

static bool is_within(uint64_t offset, uint64_t length, uint64_t size)
{
    return offset <= size && length <= size - offset;
}

static const char *check_text(const struct look *look, uint64_t offset, uint64_t length,
                              bool in_input)
{
    uint64_t size = in_input ? look->check->input_length : look->batch->text_size;
    const char *base = in_input ? look->batch->input : look->batch->text;
    if (length == 0) {
        return NULL;
    }
    if (in_input && (base == NULL || base != look->check->input)) {
        return "text in an input that is not mapped";
    }
    if (!is_within(offset, length, size)) {
        return "text outside the batch";
    }
    return bgt_utf8_valid(base + offset, (size_t)length, NULL) ? NULL
                                                               : "text is not UTF-8";
}

static const char *check_meaning(const struct look *look, const struct bgt_value *value)
{
    if (value->state != BGT_BLANK && value->state != BGT_PRESENT) {
        return "state of a value";
    }
    if (value->type < BGT_VALUE_TEXT || value->type > BGT_VALUE_ERROR) {
        return "type of a value";
    }
    if ((value->flags & BGT_VALUE_DECIMAL) != 0 && !bgt_decimal_valid(value->decimal)) {
        return "decimal out of bounds";
    }
    if (value->intern_id != 0 &&
        (look->check->interner == NULL ||
         value->intern_id > bgt_interner_count(look->check->interner))) {
        return "intern id that was never given";
    }
    return NULL;
}

static const char *check_value(const struct look *look, const struct bgt_value *value)
{
    const char *wrong = check_meaning(look, value);
    if (wrong == NULL) {
        wrong = check_text(look, value->text_offset, value->text_length,
                           (value->flags & BGT_VALUE_IN_INPUT) != 0);
    }
    if (wrong == NULL) {
        wrong = check_text(look, value->name_offset, value->name_length, false);
    }
    return wrong;
}

/* ---- Grid ----------------------------------------------------------------------- */

static const char *check_sheet(const struct look *look)
{
    if (look->check->in_sheet) {
        return "a sheet inside a sheet";
    }
    if (look->item->value_count == 0) {
        return "a sheet without a name";
    }
    if (look->item->value_count > 1 && look->check->had_sheet) {
        return "names of further sheets behind the first";
    }
    look->check->had_sheet = true;
    look->check->in_sheet = true;
    look->check->row = 0;
    return NULL;
}

static const char *check_row(const struct look *look)
{
    const struct bgt_value *values = bgt_item_values(look->batch, look->item);
    uint32_t column = 0;
    if (!look->check->in_sheet) {
        return "a row outside a sheet";
    }
    if (look->item->row <= look->check->row) {
        return "row numbers that do not rise";
    }
    look->check->row = look->item->row;
    for (uint32_t i = 0; i < look->item->value_count; i++) {
        if (values[i].column <= column) {
            return "columns that do not rise";
        }
        column = values[i].column;
    }
    return column > look->check->row_cells ? "column beyond the limit row-cells" : NULL;
}

static const char *check_grid_item(const struct look *look)
{
    switch (look->item->kind) {
    case BGT_ITEM_SHEET:
        return check_sheet(look);
    case BGT_ITEM_ROW:
        return check_row(look);
    case BGT_ITEM_SHEET_END:
        if (!look->check->in_sheet || look->item->value_count != 0) {
            return "the end of a sheet that is not open";
        }
        look->check->in_sheet = false;
        return NULL;
    default:
        return "kind of an item of a grid";
    }
}

/* ---- Records -------------------------------------------------------------------- */

static const char *check_record(const struct look *look)
{
    const struct bgt_value *values = bgt_item_values(look->batch, look->item);
    const struct bgt_model *model = look->check->model;
    if (model == NULL) {
        return NULL;
    }
    if (look->item->entity >= model->entity_count) {
        return "entity that the model does not have";
    }
    const struct bgt_entity *entity = bgt_model_entity(model, look->item->entity);
    for (uint32_t i = 0; i < look->item->value_count; i++) {
        bool is_extra = values[i].column == BGT_FIELD_EXTRA && values[i].name_length != 0;
        if (!is_extra && values[i].column >= entity->field_count) {
            return "field that the entity does not have";
        }
    }
    return NULL;
}

static const char *check_record_item(const struct look *look)
{
    switch (look->item->kind) {
    case BGT_ITEM_RECORD:
        return check_record(look);
    case BGT_ITEM_FIELDS:
    case BGT_ITEM_TABLE_END:
        return NULL;
    default:
        return "kind of an item of records";
    }
}

/* ---- The batch ------------------------------------------------------------------ */

static const char *check_item(const struct look *look, uint32_t next_value)
{
    const struct bgt_item *item = look->item;
    const char *wrong = NULL;
    if (item->first_value != next_value ||
        item->value_count > look->batch->value_count - next_value) {
        return "values outside the batch";
    }
    wrong = check_text(look, item->place_offset, item->place_length, false);
    const struct bgt_value *values = bgt_item_values(look->batch, item);
    for (uint32_t i = 0; wrong == NULL && i < item->value_count; i++) {
        wrong = check_value(look, &values[i]);
    }
    if (wrong != NULL) {
        return wrong;
    }
    return look->check->kind == BGT_KIND_GRID ? check_grid_item(look)
                                              : check_record_item(look);
}

const char *bgt_batch_check(struct bgt_batch_check *check, const struct bgt_batch *batch,
                            uint32_t *index)
{
    struct look look = {check, batch, NULL};
    uint32_t next_value = 0;
    if (batch->item_count > batch->item_capacity ||
        batch->value_count > batch->value_capacity ||
        batch->text_size > batch->text_capacity) {
        *index = 0;
        return "counts beyond the batch";
    }
    for (uint32_t i = 0; i < batch->item_count; i++) {
        look.item = &batch->items[i];
        *index = i;
        const char *wrong = check_item(&look, next_value);
        if (wrong != NULL) {
            return wrong;
        }
        next_value += look.item->value_count;
    }
    return next_value == batch->value_count ? NULL : "values that belong to no item";
}

const char *bgt_batch_check_end(const struct bgt_batch_check *check)
{
    return check->in_sheet ? "the end inside a sheet" : NULL;
}
