/* Does not come back while it is loaded. */
#include "broken.h"

#include <unistd.h>

__attribute__((constructor)) static void construct(void)
{
    for (;;) {
        (void)pause();
    }
}

SOUND_PLUGIN(hangs);
