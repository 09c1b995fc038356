#include "yaml_nearest.h"

#include <string.h>

enum { LONGEST = 63 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The Damerau-Levenshtein distance with adjacent swaps, in three rows. */
size_t bgt_yaml_distance(const char *a, size_t a_length, const char *b)
{
    size_t rows[3][LONGEST + 1];
    size_t b_length = least(strlen(b), LONGEST);
    a_length = least(a_length, LONGEST);
    for (size_t k = 0; k <= b_length; k++) {
        rows[0][k] = k;
    }
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t k = 1; k <= b_length; k++) {
            size_t change = above[k - 1] + (a[i - 1] != b[k - 1]);
            row[k] = least(change, least(above[k], row[k - 1]) + 1);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) {
                row[k] = least(row[k], two_above[k - 2] + 1);
            }
        }
    }
    return rows[a_length % 3][b_length];
}
