#include <string.h>

#include "diag/bounds.h"
#include "figures/diff_parts.h"
#include "io/io.h"
#include "layout/layout.h"

/* Comparable bytes of one key: a dozen codes and names. */
#define KEY_BYTES (1u << 20)

/* Between parts; no text that was read holds it in a code or label that matters. */
#define SEPARATOR '\037'

/* Codes that tell lines of one table apart, each with the name that stands in for it. */
struct part {
    uint16_t code;
    uint16_t name;
    bool is_subject; /* It says what the row is about, so the label is not needed. */
};

static const struct part parts[] = {
    {BGT_line_bgt_type_code, BGT_line_bgt_type_name, false},
    {BGT_line_fund_type_code, BGT_line_fund_type_name, false},
    {BGT_line_pro_cat_code, BGT_line_pro_cat_name, false},
    {BGT_line_pro_code, BGT_line_pro_name, true},
    {BGT_line_income_sort_code, BGT_line_income_sort_name, true},
    {BGT_line_exp_func_code, BGT_line_exp_func_name, true},
    {BGT_line_gov_bgt_eco_code, BGT_line_gov_bgt_eco_name, true},
    {BGT_line_dep_bgt_eco_code, BGT_line_dep_bgt_eco_name, true},
    {BGT_line_thr_exp_code, BGT_line_thr_exp_name, true},
    {BGT_line_gpdir_code, BGT_line_gpdir_name, true},
    {BGT_line_budget_level_code, BGT_line_budget_level_name, false},
    {BGT_line_manage_mof_dep_code, BGT_line_manage_mof_dep_name, false},
    {BGT_line_apply_link, BGT_line_apply_link, false},
};

struct keying {
    const struct bgt_figures *figures;
    const struct bgt_figures_line *line;
    struct bgt_buffer exact;
    struct bgt_buffer loose;
    struct bgt_buffer codes;
};

static struct bgt_slice own_text(const struct keying *keying, uint16_t field)
{
    const struct bgt_value *value =
        bgt_figures_value(keying->figures, keying->line, field);
    struct bgt_slice none = {"", 0};
    return value == NULL ? none : bgt_figures_text(keying->figures, keying->line, field);
}

static bgt_status put(struct bgt_buffer *out, struct bgt_slice text)
{
    bgt_status status = bgt_text_normalise(out, text.text, text.length);
    return status == BGT_OK ? bgt_buffer_append_char(out, SEPARATOR) : status;
}

static bgt_status put_both(struct keying *keying, struct bgt_slice text)
{
    bgt_status status = put(&keying->exact, text);
    return status == BGT_OK ? put(&keying->loose, text) : status;
}

/* The line's own unit, else the table's. */
static struct bgt_slice agency_of(const struct keying *keying)
{
    const struct bgt_figures_table *table = keying->line->table;
    struct bgt_slice agency = own_text(keying, BGT_line_agency_code);
    if (agency.length == 0)
        agency = own_text(keying, BGT_line_agency_name);
    if (agency.length == 0)
        agency = bgt_figures_table_text(keying->figures, table, BGT_table_agency_code);
    if (agency.length == 0)
        agency = bgt_figures_table_text(keying->figures, table, BGT_table_agency_name);
    return agency;
}

static bgt_status put_frame(struct keying *keying)
{
    bgt_status status =
        put_both(keying, bgt_figures_table_text(keying->figures, keying->line->table,
                                                BGT_table_table_id));
    if (status == BGT_OK)
        status = put_both(keying, agency_of(keying));
    if (status == BGT_OK)
        status = put_both(keying, own_text(keying, BGT_line_side));
    return status == BGT_OK ? put_both(keying, own_text(keying, BGT_line_row_role))
                            : status;
}

static bgt_status put_code(struct keying *keying, struct bgt_slice code)
{
    bgt_status status = BGT_OK;
    if (keying->codes.length > 0)
        status = bgt_buffer_append_char(&keying->codes, '/');
    return status == BGT_OK ? bgt_buffer_append(&keying->codes, code.text, code.length)
                            : status;
}

/* A project is not what its rows are about where each has a name of its own: the sources
 * of its money. */
static bool names_row(const struct keying *keying, const struct part *part)
{
    struct bgt_slice item = own_text(keying, BGT_line_item);
    struct bgt_slice name = own_text(keying, part->name);
    return part->code != BGT_line_pro_code || item.length == 0 || name.length == 0 ||
           bgt_text_same_label(item.text, item.length, name.text, name.length);
}

static bgt_status put_part(struct keying *keying, const struct part *part,
                           bool *has_subject)
{
    struct bgt_slice code = own_text(keying, part->code);
    struct bgt_slice text = code.length > 0 ? code : own_text(keying, part->name);
    bgt_status status = put(&keying->exact, text);
    if (status == BGT_OK && !part->is_subject)
        status = put(&keying->loose, text);
    *has_subject =
        *has_subject || (part->is_subject && text.length > 0 && names_row(keying, part));
    return status == BGT_OK && part->is_subject && code.length > 0
               ? put_code(keying, code)
               : status;
}

static bgt_status put_label(struct keying *keying, bool has_subject)
{
    struct bgt_slice item = own_text(keying, BGT_line_item);
    size_t start = bgt_text_strip_ordinal(item.text, item.length, NULL);
    bgt_status status = BGT_OK;
    if (!has_subject && own_text(keying, BGT_line_row_role).length == 0)
        status = bgt_layout_row_key(&keying->exact, item.text, item.length);
    if (status != BGT_OK)
        return status;
    if (item.length > 0)
        status =
            bgt_layout_label_key(&keying->loose, item.text + start, item.length - start);
    /* What has no name, or one that is too long for a label, is found by its key only. */
    if (item.length == 0 || status == BGT_LIMIT) {
        bgt_buffer_clear(&keying->loose);
        status = BGT_OK;
    }
    return status;
}

static bgt_status make_key(struct keying *keying)
{
    bool has_subject = false;
    bgt_buffer_clear(&keying->exact);
    bgt_buffer_clear(&keying->loose);
    bgt_buffer_clear(&keying->codes);
    bgt_status status = put_frame(keying);
    for (size_t i = 0; status == BGT_OK && i < sizeof parts / sizeof parts[0]; i++)
        status = put_part(keying, &parts[i], &has_subject);
    return status == BGT_OK ? put_label(keying, has_subject) : status;
}

static bgt_status keep(struct bgt_arena *arena, const struct bgt_buffer *text,
                       struct bgt_slice *out)
{
    const char *copy = bgt_arena_copy(arena, text->data, text->length);
    if (copy == NULL)
        return BGT_NO_MEMORY;
    *out = (struct bgt_slice){copy, text->length};
    return BGT_OK;
}

static bgt_status key_lines(struct keying *keying, struct bgt_arena *arena,
                            struct bgt_diff_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct bgt_diff_line *line = &lines->list[i];
        keying->line = line->line = &keying->figures->lines[i];
        line->index = (uint32_t)i;
        bgt_status status = make_key(keying);
        if (status == BGT_OK)
            status = keep(arena, &keying->exact, &line->key);
        if (status == BGT_OK)
            status = keep(arena, &keying->loose, &line->loose);
        if (status == BGT_OK)
            status = keep(arena, &keying->codes, &line->codes);
        if (status != BGT_OK)
            return status;
    }
    return BGT_OK;
}

bgt_status bgt_diff_keys(const struct bgt_figures *figures, struct bgt_arena *arena,
                         struct bgt_diff_lines *lines)
{
    struct keying keying = {.figures = figures};
    lines->count = figures->line_count;
    lines->list = bgt_arena_allocate_array(arena, lines->count + 1, sizeof *lines->list);
    if (lines->list == NULL)
        return BGT_NO_MEMORY;
    bgt_buffer_init(&keying.exact, NULL, KEY_BYTES);
    bgt_buffer_init(&keying.loose, NULL, KEY_BYTES);
    bgt_buffer_init(&keying.codes, NULL, KEY_BYTES);
    bgt_status status = key_lines(&keying, arena, lines);
    bgt_buffer_close(&keying.exact);
    bgt_buffer_close(&keying.loose);
    bgt_buffer_close(&keying.codes);
    if (status == BGT_LIMIT) {
        struct bgt_place place = {.file = figures->path};
        status = bgt_report_bound(figures->io->reporter, &place, BGT_BOUND_KEY_BYTES,
                                  KEY_BYTES);
    }
    return status;
}
