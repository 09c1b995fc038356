/**
 * kit.h: a job around one plugin, for the conformance test and the example's.
 *
 * Everything is real: the host's services, inputs, outputs and checks; only the allocator
 * of the host can be told to fail.
 */
#ifndef BGT_TESTS_PLUGIN_KIT_H
#define BGT_TESTS_PLUGIN_KIT_H

#include "support/failing_allocator.h"
#include "support/testing.h"

#include "base/arena.h"
#include "diag/reporter.h"
#include "io/batch.h"
#include "plugin/instance.h"
#include "plugin/manifest.h"

/** A job. Does not move while it is open. */
struct kit {
    const struct bgt_manifest *manifest;
    const struct bgt_plugin *plugin;
    struct bgt_failing_allocator failing;
    struct bgt_limits limits;
    struct bgt_reporter *reporter;
    struct bgt_interner *interner;
    struct bgt_io io;
    struct bgt_plugin_host host;
    struct bgt_arena arena;
    struct bgt_option_value *reader_values;
    struct bgt_option_value *writer_values;
    char *folder;
    char *formats; /* The project's own `formats`, for plugins with data. */
};

void kit_open(struct kit *kit, const struct bgt_manifest *manifest,
              const struct bgt_plugin *plugin);

/** Fails the test where the host's memory was not all given back. */
void kit_close(struct kit *kit);

/** Forgets all that was reported. */
void kit_forget(struct kit *kit);

/** Errors reported so far. */
uint64_t kit_errors(const struct kit *kit);

/** A reader on bytes, and what it stands on. */
struct kit_reading {
    struct bgt_input *input;
    struct bgt_input *container;
    struct bgt_reader *reader;
    struct bgt_batch *batch; /**< Small, so that there are many steps. */
};

/** Opens a reader on bytes, which are borrowed. Close it whatever it answers. */
bgt_status kit_start(struct kit *kit, const void *bytes, size_t length,
                     struct kit_reading *reading);

/** One step; the items go to @p all (null: nowhere). */
bgt_status kit_step(struct kit_reading *reading, struct bgt_batch *all);

void kit_stop(struct kit_reading *reading);

/** Reads to the end: BGT_END; BGT_BAD where an error was reported on the way; or the
 * status that ended it. */
bgt_status kit_read(struct kit *kit, const void *bytes, size_t length,
                    struct bgt_batch *all);

/** Writes a batch of items to a file. At BGT_OK `*bytes` is what it holds, to be freed.
 */
bgt_status kit_write(struct kit *kit, const struct bgt_batch *batch, char **bytes,
                     size_t *length);

/** Adds an item to a batch; never null. */
struct bgt_item *kit_item(struct bgt_batch *batch, enum bgt_item_kind kind);

/** A document that every plugin of the kind can hold: sheets of cells or records. */
void kit_document(const struct kit *kit, struct bgt_batch *batch);

/** What a batch says, as text to be freed: of a grid the cells that are present, by row
 * and column; of records all. */
char *kit_dump(const struct kit *kit, const struct bgt_batch *batch);

#endif
