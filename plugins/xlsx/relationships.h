/**
 * relationships.h: the `.rels` parts and `[Content_Types].xml`, by which a package says
 * what its parts are (ECMA-376 part 2).
 */
#ifndef BGT_XLSX_RELATIONSHIPS_H
#define BGT_XLSX_RELATIONSHIPS_H

#include "part.h"

/** What a part is, by the last word of the relationship's type. */
enum bgt_xlsx_part_kind {
    BGT_XLSX_PART_OTHER = 0,
    BGT_XLSX_PART_WORKBOOK = 1,
    BGT_XLSX_PART_WORKSHEET = 2,
    BGT_XLSX_PART_OTHER_SHEET =
        3, /**< A chart, dialogue or macro sheet: no cells to read. */
    BGT_XLSX_PART_STYLES = 4,
    BGT_XLSX_PART_SHARED_STRINGS = 5
};

struct bgt_xlsx_relationship {
    char *id;
    char *part;   /**< Normal name of the part: absolute, no leading `/`. */
    uint8_t kind; /**< enum bgt_xlsx_part_kind */
};

/** The relationships of one part; external ones are left out. Zeroed, it is empty. */
struct bgt_xlsx_relationships {
    struct bgt_xlsx_relationship *items;
    size_t count;
    size_t capacity;
};

/**
 * Reads the relationships of the part @p of ("" for the package itself). A missing
 * `.rels` part gives none.
 */
bgt_status bgt_xlsx_relationships_read(struct bgt_xlsx_relationships *relationships,
                                       const struct bgt_env *env,
                                       struct bgt_input *package, const char *of);

/** The first relationship of a kind, or null. */
const struct bgt_xlsx_relationship *
bgt_xlsx_relationships_kind(const struct bgt_xlsx_relationships *relationships,
                            enum bgt_xlsx_part_kind kind);

/** The relationship of an id, or null. */
const struct bgt_xlsx_relationship *
bgt_xlsx_relationships_id(const struct bgt_xlsx_relationships *relationships,
                          const char *id);

void bgt_xlsx_relationships_free(struct bgt_xlsx_relationships *relationships);

/**
 * Name of the workbook part: what [Content_Types].xml calls so, else the relationship of
 * the package, else `xl/workbook.xml`; so a package whose one of these parts is damaged
 * or missing is still read.
 * @param name the caller's, freed by free(); null unless BGT_OK.
 */
bgt_status bgt_xlsx_workbook_part(const struct bgt_env *env, struct bgt_input *package,
                                  char **name);

/** The part that @p target means in the relationships of part @p of: relative to its
 * folder unless it begins with a slash; `.` and `..` resolved, back slashes turned. The
 * caller's, freed by free(); null: no memory. */
char *bgt_xlsx_resolve(const char *of, const char *target);

#endif
