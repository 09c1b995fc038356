#include "writer.h"

#include "locale_c.h"
#include "options.h"
#include "ornaments.h"
#include "out_store.h"
#include "report.h"
#include "sheet_name.h"
#include "verify.h"

#include <errno.h>
#include <string.h>

/* Above so many rows the library's constant memory is worth its larger files: measured.
 */
#define ROWS_IN_MEMORY 20000

/* The choices of `-o memory=`, in their order. */
enum memory { MEMORY_AUTO = 0, MEMORY_NORMAL = 1, MEMORY_CONSTANT = 2 };

/* A sheet's name, so that another is not called the same. */
struct name {
    char *text;
};

struct writer {
    const struct bgt_env *env;
    struct bgt_output *output;
    struct bgt_xlsx_locale locale;
    struct bgt_xlsx_out_store store; /* until the book is open */
    struct bgt_xlsx_out_book book;
    struct bgt_output *written; /* where the library writes: a temporary of the host's */
    struct bgt_input *whole;    /* the same, to be read */
    struct bgt_xlsx_out_check check;
    struct bgt_xlsx_out_row row;
    struct bgt_sheet looks; /* of the present sheet, where it goes straight to the book */
    struct name *names;
    size_t name_count;
    size_t name_capacity;
    struct name *wanted; /* sheets that charts and links name */
    size_t wanted_count;
    size_t wanted_capacity;
    bool is_streaming; /* the book is open, rows go straight to it */
};

static struct bgt_place place_in(const struct writer *writer, const char *sheet)
{
    struct bgt_place place = bgt_xlsx_at(sheet, 0, 0);
    place.file = writer->output->name;
    return place;
}

/* What the library answered, as a status; it is reported here. */
static bgt_status outcome(const struct writer *writer, lxw_error error)
{
    const struct bgt_env *env = writer->env;
    int system_error = errno;
    struct bgt_place place = place_in(writer, NULL);
    switch (error) {
    case LXW_NO_ERROR:
        return BGT_OK;
    case LXW_ERROR_MEMORY_MALLOC_FAILED:
        return BGT_NO_MEMORY;
    case LXW_ERROR_CREATING_TMPFILE:
    case LXW_ERROR_CREATING_XLSX_FILE:
    case LXW_ERROR_ZIP_FILE_OPERATION:
    case LXW_ERROR_ZIP_INTERNAL_ERROR:
    case LXW_ERROR_ZIP_CLOSE:
        return bgt_xlsx_fatal(env, "XLSX_TEMPORARY", place, strerror(system_error));
    default:
        return bgt_xlsx_fatal(env, "INTERNAL", place, lxw_strerror(error));
    }
}

/* Opens the book. The library writes into a temporary of the host's: so the result can be
 * verified, and a full target is the host's to report. */
static bgt_status open_book(struct writer *writer, bool is_constant)
{
    const struct bgt_env *env = writer->env;
    bgt_status status = env->temporary(env, &writer->written, &writer->whole);
    if (status != BGT_OK) {
        return status;
    }
    const char *path = writer->written->path(writer->written);
    if (path == NULL) {
        return bgt_xlsx_fatal(env, "XLSX_TEMPORARY", place_in(writer, NULL), "");
    }
    return bgt_xlsx_out_book_open(&writer->book, path, is_constant) ? BGT_OK
                                                                    : BGT_NO_MEMORY;
}

static bgt_status open_writer(void *state, struct bgt_output *output,
                              const struct bgt_env *env)
{
    struct writer *writer = state;
    enum memory memory = (enum memory)bgt_xlsx_choice(env, BGT_XLSX_OPTION_MEMORY);
    writer->env = env;
    writer->output = output;
    if (!bgt_xlsx_locale_open(&writer->locale)) {
        return BGT_NO_MEMORY;
    }
    if (memory == MEMORY_AUTO) {
        return BGT_OK;
    }
    writer->is_streaming = true;
    return open_book(writer, memory == MEMORY_CONSTANT);
}

static bgt_status take_name(struct writer *writer, const char *name)
{
    const char *code = bgt_xlsx_sheet_name_check(name);
    for (size_t i = 0; i < writer->name_count && code == NULL; i++) {
        if (bgt_xlsx_sheet_name_equal(writer->names[i].text, name)) {
            code = "XLSX_SHEET_NAME_TWICE";
        }
    }
    if (code != NULL) {
        return bgt_xlsx_fatal(writer->env, code, place_in(writer, name), name);
    }
    struct name *names = bgt_xlsx_grow(writer->names, writer->name_count,
                                       &writer->name_capacity, sizeof *names);
    if (names == NULL) {
        return BGT_NO_MEMORY;
    }
    writer->names = names;
    names[writer->name_count].text = bgt_xlsx_copy(name, strlen(name));
    return names[writer->name_count].text == NULL ? BGT_NO_MEMORY
                                                  : (writer->name_count++, BGT_OK);
}

/* Checks charts and links, and keeps the names of the sheets they lead to. */
static bgt_status take_ornaments(struct writer *writer, const struct bgt_sheet *given)
{
    const char *sheet = NULL;
    struct bgt_sheet looks = bgt_xlsx_ornaments_of(given);
    const char *fault = bgt_xlsx_ornaments_check(&looks);
    if (fault != NULL) {
        return bgt_xlsx_fatal(writer->env, "INTERNAL", place_in(writer, given->name),
                              fault);
    }
    for (uint32_t n = 0; (sheet = bgt_xlsx_ornaments_sheet(&looks, n)) != NULL; n++) {
        struct name *wanted = bgt_xlsx_grow(writer->wanted, writer->wanted_count,
                                            &writer->wanted_capacity, sizeof *wanted);
        if (wanted == NULL) {
            return BGT_NO_MEMORY;
        }
        writer->wanted = wanted;
        wanted[writer->wanted_count].text = bgt_xlsx_copy(sheet, strlen(sheet));
        if (wanted[writer->wanted_count].text == NULL) {
            return BGT_NO_MEMORY;
        }
        writer->wanted_count++;
    }
    return BGT_OK;
}

/* Each sheet that a chart or a link leads to must be there. */
static bgt_status check_wanted(const struct writer *writer)
{
    for (size_t w = 0; w < writer->wanted_count; w++) {
        bool is_there = false;
        for (size_t i = 0; i < writer->name_count && !is_there; i++) {
            is_there = strcmp(writer->names[i].text, writer->wanted[w].text) == 0;
        }
        if (!is_there) {
            return bgt_xlsx_fatal(writer->env, "INTERNAL",
                                  place_in(writer, writer->wanted[w].text),
                                  "a chart or a link leads to a sheet that is not there");
        }
    }
    return BGT_OK;
}

static bgt_status begin_sheet(void *state, const struct bgt_sheet *sheet)
{
    struct writer *writer = state;
    bgt_status status = take_name(writer, sheet->name);
    if (status == BGT_OK) {
        status = take_ornaments(writer, sheet);
    }
    if (status != BGT_OK) {
        return status;
    }
    bgt_xlsx_out_check_free(&writer->check);
    writer->check.env = writer->env;
    writer->check.file = writer->output->name;
    writer->check.sheet = writer->names[writer->name_count - 1].text;
    writer->check.styles = sheet->styles;
    writer->check.style_count = sheet->styles == NULL ? 0 : sheet->style_count;
    if (!writer->is_streaming) {
        return bgt_xlsx_out_store_begin_sheet(&writer->store, sheet);
    }
    bgt_xlsx_looks_free(&writer->looks);
    status = bgt_xlsx_looks_copy(&writer->looks, sheet);
    if (status != BGT_OK) {
        return status;
    }
    bgt_xlsx_locale_enter(&writer->locale);
    lxw_error error = bgt_xlsx_out_book_begin_sheet(&writer->book, &writer->looks);
    bgt_xlsx_locale_leave(&writer->locale);
    return outcome(writer, error);
}

/* Too many rows to keep: what is stored and what follows goes through constant memory. */
static bgt_status start_streaming(struct writer *writer)
{
    bgt_status status = open_book(writer, true);
    if (status != BGT_OK) {
        return status;
    }
    writer->is_streaming = true;
    bgt_xlsx_locale_enter(&writer->locale);
    lxw_error error = bgt_xlsx_out_store_replay(&writer->store, &writer->book, true);
    bgt_xlsx_locale_leave(&writer->locale);
    return outcome(writer, error);
}

static bgt_status put_row(void *state, const struct bgt_batch *batch,
                          const struct bgt_item *item)
{
    struct writer *writer = state;
    bgt_status status =
        bgt_xlsx_out_row_prepare(&writer->row, &writer->check, batch, item);
    if (status != BGT_OK) {
        return status;
    }
    if (!writer->is_streaming && writer->store.rows == ROWS_IN_MEMORY) {
        status = start_streaming(writer);
    }
    if (status != BGT_OK || !writer->is_streaming) {
        return status == BGT_OK ? bgt_xlsx_out_store_row(&writer->store, &writer->row)
                                : status;
    }
    bgt_xlsx_locale_enter(&writer->locale);
    lxw_error error = bgt_xlsx_out_book_row(&writer->book, &writer->row);
    bgt_xlsx_locale_leave(&writer->locale);
    return outcome(writer, error);
}

static bgt_status end_sheet(void *state)
{
    struct writer *writer = state;
    if (!writer->is_streaming) {
        return BGT_OK;
    }
    bgt_xlsx_locale_enter(&writer->locale);
    lxw_error error = bgt_xlsx_out_book_end_sheet(&writer->book);
    bgt_xlsx_locale_leave(&writer->locale);
    return outcome(writer, error);
}

/* Gives the finished workbook to the target, once it is known to be whole. */
static bgt_status hand_over(struct writer *writer)
{
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    const struct bgt_xlsx_expected expected = {
        writer->book.cells, writer->book.sheet_count, writer->book.charts};
    bgt_status status = writer->whole->map(writer->whole, &bytes, &length);
    if (status != BGT_OK) {
        return status;
    }
    status = bgt_xlsx_verify(bytes, length, &expected);
    if (status == BGT_BAD) {
        return bgt_xlsx_fatal(writer->env, "XLSX_NOT_WHOLE", place_in(writer, NULL),
                              NULL);
    }
    return status == BGT_OK ? writer->output->write(writer->output, bytes, (size_t)length)
                            : status;
}

/* A workbook without a sheet cannot be opened. */
static lxw_error add_empty_sheet(struct writer *writer)
{
    const struct bgt_sheet looks = {.struct_size = sizeof looks, .name = "Sheet1"};
    lxw_error error = bgt_xlsx_out_book_begin_sheet(&writer->book, &looks);
    return error == LXW_NO_ERROR ? bgt_xlsx_out_book_end_sheet(&writer->book) : error;
}

static bgt_status finish(void *state)
{
    struct writer *writer = state;
    lxw_error error = LXW_NO_ERROR;
    bgt_status status = check_wanted(writer);
    if (status == BGT_OK && !writer->is_streaming) {
        status = open_book(writer, false);
    }
    if (status != BGT_OK) {
        return status;
    }
    bgt_xlsx_locale_enter(&writer->locale);
    if (!writer->is_streaming) {
        error = bgt_xlsx_out_store_replay(&writer->store, &writer->book, false);
    }
    if (error == LXW_NO_ERROR && writer->book.sheet_count == 0) {
        error = add_empty_sheet(writer);
    }
    if (error == LXW_NO_ERROR) {
        errno = 0;
        error = bgt_xlsx_out_book_finish(&writer->book);
    }
    bgt_xlsx_locale_leave(&writer->locale);
    status = outcome(writer, error);
    return status == BGT_OK ? hand_over(writer) : status;
}

static void close_writer(void *state)
{
    struct writer *writer = state;
    bgt_xlsx_out_book_close(&writer->book);
    bgt_xlsx_out_store_free(&writer->store);
    bgt_xlsx_out_check_free(&writer->check);
    bgt_xlsx_out_row_free(&writer->row);
    bgt_xlsx_looks_free(&writer->looks);
    if (writer->written != NULL) {
        (void)writer->written->close(writer->written);
        writer->whole->close(writer->whole);
    }
    bgt_xlsx_locale_close(&writer->locale);
    for (size_t i = 0; i < writer->name_count; i++) {
        free(writer->names[i].text);
    }
    free(writer->names);
    for (size_t i = 0; i < writer->wanted_count; i++) {
        free(writer->wanted[i].text);
    }
    free(writer->wanted);
}

const struct bgt_writer_ops bgt_xlsx_writer = {
    .struct_size = sizeof(struct bgt_writer_ops),
    .state_size = sizeof(struct writer),
    .open = open_writer,
    .begin_sheet = begin_sheet,
    .put_row = put_row,
    .end_sheet = end_sheet,
    .finish = finish,
    .close = close_writer,
};
