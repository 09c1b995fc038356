#include "plugin/content.h"

#include "base/text.h"
#include "base/utf8.h"
#include "io/input.h"
#include "io/xml.h"
#include "io/yaml.h"
#include "io/zip.h"

#include <string.h>

enum {
    STEP_BYTES = 4096,
    SCORE_NAMED = 90, /* A name that nothing else has. */
    SCORE_ROOT = 85,  /* A root element of any namespace. */
    SCORE_MAGIC = 50,
    SCORE_MAGIC_MOST = 80,
    SCORE_MOST = 99
};

/* ---- XML ------------------------------------------------------------------------ */

/* Takes the root's name and stops the parser. */
struct root {
    struct bgt_arena *arena;
    struct bgt_content *content;
};

static bgt_status take_root(void *context, const char *uri, const char *name,
                            const char *const *attributes)
{
    struct root *root = context;
    (void)attributes;
    root->content->root_uri = bgt_arena_copy(root->arena, uri, strlen(uri));
    root->content->root_name = bgt_arena_copy(root->arena, name, strlen(name));
    return BGT_CANCELLED;
}

static bool may_be_xml(const struct bgt_content *content)
{
    size_t at = 0;
    while (at < content->length && content->head[at] <= ' ') {
        at++; /* Blanks, and the zero bytes of UTF-16. */
    }
    return at < content->length &&
           (content->head[at] == '<' || content->head[at] >= 0xEF);
}

static void look_for_root(const struct bgt_io *io, struct bgt_input *head,
                          struct root *root)
{
    const struct bgt_xml_handler handler = {.struct_size = sizeof handler,
                                            .start = take_root};
    struct bgt_xml *xml = NULL;
    if (bgt_xml_open(io, head, &handler, root, &xml) != BGT_OK) {
        return;
    }
    bgt_status status = BGT_OK;
    while (status == BGT_OK) {
        status = bgt_xml_step(xml, STEP_BYTES);
    }
    bgt_xml_close(xml);
    if (root->content->root_uri == NULL || root->content->root_name == NULL) {
        root->content->root_uri = NULL;
        root->content->root_name = NULL;
    }
}

/* ---- YAML ----------------------------------------------------------------------- */

static void look_for_key(const struct bgt_io *io, struct bgt_input *head,
                         struct bgt_arena *arena, struct bgt_content *content)
{
    struct bgt_yaml *yaml = NULL;
    struct bgt_yaml_event event = {0};
    if (bgt_yaml_open(io, head, &yaml) != BGT_OK) {
        return;
    }
    if (bgt_yaml_next(yaml, &event) == BGT_OK && event.kind == BGT_YAML_MAPPING &&
        bgt_yaml_next(yaml, &event) == BGT_OK && event.kind == BGT_YAML_SCALAR &&
        event.is_key != 0) {
        content->first_key = bgt_arena_copy(arena, event.text, event.length);
    }
    bgt_yaml_close(yaml);
}

/* ---- The content ---------------------------------------------------------------- */

static bgt_status look_for_xml(const struct bgt_io *silent, struct bgt_arena *arena,
                               struct bgt_content *content)
{
    struct bgt_input *head = NULL;
    struct root root = {arena, content};
    bgt_status status =
        bgt_input_open_memory(silent, content->head, content->length, "-", &head);
    if (status == BGT_OK) {
        look_for_root(silent, head, &root);
    }
    bgt_input_close(head);
    return status;
}

static bgt_status look_for_yaml(const struct bgt_io *silent, struct bgt_arena *arena,
                                struct bgt_content *content)
{
    struct bgt_input *head = NULL;
    size_t cut = bgt_utf8_incomplete_tail((const char *)content->head, content->length);
    bgt_status status =
        bgt_input_open_memory(silent, content->head, content->length - cut, "-", &head);
    if (status == BGT_OK) {
        look_for_key(silent, head, arena, content);
    }
    bgt_input_close(head);
    return status;
}

/* Parses the head with the parsers of the room io, which report nothing here. */
static bgt_status look_inside(const struct bgt_io *silent, struct bgt_arena *arena,
                              struct bgt_content *content)
{
    bgt_status status =
        may_be_xml(content) ? look_for_xml(silent, arena, content) : BGT_OK;
    if (status == BGT_OK && content->root_name == NULL) {
        status = look_for_yaml(silent, arena, content);
    }
    return status;
}

static bool is_zip(const struct bgt_content *content)
{
    return content->length >= 4 && memcmp(content->head, "PK\x03\x04", 4) == 0;
}

bgt_status bgt_content_open(const struct bgt_io *io, struct bgt_input *input,
                            struct bgt_arena *arena, struct bgt_content *out)
{
    *out = (struct bgt_content){.silent = *io};
    out->silent.reporter = NULL;
    if (input->is_container != 0) {
        out->container = input;
        return BGT_OK;
    }
    bgt_status status = bgt_input_peek(input, &out->head, &out->length);
    if (status != BGT_OK || out->length == 0) {
        return status;
    }
    out->length = out->length < BGT_HEAD_BYTES ? out->length : BGT_HEAD_BYTES;
    if (is_zip(out)) {
        out->owns_container =
            bgt_zip_open(&out->silent, input, &out->container) == BGT_OK;
        return BGT_OK;
    }
    return look_inside(&out->silent, arena, out);
}

void bgt_content_close(struct bgt_content *content)
{
    if (content->owns_container) {
        bgt_input_close(content->container);
    }
    *content = (struct bgt_content){0};
}

/* ---- Scores --------------------------------------------------------------------- */

static bool has_member(struct bgt_input *container, const char *wanted)
{
    uint64_t count = container->member_count(container);
    for (uint64_t i = 0; i < count; i++) {
        const char *name = container->member_name(container, i);
        if (name != NULL && strcmp(name, wanted) == 0) {
            return true;
        }
    }
    return false;
}

static unsigned count_members(const struct bgt_content *content,
                              const struct bgt_manifest *manifest)
{
    unsigned found = 0;
    if (content->container == NULL) {
        return 0;
    }
    const char *const *wanted =
        content->owns_container ? manifest->zip_members : manifest->folder_members;
    for (size_t i = 0; wanted[i] != NULL; i++) {
        found += has_member(content->container, wanted[i]) ? 1 : 0;
    }
    return found;
}

static unsigned count_keys(const struct bgt_content *content,
                           const struct bgt_manifest *manifest)
{
    unsigned found = 0;
    for (size_t i = 0; content->first_key != NULL && manifest->first_keys[i] != NULL;
         i++) {
        found += strcmp(content->first_key, manifest->first_keys[i]) == 0 ? 1 : 0;
    }
    return found;
}

/* Adds to the named ones those with a namespace; true where one without fits. */
static bool count_roots(const struct bgt_content *content,
                        const struct bgt_manifest *manifest, unsigned *named)
{
    bool fits_plain = false;
    for (size_t i = 0; content->root_name != NULL && i < manifest->xml_root_count; i++) {
        const struct bgt_root_name *root = &manifest->xml_roots[i];
        if (strcmp(root->name, content->root_name) != 0) {
            continue;
        }
        if (root->uri == NULL) {
            fits_plain = true;
        } else if (strcmp(root->uri, content->root_uri) == 0) {
            (*named)++;
        }
    }
    return fits_plain;
}

static unsigned score_magic(const struct bgt_content *content,
                            const struct bgt_manifest *manifest)
{
    unsigned best = 0;
    for (size_t i = 0; i < manifest->magic_count; i++) {
        const struct bgt_magic *magic = &manifest->magics[i];
        if (content->head != NULL && magic->offset + magic->length <= content->length &&
            memcmp(content->head + magic->offset, magic->bytes, magic->length) == 0 &&
            SCORE_MAGIC + magic->length > best) {
            best = SCORE_MAGIC + magic->length;
        }
    }
    return best < SCORE_MAGIC_MOST ? best : SCORE_MAGIC_MOST;
}

unsigned bgt_content_score(const struct bgt_content *content,
                           const struct bgt_manifest *manifest)
{
    unsigned named = count_members(content, manifest) + count_keys(content, manifest);
    bool fits_plain = count_roots(content, manifest, &named);
    if (named > 0) {
        unsigned score = SCORE_NAMED + named - 1;
        return score < SCORE_MOST ? score : SCORE_MOST;
    }
    return fits_plain ? SCORE_ROOT : score_magic(content, manifest);
}

/* ---- Names ---------------------------------------------------------------------- */

static size_t longest(const char *const *endings, const char *name, size_t length)
{
    size_t best = 0;
    for (size_t i = 0; endings[i] != NULL; i++) {
        size_t ending = strlen(endings[i]);
        if (ending > best && length > ending && name[length - ending - 1] == '.' &&
            bgt_text_equal_ignore_case(name + length - ending, ending, endings[i],
                                       ending)) {
            best = ending;
        }
    }
    return best;
}

size_t bgt_extension_fits(const struct bgt_manifest *manifest, const char *name,
                          bool is_reading)
{
    size_t length = strlen(name);
    size_t best = longest(manifest->extensions, name, length);
    size_t more = is_reading ? longest(manifest->read_extensions, name, length) : 0;
    return best > more ? best : more;
}
