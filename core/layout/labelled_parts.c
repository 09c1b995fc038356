#include <string.h>

#include "layout/heading.h"
#include "layout/labelled_reading.h"

/* ---- Funds: one label may stand in several blocks, left to right ---- */

static size_t count_same(const struct bgt_labelled_form *form, size_t at, size_t *before)
{
    struct bgt_slice key = form->tokens[at].key;
    size_t count = 0;
    *before = 0;
    for (size_t i = 0; i < form->token_count; i++) {
        struct bgt_slice other = form->tokens[i].key;
        if (bgt_text_equal(key.text, key.length, other.text, other.length)) {
            *before += i < at;
            count++;
        }
    }
    return count;
}

/* The words of a fund's label: one a block. */
static size_t blocks_of(const struct bgt_labelled_form *form,
                        const struct bgt_labelled_token *token,
                        const struct bgt_labelled_word **words)
{
    const struct bgt_labelled_word *end = form->labels->words + form->labels->word_count;
    const struct bgt_labelled_word *word = bgt_labelled_means(form, token, BGT_WORD_FUND);
    size_t count = 0;
    for (; word != NULL && word < end && count < BGT_LABELLED_BLOCKS_MAX; word++) {
        if (word->meaning == BGT_WORD_FUND &&
            bgt_text_equal(word->key.text, word->key.length, token->key.text,
                           token->key.length) &&
            (count == 0 || word->a != words[count - 1]->a)) {
            words[count++] = word;
        }
    }
    return count;
}

/* Which block a label belongs to: its turn among equals, else the column in which the
 * last labels of the block stood. */
static const struct bgt_labelled_word *choose_block(const struct bgt_labelled_form *form,
                                                    size_t at)
{
    const struct bgt_labelled_word *words[BGT_LABELLED_BLOCKS_MAX] = {NULL};
    size_t before = 0;
    size_t same = count_same(form, at, &before);
    size_t count = blocks_of(form, &form->tokens[at], words);
    if (same == count) {
        return words[before];
    }
    for (size_t i = 0; i < count; i++) {
        if (form->fund_columns[words[i]->a] == form->tokens[at].cell.value->column) {
            return words[i];
        }
    }
    return NULL;
}

bgt_status bgt_labelled_fund(struct bgt_labelled_form *form, size_t *at)
{
    const struct bgt_labelled_token *token = &form->tokens[*at];
    const struct bgt_labelled_word *word = choose_block(form, *at);
    (*at)++;
    if (word == NULL) {
        return bgt_labelled_fault(form, "FORM_ROW_AMBIGUOUS", &token->cell,
                                  form->layout->id.text);
    }
    form->fund_columns[word->a] = token->cell.value->column;
    return bgt_labelled_take(form, bgt_labelled_at(form, *word), token, at);
}

/* A label above or beside funds may state their unit: 项目资金（元）. */
bgt_status bgt_labelled_unit(struct bgt_labelled_form *form,
                             const struct bgt_labelled_token *token,
                             const struct bgt_labelled_word *word)
{
    const struct bgt_value *value = token->cell.value;
    struct bgt_slice unit = bgt_heading_unit(
        (struct bgt_slice){bgt_value_text(token->cell.batch, value), value->text_length});
    if (form->labels->parts[word->part].kind != BGT_LABELLED_FUNDS || unit.length == 0) {
        return BGT_OK;
    }
    if (form->unit_at == NULL) {
        form->unit_at = value;
        form->unit_row = token->cell.row;
        return BGT_OK;
    }
    struct bgt_slice first = bgt_heading_unit((struct bgt_slice){
        bgt_value_text(token->cell.batch, form->unit_at), form->unit_at->text_length});
    if (bgt_text_equal(first.text, first.length, unit.text, unit.length)) {
        return BGT_OK;
    }
    char *kept = bgt_arena_copy(&form->arena, first.text, first.length);
    return kept == NULL
               ? bgt_arena_failure(&form->arena)
               : bgt_labelled_fault(form, "COLUMN_UNIT_CONFLICT", &token->cell, kept);
}

/* ---- Goals ---- */

static bgt_status add_goal(struct bgt_labelled_form *form, uint8_t period,
                           const struct bgt_cell *value)
{
    struct bgt_labelled_goal *goals = bgt_labelled_grow(
        form, form->goals, &form->goal_capacity, form->goal_count, sizeof *form->goals);
    if (goals == NULL) {
        return form->failure;
    }
    form->goals = goals;
    goals[form->goal_count++] =
        (struct bgt_labelled_goal){form->open_goals, period, form->open_label, *value};
    return BGT_OK;
}

/* The period of a lone goal: the one whose heading stands in the same column. */
static size_t period_of(const struct bgt_labelled_form *form, uint32_t column)
{
    for (size_t p = 0; p < form->open_goals->period_count; p++) {
        if (form->period_columns[p] == column) {
            return p;
        }
    }
    return SIZE_MAX;
}

/* The goals from `at` on: one for each period, or none at all. */
bgt_status bgt_labelled_goals(struct bgt_labelled_form *form, size_t *at)
{
    struct bgt_cell values[BGT_LABELLED_PERIODS_MAX] = {{NULL, NULL, NULL}};
    size_t periods = form->open_goals->period_count;
    size_t first = *at, count = 0;
    bgt_status status = BGT_OK;
    while (*at < form->token_count &&
           bgt_labelled_word(form, &form->tokens[*at]) == NULL) {
        (*at)++;
        count++;
    }
    if (count > periods) {
        return bgt_labelled_fault(form, "FORM_CELL_UNPLACED",
                                  &form->tokens[first + periods].cell,
                                  form->layout->id.text);
    }
    for (size_t i = 0; i < count; i++) {
        const struct bgt_cell *cell = &form->tokens[first + i].cell;
        size_t p = count == periods ? i : period_of(form, cell->value->column);
        if (p == SIZE_MAX) {
            return bgt_labelled_fault(form, "FORM_ROW_AMBIGUOUS", cell,
                                      form->layout->id.text);
        }
        values[p] = *cell;
    }
    for (size_t p = 0; status == BGT_OK && p < periods; p++) {
        values[p].batch = form->open_label.batch;
        values[p].row = values[p].row == NULL ? form->open_label.row : values[p].row;
        status = add_goal(form, (uint8_t)p, &values[p]);
    }
    form->open_goals = NULL;
    return status;
}

/* The label of the goals. Where headings of periods stand behind it, the goals stand in
 * the next row. */
bgt_status bgt_labelled_goal_label(struct bgt_labelled_form *form,
                                   const struct bgt_labelled_word *word, size_t *at)
{
    const struct bgt_labelled_part *part = &form->labels->parts[word->part];
    const struct bgt_cell *label = &form->tokens[*at].cell;
    for (size_t i = 0; i < form->goal_count; i++) {
        if (form->goals[i].part == part) {
            return bgt_labelled_fault(form, "FORM_LABEL_TWICE", label, NULL);
        }
    }
    form->open_goals = part;
    form->open_label = *label;
    (*at)++;
    bool has_heads =
        *at < form->token_count &&
        bgt_labelled_means(form, &form->tokens[*at], BGT_WORD_PERIOD) != NULL;
    return has_heads ? BGT_OK : bgt_labelled_goals(form, at);
}

/* ---- Tasks ---- */

static bgt_status add_task(struct bgt_labelled_form *form,
                           const struct bgt_labelled_task_row *task)
{
    struct bgt_labelled_task_row *tasks = bgt_labelled_grow(
        form, form->tasks, &form->task_capacity, form->task_count, sizeof *form->tasks);
    if (tasks == NULL) {
        return form->failure;
    }
    form->tasks = tasks;
    tasks[form->task_count++] = *task;
    return BGT_OK;
}

/* A lone text is a task where it begins with its number, else what its column says. */
static bool is_content(const struct bgt_labelled_form *form, const struct bgt_cell *cell,
                       bool *is_known)
{
    unsigned number = 0;
    struct bgt_slice text = {bgt_value_text(cell->batch, cell->value),
                             cell->value->text_length};
    (void)bgt_labelled_number(form->section->prefix, text, &number);
    *is_known = true;
    if (number != 0 || cell->value->column == form->task_columns[1]) {
        return true;
    }
    *is_known = cell->value->column == form->task_columns[0];
    return false;
}

bgt_status bgt_labelled_task(struct bgt_labelled_form *form)
{
    struct bgt_labelled_task_row task = {{NULL, NULL, NULL}, {NULL, NULL, NULL}};
    size_t first = bgt_labelled_means(form, &form->tokens[0], BGT_WORD_GROUP) != NULL;
    size_t count = form->token_count - first;
    bool is_known = true;
    if (count > 2) {
        return bgt_labelled_fault(form, "FORM_CELL_UNPLACED",
                                  &form->tokens[first + 2].cell, form->layout->id.text);
    }
    if (count == 0) {
        return BGT_OK;
    }
    const struct bgt_cell *last = &form->tokens[form->token_count - 1].cell;
    if (count == 2) {
        task.core = form->tokens[first].cell;
        task.content = *last;
    } else if (is_content(form, last, &is_known)) {
        task.content = *last;
    } else {
        task.core = *last;
    }
    return is_known ? add_task(form, &task)
                    : bgt_labelled_fault(form, "FORM_ROW_AMBIGUOUS", last,
                                         form->layout->id.text);
}
