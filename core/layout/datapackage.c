#include "layout/datapackage.h"

#include <string.h>

#include "diag/render.h"

/* Text being appended; the first failure stays. */
struct json {
    struct bgt_buffer *out;
    bgt_status status;
};

static void raw(struct json *json, const char *text)
{
    if (json->status == BGT_OK)
        json->status = bgt_buffer_append_text(json->out, text);
}

static void string(struct json *json, const char *text)
{
    if (json->status == BGT_OK)
        json->status = bgt_render_json_string(json->out, text, strlen(text));
}

static void member(struct json *json, const char *name, const char *value)
{
    string(json, name);
    raw(json, ": ");
    string(json, value);
}

static const char *schema_type(const struct bgt_entity_sheet_column *column)
{
    if (column->field == NULL)
        return column->type == BGT_VALUE_NUMBER
                   ? (strcmp(column->name, "seq") == 0 ? "integer" : "number")
                   : "string";
    switch (column->field->type) {
    case BGT_AMOUNT:
        return "number";
    case BGT_COUNT:
        return "integer";
    default:
        return "string";
    }
}

static void append_choices(struct json *json, const struct bgt_field *field)
{
    raw(json, ", \"constraints\": {\"enum\": [");
    for (const char *const *choice = field->choices; *choice != NULL; choice++) {
        raw(json, choice == field->choices ? "" : ", ");
        string(json, *choice);
    }
    raw(json, "]}");
}

static void append_field(struct json *json, const struct bgt_entity_sheet_column *column)
{
    raw(json, "          {");
    member(json, "name", column->name);
    raw(json, ", ");
    member(json, "type", schema_type(column));
    if (column->field != NULL) {
        raw(json, ", ");
        member(json, "title", column->field->label);
        if (column->field->choices != NULL)
            append_choices(json, column->field);
    }
    raw(json, "}");
}

static void append_resource(struct json *json, const struct bgt_entity_sheet *sheet)
{
    raw(json, "    {\n      ");
    member(json, "name", sheet->entity->key);
    raw(json, ",\n      ");
    string(json, "path");
    raw(json, ": \"");
    raw(json, sheet->entity->key);
    raw(json, ".csv\",\n      ");
    member(json, "profile", "tabular-data-resource");
    raw(json, ",\n      ");
    member(json, "title", sheet->entity->label);
    raw(json, ",\n      ");
    member(json, "format", "csv");
    raw(json, ",\n      ");
    member(json, "mediatype", "text/csv");
    raw(json, ",\n      ");
    member(json, "encoding", "utf-8");
    raw(json, ",\n      \"schema\": {\n        \"fields\": [\n");
    for (size_t i = 0; i < sheet->column_count; i++) {
        append_field(json, &sheet->columns[i]);
        raw(json, i + 1 < sheet->column_count ? ",\n" : "\n");
    }
    raw(json, "        ],\n        \"missingValues\": [\"\"],\n"
              "        \"primaryKey\": [\"seq\"]\n      }\n    }");
}

bgt_status bgt_datapackage_append(struct bgt_buffer *out,
                                  const struct bgt_entity_sheet *sheets, size_t count)
{
    struct json json = {out, BGT_OK};
    raw(&json, "{\n  \"budgetconv\": 1,\n  ");
    member(&json, "profile", "tabular-data-package");
    raw(&json, ",\n  \"resources\": [\n");
    for (size_t i = 0; i < count; i++) {
        append_resource(&json, &sheets[i]);
        raw(&json, i + 1 < count ? ",\n" : "\n");
    }
    raw(&json, "  ]\n}\n");
    return json.status;
}
