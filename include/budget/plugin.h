/**
 * plugin.h: the contract between budgetconv and a format plugin. The one header to
 * include.
 *
 * # What a plugin is
 *
 * One shared object with one exported constant, `<stem>_LTX_bgt_plugin`, where the stem
 * is the file's name without `.so` and with `-` and `.` as `_`; beside it a text file
 * `<stem>.plugin`, the manifest, by which the host lists, describes and chooses plugins
 * without loading any. A plugin links nothing of ours: services come through `struct
 * bgt_env`, small helpers are inline in these headers.
 *
 * # Two kinds
 *
 * A **grid** plugin (CSV, XLSX) carries sheets of cells and knows nothing of budgets; a
 * layout, which is data, says what the cells mean. A **record** plugin (YAML, the fiscal
 * XML) carries the model itself.
 *
 * # The record stream
 *
 * One stream is one document. `document` comes first; a later `document` record only adds
 * facts. A `table` record opens a table; a FIELDS item follows it with one value for each
 * field of `line` that the table's lines may hold (value.column = field number; extras by
 * name; name = label as printed; place_column = source column). Then the table's `line`
 * records, contiguous; then TABLE_END with the fields of `table` that are known only now
 * (notes, row_count). A field outside the set is absent; in it without a value it is
 * blank, and a line stores only present values (a blank is stored only to keep its
 * printed spelling, such as a dash). Other entities stand anywhere between tables. The
 * order of the stream is the document's own.
 *
 * # Rules
 *
 * - The host allocates `state_size` zeroed bytes for each instance. No globals, no
 * process state (descriptors 0-2, locale, working directory, environment, umask,
 * signals).
 * - An instance is called from one thread at a time, not always the same one. `close` is
 * called exactly once after every `open`, whatever `open` answered.
 * - Structs only grow at the end. A field is read only if the other side's `struct_size`
 * reaches it; arrays of structs are walked by the stride given beside them.
 * - A plugin never prints, never aborts, never drops or alters a value. What it cannot
 * read it reports; what it cannot hold it refuses with BGT_CANNOT_HOLD.
 * - The ABI is 0.x and may change until 1.0.
 */
#ifndef BUDGET_PLUGIN_H
#define BUDGET_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#include "budget/batch.h"
#include "budget/cell.h"
#include "budget/chart.h"
#include "budget/decimal.h"
#include "budget/diag.h"
#include "budget/limits.h"
#include "budget/model.h"
#include "budget/status.h"
#include "budget/stream.h"

/** The ABI of this header: major in the high half, minor in the low. The host refuses
 * another major, and while the major is 0 also another minor. */
#define BGT_ABI 0x00000001u

/** Kind of a plugin. */
enum bgt_plugin_kind { BGT_KIND_GRID = 1, BGT_KIND_RECORD = 2 };

/** What a plugin can do. The manifest's `capabilities` lists the same by lower-case name.
 */
enum bgt_capability {
    BGT_CAN_READ = 1 << 0,
    BGT_CAN_WRITE = 1 << 1,
    BGT_CAN_STREAM = 1 << 2,  /**< Reads a pipe in order; else the host spools it. */
    BGT_CAN_SEEK = 1 << 3,    /**< Reader needs read_at or map. */
    BGT_CAN_PATH = 1 << 4,    /**< Needs a path (a library that opens files itself). */
    BGT_CAN_MEMBERS = 1 << 5, /**< Reads zip or folder members. */
    BGT_CAN_SHEETS = 1 << 6,  /**< Writer: several sheets in one target. */
    BGT_CAN_FOLDER =
        1 << 7, /**< Writer: one file a sheet, where the target is a folder. */
    BGT_CAN_STYLES = 1 << 8,   /**< Writer: styles, widths, merged cells. */
    BGT_CAN_TYPES = 1 << 9,    /**< Numbers and text differ in the format itself. */
    BGT_CAN_BLANK = 1 << 10,   /**< Writer: a blank and an absent value stay different. */
    BGT_CAN_EXTRAS = 1 << 11,  /**< Record writer: holds extras. */
    BGT_CAN_GROUPED = 1 << 12, /**< Record writer: wants records grouped by entity. */
    BGT_CAN_CHARTS = 1 << 13   /**< Grid writer: draws charts (budget/chart.h). */
};

/** What a writer can hold. 0 means no bound. The host tests every value against this
 * before the target appears, so `put` sees only what fits; it checks again all the same.
 */
struct bgt_capacity {
    uint32_t struct_size;
    uint32_t flags;           /**< enum bgt_capability */
    uint64_t text_characters; /**< Longest text, in code points. */
    uint64_t rows;            /**< Rows of one sheet. */
    uint32_t columns;         /**< Columns of one sheet. */
    uint32_t sheets;
    uint32_t sheet_name_characters;
    uint8_t digits; /**< Significant digits of a number. */
    uint8_t scale;  /**< Places after the point. */
    uint8_t reserved[2];
};

/** Type of an option's value. */
enum bgt_option_type {
    BGT_OPTION_TEXT = 1,
    BGT_OPTION_BOOL = 2,    /**< `yes` or `no` */
    BGT_OPTION_INTEGER = 3, /**< Decimal, bounded by `minimum` and `maximum`. */
    BGT_OPTION_CHOICE = 4   /**< One of `choices`. */
};

/** An option of a reader (`-i`) or writer (`-o`). The host validates; the plugin only
 * reads. */
struct bgt_option {
    const char *name;
    uint32_t type;       /**< enum bgt_option_type */
    uint32_t for_reader; /**< Not 0: `-i`. */
    uint32_t for_writer; /**< Not 0: `-o`. */
    uint32_t reserved;
    const char *initial;        /**< Default value as text; null: none. */
    const char *const *choices; /**< BGT_OPTION_CHOICE: null-terminated; else null. */
    int64_t minimum, maximum;
    const char *help;    /**< One sentence, English. */
    const char *help_zh; /**< The same, Chinese. */
};

/** The value of an option, at the option's index in the plugin's table. */
struct bgt_option_value {
    const char *text; /**< As given, or the default; null where neither. */
    int64_t integer;  /**< INTEGER; CHOICE: index of the choice; BOOL: 0 or 1. */
    int is_given;     /**< Not 0: the user gave it. */
};

/** Alignment of a written cell. */
enum bgt_align {
    BGT_ALIGN_DEFAULT = 0,
    BGT_ALIGN_LEFT = 1,
    BGT_ALIGN_CENTER = 2,
    BGT_ALIGN_RIGHT = 3
};

/** How a written cell looks. A format without looks ignores it. */
struct bgt_style {
    uint8_t align; /**< enum bgt_align */
    uint8_t is_bold;
    uint8_t has_border; /**< Thin lines on all sides. */
    uint8_t has_wrap;   /**< Wrapped. */
    uint8_t is_grouped; /**< Numbers with thousands separators. */
    uint8_t indent;     /**< Levels of indentation. */
    uint8_t font_size;  /**< Points; 0: the format's own. */
    uint8_t is_percent; /**< The decimal is a percentage: 50 shows as `50%`. */
};

/** A sheet to be written. Borrowed until end_sheet. */
struct bgt_sheet {
    uint32_t struct_size;
    uint32_t style_count;
    const char *name;               /**< UTF-8; a CSV member takes it as its stem. */
    const struct bgt_style *styles; /**< bgt_value.style indexes it; [0] is plain text. */
    const uint16_t *widths; /**< Column widths in characters; 0: the format's own. */
    uint32_t width_count;
    uint32_t header_rows; /**< Rows at the top to repeat on each printed page; 0: none. */
    uint32_t freeze_rows; /**< Rows that stay when a person scrolls; 0: none. */
    uint8_t is_landscape; /**< Printed page. */
    uint8_t fit_width;    /**< Not 0: fit the page's width. Paper is A4. */
    uint8_t is_form;      /**< Not 0: small, with merged cells over several rows. */
    uint8_t fit_height; /**< Not 0: fit the page's height too, so that it is one page. */
    uint8_t reserved[4];
    const uint16_t *row_heights; /**< Points by row, 0: the format's own; or null. */
    uint32_t row_height_count;
    uint32_t chart_count;
    const struct bgt_chart *charts; /**< What stands over the cells (budget/chart.h). */
    const struct bgt_sheet_link *links; /**< Cells that lead to other sheets. */
    uint32_t chart_stride;              /**< sizeof(struct bgt_chart) at compile time. */
    uint32_t link_stride; /**< sizeof(struct bgt_sheet_link) at compile time. */
    uint32_t link_count;
    uint32_t reserved2;
};

struct bgt_env;

/** Services of the host to one plugin instance. Borrowed while the instance is open.
 * Functions take the env first. Called from the instance's thread only. */
struct bgt_env {
    uint32_t struct_size;
    uint32_t abi; /**< BGT_ABI of the host. */
    void *host;
    const struct bgt_limits *limits;
    const struct bgt_model *model;
    const struct bgt_option_value *options; /**< By index of the plugin's option table. */
    uint32_t option_count;
    uint32_t is_folder_target; /**< Writers: not 0 where the target is a folder. */
    /** Reports. Returns BGT_BAD for an error, BGT_OK otherwise, BGT_FATAL when enough
     * errors were collected: `return env->report(env, &d)` after an error that cannot be
     * survived needs BGT_FATAL stated by the plugin itself. */
    bgt_status (*report)(const struct bgt_env *env,
                         const struct bgt_diagnostic *diagnostic);
    /** Not 0: stop soon and answer BGT_CANCELLED. Ask once a batch. */
    int (*is_cancelled)(const struct bgt_env *env);
    /** Readers: id of the text, equal ids for equal text; 0 where the limit is reached.
     */
    uint32_t (*intern)(const struct bgt_env *env, const char *text, size_t length);
    /** Readers: the input as UTF-8 without byte order mark, by `--encoding` or detected
     * (BOM, strict UTF-8, GB18030, UTF-16). What cannot be decoded is reported with its
     * offset. */
    bgt_status (*decode)(const struct bgt_env *env, struct bgt_input *input,
                         struct bgt_input **utf8);
    /** Writers: an output that takes UTF-8 and writes the encoding of `-o encoding=` to
     * `output`. Characters it cannot hold are reported. Close it before `output`. */
    bgt_status (*encode)(const struct bgt_env *env, struct bgt_output *output,
                         const char *encoding, struct bgt_output **utf8);
    /** The number that a spreadsheet stored as a double (`text`, as stored, may have an
     * exponent) and shows with `shown_scale` places (-1: no fixed places) as an exact
     * decimal, by the rule of docs/formats/xlsx: a decimal of the shown scale where it
     * lies within 1e-9 relative, else its own digits, never rounded. Sets
     * BGT_VALUE_DECIMAL and, where they apply, BGT_VALUE_MORE_PLACES and
     * BGT_VALUE_IMPRECISE in `*flags`. BGT_BAD (nothing reported) where the text is no
     * number or too long for a decimal. */
    bgt_status (*stored_number)(const struct bgt_env *env, const char *text,
                                size_t length, int shown_scale,
                                struct bgt_decimal *decimal, uint16_t *flags);
    /** Guarded XML. `xml_step` parses about `bytes` bytes: BGT_OK more follows, BGT_END
     * done. Not-well-formed input is reported with line and column. */
    bgt_status (*xml_open)(const struct bgt_env *env, struct bgt_input *input,
                           const struct bgt_xml_handler *handler, void *context,
                           struct bgt_xml **xml);
    bgt_status (*xml_step)(struct bgt_xml *xml, size_t bytes);
    uint64_t (*xml_line)(const struct bgt_xml *xml);
    uint32_t (*xml_column)(const struct bgt_xml *xml);
    void (*xml_close)(struct bgt_xml *xml);
    /** Guarded YAML, one document. Errors are reported with line and column. */
    bgt_status (*yaml_open)(const struct bgt_env *env, struct bgt_input *input,
                            struct bgt_yaml **yaml);
    bgt_status (*yaml_next)(struct bgt_yaml *yaml, struct bgt_yaml_event *event);
    void (*yaml_close)(struct bgt_yaml *yaml);
    /** A file of the plugin's own under `formats/<id>/`. */
    bgt_status (*data)(const struct bgt_env *env, const char *name,
                       struct bgt_input **input);
    /** A temporary file, gone at `close`: write, then read from the start through
     * `input`. */
    bgt_status (*temporary)(const struct bgt_env *env, struct bgt_output **output,
                            struct bgt_input **input);
    /** Name of a code in a code list for a year, by the longest known prefix; null:
     * unknown. */
    const char *(*catalogue_name)(const struct bgt_env *env, const char *scheme,
                                  const char *year, const char *code, size_t length);
    /** Writers: reports that the target cannot hold a value, with a reason in English and
     * a place taken from the item; answers BGT_CANNOT_HOLD. */
    bgt_status (*cannot_hold)(const struct bgt_env *env, const struct bgt_batch *batch,
                              const struct bgt_item *item, const struct bgt_value *value,
                              const char *reason);
};

/** A reader. */
struct bgt_reader_ops {
    uint32_t struct_size;
    uint32_t reserved;
    size_t state_size;
    /** How sure the plugin is, 0 to 100, that these first bytes (up to 64 KiB) and this
     * name are its format. Pure: allocates nothing. Called only to break a tie. May be
     * null. */
    int (*probe)(const uint8_t *head, size_t length, const char *name);
    bgt_status (*open)(void *state, struct bgt_input *input, const struct bgt_env *env);
    /** Appends items to an empty batch until bgt_batch_full() or the end. BGT_OK: call
     * again. BGT_END: that was all (the batch may hold items). BGT_BAD: an error was
     * reported, call again. Else dead. */
    bgt_status (*next)(void *state, struct bgt_batch *batch);
    void (*close)(void *state);
};

/** A writer. Grid plugins set the sheet functions, record plugins `put`. */
struct bgt_writer_ops {
    uint32_t struct_size;
    uint32_t reserved;
    size_t state_size;
    bgt_status (*open)(void *state, struct bgt_output *output, const struct bgt_env *env);
    bgt_status (*begin_sheet)(void *state, const struct bgt_sheet *sheet);
    /** One ROW item. Rows come in rising order of item->row; rows left out are empty. */
    bgt_status (*put_row)(void *state, const struct bgt_batch *batch,
                          const struct bgt_item *item);
    bgt_status (*end_sheet)(void *state);
    /** One RECORD, FIELDS or TABLE_END item. */
    bgt_status (*put)(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item);
    /** Everything was put: writes the rest. The only call after which the output is
     * whole. */
    bgt_status (*finish)(void *state);
    /** After success, failure or abandonment. */
    void (*close)(void *state);
};

/** The descriptor. Constant, static storage. */
struct bgt_plugin {
    uint32_t struct_size; /**< sizeof(struct bgt_plugin) at compile time. */
    uint32_t abi;         /**< BGT_ABI at compile time. */
    const char *id;       /**< Equals the file's stem: `csv`, `fiscal-xml`. */
    const char *title;    /**< One line, English. */
    const char *title_zh; /**< The same, Chinese. */
    uint32_t kind;        /**< enum bgt_plugin_kind */
    uint32_t option_count;
    const struct bgt_option *options;
    uint32_t option_stride; /**< sizeof(struct bgt_option) at compile time. */
    uint32_t reserved;
    const struct bgt_capacity *capacity;
    const struct bgt_reader_ops *reader; /**< Null: cannot read. */
    const struct bgt_writer_ops *writer; /**< Null: cannot write. */
};

/** Defines the exported symbol: `BGT_PLUGIN_EXPORT(csv) = { … };` */
#define BGT_PLUGIN_EXPORT(stem)                                                          \
    extern const struct bgt_plugin stem##_LTX_bgt_plugin;                                \
    __attribute__((visibility("default"))) const struct bgt_plugin stem##_LTX_bgt_plugin

#endif
