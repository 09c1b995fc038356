#include "cli/layout_labels.h"

#include "cli/listing.h"
#include "model/model.h"

static void add_pairs(struct bgt_listing *listing, uint16_t entity,
                      const struct bgt_labelled_part *part)
{
    for (size_t r = 0; r < part->row_count; r++)
        for (size_t p = 0; p < part->rows[r].pair_count; p++) {
            const struct bgt_labelled_pair *pair = &part->rows[r].pairs[p];
            for (unsigned f = 0; f < pair->field_count; f++)
                bgt_listing_add(
                    listing,
                    (const char *const[]){
                        bgt_entity(entity)->key, f == 0 ? pair->label.written.text : NULL,
                        bgt_entity_field(bgt_entity(entity), pair->fields[f])->key});
        }
}

static void add_funds(struct bgt_listing *listing, const struct bgt_labelled_part *part)
{
    for (size_t b = 0; b < part->block_count; b++)
        for (size_t f = 0; f < part->blocks[b].fund_count; f++)
            bgt_listing_add(
                listing,
                (const char *const[]){"line", part->blocks[b].funds[f].label.written.text,
                                      bgt_line_field(part->blocks[b].measure)->key});
}

static void add_part(struct bgt_listing *listing, uint16_t entity,
                     const struct bgt_labelled_part *part)
{
    static const char *const targets[] = {[BGT_LABELLED_TASKS] = "task",
                                          [BGT_LABELLED_GOALS] = "goal",
                                          [BGT_LABELLED_INDICATORS] = "indicator"};
    if (part->kind == BGT_LABELLED_FIELDS)
        add_pairs(listing, entity, part);
    else if (part->kind == BGT_LABELLED_FUNDS)
        add_funds(listing, part);
    else
        for (size_t i = 0; i == 0 || i < part->period_count; i++)
            bgt_listing_add(
                listing,
                (const char *const[]){
                    targets[part->kind], part->group.label.written.text,
                    i < part->period_count ? part->periods[i].yearflag.text : NULL});
}

void bgt_print_labels(struct bgt_terminal *terminal, const struct bgt_labelled *form)
{
    struct bgt_listing listing;
    bgt_listing_open(&listing, 3, 0);
    for (size_t p = 0; p < form->part_count; p++)
        add_part(&listing, form->entity, &form->parts[p]);
    bgt_print(terminal, bgt_say(terminal, "labels:\n", "标签：\n"));
    bgt_listing_print(&listing, terminal, 2);
    bgt_listing_close(&listing);
}
