#include "cli/listing.h"

#include <string.h>

#include "base/utf8.h"
#include "cli/terminal.h"
#include "diag/render.h"
#include "diag/reporter.h"

/* All listings of the program are far below this. */
#define LISTING_BYTES (64u << 20)

/* A longer cell does not widen its column: it pushes the rest of its own row. */
#define WIDEST 48u

/* Between two columns. */
#define GAP 2u

struct bgt_listing_row {
    struct bgt_listing_row *next;
    const char *colour; /* SGR number, or null. */
    const char *cells[BGT_LISTING_COLUMNS];
    unsigned widths[BGT_LISTING_COLUMNS];
};

void bgt_listing_open(struct bgt_listing *listing, unsigned columns, uint32_t right)
{
    memset(listing, 0, sizeof *listing);
    bgt_arena_init(&listing->arena, NULL, LISTING_BYTES);
    listing->columns = columns < BGT_LISTING_COLUMNS ? columns : BGT_LISTING_COLUMNS;
    listing->right = right;
}

static const char *safe_copy(struct bgt_listing *listing, const char *text)
{
    struct bgt_buffer safe;
    const char *copy = NULL;
    bgt_buffer_init(&safe, NULL, LISTING_BYTES);
    if (bgt_render_foreign(&safe, text, strlen(text)) == BGT_OK)
        copy = bgt_arena_copy(&listing->arena, safe.data, safe.length);
    bgt_buffer_close(&safe);
    return copy;
}

void bgt_listing_add(struct bgt_listing *listing, const char *const *cells)
{
    struct bgt_listing_row *row =
        bgt_arena_allocate_array(&listing->arena, 1, sizeof *row);
    listing->has_failed = listing->has_failed || row == NULL;
    if (row != NULL)
        row->colour = listing->colour;
    for (unsigned i = 0; row != NULL && i < listing->columns; i++) {
        const char *text = safe_copy(listing, cells[i] != NULL ? cells[i] : "");
        if (text == NULL) {
            listing->has_failed = true;
            return;
        }
        size_t width = bgt_utf8_width(text, strlen(text));
        row->cells[i] = text;
        row->widths[i] = width > WIDEST ? WIDEST + 1 : (unsigned)width;
        if (width <= WIDEST && width > listing->widths[i])
            listing->widths[i] = (unsigned)width;
    }
    if (row == NULL)
        return;
    if (listing->last != NULL)
        listing->last->next = row;
    else
        listing->first = row;
    listing->last = row;
}

static void print_blanks(struct bgt_terminal *terminal, unsigned count)
{
    bgt_print_padded(terminal, "", count);
}

static void print_row(const struct bgt_listing *listing,
                      const struct bgt_listing_row *row, struct bgt_terminal *terminal)
{
    unsigned end = listing->columns;
    while (end > 0 && row->cells[end - 1][0] == '\0')
        end--;
    for (unsigned i = 0; i < end; i++) {
        unsigned width = row->widths[i];
        unsigned missing = width < listing->widths[i] ? listing->widths[i] - width : 0;
        bool is_right = (listing->right >> i & 1u) != 0;
        if (is_right)
            print_blanks(terminal, missing);
        bgt_print(terminal, row->cells[i]);
        if (i + 1 < end)
            print_blanks(terminal, (is_right ? 0 : missing) + GAP);
    }
    bgt_print(terminal, "\n");
}

void bgt_listing_colour(struct bgt_listing *listing, const char *sequence)
{
    listing->colour = sequence;
}

bool bgt_listing_is_empty(const struct bgt_listing *listing)
{
    return listing->first == NULL;
}

void bgt_listing_print(struct bgt_listing *listing, struct bgt_terminal *terminal,
                       unsigned indent)
{
    if (listing->has_failed) {
        (void)bgt_report_at(terminal->reporter, "NO_MEMORY", NULL, NULL, NULL);
        terminal->out_failed = true;
        return;
    }
    for (struct bgt_listing_row *row = listing->first; row != NULL; row = row->next) {
        print_blanks(terminal, indent);
        if (row->colour != NULL) {
            bgt_print(terminal, "\033[");
            bgt_print(terminal, row->colour);
            bgt_print(terminal, "m");
        }
        print_row(listing, row, terminal);
        if (row->colour != NULL)
            bgt_print(terminal, "\033[0m");
    }
}

void bgt_listing_close(struct bgt_listing *listing)
{
    bgt_arena_close(&listing->arena);
}
