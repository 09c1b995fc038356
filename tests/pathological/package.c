#include "pathological/package.h"

#include "support/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { USUAL = 6, PIECE_SIZE = 512 };

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACK "http://schemas.openxmlformats.org/package/2006/relationships"

/* Where the making of a part is. */
struct making {
    struct pile_part part;
    size_t stage; /* 0 before, 1 pieces, 2 behind, 3 done */
    size_t number;
    char piece[PIECE_SIZE];
    const char *text;
    size_t left;
};

static void next_text(struct making *making)
{
    const struct pile_part *part = &making->part;
    if (making->stage == 0) {
        making->text = part->before;
        making->stage = part->times > 0 ? 1 : 2;
    } else if (making->stage == 1) {
        making->number++;
        making->text = part->piece;
        if (strstr(part->piece, "%zu") != NULL) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            int length = snprintf(making->piece, sizeof making->piece, part->piece,
                                  making->number, making->number);
#pragma GCC diagnostic pop
            assert_true(length > 0 && (size_t)length < sizeof making->piece);
            making->text = making->piece;
        }
        making->stage = making->number == part->times ? 2 : 1;
    } else {
        making->text = part->behind;
        making->stage = 3;
    }
    making->left = strlen(making->text);
}

static zip_int64_t fill(struct making *making, char *data, zip_uint64_t size)
{
    zip_uint64_t filled = 0;
    while (filled < size) {
        while (making->left == 0 && making->stage < 3) {
            next_text(making);
        }
        zip_uint64_t count = making->left;
        count = count < size - filled ? count : size - filled;
        if (count == 0) {
            break;
        }
        memcpy(data + filled, making->text, count);
        making->text += count;
        making->left -= count;
        filled += count;
    }
    return (zip_int64_t)filled;
}

static zip_int64_t source(void *context, void *data, zip_uint64_t size,
                          zip_source_cmd_t command)
{
    struct making *making = context;
    struct pile_part part = making->part;
    switch (command) {
    case ZIP_SOURCE_OPEN:
        *making = (struct making){.part = part};
        return 0;
    case ZIP_SOURCE_READ:
        return fill(making, data, size);
    case ZIP_SOURCE_STAT:
        zip_stat_init(data);
        return (zip_int64_t)sizeof(zip_stat_t);
    case ZIP_SOURCE_FREE:
        free(making);
        return 0;
    case ZIP_SOURCE_CLOSE:
        return 0;
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ,
                                              ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                              ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&(zip_error_t){0}, data, size);
    default:
        return -1;
    }
}

void write_package(const char *path, const struct pile_part *parts, size_t count)
{
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (size_t i = 0; i < count; i++) {
        struct making *making = calloc(1, sizeof *making);
        assert_non_null(making);
        making->part = parts[i];
        zip_source_t *made = zip_source_function(zip, source, making);
        assert_non_null(made);
        zip_int64_t index = zip_file_add(zip, parts[i].name, made, ZIP_FL_ENC_UTF_8);
        assert_true(index >= 0);
        assert_int_equal(
            zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, USUAL), 0);
    }
    assert_int_equal(zip_close(zip), 0);
}

void plain_book(struct pile_part parts[BOOK_PARTS])
{
    parts[0] = (struct pile_part){
        .name = "xl/workbook.xml",
        .before = "<workbook xmlns='" MAIN "' xmlns:r='" RELS "'><sheets>"
                  "<sheet name='表1' sheetId='1' r:id='rId1'/></sheets></workbook>",
        .behind = ""};
    parts[1] = (struct pile_part){
        .name = "xl/_rels/workbook.xml.rels",
        .before = "<Relationships xmlns='" PACK "'><Relationship Id='rId1' Type='" RELS
                  "/worksheet' Target='worksheets/sheet1.xml'/>"
                  "<Relationship Id='rId2' Type='" RELS
                  "/styles' Target='styles.xml'/><Relationship Id='rId3' Type='" RELS
                  "/sharedStrings' Target='sharedStrings.xml'/></Relationships>",
        .behind = ""};
    parts[2] = (struct pile_part){.name = "xl/styles.xml",
                                  .before = "<styleSheet xmlns='" MAIN
                                            "'><cellXfs><xf/></cellXfs></styleSheet>",
                                  .behind = ""};
    parts[BOOK_SHEET] =
        (struct pile_part){.name = "xl/worksheets/sheet1.xml",
                           .before = "<worksheet xmlns='" MAIN "'><sheetData>",
                           .behind = "</sheetData></worksheet>"};
    parts[BOOK_STRINGS] = (struct pile_part){.name = "xl/sharedStrings.xml",
                                             .before = "<sst xmlns='" MAIN "'>",
                                             .behind = "</sst>"};
}
