#include "fiscal_dialect.h"

#include "fiscal_tree.h"

bool bgt_fiscal_is_root(const struct bgt_fiscal_map *map, const char *name)
{
    return (map->wrapper[0] != '\0' && strcmp(map->wrapper, name) == 0) ||
           bgt_fiscal_find_class(map, name) != NULL;
}

static bgt_status name_file(const struct bgt_fiscal_source *source,
                            const struct bgt_fiscal_node *index, const char *uri,
                            const char *root)
{
    struct bgt_diagnostic diagnostic = {
        .code = "FISCAL_XML_FOREIGN",
        .place = {.file = source->input->name,
                  .line = source->env->xml_line(source->xml),
                  .column = source->env->xml_column(source->xml)},
        .arguments = {root}};
    const struct bgt_fiscal_node *list = bgt_fiscal_child(index, "foreign");
    for (const struct bgt_fiscal_node *node = list == NULL ? NULL : list->first;
         node != NULL; node = node->next) {
        const char *name = bgt_fiscal_text(node, "root");
        const char *space = bgt_fiscal_text(node, "namespace");
        const char *holds = bgt_fiscal_text(node, "holds");
        if (name == NULL || strcmp(name, root) != 0 ||
            (space != NULL && strstr(uri, space) == NULL)) {
            continue;
        }
        bool is_ledger = holds != NULL && strcmp(holds, "ledger") == 0;
        diagnostic.code = is_ledger ? "FISCAL_XML_LEDGER" : "FISCAL_XML_PAYMENT";
        diagnostic.arguments[1] = bgt_fiscal_text(node, "standard");
        break;
    }
    (void)source->env->report(source->env, &diagnostic);
    return BGT_FATAL;
}

/* Tries the listed dialects. BGT_NOT_FOUND: none knows the root. */
static bgt_status try_listed(struct bgt_fiscal_map *map, const struct bgt_env *env,
                             const struct bgt_fiscal_node *index, const char *root)
{
    const struct bgt_fiscal_node *list = bgt_fiscal_child(index, "dialects");
    for (const struct bgt_fiscal_node *node = list == NULL ? NULL : list->first;
         node != NULL; node = node->next) {
        bgt_status status = bgt_fiscal_map_load(map, env, node->text);
        if (status != BGT_OK || bgt_fiscal_is_root(map, root)) {
            return status;
        }
        bgt_fiscal_map_clear(map);
    }
    return BGT_NOT_FOUND;
}

bgt_status bgt_fiscal_dialect(struct bgt_fiscal_map *map,
                              struct bgt_fiscal_source *source, const char *dialect,
                              const char *uri, const char *root)
{
    struct bgt_fiscal_pool pool = {NULL};
    struct bgt_fiscal_node *index = NULL;
    bgt_status status = bgt_fiscal_tree_read(source->env, "dialects.yaml", &pool, &index);
    if (status == BGT_OK && dialect != NULL) {
        status = bgt_fiscal_map_load(map, source->env, dialect);
        if (status == BGT_OK && !bgt_fiscal_is_root(map, root)) {
            status = BGT_NOT_FOUND;
        }
    } else if (status == BGT_OK) {
        status = try_listed(map, source->env, index, root);
    } else if (status == BGT_NOT_FOUND) {
        struct bgt_diagnostic diagnostic = {.code = "FISCAL_XML_DIALECT",
                                            .arguments = {"dialects"}};
        (void)source->env->report(source->env, &diagnostic);
        status = BGT_FATAL;
    }
    if (status == BGT_NOT_FOUND) {
        status = name_file(source, index, uri, root);
    }
    bgt_fiscal_pool_clear(&pool);
    return status;
}
