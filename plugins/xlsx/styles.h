/**
 * styles.h: what each cell style (`c/@s`) says about numbers.
 */
#ifndef BGT_XLSX_STYLES_H
#define BGT_XLSX_STYLES_H

#include "number_format.h"
#include "part.h"

/** Zeroed, it is empty: every style is General. Free with bgt_xlsx_styles_free(). */
struct bgt_xlsx_styles {
    struct bgt_xlsx_number_format *formats; /**< By style. */
    size_t count;
    size_t capacity;
};

/** Reads the styles part. BGT_NOT_FOUND: the package has none of the name. */
bgt_status bgt_xlsx_styles_read(struct bgt_xlsx_styles *styles,
                                const struct bgt_xlsx_part_source *source);

void bgt_xlsx_styles_free(struct bgt_xlsx_styles *styles);

#endif
