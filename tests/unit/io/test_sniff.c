/* What a file is, from its bytes. */
#include "io/sniff.h"
#include "unit/io/io_testing.h"
#include "unit/io/zip_building.h"

#include <stdio.h>

#define BYTES(literal) (literal), sizeof(literal) - 1

static struct bgt_sniffed sniff(struct job *job, const void *bytes, size_t length)
{
    struct bgt_sniffed sniffed;
    struct bgt_input *input = open_bytes(job, bytes, length);
    assert_int_equal(bgt_sniff(&job->io, input, &sniffed), BGT_OK);
    char *all = NULL;
    size_t read = 0;
    assert_int_equal(read_all(input, 4096, &all, &read), BGT_END);
    assert_int_equal(read, length); /* nothing was taken away */
    free(all);
    bgt_input_close(input);
    return sniffed;
}

/* The name "admin" as Excel writes it into ~$NAME.xlsx. */
static void knows_lock_files(void **state)
{
    struct job *job = *state;
    uint8_t owner[165];
    for (size_t i = 0; i < sizeof owner; i++) {
        owner[i] = i >= 55 && (i - 55) % 2 == 0 ? 0 : ' ';
    }
    owner[0] = owner[55] = 5;
    owner[56] = 0;
    for (size_t i = 0; i < 5; i++) {
        owner[1 + i] = (uint8_t) "admin"[i];
        owner[57 + 2 * i] = (uint8_t) "admin"[i];
        owner[58 + 2 * i] = 0;
    }
    struct bgt_sniffed sniffed = sniff(job, owner, sizeof owner);
    assert_int_equal(sniffed.kind, BGT_FILE_LOCK);
    assert_string_equal(sniffed.code, "FILE_LOCK");
    owner[30] = 'x';
    assert_int_not_equal(sniff(job, owner, sizeof owner).kind, BGT_FILE_LOCK);
}

static void texts_are_told_apart(void **state)
{
    struct job *job = *state;
    static const struct {
        const char *bytes;
        size_t length;
        enum bgt_file_kind kind;
    } samples[] = {
        {BYTES(""), BGT_FILE_EMPTY},
        {BYTES("科目,金额\n201,26.00\n"), BGT_FILE_TEXT},
        {BYTES("\xBF\xC6\xC4\xBF,26.00\r\n"), BGT_FILE_TEXT},
        {BYTES("\xFF\xFE"
               "a\0,\0b\0\n\0"),
         BGT_FILE_TEXT},
        {BYTES("budgetconv: 1\n"), BGT_FILE_TEXT},
        {BYTES("< 5,> 6\n"), BGT_FILE_TEXT},
        {BYTES("<?xml version='1.0'?><a/>"), BGT_FILE_XML},
        {BYTES("\xEF\xBB\xBF  \n<?xml version='1.0'?><a/>"), BGT_FILE_XML},
        {BYTES("<预算><行/></预算>"), BGT_FILE_XML},
        {BYTES("<\0a\0/\0>\0"), BGT_FILE_XML},
        {BYTES("<html><table><tr><td>1"), BGT_FILE_HTML},
        {BYTES("\n<!DOCTYPE HTML PUBLIC \"-//W3C//DTD\"><HTML>"), BGT_FILE_HTML},
        {BYTES("<TABLE border=1><tr>"), BGT_FILE_HTML},
        {BYTES("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head>"),
         BGT_FILE_HTML},
        {BYTES("<?xml version='1.0'?><!DOCTYPE html><html>"), BGT_FILE_HTML},
        {BYTES("MIME-Version: 1.0\nContent-Type: text/html\n\n<html>"), BGT_FILE_HTML},
        {BYTES(
             "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<a/>"),
         BGT_FILE_XML_SPREADSHEET_2003},
        {BYTES("<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"),
         BGT_FILE_XML_SPREADSHEET_2003},
        {BYTES("\x05"
               "admin"),
         BGT_FILE_UNKNOWN},
        {BYTES("%PDF-1.7\n"), BGT_FILE_PDF},
        {BYTES("\x1F\x8B\x08\0"), BGT_FILE_GZIP},
        {BYTES("Rar!\x1A\x07\x01\0"), BGT_FILE_RAR},
        {BYTES("7z\xBC\xAF\x27\x1C\0\x04"), BGT_FILE_SEVEN_ZIP},
        {BYTES("\x09\x08\x10\0\0\x06\x05\0"), BGT_FILE_XLS},
        {BYTES("\x7F"
               "ELF\x02\x01\x01\0\0\0\0"),
         BGT_FILE_UNKNOWN},
        {BYTES("PK\3\4"), BGT_FILE_ZIP},
        {BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), BGT_FILE_OLE},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(samples); i++) {
        struct bgt_sniffed found = sniff(job, samples[i].bytes, samples[i].length);
        if (found.kind != samples[i].kind) {
            fail_msg("%s is taken for %s", samples[i].bytes, found.description);
        }
        assert_non_null(found.description);
    }
    assert_silent(job);
}

static enum bgt_file_kind kind_of_zip(struct job *job, const char *name, const char *text)
{
    struct zip_bytes zip = {0};
    build_member(&zip, "mimetype", text, strlen(text));
    build_member(&zip, name, "x", 1);
    build_end(&zip);
    return sniff(job, zip.bytes, zip.length).kind;
}

static void zips_are_told_apart_by_their_members(void **state)
{
    struct job *job = *state;
    assert_int_equal(kind_of_zip(job, "[Content_Types].xml", ""), BGT_FILE_XLSX);
    assert_int_equal(kind_of_zip(job, "[content_types].xml", ""), BGT_FILE_XLSX);
    assert_int_equal(kind_of_zip(job, "word/document.xml", ""), BGT_FILE_DOCX);
    assert_int_equal(kind_of_zip(job, "xl/workbook.bin", ""), BGT_FILE_XLSB);
    assert_int_equal(kind_of_zip(job, "a.csv", ""), BGT_FILE_ZIP);
    assert_int_equal(
        kind_of_zip(job, "x", "application/vnd.oasis.opendocument.spreadsheet"),
        BGT_FILE_ODS);
}

/* ---- OLE
 * --------------------------------------------------------------------------------- */

enum { OLE_SIZE = 512 * 4 };

/* A compound file: header, FAT, and a directory of two sectors, the name in the second.
 */
static void build_ole(unsigned char ole[OLE_SIZE], const char *name)
{
    static const unsigned char signature[] = {0xD0, 0xCF, 0x11, 0xE0,
                                              0xA1, 0xB1, 0x1A, 0xE1};
    memset(ole, 0, OLE_SIZE);
    memcpy(ole, signature, sizeof signature);
    ole[30] = 9;       /* sectors of 512 bytes */
    put4(ole + 48, 1); /* the directory begins in sector 1 */
    put4(ole + 76, 0); /* the FAT is sector 0 */
    put4(ole + 80, 0xFFFFFFFFu);
    put4(ole + 512, 0xFFFFFFFDu);
    put4(ole + 512 + 4, 2); /* sector 1 goes on in sector 2 */
    put4(ole + 512 + 8, 0xFFFFFFFEu);
    unsigned char *entry = ole + (size_t)512 * 3;
    for (size_t i = 0; i < strlen(name); i++) {
        entry[2 * i] = (unsigned char)name[i];
    }
    entry[64] = (unsigned char)(2 * strlen(name) + 2);
}

static void ole_files_are_told_apart_by_their_streams(void **state)
{
    struct job *job = *state;
    static const struct {
        const char *name;
        enum bgt_file_kind kind;
        const char *code;
    } samples[] = {
        {"Workbook", BGT_FILE_XLS, "FILE_XLS"},
        {"BOOK", BGT_FILE_XLS, "FILE_XLS"},
        {"EncryptedPackage", BGT_FILE_ENCRYPTED_OFFICE, "FILE_ENCRYPTED_OFFICE"},
        {"WordDocument", BGT_FILE_DOC, "FILE_WORD"},
        {"Something", BGT_FILE_OLE, "FILE_OLE"},
    };
    unsigned char ole[OLE_SIZE];
    for (size_t i = 0; i < BGT_TEST_COUNT(samples); i++) {
        build_ole(ole, samples[i].name);
        struct bgt_sniffed found = sniff(job, ole, OLE_SIZE);
        assert_int_equal(found.kind, samples[i].kind);
        assert_string_equal(found.code, samples[i].code);
    }
}

static void an_et_is_told_by_its_name(void **state)
{
    struct job *job = *state;
    unsigned char ole[OLE_SIZE];
    struct bgt_sniffed sniffed;
    struct bgt_input *input = NULL;
    build_ole(ole, "Workbook");
    char *path = job_file(job, "预算.ET", ole, OLE_SIZE);
    assert_int_equal(bgt_input_open_file(&job->io, path, &input), BGT_OK);
    assert_int_equal(bgt_sniff(&job->io, input, &sniffed), BGT_OK);
    assert_int_equal(sniffed.kind, BGT_FILE_ET);
    assert_int_equal(bgt_sniff_report(&job->io, input, &sniffed), BGT_BAD);
    assert_reported(job, "FILE_ET");
    bgt_input_close(input);
    free(path);
}

/* Chains that run in circles or out of the file end somewhere. */
static void broken_ole_files_are_survived(void **state)
{
    struct job *job = *state;
    unsigned char ole[OLE_SIZE];
    build_ole(ole, "Something");
    put4(ole + 512 + 8, 1);
    assert_int_equal(sniff(job, ole, OLE_SIZE).kind, BGT_FILE_OLE);
    for (size_t at = 24; at < 512 + 16; at++) {
        for (unsigned value = 0; value < 256; value += 51) {
            build_ole(ole, "Workbook");
            ole[at] = (unsigned char)value;
            enum bgt_file_kind kind = sniff(job, ole, OLE_SIZE).kind;
            assert_true(kind == BGT_FILE_XLS || kind == BGT_FILE_OLE);
        }
    }
    build_ole(ole, "Workbook");
    for (size_t length = 8; length < OLE_SIZE; length += 37) {
        (void)sniff(job, ole, length);
    }
    assert_silent(job);
}

/* Whatever is not for a plugin has a code with a remedy. */
static void a_pipe_and_a_folder_are_sniffed_too(void **state)
{
    struct job *job = *state;
    struct bgt_sniffed sniffed;
    struct bgt_input *input = NULL;
    assert_int_equal(bgt_input_open_file(&job->io, job->folder, &input), BGT_OK);
    assert_int_equal(bgt_sniff(&job->io, input, &sniffed), BGT_OK);
    assert_int_equal(sniffed.kind, BGT_FILE_FOLDER);
    assert_null(sniffed.code);
    bgt_input_close(input);
    struct test_pipe pipe = start_pipe(BYTES("PK\3\4 [Content_Types].xml"));
    assert_int_equal(bgt_input_open_descriptor(&job->io, pipe.descriptor, "-", &input),
                     BGT_OK);
    assert_int_equal(bgt_sniff(&job->io, input, &sniffed), BGT_OK);
    assert_int_equal(sniffed.kind, BGT_FILE_XLSX);
    assert_reads(input, 100, BYTES("PK\3\4 [Content_Types].xml"));
    bgt_input_close(input);
    end_pipe(&pipe);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(texts_are_told_apart),
        JOB_TEST(knows_lock_files),
        JOB_TEST(zips_are_told_apart_by_their_members),
        JOB_TEST(ole_files_are_told_apart_by_their_streams),
        JOB_TEST(an_et_is_told_by_its_name),
        JOB_TEST(broken_ole_files_are_survived),
        JOB_TEST(a_pipe_and_a_folder_are_sniffed_too),
    };
    return bgt_test_main("io/sniff", tests, BGT_TEST_COUNT(tests), argc, argv);
}
