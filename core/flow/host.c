#include "flow/host.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/text.h"
#include "flow/context.h"
#include "model/catalogue.h"
#include "model/model.h"

static const char *name_of_code(void *context, const char *scheme, const char *year,
                                const char *code, size_t length)
{
    uint64_t number = 0;
    if (year != NULL && !bgt_text_parse_unsigned(year, strlen(year), 9999, &number))
        return NULL;
    const struct bgt_catalogue_entry *entry =
        bgt_catalogue_by_prefix(context, scheme, (unsigned)number, code, length);
    return entry == NULL ? NULL : entry->name;
}

void bgt_host_fill(struct bgt_plugin_host *host, const struct bgt_context *context,
                   const struct bgt_io *io)
{
    memset(host, 0, sizeof *host);
    host->io = io;
    host->model = bgt_model();
    host->formats = context->formats_folder;
    host->catalogue_name = name_of_code;
    host->catalogue_context = context->catalogues;
}

struct bgt_hash_key bgt_host_hash_key(void)
{
    struct bgt_hash_key key;
    /* Without random bytes the addresses of this run must do. */
    if (getrandom(&key, sizeof key, GRND_NONBLOCK) != (ssize_t)sizeof key) {
        memset(&key, 0, sizeof key);
        key.word[0] = (uint64_t)(uintptr_t)&key;
    }
    return key;
}
