/**
 * layout/labelled_writing.h: the state of a writer of labelled forms, shared by the files
 * that make it up.
 *
 * Private to layout.
 */
#ifndef LAYOUT_LABELLED_WRITING_H
#define LAYOUT_LABELLED_WRITING_H

#include "layout/labelled_sheet.h"
#include "layout/labelled_writer.h"

/** The writer. */
struct bgt_labelled_writer {
    struct bgt_form_writer_options options;
    const struct bgt_layout *layout; /**< Null: no form is open. */
    const struct bgt_labelled *form;
    struct bgt_batch *records; /**< Lines and other records of the form. */
    bool is_own; /**< The table was read with this layout: it is printed as it was. */
    uint32_t subject;            /**< Item of the agency or project, from 1; 0: none. */
    struct bgt_buffer text, key; /**< Scratch. */
    struct bgt_labelled_sheet sheet;
};

/** A value of a record, or null. */
const struct bgt_value *bgt_labelled_get(const struct bgt_labelled_writer *writer,
                                         const struct bgt_item *item, uint16_t field);

/** Its text; length 0: absent, blank or a number. */
struct bgt_slice bgt_labelled_get_text(const struct bgt_labelled_writer *writer,
                                       const struct bgt_item *item, uint16_t field);

/** Its whole number, or 0. */
uint64_t bgt_labelled_get_count(const struct bgt_labelled_writer *writer,
                                const struct bgt_item *item, uint16_t field);

/** The name of the unit or project that the form is about; length 0: none. */
struct bgt_slice bgt_labelled_subject(const struct bgt_labelled_writer *writer);

/** Whether a label has this text as one of its spellings. */
bool bgt_labelled_is(struct bgt_labelled_writer *writer,
                     const struct bgt_layout_label *label, struct bgt_slice text);

/** The row of funds of a block that a line is, or null. */
const struct bgt_labelled_fund *
bgt_labelled_fund_of(struct bgt_labelled_writer *writer,
                     const struct bgt_labelled_block *block, const struct bgt_item *line);

/** Draws texts and labels at a row. */
bgt_status bgt_labelled_draw_text(struct bgt_labelled_writer *writer, uint32_t row,
                                  struct bgt_labelled_span at, struct bgt_slice text);
bgt_status bgt_labelled_draw_label(struct bgt_labelled_writer *writer, uint32_t row,
                                   struct bgt_labelled_span at,
                                   const struct bgt_layout_label *label);

/** `任务3` + separator + text, in the writer's scratch; the text alone without a number.
 */
bgt_status bgt_labelled_join(struct bgt_labelled_writer *writer, struct bgt_slice prefix,
                             uint64_t number, struct bgt_slice text);

/** Draws one part below what is drawn. */
bgt_status bgt_labelled_draw_part(struct bgt_labelled_writer *writer,
                                  const struct bgt_labelled_part *part);
bgt_status bgt_labelled_draw_indicators(struct bgt_labelled_writer *writer,
                                        const struct bgt_labelled_part *part);

/** Whether the form can hold a goal or an indicator: its period and categories are known.
 */
bool bgt_labelled_fits_goal(struct bgt_labelled_writer *writer,
                            const struct bgt_batch *batch, const struct bgt_item *item);
bool bgt_labelled_fits_indicator(struct bgt_labelled_writer *writer,
                                 const struct bgt_batch *batch,
                                 const struct bgt_item *item);

/** Counts as losses what reading the form again will not give. */
bgt_status bgt_labelled_check(struct bgt_labelled_writer *writer);

/** The part of a kind, or null. */
const struct bgt_labelled_part *bgt_labelled_part_of(const struct bgt_labelled *form,
                                                     uint8_t kind);

#endif
