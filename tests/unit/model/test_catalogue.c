/* Code lists: those of the project, and faulty ones made here. */
#include "model/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "diag/reporter.h"
#include "support/testing.h"

static struct bgt_reporter *open_reporter(void)
{
    struct bgt_reporter_options options = {0};
    struct bgt_reporter *reporter = NULL;
    assert_int_equal(bgt_reporter_open(&options, &reporter), BGT_OK);
    return reporter;
}

static struct bgt_catalogues *load_own(void)
{
    struct bgt_catalogues *catalogues = NULL;
    struct bgt_reporter *reporter = open_reporter();
    char *folder = bgt_test_source_path("formats/catalogues");
    assert_int_equal(bgt_catalogues_load(folder, reporter, &catalogues), BGT_OK);
    assert_int_equal(bgt_reporter_kept(reporter), 0);
    free(folder);
    bgt_reporter_close(reporter);
    return catalogues;
}

static const char *code_of(const struct bgt_catalogues *catalogues, const char *scheme,
                           const char *parent, const char *name)
{
    const struct bgt_catalogue_entry *entry =
        bgt_catalogue_by_name(catalogues, scheme, 2026, parent, bgt_slice_of(name));
    return entry == NULL ? "" : entry->code;
}

/* 住房公积金 is three codes; only the parent tells which (relations of the published
 * tables). */
static void test_names_inside_their_parent(void **state)
{
    (void)state;
    struct bgt_catalogues *catalogues = load_own();
    assert_string_equal(code_of(catalogues, "exp_func", "22102", "住房公积金"),
                        "2210201");
    assert_string_equal(code_of(catalogues, "dep_bgt_eco", "301", "住房公积金"), "30113");
    assert_string_equal(code_of(catalogues, "gov_bgt_eco", "501", "住房公积金"), "50103");
    assert_string_equal(code_of(catalogues, "dep_bgt_eco", "", "工资福利支出"), "301");
    assert_string_equal(code_of(catalogues, "dep_bgt_eco", "302", "住房公积金"), "");
    assert_string_equal(code_of(catalogues, "dep_bgt_eco", "", "住房公积金"), "");
    assert_string_equal(code_of(catalogues, "exp_func", "", "没有这个科目"), "");
    bgt_catalogues_close(catalogues);
}

static void test_codes_and_prefixes(void **state)
{
    (void)state;
    struct bgt_catalogues *catalogues = load_own();
    const struct bgt_catalogue_entry *entry =
        bgt_catalogue_by_code(catalogues, "exp_func", 2026, "2011301", 7);
    assert_non_null(entry);
    assert_string_equal(entry->name, "行政运行");
    assert_string_equal(entry->parent, "20113");
    assert_int_equal(entry->level, 3);
    assert_int_equal(entry->is_leaf, 1);
    entry = bgt_catalogue_by_code(catalogues, "exp_func", 2026, "201", 3);
    assert_non_null(entry);
    assert_int_equal(entry->is_leaf, 0);
    assert_null(bgt_catalogue_by_code(catalogues, "exp_func", 2026, "20113011", 8));
    assert_null(bgt_catalogue_by_code(catalogues, "exp_func", 2026, "2", 1));
    /* Local systems extend codes on the right: 11111 is a child of 111. */
    entry = bgt_catalogue_by_prefix(catalogues, "fund_type", 2026, "11111", 5);
    assert_non_null(entry);
    assert_string_equal(entry->code, "111");
    assert_null(bgt_catalogue_by_prefix(catalogues, "fund_type", 2026, "9", 1));
    bgt_catalogues_close(catalogues);
}

static void test_years_do_not_mix(void **state)
{
    (void)state;
    struct bgt_catalogues *catalogues = load_own();
    const struct bgt_catalogue_entry *entry =
        bgt_catalogue_by_code(catalogues, "exp_func", 2009, "201", 3);
    assert_non_null(entry);
    assert_string_equal(entry->name, "基本公共管理与服务");
    assert_null(bgt_catalogue_of(catalogues, "exp_func", 2015));
    assert_null(bgt_catalogue_of(catalogues, "no_such_scheme", 2026));
    const struct bgt_catalogue *newest = bgt_catalogue_of(catalogues, "exp_func", 0);
    assert_non_null(newest);
    assert_int_equal(newest->first_year, 2023);
    assert_false(newest->is_complete);
    bgt_catalogues_close(catalogues);
}

/* Every list is a tree: parents exist, one level up. The two parents that no source names
 * are stated in formats/catalogues/README.md. */
static void test_lists_are_trees(void **state)
{
    size_t orphans = 0;
    (void)state;
    struct bgt_catalogues *catalogues = load_own();
    for (size_t i = 0; i < bgt_catalogues_count(catalogues); i++) {
        const struct bgt_catalogue *list = bgt_catalogues_get(catalogues, i);
        for (size_t j = 0; j < list->count; j++) {
            const struct bgt_catalogue_entry *entry = &list->entries[j];
            if (entry->parent[0] != '\0' &&
                bgt_catalogue_by_code(catalogues, list->scheme, list->first_year,
                                      entry->parent, strlen(entry->parent)) == NULL)
                orphans++;
        }
    }
    assert_int_equal(orphans, 1); /* 50502: no source gives the name of 505. */
    bgt_catalogues_close(catalogues);
}

static void check_fault(const char *index, const char *list, unsigned long line)
{
    char *folder = bgt_test_make_folder();
    char *index_path = bgt_test_join(folder, "index.csv");
    char *list_path = bgt_test_join(folder, "a.csv");
    struct bgt_catalogues *catalogues = NULL;
    struct bgt_reporter *reporter = open_reporter();
    bgt_test_write_file(index_path, index, strlen(index));
    bgt_test_write_file(list_path, list, strlen(list));
    assert_int_equal(bgt_catalogues_load(folder, reporter, &catalogues), BGT_FATAL);
    assert_null(catalogues);
    assert_int_equal(bgt_reporter_kept(reporter), 1);
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(reporter, 0);
    assert_string_equal(kept->code->name, "CATALOGUE_INVALID");
    assert_int_equal(kept->place.line, line);
    bgt_reporter_close(reporter);
    free(index_path);
    free(list_path);
    bgt_test_remove_folder(folder);
}

#define INDEX  "scheme,first_year,last_year,complete,file\ntest,2020,,yes,a.csv\n"
#define HEADER "code,name,level,parent,year\n"

static void test_faults_name_their_line(void **state)
{
    (void)state;
    check_fault("scheme,first\n", HEADER, 1);
    check_fault("scheme,first_year,last_year,complete,file\ntest,x,,yes,a.csv\n", HEADER,
                2);
    check_fault(INDEX, "code,name\n", 1);
    check_fault(INDEX, HEADER "1,一,1,,2020\n2,二,1\n", 3);
    check_fault(INDEX, HEADER "1,一,x,,2020\n", 2);
    check_fault(INDEX, HEADER "1,一,1,,20200\n", 2);
    check_fault(INDEX, HEADER ",一,1,,2020\n", 2);
    check_fault(INDEX, HEADER "1,一,1,,2020,6\n", 2);
    check_fault(INDEX, HEADER "1,一,1,,2020\n1,二,1,,2020\n", 3);
}

static void test_ambiguous_names_are_not_found(void **state)
{
    static const char list[] = HEADER "1,同名,1,,2020\n2,同名,1,,2020\n3,独名,1,,2020\n";
    struct bgt_catalogues *catalogues = NULL;
    (void)state;
    char *folder = bgt_test_make_folder();
    char *index_path = bgt_test_join(folder, "index.csv");
    char *list_path = bgt_test_join(folder, "a.csv");
    bgt_test_write_file(index_path, INDEX, strlen(INDEX));
    bgt_test_write_file(list_path, list, strlen(list));
    assert_int_equal(bgt_catalogues_load(folder, NULL, &catalogues), BGT_OK);
    assert_string_equal(code_of(catalogues, "test", "", "同名"), "");
    assert_string_equal(code_of(catalogues, "test", "", "独名"), "3");
    bgt_catalogues_close(catalogues);
    free(index_path);
    free(list_path);
    bgt_test_remove_folder(folder);
}

static void test_no_memory_at_any_point(void **state)
{
    (void)state;
    char *folder = bgt_test_source_path("formats/catalogues");
    for (size_t n = 1; n < 1000; n++) {
        struct bgt_catalogues *catalogues = NULL;
        bgt_test_fail_allocation(n);
        bgt_status status = bgt_catalogues_load(folder, NULL, &catalogues);
        bool has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        if (!has_failed) {
            assert_int_equal(status, BGT_OK);
            bgt_catalogues_close(catalogues);
            break;
        }
        assert_int_equal(status, BGT_NO_MEMORY);
        assert_null(catalogues);
    }
    free(folder);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_inside_their_parent),
        cmocka_unit_test(test_codes_and_prefixes),
        cmocka_unit_test(test_years_do_not_mix),
        cmocka_unit_test(test_lists_are_trees),
        cmocka_unit_test(test_faults_name_their_line),
        cmocka_unit_test(test_ambiguous_names_are_not_found),
        cmocka_unit_test(test_no_memory_at_any_point),
    };
    return bgt_test_main("catalogue", tests, BGT_TEST_COUNT(tests), argc, argv);
}
