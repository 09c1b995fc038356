/**
 * io/source.h: what the inputs of this room have in common. Private to this room.
 *
 * An input's `host` points to a `struct bgt_source`, which begins each kind's own struct.
 * The functions that only the host may call are in its `type`.
 */
#ifndef BGT_IO_SOURCE_H
#define BGT_IO_SOURCE_H

#include "base/utf8.h"
#include "budget/stream.h"
#include "io/io.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

struct bgt_source;

/** The functions of a kind of input. Null: it has nothing of the sort. */
struct bgt_source_type {
    bgt_status (*peek)(struct bgt_source *source, const uint8_t **bytes, size_t *length);
    uint64_t (*position)(const struct bgt_source *source);
    bgt_status (*unchanged)(struct bgt_source *source);
    void (*passed)(struct bgt_source *source, uint64_t from, uint64_t to);
};

/** The beginning of every input. */
struct bgt_source {
    struct bgt_input input;
    const struct bgt_source_type *type;
    const struct bgt_io *io;
    char *name;
    bool is_member; /**< `name` is a member of a container that was named to the reporter.
                     */
    bool has_file;  /**< `device` and `inode` are known. */
    uint64_t device;
    uint64_t inode;
};

/** Allocates an input of `size` zeroed bytes, at least sizeof(struct bgt_source), with
 * every function set to one that answers "none". Null: no memory. Frees with
 * bgt_source_free. */
void *bgt_source_new(const struct bgt_io *io, size_t size, const char *name,
                     const struct bgt_source_type *type);

/** Frees an input's memory and name. */
void bgt_source_free(struct bgt_source *source);

/** What `map` gave is not needed from one offset to another for the time being: pages of
 * a mapped file are given back, and come again when they are looked at. */
void bgt_source_passed(struct bgt_input *input, uint64_t from, uint64_t to);

/** Tells an input how far a pass over what `map` gave has come. */
struct bgt_passage bgt_source_passage(struct bgt_input *input);

/** The source behind an input. */
struct bgt_source *bgt_source_of(const struct bgt_input *input);

/** The place of an input: file, or for a member only `sheet`. Borrows the name. */
struct bgt_place bgt_source_place(const struct bgt_input *input);

/** Regular file; takes the descriptor over when `owns`, also on failure. */
bgt_status bgt_source_open_regular(const struct bgt_io *io, int descriptor, bool owns,
                                   const char *name, struct bgt_input **input);

/** Pipe or device; else as above. */
bgt_status bgt_source_open_pipe(const struct bgt_io *io, int descriptor, bool owns,
                                const char *name, struct bgt_input **input);

/** Where a view begins and how long it is. */
struct bgt_view_range {
    uint64_t from, length;
};

/** A part of what `map` of the origin gave, as an input; the origin outlives it. */
bgt_status bgt_source_open_view(const struct bgt_io *io, struct bgt_input *origin,
                                const uint8_t *bytes, struct bgt_view_range range,
                                struct bgt_input **input);

/** Folder; takes the descriptor over, also on failure. */
bgt_status bgt_source_open_folder(const struct bgt_io *io, int descriptor,
                                  const char *name, struct bgt_input **input);

/** Where bytes come from that can only be read in order. */
struct bgt_ordered_ops {
    /** The next bytes; `*got` 0 at the end. Reports its failures about `source`. */
    bgt_status (*fetch)(void *state, const struct bgt_source *source, void *bytes,
                        size_t capacity, size_t *got);
    void (*close)(void *state, const struct bgt_io *io);
};

/** Such an input; calls `ops->close` at its end, also when opening fails. */
bgt_status bgt_source_open_ordered(const struct bgt_io *io,
                                   const struct bgt_ordered_ops *ops, void *state,
                                   const char *name, struct bgt_input **input);

/** Bytes in memory, borrowed. */
struct bgt_span {
    const uint8_t *bytes;
    uint64_t length;
};

/** Copies from bytes in memory as `read` and `read_at` have to: helper of the kinds that
 * have all bytes. BGT_END only where `capacity` is not 0 and nothing is left. */
bgt_status bgt_source_copy(struct bgt_span all, uint64_t offset, void *bytes,
                           size_t capacity, size_t *got);

#endif
