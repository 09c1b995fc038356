#include "plugin/manifest.h"

#include "base/utf8.h"
#include "diag/reporter.h"
#include "plugin/manifest_parser.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How a key's value is read. */
enum form {
    FORM_ID,
    FORM_TEXT,
    FORM_KIND,
    FORM_CALL,
    FORM_WORDS,
    FORM_LINE,
    FORM_NUMBER
};

/* A key. */
struct key {
    const char *name;
    enum form form;
    bool is_required;
    bool is_repeated;
    size_t target;    /* FORM_TEXT: offset in bgt_manifest; FORM_NUMBER: in bgt_capacity;
                         FORM_WORDS and FORM_LINE: the list. */
    uint64_t maximum; /* FORM_NUMBER: also tells the member's width. */
    void (*parse)(struct bgt_manifest_parser *parser, struct bgt_slice value);
};

#define IN_MANIFEST(member) offsetof(struct bgt_manifest, member)
#define IN_CAPACITY(member) offsetof(struct bgt_capacity, member)

static const struct key keys[] = {
    {"id", FORM_ID, true, false, IN_MANIFEST(id), 0, NULL},
    {"abi", FORM_CALL, true, false, 0, 0, bgt_manifest_parse_abi},
    {"kind", FORM_KIND, true, false, 0, 0, NULL},
    {"title", FORM_TEXT, true, false, IN_MANIFEST(title), 0, NULL},
    {"title_zh", FORM_TEXT, true, false, IN_MANIFEST(title_zh), 0, NULL},
    {"capabilities", FORM_CALL, true, false, 0, 0, bgt_manifest_parse_capabilities},
    {"extensions", FORM_WORDS, false, false, BGT_LIST_EXTENSIONS, 0, NULL},
    {"read_extensions", FORM_WORDS, false, false, BGT_LIST_READ_EXTENSIONS, 0, NULL},
    {"media_types", FORM_WORDS, false, false, BGT_LIST_MEDIA_TYPES, 0, NULL},
    {"magic", FORM_CALL, false, true, 0, 0, bgt_manifest_parse_magic},
    {"zip_member", FORM_LINE, false, true, BGT_LIST_ZIP_MEMBERS, 0, NULL},
    {"folder_member", FORM_LINE, false, true, BGT_LIST_FOLDER_MEMBERS, 0, NULL},
    {"xml_root", FORM_CALL, false, true, 0, 0, bgt_manifest_parse_root},
    {"first_key", FORM_LINE, false, true, BGT_LIST_FIRST_KEYS, 0, NULL},
    {"text_characters", FORM_NUMBER, false, false, IN_CAPACITY(text_characters),
     UINT64_MAX, NULL},
    {"rows", FORM_NUMBER, false, false, IN_CAPACITY(rows), UINT64_MAX, NULL},
    {"columns", FORM_NUMBER, false, false, IN_CAPACITY(columns), UINT32_MAX, NULL},
    {"sheets", FORM_NUMBER, false, false, IN_CAPACITY(sheets), UINT32_MAX, NULL},
    {"sheet_name_characters", FORM_NUMBER, false, false,
     IN_CAPACITY(sheet_name_characters), UINT32_MAX, NULL},
    {"digits", FORM_NUMBER, false, false, IN_CAPACITY(digits), UINT8_MAX, NULL},
    {"scale", FORM_NUMBER, false, false, IN_CAPACITY(scale), UINT8_MAX, NULL},
    {"option", FORM_CALL, false, true, 0, 0, bgt_manifest_parse_option},
};

enum { KEY_COUNT = sizeof keys / sizeof keys[0], BOM_BYTES = 3 };

/* ---- What the parsers of values use --------------------------------------------- */

void bgt_manifest_fault(struct bgt_manifest_parser *parser, const char *code,
                        struct bgt_slice text, const char *fact, const char *second)
{
    if (parser->failure != BGT_OK) {
        return; /* What looks like a fault may be for want of memory. */
    }
    struct bgt_diagnostic fault = {
        .code = code,
        .place = {.file = parser->path, .line = parser->line},
        .text = text.text,
        .text_length = text.length,
        .arguments = {fact, second, NULL, NULL},
    };
    (void)bgt_report(parser->reporter, &fault);
    parser->is_bad = true;
}

void bgt_manifest_value_fault(struct bgt_manifest_parser *parser, struct bgt_slice text,
                              const char *expected)
{
    bgt_manifest_fault(parser, "PLUGIN_MANIFEST_VALUE", text, parser->key, expected);
}

const char *bgt_manifest_copy(struct bgt_manifest_parser *parser, struct bgt_slice text)
{
    const char *copy = bgt_arena_copy(parser->arena, text.text, text.length);
    if (copy == NULL) {
        parser->failure = bgt_arena_failure(parser->arena);
    }
    return copy;
}

bool bgt_manifest_is_name(struct bgt_slice text, const char *others)
{
    if (text.length == 0 || text.length > BGT_MANIFEST_MAX_NAME || text.text[0] < 'a' ||
        text.text[0] > 'z') {
        return false;
    }
    for (size_t i = 1; i < text.length; i++) {
        char c = text.text[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!is_plain && (c == '\0' || strchr(others, c) == NULL)) {
            return false;
        }
    }
    return true;
}

bool bgt_manifest_word(struct bgt_slice *rest, struct bgt_slice *word)
{
    size_t at = 0;
    while (at < rest->length && (rest->text[at] == ' ' || rest->text[at] == '\t')) {
        at++;
    }
    size_t end = at;
    while (end < rest->length && rest->text[end] != ' ' && rest->text[end] != '\t') {
        end++;
    }
    *word = (struct bgt_slice){rest->text + at, end - at};
    rest->text += end;
    rest->length -= end;
    return word->length > 0;
}

const char *bgt_plugin_symbol(const char *id, struct bgt_arena *arena)
{
    static const char ending[] = "_LTX_bgt_plugin";
    size_t length = strlen(id);
    char *symbol = bgt_arena_allocate(arena, length + sizeof ending);
    if (symbol == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < length; i++) {
        symbol[i] = id[i];
        if (id[i] == '-' || id[i] == '.') {
            symbol[i] = '_';
        }
    }
    memcpy(symbol + length, ending, sizeof ending);
    return symbol;
}

/* ---- Values --------------------------------------------------------------------- */

/* The file's name without folder and `.plugin`. */
static struct bgt_slice stem_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    size_t length = strlen(name);
    if (bgt_text_ends_with(name, length, ".plugin")) {
        length -= strlen(".plugin");
    }
    return (struct bgt_slice){name, length};
}

static void parse_id(struct bgt_manifest_parser *parser, struct bgt_slice value)
{
    struct bgt_slice stem = stem_of(parser->path);
    if (!bgt_manifest_is_name(value, "-_.")) {
        bgt_manifest_value_fault(parser, value, "a-z 0-9 - _ .");
    } else if (!bgt_text_equal(value.text, value.length, stem.text, stem.length)) {
        bgt_manifest_value_fault(parser, value, bgt_manifest_copy(parser, stem));
    } else {
        parser->out->id = bgt_manifest_copy(parser, value);
    }
}

static void parse_kind(struct bgt_manifest_parser *parser, struct bgt_slice value)
{
    if (bgt_text_equal(value.text, value.length, "grid", strlen("grid"))) {
        parser->out->kind = BGT_KIND_GRID;
    } else if (bgt_text_equal(value.text, value.length, "record", strlen("record"))) {
        parser->out->kind = BGT_KIND_RECORD;
    } else {
        bgt_manifest_value_fault(parser, value, "grid, record");
    }
}

static void add_to_list(struct bgt_manifest_parser *parser, size_t list, const char *text)
{
    if (text == NULL) {
        return;
    }
    if (parser->list_counts[list] == BGT_MANIFEST_MAX_VALUES) {
        bgt_manifest_fault(parser, "PLUGIN_MANIFEST_TOO_MANY", bgt_slice_of(text),
                           parser->key, "32");
        return;
    }
    parser->lists[list][parser->list_counts[list]++] = text;
}

/* Words; extensions lose their dot and their capitals. */
static void parse_words(struct bgt_manifest_parser *parser, size_t list,
                        struct bgt_slice value)
{
    bool is_extension = list == BGT_LIST_EXTENSIONS || list == BGT_LIST_READ_EXTENSIONS;
    struct bgt_slice word = {NULL, 0};
    while (bgt_manifest_word(&value, &word)) {
        if (is_extension && word.text[0] == '.') {
            word.text++;
            word.length--;
        }
        if (word.length == 0 || memchr(word.text, '/', word.length) != NULL) {
            if (is_extension) {
                bgt_manifest_value_fault(parser, word, "csv .xlsx");
                return;
            }
        }
        char *copy = bgt_arena_copy(parser->arena, word.text, word.length);
        if (copy == NULL) {
            parser->failure = bgt_arena_failure(parser->arena);
            return;
        }
        for (char *c = copy; is_extension && *c != '\0'; c++) {
            *c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
        }
        add_to_list(parser, list, copy);
    }
}

static void parse_number(struct bgt_manifest_parser *parser, const struct key *key,
                         struct bgt_slice value)
{
    uint64_t number = 0;
    char *member = (char *)&parser->out->capacity + key->target;
    if (!bgt_text_parse_unsigned(value.text, value.length, key->maximum, &number)) {
        bgt_manifest_value_fault(parser, value,
                                 key->maximum == UINT8_MAX ? "0 … 255" : "0 …");
        return;
    }
    if (key->maximum == UINT64_MAX) {
        memcpy(member, &number, sizeof number);
    } else if (key->maximum == UINT32_MAX) {
        memcpy(member, &(uint32_t){(uint32_t)number}, sizeof(uint32_t));
    } else {
        *(uint8_t *)member = (uint8_t)number;
    }
}

static void parse_value(struct bgt_manifest_parser *parser, const struct key *key,
                        struct bgt_slice value)
{
    const char *copy = NULL;
    switch (key->form) {
    case FORM_ID:
        parse_id(parser, value);
        break;
    case FORM_KIND:
        parse_kind(parser, value);
        break;
    case FORM_CALL:
        key->parse(parser, value);
        break;
    case FORM_WORDS:
        parse_words(parser, key->target, value);
        break;
    case FORM_NUMBER:
        parse_number(parser, key, value);
        break;
    case FORM_TEXT:
        copy = bgt_manifest_copy(parser, value);
        memcpy((char *)parser->out + key->target, &copy, sizeof copy);
        break;
    case FORM_LINE:
        add_to_list(parser, key->target, bgt_manifest_copy(parser, value));
        break;
    }
}

/* ---- Lines ---------------------------------------------------------------------- */

static struct bgt_slice trim(struct bgt_slice text)
{
    while (text.length > 0 && (text.text[0] == ' ' || text.text[0] == '\t')) {
        text.text++;
        text.length--;
    }
    while (text.length > 0 && strchr(" \t\r", text.text[text.length - 1]) != NULL) {
        text.length--;
    }
    return text;
}

/* An unknown key is a warning only: a newer plugin may run on an older host. */
static void warn_unknown(struct bgt_manifest_parser *parser, struct bgt_slice name)
{
    bool was_bad = parser->is_bad;
    bgt_manifest_fault(parser, "PLUGIN_MANIFEST_KEY", name, parser->out->id, NULL);
    parser->is_bad = was_bad;
}

static void parse_line(struct bgt_manifest_parser *parser, struct bgt_slice line)
{
    size_t equals = bgt_text_find(line.text, line.length, 0, "=");
    if (equals == SIZE_MAX || equals == 0) {
        bgt_manifest_fault(parser, "PLUGIN_MANIFEST_LINE", line, NULL, NULL);
        return;
    }
    struct bgt_slice name = trim((struct bgt_slice){line.text, equals});
    struct bgt_slice value =
        trim((struct bgt_slice){line.text + equals + 1, line.length - equals - 1});
    size_t i = 0;
    while (i < KEY_COUNT &&
           !bgt_text_equal(name.text, name.length, keys[i].name, strlen(keys[i].name))) {
        i++;
    }
    if (i == KEY_COUNT) {
        warn_unknown(parser, name);
        return;
    }
    parser->key = keys[i].name;
    if ((parser->seen & UINT32_C(1) << i) != 0 && !keys[i].is_repeated) {
        bgt_manifest_fault(parser, "PLUGIN_MANIFEST_TWICE", name, parser->key, NULL);
        return;
    }
    parser->seen |= UINT32_C(1) << i;
    if (value.length == 0) {
        bgt_manifest_value_fault(parser, value, "VALUE");
        return;
    }
    parse_value(parser, &keys[i], value);
}

static void parse_lines(struct bgt_manifest_parser *parser, struct bgt_slice text)
{
    struct bgt_slice line = {NULL, 0};
    while (parser->failure == BGT_OK && bgt_text_split(&text, '\n', &line)) {
        parser->line++;
        line = trim(line);
        if (line.length > 0 && line.text[0] != '#') {
            parse_line(parser, line);
        }
    }
    parser->line = 0;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (keys[i].is_required && (parser->seen & UINT32_C(1) << i) == 0) {
            bgt_manifest_fault(parser, "PLUGIN_MANIFEST_MISSING", bgt_slice_of(""),
                               keys[i].name, NULL);
        }
    }
}

/* ---- The whole ------------------------------------------------------------------ */

/* An array in the arena with a copy of count elements and a zeroed one behind them. */
static const void *keep(struct bgt_manifest_parser *parser, const void *elements,
                        size_t count, size_t size)
{
    char *kept = bgt_arena_allocate_array(parser->arena, count + 1, size);
    if (kept == NULL) {
        parser->failure = bgt_arena_failure(parser->arena);
        return NULL;
    }
    if (count > 0) {
        memcpy(kept, elements, count * size);
    }
    return kept;
}

static void keep_all(struct bgt_manifest_parser *parser)
{
    struct bgt_manifest *out = parser->out;
    const char *const *lists[BGT_LIST_COUNT];
    for (size_t i = 0; i < BGT_LIST_COUNT; i++) {
        lists[i] =
            keep(parser, parser->lists[i], parser->list_counts[i], sizeof *lists[i]);
    }
    out->extensions = lists[BGT_LIST_EXTENSIONS];
    out->read_extensions = lists[BGT_LIST_READ_EXTENSIONS];
    out->media_types = lists[BGT_LIST_MEDIA_TYPES];
    out->zip_members = lists[BGT_LIST_ZIP_MEMBERS];
    out->folder_members = lists[BGT_LIST_FOLDER_MEMBERS];
    out->first_keys = lists[BGT_LIST_FIRST_KEYS];
    out->magics = keep(parser, parser->magics, parser->magic_count, sizeof *out->magics);
    out->magic_count = parser->magic_count;
    out->xml_roots =
        keep(parser, parser->roots, parser->root_count, sizeof *out->xml_roots);
    out->xml_root_count = parser->root_count;
    out->options =
        keep(parser, parser->options, parser->option_count, sizeof *out->options);
    out->option_count = (uint32_t)parser->option_count;
}

bgt_status bgt_manifest_parse(const struct bgt_manifest_source *source,
                              struct bgt_arena *arena, struct bgt_reporter *reporter,
                              struct bgt_manifest *out)
{
    struct bgt_manifest made = {.path = source->path};
    struct bgt_manifest_parser *parser =
        bgt_arena_allocate_array(arena, 1, sizeof *parser);
    struct bgt_slice text = {source->text, source->length};
    size_t bad = 0;
    if (parser == NULL) {
        return bgt_arena_failure(arena);
    }
    made.capacity.struct_size = sizeof made.capacity;
    *parser = (struct bgt_manifest_parser){
        .out = &made, .arena = arena, .reporter = reporter, .path = source->path};
    if (!bgt_utf8_valid(text.text, text.length, &bad) ||
        memchr(text.text, '\0', text.length) != NULL) {
        bgt_manifest_fault(parser, "PLUGIN_MANIFEST_UNREADABLE", bgt_slice_of(""),
                           "UTF-8", NULL);
        return BGT_BAD;
    }
    if (bgt_text_starts_with(text.text, text.length, "\xEF\xBB\xBF")) {
        text.text += BOM_BYTES;
        text.length -= BOM_BYTES;
    }
    parse_lines(parser, text);
    keep_all(parser);
    if (parser->failure != BGT_OK || parser->is_bad) {
        return parser->failure != BGT_OK ? parser->failure : BGT_BAD;
    }
    *out = made;
    return BGT_OK;
}

/* Reads at most BGT_MANIFEST_MAX_BYTES + 1 bytes; -1 and errno on failure. */
static ssize_t read_whole(const char *path, char *bytes)
{
    struct stat info;
    size_t length = 0;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return -1;
    }
    ssize_t got = fstat(descriptor, &info) == 0 ? 1 : -1;
    if (got == 1 && !S_ISREG(info.st_mode)) {
        errno = EINVAL;
        got = -1;
    }
    while (got > 0 && length <= BGT_MANIFEST_MAX_BYTES) {
        got = read(descriptor, bytes + length, BGT_MANIFEST_MAX_BYTES + 1 - length);
        length += got > 0 ? (size_t)got : 0;
    }
    int kept = errno;
    (void)close(descriptor);
    errno = kept;
    return got < 0 ? -1 : (ssize_t)length;
}

bgt_status bgt_manifest_read(const char *path, struct bgt_arena *arena,
                             struct bgt_reporter *reporter, struct bgt_manifest *out)
{
    char *kept_path = bgt_arena_copy(arena, path, strlen(path));
    char *bytes = bgt_allocate(arena->allocator, BGT_MANIFEST_MAX_BYTES + 1);
    bgt_status status = BGT_NO_MEMORY;
    if (kept_path == NULL || bytes == NULL) {
        status = kept_path == NULL ? bgt_arena_failure(arena) : BGT_NO_MEMORY;
        goto out;
    }
    ssize_t length = read_whole(path, bytes);
    if (length < 0 || length > (ssize_t)BGT_MANIFEST_MAX_BYTES) {
        struct bgt_diagnostic fault = {
            .code = "PLUGIN_MANIFEST_UNREADABLE",
            .place = {.file = path},
            .arguments = {length < 0 ? strerror(errno) : "64 KiB"},
        };
        (void)bgt_report(reporter, &fault);
        status = BGT_BAD;
        goto out;
    }
    struct bgt_manifest_source source = {kept_path, bytes, (size_t)length};
    status = bgt_manifest_parse(&source, arena, reporter, out);
out:
    bgt_release(arena->allocator, bytes);
    return status;
}
