/*
 * What the yaml plugin's two halves share: options, the words of the format, its version.
 */
#ifndef PLUGINS_YAML_OPTIONS_H
#define PLUGINS_YAML_OPTIONS_H

#include "budget/plugin.h"

/** Indices of the option table in yaml.c. */
enum bgt_yaml_option { BGT_YAML_NUMBERS, BGT_YAML_OPTION_COUNT };

/** Choices of `numbers`. */
enum bgt_yaml_numbers { BGT_YAML_NUMBERS_QUOTED, BGT_YAML_NUMBERS_PLAIN };

/** The version of the format, written as `budgetconv: 1`. */
#define BGT_YAML_VERSION "1"

/* Keys of the format itself. Field and entity keys come from the model. */
#define BGT_YAML_KEY_VERSION    "budgetconv"
#define BGT_YAML_KEY_DOCUMENT   "document"
#define BGT_YAML_KEY_CONTENT    "content"
#define BGT_YAML_KEY_COMPLETE   "complete"
#define BGT_YAML_KEY_TABLE      "table"
#define BGT_YAML_KEY_LINE       "line"
#define BGT_YAML_KEY_FIELDS     "fields"
#define BGT_YAML_KEY_FROM_TABLE "from_table"
#define BGT_YAML_KEY_LINES      "lines"
#define BGT_YAML_KEY_END        "end"
#define BGT_YAML_KEY_EXTRAS     "extras"
#define BGT_YAML_KEY_EXTRA      "extra"
#define BGT_YAML_KEY_NAME       "name"
#define BGT_YAML_KEY_TYPE       "type"

/** Value of BGT_YAML_KEY_COMPLETE: the last words of every whole file. */
#define BGT_YAML_COMPLETE "yes"

/** Words that say what a value is where its field does not. */
enum bgt_yaml_mark {
    BGT_YAML_MARK_TEXT,
    BGT_YAML_MARK_NUMBER,
    BGT_YAML_MARK_PERCENT,
    BGT_YAML_MARK_BOOLEAN,
    BGT_YAML_MARK_DATE,
    BGT_YAML_MARK_ERROR,
    BGT_YAML_MARK_BLANK,
    BGT_YAML_MARK_ABSENT, /**< Lines: not even what `from_table` says. */
    BGT_YAML_MARK_COUNT
};

/** The word of a mark. */
const char *bgt_yaml_mark_word(enum bgt_yaml_mark mark);

/** The mark of a value as it stands in a batch. */
enum bgt_yaml_mark bgt_yaml_mark_of(const struct bgt_value *value);

/** The mark that a field's values need not carry. */
enum bgt_yaml_mark bgt_yaml_natural_mark(const struct bgt_field *field);

/** Most fields that lines take from their table. */
enum { BGT_YAML_SHARED_MAX = 8 };

/** A bookkeeping number that both a table and its lines have: table_no. */
struct bgt_yaml_shared {
    uint16_t line_field;
    uint16_t table_field;
    int is_used;                /**< Lines of the present table take it from the table. */
    int is_known;               /**< The present table states it. */
    struct bgt_decimal decimal; /**< What the table states. */
};

/** Finds them in the model: house fields of type COUNT with the same key. Answers how
 * many. */
size_t bgt_yaml_find_shared(const struct bgt_entity *table, const struct bgt_entity *line,
                            struct bgt_yaml_shared shared[BGT_YAML_SHARED_MAX]);

extern const struct bgt_reader_ops bgt_yaml_reader;
extern const struct bgt_writer_ops bgt_yaml_writer;

#endif
