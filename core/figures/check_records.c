#include <string.h>

#include "figures/catalogue_check.h"
#include "figures/check_parts.h"
#include "io/batch.h"
#include "model/catalogue.h"

static bgt_status add_missing(struct bgt_checking *checking, const char *code,
                              struct bgt_slice name, const char *label)
{
    struct bgt_finding *finding = bgt_check_add(checking, BGT_FINDING_WARNING, code);
    if (finding == NULL)
        return BGT_NO_MEMORY;
    finding->arguments[0] = bgt_check_keep(checking, name);
    finding->arguments[1] = label;
    return BGT_OK;
}

bgt_status bgt_check_facts(struct bgt_checking *checking)
{
    const struct bgt_rule_set *rules = checking->rules;
    const struct bgt_entity *document = bgt_entity(BGT_ENTITY_document);
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < rules->fact_count; i++) {
        const struct bgt_field *field =
            bgt_entity_find(document, rules->facts[i].text, rules->facts[i].length);
        if (field != NULL &&
            bgt_figures_fact(checking->figures, field->number).length == 0)
            status = add_missing(checking, "CHECK_FACT_MISSING", rules->facts[i],
                                 field->label);
    }
    for (size_t i = 0; status == BGT_OK && i < rules->table_count; i++)
        if (bgt_check_set_of(checking, rules->tables[i]) == NULL)
            status = add_missing(checking, "CHECK_TABLE_MISSING", rules->tables[i], NULL);
    return status;
}

/* Verdicts that a person should look at: the list is not complete, so most are notes. */
static bgt_status add_code(struct bgt_checking *checking, const struct bgt_code_use *use)
{
    bool is_warning =
        use->verdict == BGT_CODE_RENAMED || use->verdict == BGT_CODE_UNKNOWN;
    const char *code = use->verdict == BGT_CODE_RENAMED   ? "CHECK_CODE_RENAMED"
                       : use->verdict == BGT_CODE_UNKNOWN ? "CHECK_CODE_UNKNOWN"
                                                          : "CHECK_CODE_UNCONFIRMED";
    if (use->verdict == BGT_CODE_KNOWN || use->verdict == BGT_CODE_EXTENDED ||
        use->verdict == BGT_CODE_NO_LIST)
        return BGT_OK;
    struct bgt_finding *finding = bgt_check_add(
        checking, is_warning ? BGT_FINDING_WARNING : BGT_FINDING_NOTE, code);
    if (finding == NULL)
        return BGT_NO_MEMORY;
    finding->arguments[0] = bgt_check_keep(checking, use->code);
    finding->arguments[1] = bgt_check_keep(checking, use->name);
    finding->arguments[2] =
        use->entry == NULL ? ""
                           : bgt_check_keep(checking, bgt_slice_of(use->entry->name));
    finding->arguments[3] = bgt_check_keep(checking, use->place);
    finding->count = use->count;
    return BGT_OK;
}

bgt_status bgt_check_codes(struct bgt_checking *checking,
                           const struct bgt_check_options *options, enum bgt_exit *exit)
{
    struct bgt_catalogue_check_options wanted = {.path = options->path,
                                                 .read = options->read};
    struct bgt_catalogue_check *codes = NULL;
    /* Standard input is gone by now. */
    if (strcmp(options->path, "-") == 0)
        return bgt_check_add(checking, BGT_FINDING_SKIPPED, "CHECK_CODES_STDIN") == NULL
                   ? BGT_NO_MEMORY
                   : BGT_OK;
    bgt_status status =
        bgt_catalogue_check_open(checking->context, &wanted, checking->io, &codes, exit);
    if (status != BGT_OK)
        return status;
    for (const struct bgt_code_use *use = codes->first; status == BGT_OK && use != NULL;
         use = use->next)
        status = add_code(checking, use);
    bgt_catalogue_check_close(codes);
    return status;
}
