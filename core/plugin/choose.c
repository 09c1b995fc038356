#include "plugin/choose.h"

#include "io/input.h"
#include "plugin/content.h"

#include <string.h>

enum {
    MAX_CANDIDATES = 32,
    MAX_LIST_BYTES = 4096,
    MAX_MEMORY = 1 << 20,
    PROBE_MOST = 100
};

/* Plugins that fit equally well. */
struct candidates {
    const struct bgt_manifest *manifests[MAX_CANDIDATES];
    size_t count;
    size_t best; /* What they have scored. */
};

/* Keeps those with the highest score above 0. */
static void consider(struct candidates *candidates, const struct bgt_manifest *manifest,
                     size_t score)
{
    if (score == 0 || score < candidates->best) {
        return;
    }
    if (score > candidates->best) {
        candidates->best = score;
        candidates->count = 0;
    }
    if (candidates->count < MAX_CANDIDATES) {
        candidates->manifests[candidates->count++] = manifest;
    }
}

/* ---- Messages ------------------------------------------------------------------- */

/* Reports a code about the file with the formats of a capability as {position of list}.
 */
static void report_formats(const struct bgt_registry *registry, uint32_t capability,
                           struct bgt_reporter *reporter, struct bgt_diagnostic *fault,
                           size_t position)
{
    struct bgt_buffer list;
    bgt_buffer_init(&list, NULL, MAX_LIST_BYTES);
    bgt_registry_list(registry, capability, &list);
    fault->arguments[position] = list.data;
    (void)bgt_report(reporter, fault);
    bgt_buffer_close(&list);
}

static bgt_status report_ambiguous(const struct candidates *candidates, const char *file,
                                   struct bgt_reporter *reporter)
{
    struct bgt_buffer list;
    struct bgt_place place = {.file = file};
    bgt_buffer_init(&list, NULL, MAX_LIST_BYTES);
    for (size_t i = 0; i < candidates->count; i++) {
        (void)bgt_buffer_append_text(&list, i == 0 ? "" : ", ");
        (void)bgt_buffer_append_text(&list, candidates->manifests[i]->id);
    }
    (void)bgt_report_at(reporter, "FORMAT_AMBIGUOUS", &place, list.data, NULL);
    bgt_buffer_close(&list);
    return BGT_BAD;
}

/* ---- By id ---------------------------------------------------------------------- */

static bgt_status choose_by_id(const struct bgt_registry *registry, const char *id,
                               uint32_t capability, struct bgt_reporter *reporter,
                               const struct bgt_manifest **manifest)
{
    const struct bgt_manifest *found = bgt_registry_find(registry, id);
    struct bgt_diagnostic fault = {.arguments = {id, NULL, NULL, NULL}};
    if (found == NULL) {
        fault.arguments[2] = bgt_registry_nearest(registry, id);
        fault.code =
            fault.arguments[2] != NULL ? "FORMAT_UNKNOWN_NEAR" : "FORMAT_UNKNOWN";
        report_formats(registry, BGT_CAN_READ | BGT_CAN_WRITE, reporter, &fault, 1);
        return BGT_NOT_FOUND;
    }
    if ((found->capacity.flags & capability) == 0) {
        fault.code =
            capability == BGT_CAN_READ ? "FORMAT_CANNOT_READ" : "FORMAT_CANNOT_WRITE";
        report_formats(registry, capability, reporter, &fault, 1);
        return BGT_NOT_FOUND;
    }
    *manifest = found;
    return BGT_OK;
}

/* ---- To read -------------------------------------------------------------------- */

/* The readers that fit best: by content, among equals also by name; else by name alone.
 */
static void find_readers(const struct bgt_registry *registry,
                         const struct bgt_content *content, const char *name,
                         struct candidates *out)
{
    struct candidates by_content = {.count = 0};
    struct candidates by_name = {.count = 0};
    struct candidates by_both = {.count = 0};
    for (size_t i = 0; i < bgt_registry_count(registry); i++) {
        const struct bgt_manifest *manifest = bgt_registry_at(registry, i);
        if ((manifest->capacity.flags & BGT_CAN_READ) != 0) {
            consider(&by_content, manifest, bgt_content_score(content, manifest));
            consider(&by_name, manifest, bgt_extension_fits(manifest, name, true));
        }
    }
    for (size_t i = 0; i < by_content.count; i++) {
        consider(&by_both, by_content.manifests[i],
                 bgt_extension_fits(by_content.manifests[i], name, true));
    }
    *out = by_both.count > 0 ? by_both : by_content.count > 0 ? by_content : by_name;
}

/* Says so where the name promises another format than the one chosen. */
static void note_other_name(const struct bgt_registry *registry,
                            const struct bgt_reader_wanted *wanted,
                            const struct bgt_manifest *chosen)
{
    const char *name = wanted->input->name;
    struct bgt_place place = {.file = name};
    if (bgt_extension_fits(chosen, name, true) > 0) {
        return;
    }
    for (size_t i = 0; i < bgt_registry_count(registry); i++) {
        const struct bgt_manifest *other = bgt_registry_at(registry, i);
        if ((other->capacity.flags & BGT_CAN_READ) != 0 &&
            bgt_extension_fits(other, name, true) > 0) {
            (void)bgt_report_at(wanted->io->reporter, "FORMAT_FROM_CONTENT", &place,
                                chosen->id, other->id);
            return;
        }
    }
}

static unsigned ask(const struct bgt_plugin *plugin, const struct bgt_content *content,
                    const char *name)
{
    if (plugin->reader == NULL || plugin->reader->probe == NULL ||
        content->head == NULL) {
        return 0;
    }
    int answer = plugin->reader->probe(content->head, content->length, name);
    if (answer < 0) {
        return 0;
    }
    return answer > PROBE_MOST ? PROBE_MOST : (unsigned)answer;
}

/* Loads the tied and asks them; those that cannot be loaded drop out. */
static bgt_status ask_all(struct bgt_registry *registry,
                          const struct bgt_content *content,
                          const struct bgt_reader_wanted *wanted,
                          struct candidates *candidates)
{
    struct candidates best = {.count = 0};
    for (size_t i = 0; i < candidates->count; i++) {
        const struct bgt_plugin *plugin = NULL;
        bgt_status status = bgt_registry_try(registry, candidates->manifests[i],
                                             wanted->io->reporter, &plugin);
        if (status == BGT_NO_MEMORY) {
            return status;
        }
        if (status == BGT_OK) {
            /* One more, so that a usable plugin without an answer stays a candidate. */
            consider(&best, candidates->manifests[i],
                     (size_t)ask(plugin, content, wanted->input->name) + 1);
        }
    }
    if (best.count > 0) {
        *candidates = best;
    }
    return BGT_OK;
}

static bgt_status choose_among(struct bgt_registry *registry,
                               const struct bgt_content *content,
                               const struct bgt_reader_wanted *wanted,
                               const struct bgt_manifest **manifest)
{
    const char *name = wanted->input->name;
    struct bgt_reporter *reporter = wanted->io->reporter;
    struct candidates candidates;
    bgt_status status = BGT_OK;
    find_readers(registry, content, name, &candidates);
    if (candidates.count == 0) {
        struct bgt_diagnostic fault = {.code = "FORMAT_NOT_RECOGNISED",
                                       .place = {.file = name}};
        report_formats(registry, BGT_CAN_READ, reporter, &fault, 0);
        return BGT_NOT_FOUND;
    }
    if (candidates.count > 1) {
        status = ask_all(registry, content, wanted, &candidates);
    }
    if (status == BGT_OK && candidates.count > 1) {
        status = report_ambiguous(&candidates, name, reporter);
    }
    if (status == BGT_OK) {
        *manifest = candidates.manifests[0];
        note_other_name(registry, wanted, *manifest);
    }
    return status;
}

bgt_status bgt_choose_reader(struct bgt_registry *registry,
                             const struct bgt_reader_wanted *wanted,
                             const struct bgt_manifest **manifest)
{
    struct bgt_content content = {0};
    struct bgt_arena arena;
    if (wanted->format != NULL) {
        return choose_by_id(registry, wanted->format, BGT_CAN_READ, wanted->io->reporter,
                            manifest);
    }
    bgt_arena_init(&arena, wanted->io->allocator, MAX_MEMORY);
    bgt_status status = bgt_content_open(wanted->io, wanted->input, &arena, &content);
    if (status == BGT_OK) {
        status = choose_among(registry, &content, wanted, manifest);
    }
    bgt_content_close(&content);
    bgt_arena_close(&arena);
    return status;
}

/* ---- To write ------------------------------------------------------------------- */

static size_t score_target(const struct bgt_manifest *manifest, const char *target)
{
    size_t length = strlen(target);
    if ((manifest->capacity.flags & BGT_CAN_WRITE) == 0 || length == 0) {
        return 0;
    }
    if (target[length - 1] == '/') {
        return (manifest->capacity.flags & BGT_CAN_FOLDER) != 0 ? 1 : 0;
    }
    return bgt_extension_fits(manifest, target, false);
}

bgt_status bgt_choose_writer(const struct bgt_registry *registry, const char *format,
                             const char *target, struct bgt_reporter *reporter,
                             const struct bgt_manifest **manifest)
{
    struct candidates candidates = {.count = 0};
    if (format != NULL) {
        return choose_by_id(registry, format, BGT_CAN_WRITE, reporter, manifest);
    }
    for (size_t i = 0; target != NULL && i < bgt_registry_count(registry); i++) {
        const struct bgt_manifest *writer = bgt_registry_at(registry, i);
        consider(&candidates, writer, score_target(writer, target));
    }
    if (candidates.count == 0) {
        struct bgt_diagnostic fault = {.code = "FORMAT_OF_TARGET",
                                       .place = {.file = target}};
        report_formats(registry, BGT_CAN_WRITE, reporter, &fault, 0);
        return BGT_NOT_FOUND;
    }
    if (candidates.count > 1) {
        return report_ambiguous(&candidates, target, reporter);
    }
    *manifest = candidates.manifests[0];
    return BGT_OK;
}
