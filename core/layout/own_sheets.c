#include "layout/own_sheets.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "diag/bounds.h"
#include "io/batch.h"
#include "layout/charts.h"
#include "layout/own_sheets_write.h"

#define NAMES_BYTES (64u << 20)

/* A form that will be written: its record and where its sheet is. */
struct form {
    const struct bgt_layout *layout;
    const char *sheet;
};

struct bgt_own_sheets {
    struct bgt_own_sheets_options options;
    const struct bgt_family *family; /* Null until a form has one. */
    struct bgt_charts *charts;       /* Null: none are wanted. */
    struct bgt_batch *records;       /* `table` records of the forms. */
    struct form *forms;
    size_t form_count;
    size_t form_capacity;
    size_t next; /* Form whose name is asked for next. */
    struct bgt_arena names;
    const char *contents_sheet; /* Null: none is written. */
    const char *charts_sheet;
};

bgt_status bgt_own_sheets_open(const struct bgt_own_sheets_options *options,
                               struct bgt_own_sheets **own)
{
    const struct bgt_io *io = options->target.io;
    struct bgt_own_sheets *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->options = *options;
    bgt_arena_init(&made->names, io->allocator, NAMES_BYTES);
    bgt_status status = bgt_batch_open(io, &made->records);
    if (status != BGT_OK) {
        bgt_own_sheets_close(made);
        return status;
    }
    *own = made;
    return BGT_OK;
}

void bgt_own_sheets_close(struct bgt_own_sheets *own)
{
    if (own == NULL)
        return;
    bgt_charts_close(own->charts);
    bgt_batch_close(own->records);
    bgt_arena_close(&own->names);
    free(own->forms);
    free(own);
}

/* ---- First pass ---- */

static bgt_status choose_family(struct bgt_own_sheets *own,
                                const struct bgt_layout *layout)
{
    if (own->family != NULL || own->options.layouts == NULL)
        return BGT_OK;
    own->family = bgt_layouts_family(own->options.layouts, layout->family);
    if (own->family == NULL || own->family->chart_count == 0 || !own->options.has_charts)
        return BGT_OK;
    return bgt_charts_open(own->options.target.io, own->family, &own->charts);
}

static bgt_status keep_record(struct bgt_own_sheets *own, const struct bgt_batch *batch,
                              const struct bgt_item *item)
{
    bgt_status status = bgt_batch_copy_item(own->records, batch, item);
    return status == BGT_LIMIT ? bgt_report_bound(own->options.target.io->reporter, NULL,
                                                  BGT_BOUND_DOCUMENT_SIZE, UINT32_MAX)
                               : status;
}

bgt_status bgt_own_sheets_table(struct bgt_own_sheets *own,
                                const struct bgt_layout *layout,
                                const struct bgt_batch *batch,
                                const struct bgt_item *item)
{
    bgt_status status = BGT_OK;
    if (layout != NULL) {
        if (own->form_count == own->form_capacity) {
            size_t wanted = own->form_capacity == 0 ? 16 : own->form_capacity * 2;
            struct form *grown = realloc(own->forms, wanted * sizeof *grown);
            if (grown == NULL)
                return BGT_NO_MEMORY;
            own->forms = grown;
            own->form_capacity = wanted;
        }
        own->forms[own->form_count++] = (struct form){layout, NULL};
        status = keep_record(own, batch, item);
        if (status == BGT_OK)
            status = choose_family(own, layout);
    }
    if (status != BGT_OK || own->charts == NULL)
        return status;
    return bgt_charts_table(own->charts, layout, batch, item);
}

bgt_status bgt_own_sheets_line(struct bgt_own_sheets *own, const struct bgt_batch *batch,
                               const struct bgt_item *item)
{
    return own->charts == NULL ? BGT_OK : bgt_charts_line(own->charts, batch, item);
}

/* ---- Between ---- */

struct bgt_slice bgt_form_sheet_name(const struct bgt_layout *layout,
                                     const struct bgt_form_facts *facts,
                                     const struct bgt_batch *batch,
                                     const struct bgt_item *item)
{
    if ((item->flags & BGT_ITEM_CELLS) != 0 && item->place_length > 0) {
        struct bgt_slice printed =
            bgt_text_trim(batch->text + item->place_offset, item->place_length);
        if (printed.length > 0)
            return printed;
    }
    const struct bgt_slice names[] = {
        layout->sheet,
        {facts->table[BGT_table_form_no].data, facts->table[BGT_table_form_no].length},
        layout->label,
        {facts->table[BGT_table_title].data, facts->table[BGT_table_title].length},
        layout->name};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].length > 0)
            return names[i];
    return bgt_slice_of("table");
}

static bgt_status reserve(struct bgt_own_sheets *own, struct bgt_slice wanted,
                          const char **sheet)
{
    const char *name = NULL;
    bgt_status status = bgt_cells_reserve(own->options.target.cells, wanted, &name);
    if (status != BGT_OK)
        return status;
    *sheet = bgt_arena_copy(&own->names, name, strlen(name));
    return *sheet == NULL ? bgt_arena_failure(&own->names) : BGT_OK;
}

static bgt_status reserve_forms(struct bgt_own_sheets *own)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0; i < own->form_count && status == BGT_OK; i++) {
        struct form *form = &own->forms[i];
        const struct bgt_item *item = &own->records->items[i];
        bgt_form_facts_clear_table(own->options.facts);
        status = bgt_form_facts_table(own->options.facts, own->records, item);
        if (status == BGT_OK)
            status = reserve(
                own,
                bgt_form_sheet_name(form->layout, own->options.facts, own->records, item),
                &form->sheet);
    }
    return status;
}

/* Takes out charts that cannot be drawn, each with a note; whether the sheet has anything
 * to show. */
static bool settle_charts(struct bgt_own_sheets *own)
{
    size_t count = 0;
    bool has_any = false;
    struct bgt_chart_data *list =
        own->charts == NULL ? NULL : bgt_charts_list(own->charts, &count);
    for (size_t i = 0; i < count; i++) {
        const char *fault = bgt_charts_settle(&list[i]);
        if (list[i].tables == 0)
            continue;
        if (fault != NULL) {
            struct bgt_diagnostic diagnostic = {
                .code = fault[0] == '\0' ? "CHART_EMPTY" : "CHART_LEFT_OUT",
                .arguments = {list[i].chart->title.text, fault}};
            (void)bgt_report(own->options.target.io->reporter, &diagnostic);
            list[i].count = 0;
        }
        has_any = has_any || fault == NULL;
    }
    return has_any;
}

/* One entry for each form, and one for the charts. */
static bgt_status write_contents(struct bgt_own_sheets *own)
{
    struct bgt_own_writing writing = {own->options.target, own->options.facts,
                                      own->family, own->forms[0].layout};
    struct bgt_contents *contents = NULL;
    bgt_status status = bgt_contents_open(&writing, own->contents_sheet, &contents);
    for (size_t i = 0; i < own->form_count && status == BGT_OK; i++) {
        bgt_form_facts_clear_table(own->options.facts);
        status = bgt_form_facts_table(own->options.facts, own->records,
                                      &own->records->items[i]);
        if (status == BGT_OK)
            status =
                bgt_contents_form(contents, own->forms[i].layout, own->forms[i].sheet);
    }
    if (status == BGT_OK && own->charts_sheet != NULL)
        status = bgt_contents_charts(contents, own->charts_sheet);
    if (status == BGT_OK)
        status = bgt_contents_write(contents);
    bgt_contents_close(contents);
    return status;
}

bgt_status bgt_own_sheets_begin(struct bgt_own_sheets *own)
{
    const struct bgt_family *family = own->family;
    bool has_contents = family != NULL && family->contents.name.length > 0 &&
                        own->options.has_contents && own->form_count > 1;
    bool has_charts =
        family != NULL && settle_charts(own) && family->charts.name.length > 0;
    bgt_status status = BGT_OK;
    if (has_contents)
        status = reserve(own, family->contents.name, &own->contents_sheet);
    if (status == BGT_OK)
        status = reserve_forms(own);
    if (status == BGT_OK && has_charts)
        status = reserve(own, family->charts.name, &own->charts_sheet);
    return status == BGT_OK && has_contents ? write_contents(own) : status;
}

/* ---- Second pass ---- */

const char *bgt_own_sheets_next_name(struct bgt_own_sheets *own)
{
    return own->next < own->form_count ? own->forms[own->next++].sheet : NULL;
}

bgt_status bgt_own_sheets_end(struct bgt_own_sheets *own)
{
    size_t count = 0;
    if (own->charts_sheet == NULL)
        return BGT_OK;
    struct bgt_own_writing writing = {own->options.target, own->options.facts,
                                      own->family, own->forms[0].layout};
    const struct bgt_chart_data *list = bgt_charts_list(own->charts, &count);
    bgt_form_facts_clear_table(own->options.facts);
    return bgt_charts_write(&writing, own->charts_sheet, list, count);
}
