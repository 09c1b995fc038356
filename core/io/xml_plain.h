/**
 * io/xml_plain.h: the plain shape of XML, for io/xml.h only.
 *
 * Files of millions of rows consist of elements with text and a few attributes: no
 * prefix, no entity, no comment. Such an element with all that it holds is a unit. A unit
 * that is whole in the buffer is checked here, byte by byte and as strictly as expat
 * would, and reported without expat; as it is balanced, expat need not know of it.
 * Whatever is not plain goes to expat, one token at a time.
 *
 * Names of other than ASCII letters are plain once expat has accepted them: then they are
 * learnt.
 */
#ifndef BGT_IO_XML_PLAIN_H
#define BGT_IO_XML_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What stands at a place. */
enum bgt_plain {
    BGT_PLAIN_YES,
    BGT_PLAIN_MORE, /**< So far; the end is not there yet. */
    BGT_PLAIN_NO    /**< Expat has to look at it. */
};

enum {
    BGT_PLAIN_NAMES = 512,    /**< Names that can be learnt. */
    BGT_PLAIN_NAME = 96,      /**< Longest of them, in bytes. */
    BGT_PLAIN_ATTRIBUTES = 32 /**< Most attributes of a plain element. */
};

/** Names that expat has accepted. Zeroed before use. */
struct bgt_plain_names {
    size_t count;
    uint16_t last; /**< The slot of the name that was met last. */
    struct {
        uint16_t next;  /**< The slot of the name that followed it last. */
        uint8_t length; /**< 0: free. */
        char text[BGT_PLAIN_NAME];
    } slots[BGT_PLAIN_NAMES];
};

/** Keeps a name, if it is not of ASCII letters alone and there is room. */
void bgt_plain_learn(struct bgt_plain_names *names, const char *name);

/** What is told of a unit. Each answers whether to go on. Texts may be kept until then.
 */
struct bgt_plain_sink {
    bool (*start)(void *context, const char *at, const char *name,
                  const char *const *attributes);
    bool (*end)(void *context, const char *at, const char *name);
    bool (*text)(void *context, const char *text, size_t length);
    void *context;
};

/** Measures the unit at `text`, whose first byte is `<`. UTF-8 is not checked. */
enum bgt_plain bgt_plain_unit(struct bgt_plain_names *names, const char *text,
                              size_t length, size_t *unit);

/** Measures the text before the next `<`. UTF-8 is not checked. */
enum bgt_plain bgt_plain_text(const char *text, size_t length, size_t *run);

/** Tells what a measured unit holds. Writes NULs into it, never in place of a line break.
 */
void bgt_plain_tell(char *unit, size_t length, const struct bgt_plain_sink *sink);

/** The length of what expat can be given so that nothing waits in it: a tag, comment,
 * instruction or CDATA section, with the text before it. 0: the end is not there yet.
 * SIZE_MAX: a DOCTYPE, or nothing of the sort. */
size_t bgt_plain_token(const char *text, size_t length);

#endif
