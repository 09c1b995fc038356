#include "yaml_emit.h"

#include <limits.h>
#include <stdlib.h>

static int write_bytes(void *context, unsigned char *bytes, size_t length)
{
    struct bgt_yaml_emitter *emitter = context;
    bgt_status status = emitter->output->write(emitter->output, bytes, length);
    if (status != BGT_OK) {
        emitter->status = status == BGT_BAD ? BGT_FATAL : status;
    }
    return status == BGT_OK;
}

/* Takes an event over. `is_made` is what its initialiser answered. */
static bgt_status emit(struct bgt_yaml_emitter *emitter, yaml_event_t *event, int is_made)
{
    if (emitter->status != BGT_OK) {
        if (is_made) {
            yaml_event_delete(event);
        }
        return emitter->status;
    }
    if (!is_made) {
        emitter->status = BGT_NO_MEMORY;
    } else if (!yaml_emitter_emit(&emitter->emitter, event) &&
               emitter->status == BGT_OK) {
        bool is_memory = emitter->emitter.error == YAML_MEMORY_ERROR;
        emitter->status = is_memory ? BGT_NO_MEMORY : BGT_FATAL;
    }
    return emitter->status;
}

bgt_status bgt_yaml_emit_open(struct bgt_yaml_emitter *emitter, struct bgt_output *output)
{
    yaml_event_t event;
    emitter->output = output;
    if (!yaml_emitter_initialize(&emitter->emitter)) {
        emitter->status = BGT_NO_MEMORY;
        return BGT_NO_MEMORY;
    }
    emitter->is_open = true;
    yaml_emitter_set_output(&emitter->emitter, write_bytes, emitter);
    yaml_emitter_set_encoding(&emitter->emitter, YAML_UTF8_ENCODING);
    yaml_emitter_set_unicode(&emitter->emitter, 1);
    yaml_emitter_set_width(&emitter->emitter, -1);
    yaml_emitter_set_indent(&emitter->emitter, 2);
    yaml_emitter_set_break(&emitter->emitter, YAML_LN_BREAK);
    (void)emit(emitter, &event,
               yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
    if (emitter->status != BGT_OK) {
        return emitter->status;
    }
    return emit(emitter, &event,
                yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
}

bgt_status bgt_yaml_emit_mapping(struct bgt_yaml_emitter *emitter, bool is_flow)
{
    yaml_event_t event;
    return emit(emitter, &event,
                yaml_mapping_start_event_initialize(&event, NULL, NULL, 1,
                                                    is_flow ? YAML_FLOW_MAPPING_STYLE
                                                            : YAML_BLOCK_MAPPING_STYLE));
}

bgt_status bgt_yaml_emit_mapping_end(struct bgt_yaml_emitter *emitter)
{
    yaml_event_t event;
    return emit(emitter, &event, yaml_mapping_end_event_initialize(&event));
}

bgt_status bgt_yaml_emit_sequence(struct bgt_yaml_emitter *emitter, bool is_flow)
{
    yaml_event_t event;
    return emit(emitter, &event,
                yaml_sequence_start_event_initialize(
                    &event, NULL, NULL, 1,
                    is_flow ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE));
}

bgt_status bgt_yaml_emit_sequence_end(struct bgt_yaml_emitter *emitter)
{
    yaml_event_t event;
    return emit(emitter, &event, yaml_sequence_end_event_initialize(&event));
}

static int make_scalar(yaml_event_t *event, const char *text, size_t length,
                       yaml_scalar_style_t style)
{
    /* libyaml does not change the text, but does not say so. */
    yaml_char_t *value = (yaml_char_t *)(uintptr_t)text;
    int is_plain = style == YAML_PLAIN_SCALAR_STYLE;
    if (length > INT_MAX) {
        return 0;
    }
    return yaml_scalar_event_initialize(event, NULL, NULL, value, (int)length, is_plain,
                                        !is_plain, style);
}

bgt_status bgt_yaml_emit_plain(struct bgt_yaml_emitter *emitter, const char *text,
                               size_t length)
{
    yaml_event_t event;
    return emit(emitter, &event,
                make_scalar(&event, text, length, YAML_PLAIN_SCALAR_STYLE));
}

bgt_status bgt_yaml_emit_key(struct bgt_yaml_emitter *emitter, const char *key)
{
    return bgt_yaml_emit_plain(emitter, key, strlen(key));
}

/* Bytes that only escapes keep: control characters, DEL, C1 and NEL, the line and
 * paragraph separators, byte order marks and noncharacters, and what lies beyond the BMP.
 */
static bool needs_escape(const unsigned char *text, size_t rest)
{
    if (text[0] < 0x20) {
        return text[0] != '\n';
    }
    if (text[0] == 0xC2 && rest > 1) {
        return text[1] < 0xA0;
    }
    if (text[0] == 0xE2 && rest > 2) {
        return text[1] == 0x80 && (text[2] == 0xA8 || text[2] == 0xA9);
    }
    if (text[0] == 0xEF && rest > 2) {
        return (text[1] == 0xBB && text[2] == 0xBF) ||
               (text[1] == 0xBF && text[2] >= 0xBE);
    }
    return text[0] == 0x7F || text[0] >= 0xF0;
}

/* Whether a literal block gives back exactly these lines: it neither begins with a blank
 * or an empty line, nor ends with more than one line break, nor has blanks before a line
 * break. */
static bool suits_block(const char *text, size_t length)
{
    if (text[0] == ' ' || text[0] == '\n' || text[length - 1] == ' ') {
        return false;
    }
    if (length > 1 && text[length - 1] == '\n' && text[length - 2] == '\n') {
        return false;
    }
    for (size_t i = 1; i < length; i++) {
        if (text[i] == '\n' && text[i - 1] == ' ') {
            return false;
        }
    }
    return true;
}

static yaml_scalar_style_t choose_style(const char *text, size_t length, bool is_block)
{
    bool has_break = false;
    for (size_t i = 0; i < length; i++) {
        if (needs_escape((const unsigned char *)text + i, length - i)) {
            return YAML_DOUBLE_QUOTED_SCALAR_STYLE;
        }
        has_break = has_break || text[i] == '\n';
    }
    if (!has_break) {
        return YAML_SINGLE_QUOTED_SCALAR_STYLE;
    }
    return is_block && suits_block(text, length) ? YAML_LITERAL_SCALAR_STYLE
                                                 : YAML_DOUBLE_QUOTED_SCALAR_STYLE;
}

bgt_status bgt_yaml_emit_text(struct bgt_yaml_emitter *emitter, const char *text,
                              size_t length, bool is_block)
{
    yaml_event_t event;
    yaml_scalar_style_t style = choose_style(text, length, is_block);
    int is_made = make_scalar(&event, text, length, style);
    /* libyaml does not say whether it was the memory or the text. */
    void *memory = is_made ? NULL : malloc(length + 1);
    if (!is_made && memory != NULL) {
        is_made = make_scalar(&event, text, length, style);
    }
    free(memory);
    if (!is_made && memory != NULL && emitter->status == BGT_OK) {
        emitter->has_bad_text = true;
        emitter->status = BGT_FATAL;
        return BGT_FATAL;
    }
    return emit(emitter, &event, is_made);
}

bgt_status bgt_yaml_emit_finish(struct bgt_yaml_emitter *emitter)
{
    yaml_event_t event;
    (void)emit(emitter, &event, yaml_document_end_event_initialize(&event, 1));
    if (emitter->status != BGT_OK) {
        return emitter->status;
    }
    (void)emit(emitter, &event, yaml_stream_end_event_initialize(&event));
    if (emitter->status == BGT_OK && !yaml_emitter_flush(&emitter->emitter)) {
        emitter->status = emitter->status == BGT_OK ? BGT_FATAL : emitter->status;
    }
    return emitter->status;
}

void bgt_yaml_emit_close(struct bgt_yaml_emitter *emitter)
{
    if (emitter->is_open) {
        yaml_emitter_delete(&emitter->emitter);
        emitter->is_open = false;
    }
}
