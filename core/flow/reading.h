/**
 * flow/reading.h: an input opened for reading: format chosen, plugin loaded, layout
 * matched.
 */
#ifndef FLOW_READING_H
#define FLOW_READING_H

#include "flow/convert.h"
#include "io/io.h"
#include "model/stream.h"

struct bgt_input;
struct bgt_layout_reader;
struct bgt_plugin;
struct bgt_reading;

/** What is to be read. Everything is borrowed until bgt_reading_close, `path` for the
 * call. */
struct bgt_reading_wanted {
    const struct bgt_context *context;
    const char *path; /**< `-`: stdin. */
    const struct bgt_read_options *options;
    const struct bgt_io *io;
};

/** Opens an input.
 *
 * @param exit set where the status is not BGT_OK: BGT_EXIT_USAGE (unknown format, layout
 * or option), BGT_EXIT_INPUT or BGT_EXIT_PLUGIN.
 * @return BGT_OK or an error that was reported. `*reading` is set only with BGT_OK; end
 * it with bgt_reading_close.
 */
bgt_status bgt_reading_open(const struct bgt_reading_wanted *wanted,
                            struct bgt_reading **reading, enum bgt_exit *exit);

/** The records. Use this or bgt_reading_cells, not both. */
bgt_status bgt_reading_records(struct bgt_reading *reading, struct bgt_source *source);

/** The raw cells of a grid format; BGT_NOT_FOUND for a record format (nothing reported).
 */
bgt_status bgt_reading_cells(struct bgt_reading *reading, struct bgt_source *source);

/** Who gets the batches of a source: `take` gets each one, borrowed for the call; what it
 * answers other than BGT_OK ends the reading. */
struct bgt_taker {
    bgt_status (*take)(void *context, const struct bgt_batch *batch);
    void *context;
};

/** Hands every batch of a source over, also those behind an error, so that further errors
 * are told. BGT_OK at the end, whatever was reported; BGT_CANCELLED; what the source or
 * `take` answered. */
bgt_status bgt_reading_drain(const struct bgt_source *source, const struct bgt_io *io,
                             const struct bgt_taker *taker);

/** Hands all records over: the whole of the input or an error. BGT_OK where nothing was
 * wrong and the file is still as it was when it was opened; BGT_BAD where errors were
 * reported; else as bgt_reading_drain. `*exit` as for bgt_reading_open. */
bgt_status bgt_reading_whole(struct bgt_reading *reading, const struct bgt_taker *taker,
                             enum bgt_exit *exit);

/** What was chosen: the plugin's id and title; for a grid the layout reader with its
 * report of sheets (null for record formats, and before bgt_reading_records). */
const char *bgt_reading_format(const struct bgt_reading *reading);
const struct bgt_layout_reader *bgt_reading_layout(const struct bgt_reading *reading);

/** The input itself, for the same-file test. */
const struct bgt_input *bgt_reading_input(const struct bgt_reading *reading);

/** BGT_OK when the file is still as it was when it was opened; else FILE_CHANGED and
 * BGT_BAD. */
bgt_status bgt_reading_unchanged(struct bgt_reading *reading);

/** Bytes read so far and in all (0: unknown), for progress. */
void bgt_reading_progress(const struct bgt_reading *reading, uint64_t *bytes,
                          uint64_t *total);

/** Ends it; null is allowed. */
void bgt_reading_close(struct bgt_reading *reading);

#endif
