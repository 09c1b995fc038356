#include "support/workbook.h"

#include "support/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

char *make_package(const struct part *parts, size_t count, size_t *length)
{
    zip_error_t error;
    zip_stat_t stat;
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    assert_non_null(source);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    assert_non_null(zip);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *part =
            zip_source_buffer(zip, parts[i].content, strlen(parts[i].content), 0);
        assert_non_null(part);
        assert_true(zip_file_add(zip, parts[i].name, part, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    assert_int_equal(zip_source_stat(source, &stat), 0);
    char *bytes = malloc((size_t)stat.size + 1);
    assert_non_null(bytes);
    assert_int_equal(zip_source_open(source), 0);
    assert_int_equal(zip_source_read(source, bytes, stat.size), stat.size);
    zip_source_close(source);
    zip_source_free(source);
    *length = (size_t)stat.size;
    return bytes;
}

char *read_member(const char *bytes, size_t length, const char *name)
{
    zip_error_t error;
    zip_stat_t stat;
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &error);
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    assert_non_null(zip);
    char *text = NULL;
    if (zip_stat(zip, name, 0, &stat) == 0) {
        zip_file_t *file = zip_fopen(zip, name, 0);
        assert_non_null(file);
        text = calloc(1, (size_t)stat.size + 1);
        assert_non_null(text);
        assert_int_equal(zip_fread(file, text, stat.size), stat.size);
        zip_fclose(file);
    }
    zip_discard(zip);
    return text;
}

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACK "http://schemas.openxmlformats.org/package/2006/relationships"

static void put_styles(FILE *out, const char *formats)
{
    unsigned count = 0;
    fputs("<styleSheet xmlns='" MAIN "'><numFmts>", out);
    for (const char *at = formats; at != NULL && *at != '\0'; count++) {
        const char *end = strchr(at, '\n');
        size_t length = end == NULL ? strlen(at) : (size_t)(end - at);
        fprintf(out, "<numFmt numFmtId='%u' formatCode='", 164 + count);
        for (size_t i = 0; i < length; i++) {
            fputs(at[i] == '"'   ? "&quot;"
                  : at[i] == '<' ? "&lt;"
                                 : (char[]){at[i], 0},
                  out);
        }
        fputs("'/>", out);
        at = end == NULL ? NULL : end + 1;
    }
    fputs("</numFmts><cellXfs><xf numFmtId='0'/>", out);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, "<xf numFmtId='%u'/>", 164 + i);
    }
    fputs("</cellXfs></styleSheet>", out);
}

static char *part_text(const struct book *book, int which)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    switch (which) {
    case 0:
        fprintf(out,
                "<workbook xmlns='" MAIN "' xmlns:r='" RELS "'><workbookPr %s/><sheets>"
                "<sheet name='表1' sheetId='1' r:id='rId1'%s/></sheets></workbook>",
                book->workbook_pr == NULL ? "" : book->workbook_pr,
                book->sheet_state == NULL ? "" : book->sheet_state);
        break;
    case 1:
        fprintf(out,
                "<worksheet xmlns='" MAIN "' xmlns:r='" RELS "'><sheetData>%s</sheetData>"
                "%s</worksheet>",
                book->sheet_data == NULL ? "" : book->sheet_data,
                book->after_data == NULL ? "" : book->after_data);
        break;
    case 2:
        fprintf(out, "<sst xmlns='" MAIN "'>%s</sst>", book->shared_strings);
        break;
    default:
        put_styles(out, book->formats);
        break;
    }
    (void)fclose(out);
    return text;
}

char *make_book(const struct book *book, size_t *length)
{
    static const char rels[] = "<Relationships xmlns='" PACK "'>"
                               "<Relationship Id='rId1' Type='" RELS
                               "/officeDocument' Target='xl/workbook.xml'/>"
                               "</Relationships>";
    static const char book_rels[] =
        "<Relationships xmlns='" PACK "'>"
        "<Relationship Id='rId1' Type='" RELS
        "/worksheet' Target='worksheets/sheet1.xml'/>"
        "<Relationship Id='rId2' Type='" RELS "/styles' Target='styles.xml'/>"
        "<Relationship Id='rId3' Type='" RELS
        "/sharedStrings' Target='sharedStrings.xml'/>"
        "</Relationships>";
    char *workbook = part_text(book, 0);
    char *sheet = part_text(book, 1);
    char *styles = part_text(book, 3);
    char *strings = book->shared_strings == NULL ? NULL : part_text(book, 2);
    const struct part parts[] = {
        {"_rels/.rels", rels},
        {"xl/workbook.xml", workbook},
        {"xl/_rels/workbook.xml.rels", book_rels},
        {"xl/worksheets/sheet1.xml", sheet},
        {"xl/styles.xml", styles},
        {"xl/sharedStrings.xml", strings},
    };
    char *bytes = make_package(parts, strings == NULL ? 5 : 6, length);
    free(workbook);
    free(sheet);
    free(styles);
    free(strings);
    return bytes;
}
