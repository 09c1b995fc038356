/*
 * One XML file as rows: what stands between the root and the model.
 */
#ifndef PLUGINS_FISCAL_XML_SOURCE_H
#define PLUGINS_FISCAL_XML_SOURCE_H

#include "fiscal_map.h"

enum { BGT_FISCAL_PATH = 400, BGT_FISCAL_NAME = 200 };

/** Types of an extra, and of a value that its field's own type does not fit. */
enum bgt_fiscal_mark {
    BGT_FISCAL_MARK_TEXT,
    BGT_FISCAL_MARK_NUMBER,
    BGT_FISCAL_MARK_PERCENT,
    BGT_FISCAL_MARK_BOOLEAN,
    BGT_FISCAL_MARK_DATE,
    BGT_FISCAL_MARK_ERROR,
    BGT_FISCAL_MARK_BLANK,
    BGT_FISCAL_MARK_COUNT
};

/** The word of a mark. */
const char *bgt_fiscal_mark_word(enum bgt_fiscal_mark mark);

/** One field element of a row. Offsets are into the row's text. */
struct bgt_fiscal_cell {
    const struct bgt_fiscal_field *field; /**< Null: an extra, or `is_marked`. */
    size_t name_offset, name_length;      /**< As written, or the extra's name. */
    size_t text_offset, text_length;
    uint64_t line;
    uint32_t column;
    uint8_t mark; /**< enum bgt_fiscal_mark, where `is_marked`. */
    bool is_marked;
    bool is_announced; /**< The name is that of an announced field. */
};

/** One row element. */
struct bgt_fiscal_input_row {
    struct bgt_fiscal_input_row *next;
    const struct bgt_fiscal_row *row; /**< Null: an element that the dialect lacks. */
    struct bgt_fiscal_cell *cells;
    size_t cell_count, cell_capacity;
    char *text;
    size_t text_length, text_capacity;
    size_t path_length; /**< The path is the text's beginning, NUL-terminated. */
    size_t element_offset, element_length;
    uint64_t sequence; /**< 0: none. */
    uint64_t line;
};

/** Rows of one file. Zeroed before use. */
struct bgt_fiscal_source {
    const struct bgt_env *env;
    const struct bgt_fiscal_map *map;
    /** Called with the root where `map` is null; answers with `map` set, or a status that
     * ends the file. */
    bgt_status (*on_root)(struct bgt_fiscal_source *source, const char *uri,
                          const char *name);
    void *context;
    const struct bgt_fiscal_row
        *lines;              /**< The row for lines of any table; null: none. */
    struct bgt_input *input; /**< Borrowed. */
    struct bgt_xml *xml;
    struct bgt_fiscal_input_row *first, *last; /**< Rows that are complete. */
    struct bgt_fiscal_input_row *open;         /**< The row being read. */
    struct bgt_fiscal_input_row *spare;
    char root[BGT_FISCAL_NAME], class_name[BGT_FISCAL_NAME];
    char name[BGT_FISCAL_PATH]; /**< Of the field: nested names joined by `/`. */
    size_t name_length;
    char row_name[BGT_FISCAL_NAME];
    uint64_t row_number; /**< Among rows of that name in this class. */
    uint64_t sequence;
    struct bgt_fiscal_cell cell; /**< The field being read. */
    size_t level;                /**< Open elements. */
    size_t row_level;            /**< Level of row elements. */
    size_t next_field;
    bool has_child; /**< The field being read held an element. */
    bool is_sequence;
    bool has_errors;
    bool is_silent; /**< Reports nothing of its own. */
    bool is_at_end;
};

/** Begins to read; `env`, `input` and `map` or `on_root` are set. */
bgt_status bgt_fiscal_source_open(struct bgt_fiscal_source *source);

/** Parses on until a row is there. BGT_OK: `first` is the next row. BGT_END: that was
 * all. Else the file cannot be read on. */
bgt_status bgt_fiscal_source_fill(struct bgt_fiscal_source *source);

/** Drops the first row. */
void bgt_fiscal_source_pop(struct bgt_fiscal_source *source);

/** Frees everything; the input stays. */
void bgt_fiscal_source_close(struct bgt_fiscal_source *source);

/** A report at a place of this file. `cell` and the arguments may be null. */
bgt_status bgt_fiscal_report_row(struct bgt_fiscal_source *source,
                                 const struct bgt_fiscal_input_row *row,
                                 const struct bgt_fiscal_cell *cell, const char *code,
                                 const char *const arguments[2]);

#endif
