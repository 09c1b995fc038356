#include "cli/terminal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "diag/render.h"
#include "diag/reporter.h"

/* Standard output is written whenever so much has gathered. */
#define OUT_CHUNK (64u << 10)

/* One rendered message: sentence, text shown and remedy are each bounded far below. */
#define MESSAGE_MAXIMUM (1u << 20)

static bgt_status write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return BGT_FATAL;
        bytes += written;
        length -= (size_t)written;
    }
    return BGT_OK;
}

static bool is_chinese(const char *locale)
{
    return locale != NULL && strncmp(locale, "zh", 2) == 0;
}

/* The order of the system: LC_ALL, LC_MESSAGES, LANG; the first that is set and not
 * empty. */
static enum bgt_language language_of_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *locale = getenv(names[i]);
        if (locale != NULL && locale[0] != '\0')
            return is_chinese(locale) ? BGT_CHINESE : BGT_ENGLISH;
    }
    return BGT_ENGLISH;
}

bgt_status bgt_terminal_settle(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    const char *language = bgt_given_value(arguments, BGT_OPTION_LANGUAGE);
    const char *messages = bgt_given_value(arguments, BGT_OPTION_MESSAGES);
    terminal->is_quiet = bgt_given(arguments, BGT_OPTION_QUIET);
    terminal->is_verbose = bgt_given(arguments, BGT_OPTION_VERBOSE);
    if (messages != NULL && strcmp(messages, "text") != 0 &&
        strcmp(messages, "json") != 0)
        return bgt_report_at(terminal->reporter, "USAGE_OPTION_CHOICE", NULL, "messages",
                             "text, json");
    terminal->is_json = messages != NULL && strcmp(messages, "json") == 0;
    if (language != NULL && strcmp(language, "zh") != 0 && strcmp(language, "en") != 0)
        return bgt_report_at(terminal->reporter, "USAGE_OPTION_CHOICE", NULL, "language",
                             "zh, en");
    if (language == NULL)
        language = getenv("BUDGETCONV_LANGUAGE");
    if (language != NULL && language[0] != '\0')
        terminal->language = is_chinese(language) ? BGT_CHINESE : BGT_ENGLISH;
    else
        terminal->language = language_of_locale();
    return BGT_OK;
}

static bool is_shown(const struct bgt_terminal *terminal, enum bgt_severity severity)
{
    if (severity == BGT_ERROR)
        return true;
    if (terminal->is_quiet)
        return false;
    return severity != BGT_NOTE || terminal->is_verbose || terminal->is_json;
}

static void show(struct bgt_terminal *terminal,
                 const struct bgt_kept_diagnostic *diagnostic)
{
    struct bgt_buffer line;
    bgt_buffer_init(&line, NULL, MESSAGE_MAXIMUM);
    bgt_terminal_end_progress(terminal);
    bgt_status status = terminal->is_json
                            ? bgt_render_json(&line, diagnostic, terminal->language)
                            : bgt_render_text(&line, diagnostic, terminal->language);
    if (status == BGT_OK)
        (void)write_all(STDERR_FILENO, line.data, line.length);
    else
        (void)write_all(STDERR_FILENO, "error NO_MEMORY\n", 16);
    bgt_buffer_close(&line);
}

void bgt_terminal_emit(void *context, const struct bgt_kept_diagnostic *diagnostic)
{
    struct bgt_terminal *terminal = context;
    if (is_shown(terminal, diagnostic->code->severity))
        show(terminal, diagnostic);
}

/* It is said past the reporter, which would count it among those left out. */
void bgt_terminal_tell_left_out(struct bgt_terminal *terminal)
{
    char number[BGT_NUMBER_SIZE];
    uint64_t count = bgt_reporter_left_out(terminal->reporter);
    if (count == 0 || terminal->is_quiet)
        return;
    struct bgt_kept_diagnostic diagnostic = {.code = bgt_code_find("MESSAGES_LEFT_OUT")};
    diagnostic.arguments[0] = bgt_number_text(count, number);
    show(terminal, &diagnostic);
}

const char *bgt_say(const struct bgt_terminal *terminal, const char *english,
                    const char *chinese)
{
    return terminal->language == BGT_CHINESE ? chinese : english;
}

void bgt_print_bytes(struct bgt_terminal *terminal, const char *text, size_t length)
{
    if (terminal->out.length > OUT_CHUNK)
        (void)bgt_terminal_flush(terminal);
    if (bgt_buffer_append(&terminal->out, text, length) != BGT_OK)
        terminal->out_failed = true;
}

void bgt_print(struct bgt_terminal *terminal, const char *text)
{
    bgt_print_bytes(terminal, text, strlen(text));
}

void bgt_print_padded(struct bgt_terminal *terminal, const char *text, unsigned width)
{
    size_t used = bgt_utf8_width(text, strlen(text));
    bgt_print(terminal, text);
    if (used < width &&
        bgt_buffer_append_repeated(&terminal->out, ' ', width - used) != BGT_OK)
        terminal->out_failed = true;
}

bgt_status bgt_terminal_flush(struct bgt_terminal *terminal)
{
    if (!terminal->out_failed &&
        write_all(STDOUT_FILENO, terminal->out.data, terminal->out.length) != BGT_OK) {
        terminal->out_failed = true;
        struct bgt_place place = {.file = "-"};
        const char *code = "TARGET_NOT_WRITABLE";
        if (errno == ENOSPC || errno == EDQUOT)
            code = "DISK_FULL";
        else if (errno == EPIPE)
            code = "TARGET_CLOSED";
        (void)bgt_report_at(terminal->reporter, code, &place, strerror(errno), NULL);
    }
    bgt_buffer_clear(&terminal->out);
    return terminal->out_failed ? BGT_FATAL : BGT_OK;
}

void bgt_terminal_end_progress(struct bgt_terminal *terminal)
{
    if (terminal->progress_shown)
        (void)write_all(STDERR_FILENO, "\r\033[K", 4);
    terminal->progress_shown = false;
}

int bgt_terminal_exit(struct bgt_terminal *terminal, bgt_status status)
{
    if (terminal->out_failed)
        return BGT_EXIT_TARGET;
    if (status == BGT_OK && bgt_reporter_count(terminal->reporter, BGT_ERROR) > 0)
        return BGT_EXIT_INPUT;
    return (int)bgt_exit_of(terminal->reporter, status, BGT_EXIT_INPUT);
}

bool bgt_terminal_wants_progress(const struct bgt_terminal *terminal)
{
    const char *progress = bgt_given_value(&terminal->arguments, BGT_OPTION_PROGRESS);
    if (progress != NULL && strcmp(progress, "always") == 0)
        return true;
    if (progress != NULL && strcmp(progress, "never") == 0)
        return false;
    return !terminal->is_quiet && !terminal->is_json && isatty(STDERR_FILENO) == 1;
}

void bgt_terminal_progress(void *context, uint64_t records, uint64_t bytes,
                           uint64_t bytes_total)
{
    struct bgt_terminal *terminal = context;
    struct bgt_buffer line;
    time_t now = time(NULL);
    if (now == terminal->progress_last)
        return;
    terminal->progress_last = now;
    bgt_buffer_init(&line, NULL, 256);
    bool is_done =
        bgt_buffer_append_text(&line, "\r") == BGT_OK &&
        bgt_buffer_append_unsigned(&line, records) == BGT_OK &&
        bgt_buffer_append_text(&line, bgt_say(terminal, " records", " 条记录")) == BGT_OK;
    if (is_done && bytes_total > 0 && bgt_buffer_append_text(&line, ", ") == BGT_OK &&
        bgt_buffer_append_unsigned(&line, bytes * 100 / bytes_total) == BGT_OK)
        (void)bgt_buffer_append_text(&line, "%");
    (void)bgt_buffer_append_text(&line, "\033[K");
    (void)write_all(STDERR_FILENO, line.data, line.length);
    terminal->progress_shown = true;
    bgt_buffer_close(&line);
}
