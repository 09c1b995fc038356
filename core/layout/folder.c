#include "layout/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "diag/bounds.h"

#define PATH_BYTES 8192
#define SUFFIX     ".yaml"

/* One listing on its way. */
struct listing {
    struct bgt_arena *arena;
    struct bgt_reporter *reporter;
    struct bgt_layout_file *files;
    size_t count, maximum;
};

static bgt_status copy(struct listing *listing, const char *text, size_t length,
                       struct bgt_slice *out)
{
    char *kept = bgt_arena_copy(listing->arena, text, length);
    if (kept == NULL) {
        return bgt_arena_failure(listing->arena);
    }
    *out = (struct bgt_slice){kept, length};
    return BGT_OK;
}

static bgt_status add_file(struct listing *listing, const struct bgt_buffer *path,
                           const char *family, const char *name)
{
    if (listing->count == listing->maximum) {
        struct bgt_place place = {.file = path->data};
        return bgt_report_bound(listing->reporter, &place, BGT_BOUND_FOLDER_FILES,
                                listing->maximum);
    }
    struct bgt_layout_file *file = &listing->files[listing->count];
    bgt_status status = copy(listing, path->data, path->length, &file->path);
    if (status == BGT_OK) {
        status = copy(listing, family, strlen(family), &file->family);
    }
    if (status == BGT_OK) {
        status = copy(listing, name, strlen(name) - strlen(SUFFIX), &file->name);
    }
    listing->count += status == BGT_OK;
    return status;
}

static bgt_status join(struct bgt_buffer *path, const char *folder, const char *name)
{
    bgt_buffer_clear(path);
    bgt_status status = bgt_buffer_append_text(path, folder);
    if (status == BGT_OK) {
        status = bgt_buffer_append_char(path, '/');
    }
    return status == BGT_OK ? bgt_buffer_append_text(path, name) : status;
}

static bgt_status unreadable(struct listing *listing, const char *folder, int error)
{
    struct bgt_place place = {.file = folder};
    return bgt_report_at(listing->reporter, "LAYOUT_FOLDER_UNREADABLE", &place,
                         strerror(error), NULL);
}

static bgt_status list_family(struct listing *listing, const char *folder,
                              const char *family);

/* A file, or (only directly in the folder, where `family` is null) a family. */
static bgt_status visit(struct listing *listing, const char *folder, const char *family,
                        const char *name)
{
    struct bgt_buffer path;
    size_t length = strlen(name);
    if (name[0] == '.') {
        return BGT_OK;
    }
    bgt_buffer_init(&path, NULL, PATH_BYTES);
    bgt_status status = join(&path, folder, name);
    if (status == BGT_OK && bgt_text_ends_with(name, length, SUFFIX)) {
        status = add_file(listing, &path,
                          family == NULL ? BGT_LAYOUT_USER_FAMILY : family, name);
    } else if (status == BGT_OK && family == NULL) {
        status = list_family(listing, path.data, name);
    }
    bgt_buffer_close(&path);
    return status;
}

static bgt_status list_family(struct listing *listing, const char *folder,
                              const char *family)
{
    bgt_status status = BGT_OK;
    DIR *entries = opendir(folder);
    if (entries == NULL) {
        /* A plain file beside the families is none of them. */
        return errno == ENOTDIR && family != NULL ? BGT_OK
                                                  : unreadable(listing, folder, errno);
    }
    while (status == BGT_OK) {
        errno = 0;
        const struct dirent *entry = readdir(entries); /* NOLINT(concurrency-mt-unsafe) */
        if (entry == NULL) {
            status = errno == 0 ? BGT_OK : unreadable(listing, folder, errno);
            break;
        }
        status = visit(listing, folder, family, entry->d_name);
    }
    (void)closedir(entries);
    return status;
}

static int compare(const void *a, const void *b)
{
    const struct bgt_layout_file *first = a, *second = b;
    return strcmp(first->path.text, second->path.text);
}

bgt_status bgt_layout_folder_list(const char *folder, struct bgt_arena *arena,
                                  struct bgt_reporter *reporter, size_t maximum,
                                  struct bgt_layout_files *files)
{
    struct listing listing = {.arena = arena, .reporter = reporter, .maximum = maximum};
    listing.files = bgt_arena_allocate_array(arena, maximum, sizeof *listing.files);
    if (listing.files == NULL) {
        return bgt_arena_failure(arena);
    }
    bgt_status status = list_family(&listing, folder, NULL);
    if (status == BGT_OK) {
        qsort(listing.files, listing.count, sizeof *listing.files, compare);
        *files = (struct bgt_layout_files){listing.files, listing.count};
    }
    return status;
}
