/* Files that other people wrote: what zip, XML, YAML and sniffing make of them. */
#include "io/sniff.h"
#include "io/xml.h"
#include "io/yaml.h"
#include "io/zip.h"
#include "unit/io/io_testing.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

/* Calls `visit` for each file below the folder whose name ends so. */
static size_t walk(struct job *job, const char *folder, const char *ending,
                   void (*visit)(struct job *, const char *))
{
    size_t visited = 0;
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    const struct dirent *entry = NULL;
    while ((entry = readdir(listing)) != NULL) {
        struct stat info;
        char *path = bgt_test_join(folder, entry->d_name);
        size_t length = strlen(entry->d_name);
        size_t end = strlen(ending);
        if (entry->d_name[0] != '.' && stat(path, &info) == 0) {
            if (S_ISDIR(info.st_mode)) {
                visited += walk(job, path, ending, visit);
            } else if (length >= end &&
                       strcmp(entry->d_name + length - end, ending) == 0) {
                visit(job, path);
                visited++;
            }
        }
        free(path);
    }
    (void)closedir(listing);
    return visited;
}

static struct bgt_input *open_sample(struct job *job, const char *path)
{
    struct bgt_input *input = NULL;
    assert_int_equal(bgt_input_open_file(&job->io, path, &input), BGT_OK);
    return input;
}

/* ---- Zip
 * --------------------------------------------------------------------------------- */

static bgt_status read_zip(struct job *job, const char *path)
{
    return read_members(job, open_sample(job, path), 65536);
}

static void expect_bad_zip(struct job *job, const char *path)
{
    uint64_t before = bgt_reporter_count(job->io.reporter, BGT_ERROR);
    bgt_status status = read_zip(job, path);
    if (status == BGT_OK || bgt_reporter_count(job->io.reporter, BGT_ERROR) == before) {
        fail_msg("read without an error: %s", path);
    }
}

static void expect_inconsistent_zip(struct job *job, const char *path)
{
    if (strstr(path, "/incons-") != NULL) {
        expect_bad_zip(job, path);
    }
}

static void expect_good_workbook(struct job *job, const char *path)
{
    /* One of the valid ones is protected by a password: no zip. */
    if (strstr(path, "encryptSHA1") == NULL) {
        bgt_status status = read_zip(job, path);
        if (status != BGT_OK) {
            fail_msg("not read: %s (%s)", path, last_report(job)->code->name);
        }
    }
}

static void inconsistent_zips_are_refused(void **state)
{
    struct job *job = *state;
    char *failure = bgt_test_sample_path("samples/zip/yauzl/failure");
    char *libzip = bgt_test_sample_path("samples/zip/libzip");
    assert_true(walk(job, failure, ".zip", expect_bad_zip) > 5);
    assert_true(walk(job, libzip, ".zip", expect_inconsistent_zip) > 30);
    free(libzip);
    free(failure);
}

static void every_valid_workbook_is_a_regular_zip(void **state)
{
    struct job *job = *state;
    static const char *const folders[] = {"samples/xlsx_valid",
                                          "samples/xlsx_excel_oracle", "samples/wps",
                                          "samples/cn_procurement", "real-budget-2026"};
    for (size_t i = 0; i < BGT_TEST_COUNT(folders); i++) {
        char *folder = bgt_test_sample_path(folders[i]);
        assert_true(walk(job, folder, ".xlsx", expect_good_workbook) > 0);
        free(folder);
    }
    assert_silent(job);
}

/* ---- Sniffing
 * ---------------------------------------------------------------------------- */

static void expect_kind(struct job *job, const char *sample, enum bgt_file_kind kind,
                        const char *code)
{
    char *path = bgt_test_sample_path(sample);
    struct bgt_sniffed sniffed;
    struct bgt_input *input = open_sample(job, path);
    assert_int_equal(bgt_sniff(&job->io, input, &sniffed), BGT_OK);
    if (sniffed.kind != kind) {
        fail_msg("%s is taken for %s", sample, sniffed.description);
    }
    if (code == NULL) {
        assert_null(sniffed.code);
    } else {
        assert_string_equal(sniffed.code, code);
        assert_int_equal(bgt_sniff_report(&job->io, input, &sniffed), BGT_BAD);
        assert_reported(job, code);
        assert_string_equal(last_report(job)->place.file, path);
    }
    bgt_input_close(input);
    free(path);
}

static void office_files_are_known(void **state)
{
    struct job *job = *state;
    expect_kind(job, "samples/xlsx_malformed/calamine_pass_protected.xlsx",
                BGT_FILE_ENCRYPTED_OFFICE, "FILE_ENCRYPTED_OFFICE");
    expect_kind(job, "samples/xlsx_malformed/protected_passtika.xlsx",
                BGT_FILE_ENCRYPTED_OFFICE, "FILE_ENCRYPTED_OFFICE");
    expect_kind(job, "samples/xlsx_valid/excelize/encryptSHA1.xlsx",
                BGT_FILE_ENCRYPTED_OFFICE, "FILE_ENCRYPTED_OFFICE");
    expect_kind(job,
                "samples/xlsx_malformed/workbookProtection-workbook_password-2013.xlsx",
                BGT_FILE_XLSX, NULL);
    expect_kind(job, "samples/wps/artifacts_wps_write.et", BGT_FILE_ET, "FILE_ET");
    expect_kind(job, "samples/wps/artifacts_wps_write.xls", BGT_FILE_XLS, "FILE_XLS");
    expect_kind(job, "samples/wps/artifacts_wps_write.xlsx", BGT_FILE_XLSX, NULL);
    expect_kind(job, "samples/xls_excel_oracle/poi/BOOK_in_capitals.xls", BGT_FILE_XLS,
                "FILE_XLS");
    expect_kind(job, "real-budget-2026/disclosure.xlsx", BGT_FILE_XLSX, NULL);
    expect_kind(job, "real-budget-2026/detail-export-gb18030.csv", BGT_FILE_TEXT, NULL);
}

/* ---- XML
 * --------------------------------------------------------------------------------- */

static bgt_status read_xml(struct job *job, const char *path)
{
    static const struct bgt_xml_handler handler = {.struct_size = sizeof handler};
    struct bgt_input *input = open_sample(job, path);
    struct bgt_xml *xml = NULL;
    bgt_status status = bgt_xml_open(&job->io, input, &handler, NULL, &xml);
    while (status == BGT_OK) {
        status = bgt_xml_step(xml, 4096);
    }
    bgt_xml_close(xml);
    bgt_input_close(input);
    return status;
}

static void expect_bad_xml(struct job *job, const char *path)
{
    if (read_xml(job, path) == BGT_END) {
        fail_msg("read without an error: %s", path);
    }
}

static void xml_that_is_not_well_formed_is_refused(void **state)
{
    struct job *job = *state;
    char *folder = bgt_test_sample_path("samples/xml/w3c-xmlconf/ibm/not-wf");
    assert_true(walk(job, folder, ".xml", expect_bad_xml) > 300);
    free(folder);
}

static void expect_xml_by_name(struct job *job, const char *path)
{
    bool is_bad = strstr(path, "XEETestInvalid") != NULL;
    bool is_good = strstr(path, "XEETestValid") != NULL;
    bgt_status status = read_xml(job, path);
    if ((is_bad && status == BGT_END) || (is_good && status != BGT_END)) {
        fail_msg("read otherwise than its name says: %s", path);
    }
}

static void entity_tricks_in_any_encoding_are_refused(void **state)
{
    struct job *job = *state;
    char *folder = bgt_test_sample_path("samples/xlsx_malformed");
    assert_true(walk(job, folder, ".xml", expect_xml_by_name) >= 6);
    free(folder);
}

/* ---- YAML
 * -------------------------------------------------------------------------------- */

/* Cases that must be refused by YAML 1.2 and that libyaml, a parser of YAML 1.1, accepts:
 * wrong indentation of flow sequences and of comments, a comment without a blank. */
static const char *const accepted[] = {"/9C9N/", "/S98Z/", "/DK95/01/", "/CVW2/"};

static void expect_yaml(struct job *job, const char *path)
{
    struct stat info;
    char *error = strdup(path);
    assert_non_null(error);
    memcpy(error + strlen(error) - strlen("in.yaml"), "error", sizeof "error");
    bool is_bad = stat(error, &info) == 0;
    struct bgt_input *input = open_sample(job, path);
    struct bgt_yaml *yaml = NULL;
    struct bgt_yaml_event event;
    bgt_status status = bgt_yaml_open(&job->io, input, &yaml);
    while (status == BGT_OK) {
        status = bgt_yaml_next(yaml, &event);
    }
    bgt_yaml_close(yaml);
    bgt_input_close(input);
    for (size_t i = 0; i < BGT_TEST_COUNT(accepted); i++) {
        is_bad = is_bad && strstr(path, accepted[i]) == NULL;
    }
    if (is_bad && status == BGT_END) {
        fail_msg("read without an error: %s", path);
    }
    free(error);
}

static void yaml_that_is_wrong_is_refused(void **state)
{
    struct job *job = *state;
    char *folder = bgt_test_sample_path("samples/yaml/yaml-test-suite-data");
    assert_true(walk(job, folder, "in.yaml", expect_yaml) > 50);
    free(folder);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(inconsistent_zips_are_refused),
        JOB_TEST(every_valid_workbook_is_a_regular_zip),
        JOB_TEST(office_files_are_known),
        JOB_TEST(xml_that_is_not_well_formed_is_refused),
        JOB_TEST(entity_tricks_in_any_encoding_are_refused),
        JOB_TEST(yaml_that_is_wrong_is_refused),
    };
    return bgt_test_main("io/samples", tests, BGT_TEST_COUNT(tests), argc, argv);
}
