#include <string.h>

#include "layout/labelled_reading.h"
#include "layout/section.h"

/* Rows below a form among which its other half is looked for. */
#define ROWS_MOST 256
/* A text longer than this is no label; a label of fewer bytes is a word of any table. */
#define LABEL_BYTES 256
#define LABEL_LEAST (4 * (sizeof "标" - 1))

/* Whether a comparable text is a label of indicators or goals, or, for `is_end`, the end
 * of one that the page broke. */
static bool is_label(const struct bgt_labelled *form, struct bgt_slice key, bool is_end)
{
    for (size_t w = 0; w < form->word_count; w++) {
        const struct bgt_labelled_word *word = &form->words[w];
        bool is_whole = key.length >= LABEL_LEAST && word->key.length == key.length;
        bool is_part = is_end && key.length > 0 && key.length < word->key.length &&
                       word->meaning >= BGT_WORD_LV1;
        if (word->meaning >= BGT_WORD_PERIOD && (is_whole || is_part) &&
            memcmp(word->key.text + word->key.length - key.length, key.text,
                   key.length) == 0) {
            return true;
        }
    }
    return false;
}

/* The first word between blanks of a cell that is such a label, or nothing. */
static struct bgt_slice find_label(struct bgt_layout_reader *reader,
                                   struct bgt_slice text, bool is_lone)
{
    struct bgt_buffer *key = &reader->key;
    bool is_end = is_lone && bgt_text_find(text.text, text.length, 0, " ") == SIZE_MAX;
    for (size_t at = 0; at < text.length;) {
        size_t end = bgt_text_find(text.text, text.length, at, " ");
        end = end == SIZE_MAX ? text.length : end;
        struct bgt_slice word = {text.text + at, end - at};
        at = end + 1;
        if (word.length == 0 || word.length > LABEL_BYTES) {
            continue;
        }
        bgt_buffer_clear(key);
        bgt_status status = bgt_labelled_key(key, word.text, word.length);
        reader->failure = status == BGT_NO_MEMORY ? status : reader->failure;
        if (status == BGT_OK &&
            is_label(reader->left_form->labelled,
                     (struct bgt_slice){key->data, key->length}, is_end)) {
            return word;
        }
    }
    return (struct bgt_slice){NULL, 0};
}

/* Whether something else begins: a section with a number, or a table with its title. */
static bool begins_other(struct bgt_slice text)
{
    return bgt_section_number_of(text).level > 0 ||
           bgt_text_ends_with(text.text, text.length, "表");
}

bgt_status bgt_labelled_after(struct bgt_layout_reader *reader,
                              const struct bgt_batch *batch, const struct bgt_item *row)
{
    const struct bgt_layout *layout = reader->left_form;
    const struct bgt_value *values = bgt_item_values(batch, row);
    if (layout == NULL) {
        return BGT_OK;
    }
    bool is_first = reader->left_rows++ == 0;
    for (uint32_t i = 0; i < row->value_count; i++) {
        struct bgt_slice text = bgt_cell_trimmed(batch, &values[i]);
        if (reader->left_rows > ROWS_MOST || begins_other(text)) {
            reader->left_form = NULL;
            return BGT_OK;
        }
        if (find_label(reader, text, is_first && row->value_count == 1).length > 0) {
            struct bgt_cell cell = {batch, row, &values[i]};
            reader->left_form = NULL;
            return bgt_reading_report_cell(reader, "FORM_PLACE_UNCLEAR", &cell,
                                           layout->id.text,
                                           "a page parted the form here");
        }
    }
    return BGT_OK;
}
