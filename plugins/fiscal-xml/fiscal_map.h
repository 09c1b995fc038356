/*
 * A dialect: which elements carry the model, as formats/fiscal-xml/NAME.yaml says. No
 * element name stands in a source.
 */
#ifndef PLUGINS_FISCAL_XML_MAP_H
#define PLUGINS_FISCAL_XML_MAP_H

#include <stdbool.h>

#include "budget/plugin.h"
#include "fiscal_pool.h"

/** What a row element carries. */
enum bgt_fiscal_holds {
    BGT_FISCAL_RECORD,   /**< A record of an entity that is none of the following. */
    BGT_FISCAL_TABLE,    /**< The record that opens a table. */
    BGT_FISCAL_FIELDS,   /**< The table's field set. */
    BGT_FISCAL_LINE,     /**< A line. */
    BGT_FISCAL_TABLE_END /**< The end of a table. */
};

/** What a missing field element stands for where the table announces the field. */
enum bgt_fiscal_default {
    BGT_FISCAL_NO_DEFAULT,
    BGT_FISCAL_IS_TEXT,  /**< `fallback` */
    BGT_FISCAL_IS_TABLE, /**< Number of the table. */
    BGT_FISCAL_IS_COUNT, /**< Number of the line, or of all lines. */
    BGT_FISCAL_IS_ID,    /**< Of a table that has no record of its own: its id, */
    BGT_FISCAL_IS_TITLE, /**< its element, */
    BGT_FISCAL_IS_UNIT   /**< and the amount unit of its file. */
};

/** A field element. */
struct bgt_fiscal_field {
    const char *element;
    const struct bgt_field *field; /**< Null: an extra named as the element. */
    const char *constant;          /**< Written where no extra of that name is there. */
    const char *fallback;
    const char *location; /**< Value of the attribute; null: none. */
    uint32_t characters;  /**< Longest text in code points; 0: no bound. */
    uint8_t type;         /**< enum bgt_type */
    uint8_t missing;      /**< enum bgt_fiscal_default */
    bool is_mandatory;
};

/** A row element. */
struct bgt_fiscal_row {
    const char *element;
    const char *table; /**< Lines: the id of the only table it carries; null: any. */
    const struct bgt_entity *entity;
    struct bgt_fiscal_field *fields;
    uint16_t
        *by_number; /**< For each field of the entity: 1 + index in `fields`; 0: none. */
    uint16_t field_count;
    uint16_t class_index;
    uint8_t holds; /**< enum bgt_fiscal_holds */
    bool is_read_only;
    bool takes_defaults;  /**< Written for the records whose values are its defaults. */
    const char *location; /**< Value of the attribute; null: none. */
};

/** A class element. */
struct bgt_fiscal_class {
    const char *element;
    const char **aliases; /**< Null-terminated. */
    const char *location; /**< Value of the attribute; null: none. */
};

/** Words that are no row or field. */
struct bgt_fiscal_words {
    const char *extra, *extra_name, *extra_field, *extra_type;
    const char *announced;
    const char *version;
    const char *location;
    const char *sequence;
    const char *unknown_table;
};

struct bgt_fiscal_alias {
    const char *name, *element;
};

/** A dialect. Zeroed before use. */
struct bgt_fiscal_map {
    struct bgt_fiscal_pool pool;
    const char *name;
    const char *wrapper; /**< Root over the classes; "": the one class is the root. */
    const char *name_space;
    const char *encoding;
    const char *amount_unit;
    struct bgt_fiscal_words words;
    struct bgt_fiscal_class *classes;
    size_t class_count;
    struct bgt_fiscal_row *rows;
    size_t row_count;
    struct bgt_fiscal_alias *aliases;
    size_t alias_count;
    const char *location; /**< Of the wrapper. */
    bool has_locations;
    const struct bgt_entity *document, *table, *line;
};

/** Loads `NAME.yaml`. Reports FISCAL_XML_DIALECT where there is none, FISCAL_XML_MAP
 * where it is not in order. End it with bgt_fiscal_map_clear, whatever this answers. */
bgt_status bgt_fiscal_map_load(struct bgt_fiscal_map *map, const struct bgt_env *env,
                               const char *name);

/** Frees it. */
void bgt_fiscal_map_clear(struct bgt_fiscal_map *map);

/** The class of that element or alias, or null. */
const struct bgt_fiscal_class *bgt_fiscal_find_class(const struct bgt_fiscal_map *map,
                                                     const char *name);

/** The row of that element, or null. A name may end in `_` and a data element number, as
 * in the kindred standard UOF. */
const struct bgt_fiscal_row *bgt_fiscal_find_row(const struct bgt_fiscal_map *map,
                                                 const char *name);

/** The field of that element or alias, or null; a number at its end as in a row's name.
 * The search begins at `first`. */
const struct bgt_fiscal_field *bgt_fiscal_find_field(const struct bgt_fiscal_map *map,
                                                     const struct bgt_fiscal_row *row,
                                                     const char *name, size_t first);

/** The row that is written for what an item holds: of an entity, or of lines of any
 * table; null: none. */
const struct bgt_fiscal_row *bgt_fiscal_row_for(const struct bgt_fiscal_map *map,
                                                enum bgt_fiscal_holds holds,
                                                const struct bgt_entity *entity);

/** The row's field for a number of the model, or null. */
const struct bgt_fiscal_field *bgt_fiscal_field_of(const struct bgt_fiscal_row *row,
                                                   uint32_t number);

#endif
