#include "plugin/manifest_parser.h"

#include <string.h>

/* Names by bit, in the order of enum bgt_capability. */
static const char *const capability_names[] = {
    "read",   "write",  "stream", "seek",  "path",   "members", "sheets",
    "folder", "styles", "types",  "blank", "extras", "grouped", "charts",
};

enum {
    CAPABILITY_COUNT = sizeof capability_names / sizeof capability_names[0],
    MAX_ABI_PART = 0xFFFF
};

const char *bgt_capability_name(uint32_t flag)
{
    for (uint32_t i = 0; i < CAPABILITY_COUNT; i++) {
        if (flag == UINT32_C(1) << i) {
            return capability_names[i];
        }
    }
    return NULL;
}

void bgt_manifest_parse_abi(struct bgt_manifest_parser *parser, struct bgt_slice value)
{
    uint64_t parts[2] = {0, 0};
    struct bgt_slice rest = value;
    struct bgt_slice part = {NULL, 0};
    size_t count = 0;
    while (bgt_text_split(&rest, '.', &part)) {
        if (count == 2 || !bgt_text_parse_unsigned(part.text, part.length, MAX_ABI_PART,
                                                   &parts[count])) {
            bgt_manifest_value_fault(parser, value, "MAJOR.MINOR");
            return;
        }
        count++;
    }
    if (count != 2) {
        bgt_manifest_value_fault(parser, value, "MAJOR.MINOR");
        return;
    }
    parser->out->abi = (uint32_t)(parts[0] << 16 | parts[1]);
}

void bgt_manifest_parse_capabilities(struct bgt_manifest_parser *parser,
                                     struct bgt_slice value)
{
    struct bgt_slice rest = value;
    struct bgt_slice word = {NULL, 0};
    while (bgt_manifest_word(&rest, &word)) {
        uint32_t i = 0;
        while (i < CAPABILITY_COUNT &&
               !bgt_text_equal(word.text, word.length, capability_names[i],
                               strlen(capability_names[i]))) {
            i++;
        }
        if (i == CAPABILITY_COUNT) {
            bgt_manifest_value_fault(parser, word,
                                     "read write stream seek path members sheets folder "
                                     "styles types blank extras grouped charts");
            return;
        }
        parser->out->capacity.flags |= UINT32_C(1) << i;
    }
    if ((parser->out->capacity.flags & (BGT_CAN_READ | BGT_CAN_WRITE)) == 0) {
        bgt_manifest_value_fault(parser, value, "read, write");
    }
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Pairs of digits with blanks between the pairs; false for anything else. */
static bool parse_hex(struct bgt_slice text, struct bgt_magic *magic)
{
    size_t at = 0;
    while (at < text.length) {
        if (text.text[at] == ' ' || text.text[at] == '\t') {
            at++;
            continue;
        }
        if (at + 1 >= text.length || magic->length == BGT_MAGIC_MAX) {
            return false;
        }
        int high = hex_digit(text.text[at]);
        int low = hex_digit(text.text[at + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        magic->bytes[magic->length++] = (uint8_t)(high * 16 + low);
        at += 2;
    }
    return magic->length > 0;
}

void bgt_manifest_parse_magic(struct bgt_manifest_parser *parser, struct bgt_slice value)
{
    struct bgt_magic magic = {0};
    uint64_t offset = 0;
    struct bgt_slice hex = value;
    size_t sign = bgt_text_find(value.text, value.length, 0, "@");
    bool is_good = true;
    if (sign != SIZE_MAX) {
        hex.length = sign;
        is_good = bgt_text_parse_unsigned(value.text + sign + 1, value.length - sign - 1,
                                          BGT_HEAD_BYTES - BGT_MAGIC_MAX, &offset);
    }
    magic.offset = (uint32_t)offset;
    if (!is_good || !parse_hex(hex, &magic)) {
        bgt_manifest_value_fault(parser, value, "HEX @OFFSET");
        return;
    }
    if (parser->magic_count == BGT_MANIFEST_MAX_VALUES) {
        bgt_manifest_fault(parser, "PLUGIN_MANIFEST_TOO_MANY", value, parser->key, "32");
        return;
    }
    parser->magics[parser->magic_count++] = magic;
}

void bgt_manifest_parse_root(struct bgt_manifest_parser *parser, struct bgt_slice value)
{
    struct bgt_root_name root = {NULL, NULL};
    struct bgt_slice name = value;
    if (value.length > 0 && value.text[0] == '{') {
        size_t end = bgt_text_find(value.text, value.length, 0, "}");
        if (end == SIZE_MAX) {
            bgt_manifest_value_fault(parser, value, "{NAMESPACE}NAME");
            return;
        }
        root.uri = bgt_manifest_copy(parser, (struct bgt_slice){value.text + 1, end - 1});
        name = (struct bgt_slice){value.text + end + 1, value.length - end - 1};
    }
    if (name.length == 0 || memchr(name.text, ' ', name.length) != NULL) {
        bgt_manifest_value_fault(parser, value, "{NAMESPACE}NAME");
        return;
    }
    if (parser->root_count == BGT_MANIFEST_MAX_VALUES) {
        bgt_manifest_fault(parser, "PLUGIN_MANIFEST_TOO_MANY", value, parser->key, "32");
        return;
    }
    root.name = bgt_manifest_copy(parser, name);
    parser->roots[parser->root_count++] = root;
}
