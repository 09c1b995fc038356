/* Needs a shared library that is not there. */
#include "broken.h"

int bgt_test_gone(void);

__attribute__((visibility("default"))) int no_library_calls_it(void);

int no_library_calls_it(void)
{
    return bgt_test_gone();
}

SOUND_PLUGIN(no_library);
