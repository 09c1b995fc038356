/**
 * reader.h: the reader of the plugin, for its descriptor.
 */
#ifndef BGT_XLSX_READER_H
#define BGT_XLSX_READER_H

#include "budget/plugin.h"

extern const struct bgt_reader_ops bgt_xlsx_reader;

#endif
