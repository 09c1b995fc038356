/**
 * part.h: one XML part of a workbook, streamed, with the rules of OOXML for what a reader
 * does not know: elements of other namespaces are skipped with all they hold, and of an
 * mc:AlternateContent only the Fallback is read, since no extension is understood here
 * (ECMA-376 part 3). Transitional and strict namespaces are equal.
 */
#ifndef BGT_XLSX_PART_H
#define BGT_XLSX_PART_H

#include "budget/plugin.h"

/** Events of a part; null where not wanted. Statuses other than BGT_OK stop the part and
 * come back from bgt_xlsx_part_step(). */
struct bgt_xlsx_events {
    /** An element begins. `attributes` are names and values in turn, closed by null. */
    bgt_status (*start)(void *context, const char *name, const char *const *attributes);
    bgt_status (*end)(void *context, const char *name);
    bgt_status (*text)(void *context, const char *text, size_t length);
};

/** An open part. Zeroed, it is closed. */
struct bgt_xlsx_part {
    const struct bgt_env *env;
    const struct bgt_xlsx_events *events;
    void *context;
    struct bgt_input *input;
    struct bgt_xml *xml;
    uint32_t skipping; /* open elements of a subtree that is skipped; 0: none */
};

/** What to open and who listens. */
struct bgt_xlsx_part_source {
    const struct bgt_env *env;
    struct bgt_input *package;
    const char *name; /**< Normal form: no leading `/`, `/` between segments. */
};

/**
 * Opens a part. BGT_NOT_FOUND, with nothing reported, where the package has none of the
 * name, which is compared exactly, then without regard to case and to the kind of slash.
 */
bgt_status bgt_xlsx_part_open(struct bgt_xlsx_part *part,
                              const struct bgt_xlsx_part_source *source,
                              const struct bgt_xlsx_events *events, void *context);

/** Parses some more: BGT_OK there is more, BGT_END that was all, else an error. */
bgt_status bgt_xlsx_part_step(struct bgt_xlsx_part *part);

/** Opens, parses to the end and closes. BGT_OK, BGT_NOT_FOUND or an error. */
bgt_status bgt_xlsx_part_read(const struct bgt_xlsx_part_source *source,
                              const struct bgt_xlsx_events *events, void *context);

/** Closes; a closed part may be closed again. */
void bgt_xlsx_part_close(struct bgt_xlsx_part *part);

/** Opens a member of the package by the rule of bgt_xlsx_part_open(), as bytes. */
bgt_status bgt_xlsx_member(struct bgt_input *package, const char *name,
                           struct bgt_input **member);

/** Value of an attribute, or null. */
const char *bgt_xlsx_attribute(const char *const *attributes, const char *name);

/** Value of an attribute `r:…` of the relationships namespace, or null. */
const char *bgt_xlsx_relationship_attribute(const char *const *attributes,
                                            const char *name);

/** Whether an attribute of type xsd:boolean says true. */
bool bgt_xlsx_true(const char *value);

/** Reads an unsigned number of at most nine digits, the whole text; false otherwise. */
bool bgt_xlsx_unsigned(const char *text, size_t length, uint32_t *value);

#endif
