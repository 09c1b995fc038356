/* Ends the program while it is loaded. */
#include "broken.h"

#include <unistd.h>

__attribute__((constructor)) static void construct(void)
{
    _exit(3);
}

SOUND_PLUGIN(leaves);
