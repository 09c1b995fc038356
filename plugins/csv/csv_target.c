#include "csv_target.h"

#include <stdio.h>

#include "csv_options.h"
#include "csv_report.h"
#include "csv_sheets.h"

enum { NAME_BYTES = 256 };

static char upper(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

static bool begins_with(const char *text, const char *word)
{
    for (; *word != '\0'; text++, word++) {
        if (upper(*text) != *word) {
            return false;
        }
    }
    return true;
}

static bool is_utf8(const char *encoding)
{
    if (!begins_with(encoding, "UTF")) {
        return false;
    }
    const char *rest = encoding + 3 + (encoding[3] == '-');
    return strcmp(rest, "8") == 0;
}

void bgt_csv_target_init(struct bgt_csv_target *target, const struct bgt_env *env,
                         struct bgt_output *output,
                         const struct bgt_csv_target_options *options)
{
    const char *encoding = options->encoding == NULL ? "UTF-8" : options->encoding;
    bool is_automatic = options->delimiter == BGT_CSV_DELIMITER_AUTO;
    target->env = env;
    target->output = output;
    target->encoding = is_utf8(encoding) ? NULL : encoding;
    target->has_mark = options->has_mark && begins_with(encoding, "UTF");
    target->delimiter = is_automatic && bgt_csv_is_tab_name(output->name)
                            ? '\t'
                            : bgt_csv_delimiter_byte(options->delimiter);
}

bool bgt_csv_target_is_folder(const struct bgt_csv_target *target)
{
    return target->output->is_folder != 0;
}

static bgt_status flush(struct bgt_csv_target *target)
{
    size_t used = target->used;
    target->used = 0;
    return used == 0 ? BGT_OK : target->sink->write(target->sink, target->buffer, used);
}

bgt_status bgt_csv_target_write(struct bgt_csv_target *target, const char *bytes,
                                size_t length)
{
    if (sizeof target->buffer - target->used < length) {
        bgt_status status = flush(target);
        if (status != BGT_OK) {
            return status;
        }
    }
    if (length > sizeof target->buffer) {
        return target->sink->write(target->sink, bytes, length);
    }
    if (length != 0) {
        memcpy(target->buffer + target->used, bytes, length);
        target->used += length;
    }
    return BGT_OK;
}

/* The file's name for a sheet: nothing that could leave the folder or hide. */
static bgt_status name_file(const struct bgt_csv_target *target, const char *sheet,
                            char name[NAME_BYTES])
{
    size_t length = strlen(sheet);
    bool is_good = length != 0 && length + 4 < NAME_BYTES && sheet[0] != '.';
    for (size_t i = 0; i < length && is_good; i++) {
        unsigned char c = (unsigned char)sheet[i];
        is_good = c >= 0x20 && c != 0x7F && c != '/' && c != '\\';
    }
    if (!is_good) {
        struct bgt_csv_at at = {sheet, 0, 0};
        (void)bgt_csv_report(target->env, "CSV_SHEET_NAME", &at);
        return BGT_FATAL;
    }
    (void)snprintf(name, NAME_BYTES, "%s%s", sheet,
                   target->delimiter == '\t' ? ".tsv" : ".csv");
    return BGT_OK;
}

bgt_status bgt_csv_target_begin(struct bgt_csv_target *target, const char *sheet)
{
    const struct bgt_env *env = target->env;
    bgt_status status = BGT_OK;
    target->sink = target->output;
    if (bgt_csv_target_is_folder(target)) {
        char name[NAME_BYTES];
        status = name_file(target, sheet, name);
        if (status == BGT_OK) {
            status = target->output->member(target->output, name, &target->member);
        }
        target->sink = target->member;
    }
    if (status == BGT_OK && target->encoding != NULL) {
        status = env->encode(env, target->sink, target->encoding, &target->utf8);
        target->sink = target->utf8;
    }
    if (status == BGT_OK && target->has_mark) {
        status = bgt_csv_target_write(target, "\xEF\xBB\xBF", 3);
    }
    return status;
}

/* Closes what was opened for the present sheet, in the order of its layers. */
static bgt_status close_layers(struct bgt_csv_target *target)
{
    struct bgt_output *layers[] = {target->utf8, target->member};
    bgt_status first = BGT_OK;
    target->utf8 = NULL;
    target->member = NULL;
    target->sink = NULL;
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++) {
        if (layers[i] != NULL) {
            bgt_status status = layers[i]->close(layers[i]);
            first = first == BGT_OK ? status : first;
        }
    }
    return first;
}

bgt_status bgt_csv_target_end(struct bgt_csv_target *target)
{
    bgt_status status = flush(target);
    return status == BGT_OK ? close_layers(target) : status;
}

bgt_status bgt_csv_target_finish(struct bgt_csv_target *target)
{
    return target->sink == NULL ? BGT_OK : bgt_csv_target_end(target);
}

void bgt_csv_target_clear(struct bgt_csv_target *target)
{
    (void)close_layers(target);
}
