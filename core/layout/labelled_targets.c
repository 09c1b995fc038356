#include <string.h>

#include "layout/labelled_reading.h"

/* Between names, and between values, that share a cell; blanks behind it may be lost
 * where a page was wrapped. */
#define SEPARATOR ";"
/* Most names of one cell. */
#define NAMES_MAX 64

/* One period of goals and indicators. */
struct period {
    struct bgt_slice yearflag;
    uint64_t indicator_no;
};

static struct bgt_slice yearflag_of(const struct bgt_labelled_part *part, uint8_t period)
{
    return part->periods[period].yearflag;
}

static bool is_same(struct bgt_slice a, struct bgt_slice b)
{
    return bgt_text_equal(a.text, a.length, b.text, b.length);
}

/* What the record is about. */
static bgt_status set_subject(struct bgt_labelled_form *form,
                              struct bgt_labelled_record *record,
                              const uint16_t fields[3], struct bgt_slice yearflag)
{
    bool is_agency = form->labels->entity == BGT_ENTITY_agency;
    const struct bgt_labelled_found *found = bgt_labelled_field(
        form, is_agency ? BGT_agency_agency_name : BGT_project_pro_name);
    struct bgt_piece name = {.state = BGT_BLANK};
    bgt_status status =
        found == NULL ? BGT_OK : bgt_labelled_text(form, &found->value, &name);
    bgt_labelled_set(record, fields[0],
                     is_agency ? bgt_piece_text("agency", strlen("agency"))
                               : bgt_piece_text("project", strlen("project")));
    if (name.state == BGT_PRESENT) {
        bgt_labelled_set(record, fields[1], name);
    }
    bgt_labelled_set(record, fields[2], bgt_piece_text(yearflag.text, yearflag.length));
    return status;
}

static struct bgt_piece part_of(struct bgt_piece piece, struct bgt_slice text)
{
    piece.intern_id = piece.length == text.length ? piece.intern_id : 0;
    piece.text = text.text;
    piece.length = (uint32_t)text.length;
    return piece;
}

/* ---- Goals ---- */

static bgt_status put_one_goal(struct bgt_labelled_form *form,
                               const struct bgt_labelled_goal *goal,
                               struct bgt_piece text, unsigned number)
{
    bool is_agency = form->labels->entity == BGT_ENTITY_agency;
    const uint16_t fields[] = {BGT_goal_scope,
                               is_agency ? BGT_goal_agency_name : BGT_goal_pro_name,
                               BGT_goal_yearflag};
    struct bgt_labelled_record record = {.entity = BGT_ENTITY_goal};
    bgt_status status =
        set_subject(form, &record, fields, yearflag_of(goal->part, goal->period));
    if (number != 0) {
        bgt_labelled_set(&record, BGT_goal_task_no, bgt_piece_count(number));
    }
    bgt_labelled_set(&record, BGT_goal_kpi_target, text);
    return status == BGT_OK ? bgt_labelled_put_record(form, &record, goal->value.row)
                            : status;
}

/* Whether each line of the goal begins with its number: 目标1：… 目标2：…. */
static bool is_numbered(const struct bgt_labelled_goal *goal, struct bgt_piece text)
{
    struct bgt_slice rest = {text.text, text.length}, line;
    size_t lines = 0;
    while (bgt_text_split(&rest, '\n', &line)) {
        unsigned number = 0;
        struct bgt_slice content = bgt_labelled_number(goal->part->prefix, line, &number);
        if (number == 0 || content.length == 0) {
            return false;
        }
        lines++;
    }
    return lines > 0;
}

static bgt_status put_goal(struct bgt_labelled_form *form,
                           const struct bgt_labelled_goal *goal)
{
    struct bgt_piece text;
    bgt_status status = bgt_labelled_text(form, &goal->value, &text);
    if (status != BGT_OK || text.state != BGT_PRESENT || !is_numbered(goal, text)) {
        return status == BGT_OK ? put_one_goal(form, goal, text, 0) : status;
    }
    struct bgt_slice rest = {text.text, text.length}, line;
    while (status == BGT_OK && bgt_text_split(&rest, '\n', &line)) {
        unsigned number = 0;
        struct bgt_slice content = bgt_labelled_number(goal->part->prefix, line, &number);
        status = put_one_goal(form, goal, part_of(text, content), number);
    }
    return status;
}

/* ---- Indicators ---- */

/* An indicator's texts. */
struct texts {
    struct bgt_piece lv1, lv2, name, value;
    unsigned task_no;
};

static void set_value(struct bgt_labelled_record *record, struct bgt_piece value)
{
    struct bgt_labelled_value parsed;
    bgt_labelled_set(record, BGT_indicator_kpi_val, value);
    if (value.state != BGT_PRESENT ||
        !bgt_labelled_parse_value((struct bgt_slice){value.text, value.length},
                                  &parsed)) {
        return;
    }
    if (parsed.sign.length > 0) {
        bgt_labelled_set(record, BGT_indicator_computesign,
                         bgt_piece_text(parsed.sign.text, parsed.sign.length));
    }
    bgt_labelled_set(record, BGT_indicator_value,
                     (struct bgt_piece){.type = BGT_VALUE_NUMBER,
                                        .state = BGT_PRESENT,
                                        .flags = BGT_VALUE_DECIMAL,
                                        .decimal = parsed.number});
    if (parsed.unit.length > 0) {
        bgt_labelled_set(record, BGT_indicator_meterunit,
                         bgt_piece_text(parsed.unit.text, parsed.unit.length));
    }
}

static bgt_status put_one(struct bgt_labelled_form *form,
                          const struct bgt_labelled_indicator *indicator,
                          struct period *period, const struct texts *texts)
{
    bool is_agency = form->labels->entity == BGT_ENTITY_agency;
    const uint16_t fields[] = {BGT_indicator_scope,
                               is_agency ? BGT_indicator_agency_name
                                         : BGT_indicator_pro_name,
                               BGT_indicator_yearflag};
    struct bgt_labelled_record record = {.entity = BGT_ENTITY_indicator};
    bgt_status status = set_subject(form, &record, fields, period->yearflag);
    if (texts->task_no != 0) {
        bgt_labelled_set(&record, BGT_indicator_task_no, bgt_piece_count(texts->task_no));
    }
    bgt_labelled_set(&record, BGT_indicator_indicator_no,
                     bgt_piece_count(++period->indicator_no));
    if (indicator->lv1.value != NULL) {
        bgt_labelled_set(&record, BGT_indicator_lv1_perf_ind_name, texts->lv1);
    }
    if (indicator->lv2.value != NULL) {
        bgt_labelled_set(&record, BGT_indicator_lv2_perf_ind_name, texts->lv2);
    }
    bgt_labelled_set(&record, BGT_indicator_lv3_perf_ind_name, texts->name);
    set_value(&record, texts->value);
    return status == BGT_OK ? bgt_labelled_put_record(form, &record, indicator->name.row)
                            : status;
}

/* The parts of a text between separators. 0 where one is empty or there are too many. */
static size_t split(struct bgt_piece piece, struct bgt_slice *parts)
{
    size_t at = 0, count = 0;
    while (at <= piece.length) {
        size_t found = bgt_text_find(piece.text, piece.length, at, SEPARATOR);
        size_t end = found == SIZE_MAX ? piece.length : found;
        if (count == NAMES_MAX) {
            return 0;
        }
        parts[count] = bgt_text_trim(piece.text + at, end - at);
        if (parts[count++].length == 0) {
            return 0;
        }
        at = end + strlen(SEPARATOR);
        if (found == SIZE_MAX) {
            break;
        }
    }
    return count;
}

static bgt_status put_texts(struct bgt_labelled_form *form,
                            const struct bgt_labelled_indicator *indicator,
                            struct period *period, struct texts *texts)
{
    struct bgt_slice names[NAMES_MAX], values[NAMES_MAX];
    size_t count = 0;
    bgt_status status = BGT_OK;
    if (texts->name.state == BGT_PRESENT && texts->value.state == BGT_PRESENT) {
        count = split(texts->name, names);
        count = count == split(texts->value, values) ? count : 0;
    }
    if (count < 2) {
        return put_one(form, indicator, period, texts);
    }
    for (size_t i = 0; status == BGT_OK && i < count; i++) {
        struct texts one = *texts;
        one.name = part_of(texts->name, names[i]);
        one.value = part_of(texts->value, values[i]);
        status = put_one(form, indicator, period, &one);
    }
    return status;
}

static bgt_status put_indicator(struct bgt_labelled_form *form,
                                const struct bgt_labelled_indicator *indicator,
                                struct period *period)
{
    struct texts texts = {.task_no = 0};
    const struct {
        const struct bgt_cell *cell;
        struct bgt_piece *piece;
    } cells[] = {{&indicator->lv1, &texts.lv1},
                 {&indicator->lv2, &texts.lv2},
                 {&indicator->name, &texts.name},
                 {&indicator->value, &texts.value}};
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < sizeof cells / sizeof cells[0]; i++) {
        status = bgt_labelled_text(form, cells[i].cell, cells[i].piece);
    }
    if (status != BGT_OK) {
        return status;
    }
    if (texts.name.state == BGT_PRESENT) {
        struct bgt_slice name = bgt_labelled_number(
            indicator->part->prefix,
            (struct bgt_slice){texts.name.text, texts.name.length}, &texts.task_no);
        texts.name = part_of(texts.name, name);
    }
    return put_texts(form, indicator, period, &texts);
}

/* A category without an indicator is kept, unless its indicators stand below it. */
static bool is_heading_only(const struct bgt_labelled_form *form, size_t at)
{
    const struct bgt_labelled_indicator *indicator = &form->indicators[at];
    if (indicator->name.value != NULL) {
        return false;
    }
    for (size_t i = at + 1; i < form->indicator_count; i++) {
        if (form->indicators[i].period == indicator->period) {
            return !form->indicators[i].has_own_lv2;
        }
    }
    return false;
}

static bgt_status put_period(struct bgt_labelled_form *form, struct bgt_slice yearflag)
{
    struct period period = {yearflag, 0};
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < form->goal_count; i++) {
        if (is_same(yearflag_of(form->goals[i].part, form->goals[i].period), yearflag)) {
            status = put_goal(form, &form->goals[i]);
        }
    }
    for (size_t i = 0; status == BGT_OK && i < form->indicator_count; i++) {
        const struct bgt_labelled_indicator *one = &form->indicators[i];
        if (is_same(yearflag_of(one->part, one->period), yearflag) &&
            !is_heading_only(form, i)) {
            status = put_indicator(form, one, &period);
        }
    }
    return status;
}

/* Whether an earlier period of the form has the same name. */
static bool is_done(const struct bgt_labelled *form, size_t part, size_t period)
{
    struct bgt_slice yearflag = form->parts[part].periods[period].yearflag;
    for (size_t p = 0; p <= part; p++) {
        size_t end = p == part ? period : form->parts[p].period_count;
        for (size_t i = 0; i < end; i++) {
            if (is_same(form->parts[p].periods[i].yearflag, yearflag)) {
                return true;
            }
        }
    }
    return false;
}

bgt_status bgt_labelled_put_targets(struct bgt_labelled_form *form)
{
    const struct bgt_labelled *labels = form->labels;
    bgt_status status = BGT_OK;
    for (size_t p = 0; p < labels->part_count; p++) {
        for (size_t i = 0; status == BGT_OK && i < labels->parts[p].period_count; i++) {
            if (!is_done(labels, p, i)) {
                status = put_period(form, labels->parts[p].periods[i].yearflag);
            }
        }
    }
    return status;
}
