#include "plugin/options.h"

#include "base/buffer.h"
#include "base/text.h"
#include "diag/reporter.h"

#include <string.h>

enum {
    MAX_LIST_BYTES = 4096, /* Names of all options in a message. */
    NEAREST = 3            /* Edits that a misspelt name may be away. */
};

const struct bgt_option *bgt_option_at(const struct bgt_option_table *table,
                                       uint32_t index)
{
    const char *base = (const char *)table->options;
    return (const struct bgt_option *)(const void *)(base +
                                                     (size_t)index * table->stride);
}

static bool is_for(const struct bgt_option *option, enum bgt_direction direction)
{
    return direction == BGT_FOR_READER ? option->for_reader != 0
                                       : option->for_writer != 0;
}

static uint32_t find_any(const struct bgt_option_table *table, struct bgt_slice name)
{
    for (uint32_t i = 0; i < table->count; i++) {
        const char *known = bgt_option_at(table, i)->name;
        if (bgt_text_equal(known, strlen(known), name.text, name.length)) {
            return i;
        }
    }
    return UINT32_MAX;
}

uint32_t bgt_option_find(const struct bgt_option_table *table, const char *name,
                         size_t length)
{
    uint32_t found = find_any(table, (struct bgt_slice){name, length});
    bool fits =
        found != UINT32_MAX && is_for(bgt_option_at(table, found), table->direction);
    return fits ? found : UINT32_MAX;
}

/* ---- Values --------------------------------------------------------------------- */

bool bgt_option_parse_integer(const char *text, int64_t *value)
{
    bool is_negative = text[0] == '-';
    const char *digits = text + (text[0] == '-' || text[0] == '+' ? 1 : 0);
    uint64_t bound = is_negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
    uint64_t magnitude = 0;
    if (!bgt_text_parse_unsigned(digits, strlen(digits), bound, &magnitude)) {
        return false;
    }
    if (!is_negative) {
        *value = (int64_t)magnitude;
    } else {
        *value = magnitude == bound ? INT64_MIN : -(int64_t)magnitude;
    }
    return true;
}

static bool parse_choice(const struct bgt_option *option, const char *text,
                         int64_t *index)
{
    for (int64_t i = 0; option->choices[i] != NULL; i++) {
        if (strcmp(option->choices[i], text) == 0) {
            *index = i;
            return true;
        }
    }
    return false;
}

bool bgt_option_parse(const struct bgt_option *option, const char *text,
                      struct bgt_option_value *value)
{
    int64_t integer = 0;
    bool is_good = false;
    switch (option->type) {
    case BGT_OPTION_TEXT:
        is_good = true;
        break;
    case BGT_OPTION_BOOL:
        integer = strcmp(text, "yes") == 0;
        is_good = integer == 1 || strcmp(text, "no") == 0;
        break;
    case BGT_OPTION_INTEGER:
        is_good = bgt_option_parse_integer(text, &integer) &&
                  integer >= option->minimum && integer <= option->maximum;
        break;
    case BGT_OPTION_CHOICE:
        is_good = parse_choice(option, text, &integer);
        break;
    default:
        break;
    }
    if (is_good) {
        value->text = text;
        value->integer = integer;
    }
    return is_good;
}

/* ---- Messages ------------------------------------------------------------------- */

/* The lists below are cut where they grow too long: a shortened message is still a
 * message. */
static void append(struct bgt_buffer *list, const char *separator, const char *text)
{
    if (list->length > 0) {
        (void)bgt_buffer_append_text(list, separator);
    }
    (void)bgt_buffer_append_text(list, text);
}

static void append_integer(struct bgt_buffer *list, int64_t value)
{
    if (value < 0) {
        (void)bgt_buffer_append_char(list, '-');
    }
    uint64_t magnitude = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    (void)bgt_buffer_append_unsigned(list, magnitude);
}

/* What is allowed: `yes, no`, `1 … 9`, the choices. */
static void append_allowed(struct bgt_buffer *list, const struct bgt_option *option)
{
    if (option->type == BGT_OPTION_BOOL) {
        append(list, ", ", "yes, no");
    } else if (option->type == BGT_OPTION_INTEGER) {
        append_integer(list, option->minimum);
        (void)bgt_buffer_append_text(list, " … ");
        append_integer(list, option->maximum);
    }
    for (size_t i = 0; option->type == BGT_OPTION_CHOICE && option->choices[i] != NULL;
         i++) {
        append(list, ", ", option->choices[i]);
    }
}

/* All valid names of the table and those after it; the nearest to name, null where none
 * is. */
static const char *append_names(struct bgt_buffer *list,
                                const struct bgt_option_table *table,
                                struct bgt_slice name)
{
    const char *nearest = NULL;
    size_t best = NEAREST + 1;
    for (; table != NULL; table = table->next) {
        for (uint32_t i = 0; i < table->count; i++) {
            const struct bgt_option *option = bgt_option_at(table, i);
            if (!is_for(option, table->direction)) {
                continue;
            }
            append(list, ", ", option->name);
            size_t distance =
                bgt_text_distance(name, bgt_slice_of(option->name), NEAREST);
            if (distance < best) {
                best = distance;
                nearest = option->name;
            }
        }
    }
    return nearest;
}

/* One given option on its way. */
struct given {
    const struct bgt_option_table *table;
    struct bgt_arena *arena;
    struct bgt_reporter *reporter;
    struct bgt_slice text; /* KEY=VALUE */
    struct bgt_slice name;
    const char *value; /* Null without `=`. */
};

static bgt_status report(const struct given *given, const char *code, const char *first,
                         const char *second)
{
    struct bgt_diagnostic fault = {
        .code = code,
        .text = given->text.text,
        .text_length = given->text.length,
        .arguments = {first, second, given->table->owner, NULL},
    };
    (void)bgt_report(given->reporter, &fault);
    return BGT_BAD;
}

static bgt_status report_unknown(const struct given *given)
{
    struct bgt_buffer list;
    bgt_buffer_init(&list, given->arena->allocator, MAX_LIST_BYTES);
    const char *nearest = append_names(&list, given->table, given->name);
    struct bgt_diagnostic fault = {
        .code = nearest != NULL ? "OPTION_UNKNOWN_NEAR" : "OPTION_UNKNOWN",
        .text = given->text.text,
        .text_length = given->text.length,
        .arguments = {given->table->owner, list.length > 0 ? list.data : "-", nearest,
                      NULL},
    };
    (void)bgt_report(given->reporter, &fault);
    bgt_buffer_close(&list);
    return BGT_BAD;
}

static bgt_status report_value(const struct given *given, const struct bgt_option *option)
{
    struct bgt_buffer list;
    bgt_buffer_init(&list, given->arena->allocator, MAX_LIST_BYTES);
    append_allowed(&list, option);
    bgt_status status = report(given, "OPTION_VALUE", option->name, list.data);
    bgt_buffer_close(&list);
    return status;
}

/* ---- Resolving ------------------------------------------------------------------ */

static bgt_status resolve_one(const struct given *given, struct bgt_option_value *values)
{
    uint32_t index = find_any(given->table, given->name);
    const struct bgt_option *option = NULL;
    struct bgt_option_value value = {NULL, 0, 1};
    for (const struct bgt_option_table *other = given->table->next; other != NULL;
         other = other->next) {
        if (index == UINT32_MAX &&
            bgt_option_find(other, given->name.text, given->name.length) != UINT32_MAX) {
            return BGT_OK;
        }
    }
    if (index == UINT32_MAX) {
        return given->table->ignores_unknown ? BGT_OK : report_unknown(given);
    }
    option = bgt_option_at(given->table, index);
    if (!is_for(option, given->table->direction)) {
        return report(given, "OPTION_DIRECTION", option->name,
                      given->table->direction == BGT_FOR_READER ? "-o" : "-i");
    }
    if (!bgt_option_parse(option, given->value, &value)) {
        return report_value(given, option);
    }
    if (values[index].is_given != 0 && strcmp(values[index].text, value.text) != 0) {
        return report(given, "OPTION_TWICE", option->name, values[index].text);
    }
    values[index] = value;
    return BGT_OK;
}

static void set_defaults(const struct bgt_option_table *table,
                         struct bgt_option_value *values)
{
    for (uint32_t i = 0; i < table->count; i++) {
        const struct bgt_option *option = bgt_option_at(table, i);
        if (option->initial != NULL) {
            (void)bgt_option_parse(option, option->initial, &values[i]);
        }
    }
}

bgt_status bgt_options_resolve(const struct bgt_option_table *table,
                               const char *const *given, struct bgt_arena *arena,
                               struct bgt_reporter *reporter,
                               struct bgt_option_value **values)
{
    bgt_status status = BGT_OK;
    struct bgt_option_value *made =
        bgt_arena_allocate_array(arena, (size_t)table->count + 1, sizeof *made);
    if (made == NULL) {
        return bgt_arena_failure(arena);
    }
    set_defaults(table, made);
    for (size_t i = 0; given != NULL && given[i] != NULL; i++) {
        struct given one = {
            .table = table,
            .arena = arena,
            .reporter = reporter,
            .text = bgt_slice_of(given[i]),
        };
        const char *equals = strchr(given[i], '=');
        if (equals == NULL || equals == given[i]) {
            status = report(&one, "OPTION_SYNTAX", NULL, NULL);
            continue;
        }
        one.name = (struct bgt_slice){given[i], (size_t)(equals - given[i])};
        one.value = equals + 1;
        if (resolve_one(&one, made) != BGT_OK) {
            status = BGT_BAD;
        }
    }
    *values = made;
    return status;
}
