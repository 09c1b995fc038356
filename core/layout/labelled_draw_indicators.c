#include <string.h>

#include "layout/labelled_writing.h"

/* The indicators of one period, in order, and how far they are drawn. */
struct list {
    const struct bgt_item **items;
    size_t count, at;
};

/* A run of rows below one first-level category. */
struct run {
    uint32_t first, rows; /* of the sheet */
    struct bgt_slice name;
    bool is_there;
};

static struct bgt_slice text_of(const struct bgt_labelled_writer *writer,
                                const struct bgt_item *item, uint16_t field)
{
    return item == NULL ? (struct bgt_slice){"", 0}
                        : bgt_labelled_get_text(writer, item, field);
}

static bool same(struct bgt_slice a, struct bgt_slice b)
{
    return bgt_text_equal(a.text, a.length, b.text, b.length);
}

/* ---- Which indicators the form can hold ---- */

static bool knows_category(struct bgt_labelled_writer *writer,
                           const struct bgt_labelled_part *part, struct bgt_slice text)
{
    for (size_t c = 0; c < part->category_count; c++) {
        if (bgt_labelled_is(writer, &part->categories[c].label, text)) {
            return true;
        }
    }
    return false;
}

static bool knows_part(struct bgt_labelled_writer *writer,
                       const struct bgt_labelled_part *part, struct bgt_slice text)
{
    for (size_t c = 0; c < part->category_count; c++) {
        for (size_t i = 0; i < part->categories[c].part_count; i++) {
            if (bgt_labelled_is(writer, &part->categories[c].parts[i], text)) {
                return true;
            }
        }
    }
    return false;
}

bool bgt_labelled_fits_indicator(struct bgt_labelled_writer *writer,
                                 const struct bgt_batch *batch,
                                 const struct bgt_item *item)
{
    static const uint16_t fields[] = {
        BGT_indicator_yearflag, BGT_indicator_lv1_perf_ind_name,
        BGT_indicator_lv2_perf_ind_name, BGT_indicator_lv3_perf_ind_name,
        BGT_indicator_kpi_val};
    const struct bgt_labelled_part *part =
        bgt_labelled_part_of(writer->form, BGT_LABELLED_INDICATORS);
    struct bgt_slice text[5];
    bool has_period = false;
    for (size_t i = 0; i < 5; i++) {
        text[i] = bgt_present_text(batch, bgt_item_find(batch, item, fields[i]));
    }
    for (size_t p = 0; part != NULL && p < part->period_count; p++) {
        has_period = has_period || same(text[0], part->periods[p].yearflag);
    }
    bool is_nameless = text[3].length == 0 && text[4].length > 0;
    bool is_nothing = text[2].length == 0 && text[3].length == 0;
    return has_period && !is_nameless && !is_nothing &&
           knows_category(writer, part, text[1]) &&
           (text[2].length == 0 || knows_part(writer, part, text[2]));
}

/* ---- Rows ---- */

static bgt_status make_list(struct bgt_labelled_writer *writer,
                            const struct bgt_labelled_period *period, struct list *list)
{
    list->items = bgt_arena_allocate_array(
        &writer->sheet.arena, writer->records->item_count + 1, sizeof(void *));
    if (list->items == NULL) {
        return bgt_arena_failure(&writer->sheet.arena);
    }
    list->count = list->at = 0;
    for (uint32_t i = 0; i < writer->records->item_count; i++) {
        const struct bgt_item *item = &writer->records->items[i];
        if (item->entity == BGT_ENTITY_indicator &&
            same(text_of(writer, item, BGT_indicator_yearflag), period->yearflag)) {
            list->items[list->count++] = item;
        }
    }
    return BGT_OK;
}

static struct bgt_slice next_category(const struct bgt_labelled_writer *writer,
                                      const struct list *list)
{
    return text_of(writer, list->at < list->count ? list->items[list->at] : NULL,
                   BGT_indicator_lv1_perf_ind_name);
}

/* Whether a category comes in what is left of a list. */
static bool comes(const struct bgt_labelled_writer *writer, const struct list *list,
                  struct bgt_slice name)
{
    for (size_t i = list->at; i < list->count; i++) {
        if (same(text_of(writer, list->items[i], BGT_indicator_lv1_perf_ind_name),
                 name)) {
            return true;
        }
    }
    return false;
}

/* The category that is drawn next: one that no other period must draw others before. */
static struct bgt_slice choose_category(const struct bgt_labelled_writer *writer,
                                        const struct list *lists, size_t periods)
{
    struct bgt_slice first = {"", 0};
    for (size_t p = 0; p < periods; p++) {
        struct bgt_slice name = next_category(writer, &lists[p]);
        bool is_free = lists[p].at < lists[p].count;
        for (size_t o = 0; is_free && o < periods; o++) {
            is_free = lists[o].at == lists[o].count ||
                      same(next_category(writer, &lists[o]), name) ||
                      !comes(writer, &lists[o], name);
        }
        if (is_free) {
            return name;
        }
        first = first.length == 0 ? name : first;
    }
    return first;
}

static bool is_empty(const struct bgt_labelled_writer *writer,
                     const struct bgt_item *item)
{
    return text_of(writer, item, BGT_indicator_lv3_perf_ind_name).length == 0;
}

/* The label of a second-level category over the rows of its indicators. Empty ones stand
 * for themselves. */
static bgt_status draw_part(struct bgt_labelled_writer *writer, const struct list *list,
                            const struct bgt_labelled_period *period, uint32_t row,
                            size_t end)
{
    const struct bgt_item *item = list->items[list->at];
    struct bgt_slice name = text_of(writer, item, BGT_indicator_lv2_perf_ind_name);
    struct bgt_labelled_drawn cell = {.row = row,
                                      .rows = 1,
                                      .at = period->lv2_at,
                                      .style = BGT_LABELLED_LABEL,
                                      .text = name};
    for (size_t i = list->at + 1;
         i < end && !is_empty(writer, item) && !is_empty(writer, list->items[i]) &&
         same(text_of(writer, list->items[i], BGT_indicator_lv2_perf_ind_name), name);
         i++) {
        cell.rows++;
    }
    return bgt_labelled_draw(&writer->sheet, &cell);
}

static bgt_status draw_indicator(struct bgt_labelled_writer *writer,
                                 const struct bgt_labelled_part *part,
                                 const struct bgt_labelled_period *period, uint32_t row,
                                 const struct bgt_item *item)
{
    struct bgt_slice name = text_of(writer, item, BGT_indicator_lv3_perf_ind_name);
    bgt_status status = bgt_labelled_join(
        writer, part->prefix, bgt_labelled_get_count(writer, item, BGT_indicator_task_no),
        name);
    if (status == BGT_OK) {
        status = bgt_labelled_draw_text(
            writer, row, period->lv3_at,
            (struct bgt_slice){writer->text.data, writer->text.length});
    }
    return status == BGT_OK
               ? bgt_labelled_draw_text(writer, row, period->value_at,
                                        text_of(writer, item, BGT_indicator_kpi_val))
               : status;
}

/* The indicators of one period below the category of a run. Its rows are counted. */
static bgt_status draw_period(struct bgt_labelled_writer *writer,
                              const struct bgt_labelled_part *part,
                              const struct bgt_labelled_period *period, struct list *list,
                              struct run *run)
{
    size_t end = list->at;
    uint32_t row = run->first, part_end = run->first;
    bgt_status status = BGT_OK;
    while (end < list->count &&
           same(text_of(writer, list->items[end], BGT_indicator_lv1_perf_ind_name),
                run->name)) {
        end++;
    }
    for (; status == BGT_OK && list->at < end; list->at++, row++) {
        const struct bgt_item *item = list->items[list->at];
        if (row >= part_end) {
            size_t before = writer->sheet.count;
            status = draw_part(writer, list, period, row, end);
            part_end = row + (status == BGT_OK ? writer->sheet.cells[before].rows : 1);
        }
        if (status == BGT_OK) {
            status = draw_indicator(writer, part, period, row, item);
        }
    }
    run->rows = row - run->first > run->rows ? row - run->first : run->rows;
    return status;
}

static bgt_status draw_run(struct bgt_labelled_writer *writer,
                           const struct bgt_labelled_part *part, struct list *lists)
{
    struct run run = {.first = writer->sheet.rows + 1,
                      .name = choose_category(writer, lists, part->period_count)};
    bgt_status status = BGT_OK;
    for (size_t p = 0; status == BGT_OK && p < part->period_count; p++) {
        status = draw_period(writer, part, &part->periods[p], &lists[p], &run);
    }
    struct bgt_labelled_drawn cell = {.row = run.first,
                                      .rows = run.rows,
                                      .at = part->heads[BGT_HEAD_LV1].at,
                                      .style = BGT_LABELLED_LABEL,
                                      .text = run.name};
    return status == BGT_OK && run.rows > 0 ? bgt_labelled_draw(&writer->sheet, &cell)
                                            : status;
}

static bgt_status draw_heads(struct bgt_labelled_writer *writer,
                             const struct bgt_labelled_part *part)
{
    uint32_t row = writer->sheet.rows + 1;
    bgt_status status = bgt_labelled_draw_label(writer, row, part->heads[BGT_HEAD_LV1].at,
                                                &part->heads[BGT_HEAD_LV1].label);
    for (size_t p = 0; status == BGT_OK && p < part->period_count; p++) {
        const struct bgt_labelled_period *period = &part->periods[p];
        const struct bgt_labelled_span spans[] = {period->lv2_at, period->lv3_at,
                                                  period->value_at};
        for (size_t h = 0; status == BGT_OK && h < 3; h++) {
            status = bgt_labelled_draw_label(writer, row, spans[h],
                                             &part->heads[BGT_HEAD_LV2 + h].label);
        }
    }
    return status;
}

bgt_status bgt_labelled_draw_indicators(struct bgt_labelled_writer *writer,
                                        const struct bgt_labelled_part *part)
{
    struct list lists[BGT_LABELLED_PERIODS_MAX] = {{NULL, 0, 0}};
    bool has_more = true;
    bgt_status status = draw_heads(writer, part);
    for (size_t p = 0; status == BGT_OK && p < part->period_count; p++) {
        status = make_list(writer, &part->periods[p], &lists[p]);
    }
    while (status == BGT_OK && has_more) {
        has_more = false;
        for (size_t p = 0; p < part->period_count; p++) {
            has_more = has_more || lists[p].at < lists[p].count;
        }
        if (has_more) {
            status = draw_run(writer, part, lists);
        }
    }
    return status;
}
