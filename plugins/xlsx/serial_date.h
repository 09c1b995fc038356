/**
 * serial_date.h: dates that a worksheet keeps as a count of days.
 *
 * The one place of the reader that computes with floating point: the cell itself is a
 * double.
 */
#ifndef BGT_XLSX_SERIAL_DATE_H
#define BGT_XLSX_SERIAL_DATE_H

#include <stdbool.h>
#include <stddef.h>

/** Bytes that hold any date and its closing NUL. */
#define BGT_XLSX_DATE_SIZE 40

/** How a serial number is counted and shown. */
struct bgt_xlsx_date_style {
    bool is_1904;    /**< Day 0 is 1904-01-01; else day 1 is 1900-01-01 and day 60 the
                          29 February 1900 that never was. */
    bool has_date;   /**< The format shows year, month or day. */
    bool is_elapsed; /**< The format shows an elapsed time: `36:30:00`. */
};

/**
 * A serial number as ISO 8601: `2026-01-31`, `2026-01-31T08:30:00`, `08:30:00`; a time
 * that is no whole second has milliseconds, to which it is rounded. A number below 1 is a
 * time where it has a fraction or the format shows no date.
 *
 * @param text as stored: ASCII, need not be closed by NUL; at most 64 bytes.
 * @return bytes written without the closing NUL; 0 where the number is negative or past
 * the year 9999: such a cell is a number.
 */
size_t bgt_xlsx_serial_date(const char *text, size_t length,
                            const struct bgt_xlsx_date_style *style,
                            char out[BGT_XLSX_DATE_SIZE]);

/**
 * The text of a cell of type `d`, checked and without zone letter: `2026-01-31`,
 * `2026-01-31T08:30:00`, `08:30:00`. A time of midnight is left out where @p has_time is
 * false.
 * @return bytes written without the closing NUL; 0 where @p text is no ISO 8601 date or
 * time.
 */
size_t bgt_xlsx_iso_date(const char *text, size_t length, bool has_time,
                         char out[BGT_XLSX_DATE_SIZE]);

#endif
