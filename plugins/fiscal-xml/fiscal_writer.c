#include "fiscal_options.h"
#include "fiscal_write.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_CLASSES = 32, NO_CLASS = 0xFFFF };

struct writer {
    const struct bgt_env *env;
    struct bgt_output *output;
    struct bgt_fiscal_map map;
    struct bgt_fiscal_print *files[MAX_CLASSES]; /* One, or in a folder one a class. */
    const char *encoding;                        /* Null: UTF-8. */
    const char *label;
    size_t class_index; /* The class element that is open in a single file. */
    uint64_t sequence;  /* Of the next row in a folder. */
    unsigned scale;
    char table[BGT_FISCAL_NAME];        /* Id of the open table. */
    const struct bgt_fiscal_row *lines; /* What its lines are written as. */
    uint64_t bits[BGT_FISCAL_BITS];
    struct bgt_decimal table_number;
    uint64_t line_count;
    char *header; /* A folder: the first document's row, with which every file begins. */
    bool is_in_table;
    bool has_fields;
    bool has_locations; /**< Written on request, where the map gives them. */
};

static bool is_utf8(const char *name)
{
    return (name[0] | 0x20) == 'u' && (name[1] | 0x20) == 't' &&
           (name[2] | 0x20) == 'f' &&
           strcmp(name[3] == '-' ? name + 4 : name + 3, "8") == 0;
}

static bgt_status writer_open(void *state, struct bgt_output *output,
                              const struct bgt_env *env)
{
    struct writer *writer = state;
    const char *dialect = env->options[BGT_FISCAL_DIALECT].text;
    writer->env = env;
    writer->output = output;
    writer->class_index = NO_CLASS;
    writer->scale = (unsigned)env->options[BGT_FISCAL_SCALE].integer;
    if (strcmp(dialect, "auto") == 0) {
        dialect = "gbt42940-draft";
    }
    bgt_status status = bgt_fiscal_map_load(&writer->map, env, dialect);
    if (status != BGT_OK) {
        return status;
    }
    writer->label = env->options[BGT_FISCAL_ENCODING].text;
    if (writer->label == NULL) {
        writer->label = writer->map.encoding;
    }
    writer->encoding = is_utf8(writer->label) ? NULL : writer->label;
    writer->has_locations = env->options[BGT_FISCAL_LOCATIONS].integer != 0;
    if (writer->has_locations && !writer->map.has_locations) {
        struct bgt_diagnostic diagnostic = {.code = "FISCAL_XML_LOCATION",
                                            .arguments = {dialect}};
        (void)env->report(env, &diagnostic);
        return BGT_FATAL;
    }
    return writer->map.class_count <= MAX_CLASSES ? BGT_OK : BGT_LIMIT;
}

/* ---- Files and classes ---- */

static void put_tag(struct bgt_fiscal_print *print, const char *before, const char *name,
                    const char *after)
{
    bgt_fiscal_print_raw(print, before);
    bgt_fiscal_print_raw(print, name);
    bgt_fiscal_print_raw(print, after);
}

static void begin_root(struct writer *writer, struct bgt_fiscal_print *print,
                       const char *root, const char *location)
{
    const struct bgt_fiscal_map *map = &writer->map;
    put_tag(print, "<?xml version=\"1.0\" encoding=\"",
            writer->encoding == NULL ? "UTF-8" : writer->label, "\"?>\n");
    put_tag(print, "<", root, "");
    if (map->name_space[0] != '\0') {
        bgt_fiscal_print_raw(print, " xmlns=\"");
        bgt_fiscal_print_text(print, map->name_space, strlen(map->name_space), true);
        bgt_fiscal_print_raw(print, "\"");
    }
    if (writer->has_locations) {
        bgt_fiscal_put_location(map, print, location);
    }
    put_tag(print, " ", map->words.version, "=\"1\">\n");
}

/* Opens the file that a class stands in, where it is not open. */
static bgt_status open_file(struct writer *writer, size_t index)
{
    const struct bgt_fiscal_map *map = &writer->map;
    const char *element = map->classes[index].element;
    bool is_folder = writer->env->is_folder_target != 0;
    size_t file = is_folder ? index : 0;
    char name[BGT_FISCAL_NAME + 8];
    if (writer->files[file] != NULL) {
        return BGT_OK;
    }
    writer->files[file] = calloc(1, sizeof *writer->files[file]);
    if (writer->files[file] == NULL) {
        return BGT_NO_MEMORY;
    }
    (void)snprintf(name, sizeof name, "%s.xml", element);
    bgt_status status =
        bgt_fiscal_print_open(writer->files[file], writer->env, writer->output,
                              is_folder ? name : NULL, writer->encoding);
    if (status == BGT_OK) {
        bool has_wrapper = !is_folder && map->wrapper[0] != '\0';
        begin_root(writer, writer->files[file], has_wrapper ? map->wrapper : element,
                   has_wrapper ? map->location : map->classes[index].location);
        if (writer->header != NULL) {
            bgt_fiscal_print_raw(writer->files[file], writer->header);
        }
    }
    return status;
}

static struct bgt_fiscal_print *file_of(struct writer *writer, size_t index)
{
    return writer->files[writer->env->is_folder_target != 0 ? index : 0];
}

static bool has_class_elements(const struct writer *writer)
{
    return writer->env->is_folder_target == 0 && writer->map.wrapper[0] != '\0';
}

static void end_class(struct writer *writer)
{
    if (has_class_elements(writer) && writer->class_index != NO_CLASS) {
        put_tag(writer->files[0], "  </",
                writer->map.classes[writer->class_index].element, ">\n");
    }
    writer->class_index = NO_CLASS;
}

static bgt_status enter_class(struct writer *writer, size_t index)
{
    bgt_status status = open_file(writer, index);
    if (status != BGT_OK || writer->class_index == index) {
        return status;
    }
    end_class(writer);
    writer->class_index = index;
    if (has_class_elements(writer)) {
        put_tag(writer->files[0], "  <", writer->map.classes[index].element, "");
        if (writer->has_locations) {
            bgt_fiscal_put_location(&writer->map, writer->files[0],
                                    writer->map.classes[index].location);
        }
        bgt_fiscal_print_raw(writer->files[0], ">\n");
    }
    return BGT_OK;
}

/* ---- Items ---- */

/* Keeps what a file has got since `from`, where that is the first row of a folder. */
static bgt_status keep_header(struct writer *writer, const struct bgt_fiscal_print *print,
                              size_t from)
{
    if (writer->env->is_folder_target == 0 || writer->sequence != 1 ||
        print->used <= from) {
        return BGT_OK;
    }
    writer->header = calloc(print->used - from + 1, 1);
    if (writer->header == NULL) {
        return BGT_NO_MEMORY;
    }
    memcpy(writer->header, print->bytes + from, print->used - from);
    return BGT_OK;
}

static bgt_status put_row(struct writer *writer, struct bgt_fiscal_record *record,
                          bool is_first_line)
{
    const struct bgt_env *env = writer->env;
    const struct bgt_value *value = NULL;
    record->scale = writer->scale;
    record->has_locations = writer->has_locations;
    const char *reason = bgt_fiscal_record_check(record, &value);
    if (reason != NULL) {
        return env->cannot_hold(env, record->batch, record->item, value, reason);
    }
    bgt_status status = enter_class(writer, record->row->class_index);
    if (status != BGT_OK) {
        return status;
    }
    record->print = file_of(writer, record->row->class_index);
    bool has_sequence = env->is_folder_target != 0 &&
                        (record->row->holds != BGT_FISCAL_LINE || is_first_line);
    record->sequence = has_sequence ? ++writer->sequence : 0;
    size_t from = record->print->used;
    if (record->row->holds == BGT_FISCAL_FIELDS) {
        bgt_fiscal_fields_write(record);
    } else {
        bgt_fiscal_record_write(record);
    }
    if (record->print->status == BGT_OK && record->row->entity == writer->map.document) {
        return keep_header(writer, record->print, from);
    }
    return record->print->status;
}

/* Whether the row has an element for each announced field and its mandatory ones are
 * among them. */
static bool covers(const struct bgt_fiscal_row *row, const struct bgt_batch *batch,
                   const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; i < item->value_count; i++) {
        if (values[i].column != BGT_FIELD_EXTRA &&
            bgt_fiscal_field_of(row, values[i].column) == NULL) {
            return false;
        }
    }
    for (uint16_t i = 0; i < row->field_count; i++) {
        const struct bgt_fiscal_field *field = &row->fields[i];
        if (field->is_mandatory &&
            (field->field == NULL ||
             bgt_item_find(batch, item, field->field->number) == NULL)) {
            return false;
        }
    }
    return true;
}

static void choose_lines(struct writer *writer, const struct bgt_batch *batch,
                         const struct bgt_item *item)
{
    const struct bgt_fiscal_map *map = &writer->map;
    writer->lines = bgt_fiscal_row_for(map, BGT_FISCAL_LINE, map->line);
    for (size_t i = 0; i < map->row_count; i++) {
        const struct bgt_fiscal_row *row = &map->rows[i];
        if (row->table != NULL && !row->is_read_only &&
            strcmp(row->table, writer->table) == 0 && covers(row, batch, item)) {
            writer->lines = row;
            return;
        }
    }
}

static void begin_table(struct writer *writer, const struct bgt_fiscal_record *record)
{
    const struct bgt_fiscal_map *map = &writer->map;
    writer->is_in_table = true;
    writer->has_fields = false;
    writer->line_count = 0;
    writer->table[0] = '\0';
    writer->table_number = bgt_decimal_make(0, 0);
    writer->lines = bgt_fiscal_row_for(map, BGT_FISCAL_LINE, map->line);
    memset(writer->bits, 0, sizeof writer->bits);
    for (uint16_t i = 0; i < record->row->field_count; i++) {
        const struct bgt_fiscal_field *field = &record->row->fields[i];
        const struct bgt_value *value =
            field->field == NULL
                ? NULL
                : bgt_item_find(record->batch, record->item, field->field->number);
        if (value == NULL || value->state != BGT_PRESENT) {
            continue;
        }
        if (field->missing == BGT_FISCAL_IS_ID) {
            (void)snprintf(writer->table, sizeof writer->table, "%.*s",
                           (int)value->text_length, bgt_value_text(record->batch, value));
        } else if (field->missing == BGT_FISCAL_IS_TABLE &&
                   (value->flags & BGT_VALUE_DECIMAL) != 0) {
            writer->table_number = value->decimal;
        }
    }
}

static void take_fields(struct writer *writer, const struct bgt_batch *batch,
                        const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; i < item->value_count; i++) {
        if (values[i].column < BGT_FISCAL_MAX_FIELDS) {
            writer->bits[values[i].column / 64] |= UINT64_C(1) << (values[i].column % 64);
        }
    }
    writer->has_fields = true;
    choose_lines(writer, batch, item);
}

static bgt_status put_line(struct writer *writer, struct bgt_fiscal_record *record)
{
    writer->line_count++;
    record->row = writer->lines;
    record->announced = writer->bits;
    record->table_number = writer->table_number;
    record->line_number = bgt_fiscal_number(writer->line_count);
    return put_row(writer, record, writer->line_count == 1);
}

/* Why the item cannot stand here, or null. */
static const char *check_order(const struct writer *writer, const struct bgt_item *item,
                               const struct bgt_entity *entity)
{
    bool is_line = item->kind == BGT_ITEM_RECORD && entity == writer->map.line;
    if (entity == NULL) {
        return "the model has no such entity";
    }
    if (item->kind == BGT_ITEM_FIELDS && (!writer->is_in_table || writer->has_fields)) {
        return "a field set that does not follow its table";
    }
    if ((item->kind == BGT_ITEM_TABLE_END || is_line) && !writer->is_in_table) {
        return "a line or an end outside of a table";
    }
    if (item->kind == BGT_ITEM_RECORD && !is_line && writer->is_in_table) {
        return "a record inside a table that is no line";
    }
    return NULL;
}

static const struct bgt_entity *entity_of(const struct writer *writer,
                                          const struct bgt_item *item)
{
    switch (item->kind) {
    case BGT_ITEM_FIELDS:
        return writer->map.line;
    case BGT_ITEM_TABLE_END:
        return writer->map.table;
    case BGT_ITEM_RECORD:
        return item->entity < writer->env->model->entity_count
                   ? bgt_model_entity(writer->env->model, item->entity)
                   : NULL;
    default:
        return NULL;
    }
}

static enum bgt_fiscal_holds holds_of(const struct writer *writer,
                                      const struct bgt_item *item,
                                      const struct bgt_entity *entity)
{
    if (item->kind == BGT_ITEM_FIELDS) {
        return BGT_FISCAL_FIELDS;
    }
    if (item->kind == BGT_ITEM_TABLE_END) {
        return BGT_FISCAL_TABLE_END;
    }
    if (entity == writer->map.line) {
        return BGT_FISCAL_LINE;
    }
    return entity == writer->map.table ? BGT_FISCAL_TABLE : BGT_FISCAL_RECORD;
}

static bgt_status writer_put(void *state, const struct bgt_batch *batch,
                             const struct bgt_item *item)
{
    struct writer *writer = state;
    const struct bgt_env *env = writer->env;
    const struct bgt_entity *entity = entity_of(writer, item);
    const char *reason = check_order(writer, item, entity);
    if (reason != NULL) {
        return env->cannot_hold(env, batch, item, NULL, reason);
    }
    enum bgt_fiscal_holds holds = holds_of(writer, item, entity);
    struct bgt_fiscal_record record = {.map = &writer->map, .batch = batch, .item = item};
    record.row = holds == BGT_FISCAL_RECORD
                     ? bgt_fiscal_choose_row(&record, entity)
                     : bgt_fiscal_row_for(&writer->map, holds, entity);
    if (record.row == NULL) {
        return env->cannot_hold(env, batch, item, NULL,
                                "the dialect has no element for such records");
    }
    if (holds == BGT_FISCAL_LINE) {
        return put_line(writer, &record);
    }
    bgt_status status = put_row(writer, &record, false);
    if (status == BGT_OK && holds == BGT_FISCAL_TABLE) {
        begin_table(writer, &record);
    } else if (status == BGT_OK && holds == BGT_FISCAL_FIELDS) {
        take_fields(writer, batch, item);
    } else if (holds == BGT_FISCAL_TABLE_END) {
        writer->is_in_table = false;
    }
    return status;
}

/* Ends the root of an open file. */
static void end_root(struct writer *writer, size_t file)
{
    bool has_wrapper = has_class_elements(writer);
    put_tag(writer->files[file], "</",
            has_wrapper ? writer->map.wrapper : writer->map.classes[file].element, ">\n");
}

static bgt_status writer_finish(void *state)
{
    struct writer *writer = state;
    bgt_status status = BGT_OK;
    end_class(writer);
    if (writer->env->is_folder_target == 0 && writer->files[0] == NULL) {
        status = open_file(writer, 0);
    }
    for (size_t i = 0; i < writer->map.class_count && status == BGT_OK; i++) {
        if (writer->files[i] != NULL) {
            end_root(writer, i);
            status = bgt_fiscal_print_finish(writer->files[i]);
        }
    }
    return status;
}

static void writer_close(void *state)
{
    struct writer *writer = state;
    for (size_t i = 0; i < MAX_CLASSES; i++) {
        if (writer->files[i] != NULL) {
            bgt_fiscal_print_close(writer->files[i]);
            free(writer->files[i]);
        }
    }
    free(writer->header);
    bgt_fiscal_map_clear(&writer->map);
}

const struct bgt_writer_ops bgt_fiscal_writer = {
    .struct_size = sizeof(struct bgt_writer_ops),
    .state_size = sizeof(struct writer),
    .open = writer_open,
    .put = writer_put,
    .finish = writer_finish,
    .close = writer_close,
};
