/**
 * limits.h: the bounds that keep memory, time and expansion of hostile input in hand.
 *
 * There is no cap on bytes or rows that stream. Each limit has a default, a reason and a
 * name for the option `--limit NAME=VALUE`; the table BGT_LIMITS is the one place that
 * states them. Reaching a limit is an ordinary error with the diagnostic LIMIT_REACHED,
 * never a crash.
 */
#ifndef BUDGET_LIMITS_H
#define BUDGET_LIMITS_H

#include <stdint.h>

/** X(field, option name, default, what it bounds and why) */
#define BGT_LIMITS(X)                                                                    \
    X(cell_bytes, "cell-bytes", 1u << 20,                                                \
      "bytes of one cell or scalar: more is never data")                                 \
    X(row_cells, "row-cells", 16384, "cells of one row: what a worksheet can hold")      \
    X(row_bytes, "row-bytes", 16u << 20, "bytes of text of one row or record")           \
    X(depth, "depth", 64, "nesting of YAML and XML: parsers are quadratic or recursive") \
    X(member_bytes, "member-bytes", 1u << 30, "unpacked bytes of one zip member")        \
    X(member_ratio, "member-ratio", 200,                                                 \
      "unpacked to packed bytes after the first 10 MiB")                                 \
    X(members, "members", 10000, "members of one zip: no workbook has more")             \
    X(shared_bytes, "shared-bytes", 512u << 20, "bytes of a workbook's shared strings")  \
    X(interned_bytes, "interned-bytes", 256u << 20, "distinct text kept for one job")    \
    X(spool_memory_bytes, "spool-memory-bytes", 64u << 20,                               \
      "spooled input kept in memory")                                                    \
    X(diagnostics, "diagnostics", 1000, "diagnostics kept; the others are counted")      \
    X(errors, "errors", 100, "errors collected before a job gives up")                   \
    X(table_rows, "table-rows", 1u << 20,                                                \
      "rows of one form that must be laid out as a whole")                               \
    X(header_rows, "header-rows", 64, "rows looked at to find a table's header")         \
    X(sheets, "sheets", 1024, "sheets of one workbook")

/** The limits of one job. Read-only for plugins. A plugin checks `struct_size` before it
 * reads a field that its own header knows but the host's may not. */
struct bgt_limits {
    uint32_t struct_size;
    uint32_t reserved;
#define BGT_LIMIT_FIELD(field, name, value, why) uint64_t field;
    BGT_LIMITS(BGT_LIMIT_FIELD)
#undef BGT_LIMIT_FIELD
};

#endif
