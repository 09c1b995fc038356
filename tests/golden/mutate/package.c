#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "book.h"
#include "support/workbook.h"

enum { XML_BYTES = 1 << 20, FIXED_PARTS = 5 };

/* Text that grows in a room of its own. */
struct text {
    char *bytes;
    size_t used;
};

static void put(struct text *text, const char *more)
{
    size_t length = strlen(more);
    if (text->used + length >= XML_BYTES) {
        abort();
    }
    memcpy(text->bytes + text->used, more, length + 1);
    text->used += length;
}

static void put_escaped(struct text *text, const char *value)
{
    for (; *value != '\0'; value++) {
        char one[2] = {*value, '\0'};
        const char *escaped = *value == '&'   ? "&amp;"
                              : *value == '<' ? "&lt;"
                              : *value == '>' ? "&gt;"
                                              : one;
        put(text, escaped);
    }
}

static void put_cell(struct text *text, const struct cell *cell, int row, int column)
{
    char head[64];
    (void)snprintf(head, sizeof head, "<c r=\"%c%d\"", 'A' + column, row + 1);
    put(text, head);
    if (cell->type == 'n') {
        put(text, " s=\"1\"><v>");
        put(text, cell->value);
        put(text, "</v></c>");
    } else {
        put(text, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        put_escaped(text, cell->value);
        put(text, "</t></is></c>");
    }
}

static void put_merges(struct text *text, const struct sheet *sheet)
{
    put(text, "<mergeCells>");
    for (int i = 0; i < sheet->merge_count; i++) {
        char one[64];
        const struct merge *merge = &sheet->merges[i];
        (void)snprintf(one, sizeof one, "<mergeCell ref=\"%c%d:%c%d\"/>",
                       'A' + merge->left, merge->top + 1, 'A' + merge->right,
                       merge->bottom + 1);
        put(text, one);
    }
    put(text, "</mergeCells>");
}

static char *sheet_xml(const struct sheet *sheet)
{
    struct text text = {.bytes = malloc(XML_BYTES)};
    if (text.bytes == NULL) {
        abort();
    }
    put(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://"
               "schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
    int last = sheet_last_row(sheet);
    for (int r = 0; r <= last; r++) {
        char row[48];
        (void)snprintf(row, sizeof row, "<row r=\"%d\">", r + 1);
        put(&text, row);
        for (int c = 0; c < COLUMNS_MAX; c++) {
            if (sheet->cells[r][c].type != 0) {
                put_cell(&text, &sheet->cells[r][c], r, c);
            }
        }
        put(&text, "</row>");
    }
    put(&text, "</sheetData>");
    if (sheet->merge_count > 0) {
        put_merges(&text, sheet);
    }
    put(&text, "</worksheet>");
    return text.bytes;
}

/* The parts that list the sheets: one piece of text before, one for each, one behind. */
static char *listing(const struct variant *book, const char *before, const char *each,
                     const char *behind)
{
    struct text text = {.bytes = malloc(XML_BYTES)};
    if (text.bytes == NULL) {
        abort();
    }
    put(&text, before);
    for (int i = 0; i < book->count; i++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%d", i + 1);
        for (const char *c = each; *c != '\0'; c++) {
            char one[2] = {*c, '\0'};
            if (*c == '#') {
                put(&text, number);
            } else if (*c == '@') {
                put_escaped(&text, book->sheets[i].name);
            } else {
                put(&text, one);
            }
        }
    }
    put(&text, behind);
    return text.bytes;
}

#define XML  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACK "http://schemas.openxmlformats.org/package/2006/"
#define TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."

static const char styles[] =
    XML "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"1\"><numFmt numFmtId=\"170\" "
        "formatCode=\"0.00\"/></numFmts><fonts count=\"1\"><font/></fonts><fills "
        "count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellXfs "
        "count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"%d\" "
        "applyNumberFormat=\"1\"/></cellXfs></styleSheet>";

static void fill_fixed(const struct variant *book, struct part *parts, char *style)
{
    (void)snprintf(style, sizeof styles + 8, styles, book->is_general ? 0 : 170);
    parts[0] = (struct part){
        "[Content_Types].xml",
        listing(book,
                XML "<Types xmlns=\"" PACK "content-types\"><Default Extension=\"rels\" "
                    "ContentType=\"application/vnd.openxmlformats-package.relationships+"
                    "xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE
                    "sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" "
                    "ContentType=\"" TYPE "styles+xml\"/>",
                "<Override PartName=\"/xl/worksheets/sheet#.xml\" ContentType=\"" TYPE
                "worksheet+xml\"/>",
                "</Types>")};
    parts[1] =
        (struct part){"_rels/.rels", XML
                      "<Relationships xmlns=\"" PACK
                      "relationships\"><Relationship Id=\"rId1\" Type=\"" RELS
                      "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"};
    parts[2] = (struct part){
        "xl/workbook.xml",
        listing(book, XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELS "\"><sheets>",
                "<sheet name=\"@\" sheetId=\"#\" r:id=\"rId#\"/>",
                "</sheets></workbook>")};
    parts[3] =
        (struct part){"xl/_rels/workbook.xml.rels",
                      listing(book,
                              XML "<Relationships xmlns=\"" PACK
                                  "relationships\"><Relationship Id=\"rIdS\" Type=\"" RELS
                                  "/styles\" Target=\"styles.xml\"/>",
                              "<Relationship Id=\"rId#\" Type=\"" RELS
                              "/worksheet\" Target=\"worksheets/sheet#.xml\"/>",
                              "</Relationships>")};
    parts[4] = (struct part){"xl/styles.xml", style};
}

bool book_write(const struct variant *book, const char *path)
{
    struct part parts[FIXED_PARTS + SHEETS_MAX];
    char names[SHEETS_MAX][48];
    char style[sizeof styles + 8];
    size_t length = 0;
    fill_fixed(book, parts, style);
    for (int i = 0; i < book->count; i++) {
        (void)snprintf(names[i], sizeof names[i], "xl/worksheets/sheet%d.xml", i + 1);
        parts[FIXED_PARTS + i] = (struct part){names[i], sheet_xml(&book->sheets[i])};
    }
    char *bytes = make_package(parts, (size_t)(FIXED_PARTS + book->count), &length);
    FILE *file = fopen(path, "wb");
    bool is_done = file != NULL && fwrite(bytes, 1, length, file) == length;
    is_done = file != NULL && fclose(file) == 0 && is_done;
    free(bytes);
    for (int i = 0; i < book->count; i++) {
        free((char *)(size_t)parts[FIXED_PARTS + i].content);
    }
    free((char *)(size_t)parts[0].content);
    free((char *)(size_t)parts[2].content);
    free((char *)(size_t)parts[3].content);
    return is_done;
}
