#include "diag/reporter.h"
#include "flow/convert.h"

enum bgt_exit bgt_exit_of(struct bgt_reporter *reporter, bgt_status status,
                          enum bgt_exit failure)
{
    switch (status) {
    case BGT_OK:
        return BGT_EXIT_DONE;
    case BGT_NO_MEMORY:
        (void)bgt_report_at(reporter, "NO_MEMORY", NULL, NULL, NULL);
        /* A command line is not wrong because the memory ran out while it was looked at.
         */
        return failure == BGT_EXIT_USAGE ? BGT_EXIT_INPUT : failure;
    case BGT_CANCELLED:
        (void)bgt_report_at(reporter, "CANCELLED", NULL, NULL, NULL);
        return failure;
    case BGT_CANNOT_HOLD:
        (void)bgt_report_at(reporter, "WRITER_REFUSED", NULL, NULL, NULL);
        return BGT_EXIT_LOSS;
    default:
        break;
    }
    if (bgt_reporter_count(reporter, BGT_ERROR) > 0)
        return failure;
    (void)bgt_report_at(reporter, "INTERNAL", NULL, "a failure without a message", NULL);
    return BGT_EXIT_INTERNAL;
}
