/*
 * Which byte separates the cells, judged from the first lines. Says so where it cannot
 * know.
 */
#ifndef PLUGINS_CSV_SNIFF_H
#define PLUGINS_CSV_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

/** What the judgement was. */
enum bgt_csv_verdict {
    BGT_CSV_SNIFF_CLEAR,     /**< `delimiter` it is. */
    BGT_CSV_SNIFF_SEP_LINE,  /**< The first line says so: `sep=;`. It is no data. */
    BGT_CSV_SNIFF_UNCLEAR,   /**< `delimiter` or `other`: a person must say. */
    BGT_CSV_SNIFF_FULL_WIDTH /**< Only full-width commas separate the cells. */
};

/** The judgement. */
struct bgt_csv_sniff {
    enum bgt_csv_verdict verdict;
    char delimiter;
    char other; /**< BGT_CSV_SNIFF_UNCLEAR: the second candidate. */
};

/**
 * Judges the first bytes of a file, UTF-8. The candidates are comma, tab, semicolon and
 * bar. A candidate is consistent when it stands equally often, at least once, in every
 * record. The one consistent candidate is the delimiter; where none is, the one whose
 * commonest count holds in at least twice as many records as any other's. No candidate at
 * all: one column, said to be separated by commas.
 *
 * @param is_whole whether `head` is the whole file; else its last record is not counted.
 */
struct bgt_csv_sniff bgt_csv_sniff(const char *head, size_t length, bool is_whole);

#endif
