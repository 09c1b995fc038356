/*
 * The XML Schema of each dialect, made from its map. Without an argument the schemas that
 * are checked in are compared with what the maps give; with a folder they are written
 * there: `plugin_fiscal_xml_test_schema formats/fiscal-xml`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../plugins/fiscal-xml/fiscal_map.h"
#include "model/model.h"
#include "plugin/yaml/host_yaml.h"

extern const struct bgt_plugin fiscal_xml_LTX_bgt_plugin;

enum { PATH_BYTES = 4096, FILE_BYTES = 1 << 20 };

static struct bgt_fake_env fake;
static const char *folder; /* Where the maps are. */

static void path_of(char path[PATH_BYTES], const char *name, const char *ending)
{
    (void)snprintf(path, PATH_BYTES, "%s/%s%s", folder, name, ending);
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = calloc(1, FILE_BYTES + 1);
    assert_non_null(file);
    assert_non_null(bytes);
    *length = fread(bytes, 1, FILE_BYTES, file);
    assert_true(*length < FILE_BYTES);
    (void)fclose(file);
    return bytes;
}

static bgt_status data(const struct bgt_env *env, const char *name,
                       struct bgt_input **input)
{
    char path[PATH_BYTES];
    size_t length = 0;
    (void)env;
    path_of(path, name, "");
    char *bytes = read_file(path, &length);
    *input = &bgt_fake_input(&fake, name, bytes, length)->input;
    free(bytes);
    return BGT_OK;
}

/* ---- Types ---- */

static void put_simple(FILE *out, const struct bgt_fiscal_map *map, const char *name,
                       const char *facets)
{
    (void)fprintf(out,
                  "  <xs:simpleType name=\"%s.value\">\n"
                  "    <xs:restriction base=\"xs:string\">\n%s"
                  "    </xs:restriction>\n"
                  "  </xs:simpleType>\n"
                  "  <xs:complexType name=\"%s\">\n"
                  "    <xs:simpleContent>\n"
                  "      <xs:extension base=\"%s.value\">\n"
                  "        <xs:attribute name=\"%s\" type=\"xs:string\"/>\n"
                  "      </xs:extension>\n"
                  "    </xs:simpleContent>\n"
                  "  </xs:complexType>\n",
                  name, facets, name, name, map->words.location);
}

static void put_pattern(FILE *out, const struct bgt_fiscal_map *map, const char *name,
                        const char *pattern)
{
    char facets[200];
    (void)snprintf(facets, sizeof facets, "      <xs:pattern value=\"%s\"/>\n", pattern);
    put_simple(out, map, name, facets);
}

/* Every kind of value may be blank: then its element is empty. */
static void put_plain_types(FILE *out, const struct bgt_fiscal_map *map)
{
    put_simple(out, map, "text", "");
    put_pattern(out, map, "amount", "(-?[0-9]{1,18}(\\.[0-9]{1,9})?)?");
    put_pattern(out, map, "count", "[0-9]{0,18}");
    put_pattern(out, map, "date", "([0-9]{8})?");
    put_pattern(out, map, "year", "([0-9]{4})?");
    put_pattern(out, map, "bool", "[12]?");
}

static void name_type(const struct bgt_fiscal_row *row,
                      const struct bgt_fiscal_field *field, char name[100])
{
    static const char *const names[] = {"text", "text", "amount", "count",
                                        "date", "year", "bool"};
    if (field->type == BGT_ENUM) {
        (void)snprintf(name, 100, "%s.%s", row->entity->key, field->field->key);
    } else if (field->characters != 0) {
        (void)snprintf(name, 100, "text%u", (unsigned)field->characters);
    } else {
        (void)snprintf(name, 100, "%s", names[field->type]);
    }
}

static void put_choices(FILE *out, const struct bgt_fiscal_map *map, const char *name,
                        const struct bgt_field *field)
{
    char facets[2000] = "      <xs:enumeration value=\"\"/>\n";
    for (size_t i = 0; field->choices[i] != NULL; i++) {
        size_t length = strlen(facets);
        (void)snprintf(facets + length, sizeof facets - length,
                       "      <xs:enumeration value=\"%s\"/>\n", field->choices[i]);
    }
    put_simple(out, map, name, facets);
}

/* Types that a field brings: text of a length, and choices; each once. */
static void put_field_types(FILE *out, const struct bgt_fiscal_map *map)
{
    static char seen[200][100];
    size_t count = 0;
    for (size_t i = 0; i < map->row_count; i++) {
        for (size_t k = 0; k < map->rows[i].field_count; k++) {
            const struct bgt_fiscal_field *field = &map->rows[i].fields[k];
            char name[100];
            size_t at = 0;
            name_type(&map->rows[i], field, name);
            while (at < count && strcmp(seen[at], name) != 0) {
                at++;
            }
            bool is_own = field->type == BGT_ENUM || field->characters != 0;
            if (at < count || !is_own) {
                continue;
            }
            assert_true(count < 200);
            (void)snprintf(seen[count++], sizeof seen[0], "%s", name);
            if (field->type == BGT_ENUM) {
                put_choices(out, map, name, field->field);
            } else {
                char facets[100];
                (void)snprintf(facets, sizeof facets,
                               "      <xs:maxLength value=\"%u\"/>\n",
                               (unsigned)field->characters);
                put_simple(out, map, name, facets);
            }
        }
    }
}

static void put_extra_type(FILE *out, const struct bgt_fiscal_map *map)
{
    (void)fprintf(out,
                  "  <xs:complexType name=\"extra\">\n"
                  "    <xs:simpleContent>\n"
                  "      <xs:extension base=\"xs:string\">\n"
                  "        <xs:attribute name=\"%s\" type=\"xs:string\"/>\n"
                  "        <xs:attribute name=\"%s\" type=\"xs:string\"/>\n"
                  "        <xs:attribute name=\"%s\" use=\"required\">\n"
                  "          <xs:simpleType>\n"
                  "            <xs:restriction base=\"xs:string\">\n"
                  "              <xs:pattern value=\"text|number|percent|boolean|date|"
                  "error|blank\"/>\n"
                  "            </xs:restriction>\n"
                  "          </xs:simpleType>\n"
                  "        </xs:attribute>\n"
                  "        <xs:attribute name=\"%s\" type=\"xs:string\"/>\n"
                  "      </xs:extension>\n"
                  "    </xs:simpleContent>\n"
                  "  </xs:complexType>\n",
                  map->words.extra_name, map->words.extra_field, map->words.extra_type,
                  map->words.location);
}

/* ---- Rows and classes ---- */

static void put_row(FILE *out, const struct bgt_fiscal_map *map,
                    const struct bgt_fiscal_row *row)
{
    (void)fprintf(out,
                  "  <xs:complexType name=\"row.%s\">\n"
                  "    <xs:sequence>\n"
                  "      <xs:element name=\"%s\" type=\"count\" minOccurs=\"0\"/>\n",
                  row->element, map->words.sequence);
    if (row->holds == BGT_FISCAL_FIELDS) {
        (void)fprintf(out,
                      "      <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n"
                      "        <xs:element name=\"%s\" type=\"text\"/>\n"
                      "        <xs:element name=\"%s\" type=\"extra\"/>\n"
                      "      </xs:choice>\n",
                      map->words.announced, map->words.extra);
    }
    for (size_t i = 0; i < row->field_count; i++) {
        char type[100];
        name_type(row, &row->fields[i], type);
        (void)fprintf(out, "      <xs:element name=\"%s\" type=\"%s\"%s/>\n",
                      row->fields[i].element, type,
                      row->fields[i].is_mandatory ? "" : " minOccurs=\"0\"");
    }
    if (row->holds != BGT_FISCAL_FIELDS) {
        (void)fprintf(out,
                      "      <xs:element name=\"%s\" type=\"extra\" minOccurs=\"0\" "
                      "maxOccurs=\"unbounded\"/>\n",
                      map->words.extra);
    }
    (void)fprintf(out,
                  "    </xs:sequence>\n"
                  "    <xs:attribute name=\"%s\" type=\"xs:string\"/>\n"
                  "  </xs:complexType>\n",
                  map->words.location);
}

static void put_root_attributes(FILE *out, const struct bgt_fiscal_map *map)
{
    (void)fprintf(out,
                  "    <xs:attribute name=\"%s\" type=\"xs:string\"/>\n"
                  "    <xs:attribute name=\"%s\" type=\"xs:string\"/>\n",
                  map->words.version, map->words.location);
}

static void put_class(FILE *out, const struct bgt_fiscal_map *map, size_t index)
{
    const char *element = map->classes[index].element;
    (void)fprintf(out,
                  "  <xs:complexType name=\"class.%s\">\n"
                  "    <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n",
                  element);
    /* In a package, every file begins with the header row of the first class. */
    for (size_t i = 0; i < map->row_count; i++) {
        const struct bgt_fiscal_row *row = &map->rows[i];
        if (row->class_index == index || row->entity == map->document) {
            (void)fprintf(out, "      <xs:element name=\"%s\" type=\"row.%s\"/>\n",
                          row->element, row->element);
        }
    }
    (void)fprintf(out, "    </xs:choice>\n");
    put_root_attributes(out, map);
    (void)fprintf(out,
                  "  </xs:complexType>\n"
                  "  <xs:element name=\"%s\" type=\"class.%s\"/>\n",
                  element, element);
}

static void put_wrapper(FILE *out, const struct bgt_fiscal_map *map)
{
    (void)fprintf(out,
                  "  <xs:element name=\"%s\">\n"
                  "    <xs:complexType>\n"
                  "    <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n",
                  map->wrapper);
    for (size_t i = 0; i < map->class_count; i++) {
        (void)fprintf(out, "      <xs:element ref=\"%s\"/>\n", map->classes[i].element);
    }
    (void)fprintf(out, "    </xs:choice>\n");
    put_root_attributes(out, map);
    (void)fprintf(out, "    </xs:complexType>\n  </xs:element>\n");
}

static void put_schema(FILE *out, const struct bgt_fiscal_map *map)
{
    (void)fprintf(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!-- Made from %s.yaml by tests/plugin/fiscal-xml/test_schema.c; a draft "
        "of ours, not the schema of a standard. -->\n"
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n",
        map->name);
    put_plain_types(out, map);
    put_field_types(out, map);
    put_extra_type(out, map);
    for (size_t i = 0; i < map->row_count; i++) {
        put_row(out, map, &map->rows[i]);
    }
    for (size_t i = 0; i < map->class_count; i++) {
        put_class(out, map, i);
    }
    if (map->wrapper[0] != '\0') {
        put_wrapper(out, map);
    }
    (void)fprintf(out, "</xs:schema>\n");
}

/* ---- Running ---- */

static const char *const dialects[] = {"gbt42940-draft", "mof-columns"};

static void make_schema(const char *dialect, FILE *out)
{
    struct bgt_fiscal_map map;
    memset(&map, 0, sizeof map);
    bgt_fake_init(&fake, &fiscal_xml_LTX_bgt_plugin, bgt_model());
    set_host_yaml(&fake);
    fake.env.data = data;
    assert_int_equal(bgt_fiscal_map_load(&map, &fake.env, dialect), BGT_OK);
    put_schema(out, &map);
    bgt_fiscal_map_clear(&map);
    bgt_fake_clear(&fake);
}

static void schemas_are_what_the_maps_give(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof dialects / sizeof dialects[0]; i++) {
        char path[PATH_BYTES];
        size_t length = 0;
        FILE *made = tmpfile();
        char *bytes = calloc(1, FILE_BYTES + 1);
        assert_non_null(made);
        assert_non_null(bytes);
        make_schema(dialects[i], made);
        rewind(made);
        assert_true(fread(bytes, 1, FILE_BYTES, made) > 1000);
        (void)fclose(made);
        path_of(path, dialects[i], ".xsd");
        char *present = read_file(path, &length);
        assert_true(strcmp(present, bytes) == 0);
        free(present);
        free(bytes);
    }
}

static int write_schemas(const char *target)
{
    folder = target;
    for (size_t i = 0; i < sizeof dialects / sizeof dialects[0]; i++) {
        char path[PATH_BYTES];
        path_of(path, dialects[i], ".xsd");
        FILE *out = fopen(path, "wb");
        if (out == NULL) {
            return 1;
        }
        make_schema(dialects[i], out);
        if (fclose(out) != 0) {
            return 1;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    static char own[PATH_BYTES];
    const char *source = getenv("BUDGETCONV_SOURCE");
    if (argc == 2) {
        return write_schemas(argv[1]);
    }
    (void)snprintf(own, sizeof own, "%s/formats/fiscal-xml",
                   source == NULL ? "." : source);
    folder = own;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schemas_are_what_the_maps_give),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) == 0 ? 0 : 1;
}
