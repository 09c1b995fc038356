#include <string.h>

#include "base/text.h"
#include "cli/commands.h"
#include "diag/reporter.h"

#define CODE_SIZE 64

/* Codes are upper case; a person may type them as they like. */
static const struct bgt_code *find(const char *word)
{
    char upper[CODE_SIZE];
    size_t length = strlen(word);
    if (length >= sizeof upper)
        return NULL;
    for (size_t i = 0; i <= length; i++) {
        char c = word[i];
        upper[i] = c == '-' ? '_' : (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return bgt_code_find(upper);
}

static const char *nearest(const char *word)
{
    const char *best = bgt_code_at(0)->name;
    size_t best_distance = CODE_SIZE;
    for (size_t i = 0; i < bgt_code_count(); i++) {
        const char *name = bgt_code_at(i)->name;
        size_t distance =
            bgt_text_distance(bgt_slice_of(word), bgt_slice_of(name), best_distance);
        if (distance < best_distance) {
            best_distance = distance;
            best = name;
        }
    }
    return best;
}

static void list(struct bgt_terminal *terminal)
{
    for (size_t i = 0; i < bgt_code_count(); i++) {
        const struct bgt_code *code = bgt_code_at(i);
        bgt_print_padded(terminal, code->name, 34);
        bgt_print_padded(terminal, bgt_severity_label(code->severity, terminal->language),
                         8);
        bgt_print(terminal, code->sentence[terminal->language]);
        bgt_print(terminal, "\n");
    }
}

int bgt_command_explain(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    if (arguments->word_count == 0) {
        list(terminal);
        return BGT_EXIT_DONE;
    }
    for (size_t i = 0; i < arguments->word_count; i++) {
        const struct bgt_code *code = find(arguments->words[i]);
        if (code == NULL) {
            (void)bgt_report_at(terminal->reporter, "USAGE_UNKNOWN_CODE", NULL,
                                arguments->words[i], nearest(arguments->words[i]));
            return BGT_EXIT_USAGE;
        }
        bgt_print(terminal, code->name);
        bgt_print(terminal, " (");
        bgt_print(terminal, bgt_severity_label(code->severity, terminal->language));
        bgt_print(terminal, ")\n    ");
        bgt_print(terminal, code->sentence[terminal->language]);
        bgt_print(terminal, "\n");
        if (code->remedy[terminal->language][0] != '\0') {
            bgt_print(terminal, bgt_say(terminal, "    remedy: ", "    处理办法："));
            bgt_print(terminal, code->remedy[terminal->language]);
            bgt_print(terminal, "\n");
        }
    }
    return BGT_EXIT_DONE;
}
