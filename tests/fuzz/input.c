/* Inputs of a fuzz target: bytes as they are, or as the parts of a workbook. */
#include "fuzz/job.h"

#include "io/input.h"

#include <string.h>

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACK "http://schemas.openxmlformats.org/package/2006/relationships"

/* Members in this order; those without content here come from the fuzzer. */
static const struct {
    const char *name, *content;
} members[] = {
    {"xl/worksheets/sheet1.xml", NULL},
    {"xl/sharedStrings.xml", NULL},
    {"xl/styles.xml", NULL},
    {"xl/workbook.xml",
     "<workbook xmlns='" MAIN "' xmlns:r='" RELS
     "'><sheets><sheet name='表1' sheetId='1' r:id='rId1'/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships xmlns='" PACK "'><Relationship Id='rId1' Type='" RELS
     "/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='rId2' Type='" RELS
     "/styles' Target='styles.xml'/><Relationship Id='rId3' Type='" RELS
     "/sharedStrings' Target='sharedStrings.xml'/></Relationships>"},
};

enum { MEMBERS = sizeof members / sizeof members[0] };

static uint64_t member_count(struct bgt_input *input)
{
    (void)input;
    return MEMBERS;
}

static const char *member_name(struct bgt_input *input, uint64_t index)
{
    (void)input;
    return index < MEMBERS ? members[index].name : NULL;
}

/* A part that is empty is missing. */
static bgt_status open_member(struct bgt_input *input, const char *name,
                              struct bgt_input **member)
{
    const struct fuzz_input *made = input->host;
    for (size_t i = 0; i < MEMBERS; i++) {
        if (strcmp(members[i].name, name) != 0) {
            continue;
        }
        bool is_given = i < FUZZ_PARTS && made->lengths[i] > 0;
        const void *bytes = is_given ? (const void *)made->parts[i] : members[i].content;
        if (bytes == NULL) {
            return BGT_NOT_FOUND;
        }
        size_t length = is_given ? made->lengths[i] : strlen(members[i].content);
        return bgt_input_open_memory(&made->job->io, bytes, length, members[i].name,
                                     member);
    }
    return BGT_NOT_FOUND;
}

static void split_parts(struct fuzz_input *input, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < FUZZ_PARTS && length > 0; i++) {
        const uint8_t *end = memchr(bytes, 0, length);
        size_t size = end == NULL ? length : (size_t)(end - bytes);
        input->parts[i] = bytes;
        input->lengths[i] = size;
        size += end == NULL ? 0 : 1;
        bytes += size;
        length -= size;
    }
}

bgt_status fuzz_input_open(struct fuzz_input *input, const struct fuzz_job *job,
                           const struct bgt_plugin *plugin, const uint8_t *bytes,
                           size_t length)
{
    memset(input, 0, sizeof *input);
    input->job = job;
    if (plugin != &xlsx_LTX_bgt_plugin) {
        return bgt_input_open_memory(&job->io, bytes, length, "fuzz", &input->input);
    }
    split_parts(input, bytes, length);
    input->container = (struct bgt_input){.struct_size = sizeof input->container,
                                          .is_container = 1,
                                          .name = "fuzz.xlsx",
                                          .size = length,
                                          .host = input,
                                          .member_count = member_count,
                                          .member_name = member_name,
                                          .member = open_member};
    input->input = &input->container;
    return BGT_OK;
}

void fuzz_input_close(struct fuzz_input *input)
{
    if (input->input != &input->container) {
        bgt_input_close(input->input);
    }
    input->input = NULL;
}
