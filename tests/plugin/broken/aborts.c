/* Aborts while it is loaded. */
#include "broken.h"

#include <stdlib.h>

__attribute__((constructor)) static void construct(void)
{
    abort();
}

SOUND_PLUGIN(aborts);
