#include <string.h>

#include "layout/draft_parts.h"

/* Most fixed rows that a draft writes. */
#define FIXED_MAX 200
/* The name of a total has no more bytes. */
#define TOTAL_BYTES 64

static const struct bgt_draft_total totals[] = {
    {"合计", NULL, "sum"},
    {"总计", NULL, "sum"},
    {"支出合计", NULL, "sum"},
    {"收入合计", NULL, "sum"},
    {"小计", "subtotal", NULL},
    {"本年收入合计", NULL, "current_total"},
    {"本年支出合计", NULL, "current_total"},
    {"收入总计", NULL, "grand_total"},
    {"支出总计", NULL, "grand_total"},
};

#define TOTALS (sizeof totals / sizeof totals[0])

const struct bgt_draft_total *bgt_draft_total_of(struct bgt_draft *draft,
                                                 struct bgt_slice text)
{
    bgt_buffer_clear(&draft->key);
    if (text.length == 0 || text.length > TOTAL_BYTES) {
        return NULL;
    }
    bgt_status status = bgt_layout_row_key(&draft->key, text.text, text.length);
    if (status != BGT_OK) {
        draft->failure = status == BGT_NO_MEMORY ? status : draft->failure;
        return NULL;
    }
    for (size_t i = 0; i < TOTALS; i++) {
        if (bgt_text_equal(draft->key.data, draft->key.length, totals[i].label,
                           strlen(totals[i].label))) {
            return &totals[i];
        }
    }
    return NULL;
}

/* ---- Fixed rows ---- */

static struct bgt_slice item_text(const struct bgt_draft *draft,
                                  const struct bgt_draft_column *item, uint32_t row)
{
    return bgt_draft_text(draft, bgt_draft_cell(draft, row, item->column));
}

static bool has_same_above(const struct bgt_draft *draft,
                           const struct bgt_draft_column *item, uint32_t row,
                           struct bgt_slice text)
{
    size_t skip = bgt_text_strip_ordinal(text.text, text.length, NULL);
    for (uint32_t r = draft->body; r < row; r++) {
        struct bgt_slice other = item_text(draft, item, r);
        size_t other_skip = bgt_text_strip_ordinal(other.text, other.length, NULL);
        if (other.length > 0 &&
            bgt_text_same_label(text.text + skip, text.length - skip,
                                other.text + other_skip, other.length - other_skip)) {
            return true;
        }
    }
    return false;
}

/* A form's fixed rows: half of the names have a number (一、), and no name stands twice.
 */
static bool is_fixed(const struct bgt_draft *draft, unsigned block)
{
    const struct bgt_draft_column *item = bgt_draft_item(draft, block);
    unsigned names = 0, numbered = 0;
    if (item == NULL || !draft->is_whole || draft->end - draft->body > FIXED_MAX) {
        return false;
    }
    for (unsigned c = 0; c < draft->column_count; c++) {
        const struct bgt_draft_column *column = &draft->columns[c];
        if (column->block == block && column->state == BGT_DRAFT_TAKEN &&
            column->field != BGT_LAYOUT_NONE &&
            bgt_line_field(column->field)->type == BGT_CODE) {
            return false;
        }
    }
    for (uint32_t r = draft->body; r < draft->end; r++) {
        struct bgt_slice text = item_text(draft, item, r);
        struct bgt_ordinal found;
        if (text.length == 0) {
            continue;
        }
        (void)bgt_text_strip_ordinal(text.text, text.length, &found);
        names++;
        numbered += found.kind != BGT_ORDINAL_NONE || found.of_which;
        if (has_same_above(draft, item, r, text)) {
            return false;
        }
    }
    return names > 1 && numbered * 2 >= names;
}

static bgt_status append_total(struct bgt_buffer *out,
                               const struct bgt_draft_total *total)
{
    bgt_status status = BGT_OK;
    if (total->kind != NULL) {
        status = bgt_buffer_append_text(out, ", kind: ");
        status = status == BGT_OK ? bgt_buffer_append_text(out, total->kind) : status;
    }
    if (status == BGT_OK && total->role != NULL) {
        status = bgt_buffer_append_text(out, ", role: ");
        status = status == BGT_OK ? bgt_buffer_append_text(out, total->role) : status;
    }
    return status;
}

static bgt_status write_fixed(struct bgt_draft *draft, struct bgt_buffer *out,
                              const struct bgt_draft_column *item)
{
    bgt_status status = bgt_buffer_append_text(
        out, "    # guess 推断: fixed rows, because their names are numbered "
             "(固定行：行名带序号)\n    rows:\n");
    draft->result->guesses++;
    for (uint32_t r = draft->body; r < draft->end && status == BGT_OK; r++) {
        struct bgt_slice text = item_text(draft, item, r);
        if (text.length == 0) {
            continue;
        }
        const struct bgt_draft_total *total = bgt_draft_total_of(draft, text);
        status = bgt_buffer_append_text(out, "      - {label: ");
        status = status == BGT_OK ? bgt_draft_quote(out, text) : status;
        status = status == BGT_OK ? bgt_buffer_append_text(out, ", row: ") : status;
        status = status == BGT_OK ? bgt_buffer_append_unsigned(out, r - draft->body + 1U)
                                  : status;
        if (status == BGT_OK && total != NULL) {
            struct bgt_draft_total fixed = *total;
            fixed.kind = fixed.kind == NULL ? "total" : fixed.kind;
            status = append_total(out, &fixed);
        }
        status = status == BGT_OK ? bgt_buffer_append_text(out, "}\n") : status;
    }
    return status;
}

/* ---- Open rows ---- */

/* Lengths of the codes of a block, or of the parts put together; 0: no levels. */
static uint32_t code_lengths(const struct bgt_draft *draft, unsigned block)
{
    for (unsigned c = 0; c < draft->column_count; c++) {
        const struct bgt_draft_column *column = &draft->columns[c];
        if (column->block != block || column->state != BGT_DRAFT_TAKEN ||
            column->field == BGT_LAYOUT_NONE ||
            bgt_line_field(column->field)->type != BGT_CODE) {
            continue;
        }
        if (column->part == 0) {
            return column->lengths;
        }
        uint32_t lengths = 0;
        unsigned length = 0;
        for (; c < draft->column_count && draft->columns[c].part > 0; c++) {
            length += draft->columns[c].digits;
            lengths |= UINT32_C(1) << length;
        }
        return lengths;
    }
    return 0;
}

static bgt_status write_levels(struct bgt_draft *draft, struct bgt_buffer *out,
                               unsigned block)
{
    uint32_t lengths = code_lengths(draft, block);
    unsigned count = 0;
    bgt_status status = BGT_OK;
    for (unsigned n = 0; n < 32; n++) {
        count += (lengths >> n & 1U);
    }
    if (count < 2 || count > BGT_LAYOUT_LEVELS_MAX || (lengths & 1U) != 0) {
        return BGT_OK;
    }
    draft->result->guesses++;
    status = bgt_buffer_append_text(out, "      levels: [");
    for (unsigned n = 1, written = 0; n < 32 && status == BGT_OK; n++) {
        if ((lengths >> n & 1U) == 0) {
            continue;
        }
        status = bgt_buffer_append_text(out, written++ > 0 ? ", " : "");
        status = status == BGT_OK ? bgt_buffer_append_unsigned(out, n) : status;
    }
    return status == BGT_OK
               ? bgt_buffer_append_text(out, "] # guess 推断: lengths of the codes "
                                             "(代码各级长度)\n")
               : status;
}

/* Notes which totals the rows name, in the item column or in a code column. */
static bool find_totals(struct bgt_draft *draft, unsigned block, bool found[TOTALS])
{
    bool is_any = false;
    for (uint32_t r = draft->body; r < draft->end; r++) {
        for (unsigned c = 0; c < draft->column_count; c++) {
            const struct bgt_draft_column *column = &draft->columns[c];
            if (column->block != block || column->state != BGT_DRAFT_TAKEN) {
                continue;
            }
            const struct bgt_draft_total *total = bgt_draft_total_of(
                draft, bgt_draft_text(draft, bgt_draft_cell(draft, r, column->column)));
            if (total != NULL) {
                found[total - totals] = true;
                is_any = true;
            }
        }
    }
    return is_any;
}

static bgt_status write_open(struct bgt_draft *draft, struct bgt_buffer *out,
                             unsigned block)
{
    bool found[TOTALS] = {false};
    bool has_totals = find_totals(draft, block, found);
    size_t before = out->length;
    bgt_status status = bgt_buffer_append_text(out, "    open:\n");
    size_t opened = out->length;
    status = status == BGT_OK ? write_levels(draft, out, block) : status;
    if (status == BGT_OK && has_totals) {
        draft->result->guesses++;
        status = bgt_buffer_append_text(
            out, "      totals: # guess 推断: by their names (按名称判断)\n");
    }
    for (size_t i = 0; i < TOTALS && status == BGT_OK; i++) {
        if (!found[i]) {
            continue;
        }
        status = bgt_buffer_append_text(out, "        - {label: ");
        status = status == BGT_OK ? bgt_buffer_append_text(out, totals[i].label) : status;
        status = status == BGT_OK ? append_total(out, &totals[i]) : status;
        status = status == BGT_OK ? bgt_buffer_append_text(out, "}\n") : status;
    }
    if (status == BGT_OK && out->length == opened) {
        bgt_buffer_truncate(out, before);
        status = bgt_buffer_append_text(out, "    open: {}\n");
    }
    return status;
}

bgt_status bgt_draft_write_rows(struct bgt_draft *draft, struct bgt_buffer *out,
                                unsigned block)
{
    return is_fixed(draft, block) ? write_fixed(draft, out, bgt_draft_item(draft, block))
                                  : write_open(draft, out, block);
}
