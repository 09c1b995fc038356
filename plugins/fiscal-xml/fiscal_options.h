/*
 * What the plugin's two halves share.
 */
#ifndef PLUGINS_FISCAL_XML_OPTIONS_H
#define PLUGINS_FISCAL_XML_OPTIONS_H

#include "budget/plugin.h"

/** Indices of the option table in fiscal_xml.c. */
enum bgt_fiscal_option {
    BGT_FISCAL_DIALECT,
    BGT_FISCAL_ENCODING,
    BGT_FISCAL_SCALE,
    BGT_FISCAL_LOCATIONS,
    BGT_FISCAL_OPTION_COUNT
};

extern const struct bgt_reader_ops bgt_fiscal_reader;
extern const struct bgt_writer_ops bgt_fiscal_writer;

#endif
