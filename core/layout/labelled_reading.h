/**
 * layout/labelled_reading.h: the rows of a labelled form become records.
 *
 * Private to layout. The rows of a form are kept in the reader's window until it ends,
 * since what is printed last (the foot) belongs to a record that comes first. Then each
 * cell is given its meaning by the form's vocabulary (labelled.h), and table, lines and
 * records are put. A cell that finds no meaning, or more than one, is an error that names
 * it.
 */
#ifndef LAYOUT_LABELLED_READING_H
#define LAYOUT_LABELLED_READING_H

#include "layout/labelled.h"
#include "layout/reading.h"

/** Most cells of one row that are not blank. */
#define BGT_LABELLED_TOKENS_MAX 256

/** A cell that is not blank. */
struct bgt_labelled_token {
    struct bgt_cell cell;
    struct bgt_slice key; /**< bgt_labelled_key; length 0: too long for a label. */
};

/** What was found behind a label. */
struct bgt_labelled_found {
    bool is_there;
    struct bgt_cell label;
    struct bgt_cell value; /**< `value` null: blank. */
};

/** A row of the tasks. */
struct bgt_labelled_task_row {
    struct bgt_cell core, content;
};

/** A goal as printed: one cell. */
struct bgt_labelled_goal {
    const struct bgt_labelled_part *part;
    uint8_t period;
    struct bgt_cell label, value;
};

/** An indicator as printed: up to four cells; name and value null: an empty category. */
struct bgt_labelled_indicator {
    const struct bgt_labelled_part *part;
    uint8_t period;
    bool has_own_lv2; /**< The category stands in this row, not above it. */
    struct bgt_cell lv1, lv2, name, value;
};

/** Where the headings of indicators stand: columns of the sheet, 0: unknown. */
struct bgt_labelled_columns {
    uint32_t lv1;
    uint32_t lv2[BGT_LABELLED_PERIODS_MAX];
    uint32_t lv3[BGT_LABELLED_PERIODS_MAX];
    uint32_t value[BGT_LABELLED_PERIODS_MAX];
};

_Static_assert((int)BGT_agency_field_count <= 64 && (int)BGT_project_field_count <= 64 &&
                   (int)BGT_indicator_field_count <= 64,
               "one bit a field");

/** A form that is being read. */
struct bgt_labelled_form {
    struct bgt_layout_reader *reader;
    const struct bgt_layout *layout;
    const struct bgt_labelled *labels;
    struct bgt_arena arena; /**< Lives as long as the form. */
    bgt_status failure;     /**< BGT_NO_MEMORY once it happened. */
    bool has_error;

    struct bgt_labelled_token *tokens; /**< Of the row at hand. */
    size_t token_count;
    const struct bgt_item *row;

    struct bgt_labelled_found *found; /**< By first word of a pair or fund. */
    const struct bgt_value *unit_at;  /**< Label that states the amount unit, or null. */
    const struct bgt_item *unit_row;

    const struct bgt_labelled_part
        *section; /**< Tasks or indicators whose rows follow. */
    const struct bgt_labelled_part *open_goals; /**< Goals stand in the next row. */
    struct bgt_cell open_label;
    uint32_t task_columns[2];
    uint32_t period_columns[BGT_LABELLED_PERIODS_MAX];
    uint32_t fund_columns[BGT_LABELLED_BLOCKS_MAX]; /**< Of the last labels. */
    struct bgt_labelled_columns columns;

    uint16_t lv1;           /**< Category that is open, or BGT_LAYOUT_NONE. */
    struct bgt_cell lv1_at; /**< Its cell. */
    struct bgt_cell lv2_at[BGT_LABELLED_PERIODS_MAX];

    struct bgt_labelled_task_row *tasks;
    size_t task_count, task_capacity;
    struct bgt_labelled_goal *goals;
    size_t goal_count, goal_capacity;
    struct bgt_labelled_indicator *indicators;
    size_t indicator_count, indicator_capacity;
    struct bgt_cell *notes;
    size_t note_count, note_capacity;
    bool has_markup; /**< Paragraph marks were taken out of some text. */
};

/** Whether the last row of the window begins a labelled form whose title stands above it;
 * if so the state is BGT_READING_LABELLED. Statuses as bgt_reading_report. */
bgt_status bgt_labelled_seek(struct bgt_layout_reader *reader);

/** The same where no title says so and no other layout fits: by the number of labels. */
bool bgt_labelled_untitled(struct bgt_layout_reader *reader);

/** One row of the form; a title of any layout ends it. */
bgt_status bgt_labelled_row(struct bgt_layout_reader *reader,
                            const struct bgt_batch *batch, const struct bgt_item *row);

/** The form is complete: reads and puts it. */
bgt_status bgt_labelled_end(struct bgt_layout_reader *reader);

/** Looks in a row of prose below a form on a page for the other half of that form, which
 * a new page parted from it: a label of goals or indicators is FORM_PLACE_UNCLEAR. BGT_OK
 * or BGT_FATAL. */
bgt_status bgt_labelled_after(struct bgt_layout_reader *reader,
                              const struct bgt_batch *batch, const struct bgt_item *row);

/* ---- Shared by the labelled_*.c files ---- */

/** Reads one row of the form. BGT_OK; BGT_BAD where errors were reported (go on);
 * BGT_FATAL, BGT_NO_MEMORY. */
bgt_status bgt_labelled_read_row(struct bgt_labelled_form *form,
                                 const struct bgt_item *row);

/** What `walk` does at a label of funds, at one of goals, at goals in a row of their own,
 * and at a row of tasks. `at` is the token, moved behind what was taken. */
bgt_status bgt_labelled_fund(struct bgt_labelled_form *form, size_t *at);
bgt_status bgt_labelled_unit(struct bgt_labelled_form *form,
                             const struct bgt_labelled_token *token,
                             const struct bgt_labelled_word *word);
bgt_status bgt_labelled_goal_label(struct bgt_labelled_form *form,
                                   const struct bgt_labelled_word *word, size_t *at);
bgt_status bgt_labelled_goals(struct bgt_labelled_form *form, size_t *at);
bgt_status bgt_labelled_task(struct bgt_labelled_form *form);

/** The word of a token that is no category, or null. */
const struct bgt_labelled_word *bgt_labelled_word(const struct bgt_labelled_form *form,
                                                  const struct bgt_labelled_token *token);

/** Keeps what stands behind a label: the next cell, unless it is a label itself. */
bgt_status bgt_labelled_take(struct bgt_labelled_form *form,
                             struct bgt_labelled_found *found,
                             const struct bgt_labelled_token *label, size_t *at);

/** Reads a row of headings of indicators, or a row of indicators. */
bgt_status bgt_labelled_heads(struct bgt_labelled_form *form,
                              const struct bgt_labelled_part *part);
bgt_status bgt_labelled_indicators(struct bgt_labelled_form *form);

/** Whether a comparable text (bgt_text_normalise) begins as a note below a form does. */
bool bgt_labelled_is_note_key(const struct bgt_buffer *key);

/** Keeps the row's only cell as a note. */
bgt_status bgt_labelled_note(struct bgt_labelled_form *form);

/** Puts document, table, lines and all records. */
bgt_status bgt_labelled_put(struct bgt_labelled_form *form, struct bgt_match *match);

/** Puts the lines of the funds. */
bgt_status bgt_labelled_put_lines(struct bgt_labelled_form *form);

/** Puts goals and indicators, period by period. */
bgt_status bgt_labelled_put_targets(struct bgt_labelled_form *form);

/** A record under construction. Text is borrowed until it is put. */
struct bgt_labelled_record {
    uint16_t entity;
    uint64_t present; /**< One bit a field. */
    struct bgt_piece pieces[64];
};

/** Sets a field of a record. */
void bgt_labelled_set(struct bgt_labelled_record *record, uint16_t field,
                      struct bgt_piece piece);

/** Puts a record, placed at a cell's row. Statuses as bgt_line_put, with BGT_LIMIT
 * reported. */
bgt_status bgt_labelled_put_record(struct bgt_labelled_form *form,
                                   const struct bgt_labelled_record *record,
                                   const struct bgt_item *row);

/** The text of a cell, or a blank where it has none. Statuses as cell.h. */
bgt_status bgt_labelled_text(struct bgt_labelled_form *form, const struct bgt_cell *cell,
                             struct bgt_piece *piece);

/** What the form says of a field of its entity: the cell, or null where the label is not
 * there. */
const struct bgt_labelled_found *bgt_labelled_field(const struct bgt_labelled_form *form,
                                                    uint16_t field);

/** The first word of this meaning, or null. */
const struct bgt_labelled_word *bgt_labelled_means(const struct bgt_labelled_form *form,
                                                   const struct bgt_labelled_token *token,
                                                   uint8_t meaning);

/** What was found at a pair or fund. */
struct bgt_labelled_found *bgt_labelled_at(const struct bgt_labelled_form *form,
                                           struct bgt_labelled_word wanted);

/** Reports an error at a cell and remembers that there was one. BGT_BAD or BGT_FATAL. */
bgt_status bgt_labelled_fault(struct bgt_labelled_form *form, const char *code,
                              const struct bgt_cell *cell, const char *argument);

/** Room for one more element of a growing list, or null (failure is set). */
void *bgt_labelled_grow(struct bgt_labelled_form *form, void *list, size_t *capacity,
                        size_t count, size_t size);

#endif
