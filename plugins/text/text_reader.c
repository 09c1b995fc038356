#include "text_reader.h"

#include "text_aligned.h"

#include <stdlib.h>

struct reader {
    struct bgt_text_context context;
    struct bgt_input *input;
    struct bgt_input *utf8; /* Opened by us. */
    struct bgt_text_lines lines;
    char *sheet; /* The file's name without folders and ending. */
    bool has_begun, has_ended;
    bool is_aligned; /* Columns are aligned by spaces. */
    struct bgt_text_aligned aligned;
};

/* ---- Open ----------------------------------------------------------------------- */

static char *stem_of(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *start = slash == NULL ? name : slash + 1;
    const char *dot = strrchr(start, '.');
    size_t length = dot == NULL || dot == start ? strlen(start) : (size_t)(dot - start);
    char *stem = malloc(length + 1);
    if (stem != NULL) {
        memcpy(stem, start, length);
        stem[length] = '\0';
    }
    return stem;
}

static bgt_status refuse_binary(struct reader *reader, const char *at)
{
    const char *text = reader->lines.text;
    uint64_t line = 1;
    for (const char *lf = memchr(text, '\n', (size_t)(at - text)); lf != NULL;
         lf = memchr(lf + 1, '\n', (size_t)(at - lf - 1))) {
        line++;
    }
    struct bgt_diagnostic diagnostic = {
        .code = "TEXT_NUL_BYTE",
        .place = {.sheet = reader->sheet, .line = line},
    };
    (void)reader->context.env->report(reader->context.env, &diagnostic);
    return BGT_FATAL;
}

/* Lines with a tab between words, against those with a gap of blanks. */
static bool is_mostly_aligned(struct bgt_text_lines lines)
{
    struct bgt_text_line line;
    uint64_t tabs = 0;
    uint64_t gaps = 0;
    while (bgt_text_next_line(&lines, &line)) {
        const char *tab = memchr(line.text, '\t', line.length);
        tabs += tab != NULL;
        for (size_t i = 1; tab == NULL && i + 3 < line.length; i++) {
            if (line.text[i - 1] != ' ' && memcmp(line.text + i, "   ", 3) == 0 &&
                line.text[i + 3] != '\0') {
                gaps++;
                break;
            }
        }
    }
    return gaps > tabs;
}

static bgt_status choose_columns(struct reader *reader)
{
    int64_t choice = reader->context.env->options[BGT_TEXT_COLUMNS].integer;
    reader->is_aligned =
        choice == BGT_TEXT_COLUMNS_SPACE ||
        (choice == BGT_TEXT_COLUMNS_AUTO && is_mostly_aligned(reader->lines));
    return reader->is_aligned ? bgt_text_find_width(reader->lines, &reader->aligned.page)
                              : BGT_OK;
}

static bgt_status reader_open(void *state, struct bgt_input *input,
                              const struct bgt_env *env)
{
    struct reader *reader = state;
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    reader->input = input;
    reader->context.env = env;
    reader->sheet = stem_of(input->name);
    if (reader->sheet == NULL) {
        return BGT_NO_MEMORY;
    }
    reader->context.sheet = reader->sheet;
    reader->context.form_title = env->options[BGT_TEXT_FORM_TITLE].text;
    bgt_status status = env->decode(env, input, &reader->utf8);
    if (status == BGT_OK) {
        status = reader->utf8->map(reader->utf8, &bytes, &length);
    }
    if (status != BGT_OK) {
        return status;
    }
    reader->context.base = (const char *)bytes;
    reader->lines.text = (const char *)bytes;
    reader->lines.length = (size_t)length;
    status = choose_columns(reader);
    if (status != BGT_OK) {
        return status;
    }
    const char *nul = length == 0 ? NULL : memchr(bytes, '\0', (size_t)length);
    return nul == NULL ? BGT_OK : refuse_binary(reader, nul);
}

static void reader_close(void *state)
{
    struct reader *reader = state;
    if (reader->utf8 != NULL && reader->utf8 != reader->input) {
        reader->utf8->close(reader->utf8);
    }
    bgt_text_aligned_clear(&reader->aligned);
    free(reader->sheet);
}

/* ---- Next ----------------------------------------------------------------------- */

static bgt_status begin_sheet(struct reader *reader, struct bgt_batch *batch)
{
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(batch, BGT_ITEM_SHEET, &item);
    if (status != BGT_OK) {
        return status;
    }
    item->flags = BGT_ITEM_PROSE;
    reader->has_begun = true;
    status = bgt_batch_place(batch, reader->sheet, strlen(reader->sheet));
    return status == BGT_OK
               ? bgt_batch_put_text(batch, 1, reader->sheet, strlen(reader->sheet), NULL)
               : status;
}

static bgt_status end_sheet(struct reader *reader, struct bgt_batch *batch)
{
    bgt_status status = bgt_batch_item(batch, BGT_ITEM_SHEET_END, NULL);
    return status == BGT_OK ? bgt_batch_place(batch, reader->sheet, strlen(reader->sheet))
                            : status;
}

/* One step: a line, or a table that is aligned by spaces. */
static bgt_status step(struct reader *reader, struct bgt_batch *batch)
{
    const struct bgt_limits *limits = reader->context.env->limits;
    struct bgt_text_line line;
    if (reader->is_aligned) {
        return bgt_text_aligned_next(&reader->aligned, &reader->context, &reader->lines,
                                     batch);
    }
    if (!bgt_text_next_line(&reader->lines, &line)) {
        return BGT_END;
    }
    return line.length > limits->row_bytes
               ? bgt_text_limit(&reader->context, &line, "row-bytes", limits->row_bytes)
               : bgt_text_tab_row(&reader->context, batch, &line);
}

static bgt_status reader_next(void *state, struct bgt_batch *batch)
{
    struct reader *reader = state;
    bgt_status status = BGT_OK;
    if (reader->context.env->is_cancelled(reader->context.env)) {
        return BGT_CANCELLED;
    }
    if (reader->has_ended) {
        return BGT_END;
    }
    batch->input = reader->context.base;
    if (!reader->has_begun) {
        status = begin_sheet(reader, batch);
    }
    bgt_status worst = BGT_OK;
    while (status == BGT_OK && !bgt_batch_full(batch)) {
        status = step(reader, batch);
        if (status == BGT_BAD) {
            worst = BGT_BAD;
            status = BGT_OK;
        }
    }
    if (status == BGT_END) {
        status = end_sheet(reader, batch);
        reader->has_ended = true;
    }
    if (status != BGT_OK) {
        return status;
    }
    return worst != BGT_OK ? worst : reader->has_ended ? BGT_END : BGT_OK;
}

/* ---- Probe ---------------------------------------------------------------------- */

/* Delimiters of a CSV in the first line of text: an export under the name .txt. */
static bool looks_delimited(const char *text, size_t length)
{
    size_t count = 0;
    size_t tabs = 0;
    for (size_t i = 0; i < length && text[i] != '\n' && text[i] != '\r'; i++) {
        count += text[i] == ',' || text[i] == ';' || text[i] == '|';
        tabs += text[i] == '\t';
    }
    return count >= 2 && tabs == 0;
}

static int reader_probe(const uint8_t *head, size_t length, const char *name)
{
    (void)name;
    bool is_utf16 = length >= 2 && ((head[0] == 0xFF && head[1] == 0xFE) ||
                                    (head[0] == 0xFE && head[1] == 0xFF));
    if (!is_utf16 && length != 0 && memchr(head, '\0', length) != NULL) {
        return 0;
    }
    return looks_delimited((const char *)head, length) ? 5 : 50;
}

const struct bgt_reader_ops bgt_text_reader = {
    .struct_size = sizeof(struct bgt_reader_ops),
    .state_size = sizeof(struct reader),
    .probe = reader_probe,
    .open = reader_open,
    .next = reader_next,
    .close = reader_close,
};
