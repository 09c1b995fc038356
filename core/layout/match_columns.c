#include "layout/match_columns.h"

#include <string.h>

/* A pair below this is no pair. */
#define LEAST_QUALITY 50
/* Qualities differ by steps of this. */
#define QUALITY_STEP 5

#define MODEL_LABEL_COST   10
#define MISSING_LABEL_COST 15
#define EXTRA_LABEL_COST   5
#define OTHER_LABEL_COST   25

/* 0: not this label; 1: a label of the model; 2: one of the file. */
static unsigned holds(const struct bgt_layout_label *label, uint32_t id)
{
    for (uint16_t i = 0; id != 0 && i < label->key_count; i++) {
        if (label->ids[i] == id) {
            return i < label->own_count ? 2 : 1;
        }
    }
    return 0;
}

unsigned bgt_match_quality(const struct bgt_layout_column *wanted,
                           const struct bgt_header_column *found)
{
    unsigned wanted_above = wanted->path_length - 1U, missing = 0, known = 0, at = 0;
    if (wanted->path_length == 0 || found->path_length == 0 || !found->is_own) {
        return 0;
    }
    unsigned found_above = found->path_length - 1U, matched = 0;
    unsigned leaf = holds(&wanted->path[wanted_above], found->path[found_above].id);
    if (leaf == 0) {
        return 0;
    }
    for (unsigned i = 0; i < wanted_above; i++) {
        unsigned j = at;
        while (j < found_above && holds(&wanted->path[i], found->path[j].id) == 0) {
            j++;
        }
        if (j < found_above) {
            matched++;
            at = j + 1;
        } else {
            missing++;
        }
    }
    for (unsigned j = 0; j < found_above; j++) {
        known += found->path[j].id != 0;
    }
    unsigned extra = found_above - matched;
    unsigned others = known > matched ? known - matched : 0;
    others = others < missing ? others : missing;
    unsigned cost = (leaf == 1 ? MODEL_LABEL_COST : 0) + missing * MISSING_LABEL_COST +
                    extra * EXTRA_LABEL_COST + others * OTHER_LABEL_COST;
    return cost + LEAST_QUALITY > 100 ? 0 : 100 - cost;
}

bool bgt_match_own_year(uint16_t field)
{
    return field != BGT_line_prior_year && field != BGT_line_prior_exec &&
           field != BGT_line_carryover && field != BGT_line_opening_balance;
}

/* The quality of a pair in its layout and header: a label above may make a column of a
 * layout of last resort another figure, and the year may make it another year's. */
static unsigned pair_quality(const struct bgt_layout *layout, size_t l,
                             const struct bgt_header *header, uint32_t c)
{
    const struct bgt_layout_column *wanted = &layout->columns[l];
    const struct bgt_header_column *found = &header->columns[c];
    unsigned quality = bgt_match_quality(wanted, found);
    if (quality == 0 ||
        (layout->is_fallback && found->path_length > wanted->path_length)) {
        return 0;
    }
    bool is_own = found->year == header->year;
    if (header->year != 0 && found->year != 0 &&
        is_own != bgt_match_own_year(wanted->fields[0])) {
        return quality > LEAST_QUALITY ? quality - QUALITY_STEP : 0;
    }
    return quality;
}

uint32_t bgt_match_twin(const struct bgt_layout *layout, const struct bgt_header *header,
                        const uint16_t *columns, uint32_t c)
{
    for (uint32_t i = 0; i < header->column_count; i++) {
        uint16_t l = columns[i];
        if (l == BGT_LAYOUT_NONE || layout->columns[l].content == BGT_CONTENT_TEXT) {
            continue;
        }
        unsigned quality = pair_quality(layout, l, header, c);
        if (quality > 0 && quality == pair_quality(layout, l, header, i)) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* An assignment on its way. */
struct assigning {
    const struct bgt_layout *layout;
    const struct bgt_header *header;
    const uint8_t *qualities;
    uint16_t *columns;
    bool is_taken[BGT_LAYOUT_COLUMNS_MAX];
};

/* Takes, for each layout column that is free, the first free header column of this
 * quality. */
static unsigned assign_level(struct assigning *assigning, unsigned level)
{
    uint32_t count = assigning->header->column_count;
    unsigned assigned = 0;
    for (size_t l = 0; l < assigning->layout->column_count; l++) {
        for (uint32_t c = 0; !assigning->is_taken[l] && c < count; c++) {
            if (assigning->columns[c] == BGT_LAYOUT_NONE &&
                assigning->qualities[l * count + c] == level) {
                assigning->columns[c] = (uint16_t)l;
                assigning->is_taken[l] = true;
                assigned++;
            }
        }
    }
    return assigned;
}

/* Fills the table of all pairs. Returns which qualities occur, one bit for each step. */
static uint32_t find_qualities(const struct bgt_layout *layout,
                               const struct bgt_header *header, uint8_t *qualities)
{
    uint32_t levels = 0;
    for (size_t l = 0; l < layout->column_count; l++) {
        for (uint32_t c = 0; c < header->column_count; c++) {
            unsigned quality = pair_quality(layout, l, header, c);
            qualities[l * header->column_count + c] = (uint8_t)quality;
            levels |= UINT32_C(1) << quality / QUALITY_STEP;
        }
    }
    return levels;
}

/* Where a layout of last resort knows two columns as one figure, neither is this figure:
 * 2025年 and 2026年, or 小计 below two funds. */
static void drop_twins(struct assigning *assigning)
{
    uint32_t count = assigning->header->column_count;
    for (size_t l = 0; l < assigning->layout->column_count; l++) {
        unsigned candidates = 0;
        for (uint32_t c = 0; c < count; c++) {
            candidates += assigning->qualities[l * count + c] > 0;
        }
        for (uint32_t c = 0; candidates > 1 && c < count; c++) {
            assigning->columns[c] =
                assigning->columns[c] == l ? BGT_LAYOUT_NONE : assigning->columns[c];
        }
        assigning->is_taken[l] = assigning->is_taken[l] && candidates < 2;
    }
}

void bgt_match_assign(const struct bgt_layout *layout, const struct bgt_header *header,
                      uint8_t *qualities, uint16_t *columns,
                      struct bgt_column_match *match)
{
    struct assigning assigning = {
        .layout = layout, .header = header, .qualities = qualities, .columns = columns};
    const bool *is_taken = assigning.is_taken;
    unsigned sum = 0;
    memset(match, 0, sizeof *match);
    for (uint32_t c = 0; c < header->column_count; c++) {
        columns[c] = BGT_LAYOUT_NONE;
    }
    uint32_t levels = find_qualities(layout, header, qualities);
    for (unsigned level = 100; level >= LEAST_QUALITY; level -= QUALITY_STEP) {
        if ((levels >> level / QUALITY_STEP & 1U) != 0) {
            unsigned assigned = assign_level(&assigning, level);
            match->found += assigned;
            sum += assigned * level;
        }
    }
    if (layout->is_fallback) {
        drop_twins(&assigning);
    }
    for (size_t l = 0; l < layout->column_count; l++) {
        bool is_optional = layout->columns[l].is_optional;
        match->required += !is_optional;
        match->missing += !is_optional && !is_taken[l];
        match->optional_missing += is_optional && !is_taken[l];
    }
    for (uint32_t c = 0; c < header->column_count; c++) {
        match->unclaimed += columns[c] == BGT_LAYOUT_NONE &&
                            header->columns[c].path_length > 0 &&
                            header->columns[c].is_own;
    }
    match->quality = match->found == 0 ? 0 : sum / match->found;
}
