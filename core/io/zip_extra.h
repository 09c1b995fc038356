/**
 * io/zip_extra.h: numbers and extra fields of a zip's headers. Private to this room.
 */
#ifndef BGT_IO_ZIP_EXTRA_H
#define BGT_IO_ZIP_EXTRA_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/** Little-endian numbers of 2, 4 and 8 bytes. */
uint16_t bgt_zip_number2(const uint8_t *at);
uint32_t bgt_zip_number4(const uint8_t *at);
uint64_t bgt_zip_number8(const uint8_t *at);

/** What the extra fields (APPNOTE.TXT 4.5) of one header say. */
struct bgt_zip_extras {
    struct bgt_slice name;   /**< Given: the member's name in the header. */
    struct bgt_slice remark; /**< Given: its comment there. */
    const uint8_t *zip64;    /**< The ZIP64 numbers that are left, or null. */
    uint16_t zip64_length;
    const char *fault; /**< What is wrong with them, in English; null: nothing. */
};

/** Reads the extra fields at @p at. What is no field ends them: programs leave padding.
 */
void bgt_zip_read_extras(const uint8_t *at, uint16_t length,
                         struct bgt_zip_extras *extras);

/** Replaces a value that is only a mark (0xFFFFFFFF) by the next ZIP64 number. False:
 * there is none. */
bool bgt_zip_take_long(struct bgt_zip_extras *extras, uint64_t *value);

#endif
