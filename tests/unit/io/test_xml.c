/* Guarded XML: what is well-formed comes through, all else is refused with its place. */
#include "io/xml.h"
#include "unit/io/io_testing.h"

#include <stdio.h>
#include <time.h>

/* What the handlers have seen, written down: `<uri|name a=v>`, text, `</name>`. */
struct seen {
    char text[4096];
    size_t length;
    const struct bgt_xml *xml;
    bgt_status answer; /* of the start handler for an element called `stop` */
    uint64_t stop_line;
    uint32_t stop_column;
};

static void note(struct seen *seen, const char *text, size_t length)
{
    if (seen->length + length < sizeof seen->text) {
        memcpy(seen->text + seen->length, text, length);
        seen->length += length;
        seen->text[seen->length] = '\0';
    }
}

static void note_text(struct seen *seen, const char *text)
{
    note(seen, text, strlen(text));
}

static bgt_status on_start(void *context, const char *uri, const char *name,
                           const char *const *attributes)
{
    struct seen *seen = context;
    note_text(seen, "<");
    if (uri[0] != '\0') {
        note_text(seen, uri);
        note_text(seen, "|");
    }
    note_text(seen, name);
    for (; *attributes != NULL; attributes += 2) {
        const char *separator = strchr(attributes[0], '\x1F');
        note_text(seen, " ");
        if (separator != NULL) {
            note(seen, attributes[0], (size_t)(separator - attributes[0]));
            note_text(seen, "|");
        }
        note_text(seen, separator != NULL ? separator + 1 : attributes[0]);
        note_text(seen, "=");
        note_text(seen, attributes[1]);
    }
    note_text(seen, ">");
    if (strcmp(name, "stop") == 0) {
        seen->stop_line = bgt_xml_line(seen->xml);
        seen->stop_column = bgt_xml_column(seen->xml);
        return seen->answer;
    }
    return BGT_OK;
}

static bgt_status on_end(void *context, const char *uri, const char *name)
{
    (void)uri;
    note_text(context, "</");
    note_text(context, name);
    note_text(context, ">");
    return BGT_OK;
}

static bgt_status on_text(void *context, const char *text, size_t length)
{
    note(context, text, length);
    return BGT_OK;
}

static const struct bgt_xml_handler handler = {
    .struct_size = sizeof handler, .start = on_start, .end = on_end, .text = on_text};

static bgt_status parse_input(struct job *job, struct bgt_input *input, size_t step,
                              struct seen *seen)
{
    struct bgt_xml *xml = NULL;
    bgt_status status = bgt_xml_open(&job->io, input, &handler, seen, &xml);
    seen->xml = xml;
    while (status == BGT_OK) {
        status = bgt_xml_step(xml, step);
    }
    if (xml != NULL) {
        assert_int_equal(bgt_xml_step(xml, step), status);
    }
    bgt_xml_close(xml);
    return status;
}

static bgt_status parse(struct job *job, const void *bytes, size_t length, size_t step,
                        struct seen *seen)
{
    memset(seen, 0, sizeof *seen);
    struct bgt_input *input = open_bytes(job, bytes, length);
    bgt_status status = parse_input(job, input, step, seen);
    bgt_input_close(input);
    return status;
}

static bgt_status parse_text(struct job *job, const char *text, struct seen *seen)
{
    return parse(job, text, strlen(text), 1000, seen);
}

static void events_come_in_order(void **state)
{
    struct job *job = *state;
    static const char text[] = "<?xml version='1.0'?>\n<!-- c --><预算 xmlns='urn:b' "
                               "xmlns:x='urn:x' a='1' x:b='&lt;'><x:行>教育&amp;科技"
                               "<![CDATA[<26.00>]]>&#x9884;</x:行><空/></预算>\n";
    for (size_t step = 1; step < sizeof text; step += 13) {
        struct seen seen;
        assert_int_equal(parse(job, text, sizeof text - 1, step, &seen), BGT_END);
        assert_string_equal(seen.text,
                            "<urn:b|预算 a=1 urn:x|b=<><urn:x|行>教育&科技<26.00>预"
                            "</行><urn:b|空></空></预算>");
    }
    assert_silent(job);
}

static void a_handler_can_stop(void **state)
{
    struct job *job = *state;
    static const bgt_status answers[] = {BGT_FATAL, BGT_END, BGT_BAD, BGT_CANCELLED};
    for (size_t i = 0; i < BGT_TEST_COUNT(answers); i++) {
        struct seen seen = {.answer = answers[i]};
        struct bgt_input *input = open_text(job, "<a>\n <b/><stop/><c/></a>");
        assert_int_equal(parse_input(job, input, 1000, &seen), answers[i]);
        assert_string_equal(seen.text, "<a>\n <b></b><stop>");
        assert_int_equal(seen.stop_line, 2);
        assert_int_equal(seen.stop_column, 6);
        bgt_input_close(input);
    }
    assert_silent(job);
}

static void what_is_wrong_is_named_with_its_place(void **state)
{
    struct job *job = *state;
    static const struct text_fault faults[] = {
        {"", "XML_NOT_WELL_FORMED", 1, 1},
        {"<a>\n  <b></a>", "XML_NOT_WELL_FORMED", 2, 8},
        {"<a>\n预算<b", "XML_NOT_WELL_FORMED", 2, 3},
        {"<a/><b/>", "XML_NOT_WELL_FORMED", 1, 5},
        {"<a b='1' b='2'/>", "XML_NOT_WELL_FORMED", 1, 10},
        {"<x:a/>", "XML_NOT_WELL_FORMED", 1, 1},
        {"<a>&nbsp;</a>", "XML_ENTITY", 1, 4},
        {"<!DOCTYPE a><a/>", "XML_DOCTYPE", 1, 0},
        {"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "XML_DOCTYPE", 1, 0},
        {"<?xml version='1.0' encoding='klingon'?><a/>", "XML_ENCODING", 1, 0},
        {"<a>\n\xFF</a>", "ENCODING_INVALID", 2, 0},
        {"<a>\n\x01</a>", "XML_NOT_WELL_FORMED", 2, 1},
        {"<?xml version='1.0' encoding='GBK'?>\n<a>\xFF\xFF</a>", "ENCODING_INVALID", 2,
         0},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(faults); i++) {
        struct seen seen;
        bgt_status status = parse_text(job, faults[i].text, &seen);
        expect_fault(job, status, &faults[i]);
    }
}

/* A DOCTYPE is refused before anything in it is looked at. */
static void entity_bombs_are_refused_at_once(void **state)
{
    struct job *job = *state;
    struct seen seen;
    char bomb[4000] = "<!DOCTYPE l [<!ENTITY a0 'lol'>";
    for (int i = 1; i < 10; i++) {
        size_t used = strlen(bomb);
        (void)snprintf(bomb + used, sizeof bomb - used,
                       "<!ENTITY a%d '&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;'>", i,
                       i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    }
    size_t used = strlen(bomb);
    (void)snprintf(bomb + used, sizeof bomb - used, "]><l>&a9;</l>");
    assert_int_equal(parse_text(job, bomb, &seen), BGT_FATAL);
    assert_reported(job, "XML_DOCTYPE");
    assert_string_equal(seen.text, "");
}

/* ---- Encodings
 * --------------------------------------------------------------------------- */

#define BYTES(literal) (literal), sizeof(literal) - 1

static void any_encoding_is_read(void **state)
{
    struct job *job = *state;
    static const struct {
        const char *bytes;
        size_t length;
        bool is_noted;
    } samples[] = {
        {BYTES("<a>\xE9\xA2\x84</a>"), false},
        {BYTES("\xEF\xBB\xBF<a>\xE9\xA2\x84</a>"), false},
        {BYTES("<?xml version='1.0' encoding='utf-8'?><a>\xE9\xA2\x84</a>"), false},
        {BYTES("<?xml version=\"1.0\" encoding = \"GB2312\"?><a>\xD4\xA4</a>"), false},
        {BYTES("<?xml version='1.0' encoding='gb18030'?><a>\xD4\xA4</a>"), false},
        {BYTES("<?xml version='1.0' encoding='GBK'?><a>\xE9\xA2\x84</a>"), true},
        {BYTES("<?xml version='1.0' encoding='utf-16'?><a>\xE9\xA2\x84</a>"), true},
        {BYTES("\xFF\xFE<\0a\0>\0\x84\x98<\0/\0a\0>\0"), false},
        {BYTES("\xFE\xFF\0<\0a\0>\x98\x84\0<\0/\0a\0>"), false},
        {BYTES("<\0a\0>\0\x84\x98<\0/\0a\0>\0"), false},
        {BYTES("\0<\0a\0>\x98\x84\0<\0/\0a\0>"), false},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(samples); i++) {
        struct seen seen;
        size_t before = bgt_reporter_kept(job->io.reporter);
        assert_int_equal(parse(job, samples[i].bytes, samples[i].length, 3, &seen),
                         BGT_END);
        assert_string_equal(seen.text, "<a>预</a>");
        assert_int_equal(bgt_reporter_kept(job->io.reporter),
                         before + (samples[i].is_noted ? 1 : 0));
        if (samples[i].is_noted) {
            assert_reported(job, "ENCODING_MISLABELLED");
        }
    }
}

static void a_pipe_is_parsed_as_it_comes(void **state)
{
    struct job *job = *state;
    struct seen seen = {.length = 0};
    struct bgt_input *input = NULL;
    struct test_pipe pipe = start_pipe(BYTES("\xEF\xBB\xBF<a>预</a>"));
    assert_int_equal(bgt_input_open_descriptor(&job->io, pipe.descriptor, "-", &input),
                     BGT_OK);
    assert_int_equal(parse_input(job, input, 4, &seen), BGT_END);
    assert_string_equal(seen.text, "<a>预</a>");
    bgt_input_close(input);
    end_pipe(&pipe);
}

/* ---- Limits
 * ------------------------------------------------------------------------------ */

static void assert_limit(struct job *job, bgt_status status, const char *name)
{
    assert_int_equal(status, BGT_LIMIT);
    assert_reported(job, "LIMIT_REACHED");
    assert_string_equal(last_report(job)->arguments[0], name);
    assert_true(last_report(job)->place.line > 0);
}

static void depth_is_bounded(void **state)
{
    struct job *job = *state;
    struct seen seen;
    size_t deep = 1000000;
    char *text = malloc(3 * deep + 1);
    assert_non_null(text);
    for (size_t i = 0; i < deep; i++) {
        memcpy(text + 3 * i, "<a>", 3);
    }
    text[3 * deep] = '\0';
    clock_t start = clock();
    assert_limit(job, parse_text(job, text, &seen), "depth");
    assert_true((clock() - start) / CLOCKS_PER_SEC < 5);
    assert_int_equal(last_report(job)->place.column, 3 * 64 + 1);
    free(text);
    job->limits.depth = 2;
    assert_int_equal(parse_text(job, "<a><b/></a>", &seen), BGT_END);
    assert_limit(job, parse_text(job, "<a><b><c/></b></a>", &seen), "depth");
}

static void texts_and_attributes_are_bounded(void **state)
{
    struct job *job = *state;
    struct seen seen;
    job->limits.cell_bytes = 10;
    job->limits.row_cells = 2;
    assert_int_equal(parse_text(job, "<a b='0123456789'>0123456789</a>", &seen), BGT_END);
    assert_limit(job, parse_text(job, "<a>01234567890</a>", &seen), "cell-bytes");
    assert_limit(job, parse_text(job, "<a b='01234567890'/>", &seen), "cell-bytes");
    assert_int_equal(parse_text(job, "<a b='1' c='2'/>", &seen), BGT_END);
    assert_limit(job, parse_text(job, "<a b='1' c='2' d='3'/>", &seen), "row-cells");
}

/* Tags and comments without an end would make the parser keep and search all of them. */
static void what_does_not_end_is_bounded(void **state)
{
    struct job *job = *state;
    static const char *const beginnings[] = {"<a b='", "<a><!--", "<a><?x ", "<a",
                                             "<a><![CDATA["};
    size_t size = 60u << 20;
    char *text = malloc(size + 1);
    assert_non_null(text);
    for (size_t i = 0; i < BGT_TEST_COUNT(beginnings); i++) {
        struct seen seen;
        size_t length = strlen(beginnings[i]);
        memset(text, 'x', size);
        text[size] = '\0';
        memcpy(text, beginnings[i], length);
        clock_t start = clock();
        assert_limit(job, parse(job, text, size, 65536, &seen), "cell-bytes");
        assert_true((clock() - start) / CLOCKS_PER_SEC < 20);
    }
    free(text);
}

static void every_failing_allocation_is_survived(void **state)
{
    struct job *job = *state;
    static const char text[] = "<?xml version='1.0' encoding='GBK'?><a>\xD4\xA4</a>";
    struct bgt_input *input = open_bytes(job, BYTES(text));
    bgt_status status = BGT_NO_MEMORY;
    size_t before = job->failing.outstanding;
    for (size_t nth = 1; status == BGT_NO_MEMORY; nth++) {
        struct seen seen = {.length = 0};
        struct bgt_xml *xml = NULL;
        job->failing.fail_at = job->failing.calls + nth;
        status = bgt_xml_open(&job->io, input, &handler, &seen, &xml);
        seen.xml = xml;
        while (status == BGT_OK) {
            status = bgt_xml_step(xml, 10000);
        }
        bgt_xml_close(xml);
        assert_int_equal(job->failing.outstanding, before);
        job->failing.fail_at = 0;
        bgt_input_close(input);
        input = open_bytes(job, BYTES(text));
    }
    job->failing.fail_at = 0;
    bgt_input_close(input);
    assert_int_equal(status, BGT_END);
    assert_silent(job);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(events_come_in_order),
        JOB_TEST(a_handler_can_stop),
        JOB_TEST(what_is_wrong_is_named_with_its_place),
        JOB_TEST(entity_bombs_are_refused_at_once),
        JOB_TEST(any_encoding_is_read),
        JOB_TEST(a_pipe_is_parsed_as_it_comes),
        JOB_TEST(depth_is_bounded),
        JOB_TEST(texts_and_attributes_are_bounded),
        JOB_TEST(what_does_not_end_is_bounded),
        JOB_TEST(every_failing_allocation_is_survived),
    };
    return bgt_test_main("io/xml", tests, BGT_TEST_COUNT(tests), argc, argv);
}
