#include "part.h"

#include <stdbool.h>
#include <string.h>

/* Bytes of XML parsed in one step: small beside a batch, large beside a call. */
#define STEP_BYTES 32768

static const char *const own_namespaces[] = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
    "",
};

static const char compatibility[] =
    "http://schemas.openxmlformats.org/markup-compatibility/2006";

static bool is_own(const char *uri)
{
    for (size_t i = 0; i < sizeof own_namespaces / sizeof own_namespaces[0]; i++) {
        if (strcmp(uri, own_namespaces[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* mc:AlternateContent and mc:Fallback are looked through as if they were not there. */
static bool is_transparent(const char *uri, const char *name)
{
    return strcmp(uri, compatibility) == 0 &&
           (strcmp(name, "AlternateContent") == 0 || strcmp(name, "Fallback") == 0);
}

static bgt_status on_start(void *context, const char *uri, const char *name,
                           const char *const *attributes)
{
    struct bgt_xlsx_part *part = context;
    if (part->skipping > 0) {
        part->skipping++;
        return BGT_OK;
    }
    if (is_own(uri)) {
        return part->events->start(part->context, name, attributes);
    }
    if (!is_transparent(uri, name)) {
        part->skipping = 1;
    }
    return BGT_OK;
}

static bgt_status on_end(void *context, const char *uri, const char *name)
{
    struct bgt_xlsx_part *part = context;
    if (part->skipping > 0) {
        part->skipping--;
        return BGT_OK;
    }
    if (part->events->end == NULL || is_transparent(uri, name)) {
        return BGT_OK;
    }
    return part->events->end(part->context, name);
}

static bgt_status on_text(void *context, const char *text, size_t length)
{
    struct bgt_xlsx_part *part = context;
    if (part->skipping > 0 || part->events->text == NULL) {
        return BGT_OK;
    }
    return part->events->text(part->context, text, length);
}

static const struct bgt_xml_handler handler = {
    .struct_size = sizeof(struct bgt_xml_handler),
    .start = on_start,
    .end = on_end,
    .text = on_text,
};

static char folded(char c)
{
    if (c == '\\') {
        return '/';
    }
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_member(const char *stored, const char *name)
{
    while (*stored == '/' || *stored == '\\' ||
           (stored[0] == '.' && (stored[1] == '/' || stored[1] == '\\'))) {
        stored++;
    }
    for (; *stored != '\0' && folded(*stored) == folded(*name); stored++) {
        name++;
    }
    return *stored == '\0' && *name == '\0';
}

bgt_status bgt_xlsx_member(struct bgt_input *package, const char *name,
                           struct bgt_input **member)
{
    bgt_status status = package->member(package, name, member);
    if (status != BGT_NOT_FOUND) {
        return status;
    }
    uint64_t count = package->member_count(package);
    for (uint64_t i = 0; i < count; i++) {
        const char *stored = package->member_name(package, i);
        if (stored != NULL && same_member(stored, name)) {
            return package->member(package, stored, member);
        }
    }
    return BGT_NOT_FOUND;
}

bgt_status bgt_xlsx_part_open(struct bgt_xlsx_part *part,
                              const struct bgt_xlsx_part_source *source,
                              const struct bgt_xlsx_events *events, void *context)
{
    memset(part, 0, sizeof *part);
    part->env = source->env;
    part->events = events;
    part->context = context;
    bgt_status status = bgt_xlsx_member(source->package, source->name, &part->input);
    if (status == BGT_OK) {
        status = part->env->xml_open(part->env, part->input, &handler, part, &part->xml);
    }
    if (status != BGT_OK) {
        bgt_xlsx_part_close(part);
    }
    return status;
}

bgt_status bgt_xlsx_part_step(struct bgt_xlsx_part *part)
{
    return part->env->xml_step(part->xml, STEP_BYTES);
}

bgt_status bgt_xlsx_part_read(const struct bgt_xlsx_part_source *source,
                              const struct bgt_xlsx_events *events, void *context)
{
    struct bgt_xlsx_part part;
    bgt_status status = bgt_xlsx_part_open(&part, source, events, context);
    if (status != BGT_OK) {
        return status;
    }
    while (status == BGT_OK) {
        status = source->env->is_cancelled(source->env) ? BGT_CANCELLED
                                                        : bgt_xlsx_part_step(&part);
    }
    bgt_xlsx_part_close(&part);
    return status == BGT_END ? BGT_OK : status;
}

void bgt_xlsx_part_close(struct bgt_xlsx_part *part)
{
    if (part->xml != NULL) {
        part->env->xml_close(part->xml);
        part->xml = NULL;
    }
    if (part->input != NULL) {
        part->input->close(part->input);
        part->input = NULL;
    }
}

const char *bgt_xlsx_attribute(const char *const *attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2) {
        if (strcmp(attributes[0], name) == 0) {
            return attributes[1];
        }
    }
    return NULL;
}

const char *bgt_xlsx_relationship_attribute(const char *const *attributes,
                                            const char *name)
{
    static const char *const namespaces[] = {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships\x1F",
        "http://purl.oclc.org/ooxml/officeDocument/relationships\x1F",
    };
    for (; attributes[0] != NULL; attributes += 2) {
        for (size_t i = 0; i < sizeof namespaces / sizeof namespaces[0]; i++) {
            size_t length = strlen(namespaces[i]);
            if (strncmp(attributes[0], namespaces[i], length) == 0 &&
                strcmp(attributes[0] + length, name) == 0) {
                return attributes[1];
            }
        }
    }
    return NULL;
}

bool bgt_xlsx_true(const char *value)
{
    return value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0 ||
                             strcmp(value, "on") == 0);
}

bool bgt_xlsx_unsigned(const char *text, size_t length, uint32_t *value)
{
    uint32_t number = 0;
    if (length == 0 || length > 9) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned digit = (unsigned)(unsigned char)text[i] - '0';
        if (digit > 9) {
            return false;
        }
        number = number * 10 + digit;
    }
    *value = number;
    return true;
}
