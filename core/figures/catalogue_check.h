/**
 * figures/catalogue_check.h: codes and names of a document against the code lists of its
 * year.
 *
 * Every code of a field that has a code list is looked at, in lines and all other
 * records, and every `classification` record. Each different (list, year, code, name) is
 * one finding with its first place and how often it stands. The year is that of the
 * record, else the document's; where neither states one, the newest list is used.
 */
#ifndef FIGURES_CATALOGUE_CHECK_H
#define FIGURES_CATALOGUE_CHECK_H

#include "base/arena.h"
#include "base/text.h"
#include "flow/convert.h"
#include "io/io.h"

struct bgt_catalogue_entry;
struct bgt_context;

/** What the list says about a code and its printed name. */
enum bgt_code_verdict {
    BGT_CODE_KNOWN,       /**< Listed, and so is the name where one is printed. */
    BGT_CODE_EXTENDED,    /**< Begins with a listed code of the lowest level. */
    BGT_CODE_UNCONFIRMED, /**< Not listed; the list is not complete. */
    BGT_CODE_NO_LIST,     /**< There is no list of this kind for the year. */
    BGT_CODE_RENAMED,     /**< Listed under another name. A finding. */
    BGT_CODE_UNKNOWN,     /**< Not listed; the list is complete. A finding. */
    BGT_CODE_VERDICT_COUNT
};

/** The word of a verdict: `known`, `extended` … */
const char *bgt_code_verdict_word(enum bgt_code_verdict verdict);

/** One code with one name. Text lives as long as the check. */
struct bgt_code_use {
    struct bgt_code_use *next;
    enum bgt_code_verdict verdict;
    const char *scheme;
    unsigned year;                           /**< 0: not stated. */
    struct bgt_slice code;                   /**< "": only the name is printed. */
    struct bgt_slice name;                   /**< As printed, or "". */
    const struct bgt_catalogue_entry *entry; /**< The row, or that of the prefix; null. */
    struct bgt_slice place;                  /**< First place. */
    uint64_t count;
};

/** A check. Read only. */
struct bgt_catalogue_check {
    struct bgt_arena arena;
    struct bgt_code_use *first; /**< In order of appearance. */
    struct bgt_code_use *last;
    uint64_t counts[BGT_CODE_VERDICT_COUNT];
};

/** What is checked. Borrowed for the call. */
struct bgt_catalogue_check_options {
    const char *path;
    struct bgt_read_options read;
    unsigned year;      /**< 0: as the document states. */
    const char *scheme; /**< Only this list; null: all. */
};

/** Checks. As bgt_figures_read; end it with bgt_catalogue_check_close. */
bgt_status bgt_catalogue_check_open(const struct bgt_context *context,
                                    const struct bgt_catalogue_check_options *options,
                                    const struct bgt_io *io,
                                    struct bgt_catalogue_check **check,
                                    enum bgt_exit *exit);

/** How many codes or names are not as listed: RENAMED and UNKNOWN. */
uint64_t bgt_catalogue_check_findings(const struct bgt_catalogue_check *check);

/** Ends it; null is allowed. */
void bgt_catalogue_check_close(struct bgt_catalogue_check *check);

#endif
