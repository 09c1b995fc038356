#include "fiscal_map.h"
#include "fiscal_tree.h"

#include <stdio.h>

enum { MAX_FIELDS = 1000, NAME_BYTES = 128 };

struct loader {
    struct bgt_fiscal_map *map;
    const struct bgt_env *env;
    const char *file;
    struct bgt_fiscal_row *row; /* The next one. */
};

static bgt_status refuse(const struct loader *loader, const char *reason,
                         const char *text)
{
    struct bgt_diagnostic diagnostic = {.code = "FISCAL_XML_MAP",
                                        .place = {.file = loader->file},
                                        .text = text,
                                        .text_length = text == NULL ? 0 : strlen(text),
                                        .arguments = {reason}};
    (void)loader->env->report(loader->env, &diagnostic);
    return BGT_FATAL;
}

static bool is_yes(const char *text)
{
    return text != NULL && strcmp(text, "yes") == 0;
}

static bool read_type(const char *text, struct bgt_fiscal_field *field)
{
    static const char letters[] = "CNIDYBE";
    static const uint8_t types[] = {BGT_TEXT, BGT_AMOUNT, BGT_COUNT, BGT_DATE,
                                    BGT_YEAR, BGT_BOOL,   BGT_ENUM};
    const char *letter = text == NULL || *text == '\0' ? NULL : strchr(letters, *text);
    if (letter == NULL) {
        return false;
    }
    field->type = types[letter - letters];
    for (const char *digit = text + 1; *digit != '\0'; digit++) {
        if (*digit < '0' || *digit > '9' || field->characters > 100000) {
            return false;
        }
        field->characters = field->characters * 10 + (uint32_t)(*digit - '0');
    }
    return true;
}

static void read_default(const char *text, struct bgt_fiscal_field *field)
{
    static const char *const words[] = {"$table", "$count", "$id", "$title", "$unit"};
    if (text == NULL) {
        return;
    }
    field->missing = BGT_FISCAL_IS_TEXT;
    field->fallback = text;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], text) == 0) {
            field->missing = (uint8_t)(BGT_FISCAL_IS_TABLE + i);
        }
    }
}

/* The value of the location attribute, where the map gives one. */
static const char *read_location(const struct loader *loader,
                                 const struct bgt_fiscal_node *node)
{
    const char *location = bgt_fiscal_text(node, "location");
    loader->map->has_locations = loader->map->has_locations || location != NULL;
    return location;
}

static bgt_status read_field(const struct loader *loader,
                             const struct bgt_fiscal_node *node,
                             struct bgt_fiscal_field *field)
{
    const char *key = bgt_fiscal_text(node, "key");
    field->element = bgt_fiscal_text(node, "element");
    field->constant = bgt_fiscal_text(node, "constant");
    field->is_mandatory = is_yes(bgt_fiscal_text(node, "mandatory"));
    field->location = read_location(loader, node);
    read_default(bgt_fiscal_text(node, "default"), field);
    if (field->element == NULL) {
        return refuse(loader, "a field without element", loader->row->element);
    }
    if (!read_type(bgt_fiscal_text(node, "type"), field)) {
        return refuse(loader, "a field without a known type", field->element);
    }
    if (key != NULL) {
        field->field = bgt_entity_find(loader->row->entity, key, strlen(key));
    }
    return key == NULL || field->field != NULL
               ? BGT_OK
               : refuse(loader, "a key that the model does not have", key);
}

static bgt_status read_fields(const struct loader *loader,
                              const struct bgt_fiscal_node *list)
{
    struct bgt_fiscal_row *row = loader->row;
    size_t count = bgt_fiscal_count(list);
    if (count > MAX_FIELDS) {
        return refuse(loader, "too many fields", row->element);
    }
    row->fields = bgt_fiscal_take(&loader->map->pool, count, sizeof *row->fields);
    row->by_number = bgt_fiscal_take(&loader->map->pool, row->entity->field_count,
                                     sizeof *row->by_number);
    if (row->fields == NULL || row->by_number == NULL) {
        return BGT_NO_MEMORY;
    }
    for (const struct bgt_fiscal_node *node = list == NULL ? NULL : list->first;
         node != NULL; node = node->next) {
        bgt_status status = read_field(loader, node, &row->fields[row->field_count]);
        if (status != BGT_OK) {
            return status;
        }
        const struct bgt_field *field = row->fields[row->field_count++].field;
        if (field != NULL && row->by_number[field->number] == 0) {
            row->by_number[field->number] = row->field_count;
        }
    }
    return BGT_OK;
}

static bgt_status read_holds(const struct loader *loader, const char *holds)
{
    struct bgt_fiscal_row *row = loader->row;
    const struct bgt_model *model = loader->env->model;
    row->holds = BGT_FISCAL_RECORD;
    row->entity = holds == NULL ? NULL : bgt_model_find(model, holds, strlen(holds));
    if (holds != NULL && strcmp(holds, "fields") == 0) {
        row->holds = BGT_FISCAL_FIELDS;
        row->entity = loader->map->line;
    } else if (holds != NULL && strcmp(holds, "table_end") == 0) {
        row->holds = BGT_FISCAL_TABLE_END;
        row->entity = loader->map->table;
    } else if (row->entity == loader->map->line) {
        row->holds = BGT_FISCAL_LINE;
    } else if (row->entity == loader->map->table) {
        row->holds = BGT_FISCAL_TABLE;
    }
    return row->entity != NULL
               ? BGT_OK
               : refuse(loader, "a row that holds nothing of the model", row->element);
}

static bgt_status read_row(struct loader *loader, const struct bgt_fiscal_node *node,
                           size_t class_index)
{
    struct bgt_fiscal_row *row = loader->row;
    const char *write = bgt_fiscal_text(node, "write");
    row->class_index = (uint16_t)class_index;
    row->element = bgt_fiscal_text(node, "element");
    row->table = bgt_fiscal_text(node, "table");
    row->location = read_location(loader, node);
    row->takes_defaults = write != NULL && strcmp(write, "default") == 0;
    row->is_read_only = write != NULL && !is_yes(write) && !row->takes_defaults;
    if (row->element == NULL) {
        return refuse(loader, "a row without element", NULL);
    }
    bgt_status status = read_holds(loader, bgt_fiscal_text(node, "holds"));
    if (status == BGT_OK) {
        status = read_fields(loader, bgt_fiscal_child(node, "fields"));
    }
    loader->row++;
    loader->map->row_count++;
    return status;
}

static bgt_status read_class(struct loader *loader, const struct bgt_fiscal_node *node,
                             size_t index)
{
    struct bgt_fiscal_class *one = &loader->map->classes[index];
    const struct bgt_fiscal_node *aliases = bgt_fiscal_child(node, "aliases");
    size_t count = 0;
    one->element = bgt_fiscal_text(node, "element");
    one->location = read_location(loader, node);
    one->aliases = bgt_fiscal_take(&loader->map->pool, bgt_fiscal_count(aliases) + 1,
                                   sizeof *one->aliases);
    if (one->aliases == NULL) {
        return BGT_NO_MEMORY;
    }
    if (one->element == NULL) {
        return refuse(loader, "a class without element", NULL);
    }
    for (const struct bgt_fiscal_node *alias = aliases == NULL ? NULL : aliases->first;
         alias != NULL; alias = alias->next) {
        if (alias->text != NULL) {
            one->aliases[count++] = alias->text;
        }
    }
    const struct bgt_fiscal_node *rows = bgt_fiscal_child(node, "rows");
    bgt_status status = BGT_OK;
    for (const struct bgt_fiscal_node *row = rows == NULL ? NULL : rows->first;
         row != NULL && status == BGT_OK; row = row->next) {
        status = read_row(loader, row, index);
    }
    return status;
}

static bgt_status read_classes(struct loader *loader, const struct bgt_fiscal_node *list)
{
    struct bgt_fiscal_map *map = loader->map;
    size_t rows = 0;
    size_t index = 0;
    const struct bgt_fiscal_node *first = list == NULL ? NULL : list->first;
    for (const struct bgt_fiscal_node *node = first; node != NULL; node = node->next) {
        rows += bgt_fiscal_count(bgt_fiscal_child(node, "rows"));
    }
    map->class_count = bgt_fiscal_count(list);
    map->classes = bgt_fiscal_take(&map->pool, map->class_count, sizeof *map->classes);
    map->rows = bgt_fiscal_take(&map->pool, rows, sizeof *map->rows);
    if (map->classes == NULL || map->rows == NULL) {
        return BGT_NO_MEMORY;
    }
    loader->row = map->rows;
    bgt_status status = BGT_OK;
    for (const struct bgt_fiscal_node *node = first; node != NULL && status == BGT_OK;
         node = node->next) {
        status = read_class(loader, node, index++);
    }
    if (status == BGT_OK &&
        (map->class_count == 0 || (map->wrapper[0] == '\0' && map->class_count != 1))) {
        status = refuse(loader, "a dialect has classes, and one only without a wrapper",
                        map->wrapper);
    }
    return status;
}

static bgt_status read_aliases(struct bgt_fiscal_map *map,
                               const struct bgt_fiscal_node *list)
{
    size_t count = 0;
    const struct bgt_fiscal_node *first = list == NULL ? NULL : list->first;
    for (const struct bgt_fiscal_node *node = first; node != NULL; node = node->next) {
        count += bgt_fiscal_count(bgt_fiscal_child(node, "names"));
    }
    map->aliases = bgt_fiscal_take(&map->pool, count, sizeof *map->aliases);
    if (map->aliases == NULL) {
        return BGT_NO_MEMORY;
    }
    for (const struct bgt_fiscal_node *node = first; node != NULL; node = node->next) {
        const struct bgt_fiscal_node *names = bgt_fiscal_child(node, "names");
        const char *element = bgt_fiscal_text(node, "element");
        for (const struct bgt_fiscal_node *name = names == NULL ? NULL : names->first;
             name != NULL; name = name->next) {
            if (name->text != NULL && element != NULL) {
                map->aliases[map->alias_count++] =
                    (struct bgt_fiscal_alias){.name = name->text, .element = element};
            }
        }
    }
    return BGT_OK;
}

static bool read_words(struct bgt_fiscal_map *map, const struct bgt_fiscal_node *root)
{
    const struct bgt_fiscal_node *node = bgt_fiscal_child(root, "words");
    struct bgt_fiscal_words *words = &map->words;
    words->extra = bgt_fiscal_text(node, "extra");
    words->extra_name = bgt_fiscal_text(node, "extra_name");
    words->extra_field = bgt_fiscal_text(node, "extra_field");
    words->extra_type = bgt_fiscal_text(node, "extra_type");
    words->announced = bgt_fiscal_text(node, "announced");
    words->version = bgt_fiscal_text(node, "version");
    words->location = bgt_fiscal_text(node, "location");
    words->sequence = bgt_fiscal_text(node, "sequence");
    words->unknown_table = bgt_fiscal_text(node, "unknown_table");
    map->wrapper = bgt_fiscal_text(root, "wrapper");
    map->name_space = bgt_fiscal_text(root, "namespace");
    map->encoding = bgt_fiscal_text(root, "encoding");
    map->amount_unit = bgt_fiscal_text(root, "default_unit");
    return words->extra != NULL && words->extra_name != NULL &&
           words->extra_field != NULL && words->extra_type != NULL &&
           words->announced != NULL && words->version != NULL &&
           words->location != NULL && words->sequence != NULL &&
           words->unknown_table != NULL && map->wrapper != NULL &&
           map->name_space != NULL && map->encoding != NULL && map->amount_unit != NULL;
}

static const struct bgt_entity *entity_of(const struct bgt_env *env, const char *key)
{
    return bgt_model_find(env->model, key, strlen(key));
}

bgt_status bgt_fiscal_map_load(struct bgt_fiscal_map *map, const struct bgt_env *env,
                               const char *name)
{
    char file[NAME_BYTES];
    struct loader loader = {.map = map, .env = env, .file = file};
    struct bgt_fiscal_node *root = NULL;
    int length = snprintf(file, sizeof file, "%s.yaml", name);
    bool is_name = length > 5 && length < NAME_BYTES && strpbrk(name, "/\\") == NULL;
    bgt_status status =
        is_name ? bgt_fiscal_tree_read(env, file, &map->pool, &root) : BGT_NOT_FOUND;
    if (status == BGT_NOT_FOUND) {
        struct bgt_diagnostic diagnostic = {.code = "FISCAL_XML_DIALECT",
                                            .arguments = {name}};
        (void)env->report(env, &diagnostic);
        return BGT_FATAL;
    }
    if (status != BGT_OK) {
        return status;
    }
    const char *version = bgt_fiscal_text(root, "budgetconv");
    if (version == NULL || strcmp(version, "1") != 0) {
        return refuse(&loader, "the file does not begin with budgetconv: 1", version);
    }
    if (!read_words(map, root)) {
        return refuse(&loader, "a word of the dialect is missing", NULL);
    }
    map->name = bgt_fiscal_text(root, "dialect");
    map->location = read_location(&loader, root);
    map->document = entity_of(env, "document");
    map->table = entity_of(env, "table");
    map->line = entity_of(env, "line");
    status = read_classes(&loader, bgt_fiscal_child(root, "classes"));
    return status == BGT_OK ? read_aliases(map, bgt_fiscal_child(root, "aliases"))
                            : status;
}
