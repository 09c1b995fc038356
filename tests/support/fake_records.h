/*
 * Records for plugin tests, built into a batch by key.
 */
#ifndef BGT_TESTS_SUPPORT_FAKE_RECORDS_H
#define BGT_TESTS_SUPPORT_FAKE_RECORDS_H

#include "support/fake_env.h"

/** Where records are built. */
struct bgt_fake_records {
    struct bgt_batch *batch;
    const struct bgt_model *model;
    const struct bgt_entity *entity; /**< Of the last item. */
};

/** Begins a record of this entity. */
void bgt_fake_record(struct bgt_fake_records *records, const char *entity);

/** Begins a FIELDS item and announces the fields of `line` with these keys, the last
 * NULL. */
void bgt_fake_fields(struct bgt_fake_records *records, ...) __attribute__((sentinel));

/** Begins a TABLE_END item. */
void bgt_fake_table_end(struct bgt_fake_records *records);

/** Adds a value to the last item: of an AMOUNT or COUNT its decimal, else text. A key
 * that is no field is the name of an extra of type text. The value may be changed until
 * the next is added. */
struct bgt_value *bgt_fake_field(struct bgt_fake_records *records, const char *key,
                                 const char *text);

/** Adds an extra that is a number. */
void bgt_fake_extra_number(struct bgt_fake_records *records, const char *name,
                           const char *number);

/** Opens the plugin's writer, puts all items of the batch, finishes and closes it.
 * Answers the first status that is not BGT_OK. */
bgt_status bgt_fake_write(struct bgt_fake_env *fake, struct bgt_fake_file *target,
                          const struct bgt_batch *batch);

#endif
