/* A sink that keeps what passes as text, and a maker of items, for the tests of the
 * stages. */
#ifndef TESTS_UNIT_FLOW_RECORDING_H
#define TESTS_UNIT_FLOW_RECORDING_H

#include "diag/reporter.h"
#include "io/batch.h"
#include "model/stream.h"

/** What is set up for each test. */
struct recording {
    struct bgt_limits limits;
    struct bgt_io io;
    struct bgt_batch *batch;
    struct bgt_sink sink; /**< Appends to `text`. */
    char text[16384];     /**< One line an item: `entity key=value …`. */
    size_t length;
    int finished;
};

struct recording *recording_open(void);
void recording_close(struct recording *recording);

/** Begins a record of an entity in the batch. */
void recording_record(struct recording *recording, unsigned entity);

/** Adds a text or a decimal to the last item. */
void recording_text(struct recording *recording, unsigned field, const char *text);
void recording_decimal(struct recording *recording, unsigned field, const char *text);

/** Puts all items of the batch into a sink and empties the batch; the first status that
 * is not BGT_OK. */
bgt_status recording_pass(struct recording *recording, struct bgt_sink sink);

/** Code of the n-th diagnostic, or "". */
const char *recording_code(struct recording *recording, size_t n);

#endif
