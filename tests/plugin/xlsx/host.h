/*
 * What the tests of the workbook plugin share: a job's real services around the plugin, a
 * workbook from literals, and what was read as text.
 */
#ifndef BGT_TESTS_XLSX_HOST_H
#define BGT_TESTS_XLSX_HOST_H

#include "budget/plugin.h"
#include "diag/reporter.h"
#include "plugin/env.h"
#include "support/testing.h"
#include "support/workbook.h"

extern const struct bgt_plugin xlsx_LTX_bgt_plugin;

enum { HOST_OPTIONS = 3 };

/** One job. */
#include <stdbool.h>

struct host {
    struct bgt_limits limits;
    struct bgt_io io;
    struct bgt_reporter *reporter;
    struct bgt_interner *interner;
    struct bgt_plugin_host plugin_host;
    struct bgt_option_value options[HOST_OPTIONS];
    struct bgt_plugin_env env;
    /** Called for each item that is read; null: nobody. */
    void (*on_item)(void *context, const struct bgt_batch *batch,
                    const struct bgt_item *item);
    void *context;
    char *dump; /**< Where `on_item` is null: what was read, see host_read_bytes(). */
    size_t dump_length;
    uint32_t batch_items; /**< Items of a batch; 0: the default. */
    bool shows_names;     /**< The first sheet's dump names the sheets that follow. */
};

void host_open(struct host *host);
void host_close(struct host *host);

/** Gives an option as a user would. */
void host_option(struct host *host, const char *name, const char *value);

/**
 * Reads a workbook to its end.
 *
 * Unless `on_item` is set, `host->dump` is one line an item:
 *
 *     sheet 收支总表 hidden
 *     row 3: A3 s:科目 B3 n:26.00(26) C3 d:2026-01-31 D3 b:1 E3 e:#N/A F3 s: no-result
 *     end
 *
 * with `(…)` a number's stored text, `-` for the figure of one without decimal, and after
 * a value any of: blank formula no-result more percent scaled imprecise
 * span=COLUMNSxROWS.
 * @return BGT_END, BGT_BAD where errors were reported on the way, or the status that
 * ended it.
 */
bgt_status host_read_bytes(struct host *host, const void *bytes, size_t length);
bgt_status host_read_path(struct host *host, const char *path);

/** How often a code was reported. */
size_t host_reported(const struct host *host, const char *code);

/** The first report of a code; fails the test where there is none. */
const struct bgt_kept_diagnostic *host_report(const struct host *host, const char *code);

/** All reports as lines `CODE sheet cell text`, for messages; to be freed. */
char *host_reports(const struct host *host);

/** make_book(), then read; frees the bytes. */
bgt_status host_read_book(struct host *host, const struct book *book);

#endif
