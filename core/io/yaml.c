#include "io/yaml.h"

#include "io/decode.h"
#include "io/input.h"
#include "io/source.h"
#include "io/yaml_keys.h"

#include <stdbool.h>
#include <string.h>
#include <yaml.h>

#define FIRST_CAPACITY 16
#define PIECE_SIZE     ((size_t)16384)
#define TOLD_SIZE      ((uint64_t)4 << 20)

/* A mapping or sequence that is open. */
struct frame {
    bool is_mapping;
    bool wants_key;
    uint64_t number;  /* of the mapping, for its keys */
    size_t key_count; /* keys of the outer mappings */
};

struct bgt_yaml {
    const struct bgt_io *io;
    struct bgt_input *input; /* borrowed */
    struct bgt_input *utf8;  /* ours */
    const uint8_t *bytes;    /* all of it */
    uint64_t length;
    uint64_t fed;
    uint64_t fed_before; /* when the last event came */
    uint64_t told;       /* what the input knows to be read */
    bool is_too_long;    /* one token is longer than any should be */
    yaml_parser_t parser;
    bool has_parser;
    yaml_event_t event;
    bool has_event;
    bool has_document;
    struct frame *frames;
    size_t depth;
    size_t capacity;
    uint64_t mappings;
    struct bgt_yaml_keys keys;
    bgt_status status; /* BGT_OK while events follow */
};

/* ---- Diagnostics
 * ------------------------------------------------------------------------- */

static struct bgt_place place_at(const struct bgt_yaml *yaml, const yaml_mark_t *mark)
{
    struct bgt_place place = bgt_source_place(yaml->input);
    place.line = (uint64_t)mark->line + 1;
    place.column = mark->column < UINT32_MAX ? (uint32_t)mark->column + 1 : UINT32_MAX;
    return place;
}

/* The line with this number, from 1. */
static void find_line(const struct bgt_yaml *yaml, uint64_t number,
                      struct bgt_diagnostic *diagnostic)
{
    const char *at = (const char *)yaml->bytes;
    const char *end = at + yaml->length;
    for (; number > 1 && at < end; number--) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        at = line_end != NULL ? line_end + 1 : end;
    }
    const char *line_end = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    diagnostic->text = at;
    diagnostic->text_length = (size_t)((line_end != NULL ? line_end : end) - at);
}

static bgt_status report(const struct bgt_yaml *yaml, const char *code,
                         const yaml_mark_t *mark, const char *argument)
{
    struct bgt_diagnostic diagnostic = {
        .code = code, .place = place_at(yaml, mark), .arguments = {argument}};
    find_line(yaml, diagnostic.place.line, &diagnostic);
    (void)bgt_report(yaml->io->reporter, &diagnostic);
    return BGT_FATAL;
}

static bgt_status report_event(const struct bgt_yaml *yaml, const char *code,
                               const char *argument)
{
    return report(yaml, code, &yaml->event.start_mark, argument);
}

static bgt_status report_limit(const struct bgt_yaml *yaml, const yaml_mark_t *mark,
                               const char *name, uint64_t value)
{
    struct bgt_place place = place_at(yaml, mark);
    return bgt_report_limit(yaml->io->reporter, &place, name, value);
}

/* libyaml knows only the byte where its reader stopped. */
static bgt_status report_reader(const struct bgt_yaml *yaml)
{
    yaml_mark_t mark = {0};
    const uint8_t *line = yaml->bytes;
    uint64_t offset = yaml->parser.problem_offset;
    offset = offset < yaml->length ? offset : yaml->length;
    for (uint64_t i = 0; i < offset; i++) {
        if (yaml->bytes[i] == '\n') {
            mark.line++;
            line = yaml->bytes + i + 1;
        }
    }
    for (const uint8_t *at = line; at < yaml->bytes + offset; at++) {
        mark.column += (*at & 0xC0) != 0x80;
    }
    return report(yaml, "YAML_SYNTAX", &mark, yaml->parser.problem);
}

static bgt_status report_parser(const struct bgt_yaml *yaml)
{
    const yaml_parser_t *parser = &yaml->parser;
    if (yaml->is_too_long) {
        return report_limit(yaml, &parser->mark, "cell-bytes",
                            yaml->io->limits->cell_bytes);
    }
    switch (parser->error) {
    case YAML_MEMORY_ERROR:
        return BGT_NO_MEMORY;
    case YAML_READER_ERROR:
        return report_reader(yaml);
    default:
        return report(yaml, "YAML_SYNTAX", &parser->problem_mark,
                      parser->problem != NULL ? parser->problem : "unknown");
    }
}

/* ---- Input
 * ------------------------------------------------------------------------------- */

/* The pages of a large file that were read are not needed; a message may look at them
 * again.
 */
static void tell(struct bgt_yaml *yaml, uint64_t read)
{
    if (read - yaml->told >= TOLD_SIZE) {
        bgt_source_passed(yaml->utf8, yaml->told, read);
        yaml->told = read;
    }
}

/* Feeds libyaml, but no single token that is longer than a scalar may be. */
static int feed(void *data, unsigned char *buffer, size_t size, size_t *size_read)
{
    struct bgt_yaml *yaml = data;
    uint64_t rest = yaml->length - yaml->fed;
    size_t count = rest < size ? (size_t)rest : size;
    if (yaml->fed - yaml->fed_before > 4 * yaml->io->limits->cell_bytes + PIECE_SIZE) {
        yaml->is_too_long = true;
        return 0;
    }
    if (count > 0) {
        memcpy(buffer, yaml->bytes + yaml->fed, count);
        tell(yaml, yaml->fed + count);
    }
    yaml->fed += count;
    *size_read = count;
    return 1;
}

/* ---- Structure
 * --------------------------------------------------------------------------- */

static struct frame *innermost(struct bgt_yaml *yaml)
{
    return yaml->depth > 0 ? &yaml->frames[yaml->depth - 1] : NULL;
}

static bgt_status make_frame_room(struct bgt_yaml *yaml)
{
    if (yaml->depth < yaml->capacity) {
        return BGT_OK;
    }
    size_t capacity = yaml->capacity > 0 ? yaml->capacity * 2 : FIRST_CAPACITY;
    struct frame *grown = bgt_resize_array(yaml->io->allocator, yaml->frames,
                                           yaml->capacity, capacity, sizeof *grown);
    if (grown == NULL) {
        return BGT_NO_MEMORY;
    }
    yaml->frames = grown;
    yaml->capacity = capacity;
    return BGT_OK;
}

static bgt_status begin(struct bgt_yaml *yaml, bool is_mapping)
{
    const struct frame *outer = innermost(yaml);
    if (outer != NULL && outer->is_mapping && outer->wants_key) {
        return report_event(yaml, "YAML_KEY", NULL);
    }
    if (yaml->depth >= yaml->io->limits->depth) {
        return report_limit(yaml, &yaml->event.start_mark, "depth",
                            yaml->io->limits->depth);
    }
    bgt_status status = make_frame_room(yaml);
    if (status == BGT_OK && yaml->frames != NULL) {
        yaml->frames[yaml->depth++] = (struct frame){
            .is_mapping = is_mapping,
            .wants_key = is_mapping,
            .number = ++yaml->mappings,
            .key_count = yaml->keys.count,
        };
    }
    return status;
}

/* A value is complete: in a mapping a key comes next. */
static void complete_value(struct bgt_yaml *yaml)
{
    struct frame *frame = innermost(yaml);
    if (frame != NULL && frame->is_mapping) {
        frame->wants_key = true;
    }
}

static void end(struct bgt_yaml *yaml)
{
    bgt_yaml_keys_forget(&yaml->keys, innermost(yaml)->key_count);
    yaml->depth--;
    complete_value(yaml);
}

static bgt_status add_key(struct bgt_yaml *yaml, const char *text, size_t length)
{
    char number[BGT_NUMBER_SIZE];
    struct bgt_place place = place_at(yaml, &yaml->event.start_mark);
    uint64_t line = place.line;
    bgt_status status =
        bgt_yaml_keys_add(&yaml->keys, innermost(yaml)->number, text, length, &line);
    switch (status) {
    case BGT_BAD:
        (void)bgt_report_at(yaml->io->reporter, "YAML_DUPLICATE_KEY", &place, text,
                            bgt_number_text(line, number));
        return BGT_FATAL;
    case BGT_LIMIT:
        return bgt_report_limit(yaml->io->reporter, &place, "row-bytes",
                                yaml->io->limits->row_bytes);
    default:
        return status;
    }
}

static bgt_status take_scalar(struct bgt_yaml *yaml, struct bgt_yaml_event *event)
{
    const char *text = (const char *)yaml->event.data.scalar.value;
    size_t length = yaml->event.data.scalar.length;
    struct frame *frame = innermost(yaml);
    if (length > yaml->io->limits->cell_bytes) {
        return report_limit(yaml, &yaml->event.start_mark, "cell-bytes",
                            yaml->io->limits->cell_bytes);
    }
    if (memchr(text, '\0', length) != NULL) {
        return report_event(yaml, "YAML_SYNTAX", "a text holds a zero byte");
    }
    event->text = text;
    event->length = length;
    event->is_plain = yaml->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (frame == NULL || !frame->is_mapping) {
        return BGT_OK;
    }
    event->is_key = frame->wants_key;
    frame->wants_key = !frame->wants_key;
    return event->is_key ? add_key(yaml, text, length) : BGT_OK;
}

/* ---- Events
 * ------------------------------------------------------------------------------ */

/* Whether the event has an anchor or tag, or is an alias. */
static const char *find_refused(const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL;
    const yaml_char_t *tag = NULL;
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return "YAML_ALIAS";
    case YAML_SCALAR_EVENT:
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
        break;
    case YAML_SEQUENCE_START_EVENT:
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
        break;
    case YAML_MAPPING_START_EVENT:
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
        break;
    default:
        break;
    }
    if (anchor != NULL) {
        return "YAML_ALIAS";
    }
    return tag != NULL ? "YAML_TAG" : NULL;
}

static bgt_status take_document(struct bgt_yaml *yaml)
{
    if (yaml->has_document) {
        return report_event(yaml, "YAML_MORE_DOCUMENTS", NULL);
    }
    yaml->has_document = true;
    return BGT_OK;
}

static bgt_status take_stream_end(struct bgt_yaml *yaml, struct bgt_yaml_event *event)
{
    if (!yaml->has_document) {
        return report_event(yaml, "YAML_NO_DOCUMENT", NULL);
    }
    event->kind = BGT_YAML_END;
    return BGT_END;
}

/* Turns libyaml's event into ours; `kind` stays 0 for those that are nothing of ours. */
static bgt_status take(struct bgt_yaml *yaml, struct bgt_yaml_event *event)
{
    const char *refused = find_refused(&yaml->event);
    if (refused != NULL) {
        return report_event(yaml, refused, NULL);
    }
    switch (yaml->event.type) {
    case YAML_DOCUMENT_START_EVENT:
        return take_document(yaml);
    case YAML_STREAM_END_EVENT:
        return take_stream_end(yaml, event);
    case YAML_SCALAR_EVENT:
        event->kind = BGT_YAML_SCALAR;
        return take_scalar(yaml, event);
    case YAML_MAPPING_START_EVENT:
        event->kind = BGT_YAML_MAPPING;
        return begin(yaml, true);
    case YAML_SEQUENCE_START_EVENT:
        event->kind = BGT_YAML_SEQUENCE;
        return begin(yaml, false);
    case YAML_MAPPING_END_EVENT:
        event->kind = BGT_YAML_MAPPING_END;
        end(yaml);
        return BGT_OK;
    case YAML_SEQUENCE_END_EVENT:
        event->kind = BGT_YAML_SEQUENCE_END;
        end(yaml);
        return BGT_OK;
    default:
        return BGT_OK;
    }
}

static void forget_event(struct bgt_yaml *yaml)
{
    if (yaml->has_event) {
        yaml_event_delete(&yaml->event);
        yaml->has_event = false;
    }
}

static bgt_status parse_next(struct bgt_yaml *yaml, struct bgt_yaml_event *event)
{
    forget_event(yaml);
    if (yaml_parser_parse(&yaml->parser, &yaml->event) == 0) {
        return report_parser(yaml);
    }
    yaml->has_event = true;
    yaml->fed_before = yaml->fed;
    struct bgt_place place = place_at(yaml, &yaml->event.start_mark);
    *event =
        (struct bgt_yaml_event){.line = place.line, .column = place.column, .text = ""};
    return take(yaml, event);
}

bgt_status bgt_yaml_next(struct bgt_yaml *yaml, struct bgt_yaml_event *event)
{
    *event = (struct bgt_yaml_event){.kind = BGT_YAML_END, .text = ""};
    if (yaml->status != BGT_OK) {
        return yaml->status;
    }
    do {
        yaml->status = parse_next(yaml, event);
    } while (yaml->status == BGT_OK && event->kind == 0);
    return yaml->status;
}

/* ---- Opening and closing
 * ----------------------------------------------------------------- */

static bgt_status open_parser(struct bgt_yaml *yaml)
{
    bgt_status status = bgt_decode_open(yaml->io, yaml->input, NULL, &yaml->utf8);
    if (status == BGT_OK) {
        status = yaml->utf8->map(yaml->utf8, &yaml->bytes, &yaml->length);
    }
    if (status != BGT_OK) {
        return status;
    }
    yaml->has_parser = yaml_parser_initialize(&yaml->parser) != 0;
    if (!yaml->has_parser) {
        return BGT_NO_MEMORY;
    }
    yaml_parser_set_encoding(&yaml->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input(&yaml->parser, feed, yaml);
    return BGT_OK;
}

bgt_status bgt_yaml_open(const struct bgt_io *io, struct bgt_input *input,
                         struct bgt_yaml **out)
{
    struct bgt_yaml *yaml = bgt_allocate_array(io->allocator, 1, sizeof *yaml);
    if (yaml == NULL) {
        return BGT_NO_MEMORY;
    }
    yaml->io = io;
    yaml->input = input;
    bgt_yaml_keys_init(&yaml->keys, io->allocator, (size_t)io->limits->row_bytes);
    bgt_status status = open_parser(yaml);
    if (status != BGT_OK) {
        bgt_yaml_close(yaml);
        return status;
    }
    *out = yaml;
    return BGT_OK;
}

void bgt_yaml_close(struct bgt_yaml *yaml)
{
    if (yaml == NULL) {
        return;
    }
    forget_event(yaml);
    if (yaml->has_parser) {
        yaml_parser_delete(&yaml->parser);
    }
    bgt_input_close(yaml->utf8);
    bgt_yaml_keys_close(&yaml->keys);
    bgt_release(yaml->io->allocator, yaml->frames);
    bgt_release(yaml->io->allocator, yaml);
}
