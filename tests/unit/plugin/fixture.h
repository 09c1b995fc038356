/**
 * fixture.h: an arena and a reporter for the tests of the room plugin, and what was
 * reported.
 */
#ifndef BGT_TESTS_PLUGIN_FIXTURE_H
#define BGT_TESTS_PLUGIN_FIXTURE_H

#include "support/testing.h"

#include "base/arena.h"
#include "diag/reporter.h"

#include <string.h>

struct fixture {
    struct bgt_arena arena;
    struct bgt_reporter *reporter;
};

static inline int fixture_setup(void **state)
{
    static struct fixture fixture;
    struct bgt_reporter_options options = {0};
    bgt_arena_init(&fixture.arena, NULL, 16u << 20);
    *state = &fixture;
    return bgt_reporter_open(&options, &fixture.reporter) == BGT_OK ? 0 : -1;
}

static inline int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;
    bgt_arena_close(&fixture->arena);
    bgt_reporter_close(fixture->reporter);
    return 0;
}

/** The first diagnostic with this code, or null. */
static inline const struct bgt_kept_diagnostic *
fixture_find(const struct fixture *fixture, const char *code)
{
    for (size_t i = 0; i < bgt_reporter_kept(fixture->reporter); i++) {
        const struct bgt_kept_diagnostic *kept = bgt_reporter_at(fixture->reporter, i);
        if (strcmp(kept->code->name, code) == 0) {
            return kept;
        }
    }
    return NULL;
}

/** Fails the test unless exactly one thing was reported, and that is the code. */
static inline const struct bgt_kept_diagnostic *
fixture_only(const struct fixture *fixture, const char *code)
{
    if (bgt_reporter_kept(fixture->reporter) != 1) {
        for (size_t i = 0; i < bgt_reporter_kept(fixture->reporter); i++) {
            print_error("reported: %s %s\n",
                        bgt_reporter_at(fixture->reporter, i)->code->name,
                        bgt_reporter_at(fixture->reporter, i)->arguments[0] == NULL
                            ? ""
                            : bgt_reporter_at(fixture->reporter, i)->arguments[0]);
        }
        fail_msg("expected only %s", code);
    }
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(fixture->reporter, 0);
    assert_string_equal(kept->code->name, code);
    return kept;
}

static inline void fixture_nothing(const struct fixture *fixture)
{
    for (size_t i = 0; i < bgt_reporter_kept(fixture->reporter); i++) {
        fail_msg("reported: %s", bgt_reporter_at(fixture->reporter, i)->code->name);
    }
}

#define FIXTURE_TEST(name)                                                               \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

#endif
