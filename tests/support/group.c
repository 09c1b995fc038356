#include "support/testing.h"

#include <stdio.h>

enum { EXIT_SKIPPED = 77 };

static size_t skipped;

int bgt_test_main(const char *group, const struct CMUnitTest *tests, size_t count,
                  int argc, char **argv)
{
    if (argc > 1) {
        cmocka_set_test_filter(argv[1]);
    }
    skipped = 0;
    int failed = _cmocka_run_group_tests(group, tests, count, NULL, NULL);
    if (failed != 0) {
        return 1;
    }
    return count > 0 && skipped == count ? EXIT_SKIPPED : 0;
}

void bgt_test_skip(const char *reason)
{
    skipped++;
    (void)fprintf(stderr, "skipped: %s\n", reason);
    skip();
}
