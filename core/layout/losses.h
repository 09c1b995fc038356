/**
 * layout/losses.h: what a written layout leaves out, one diagnostic for each kind of
 * thing.
 *
 * A thousand values of one field that a form has no column for are one message that names
 * the field, says how many there are and shows where the first one stands.
 */
#ifndef LAYOUT_LOSSES_H
#define LAYOUT_LOSSES_H

#include "base/text.h"
#include "budget/batch.h"
#include "budget/status.h"

struct bgt_reporter;
struct bgt_losses;

/** Where a lost thing was read. All may be null. */
struct bgt_loss_source {
    const struct bgt_batch *batch;
    const struct bgt_item *item;
    const struct bgt_value *value;
};

/** A kind of loss. */
struct bgt_loss {
    const char *code;   /**< Of severity LOSS; static. */
    const char *layout; /**< The layout that cannot hold it: `lines`. Argument {1}. */
    struct bgt_slice
        what; /**< The thing: `table.title（表名）`. {2}; {3} is the count. */
};

/** Makes an empty collection. BGT_OK or BGT_NO_MEMORY. `reporter` is borrowed until
 * close. */
bgt_status bgt_losses_open(struct bgt_reporter *reporter, struct bgt_losses **losses);

/** Counts one loss. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_losses_add(struct bgt_losses *losses, const struct bgt_loss *loss,
                          const struct bgt_loss_source *source);

/** The same for a field of a record: `what` is made of the entity and the value's field.
 */
bgt_status bgt_losses_add_field(struct bgt_losses *losses, const char *code,
                                const char *layout, const struct bgt_loss_source *source);

/** The same for a whole record: `what` is its entity. */
bgt_status bgt_losses_add_record(struct bgt_losses *losses, const char *code,
                                 const char *layout,
                                 const struct bgt_loss_source *source);

/** Reports one diagnostic for each kind, in the order of first appearance, and
 * forgets them. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_losses_report(struct bgt_losses *losses);

/** Forgets everything unreported. Null is allowed. */
void bgt_losses_close(struct bgt_losses *losses);

#endif
