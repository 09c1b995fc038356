/* What the tests of layout files share: a folder with files, loaded. */
#ifndef BGT_TESTS_UNIT_LAYOUT_LAYOUT_FILES_TESTING_H
#define BGT_TESTS_UNIT_LAYOUT_LAYOUT_FILES_TESTING_H

#include <sys/stat.h>

#include "grid_testing.h"

/* Loads what stands in a folder. */
static inline struct bgt_layouts *load(const char *folder, struct bgt_reporter **reporter)
{
    static struct bgt_limits limits;
    struct bgt_layouts *layouts = NULL;
    struct bgt_reporter_options options = {.limits = &limits};
    grid_limits(&limits);
    assert_int_equal(bgt_reporter_open(&options, reporter), BGT_OK);
    struct bgt_layouts_options how = {
        .folders = &folder, .folder_count = 1, .limits = &limits, .reporter = *reporter};
    assert_int_equal(bgt_layouts_load(&how, &layouts), BGT_OK);
    return layouts;
}

/* Writes FAMILY/NAME.yaml below a folder. */
static inline void write_layout(const char *folder, const char *family, const char *name,
                                const char *text)
{
    char *path = bgt_test_join(folder, family);
    (void)mkdir(path, 0700);
    char *file = bgt_test_join(path, name);
    bgt_test_write_file(file, text, strlen(text));
    free(file);
    free(path);
}

#define HEAD "budgetconv: 1\nlayout: t/a\nlabel: 表\ntable_id: x.a\n"
#define BODY                                                                             \
    "blocks:\n  - columns:\n      - {path: [项目], fields: [item]}\n"                  \
    "      - {path: [金额], fields: [total]}\n"

#endif
