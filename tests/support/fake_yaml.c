#include "support/fake_yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { DEPTH = 64 };

struct bgt_yaml {
    yaml_parser_t parser;
    yaml_event_t event;
    bool has_event;
    size_t depth;
    bool is_mapping[DEPTH];
    bool is_value[DEPTH]; /* Mappings: the next node is a value. */
};

static bgt_status fake_open(const struct bgt_env *env, struct bgt_input *input,
                            struct bgt_yaml **yaml)
{
    (void)env;
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    struct bgt_yaml *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return BGT_NO_MEMORY;
    }
    assert_int_equal(input->map(input, &bytes, &length), BGT_OK);
    assert_true(yaml_parser_initialize(&made->parser));
    yaml_parser_set_input_string(&made->parser, bytes, (size_t)length);
    *yaml = made;
    return BGT_OK;
}

/* Whether the node that begins now is a key; a mapping expects the other next. */
static bool turn(struct bgt_yaml *yaml)
{
    if (yaml->depth == 0 || !yaml->is_mapping[yaml->depth - 1]) {
        return false;
    }
    bool is_key = !yaml->is_value[yaml->depth - 1];
    yaml->is_value[yaml->depth - 1] = is_key;
    return is_key;
}

static void begin(struct bgt_yaml *yaml, bool is_mapping)
{
    (void)turn(yaml);
    assert_true(yaml->depth < DEPTH);
    yaml->is_mapping[yaml->depth] = is_mapping;
    yaml->is_value[yaml->depth++] = false;
}

/* Sets the kind; false for the events that the host does not pass on. */
static bool translate(struct bgt_yaml *yaml, struct bgt_yaml_event *event)
{
    const yaml_event_t *from = &yaml->event;
    switch (from->type) {
    case YAML_MAPPING_START_EVENT:
        event->kind = BGT_YAML_MAPPING;
        begin(yaml, true);
        return true;
    case YAML_SEQUENCE_START_EVENT:
        event->kind = BGT_YAML_SEQUENCE;
        begin(yaml, false);
        return true;
    case YAML_MAPPING_END_EVENT:
        event->kind = BGT_YAML_MAPPING_END;
        yaml->depth--;
        return true;
    case YAML_SEQUENCE_END_EVENT:
        event->kind = BGT_YAML_SEQUENCE_END;
        yaml->depth--;
        return true;
    case YAML_SCALAR_EVENT:
        event->kind = BGT_YAML_SCALAR;
        event->is_key = turn(yaml);
        event->is_plain = from->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        event->text = (const char *)from->data.scalar.value;
        event->length = from->data.scalar.length;
        return true;
    case YAML_STREAM_END_EVENT:
        event->kind = BGT_YAML_END;
        return true;
    default:
        return false;
    }
}

static bgt_status fake_next(struct bgt_yaml *yaml, struct bgt_yaml_event *event)
{
    do {
        if (yaml->has_event) {
            yaml_event_delete(&yaml->event);
        }
        yaml->has_event = false;
        if (!yaml_parser_parse(&yaml->parser, &yaml->event)) {
            return BGT_FATAL;
        }
        yaml->has_event = true;
        memset(event, 0, sizeof *event);
        event->line = yaml->event.start_mark.line + 1;
        event->column = (uint32_t)yaml->event.start_mark.column + 1;
    } while (!translate(yaml, event));
    return event->kind == BGT_YAML_END ? BGT_END : BGT_OK;
}

static void fake_close(struct bgt_yaml *yaml)
{
    if (yaml->has_event) {
        yaml_event_delete(&yaml->event);
    }
    yaml_parser_delete(&yaml->parser);
    free(yaml);
}

void bgt_fake_yaml(struct bgt_fake_env *fake)
{
    fake->env.yaml_open = fake_open;
    fake->env.yaml_next = fake_next;
    fake->env.yaml_close = fake_close;
}
