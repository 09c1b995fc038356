#include "plugin/env.h"

#include "base/decimal.h"
#include "base/utf8.h"
#include "io/decode.h"
#include "io/encode.h"
#include "io/input.h"
#include "io/temporary.h"
#include "io/xml.h"
#include "io/yaml.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

enum { PLACE_BYTES = 256, DOUBLE_DIGITS = 15 };

static const struct bgt_plugin_env *own(const struct bgt_env *env)
{
    return env->host;
}

static const struct bgt_io *io_of(const struct bgt_env *env)
{
    return own(env)->host->io;
}

/* ---- Diagnostics ---------------------------------------------------------------- */

static bgt_status report(const struct bgt_env *env,
                         const struct bgt_diagnostic *diagnostic)
{
    struct bgt_diagnostic safe = *diagnostic;
    if (safe.code == NULL) {
        safe.code = "PLUGIN_MESSAGE";
    }
    return bgt_report(io_of(env)->reporter, &safe);
}

void bgt_item_place(const struct bgt_batch *batch, const struct bgt_item *item,
                    const struct bgt_value *value, char text[256],
                    struct bgt_place *place)
{
    size_t length =
        item->place_length < PLACE_BYTES ? item->place_length : PLACE_BYTES - 1;
    bool is_sheet = item->row != 0 || (item->flags & BGT_ITEM_CELLS) != 0;
    *place = (struct bgt_place){.line = item->line, .is_cell = 0};
    if (length > 0) {
        length = bgt_utf8_truncate(batch->text + item->place_offset, item->place_length,
                                   length);
        memcpy(text, batch->text + item->place_offset, length);
        text[length] = '\0';
        place->sheet = is_sheet ? text : NULL;
        place->path = is_sheet ? NULL : text;
    }
    if (value != NULL) {
        place->line = value->place_line != 0 ? value->place_line : item->line;
        /* A field number is no column; a grid's column is. */
        place->column = value->place_column;
        if (place->column == 0 && item->kind == BGT_ITEM_ROW) {
            place->column = value->column;
        }
    }
    place->is_cell = (item->flags & BGT_ITEM_CELLS) != 0 && place->column != 0;
}

static bgt_status cannot_hold(const struct bgt_env *env, const struct bgt_batch *batch,
                              const struct bgt_item *item, const struct bgt_value *value,
                              const char *reason)
{
    char text[PLACE_BYTES];
    struct bgt_diagnostic loss = {.code = "CANNOT_HOLD", .arguments = {reason}};
    bgt_item_place(batch, item, value, text, &loss.place);
    if (item->kind == BGT_ITEM_ROW && item->place_length == 0) {
        /* A row of what is written, not of what was read. */
        loss.place.file = own(env)->target;
        loss.place.sheet = own(env)->sheet;
    }
    if (value != NULL) {
        loss.text = bgt_value_text(batch, value);
        loss.text_length = value->text_length;
    }
    (void)bgt_report(io_of(env)->reporter, &loss);
    return BGT_CANNOT_HOLD;
}

/* ---- The job -------------------------------------------------------------------- */

static int is_cancelled(const struct bgt_env *env)
{
    const struct bgt_io *io = io_of(env);
    return io->is_cancelled != NULL ? io->is_cancelled(io->cancel_context) : 0;
}

static uint32_t intern(const struct bgt_env *env, const char *text, size_t length)
{
    struct bgt_interner *interner = own(env)->host->interner;
    return interner != NULL ? bgt_interner_intern(interner, text, length) : 0;
}

static uint32_t no_intern(const struct bgt_env *env, const char *text, size_t length)
{
    (void)env;
    (void)text;
    (void)length;
    return 0;
}

static const char *catalogue_name(const struct bgt_env *env, const char *scheme,
                                  const char *year, const char *code, size_t length)
{
    const struct bgt_plugin_host *host = own(env)->host;
    if (host->catalogue_name == NULL) {
        return NULL;
    }
    return host->catalogue_name(host->catalogue_context, scheme, year, code, length);
}

/* ---- Values --------------------------------------------------------------------- */

/* The interface of plugins has it so. */
/* NOLINTNEXTLINE(readability-function-size) */
static bgt_status stored_number(const struct bgt_env *env, const char *text,
                                size_t length, int shown_scale,
                                struct bgt_decimal *decimal, uint16_t *flags)
{
    unsigned stored = 0;
    (void)env;
    if (bgt_decimal_from_stored(text, length, shown_scale, decimal, &stored) !=
        BGT_DECIMAL_OK) {
        return BGT_BAD;
    }
    *flags = (uint16_t)(*flags | BGT_VALUE_DECIMAL);
    if ((stored & BGT_STORED_MORE_PLACES) != 0) {
        *flags = (uint16_t)(*flags | BGT_VALUE_MORE_PLACES);
    }
    if (bgt_decimal_significant_digits(*decimal) > DOUBLE_DIGITS) {
        *flags = (uint16_t)(*flags | BGT_VALUE_IMPRECISE);
    }
    return BGT_OK;
}

/* ---- Bytes ---------------------------------------------------------------------- */

static bgt_status decode(const struct bgt_env *env, struct bgt_input *input,
                         struct bgt_input **utf8)
{
    struct bgt_plugin_env *self = env->host;
    bgt_status status =
        bgt_decode_open(self->host->io, input, self->host->encoding, utf8);
    if (status == BGT_OK) {
        self->view = *utf8;
    }
    return status;
}

static bgt_status encode(const struct bgt_env *env, struct bgt_output *output,
                         const char *encoding, struct bgt_output **utf8)
{
    return bgt_encode_open(io_of(env), output, encoding, utf8);
}

static bgt_status xml_open(const struct bgt_env *env, struct bgt_input *input,
                           const struct bgt_xml_handler *handler, void *context,
                           struct bgt_xml **xml)
{
    return bgt_xml_open(io_of(env), input, handler, context, xml);
}

static bgt_status yaml_open(const struct bgt_env *env, struct bgt_input *input,
                            struct bgt_yaml **yaml)
{
    return bgt_yaml_open(io_of(env), input, yaml);
}

static bgt_status temporary(const struct bgt_env *env, struct bgt_output **output,
                            struct bgt_input **input)
{
    return bgt_temporary_pair(io_of(env), output, input);
}

/* Whether a name stays inside the plugin's own folder. */
static bool is_inside(const char *name)
{
    const char *part = name;
    if (name[0] == '\0' || name[0] == '/') {
        return false;
    }
    while (part != NULL) {
        if (strcmp(part, "..") == 0 || strncmp(part, "../", 3) == 0) {
            return false;
        }
        part = strchr(part, '/');
        part = part != NULL ? part + 1 : NULL;
    }
    return true;
}

static bool append(char path[PATH_MAX], size_t *length, const char *text)
{
    size_t more = strlen(text);
    if (*length + more + 1 > PATH_MAX) {
        return false;
    }
    memcpy(path + *length, text, more + 1);
    *length += more;
    return true;
}

static bgt_status data(const struct bgt_env *env, const char *name,
                       struct bgt_input **input)
{
    const struct bgt_plugin_env *self = own(env);
    char path[PATH_MAX];
    size_t length = 0;
    struct stat info;
    if (self->host->formats == NULL || !is_inside(name) ||
        !append(path, &length, self->host->formats) || !append(path, &length, "/") ||
        !append(path, &length, self->id) || !append(path, &length, "/") ||
        !append(path, &length, name) || stat(path, &info) != 0 ||
        !S_ISREG(info.st_mode)) {
        return BGT_NOT_FOUND;
    }
    return bgt_input_open_file(self->host->io, path, input);
}

void bgt_plugin_env_init(struct bgt_plugin_env *env,
                         const struct bgt_plugin_env_options *options)
{
    *env = (struct bgt_plugin_env){
        .env =
            {
                .struct_size = sizeof env->env,
                .abi = BGT_ABI,
                .host = env,
                .limits = options->host->io->limits,
                .model = options->host->model,
                .options = options->values,
                .option_count = options->plugin->option_count,
                .is_folder_target = options->is_folder_target,
                .report = report,
                .is_cancelled = is_cancelled,
                .intern = options->is_writer ? no_intern : intern,
                .decode = decode,
                .encode = encode,
                .stored_number = stored_number,
                .xml_open = xml_open,
                .xml_step = bgt_xml_step,
                .xml_line = bgt_xml_line,
                .xml_column = bgt_xml_column,
                .xml_close = bgt_xml_close,
                .yaml_open = yaml_open,
                .yaml_next = bgt_yaml_next,
                .yaml_close = bgt_yaml_close,
                .data = data,
                .temporary = temporary,
                .catalogue_name = catalogue_name,
                .cannot_hold = cannot_hold,
            },
        .host = options->host,
        .id = options->plugin->id,
        .target = options->target,
    };
}
