/*
 * Rows become the record stream: documents, tables with their field sets, lines.
 */
#ifndef PLUGINS_FISCAL_XML_STREAM_H
#define PLUGINS_FISCAL_XML_STREAM_H

#include "fiscal_scan.h"
#include "fiscal_values.h"

/** How far the stream has come. `on_scan` fills `scan` from the whole input. */
struct bgt_fiscal_stream {
    const struct bgt_env *env;
    const struct bgt_fiscal_map *map;
    struct bgt_fiscal_scan scan;
    bgt_status (*on_scan)(void *context, struct bgt_fiscal_scan *scan);
    void *context;
    char table[BGT_FISCAL_NAME + 16]; /**< Id of the open table. */
    char unit[64];                    /**< Amount unit of the document; "": not stated. */
    uint64_t table_number;
    uint64_t lines;
    uint64_t bits[BGT_FISCAL_BITS]; /**< Fields of the open table. */
    bool has_document;
    bool is_open;       /**< A table is open, */
    bool has_fields;    /**< its field set was delivered, */
    bool is_of_element; /**< it has no record of its own in the file. */
};

/** Delivers the items of one row. */
bgt_status bgt_fiscal_stream_row(struct bgt_fiscal_stream *stream,
                                 struct bgt_fiscal_source *source,
                                 const struct bgt_fiscal_input_row *row,
                                 struct bgt_batch *batch);

/** Delivers what is left at the end of the input. */
bgt_status bgt_fiscal_stream_end(struct bgt_fiscal_stream *stream,
                                 struct bgt_batch *batch);

#endif
