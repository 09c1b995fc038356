#include "cli/check_report.h"

#include <string.h>

#include "budget/cell.h"
#include "cli/json.h"
#include "cli/listing.h"
#include "diag/render.h"
#include "diag/reporter.h"
#include "layout/place.h"

/* Sentences of one document. */
#define ARENA_BYTES ((size_t)1 << 30)

static bool is_shown(const struct bgt_terminal *terminal,
                     const struct bgt_finding *finding)
{
    return finding->severity <= BGT_FINDING_WARNING
               ? !terminal->is_quiet || finding->severity == BGT_FINDING_ERROR
               : terminal->is_verbose;
}

static void print_line(struct bgt_terminal *terminal, const struct bgt_check *check,
                       const struct bgt_finding *finding, struct bgt_arena *arena)
{
    const char *place = bgt_check_place_text(&finding->place, arena);
    bgt_print(terminal, "  ");
    if (finding->group == 0) {
        bgt_print(terminal, bgt_finding_label(
                                terminal, (enum bgt_finding_severity)finding->severity));
        bgt_print(terminal, " ");
    }
    bgt_print(terminal, place);
    bgt_print(terminal, place[0] != '\0' ? "  " : "");
    bgt_print(terminal, bgt_finding_sentence(terminal, check, finding, arena));
    bgt_print(terminal, " [");
    bgt_print(terminal, finding->rule != NULL ? finding->rule->id.text : finding->code);
    bgt_print(terminal, "]\n");
}

/* Text out of a document, made safe for a terminal. */
static void print_foreign(struct bgt_terminal *terminal, const char *text)
{
    if (bgt_render_foreign(&terminal->out, text, strlen(text)) != BGT_OK)
        terminal->out_failed = true;
}

/* The errors of one root cause, from its first on; one that nobody can say more of stands
 * alone. */
static void print_group(struct bgt_terminal *terminal, const struct bgt_check *check,
                        const struct bgt_finding *first, struct bgt_arena *arena)
{
    char number[BGT_NUMBER_SIZE];
    bgt_print(terminal, bgt_finding_label(terminal, BGT_FINDING_ERROR));
    bgt_print(terminal, " ");
    bgt_print(terminal, bgt_number_text(first->group, number));
    if (first->suspect != NULL) {
        bgt_print(terminal, bgt_say(terminal, ": most doubtful is ", "：最可疑的是 "));
        print_foreign(terminal, bgt_figure_text(terminal, check, first->suspect, arena));
    }
    bgt_print(terminal, "\n");
    print_line(terminal, check, first, arena);
    for (const struct bgt_finding *finding = first->suspect == NULL ? NULL : first->next;
         finding != NULL; finding = finding->next)
        if (finding->group == first->group)
            print_line(terminal, check, finding, arena);
}

static void print_groups(struct bgt_terminal *terminal, const struct bgt_check *check,
                         struct bgt_arena *arena)
{
    bool *printed =
        bgt_arena_allocate_array(arena, (size_t)check->group_count + 1, sizeof *printed);
    if (printed == NULL) {
        terminal->out_failed = true;
        return;
    }
    for (const struct bgt_finding *finding = check->first; finding != NULL;
         finding = finding->next)
        if (finding->group != 0 && !printed[finding->group]) {
            printed[finding->group] = true;
            print_group(terminal, check, finding, arena);
        }
}

static void print_summary(struct bgt_terminal *terminal, const struct bgt_check *check)
{
    char number[BGT_NUMBER_SIZE];
    struct bgt_listing listing;
    bgt_listing_open(&listing, 2, 2u);
    for (int s = 0; s < BGT_FINDING_SEVERITY_COUNT; s++) {
        const char *cells[] = {bgt_finding_label(terminal, (enum bgt_finding_severity)s),
                               bgt_number_text(check->counts[s], number)};
        bgt_listing_add(&listing, cells);
    }
    const char *causes[] = {bgt_say(terminal, "root causes", "错误的起因"),
                            bgt_number_text(check->group_count, number)};
    bgt_listing_add(&listing, causes);
    const char *rules[] = {bgt_say(terminal, "rules", "适用规则"),
                           bgt_number_text(check->rules, number)};
    bgt_listing_add(&listing, rules);
    const char *compared[] = {bgt_say(terminal, "comparisons", "比较次数"),
                              bgt_number_text(check->compared, number)};
    bgt_listing_add(&listing, compared);
    bgt_listing_print(&listing, terminal, 2);
    bgt_listing_close(&listing);
}

void bgt_check_print(struct bgt_terminal *terminal, const struct bgt_check *check)
{
    struct bgt_arena arena;
    bgt_arena_init(&arena, NULL, ARENA_BYTES);
    print_foreign(terminal, check->figures->path);
    bgt_print(terminal, ": ");
    bgt_print(terminal, check->family.length > 0
                            ? check->family.text
                            : bgt_say(terminal, "no rules", "没有适用规则"));
    if (check->is_truncated)
        bgt_print(terminal,
                  bgt_say(terminal, " (figures are truncated)", "（数字按截尾取）"));
    bgt_print(terminal, "\n");
    print_groups(terminal, check, &arena);
    for (const struct bgt_finding *finding = check->first; finding != NULL;
         finding = finding->next)
        if (finding->group == 0 && is_shown(terminal, finding))
            print_line(terminal, check, finding, &arena);
    print_summary(terminal, check);
    bgt_arena_close(&arena);
}

static void json_place(struct bgt_terminal *terminal, const struct bgt_place *place)
{
    char name[BGT_COLUMN_NAME_SIZE + BGT_NUMBER_SIZE];
    char number[BGT_NUMBER_SIZE];
    size_t length = 0;
    bgt_json_text(terminal, "file", place->file);
    bgt_json_text(terminal, "sheet", place->sheet);
    if (place->is_cell && place->line != 0) {
        length = bgt_column_name(place->column, name);
        const char *row = bgt_number_text(place->line, number);
        for (size_t i = 0; row[i] != '\0'; i++)
            name[length++] = row[i];
        name[length] = '\0';
        bgt_json_text(terminal, "cell", name);
    } else {
        bgt_json_text(terminal, "cell", NULL);
    }
    bgt_json_number(terminal, "line", place->line);
    bgt_json_number(terminal, "column", place->column);
    bgt_json_text(terminal, "path", place->path);
}

static void json_amount(struct bgt_terminal *terminal, const char *key,
                        const struct bgt_finding *finding, bgt_int128 exact)
{
    char text[BGT_DECIMAL_TEXT_SIZE];
    struct bgt_decimal decimal;
    const struct bgt_check_side *side =
        finding->left.count > 0 ? &finding->left : &finding->right;
    if (side->count == 0 || !bgt_check_decimal(exact, side->figures[0].power,
                                               side->figures[0].scale, &decimal)) {
        bgt_json_text(terminal, key, NULL);
        return;
    }
    (void)bgt_decimal_format(decimal, text);
    bgt_json_text(terminal, key, text);
}

static void print_json(struct bgt_terminal *terminal, const struct bgt_check *check,
                       const struct bgt_finding *finding, struct bgt_arena *arena)
{
    bgt_json_begin(terminal, "finding");
    bgt_json_text(terminal, "code", finding->code);
    bgt_json_text(terminal, "severity",
                  bgt_finding_word((enum bgt_finding_severity)finding->severity));
    bgt_json_text(terminal, "rule",
                  finding->rule == NULL ? NULL : finding->rule->id.text);
    bgt_json_number(terminal, "group", finding->group);
    json_place(terminal, &finding->place);
    bgt_json_text(terminal, "message",
                  bgt_finding_sentence(terminal, check, finding, arena));
    bgt_json_text(terminal, "remedy", bgt_finding_remedy(terminal, finding));
    json_amount(terminal, "left", finding, finding->left.sum);
    json_amount(terminal, "right", finding, finding->right.sum);
    json_amount(terminal, "difference", finding, finding->difference);
    bgt_json_text(terminal, "suspect",
                  finding->suspect == NULL
                      ? NULL
                      : bgt_figure_text(terminal, check, finding->suspect, arena));
    bgt_json_number(terminal, "count", finding->count);
    bgt_json_end(terminal);
}

void bgt_check_print_json(struct bgt_terminal *terminal, const struct bgt_check *check)
{
    struct bgt_arena arena;
    struct bgt_arena_mark start = {0};
    bgt_arena_init(&arena, NULL, ARENA_BYTES);
    for (const struct bgt_finding *finding = check->first; finding != NULL;
         finding = finding->next) {
        print_json(terminal, check, finding, &arena);
        bgt_arena_reset(&arena, start);
    }
    bgt_json_begin(terminal, "summary");
    bgt_json_text(terminal, "file", check->figures->path);
    bgt_json_text(terminal, "rules", check->family.text);
    for (int s = 0; s < BGT_FINDING_SEVERITY_COUNT; s++)
        bgt_json_number(terminal, bgt_finding_word((enum bgt_finding_severity)s),
                        check->counts[s]);
    bgt_json_number(terminal, "causes", check->group_count);
    bgt_json_number(terminal, "compared", check->compared);
    bgt_json_text(terminal, "rounding", check->is_truncated ? "truncation" : "half up");
    bgt_json_end(terminal);
    bgt_arena_close(&arena);
}
