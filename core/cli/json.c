#include "cli/json.h"

#include <string.h>

#include "cli/terminal.h"
#include "diag/render.h"

static void put_string(struct bgt_terminal *terminal, const char *text, size_t length)
{
    if (bgt_render_json_string(&terminal->out, text, length) != BGT_OK)
        terminal->out_failed = true;
}

static void put_key(struct bgt_terminal *terminal, const char *key)
{
    bgt_print(terminal, ",\"");
    bgt_print(terminal, key);
    bgt_print(terminal, "\":");
}

void bgt_json_begin(struct bgt_terminal *terminal, const char *kind)
{
    bgt_print(terminal, "{\"kind\":");
    put_string(terminal, kind, strlen(kind));
}

void bgt_json_text(struct bgt_terminal *terminal, const char *key, const char *text)
{
    put_key(terminal, key);
    put_string(terminal, text, text != NULL ? strlen(text) : 0);
}

void bgt_json_bytes(struct bgt_terminal *terminal, const char *key, const char *text,
                    size_t length)
{
    put_key(terminal, key);
    put_string(terminal, text, length);
}

void bgt_json_number(struct bgt_terminal *terminal, const char *key, uint64_t number)
{
    put_key(terminal, key);
    if (bgt_buffer_append_unsigned(&terminal->out, number) != BGT_OK)
        terminal->out_failed = true;
}

void bgt_json_bool(struct bgt_terminal *terminal, const char *key, bool value)
{
    put_key(terminal, key);
    bgt_print(terminal, value ? "true" : "false");
}

void bgt_json_list(struct bgt_terminal *terminal, const char *key,
                   const char *const *items, size_t count)
{
    put_key(terminal, key);
    bgt_print(terminal, "[");
    for (size_t i = 0; i < count; i++) {
        bgt_print(terminal, i > 0 ? "," : "");
        put_string(terminal, items[i], strlen(items[i]));
    }
    bgt_print(terminal, "]");
}

void bgt_json_words(struct bgt_terminal *terminal, const char *key,
                    const char *const *items)
{
    size_t count = 0;
    while (items != NULL && items[count] != NULL)
        count++;
    bgt_json_list(terminal, key, items, count);
}

void bgt_json_end(struct bgt_terminal *terminal)
{
    bgt_print(terminal, "}\n");
}
