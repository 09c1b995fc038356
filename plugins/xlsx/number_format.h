/**
 * number_format.h: what a cell's number format says about its number.
 *
 * A format code (ECMA-376 part 1, 18.8.30 and 18.8.31) has up to four sections. The first
 * that shows digits or a date decides; a section that scales marks the whole format.
 */
#ifndef BGT_XLSX_NUMBER_FORMAT_H
#define BGT_XLSX_NUMBER_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What a format makes of a number. */
enum bgt_xlsx_format_kind {
    BGT_XLSX_GENERAL = 0, /**< As it is: General, fractions, scientific, text (`@`). */
    BGT_XLSX_FIXED = 1,   /**< A decimal with a known number of places. */
    BGT_XLSX_DATE = 2     /**< A date, a time or an elapsed time. */
};

struct bgt_xlsx_number_format {
    uint8_t kind;         /**< enum bgt_xlsx_format_kind */
    uint8_t least_places; /**< FIXED: places always shown (`0`). */
    uint8_t most_places;  /**< FIXED: places shown where needed (`#`, `?`) included. */
    bool is_percent;      /**< FIXED: shows a hundred times the number. */
    bool is_scaled;       /**< Shows thousands or ten thousands (`0,` or `0!.0,`). */
    bool has_date;        /**< DATE: shows year, month or day. */
    bool has_time;        /**< DATE: shows hour, minute or second. */
    bool is_elapsed;      /**< DATE: hours run past 24 (`[h]:mm`). */
};

/** Understands a format code. Any bytes are accepted: what is not understood is literal.
 */
void bgt_xlsx_number_format_parse(const char *code, size_t length,
                                  struct bgt_xlsx_number_format *format);

/** The built-in format of an id below 164, as Excel for Chinese defines them; General for
 * an id that is not built in. */
void bgt_xlsx_number_format_builtin(uint32_t id, struct bgt_xlsx_number_format *format);

#endif
