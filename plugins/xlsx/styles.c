#include "styles.h"

#include "bytes.h"
#include "report.h"

#include <string.h>

/* Excel's own bounds are 65,490 cell styles and about 250 number formats. */
#define MAXIMUM 65536

struct custom_format {
    uint32_t id;
    struct bgt_xlsx_number_format format;
};

struct reading {
    struct bgt_xlsx_styles *styles;
    const struct bgt_xlsx_part_source *source;
    struct custom_format *customs;
    size_t custom_count;
    size_t custom_capacity;
    unsigned depth;
    bool in_formats;
    bool in_cell_styles;
};

static bgt_status too_large(const struct reading *reading)
{
    return bgt_xlsx_fatal(reading->source->env, "XLSX_PART_TOO_LARGE",
                          bgt_xlsx_at(reading->source->name, 0, 0), "65536");
}

static bgt_status on_format(struct reading *reading, const char *const *attributes)
{
    const char *id = bgt_xlsx_attribute(attributes, "numFmtId");
    const char *code = bgt_xlsx_attribute(attributes, "formatCode");
    uint32_t number = 0;
    if (id == NULL || code == NULL || !bgt_xlsx_unsigned(id, strlen(id), &number)) {
        return BGT_OK;
    }
    if (reading->custom_count == MAXIMUM) {
        return too_large(reading);
    }
    struct custom_format *customs =
        bgt_xlsx_grow(reading->customs, reading->custom_count, &reading->custom_capacity,
                      sizeof *customs);
    if (customs == NULL) {
        return BGT_NO_MEMORY;
    }
    reading->customs = customs;
    struct custom_format *added = &customs[reading->custom_count++];
    added->id = number;
    bgt_xlsx_number_format_parse(code, strlen(code), &added->format);
    return BGT_OK;
}

static void find_format(const struct reading *reading, uint32_t id,
                        struct bgt_xlsx_number_format *format)
{
    for (size_t i = reading->custom_count; i > 0; i--) {
        if (reading->customs[i - 1].id == id) {
            *format = reading->customs[i - 1].format;
            return;
        }
    }
    bgt_xlsx_number_format_builtin(id, format);
}

static bgt_status on_cell_style(struct reading *reading, const char *const *attributes)
{
    struct bgt_xlsx_styles *styles = reading->styles;
    const char *id = bgt_xlsx_attribute(attributes, "numFmtId");
    uint32_t number = 0;
    if (styles->count == MAXIMUM) {
        return too_large(reading);
    }
    struct bgt_xlsx_number_format *formats =
        bgt_xlsx_grow(styles->formats, styles->count, &styles->capacity, sizeof *formats);
    if (formats == NULL) {
        return BGT_NO_MEMORY;
    }
    styles->formats = formats;
    if (id == NULL || !bgt_xlsx_unsigned(id, strlen(id), &number)) {
        number = 0;
    }
    find_format(reading, number, &formats[styles->count++]);
    return BGT_OK;
}

static bgt_status on_start(void *context, const char *name, const char *const *attributes)
{
    struct reading *reading = context;
    unsigned depth = reading->depth++;
    if (depth == 0 && strcmp(name, "styleSheet") != 0) {
        return bgt_xlsx_fatal(reading->source->env, "XLSX_PART_KIND",
                              bgt_xlsx_at(reading->source->name, 0, 0), "styleSheet");
    }
    if (depth == 1) {
        reading->in_formats = strcmp(name, "numFmts") == 0;
        reading->in_cell_styles = strcmp(name, "cellXfs") == 0;
    } else if (depth == 2 && reading->in_formats && strcmp(name, "numFmt") == 0) {
        return on_format(reading, attributes);
    } else if (depth == 2 && reading->in_cell_styles && strcmp(name, "xf") == 0) {
        return on_cell_style(reading, attributes);
    }
    return BGT_OK;
}

static bgt_status on_end(void *context, const char *name)
{
    struct reading *reading = context;
    (void)name;
    reading->depth--;
    return BGT_OK;
}

bgt_status bgt_xlsx_styles_read(struct bgt_xlsx_styles *styles,
                                const struct bgt_xlsx_part_source *source)
{
    static const struct bgt_xlsx_events events = {.start = on_start, .end = on_end};
    struct reading reading;
    memset(&reading, 0, sizeof reading);
    reading.styles = styles;
    reading.source = source;
    bgt_status status = bgt_xlsx_part_read(source, &events, &reading);
    free(reading.customs);
    return status;
}

void bgt_xlsx_styles_free(struct bgt_xlsx_styles *styles)
{
    free(styles->formats);
    memset(styles, 0, sizeof *styles);
}
