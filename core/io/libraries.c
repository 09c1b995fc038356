#include "io/libraries.h"

#include <expat.h>
#include <string.h>
#include <yaml.h>
#include <zip.h>

enum { LIBZIP, EXPAT, LIBYAML, LIBRARY_COUNT };

size_t bgt_library_count(void)
{
    return LIBRARY_COUNT;
}

/* Expat says `expat_2.5.0`. */
static const char *expat_version(void)
{
    const char *version = XML_ExpatVersion();
    const char *number = strchr(version, '_');
    return number != NULL ? number + 1 : version;
}

struct bgt_library bgt_library_at(size_t index)
{
    struct bgt_library library = {"libzip", zip_libzip_version()};
    if (index == EXPAT) {
        library.name = "expat";
        library.version = expat_version();
    } else if (index == LIBYAML) {
        library.name = "libyaml";
        library.version = yaml_get_version_string();
    }
    return library;
}
