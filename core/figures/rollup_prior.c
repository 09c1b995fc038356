/* The figures of part three that compare with the year before: 比上年增加 … and their
 * like, as statements, from the published tables of that year (docs/statements.md). */
#include <string.h>

#include "base/decimal.h"
#include "diag/reporter.h"
#include "figures/rollup_parts.h"
#include "io/batch.h"
#include "model/stream.h"

/* 元 to 万元, and places of an amount and of a rate. */
#define WAN_POWER     (-4)
#define PRINTED_SCALE 2

#define KEY_BYTES 128u

/* A figure of the tables that the prose compares. */
struct subject {
    const char *key;
    const char *label;
    const char *table_id;
    const char *side; /* Or null. */
    const char *role; /* The row by its role, or */
    const char *item; /* by its label. */
    const char *row;  /* As a statement names it. */
    bool has_rate;    /* The prose prints 增长 %. */
    bool has_prior;   /* The prose prints the figure of the year before. */
};

static const struct subject subjects[] = {
    {"income.total", "收入总计", "summary", "income", "grand_total", NULL, "收入总计",
     true, false},
    {"expenditure.total", "支出总计", "summary", "expenditure", "grand_total", NULL,
     "支出总计", true, false},
    {"general.total", "一般公共预算当年支出", "general_expenditure", NULL, "sum", NULL,
     "合计", true, false},
    {"three_public.total", "“三公”经费", "three_public", NULL, NULL, "合计", "合计",
     false, false},
    {"three_public.abroad", "因公出国（境）费", "three_public", NULL, NULL,
     "因公出国（境）费", "因公出国（境）费", false, false},
    {"three_public.reception", "公务接待费", "three_public", NULL, NULL, "公务接待费",
     "公务接待费", false, false},
    {"three_public.vehicles", "公务用车购置及运行费", "three_public", NULL, NULL,
     "公务用车购置及运行费", "公务用车购置及运行费", false, false},
    {"three_public.vehicles_run", "公务用车运行维护费", "three_public", NULL, NULL,
     "公务用车运行维护费", "公务用车运行维护费", false, false},
    {"three_public.vehicles_bought", "公务用车购置费", "three_public", NULL, NULL,
     "公务用车购置费", "公务用车购置费", false, false},
    {"operating.total", "机关运行经费", "operating", NULL, NULL, "部门合计", "部门合计",
     true, true},
};

/* ---- Finding a figure ---- */

static bool is_word(struct bgt_slice text, const char *word)
{
    return word == NULL || bgt_text_equal(text.text, text.length, word, strlen(word));
}

static bool is_label(struct bgt_slice text, const char *label)
{
    size_t start = bgt_text_strip_ordinal(text.text, text.length, NULL);
    return label == NULL || bgt_text_same_label(text.text + start, text.length - start,
                                                label, strlen(label));
}

/* A figure that is blank is 0 in the prose. */
static struct bgt_decimal zero(void)
{
    return bgt_decimal_make(0, PRINTED_SCALE);
}

/* This year's; false where the roll-up has no such row. */
static bool find_new(const struct bgt_rollup *rollup, const struct subject *subject,
                     struct bgt_decimal *amount)
{
    for (const struct bgt_rollup_table *table = rollup->first; table != NULL;
         table = table->next) {
        if (!is_word(table->layout->table_id, subject->table_id))
            continue;
        *amount = zero();
        for (const struct bgt_rollup_row *row = table->first; row != NULL;
             row = row->next) {
            const char *side =
                bgt_layout_side_text(table->layout->blocks[row->block].side);
            if ((subject->side != NULL &&
                 (side == NULL || strcmp(side, subject->side) != 0)) ||
                (subject->role != NULL &&
                 (row->role == NULL || strcmp(row->role, subject->role) != 0)) ||
                !is_label(row->item, subject->item))
                continue;
            for (unsigned c = 0; c < row->cell_count; c++)
                if (row->cells[c].field == BGT_line_total && row->cells[c].is_present)
                    *amount = row->cells[c].printed;
            return true;
        }
        /* A table without data has no rows of codes: 0. */
        return subject->item == NULL || !table->has_figures;
    }
    return false;
}

/* The year before's, in 万元 with two places; false where its document has none. */
static bool find_prior(const struct bgt_figures *prior, const struct subject *subject,
                       struct bgt_decimal *amount)
{
    bool has_table = false;
    for (const struct bgt_figures_table *table = prior->first_table; table != NULL;
         table = table->next)
        has_table =
            has_table || is_word(bgt_figures_table_text(prior, table, BGT_table_table_id),
                                 subject->table_id);
    *amount = zero();
    for (size_t i = 0; has_table && i < prior->line_count; i++) {
        const struct bgt_figures_line *line = &prior->lines[i];
        if (!is_word(bgt_figures_table_text(prior, line->table, BGT_table_table_id),
                     subject->table_id) ||
            !is_word(bgt_figures_text(prior, line, BGT_line_side), subject->side) ||
            !is_word(bgt_figures_text(prior, line, BGT_line_row_role), subject->role) ||
            !is_label(bgt_figures_text(prior, line, BGT_line_item), subject->item))
            continue;
        const struct bgt_value *value = bgt_figures_value(prior, line, BGT_line_total);
        if (value == NULL || value->state != BGT_PRESENT ||
            (value->flags & BGT_VALUE_DECIMAL) == 0)
            return true;
        return line->table->has_unit &&
               bgt_decimal_shift(value->decimal, line->table->power + WAN_POWER,
                                 amount) &&
               bgt_decimal_round(*amount, PRINTED_SCALE, amount, NULL);
    }
    return has_table;
}

/* ---- Statements ---- */

struct telling {
    const struct bgt_rollup *rollup;
    const struct bgt_sink *sink;
    struct bgt_batch *batch;
    const struct subject *subject;
    uint32_t *sequence;
};

/* A statement of the subject: `kind` is the end of its key. */
struct said {
    const char *kind;
    const struct bgt_decimal *value; /* Null: none. */
    const char *unit;
    const char *direction; /* Or null. */
};

static bgt_status put_text(struct bgt_batch *batch, uint32_t field, const char *text)
{
    return text == NULL ? BGT_OK
                        : bgt_batch_put_text(batch, field, text, strlen(text), NULL);
}

static bgt_status put_key(const struct telling *telling, const char *kind)
{
    struct bgt_buffer key;
    bgt_buffer_init(&key, NULL, KEY_BYTES);
    bgt_status status = bgt_buffer_append_text(&key, telling->subject->key);
    if (status == BGT_OK)
        status = bgt_buffer_append_text(&key, kind);
    if (status == BGT_OK)
        status = bgt_batch_put_text(telling->batch, BGT_statement_key, key.data,
                                    key.length, NULL);
    bgt_buffer_close(&key);
    return status;
}

static bgt_status say(const struct telling *telling, const struct said *said)
{
    struct bgt_batch *batch = telling->batch;
    struct bgt_item *item = NULL;
    bgt_batch_reset(batch);
    bgt_status status = bgt_batch_item(batch, BGT_ITEM_RECORD, &item);
    if (status != BGT_OK)
        return status;
    item->entity = BGT_ENTITY_statement;
    item->sequence = ++*telling->sequence;
    status = put_key(telling, said->kind);
    if (status == BGT_OK)
        status = put_text(batch, BGT_statement_label, telling->subject->label);
    if (status == BGT_OK && said->value != NULL)
        status = bgt_batch_put_decimal(batch, BGT_statement_value, *said->value, NULL);
    if (status == BGT_OK && said->value != NULL)
        status = put_text(batch, BGT_statement_unit, said->unit);
    if (status == BGT_OK)
        status = put_text(batch, BGT_statement_direction, said->direction);
    if (status == BGT_OK)
        status = put_text(batch, BGT_statement_table_id, telling->subject->table_id);
    if (status == BGT_OK)
        status = put_text(batch, BGT_statement_row, telling->subject->row);
    if (status == BGT_OK)
        status = put_text(batch, BGT_statement_measure, "total");
    return status == BGT_OK
               ? telling->sink->put(telling->sink->state, batch, &batch->items[0])
               : status;
}

/* Per cent of the year before, half up. False where that is 0. */
static bool rate_of(struct bgt_decimal change, struct bgt_decimal prior,
                    struct bgt_decimal *rate)
{
    bgt_int128 base = prior.coefficient < 0 ? -prior.coefficient : prior.coefficient;
    if (base == 0)
        return false;
    bgt_int128 part = ((bgt_int128)change.coefficient * 10000 * 2 + base) / (base * 2);
    if (part >= BGT_DECIMAL_BOUND)
        return false;
    *rate = bgt_decimal_make((int64_t)part, PRINTED_SCALE);
    return true;
}

static bgt_status tell_subject(const struct telling *telling, struct bgt_decimal now,
                               struct bgt_decimal prior)
{
    struct bgt_decimal change;
    struct bgt_decimal rate;
    int64_t difference = now.coefficient - prior.coefficient; /* Of one scale. */
    const char *direction = difference > 0 ? "增" : difference < 0 ? "减" : "持平";
    struct said amount = {"", &now, "万元", NULL};
    struct said before = {".prior_year", &prior, "万元", NULL};
    struct said changed = {".change", &change, "万元", direction};
    struct said rated = {".change_rate", &rate, "%", direction};
    change = bgt_decimal_make(difference < 0 ? -difference : difference, PRINTED_SCALE);
    if (difference == 0)
        changed.value = NULL;
    bgt_status status = say(telling, &amount);
    if (status == BGT_OK && telling->subject->has_prior)
        status = say(telling, &before);
    if (status == BGT_OK)
        status = say(telling, &changed);
    if (status == BGT_OK && telling->subject->has_rate && difference != 0 &&
        rate_of(change, prior, &rate))
        status = say(telling, &rated);
    return status;
}

bgt_status bgt_rollup_tell_changes(const struct bgt_rollup *rollup,
                                   const struct bgt_sink *sink,
                                   uint32_t *sequence) /* NOLINT(readability-*) */
{
    struct telling telling = {.rollup = rollup, .sink = sink, .sequence = sequence};
    if (rollup->prior == NULL)
        return BGT_OK;
    bgt_status status = bgt_batch_open(rollup->io, &telling.batch);
    for (size_t i = 0; status == BGT_OK && i < sizeof subjects / sizeof subjects[0];
         i++) {
        struct bgt_decimal now;
        struct bgt_decimal prior;
        telling.subject = &subjects[i];
        if (!find_new(rollup, &subjects[i], &now))
            continue;
        if (find_prior(rollup->prior, &subjects[i], &prior))
            status = tell_subject(&telling, now, prior);
        else
            status = bgt_report_at(rollup->io->reporter, "ROLLUP_PRIOR_MISSING", NULL,
                                   subjects[i].label, NULL);
    }
    bgt_batch_close(telling.batch);
    return status;
}

bgt_status bgt_rollup_check_prior(const struct bgt_rollup *rollup)
{
    struct bgt_slice text = bgt_figures_fact(rollup->prior, BGT_document_fiscal_year);
    struct bgt_place place = {.file = rollup->prior->path};
    uint64_t year = 0;
    char wanted[BGT_NUMBER_SIZE];
    bool has_tables = false;
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
        struct bgt_decimal amount;
        has_tables = has_tables || find_prior(rollup->prior, &subjects[i], &amount);
    }
    if (!has_tables)
        return bgt_report_at(rollup->io->reporter, "ROLLUP_PRIOR_NO_TABLES", &place, NULL,
                             NULL);
    if (rollup->year_number == 0 ||
        !bgt_text_parse_unsigned(text.text, text.length, 9999, &year) ||
        year + 1 == rollup->year_number)
        return BGT_OK;
    struct bgt_diagnostic diagnostic = {.code = "ROLLUP_PRIOR_YEAR",
                                        .place = place,
                                        .text = text.text,
                                        .text_length = text.length};
    diagnostic.arguments[0] = bgt_number_text(rollup->year_number - 1, wanted);
    return bgt_report(rollup->io->reporter, &diagnostic);
}
