#include <string.h>

#include "diag/reporter.h"
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

/* The name without a closing （本级）. */
static struct bgt_slice bare_name(struct bgt_slice name)
{
    static const char *const endings[] = {"（本级）", "(本级)"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (bgt_text_ends_with(name.text, name.length, endings[i]))
            name.length -= strlen(endings[i]);
    return name;
}

static bgt_status add_table_doubt(struct bgt_checking *checking, const char *code,
                                  const struct bgt_figures_table *table,
                                  struct bgt_slice found, struct bgt_slice stated)
{
    struct bgt_check_figure figure = {.item = table->item, .entity = BGT_ENTITY_table};
    struct bgt_finding *finding = bgt_check_add(checking, BGT_FINDING_WARNING, code);
    if (finding == NULL)
        return BGT_NO_MEMORY;
    struct bgt_slice title =
        bgt_figures_table_text(checking->figures, table, BGT_table_title);
    if (title.length == 0)
        title = bgt_figures_table_text(checking->figures, table, BGT_table_table_id);
    finding->arguments[0] = bgt_check_keep(checking, title);
    finding->arguments[1] = bgt_check_keep(checking, found);
    finding->arguments[2] = bgt_check_keep(checking, stated);
    return bgt_check_place(checking, finding, &figure);
}

/* Year and unit that a table prints, against those of the document. */
static bgt_status check_table(struct bgt_checking *checking,
                              const struct bgt_figures_table *table)
{
    const struct bgt_figures *figures = checking->figures;
    struct bgt_slice year = bgt_figures_fact(figures, BGT_document_fiscal_year);
    struct bgt_slice agency = bgt_figures_fact(figures, BGT_document_agency_name);
    struct bgt_slice title = bgt_figures_table_text(figures, table, BGT_table_title);
    struct bgt_slice own = bgt_figures_table_text(figures, table, BGT_table_agency_name);
    char number[BGT_NUMBER_SIZE];
    unsigned printed = bgt_text_find_year(title.text, title.length);
    bgt_status status = BGT_OK;
    struct bgt_slice found = bgt_slice_of(bgt_number_text(printed, number));
    if (printed != 0 && year.length > 0 &&
        !bgt_text_equal(found.text, found.length, year.text, year.length))
        status = add_table_doubt(checking, "CHECK_TABLE_YEAR", table, found, year);
    struct bgt_slice bare = bare_name(own);
    struct bgt_slice whole = bare_name(agency);
    if (status == BGT_OK && own.length > 0 && agency.length > 0 &&
        !bgt_text_same_label(bare.text, bare.length, whole.text, whole.length))
        status = add_table_doubt(checking, "CHECK_TABLE_AGENCY", table, own, agency);
    return status;
}

static bgt_status check_tables(struct bgt_checking *checking)
{
    bgt_status status = BGT_OK;
    for (const struct bgt_figures_table *table = checking->figures->first_table;
         status == BGT_OK && table != NULL; table = table->next)
        status = check_table(checking, table);
    return status;
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
    return status == BGT_OK && rules->fact_count > 0 ? check_tables(checking) : status;
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
    /* The first reading told all there is to tell. */
    struct bgt_reporter_options silent = {.limits = checking->io->limits};
    struct bgt_io io = *checking->io;
    io.reporter = NULL;
    bgt_status status = bgt_reporter_open(&silent, &io.reporter);
    if (status == BGT_OK)
        status = bgt_catalogue_check_open(checking->context, &wanted, &io, &codes, exit);
    bgt_reporter_close(io.reporter);
    if (status == BGT_BAD || status == BGT_FATAL)
        status = bgt_catalogue_check_open(checking->context, &wanted, checking->io,
                                          &codes, exit);
    if (status != BGT_OK)
        return status;
    for (const struct bgt_code_use *use = codes->first; status == BGT_OK && use != NULL;
         use = use->next)
        status = add_code(checking, use);
    bgt_catalogue_check_close(codes);
    return status;
}
