/**
 * io/ambiguity.h: text that is valid UTF-8 and might be GB18030 all the same. Private to
 * this room.
 */
#ifndef BGT_IO_AMBIGUITY_H
#define BGT_IO_AMBIGUITY_H

#include <stddef.h>

/** What valid UTF-8 with other characters than ASCII most likely is. */
enum bgt_likelihood {
    BGT_LIKELY_UTF8 = 0,   /**< Beyond doubt. */
    BGT_PERHAPS_UTF8 = 1,  /**< Both are possible, and UTF-8 makes more sense. */
    BGT_LIKELY_GB18030 = 2 /**< Both are possible, and GB18030 makes more sense. */
};

/**
 * Judges text that is valid UTF-8.
 *
 * About one Chinese character in seven is, in GB18030, two bytes that are also a letter
 * in UTF-8: 预 (D4 A4) is Armenian. So a short text may be valid in both. Chinese in
 * UTF-8 has three bytes a character, and letters of the blocks between Latin-1 and Greek,
 * or after Cyrillic, do not stand in Chinese budgets.
 */
enum bgt_likelihood bgt_judge_utf8(const char *text, size_t length);

#endif
