/*
 * Options of the csv plugin, by their index in its option table, and its two halves.
 */
#ifndef PLUGINS_CSV_OPTIONS_H
#define PLUGINS_CSV_OPTIONS_H

#include "budget/plugin.h"

/** Indices of the option table in csv.c. */
enum bgt_csv_option {
    BGT_CSV_DELIMITER,
    BGT_CSV_RAGGED,
    BGT_CSV_STRAY_QUOTES,
    BGT_CSV_QUOTE,
    BGT_CSV_LINE_END,
    BGT_CSV_BOM,
    BGT_CSV_ENCODING,
    BGT_CSV_EXCEL,
    BGT_CSV_FORMULA_GUARD,
    BGT_CSV_OPTION_COUNT
};

/** Choices of `delimiter`, in the order of its table. */
enum bgt_csv_delimiter {
    BGT_CSV_DELIMITER_AUTO,
    BGT_CSV_DELIMITER_COMMA,
    BGT_CSV_DELIMITER_TAB,
    BGT_CSV_DELIMITER_SEMICOLON,
    BGT_CSV_DELIMITER_PIPE
};

/** Choices of `ragged`. */
enum bgt_csv_ragged { BGT_CSV_RAGGED_REFUSE, BGT_CSV_RAGGED_ALLOW };

/** Choices of `stray-quotes`. */
enum bgt_csv_stray_quotes { BGT_CSV_STRAY_REFUSE, BGT_CSV_STRAY_KEEP };

/** Choices of `quote`. */
enum bgt_csv_quote {
    BGT_CSV_QUOTE_NEEDED,
    BGT_CSV_QUOTE_AMBIGUOUS,
    BGT_CSV_QUOTE_ALWAYS
};

/** Choices of `line-end`. */
enum bgt_csv_line_end { BGT_CSV_LINE_END_LF, BGT_CSV_LINE_END_CRLF };

/** Choices of `formula-guard`. */
enum bgt_csv_guard {
    BGT_CSV_GUARD_AUTO,
    BGT_CSV_GUARD_NO,
    BGT_CSV_GUARD_TAB,
    BGT_CSV_GUARD_REFUSE
};

/** The delimiter's byte for a choice of `delimiter`; the comma for
 * BGT_CSV_DELIMITER_AUTO. */
static inline char bgt_csv_delimiter_byte(int64_t choice)
{
    static const char bytes[] = {',', ',', '\t', ';', '|'};
    return bytes[choice >= 0 && choice < (int64_t)sizeof bytes ? choice : 0];
}

/** The name of a delimiter in messages, as the option spells it. */
static inline const char *bgt_csv_delimiter_name(char byte)
{
    return byte == '\t'  ? "tab"
           : byte == ';' ? "semicolon"
           : byte == '|' ? "pipe"
                         : "comma";
}

extern const struct bgt_reader_ops bgt_csv_reader;
extern const struct bgt_writer_ops bgt_csv_writer;

#endif
