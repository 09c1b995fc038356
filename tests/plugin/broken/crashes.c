/* Is killed by a signal while it is loaded. */
#include "broken.h"

#include <signal.h>
#include <unistd.h>

__attribute__((constructor)) static void construct(void)
{
    (void)kill(getpid(), SIGKILL);
}

SOUND_PLUGIN(crashes);
