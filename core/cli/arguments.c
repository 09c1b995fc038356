#include "cli/arguments.h"

#include <getopt.h>
#include <string.h>

#include "base/text.h"
#include "diag/reporter.h"

/* Bytes that one command line may take here; the system's own limit is near 2 MiB. */
#define ARGUMENT_BYTES (16u << 20)

/* Value that getopt_long gives for an option without a letter. */
#define LONG_BASE 256

static bool may_be_left_out(const struct bgt_option_row *row)
{
    return row->argument != NULL && row->argument[0] == '[';
}

/* getopt takes a value that may be left out only behind `=`; a digit standing alone is
 * one too:
 * `--round 2`. A file of such a name can be given as `./2`. */
static char *value_left_out(char **argv, int argc)
{
    if (optind >= argc || argv[optind][0] < '0' || argv[optind][0] > '9' ||
        argv[optind][1] != '\0')
        return NULL;
    return argv[optind++];
}

static void build_getopt(struct option *long_options, char *letters)
{
    size_t n = 0;
    letters[n++] = ':';
    for (int i = 0; i < BGT_OPTION_NAME_COUNT; i++) {
        const struct bgt_option_row *row = &bgt_option_rows[i];
        long_options[i].name = row->word;
        long_options[i].has_arg = row->argument == NULL  ? no_argument
                                  : may_be_left_out(row) ? optional_argument
                                                         : required_argument;
        long_options[i].flag = NULL;
        long_options[i].val = LONG_BASE + i;
        if (row->letter == 0)
            continue;
        letters[n++] = row->letter;
        if (row->argument != NULL)
            letters[n++] = ':';
    }
    letters[n] = '\0';
    memset(&long_options[BGT_OPTION_NAME_COUNT], 0, sizeof *long_options);
}

static int option_of(int value)
{
    if (value >= LONG_BASE)
        return value - LONG_BASE;
    for (int i = 0; i < BGT_OPTION_NAME_COUNT; i++)
        if (bgt_option_rows[i].letter == value)
            return i;
    return -1;
}

static const char *nearest_option(const char *word)
{
    const char *best = NULL;
    size_t best_distance = 4;
    while (*word == '-')
        word++;
    for (int i = 0; i < BGT_OPTION_NAME_COUNT; i++) {
        size_t distance = bgt_text_distance(bgt_slice_of(word),
                                            bgt_slice_of(bgt_option_rows[i].word), 4);
        if (distance < best_distance) {
            best_distance = distance;
            best = bgt_option_rows[i].word;
        }
    }
    return best == NULL ? "help" : best;
}

static bgt_status add_value(struct bgt_arguments *arguments, int option,
                            const char *value, int argc)
{
    struct bgt_option_given *given = &arguments->given[option];
    if (given->values == NULL) {
        given->values = bgt_arena_allocate_array(&arguments->arena, (size_t)argc + 1,
                                                 sizeof *given->values);
        if (given->values == NULL)
            return BGT_NO_MEMORY;
    }
    given->values[given->count++] = value;
    return BGT_OK;
}

static bgt_status parse_options(struct bgt_arguments *arguments, int argc, char **argv,
                                struct bgt_reporter *reporter)
{
    struct option long_options[BGT_OPTION_NAME_COUNT + 1];
    char letters[2 * BGT_OPTION_NAME_COUNT + 2];
    build_getopt(long_options, letters);
    opterr = 0;
    optind = 0;
    for (;;) {
        int value = getopt_long(argc, argv, letters, long_options, NULL);
        if (value == -1)
            return BGT_OK;
        const char *word = argv[optind > 0 ? optind - 1 : 0];
        if (value == ':')
            return bgt_report_at(reporter, "USAGE_OPTION_NEEDS_VALUE", NULL, word, NULL);
        int option = value == '?' ? -1 : option_of(value);
        if (option < 0)
            return bgt_report_at(reporter, "USAGE_UNKNOWN_OPTION", NULL, word,
                                 nearest_option(word));
        if (optarg == NULL && may_be_left_out(&bgt_option_rows[option]))
            optarg = value_left_out(argv, argc);
        bgt_status status = add_value(arguments, option, optarg, argc);
        if (status != BGT_OK)
            return status;
    }
}

static bgt_status find_command(struct bgt_arguments *arguments, const char *word,
                               struct bgt_reporter *reporter)
{
    const char *nearest = "convert";
    size_t nearest_distance = 4;
    for (int i = BGT_COMMAND_NONE + 1; i < BGT_COMMAND_COUNT; i++) {
        if (strcmp(bgt_command_rows[i].word, word) == 0) {
            arguments->command = (enum bgt_command)i;
            return BGT_OK;
        }
        size_t distance = bgt_text_distance(bgt_slice_of(word),
                                            bgt_slice_of(bgt_command_rows[i].word), 4);
        if (distance < nearest_distance) {
            nearest_distance = distance;
            nearest = bgt_command_rows[i].word;
        }
    }
    return bgt_report_at(reporter, "USAGE_UNKNOWN_COMMAND", NULL, word, nearest);
}

/* An option of another command is refused: doing nothing with it would be a silent lie.
 */
static bgt_status check_options(const struct bgt_arguments *arguments,
                                struct bgt_reporter *reporter)
{
    for (int i = 0; i < BGT_OPTION_NAME_COUNT; i++) {
        uint32_t bit = 1u << arguments->command;
        if (arguments->given[i].count > 0 && (bgt_option_rows[i].commands & bit) == 0)
            return bgt_report_at(reporter, "USAGE_OPTION_NOT_HERE", NULL,
                                 bgt_option_rows[i].word,
                                 bgt_command_rows[arguments->command].word);
    }
    return BGT_OK;
}

bgt_status bgt_arguments_parse(struct bgt_arguments *arguments, int argc, char **argv,
                               struct bgt_reporter *reporter)
{
    memset(arguments, 0, sizeof *arguments);
    bgt_arena_init(&arguments->arena, NULL, ARGUMENT_BYTES);
    bgt_status status = parse_options(arguments, argc, argv, reporter);
    if (status != BGT_OK)
        return status;
    if (optind >= argc)
        return BGT_OK;
    size_t words = (size_t)(argc - optind - 1);
    arguments->words =
        bgt_arena_allocate_array(&arguments->arena, words + 1, sizeof *arguments->words);
    if (arguments->words == NULL)
        return BGT_NO_MEMORY;
    status = find_command(arguments, argv[optind], reporter);
    if (status != BGT_OK)
        return status;
    for (size_t i = 0; i < words; i++)
        arguments->words[i] = argv[(size_t)optind + 1 + i];
    arguments->word_count = words;
    return check_options(arguments, reporter);
}

void bgt_arguments_close(struct bgt_arguments *arguments)
{
    bgt_arena_close(&arguments->arena);
}

bool bgt_given(const struct bgt_arguments *arguments, enum bgt_option_name name)
{
    return arguments->given[name].count > 0;
}

const char *bgt_given_value(const struct bgt_arguments *arguments,
                            enum bgt_option_name name)
{
    const struct bgt_option_given *given = &arguments->given[name];
    return given->count == 0 ? NULL : given->values[given->count - 1];
}

struct bgt_texts bgt_arguments_texts(const struct bgt_arguments *arguments,
                                     enum bgt_option_name name)
{
    struct bgt_texts texts = {arguments->given[name].values,
                              arguments->given[name].count};
    return texts;
}
