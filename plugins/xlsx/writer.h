/**
 * writer.h: the writer of the plugin, for its descriptor.
 */
#ifndef BGT_XLSX_WRITER_H
#define BGT_XLSX_WRITER_H

#include "budget/plugin.h"

extern const struct bgt_writer_ops bgt_xlsx_writer;

#endif
