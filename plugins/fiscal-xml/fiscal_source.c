#include "fiscal_source.h"

#include <stdio.h>
#include <stdlib.h>

#include "fiscal_row.h"

#define INSTANCE "http://www.w3.org/2001/XMLSchema-instance\x1F"

enum { STEP = 16384, SEPARATOR = 0x1F };

static const char *local_name(const char *name)
{
    const char *separator = strrchr(name, SEPARATOR);
    return separator == NULL ? name : separator + 1;
}

static void set_name(char target[BGT_FISCAL_NAME], const char *name)
{
    size_t length = strlen(name);
    length = length < BGT_FISCAL_NAME ? length : BGT_FISCAL_NAME - 1;
    memcpy(target, name, length);
    target[length] = '\0';
}

/* ---- Reports ---- */

/* A report at the element being read. */
static bgt_status report_here(struct bgt_fiscal_source *source, const char *code,
                              const char *first, const char *second)
{
    char path[3 * BGT_FISCAL_NAME + BGT_FISCAL_PATH];
    bool is_in_class = source->level > 1 && source->row_level == 3;
    bool is_in_row = source->level >= source->row_level && source->row_level != 0;
    int length = snprintf(path, sizeof path, "/%s%s%s%s%s", source->root,
                          is_in_class ? "/" : "", is_in_class ? source->class_name : "",
                          is_in_row ? "/" : "", is_in_row ? source->row_name : "");
    if (is_in_row && length > 0 && (size_t)length < sizeof path) {
        bool is_in_field = source->level > source->row_level;
        (void)snprintf(path + length, sizeof path - (size_t)length, "[%llu]%s%s",
                       (unsigned long long)source->row_number, is_in_field ? "/" : "",
                       is_in_field ? source->name : "");
    }
    struct bgt_diagnostic diagnostic = {
        .code = code,
        .place = {.file = source->input->name,
                  .path = path,
                  .line = source->env->xml_line(source->xml),
                  .column = source->env->xml_column(source->xml)},
        .arguments = {first, second}};
    bgt_status status =
        source->is_silent ? BGT_OK : source->env->report(source->env, &diagnostic);
    source->has_errors = source->has_errors || status == BGT_BAD;
    return status == BGT_BAD ? BGT_OK : status;
}

bgt_status bgt_fiscal_report_row(struct bgt_fiscal_source *source,
                                 const struct bgt_fiscal_input_row *row,
                                 const struct bgt_fiscal_cell *cell, const char *code,
                                 const char *const arguments[2])
{
    char path[BGT_FISCAL_PATH * 2 + 2 * BGT_FISCAL_NAME];
    (void)snprintf(path, sizeof path, "%s%s%.*s", row->text, cell == NULL ? "" : "/",
                   cell == NULL ? 0 : (int)cell->name_length,
                   cell == NULL ? "" : row->text + cell->name_offset);
    struct bgt_diagnostic diagnostic = {
        .code = code,
        .place = {.file = source->input->name,
                  .path = path,
                  .line = cell == NULL ? row->line : cell->line,
                  .column = cell == NULL ? 0 : cell->column},
        .text = cell == NULL ? NULL : row->text + cell->text_offset,
        .text_length = cell == NULL ? 0 : cell->text_length,
        .arguments = {arguments[0], arguments[0] == NULL ? NULL : arguments[1]}};
    bgt_status status = source->env->report(source->env, &diagnostic);
    source->has_errors = source->has_errors || status == BGT_BAD;
    return status == BGT_BAD ? BGT_OK : status;
}

/* ---- Elements ---- */

static bgt_status check_attributes(struct bgt_fiscal_source *source,
                                   const char *const *attributes, bool is_extra)
{
    const struct bgt_fiscal_words *words = &source->map->words;
    bgt_status status = BGT_OK;
    for (size_t i = 0; attributes[i] != NULL && status == BGT_OK; i += 2) {
        const char *name = local_name(attributes[i]);
        bool is_known = strncmp(attributes[i], INSTANCE, strlen(INSTANCE)) == 0 ||
                        strcmp(name, words->location) == 0 ||
                        (is_extra && (strcmp(name, words->extra_name) == 0 ||
                                      strcmp(name, words->extra_field) == 0 ||
                                      strcmp(name, words->extra_type) == 0)) ||
                        (source->level == 1 && strcmp(name, words->version) == 0);
        if (!is_known) {
            status = report_here(source, "FISCAL_XML_ATTRIBUTE", name, NULL);
        }
    }
    return status;
}

static bgt_status start_root(struct bgt_fiscal_source *source, const char *uri,
                             const char *name, const char *const *attributes)
{
    set_name(source->root, name);
    if (source->map == NULL) {
        bgt_status status = source->on_root(source, uri, name);
        if (status != BGT_OK) {
            return status;
        }
    }
    const struct bgt_fiscal_map *map = source->map;
    bool is_wrapper = map->wrapper[0] != '\0' && strcmp(map->wrapper, name) == 0;
    source->row_level = is_wrapper ? 3 : 2;
    source->lines = bgt_fiscal_row_for(map, BGT_FISCAL_LINE, map->line);
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(attributes[i], map->words.version) == 0 &&
            strcmp(attributes[i + 1], "1") != 0) {
            (void)report_here(source, "FISCAL_XML_VERSION", attributes[i + 1], NULL);
            return BGT_FATAL;
        }
    }
    return check_attributes(source, attributes, false);
}

/* Begins the row's text with its path, `/wrapper/class/element[number]`. */
static bgt_status put_path(struct bgt_fiscal_source *source,
                           struct bgt_fiscal_input_row *row)
{
    char digits[24];
    char *number = digits + sizeof digits;
    const char *const parts[] = {"/", source->root, "/", source->class_name, "/"};
    size_t count = source->row_level == 3 ? 5 : 3;
    bgt_status status = BGT_OK;
    *--number = '\0';
    *--number = ']';
    for (uint64_t rest = source->row_number; rest != 0; rest /= 10) {
        *--number = (char)('0' + rest % 10);
    }
    *--number = '[';
    for (size_t i = 0; i < count && status == BGT_OK; i++) {
        status = bgt_fiscal_row_append(source, row, parts[i], strlen(parts[i]));
    }
    row->element_offset = row->text_length;
    row->element_length = strlen(source->row_name);
    if (status == BGT_OK) {
        status =
            bgt_fiscal_row_append(source, row, source->row_name, row->element_length);
    }
    if (status == BGT_OK) {
        status = bgt_fiscal_row_append(source, row, number, strlen(number) + 1);
    }
    row->path_length = row->text_length == 0 ? 0 : row->text_length - 1;
    return status;
}

static bgt_status start_row(struct bgt_fiscal_source *source, const char *name)
{
    struct bgt_fiscal_input_row *row = NULL;
    if (strcmp(source->row_name, name) != 0) {
        set_name(source->row_name, name);
        source->row_number = 0;
    }
    source->row_number++;
    bgt_status status = bgt_fiscal_row_new(source, &row);
    if (status != BGT_OK) {
        return status;
    }
    source->open = row;
    source->next_field = 0;
    row->row = bgt_fiscal_find_row(source->map, name);
    row->line = source->env->xml_line(source->xml);
    row->sequence = source->sequence;
    return put_path(source, row);
}

static const char *attribute(const char *const *attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(attributes[i], name) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}

/* The field that an element or the word of a deviation names. */
static const struct bgt_fiscal_field *find_field(struct bgt_fiscal_source *source,
                                                 const char *name)
{
    const struct bgt_fiscal_map *map = source->map;
    const struct bgt_fiscal_row *row = source->open->row;
    const struct bgt_fiscal_row *lines = source->lines;
    const struct bgt_fiscal_field *found = NULL;
    if (row == NULL || row->holds == BGT_FISCAL_FIELDS) {
        row = lines;
    }
    if (row != NULL) {
        found = bgt_fiscal_find_field(map, row, name, source->next_field);
        if (found != NULL) {
            source->next_field = (size_t)(found - row->fields) + 1;
        } else if (row->holds == BGT_FISCAL_LINE && lines != NULL && lines != row) {
            found = bgt_fiscal_find_field(map, lines, name, 0);
            found = found != NULL && found->field != NULL &&
                            bgt_fiscal_field_of(row, found->field->number) != NULL
                        ? NULL
                        : found;
        }
    }
    return found;
}

static bgt_status refuse_extra(struct bgt_fiscal_source *source, const char *word)
{
    return report_here(source, "FISCAL_XML_EXTRA", source->map->words.extra, word);
}

/* An extra, or a value that its field's type does not fit. */
static bgt_status start_extra(struct bgt_fiscal_source *source,
                              const char *const *attributes)
{
    const struct bgt_fiscal_words *words = &source->map->words;
    struct bgt_fiscal_cell *cell = &source->cell;
    const char *name = attribute(attributes, words->extra_name);
    const char *field = attribute(attributes, words->extra_field);
    const char *type = attribute(attributes, words->extra_type);
    unsigned mark = 0;
    bgt_status status = check_attributes(source, attributes, true);
    if (status != BGT_OK) {
        return status;
    }
    while (mark < BGT_FISCAL_MARK_COUNT && type != NULL &&
           strcmp(type, bgt_fiscal_mark_word((enum bgt_fiscal_mark)mark)) != 0) {
        mark++;
    }
    if (mark == BGT_FISCAL_MARK_COUNT) {
        return refuse_extra(source, words->extra_type);
    }
    cell->mark = (uint8_t)mark;
    cell->is_marked = true;
    cell->field = field == NULL ? NULL : find_field(source, field);
    if (field != NULL && (cell->field == NULL || cell->field->field == NULL)) {
        return refuse_extra(source, words->extra_field);
    }
    const char *kept = field != NULL ? field : name;
    if (kept == NULL || kept[0] == '\0' || strlen(kept) > UINT16_MAX) {
        return refuse_extra(source, words->extra_name);
    }
    cell->name_length = strlen(kept);
    cell->name_offset = source->open->text_length;
    status = bgt_fiscal_row_append(source, source->open, kept, cell->name_length);
    cell->text_offset = source->open->text_length;
    return status;
}

static bgt_status start_field(struct bgt_fiscal_source *source, const char *name,
                              const char *const *attributes)
{
    struct bgt_fiscal_cell *cell = &source->cell;
    const struct bgt_fiscal_words *words = &source->map->words;
    struct bgt_fiscal_input_row *row = source->open;
    bool is_nested = source->level > source->row_level + 1;
    size_t length = is_nested ? source->name_length : 0;
    size_t more = strlen(name);
    if (more + 2 > sizeof source->name - length) {
        (void)report_here(source, "FISCAL_XML_NAME", NULL, NULL);
        return BGT_FATAL;
    }
    if (is_nested) {
        source->name[length++] = '/';
    }
    memcpy(source->name + length, name, more + 1);
    source->name_length = length + more;
    source->has_child = false;
    memset(cell, 0, sizeof *cell);
    cell->line = source->env->xml_line(source->xml);
    cell->column = source->env->xml_column(source->xml);
    if (!is_nested && strcmp(name, words->extra) == 0) {
        return start_extra(source, attributes);
    }
    source->is_sequence = !is_nested && strcmp(name, words->sequence) == 0;
    cell->is_announced = !is_nested && row->row != NULL &&
                         row->row->holds == BGT_FISCAL_FIELDS &&
                         strcmp(name, words->announced) == 0;
    cell->field = is_nested || cell->is_announced || source->is_sequence
                      ? NULL
                      : find_field(source, name);
    cell->name_offset = row->text_length;
    cell->name_length = source->name_length;
    bgt_status status =
        bgt_fiscal_row_append(source, row, source->name, source->name_length);
    cell->text_offset = row->text_length;
    return status == BGT_OK ? check_attributes(source, attributes, false) : status;
}

static bool is_white(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length &&
           (text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t')) {
        i++;
    }
    return i == length;
}

/* A field that turns out to hold elements: its own text must be blank. */
static bgt_status enter_nested(struct bgt_fiscal_source *source)
{
    const struct bgt_fiscal_input_row *row = source->open;
    size_t from = source->cell.text_offset;
    if (!is_white(row->text + from, row->text_length - from)) {
        return report_here(source, "FISCAL_XML_TEXT", NULL, NULL);
    }
    return BGT_OK;
}

static bgt_status on_start(void *context, const char *uri, const char *name,
                           const char *const *attributes)
{
    struct bgt_fiscal_source *source = context;
    source->level++;
    if (source->level == 1) {
        return start_root(source, uri, name, attributes);
    }
    if (source->level < source->row_level) {
        set_name(source->class_name, name);
        source->row_name[0] = '\0';
        return check_attributes(source, attributes, false);
    }
    if (source->level == source->row_level) {
        bgt_status status = start_row(source, name);
        return status == BGT_OK ? check_attributes(source, attributes, false) : status;
    }
    if (source->level > source->row_level + 1) {
        bgt_status status = enter_nested(source);
        if (status != BGT_OK) {
            return status;
        }
    }
    return start_field(source, name, attributes);
}

static bgt_status end_sequence(struct bgt_fiscal_source *source)
{
    struct bgt_fiscal_input_row *row = source->open;
    struct bgt_decimal number;
    size_t from = source->cell.text_offset;
    if (bgt_decimal_parse(row->text + from, row->text_length - from, &number) !=
            BGT_DECIMAL_OK ||
        number.scale != 0 || number.coefficient < 0) {
        return report_here(source, "FISCAL_XML_COUNT", source->name, NULL);
    }
    source->sequence = (uint64_t)number.coefficient;
    row->sequence = source->sequence;
    return BGT_OK;
}

static bgt_status end_field(struct bgt_fiscal_source *source)
{
    struct bgt_fiscal_input_row *row = source->open;
    bgt_status status = BGT_OK;
    if (source->has_child) {
        status = is_white(row->text + source->cell.text_offset,
                          row->text_length - source->cell.text_offset)
                     ? BGT_OK
                     : report_here(source, "FISCAL_XML_TEXT", NULL, NULL);
    } else if (source->is_sequence) {
        status = end_sequence(source);
    } else if (source->cell.name_length != 0) {
        source->cell.text_length = row->text_length - source->cell.text_offset;
        status = bgt_fiscal_row_add(source, row, &source->cell);
    }
    /* Back to the element around it. */
    const char *slash = NULL;
    if (source->level > source->row_level + 1) {
        source->name[source->name_length] = '\0';
        slash = strrchr(source->name, '/');
    }
    source->name_length = slash == NULL ? 0 : (size_t)(slash - source->name);
    source->name[source->name_length] = '\0';
    source->has_child = true;
    source->is_sequence = false;
    source->cell.text_offset = row->text_length;
    return status;
}

static bgt_status on_end(void *context, const char *uri, const char *name)
{
    struct bgt_fiscal_source *source = context;
    bgt_status status = BGT_OK;
    (void)uri;
    (void)name;
    if (source->level > source->row_level) {
        status = end_field(source);
    } else if (source->level == source->row_level && source->open != NULL) {
        if (source->last == NULL) {
            source->first = source->open;
        } else {
            source->last->next = source->open;
        }
        source->last = source->open;
        source->open = NULL;
    }
    source->level--;
    return status;
}

static bgt_status on_text(void *context, const char *text, size_t length)
{
    struct bgt_fiscal_source *source = context;
    if (source->level > source->row_level) {
        return bgt_fiscal_row_append(source, source->open, text, length);
    }
    return is_white(text, length) ? BGT_OK
                                  : report_here(source, "FISCAL_XML_TEXT", NULL, NULL);
}

/* ---- The file ---- */

static const struct bgt_xml_handler handler = {
    .struct_size = sizeof handler, .start = on_start, .end = on_end, .text = on_text};

bgt_status bgt_fiscal_source_open(struct bgt_fiscal_source *source)
{
    bgt_status status =
        source->env->xml_open(source->env, source->input, &handler, source, &source->xml);
    return status == BGT_BAD ? BGT_FATAL : status;
}

bgt_status bgt_fiscal_source_fill(struct bgt_fiscal_source *source)
{
    bgt_status status = BGT_OK;
    while (source->first == NULL && status == BGT_OK) {
        if (source->is_at_end) {
            return BGT_END;
        }
        status = source->env->xml_step(source->xml, STEP);
        if (status == BGT_END) {
            source->is_at_end = true;
            status = BGT_OK;
        }
    }
    return status == BGT_BAD ? BGT_FATAL : status;
}

void bgt_fiscal_source_pop(struct bgt_fiscal_source *source)
{
    struct bgt_fiscal_input_row *row = source->first;
    source->first = row->next;
    if (source->first == NULL) {
        source->last = NULL;
    }
    row->next = source->spare;
    source->spare = row;
}

static void free_rows(struct bgt_fiscal_input_row *row)
{
    while (row != NULL) {
        struct bgt_fiscal_input_row *next = row->next;
        bgt_fiscal_row_free(row);
        row = next;
    }
}

void bgt_fiscal_source_close(struct bgt_fiscal_source *source)
{
    if (source->xml != NULL) {
        source->env->xml_close(source->xml);
    }
    free_rows(source->first);
    free_rows(source->spare);
    free_rows(source->open);
    source->xml = NULL;
    source->first = NULL;
    source->last = NULL;
    source->spare = NULL;
    source->open = NULL;
}
