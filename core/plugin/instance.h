/**
 * plugin/instance.h: one running reader or writer.
 *
 * The host's side of the contract of budget/plugin.h: zeroed state, services, the order
 * of calls, `close` exactly once after every `open`, and a check of everything a reader
 * delivers. A call out of order is the diagnostic INTERNAL and BGT_FATAL, never a call
 * into the plugin. A plugin that answers with an error without having reported one is
 * PLUGIN_SILENT; one whose data is not in order is PLUGIN_BAD_BATCH.
 *
 * One thread at a time for each instance, not always the same one.
 */
#ifndef BGT_PLUGIN_INSTANCE_H
#define BGT_PLUGIN_INSTANCE_H

#include "plugin/env.h"

struct bgt_reader;
struct bgt_writer;

/** What an instance is made of. All borrowed until close. */
struct bgt_instance_options {
    const struct bgt_plugin *plugin;
    const struct bgt_plugin_host *host;
    const struct bgt_option_value *values; /**< From bgt_options_resolve. */
    struct bgt_input *input;               /**< Readers. */
    struct bgt_output *output;             /**< Writers. */
};

/**
 * Makes a reader and calls the plugin's `open`. Where that fails its `close` was called.
 *
 * @param reader set on BGT_OK only.
 * @return BGT_OK; BGT_NO_MEMORY; else as the plugin's `open` answered, reported.
 * BGT_FATAL for an answer that `open` may not give.
 */
bgt_status bgt_reader_open(const struct bgt_instance_options *options,
                           struct bgt_reader **reader);

/**
 * Empties @p batch and lets the reader fill it.
 *
 * @param batch from bgt_batch_open (io/batch.h).
 * @return BGT_OK: call again. BGT_END: that was all; the batch may hold items. BGT_BAD:
 * an error was reported, call again; the batch may hold items. Else the reader is dead,
 * the error was reported (but BGT_NO_MEMORY and BGT_CANCELLED), and the batch is empty.
 */
bgt_status bgt_reader_next(struct bgt_reader *reader, struct bgt_batch *batch);

/** Calls the plugin's `close` and ends the reader. Null is allowed. */
void bgt_reader_close(struct bgt_reader *reader);

/** Makes a writer and calls the plugin's `open`. As bgt_reader_open. */
bgt_status bgt_writer_open(const struct bgt_instance_options *options,
                           struct bgt_writer **writer);

/** Begins a sheet; of a grid writer, outside a sheet. `sheet` is borrowed until
 * end_sheet. */
bgt_status bgt_writer_begin_sheet(struct bgt_writer *writer,
                                  const struct bgt_sheet *sheet);

/** Puts a ROW item; inside a sheet, with rising rows. BGT_CANNOT_HOLD leaves the writer
 * as it was. After any status but BGT_OK, BGT_BAD and BGT_CANNOT_HOLD the writer is dead.
 */
bgt_status bgt_writer_put_row(struct bgt_writer *writer, const struct bgt_batch *batch,
                              const struct bgt_item *item);

/** Ends the sheet. */
bgt_status bgt_writer_end_sheet(struct bgt_writer *writer);

/** Puts a RECORD, FIELDS or TABLE_END item; of a record writer. As bgt_writer_put_row. */
bgt_status bgt_writer_put(struct bgt_writer *writer, const struct bgt_batch *batch,
                          const struct bgt_item *item);

/** Completes the output. Once; outside a sheet; then only close. */
bgt_status bgt_writer_finish(struct bgt_writer *writer);

/** Calls the plugin's `close` and ends the writer. Null is allowed. */
void bgt_writer_close(struct bgt_writer *writer);

/** The capacity of the writer's plugin. */
const struct bgt_capacity *bgt_writer_capacity(const struct bgt_writer *writer);

#endif
