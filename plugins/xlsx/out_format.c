#include "out_format.h"

#include <string.h>

/* Blank, text, date, boolean; numbers and percentages of each scale. */
#define SCALES (BGT_DECIMAL_MAX_SCALE + 1)
#define SLOTS  (4 + 2 * SCALES)

#define FONT_SIZE 11

/* As Excel and WPS show links. */
#define LINK_COLOR 0x0563C1

/* The built-in format `@`. */
#define TEXT_FORMAT 49

static const struct bgt_style plain = {.align = BGT_ALIGN_DEFAULT};

bgt_status bgt_xlsx_out_formats_begin(struct bgt_xlsx_out_formats *formats,
                                      const struct bgt_style *styles,
                                      uint32_t style_count)
{
    free(formats->by_style);
    formats->styles = style_count == 0 ? &plain : styles;
    formats->style_count = style_count == 0 ? 1 : style_count;
    if (formats->style_count > UINT16_MAX + 1u) {
        formats->style_count = UINT16_MAX + 1u;
    }
    formats->by_style =
        calloc((size_t)formats->style_count * SLOTS, sizeof(lxw_format *));
    return formats->by_style == NULL ? BGT_NO_MEMORY : BGT_OK;
}

static size_t slot_of(const struct bgt_xlsx_out_cell *cell)
{
    switch (cell->kind) {
    case BGT_XLSX_OUT_NUMBER:
        return 4 + (size_t)cell->scale;
    case BGT_XLSX_OUT_PERCENT:
        return 4 + SCALES + (size_t)cell->scale;
    case BGT_XLSX_OUT_TEXT:
        return 1;
    case BGT_XLSX_OUT_DATE:
        return 2;
    case BGT_XLSX_OUT_BOOLEAN:
        return 3;
    default:
        return 0;
    }
}

/* The number of a built-in format (ECMA-376 part 1, 18.8.30); 0: it has none. */
static uint8_t builtin_of(const struct bgt_xlsx_made_format *made)
{
    static const struct {
        uint8_t plain, grouped, percent;
    } builtins[] = {[0] = {1, 3, 9}, [2] = {2, 4, 10}};
    if (made->scale >= sizeof builtins / sizeof builtins[0]) {
        return 0;
    }
    if (made->kind == BGT_XLSX_OUT_PERCENT) {
        return builtins[made->scale].percent;
    }
    return made->style.is_grouped ? builtins[made->scale].grouped
                                  : builtins[made->scale].plain;
}

/* `#,##0.00`, `0.00` or `0.00%` for the cell's scale. */
static void set_number_format(lxw_format *format, const struct bgt_xlsx_made_format *made)
{
    if (builtin_of(made) != 0) {
        format_set_num_format_index(format, builtin_of(made));
        return;
    }
    char code[32];
    size_t at = 0;
    bool is_percent = made->kind == BGT_XLSX_OUT_PERCENT;
    const char *whole = made->style.is_grouped && !is_percent ? "#,##0" : "0";
    memcpy(code, whole, strlen(whole));
    at = strlen(whole);
    if (made->scale > 0) {
        code[at++] = '.';
        memset(code + at, '0', made->scale);
        at += made->scale;
    }
    if (is_percent) {
        code[at++] = '%';
    }
    code[at] = '\0';
    format_set_num_format(format, code);
}

static void set_look(lxw_format *format, const struct bgt_style *style)
{
    static const uint8_t aligns[] = {LXW_ALIGN_NONE, LXW_ALIGN_LEFT, LXW_ALIGN_CENTER,
                                     LXW_ALIGN_RIGHT};
    format_set_font_name(format, BGT_XLSX_FONT_NAME);
    format_set_font_size(format, style->font_size == 0 ? FONT_SIZE : style->font_size);
    if (style->align != BGT_ALIGN_DEFAULT && style->align <= BGT_ALIGN_RIGHT) {
        format_set_align(format, aligns[style->align]);
    }
    if (style->is_bold) {
        format_set_bold(format);
    }
    if (style->has_border) {
        format_set_border(format, LXW_BORDER_THIN);
    }
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (style->has_wrap) {
        format_set_text_wrap(format);
    }
    if (style->indent > 0) {
        format_set_indent(format, style->indent);
    }
}

static lxw_format *make_format(lxw_workbook *workbook,
                               const struct bgt_xlsx_made_format *made)
{
    lxw_format *format = workbook_add_format(workbook);
    if (format == NULL) {
        return NULL;
    }
    set_look(format, &made->style);
    if (made->is_link) {
        format_set_font_color(format, LINK_COLOR);
        format_set_underline(format, LXW_UNDERLINE_SINGLE);
    }
    switch (made->kind) {
    case BGT_XLSX_OUT_TEXT:
        format_set_num_format_index(format, TEXT_FORMAT);
        break;
    case BGT_XLSX_OUT_NUMBER:
    case BGT_XLSX_OUT_PERCENT:
        set_number_format(format, made);
        break;
    case BGT_XLSX_OUT_DATE:
        format_set_num_format(format, "yyyy\\-mm\\-dd");
        break;
    default:
        break;
    }
    return format;
}

/* The format among those made, for whatever sheet, or a new one. */
static lxw_format *find_or_make(struct bgt_xlsx_out_formats *formats,
                                lxw_workbook *workbook,
                                const struct bgt_xlsx_made_format *wanted)
{
    for (size_t i = 0; i < formats->count; i++) {
        struct bgt_xlsx_made_format *made = &formats->made[i];
        if (made->kind == wanted->kind && made->scale == wanted->scale &&
            made->is_link == wanted->is_link &&
            memcmp(&made->style, &wanted->style, sizeof made->style) == 0) {
            return made->format;
        }
    }
    struct bgt_xlsx_made_format *made =
        bgt_xlsx_grow(formats->made, formats->count, &formats->capacity, sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    formats->made = made;
    made[formats->count] = *wanted;
    made[formats->count].format = make_format(workbook, wanted);
    return made[formats->count].format == NULL ? NULL : made[formats->count++].format;
}

lxw_format *bgt_xlsx_out_format(struct bgt_xlsx_out_formats *formats,
                                lxw_workbook *workbook,
                                const struct bgt_xlsx_out_cell *cell)
{
    uint16_t style = cell->style < formats->style_count ? cell->style : 0;
    lxw_format **slot = &formats->by_style[(size_t)style * SLOTS + slot_of(cell)];
    if (*slot == NULL) {
        struct bgt_xlsx_made_format wanted;
        memset(&wanted, 0, sizeof wanted);
        wanted.style = formats->styles[style];
        wanted.kind = cell->kind;
        if (cell->kind == BGT_XLSX_OUT_NUMBER || cell->kind == BGT_XLSX_OUT_PERCENT) {
            wanted.scale = cell->scale;
        }
        *slot = find_or_make(formats, workbook, &wanted);
    }
    return *slot;
}

lxw_format *bgt_xlsx_out_link_format(struct bgt_xlsx_out_formats *formats,
                                     lxw_workbook *workbook,
                                     const struct bgt_xlsx_out_cell *cell)
{
    struct bgt_xlsx_made_format wanted;
    memset(&wanted, 0, sizeof wanted);
    wanted.style = formats->styles[cell->style < formats->style_count ? cell->style : 0];
    wanted.kind = BGT_XLSX_OUT_TEXT;
    wanted.is_link = true;
    return find_or_make(formats, workbook, &wanted);
}

void bgt_xlsx_out_formats_free(struct bgt_xlsx_out_formats *formats)
{
    free(formats->made);
    free(formats->by_style);
    memset(formats, 0, sizeof *formats);
}
