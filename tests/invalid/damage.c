/* A published workbook, damaged: cut at fifty places, and each of its parts changed by
 * one bit. */
#include "invalid/refusal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { CUTS = 50 };

static char *read_budget(size_t *length)
{
    char *path = bgt_test_source_path("tests/golden/disclosure.xlsx");
    char *bytes = bgt_test_read_file(path, length);
    free(path);
    return bytes;
}

static void a_cut_workbook_is_refused(void **state)
{
    (void)state;
    static const char *const says[] = {"\"severity\":\"error\"", NULL};
    struct bench bench;
    size_t length = 0;
    char *bytes = read_budget(&length);
    bench_open(&bench, "cut.xlsx");
    for (size_t i = 0; i < CUTS; i++) {
        char title[64];
        /* Some cuts near the end, where only the end record is hurt. */
        size_t cut = i < CUTS / 2 ? length * i / (CUTS / 2) : length - 1 - (i - CUTS / 2);
        (void)snprintf(title, sizeof title, "cut after %zu of %zu bytes", cut, length);
        bench_refuses(&bench, title, bytes, cut, says);
    }
    bench_close(&bench);
    free(bytes);
}

/* Little-endian numbers of a zip's headers. */
static size_t number(const char *bytes, size_t at, size_t size)
{
    size_t value = 0;
    for (size_t i = size; i > 0; i--) {
        value = value << 8 | (unsigned char)bytes[at + i - 1];
    }
    return value;
}

/* One entry of the central directory. */
struct entry {
    char name[64];
    size_t packed, local, next;
};

/* The entry at an offset of the central directory; false at its end. */
static bool read_entry(const char *bytes, size_t at, struct entry *entry)
{
    if (number(bytes, at, 4) != 0x02014b50) {
        return false;
    }
    size_t name = number(bytes, at + 28, 2);
    assert_true(name < sizeof entry->name);
    memcpy(entry->name, bytes + at + 46, name);
    entry->name[name] = '\0';
    entry->packed = number(bytes, at + 20, 4);
    entry->local = number(bytes, at + 42, 4);
    entry->next = at + 46 + name + number(bytes, at + 30, 2) + number(bytes, at + 32, 2);
    return true;
}

static size_t central_directory(const char *bytes, size_t length)
{
    size_t end = length - 22;
    assert_int_equal(number(bytes, end, 4), 0x06054b50);
    return number(bytes, end + 16, 4);
}

/* Parts that say nothing about cells; nobody opens them. The workbook is found by the
 * content types here, and _rels/.rels is not asked. */
static bool is_read(const char *name)
{
    return strncmp(name, "docProps/", 9) != 0 && strncmp(name, "xl/theme/", 9) != 0 &&
           strcmp(name, "_rels/.rels") != 0;
}

/* Changes one bit in the middle of the packed data of a part. */
static void try_bit(struct bench *bench, const char *bytes, size_t length,
                    const struct entry *entry)
{
    char title[128];
    char member[128];
    const char *says[] = {"\"severity\":\"error\"", member, NULL};
    char *copy = malloc(length);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    size_t data = entry->local + 30 + number(bytes, entry->local + 26, 2) +
                  number(bytes, entry->local + 28, 2);
    copy[data + entry->packed / 2] ^= 0x10;
    (void)snprintf(title, sizeof title, "a bit of %s", entry->name);
    (void)snprintf(member, sizeof member, "\"sheet\":\"%s\"", entry->name);
    if (is_read(entry->name)) {
        bench_refuses(bench, title, copy, length, says);
    } else {
        (void)bench_tries(bench, title, copy, length);
    }
    free(copy);
}

/* States another checksum, in both headers of the part. */
static void try_checksum(struct bench *bench, const char *bytes, size_t length, size_t at,
                         const struct entry *entry)
{
    char title[128];
    char member[128];
    const char *says[] = {"\"code\":\"ZIP_DAMAGED\"", member, NULL};
    char *copy = malloc(length);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    copy[at + 16] ^= 1;
    copy[entry->local + 14] ^= 1;
    (void)snprintf(title, sizeof title, "the checksum of %s", entry->name);
    (void)snprintf(member, sizeof member, "\"sheet\":\"%s\"", entry->name);
    if (is_read(entry->name)) {
        bench_refuses(bench, title, copy, length, says);
    } else {
        (void)bench_tries(bench, title, copy, length);
    }
    free(copy);
}

static void each_damaged_part_is_named(void **state)
{
    (void)state;
    struct bench bench;
    struct entry entry;
    size_t length = 0;
    size_t count = 0;
    char *bytes = read_budget(&length);
    bench_open(&bench, "damaged.xlsx");
    size_t at = central_directory(bytes, length);
    while (read_entry(bytes, at, &entry)) {
        try_bit(&bench, bytes, length, &entry);
        try_checksum(&bench, bytes, length, at, &entry);
        at = entry.next;
        count++;
    }
    assert_true(count >= 20);
    bench_close(&bench);
    free(bytes);
}

/* A copy of the workbook without one part. */
static char *without(const char *path, const char *name, size_t *length)
{
    char *copy = bgt_test_make_folder();
    char *file = bgt_test_join(copy, "without.xlsx");
    size_t size = 0;
    char *bytes = bgt_test_read_file(path, &size);
    bgt_test_write_file(file, bytes, size);
    free(bytes);
    zip_t *zip = zip_open(file, 0, NULL);
    assert_non_null(zip);
    assert_int_equal(zip_delete(zip, (zip_uint64_t)zip_name_locate(zip, name, 0)), 0);
    assert_int_equal(zip_close(zip), 0);
    bytes = bgt_test_read_file(file, length);
    free(file);
    bgt_test_remove_folder(copy);
    return bytes;
}

static void a_missing_part_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *part;
        const char *says[4];
    } cases[] = {
        {"xl/workbook.xml", {"\"code\":\"XLSX_NO_WORKBOOK\"", "xl/workbook.xml", NULL}},
        {"xl/_rels/workbook.xml.rels",
         {"\"code\":\"XLSX_", "\"severity\":\"error\"", NULL}},
        {"xl/sharedStrings.xml",
         {"\"code\":\"XLSX_NO_SHARED_STRINGS\"", "\"cell\":\"A1\"", NULL}},
        {"xl/worksheets/sheet2.xml",
         {"\"code\":\"XLSX_PART_MISSING\"", "xl/worksheets/sheet2.xml", NULL}},
        {"xl/styles.xml", {"\"code\":\"XLSX_PART_MISSING\"", "xl/styles.xml", NULL}},
    };
    struct bench bench;
    char *path = bgt_test_source_path("tests/golden/disclosure.xlsx");
    bench_open(&bench, "missing.xlsx");
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        size_t length = 0;
        char *bytes = without(path, cases[i].part, &length);
        bench_refuses(&bench, cases[i].part, bytes, length, cases[i].says);
        free(bytes);
    }
    bench_close(&bench);
    free(path);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_workbook_is_refused),
        cmocka_unit_test(each_damaged_part_is_named),
        cmocka_unit_test(a_missing_part_is_named),
    };
    return bgt_test_main("damaged workbooks", tests, BGT_TEST_COUNT(tests), argc, argv);
}
