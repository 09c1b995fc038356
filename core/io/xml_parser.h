/*
 * What the files of the XML parser share: xml.c opens it, reads and says where it is,
 * xml_events.c stands between expat and the handler, xml_feed.c decides who parses what
 * is read.
 */
#ifndef BGT_IO_XML_PARSER_H
#define BGT_IO_XML_PARSER_H

#include "base/buffer.h"
#include "io/io.h"
#include "io/xml.h"
#include "io/xml_plain.h"

#include <expat.h>

/** Capacity of the buffer: a plain unit may be as long. */
#define BGT_XML_BUFFER ((size_t)131072)

/** Expat's separator of namespace and local name. */
#define BGT_XML_SEPARATOR '\x1F'

/* Up to where in the buffer lines are counted. */
struct bgt_xml_count {
    size_t offset;
    uint64_t lines;      /* that ended before */
    uint64_t characters; /* of the line after them */
    bool is_after_return;
};

struct bgt_xml {
    const struct bgt_io *io;
    struct bgt_input *input; /* borrowed */
    struct bgt_input *utf8;  /* ours, or null where `input` is UTF-8 itself */
    const struct bgt_xml_handler *handler;
    void *context;
    XML_Parser parser;
    char *bytes; /* from `begin` to `end`: read, and not yet parsed */
    size_t begin, end;
    const char *at; /* in `bytes`: what is told without expat; null: expat tells */
    size_t given;   /* bytes from `begin` that expat is being given */
    struct bgt_xml_count *count;
    uint64_t expat_lines;   /* once expat has the rest: what it did not see */
    uint64_t expat_columns; /* of the line at which it took over */
    uint64_t expat_line;
    struct bgt_plain_names names;
    struct bgt_buffer space; /* the default namespace, closed by a NUL */
    struct bgt_buffer uri;   /* the namespace of the present element, closed by a NUL */
    bool is_valid;           /* all of the input is known to be UTF-8 */
    bool has_root;
    bool has_returns; /* a CR was read */
    bool is_expats;   /* expat has all the rest */
    bool is_in_expat; /* a call of expat is under way */
    uint64_t depth;
    uint64_t text_bytes; /* of the present element */
    uint64_t fed;        /* bytes given to expat */
    size_t skipped;      /* bytes of a byte order mark still to be left out */
    bgt_status status;   /* BGT_OK while more follows */
};

/** Counts lines and characters up to an offset of the buffer. */
const struct bgt_xml_count *bgt_xml_count_to(const struct bgt_xml *xml, size_t offset);

/** Ends the parser with that status, at the present event. */
void bgt_xml_stop(struct bgt_xml *xml, bgt_status status);

/** Reports that a limit is reached, and ends the parser. */
void bgt_xml_stop_at_limit(struct bgt_xml *xml, const char *name, uint64_t value);

/** The present place, for messages. */
struct bgt_place bgt_xml_place(const struct bgt_xml *xml);

/** Sets expat's handlers. */
void bgt_xml_listen(struct bgt_xml *xml);

/** What expat's handlers do too: events of a plain element, of the default namespace.
 * Each answers whether to go on. */
bool bgt_xml_plain_start(void *xml, const char *at, const char *name,
                         const char *const *attributes);
bool bgt_xml_plain_end(void *xml, const char *at, const char *name);
bool bgt_xml_plain_text(void *xml, const char *text, size_t length);

/** Parses what is in the buffer, as far as it is whole; all of it at the end. */
bgt_status bgt_xml_parse(struct bgt_xml *xml, bool is_last);

/** Before the first step: expat gets all (for tests that compare the two). */
void bgt_xml_leave_to_expat(struct bgt_xml *xml);

#endif
