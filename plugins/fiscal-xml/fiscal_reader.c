#include "fiscal_dialect.h"
#include "fiscal_options.h"
#include "fiscal_stream.h"

#include <stdlib.h>

enum { MAX_SOURCES = 64 };

struct reader {
    const struct bgt_env *env;
    struct bgt_input *input;
    struct bgt_fiscal_map map;
    struct bgt_fiscal_stream stream;
    struct bgt_fiscal_source *sources; /* One, or one for each file of a container. */
    struct bgt_input **members;
    size_t source_count;
    char *header; /* Cells of the first document row of a container. */
    size_t header_length;
    bool has_map;
    bool is_done;
};

static bgt_status on_root(struct bgt_fiscal_source *source, const char *uri,
                          const char *name)
{
    struct reader *reader = source->context;
    const char *dialect = reader->env->options[BGT_FISCAL_DIALECT].text;
    bgt_status status = BGT_OK;
    if (reader->has_map && bgt_fiscal_is_root(&reader->map, name)) {
        source->map = &reader->map;
        return BGT_OK;
    }
    if (reader->has_map) {
        struct bgt_diagnostic diagnostic = {.code = "FISCAL_XML_FOREIGN",
                                            .place = {.file = source->input->name},
                                            .arguments = {name}};
        (void)reader->env->report(reader->env, &diagnostic);
        return BGT_FATAL;
    }
    if (strcmp(dialect, "auto") == 0) {
        dialect = NULL;
    }
    status = bgt_fiscal_dialect(&reader->map, source, dialect, uri, name);
    reader->has_map = status == BGT_OK;
    source->map = status == BGT_OK ? &reader->map : NULL;
    return status;
}

/* ---- Files ---- */

static bool is_xml(const char *name)
{
    size_t length = strlen(name);
    const char *end = name + length - 4;
    return length > 4 && end[0] == '.' && (end[1] | 0x20) == 'x' &&
           (end[2] | 0x20) == 'm' && (end[3] | 0x20) == 'l';
}

static size_t count_members(struct bgt_input *input)
{
    size_t count = 0;
    uint64_t members = input->member_count(input);
    for (uint64_t i = 0; i < members; i++) {
        count += is_xml(input->member_name(input, i));
    }
    return count;
}

static bgt_status report_plain(const struct reader *reader, const char *code)
{
    struct bgt_diagnostic diagnostic = {.code = code,
                                        .place = {.file = reader->input->name}};
    (void)reader->env->report(reader->env, &diagnostic);
    return BGT_FATAL;
}

static bgt_status open_source(struct reader *reader, struct bgt_fiscal_source *source,
                              struct bgt_input *input)
{
    source->env = reader->env;
    source->input = input;
    source->on_root = on_root;
    source->context = reader;
    source->map = NULL;
    return bgt_fiscal_source_open(source);
}

static bgt_status open_members(struct reader *reader)
{
    struct bgt_input *input = reader->input;
    uint64_t members = input->member_count(input);
    bgt_status status = BGT_OK;
    size_t at = 0;
    for (uint64_t i = 0; i < members && status == BGT_OK; i++) {
        const char *name = input->member_name(input, i);
        if (!is_xml(name) || at == reader->source_count) {
            continue;
        }
        status = input->member(input, name, &reader->members[at]);
        if (status == BGT_OK) {
            status = open_source(reader, &reader->sources[at], reader->members[at]);
            at++;
        }
    }
    return status;
}

/* ---- The first pass ---- */

static bgt_status scan_one(struct reader *reader, struct bgt_fiscal_scan *scan,
                           struct bgt_input *input)
{
    struct bgt_fiscal_source source = {
        .env = reader->env, .input = input, .map = &reader->map, .is_silent = true};
    bgt_status status = bgt_fiscal_source_open(&source);
    if (status == BGT_OK) {
        status = bgt_fiscal_scan_source(scan, &source);
    }
    bgt_fiscal_source_close(&source);
    return status;
}

static bgt_status on_scan(void *context, struct bgt_fiscal_scan *scan)
{
    struct reader *reader = context;
    bgt_status status = BGT_OK;
    if (reader->input->is_container == 0) {
        return scan_one(reader, scan, reader->input);
    }
    for (size_t i = 0; i < reader->source_count && status == BGT_OK; i++) {
        struct bgt_input *member = NULL;
        status = reader->input->member(reader->input, reader->members[i]->name, &member);
        if (status == BGT_OK) {
            status = scan_one(reader, scan, member);
            member->close(member);
        }
    }
    return status;
}

/* ---- Opening ---- */

static bgt_status reader_open(void *state, struct bgt_input *input,
                              const struct bgt_env *env)
{
    struct reader *reader = state;
    reader->env = env;
    reader->input = input;
    reader->stream.env = reader->env;
    reader->stream.map = &reader->map;
    reader->stream.on_scan = on_scan;
    reader->stream.context = reader;
    size_t count = input->is_container != 0 ? count_members(input) : 1;
    if (count == 0 || count > MAX_SOURCES) {
        return report_plain(reader, "FISCAL_XML_PACKAGE");
    }
    reader->sources = calloc(count, sizeof *reader->sources);
    reader->members = calloc(count, sizeof(struct bgt_input *));
    if (reader->sources == NULL || reader->members == NULL) {
        return BGT_NO_MEMORY;
    }
    reader->source_count = count;
    bgt_status status = input->is_container != 0
                            ? open_members(reader)
                            : open_source(reader, &reader->sources[0], input);
    return status == BGT_BAD || status == BGT_NOT_FOUND ? BGT_FATAL : status;
}

/* ---- Rows ---- */

/* Whether this is the header that every file of a package repeats. */
static bool is_repeated_header(struct reader *reader,
                               const struct bgt_fiscal_input_row *row)
{
    size_t from = row->path_length + 1;
    size_t length = row->text_length - from;
    if (reader->source_count == 1 || row->row == NULL ||
        row->row->entity != reader->map.document) {
        return false;
    }
    if (reader->header != NULL) {
        return length == reader->header_length &&
               memcmp(row->text + from, reader->header, length) == 0;
    }
    reader->header = malloc(length + 1);
    if (reader->header != NULL) {
        memcpy(reader->header, row->text + from, length);
        reader->header_length = length;
    }
    return false;
}

/* The source whose next row comes first. BGT_END: none has one. */
static bgt_status choose(struct reader *reader, struct bgt_fiscal_source **chosen)
{
    *chosen = NULL;
    for (size_t i = 0; i < reader->source_count; i++) {
        struct bgt_fiscal_source *source = &reader->sources[i];
        bgt_status status = bgt_fiscal_source_fill(source);
        if (status == BGT_END) {
            continue;
        }
        if (status != BGT_OK) {
            return status;
        }
        if (*chosen == NULL || source->first->sequence < (*chosen)->first->sequence) {
            *chosen = source;
        }
    }
    return *chosen == NULL ? BGT_END : BGT_OK;
}

static bgt_status step(struct reader *reader, struct bgt_batch *batch)
{
    struct bgt_fiscal_source *source = NULL;
    bgt_status status = choose(reader, &source);
    if (status == BGT_END && !reader->is_done) {
        reader->is_done = true;
        status = reader->has_map ? bgt_fiscal_stream_end(&reader->stream, batch) : BGT_OK;
        return status == BGT_OK ? BGT_END : status;
    }
    if (status != BGT_OK) {
        return status;
    }
    if (!is_repeated_header(reader, source->first)) {
        status = bgt_fiscal_stream_row(&reader->stream, source, source->first, batch);
    }
    bgt_fiscal_source_pop(source);
    return status;
}

static bgt_status reader_next(void *state, struct bgt_batch *batch)
{
    struct reader *reader = state;
    bgt_status status = BGT_OK;
    bool has_errors = false;
    if (reader->env->is_cancelled(reader->env)) {
        return BGT_CANCELLED;
    }
    while (status == BGT_OK && !bgt_batch_full(batch)) {
        status = step(reader, batch);
    }
    for (size_t i = 0; i < reader->source_count; i++) {
        has_errors = has_errors || reader->sources[i].has_errors;
        reader->sources[i].has_errors = false;
    }
    return (status == BGT_OK || status == BGT_END) && has_errors ? BGT_BAD : status;
}

static void reader_close(void *state)
{
    struct reader *reader = state;
    for (size_t i = 0; i < reader->source_count; i++) {
        bgt_fiscal_source_close(&reader->sources[i]);
        if (reader->members[i] != NULL) {
            reader->members[i]->close(reader->members[i]);
        }
    }
    free(reader->sources);
    free(reader->members);
    free(reader->header);
    bgt_fiscal_scan_clear(&reader->stream.scan);
    bgt_fiscal_map_clear(&reader->map);
}

static int reader_probe(const uint8_t *head, size_t length, const char *name)
{
    size_t at = length >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    (void)name;
    return length > at && head[at] == '<' ? 40 : 0;
}

const struct bgt_reader_ops bgt_fiscal_reader = {
    .struct_size = sizeof(struct bgt_reader_ops),
    .state_size = sizeof(struct reader),
    .probe = reader_probe,
    .open = reader_open,
    .next = reader_next,
    .close = reader_close,
};
