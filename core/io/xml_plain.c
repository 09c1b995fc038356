#include "io/xml_plain.h"

#include <string.h>

/* Deepest element of a unit, itself included. */
enum { MAX_DEPTH = 16 };

/* What a byte is within text. */
enum { PLAIN, TAG, REFUSED, BRACKET, LAST_LEAD };

static const uint8_t kinds[256] = {
    REFUSED, REFUSED, REFUSED,     REFUSED,         REFUSED,         REFUSED,
    REFUSED, REFUSED, REFUSED,     PLAIN,           PLAIN,           REFUSED,
    REFUSED, REFUSED, REFUSED,     REFUSED,         REFUSED,         REFUSED,
    REFUSED, REFUSED, REFUSED,     REFUSED,         REFUSED,         REFUSED,
    REFUSED, REFUSED, REFUSED,     REFUSED,         REFUSED,         REFUSED,
    REFUSED, REFUSED, ['<'] = TAG, ['&'] = REFUSED, [']'] = BRACKET, [0xEF] = LAST_LEAD};

static uint8_t kind_of(char c)
{
    return kinds[(unsigned char)c];
}

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Letters, digits, `-`, `.` and `_`, a bit for each of ASCII; and all bytes above. */
static bool is_name_byte(unsigned char c)
{
    static const uint64_t bits[4] = {UINT64_C(0x03FF600000000000),
                                     UINT64_C(0x07FFFFFE87FFFFFE), UINT64_MAX,
                                     UINT64_MAX};
    return (bits[c >> 6] >> (c & 63) & 1) != 0;
}

/* ---- Names
 * ---------------------------------------------------------------------------- */

static size_t slot_of(const char *name, size_t length)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)name[i]) * 16777619U;
    }
    return hash % BGT_PLAIN_NAMES;
}

static bool is_in_slot(const struct bgt_plain_names *names, size_t at, const char *name,
                       size_t length)
{
    return names->slots[at].length == length &&
           memcmp(names->slots[at].text, name, length) == 0;
}

/* The slot of the name, or the free one that it would take. The table is never full. */
static size_t find_slot(const struct bgt_plain_names *names, const char *name,
                        size_t length)
{
    size_t at = slot_of(name, length);
    while (names->slots[at].length != 0 && !is_in_slot(names, at, name, length)) {
        at = (at + 1) % BGT_PLAIN_NAMES;
    }
    return at;
}

void bgt_plain_learn(struct bgt_plain_names *names, const char *name)
{
    size_t length = 0;
    bool is_ascii = true;
    for (; name[length] != '\0'; length++) {
        is_ascii = is_ascii && (unsigned char)name[length] < 0x80;
    }
    if (is_ascii || length > BGT_PLAIN_NAME || names->count >= BGT_PLAIN_NAMES / 2) {
        return;
    }
    size_t at = find_slot(names, name, length);
    if (names->slots[at].length == 0) {
        names->slots[at].length = (uint8_t)length;
        memcpy(names->slots[at].text, name, length);
        names->count++;
    }
}

/* A stretch of the buffer being measured. */
struct span {
    const char *at, *end;
};

/* Whether the name was learnt. It mostly follows the one that it followed before. */
static bool is_known(struct bgt_plain_names *names, const char *name, size_t length)
{
    size_t at = names->slots[names->last].next;
    if (length > BGT_PLAIN_NAME || length == 0) {
        return false;
    }
    if (!is_in_slot(names, at, name, length)) {
        at = find_slot(names, name, length);
        if (names->slots[at].length == 0) {
            return false;
        }
        names->slots[names->last].next = (uint16_t)at;
    }
    names->last = (uint16_t)at;
    return true;
}

/* Moves over a name. */
static enum bgt_plain take_name(struct bgt_plain_names *names, struct span *span,
                                size_t *length)
{
    const char *from = span->at;
    unsigned char any = 0;
    while (span->at < span->end && is_name_byte((unsigned char)*span->at)) {
        any |= (unsigned char)*span->at++;
    }
    *length = (size_t)(span->at - from);
    if (span->at == span->end) {
        return BGT_PLAIN_MORE;
    }
    if (any < 0x80) {
        return *length != 0 && is_letter((unsigned char)from[0]) ? BGT_PLAIN_YES
                                                                 : BGT_PLAIN_NO;
    }
    return is_known(names, from, *length) ? BGT_PLAIN_YES : BGT_PLAIN_NO;
}

/* ---- Measuring
 * ------------------------------------------------------------------------ */

/* U+FFFE and U+FFFF are no characters of XML. `at` is a byte EF. */
static enum bgt_plain take_last_lead(struct span *span)
{
    const unsigned char *at = (const unsigned char *)span->at;
    if (span->end - span->at < 3) {
        return BGT_PLAIN_MORE;
    }
    if (at[1] == 0xBF && at[2] >= 0xBE) {
        return BGT_PLAIN_NO;
    }
    span->at += 3;
    return BGT_PLAIN_YES;
}

/* Moves over a byte that may be a fault. Two brackets in a row may be the end of a
 * section,
 * `]]>`. */
static enum bgt_plain take_doubtful(struct span *span, uint8_t kind)
{
    if (kind == LAST_LEAD) {
        return take_last_lead(span);
    }
    if (kind == BRACKET && span->end - span->at < 2) {
        return BGT_PLAIN_MORE;
    }
    if (kind != BRACKET || span->at[1] == ']') {
        return BGT_PLAIN_NO;
    }
    span->at++;
    return BGT_PLAIN_YES;
}

/* Moves to the next `<`. */
static enum bgt_plain take_text(struct span *span)
{
    enum bgt_plain answer = BGT_PLAIN_YES;
    while (answer == BGT_PLAIN_YES && span->at < span->end) {
        uint8_t kind = kind_of(*span->at);
        if (kind == TAG) {
            return BGT_PLAIN_YES;
        }
        if (kind == PLAIN) {
            span->at++;
        } else {
            answer = take_doubtful(span, kind);
        }
    }
    return answer == BGT_PLAIN_YES ? BGT_PLAIN_MORE : answer;
}

/* Moves over the value, quotes included. Line breaks and tabs would become blanks. */
static enum bgt_plain take_value(struct span *span)
{
    if (span->end - span->at < 2) {
        return BGT_PLAIN_MORE;
    }
    char quote = *span->at++;
    if (quote != '"' && quote != '\'') {
        return BGT_PLAIN_NO;
    }
    while (span->at < span->end && *span->at != quote) {
        char c = *span->at;
        uint8_t kind = kind_of(c);
        if (kind == TAG || kind == REFUSED || c == '\t' || c == '\n') {
            return BGT_PLAIN_NO;
        }
        if (kind == LAST_LEAD) {
            enum bgt_plain answer = take_last_lead(span);
            if (answer != BGT_PLAIN_YES) {
                return answer;
            }
        } else {
            span->at++;
        }
    }
    if (span->at == span->end) {
        return BGT_PLAIN_MORE;
    }
    span->at++;
    return BGT_PLAIN_YES;
}

/* Attribute names of one element. */
struct attributes {
    const char *names[BGT_PLAIN_ATTRIBUTES];
    size_t lengths[BGT_PLAIN_ATTRIBUTES];
    size_t count;
};

static bool is_new(const struct attributes *attributes, const char *name, size_t length)
{
    bool is_there = length == 5 && memcmp(name, "xmlns", 5) == 0;
    for (size_t i = 0; i < attributes->count && !is_there; i++) {
        is_there = attributes->lengths[i] == length &&
                   memcmp(attributes->names[i], name, length) == 0;
    }
    return !is_there && attributes->count < BGT_PLAIN_ATTRIBUTES;
}

/* One attribute, and the blank before it. */
static enum bgt_plain take_attribute(struct bgt_plain_names *names, struct span *span,
                                     struct attributes *attributes)
{
    size_t length = 0;
    span->at++;
    const char *name = span->at;
    enum bgt_plain answer = take_name(names, span, &length);
    if (answer != BGT_PLAIN_YES) {
        return answer;
    }
    if (*span->at != '=' || !is_new(attributes, name, length)) {
        return BGT_PLAIN_NO;
    }
    span->at++;
    attributes->names[attributes->count] = name;
    attributes->lengths[attributes->count++] = length;
    return take_value(span);
}

/* Moves over a start tag. */
static enum bgt_plain take_start(struct bgt_plain_names *names, struct span *span,
                                 size_t *length, bool *is_empty)
{
    struct attributes attributes;
    attributes.count = 0;
    span->at++;
    enum bgt_plain answer = take_name(names, span, length);
    while (answer == BGT_PLAIN_YES && span->at < span->end && *span->at == ' ') {
        answer = take_attribute(names, span, &attributes);
    }
    if (answer != BGT_PLAIN_YES) {
        return answer;
    }
    if (span->end - span->at < 2) {
        return BGT_PLAIN_MORE;
    }
    *is_empty = *span->at == '/';
    span->at += *is_empty;
    return *span->at++ == '>' ? BGT_PLAIN_YES : BGT_PLAIN_NO;
}

struct open_element {
    const char *name;
    size_t length;
};

static enum bgt_plain take_end(struct span *span, const struct open_element *open)
{
    size_t length = open->length + 3;
    if ((size_t)(span->end - span->at) < length) {
        return BGT_PLAIN_MORE;
    }
    bool is_right = memcmp(span->at + 2, open->name, open->length) == 0 &&
                    span->at[length - 1] == '>';
    span->at += length;
    return is_right ? BGT_PLAIN_YES : BGT_PLAIN_NO;
}

enum bgt_plain bgt_plain_unit(struct bgt_plain_names *names, const char *text,
                              size_t length, size_t *unit)
{
    struct open_element open[MAX_DEPTH];
    struct span span = {text, text + length};
    enum bgt_plain answer = BGT_PLAIN_YES;
    size_t depth = 0;
    while (answer == BGT_PLAIN_YES) {
        bool is_empty = false;
        if (span.end - span.at < 2) {
            return BGT_PLAIN_MORE;
        }
        if (span.at[1] == '/' && depth != 0) {
            answer = take_end(&span, &open[--depth]);
        } else if (depth == MAX_DEPTH) {
            return BGT_PLAIN_NO;
        } else {
            open[depth].name = span.at + 1;
            answer = take_start(names, &span, &open[depth].length, &is_empty);
            depth += !is_empty;
        }
        if (answer == BGT_PLAIN_YES && depth == 0) {
            *unit = (size_t)(span.at - text);
            return BGT_PLAIN_YES;
        }
        if (answer == BGT_PLAIN_YES) {
            answer = take_text(&span);
        }
    }
    return answer;
}

enum bgt_plain bgt_plain_text(const char *text, size_t length, size_t *run)
{
    struct span span = {text, text + length};
    enum bgt_plain answer = take_text(&span);
    *run = (size_t)(span.at - text);
    return answer;
}

/* ---- Telling
 * -------------------------------------------------------------------------- */

static char *skip_name(char *at)
{
    while (is_name_byte((unsigned char)*at)) {
        at++;
    }
    return at;
}

/* Tells of the start tag at `at`; answers where it ends, or null to stop. */
static char *tell_start(char *at, const struct bgt_plain_sink *sink)
{
    const char *attributes[2 * BGT_PLAIN_ATTRIBUTES + 1];
    const char *tag = at;
    const char *name = at + 1;
    size_t count = 0;
    at = skip_name(at + 1);
    char *name_end = at;
    while (*at == ' ') {
        attributes[count++] = at + 1;
        at = skip_name(at + 1);
        *at++ = '\0';
        char quote = *at++;
        attributes[count++] = at;
        at = strchr(at, quote);
        *at++ = '\0';
    }
    bool is_empty = *at == '/';
    at += is_empty ? 2 : 1;
    *name_end = '\0';
    attributes[count] = NULL;
    bool goes_on = sink->start(sink->context, tag, name, attributes);
    if (goes_on && is_empty) {
        goes_on = sink->end(sink->context, tag, name);
    }
    return goes_on ? at : NULL;
}

void bgt_plain_tell(char *unit, size_t length, const struct bgt_plain_sink *sink)
{
    char *at = unit;
    const char *end = unit + length;
    while (at != NULL && at < end) {
        if (*at != '<') {
            char *tag = memchr(at, '<', (size_t)(end - at));
            at = sink->text(sink->context, at, (size_t)(tag - at)) ? tag : NULL;
        } else if (at[1] == '/') {
            char *after = memchr(at, '>', (size_t)(end - at));
            *after = '\0';
            at = sink->end(sink->context, at, at + 2) ? after + 1 : NULL;
        } else {
            at = tell_start(at, sink);
        }
    }
}

/* ---- Tokens
 * --------------------------------------------------------------------------- */

/* The length up to and with `ending`, which is found from `from` on; 0: it is not there.
 */
static size_t until(const char *text, size_t length, size_t from, const char *ending)
{
    size_t size = strlen(ending);
    for (size_t at = from; at + size <= length; at++) {
        const char *found = memchr(text + at, ending[0], length - size + 1 - at);
        if (found == NULL) {
            return 0;
        }
        at = (size_t)(found - text);
        if (memcmp(found, ending, size) == 0) {
            return at + size;
        }
    }
    return 0;
}

static size_t tag_length(const char *text, size_t length)
{
    char quote = '\0';
    for (size_t at = 1; at < length; at++) {
        char c = text[at];
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return at + 1;
        }
    }
    return 0;
}

static bool begins(const char *text, size_t length, const char *beginning)
{
    size_t size = strlen(beginning);
    return memcmp(text, beginning, length < size ? length : size) == 0;
}

size_t bgt_plain_token(const char *text, size_t length)
{
    static const char section[] = "<![CDATA[";
    const char *tag = memchr(text, '<', length);
    size_t before = tag == NULL ? 0 : (size_t)(tag - text);
    size_t rest = length - before;
    size_t size = 0;
    if (tag == NULL || rest < 2) {
        return 0;
    }
    if (tag[1] == '?') {
        size = until(tag, rest, 2, "?>");
    } else if (tag[1] != '!') {
        size = tag_length(tag, rest);
    } else if (begins(tag, rest, "<!--")) {
        size = until(tag, rest, 4, "-->");
    } else if (begins(tag, rest, section)) {
        size = until(tag, rest, sizeof section - 1, "]]>");
    } else {
        return SIZE_MAX;
    }
    return size == 0 ? 0 : before + size;
}
