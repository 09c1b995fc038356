#include "fiscal_print.h"

bgt_status bgt_fiscal_print_open(struct bgt_fiscal_print *print,
                                 const struct bgt_env *env, struct bgt_output *output,
                                 const char *name, const char *encoding)
{
    print->env = env;
    print->sink = output;
    print->status = BGT_OK;
    if (name != NULL) {
        print->status = output->member(output, name, &print->member);
        print->sink = print->member;
    }
    if (print->status == BGT_OK && encoding != NULL) {
        print->status = env->encode(env, print->sink, encoding, &print->encoded);
        print->sink = print->encoded;
    }
    return print->status;
}

static void flush(struct bgt_fiscal_print *print)
{
    if (print->status == BGT_OK && print->used != 0) {
        print->status = print->sink->write(print->sink, print->bytes, print->used);
    }
    print->used = 0;
}

static void put(struct bgt_fiscal_print *print, const char *text, size_t length)
{
    if (sizeof print->bytes - print->used < length) {
        flush(print);
    }
    if (length > sizeof print->bytes) {
        if (print->status == BGT_OK) {
            print->status = print->sink->write(print->sink, text, length);
        }
        return;
    }
    memcpy(print->bytes + print->used, text, length);
    print->used += length;
}

void bgt_fiscal_print_raw(struct bgt_fiscal_print *print, const char *text)
{
    put(print, text, strlen(text));
}

/* What stands for a character, or null. A carriage return would be read as a line feed.
 */
static const char *escape_of(char c, bool is_attribute)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\r':
        return "&#13;";
    case '"':
        return is_attribute ? "&quot;" : NULL;
    case '\n':
        return is_attribute ? "&#10;" : NULL;
    case '\t':
        return is_attribute ? "&#9;" : NULL;
    default:
        return NULL;
    }
}

void bgt_fiscal_print_text(struct bgt_fiscal_print *print, const char *text,
                           size_t length, bool is_attribute)
{
    size_t from = 0;
    for (size_t i = 0; i < length; i++) {
        const char *escape = escape_of(text[i], is_attribute);
        if (escape != NULL) {
            put(print, text + from, i - from);
            bgt_fiscal_print_raw(print, escape);
            from = i + 1;
        }
    }
    if (length != from) {
        put(print, text + from, length - from);
    }
}

bool bgt_fiscal_is_char_data(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
            return false;
        }
        if (c == 0xEF && length - i > 2 && (unsigned char)text[i + 1] == 0xBF &&
            (unsigned char)text[i + 2] >= 0xBE) {
            return false;
        }
    }
    return true;
}

/* Closes the layers from the last to the first. */
static bgt_status close_layers(struct bgt_fiscal_print *print)
{
    struct bgt_output *layers[] = {print->encoded, print->member};
    bgt_status first = BGT_OK;
    print->encoded = NULL;
    print->member = NULL;
    print->sink = NULL;
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++) {
        if (layers[i] != NULL) {
            bgt_status status = layers[i]->close(layers[i]);
            first = first == BGT_OK ? status : first;
        }
    }
    return first;
}

bgt_status bgt_fiscal_print_finish(struct bgt_fiscal_print *print)
{
    flush(print);
    bgt_status status = close_layers(print);
    return print->status == BGT_OK ? status : print->status;
}

void bgt_fiscal_print_close(struct bgt_fiscal_print *print)
{
    (void)close_layers(print);
}
