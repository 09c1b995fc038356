#include "diag/reporter.h"

#include "base/utf8.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define SEVERITY_COUNT 4
#define FIRST_CAPACITY 16

/* Strings of a diagnostic that are copied: three of the place, the text, the arguments.
 */
#define STRING_COUNT (4 + BGT_ARGUMENT_COUNT)

/* One that is kept, in a block of its own. */
struct slot {
    struct bgt_kept_diagnostic *diagnostic;
};

struct bgt_reporter {
    const struct bgt_allocator *allocator;
    pthread_mutex_t mutex;
    char *file;
    uint64_t maximum_others;
    uint64_t maximum_errors;
    uint64_t counts[SEVERITY_COUNT];
    uint64_t left_out;
    struct slot *kept;
    size_t kept_count;
    size_t kept_capacity;
    void (*emit)(void *context, const struct bgt_kept_diagnostic *diagnostic);
    void *context;
};

#define LIMIT_DEFAULT(field, name, value, why) .field = (value),
static const struct bgt_limits default_limits = {.struct_size = sizeof(struct bgt_limits),
                                                 BGT_LIMITS(LIMIT_DEFAULT)};
#undef LIMIT_DEFAULT

static char *copy_text(const struct bgt_allocator *allocator, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = bgt_allocate(allocator, size);
    if (copy != NULL) {
        memcpy(copy, text, size);
    }
    return copy;
}

bgt_status bgt_reporter_open(const struct bgt_reporter_options *options,
                             struct bgt_reporter **reporter)
{
    struct bgt_reporter *made = bgt_allocate_array(options->allocator, 1, sizeof *made);
    if (made == NULL) {
        return BGT_NO_MEMORY;
    }
    const struct bgt_limits *limits =
        options->limits != NULL ? options->limits : &default_limits;
    made->allocator = options->allocator;
    made->maximum_others = limits->diagnostics;
    made->maximum_errors = limits->errors;
    made->emit = options->emit;
    made->context = options->context;
    if (options->file != NULL) {
        made->file = copy_text(options->allocator, options->file);
    }
    bool has_file = options->file == NULL || made->file != NULL;
    if (!has_file || pthread_mutex_init(&made->mutex, NULL) != 0) {
        bgt_release(options->allocator, made->file);
        bgt_release(options->allocator, made);
        return BGT_NO_MEMORY;
    }
    *reporter = made;
    return BGT_OK;
}

void bgt_reporter_close(struct bgt_reporter *reporter)
{
    if (reporter == NULL) {
        return;
    }
    for (size_t i = 0; i < reporter->kept_count; i++) {
        bgt_release(reporter->allocator, reporter->kept[i].diagnostic);
    }
    bgt_release(reporter->allocator, reporter->kept);
    bgt_release(reporter->allocator, reporter->file);
    (void)pthread_mutex_destroy(&reporter->mutex);
    bgt_release(reporter->allocator, reporter);
}

void bgt_reporter_set_file(struct bgt_reporter *reporter, const char *file)
{
    char *copy = file != NULL ? copy_text(reporter->allocator, file) : NULL;
    (void)pthread_mutex_lock(&reporter->mutex);
    char *old = reporter->file;
    reporter->file = copy;
    (void)pthread_mutex_unlock(&reporter->mutex);
    bgt_release(reporter->allocator, old);
}

void bgt_reporter_set_limits(struct bgt_reporter *reporter,
                             const struct bgt_limits *limits)
{
    (void)pthread_mutex_lock(&reporter->mutex);
    reporter->maximum_others = limits->diagnostics;
    reporter->maximum_errors = limits->errors;
    (void)pthread_mutex_unlock(&reporter->mutex);
}

/* What an unknown code becomes: its facts joined, as argument 2. */
struct plugin_facts {
    char joined[512];
};

static void join_facts(const struct bgt_diagnostic *diagnostic,
                       struct plugin_facts *facts)
{
    size_t used = 0;
    for (size_t i = 0; i < BGT_ARGUMENT_COUNT; i++) {
        const char *fact = diagnostic->arguments[i];
        if (fact == NULL) {
            continue;
        }
        size_t room = sizeof facts->joined - 1 - used;
        if (used > 0 && room > 2) {
            memcpy(facts->joined + used, "; ", 2);
            used += 2;
            room -= 2;
        }
        size_t length = bgt_utf8_truncate(fact, strlen(fact), room);
        memcpy(facts->joined + used, fact, length);
        used += length;
    }
    facts->joined[used] = '\0';
}

/* Bytes of the first `count` code points; a byte that is not UTF-8 counts as one. */
static size_t bytes_of_code_points(const char *text, size_t length, size_t count)
{
    size_t used = 0;
    for (; used < length && count > 0; count--) {
        uint32_t code_point = 0;
        size_t bytes = bgt_utf8_decode(text + used, length - used, &code_point);
        used += bytes > 0 ? bytes : 1;
    }
    return used;
}

/* The diagnostic as it will be kept, its text still the caller's. */
static struct bgt_kept_diagnostic describe(const struct bgt_reporter *reporter,
                                           const struct bgt_diagnostic *diagnostic,
                                           const struct bgt_code *code,
                                           struct plugin_facts *facts)
{
    struct bgt_kept_diagnostic kept = {.code = code, .place = diagnostic->place};
    memcpy(kept.arguments, diagnostic->arguments, sizeof kept.arguments);
    if (code == NULL) {
        join_facts(diagnostic, facts);
        kept.code = bgt_code_find("PLUGIN_MESSAGE");
        kept.arguments[0] = diagnostic->code;
        kept.arguments[1] = facts->joined;
        kept.arguments[2] = NULL;
        kept.arguments[3] = NULL;
    }
    if (kept.place.file == NULL) {
        kept.place.file = reporter->file;
    }
    if (diagnostic->text != NULL) {
        kept.text = diagnostic->text;
        kept.text_length = bytes_of_code_points(diagnostic->text, diagnostic->text_length,
                                                BGT_TEXT_SHOWN);
        kept.text_is_cut = kept.text_length < diagnostic->text_length;
    }
    return kept;
}

/* Where the strings of a diagnostic stand in it. */
static void list_strings(struct bgt_kept_diagnostic *kept,
                         const char **strings[STRING_COUNT])
{
    size_t count = 0;
    strings[count++] = &kept->text; /* first, as its length is given */
    strings[count++] = &kept->place.file;
    strings[count++] = &kept->place.sheet;
    strings[count++] = &kept->place.path;
    for (size_t i = 0; i < BGT_ARGUMENT_COUNT; i++) {
        strings[count++] = &kept->arguments[i];
    }
}

/* A copy in one block of memory: the struct, then its strings. */
static struct bgt_kept_diagnostic *copy_diagnostic(const struct bgt_allocator *allocator,
                                                   struct bgt_kept_diagnostic *borrowed)
{
    const char **strings[STRING_COUNT];
    size_t lengths[STRING_COUNT] = {0};
    size_t size = sizeof *borrowed;
    list_strings(borrowed, strings);
    for (size_t i = 0; i < STRING_COUNT; i++) {
        if (*strings[i] != NULL) {
            lengths[i] = i == 0 ? borrowed->text_length : strlen(*strings[i]);
            size += lengths[i] + 1;
        }
    }
    struct bgt_kept_diagnostic *copy = bgt_allocate(allocator, size);
    if (copy == NULL) {
        return NULL;
    }
    *copy = *borrowed;
    char *end = (char *)(copy + 1);
    list_strings(copy, strings);
    for (size_t i = 0; i < STRING_COUNT; i++) {
        if (*strings[i] != NULL) {
            memcpy(end, *strings[i], lengths[i]);
            end[lengths[i]] = '\0';
            *strings[i] = end;
            end += lengths[i] + 1;
        }
    }
    return copy;
}

static bool make_room(struct bgt_reporter *reporter)
{
    if (reporter->kept_count < reporter->kept_capacity) {
        return true;
    }
    size_t capacity =
        reporter->kept_capacity > 0 ? reporter->kept_capacity * 2 : FIRST_CAPACITY;
    struct slot *grown =
        bgt_resize_array(reporter->allocator, reporter->kept, reporter->kept_capacity,
                         capacity, sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    reporter->kept = grown;
    reporter->kept_capacity = capacity;
    return true;
}

/* Keeps a copy and shows it; without memory it is shown all the same. */
static void keep(struct bgt_reporter *reporter, struct bgt_kept_diagnostic *borrowed)
{
    struct bgt_kept_diagnostic *copy =
        make_room(reporter) ? copy_diagnostic(reporter->allocator, borrowed) : NULL;
    if (copy != NULL) {
        reporter->kept[reporter->kept_count++].diagnostic = copy;
    } else {
        reporter->left_out++;
    }
    if (reporter->emit != NULL) {
        reporter->emit(reporter->context, copy != NULL ? copy : borrowed);
    }
}

static bool may_keep(const struct bgt_reporter *reporter, enum bgt_severity severity)
{
    uint64_t errors = reporter->counts[BGT_ERROR];
    if (severity == BGT_ERROR) {
        return errors <= reporter->maximum_errors || errors == 1;
    }
    uint64_t others = reporter->counts[BGT_NOTE] + reporter->counts[BGT_WARNING] +
                      reporter->counts[BGT_LOSS];
    return others <= reporter->maximum_others;
}

bgt_status bgt_report(struct bgt_reporter *reporter,
                      const struct bgt_diagnostic *diagnostic)
{
    struct plugin_facts facts;
    const struct bgt_code *code = bgt_code_find(diagnostic->code);
    enum bgt_severity severity = code != NULL ? code->severity : BGT_ERROR;
    if (reporter == NULL) {
        return severity == BGT_ERROR ? BGT_BAD : BGT_OK;
    }
    (void)pthread_mutex_lock(&reporter->mutex);
    reporter->counts[severity]++;
    if (may_keep(reporter, severity)) {
        struct bgt_kept_diagnostic kept = describe(reporter, diagnostic, code, &facts);
        keep(reporter, &kept);
    } else {
        reporter->left_out++;
    }
    bool is_last = reporter->counts[BGT_ERROR] >= reporter->maximum_errors;
    (void)pthread_mutex_unlock(&reporter->mutex);
    if (severity != BGT_ERROR) {
        return BGT_OK;
    }
    return is_last ? BGT_FATAL : BGT_BAD;
}

bgt_status bgt_report_at(struct bgt_reporter *reporter, const char *code,
                         const struct bgt_place *place, const char *argument1,
                         const char *argument2)
{
    struct bgt_diagnostic diagnostic = {.code = code,
                                        .arguments = {argument1, argument2}};
    if (place != NULL) {
        diagnostic.place = *place;
    }
    return bgt_report(reporter, &diagnostic);
}

bgt_status bgt_report_limit(struct bgt_reporter *reporter, const struct bgt_place *place,
                            const char *name, uint64_t value)
{
    char number[BGT_NUMBER_SIZE];
    (void)bgt_report_at(reporter, "LIMIT_REACHED", place, name,
                        bgt_number_text(value, number));
    return BGT_LIMIT;
}

uint64_t bgt_reporter_count(struct bgt_reporter *reporter, enum bgt_severity severity)
{
    (void)pthread_mutex_lock(&reporter->mutex);
    uint64_t count = reporter->counts[severity];
    (void)pthread_mutex_unlock(&reporter->mutex);
    return count;
}

uint64_t bgt_reporter_left_out(struct bgt_reporter *reporter)
{
    (void)pthread_mutex_lock(&reporter->mutex);
    uint64_t count = reporter->left_out;
    (void)pthread_mutex_unlock(&reporter->mutex);
    return count;
}

size_t bgt_reporter_kept(const struct bgt_reporter *reporter)
{
    return reporter->kept_count;
}

const struct bgt_kept_diagnostic *bgt_reporter_at(const struct bgt_reporter *reporter,
                                                  size_t index)
{
    return index < reporter->kept_count ? reporter->kept[index].diagnostic : NULL;
}

const char *bgt_number_text(uint64_t value, char out[BGT_NUMBER_SIZE])
{
    (void)snprintf(out, BGT_NUMBER_SIZE, "%llu", (unsigned long long)value);
    return out;
}
