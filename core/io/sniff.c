#include "io/sniff.h"

#include "base/encoding.h"
#include "base/text.h"
#include "io/input.h"
#include "io/sniff_ole.h"
#include "io/source.h"

#include <stdbool.h>
#include <string.h>

/* Characters of a text that are looked at. */
#define SAMPLE_SIZE 8192

/* Bytes of a zip's end that are looked at: the central directory of a workbook. */
#define TAIL_SIZE ((size_t)262144)

/* What is said about each kind. */
struct kind_facts {
    enum bgt_file_kind kind;
    const char *code;
    const char *detail;
    const char *description;
};

static const struct kind_facts kinds[] = {
    {BGT_FILE_UNKNOWN, NULL, NULL, "unknown binary data"},
    {BGT_FILE_EMPTY, "FILE_EMPTY", NULL, "an empty file"},
    {BGT_FILE_FOLDER, NULL, NULL, "a folder"},
    {BGT_FILE_TEXT, NULL, NULL, "text"},
    {BGT_FILE_XML, NULL, NULL, "XML"},
    {BGT_FILE_XML_SPREADSHEET_2003, "FILE_XML_SPREADSHEET_2003", NULL,
     "an XML spreadsheet of Excel 2003"},
    {BGT_FILE_HTML, "FILE_HTML_AS_XLS", NULL, "a web page (HTML)"},
    {BGT_FILE_ZIP, NULL, NULL, "a zip container"},
    {BGT_FILE_XLSX, NULL, NULL, "an Excel workbook (.xlsx)"},
    {BGT_FILE_XLSB, "FILE_XLSB", NULL, "a binary Excel workbook (.xlsb)"},
    {BGT_FILE_DOCX, "FILE_WORD", NULL, "a Word document (.docx)"},
    {BGT_FILE_ODS, "FILE_ODS", NULL, "an OpenDocument spreadsheet (.ods)"},
    {BGT_FILE_XLS, "FILE_XLS", NULL, "an old Excel workbook (.xls)"},
    {BGT_FILE_ET, "FILE_ET", NULL, "a WPS workbook (.et)"},
    {BGT_FILE_ENCRYPTED_OFFICE, "FILE_ENCRYPTED_OFFICE", NULL,
     "a workbook protected by a password"},
    {BGT_FILE_DOC, "FILE_WORD", NULL, "a Word document (.doc)"},
    {BGT_FILE_OLE, "FILE_OLE", NULL, "an old Office document"},
    {BGT_FILE_PDF, "FILE_PDF", NULL, "a PDF document"},
    {BGT_FILE_GZIP, "FILE_COMPRESSED", "gzip", "a gzip file"},
    {BGT_FILE_RAR, "FILE_COMPRESSED", "RAR", "a RAR archive"},
    {BGT_FILE_SEVEN_ZIP, "FILE_COMPRESSED", "7-Zip", "a 7-Zip archive"},
    {BGT_FILE_LOCK, "FILE_LOCK", NULL, "the lock file of an open workbook"},
};

/* The first bytes that tell a kind at once. */
struct signature {
    enum bgt_file_kind kind;
    size_t length;
    const char *bytes;
};

static const struct signature signatures[] = {
    {BGT_FILE_ZIP, 4, "PK\3\4"},
    {BGT_FILE_ZIP, 4, "PK\5\6"},
    {BGT_FILE_ZIP, 4, "PK\7\10"},
    {BGT_FILE_OLE, 8, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"},
    {BGT_FILE_PDF, 5, "%PDF-"},
    {BGT_FILE_GZIP, 3, "\x1F\x8B\x08"},
    {BGT_FILE_RAR, 6, "Rar!\x1A\x07"},
    {BGT_FILE_SEVEN_ZIP, 6, "7z\xBC\xAF\x27\x1C"},
    /* A bare BIFF stream begins with its BOF record: versions 8, 5, 4, 3 and 2. */
    {BGT_FILE_XLS, 6, "\x09\x08\x10\x00\x00\x06"},
    {BGT_FILE_XLS, 6, "\x09\x08\x08\x00\x00\x05"},
    {BGT_FILE_XLS, 4, "\x09\x04\x06\x00"},
    {BGT_FILE_XLS, 4, "\x09\x02\x06\x00"},
    {BGT_FILE_XLS, 4, "\x09\x00\x04\x00"},
};

static bool find_signature(const uint8_t *head, size_t length, enum bgt_file_kind *kind)
{
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        const struct signature *known = &signatures[i];
        if (length >= known->length && memcmp(head, known->bytes, known->length) == 0) {
            *kind = known->kind;
            return true;
        }
    }
    return false;
}

/* ---- Text
 * -------------------------------------------------------------------------------- */

/* The beginning of a text as lower-case ASCII: other characters count for nothing here.
 */
struct sample {
    char text[SAMPLE_SIZE + 1];
    size_t length;
    bool is_binary;
};

static char lower(uint8_t byte)
{
    return (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
}

static bool is_control(uint8_t byte)
{
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' &&
           byte != 0x1A;
}

static void take_sample(const uint8_t *head, size_t length, struct sample *sample)
{
    struct bgt_detection found;
    bgt_encoding_detect((const char *)head, length, false, &found);
    bool is_wide =
        found.encoding >= BGT_ENCODING_UTF16LE && found.encoding <= BGT_ENCODING_UTF32BE;
    sample->length = 0;
    sample->is_binary = false;
    for (size_t i = found.bom_length; i < length && sample->length < SAMPLE_SIZE; i++) {
        if (is_wide && head[i] == 0) {
            continue;
        }
        sample->is_binary = sample->is_binary || (!is_wide && is_control(head[i]));
        sample->text[sample->length++] = lower(head[i]);
    }
    sample->text[sample->length] = '\0';
}

static bool contains(const struct sample *sample, const char *part)
{
    return bgt_text_find(sample->text, sample->length, 0, part) != SIZE_MAX;
}

static const char *first_visible(const struct sample *sample)
{
    size_t at = 0;
    while (at < sample->length && strchr(" \t\r\n\f", sample->text[at]) != NULL) {
        at++;
    }
    return sample->text + at;
}

static bool begins_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_html(const struct sample *sample, const char *text)
{
    static const char *const beginnings[] = {"<html",  "<!doctype html", "<head", "<meta",
                                             "<table", "<style",         "<body"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (begins_with(text, beginnings[i])) {
            return true;
        }
    }
    /* Excel's own "web archive"; and XHTML or a comment before the page. */
    return (begins_with(text, "mime-version:") && contains(sample, "text/html")) ||
           (text[0] == '<' && contains(sample, "<html"));
}

static bool is_name_start(char byte)
{
    return (byte >= 'a' && byte <= 'z') || byte == '_' || (unsigned char)byte >= 0x80;
}

static enum bgt_file_kind sniff_text(const struct sample *sample)
{
    const char *text = first_visible(sample);
    if (text[0] == '<' &&
        (contains(sample, "urn:schemas-microsoft-com:office:spreadsheet") ||
         contains(sample, "progid=\"excel.sheet\""))) {
        return is_html(sample, text) && !begins_with(text, "<?xml")
                   ? BGT_FILE_HTML
                   : BGT_FILE_XML_SPREADSHEET_2003;
    }
    if (is_html(sample, text)) {
        return BGT_FILE_HTML;
    }
    if (begins_with(text, "<?xml") || begins_with(text, "<!doctype") ||
        begins_with(text, "<!--")) {
        return BGT_FILE_XML;
    }
    if (text[0] == '<' && is_name_start(text[1]) && strchr(text, '>') != NULL &&
        !sample->is_binary) {
        return BGT_FILE_XML;
    }
    return sample->is_binary ? BGT_FILE_UNKNOWN : BGT_FILE_TEXT;
}

/* ---- Zip
 * --------------------------------------------------------------------------------- */

static bool has_name(const uint8_t *bytes, size_t length, const char *name)
{
    size_t size = strlen(name);
    for (size_t i = 0; i + size <= length; i++) {
        if (lower(bytes[i]) == name[0] &&
            bgt_text_equal_ignore_case((const char *)bytes + i, size, name, size)) {
            return true;
        }
    }
    return false;
}

static enum bgt_file_kind sniff_names(const uint8_t *bytes, size_t length)
{
    if (has_name(bytes, length, "workbook.bin")) {
        return BGT_FILE_XLSB;
    }
    if (has_name(bytes, length, "word/document.xml")) {
        return BGT_FILE_DOCX;
    }
    if (has_name(bytes, length, "[content_types].xml")) {
        return BGT_FILE_XLSX;
    }
    return BGT_FILE_ZIP;
}

/* Member names stand in the local headers at the beginning and in the directory at the
 * end. */
static bgt_status sniff_zip(const struct bgt_io *io, struct bgt_input *input,
                            const uint8_t *head, size_t length, enum bgt_file_kind *kind)
{
    static const char ods[] = "mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
    size_t got = 0;
    if (has_name(head, length < 512 ? length : 512, ods)) {
        *kind = BGT_FILE_ODS;
        return BGT_OK;
    }
    uint8_t *tail = bgt_allocate(io->allocator, TAIL_SIZE);
    if (tail == NULL) {
        return BGT_NO_MEMORY;
    }
    bgt_status status =
        input->read_at(input, 0, tail, 1, &got); /* a pipe knows its size now */
    if (status == BGT_OK) {
        uint64_t start = input->size > TAIL_SIZE ? input->size - TAIL_SIZE : 0;
        status = input->read_at(input, start, tail, TAIL_SIZE, &got);
    }
    if (status == BGT_OK) {
        *kind = sniff_names(tail, got);
        if (*kind == BGT_FILE_ZIP) {
            *kind = sniff_names(head, length);
        }
    }
    bgt_release(io->allocator, tail);
    return status;
}

/* ---- OLE
 * --------------------------------------------------------------------------------- */

/* An .et holds the same streams as an .xls that WPS has written; only its name differs.
 */
static bool is_et(const char *name)
{
    size_t length = strlen(name);
    return length > 3 && bgt_text_equal_ignore_case(name + length - 3, 3, ".et", 3);
}

static bgt_status sniff_ole(const struct bgt_io *io, struct bgt_input *input,
                            enum bgt_file_kind *kind)
{
    struct bgt_ole_streams streams;
    bgt_status status = bgt_ole_look(io, input, &streams);
    if (streams.has_package) {
        *kind = BGT_FILE_ENCRYPTED_OFFICE;
    } else if (streams.has_workbook) {
        *kind = is_et(input->name) ? BGT_FILE_ET : BGT_FILE_XLS;
    } else if (streams.has_document) {
        *kind = BGT_FILE_DOC;
    } else {
        *kind = BGT_FILE_OLE;
    }
    return status;
}

/* ---- Lock files
 * ----------------------------------------------------------------------------- */

/* Excel, Word and WPS put ~$NAME beside a file that is open: the user's name in 55 bytes,
 * its length first, then in UTF-16, filled with blanks. */
#define OWNER_SIZE  165
#define OWNER_SHORT 162 /* Word's */
#define OWNER_WIDE  55  /* Where the name in UTF-16 begins, with its length. */

static bool is_owner_file(const uint8_t *head, size_t length)
{
    if ((length != OWNER_SIZE && length != OWNER_SHORT) || head[0] == 0 ||
        head[0] >= OWNER_WIDE || head[OWNER_WIDE] == 0 ||
        head[OWNER_WIDE] >= OWNER_WIDE) {
        return false;
    }
    for (size_t i = 1U + head[0]; i < OWNER_WIDE - 1; i++) {
        if (head[i] != ' ' && head[i] != 0) {
            return false;
        }
    }
    for (size_t i = OWNER_WIDE + 2 + 2U * head[OWNER_WIDE]; i < length; i++) {
        if (head[i] != ' ' && head[i] != 0) {
            return false;
        }
    }
    return true;
}

/* LibreOffice puts .~lock.NAME# there: a line of text. */
static bool is_lock_name(const char *path)
{
    static const char begin[] = ".~lock.";
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    size_t length = strlen(name);
    return bgt_text_starts_with(name, length, begin) && name[length - 1] == '#';
}

/* ---- All
 * --------------------------------------------------------------------------------- */

static bgt_status find_kind(const struct bgt_io *io, struct bgt_input *input,
                            enum bgt_file_kind *kind)
{
    struct sample sample;
    const uint8_t *head = NULL;
    size_t length = 0;
    if (input->is_container != 0) {
        *kind = BGT_FILE_FOLDER;
        return BGT_OK;
    }
    bgt_status status = bgt_input_peek(input, &head, &length);
    if (status != BGT_OK) {
        return status;
    }
    if (length == 0) {
        *kind = BGT_FILE_EMPTY;
        return BGT_OK;
    }
    if (is_owner_file(head, length) || is_lock_name(input->name)) {
        *kind = BGT_FILE_LOCK;
        return BGT_OK;
    }
    if (!find_signature(head, length, kind)) {
        take_sample(head, length, &sample);
        *kind = sniff_text(&sample);
        return BGT_OK;
    }
    if (*kind == BGT_FILE_ZIP) {
        return sniff_zip(io, input, head, length, kind);
    }
    return *kind == BGT_FILE_OLE ? sniff_ole(io, input, kind) : BGT_OK;
}

bgt_status bgt_sniff(const struct bgt_io *io, struct bgt_input *input,
                     struct bgt_sniffed *sniffed)
{
    enum bgt_file_kind kind = BGT_FILE_UNKNOWN;
    bgt_status status = find_kind(io, input, &kind);
    const struct kind_facts *facts = &kinds[0];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].kind == kind) {
            facts = &kinds[i];
        }
    }
    *sniffed = (struct bgt_sniffed){.kind = kind,
                                    .code = facts->code,
                                    .detail = facts->detail,
                                    .description = facts->description};
    return status;
}

bgt_status bgt_sniff_report(const struct bgt_io *io, const struct bgt_input *input,
                            const struct bgt_sniffed *sniffed)
{
    struct bgt_place place = bgt_source_place(input);
    return bgt_report_at(io->reporter, sniffed->code, &place, sniffed->detail, NULL);
}
