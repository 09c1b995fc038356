/**
 * io/target.h: what the outputs of this room have in common. Private to this room.
 */
#ifndef BGT_IO_TARGET_H
#define BGT_IO_TARGET_H

#include "budget/stream.h"
#include "io/io.h"
#include "io/output.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

/* ---- Where a target is
 * -------------------------------------------------------------------- */

/** What a target's path leads to, links followed. */
enum bgt_location_kind {
    BGT_LOCATION_FREE = 0, /**< Nothing is there; its folder exists. */
    BGT_LOCATION_FILE,
    BGT_LOCATION_FOLDER,
    BGT_LOCATION_STREAM /**< A descriptor, FIFO, device or socket. */
};

/** A target's place. */
struct bgt_location {
    enum bgt_location_kind kind;
    bool wants_folder; /**< The path ends in `/`. */
    int descriptor;    /**< Stream: the descriptor it stands for, or -1. */
    char *folder;      /**< Path of the folder that it is in. */
    char *name;        /**< Its name there. */
    struct stat info;  /**< What is there, unless FREE or a descriptor. */
};

/** Finds out. Reports what makes the path impossible. Release with bgt_location_release,
 * also after a failure. */
bgt_status bgt_location_find(const struct bgt_io *io, const char *target,
                             struct bgt_location *location);

/** Frees what a location holds. */
void bgt_location_release(const struct bgt_io *io, struct bgt_location *location);

/* ---- Buffered writing
 * ---------------------------------------------------------------------- */

/** Bytes on their way to a descriptor. Remembers its first failure. */
struct bgt_file_writer {
    const struct bgt_io *io;
    const char *name; /**< For messages; borrowed. */
    int descriptor;
    uint8_t *buffer;
    size_t used;
    bgt_status failure;
    char path[32];
};

/** Prepares; owns `descriptor` from then on, also on failure. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_file_writer_open(struct bgt_file_writer *writer, const struct bgt_io *io,
                                int descriptor, const char *name);

/** Appends. */
bgt_status bgt_file_writer_write(struct bgt_file_writer *writer, const void *bytes,
                                 size_t length);

/** Writes what waits and, with `is_sync`, waits for the disk. */
bgt_status bgt_file_writer_flush(struct bgt_file_writer *writer, bool is_sync);

/** Closes the descriptor; reports a failure unless there was one before. */
bgt_status bgt_file_writer_close(struct bgt_file_writer *writer);

/* ---- Kinds of output
 * ----------------------------------------------------------------------- */

struct bgt_target;

/** The functions that only the host may call. */
struct bgt_target_type {
    bgt_status (*commit)(struct bgt_target *target);
    void (*close)(struct bgt_target *target);
};

/** The beginning of every output of bgt_output_open. */
struct bgt_target {
    struct bgt_output output;
    const struct bgt_target_type *type;
    const struct bgt_io *io;
    char *shown; /**< The target as the user wrote it. */
    bool is_overwrite;
    bool is_sync;
    int folder; /**< Descriptor of the folder that the target is in, or -1. */
    struct bgt_location location;
};

/** Allocates `size` zeroed bytes that begin with a target, every function set to one that
 * answers "none", and moves `location` into it. Null: no memory. */
void *bgt_target_new(const struct bgt_io *io, const struct bgt_output_options *options,
                     struct bgt_location *location, size_t size);

/** Frees what bgt_target_new made. */
void bgt_target_free(struct bgt_target *target);

/** The kinds; each takes `location` over, also on failure. */
bgt_status bgt_target_open_file(const struct bgt_io *io,
                                const struct bgt_output_options *options,
                                struct bgt_location *location,
                                struct bgt_output **output);
bgt_status bgt_target_open_folder(const struct bgt_io *io,
                                  const struct bgt_output_options *options,
                                  struct bgt_location *location,
                                  struct bgt_output **output);
bgt_status bgt_target_open_stream(const struct bgt_io *io,
                                  const struct bgt_output_options *options,
                                  struct bgt_location *location,
                                  struct bgt_output **output);

/** Opens the folder of the location as `target->folder`. Reports. */
bgt_status bgt_target_open_parent(struct bgt_target *target);

/* ---- Temporary names
 * ----------------------------------------------------------------------- */

/** Bytes of a file name and its NUL. */
#define BGT_NAME_SIZE 256

/** Writes `.NAME.budgetconv-PID`, NAME cut where the whole would be too long. */
void bgt_temporary_name(const char *name, char out[BGT_NAME_SIZE]);

/** Removes what processes that have ended left of this target's temporary names. */
void bgt_remove_stale(int folder, const char *name);

/** Removes a folder and the files in it (not deeper). */
void bgt_remove_folder(int parent, const char *name);

#endif
