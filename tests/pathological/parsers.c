/* The guarded parsers of the room io by themselves, where no format stops them early:
 * what is well-formed has to be parsed in time that grows with its size. */
#include "budget/stream.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "io/input.h"
#include "io/xml.h"
#include "io/yaml.h"
#include "support/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SECONDS = 20, SANITIZED_SECONDS = 200 };

struct job {
    struct bgt_limits limits;
    struct bgt_io io;
    struct bgt_reporter *reporter;
    struct bgt_input *input;
    char *bytes;
    clock_t begin;
};

/* A text that grows. */
struct text {
    char *bytes;
    size_t length;
    FILE *file;
};

static void text_open(struct text *text)
{
    text->file = open_memstream(&text->bytes, &text->length);
    assert_non_null(text->file);
}

static void text_repeat(struct text *text, const char *piece, size_t times)
{
    for (size_t i = 0; i < times; i++) {
        (void)fputs(piece, text->file);
    }
}

static void job_open(struct job *job, struct text *text)
{
    memset(job, 0, sizeof *job);
    assert_int_equal(fclose(text->file), 0);
    job->bytes = text->bytes;
    bgt_limits_init(&job->limits);
    assert_int_equal(bgt_reporter_open(&(struct bgt_reporter_options){0}, &job->reporter),
                     BGT_OK);
    job->io = (struct bgt_io){.reporter = job->reporter, .limits = &job->limits};
    assert_int_equal(
        bgt_input_open_memory(&job->io, text->bytes, text->length, "text", &job->input),
        BGT_OK);
    job->begin = clock();
}

static void job_close(struct job *job, bgt_status status, const char *code)
{
    double seconds = (double)(clock() - job->begin) / CLOCKS_PER_SEC;
    const char *sanitize = getenv("BUDGETCONV_SANITIZE");
    bool is_slow = sanitize != NULL && sanitize[0] != '\0';
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(job->reporter, 0);
    print_message("    %.2f s\n", seconds);
    assert_string_equal(kept == NULL ? "" : kept->code->name, code);
    assert_true((status == BGT_END) == (code[0] == '\0'));
    assert_true(seconds < (is_slow ? SANITIZED_SECONDS : SECONDS));
    bgt_input_close(job->input);
    bgt_reporter_close(job->reporter);
    free(job->bytes);
}

static void parse_yaml(struct text *text, const char *code)
{
    struct job job;
    struct bgt_yaml *yaml = NULL;
    struct bgt_yaml_event event;
    job_open(&job, text);
    bgt_status status = bgt_yaml_open(&job.io, job.input, &yaml);
    while (status == BGT_OK) {
        status = bgt_yaml_next(yaml, &event);
    }
    bgt_yaml_close(yaml);
    job_close(&job, status, code);
}

static bgt_status on_start(void *context, const char *uri, const char *name,
                           const char *const *attributes)
{
    (void)context;
    (void)uri;
    (void)name;
    (void)attributes;
    return BGT_OK;
}

static void parse_xml(struct text *text, const char *code)
{
    static const struct bgt_xml_handler handler = {
        .struct_size = sizeof(struct bgt_xml_handler), .start = on_start};
    struct job job;
    struct bgt_xml *xml = NULL;
    job_open(&job, text);
    bgt_status status = bgt_xml_open(&job.io, job.input, &handler, NULL, &xml);
    while (status == BGT_OK) {
        status = bgt_xml_step(xml, 65536);
    }
    bgt_xml_close(xml);
    job_close(&job, status, code);
}

static void many_keys(void **state)
{
    (void)state;
    struct text text;
    text_open(&text);
    (void)fputs("a: {", text.file);
    for (int i = 0; i < 200000; i++) {
        (void)fprintf(text.file, "k%d: '',", i);
    }
    (void)fputs("}\n", text.file);
    parse_yaml(&text, "");
    text_open(&text);
    for (int i = 0; i < 200000; i++) {
        (void)fprintf(text.file, "k%d: ''\n", i);
    }
    (void)fputs("k77: ''\n", text.file);
    parse_yaml(&text, "YAML_DUPLICATE_KEY");
}

static void much_flow(void **state)
{
    (void)state;
    struct text text;
    text_open(&text);
    (void)fputs("a: [", text.file);
    for (int i = 0; i < 5000; i++) {
        text_repeat(&text, "[", 50);
        text_repeat(&text, "]", 50);
        (void)fputs(",", text.file);
    }
    (void)fputs("]\n", text.file);
    parse_yaml(&text, "");
    /* Possible simple keys that are never keys. */
    text_open(&text);
    (void)fputs("a: [", text.file);
    text_repeat(&text, "x, ", 500000);
    (void)fputs("]\n", text.file);
    parse_yaml(&text, "");
    text_open(&text);
    (void)fputs("a:\n", text.file);
    text_repeat(&text, "- [b, c: d, {e: f}]\n", 100000);
    parse_yaml(&text, "");
}

static void long_lines(void **state)
{
    (void)state;
    struct text text;
    text_open(&text);
    (void)fputs("a: \"", text.file);
    text_repeat(&text, "\\u4e2d\\n\\\n   ", 60000);
    (void)fputs("\"\n", text.file);
    parse_yaml(&text, "");
    text_open(&text);
    text_repeat(&text, "%X y\n", 200000);
    (void)fputs("--- a\n", text.file);
    parse_yaml(&text, "YAML_SYNTAX");
    text_open(&text);
    (void)fputs("a: |\n", text.file);
    text_repeat(&text, "\n", 2000000);
    (void)fputs("  b\n", text.file);
    parse_yaml(&text, "LIMIT_REACHED");
}

static void deep_and_wide_xml(void **state)
{
    (void)state;
    struct text text;
    text_open(&text);
    text_repeat(&text, "<a>", 1000000);
    parse_xml(&text, "LIMIT_REACHED");
    text_open(&text);
    (void)fputs("<a", text.file);
    for (int i = 0; i < 100000; i++) {
        (void)fprintf(text.file, " b%d=''", i);
    }
    (void)fputs("/>", text.file);
    parse_xml(&text, "LIMIT_REACHED");
    text_open(&text);
    (void)fputs("<a>", text.file);
    text_repeat(&text, "<b c='d'/>", 500000);
    (void)fputs("</a>", text.file);
    parse_xml(&text, "");
    text_open(&text);
    (void)fputs("<a b='", text.file);
    text_repeat(&text, "&#x4e2d;", 1000000);
    (void)fputs("'/>", text.file);
    parse_xml(&text, "LIMIT_REACHED");
}

/* Tokens that span many buffers: expat before 2.6 parsed them anew with each. */
static void long_tokens_in_xml(void **state)
{
    (void)state;
    struct text text;
    text_open(&text);
    (void)fputs("<a><!--", text.file);
    text_repeat(&text, "0123456789abcdef", 1 << 20);
    (void)fputs("--></a>", text.file);
    parse_xml(&text, "LIMIT_REACHED");
    text_open(&text);
    (void)fputs("<a><b c='", text.file);
    text_repeat(&text, "0123456789abcdef", 1 << 20);
    (void)fputs("'/></a>", text.file);
    parse_xml(&text, "LIMIT_REACHED");
    text_open(&text);
    (void)fputs("<a><?b ", text.file);
    text_repeat(&text, "0123456789abcdef", 1 << 20);
    (void)fputs("?></a>", text.file);
    parse_xml(&text, "LIMIT_REACHED");
    /* Prefixes, each declared anew. */
    text_open(&text);
    (void)fputs("<a>", text.file);
    for (int i = 0; i < 100000; i++) {
        (void)fprintf(text.file, "<b xmlns:p%d='urn:p%d'/>", i, i);
    }
    (void)fputs("</a>", text.file);
    parse_xml(&text, "");
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_keys),          cmocka_unit_test(much_flow),
        cmocka_unit_test(long_lines),         cmocka_unit_test(deep_and_wide_xml),
        cmocka_unit_test(long_tokens_in_xml),
    };
    return bgt_test_main("pathological parsing", tests, BGT_TEST_COUNT(tests), argc,
                         argv);
}
