#include "io/zip.h"

#include "base/text.h"
#include "io/source.h"
#include "io/zip_check.h"

#include <stdio.h>
#include <string.h>
#include <zip.h>

/* Below this, any ratio is harmless. */
#define RATIO_FREE ((uint64_t)10 << 20)

struct container {
    struct bgt_source source;
    struct bgt_input *file; /* borrowed */
    zip_t *zip;
    char **names;
    uint64_t count;
};

static struct container *container_of(struct bgt_input *input)
{
    return input->host;
}

static bgt_status report_damaged(const struct bgt_io *io, const struct bgt_place *place,
                                 zip_error_t *error)
{
    if (zip_error_code_zip(error) == ZIP_ER_MEMORY) {
        return BGT_NO_MEMORY;
    }
    (void)bgt_report_at(io->reporter, "ZIP_DAMAGED", place, zip_error_strerror(error),
                        NULL);
    return BGT_FATAL;
}

/* ---- Members
 * ----------------------------------------------------------------------------- */

struct member {
    zip_file_t *file;
    uint64_t packed;
    uint64_t unpacked; /* as the directory states it */
    uint64_t delivered;
};

static bgt_status check_bounds(const struct member *member,
                               const struct bgt_source *source)
{
    const struct bgt_limits *limits = source->io->limits;
    struct bgt_place place = bgt_source_place(&source->input);
    char number[BGT_NUMBER_SIZE];
    if (member->delivered > limits->member_bytes) {
        return bgt_report_limit(source->io->reporter, &place, "member-bytes",
                                limits->member_bytes);
    }
    if (member->delivered > RATIO_FREE && limits->member_ratio > 0 &&
        member->delivered / limits->member_ratio > member->packed) {
        (void)bgt_report_at(source->io->reporter, "ZIP_RATIO", &place,
                            bgt_number_text(limits->member_ratio, number), NULL);
        return BGT_FATAL;
    }
    return BGT_OK;
}

static bgt_status check_size(const struct member *member, const struct bgt_source *source)
{
    struct bgt_place place = bgt_source_place(&source->input);
    if (member->delivered == member->unpacked) {
        return BGT_OK;
    }
    (void)bgt_report_at(source->io->reporter, "ZIP_DAMAGED", &place,
                        "it unpacks to another size than the directory states", NULL);
    return BGT_FATAL;
}

static bgt_status member_fetch(void *state, const struct bgt_source *source, void *bytes,
                               size_t capacity, size_t *got)
{
    struct member *member = state;
    zip_int64_t count = zip_fread(member->file, bytes, capacity);
    *got = 0;
    if (count < 0) {
        struct bgt_place place = bgt_source_place(&source->input);
        return report_damaged(source->io, &place, zip_file_get_error(member->file));
    }
    *got = (size_t)count;
    member->delivered += (uint64_t)count;
    return count == 0 ? check_size(member, source) : check_bounds(member, source);
}

static void member_close(void *state, const struct bgt_io *io)
{
    struct member *member = state;
    if (member->file != NULL) {
        (void)zip_fclose(member->file);
    }
    bgt_release(io->allocator, member);
}

static const struct bgt_ordered_ops member_ops = {.fetch = member_fetch,
                                                  .close = member_close};

static bool find_member(const struct container *container, const char *name,
                        uint64_t *index)
{
    size_t length = strlen(name);
    for (uint64_t i = 0; i < container->count; i++) {
        if (strcmp(container->names[i], name) == 0) {
            *index = i;
            return true;
        }
    }
    for (uint64_t i = 0; i < container->count; i++) {
        const char *other = container->names[i];
        if (bgt_text_equal_ignore_case(other, strlen(other), name, length)) {
            *index = i;
            return true;
        }
    }
    return false;
}

/* Only what every zip program writes: other methods need memory that the file decides
 * about. */
static bgt_status check_method(const struct bgt_io *io, const zip_stat_t *info,
                               const char *name)
{
    const struct bgt_place place = {.sheet = name};
    char method[BGT_NUMBER_SIZE];
    if (info->encryption_method != ZIP_EM_NONE) {
        (void)bgt_report_at(io->reporter, "ZIP_ENCRYPTED", &place, NULL, NULL);
        return BGT_FATAL;
    }
    if (info->comp_method != ZIP_CM_STORE && info->comp_method != ZIP_CM_DEFLATE) {
        (void)bgt_report_at(io->reporter, "ZIP_METHOD", &place,
                            bgt_number_text(info->comp_method, method), NULL);
        return BGT_FATAL;
    }
    return BGT_OK;
}

static bgt_status open_member(struct container *container, uint64_t index,
                              struct member *member)
{
    const struct bgt_io *io = container->source.io;
    const char *name = container->names[index];
    const struct bgt_place place = {.sheet = name};
    zip_stat_t info;
    if (zip_stat_index(container->zip, index, 0, &info) != 0) {
        return report_damaged(io, &place, zip_get_error(container->zip));
    }
    bgt_status status = check_method(io, &info, name);
    if (status != BGT_OK) {
        return status;
    }
    member->packed = info.comp_size;
    member->unpacked = info.size;
    member->file = zip_fopen_index(container->zip, index, 0);
    return member->file != NULL
               ? BGT_OK
               : report_damaged(io, &place, zip_get_error(container->zip));
}

static bgt_status container_member(struct bgt_input *input, const char *name,
                                   struct bgt_input **out)
{
    struct container *container = container_of(input);
    const struct bgt_io *io = container->source.io;
    uint64_t index = 0;
    if (!find_member(container, name, &index)) {
        return BGT_NOT_FOUND;
    }
    struct member *member = bgt_allocate_array(io->allocator, 1, sizeof *member);
    if (member == NULL) {
        return BGT_NO_MEMORY;
    }
    bgt_status status = open_member(container, index, member);
    if (status != BGT_OK) {
        member_close(member, io);
        return status;
    }
    status =
        bgt_source_open_ordered(io, &member_ops, member, container->names[index], out);
    if (status == BGT_OK) {
        bgt_source_of(*out)->is_member = true;
    }
    return status;
}

static uint64_t container_member_count(struct bgt_input *input)
{
    return container_of(input)->count;
}

static const char *container_member_name(struct bgt_input *input, uint64_t index)
{
    const struct container *container = container_of(input);
    return index < container->count ? container->names[index] : NULL;
}

/* ---- The container
 * ----------------------------------------------------------------------- */

static void container_close(struct bgt_input *input)
{
    struct container *container = container_of(input);
    const struct bgt_allocator *allocator = container->source.io->allocator;
    for (uint64_t i = 0; container->names != NULL && i < container->count; i++) {
        bgt_release(allocator, container->names[i]);
    }
    bgt_release(allocator, container->names);
    if (container->zip != NULL) {
        zip_discard(container->zip);
    }
    bgt_source_free(&container->source);
}

static bgt_status copy_names(struct container *container)
{
    const struct bgt_io *io = container->source.io;
    container->names =
        bgt_allocate_array(io->allocator, (size_t)container->count, sizeof(char *));
    if (container->names == NULL) {
        return BGT_NO_MEMORY;
    }
    for (uint64_t i = 0; i < container->count; i++) {
        const char *name = zip_get_name(container->zip, i, ZIP_FL_ENC_GUESS);
        size_t size = name != NULL ? strlen(name) + 1 : 0;
        char *copy = size > 0 ? bgt_allocate(io->allocator, size) : NULL;
        if (copy == NULL) {
            return BGT_NO_MEMORY;
        }
        memcpy(copy, name, size);
        container->names[i] = copy;
    }
    return BGT_OK;
}

/* Some programs on Windows write `\`; then no name of the archive has a `/`. */
static void mend_names(struct container *container)
{
    const char *first = NULL;
    for (uint64_t i = 0; i < container->count; i++) {
        if (strchr(container->names[i], '/') != NULL) {
            return;
        }
        if (first == NULL && strchr(container->names[i], '\\') != NULL) {
            first = container->names[i];
        }
    }
    if (first == NULL) {
        return;
    }
    struct bgt_place place = bgt_source_place(&container->source.input);
    (void)bgt_report_at(container->source.io->reporter, "ZIP_MEMBER_NAME", &place, first,
                        NULL);
    for (uint64_t i = 0; i < container->count; i++) {
        for (char *at = container->names[i]; (at = strchr(at, '\\')) != NULL;) {
            *at = '/';
        }
    }
}

static bgt_status open_zip(struct container *container, const uint8_t *bytes,
                           const struct bgt_zip_extent *extent)
{
    const struct bgt_io *io = container->source.io;
    struct bgt_place place = bgt_source_place(&container->source.input);
    zip_error_t error;
    bgt_status status = BGT_OK;
    zip_error_init(&error);
    zip_source_t *source =
        zip_source_buffer_create(bytes + extent->start, extent->length, 0, &error);
    if (source != NULL) {
        container->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    }
    if (container->zip == NULL) {
        status = report_damaged(io, &place, &error);
        if (source != NULL) {
            zip_source_free(source);
        }
    } else if ((uint64_t)zip_get_num_entries(container->zip, 0) != extent->count) {
        (void)bgt_report_at(io->reporter, "ZIP_DAMAGED", &place,
                            "it can be read in two ways", NULL);
        status = BGT_FATAL;
    }
    zip_error_fini(&error);
    return status;
}

static const struct bgt_source_type container_type = {0};

static bgt_status open_container(struct container *container)
{
    struct bgt_input *file = container->file;
    struct bgt_place place = bgt_source_place(file);
    struct bgt_zip_extent extent = {0};
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    bgt_status status = file->map(file, &bytes, &length);
    if (status == BGT_OK) {
        status = bgt_zip_check(container->source.io, &place, bytes, length, &extent);
    }
    if (status == BGT_OK) {
        container->count = extent.count;
        status = open_zip(container, bytes, &extent);
    }
    if (status == BGT_OK) {
        status = copy_names(container);
    }
    if (status == BGT_OK) {
        mend_names(container);
    }
    return status;
}

bgt_status bgt_zip_open(const struct bgt_io *io, struct bgt_input *file,
                        struct bgt_input **out)
{
    struct container *container =
        bgt_source_new(io, sizeof *container, file->name, &container_type);
    if (container == NULL) {
        return BGT_NO_MEMORY;
    }
    struct bgt_input *made = &container->source.input;
    container->file = file;
    container->source.is_member = bgt_source_of(file)->is_member;
    made->is_container = 1;
    made->member_count = container_member_count;
    made->member_name = container_member_name;
    made->member = container_member;
    made->close = container_close;
    bgt_status status = open_container(container);
    if (status != BGT_OK) {
        container_close(made);
        return status;
    }
    *out = made;
    return BGT_OK;
}
