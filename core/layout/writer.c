#include "layout/writer.h"

#include <stdlib.h>
#include <string.h>

#include "layout/builtin.h"
#include "layout/datapackage.h"
#include "layout/layouts.h"
#include "layout/writer_document.h"

struct bgt_layout_writer {
    struct bgt_layout_writer_options options;
    struct bgt_io io;
    struct bgt_cells *cells;
    struct bgt_losses *losses;
    /* One of these: */
    struct bgt_facts_writer *facts;
    struct bgt_lines_writer *lines;
    struct bgt_entities_writer *entities;
    struct bgt_document_writer *document;
    struct bgt_sink sink; /* Of that one. */
};

static bool is_single(const struct bgt_layout_writer_options *options)
{
    return options->is_folder == 0 && options->grid.capacity != NULL &&
           (options->grid.capacity->flags & BGT_CAN_SHEETS) == 0;
}

/* Whether the target can do all of these; one that states nothing promises none. */
static bool can(const struct bgt_layout_writer_options *options, uint32_t flags)
{
    return options->grid.capacity != NULL &&
           (options->grid.capacity->flags & flags) == flags;
}

static bool is_named(const struct bgt_layout_writer *writer, const char *name)
{
    return writer->options.layout != NULL && strcmp(writer->options.layout, name) == 0;
}

static const char *const builtin_names[] = {"lines", "facts", "entities"};

/* Edits within which a name is taken for a slip of the pen. */
#define NEAR 2

/* A name that is nearly a built-in one, or one of no layout at all. */
static bgt_status report_unknown(const struct bgt_layout_writer_options *options)
{
    const char *near = NULL;
    for (size_t i = 0; i < sizeof builtin_names / sizeof builtin_names[0]; i++)
        if (bgt_text_distance(bgt_slice_of(options->layout),
                              bgt_slice_of(builtin_names[i]), NEAR) <= NEAR)
            near = builtin_names[i];
    if (near == NULL && options->layouts != NULL)
        return bgt_layouts_report_unknown(options->layouts, options->layout,
                                          options->reporter);
    return bgt_report_at(options->reporter, "LAYOUT_UNKNOWN", NULL, options->layout,
                         near != NULL ? near : "lines, facts, entities");
}

/* The layouts that the user's name means. */
static bgt_status choose(const struct bgt_layout_writer *writer,
                         struct bgt_layout_choice *choice)
{
    const struct bgt_layout_writer_options *options = &writer->options;
    *choice = (struct bgt_layout_choice){NULL, 0};
    if (options->layout == NULL)
        return BGT_OK;
    if (options->layouts != NULL &&
        bgt_layouts_find(options->layouts, options->layout, choice) == BGT_OK)
        return BGT_OK;
    return report_unknown(options);
}

static bgt_status open_document(struct bgt_layout_writer *writer,
                                const struct bgt_builtin_target *target)
{
    const struct bgt_layout_writer_options *options = &writer->options;
    struct bgt_document_writer_options document = {.target = *target,
                                                   .layouts = options->layouts,
                                                   .catalogues = options->catalogues,
                                                   .layout = options->layout,
                                                   .is_single = is_single(options),
                                                   .is_folder = options->is_folder != 0,
                                                   .has_no_entities =
                                                       options->has_no_entities != 0};
    document.has_contents =
        options->has_no_contents == 0 && can(options, BGT_CAN_SHEETS | BGT_CAN_STYLES);
    document.has_charts = options->has_no_charts == 0 && can(options, BGT_CAN_CHARTS);
    bgt_status status = choose(writer, &document.choice);
    if (status == BGT_OK)
        status = bgt_document_writer_open(&document, &writer->document);
    if (status == BGT_OK)
        writer->sink = bgt_document_writer_sink(writer->document);
    return status;
}

static bgt_status open_entities(struct bgt_layout_writer *writer,
                                const struct bgt_builtin_target *target)
{
    if (is_single(&writer->options))
        return bgt_report_at(writer->options.reporter, "LAYOUT_NEEDS_SHEETS", NULL,
                             "entities", NULL);
    bgt_status status = bgt_entities_writer_open(target, &writer->entities);
    if (status == BGT_OK)
        writer->sink = bgt_entities_writer_sink(writer->entities);
    return status;
}

static bgt_status open_chosen(struct bgt_layout_writer *writer)
{
    struct bgt_builtin_target target = {writer->cells, writer->losses, &writer->io};
    bgt_status status = BGT_OK;
    if (is_named(writer, "facts")) {
        status = bgt_facts_writer_open(&target, &writer->facts);
        if (status == BGT_OK)
            writer->sink = bgt_facts_writer_sink(writer->facts);
        return status;
    }
    if (is_named(writer, "lines")) {
        status = bgt_lines_writer_open(&target, &writer->lines);
        if (status == BGT_OK)
            writer->sink = bgt_lines_writer_sink(writer->lines);
        return status;
    }
    bool is_by_folder = writer->options.layout == NULL && writer->options.is_folder != 0;
    return is_named(writer, "entities") || is_by_folder ? open_entities(writer, &target)
                                                        : open_document(writer, &target);
}

bgt_status bgt_layout_writer_open(const struct bgt_layout_writer_options *options,
                                  struct bgt_layout_writer **writer)
{
    struct bgt_layout_writer *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->options = *options;
    made->io = (struct bgt_io){.reporter = options->reporter,
                               .limits = options->limits,
                               .temporary_folder = options->temporary_folder};
    struct bgt_cells_options cells = {&made->options.grid, &made->io};
    bgt_status status = bgt_cells_open(&cells, &made->cells);
    if (status == BGT_OK)
        status = bgt_losses_open(options->reporter, &made->losses);
    if (status == BGT_OK)
        status = open_chosen(made);
    if (status != BGT_OK) {
        bgt_layout_writer_close(made);
        return status;
    }
    *writer = made;
    return BGT_OK;
}

void bgt_layout_writer_close(struct bgt_layout_writer *writer)
{
    if (writer == NULL)
        return;
    bgt_facts_writer_close(writer->facts);
    bgt_lines_writer_close(writer->lines);
    bgt_entities_writer_close(writer->entities);
    bgt_document_writer_close(writer->document);
    bgt_losses_close(writer->losses);
    bgt_cells_close(writer->cells);
    free(writer);
}

static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct bgt_layout_writer *writer = state;
    return writer->sink.put(writer->sink.state, batch, item);
}

static bgt_status finish(void *state)
{
    struct bgt_layout_writer *writer = state;
    bgt_status status = writer->sink.finish(writer->sink.state);
    if (status == BGT_OK)
        status = bgt_losses_report(writer->losses);
    return status == BGT_OK ? writer->options.grid.finish(writer->options.grid.state)
                            : status;
}

struct bgt_sink bgt_layout_writer_sink(struct bgt_layout_writer *writer)
{
    return (struct bgt_sink){writer, put, finish};
}

bgt_status bgt_layout_writer_datapackage(const struct bgt_layout_writer *writer,
                                         struct bgt_buffer *out)
{
    size_t count = 0;
    if (writer->entities == NULL)
        return BGT_NOT_FOUND;
    const struct bgt_entity_sheet *sheets =
        bgt_entities_writer_sheets(writer->entities, &count);
    return bgt_datapackage_append(out, sheets, count);
}
