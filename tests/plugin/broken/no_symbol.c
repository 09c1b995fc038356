/* Exports a descriptor under another plugin's name. */
#include "broken.h"

SOUND_PLUGIN(another_name);
