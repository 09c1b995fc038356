#include "layout/match.h"

#include <string.h>

#include "base/buffer.h"
#include "layout/match_columns.h"
#include "layout/title.h"

/* Share of the header and of the title in the score of a layout that has titles. */
#define HEADER_SHARE 60
/* Rows above a header among which its title is sought. */
#define TITLE_ROWS 12

#define UNCLAIMED_COST 3
#define UNCLAIMED_MOST 21
#define OPTIONAL_COST  1
#define OPTIONAL_MOST  10

#define TITLE_BYTES 1024

/* A header with so many more known labels than a layout has columns is not this layout's,
 * and trying it would cost too much. */
#define KNOWN_FACTOR 4
#define KNOWN_MORE   64

/* Matching on its way. */
struct matching {
    const struct bgt_match_options *options;
    struct bgt_match_result *result;
    const struct bgt_layout **layouts; /* those that count */
    size_t layout_count;
    struct bgt_match *fits; /* the best by layout; layout null: none */
    struct bgt_near *nears; /* by layout */
    struct bgt_header header;
    uint8_t *qualities;
    uint16_t *columns;
    struct bgt_buffer key;
    bool is_contrary;   /* a title was seen that says something else than the layout's */
    bgt_status failure; /* BGT_NO_MEMORY once a title could not be compared */
};

static unsigned title_of_text(struct matching *matching, const struct bgt_layout *layout,
                              const char *text, size_t length)
{
    bgt_buffer_clear(&matching->key);
    if (length > TITLE_BYTES) {
        return 0;
    }
    bgt_status status = bgt_layout_label_key(&matching->key, text, length);
    if (status != BGT_OK) {
        matching->failure = status == BGT_NO_MEMORY ? status : matching->failure;
        return 0;
    }
    unsigned score = bgt_match_title(
        layout, (struct bgt_slice){matching->key.data, matching->key.length});
    if (score == BGT_TITLE_SHARE) {
        return score;
    }
    bool is_contrary = false;
    status = bgt_title_contradicts(layout, (struct bgt_slice){text, length},
                                   &matching->key, &is_contrary);
    matching->failure = status == BGT_NO_MEMORY ? status : matching->failure;
    matching->is_contrary = matching->is_contrary || is_contrary;
    return is_contrary ? 0 : score;
}

/* The best title in the rows from `from` to before `end`. */
static unsigned title_of_rows(struct matching *matching, const struct bgt_layout *layout,
                              uint32_t from, uint32_t end, struct bgt_match *match)
{
    const struct bgt_batch *batch = matching->options->window->batch;
    unsigned best = 0;
    for (uint32_t r = from; r < end; r++) {
        const struct bgt_item *row = &batch->items[r];
        const struct bgt_value *values = bgt_item_values(batch, row);
        for (uint32_t i = 0; i < row->value_count; i++) {
            unsigned score =
                values[i].type != BGT_VALUE_TEXT
                    ? 0
                    : title_of_text(matching, layout, bgt_value_text(batch, &values[i]),
                                    values[i].text_length);
            if (score > best) {
                best = score;
                match->title = &values[i];
                match->title_row = r;
            }
        }
    }
    return best;
}

/* The best title above the header, or the sheet's name where that says more. A title that
 * was taken for a header row may say that the table is another one. */
static unsigned find_title(struct matching *matching, const struct bgt_layout *layout,
                           struct bgt_match *match)
{
    uint32_t from = match->first > TITLE_ROWS ? match->first - TITLE_ROWS : 0;
    struct bgt_match ignored = {.layout = NULL};
    matching->is_contrary = false;
    unsigned best = title_of_rows(matching, layout, from, match->first, match);
    if (best == 0) {
        (void)title_of_rows(matching, layout, match->first, match->first + match->rows,
                            &ignored);
    }
    bool is_contrary = matching->is_contrary && best == 0;
    struct bgt_slice sheet = matching->options->sheet;
    unsigned name = title_of_text(matching, layout, sheet.text, sheet.length) * 3 / 4;
    matching->is_contrary = is_contrary;
    return name > best && !is_contrary ? name : best;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static void note_near(struct matching *matching, size_t l,
                      const struct bgt_column_match *columns)
{
    const struct bgt_layout *layout = matching->layouts[l];
    struct bgt_near *near = &matching->nears[l];
    unsigned score =
        columns->required == 0
            ? 0
            : 100 * (columns->required - columns->missing) / columns->required;
    if (score == 0 || score <= near->score) {
        return;
    }
    bool is_there[BGT_LAYOUT_COLUMNS_MAX] = {false};
    for (uint32_t c = 0; c < matching->header.column_count; c++) {
        if (matching->columns[c] != BGT_LAYOUT_NONE) {
            is_there[matching->columns[c]] = true;
        }
    }
    struct bgt_match above = {.first = matching->header.first};
    *near = (struct bgt_near){.layout = layout, .score = score};
    near->is_named =
        layout->title.key_count > 0 && find_title(matching, layout, &above) > 0;
    for (size_t c = 0; c < layout->column_count; c++) {
        if (is_there[c] || layout->columns[c].is_optional) {
            continue;
        }
        if (near->missing_count < sizeof near->missing / sizeof near->missing[0]) {
            near->missing[near->missing_count++] = (uint16_t)c;
        }
        near->missing_total++;
    }
}

static bgt_status keep_fit(struct matching *matching, size_t l,
                           const struct bgt_match *match)
{
    struct bgt_match *fit = &matching->fits[l];
    uint32_t count = matching->header.column_count;
    *fit = *match;
    fit->header = matching->header;
    fit->header.columns = bgt_arena_allocate_array(matching->options->arena, count,
                                                   sizeof *fit->header.columns);
    fit->columns =
        bgt_arena_allocate_array(matching->options->arena, count, sizeof *fit->columns);
    if (fit->header.columns == NULL || fit->columns == NULL) {
        return bgt_arena_failure(matching->options->arena);
    }
    memcpy(fit->header.columns, matching->header.columns,
           count * sizeof *fit->header.columns);
    memcpy(fit->columns, matching->columns, count * sizeof *fit->columns);
    return BGT_OK;
}

/* Whether any layout may be taken, not only those that the user named. */
static bool is_free(const struct bgt_match_options *options)
{
    return options->choice == NULL || options->choice->count == 0;
}

/* The columns fit, under a title that is not the layout's, with others beside them or a
 * title that says so: a table of another kind. */
static void note_untitled(struct bgt_near *near, const struct bgt_layout *layout)
{
    *near = (struct bgt_near){.layout = layout, .score = 100};
}

static bool has_twin(const struct matching *matching, const struct bgt_layout *layout)
{
    const struct bgt_header *header = &matching->header;
    for (uint32_t c = 0; c < header->column_count; c++) {
        if (matching->columns[c] == BGT_LAYOUT_NONE && header->columns[c].is_own &&
            bgt_match_twin(layout, header, matching->columns, c) != UINT32_MAX) {
            return true;
        }
    }
    return false;
}

/* A header whose years tell all columns apart is better than one that does not. */
static bool is_better(const struct bgt_match *match, const struct bgt_match *fit)
{
    bool is_apart = !match->has_twin && match->has_years;
    bool was_apart = !fit->has_twin && fit->has_years;
    if (fit->layout == NULL || match->has_twin == fit->has_twin ||
        is_apart == was_apart) {
        return match->score > fit->score;
    }
    return is_apart;
}

/* Tries one layout on the header. */
static bgt_status try_layout(struct matching *matching, size_t l)
{
    const struct bgt_layout *layout = matching->layouts[l];
    const struct bgt_header *header = &matching->header;
    struct bgt_column_match columns;
    struct bgt_match match = {
        .layout = layout, .first = header->first, .rows = header->rows};
    if ((layout->kind == BGT_LAYOUT_EXPORT && header->rows > 1) ||
        header->known_count > KNOWN_FACTOR * layout->column_count + KNOWN_MORE) {
        return BGT_OK;
    }
    bgt_match_assign(layout, header, matching->qualities, matching->columns, &columns);
    if (columns.missing > 0 || columns.found == 0) {
        note_near(matching, l, &columns);
        return BGT_OK;
    }
    if (layout->is_fallback &&
        (!bgt_fallback_has_enough(layout, header, matching->columns) ||
         (is_free(matching->options) &&
          (columns.unclaimed > 0 ||
           !bgt_header_is_whole(matching->options->window, header))))) {
        return BGT_OK;
    }
    unsigned cost = least(columns.unclaimed * UNCLAIMED_COST, UNCLAIMED_MOST) +
                    least(columns.optional_missing * OPTIONAL_COST, OPTIONAL_MOST);
    unsigned quality = columns.quality > cost ? columns.quality - cost : 0;
    unsigned title =
        layout->title.key_count == 0 ? 0 : find_title(matching, layout, &match);
    match.title_score = title;
    match.score =
        layout->title.key_count == 0 ? quality : quality * HEADER_SHARE / 100 + title;
    match.has_twin = columns.unclaimed > 0 && has_twin(matching, layout);
    match.has_years = header->year != 0;
    if (match.score < BGT_MATCH_THRESHOLD || !is_better(&match, &matching->fits[l])) {
        return BGT_OK;
    }
    if (layout->title.key_count > 0 && title == 0 &&
        (columns.unclaimed > 0 || matching->is_contrary) && is_free(matching->options)) {
        note_untitled(&matching->nears[l], layout);
        return BGT_OK;
    }
    return keep_fit(matching, l, &match);
}

/* Tries all layouts on the headers that end in row `last`. */
static bgt_status try_row(struct matching *matching, uint32_t last, bool *has_fit)
{
    bgt_status status = BGT_OK;
    for (uint32_t rows = 1; rows <= BGT_LAYOUT_PATH_MAX && rows <= last + 1; rows++) {
        bgt_header_read(matching->options->window, last + 1 - rows, rows,
                        &matching->header);
        if (!matching->header.is_usable) {
            continue;
        }
        for (size_t l = 0; status == BGT_OK && l < matching->layout_count; l++) {
            status = try_layout(matching, l);
            *has_fit = *has_fit || matching->fits[l].layout != NULL;
        }
    }
    return status;
}

/* Layouts of last resort step back where another one fits. */
static void drop_fallbacks(struct matching *matching)
{
    bool has_other = false;
    for (size_t l = 0; l < matching->layout_count; l++) {
        has_other = has_other || (matching->fits[l].layout != NULL &&
                                  !matching->fits[l].layout->is_fallback);
    }
    for (size_t l = 0; has_other && l < matching->layout_count; l++) {
        if (matching->layouts[l]->is_fallback) {
            matching->fits[l] = (struct bgt_match){.layout = NULL};
        }
    }
}

/* A header that ends right above labels which another layout knows is not read to its
 * end: 类, 款 and 项 below 科目编码 would become a row. */
static bool is_short_of(const struct bgt_match *shorter, const struct bgt_match *whole)
{
    uint32_t end = shorter->first + shorter->rows;
    return shorter->layout != NULL && whole->layout != NULL &&
           !whole->layout->is_fallback && whole->first < end &&
           whole->first + whole->rows == end + 1;
}

static void drop_short_headers(struct matching *matching)
{
    for (size_t b = 0; b < matching->layout_count; b++) {
        bool is_short = false;
        for (size_t a = 0; a < matching->layout_count; a++) {
            is_short = is_short || is_short_of(&matching->fits[b], &matching->fits[a]);
        }
        if (is_short) {
            matching->fits[b].layout = NULL;
            matching->fits[b].score = 0;
        }
    }
}

static size_t best_fit(const struct matching *matching)
{
    size_t best = 0;
    for (size_t l = 1; l < matching->layout_count; l++) {
        if (matching->fits[l].score > matching->fits[best].score) {
            best = l;
        }
    }
    return best;
}

static bool is_preferred(const struct matching *matching, size_t l)
{
    struct bgt_slice family = matching->options->family;
    return family.length > 0 &&
           bgt_text_equal(family.text, family.length, matching->layouts[l]->family.text,
                          matching->layouts[l]->family.length);
}

/* Takes the best; among equals the only one of the document's family. */
static void choose(struct matching *matching)
{
    struct bgt_match_result *result = matching->result;
    drop_fallbacks(matching);
    drop_short_headers(matching);
    size_t best = best_fit(matching), preferred = 0, preferred_count = 0;
    unsigned margin = matching->fits[best].title_score > 0 ? BGT_MATCH_MARGIN
                                                           : BGT_MATCH_MARGIN_UNTITLED;
    unsigned least_score = matching->fits[best].score - margin;
    for (size_t l = 0; l < matching->layout_count; l++) {
        if (matching->fits[l].layout != NULL && matching->fits[l].score >= least_score &&
            is_preferred(matching, l)) {
            preferred = l;
            preferred_count++;
        }
    }
    if (preferred_count == 1) {
        result->best = matching->fits[preferred];
        return;
    }
    result->best = matching->fits[best];
    for (size_t l = 0; l < matching->layout_count; l++) {
        if (l != best && matching->fits[l].layout != NULL &&
            matching->fits[l].score >= least_score &&
            result->equal_count < BGT_MATCH_NEAREST) {
            result->equals[result->equal_count++] = matching->layouts[l];
        }
    }
}

/* Whether the chosen layout was recognised by its columns alone while the title above
 * them is that of a layout whose columns are not all there: 科目编码, 科目名称, 合计 fit
 * many tables, and a 支出总表 with a renamed column must not be read as an income table.
 * That layout then comes first among the nearest. */
static bool is_other_title(struct matching *matching)
{
    struct bgt_match *best = &matching->result->best;
    bool is_other = false;
    bool is_fallback = best->layout != NULL && best->layout->is_fallback;
    if (best->layout == NULL || best->title_score > 0 ||
        (best->layout->title.key_count == 0 && !is_fallback) ||
        (is_fallback && !is_free(matching->options))) {
        return false;
    }
    for (size_t l = 0; l < matching->layout_count; l++) {
        struct bgt_match above = {.first = best->first, .rows = best->rows};
        bool is_near = is_fallback || matching->nears[l].layout != NULL;
        if (matching->fits[l].layout == NULL && is_near &&
            !matching->layouts[l]->is_fallback &&
            find_title(matching, matching->layouts[l], &above) > 0) {
            matching->nears[l].layout = matching->layouts[l];
            matching->nears[l].is_named = true;
            is_other = true;
        }
    }
    return is_other;
}

static unsigned rank_of(const struct bgt_near *near)
{
    return near->score + (near->is_named ? 100U : 0U);
}

static void choose_nearest(struct matching *matching)
{
    struct bgt_match_result *result = matching->result;
    while (result->near_count < BGT_MATCH_NEAREST) {
        struct bgt_near *best = NULL;
        for (size_t l = 0; l < matching->layout_count; l++) {
            if (rank_of(&matching->nears[l]) > (best == NULL ? 0 : rank_of(best))) {
                best = &matching->nears[l];
            }
        }
        if (best == NULL) {
            return;
        }
        result->nearest[result->near_count++] = *best;
        best->score = 0;
        best->is_named = false;
    }
}

static bgt_status prepare(struct matching *matching)
{
    const struct bgt_match_options *options = matching->options;
    bool is_all = is_free(options);
    size_t most = 0;
    size_t count = is_all ? bgt_layouts_count(options->layouts) : options->choice->count;
    matching->layouts = bgt_arena_allocate_array(options->arena, count, sizeof(void *));
    matching->fits =
        bgt_arena_allocate_array(options->arena, count, sizeof *matching->fits);
    matching->nears =
        bgt_arena_allocate_array(options->arena, count, sizeof *matching->nears);
    matching->header.columns = bgt_arena_allocate_array(
        options->arena, BGT_HEADER_COLUMNS_MAX, sizeof *matching->header.columns);
    matching->columns = bgt_arena_allocate_array(options->arena, BGT_HEADER_COLUMNS_MAX,
                                                 sizeof *matching->columns);
    if (matching->layouts == NULL || matching->fits == NULL || matching->nears == NULL) {
        return bgt_arena_failure(options->arena);
    }
    for (size_t l = 0; l < count; l++) {
        const struct bgt_layout *layout =
            is_all ? bgt_layouts_get(options->layouts, l) : options->choice->list[l];
        if (layout->kind == BGT_LAYOUT_LABELLED) {
            continue; /* it has no columns: labelled_reading.h */
        }
        matching->layouts[matching->layout_count++] = layout;
        most = layout->column_count > most ? layout->column_count : most;
    }
    matching->qualities =
        bgt_arena_allocate(options->arena, most * BGT_HEADER_COLUMNS_MAX + 1);
    return matching->header.columns == NULL || matching->columns == NULL ||
                   matching->qualities == NULL
               ? bgt_arena_failure(options->arena)
               : BGT_OK;
}

bgt_status bgt_match_window(const struct bgt_match_options *options,
                            struct bgt_match_result *result)
{
    struct matching matching = {.options = options, .result = result};
    uint32_t count = bgt_window_count(options->window);
    uint32_t end = count;
    bool has_fit = false;
    memset(result, 0, sizeof *result);
    bgt_status status = prepare(&matching);
    if (status != BGT_OK || matching.layout_count == 0) {
        return status;
    }
    bgt_buffer_init(&matching.key, NULL, (size_t)TITLE_BYTES * 2);
    for (uint32_t last = 0; status == BGT_OK && last < end; last++) {
        bool had_fit = has_fit;
        status = try_row(&matching, last, &has_fit);
        if (has_fit && !had_fit) {
            /* A header of more rows may end a little further down. */
            end = last + BGT_LAYOUT_PATH_MAX < count ? last + BGT_LAYOUT_PATH_MAX : count;
        }
    }
    if (status == BGT_OK && has_fit) {
        choose(&matching);
        has_fit = !is_other_title(&matching);
    }
    if (status == BGT_OK && !has_fit) {
        memset(&result->best, 0, sizeof result->best);
        result->equal_count = 0;
        choose_nearest(&matching);
    }
    bgt_buffer_close(&matching.key);
    return matching.failure != BGT_OK ? matching.failure : status;
}
