/*
 * example.c: a complete plugin for a small grid format, to be read and copied by authors.
 *
 * The format: a text file whose first line is `#grid 1`. `[name]` begins a sheet, every
 * other line is a row, its cells separated by TAB. An empty cell is absent; the word of
 * the option `blank` (a dash, if not said otherwise) is a blank, which is not the same.
 *
 *     #grid 1
 *     [收入总表]
 *     科目	金额
 *     201	1629.62
 *
 * It includes budget/plugin.h and nothing else of the toolkit's, and links nothing of it:
 * all services come through `env`. docs/plugin-guide/README.md goes through it step by
 * step.
 */
#include <budget/plugin.h>

static const char first_line[] = "#grid 1";

/* The options, in the order of the table below. */
enum { OPTION_BLANK };

/* ---- The reader ----------------------------------------------------------------- */

/* One instance's state. The host allocates it, zeroed; there are no globals. */
struct reader {
    const struct bgt_env *env;
    struct bgt_input *utf8; /* Ours: we close it. */
    const char *text;       /* The whole input, mapped. */
    uint64_t size;
    uint64_t at;       /* Offset of the next line. */
    uint64_t line;     /* Lines read. */
    uint64_t row;      /* Rows of this sheet. */
    int in_sheet;      /* A sheet has begun and not ended. */
    const char *sheet; /* Its name: borrowed from `text`. */
    size_t sheet_length;
};

static int same(const char *text, size_t length, const char *word)
{
    return length == strlen(word) && memcmp(text, word, length) == 0;
}

/* Says what is wrong on this line. A code that codes.def does not know is shown under
 * PLUGIN_MESSAGE, so a plugin may have codes of its own. */
static bgt_status report_line(const struct reader *reader, const char *code,
                              const char *text, size_t length)
{
    struct bgt_diagnostic fault = {
        .code = code,
        .place = {.line = reader->line},
        .text = text,
        .text_length = length,
    };
    return reader->env->report(reader->env, &fault);
}

/* Takes the next line, without its end; 0 at the end of the input. */
static int take_line(struct reader *reader, const char **text, size_t *length)
{
    if (reader->at == reader->size) {
        return 0;
    }
    const char *start = reader->text + reader->at;
    const char *end = memchr(start, '\n', (size_t)(reader->size - reader->at));
    *text = start;
    *length = end != NULL ? (size_t)(end - start) : (size_t)(reader->size - reader->at);
    reader->at += *length + (end != NULL ? 1 : 0);
    reader->line++;
    if (*length > 0 && start[*length - 1] == '\r') {
        (*length)--;
    }
    return 1;
}

static int probe(const uint8_t *head, size_t length, const char *name)
{
    (void)name;
    size_t wanted = sizeof first_line - 1;
    return length >= wanted && memcmp(head, first_line, wanted) == 0 ? 100 : 0;
}

static bgt_status reader_open(void *state, struct bgt_input *input,
                              const struct bgt_env *env)
{
    struct reader *reader = state;
    const uint8_t *bytes = NULL;
    const char *line = NULL;
    size_t length = 0;
    reader->env = env;
    /* Whatever the encoding is: from here on it is UTF-8. */
    bgt_status status = env->decode(env, input, &reader->utf8);
    if (status == BGT_OK) {
        status = reader->utf8->map(reader->utf8, &bytes, &reader->size);
    }
    if (status != BGT_OK) {
        return status; /* The host has reported why, and will call close. */
    }
    reader->text = (const char *)bytes;
    if (!take_line(reader, &line, &length) || !same(line, length, first_line)) {
        (void)report_line(reader, "EXAMPLE_FIRST_LINE", line, length);
        return BGT_FATAL;
    }
    return BGT_OK;
}

/* Adds one cell to the row that was begun last. */
static bgt_status add_cell(const struct reader *reader, struct bgt_batch *batch,
                           uint32_t column, const char *text, size_t length)
{
    struct bgt_value *value = NULL;
    if (length == 0) {
        return BGT_OK; /* Absent: not stored. */
    }
    bgt_status status = bgt_batch_put_text(batch, column, text, length, &value);
    if (status != BGT_OK) {
        return status;
    }
    if (same(text, length, reader->env->options[OPTION_BLANK].text)) {
        value->state = BGT_BLANK; /* Its spelling stays with it. */
    } else {
        value->intern_id = reader->env->intern(reader->env, text, length);
    }
    return BGT_OK;
}

static bgt_status add_row(struct reader *reader, struct bgt_batch *batch,
                          const char *text, size_t length)
{
    struct bgt_item *item = NULL;
    uint32_t column = 1;
    size_t start = 0;
    bgt_status status = bgt_batch_item(batch, BGT_ITEM_ROW, &item);
    if (status != BGT_OK) {
        return status;
    }
    item->line = reader->line;
    item->row = ++reader->row;
    status = bgt_batch_place(batch, reader->sheet, reader->sheet_length);
    for (size_t i = 0; status == BGT_OK && i <= length; i++) {
        if (i == length || text[i] == '\t') {
            status = add_cell(reader, batch, column++, text + start, i - start);
            start = i + 1;
        }
    }
    return status;
}

static bgt_status end_sheet(struct reader *reader, struct bgt_batch *batch)
{
    int was_in_sheet = reader->in_sheet;
    reader->in_sheet = 0;
    return was_in_sheet ? bgt_batch_item(batch, BGT_ITEM_SHEET_END, NULL) : BGT_OK;
}

static bgt_status begin_sheet(struct reader *reader, struct bgt_batch *batch,
                              const char *name, size_t length)
{
    struct bgt_item *item = NULL;
    bgt_status status = end_sheet(reader, batch);
    if (status == BGT_OK) {
        status = bgt_batch_item(batch, BGT_ITEM_SHEET, &item);
    }
    if (status != BGT_OK) {
        return status;
    }
    item->line = reader->line;
    reader->in_sheet = 1;
    reader->row = 0;
    reader->sheet = name;
    reader->sheet_length = length;
    status = bgt_batch_put_text(batch, 1, name, length, NULL);
    return status == BGT_OK ? bgt_batch_place(batch, name, length) : status;
}

static bgt_status reader_next(void *state, struct bgt_batch *batch)
{
    struct reader *reader = state;
    const char *text = NULL;
    size_t length = 0;
    bgt_status status = BGT_OK;
    if (reader->env->is_cancelled(reader->env)) {
        return BGT_CANCELLED;
    }
    while (status == BGT_OK && !bgt_batch_full(batch)) {
        if (!take_line(reader, &text, &length)) {
            status = end_sheet(reader, batch);
            return status == BGT_OK ? BGT_END : status;
        }
        if (length > 1 && text[0] == '[' && text[length - 1] == ']') {
            status = begin_sheet(reader, batch, text + 1, length - 2);
        } else if (reader->in_sheet) {
            status = add_row(reader, batch, text, length);
        } else {
            /* BGT_BAD: said, and the next line may be good. BGT_FATAL: enough errors. */
            status = report_line(reader, "EXAMPLE_ROW_OUTSIDE_SHEET", text, length);
        }
    }
    return status;
}

static void reader_close(void *state)
{
    struct reader *reader = state;
    if (reader->utf8 != NULL) {
        reader->utf8->close(reader->utf8);
    }
}

/* ---- The writer ----------------------------------------------------------------- */

struct writer {
    const struct bgt_env *env;
    struct bgt_output *utf8; /* Ours: we close it. */
    uint64_t row;            /* Rows of this sheet. */
};

static bgt_status put(const struct writer *writer, const char *text, size_t length)
{
    return writer->utf8->write(writer->utf8, text, length);
}

static bgt_status writer_open(void *state, struct bgt_output *output,
                              const struct bgt_env *env)
{
    struct writer *writer = state;
    writer->env = env;
    bgt_status status = env->encode(env, output, "UTF-8", &writer->utf8);
    if (status == BGT_OK) {
        status = put(writer, first_line, sizeof first_line - 1);
    }
    return status == BGT_OK ? put(writer, "\n", 1) : status;
}

static bgt_status writer_begin_sheet(void *state, const struct bgt_sheet *sheet)
{
    struct writer *writer = state;
    writer->row = 0;
    bgt_status status = put(writer, "[", 1);
    if (status == BGT_OK) {
        status = put(writer, sheet->name, strlen(sheet->name));
    }
    return status == BGT_OK ? put(writer, "]\n", 2) : status;
}

/* Why this format cannot hold a cell's text; null where it can. */
static const char *find_obstacle(const struct writer *writer,
                                 const struct bgt_value *value, const char *text,
                                 size_t length)
{
    if (memchr(text, '\t', length) != NULL || memchr(text, '\n', length) != NULL) {
        return "the format has no line breaks and TABs in cells";
    }
    if (value->column == 1 && length > 0 && text[0] == '[') {
        return "a row may not begin with [";
    }
    if (length > 0 && text[length - 1] == '\r') {
        return "a cell may not end with a carriage return";
    }
    if (length == 0 || same(text, length, writer->env->options[OPTION_BLANK].text)) {
        return "the text is the spelling of a blank";
    }
    return NULL;
}

static bgt_status put_cell(const struct writer *writer, const struct bgt_batch *batch,
                           const struct bgt_item *item, const struct bgt_value *value)
{
    char number[BGT_DECIMAL_TEXT_SIZE];
    const char *text = bgt_value_text(batch, value);
    size_t length = value->text_length;
    if (value->state == BGT_BLANK) {
        text = writer->env->options[OPTION_BLANK].text;
        return put(writer, text, strlen(text));
    }
    if (value->type == BGT_VALUE_NUMBER && (value->flags & BGT_VALUE_DECIMAL) != 0) {
        length = bgt_decimal_format(value->decimal, number);
        text = number;
    }
    const char *obstacle = find_obstacle(writer, value, text, length);
    if (obstacle != NULL) {
        /* Never dropped, never altered: refused, and the host accounts for it. */
        return writer->env->cannot_hold(writer->env, batch, item, value, obstacle);
    }
    return put(writer, text, length);
}

/* TABs up to the column; rows that were left out are empty lines. */
static bgt_status advance(const struct writer *writer, char what, uint64_t count)
{
    bgt_status status = BGT_OK;
    for (uint64_t i = 0; status == BGT_OK && i < count; i++) {
        status = put(writer, &what, 1);
    }
    return status;
}

static bgt_status writer_put_row(void *state, const struct bgt_batch *batch,
                                 const struct bgt_item *item)
{
    struct writer *writer = state;
    const struct bgt_value *values = bgt_item_values(batch, item);
    uint32_t column = 1;
    bgt_status result = BGT_OK;
    bgt_status status = advance(writer, '\n', item->row - writer->row - 1);
    writer->row = item->row;
    for (uint32_t i = 0; status == BGT_OK && i < item->value_count; i++) {
        status = advance(writer, '\t', values[i].column - column);
        column = values[i].column;
        if (status == BGT_OK) {
            status = put_cell(writer, batch, item, &values[i]);
        }
        if (status == BGT_CANNOT_HOLD) {
            result = status;
            status = BGT_OK; /* Tell of the other cells too. */
        }
    }
    if (status == BGT_OK) {
        status = put(writer, "\n", 1);
    }
    return status == BGT_OK ? result : status;
}

static bgt_status writer_end_sheet(void *state)
{
    (void)state;
    return BGT_OK;
}

/* The only place that may say that all is written. */
static bgt_status writer_finish(void *state)
{
    struct writer *writer = state;
    struct bgt_output *utf8 = writer->utf8;
    writer->utf8 = NULL;
    return utf8->close(utf8);
}

static void writer_close(void *state)
{
    struct writer *writer = state;
    if (writer->utf8 != NULL) {
        (void)writer->utf8->close(writer->utf8);
    }
}

/* ---- The descriptor ------------------------------------------------------------- */

static const struct bgt_option options[] = {
    [OPTION_BLANK] =
        {
            .name = "blank",
            .type = BGT_OPTION_TEXT,
            .for_reader = 1,
            .for_writer = 1,
            .initial = "-",
            .help = "Spelling of a blank cell.",
            .help_zh = "空白单元格的写法。",
        },
};

static const struct bgt_capacity capacity = {
    .struct_size = sizeof capacity,
    .flags = BGT_CAN_READ | BGT_CAN_WRITE | BGT_CAN_SHEETS | BGT_CAN_BLANK,
};

static const struct bgt_reader_ops reader_ops = {
    .struct_size = sizeof reader_ops,
    .state_size = sizeof(struct reader),
    .probe = probe,
    .open = reader_open,
    .next = reader_next,
    .close = reader_close,
};

static const struct bgt_writer_ops writer_ops = {
    .struct_size = sizeof writer_ops,
    .state_size = sizeof(struct writer),
    .open = writer_open,
    .begin_sheet = writer_begin_sheet,
    .put_row = writer_put_row,
    .end_sheet = writer_end_sheet,
    .finish = writer_finish,
    .close = writer_close,
};

BGT_PLUGIN_EXPORT(example) = {
    .struct_size = sizeof(struct bgt_plugin),
    .abi = BGT_ABI,
    .id = "example",
    .title = "Example grid",
    .title_zh = "示例表格",
    .kind = BGT_KIND_GRID,
    .option_count = sizeof options / sizeof options[0],
    .options = options,
    .option_stride = sizeof options[0],
    .capacity = &capacity,
    .reader = &reader_ops,
    .writer = &writer_ops,
};
