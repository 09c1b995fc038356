#include "yaml_pull.h"

#include <inttypes.h>
#include <stdio.h>

bgt_status bgt_yaml_pull_next(struct bgt_yaml_pull *pull)
{
    bgt_status status = pull->env->yaml_next(pull->yaml, &pull->event);
    if (status == BGT_END) {
        return BGT_OK;
    }
    return status == BGT_BAD ? BGT_FATAL : status;
}

bgt_status bgt_yaml_pull_skip(struct bgt_yaml_pull *pull)
{
    uint64_t depth = 0;
    for (;;) {
        uint32_t kind = pull->event.kind;
        if (kind == BGT_YAML_MAPPING || kind == BGT_YAML_SEQUENCE) {
            depth++;
        } else if (kind == BGT_YAML_MAPPING_END || kind == BGT_YAML_SEQUENCE_END) {
            depth--;
        }
        if (depth == 0 || kind == BGT_YAML_END) {
            return BGT_OK;
        }
        bgt_status status = bgt_yaml_pull_next(pull);
        if (status != BGT_OK) {
            return status;
        }
    }
}

bgt_status bgt_yaml_pull_skip_value(struct bgt_yaml_pull *pull)
{
    bgt_status status = bgt_yaml_pull_next(pull);
    return status == BGT_OK ? bgt_yaml_pull_skip(pull) : status;
}

static bgt_status expect(struct bgt_yaml_pull *pull, uint32_t kind, const char *code,
                         bool *is_there)
{
    const char *const arguments[3] = {NULL, NULL, NULL};
    bgt_status status = bgt_yaml_pull_next(pull);
    *is_there = status == BGT_OK && pull->event.kind == kind;
    if (status != BGT_OK || *is_there) {
        return status;
    }
    status = bgt_yaml_pull_error(pull, code, arguments);
    return status == BGT_OK ? bgt_yaml_pull_skip(pull) : status;
}

bgt_status bgt_yaml_pull_mapping(struct bgt_yaml_pull *pull, bool *is_there)
{
    return expect(pull, BGT_YAML_MAPPING, "YAML_MAPPING_NEEDED", is_there);
}

bgt_status bgt_yaml_pull_sequence(struct bgt_yaml_pull *pull, bool *is_there)
{
    return expect(pull, BGT_YAML_SEQUENCE, "YAML_SEQUENCE_NEEDED", is_there);
}

bgt_status bgt_yaml_pull_scalar(struct bgt_yaml_pull *pull, bool *is_there)
{
    return expect(pull, BGT_YAML_SCALAR, "YAML_SCALAR_NEEDED", is_there);
}

bool bgt_yaml_pull_is(const struct bgt_yaml_pull *pull, const char *text)
{
    return pull->event.kind == BGT_YAML_SCALAR && pull->event.length == strlen(text) &&
           memcmp(pull->event.text, text, pull->event.length) == 0;
}

static void set_length(struct bgt_yaml_pull *pull, size_t from, int written)
{
    size_t room = sizeof pull->path - from;
    size_t length = written < 0 ? 0 : (size_t)written;
    pull->path_length = from + (length < room ? length : room - 1);
}

void bgt_yaml_pull_path(struct bgt_yaml_pull *pull, const char *stem, uint64_t index,
                        const char *name)
{
    int written = 0;
    if (index == 0) {
        written = snprintf(pull->path, sizeof pull->path, "%s", stem);
    } else {
        written = snprintf(pull->path, sizeof pull->path, "%s[%" PRIu64 "]%s%s", stem,
                           index, name == NULL ? "" : ".", name == NULL ? "" : name);
    }
    set_length(pull, 0, written);
}

size_t bgt_yaml_pull_deepen(struct bgt_yaml_pull *pull, const char *name, uint64_t index)
{
    size_t from = pull->path_length;
    int written = snprintf(pull->path + from, sizeof pull->path - from,
                           ".%s[%" PRIu64 "]", name, index);
    set_length(pull, from, written);
    return from;
}

void bgt_yaml_pull_shorten(struct bgt_yaml_pull *pull, size_t length)
{
    pull->path_length = length;
    pull->path[length] = '\0';
}

bgt_status bgt_yaml_pull_error(struct bgt_yaml_pull *pull, const char *code,
                               const char *const arguments[3])
{
    const struct bgt_yaml_event *event = &pull->event;
    struct bgt_diagnostic diagnostic;
    memset(&diagnostic, 0, sizeof diagnostic);
    diagnostic.code = code;
    diagnostic.place.line = event->line;
    diagnostic.place.column = event->column;
    diagnostic.place.path = pull->path_length == 0 ? NULL : pull->path;
    if (event->kind == BGT_YAML_SCALAR) {
        diagnostic.text = event->text;
        diagnostic.text_length = event->length;
    }
    for (size_t i = 0; i < 3; i++) {
        diagnostic.arguments[i] = arguments[i];
    }
    pull->has_errors = true;
    bgt_status status = pull->env->report(pull->env, &diagnostic);
    return status == BGT_OK || status == BGT_BAD ? BGT_OK : status;
}
