#include "support/fake_env.h"

#include <stdlib.h>
#include <string.h>

#include "support/fake_file.h"

struct severity {
    const char *code;
    enum bgt_severity severity;
};

static const struct severity severities[] = {
#define BGT_DIAG(CODE, SEVERITY, english, chinese, remedy, remedy_chinese)               \
    {#CODE, BGT_##SEVERITY},
#include "../../core/diag/codes.def"
};

static enum bgt_severity severity_of(const char *code)
{
    for (size_t i = 0; i < BGT_TEST_COUNT(severities); i++) {
        if (strcmp(severities[i].code, code) == 0) {
            return severities[i].severity;
        }
    }
    fail_msg("%s is not in codes.def", code);
    return BGT_ERROR;
}

static void copy_text(char *to, size_t capacity, const char *text, size_t length)
{
    size_t kept = length < capacity - 1 ? length : capacity - 1;
    if (text != NULL && kept != 0) {
        memcpy(to, text, kept);
    }
    to[text == NULL ? 0 : kept] = '\0';
}

static void copy_string(char *to, size_t capacity, const char *text)
{
    copy_text(to, capacity, text, text == NULL ? 0 : strlen(text));
}

static bgt_status report(const struct bgt_env *env,
                         const struct bgt_diagnostic *diagnostic)
{
    struct bgt_fake_env *fake = env->host;
    bool is_error = severity_of(diagnostic->code) == BGT_ERROR;
    fake->error_count += is_error;
    if (fake->report_count < BGT_FAKE_REPORTS) {
        struct bgt_fake_report *kept = &fake->reports[fake->report_count++];
        copy_string(kept->code, sizeof kept->code, diagnostic->code);
        copy_text(kept->text, sizeof kept->text, diagnostic->text,
                  diagnostic->text_length);
        copy_string(kept->sheet, sizeof kept->sheet, diagnostic->place.sheet);
        copy_string(kept->path, sizeof kept->path, diagnostic->place.path);
        for (size_t i = 0; i < 4; i++) {
            copy_string(kept->arguments[i], sizeof kept->arguments[i],
                        diagnostic->arguments[i]);
        }
        kept->line = diagnostic->place.line;
        kept->column = diagnostic->place.column;
        kept->is_cell = diagnostic->place.is_cell;
    }
    if (fake->error_count >= fake->limits.errors) {
        return BGT_FATAL;
    }
    return is_error ? BGT_BAD : BGT_OK;
}

static int is_cancelled(const struct bgt_env *env)
{
    const struct bgt_fake_env *fake = env->host;
    return fake->is_cancelled;
}

static uint32_t intern(const struct bgt_env *env, const char *text, size_t length)
{
    (void)env;
    (void)text;
    (void)length;
    return 0;
}

static bgt_status decode(const struct bgt_env *env, struct bgt_input *input,
                         struct bgt_input **utf8)
{
    (void)env;
    *utf8 = input;
    return BGT_OK;
}

static bgt_status encode(const struct bgt_env *env, struct bgt_output *output,
                         const char *encoding, struct bgt_output **utf8)
{
    struct bgt_fake_env *fake = env->host;
    copy_string(fake->encoding, sizeof fake->encoding, encoding);
    return bgt_fake_file_pass(fake, output, utf8);
}

static bgt_status cannot_hold(const struct bgt_env *env, const struct bgt_batch *batch,
                              const struct bgt_item *item, const struct bgt_value *value,
                              const char *reason)
{
    struct bgt_diagnostic diagnostic;
    memset(&diagnostic, 0, sizeof diagnostic);
    diagnostic.code = "CANNOT_HOLD";
    diagnostic.arguments[0] = reason;
    if (item != NULL) {
        diagnostic.place.line = item->row;
    }
    if (value != NULL) {
        diagnostic.place.column = value->column;
        diagnostic.text = bgt_value_text(batch, value);
        diagnostic.text_length = value->text_length;
    }
    (void)env->report(env, &diagnostic);
    return BGT_CANNOT_HOLD;
}

static int64_t integer_of(const struct bgt_option *option, const char *value)
{
    if (option->type == BGT_OPTION_BOOL) {
        return strcmp(value, "yes") == 0;
    }
    if (option->type == BGT_OPTION_CHOICE) {
        for (int64_t i = 0; option->choices[i] != NULL; i++) {
            if (strcmp(option->choices[i], value) == 0) {
                return i;
            }
        }
        fail_msg("%s is no choice of %s", value, option->name);
    }
    return option->type == BGT_OPTION_INTEGER ? strtol(value, NULL, 10) : 0;
}

static void set_option(struct bgt_fake_env *fake, uint32_t index, const char *value)
{
    const struct bgt_option *option = &fake->plugin->options[index];
    fake->options[index].text = value;
    fake->options[index].integer = value == NULL ? 0 : integer_of(option, value);
}

void bgt_fake_option(struct bgt_fake_env *fake, const char *name, const char *value)
{
    for (uint32_t i = 0; i < fake->plugin->option_count; i++) {
        if (strcmp(fake->plugin->options[i].name, name) == 0) {
            set_option(fake, i, value);
            fake->options[i].is_given = 1;
            return;
        }
    }
    fail_msg("the plugin has no option %s", name);
}

void bgt_fake_init(struct bgt_fake_env *fake, const struct bgt_plugin *plugin,
                   const struct bgt_model *model)
{
    memset(fake, 0, sizeof *fake);
    fake->plugin = plugin;
    fake->limits.struct_size = sizeof fake->limits;
#define BGT_FAKE_LIMIT(field, name, value, why) fake->limits.field = (value);
    BGT_LIMITS(BGT_FAKE_LIMIT)
#undef BGT_FAKE_LIMIT
    assert_true(plugin->option_count <= BGT_FAKE_OPTIONS);
    for (uint32_t i = 0; i < plugin->option_count; i++) {
        set_option(fake, i, plugin->options[i].initial);
    }
    fake->env.struct_size = sizeof fake->env;
    fake->env.abi = BGT_ABI;
    fake->env.host = fake;
    fake->env.limits = &fake->limits;
    fake->env.model = model;
    fake->env.options = fake->options;
    fake->env.option_count = plugin->option_count;
    fake->env.report = report;
    fake->env.is_cancelled = is_cancelled;
    fake->env.intern = intern;
    fake->env.decode = decode;
    fake->env.encode = encode;
    fake->env.cannot_hold = cannot_hold;
}

const struct bgt_fake_report *bgt_fake_reported(const struct bgt_fake_env *fake,
                                                const char *code)
{
    for (size_t i = 0; i < fake->report_count; i++) {
        if (strcmp(fake->reports[i].code, code) == 0) {
            return &fake->reports[i];
        }
    }
    return NULL;
}

bgt_status bgt_fake_read(struct bgt_fake_env *fake, struct bgt_fake_file *file,
                         struct bgt_batch *batch)
{
    const struct bgt_reader_ops *ops = fake->plugin->reader;
    void *state = calloc(1, ops->state_size);
    struct bgt_batch part;
    bool is_bad = false;
    if (state == NULL) {
        return BGT_NO_MEMORY;
    }
    bgt_fake_batch_init(&part);
    bgt_status status = ops->open(state, &file->input, &fake->env);
    while (status == BGT_OK || status == BGT_BAD) {
        bgt_fake_batch_reset(&part);
        status = ops->next(state, &part);
        is_bad = is_bad || status == BGT_BAD;
        bgt_status appended = bgt_fake_batch_append(batch, &part);
        status = appended == BGT_OK ? status : appended;
    }
    ops->close(state);
    free(state);
    bgt_fake_batch_clear(&part);
    return status == BGT_END && is_bad ? BGT_BAD : status;
}
