/**
 * cli/exits.h: what each exit status means, once: for --help, the man page and the README
 * test.
 */
#ifndef CLI_EXITS_H
#define CLI_EXITS_H

#include <stddef.h>

struct bgt_exit_row {
    const char *status;
    const char *meaning;
    const char *meaning_zh;
};

size_t bgt_exit_row_count(void);
const struct bgt_exit_row *bgt_exit_row_at(size_t index);

#endif
