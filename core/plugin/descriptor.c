#include "plugin/descriptor.h"

#include "diag/reporter.h"
#include "plugin/options.h"

#include <string.h>

enum { ABI_SHIFT = 16, ABI_MASK = 0xFFFF };

/* A check under way. */
struct check {
    const struct bgt_plugin *plugin;
    const struct bgt_manifest *manifest;
    const char *path;
    struct bgt_reporter *reporter;
};

bool bgt_abi_fits(uint32_t abi)
{
    uint32_t major = BGT_ABI >> ABI_SHIFT;
    return major == 0 ? abi == BGT_ABI : abi >> ABI_SHIFT == major;
}

const char *bgt_abi_text(uint32_t abi, char out[16])
{
    char digits[BGT_NUMBER_SIZE];
    size_t length = 0;
    for (const char *c = bgt_number_text(abi >> ABI_SHIFT, digits); *c != '\0'; c++) {
        out[length++] = *c;
    }
    out[length++] = '.';
    for (const char *c = bgt_number_text(abi & ABI_MASK, digits); *c != '\0'; c++) {
        out[length++] = *c;
    }
    out[length] = '\0';
    return out;
}

/* ---- Messages ------------------------------------------------------------------- */

static bgt_status bad(const struct check *check, const char *what)
{
    struct bgt_place place = {.file = check->path};
    (void)bgt_report_at(check->reporter, "PLUGIN_BAD_DESCRIPTOR", &place, what, NULL);
    return BGT_BAD;
}

static bgt_status differs(const struct check *check, const char *what,
                          const char *manifest, const char *plugin)
{
    struct bgt_diagnostic fault = {
        .code = "PLUGIN_MANIFEST_DIFFERS",
        .place = {.file = check->path},
        .arguments = {what, manifest == NULL ? "-" : manifest,
                      plugin == NULL ? "-" : plugin, NULL},
    };
    (void)bgt_report(check->reporter, &fault);
    return BGT_BAD;
}

static bgt_status same_text(const struct check *check, const char *what,
                            const char *manifest, const char *plugin)
{
    bool is_same = (manifest == NULL && plugin == NULL) ||
                   (manifest != NULL && plugin != NULL && strcmp(manifest, plugin) == 0);
    return is_same ? BGT_OK : differs(check, what, manifest, plugin);
}

static bgt_status same_number(const struct check *check, const char *what,
                              uint64_t manifest, uint64_t plugin)
{
    char first[BGT_NUMBER_SIZE];
    char second[BGT_NUMBER_SIZE];
    if (manifest == plugin) {
        return BGT_OK;
    }
    return differs(check, what, bgt_number_text(manifest, first),
                   bgt_number_text(plugin, second));
}

/* ---- Parts ---------------------------------------------------------------------- */

static bgt_status check_head(const struct check *check)
{
    const struct bgt_plugin *plugin = check->plugin;
    struct bgt_place place = {.file = check->path};
    char first[BGT_NUMBER_SIZE];
    char second[BGT_NUMBER_SIZE];
    if (!bgt_abi_fits(plugin->abi)) {
        (void)bgt_report_at(check->reporter, "PLUGIN_WRONG_ABI", &place,
                            bgt_abi_text(plugin->abi, first),
                            bgt_abi_text(BGT_ABI, second));
        return BGT_BAD;
    }
    if (plugin->struct_size < sizeof *plugin) {
        (void)bgt_report_at(check->reporter, "PLUGIN_WRONG_SIZE", &place,
                            bgt_number_text(plugin->struct_size, first),
                            bgt_number_text(sizeof *plugin, second));
        return BGT_BAD;
    }
    if (plugin->id == NULL || plugin->title == NULL || plugin->title_zh == NULL) {
        return bad(check, "id, title, title_zh");
    }
    bgt_status status = same_text(check, "id", check->manifest->id, plugin->id);
    if (status == BGT_OK) {
        status = same_number(check, "abi", check->manifest->abi, plugin->abi);
    }
    if (status == BGT_OK) {
        status = same_number(check, "kind", check->manifest->kind, plugin->kind);
    }
    return status;
}

static bgt_status check_capacity(const struct check *check)
{
    const struct bgt_capacity *wanted = &check->manifest->capacity;
    const struct bgt_capacity *found = check->plugin->capacity;
    if (found == NULL || found->struct_size < sizeof *found) {
        return bad(check, "capacity");
    }
    const struct {
        const char *name;
        uint64_t manifest, plugin;
    } pairs[] = {
        {"capabilities", wanted->flags, found->flags},
        {"text_characters", wanted->text_characters, found->text_characters},
        {"rows", wanted->rows, found->rows},
        {"columns", wanted->columns, found->columns},
        {"sheets", wanted->sheets, found->sheets},
        {"sheet_name_characters", wanted->sheet_name_characters,
         found->sheet_name_characters},
        {"digits", wanted->digits, found->digits},
        {"scale", wanted->scale, found->scale},
    };
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < sizeof pairs / sizeof pairs[0]; i++) {
        status = same_number(check, pairs[i].name, pairs[i].manifest, pairs[i].plugin);
    }
    return status;
}

static bgt_status check_reader(const struct check *check)
{
    const struct bgt_reader_ops *reader = check->plugin->reader;
    bool can_read = (check->plugin->capacity->flags & BGT_CAN_READ) != 0;
    if (can_read != (reader != NULL)) {
        return bad(check, "reader");
    }
    if (reader != NULL && (reader->struct_size < sizeof *reader || reader->open == NULL ||
                           reader->next == NULL || reader->close == NULL ||
                           reader->state_size > BGT_STATE_MAX_BYTES)) {
        return bad(check, "reader");
    }
    return BGT_OK;
}

static bgt_status check_writer(const struct check *check)
{
    const struct bgt_writer_ops *writer = check->plugin->writer;
    bool can_write = (check->plugin->capacity->flags & BGT_CAN_WRITE) != 0;
    if (can_write != (writer != NULL)) {
        return bad(check, "writer");
    }
    if (writer == NULL) {
        return BGT_OK;
    }
    if (writer->struct_size < sizeof *writer || writer->open == NULL ||
        writer->finish == NULL || writer->close == NULL ||
        writer->state_size > BGT_STATE_MAX_BYTES) {
        return bad(check, "writer");
    }
    bool has_sheets = writer->begin_sheet != NULL && writer->put_row != NULL &&
                      writer->end_sheet != NULL;
    bool is_grid = check->plugin->kind == BGT_KIND_GRID;
    return (is_grid ? has_sheets : writer->put != NULL) ? BGT_OK : bad(check, "writer");
}

/* ---- Options -------------------------------------------------------------------- */

static bgt_status check_choices(const struct check *check,
                                const struct bgt_option *wanted,
                                const struct bgt_option *found)
{
    if (wanted->choices == NULL) {
        return BGT_OK;
    }
    if (found->choices == NULL) {
        return bad(check, found->name);
    }
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK; i++) {
        status = same_text(check, wanted->name, wanted->choices[i], found->choices[i]);
        if (wanted->choices[i] == NULL || found->choices[i] == NULL) {
            break;
        }
    }
    return status;
}

static bgt_status check_option(const struct check *check, const struct bgt_option *wanted,
                               const struct bgt_option *found)
{
    if (found->name == NULL || found->help == NULL || found->help_zh == NULL) {
        return bad(check, "options");
    }
    bool is_same_direction = (wanted->for_reader != 0) == (found->for_reader != 0) &&
                             (wanted->for_writer != 0) == (found->for_writer != 0);
    bool has_bounds = wanted->type == BGT_OPTION_INTEGER;
    bgt_status status = same_text(check, "option", wanted->name, found->name);
    if (status == BGT_OK) {
        status = same_number(check, wanted->name, wanted->type, found->type);
    }
    if (status == BGT_OK && !is_same_direction) {
        status = differs(check, wanted->name, "direction", "direction");
    }
    if (status == BGT_OK) {
        status = same_text(check, wanted->name, wanted->initial, found->initial);
    }
    if (status == BGT_OK && ((has_bounds && wanted->minimum != found->minimum) ||
                             (has_bounds && wanted->maximum != found->maximum))) {
        status = differs(check, wanted->name, "min, max", "min, max");
    }
    return status == BGT_OK ? check_choices(check, wanted, found) : status;
}

static bgt_status check_options(const struct check *check)
{
    const struct bgt_plugin *plugin = check->plugin;
    const struct bgt_manifest *manifest = check->manifest;
    struct bgt_option_table table = {
        .options = plugin->options,
        .count = plugin->option_count,
        .stride = plugin->option_stride,
    };
    bgt_status status =
        same_number(check, "option", manifest->option_count, plugin->option_count);
    if (status != BGT_OK || plugin->option_count == 0) {
        return status;
    }
    if (plugin->options == NULL || plugin->option_stride < sizeof(struct bgt_option)) {
        return bad(check, "options");
    }
    for (uint32_t i = 0; status == BGT_OK && i < plugin->option_count; i++) {
        status = check_option(check, &manifest->options[i], bgt_option_at(&table, i));
    }
    return status;
}

bgt_status bgt_descriptor_check(const struct bgt_plugin *plugin,
                                const struct bgt_manifest *manifest, const char *path,
                                struct bgt_reporter *reporter)
{
    static bgt_status (*const parts[])(const struct check *check) = {
        check_head, check_capacity, check_reader, check_writer, check_options,
    };
    struct check check = {plugin, manifest, path, reporter};
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < sizeof parts / sizeof parts[0]; i++) {
        status = parts[i](&check);
    }
    return status;
}
