#include <string.h>

#include "cli/commands.h"
#include "diag/reporter.h"
#include "figures/rollup.h"

static void gather(struct bgt_terminal *terminal, struct bgt_rollup_options *options)
{
    struct bgt_arguments *arguments = &terminal->arguments;
    struct bgt_convert_options *convert = &options->convert;
    size_t last = arguments->word_count - 1;
    memset(options, 0, sizeof *options);
    convert->target = arguments->words[last];
    arguments->words[last] = NULL; /* Closes the list of inputs. */
    convert->inputs.items = arguments->words;
    convert->inputs.count = last;
    bgt_arguments_read_options(arguments, &convert->read);
    convert->target_format = bgt_given_value(arguments, BGT_OPTION_TO);
    convert->options = bgt_arguments_texts(arguments, BGT_OPTION_WRITE);
    convert->round_places = -1;
    convert->is_strict = bgt_given(arguments, BGT_OPTION_STRICT);
    convert->is_overwrite = bgt_given(arguments, BGT_OPTION_OVERWRITE);
    convert->is_sync = bgt_given(arguments, BGT_OPTION_SYNC);
    convert->is_cancelled = bgt_signal_caught;
    options->stage = bgt_given_value(arguments, BGT_OPTION_STAGE);
    options->scope = bgt_given_value(arguments, BGT_OPTION_SCOPE);
    options->prior = bgt_given_value(arguments, BGT_OPTION_PRIOR);
    options->has_performance = bgt_given(arguments, BGT_OPTION_PERFORMANCE);
    options->is_offset = bgt_given(arguments, BGT_OPTION_OFFSET_INTERNAL);
    options->trace = bgt_given_value(arguments, BGT_OPTION_TRACE);
}

static void tell_success(struct bgt_terminal *terminal,
                         const struct bgt_rollup_options *options,
                         const struct bgt_rollup_result *result)
{
    char details[BGT_NUMBER_SIZE];
    char figures[BGT_NUMBER_SIZE];
    char tables[BGT_NUMBER_SIZE];
    struct bgt_diagnostic diagnostic = {.code = "ROLLUP_DONE",
                                        .place = {.file = options->convert.target}};
    diagnostic.arguments[0] = bgt_number_text(result->details, details);
    diagnostic.arguments[1] = bgt_number_text(result->figures, figures);
    diagnostic.arguments[2] = bgt_number_text(result->tables, tables);
    (void)bgt_report(terminal->reporter, &diagnostic);
}

int bgt_command_rollup(struct bgt_terminal *terminal)
{
    struct bgt_rollup_options options;
    struct bgt_rollup_result result;
    if (terminal->arguments.word_count < 2) {
        (void)bgt_report_at(terminal->reporter, "USAGE_WORDS", NULL, "rollup",
                            bgt_say(terminal, "DETAIL... OUT", "明细... 输出"));
        return BGT_EXIT_USAGE;
    }
    gather(terminal, &options);
    int exit_status = bgt_terminal_context(terminal);
    if (exit_status != BGT_EXIT_DONE)
        return exit_status;
    bgt_rollup(terminal->context, &options, terminal->reporter, &result);
    if (result.exit == BGT_EXIT_DONE)
        tell_success(terminal, &options, &result);
    return (int)result.exit;
}
