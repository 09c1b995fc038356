/* Built with a header whose descriptor was smaller. */
#include "broken.h"

BROKEN_PLUGIN(wrong_size, BGT_ABI, sizeof(struct bgt_plugin) - 8);
