#include "cli/diff_report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/json.h"
#include "cli/listing.h"
#include "figures/csv.h"
#include "flow/context.h"
#include "layout/layouts.h"

/* One row of CSV, and a text of a cell. */
#define ROW_BYTES (4u << 20)

/* A cell's text, closed by a NUL. */
static const char *kept(struct bgt_arena *arena, struct bgt_slice text)
{
    const char *copy = bgt_arena_copy(arena, text.text, text.length);
    return copy != NULL ? copy : "";
}

static const char *number(struct bgt_arena *arena, bool is_present,
                          struct bgt_decimal decimal)
{
    char text[BGT_DECIMAL_TEXT_SIZE];
    struct bgt_slice slice = {text, 0};
    if (!is_present)
        return "";
    slice.length = bgt_decimal_format(decimal, text);
    return kept(arena, slice);
}

static const char *kind_label(const struct bgt_terminal *terminal,
                              enum bgt_change_kind kind)
{
    static const char *const labels[BGT_CHANGE_COUNT] = {"新增", "删除", "金额", "名称",
                                                         "代码", "口径", "相同"};
    return bgt_say(terminal, bgt_change_word(kind), labels[kind]);
}

/* SGR colours: added green, removed red, changed yellow. */
static const char *colour_of(enum bgt_change_kind kind)
{
    static const char *const colours[BGT_CHANGE_COUNT] = {"32", "31", "33", "36",
                                                          "36", NULL, NULL};
    return colours[kind];
}

static bool has_colours(void)
{
    const char *none = getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) == 1 && (none == NULL || none[0] == '\0');
}

static const char *table_name(const struct bgt_terminal *terminal,
                              const struct bgt_change *change, struct bgt_arena *arena)
{
    const struct bgt_layout *layout =
        bgt_layouts_by_id(terminal->context->layouts, change->layout);
    return kept(arena, layout != NULL && layout->label.length > 0 ? layout->label
                                                                  : change->table_id);
}

/* `前 → 后` where both differ. */
static const char *item_of(const struct bgt_change *change, struct bgt_arena *arena)
{
    struct bgt_buffer text;
    bool is_code = change->kind == BGT_CHANGE_RECODED;
    struct bgt_slice before = is_code ? change->before.code : change->before.item;
    struct bgt_slice after = is_code ? change->after.code : change->after.item;
    const struct bgt_change_side *main =
        change->after.item.length > 0 ? &change->after : &change->before;
    if (change->kind != BGT_CHANGE_LABEL && !is_code)
        return kept(arena, main->item.length > 0 ? main->item : main->code);
    bgt_buffer_init(&text, NULL, ROW_BYTES);
    if (is_code && bgt_buffer_append(&text, main->item.text, main->item.length) == BGT_OK)
        (void)bgt_buffer_append_text(&text, " ");
    if (bgt_buffer_append(&text, before.text, before.length) == BGT_OK &&
        bgt_buffer_append_text(&text, " → ") == BGT_OK)
        (void)bgt_buffer_append(&text, after.text, after.length);
    struct bgt_slice whole = {text.data, text.length};
    const char *copy = kept(arena, whole);
    bgt_buffer_close(&text);
    return copy;
}

static void add_header(struct bgt_listing *listing, const struct bgt_terminal *terminal,
                       const struct bgt_diff *diff)
{
    bool is_years = diff->is_two_years;
    const char *cells[BGT_LISTING_COLUMNS] = {
        bgt_say(terminal, "what", "变动"),
        bgt_say(terminal, "table", "表"),
        bgt_say(terminal, "item", "项目"),
        bgt_say(terminal, "measure", "栏目"),
        is_years ? bgt_say(terminal, "prior year", "上年数")
                 : bgt_say(terminal, "before", "前"),
        is_years ? bgt_say(terminal, "this year", "本年数")
                 : bgt_say(terminal, "after", "后"),
        bgt_say(terminal, "change", "增减额"),
        bgt_say(terminal, "change %", "增减%")};
    bgt_listing_add(listing, cells);
}

static void add_change(struct bgt_listing *listing, const struct bgt_terminal *terminal,
                       const struct bgt_change *change, struct bgt_arena *arena)
{
    const char *cells[BGT_LISTING_COLUMNS] = {
        kind_label(terminal, change->kind),
        table_name(terminal, change, arena),
        item_of(change, arena),
        kept(arena, change->label),
        number(arena, change->before.is_present, change->before.decimal),
        number(arena, change->after.is_present, change->after.decimal),
        number(arena, change->has_difference, change->difference),
        number(arena, change->has_rate, change->rate)};
    bgt_listing_add(listing, cells);
}

static void print_summary(struct bgt_terminal *terminal, const struct bgt_diff *diff)
{
    char text[BGT_NUMBER_SIZE];
    bool is_first = bgt_diff_differences(diff) > 0;
    if (!is_first)
        bgt_print(terminal, bgt_say(terminal, "no different figure", "没有不同的数字"));
    for (int kind = 0; kind < BGT_CHANGE_COUNT; kind++) {
        if (diff->counts[kind] == 0)
            continue;
        bgt_print(terminal, is_first ? "" : bgt_say(terminal, ", ", "，"));
        bgt_print(terminal, kind_label(terminal, (enum bgt_change_kind)kind));
        bgt_print(terminal, " ");
        bgt_print(terminal, bgt_number_text(diff->counts[kind], text));
        is_first = false;
    }
    bgt_print(terminal, "\n");
}

void bgt_diff_print(struct bgt_terminal *terminal, const struct bgt_diff *diff)
{
    struct bgt_listing listing;
    struct bgt_arena arena;
    bool is_coloured = has_colours();
    bool has_rows = false;
    bgt_listing_open(&listing, BGT_LISTING_COLUMNS, 0xF0u);
    bgt_arena_init(&arena, NULL, (size_t)1 << 30);
    add_header(&listing, terminal, diff);
    for (size_t i = 0; i < diff->change_count; i++) {
        const struct bgt_change *change = &diff->changes[i];
        if (change->kind == BGT_CHANGE_SCALE && !terminal->is_verbose &&
            !diff->is_two_years)
            continue;
        bgt_listing_colour(&listing, is_coloured ? colour_of(change->kind) : NULL);
        add_change(&listing, terminal, change, &arena);
        has_rows = true;
    }
    if (has_rows)
        bgt_listing_print(&listing, terminal, 0);
    print_summary(terminal, diff);
    bgt_listing_close(&listing);
    bgt_arena_close(&arena);
}

/* The cells of a change, under the names of the CSV's columns and the JSON's keys. */
#define CELLS 17
static const char *const cell_names[CELLS] = {
    "kind",        "table_id",   "agency",  "side",        "item_before", "item_after",
    "code_before", "code_after", "measure", "label",       "before",      "before_unit",
    "after",       "after_unit", "change",  "change_rate", "places"};

static void gather_cells(const struct bgt_change *change, struct bgt_arena *arena,
                         const char *cells[CELLS])
{
    const struct bgt_change_side *before = &change->before;
    const struct bgt_change_side *after = &change->after;
    struct bgt_slice texts[] = {change->table_id, change->agency,  change->side,
                                before->item,     after->item,     before->code,
                                after->code,      change->measure, change->label};
    cells[0] = bgt_change_word(change->kind);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        cells[1 + i] = kept(arena, texts[i]);
    cells[10] = number(arena, before->is_present, before->decimal);
    cells[11] = kept(arena, before->unit);
    cells[12] = number(arena, after->is_present, after->decimal);
    cells[13] = kept(arena, after->unit);
    cells[14] = number(arena, change->has_difference, change->difference);
    cells[15] = number(arena, change->has_rate, change->rate);
    char *places =
        bgt_arena_allocate(arena, before->place.length + after->place.length + 2);
    cells[16] = places != NULL ? places : "";
    if (places == NULL)
        return;
    memcpy(places, before->place.text, before->place.length);
    places[before->place.length] = '|';
    memcpy(places + before->place.length + 1, after->place.text, after->place.length);
    places[before->place.length + after->place.length + 1] = '\0';
}

static void print_csv_row(struct bgt_terminal *terminal, struct bgt_buffer *row,
                          const char *const cells[CELLS])
{
    bgt_status status = BGT_OK;
    bgt_buffer_clear(row);
    for (size_t i = 0; status == BGT_OK && i < CELLS; i++)
        status = bgt_csv_cell(row, bgt_slice_of(cells[i]), i == 0);
    if (status == BGT_OK)
        status = bgt_buffer_append_char(row, '\n');
    if (status != BGT_OK)
        terminal->out_failed = true;
    bgt_print_bytes(terminal, row->data, row->length);
}

void bgt_diff_print_csv(struct bgt_terminal *terminal, const struct bgt_diff *diff)
{
    struct bgt_buffer row;
    struct bgt_arena arena;
    struct bgt_arena_mark start = {0};
    bgt_buffer_init(&row, NULL, ROW_BYTES);
    bgt_arena_init(&arena, NULL, ROW_BYTES);
    print_csv_row(terminal, &row, cell_names);
    for (size_t i = 0; i < diff->change_count; i++) {
        const char *cells[CELLS];
        gather_cells(&diff->changes[i], &arena, cells);
        print_csv_row(terminal, &row, cells);
        bgt_arena_reset(&arena, start);
    }
    bgt_buffer_close(&row);
    bgt_arena_close(&arena);
}

void bgt_diff_print_json(struct bgt_terminal *terminal, const struct bgt_diff *diff)
{
    struct bgt_arena arena;
    struct bgt_arena_mark start = {0};
    bgt_arena_init(&arena, NULL, ROW_BYTES);
    for (size_t i = 0; i < diff->change_count; i++) {
        const struct bgt_change *change = &diff->changes[i];
        const char *cells[CELLS];
        gather_cells(change, &arena, cells);
        bgt_json_begin(terminal, cells[0]);
        for (size_t c = 1; c + 1 < CELLS; c++)
            bgt_json_text(terminal, cell_names[c], cells[c][0] != '\0' ? cells[c] : NULL);
        bgt_json_bytes(terminal, "place_before", change->before.place.text,
                       change->before.place.length);
        bgt_json_bytes(terminal, "place_after", change->after.place.text,
                       change->after.place.length);
        bgt_json_end(terminal);
        bgt_arena_reset(&arena, start);
    }
    bgt_json_begin(terminal, "summary");
    for (int kind = 0; kind < BGT_CHANGE_COUNT; kind++)
        bgt_json_number(terminal, bgt_change_word((enum bgt_change_kind)kind),
                        diff->counts[kind]);
    bgt_json_end(terminal);
    bgt_arena_close(&arena);
}
