/* Not broken: reads nothing and has no probe. */
#include "broken.h"

SOUND_PLUGIN(plain);
