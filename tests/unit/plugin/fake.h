/**
 * fake.h: a plugin that does what a test tells it, and the host of it.
 */
#ifndef BGT_TESTS_PLUGIN_FAKE_H
#define BGT_TESTS_PLUGIN_FAKE_H

#include "fixture.h"

#include "io/batch.h"
#include "io/input.h"
#include "plugin/instance.h"

/* What the plugin under test does next, and what was called. One test at a time. */
static struct {
    bgt_status open_status;
    bgt_status next_status;
    bgt_status put_status;
    int says_why;
    void (*fill)(struct bgt_batch *batch);
    unsigned opened, closed, called;
    size_t state_was_zero;
} script;

struct state {
    const struct bgt_env *env;
    char rest[100];
};

static bgt_status answer(const struct bgt_env *env, bgt_status status)
{
    struct bgt_diagnostic fault = {.code = "CSV_TEST", .place = {.line = 7}};
    if (script.says_why && status != BGT_OK) {
        (void)env->report(env, &fault);
    }
    return status;
}

static void begin(void *memory, const struct bgt_env *env)
{
    struct state *state = memory;
    script.opened++;
    script.state_was_zero = state->env == NULL && state->rest[99] == '\0';
    state->env = env;
}

static bgt_status open_reader(void *memory, struct bgt_input *input,
                              const struct bgt_env *env)
{
    (void)input;
    begin(memory, env);
    return answer(env, script.open_status);
}

static bgt_status next(void *memory, struct bgt_batch *batch)
{
    struct state *state = memory;
    script.called++;
    if (script.fill != NULL) {
        script.fill(batch);
    }
    return answer(state->env, script.next_status);
}

static void close_any(void *memory)
{
    (void)memory;
    script.closed++;
}

static bgt_status open_writer(void *memory, struct bgt_output *output,
                              const struct bgt_env *env)
{
    (void)output;
    begin(memory, env);
    return answer(env, script.open_status);
}

static bgt_status begin_sheet(void *memory, const struct bgt_sheet *sheet)
{
    (void)sheet;
    (void)memory;
    script.called++;
    return BGT_OK;
}

static bgt_status put(void *memory, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct state *state = memory;
    script.called++;
    if (script.put_status == BGT_CANNOT_HOLD && script.says_why) {
        return state->env->cannot_hold(state->env, batch, item,
                                       bgt_item_values(batch, item), "too long");
    }
    return answer(state->env, script.put_status);
}

static bgt_status end_any(void *memory)
{
    (void)memory;
    script.called++;
    return BGT_OK;
}

static const struct bgt_capacity capacity = {.struct_size = sizeof capacity};

static const struct bgt_reader_ops reader_ops = {.struct_size = sizeof reader_ops,
                                                 .state_size = sizeof(struct state),
                                                 .open = open_reader,
                                                 .next = next,
                                                 .close = close_any};

static const struct bgt_writer_ops writer_ops = {.struct_size = sizeof writer_ops,
                                                 .state_size = sizeof(struct state),
                                                 .open = open_writer,
                                                 .begin_sheet = begin_sheet,
                                                 .put_row = put,
                                                 .end_sheet = end_any,
                                                 .put = put,
                                                 .finish = end_any,
                                                 .close = close_any};

static const struct bgt_plugin grid = {.struct_size = sizeof grid,
                                       .abi = BGT_ABI,
                                       .id = "fake",
                                       .kind = BGT_KIND_GRID,
                                       .capacity = &capacity,
                                       .reader = &reader_ops,
                                       .writer = &writer_ops};

static const struct bgt_plugin record = {.struct_size = sizeof record,
                                         .abi = BGT_ABI,
                                         .id = "fake",
                                         .kind = BGT_KIND_RECORD,
                                         .capacity = &capacity,
                                         .reader = &reader_ops,
                                         .writer = &writer_ops};

/* Two fields in one entity. */
static const struct bgt_field fields[2] = {{.number = 0}, {.number = 1}};
static const struct bgt_entity entities[1] = {
    {.field_count = 2, .field_stride = sizeof fields[0], .fields = fields}};
static const struct bgt_model model = {.struct_size = sizeof model,
                                       .entity_count = 1,
                                       .entity_stride = sizeof entities[0],
                                       .entities = entities};

#define LIMIT(field, name, value, why) .field = (value),
static const struct bgt_limits limits = {.struct_size = sizeof limits, BGT_LIMITS(LIMIT)};
#undef LIMIT

/* ---- The host ------------------------------------------------------------------- */

static struct bgt_io io;
static struct bgt_plugin_host host;
static struct bgt_batch *batch;
static struct bgt_reader *reader;
static struct bgt_writer *writer;
static struct bgt_input *input;
static struct bgt_output output;
static const char input_text[] = "收入,支出";

static inline int setup(void **state)
{
    memset(&script, 0, sizeof script);
    if (fixture_setup(state) != 0) {
        return -1;
    }
    struct fixture *fixture = *state;
    io = (struct bgt_io){.reporter = fixture->reporter, .limits = &limits};
    host = (struct bgt_plugin_host){.io = &io, .model = &model};
    reader = NULL;
    writer = NULL;
    return bgt_batch_open(&io, &batch) == BGT_OK &&
                   bgt_input_open_memory(&io, input_text, sizeof input_text - 1, "in",
                                         &input) == BGT_OK
               ? 0
               : -1;
}

static inline int teardown(void **state)
{
    bgt_reader_close(reader);
    bgt_writer_close(writer);
    bgt_input_close(input);
    bgt_batch_close(batch);
    return fixture_teardown(state);
}

static inline bgt_status open_it(const struct bgt_plugin *plugin, bool for_writing)
{
    struct bgt_instance_options options = {
        .plugin = plugin, .host = &host, .input = input, .output = &output};
    return for_writing ? bgt_writer_open(&options, &writer)
                       : bgt_reader_open(&options, &reader);
}

/** The item that was added; never null. */
static inline struct bgt_item *add_item(struct bgt_batch *out, enum bgt_item_kind kind)
{
    static struct bgt_item none;
    struct bgt_item *item = NULL;
    assert_int_equal(bgt_batch_item(out, kind, &item), BGT_OK);
    return item != NULL ? item : &none;
}

/** One sheet of one row with a text and a number. */
static inline void fill_sheet(struct bgt_batch *out)
{
    struct bgt_value *value = NULL;
    (void)add_item(out, BGT_ITEM_SHEET);
    (void)bgt_batch_put_text(out, 1, "收入", 6, NULL);
    struct bgt_item *item = add_item(out, BGT_ITEM_ROW);
    item->row = 1;
    item->line = 3;
    (void)bgt_batch_put_text(out, 1, "a", 1, NULL);
    (void)bgt_batch_put_decimal(out, 3, bgt_decimal_make(2600, 2), &value);
    (void)bgt_batch_item(out, BGT_ITEM_SHEET_END, NULL);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
