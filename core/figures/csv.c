#include "figures/csv.h"

static bool is_quoted(struct bgt_slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.text[i] == ',' || text.text[i] == '"' || text.text[i] == '\n' ||
            text.text[i] == '\r')
            return true;
    return false;
}

bgt_status bgt_csv_cell(struct bgt_buffer *out, struct bgt_slice text, bool is_first)
{
    bgt_status status = is_first ? BGT_OK : bgt_buffer_append_char(out, ',');
    if (status != BGT_OK || !is_quoted(text))
        return status == BGT_OK ? bgt_buffer_append(out, text.text, text.length) : status;
    status = bgt_buffer_append_char(out, '"');
    for (size_t i = 0; status == BGT_OK && i < text.length; i++) {
        if (text.text[i] == '"')
            status = bgt_buffer_append_char(out, '"');
        if (status == BGT_OK)
            status = bgt_buffer_append_char(out, text.text[i]);
    }
    return status == BGT_OK ? bgt_buffer_append_char(out, '"') : status;
}
