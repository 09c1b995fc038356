/*
 * Where a sheet's bytes go: the one file, or a file of its own in a folder; buffered, in
 * the encoding asked for.
 */
#ifndef PLUGINS_CSV_TARGET_H
#define PLUGINS_CSV_TARGET_H

#include <stdbool.h>

#include "budget/plugin.h"

enum { BGT_CSV_BUFFER = 1 << 16 };

/** How bytes are to stand. */
struct bgt_csv_target_options {
    int64_t delimiter;    /**< enum bgt_csv_delimiter */
    const char *encoding; /**< Null: UTF-8. Borrowed. */
    bool has_mark; /**< Begin each file with a byte order mark (UTF encodings only). */
};

/** The target. Zeroed before bgt_csv_target_init(). */
struct bgt_csv_target {
    const struct bgt_env *env;
    struct bgt_output *output;
    struct bgt_output *member; /* Opened by us in a folder. */
    struct bgt_output *utf8;   /* Opened by us for another encoding. */
    struct bgt_output *sink;   /* What takes the bytes of the present sheet. */
    const char *encoding;      /* Null: UTF-8. */
    char delimiter;
    bool has_mark;
    size_t used;
    char buffer[BGT_CSV_BUFFER];
};

/** Settles the options. `output` is borrowed until bgt_csv_target_clear(). */
void bgt_csv_target_init(struct bgt_csv_target *target, const struct bgt_env *env,
                         struct bgt_output *output,
                         const struct bgt_csv_target_options *options);

/** Whether each sheet is a file of its own. */
bool bgt_csv_target_is_folder(const struct bgt_csv_target *target);

/** A sheet begins. BGT_FATAL after CSV_SHEET_NAME; else what the output answers. */
bgt_status bgt_csv_target_begin(struct bgt_csv_target *target, const char *sheet);

/** Appends bytes to the present sheet. */
bgt_status bgt_csv_target_write(struct bgt_csv_target *target, const char *bytes,
                                size_t length);

/** The sheet is complete: in a folder its file is closed. */
bgt_status bgt_csv_target_end(struct bgt_csv_target *target);

/** Everything was written. */
bgt_status bgt_csv_target_finish(struct bgt_csv_target *target);

/** Gives back what is still open, after success or failure. */
void bgt_csv_target_clear(struct bgt_csv_target *target);

#endif
