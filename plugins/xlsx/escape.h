/**
 * escape.h: `_xHHHH_`, by which a workbook spells characters that XML cannot hold
 * (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
 */
#ifndef BGT_XLSX_ESCAPE_H
#define BGT_XLSX_ESCAPE_H

#include "bytes.h"

/**
 * Decodes the escapes of @p text in place. Two escapes that are a surrogate pair become
 * one character; NUL and a lone surrogate are no text and stay as they are written.
 * @return the new length, never more than @p length.
 */
size_t bgt_xlsx_unescape(char *text, size_t length);

/** Bytes of the character at @p text, and the character; 0 where it is not UTF-8. @p
 * length is at least 1. */
size_t bgt_xlsx_utf8(const char *text, size_t length, uint32_t *c);

/** Why a text cannot stand in a cell. */
enum bgt_xlsx_text_error {
    BGT_XLSX_TEXT_OK = 0,
    BGT_XLSX_TEXT_NOT_UTF8 = 1,
    BGT_XLSX_TEXT_HAS_NUL = 2,
    BGT_XLSX_TEXT_TOO_LONG = 3, /**< More than 32,767 UTF-16 units once escaped. */
    BGT_XLSX_TEXT_NO_MEMORY = 4
};

/**
 * Writes @p text into @p out, closed by NUL, so that it reads back exactly: control
 * characters, U+FFFE and U+FFFF become escapes, and so does the underscore of a text that
 * looks like one.
 */
enum bgt_xlsx_text_error bgt_xlsx_escape(const char *text, size_t length,
                                         struct bgt_xlsx_bytes *out);

/** Most UTF-16 units of a cell's text. */
#define BGT_XLSX_TEXT_UNITS 32767u

#endif
