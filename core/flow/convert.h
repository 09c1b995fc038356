/**
 * flow/convert.h: one conversion from start to end, and the reading half of it for
 * `info`.
 *
 * Nothing here prints: errors, warnings, notes and losses go to the reporter, figures to
 * the result.
 */
#ifndef FLOW_CONVERT_H
#define FLOW_CONVERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "budget/status.h"

struct bgt_context;
struct bgt_reporter;

/** Exit status of the program (contract, design §6). */
enum bgt_exit {
    BGT_EXIT_DONE = 0,
    BGT_EXIT_FOUND = 1,  /**< `check` or `diff` found something. */
    BGT_EXIT_USAGE = 2,  /**< Usage, unknown format, layout or option, same file twice. */
    BGT_EXIT_INPUT = 3,  /**< Input missing, unreadable, damaged, unmatched, ambiguous. */
    BGT_EXIT_TARGET = 4, /**< Target exists or cannot be written. */
    BGT_EXIT_LOSS = 5,   /**< Loss refused. */
    BGT_EXIT_PLUGIN = 6, /**< The plugin that is needed cannot be used. */
    BGT_EXIT_INTERNAL = 70 /**< A bug of ours. 128+n: signal n. */
};

/** The exit status of a job that ended with @p status; @p failure is that of an error
 * where it stopped. Reports NO_MEMORY, CANCELLED, WRITER_REFUSED, and a failure that
 * nobody told. */
enum bgt_exit bgt_exit_of(struct bgt_reporter *reporter, bgt_status status,
                          enum bgt_exit failure);

/** A list of texts, borrowed. `items` is null where `count` is 0, else closed by a null.
 */
struct bgt_texts {
    const char *const *items;
    size_t count;
};

/** How an input is read. Null or 0 where not given. */
struct bgt_read_options {
    const char *format;           /**< `-f`; else found out from name and content. */
    const char *input_layout;     /**< `--input-layout` */
    const char *encoding;         /**< `--encoding` */
    const char *amount_unit;      /**< Unit of a table that states none: 元 or 万元. */
    struct bgt_texts options;     /**< `-i`, each `KEY=VALUE`. */
    struct bgt_texts sheets;      /**< `--sheet`: only these. */
    struct bgt_texts skip_sheets; /**< `--skip-sheet` */
};

/** How a conversion is done. */
struct bgt_convert_options {
    struct bgt_texts
        inputs;         /**< Paths; `-` is stdin. Several are joined into one document. */
    const char *target; /**< Path; `-` is stdout; a trailing `/` is a folder. */
    struct bgt_read_options read;
    const char *target_format; /**< `-t`; else from the target's name. */
    const char *layout;        /**< `--layout` */
    struct bgt_texts options;  /**< `-o`, each `KEY=VALUE`. */
    struct bgt_texts
        selects; /**< `--select FIELD=VALUE`: OR within a field, AND across fields. */
    const char
        *amount_unit; /**< `--amount-unit`: the target's, 元 or 万元; null: as read. */
    int round_places; /**< `--round`: places after the point, -1: never round. */
    bool is_strict;   /**< Loss is an error. */
    bool is_overwrite; /**< An existing target may be replaced. */
    bool is_sync;      /**< The target is on the disk before success is told. */
    /** Asked about once a batch: not 0 stops the job. May be null. */
    int (*is_cancelled)(void *context);
    void *cancel_context;
    /** Told about progress once a batch; null: not wanted. */
    void (*progress)(void *context, uint64_t records, uint64_t bytes,
                     uint64_t bytes_total);
    void *progress_context;
};

/** What a conversion did. */
struct bgt_convert_result {
    enum bgt_exit exit;
    uint64_t tables;
    uint64_t lines;
    uint64_t records; /**< All records, lines included. */
    uint64_t rounded; /**< Values that `--round` changed. */
    uint64_t lost;    /**< Kinds of loss reported. */
};

/** Converts. Always fills `*result`; every failure is in the reporter too. */
void bgt_convert(const struct bgt_context *context,
                 const struct bgt_convert_options *options, struct bgt_reporter *reporter,
                 struct bgt_convert_result *result);

#endif
