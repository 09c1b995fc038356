/* Zips as containers: what is regular is read, all else is refused with a reason. */
#include "io/zip.h"
#include "unit/io/io_testing.h"
#include "unit/io/zip_building.h"

#include <stdio.h>
#include <zip.h>

static void build_two(struct zip_bytes *zip)
{
    memset(zip, 0, sizeof *zip);
    build_member(zip, "xl/a.xml", "<a/>", 4);
    build_member(zip, "B.txt", "hello", 5);
    build_end(zip);
}

static bgt_status open_zip(struct job *job, const void *bytes, size_t length,
                           struct bgt_input **file, struct bgt_input **container)
{
    *container = NULL;
    *file = open_bytes(job, bytes, length);
    return bgt_zip_open(&job->io, *file, container);
}

/* Opens it and reads all members; the worst status. */
static bgt_status read_zip(struct job *job, const void *bytes, size_t length)
{
    return read_members(job, open_bytes(job, bytes, length), 1000);
}

static void members_are_found_and_read_side_by_side(void **state)
{
    struct job *job = *state;
    struct zip_bytes zip;
    struct bgt_input *file = NULL;
    struct bgt_input *container = NULL;
    struct bgt_input *one = NULL;
    struct bgt_input *two = NULL;
    char byte = 0;
    size_t got = 0;
    build_two(&zip);
    assert_int_equal(open_zip(job, zip.bytes, zip.length, &file, &container), BGT_OK);
    assert_int_not_equal(container->is_container, 0);
    assert_int_equal(container->member_count(container), 2);
    assert_string_equal(container->member_name(container, 0), "xl/a.xml");
    assert_string_equal(container->member_name(container, 1), "B.txt");
    assert_null(container->member_name(container, 2));
    assert_int_equal(container->member(container, "XL/A.XML", &one), BGT_OK);
    assert_int_equal(container->member(container, "B.txt", &two), BGT_OK);
    assert_string_equal(one->name, "xl/a.xml");
    assert_int_equal(two->read(two, &byte, 1, &got), BGT_OK);
    assert_int_equal(byte, 'h');
    assert_reads(one, 3, "<a/>", 4);
    assert_reads(two, 3, "ello", 4);
    bgt_input_close(one);
    bgt_input_close(two);
    assert_int_equal(container->member(container, "B.txt", &two), BGT_OK);
    assert_maps(two, "hello", 5);
    bgt_input_close(two);
    assert_int_equal(container->member(container, "absent", &two), BGT_NOT_FOUND);
    assert_silent(job);
    bgt_input_close(container);
    bgt_input_close(file);
}

static void an_exact_name_comes_before_another_case(void **state)
{
    struct job *job = *state;
    struct zip_bytes zip = {0};
    struct bgt_input *file = NULL;
    struct bgt_input *container = NULL;
    struct bgt_input *member = NULL;
    build_member(&zip, "A", "1", 1);
    build_member(&zip, "a", "2", 1);
    build_end(&zip);
    assert_int_equal(open_zip(job, zip.bytes, zip.length, &file, &container), BGT_OK);
    assert_int_equal(container->member(container, "a", &member), BGT_OK);
    assert_reads(member, 10, "2", 1);
    bgt_input_close(member);
    bgt_input_close(container);
    bgt_input_close(file);
}

static void backslashes_are_mended_with_a_warning(void **state)
{
    struct job *job = *state;
    struct zip_bytes zip = {0};
    struct bgt_input *file = NULL;
    struct bgt_input *container = NULL;
    struct bgt_input *member = NULL;
    build_member(&zip, "[Content_Types].xml", "c", 1);
    build_member(&zip, "xl\\worksheets\\sheet1.xml", "s", 1);
    build_end(&zip);
    assert_int_equal(open_zip(job, zip.bytes, zip.length, &file, &container), BGT_OK);
    assert_reported(job, "ZIP_MEMBER_NAME");
    assert_int_equal(container->member(container, "xl/worksheets/sheet1.xml", &member),
                     BGT_OK);
    assert_reads(member, 10, "s", 1);
    bgt_input_close(member);
    bgt_input_close(container);
    bgt_input_close(file);
}

/* ---- Damage
 * ------------------------------------------------------------------------------ */

/* One way to break a zip, and what must be said. */
struct damage {
    const char *what;
    void (*harm)(struct zip_bytes *zip);
    const char *code;
    const char *member; /* that is named, or null */
};

static void harm_local_name(struct zip_bytes *zip)
{
    zip->bytes[zip->local[1] + 30] = 'C';
}

static void harm_local_method(struct zip_bytes *zip)
{
    put2(zip->bytes + zip->local[0] + 8, 8);
}

static void harm_local_size(struct zip_bytes *zip)
{
    put4(zip->bytes + zip->local[0] + 22, 5);
}

static void harm_crc(struct zip_bytes *zip)
{
    zip->bytes[zip->local[1] + 30 + 5] ^= 1;
}

static void harm_count(struct zip_bytes *zip)
{
    put2(zip->bytes + zip->end + 8, 3);
    put2(zip->bytes + zip->end + 10, 3);
}

static void harm_count_low(struct zip_bytes *zip)
{
    put2(zip->bytes + zip->end + 8, 1);
    put2(zip->bytes + zip->end + 10, 1);
}

static void harm_offset(struct zip_bytes *zip)
{
    put4(zip->bytes + zip->central + 42, 1);
}

static void harm_overlap(struct zip_bytes *zip)
{
    /* Both members claim the data of the second. */
    size_t second = zip->local[1];
    memcpy(zip->bytes + zip->central + 46, "B.txt...", 8);
    put4(zip->bytes + zip->central + 42, second);
}

static void harm_truncate(struct zip_bytes *zip)
{
    zip->length = zip->end + 10;
}

static void harm_truncate_members(struct zip_bytes *zip)
{
    memmove(zip->bytes + 10, zip->bytes + zip->central, zip->length - zip->central);
    zip->length -= zip->central - 10;
}

static void harm_duplicate(struct zip_bytes *zip)
{
    memset(zip, 0, sizeof *zip);
    build_member(zip, "a", "1", 1);
    build_member(zip, "b", "x", 1);
    build_member(zip, "a", "2", 1);
    build_end(zip);
}

static void harm_empty(struct zip_bytes *zip)
{
    memset(zip, 0, sizeof *zip);
    build_end(zip);
}

static void harm_signature(struct zip_bytes *zip)
{
    memset(zip->bytes, 'x', zip->length);
}

static void harm_encrypted(struct zip_bytes *zip)
{
    zip->bytes[zip->local[1] + 6] |= 1;
    zip->bytes[zip->central + 46 + 8 + 8] |= 1;
}

static void harm_method(struct zip_bytes *zip)
{
    put2(zip->bytes + zip->local[1] + 8, 12);
    put2(zip->bytes + zip->central + 46 + 8 + 10, 12);
}

static void harm_gap(struct zip_bytes *zip)
{
    build_insert(zip, zip->central, "hidden", 6);
    put4(zip->bytes + zip->end + 6 + 16, zip->central + 6);
}

static void harm_nul_name(struct zip_bytes *zip)
{
    zip->bytes[zip->local[1] + 30 + 2] = 0;
    zip->bytes[zip->central + 46 + 8 + 46 + 2] = 0;
}

static void harm_stored_sizes(struct zip_bytes *zip)
{
    put4(zip->bytes + zip->local[1] + 22, 1000000);
    put4(zip->bytes + zip->central + 46 + 8 + 24, 1000000);
}

static void harm_disk(struct zip_bytes *zip)
{
    put2(zip->bytes + zip->end + 4, 1);
}

static const struct damage damages[] = {
    {"the local header has another name", harm_local_name, "ZIP_DAMAGED", "B.txt"},
    {"the local header has another method", harm_local_method, "ZIP_DAMAGED", "xl/a.xml"},
    {"the local header has another size", harm_local_size, "ZIP_DAMAGED", "xl/a.xml"},
    {"a byte of the data differs", harm_crc, "ZIP_DAMAGED", "B.txt"},
    {"more members are stated", harm_count, "ZIP_DAMAGED", NULL},
    {"fewer members are stated", harm_count_low, "ZIP_DAMAGED", NULL},
    {"a header is elsewhere", harm_offset, "ZIP_DAMAGED", "xl/a.xml"},
    {"two members share data", harm_overlap, "ZIP_DAMAGED", NULL},
    {"the end is cut", harm_truncate, "ZIP_DAMAGED", NULL},
    {"the beginning is cut", harm_truncate_members, "ZIP_DAMAGED", NULL},
    {"a name stands twice", harm_duplicate, "ZIP_MEMBER_TWICE", NULL},
    {"there is no member", harm_empty, "ZIP_EMPTY", NULL},
    {"it is something else", harm_signature, "ZIP_NOT_ZIP", NULL},
    {"a member is encrypted", harm_encrypted, "ZIP_ENCRYPTED", "B.txt"},
    {"a member is packed by bzip2", harm_method, "ZIP_METHOD", "B.txt"},
    {"bytes belong to no member", harm_gap, "ZIP_DAMAGED", NULL},
    {"a name has a zero byte", harm_nul_name, "ZIP_DAMAGED", NULL},
    {"both headers lie", harm_stored_sizes, "ZIP_DAMAGED", "B.txt"},
    {"it is one of several disks", harm_disk, "ZIP_DAMAGED", NULL},
};

static void every_damage_is_refused_and_named(void **state)
{
    struct job *job = *state;
    for (size_t i = 0; i < BGT_TEST_COUNT(damages); i++) {
        struct zip_bytes zip;
        build_two(&zip);
        damages[i].harm(&zip);
        bgt_status status = read_zip(job, zip.bytes, zip.length);
        const struct bgt_kept_diagnostic *report = last_report(job);
        bool is_named = report != NULL &&
                        strcmp(report->code->name, damages[i].code) == 0 &&
                        (damages[i].member == NULL ||
                         (report->place.sheet != NULL &&
                          strcmp(report->place.sheet, damages[i].member) == 0));
        if (status != BGT_FATAL || !is_named) {
            fail_msg("%s: status %d, %s", damages[i].what, (int)status,
                     report != NULL ? report->code->name : "silence");
        }
    }
}

static void no_flipped_byte_crashes_or_passes_unseen(void **state)
{
    struct job *job = *state;
    struct zip_bytes good;
    build_two(&good);
    job->limits.errors = 100000;
    for (size_t at = 0; at < good.length; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            struct zip_bytes bad = good;
            bad.bytes[at] ^= (unsigned char)(1u << bit);
            bgt_status status = read_zip(job, bad.bytes, bad.length);
            assert_true(status == BGT_OK || status == BGT_FATAL);
        }
    }
    for (size_t length = 0; length < good.length; length++) {
        assert_int_equal(read_zip(job, good.bytes, length), BGT_FATAL);
    }
}

static void bytes_around_the_archive_are_warned_of(void **state)
{
    struct job *job = *state;
    struct zip_bytes zip;
    build_two(&zip);
    build_insert(&zip, zip.length, "\r\n\0\0junk", 8);
    assert_int_equal(read_zip(job, zip.bytes, zip.length), BGT_OK);
    assert_reported(job, "ZIP_INCONSISTENT");
    build_two(&zip);
    build_insert(&zip, 0, "#!/bin/sh\n", 10);
    assert_int_equal(read_zip(job, zip.bytes, zip.length), BGT_OK);
    assert_int_equal(bgt_reporter_kept(job->io.reporter), 2);
    assert_reported(job, "ZIP_INCONSISTENT");
}

static void a_comment_is_no_junk(void **state)
{
    struct job *job = *state;
    struct zip_bytes zip;
    build_two(&zip);
    put2(zip.bytes + zip.end + 20, 7);
    build_insert(&zip, zip.length, "comment", 7);
    assert_int_equal(read_zip(job, zip.bytes, zip.length), BGT_OK);
    assert_silent(job);
}

/* ---- Bombs
 * ------------------------------------------------------------------------------- */

/* A zip, made by libzip, of one deflated member of `size` zeros. */
static char *make_bomb(struct job *job, size_t size, size_t *length)
{
    char *path = job_path(job, "bomb.zip");
    char *zeros = calloc(1, size);
    int error = 0;
    assert_non_null(zeros);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
    assert_non_null(zip);
    zip_source_t *source = zip_source_buffer(zip, zeros, size, 0);
    assert_true(zip_file_add(zip, "zeros", source, 0) >= 0);
    assert_int_equal(zip_close(zip), 0);
    free(zeros);
    char *bytes = bgt_test_read_file(path, length);
    free(path);
    return bytes;
}

static void a_bomb_is_stopped(void **state)
{
    struct job *job = *state;
    size_t length = 0;
    char *bytes = make_bomb(job, 40u << 20, &length);
    assert_true(length < 100000);
    assert_int_equal(read_zip(job, bytes, length), BGT_FATAL);
    assert_reported(job, "ZIP_RATIO");
    assert_string_equal(last_report(job)->place.sheet, "zeros");
    assert_string_equal(last_report(job)->arguments[0], "200");
    job->limits.member_ratio = 100000;
    assert_int_equal(read_zip(job, bytes, length), BGT_OK);
    job->limits.member_bytes = 1u << 20;
    assert_int_equal(read_zip(job, bytes, length), BGT_LIMIT);
    assert_reported(job, "LIMIT_REACHED");
    assert_string_equal(last_report(job)->arguments[0], "member-bytes");
    free(bytes);
}

static void a_deflated_member_that_lies_about_its_size_is_refused(void **state)
{
    struct job *job = *state;
    size_t length = 0;
    char *bytes = make_bomb(job, 100000, &length);
    unsigned char *central = (unsigned char *)bytes + length - 22;
    central = (unsigned char *)bytes + (central[16] | central[17] << 8);
    put4((unsigned char *)bytes + 22, 100);
    put4(central + 24, 100);
    assert_int_equal(read_zip(job, bytes, length), BGT_FATAL);
    assert_reported(job, "ZIP_DAMAGED");
    free(bytes);
}

static void members_have_a_limit(void **state)
{
    struct job *job = *state;
    struct zip_bytes zip;
    build_two(&zip);
    job->limits.members = 1;
    assert_int_equal(read_zip(job, zip.bytes, zip.length), BGT_LIMIT);
    assert_string_equal(last_report(job)->arguments[0], "members");
}

static void every_failing_allocation_is_survived(void **state)
{
    struct job *job = *state;
    struct zip_bytes zip;
    build_two(&zip);
    struct bgt_input *file = open_bytes(job, zip.bytes, zip.length);
    bgt_status status = BGT_NO_MEMORY;
    size_t before = job->failing.outstanding;
    for (size_t nth = 1; status == BGT_NO_MEMORY; nth++) {
        struct bgt_input *container = NULL;
        struct bgt_input *member = NULL;
        const uint8_t *bytes = NULL;
        uint64_t length = 0;
        job->failing.fail_at = job->failing.calls + nth;
        status = bgt_zip_open(&job->io, file, &container);
        if (status == BGT_OK) {
            status = container->member(container, "b.txt", &member);
        }
        if (status == BGT_OK) {
            status = member->map(member, &bytes, &length);
        }
        bgt_input_close(member);
        bgt_input_close(container);
        assert_int_equal(job->failing.outstanding, before);
    }
    job->failing.fail_at = 0;
    bgt_input_close(file);
    assert_int_equal(status, BGT_OK);
    assert_silent(job);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(members_are_found_and_read_side_by_side),
        JOB_TEST(an_exact_name_comes_before_another_case),
        JOB_TEST(backslashes_are_mended_with_a_warning),
        JOB_TEST(every_damage_is_refused_and_named),
        JOB_TEST(no_flipped_byte_crashes_or_passes_unseen),
        JOB_TEST(bytes_around_the_archive_are_warned_of),
        JOB_TEST(a_comment_is_no_junk),
        JOB_TEST(a_bomb_is_stopped),
        JOB_TEST(a_deflated_member_that_lies_about_its_size_is_refused),
        JOB_TEST(members_have_a_limit),
        JOB_TEST(every_failing_allocation_is_survived),
    };
    return bgt_test_main("io/zip", tests, BGT_TEST_COUNT(tests), argc, argv);
}
