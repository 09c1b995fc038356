/**
 * figures/rules.h: budget rules as data, read from `formats/rules/` and from a house's
 * own files. docs/rules.md explains how a rule file is written.
 *
 * Read once, constant afterwards.
 */
#ifndef FIGURES_RULES_H
#define FIGURES_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "budget/decimal.h"
#include "io/io.h"

/** Bounds of one rule. */
#define BGT_RULE_TERMS      24u
#define BGT_RULE_CONDITIONS 8u
#define BGT_RULE_VALUES     64u
#define BGT_RULE_MEASURES   32u

/** How two sides are compared. */
enum bgt_rule_operator {
    BGT_RULE_EQUAL = 1, /**< `=`: one quantity printed twice. */
    BGT_RULE_SUM = 2,   /**< `≈`: a sum of printed figures. */
    BGT_RULE_MOST = 3   /**< `≤` */
};

/** What a row must be: a field's value among several, or that of the bound row. */
struct bgt_rule_condition {
    uint16_t field;           /**< Of the entity of the term. */
    bool is_not;              /**< `!=` */
    bool is_top;              /**< `top`: no row above it in the code tree. */
    bool is_bound;            /**< `$field`: the bound row's field. */
    uint16_t bound;           /**< That field, of the entity of the loop. */
    struct bgt_slice *values; /**< One of these; "" is none. */
    uint8_t value_count;
};

/** Rows of one table (or the statements), with what they must be. */
struct bgt_rule_rows {
    struct bgt_slice table; /**< table_id, `statement` or `indicator`. */
    uint16_t entity;        /**< BGT_ENTITY_line or that of the records. */
    struct bgt_rule_condition conditions[BGT_RULE_CONDITIONS];
    uint8_t condition_count;
};

enum bgt_rule_term_kind {
    BGT_RULE_ROWS = 1,     /**< `table[…].measure` */
    BGT_RULE_ROW = 2,      /**< `row.measure`: the bound row. */
    BGT_RULE_CHILDREN = 3, /**< `children.measure`: rows below it in the code tree. */
    BGT_RULE_NUMBER = 4,   /**< A whole number. */
    BGT_RULE_COUNT = 5     /**< `count(table[…])`: how many rows. */
};

/** One addend. */
struct bgt_rule_term {
    uint8_t kind;     /**< enum bgt_rule_term_kind */
    bool is_negative; /**< `-` */
    bool is_sum;      /**< `sum(…)`: any number of rows; else one. */
    bool is_optional; /**< `table?`: no table is nothing. */
    bool is_each;     /**< `.$measure` */
    uint16_t measure; /**< Field of the entity. */
    struct bgt_rule_rows rows;
    int64_t number;
};

/** Both sides. */
struct bgt_rule_equation {
    uint8_t comparison; /**< enum bgt_rule_operator; 0: none is given. */
    struct bgt_rule_term *left;
    struct bgt_rule_term *right;
    uint8_t left_count;
    uint8_t right_count;
};

/** What a rule's finding is. */
enum bgt_rule_severity { BGT_RULE_ERROR = 1, BGT_RULE_WARNING = 2, BGT_RULE_NOTE = 3 };

/** One rule. */
struct bgt_rule {
    struct bgt_rule *next;
    struct bgt_slice id;
    struct bgt_slice label;    /**< Chinese. */
    struct bgt_slice label_en; /**< English, or "". */
    struct bgt_slice text;     /**< The equation as written. */
    const char *file;
    uint64_t line;
    uint8_t severity;
    struct bgt_rule_rows *each; /**< Loop over these rows; null: once. */
    uint8_t each_count;
    bool has_by;
    uint16_t by; /**< One turn for each different value of this field. */
    uint16_t measures[BGT_RULE_MEASURES];
    uint8_t measure_count;
    struct bgt_rule_equation equation;
    struct bgt_rule_equation when;   /**< Only where it holds. */
    struct bgt_rule_equation unless; /**< Only where it does not. */
};

/** What a percentage of the prose is a share of. */
struct bgt_rule_share {
    struct bgt_slice key;     /**< Of the statement; may hold one `*`. */
    struct bgt_slice base;    /**< Key of the part; "": the key without its last word. */
    struct bgt_slice whole;   /**< Key of the whole that is stated. */
    struct bgt_slice *others; /**< Keys of wholes that it may be of instead. */
    size_t other_count;
};

/** One file. */
struct bgt_rule_set {
    struct bgt_rule_set *next;
    struct bgt_slice name;
    struct bgt_slice label;
    struct bgt_slice layout; /**< Family of layouts it is for; "": any document. */
    struct bgt_rule *first;
    struct bgt_rule *last;
    size_t count;
    struct bgt_slice *facts; /**< Keys of document that must be stated. */
    size_t fact_count;
    struct bgt_slice *tables; /**< table_ids that must be there. */
    size_t table_count;
    struct bgt_rule_share *shares;
    size_t share_count;
    bool checks_codes;      /**< Codes and names against the code lists. */
    bool checks_indicators; /**< Indicators complete. */
    bool checks_statements; /**< Figures of the prose recomputed. */
};

/** All rule files. */
struct bgt_rules {
    struct bgt_arena arena;
    struct bgt_rule_set *first;
    struct bgt_rule_set *last;
};

/**
 * Reads the rule files of a folder (`*.yaml`, sorted) and further files.
 *
 * @param folder `formats/rules`; null: none.
 * @param files  a house's own; each is for any document unless it says otherwise.
 * @param rules  end it with bgt_rules_close in any case.
 * @return BGT_OK; BGT_BAD where a fault was reported (RULE_*, YAML_*, FILE_*);
 * BGT_NO_MEMORY; BGT_LIMIT (reported).
 */
bgt_status bgt_rules_load(const struct bgt_io *io, const char *folder,
                          const char *const *files, size_t file_count,
                          struct bgt_rules *rules);

/** Ends them. */
void bgt_rules_close(struct bgt_rules *rules);

#endif
