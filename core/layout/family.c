#include "layout/family.h"

#include "base/buffer.h"

#define KEY_BYTES 4096

static bool is_sheet(const struct bgt_family_sheet *own, struct bgt_slice sheet,
                     const struct bgt_buffer *title)
{
    if (own->name.length == 0 ||
        !bgt_text_equal(own->name.text, own->name.length, sheet.text, sheet.length))
        return false;
    for (uint16_t i = 0; i < own->title.key_count; i++)
        if (bgt_text_equal(own->title.keys[i].text, own->title.keys[i].length,
                           title->data, title->length))
            return true;
    return false;
}

enum bgt_family_own bgt_family_recognise(const struct bgt_family *family,
                                         struct bgt_slice sheet, struct bgt_slice first)
{
    enum bgt_family_own own = BGT_OWN_NONE;
    struct bgt_buffer key;
    bgt_buffer_init(&key, NULL, KEY_BYTES);
    if (bgt_layout_label_key(&key, first.text, first.length) != BGT_OK)
        own = BGT_OWN_NONE; /* too long for a title */
    else if (is_sheet(&family->contents, sheet, &key))
        own = BGT_OWN_CONTENTS;
    else if (is_sheet(&family->charts, sheet, &key))
        own = BGT_OWN_CHARTS;
    bgt_buffer_close(&key);
    return own;
}
