/*
 * The word that a misspelt one is likeliest to mean.
 */
#ifndef PLUGINS_YAML_NEAREST_H
#define PLUGINS_YAML_NEAREST_H

#include <stddef.h>

/** Letters to change, insert, leave out or swap with a neighbour to make one word of the
 * other. Words are compared by their first 63 bytes. */
size_t bgt_yaml_distance(const char *a, size_t a_length, const char *b);

#endif
