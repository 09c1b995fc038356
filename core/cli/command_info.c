#include <string.h>

#include "cli/commands.h"
#include "cli/info.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "flow/reading.h"

static bgt_status add_batch(void *context, const struct bgt_batch *batch)
{
    return bgt_summary_add(context, batch);
}

/* After an error reading goes on as far as the reader can: what is inside shall be shown,
 * and further errors told. */
static bgt_status gather(struct bgt_reading *reading, const struct bgt_io *io,
                         struct bgt_summary *summary)
{
    struct bgt_source source;
    struct bgt_taker taker = {add_batch, summary};
    bgt_status status = bgt_reading_records(reading, &source);
    return status == BGT_OK ? bgt_reading_drain(&source, io, &taker) : status;
}

static int show(struct bgt_terminal *terminal, struct bgt_reading *reading,
                const struct bgt_io *io)
{
    struct bgt_summary summary;
    bgt_summary_open(&summary);
    bgt_status status = gather(reading, io, &summary);
    struct bgt_info info = {.path = terminal->arguments.words[0],
                            .format = bgt_reading_format(reading),
                            .summary = &summary};
    const struct bgt_layout_reader *layout = bgt_reading_layout(reading);
    if (layout != NULL)
        info.regions = bgt_layout_reader_report(layout, &info.region_count);
    if (terminal->is_json)
        bgt_info_print_json(terminal, &info);
    else
        bgt_info_print(terminal, &info);
    bgt_summary_close(&summary);
    return bgt_terminal_exit(terminal, status);
}

int bgt_command_info(struct bgt_terminal *terminal)
{
    if (terminal->arguments.word_count != 1) {
        (void)bgt_report_at(terminal->reporter, "USAGE_WORDS", NULL, "info",
                            bgt_say(terminal, "one FILE", "一个文件"));
        return BGT_EXIT_USAGE;
    }
    if (bgt_given(&terminal->arguments, BGT_OPTION_CELLS))
        return bgt_command_cells(terminal);
    return bgt_terminal_read(terminal, show);
}
