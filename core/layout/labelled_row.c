#include <string.h>

#include "layout/labelled_reading.h"

/* A text longer than this is no label. */
#define LABEL_BYTES 256

/* ---- What the files share ---- */

void *bgt_labelled_grow(struct bgt_labelled_form *form, void *list, size_t *capacity,
                        size_t count, size_t size)
{
    if (count < *capacity) {
        return list;
    }
    size_t wanted = *capacity == 0 ? 16 : *capacity * 2;
    void *grown = bgt_arena_allocate_array(&form->arena, wanted, size);
    if (grown == NULL) {
        form->failure = bgt_arena_failure(&form->arena);
        return NULL;
    }
    if (count > 0) {
        memcpy(grown, list, count * size);
    }
    *capacity = wanted;
    return grown;
}

bgt_status bgt_labelled_fault(struct bgt_labelled_form *form, const char *code,
                              const struct bgt_cell *cell, const char *argument)
{
    form->has_error = true;
    return bgt_reading_report_cell(form->reader, code, cell, argument, NULL);
}

const struct bgt_labelled_word *bgt_labelled_means(const struct bgt_labelled_form *form,
                                                   const struct bgt_labelled_token *token,
                                                   uint8_t meaning)
{
    const struct bgt_labelled_word *word = NULL;
    if (token->key.length == 0) {
        return NULL;
    }
    do {
        word = bgt_labelled_find(form->labels, token->key, word);
        if (word == NULL || word->meaning == meaning) {
            return word;
        }
        word++;
    } while (word < form->labels->words + form->labels->word_count);
    return NULL;
}

struct bgt_labelled_found *bgt_labelled_at(const struct bgt_labelled_form *form,
                                           struct bgt_labelled_word wanted)
{
    for (size_t i = 0; i < form->labels->word_count; i++) {
        const struct bgt_labelled_word *word = &form->labels->words[i];
        if (word->meaning == wanted.meaning && word->part == wanted.part &&
            word->a == wanted.a && word->b == wanted.b) {
            return &form->found[i];
        }
    }
    return &form->found[0]; /* every label has a word */
}

/* ---- The cells of a row ---- */

static bgt_status add_token(struct bgt_labelled_form *form, const struct bgt_value *value)
{
    const struct bgt_batch *batch = form->reader->window.batch;
    struct bgt_labelled_token *token = &form->tokens[form->token_count++];
    struct bgt_buffer *key = &form->reader->key;
    *token = (struct bgt_labelled_token){.cell = {batch, form->row, value}};
    if (value->type != BGT_VALUE_TEXT || value->text_length > LABEL_BYTES) {
        return BGT_OK;
    }
    bgt_buffer_clear(key);
    bgt_status status =
        bgt_labelled_key(key, bgt_value_text(batch, value), value->text_length);
    if (status != BGT_OK) {
        return status;
    }
    char *kept = bgt_arena_copy(&form->arena, key->data, key->length);
    if (kept == NULL) {
        return bgt_arena_failure(&form->arena);
    }
    token->key = (struct bgt_slice){kept, key->length};
    return BGT_OK;
}

static bgt_status take_cells(struct bgt_labelled_form *form)
{
    const struct bgt_batch *batch = form->reader->window.batch;
    const struct bgt_value *values = bgt_item_values(batch, form->row);
    bgt_status status = BGT_OK;
    form->token_count = 0;
    for (uint32_t i = 0; status == BGT_OK && i < form->row->value_count; i++) {
        if (bgt_cell_is_blank(batch, &values[i])) {
            continue;
        }
        if (form->token_count == BGT_LABELLED_TOKENS_MAX) {
            struct bgt_cell cell = {batch, form->row, &values[i]};
            return bgt_labelled_fault(form, "FORM_CELL_UNPLACED", &cell,
                                      form->layout->id.text);
        }
        status = add_token(form, &values[i]);
    }
    return status;
}

/* ---- Labels and values ---- */

/* Labels of categories are labels among indicators only. */
const struct bgt_labelled_word *bgt_labelled_word(const struct bgt_labelled_form *form,
                                                  const struct bgt_labelled_token *token)
{
    const struct bgt_labelled_word *word = NULL;
    for (uint8_t m = BGT_WORD_GROUP; word == NULL && m <= BGT_WORD_HEAD; m++) {
        word = bgt_labelled_means(form, token, m);
    }
    return word;
}

/* The value behind a label: the next cell, unless it is a label. Moves `at` behind it. */
static struct bgt_cell value_behind(const struct bgt_labelled_form *form, size_t *at)
{
    struct bgt_cell none = {form->reader->window.batch, form->row, NULL};
    if (*at >= form->token_count || bgt_labelled_word(form, &form->tokens[*at]) != NULL) {
        return none;
    }
    return form->tokens[(*at)++].cell;
}

bgt_status bgt_labelled_take(struct bgt_labelled_form *form,
                             struct bgt_labelled_found *found,
                             const struct bgt_labelled_token *label, size_t *at)
{
    if (found->is_there) {
        return bgt_labelled_fault(form, "FORM_LABEL_TWICE", &label->cell, NULL);
    }
    found->is_there = true;
    found->label = label->cell;
    found->value = value_behind(form, at);
    return BGT_OK;
}

/* ---- A row ---- */

static bgt_status take_label(struct bgt_labelled_form *form,
                             const struct bgt_labelled_word *word, size_t *at)
{
    const struct bgt_labelled_token *token = &form->tokens[*at];
    uint32_t column = token->cell.value->column;
    switch (word->meaning) {
    case BGT_WORD_PAIR:
        (*at)++;
        return bgt_labelled_take(form, bgt_labelled_at(form, *word), token, at);
    case BGT_WORD_FUND:
        return bgt_labelled_fund(form, at);
    case BGT_WORD_GOAL:
        return bgt_labelled_goal_label(form, word, at);
    case BGT_WORD_PERIOD:
        form->period_columns[word->a] = column;
        break;
    case BGT_WORD_TASK_HEAD:
        form->section = &form->labels->parts[word->part];
        form->task_columns[word->a] = column;
        break;
    case BGT_WORD_GROUP:
    case BGT_WORD_FUND_HEAD:
        (*at)++;
        return bgt_labelled_unit(form, token, word);
    default:
        return bgt_labelled_fault(form, "FORM_CELL_UNPLACED", &token->cell,
                                  form->layout->id.text);
    }
    (*at)++;
    return BGT_OK;
}

/* Cells one after another: each a label, or the value of the label before it. */
static bgt_status walk(struct bgt_labelled_form *form)
{
    bgt_status status = BGT_OK;
    size_t at = 0;
    form->section = NULL;
    while (status == BGT_OK && at < form->token_count) {
        const struct bgt_labelled_word *word = bgt_labelled_word(form, &form->tokens[at]);
        if (word != NULL) {
            status = take_label(form, word, &at);
        } else if (form->open_goals != NULL) {
            status = bgt_labelled_goals(form, &at);
        } else {
            status = bgt_labelled_fault(form, "FORM_CELL_UNPLACED",
                                        &form->tokens[at].cell, form->layout->id.text);
        }
    }
    return status;
}

/* The part whose headings of indicators make up the row, or null. */
static const struct bgt_labelled_part *heads_of(const struct bgt_labelled_form *form)
{
    const struct bgt_labelled_word *found = NULL;
    size_t heads = 0;
    for (size_t i = 0; i < form->token_count; i++) {
        const struct bgt_labelled_word *word =
            bgt_labelled_means(form, &form->tokens[i], BGT_WORD_HEAD);
        heads += word != NULL;
        found = word != NULL ? word : found;
    }
    return heads >= 2 ? &form->labels->parts[found->part] : NULL;
}

/* Whether the first cell is a label that ends the rows of tasks or indicators. */
static bool leaves_section(const struct bgt_labelled_form *form)
{
    const struct bgt_labelled_word *word = bgt_labelled_word(form, &form->tokens[0]);
    if (word == NULL) {
        return false;
    }
    return word->meaning != BGT_WORD_GROUP ||
           &form->labels->parts[word->part] != form->section;
}

bool bgt_labelled_is_note_key(const struct bgt_buffer *key)
{
    static const char *const words[] = {"注:", "注1", "备注:", "说明:", "附注:"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (bgt_text_starts_with(key->data, key->length, words[i])) {
            return true;
        }
    }
    return false;
}

static bool is_note(const struct bgt_labelled_form *form)
{
    const struct bgt_cell *cell = &form->tokens[0].cell;
    bgt_buffer_clear(&form->reader->key);
    return form->token_count == 1 &&
           bgt_text_normalise(&form->reader->key,
                              bgt_value_text(cell->batch, cell->value),
                              cell->value->text_length) == BGT_OK &&
           bgt_labelled_is_note_key(&form->reader->key);
}

bgt_status bgt_labelled_read_row(struct bgt_labelled_form *form,
                                 const struct bgt_item *row)
{
    form->row = row;
    bgt_status status = take_cells(form);
    if (status != BGT_OK || form->token_count == 0) {
        return status;
    }
    const struct bgt_labelled_part *heads = heads_of(form);
    if (heads != NULL) {
        return bgt_labelled_heads(form, heads);
    }
    if (is_note(form)) {
        return bgt_labelled_note(form);
    }
    if (form->section == NULL || leaves_section(form)) {
        return walk(form);
    }
    return form->section->kind == BGT_LABELLED_TASKS ? bgt_labelled_task(form)
                                                     : bgt_labelled_indicators(form);
}
