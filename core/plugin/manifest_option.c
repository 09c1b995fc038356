#include "plugin/manifest_parser.h"
#include "plugin/options.h"

#include <string.h>

/* The words of an option line. */
enum word {
    WORD_TYPE,
    WORD_DIRECTION,
    WORD_DEFAULT,
    WORD_VALUES,
    WORD_MIN,
    WORD_MAX,
    WORD_HELP,
    WORD_HELP_ZH,
    WORD_COUNT
};

static const char *const word_names[WORD_COUNT] = {
    "type", "direction", "default", "values", "min", "max", "help", "help_zh",
};

/* The values of the words that stood on the line, unquoted, in the arena; else null. */
struct words {
    const char *values[WORD_COUNT];
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Takes a quoted value from the beginning of rest, which is behind the opening quote. */
static const char *take_quoted(struct bgt_manifest_parser *parser, struct bgt_slice *rest)
{
    char *copy = bgt_arena_allocate(parser->arena, rest->length + 1);
    size_t length = 0;
    size_t at = 0;
    if (copy == NULL) {
        parser->failure = bgt_arena_failure(parser->arena);
        return NULL;
    }
    while (at < rest->length && rest->text[at] != '"') {
        if (rest->text[at] == '\\') {
            at++;
            if (at == rest->length || (rest->text[at] != '"' && rest->text[at] != '\\')) {
                return NULL;
            }
        }
        copy[length++] = rest->text[at++];
    }
    if (at == rest->length) {
        return NULL;
    }
    copy[length] = '\0';
    rest->text += at + 1;
    rest->length -= at + 1;
    return copy;
}

static const char *take_bare(struct bgt_manifest_parser *parser, struct bgt_slice *rest)
{
    size_t length = 0;
    while (length < rest->length && !is_blank(rest->text[length])) {
        if (rest->text[length] == '"') {
            return NULL;
        }
        length++;
    }
    const char *copy = bgt_manifest_copy(parser, (struct bgt_slice){rest->text, length});
    rest->text += length;
    rest->length -= length;
    return copy;
}

/* Takes WORD=VALUE from the beginning of rest; false where that is not what stands there.
 */
static bool take_word(struct bgt_manifest_parser *parser, struct bgt_slice *rest,
                      struct words *words)
{
    size_t equals = bgt_text_find(rest->text, rest->length, 0, "=");
    size_t word = 0;
    if (equals == SIZE_MAX) {
        return false;
    }
    while (word < WORD_COUNT && !bgt_text_equal(rest->text, equals, word_names[word],
                                                strlen(word_names[word]))) {
        word++;
    }
    if (word == WORD_COUNT || words->values[word] != NULL) {
        return false;
    }
    rest->text += equals + 1;
    rest->length -= equals + 1;
    if (rest->length > 0 && rest->text[0] == '"') {
        rest->text++;
        rest->length--;
        words->values[word] = take_quoted(parser, rest);
    } else {
        words->values[word] = take_bare(parser, rest);
    }
    return words->values[word] != NULL && (rest->length == 0 || is_blank(rest->text[0]));
}

static bool take_words(struct bgt_manifest_parser *parser, struct bgt_slice rest,
                       struct words *words)
{
    for (;;) {
        while (rest.length > 0 && is_blank(rest.text[0])) {
            rest.text++;
            rest.length--;
        }
        if (rest.length == 0) {
            return true;
        }
        if (!take_word(parser, &rest, words)) {
            if (parser->failure == BGT_OK) {
                bgt_manifest_value_fault(parser, rest, "WORD=VALUE");
            }
            return false;
        }
    }
}

static bool parse_type(const char *text, uint32_t *type)
{
    static const char *const names[] = {"text", "bool", "integer", "choice"};
    for (uint32_t i = 0; text != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(text, names[i]) == 0) {
            *type = i + BGT_OPTION_TEXT;
            return true;
        }
    }
    return false;
}

static bool parse_direction(const char *text, struct bgt_option *option)
{
    if (text == NULL) {
        return false;
    }
    bool is_both = strcmp(text, "both") == 0;
    option->for_reader = is_both || strcmp(text, "read") == 0;
    option->for_writer = is_both || strcmp(text, "write") == 0;
    return option->for_reader != 0 || option->for_writer != 0;
}

/* Splits the choices at their commas; each is copied. */
static bool parse_choices(struct bgt_manifest_parser *parser, const char *text,
                          struct bgt_option *option)
{
    const char **choices = bgt_arena_allocate_array(
        parser->arena, BGT_MANIFEST_MAX_OPTIONS + 1, sizeof *choices);
    struct bgt_slice rest = bgt_slice_of(text);
    struct bgt_slice part = {NULL, 0};
    size_t count = 0;
    if (choices == NULL) {
        parser->failure = bgt_arena_failure(parser->arena);
        return false;
    }
    while (bgt_text_split(&rest, ',', &part)) {
        if (count == BGT_MANIFEST_MAX_OPTIONS || part.length == 0) {
            return false;
        }
        choices[count] = bgt_manifest_copy(parser, part);
        if (choices[count++] == NULL) {
            return false;
        }
    }
    option->choices = choices;
    return true;
}

static bool parse_bounds(const struct words *words, struct bgt_option *option)
{
    const char *low = words->values[WORD_MIN];
    const char *high = words->values[WORD_MAX];
    if (option->type != BGT_OPTION_INTEGER) {
        return low == NULL && high == NULL;
    }
    option->minimum = INT64_MIN;
    option->maximum = INT64_MAX;
    return (low == NULL || bgt_option_parse_integer(low, &option->minimum)) &&
           (high == NULL || bgt_option_parse_integer(high, &option->maximum)) &&
           option->minimum <= option->maximum;
}

/* Fills the option from its words. Returns what is wrong, or null. */
static const char *build(struct bgt_manifest_parser *parser, const struct words *words,
                         struct bgt_option *option)
{
    struct bgt_option_value value = {0};
    const char *choices = words->values[WORD_VALUES];
    if (!parse_type(words->values[WORD_TYPE], &option->type)) {
        return "type=text|bool|integer|choice";
    }
    if (!parse_direction(words->values[WORD_DIRECTION], option)) {
        return "direction=read|write|both";
    }
    if ((choices != NULL) != (option->type == BGT_OPTION_CHOICE) ||
        (choices != NULL && !parse_choices(parser, choices, option))) {
        return "values=A,B,C (type=choice)";
    }
    if (!parse_bounds(words, option)) {
        return "min=N max=N (type=integer)";
    }
    option->initial = words->values[WORD_DEFAULT];
    if (option->initial != NULL && !bgt_option_parse(option, option->initial, &value)) {
        return "default=VALUE";
    }
    option->help = words->values[WORD_HELP];
    option->help_zh = words->values[WORD_HELP_ZH];
    return option->help == NULL || option->help_zh == NULL ? "help=\"…\" help_zh=\"…\""
                                                           : NULL;
}

static bool is_known(const struct bgt_manifest_parser *parser, const char *name)
{
    for (size_t i = 0; i < parser->option_count; i++) {
        if (strcmp(parser->options[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

void bgt_manifest_parse_option(struct bgt_manifest_parser *parser, struct bgt_slice value)
{
    struct bgt_option option = {0};
    struct words words = {{NULL}};
    struct bgt_slice rest = value;
    struct bgt_slice name = {NULL, 0};
    if (!bgt_manifest_word(&rest, &name) || !bgt_manifest_is_name(name, "-_")) {
        bgt_manifest_value_fault(parser, value, "NAME WORD=VALUE …");
        return;
    }
    option.name = bgt_manifest_copy(parser, name);
    if (option.name == NULL || !take_words(parser, rest, &words)) {
        return;
    }
    const char *wrong = build(parser, &words, &option);
    if (wrong != NULL) {
        bgt_manifest_value_fault(parser, name, wrong);
    } else if (is_known(parser, option.name)) {
        bgt_manifest_fault(parser, "PLUGIN_MANIFEST_TWICE", name, option.name, NULL);
    } else if (parser->option_count == BGT_MANIFEST_MAX_OPTIONS) {
        bgt_manifest_fault(parser, "PLUGIN_MANIFEST_TOO_MANY", name, parser->key, "64");
    } else {
        parser->options[parser->option_count++] = option;
    }
}
