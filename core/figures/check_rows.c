#include <string.h>

#include "figures/check_parts.h"
#include "io/batch.h"
#include "layout/layout.h"

/* Levels of a code tree. */
#define DEPTH 16u

/* Adds a set, or finds it. Ids of table_ids are the first that the interner gives. */
static struct bgt_check_set *add_set(struct bgt_checking *checking, struct bgt_slice id,
                                     uint16_t entity)
{
    uint32_t number = bgt_interner_intern(checking->interner, id.text, id.length);
    if (number >= checking->set_ids)
        return NULL;
    if (checking->sets_by_id[number] != NULL)
        return checking->sets_by_id[number];
    struct bgt_check_set *set =
        bgt_arena_allocate_array(&checking->check->arena, 1, sizeof *set);
    if (set == NULL)
        return NULL;
    set->id = id;
    set->entity = entity;
    checking->sets_by_id[number] = set;
    if (checking->last_set != NULL)
        checking->last_set->next = set;
    else
        checking->sets = set;
    checking->last_set = set;
    return set;
}

struct bgt_check_set *bgt_check_set_of(const struct bgt_checking *checking,
                                       struct bgt_slice id)
{
    uint32_t number = bgt_interner_find(checking->interner, id.text, id.length);
    return number < checking->set_ids ? checking->sets_by_id[number] : NULL;
}

/* One set for each table_id, in order of appearance. */
static bgt_status add_table_sets(struct bgt_checking *checking)
{
    struct bgt_arena *arena = &checking->check->arena;
    uint32_t count = checking->figures->table_count;
    checking->set_ids = count + 3; /* 0 is none; and two sets of records. */
    checking->sets_by_id =
        bgt_arena_allocate_array(arena, checking->set_ids, sizeof(void *));
    checking->table_sets = bgt_arena_allocate_array(arena, count + 1, sizeof(void *));
    if (checking->sets_by_id == NULL || checking->table_sets == NULL)
        return BGT_NO_MEMORY;
    for (const struct bgt_figures_table *table = checking->figures->first_table;
         table != NULL; table = table->next) {
        struct bgt_slice id =
            bgt_figures_table_text(checking->figures, table, BGT_table_table_id);
        struct bgt_check_set *set = add_set(checking, id, BGT_ENTITY_line);
        if (set == NULL)
            return BGT_NO_MEMORY;
        checking->table_sets[table->index] = set;
        if (set->table == NULL)
            set->table = table;
        for (size_t i = 0; i < BGT_line_field_count; i++)
            set->announced[i] = set->announced[i] || table->announced[i];
    }
    return BGT_OK;
}

/* Counts, then takes each set's own lines. */
static bgt_status fill_tables(struct bgt_checking *checking)
{
    const struct bgt_figures *figures = checking->figures;
    for (size_t i = 0; i < figures->line_count; i++)
        checking->table_sets[figures->lines[i].table->index]->count++;
    for (struct bgt_check_set *set = checking->sets; set != NULL; set = set->next) {
        set->rows = bgt_arena_allocate_array(&checking->check->arena, set->count + 1,
                                             sizeof *set->rows);
        if (set->rows == NULL)
            return BGT_NO_MEMORY;
        set->count = 0;
    }
    for (size_t i = 0; i < figures->line_count; i++) {
        const struct bgt_figures_line *line = &figures->lines[i];
        struct bgt_check_set *set = checking->table_sets[line->table->index];
        struct bgt_check_row *row = &set->rows[set->count++];
        row->item = line->item;
        row->table = line->table;
    }
    return BGT_OK;
}

static bgt_status add_records(struct bgt_checking *checking, const char *id,
                              uint16_t entity)
{
    const struct bgt_figures *figures = checking->figures;
    struct bgt_check_set *set = NULL;
    for (size_t i = 0; i < figures->record_count; i++) {
        uint32_t item = figures->records[i];
        if (bgt_figures_item(figures, item)->entity != entity)
            continue;
        if (set == NULL) {
            set = add_set(checking, bgt_slice_of(id), entity);
            if (set == NULL || set->entity != entity)
                return set == NULL ? BGT_NO_MEMORY : BGT_OK; /* A table has that name. */
            set->rows = bgt_arena_allocate_array(
                &checking->check->arena, figures->record_count, sizeof *set->rows);
        }
        if (set->rows == NULL)
            return BGT_NO_MEMORY;
        set->rows[set->count++].item = item;
    }
    return BGT_OK;
}

/* ---- The tree of codes
 * ------------------------------------------------------------------------------------ */

static struct bgt_slice code_of(const struct bgt_checking *checking,
                                const struct bgt_check_row *row)
{
    static const uint16_t fields[] = {BGT_line_exp_func_code, BGT_line_dep_bgt_eco_code,
                                      BGT_line_gov_bgt_eco_code,
                                      BGT_line_income_sort_code};
    struct bgt_slice code = {"", 0};
    for (size_t i = 0; code.length == 0 && i < sizeof fields / sizeof fields[0]; i++)
        code = bgt_figures_item_text(checking->figures, row->item, fields[i]);
    return code;
}

/* The codes above the row at work, of one side of a table. */
struct ancestors {
    const struct bgt_figures_table *table;
    struct bgt_slice codes[DEPTH];
    size_t rows[DEPTH];
    size_t depth;
};

static void put_below(struct bgt_check_set *set, size_t parent, size_t child)
{
    struct bgt_check_row *above = &set->rows[parent];
    uint32_t added = (uint32_t)child + 1;
    if (above->last_child != 0)
        set->rows[above->last_child - 1].next_child = added;
    else
        above->first_child = added;
    above->last_child = added;
}

static bool begins_with(struct bgt_slice code, struct bgt_slice prefix)
{
    return code.length > prefix.length &&
           memcmp(code.text, prefix.text, prefix.length) == 0;
}

/* A row without a code and role, among rows with codes, is an item that the code list
 * lacks: it stands under the class that is open. */
static void place_row(struct bgt_checking *checking, struct bgt_check_set *set,
                      struct ancestors *above, size_t index)
{
    struct bgt_check_row *row = &set->rows[index];
    struct bgt_slice code = code_of(checking, row);
    if (code.length == 0) {
        bool is_item =
            bgt_figures_item_text(checking->figures, row->item, BGT_line_row_role)
                    .length == 0 &&
            above->depth > 0;
        if (is_item)
            put_below(set, above->rows[0], index);
        return;
    }
    while (above->depth > 0 && !begins_with(code, above->codes[above->depth - 1]))
        above->depth--;
    row->is_top = above->depth == 0;
    if (above->depth > 0)
        put_below(set, above->rows[above->depth - 1], index);
    if (above->depth < DEPTH) {
        above->codes[above->depth] = code;
        above->rows[above->depth++] = index;
    }
}

static void make_tree(struct bgt_checking *checking, struct bgt_check_set *set)
{
    struct ancestors sides[3];
    memset(sides, 0, sizeof sides);
    for (size_t i = 0; i < set->count; i++) {
        struct bgt_slice side =
            bgt_figures_item_text(checking->figures, set->rows[i].item, BGT_line_side);
        struct ancestors *above = &sides[side.length == 0      ? 0
                                         : side.text[0] == 'i' ? 1
                                                               : 2];
        if (above->table != set->rows[i].table)
            above->depth = 0;
        above->table = set->rows[i].table;
        place_row(checking, set, above, i);
    }
}

bgt_status bgt_check_gather(struct bgt_checking *checking)
{
    bgt_status status = add_table_sets(checking);
    if (status == BGT_OK)
        status = fill_tables(checking);
    for (struct bgt_check_set *set = checking->sets; status == BGT_OK && set != NULL;
         set = set->next)
        make_tree(checking, set);
    if (status == BGT_OK)
        status = add_records(checking, "statement", BGT_ENTITY_statement);
    return status == BGT_OK ? add_records(checking, "indicator", BGT_ENTITY_indicator)
                            : status;
}

/* ---- Finding rows
 * ------------------------------------------------------------------------------------ */

/* The id of a text in its comparable form; 0: empty, or no room. */
static uint32_t id_of_text(struct bgt_checking *checking, struct bgt_slice text)
{
    bgt_buffer_clear(&checking->key);
    if (bgt_text_normalise(&checking->key, text.text, text.length) != BGT_OK ||
        checking->key.length == 0)
        return 0;
    return bgt_interner_intern(checking->interner, checking->key.data,
                               checking->key.length);
}

static bgt_status make_index(struct bgt_checking *checking, struct bgt_check_set *set,
                             uint16_t field, struct bgt_check_index **out)
{
    struct bgt_arena *arena = &checking->check->arena;
    struct bgt_check_index *index = bgt_arena_allocate_array(arena, 1, sizeof *index);
    uint32_t *ids = bgt_arena_allocate_array(arena, set->count + 1, sizeof *ids);
    if (index == NULL || ids == NULL)
        return BGT_NO_MEMORY;
    index->field = field;
    for (size_t i = 0; i < set->count; i++)
        ids[i] = id_of_text(
            checking, bgt_figures_item_text(checking->figures, set->rows[i].item, field));
    index->id_count = bgt_interner_count(checking->interner) + 1;
    index->heads = bgt_arena_allocate_array(arena, index->id_count, sizeof(uint32_t));
    index->chain = bgt_arena_allocate_array(arena, set->count + 1, sizeof(uint32_t));
    if (index->heads == NULL || index->chain == NULL)
        return BGT_NO_MEMORY;
    for (size_t i = set->count; i > 0; i--) {
        index->chain[i - 1] = index->heads[ids[i - 1]];
        index->heads[ids[i - 1]] = (uint32_t)i;
    }
    index->next = set->indexes;
    set->indexes = index;
    *out = index;
    return BGT_OK;
}

static bgt_status find_index(struct bgt_checking *checking, struct bgt_check_set *set,
                             uint16_t field, struct bgt_check_index **out)
{
    for (*out = set->indexes; *out != NULL; *out = (*out)->next)
        if ((*out)->field == field)
            return BGT_OK;
    return make_index(checking, set, field, out);
}

bgt_status bgt_check_walk(struct bgt_checking *checking, struct bgt_check_walk *walk)
{
    walk->checking = checking;
    walk->next = walk->set->count > 0 ? 1 : 0;
    for (uint8_t i = 0; walk->bound != NULL && i < walk->wanted->condition_count; i++) {
        const struct bgt_rule_condition *condition = &walk->wanted->conditions[i];
        struct bgt_check_index *index = NULL;
        if (!condition->is_bound || condition->is_not)
            continue;
        struct bgt_slice text =
            bgt_figures_item_text(checking->figures, walk->bound->item, condition->bound);
        uint32_t id = id_of_text(checking, text);
        bgt_status status = find_index(checking, walk->set, condition->field, &index);
        if (status != BGT_OK)
            return status;
        walk->index = index;
        walk->next = id == 0 || id >= index->id_count ? 0 : index->heads[id];
        return BGT_OK;
    }
    return BGT_OK;
}

static bool is_one_of(const struct bgt_rule_condition *condition, struct bgt_slice text)
{
    for (uint8_t i = 0; i < condition->value_count; i++)
        if (bgt_text_same_label(text.text, text.length, condition->values[i].text,
                                condition->values[i].length))
            return true;
    return false;
}

/* Text of a field; a number that was read as one is written into `number`. */
static struct bgt_slice text_of(const struct bgt_figures *figures, uint32_t item,
                                uint16_t field, char number[BGT_DECIMAL_TEXT_SIZE])
{
    struct bgt_slice text = bgt_figures_item_text(figures, item, field);
    const struct bgt_value *value =
        text.length > 0
            ? NULL
            : bgt_item_find(figures->batch, bgt_figures_item(figures, item), field);
    if (value != NULL && value->state == BGT_PRESENT &&
        (value->flags & BGT_VALUE_DECIMAL) != 0)
        text = (struct bgt_slice){number, bgt_decimal_format(value->decimal, number)};
    return text;
}

static bool fits(const struct bgt_check_walk *walk, const struct bgt_check_row *row)
{
    const struct bgt_figures *figures = walk->checking->figures;
    for (uint8_t i = 0; i < walk->wanted->condition_count; i++) {
        const struct bgt_rule_condition *condition = &walk->wanted->conditions[i];
        if (condition->is_top) {
            if (!row->is_top)
                return false;
            continue;
        }
        char number[BGT_DECIMAL_TEXT_SIZE];
        struct bgt_slice text = text_of(figures, row->item, condition->field, number);
        bool is_fit = false;
        if (condition->is_bound && walk->bound != NULL) {
            struct bgt_slice wanted =
                bgt_figures_item_text(figures, walk->bound->item, condition->bound);
            is_fit = wanted.length > 0 && bgt_text_same_label(text.text, text.length,
                                                              wanted.text, wanted.length);
        } else {
            is_fit = is_one_of(condition, text);
        }
        if (is_fit == condition->is_not)
            return false;
    }
    return true;
}

const struct bgt_check_row *bgt_check_next(struct bgt_check_walk *walk)
{
    while (walk->next != 0) {
        const struct bgt_check_row *row = &walk->set->rows[walk->next - 1];
        if (walk->index != NULL)
            walk->next = walk->index->chain[walk->next - 1];
        else
            walk->next = walk->next < walk->set->count ? walk->next + 1 : 0;
        if (fits(walk, row))
            return row;
    }
    return NULL;
}
