/**
 * io/sniff.h: what a file is, from its bytes and not from its name.
 */
#ifndef BGT_IO_SNIFF_H
#define BGT_IO_SNIFF_H

#include "budget/stream.h"
#include "io/io.h"

/** What a file is. */
enum bgt_file_kind {
    BGT_FILE_UNKNOWN = 0, /**< Binary, nothing known. */
    BGT_FILE_EMPTY,       /**< No bytes. */
    BGT_FILE_FOLDER,
    BGT_FILE_TEXT, /**< Text in some encoding: CSV, YAML, published text. */
    BGT_FILE_XML,  /**< Some other XML. */
    BGT_FILE_XML_SPREADSHEET_2003,
    BGT_FILE_HTML,
    BGT_FILE_ZIP,  /**< A zip that is none of the following. */
    BGT_FILE_XLSX, /**< Also .xlsm, .xltx. */
    BGT_FILE_XLSB,
    BGT_FILE_DOCX,
    BGT_FILE_ODS,
    BGT_FILE_XLS,              /**< OLE with a Workbook or Book stream, or bare BIFF. */
    BGT_FILE_ET,               /**< WPS's own workbook. */
    BGT_FILE_ENCRYPTED_OFFICE, /**< OLE with EncryptedPackage: a password-protected .xlsx.
                                */
    BGT_FILE_DOC,              /**< OLE with WordDocument. */
    BGT_FILE_OLE,              /**< OLE, something else. */
    BGT_FILE_PDF,
    BGT_FILE_GZIP,
    BGT_FILE_RAR,
    BGT_FILE_SEVEN_ZIP,
    BGT_FILE_LOCK /**< What an office program puts beside a file that is open in it. */
};

/** What bgt_sniff found. */
struct bgt_sniffed {
    enum bgt_file_kind kind;
    /** The diagnostic that says what it is and what to do, such as FILE_XLS; null for
     * what a plugin may be able to read. Its argument 1 is `detail`. */
    const char *code;
    const char *detail;      /**< "gzip" for FILE_COMPRESSED; else null. Static. */
    const char *description; /**< "a PDF document": English, static, never null. */
};

/** Looks at an input that nothing was read of yet, and takes nothing away. An OLE
 * container and a zip are looked into through read_at (a pipe is spooled for it). BGT_OK,
 * or an error of reading, reported. What was found is not reported: see bgt_sniff_report.
 */
bgt_status bgt_sniff(const struct bgt_io *io, struct bgt_input *input,
                     struct bgt_sniffed *sniffed);

/** Reports `sniffed->code`, which is not null, about the input. Answers as bgt_report. */
bgt_status bgt_sniff_report(const struct bgt_io *io, const struct bgt_input *input,
                            const struct bgt_sniffed *sniffed);

#endif
