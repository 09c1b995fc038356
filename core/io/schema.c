#include "io/schema.h"

#include <libxml/parser.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "budget/stream.h"
#include "diag/reporter.h"
#include "io/input.h"
#include "io/source.h"
#include "io/xml.h"
#include "io/xml_encoding.h"

#define STEP       ((size_t)65536)
#define PATH_BYTES 1000
#define MAX_DEPTH  64
#define NAME_BYTES 200

struct check {
    const struct bgt_io *io;
    struct bgt_input *input; /* Being read by libxml2. */
    struct bgt_schema_subject *subject;
    size_t skipped;
    struct bgt_input *file; /* As it is: for messages. */
    const void *last_node;  /* Of the last violation: a fault is told once. */
    bgt_status status;
    bool is_foreign;
};

static bgt_status open_subject(const struct bgt_io *io,
                               const struct bgt_schema_subject *subject,
                               struct bgt_input **input)
{
    struct bgt_input *container = subject->container;
    return container == NULL ? bgt_input_open_file(io, subject->path, input)
                             : container->member(container, subject->member, input);
}

/* ---- The guarded pass ---- */

static bgt_status check_well_formed(const struct bgt_io *io,
                                    const struct bgt_schema_subject *subject)
{
    static const struct bgt_xml_handler nothing = {.struct_size = sizeof nothing};
    struct bgt_input *input = NULL;
    struct bgt_xml *xml = NULL;
    bgt_status status = open_subject(io, subject, &input);
    if (status == BGT_OK)
        status = bgt_xml_open(io, input, &nothing, NULL, &xml);
    while (status == BGT_OK)
        status = bgt_xml_step(xml, STEP);
    bgt_xml_close(xml);
    bgt_input_close(input);
    return status == BGT_END ? BGT_OK : status == BGT_BAD ? BGT_FATAL : status;
}

/* ---- Messages ---- */

static void append(char path[PATH_BYTES], size_t *length, const char *text)
{
    int more = snprintf(path + *length, PATH_BYTES - *length, "%s", text);
    size_t room = PATH_BYTES - *length;
    *length += more < 0 ? 0 : (size_t)more < room ? (size_t)more : room - 1;
}

/* The number of an element among its neighbours of that name; 0: it is the only one. */
static uint64_t number_of(const xmlNode *node)
{
    uint64_t number = 1;
    bool has_more = false;
    for (const xmlNode *one = node->prev; one != NULL; one = one->prev)
        if (one->type == XML_ELEMENT_NODE && xmlStrEqual(one->name, node->name))
            number++;
    for (const xmlNode *one = node->next; one != NULL && !has_more; one = one->next)
        has_more = one->type == XML_ELEMENT_NODE && xmlStrEqual(one->name, node->name);
    return number == 1 && !has_more ? 0 : number;
}

/* The element path of a node; what repeats is numbered. */
static void path_of(const xmlNode *node, char path[PATH_BYTES])
{
    const xmlNode *chain[MAX_DEPTH];
    size_t depth = 0;
    size_t length = 0;
    for (; node != NULL && depth < MAX_DEPTH; node = node->parent)
        if (node->type == XML_ELEMENT_NODE)
            chain[depth++] = node;
    path[0] = '\0';
    for (size_t i = 0; i < depth; i++) {
        const xmlNode *one = chain[depth - 1 - i];
        append(path, &length, "/");
        append(path, &length, (const char *)one->name);
        uint64_t count = number_of(one);
        if (count != 0) {
            char number[32];
            (void)snprintf(number, sizeof number, "[%llu]", (unsigned long long)count);
            append(path, &length, number);
        }
    }
}

/* libxml2 begins its messages with `Element 'name'`. */
static void name_of(const xmlNode *node, const char *message, char name[NAME_BYTES])
{
    const char *open = node == NULL ? strchr(message, '\'') : NULL;
    size_t length = open == NULL ? 1 : strcspn(open + 1, "'");
    (void)snprintf(name, NAME_BYTES, "%.*s", (int)(node == NULL ? length : NAME_BYTES),
                   node != NULL   ? (const char *)node->name
                   : open != NULL ? open + 1
                                  : "-");
}

static const char *code_of(int code)
{
    switch (code) {
    case XML_SCHEMAV_CVC_MAXLENGTH_VALID:
        return "SCHEMA_LONG";
    case XML_SCHEMAV_CVC_ENUMERATION_VALID:
        return "SCHEMA_CHOICE";
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_4:
        return "SCHEMA_ATTRIBUTE_MISSING";
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1:
    case XML_SCHEMAV_CVC_LENGTH_VALID:
    case XML_SCHEMAV_CVC_MINLENGTH_VALID:
    case XML_SCHEMAV_CVC_PATTERN_VALID:
    case XML_SCHEMAV_CVC_FACET_VALID:
        return "SCHEMA_VALUE";
    case XML_SCHEMAV_ELEMENT_CONTENT:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3:
        return "SCHEMA_ELEMENT";
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2:
        return "SCHEMA_ATTRIBUTE";
    default:
        return "SCHEMA_OTHER";
    }
}

/* A part of a message: what stands between two texts, the last one taken; "-": nothing
 * does. Blanks around it are left out. */
static void part_of(const char *message, const char *before, const char *after,
                    char part[PATH_BYTES])
{
    const char *open = strstr(message, before);
    open = open == NULL ? NULL : open + strlen(before);
    const char *close = open == NULL ? NULL : strstr(open, after);
    while (close != NULL && open < close && *open == ' ')
        open++;
    while (close != NULL && close > open && close[-1] == ' ')
        close--;
    (void)snprintf(part, PATH_BYTES, "%.*s", close == NULL ? 1 : (int)(close - open),
                   close == NULL ? "-" : open);
}

/* The second argument: what libxml2 says is wrong, as data and not as a sentence. */
static void detail_of(int code, const char *message, char detail[PATH_BYTES])
{
    switch (code) {
    case XML_SCHEMAV_CVC_MAXLENGTH_VALID:
        part_of(message, "maximum length of '", "'", detail);
        break;
    case XML_SCHEMAV_CVC_ENUMERATION_VALID:
        part_of(message, "of the set {", "}", detail);
        break;
    case XML_SCHEMAV_CVC_PATTERN_VALID:
        part_of(message, "by the pattern '", "'.", detail);
        break;
    case XML_SCHEMAV_ELEMENT_CONTENT:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3:
        part_of(message, "(", ").", detail);
        break;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_4:
        part_of(message, "The attribute '", "'", detail);
        break;
    default:
        part_of(message, ": ", "\n", detail);
        break;
    }
}

static void set_foreign(struct check *check, const xmlNode *node)
{
    const xmlNs *space = node == NULL ? NULL : node->ns;
    check->is_foreign = true;
    (void)snprintf(
        check->subject->root, sizeof check->subject->root, "%s%s%s%s",
        space == NULL ? "" : "{", space == NULL ? "" : (const char *)space->href,
        space == NULL ? "" : "}", node == NULL ? "-" : (const char *)node->name);
}

static void report_violation(struct check *check, xmlErrorPtr error, const char *code)
{
    const char *message = error->message == NULL ? "" : error->message;
    const xmlNode *node = error->node;
    char path[PATH_BYTES];
    char detail[PATH_BYTES];
    char value[PATH_BYTES];
    char name[NAME_BYTES];
    path_of(node, path);
    name_of(node, message, name);
    detail_of(error->code, message, detail);
    /* What the message does not quote is the element's own text. */
    part_of(message, "The value '", "' is not", value);
    bool is_value =
        strncmp(code, "SCHEMA_ATTRIBUTE", 16) != 0 && strcmp(code, "SCHEMA_ELEMENT") != 0;
    bool is_attribute = strstr(message, ", attribute '") != NULL;
    xmlChar *text = is_value && !is_attribute && node != NULL && node->children != NULL &&
                            node->children == node->last
                        ? xmlNodeGetContent(node)
                        : NULL;
    const char *shown = text != NULL                          ? (const char *)text
                        : is_value && strcmp(value, "-") != 0 ? value
                                                              : NULL;
    struct bgt_diagnostic diagnostic = {.code = code,
                                        .place = bgt_source_place(check->file),
                                        .text = shown,
                                        .text_length = shown == NULL ? 0 : strlen(shown),
                                        .arguments = {name, detail}};
    diagnostic.place.path = path[0] == '\0' ? NULL : path;
    diagnostic.place.line = error->line > 0 ? (uint64_t)error->line : 0;
    check->subject->problems++;
    if (bgt_report(check->io->reporter, &diagnostic) == BGT_FATAL)
        check->status = BGT_FATAL;
    xmlFree(text);
}

static void on_error(void *context, xmlErrorPtr error)
{
    struct check *check = context;
    const xmlNode *node = error->node;
    if (error->code == XML_SCHEMAV_CVC_ELT_1 &&
        (node == NULL || node->parent == NULL ||
         node->parent->type != XML_ELEMENT_NODE)) {
        set_foreign(check, node);
        return;
    }
    /* A facet is told first, then that the value is not of its type. */
    bool is_type = error->code == XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1;
    if (check->is_foreign || (is_type && node != NULL && node == check->last_node))
        return;
    check->last_node = node;
    report_violation(check, error, code_of(error->code));
}

/* ---- libxml2 ---- */

static int on_read(void *context, char *bytes, int capacity)
{
    struct check *check = context;
    size_t got = 0;
    do {
        bgt_status status =
            check->input->read(check->input, bytes, (size_t)capacity, &got);
        if (status == BGT_END)
            return 0;
        if (status != BGT_OK) {
            check->status = status == BGT_BAD ? BGT_FATAL : status;
            return -1;
        }
        size_t skipped = check->skipped < got ? check->skipped : got;
        check->skipped -= skipped;
        got -= skipped;
        memmove(bytes, bytes + skipped, got);
    } while (got == 0);
    return (int)got;
}

static int on_close(void *context)
{
    (void)context;
    return 0;
}

/* A document and a schema stand alone: nothing else is loaded for them. */
static xmlParserInputPtr load_nothing(const char *url, const char *id,
                                      xmlParserCtxtPtr parser)
{
    (void)url;
    (void)id;
    (void)parser;
    return NULL;
}

enum { READING = XML_PARSE_NONET | XML_PARSE_BIG_LINES | XML_PARSE_IGNORE_ENC };

/* A file of moderate size, whole in memory: messages have element paths. */
static bgt_status check_tree(struct check *check, xmlSchemaPtr schema)
{
    xmlSchemaValidCtxtPtr valid = xmlSchemaNewValidCtxt(schema);
    xmlDocPtr document = xmlReadIO(on_read, on_close, check, NULL, "UTF-8", READING);
    bgt_status status = check->status;
    if (valid == NULL || (document == NULL && status == BGT_OK)) {
        status = BGT_NO_MEMORY;
    } else if (status == BGT_OK) {
        xmlSchemaSetValidStructuredErrors(valid, (xmlStructuredErrorFunc)on_error, check);
        (void)xmlSchemaValidateDoc(valid, document);
        status = check->is_foreign ? BGT_NOT_FOUND : check->status;
    }
    xmlFreeDoc(document);
    xmlSchemaFreeValidCtxt(valid);
    return status;
}

/* A large file, streamed: libxml2 then says lines only. */
static bgt_status read_all(struct check *check, xmlSchemaPtr schema)
{
    bgt_status status = BGT_OK;
    xmlTextReaderPtr reader =
        xmlReaderForIO(on_read, on_close, check, NULL, "UTF-8", READING);
    if (reader == NULL)
        return BGT_NO_MEMORY;
    xmlTextReaderSetStructuredErrorHandler(reader, (xmlStructuredErrorFunc)on_error,
                                           check);
    if (xmlTextReaderSetSchema(reader, schema) != 0)
        status = BGT_NO_MEMORY;
    while (status == BGT_OK && check->status == BGT_OK && !check->is_foreign) {
        int result = xmlTextReaderRead(reader);
        if (result <= 0)
            break;
    }
    xmlFreeTextReader(reader);
    if (check->is_foreign)
        return BGT_NOT_FOUND;
    return status == BGT_OK ? check->status : status;
}

static xmlSchemaPtr load_schema(const struct bgt_io *io, const char *path)
{
    struct bgt_input *input = NULL;
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    xmlSchemaPtr schema = NULL;
    bgt_status status = bgt_input_open_file(io, path, &input);
    if (status == BGT_OK)
        status = input->map(input, &bytes, &length);
    if (status == BGT_OK && length < INT32_MAX) {
        xmlSchemaParserCtxtPtr parser =
            xmlSchemaNewMemParserCtxt((const char *)bytes, (int)length);
        schema = parser == NULL ? NULL : xmlSchemaParse(parser);
        xmlSchemaFreeParserCtxt(parser);
        if (schema == NULL) {
            struct bgt_place place = {.file = path};
            (void)bgt_report_at(io->reporter, "SCHEMA_UNUSABLE", &place, NULL, NULL);
        }
    }
    bgt_input_close(input);
    return schema;
}

bgt_status bgt_schema_check(const struct bgt_io *io, const char *schema_path,
                            struct bgt_schema_subject *subject)
{
    struct check check = {.io = io, .subject = subject, .status = BGT_OK};
    struct bgt_input *utf8 = NULL;
    bgt_status status = check_well_formed(io, subject);
    if (status != BGT_OK)
        return status;
    xmlExternalEntityLoader before = xmlGetExternalEntityLoader();
    xmlSetExternalEntityLoader(load_nothing);
    xmlSchemaPtr schema = load_schema(io, schema_path);
    status = schema == NULL ? BGT_FATAL : open_subject(io, subject, &check.file);
    if (status == BGT_OK)
        status = bgt_xml_decode(io, check.file, &utf8, &check.skipped);
    if (status == BGT_OK) {
        check.input = utf8 != NULL ? utf8 : check.file;
        status = check.file->size <= io->limits->spool_memory_bytes
                     ? check_tree(&check, schema)
                     : read_all(&check, schema);
    }
    bgt_input_close(utf8);
    bgt_input_close(check.file);
    xmlSchemaFree(schema);
    xmlSetExternalEntityLoader(before);
    return status;
}
