#include "io/sniff.h"

#include <string.h>

#include "base/text.h"
#include "io/input.h"
#include "io/sniff_ole.h"
#include "io/source.h"

/* Bytes at the end of a zip that are searched for names of members. */
#define TAIL_SIZE (64u << 10)

/* Bytes at the beginning of a text that tell what it is. */
#define TEXT_HEAD 4096

#define OLE_HEADER 512

/* What a kind is called, and the diagnostic for what no plugin reads. */
struct kind_row {
    enum bgt_file_kind kind;
    const char *code;
    const char *detail;
    const char *description;
};

static const struct kind_row kinds[] = {
    {BGT_FILE_UNKNOWN, NULL, NULL, "binary data"},
    {BGT_FILE_EMPTY, "FILE_EMPTY", NULL, "an empty file"},
    {BGT_FILE_FOLDER, NULL, NULL, "a folder"},
    {BGT_FILE_TEXT, NULL, NULL, "text"},
    {BGT_FILE_XML, NULL, NULL, "XML"},
    {BGT_FILE_XML_SPREADSHEET_2003, "FILE_XML_SPREADSHEET_2003", NULL,
     "an XML spreadsheet of Excel 2003"},
    {BGT_FILE_HTML, "FILE_HTML_AS_XLS", NULL, "a web page (HTML)"},
    {BGT_FILE_ZIP, NULL, NULL, "a zip container"},
    {BGT_FILE_XLSX, NULL, NULL, "a workbook (.xlsx)"},
    {BGT_FILE_XLSB, "FILE_XLSB", NULL, "a binary workbook (.xlsb)"},
    {BGT_FILE_DOCX, "FILE_WORD", NULL, "a Word document (.docx)"},
    {BGT_FILE_ODS, "FILE_ODS", NULL, "an OpenDocument spreadsheet (.ods)"},
    {BGT_FILE_XLS, "FILE_XLS", NULL, "an old workbook (.xls)"},
    {BGT_FILE_ET, "FILE_ET", NULL, "a WPS workbook (.et)"},
    {BGT_FILE_ENCRYPTED_OFFICE, "FILE_ENCRYPTED_OFFICE", NULL, "a protected workbook"},
    {BGT_FILE_DOC, "FILE_WORD", NULL, "a Word document (.doc)"},
    {BGT_FILE_OLE, "FILE_OLE", NULL, "an old Office document"},
    {BGT_FILE_PDF, "FILE_PDF", NULL, "a PDF document"},
    {BGT_FILE_GZIP, "FILE_COMPRESSED", "gzip", "gzip-compressed data"},
    {BGT_FILE_RAR, "FILE_COMPRESSED", "rar", "a RAR archive"},
    {BGT_FILE_SEVEN_ZIP, "FILE_COMPRESSED", "7z", "a 7z archive"},
};

/* First bytes that settle it. */
struct signature {
    const char *bytes;
    size_t length;
    enum bgt_file_kind kind;
};

static const struct signature signatures[] = {
    {"%PDF-", 5, BGT_FILE_PDF},
    {"\x1f\x8b", 2, BGT_FILE_GZIP},
    {"Rar!\x1a\x07", 6, BGT_FILE_RAR},
    {"7z\xbc\xaf\x27\x1c", 6, BGT_FILE_SEVEN_ZIP},
    {"\x09\x08\x08\x00\x00\x05", 6, BGT_FILE_XLS}, /* Bare BIFF 5. */
    {"\x09\x08\x10\x00\x00\x06", 6, BGT_FILE_XLS}, /* Bare BIFF 8. */
    {"\x09\x04\x06\x00", 4, BGT_FILE_XLS},         /* Bare BIFF 4. */
    {"\x09\x02\x06\x00", 4, BGT_FILE_XLS},         /* Bare BIFF 3. */
    {"\x09\x00\x04\x00", 4, BGT_FILE_XLS},         /* Bare BIFF 2. */
};

/* A name in a zip that settles what it is. */
struct member_sign {
    const char *text;
    enum bgt_file_kind kind;
};

static const struct member_sign member_signs[] = {
    {"xl/workbook.bin", BGT_FILE_XLSB},         {"xl/workbook.xml", BGT_FILE_XLSX},
    {"xl\\workbook.xml", BGT_FILE_XLSX},        {"word/document.xml", BGT_FILE_DOCX},
    {"opendocument.spreadsheet", BGT_FILE_ODS},
};

static bool contains(const uint8_t *bytes, size_t length, const char *part)
{
    size_t part_length = strlen(part);
    for (size_t i = 0; i + part_length <= length; i++)
        if (bytes[i] == (uint8_t)part[0] && memcmp(bytes + i, part, part_length) == 0)
            return true;
    return false;
}

static bool name_ends_with(const struct bgt_input *input, const char *ending)
{
    size_t length = strlen(input->name);
    size_t ending_length = strlen(ending);
    return length >= ending_length &&
           bgt_text_equal_ignore_case(input->name + length - ending_length, ending_length,
                                      ending, ending_length);
}

static enum bgt_file_kind kind_of_members(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < sizeof member_signs / sizeof member_signs[0]; i++)
        if (contains(bytes, length, member_signs[i].text))
            return member_signs[i].kind;
    return BGT_FILE_ZIP;
}

/* Names stand in the first members' headers and in the directory at the end. */
static bgt_status sniff_zip(const struct bgt_io *io, struct bgt_input *input,
                            const uint8_t *head, size_t length, enum bgt_file_kind *kind)
{
    *kind = kind_of_members(head, length);
    if (*kind != BGT_FILE_ZIP || input->size == BGT_SIZE_UNKNOWN || input->size <= length)
        return BGT_OK;
    size_t got = 0;
    uint64_t from = input->size > TAIL_SIZE ? input->size - TAIL_SIZE : 0;
    uint8_t *tail = bgt_allocate(io->allocator, TAIL_SIZE);
    if (tail == NULL)
        return BGT_NO_MEMORY;
    bgt_status status = input->read_at(input, from, tail, TAIL_SIZE, &got);
    if (status == BGT_OK || status == BGT_END)
        *kind = kind_of_members(tail, got);
    bgt_release(io->allocator, tail);
    return status == BGT_END ? BGT_OK : status;
}

static bgt_status sniff_ole(struct bgt_input *input, const uint8_t *head,
                            enum bgt_file_kind *kind)
{
    unsigned streams = 0;
    bgt_status status = bgt_ole_streams(input, head, &streams);
    if ((streams & BGT_OLE_ENCRYPTED) != 0)
        *kind = BGT_FILE_ENCRYPTED_OFFICE;
    else if ((streams & BGT_OLE_WORKBOOK) != 0)
        *kind = name_ends_with(input, ".et") || name_ends_with(input, ".ett")
                    ? BGT_FILE_ET
                    : BGT_FILE_XLS;
    else if ((streams & BGT_OLE_WORD) != 0)
        *kind = BGT_FILE_DOC;
    else
        *kind = BGT_FILE_OLE;
    return status;
}

/* The first characters in lower case, without the zero bytes of UTF-16, blanks and byte
 * order mark at the front: enough to see tags. */
static size_t plain_head(const uint8_t *bytes, size_t length, char *out)
{
    size_t count = 0;
    for (size_t i = 0; i < length && count < TEXT_HEAD; i++) {
        uint8_t c = bytes[i];
        bool is_front = count == 0;
        if (c == 0 || (is_front && (c <= ' ' || c >= 0x80)))
            continue;
        out[count++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return count;
}

static bool is_html(const char *head, size_t length)
{
    static const char *const tags[] = {"<!doctype html", "<html", "<head",  "<table",
                                       "<meta",          "<body", "<style", "<div"};
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (bgt_text_starts_with(head, length, tags[i]))
            return true;
    return bgt_text_starts_with(head, length, "mime-version:") ||
           (bgt_text_starts_with(head, length, "<?xml") &&
            contains((const uint8_t *)head, length, "<html"));
}

static enum bgt_file_kind kind_of_text(const uint8_t *bytes, size_t length)
{
    char head[TEXT_HEAD];
    size_t count = plain_head(bytes, length, head);
    if (is_html(head, count))
        return BGT_FILE_HTML;
    if (count > 0 && head[0] == '<') {
        if (contains((const uint8_t *)head, count, "progid=\"excel.sheet\"") ||
            contains((const uint8_t *)head, count,
                     "schemas-microsoft-com:office:spreadsheet"))
            return BGT_FILE_XML_SPREADSHEET_2003;
        return BGT_FILE_XML;
    }
    return BGT_FILE_TEXT;
}

static bgt_status find_kind(const struct bgt_io *io, struct bgt_input *input,
                            enum bgt_file_kind *kind)
{
    const uint8_t *head = NULL;
    size_t length = 0;
    *kind = BGT_FILE_FOLDER;
    if (input->is_container != 0)
        return BGT_OK;
    bgt_status status = bgt_input_peek(input, &head, &length);
    if (status != BGT_OK)
        return status;
    *kind = BGT_FILE_EMPTY;
    if (length == 0)
        return BGT_OK;
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++) {
        *kind = signatures[i].kind;
        if (length >= signatures[i].length &&
            memcmp(head, signatures[i].bytes, signatures[i].length) == 0)
            return BGT_OK;
    }
    if (length >= 4 && memcmp(head, "PK\x03\x04", 4) == 0)
        return sniff_zip(io, input, head, length, kind);
    if (length >= OLE_HEADER && memcmp(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0)
        return sniff_ole(input, head, kind);
    *kind = kind_of_text(head, length);
    return BGT_OK;
}

bgt_status bgt_sniff(const struct bgt_io *io, struct bgt_input *input,
                     struct bgt_sniffed *sniffed)
{
    bgt_status status = find_kind(io, input, &sniffed->kind);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i].kind != sniffed->kind)
            continue;
        sniffed->code = kinds[i].code;
        sniffed->detail = kinds[i].detail;
        sniffed->description = kinds[i].description;
    }
    return status;
}

bgt_status bgt_sniff_report(const struct bgt_io *io, const struct bgt_input *input,
                            const struct bgt_sniffed *sniffed)
{
    struct bgt_place place = bgt_source_place(input);
    return bgt_report_at(io->reporter, sniffed->code, &place, sniffed->detail, NULL);
}
