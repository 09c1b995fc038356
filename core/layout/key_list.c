#include "layout/key_list.h"

#include <string.h>

/* The characters that have a letter behind the backslash, and these letters. */
static const char escaped[] = "\"\\\n\r\t";
static const char letters[] = "\"\\nrt";

static bool is_plain(struct bgt_slice name)
{
    for (size_t i = 0; i < name.length; i++) {
        unsigned char c = (unsigned char)name.text[i];
        if (c <= ' ' || c == '"' || c == '=' || c == '\\')
            return false;
    }
    return name.length > 0;
}

static bgt_status append_quoted(struct bgt_buffer *out, struct bgt_slice text)
{
    bgt_status status = bgt_buffer_append_char(out, '"');
    for (size_t i = 0; i < text.length && status == BGT_OK; i++) {
        const char *found = text.text[i] == '\0' ? NULL : strchr(escaped, text.text[i]);
        if (found != NULL)
            status = bgt_buffer_append_char(out, '\\');
        if (status == BGT_OK)
            status = bgt_buffer_append_char(out, found != NULL ? letters[found - escaped]
                                                               : text.text[i]);
    }
    return status == BGT_OK ? bgt_buffer_append_char(out, '"') : status;
}

bgt_status bgt_key_list_append(struct bgt_buffer *out, struct bgt_slice name,
                               const struct bgt_slice *value)
{
    bgt_status status = out->length > 0 ? bgt_buffer_append_char(out, ' ') : BGT_OK;
    if (status == BGT_OK)
        status = is_plain(name) ? bgt_buffer_append(out, name.text, name.length)
                                : append_quoted(out, name);
    if (status == BGT_OK && value != NULL) {
        status = bgt_buffer_append_char(out, '=');
        if (status == BGT_OK)
            status = append_quoted(out, *value);
    }
    return status;
}

static void skip(struct bgt_slice *rest, size_t length)
{
    rest->text += length;
    rest->length -= length;
}

static bgt_status read_quoted(struct bgt_slice *rest, struct bgt_buffer *out)
{
    bgt_status status = BGT_OK;
    size_t at = 1;
    for (; at < rest->length && rest->text[at] != '"' && status == BGT_OK; at++) {
        char c = rest->text[at];
        if (c == '\\') {
            const char *found = NULL;
            if (++at < rest->length && rest->text[at] != '\0')
                found = strchr(letters, rest->text[at]);
            if (found == NULL)
                return BGT_BAD;
            c = escaped[found - letters];
        }
        status = bgt_buffer_append_char(out, c);
    }
    if (status != BGT_OK)
        return status;
    if (at >= rest->length)
        return BGT_BAD;
    skip(rest, at + 1);
    return BGT_OK;
}

static bgt_status read_name(struct bgt_key_list *list)
{
    if (list->rest.text[0] == '"')
        return read_quoted(&list->rest, &list->name);
    size_t length = 0;
    while (length < list->rest.length && list->rest.text[length] != ' ' &&
           list->rest.text[length] != '=')
        length++;
    struct bgt_slice name = {list->rest.text, length};
    if (!is_plain(name))
        return BGT_BAD;
    skip(&list->rest, length);
    return bgt_buffer_append(&list->name, name.text, name.length);
}

bgt_status bgt_key_list_next(struct bgt_key_list *list)
{
    bgt_buffer_clear(&list->name);
    bgt_buffer_clear(&list->value);
    list->has_value = false;
    while (list->rest.length > 0 && list->rest.text[0] == ' ')
        skip(&list->rest, 1);
    if (list->rest.length == 0)
        return BGT_END;
    bgt_status status = read_name(list);
    if (status == BGT_OK && list->rest.length > 0 && list->rest.text[0] == '=') {
        skip(&list->rest, 1);
        list->has_value = true;
        if (list->rest.length == 0 || list->rest.text[0] != '"')
            return BGT_BAD;
        status = read_quoted(&list->rest, &list->value);
    }
    if (status == BGT_OK && list->rest.length > 0 && list->rest.text[0] != ' ')
        return BGT_BAD;
    return status;
}
