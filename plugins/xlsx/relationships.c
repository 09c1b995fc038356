#include "relationships.h"

#include "bytes.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>

/* No package has so many; a hostile one may. */
#define MAXIMUM 65536

static const char *last_word(const char *type)
{
    const char *slash = strrchr(type, '/');
    return slash == NULL ? type : slash + 1;
}

static enum bgt_xlsx_part_kind kind_of(const char *type)
{
    static const struct {
        const char *word;
        enum bgt_xlsx_part_kind kind;
    } kinds[] = {
        {"officeDocument", BGT_XLSX_PART_WORKBOOK},
        {"worksheet", BGT_XLSX_PART_WORKSHEET},
        {"chartsheet", BGT_XLSX_PART_OTHER_SHEET},
        {"dialogsheet", BGT_XLSX_PART_OTHER_SHEET},
        {"xlMacrosheet", BGT_XLSX_PART_OTHER_SHEET},
        {"xlIntlMacrosheet", BGT_XLSX_PART_OTHER_SHEET},
        {"styles", BGT_XLSX_PART_STYLES},
        {"sharedStrings", BGT_XLSX_PART_SHARED_STRINGS},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(last_word(type), kinds[i].word) == 0) {
            return kinds[i].kind;
        }
    }
    return BGT_XLSX_PART_OTHER;
}

static bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

/* Appends the segments of `path` to the part name built so far. */
static bgt_status add_segments(struct bgt_xlsx_bytes *name, const char *path,
                               size_t length)
{
    bgt_status status = BGT_OK;
    for (size_t at = 0; at < length && status == BGT_OK;) {
        size_t end = at;
        while (end < length && !is_slash(path[end])) {
            end++;
        }
        size_t size = end - at;
        if (size == 2 && path[at] == '.' && path[at + 1] == '.') {
            while (name->size > 0 && name->data[--name->size] != '/') {
            }
        } else if (size > 0 && !(size == 1 && path[at] == '.')) {
            if (name->size > 0) {
                status = bgt_xlsx_bytes_append(name, "/", 1);
            }
            if (status == BGT_OK) {
                status = bgt_xlsx_bytes_append(name, path + at, size);
            }
        }
        at = end + 1;
    }
    return status;
}

static size_t folder_length(const char *part)
{
    const char *slash = strrchr(part, '/');
    return slash == NULL ? 0 : (size_t)(slash - part);
}

char *bgt_xlsx_resolve(const char *of, const char *target)
{
    struct bgt_xlsx_bytes name = {0};
    bgt_status status = BGT_OK;
    if (!is_slash(target[0])) {
        status = add_segments(&name, of, folder_length(of));
    }
    if (status == BGT_OK) {
        status = add_segments(&name, target, strlen(target));
    }
    if (status != BGT_OK || bgt_xlsx_bytes_close(&name) != BGT_OK) {
        bgt_xlsx_bytes_free(&name);
        return NULL;
    }
    return name.data;
}

struct rels_reading {
    struct bgt_xlsx_relationships *relationships;
    const struct bgt_env *env;
    const char *of;
    const char *rels;
};

static bgt_status on_relationship(void *context, const char *element,
                                  const char *const *attributes)
{
    struct rels_reading *reading = context;
    struct bgt_xlsx_relationships *all = reading->relationships;
    const char *mode = bgt_xlsx_attribute(attributes, "TargetMode");
    const char *target = bgt_xlsx_attribute(attributes, "Target");
    const char *type = bgt_xlsx_attribute(attributes, "Type");
    const char *id = bgt_xlsx_attribute(attributes, "Id");
    if (strcmp(element, "Relationship") != 0 || target == NULL || type == NULL ||
        (mode != NULL && strcmp(mode, "External") == 0)) {
        return BGT_OK;
    }
    enum bgt_xlsx_part_kind kind = kind_of(type);
    if (kind == BGT_XLSX_PART_OTHER) {
        return BGT_OK;
    }
    if (all->count == MAXIMUM) {
        return bgt_xlsx_fatal(reading->env, "XLSX_PART_TOO_LARGE",
                              bgt_xlsx_at(reading->rels, 0, 0), "65536");
    }
    struct bgt_xlsx_relationship *items =
        bgt_xlsx_grow(all->items, all->count, &all->capacity, sizeof *items);
    if (items == NULL) {
        return BGT_NO_MEMORY;
    }
    all->items = items;
    struct bgt_xlsx_relationship *added = &items[all->count];
    added->kind = (uint8_t)kind;
    added->id = bgt_xlsx_copy(id == NULL ? "" : id, id == NULL ? 0 : strlen(id));
    added->part = bgt_xlsx_resolve(reading->of, target);
    all->count++;
    return added->id == NULL || added->part == NULL ? BGT_NO_MEMORY : BGT_OK;
}

/* `xl/workbook.xml` → `xl/_rels/workbook.xml.rels`; "" → `_rels/.rels`. */
static char *rels_name(const char *of)
{
    struct bgt_xlsx_bytes name = {0};
    size_t folder = folder_length(of);
    const char *file = folder == 0 ? of : of + folder + 1;
    bgt_status status = BGT_OK;
    if (folder > 0) {
        status = bgt_xlsx_bytes_append(&name, of, folder + 1);
    }
    const char *const pieces[] = {"_rels/", file, ".rels"};
    for (size_t i = 0; i < 3 && status == BGT_OK; i++) {
        status = bgt_xlsx_bytes_text(&name, pieces[i]);
    }
    if (status != BGT_OK || bgt_xlsx_bytes_close(&name) != BGT_OK) {
        bgt_xlsx_bytes_free(&name);
        return NULL;
    }
    return name.data;
}

bgt_status bgt_xlsx_relationships_read(struct bgt_xlsx_relationships *relationships,
                                       const struct bgt_env *env,
                                       struct bgt_input *package, const char *of)
{
    static const struct bgt_xlsx_events events = {.start = on_relationship};
    char *rels = rels_name(of);
    if (rels == NULL) {
        return BGT_NO_MEMORY;
    }
    struct rels_reading reading = {relationships, env, of, rels};
    const struct bgt_xlsx_part_source source = {env, package, rels};
    bgt_status status = bgt_xlsx_part_read(&source, &events, &reading);
    free(rels);
    return status == BGT_NOT_FOUND ? BGT_OK : status;
}

const struct bgt_xlsx_relationship *
bgt_xlsx_relationships_kind(const struct bgt_xlsx_relationships *relationships,
                            enum bgt_xlsx_part_kind kind)
{
    for (size_t i = 0; i < relationships->count; i++) {
        if (relationships->items[i].kind == kind) {
            return &relationships->items[i];
        }
    }
    return NULL;
}

const struct bgt_xlsx_relationship *
bgt_xlsx_relationships_id(const struct bgt_xlsx_relationships *relationships,
                          const char *id)
{
    for (size_t i = 0; i < relationships->count; i++) {
        if (strcmp(relationships->items[i].id, id) == 0) {
            return &relationships->items[i];
        }
    }
    return NULL;
}

void bgt_xlsx_relationships_free(struct bgt_xlsx_relationships *relationships)
{
    for (size_t i = 0; i < relationships->count; i++) {
        free(relationships->items[i].id);
        free(relationships->items[i].part);
    }
    free(relationships->items);
    memset(relationships, 0, sizeof *relationships);
}

/* ---- Which part is the workbook ---- */

struct types_reading {
    char *found;
    unsigned count;
};

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);
    size_t wanted = strlen(end);
    return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

/* .xlsx, .xltx, .xlsm and .xltm name their workbook part differently, all so. */
static bgt_status on_type(void *context, const char *element,
                          const char *const *attributes)
{
    struct types_reading *reading = context;
    const char *type = bgt_xlsx_attribute(attributes, "ContentType");
    const char *part = bgt_xlsx_attribute(attributes, "PartName");
    if (strcmp(element, "Override") != 0 || type == NULL || part == NULL ||
        !(ends_with(type, "spreadsheetml.sheet.main+xml") ||
          ends_with(type, "spreadsheetml.template.main+xml") ||
          ends_with(type, "ms-excel.sheet.macroEnabled.main+xml") ||
          ends_with(type, "ms-excel.template.macroEnabled.main+xml"))) {
        return BGT_OK;
    }
    reading->count++;
    free(reading->found);
    reading->found = bgt_xlsx_resolve("", part);
    return reading->found == NULL ? BGT_NO_MEMORY : BGT_OK;
}

static bool has_member(struct bgt_input *package, const char *name, bgt_status *status)
{
    struct bgt_input *member = NULL;
    *status = bgt_xlsx_member(package, name, &member);
    if (*status == BGT_OK) {
        member->close(member);
        return true;
    }
    if (*status == BGT_NOT_FOUND) {
        *status = BGT_OK;
    }
    return false;
}

/* By the content types: only where they name one part, and that is there. */
static bgt_status by_content_type(const struct bgt_env *env, struct bgt_input *package,
                                  char **name)
{
    static const struct bgt_xlsx_events events = {.start = on_type};
    struct types_reading reading = {NULL, 0};
    const struct bgt_xlsx_part_source source = {env, package, "[Content_Types].xml"};
    bgt_status status = bgt_xlsx_part_read(&source, &events, &reading);
    if (status == BGT_NOT_FOUND) {
        status = BGT_OK;
    }
    if (status == BGT_OK && reading.count == 1 &&
        has_member(package, reading.found, &status)) {
        *name = reading.found;
        return BGT_OK;
    }
    free(reading.found);
    return status;
}

static bgt_status by_relationship(const struct bgt_env *env, struct bgt_input *package,
                                  char **name)
{
    struct bgt_xlsx_relationships relationships = {0};
    bgt_status status = bgt_xlsx_relationships_read(&relationships, env, package, "");
    const struct bgt_xlsx_relationship *found =
        bgt_xlsx_relationships_kind(&relationships, BGT_XLSX_PART_WORKBOOK);
    if (status == BGT_OK && found != NULL) {
        *name = bgt_xlsx_copy(found->part, strlen(found->part));
        status = *name == NULL ? BGT_NO_MEMORY : BGT_OK;
    }
    bgt_xlsx_relationships_free(&relationships);
    return status;
}

bgt_status bgt_xlsx_workbook_part(const struct bgt_env *env, struct bgt_input *package,
                                  char **name)
{
    static const char usual[] = "xl/workbook.xml";
    *name = NULL;
    bgt_status status = by_content_type(env, package, name);
    if (status == BGT_OK && *name == NULL) {
        status = by_relationship(env, package, name);
    }
    if (status == BGT_OK && *name == NULL && has_member(package, usual, &status)) {
        *name = bgt_xlsx_copy(usual, sizeof usual - 1);
        return *name == NULL ? BGT_NO_MEMORY : BGT_OK;
    }
    if (status == BGT_OK && *name == NULL) {
        return bgt_xlsx_fatal(env, "XLSX_NO_WORKBOOK", bgt_xlsx_at(NULL, 0, 0), usual);
    }
    return status;
}
