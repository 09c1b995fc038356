/**
 * fixture.h: a terminal whose standard output stays in its buffer, and a reporter.
 */
#ifndef BGT_TESTS_CLI_FIXTURE_H
#define BGT_TESTS_CLI_FIXTURE_H

#include "support/testing.h"

#include <string.h>

#include "cli/terminal.h"
#include "diag/reporter.h"

static inline int terminal_setup(void **state)
{
    static struct bgt_terminal terminal;
    struct bgt_reporter_options options = {0};
    memset(&terminal, 0, sizeof terminal);
    bgt_buffer_init(&terminal.out, NULL, 1u << 20);
    *state = &terminal;
    return bgt_reporter_open(&options, &terminal.reporter) == BGT_OK ? 0 : -1;
}

static inline int terminal_teardown(void **state)
{
    struct bgt_terminal *terminal = *state;
    bgt_arguments_close(&terminal->arguments);
    bgt_buffer_close(&terminal->out);
    bgt_reporter_close(terminal->reporter);
    return 0;
}

/** Fails the test unless exactly one thing was reported, and that is the code. */
static inline const struct bgt_kept_diagnostic *
terminal_only(const struct bgt_terminal *terminal, const char *code)
{
    assert_int_equal(bgt_reporter_kept(terminal->reporter), 1);
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(terminal->reporter, 0);
    assert_string_equal(kept->code->name, code);
    return kept;
}

#define TERMINAL_TEST(name)                                                              \
    cmocka_unit_test_setup_teardown(name, terminal_setup, terminal_teardown)

#endif
