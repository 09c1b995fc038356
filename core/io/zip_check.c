/* The structure of a zip, by PKWARE's APPNOTE.TXT 6.3.10. All numbers are little endian.
 */
#include "io/zip_check.h"

#include "base/text.h"
#include "io/zip_extra.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LOCAL_SIZE      30
#define CENTRAL_SIZE    46
#define END_SIZE        22
#define END64_SIZE      56
#define LOCATOR_SIZE    20
#define COMMENT_MAXIMUM 65535
#define FLAG_ENCRYPTED  0x0001
#define FLAG_DESCRIPTOR 0x0008
#define DESCRIPTOR_SIZE 24

/* One member, as the central directory has it. */
struct member {
    const uint8_t *name;
    uint32_t name_length;
    uint16_t flags;
    uint16_t method;
    uint32_t crc;
    uint64_t packed;
    uint64_t unpacked;
    uint64_t start; /* of the local header */
    uint64_t end;   /* behind its data */
};

struct check {
    const struct bgt_io *io;
    const struct bgt_place *place;
    const uint8_t *bytes; /* of the archive */
    uint64_t length;
    uint64_t end_record;    /* where the end of central directory record is */
    uint64_t directory;     /* where the central directory is */
    uint64_t directory_end; /* behind it */
    uint64_t count;
    uint64_t entry; /* of the central directory, being looked at */
    struct member *members;
};

/* ---- Numbers and messages
 * ---------------------------------------------------------------- */

static bool has_signature(const struct check *check, uint64_t at, const char *signature,
                          uint64_t size)
{
    return at <= check->length && check->length - at >= size &&
           memcmp(check->bytes + at, signature, 4) == 0;
}

static bgt_status damaged(const struct check *check, const struct member *member,
                          uint64_t offset, const char *why)
{
    struct bgt_place place = *check->place;
    char *name = NULL;
    place.offset = offset + 1;
    if (member != NULL) {
        name = bgt_allocate(check->io->allocator, (size_t)member->name_length + 1);
    }
    if (name != NULL) {
        memcpy(name, member->name, member->name_length);
        name[member->name_length] = '\0';
        place.sheet = name;
    }
    (void)bgt_report_at(check->io->reporter, "ZIP_DAMAGED", &place, why, NULL);
    bgt_release(check->io->allocator, name);
    return BGT_FATAL;
}

static void warn(const struct check *check, uint64_t offset, const char *why)
{
    struct bgt_place place = *check->place;
    place.offset = offset + 1;
    (void)bgt_report_at(check->io->reporter, "ZIP_INCONSISTENT", &place, why, NULL);
}

/* ---- End records (4.3.14 to 4.3.16)
 * ------------------------------------------------------ */

static bool is_end_record(const struct check *check, uint64_t at, bool is_exact)
{
    if (!has_signature(check, at, "PK\5\6", END_SIZE)) {
        return false;
    }
    uint64_t rest = check->length - at - END_SIZE;
    uint64_t comment = bgt_zip_number2(check->bytes + at + 20);
    return is_exact ? comment == rest : comment <= rest;
}

static bool find_end_record(struct check *check, bool is_exact)
{
    uint64_t lowest = check->length > END_SIZE + COMMENT_MAXIMUM
                          ? check->length - END_SIZE - COMMENT_MAXIMUM
                          : 0;
    if (check->length < END_SIZE) {
        return false;
    }
    for (uint64_t at = check->length - END_SIZE + 1; at-- > lowest;) {
        if (is_end_record(check, at, is_exact)) {
            check->end_record = at;
            return true;
        }
    }
    return false;
}

static bgt_status read_end64(struct check *check, uint64_t *size, uint64_t *offset)
{
    uint64_t locator = check->end_record - LOCATOR_SIZE;
    uint64_t at = bgt_zip_number8(check->bytes + locator + 8);
    if (!has_signature(check, at, "PK\6\6", END64_SIZE)) {
        return damaged(check, NULL, locator,
                       "the ZIP64 end record is not where it should be");
    }
    const uint8_t *record = check->bytes + at;
    uint64_t record_size = bgt_zip_number8(record + 4);
    if (record_size < END64_SIZE - 12 || record_size > locator - at ||
        at + 12 + record_size != locator) {
        return damaged(check, NULL, at, "the ZIP64 end record has the wrong size");
    }
    check->count = bgt_zip_number8(record + 32);
    *size = bgt_zip_number8(record + 40);
    *offset = bgt_zip_number8(record + 48);
    check->directory_end = at;
    return BGT_OK;
}

/* Sets where the central directory is and how many members it has. */
static bgt_status read_end(struct check *check)
{
    const uint8_t *record = check->bytes + check->end_record;
    uint64_t size = bgt_zip_number4(record + 12);
    uint64_t offset = bgt_zip_number4(record + 16);
    bgt_status status = BGT_OK;
    check->count = bgt_zip_number2(record + 10);
    check->directory_end = check->end_record;
    if (bgt_zip_number2(record + 4) != 0 || bgt_zip_number2(record + 6) != 0 ||
        bgt_zip_number2(record + 8) != bgt_zip_number2(record + 10)) {
        return damaged(check, NULL, check->end_record, "it is one part of several");
    }
    if (check->end_record >= LOCATOR_SIZE &&
        has_signature(check, check->end_record - LOCATOR_SIZE, "PK\6\7", LOCATOR_SIZE)) {
        status = read_end64(check, &size, &offset);
    }
    if (status != BGT_OK) {
        return status;
    }
    if (size > check->directory_end || check->directory_end - size < offset) {
        return damaged(check, NULL, check->end_record,
                       "the end record points outside the file: it was cut");
    }
    check->directory = check->directory_end - size;
    uint64_t before = check->directory - offset;
    if (before == 0) {
        return BGT_OK;
    }
    if (check->directory_end == check->end_record &&
        has_signature(check, check->directory, "PK\1\2", CENTRAL_SIZE)) {
        warn(check, 0, "bytes before its beginning");
        check->bytes += before;
        check->length -= before;
        check->end_record -= before;
        check->directory -= before;
        check->directory_end -= before;
        return BGT_OK;
    }
    return damaged(check, NULL, check->end_record,
                   "the central directory is not where the end record says");
}

static struct bgt_slice slice_at(const uint8_t *bytes, size_t length)
{
    return (struct bgt_slice){.text = (const char *)bytes, .length = length};
}

/* ---- Central directory (4.3.12)
 * ---------------------------------------------------------- */

static bgt_status read_central(struct check *check, struct member *member)
{
    const uint8_t *header = check->bytes + check->entry;
    if (check->directory_end - check->entry < CENTRAL_SIZE ||
        memcmp(header, "PK\1\2", 4) != 0) {
        return damaged(check, NULL, check->entry,
                       "the central directory ends before its last member");
    }
    uint16_t name_length = bgt_zip_number2(header + 28);
    uint16_t extra_length = bgt_zip_number2(header + 30);
    uint16_t remark_length = bgt_zip_number2(header + 32);
    uint64_t size = (uint64_t)CENTRAL_SIZE + name_length + extra_length + remark_length;
    if (size > check->directory_end - check->entry) {
        return damaged(check, NULL, check->entry,
                       "an entry runs over the central directory");
    }
    const uint8_t *name = header + CENTRAL_SIZE;
    *member = (struct member){
        .name = name,
        .name_length = name_length,
        .flags = bgt_zip_number2(header + 8),
        .method = bgt_zip_number2(header + 10),
        .crc = bgt_zip_number4(header + 16),
        .packed = bgt_zip_number4(header + 20),
        .unpacked = bgt_zip_number4(header + 24),
        .start = bgt_zip_number4(header + 42),
    };
    struct bgt_zip_extras extras = {
        .name = slice_at(name, name_length),
        .remark = slice_at(name + name_length + extra_length, remark_length),
    };
    bgt_zip_read_extras(name + name_length, extra_length, &extras);
    if (!bgt_zip_take_long(&extras, &member->unpacked) ||
        !bgt_zip_take_long(&extras, &member->packed) ||
        !bgt_zip_take_long(&extras, &member->start)) {
        extras.fault = "its ZIP64 field is too short";
    }
    if (name_length == 0 || memchr(name, '\0', name_length) != NULL) {
        extras.fault = "its name is empty or has a zero byte";
    }
    if (extras.fault != NULL) {
        return damaged(check, member, check->entry, extras.fault);
    }
    check->entry += size;
    return BGT_OK;
}

/* ---- Local headers (4.3.7)
 * --------------------------------------------------------------- */

static const char *compare_sizes(const struct member *member, const uint8_t *header,
                                 struct bgt_zip_extras *extras)
{
    uint32_t crc = bgt_zip_number4(header + 14);
    uint64_t packed = bgt_zip_number4(header + 18);
    uint64_t unpacked = bgt_zip_number4(header + 22);
    bool is_later = (member->flags & FLAG_DESCRIPTOR) != 0;
    if (!bgt_zip_take_long(extras, &unpacked) || !bgt_zip_take_long(extras, &packed)) {
        return "its ZIP64 field is too short";
    }
    if (is_later && crc == 0 && packed == 0 && unpacked == 0) {
        return NULL;
    }
    bool is_same = (crc == member->crc || (is_later && crc == 0)) &&
                   (packed == member->packed || (is_later && packed == 0)) &&
                   (unpacked == member->unpacked || (is_later && unpacked == 0));
    return is_same ? NULL : "its two headers state different sizes";
}

static const char *compare_headers(const struct check *check, struct member *member)
{
    if (member->start > check->directory ||
        check->directory - member->start < LOCAL_SIZE) {
        return "its data is outside the file";
    }
    const uint8_t *header = check->bytes + member->start;
    if (memcmp(header, "PK\3\4", 4) != 0) {
        return "its data is not where the directory says";
    }
    uint16_t name_length = bgt_zip_number2(header + 26);
    uint16_t extra_length = bgt_zip_number2(header + 28);
    uint64_t data = member->start + LOCAL_SIZE + name_length + extra_length;
    if (data > check->directory || member->packed > check->directory - data) {
        return "its data is outside the file";
    }
    member->end = data + member->packed;
    const uint8_t *name = header + LOCAL_SIZE;
    if (name_length != member->name_length ||
        memcmp(name, member->name, name_length) != 0) {
        return "its two headers state different names";
    }
    if (bgt_zip_number2(header + 8) != member->method ||
        ((bgt_zip_number2(header + 6) ^ member->flags) & FLAG_ENCRYPTED) != 0) {
        return "its two headers state different methods";
    }
    if (member->method == 0 && (member->flags & FLAG_ENCRYPTED) == 0 &&
        member->packed != member->unpacked) {
        return "it is not packed and has two sizes";
    }
    struct bgt_zip_extras extras = {.name = slice_at(name, name_length)};
    bgt_zip_read_extras(name + name_length, extra_length, &extras);
    const char *fault = compare_sizes(member, header, &extras);
    return extras.fault != NULL ? extras.fault : fault;
}

/* ---- The whole
 * --------------------------------------------------------------------------- */

static int compare_starts(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

static int compare_names(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    size_t length = a->name_length < b->name_length ? a->name_length : b->name_length;
    int order = memcmp(a->name, b->name, length);
    return order != 0
               ? order
               : (a->name_length > b->name_length) - (a->name_length < b->name_length);
}

/* Members may neither overlap nor leave bytes that belong to none. */
static bgt_status check_extents(const struct check *check)
{
    uint64_t end = 0;
    const struct member *last = NULL;
    for (uint64_t i = 0; i <= check->count; i++) {
        const struct member *member = i < check->count ? &check->members[i] : NULL;
        uint64_t start = member != NULL ? member->start : check->directory;
        bool may_describe = last != NULL && (last->flags & FLAG_DESCRIPTOR) != 0;
        if (start < end) {
            return damaged(check, member, start, "it overlaps another member");
        }
        if (start - end > (may_describe ? DESCRIPTOR_SIZE : 0)) {
            return damaged(check, member, end,
                           "there are bytes that belong to no member");
        }
        end = member != NULL ? member->end : start;
        last = member;
    }
    return BGT_OK;
}

static bgt_status check_names(const struct check *check)
{
    for (uint64_t i = 1; i < check->count; i++) {
        const struct member *member = &check->members[i];
        if (compare_names(member - 1, member) != 0) {
            continue;
        }
        char *name = bgt_allocate(check->io->allocator, (size_t)member->name_length + 1);
        if (name == NULL) {
            return BGT_NO_MEMORY;
        }
        memcpy(name, member->name, member->name_length);
        name[member->name_length] = '\0';
        (void)bgt_report_at(check->io->reporter, "ZIP_MEMBER_TWICE", check->place, name,
                            NULL);
        bgt_release(check->io->allocator, name);
        return BGT_FATAL;
    }
    return BGT_OK;
}

static bgt_status check_members(struct check *check)
{
    check->entry = check->directory;
    if (check->members == NULL) {
        return BGT_NO_MEMORY;
    }
    for (uint64_t i = 0; i < check->count; i++) {
        struct member *member = &check->members[i];
        bgt_status status = read_central(check, member);
        if (status != BGT_OK) {
            return status;
        }
        const char *fault = compare_headers(check, member);
        if (fault != NULL) {
            return damaged(check, member, member->start, fault);
        }
    }
    if (check->entry != check->directory_end) {
        return damaged(check, NULL, check->entry,
                       "there are bytes after the central directory's last member");
    }
    qsort(check->members, (size_t)check->count, sizeof *check->members, compare_starts);
    bgt_status status = check_extents(check);
    if (status == BGT_OK) {
        qsort(check->members, (size_t)check->count, sizeof *check->members,
              compare_names);
        status = check_names(check);
    }
    return status;
}

static bgt_status check_count(struct check *check)
{
    const struct bgt_io *io = check->io;
    if (check->count == 0) {
        (void)bgt_report_at(io->reporter, "ZIP_EMPTY", check->place, NULL, NULL);
        return BGT_FATAL;
    }
    if (check->count > (check->directory_end - check->directory) / CENTRAL_SIZE) {
        return damaged(check, NULL, check->end_record,
                       "the end record states more members than there are");
    }
    if (check->count > io->limits->members) {
        return bgt_report_limit(io->reporter, check->place, "members",
                                io->limits->members);
    }
    check->members =
        bgt_allocate_array(io->allocator, (size_t)check->count, sizeof *check->members);
    return check->members != NULL ? BGT_OK : BGT_NO_MEMORY;
}

static bgt_status find_archive(struct check *check)
{
    if (find_end_record(check, true)) {
        return BGT_OK;
    }
    if (find_end_record(check, false)) {
        uint64_t end = check->end_record + END_SIZE;
        end += bgt_zip_number2(check->bytes + check->end_record + 20);
        warn(check, end, "bytes after its end");
        check->length = end;
        return BGT_OK;
    }
    if (has_signature(check, 0, "PK\3\4", LOCAL_SIZE)) {
        return damaged(check, NULL, check->length,
                       "its end is missing: the file was cut");
    }
    (void)bgt_report_at(check->io->reporter, "ZIP_NOT_ZIP", check->place, NULL, NULL);
    return BGT_FATAL;
}

bgt_status bgt_zip_check(const struct bgt_io *io, const struct bgt_place *place,
                         const uint8_t *bytes, uint64_t length,
                         struct bgt_zip_extent *extent)
{
    struct check check = {.io = io, .place = place, .bytes = bytes, .length = length};
    bgt_status status = find_archive(&check);
    if (status == BGT_OK) {
        status = read_end(&check);
    }
    if (status == BGT_OK) {
        status = check_count(&check);
    }
    if (status == BGT_OK) {
        status = check_members(&check);
    }
    extent->start = (uint64_t)(check.bytes - bytes);
    extent->length = check.length;
    extent->count = check.count;
    bgt_release(io->allocator, check.members);
    return status;
}
