#include "layout/losses.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/intern.h"
#include "base/utf8.h"
#include "diag/reporter.h"
#include "layout/place.h"
#include "layout/record.h"

/* Different kinds that are told apart; more are counted together as one. */
#define KINDS_MAX       1000
#define KEY_BYTES_MAX   (1u << 20)
#define WHAT_BYTES_MAX  400
#define FOUND_BYTES_MAX 1024

struct loss_kind {
    char *layout;
    char *what;
    const char *code;
    char *found; /* Text of the first value; null where none. */
    size_t found_length;
    char *place_text;
    struct bgt_place place;
    uint64_t count;
};

struct bgt_losses {
    struct bgt_reporter *reporter;
    struct bgt_interner *keys; /* The id of a key is the index of its kind + 1. */
    struct bgt_buffer key;
    struct bgt_buffer scratch;
    struct loss_kind *kinds;
    size_t count;
    size_t capacity;
};

static bgt_status open_keys(struct bgt_losses *losses)
{
    struct bgt_interner_options options = {.maximum_bytes = KEY_BYTES_MAX};
    return bgt_interner_open(&options, &losses->keys);
}

bgt_status bgt_losses_open(struct bgt_reporter *reporter, struct bgt_losses **losses)
{
    struct bgt_losses *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->reporter = reporter;
    bgt_buffer_init(&made->key, NULL, KEY_BYTES_MAX);
    bgt_buffer_init(&made->scratch, NULL, KEY_BYTES_MAX);
    bgt_status status = open_keys(made);
    if (status != BGT_OK) {
        bgt_losses_close(made);
        return status;
    }
    *losses = made;
    return BGT_OK;
}

static void forget(struct bgt_losses *losses)
{
    for (size_t i = 0; i < losses->count; i++) {
        struct loss_kind *kind = &losses->kinds[i];
        free(kind->layout);
        free(kind->what);
        free(kind->found);
        free(kind->place_text);
    }
    losses->count = 0;
}

void bgt_losses_close(struct bgt_losses *losses)
{
    if (losses == NULL)
        return;
    forget(losses);
    free(losses->kinds);
    bgt_interner_close(losses->keys);
    bgt_buffer_close(&losses->key);
    bgt_buffer_close(&losses->scratch);
    free(losses);
}

static bgt_status copy_text(const char *text, size_t length, char **copy)
{
    char *made = malloc(length + 1);
    if (made == NULL)
        return BGT_NO_MEMORY;
    if (length > 0)
        memcpy(made, text, length);
    made[length] = '\0';
    *copy = made;
    return BGT_OK;
}

static bgt_status keep_found(struct loss_kind *kind, const struct bgt_loss_source *source)
{
    const struct bgt_value *value = source->value;
    char decimal[BGT_DECIMAL_TEXT_SIZE];
    const char *text = decimal;
    if ((value->flags & BGT_VALUE_DECIMAL) != 0) {
        kind->found_length = bgt_decimal_format(value->decimal, decimal);
    } else {
        text = bgt_value_text(source->batch, value);
        kind->found_length =
            value->text_length <= FOUND_BYTES_MAX
                ? value->text_length
                : bgt_utf8_truncate(text, value->text_length, FOUND_BYTES_MAX);
    }
    return copy_text(text, kind->found_length, &kind->found);
}

static bgt_status keep_place(struct bgt_losses *losses, struct loss_kind *kind,
                             const struct bgt_loss_source *source)
{
    struct bgt_place_query query = {source->batch, source->item, source->value, 0};
    bgt_status status = bgt_place_of(&query, &losses->scratch, &kind->place);
    if (status == BGT_OK)
        status =
            copy_text(losses->scratch.data, losses->scratch.length, &kind->place_text);
    if (kind->place.sheet != NULL)
        kind->place.sheet = kind->place_text;
    if (kind->place.path != NULL)
        kind->place.path = kind->place_text;
    return status;
}

static bgt_status add_kind(struct bgt_losses *losses, const struct bgt_loss *loss,
                           const struct bgt_loss_source *source)
{
    if (losses->count == losses->capacity) {
        size_t wanted = losses->capacity == 0 ? 16 : losses->capacity * 2;
        struct loss_kind *grown = realloc(losses->kinds, wanted * sizeof *grown);
        if (grown == NULL)
            return BGT_NO_MEMORY;
        losses->kinds = grown;
        losses->capacity = wanted;
    }
    struct loss_kind *kind = &losses->kinds[losses->count++];
    *kind = (struct loss_kind){.code = loss->code, .count = 1};
    bgt_status status =
        copy_text(loss->layout, bgt_slice_of(loss->layout).length, &kind->layout);
    if (status == BGT_OK)
        status = copy_text(
            loss->what.text,
            bgt_utf8_truncate(loss->what.text, loss->what.length, WHAT_BYTES_MAX),
            &kind->what);
    if (status == BGT_OK && source != NULL && source->value != NULL)
        status = keep_found(kind, source);
    if (status == BGT_OK && source != NULL && source->item != NULL)
        status = keep_place(losses, kind, source);
    return status;
}

/* The id of this kind; ids beyond the last kind are new ones, 0 is full. */
static bgt_status identify(struct bgt_losses *losses, const struct bgt_loss *loss,
                           uint32_t *id)
{
    bgt_buffer_clear(&losses->key);
    bgt_status status = bgt_buffer_append_text(&losses->key, loss->layout);
    if (status == BGT_OK)
        status = bgt_buffer_append_char(&losses->key, '\0');
    if (status == BGT_OK)
        status = bgt_buffer_append_text(&losses->key, loss->code);
    if (status == BGT_OK)
        status = bgt_buffer_append_char(&losses->key, '\0');
    if (status == BGT_OK)
        status = bgt_buffer_append(&losses->key, loss->what.text, loss->what.length);
    *id = status != BGT_OK
              ? 0
              : bgt_interner_find(losses->keys, losses->key.data, losses->key.length);
    if (*id == 0 && losses->count < KINDS_MAX && status == BGT_OK)
        *id = bgt_interner_intern(losses->keys, losses->key.data, losses->key.length);
    return status == BGT_NO_MEMORY ? status : BGT_OK;
}

bgt_status bgt_losses_add(struct bgt_losses *losses, const struct bgt_loss *loss,
                          const struct bgt_loss_source *source)
{
    uint32_t id = 0;
    bgt_status status = identify(losses, loss, &id);
    if (status != BGT_OK)
        return status;
    if (id == 0) {
        /* Too many kinds: the last one stands for all the rest. */
        if (losses->count == 0)
            return BGT_NO_MEMORY;
        losses->kinds[losses->count - 1].count++;
        return BGT_OK;
    }
    if (id <= losses->count) {
        losses->kinds[id - 1].count++;
        return BGT_OK;
    }
    return add_kind(losses, loss, source);
}

static bgt_status name_field(struct bgt_buffer *out, const struct bgt_loss_source *source)
{
    const struct bgt_entity *entity = bgt_entity(bgt_record_entity(source->item));
    const struct bgt_value *value = source->value;
    bgt_status status = bgt_buffer_append_text(out, entity->key);
    if (status == BGT_OK)
        status = bgt_buffer_append_char(out, '.');
    if (status != BGT_OK)
        return status;
    if (value->column == BGT_FIELD_EXTRA) {
        status = bgt_buffer_append_text(out, "x:");
        return status != BGT_OK
                   ? status
                   : bgt_buffer_append(out, bgt_value_name(source->batch, value),
                                       value->name_length);
    }
    const struct bgt_field *field = bgt_entity_field(entity, (uint16_t)value->column);
    status = bgt_buffer_append_text(out, field->key);
    if (status == BGT_OK)
        status = bgt_buffer_append_text(out, "（");
    if (status == BGT_OK)
        status = bgt_buffer_append_text(out, field->label);
    return status == BGT_OK ? bgt_buffer_append_text(out, "）") : status;
}

bgt_status bgt_losses_add_field(struct bgt_losses *losses, const char *code,
                                const char *layout, const struct bgt_loss_source *source)
{
    struct bgt_buffer what;
    bgt_buffer_init(&what, NULL, KEY_BYTES_MAX);
    bgt_status status = name_field(&what, source);
    struct bgt_loss loss = {code, layout, {what.data, what.length}};
    if (status == BGT_OK)
        status = bgt_losses_add(losses, &loss, source);
    bgt_buffer_close(&what);
    return status;
}

bgt_status bgt_losses_add_record(struct bgt_losses *losses, const char *code,
                                 const char *layout, const struct bgt_loss_source *source)
{
    const struct bgt_entity *entity = bgt_entity(bgt_record_entity(source->item));
    const char *const texts[] = {entity->key, "（", entity->label, "）"};
    struct bgt_buffer what;
    bgt_status status = BGT_OK;
    bgt_buffer_init(&what, NULL, 256);
    for (size_t i = 0; status == BGT_OK && i < sizeof texts / sizeof texts[0]; i++)
        status = bgt_buffer_append_text(&what, texts[i]);
    struct bgt_loss loss = {code, layout, {what.data, what.length}};
    if (status == BGT_OK)
        status = bgt_losses_add(losses, &loss, source);
    bgt_buffer_close(&what);
    return status;
}

bgt_status bgt_losses_report(struct bgt_losses *losses)
{
    for (size_t i = 0; i < losses->count; i++) {
        const struct loss_kind *kind = &losses->kinds[i];
        char number[BGT_NUMBER_SIZE];
        struct bgt_diagnostic diagnostic = {
            .code = kind->code,
            .place = kind->place,
            .text = kind->found,
            .text_length = kind->found_length,
            .arguments = {kind->layout, kind->what,
                          bgt_number_text(kind->count, number)}};
        bgt_report(losses->reporter, &diagnostic);
    }
    forget(losses);
    bgt_interner_close(losses->keys);
    losses->keys = NULL;
    return open_keys(losses);
}
