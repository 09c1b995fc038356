#include "plugin/xlsx/host.h"

#include "io/batch.h"
#include "io/input.h"
#include "io/zip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const option_names[HOST_OPTIONS] = {"numbers", "hidden", "memory"};

void host_open(struct host *host)
{
    static const struct bgt_interner_options interner = {.maximum_bytes = 1u << 26};
    memset(host, 0, sizeof *host);
    host->limits.struct_size = sizeof host->limits;
#define SET_LIMIT(field, name, value, why) host->limits.field = (value);
    BGT_LIMITS(SET_LIMIT)
#undef SET_LIMIT
    const struct bgt_reporter_options reporter = {.limits = &host->limits,
                                                  .file = "in.xlsx"};
    assert_int_equal(bgt_reporter_open(&reporter, &host->reporter), BGT_OK);
    assert_int_equal(bgt_interner_open(&interner, &host->interner), BGT_OK);
    host->io.reporter = host->reporter;
    host->io.limits = &host->limits;
    host->plugin_host.io = &host->io;
    host->plugin_host.interner = host->interner;
    for (size_t i = 0; i < HOST_OPTIONS; i++) {
        const struct bgt_option *option = &xlsx_LTX_bgt_plugin.options[i];
        assert_string_equal(option->name, option_names[i]);
        host->options[i].text = option->initial;
    }
}

void host_close(struct host *host)
{
    bgt_interner_close(host->interner);
    bgt_reporter_close(host->reporter);
    free(host->dump);
    memset(host, 0, sizeof *host);
}

void host_option(struct host *host, const char *name, const char *value)
{
    for (size_t i = 0; i < HOST_OPTIONS; i++) {
        const struct bgt_option *option = &xlsx_LTX_bgt_plugin.options[i];
        for (int64_t j = 0; strcmp(option->name, name) == 0 && option->choices[j]; j++) {
            if (strcmp(option->choices[j], value) == 0) {
                host->options[i].text = value;
                host->options[i].integer = j;
                host->options[i].is_given = 1;
                return;
            }
        }
    }
    fail_msg("no option %s=%s", name, value);
}

/* ---- What was read, as text ----------------------------------------------------- */

static void put_name(FILE *out, uint32_t column, uint64_t row)
{
    char letters[8];
    size_t count = 0;
    for (; column > 0 && count < sizeof letters; column = (column - 1) / 26) {
        letters[count++] = (char)('A' + (column - 1) % 26);
    }
    while (count > 0) {
        fputc(letters[--count], out);
    }
    fprintf(out, "%llu", (unsigned long long)row);
}

static void put_flags(FILE *out, const struct bgt_value *value)
{
    static const struct {
        unsigned flag;
        const char *word;
    } words[] = {
        {BGT_VALUE_FORMULA, "formula"},  {BGT_VALUE_NO_RESULT, "no-result"},
        {BGT_VALUE_MORE_PLACES, "more"}, {BGT_VALUE_PERCENT, "percent"},
        {BGT_VALUE_SCALED, "scaled"},    {BGT_VALUE_IMPRECISE, "imprecise"},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(words); i++) {
        if ((value->flags & words[i].flag) != 0) {
            fprintf(out, " %s", words[i].word);
        }
    }
    if (value->state == BGT_BLANK) {
        fputs(" blank", out);
    }
    if (value->span_columns > 1 || value->span_rows > 1) {
        fprintf(out, " span=%ux%u", value->span_columns, value->span_rows);
    }
}

static void put_value(FILE *out, const struct bgt_batch *batch,
                      const struct bgt_item *item, const struct bgt_value *value)
{
    static const char types[] = "?snbde";
    char decimal[BGT_DECIMAL_TEXT_SIZE] = "-";
    const char *text = bgt_value_text(batch, value);
    fputc(' ', out);
    put_name(out, value->column, item->row);
    fprintf(out, " %c:", types[value->type]);
    if (value->type == BGT_VALUE_NUMBER) {
        if ((value->flags & BGT_VALUE_DECIMAL) != 0) {
            bgt_decimal_format(value->decimal, decimal);
        }
        fprintf(out, "%s(%.*s)", decimal, (int)value->text_length, text);
    } else {
        fprintf(out, "%.*s", (int)value->text_length, text);
    }
    put_flags(out, value);
}

static void put_sheet(const struct host *host, FILE *out, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    uint32_t count = host->shows_names ? item->value_count : 1;
    assert_true(item->value_count > 0);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(values[i].column, i + 1);
        fprintf(out, i == 0 ? "sheet %.*s" : " +%.*s", (int)values[i].text_length,
                bgt_value_text(batch, &values[i]));
    }
}

static void put_item(const struct host *host, FILE *out, const struct bgt_batch *batch,
                     const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    assert_true((item->flags & BGT_ITEM_CELLS) != 0);
    if (item->kind == BGT_ITEM_SHEET) {
        put_sheet(host, out, batch, item);
    } else if (item->kind == BGT_ITEM_ROW) {
        assert_int_equal(item->line, item->row);
        fprintf(out, "row %llu", (unsigned long long)item->row);
    } else {
        assert_int_equal(item->kind, BGT_ITEM_SHEET_END);
        fprintf(out, "end");
    }
    fputs((item->flags & BGT_ITEM_VERY_HIDDEN) != 0 ? " very-hidden"
          : (item->flags & BGT_ITEM_HIDDEN) != 0    ? " hidden"
                                                    : "",
          out);
    fputs((item->flags & BGT_ITEM_NOT_GRID) != 0 ? " not-grid" : "", out);
    fputs(item->kind == BGT_ITEM_ROW ? ":" : "", out);
    for (uint32_t i = 0; i < item->value_count && item->kind == BGT_ITEM_ROW; i++) {
        put_value(out, batch, item, &values[i]);
    }
    fputc('\n', out);
}

/* ---- Reading -------------------------------------------------------------------- */

static void take_batch(struct host *host, FILE *out, const struct bgt_batch *batch)
{
    for (uint32_t i = 0; i < batch->item_count; i++) {
        if (host->on_item != NULL) {
            host->on_item(host->context, batch, &batch->items[i]);
        } else {
            put_item(host, out, batch, &batch->items[i]);
        }
    }
}

static bgt_status read_all(struct host *host, FILE *out, void *state,
                           struct bgt_batch *batch)
{
    const struct bgt_reader_ops *reader = xlsx_LTX_bgt_plugin.reader;
    bool has_bad = false;
    for (;;) {
        bgt_batch_reset(batch);
        if (host->batch_items != 0) {
            batch->target_items = host->batch_items;
        }
        bgt_status status = reader->next(state, batch);
        if (status == BGT_OK || status == BGT_BAD || status == BGT_END) {
            take_batch(host, out, batch);
        }
        has_bad = has_bad || status == BGT_BAD;
        if (status != BGT_OK && status != BGT_BAD) {
            return status == BGT_END && has_bad ? BGT_BAD : status;
        }
    }
}

static bgt_status read_container(struct host *host, struct bgt_input *container)
{
    const struct bgt_reader_ops *reader = xlsx_LTX_bgt_plugin.reader;
    const struct bgt_plugin_env_options options = {.host = &host->plugin_host,
                                                   .plugin = &xlsx_LTX_bgt_plugin,
                                                   .values = host->options};
    struct bgt_batch *batch = NULL;
    FILE *out = NULL;
    free(host->dump);
    host->dump = NULL;
    bgt_plugin_env_init(&host->env, &options);
    void *state = calloc(1, reader->state_size);
    bgt_status status = state == NULL ? BGT_NO_MEMORY : bgt_batch_open(&host->io, &batch);
    if (status == BGT_OK) {
        out = open_memstream(&host->dump, &host->dump_length);
        status = out == NULL ? BGT_NO_MEMORY : BGT_OK;
    }
    if (status == BGT_OK) {
        status = reader->open(state, container, &host->env.env);
        if (status == BGT_OK) {
            status = read_all(host, out, state, batch);
        }
        reader->close(state);
    }
    if (out != NULL) {
        (void)fclose(out);
    }
    bgt_batch_close(batch);
    free(state);
    return status;
}

static bgt_status read_file(struct host *host, struct bgt_input *file)
{
    struct bgt_input *container = NULL;
    bgt_status status = bgt_zip_open(&host->io, file, &container);
    if (status == BGT_OK) {
        status = read_container(host, container);
        bgt_input_close(container);
    }
    bgt_input_close(file);
    return status;
}

bgt_status host_read_bytes(struct host *host, const void *bytes, size_t length)
{
    struct bgt_input *file = NULL;
    bgt_status status = bgt_input_open_memory(&host->io, bytes, length, "in.xlsx", &file);
    return status == BGT_OK ? read_file(host, file) : status;
}

bgt_status host_read_path(struct host *host, const char *path)
{
    struct bgt_input *file = NULL;
    bgt_status status = bgt_input_open_file(&host->io, path, &file);
    return status == BGT_OK ? read_file(host, file) : status;
}

/* ---- Reports -------------------------------------------------------------------- */

size_t host_reported(const struct host *host, const char *code)
{
    size_t count = 0;
    for (size_t i = 0; i < bgt_reporter_kept(host->reporter); i++) {
        count += strcmp(bgt_reporter_at(host->reporter, i)->code->name, code) == 0;
    }
    return count;
}

const struct bgt_kept_diagnostic *host_report(const struct host *host, const char *code)
{
    for (size_t i = 0; i < bgt_reporter_kept(host->reporter); i++) {
        const struct bgt_kept_diagnostic *kept = bgt_reporter_at(host->reporter, i);
        if (strcmp(kept->code->name, code) == 0) {
            return kept;
        }
    }
    char *reports = host_reports(host);
    print_error("%s", reports);
    free(reports);
    fail_msg("%s was not reported", code);
    return NULL;
}

char *host_reports(const struct host *host)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    for (size_t i = 0; i < bgt_reporter_kept(host->reporter); i++) {
        const struct bgt_kept_diagnostic *kept = bgt_reporter_at(host->reporter, i);
        fprintf(out, "%s %s ", kept->code->name,
                kept->place.sheet == NULL ? "-" : kept->place.sheet);
        if (kept->place.is_cell) {
            put_name(out, kept->place.column, kept->place.line);
        } else {
            fprintf(out, "%llu", (unsigned long long)kept->place.line);
        }
        fprintf(out, " %s %s\n", kept->text == NULL ? "" : kept->text,
                kept->arguments[0] == NULL ? "" : kept->arguments[0]);
    }
    (void)fclose(out);
    return text;
}

bgt_status host_read_book(struct host *host, const struct book *book)
{
    size_t length = 0;
    char *bytes = make_book(book, &length);
    bgt_status status = host_read_bytes(host, bytes, length);
    free(bytes);
    return status;
}
