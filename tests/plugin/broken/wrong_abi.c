/* Built for the next minor version of an interface that is not frozen yet. */
#include "broken.h"

BROKEN_PLUGIN(wrong_abi, BGT_ABI + 1, sizeof(struct bgt_plugin));
