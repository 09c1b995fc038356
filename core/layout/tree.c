#include "layout/tree.h"

#include <string.h>

#include "base/buffer.h"
#include "diag/bounds.h"
#include "io/file.h"
#include "io/input.h"
#include "io/yaml.h"

struct reading {
    struct bgt_yaml *yaml;
    struct bgt_arena *arena;
    struct bgt_reporter *reporter;
    size_t parts;
};

static bgt_status arena_status(const struct reading *reading)
{
    bgt_status status = bgt_arena_failure(reading->arena);
    return status == BGT_LIMIT
               ? bgt_report_bound(reading->reporter, NULL, BGT_BOUND_FILE_TREE_BYTES,
                                  reading->arena->maximum)
               : BGT_NO_MEMORY;
}

static bgt_status add_part(struct reading *reading, const struct bgt_yaml_event *event,
                           struct bgt_tree **out)
{
    if (++reading->parts > BGT_TREE_MAX) {
        return bgt_report_bound(reading->reporter, NULL, BGT_BOUND_FILE_PARTS,
                                BGT_TREE_MAX);
    }
    struct bgt_tree *part = bgt_arena_allocate_array(reading->arena, 1, sizeof *part);
    if (part == NULL) {
        return arena_status(reading);
    }
    part->line = event->line;
    part->column = event->column;
    *out = part;
    return BGT_OK;
}

static bgt_status copy_text(struct reading *reading, const struct bgt_yaml_event *event,
                            struct bgt_slice *out)
{
    char *text = bgt_arena_copy(reading->arena, event->text, event->length);
    if (text == NULL) {
        return arena_status(reading);
    }
    *out = (struct bgt_slice){text, event->length};
    return BGT_OK;
}

static bgt_status read_part(struct reading *reading, const struct bgt_yaml_event *event,
                            struct bgt_tree **out);

/* Reads members or elements up to the end of their parent. */
static bgt_status read_children(struct reading *reading, struct bgt_tree *parent)
{
    struct bgt_tree **end = &parent->first;
    struct bgt_slice key = {NULL, 0};
    uint64_t key_line = 0;
    uint32_t key_column = 0;
    for (;;) {
        struct bgt_yaml_event event = {0};
        bgt_status status = bgt_yaml_next(reading->yaml, &event);
        if (status != BGT_OK) {
            return status == BGT_END ? BGT_BAD : status;
        }
        if (event.kind == BGT_YAML_MAPPING_END || event.kind == BGT_YAML_SEQUENCE_END) {
            return BGT_OK;
        }
        if (event.is_key != 0) {
            status = copy_text(reading, &event, &key);
            key_line = event.line;
            key_column = (uint32_t)event.column;
        } else {
            struct bgt_tree *child = NULL;
            status = read_part(reading, &event, &child);
            if (status == BGT_OK && child != NULL) {
                child->key = key;
                child->key_line = key_line;
                child->key_column = key_column;
                *end = child;
                end = &child->next;
                parent->count++;
            }
        }
        if (status != BGT_OK) {
            return status;
        }
    }
}

static bgt_status read_part(struct reading *reading, const struct bgt_yaml_event *event,
                            struct bgt_tree **out)
{
    struct bgt_tree *part = NULL;
    bgt_status status = add_part(reading, event, &part);
    if (part == NULL) {
        return status;
    }
    *out = part;
    switch (event->kind) {
    case BGT_YAML_SCALAR:
        part->kind = BGT_TREE_SCALAR;
        return copy_text(reading, event, &part->text);
    case BGT_YAML_SEQUENCE:
        part->kind = BGT_TREE_SEQUENCE;
        return read_children(reading, part);
    default:
        part->kind = BGT_TREE_MAPPING;
        return read_children(reading, part);
    }
}

bgt_status bgt_tree_read(struct bgt_yaml *yaml, struct bgt_arena *arena,
                         struct bgt_reporter *reporter, struct bgt_tree **root)
{
    struct reading reading = {.yaml = yaml, .arena = arena, .reporter = reporter};
    struct bgt_yaml_event event = {0};
    bgt_status status = bgt_yaml_next(yaml, &event);
    if (status == BGT_OK) {
        status = read_part(&reading, &event, root);
    }
    /* What follows the one document is a fault too. */
    while (status == BGT_OK && event.kind != BGT_YAML_END) {
        status = bgt_yaml_next(yaml, &event);
    }
    return status == BGT_END ? BGT_OK : status;
}

bgt_status bgt_tree_read_file(const struct bgt_io *io, const char *path,
                              size_t most_bytes, struct bgt_arena *arena,
                              struct bgt_tree **root)
{
    struct bgt_buffer bytes;
    struct bgt_input *input = NULL;
    struct bgt_yaml *yaml = NULL;
    bgt_buffer_init(&bytes, NULL, most_bytes);
    bgt_status status = bgt_file_read(path, io->reporter, &bytes);
    if (status == BGT_OK) {
        status = bgt_input_open_memory(io, bytes.data, bytes.length, path, &input);
    }
    if (status == BGT_OK) {
        status = bgt_yaml_open(io, input, &yaml);
    }
    if (status == BGT_OK) {
        status = bgt_tree_read(yaml, arena, io->reporter, root);
    }
    bgt_yaml_close(yaml);
    bgt_input_close(input);
    bgt_buffer_close(&bytes);
    return status;
}

struct bgt_tree *bgt_tree_take(struct bgt_tree *mapping, const char *key)
{
    if (mapping == NULL || mapping->kind != BGT_TREE_MAPPING) {
        return NULL;
    }
    size_t length = strlen(key);
    for (struct bgt_tree *member = mapping->first; member != NULL;
         member = member->next) {
        if (bgt_text_equal(member->key.text, member->key.length, key, length)) {
            member->is_taken = true;
            return member;
        }
    }
    return NULL;
}

const struct bgt_tree *bgt_tree_left(const struct bgt_tree *mapping)
{
    if (mapping == NULL || mapping->kind != BGT_TREE_MAPPING) {
        return NULL;
    }
    for (const struct bgt_tree *member = mapping->first; member != NULL;
         member = member->next) {
        if (!member->is_taken) {
            return member;
        }
    }
    return NULL;
}
