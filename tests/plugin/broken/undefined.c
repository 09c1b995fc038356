/* Calls a function that nobody defines: lazy binding would find out in the middle of a
 * job. */
#include "broken.h"

int bgt_test_defined_nowhere(void);

__attribute__((visibility("default"))) int undefined_calls_it(void);

int undefined_calls_it(void)
{
    return bgt_test_defined_nowhere();
}

SOUND_PLUGIN(undefined);
