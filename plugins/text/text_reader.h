/*
 * The reader of the text plugin, and its options by their index in the option table.
 */
#ifndef PLUGINS_TEXT_READER_H
#define PLUGINS_TEXT_READER_H

#include "budget/plugin.h"

enum bgt_text_option { BGT_TEXT_COLUMNS, BGT_TEXT_FORM_TITLE };

/** The choices of `columns`. */
enum bgt_text_columns {
    BGT_TEXT_COLUMNS_AUTO,
    BGT_TEXT_COLUMNS_TAB,
    BGT_TEXT_COLUMNS_SPACE
};

extern const struct bgt_reader_ops bgt_text_reader;

#endif
