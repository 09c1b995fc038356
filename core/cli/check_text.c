#include <string.h>

#include "cli/check_report.h"
#include "diag/render.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "io/batch.h"
#include "layout/layouts.h"
#include "layout/place.h"

/* A sentence with two sides of figures. */
#define TEXT_BYTES (1u << 20)

/* Figures of a sum that are shown one by one. */
#define SHOWN 4u

static const char *kept(struct bgt_arena *arena, const struct bgt_buffer *text)
{
    const char *copy = bgt_arena_copy(arena, text->data, text->length);
    return copy != NULL ? copy : "";
}

const char *bgt_finding_label(const struct bgt_terminal *terminal,
                              enum bgt_finding_severity severity)
{
    static const char *const labels[BGT_FINDING_SEVERITY_COUNT] = {"错误", "警告", "提示",
                                                                   "未检查"};
    return bgt_say(terminal, bgt_finding_word(severity), labels[severity]);
}

const char *bgt_check_place_text(const struct bgt_place *place, struct bgt_arena *arena)
{
    struct bgt_buffer text;
    const char *result = "";
    bgt_buffer_init(&text, NULL, TEXT_BYTES);
    if (bgt_place_append(&text, place) == BGT_OK && text.length > 0)
        result = kept(arena, &text);
    bgt_buffer_close(&text);
    return result;
}

static struct bgt_slice table_label(const struct bgt_terminal *terminal,
                                    const struct bgt_check *check,
                                    const struct bgt_check_figure *figure)
{
    if (figure->table != NULL) {
        struct bgt_slice id =
            bgt_figures_table_text(check->figures, figure->table, BGT_table_layout);
        const struct bgt_layout *layout =
            id.length == 0 ? NULL : bgt_layouts_by_id(terminal->context->layouts, id);
        if (layout != NULL && layout->label.length > 0)
            return layout->label;
    }
    if (figure->entity == BGT_ENTITY_statement)
        return bgt_slice_of(bgt_say(terminal, "text", "文字说明"));
    return figure->table_id;
}

/* Appends and forgets a failure: the text is then shorter. */
static void put(struct bgt_buffer *out, struct bgt_slice text)
{
    (void)bgt_buffer_append(out, text.text, text.length);
}

/* What is shown of figures. */
struct showing {
    const struct bgt_terminal *terminal;
    const struct bgt_check *check;
    const struct bgt_check_figure *before; /* In the same table and column; or null. */
    bool has_code;
};

static void put_code(const struct bgt_check *check, const struct bgt_check_figure *figure,
                     struct bgt_buffer *out)
{
    static const uint16_t fields[] = {BGT_line_exp_func_code, BGT_line_dep_bgt_eco_code};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        struct bgt_slice code =
            bgt_figures_item_text(check->figures, figure->item, fields[i]);
        put(out, code);
        put(out, bgt_slice_of(code.length > 0 ? " " : ""));
    }
}

static void put_row(const struct showing *showing, const struct bgt_check_figure *figure,
                    struct bgt_buffer *out)
{
    const struct bgt_terminal *terminal = showing->terminal;
    const struct bgt_check *check = showing->check;
    const struct bgt_check_figure *before = showing->before;
    const struct bgt_field *field = bgt_line_field(figure->field);
    bool is_same_table = before != NULL && before->table == figure->table &&
                         before->entity == figure->entity;
    bool is_same_row = is_same_table && before->item == figure->item &&
                       figure->item != BGT_CHECK_NO_ITEM;
    bool is_same_column = is_same_table && before->field == figure->field;
    if (!is_same_table) {
        put(out, table_label(terminal, check, figure));
        put(out, bgt_slice_of(" "));
    }
    if (is_same_row) {
        put(out, bgt_slice_of(field->label));
        return;
    }
    if (figure->is_count) {
        char number[BGT_NUMBER_SIZE];
        put(out, bgt_slice_of(
                     bgt_number_text((uint64_t)(figure->exact / 1000000000), number)));
        put(out, bgt_slice_of(bgt_say(terminal, " rows", " 行")));
        return;
    }
    if (figure->item == BGT_CHECK_NO_ITEM) {
        put(out, figure->wanted);
        put(out, bgt_slice_of(bgt_say(terminal, " (no such row)", "（没有该行）")));
    } else if (figure->entity == BGT_ENTITY_statement) {
        put(out,
            bgt_figures_item_text(check->figures, figure->item, BGT_statement_label));
        return;
    } else {
        struct bgt_slice item =
            bgt_figures_item_text(check->figures, figure->item, BGT_line_item);
        if (showing->has_code)
            put_code(check, figure, out);
        put(out, bgt_text_trim(item.text, item.length));
    }
    if (figure->field != BGT_line_total && !is_same_column) {
        put(out, bgt_slice_of(" "));
        put(out, bgt_slice_of(field->label));
    }
}

static void put_amount(const struct bgt_check *check,
                       const struct bgt_check_figure *figure, struct bgt_buffer *out)
{
    char text[BGT_DECIMAL_TEXT_SIZE];
    struct bgt_slice amount = {text, 0};
    if (figure->value == NULL)
        return;
    amount.length = bgt_decimal_format(figure->value->decimal, text);
    put(out, bgt_slice_of(" "));
    put(out, amount);
    if (figure->table != NULL)
        put(out, figure->power == 4 && figure->has_unit   ? bgt_slice_of(" 万元")
                 : figure->power == 0 && figure->has_unit ? bgt_slice_of(" 元")
                                                          : bgt_slice_of(""));
    else
        put(out, bgt_figures_item_text(check->figures, figure->item, BGT_statement_unit));
}

static void put_place(const struct bgt_check *check,
                      const struct bgt_check_figure *figure, struct bgt_buffer *out)
{
    struct bgt_buffer text;
    struct bgt_place place;
    struct bgt_place_query query = {check->figures->batch, NULL, figure->value, 0};
    if (figure->item == BGT_CHECK_NO_ITEM)
        return;
    query.item = bgt_figures_item(check->figures, figure->item);
    if (figure->table != NULL)
        query.column = figure->table->columns[figure->field];
    bgt_buffer_init(&text, NULL, TEXT_BYTES);
    if (bgt_place_of(&query, &text, &place) == BGT_OK) {
        put(out, bgt_slice_of(" ("));
        (void)bgt_place_append(out, &place);
        put(out, bgt_slice_of(")"));
    }
    bgt_buffer_close(&text);
}

static void put_figure(struct showing *showing, const struct bgt_check_figure *figure,
                       struct bgt_buffer *out)
{
    put_row(showing, figure, out);
    if (figure->value == NULL && figure->item != BGT_CHECK_NO_ITEM)
        put(out, bgt_slice_of(bgt_say(showing->terminal, " blank", " 空白")));
    put_amount(showing->check, figure, out);
    put_place(showing->check, figure, out);
    showing->before = figure;
}

const char *bgt_figure_text(const struct bgt_terminal *terminal,
                            const struct bgt_check *check,
                            const struct bgt_check_figure *figure,
                            struct bgt_arena *arena)
{
    struct bgt_buffer out;
    struct showing showing = {terminal, check, NULL, true};
    bgt_buffer_init(&out, NULL, TEXT_BYTES);
    put_figure(&showing, figure, &out);
    const char *text = kept(arena, &out);
    bgt_buffer_close(&out);
    return text;
}

/* An amount in the unit of the finding's first table. */
static const char *amount_text(const struct bgt_finding *finding, bgt_int128 exact,
                               struct bgt_arena *arena)
{
    char text[BGT_DECIMAL_TEXT_SIZE];
    struct bgt_decimal decimal;
    const struct bgt_check_side *side =
        finding->left.count > 0 ? &finding->left : &finding->right;
    int power = side->count > 0 ? side->figures[0].power : 0;
    unsigned scale = side->count > 0 ? side->figures[0].scale : 0;
    if (!bgt_check_decimal(exact, power, scale, &decimal))
        return "?";
    size_t length = bgt_decimal_format(decimal, text);
    const char *copy = bgt_arena_copy(arena, text, length);
    return copy != NULL ? copy : "";
}

static void put_sum(struct showing *showing, const struct bgt_check_side *side,
                    struct bgt_buffer *out)
{
    size_t shown = 0;
    for (size_t i = 0; i < side->count && shown < SHOWN; i++) {
        const struct bgt_check_figure *figure = &side->figures[i];
        if (figure->value == NULL && figure->item != BGT_CHECK_NO_ITEM)
            continue;
        if (shown > 0 || figure->is_negative)
            put(out, bgt_slice_of(figure->is_negative ? " - " : " + "));
        put_figure(showing, figure, out);
        shown++;
    }
    if (side->printed > shown)
        put(out, bgt_slice_of(" + …"));
}

static const char *side_text(const struct bgt_terminal *terminal,
                             const struct bgt_check *check,
                             const struct bgt_finding *finding, bool is_left,
                             struct bgt_arena *arena)
{
    const struct bgt_check_side *side = is_left ? &finding->left : &finding->right;
    struct bgt_buffer out;
    struct showing showing = {terminal, check, NULL, false};
    bgt_buffer_init(&out, NULL, TEXT_BYTES);
    if (!is_left && finding->left.count == 1)
        showing.before = &finding->left.figures[0];
    if (side->count == 1)
        put_figure(&showing, &side->figures[0], &out);
    else
        put_sum(&showing, side, &out);
    if (side->printed > 1 || side->count == 0 || out.length == 0) {
        put(&out, bgt_slice_of(out.length > 0 ? " = " : ""));
        put(&out, bgt_slice_of(amount_text(finding, side->sum, arena)));
    }
    const char *text = kept(arena, &out);
    bgt_buffer_close(&out);
    return text;
}

static const char *rule_label(const struct bgt_terminal *terminal,
                              const struct bgt_rule *rule)
{
    bool is_english = terminal->language == BGT_ENGLISH && rule->label_en.length > 0;
    return is_english ? rule->label_en.text : rule->label.text;
}

const char *bgt_finding_remedy(const struct bgt_terminal *terminal,
                               const struct bgt_finding *finding)
{
    return bgt_code_find(finding->code)->remedy[terminal->language];
}

const char *bgt_finding_sentence(const struct bgt_terminal *terminal,
                                 const struct bgt_check *check,
                                 const struct bgt_finding *finding,
                                 struct bgt_arena *arena)
{
    struct bgt_kept_diagnostic diagnostic = {.code = bgt_code_find(finding->code)};
    struct bgt_buffer out;
    memcpy(diagnostic.arguments, finding->arguments, sizeof diagnostic.arguments);
    if (finding->rule != NULL) {
        bgt_int128 difference = finding->difference;
        diagnostic.arguments[0] = rule_label(terminal, finding->rule);
        if (finding->severity != BGT_FINDING_SKIPPED) {
            diagnostic.arguments[1] = side_text(terminal, check, finding, true, arena);
            diagnostic.arguments[2] = side_text(terminal, check, finding, false, arena);
            diagnostic.arguments[3] = amount_text(finding, difference, arena);
        }
    }
    bgt_buffer_init(&out, NULL, TEXT_BYTES);
    (void)bgt_render_sentence(&out, &diagnostic, terminal->language);
    const char *text = kept(arena, &out);
    bgt_buffer_close(&out);
    return text;
}
