/**
 * shared_strings.h: the texts that cells of type `s` refer to by number.
 */
#ifndef BGT_XLSX_SHARED_STRINGS_H
#define BGT_XLSX_SHARED_STRINGS_H

#include "bytes.h"
#include "part.h"

/** One shared text. */
struct bgt_xlsx_shared {
    uint64_t offset; /**< Into the table's bytes. */
    uint32_t length;
    uint32_t intern_id; /**< Valid once `is_interned`. */
    uint32_t batch;     /**< Number of the batch that holds the text already; 0: none. */
    uint32_t batch_offset;
    bool is_interned;
};

/** Zeroed, it is empty. Free with bgt_xlsx_shared_strings_free(). */
struct bgt_xlsx_shared_strings {
    struct bgt_xlsx_shared *items;
    size_t count;
    size_t capacity;
    struct bgt_xlsx_bytes bytes;
};

/** Reads the part: runs of rich text joined, phonetic guides left out, escapes decoded.
 * BGT_NOT_FOUND: the package has none of the name. */
bgt_status bgt_xlsx_shared_strings_read(struct bgt_xlsx_shared_strings *strings,
                                        const struct bgt_xlsx_part_source *source);

void bgt_xlsx_shared_strings_free(struct bgt_xlsx_shared_strings *strings);

#endif
