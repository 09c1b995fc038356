#include "diag/render.h"

#include "base/utf8.h"
#include "budget/cell.h"
#include "diag/reasons.h"

#include <stdbool.h>
#include <string.h>

/* A buffer that remembers its first failure, so that appending can be written in a row.
 */
struct output {
    struct bgt_buffer *buffer;
    bgt_status status;
};

static void put(struct output *out, const char *text, size_t length)
{
    if (out->status == BGT_OK) {
        out->status = bgt_buffer_append(out->buffer, text, length);
    }
}

static void put_text(struct output *out, const char *text)
{
    put(out, text, strlen(text));
}

static void put_number(struct output *out, uint64_t number)
{
    if (out->status == BGT_OK) {
        out->status = bgt_buffer_append_unsigned(out->buffer, number);
    }
}

/* Lower-case hex digits in JSON, upper case in text, as each is usually written. */
static void put_hex(struct output *out, uint32_t value, unsigned digits, bool is_upper)
{
    const char *alphabet = is_upper ? "0123456789ABCDEF" : "0123456789abcdef";
    while (digits < 8 && (value >> (4 * digits)) != 0) {
        digits++;
    }
    while (digits-- > 0) {
        put(out, &alphabet[(value >> (4 * digits)) & 0xF], 1);
    }
}

/* ---- Foreign text in a terminal
 * ---------------------------------------------------------- */

/* Direction marks and overrides could make a line read as something else. */
static bool is_direction(uint32_t code_point)
{
    return (code_point >= 0x202A && code_point <= 0x202E) ||
           (code_point >= 0x2066 && code_point <= 0x2069);
}

static bool is_shown_as_is(uint32_t code_point)
{
    return !bgt_code_point_control(code_point) && !bgt_code_point_invisible(code_point) &&
           !is_direction(code_point) && code_point != 0x2028 && code_point != 0x2029;
}

static void put_escaped(struct output *out, uint32_t code_point)
{
    switch (code_point) {
    case '\n':
        put_text(out, "\\n");
        break;
    case '\r':
        put_text(out, "\\r");
        break;
    case '\t':
        put_text(out, "\\t");
        break;
    default:
        put_text(out, code_point < 0x80 ? "\\x" : "\\u{");
        put_hex(out, code_point, code_point < 0x80 ? 2 : 4, true);
        put_text(out, code_point < 0x80 ? "" : "}");
        break;
    }
}

static void put_foreign(struct output *out, const char *text, size_t length)
{
    size_t plain = 0;
    size_t at = 0;
    while (at < length) {
        uint32_t code_point = 0;
        size_t bytes = bgt_utf8_decode(text + at, length - at, &code_point);
        if (bytes > 0 && is_shown_as_is(code_point)) {
            at += bytes;
            continue;
        }
        put(out, text + plain, at - plain);
        if (bytes > 0) {
            put_escaped(out, code_point);
        } else {
            put_text(out, "\\x");
            put_hex(out, (unsigned char)text[at], 2, true);
            bytes = 1;
        }
        at += bytes;
        plain = at;
    }
    put(out, text + plain, at - plain);
}

static void put_foreign_text(struct output *out, const char *text)
{
    put_foreign(out, text, strlen(text));
}

bgt_status bgt_render_foreign(struct bgt_buffer *buffer, const char *text, size_t length)
{
    struct output out = {.buffer = buffer};
    put_foreign(&out, text, length);
    return out.status;
}

/* ---- Place
 * ------------------------------------------------------------------------------- */

static void put_cell(struct output *out, const struct bgt_place *place)
{
    char column[BGT_COLUMN_NAME_SIZE];
    (void)bgt_column_name(place->column, column);
    put_text(out, column);
    if (place->line > 0) {
        put_number(out, place->line);
    }
}

static bool has_cell(const struct bgt_place *place)
{
    return place->is_cell != 0 && (place->line > 0 || place->column > 0);
}

static void put_position(struct output *out, const struct bgt_place *place)
{
    if (has_cell(place)) {
        put_text(out, "!");
        put_cell(out, place);
        return;
    }
    if (place->line > 0) {
        put_text(out, ":");
        put_number(out, place->line);
        if (place->column > 0) {
            put_text(out, ":");
            put_number(out, place->column);
        }
    }
}

static void put_place(struct output *out, const struct bgt_place *place,
                      enum bgt_language language)
{
    put_foreign_text(out, place->file != NULL ? place->file : "budgetconv");
    if (place->sheet != NULL) {
        put_text(out, "[");
        put_foreign_text(out, place->sheet);
        put_text(out, "]");
    }
    put_position(out, place);
    if (place->path != NULL) {
        put_text(out, ": ");
        put_foreign_text(out, place->path);
    }
    if (place->offset > 0) {
        put_text(out, language == BGT_CHINESE ? ": 偏移 " : ": offset ");
        put_number(out, place->offset - 1);
    }
}

bgt_status bgt_render_place(struct bgt_buffer *buffer, const struct bgt_place *place,
                            enum bgt_language language)
{
    struct output out = {.buffer = buffer};
    put_place(&out, place, language);
    return out.status;
}

/* ---- Sentences
 * --------------------------------------------------------------------------- */

/* Number of the argument that `{1}` … `{4}` at the beginning of `text` stands for; else
 * 0. */
static size_t placeholder(const char *text)
{
    if (text[0] != '{' || text[1] < '1' || text[1] > '0' + BGT_ARGUMENT_COUNT ||
        text[2] != '}') {
        return 0;
    }
    return (size_t)(text[1] - '0');
}

/* How a sentence is filled in. */
struct filling {
    enum bgt_language language;
    bool is_safe; /* Arguments as they are, since the whole will be escaped for JSON. */
};

static void put_sentence(struct output *out, const char *sentence,
                         const struct bgt_kept_diagnostic *diagnostic,
                         struct filling filling)
{
    const char *plain = sentence;
    const char *at = sentence;
    while (*at != '\0') {
        size_t number = placeholder(at);
        if (number == 0) {
            at++;
            continue;
        }
        put(out, plain, (size_t)(at - plain));
        const char *argument = diagnostic->arguments[number - 1];
        argument = argument == NULL ? "?" : bgt_reason_in(argument, filling.language);
        if (filling.is_safe) {
            put_text(out, argument);
        } else {
            put_foreign_text(out, argument);
        }
        at += 3;
        plain = at;
    }
    put(out, plain, (size_t)(at - plain));
}

bgt_status bgt_render_sentence(struct bgt_buffer *buffer,
                               const struct bgt_kept_diagnostic *diagnostic,
                               enum bgt_language language)
{
    struct output out = {.buffer = buffer};
    put_sentence(&out, diagnostic->code->sentence[language], diagnostic,
                 (struct filling){language, false});
    return out.status;
}

bgt_status bgt_render_text(struct bgt_buffer *buffer,
                           const struct bgt_kept_diagnostic *diagnostic,
                           enum bgt_language language)
{
    const struct bgt_code *code = diagnostic->code;
    bool is_chinese = language == BGT_CHINESE;
    struct filling filling = {language, false};
    struct output out = {.buffer = buffer};
    put_place(&out, &diagnostic->place, language);
    put_text(&out, ": ");
    put_text(&out, bgt_severity_label(code->severity, language));
    put_text(&out, ": ");
    put_sentence(&out, code->sentence[language], diagnostic, filling);
    put_text(&out, " [");
    put_text(&out, code->name);
    put_text(&out, "]\n");
    if (diagnostic->text != NULL) {
        put_text(&out, is_chinese ? "    内容: " : "    found: ");
        put_foreign(&out, diagnostic->text, diagnostic->text_length);
        put_text(&out, diagnostic->text_is_cut ? " …\n" : "\n");
    }
    if (code->remedy[language][0] != '\0') {
        put_text(&out, is_chinese ? "    处理: " : "    remedy: ");
        put_sentence(&out, code->remedy[language], diagnostic, filling);
        put_text(&out, "\n");
    }
    return out.status;
}

/* ---- JSON
 * -------------------------------------------------------------------------------- */

static void put_json_character(struct output *out, uint32_t code_point, const char *bytes,
                               size_t length)
{
    if (code_point == '"' || code_point == '\\') {
        put_text(out, "\\");
        put(out, bytes, length);
    } else if (code_point == '\n') {
        put_text(out, "\\n");
    } else if (bgt_code_point_control(code_point) || code_point == 0x2028 ||
               code_point == 0x2029) {
        put_text(out, "\\u");
        put_hex(out, code_point, 4, false);
    } else {
        put(out, bytes, length);
    }
}

static void put_json_string(struct output *out, const char *text, size_t length)
{
    if (text == NULL) {
        put_text(out, "null");
        return;
    }
    put_text(out, "\"");
    for (size_t at = 0; at < length;) {
        uint32_t code_point = 0;
        size_t bytes = bgt_utf8_decode(text + at, length - at, &code_point);
        if (bytes > 0) {
            put_json_character(out, code_point, text + at, bytes);
        } else {
            put_text(out, "\xEF\xBF\xBD");
            bytes = 1;
        }
        at += bytes;
    }
    put_text(out, "\"");
}

bgt_status bgt_render_json_string(struct bgt_buffer *buffer, const char *text,
                                  size_t length)
{
    struct output out = {.buffer = buffer};
    put_json_string(&out, text, length);
    return out.status;
}

static void put_json_text(struct output *out, const char *key, const char *text)
{
    put_text(out, key);
    put_json_string(out, text, text != NULL ? strlen(text) : 0);
}

static void put_json_number(struct output *out, const char *key, uint64_t number)
{
    put_text(out, key);
    if (number > 0) {
        put_number(out, number);
    } else {
        put_text(out, "null");
    }
}

/* A sentence with its arguments as one JSON string. */
static void put_json_sentence(struct output *out, const char *sentence,
                              const struct bgt_kept_diagnostic *diagnostic,
                              enum bgt_language language)
{
    struct bgt_buffer text;
    bgt_buffer_init(&text, out->buffer->allocator, out->buffer->maximum);
    struct output filled = {.buffer = &text};
    put_sentence(&filled, sentence, diagnostic, (struct filling){language, true});
    if (out->status == BGT_OK) {
        out->status = filled.status;
    }
    put_json_string(out, text.data, text.length);
    bgt_buffer_close(&text);
}

static void put_json_place(struct output *out, const struct bgt_place *place)
{
    put_json_text(out, ",\"file\":", place->file);
    put_json_text(out, ",\"sheet\":", place->sheet);
    put_text(out, ",\"cell\":");
    if (has_cell(place) && place->line > 0 && place->column > 0) {
        put_text(out, "\"");
        put_cell(out, place);
        put_text(out, "\"");
    } else {
        put_text(out, "null");
    }
    put_json_number(out, ",\"line\":", place->line);
    put_json_number(out, ",\"column\":", place->column);
    put_json_text(out, ",\"path\":", place->path);
}

static void put_json_arguments(struct output *out,
                               const struct bgt_kept_diagnostic *diagnostic)
{
    size_t count = BGT_ARGUMENT_COUNT;
    while (count > 0 && diagnostic->arguments[count - 1] == NULL) {
        count--;
    }
    put_text(out, ",\"args\":[");
    for (size_t i = 0; i < count; i++) {
        put_json_text(out, i > 0 ? "," : "", diagnostic->arguments[i]);
    }
    put_text(out, "]}\n");
}

bgt_status bgt_render_json(struct bgt_buffer *buffer,
                           const struct bgt_kept_diagnostic *diagnostic,
                           enum bgt_language language)
{
    const struct bgt_code *code = diagnostic->code;
    struct output out = {.buffer = buffer};
    put_json_text(&out, "{\"code\":", code->name);
    put_json_text(&out, ",\"severity\":", bgt_severity_word(code->severity));
    put_json_place(&out, &diagnostic->place);
    put_text(&out, ",\"text\":");
    put_json_string(&out, diagnostic->text, diagnostic->text_length);
    put_text(&out, ",\"message\":");
    put_json_sentence(&out, code->sentence[language], diagnostic, language);
    put_text(&out, ",\"remedy\":");
    if (code->remedy[language][0] != '\0') {
        put_json_sentence(&out, code->remedy[language], diagnostic, language);
    } else {
        put_text(&out, "null");
    }
    put_json_arguments(&out, diagnostic);
    return out.status;
}
