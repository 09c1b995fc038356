#include "layout/form_plan.h"

#include <stdlib.h>
#include <string.h>

#include "layout/record.h"

#define KEY_BYTES 65536

/* What planning remembers of a block. */
struct block_state {
    uint16_t open_row;  /* Fixed row that is open. */
    bool *used;         /* By fixed row: a line stands in it. */
    uint64_t last_base; /* Of the last line. */
    uint32_t last_sub;
};

struct planning {
    struct bgt_form_plan *plan;
    const struct bgt_form_table *table;
    struct block_state blocks[BGT_LAYOUT_BLOCKS_MAX];
    struct bgt_buffer key;
    bool has_rows;       /* Lines keep their row_no. */
    bool has_fewer_rows; /* One of them stands above its place in the layout. */
};

void bgt_form_plan_close(struct bgt_form_plan *plan)
{
    free(plan->entries);
    free(plan->homeless);
    memset(plan, 0, sizeof *plan);
}

static bgt_status add_entry(struct bgt_form_plan *plan,
                            const struct bgt_form_entry *entry)
{
    if (plan->count == plan->capacity) {
        size_t wanted = plan->capacity == 0 ? 64 : plan->capacity * 2;
        struct bgt_form_entry *grown = realloc(plan->entries, wanted * sizeof *grown);
        if (grown == NULL)
            return BGT_NO_MEMORY;
        plan->entries = grown;
        plan->capacity = wanted;
    }
    plan->entries[plan->count++] = *entry;
    return BGT_OK;
}

static struct bgt_slice text_of(const struct planning *planning,
                                const struct bgt_item *line, uint16_t field)
{
    return bgt_present_text(planning->table->lines,
                            bgt_item_find(planning->table->lines, line, field));
}

static bool is_text(struct bgt_slice text, const char *expected)
{
    return expected != NULL &&
           bgt_text_equal(text.text, text.length, expected, strlen(expected));
}

static int64_t row_number(const struct planning *planning, const struct bgt_item *line)
{
    const struct bgt_value *value =
        bgt_item_find(planning->table->lines, line, BGT_line_row_no);
    return value != NULL && (value->flags & BGT_VALUE_DECIMAL) != 0 &&
                   value->decimal.scale == 0
               ? value->decimal.coefficient
               : 0;
}

/* ---- Blocks ---- */

static bool has_column(const struct bgt_layout *layout,
                       const struct bgt_layout_block *block, uint16_t field)
{
    for (uint16_t c = 0; c < block->column_count; c++) {
        const struct bgt_layout_column *column =
            &layout->columns[block->first_column + c];
        for (unsigned f = 0; f < column->field_count; f++)
            if (column->fields[f] == field)
                return true;
    }
    return false;
}

/* How many figures of the line the block has columns for. */
static unsigned count_held(const struct planning *planning, const struct bgt_item *line,
                           const struct bgt_layout_block *block)
{
    const struct bgt_value *values = bgt_item_values(planning->table->lines, line);
    unsigned held = 0;
    for (uint32_t i = 0; i < line->value_count; i++)
        held += values[i].column < BGT_line_field_count &&
                (bgt_line_field(values[i].column)->flags & BGT_FIELD_MEASURE) != 0 &&
                has_column(planning->table->layout, block, (uint16_t)values[i].column);
    return held;
}

static struct bgt_slice row_key(struct planning *planning, const struct bgt_item *line)
{
    struct bgt_slice item = text_of(planning, line, BGT_line_item);
    bgt_buffer_clear(&planning->key);
    if (bgt_layout_row_key(&planning->key, item.text, item.length) != BGT_OK)
        bgt_buffer_clear(&planning->key);
    return (struct bgt_slice){planning->key.data, planning->key.length};
}

/* How much the line's code speaks for the block: 1 where it begins as the block's codes
 * do, 0 where it does not, or where either has none. */
static unsigned has_code_of(const struct planning *planning, const struct bgt_item *line,
                            const struct bgt_layout_block *block)
{
    if (block->code_column == BGT_LAYOUT_NONE)
        return 0;
    struct bgt_slice code = text_of(
        planning, line, planning->table->layout->columns[block->code_column].fields[0]);
    for (size_t i = 0; i < block->code_count; i++)
        if (bgt_text_starts_with(code.text, code.length, block->codes[i].text))
            return 1;
    return 0;
}

/* How well a block suits a line of its side: it knows its label, its code, has columns
 * for its figures, and is free in the row that the line stood in. */
static unsigned suits(struct planning *planning, const struct bgt_item *line,
                      uint16_t number)
{
    const struct bgt_layout_block *block = &planning->table->layout->blocks[number];
    const struct block_state *state = &planning->blocks[number];
    struct bgt_slice key = row_key(planning, line);
    bool is_known = bgt_layout_find_row(block, state->open_row, key) != BGT_LAYOUT_NONE ||
                    (key.length > 0 && bgt_layout_find_total(block, key) != NULL);
    bool is_free =
        planning->has_rows && state->last_base != (uint64_t)row_number(planning, line);
    return 1 + is_free + 2 * count_held(planning, line, block) +
           2 * BGT_line_field_count *
               ((unsigned)is_known + has_code_of(planning, line, block));
}

/* The block for a line: of its side, and of several the one that suits it best.
 * BGT_LAYOUT_NONE: none. */
static uint16_t choose_block(struct planning *planning, const struct bgt_item *line)
{
    const struct bgt_layout *layout = planning->table->layout;
    struct bgt_slice side = text_of(planning, line, BGT_line_side);
    uint16_t best = BGT_LAYOUT_NONE;
    unsigned most = 0;
    for (uint16_t b = 0; b < layout->block_count; b++) {
        const struct bgt_layout_block *block = &layout->blocks[b];
        const char *own = bgt_layout_side_text(block->side);
        if (own == NULL ? side.length > 0 && layout->block_count > 1
                        : !is_text(side, own))
            continue;
        unsigned suited = suits(planning, line, b);
        if (suited > most) {
            most = suited;
            best = b;
        }
    }
    return best;
}

/* ---- Fixed rows ---- */

static bool has_values(const struct planning *planning, const struct bgt_item *line,
                       const struct bgt_layout_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        struct bgt_slice own = text_of(planning, line, values->list[i].field);
        if (!bgt_text_equal(own.text, own.length, values->list[i].text.text,
                            values->list[i].text.length))
            return false;
    }
    return values->count > 0;
}

/* A free fixed row by role or by what it stands for: the label may be another year's. */
static uint16_t find_by_meaning(const struct planning *planning,
                                const struct bgt_item *line, uint16_t number)
{
    const struct bgt_layout_block *block = &planning->table->layout->blocks[number];
    const struct block_state *state = &planning->blocks[number];
    struct bgt_slice role = text_of(planning, line, BGT_line_row_role);
    for (uint16_t r = 0; r < block->row_count; r++) {
        const struct bgt_layout_row *row = &block->rows[r];
        bool is_reachable =
            row->under == BGT_LAYOUT_NONE || row->under == state->open_row;
        if (state->used[r] || !is_reachable)
            continue;
        if (role.length > 0
                ? is_text(role, row->row_role)
                : row->row_role == NULL && has_values(planning, line, &row->values))
            return r;
    }
    return BGT_LAYOUT_NONE;
}

static uint16_t find_fixed(struct planning *planning, const struct bgt_item *line,
                           uint16_t number)
{
    const struct bgt_layout_block *block = &planning->table->layout->blocks[number];
    struct block_state *state = &planning->blocks[number];
    if (block->is_open || block->row_count == 0)
        return BGT_LAYOUT_NONE;
    uint16_t found = bgt_layout_find_row(block, state->open_row, row_key(planning, line));
    if (found != BGT_LAYOUT_NONE && state->used[found])
        found = BGT_LAYOUT_NONE;
    if (found == BGT_LAYOUT_NONE)
        found = find_by_meaning(planning, line, number);
    if (found == BGT_LAYOUT_NONE)
        return found;
    state->used[found] = true;
    if (block->rows[found].under == BGT_LAYOUT_NONE)
        state->open_row = found;
    return found;
}

/* ---- Rows ---- */

static void place_line(struct planning *planning, const struct bgt_item *line,
                       uint16_t fixed, struct bgt_form_entry *entry)
{
    const struct bgt_layout_block *block = &planning->table->layout->blocks[entry->block];
    struct block_state *state = &planning->blocks[entry->block];
    uint64_t last = state->last_base;
    entry->sub = 0;
    if (planning->has_rows)
        entry->base = (uint64_t)row_number(planning, line);
    else if (fixed != BGT_LAYOUT_NONE)
        entry->base = block->rows[fixed].position;
    else if (block->is_open)
        entry->base = last + 1;
    else
        entry->base = last;
    if (entry->base == last && (fixed == BGT_LAYOUT_NONE || planning->has_rows))
        entry->sub = state->last_sub + 1;
    state->last_base = entry->base;
    state->last_sub = entry->sub;
}

static bgt_status plan_line(struct planning *planning, uint32_t index)
{
    const struct bgt_item *line = &planning->table->lines->items[index];
    uint16_t number = choose_block(planning, line);
    if (number == BGT_LAYOUT_NONE) {
        planning->plan->homeless[planning->plan->homeless_count++] = index;
        return BGT_OK;
    }
    const struct bgt_layout_block *block = &planning->table->layout->blocks[number];
    struct bgt_form_entry entry = {.line = index, .block = number};
    uint16_t fixed = find_fixed(planning, line, number);
    if (fixed != BGT_LAYOUT_NONE) {
        entry.described = &block->rows[fixed];
        planning->has_fewer_rows =
            planning->has_fewer_rows ||
            (planning->has_rows &&
             row_number(planning, line) < (int64_t)block->rows[fixed].position);
    } else if (block->is_open) {
        entry.described = bgt_layout_find_total(block, row_key(planning, line));
    }
    place_line(planning, line, fixed, &entry);
    return add_entry(planning->plan, &entry);
}

/* Adds the fixed rows of a block that no line stands in. `taken` is by position. */
static bgt_status add_blank_rows_of(struct planning *planning, uint16_t number,
                                    bool *taken)
{
    const struct bgt_layout_block *block = &planning->table->layout->blocks[number];
    struct bgt_form_plan *plan = planning->plan;
    for (size_t i = 0; i < plan->count; i++)
        if (plan->entries[i].block == number && plan->entries[i].base < BGT_LAYOUT_NONE)
            taken[plan->entries[i].base] = true;
    for (uint16_t r = 0; r < block->row_count; r++) {
        struct bgt_form_entry entry = {.base = block->rows[r].position,
                                       .line = BGT_NO_LINE,
                                       .block = number,
                                       .described = &block->rows[r]};
        if (planning->blocks[number].used[r] || taken[entry.base])
            continue;
        bgt_status status = add_entry(plan, &entry);
        if (status != BGT_OK)
            return status;
    }
    return BGT_OK;
}

/* Fixed rows without a line are printed blank where their place is free. */
static bgt_status add_blank_rows(struct planning *planning)
{
    const struct bgt_layout *layout = planning->table->layout;
    bgt_status status = BGT_OK;
    for (uint16_t b = 0; b < layout->block_count && status == BGT_OK; b++) {
        if (layout->blocks[b].is_open || layout->blocks[b].skips_blank)
            continue;
        bool *taken = calloc(BGT_LAYOUT_NONE, sizeof *taken);
        status = taken != NULL ? add_blank_rows_of(planning, b, taken) : BGT_NO_MEMORY;
        free(taken);
    }
    return status;
}

/* Whether the lines' own row numbers can be kept: all are there. */
static bool can_keep_rows(const struct planning *planning)
{
    const struct bgt_batch *lines = planning->table->lines;
    for (uint32_t i = 0; i < lines->item_count; i++)
        if (row_number(planning, &lines->items[i]) <= 0)
            return false;
    return planning->table->is_own;
}

static bgt_status begin(struct planning *planning)
{
    const struct bgt_layout *layout = planning->table->layout;
    bgt_buffer_init(&planning->key, NULL, KEY_BYTES);
    planning->plan->homeless = calloc((size_t)planning->table->lines->item_count + 1,
                                      sizeof *planning->plan->homeless);
    bool is_made = planning->plan->homeless != NULL;
    for (size_t b = 0; b < layout->block_count; b++) {
        planning->blocks[b].open_row = BGT_LAYOUT_NONE;
        planning->blocks[b].used = calloc(layout->blocks[b].row_count + 1, sizeof(bool));
        is_made = is_made && planning->blocks[b].used != NULL;
    }
    return is_made ? BGT_OK : BGT_NO_MEMORY;
}

bgt_status bgt_form_plan_make(struct bgt_form_plan *plan,
                              const struct bgt_form_table *table)
{
    struct planning planning = {.plan = plan, .table = table};
    bgt_status status = begin(&planning);
    planning.has_rows = can_keep_rows(&planning);
    for (uint32_t i = 0; i < table->lines->item_count && status == BGT_OK; i++)
        status = plan_line(&planning, i);
    /* A table that was printed with fewer rows than the layout has, has all of its own.
     */
    if (status == BGT_OK && !planning.has_fewer_rows)
        status = add_blank_rows(&planning);
    if (status == BGT_OK)
        bgt_form_plan_number(plan, table->layout, planning.has_rows);
    for (size_t b = 0; b < table->layout->block_count; b++)
        free(planning.blocks[b].used);
    bgt_buffer_close(&planning.key);
    return status;
}
