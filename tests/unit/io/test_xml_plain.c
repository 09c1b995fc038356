/* The fast way through plain XML tells what expat tells: the same events at the same
 * places, the same text, and the same refusals, whatever the size of the steps. */
#include "io/xml_parser.h"
#include "unit/io/io_testing.h"

#include <stdio.h>

enum { LOG_BYTES = 8 << 20, MUTANTS = 40 };

/* All that is told, written down; neighbouring texts are one. */
struct story {
    char *text;
    size_t length;
    const struct bgt_xml *xml;
    bool is_in_text;
    bool is_expats;
};

static void put(struct story *story, const char *text, size_t length)
{
    if (story->length + length < LOG_BYTES) {
        memcpy(story->text + story->length, text, length);
        story->length += length;
        story->text[story->length] = '\0';
    }
}

static void put_event(struct story *story, char kind, const char *uri, const char *name)
{
    char text[600];
    int length = snprintf(text, sizeof text, "\n%c {%.200s}%.200s", kind, uri, name);
    put(story, text, (size_t)length);
    story->is_in_text = false;
}

static void put_place(struct story *story)
{
    char text[80];
    int length = snprintf(text, sizeof text, " @%llu:%u",
                          (unsigned long long)bgt_xml_line(story->xml),
                          (unsigned)bgt_xml_column(story->xml));
    put(story, text, (size_t)length);
}

static bgt_status on_start(void *context, const char *uri, const char *name,
                           const char *const *attributes)
{
    put_event(context, 'S', uri, name);
    put_place(context);
    for (size_t i = 0; attributes[i] != NULL; i++) {
        put(context, i % 2 == 0 ? " " : "=", 1);
        put(context, attributes[i], strlen(attributes[i]));
    }
    return BGT_OK;
}

static bgt_status on_end(void *context, const char *uri, const char *name)
{
    put_event(context, 'E', uri, name);
    return BGT_OK;
}

static bgt_status on_text(void *context, const char *text, size_t length)
{
    struct story *story = context;
    if (!story->is_in_text) {
        put(story, "\nT ", 3);
    }
    story->is_in_text = true;
    put(story, text, length);
    return BGT_OK;
}

static const struct bgt_xml_handler handler = {
    .struct_size = sizeof handler, .start = on_start, .end = on_end, .text = on_text};

/* Parses and closes the story with how it ended. */
static void follow(struct job *job, struct bgt_input *input, size_t step,
                   struct story *story)
{
    struct bgt_xml *xml = NULL;
    char text[600];
    const struct bgt_kept_diagnostic *said = NULL;
    bool is_expats = story->is_expats;
    struct bgt_io io = job->io;
    assert_int_equal(
        bgt_reporter_open(&(struct bgt_reporter_options){.file = "job"}, &io.reporter),
        BGT_OK);
    story->length = 0;
    story->text[0] = '\0';
    story->is_in_text = false;
    bgt_status status = bgt_xml_open(&io, input, &handler, story, &xml);
    story->xml = xml;
    if (status == BGT_OK && is_expats) {
        bgt_xml_leave_to_expat(xml);
    }
    while (status == BGT_OK) {
        status = bgt_xml_step(xml, step);
    }
    bgt_xml_close(xml);
    /* Text right before a fault may be told or not: the document is refused. */
    char *text_event = story->is_in_text ? strrchr(story->text, 'T') : NULL;
    for (; status != BGT_END && text_event != NULL && text_event > story->text &&
           strncmp(text_event - 1, "\nT ", 3) != 0;
         text_event--) {
    }
    if (status != BGT_END && text_event != NULL) {
        story->length = (size_t)(text_event - 1 - story->text);
    }
    if (bgt_reporter_kept(io.reporter) > 0) {
        said = bgt_reporter_at(io.reporter, 0);
    }
    int length = snprintf(text, sizeof text, "\nend %d %s %llu:%u", (int)status,
                          said == NULL ? "" : said->code->name,
                          said == NULL ? 0ULL : (unsigned long long)said->place.line,
                          said == NULL ? 0U : (unsigned)said->place.column);
    put(story, text, (size_t)length);
    bgt_reporter_close(io.reporter);
}

static void compare(struct job *job, const char *bytes, size_t length)
{
    static const size_t steps[] = {1, 7, 64, 4096, 1 << 20};
    static struct story slow, fast;
    if (slow.text == NULL) {
        slow.text = malloc(LOG_BYTES);
        fast.text = malloc(LOG_BYTES);
        assert_non_null(slow.text);
        assert_non_null(fast.text);
    }
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (length > 20000 && steps[i] < 64) {
            continue;
        }
        slow.is_expats = true;
        for (int round = 0; round < 2; round++) {
            struct bgt_input *input = open_bytes(job, bytes, length);
            follow(job, input, steps[i], round == 0 ? &slow : &fast);
            bgt_input_close(input);
        }
        if (strcmp(slow.text, fast.text) != 0) {
            size_t at = 0;
            while (slow.text[at] == fast.text[at]) {
                at++;
            }
            fail_msg("step %zu of %.*s\nexpat: %.300s\nplain: %.300s", steps[i],
                     length < 600 ? (int)length : 600, bytes,
                     slow.text + (at > 100 ? at - 100 : 0),
                     fast.text + (at > 100 ? at - 100 : 0));
        }
    }
}

static const char namespaces[] =
    "<?xml version=\"1.0\"?>\n<!-- c --><r xmlns=\"urn:d\" xmlns:p=\"urn:p\" p:q='1'>\n"
    " <row n='1'><v>1</v><v/>\n</row><p:row><v>2</v></p:row><row xmlns=''><v/></row>\n"
    "<row><v>3</v></row></r>";

static const char chinese[] =
    "<预算数据 budgetconv=\"1\">\n  <行>\n    <名>甲（本级）</名>\n    <扩展 "
    "名=\"x\">1</扩展>\n"
    "  </行>\n  <行>\n    <名>乙</名>\n    <扩展 名=\"y 预\">2</扩展>\n  "
    "</行>\n</预算数据>\n";

static const char deep[] =
    "<a><b><c><d><e><f><g><h><i><j><k><l><m><n><o><p><q><r><s/></r></q></p></o></n></m></"
    "l></k>"
    "</j></i></h></g></f></e></d></c></b></a>";

static const char *const documents[] = {
    "<a/>",
    "<a><b/>text<c x=\"1\" y='2'>t</c>\n</a>\n",
    namespaces,
    chinese,
    "<a><b>x &amp; y &lt;&#65;</b><b>]]</b><b>]</b><b><![CDATA[<z>]]></b><c/></a>",
    "<a><b>]]></b></a>",
    "<a><b>\r\nx\ry</b><c d='\t1\n2'/></a>",
    "<a><b><c><d></c></d></b></a>",
    "<a><b></b><c></a>",
    "<a><b x='1' x='2'/></a>",
    "<a><b x='1'y='2'/></a>",
    "<a><b x=1/></a>",
    "<a><b x='<'/></a>",
    "<a><b x='&lt;'/><b x='>'/><b x=\">'\"/></a>",
    "<a><1b/></a>",
    "<a><b\n x='1'\n/><b  x='1'/><b ></b ><b/></a>",
    "<a>\xEF\xBF\xBE</a>",
    "<a><b>\xEF\xBF\xBF</b></a>",
    "<a><b x='\xEF\xBF\xBF'/></a>",
    "<a><b>\x01</b></a>",
    "<a><b>\x7F\xC2\x85</b></a>",
    "<a><b/></a><c/>",
    "<a><b/></a>text",
    "<a><b/></a><!-- end -->\n<?pi x?>\n",
    "<a><?pi '>'?><b/><!-- <x> --><b/></a>",
    "<a><（b）/></a>",
    "<a><b·c/><b·c/><b·c>1</b·c></a>",
    "<a><x:b/></a>",
    "<a xmlns:x='u'><x:b x:c='1' d='2'/><b x:c='1' c='2'/></a>",
    "<a><xmlns/><b xmlns:c=\"\"/></a>",
    "<a><b>text",
    "<a><b x='",
    "<a><!DOCTYPE b></a>",
    "<!DOCTYPE a><a/>",
    "<a>&e;</a>",
    deep,
    "\xEF\xBB\xBF<a><b/>\n</a>",
    "",
    "   ",
    "text",
    "<a",
    "</a>",
    "<a></a",
    "<a><b/></a>\n<",
};

static void the_two_ways_agree(void **state)
{
    for (size_t i = 0; i < BGT_TEST_COUNT(documents); i++) {
        compare(*state, documents[i], strlen(documents[i]));
    }
}

/* A fixed sequence of numbers. */
static uint64_t next_number(void)
{
    static uint64_t number = 88172645463325252U;
    number ^= number << 13;
    number ^= number >> 7;
    number ^= number << 17;
    return number;
}

/* Takes a byte out, puts one in or changes one; answers the new length. */
static size_t mutate(char *text, size_t length, size_t capacity)
{
    static const char alphabet[] = "<>/='\" &;]x:!?-\n\r\tax\xE9\xA2\x84\xEF\xBF\xBE[";
    uint64_t number = next_number();
    size_t at = (size_t)(number >> 8) % length;
    char with = alphabet[(number >> 40) % (sizeof alphabet - 1)];
    if (number % 3 == 0 && length > 2) {
        memmove(text + at, text + at + 1, length - at - 1);
        return length - 1;
    }
    if (number % 3 == 1 && length < capacity) {
        memmove(text + at + 1, text + at, length - at);
        text[at] = with;
        return length + 1;
    }
    text[at] = with;
    return length;
}

static void the_two_ways_agree_on_mutants(void **state)
{
    for (size_t i = 0; i < BGT_TEST_COUNT(documents); i++) {
        size_t length = strlen(documents[i]);
        for (size_t k = 0; k < MUTANTS && length > 4; k++) {
            char *mutant = malloc(length + 8);
            size_t now = length;
            assert_non_null(mutant);
            memcpy(mutant, documents[i], length);
            for (size_t change = 0; change <= k % 3; change++) {
                now = mutate(mutant, now, length + 8);
            }
            compare(*state, mutant, now);
            free(mutant);
        }
    }
}

/* Longer than the buffer: many rows, one long text, one long tag, a deep row. */
static void the_two_ways_agree_on_long_documents(void **state)
{
    enum { SIZE = 600000 };
    char *text = malloc(SIZE + 2000);
    assert_non_null(text);
    for (int kind = 0; kind < 4; kind++) {
        int length = snprintf(text, SIZE, "<r>\n<行>");
        for (int i = 0; length < SIZE; i++) {
            length +=
                snprintf(text + length, 2000,
                         kind == 0   ? "<row n=\"%d\"><名>甲%d</名>\n<v/></row>\n"
                         : kind == 1 ? "预算%d%d"
                         : kind == 2 ? (i == 0 ? "<a x=\"%d%d" : "012345%d%d")
                                     : (i % 500 == 499 ? "<!--%d%d-->" : "<b>%d</b>%d\n"),
                         i, i);
        }
        length += snprintf(text + length, 100, "%s</行></r>", kind == 2 ? "\"/>" : "");
        compare(*state, text, (size_t)length);
        compare(*state, text, (size_t)length - 3);
    }
    free(text);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(the_two_ways_agree),
        JOB_TEST(the_two_ways_agree_on_mutants),
        JOB_TEST(the_two_ways_agree_on_long_documents),
    };
    return bgt_test_main("xml_plain", tests, BGT_TEST_COUNT(tests), argc, argv);
}
