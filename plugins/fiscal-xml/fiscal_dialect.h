/*
 * Which dialect a root element belongs to, and what other files are.
 */
#ifndef PLUGINS_FISCAL_XML_DIALECT_H
#define PLUGINS_FISCAL_XML_DIALECT_H

#include "fiscal_source.h"

/** Whether a root is the dialect's wrapper or one of its classes. */
bool bgt_fiscal_is_root(const struct bgt_fiscal_map *map, const char *name);

/** Loads the dialect of a root: the one of that name, or with null the first listed in
 * `dialects.yaml` that knows the root. Otherwise the file is named: FISCAL_XML_LEDGER,
 * FISCAL_XML_PAYMENT, FISCAL_XML_FOREIGN. */
bgt_status bgt_fiscal_dialect(struct bgt_fiscal_map *map,
                              struct bgt_fiscal_source *source, const char *dialect,
                              const char *uri, const char *root);

#endif
