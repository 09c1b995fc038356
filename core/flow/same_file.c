#include "flow/same_file.h"

#include <sys/stat.h>

#include "io/input.h"
#include "io/output.h"

bgt_status bgt_target_check_inputs(const struct bgt_io *io, const char *target,
                                   const struct bgt_texts *inputs, enum bgt_exit *exit)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < inputs->count; i++) {
        struct stat state;
        struct bgt_input *input = NULL;
        if (stat(inputs->items[i], &state) != 0 ||
            !(S_ISREG(state.st_mode) || S_ISDIR(state.st_mode)))
            continue;
        *exit = BGT_EXIT_INPUT;
        status = bgt_input_open_file(io, inputs->items[i], &input);
        if (status != BGT_OK)
            break;
        *exit = BGT_EXIT_USAGE;
        status = bgt_output_check_input(io, target, input);
        bgt_input_close(input);
    }
    return status;
}
