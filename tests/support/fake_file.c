#include "support/fake_file.h"

#include <stdlib.h>
#include <string.h>

static struct bgt_fake_file *add_file(struct bgt_fake_env *fake, const char *name)
{
    assert_true(fake->file_count < BGT_FAKE_FILES);
    struct bgt_fake_file *file = &fake->files[fake->file_count++];
    assert_true(strlen(name) < sizeof file->name);
    memset(file, 0, sizeof *file);
    memcpy(file->name, name, strlen(name) + 1);
    file->fake = fake;
    return file;
}

static bgt_status input_map(struct bgt_input *input, const uint8_t **bytes,
                            uint64_t *length)
{
    struct bgt_fake_file *file = input->host;
    *bytes = (const uint8_t *)file->bytes;
    *length = file->length;
    return BGT_OK;
}

static bgt_status input_read_at(struct bgt_input *input, uint64_t offset, void *bytes,
                                size_t capacity, size_t *got)
{
    struct bgt_fake_file *file = input->host;
    size_t rest = offset < file->length ? file->length - (size_t)offset : 0;
    *got = rest < capacity ? rest : capacity;
    if (*got != 0) {
        memcpy(bytes, file->bytes + offset, *got);
    }
    return *got == 0 ? BGT_END : BGT_OK;
}

static bgt_status input_read(struct bgt_input *input, void *bytes, size_t capacity,
                             size_t *got)
{
    struct bgt_fake_file *file = input->host;
    size_t most = file->step != 0 && file->step < capacity ? file->step : capacity;
    bgt_status status = input_read_at(input, file->at, bytes, most, got);
    file->at += *got;
    return status;
}

static void input_close(struct bgt_input *input)
{
    struct bgt_fake_file *file = input->host;
    file->is_closed = true;
}

struct bgt_fake_file *bgt_fake_input(struct bgt_fake_env *fake, const char *name,
                                     const void *bytes, size_t length)
{
    struct bgt_fake_file *file = add_file(fake, name);
    file->bytes = malloc(length + 1);
    assert_non_null(file->bytes);
    if (length != 0) {
        memcpy(file->bytes, bytes, length);
    }
    file->length = length;
    file->input.struct_size = sizeof file->input;
    file->input.name = file->name;
    file->input.size = length;
    file->input.host = file;
    file->input.map = input_map;
    file->input.read = input_read;
    file->input.read_at = input_read_at;
    file->input.close = input_close;
    return file;
}

static uint64_t member_count(struct bgt_input *input)
{
    struct bgt_fake_file *file = input->host;
    return file->fake->file_count - file->fake->member_from;
}

static const char *member_name(struct bgt_input *input, uint64_t index)
{
    struct bgt_fake_file *file = input->host;
    return file->fake->files[file->fake->member_from + index].name;
}

static bgt_status input_member(struct bgt_input *input, const char *name,
                               struct bgt_input **member)
{
    struct bgt_fake_file *container = input->host;
    struct bgt_fake_file *file = bgt_fake_find(container->fake, name);
    if (file == NULL) {
        return BGT_NOT_FOUND;
    }
    file->at = 0;
    *member = &file->input;
    return BGT_OK;
}

struct bgt_fake_file *bgt_fake_container(struct bgt_fake_env *fake, const char *name)
{
    struct bgt_fake_file *file = bgt_fake_input(fake, name, "", 0);
    file->input.is_container = 1;
    file->input.member_count = member_count;
    file->input.member_name = member_name;
    file->input.member = input_member;
    fake->member_from = fake->file_count;
    return file;
}

static bgt_status output_write(struct bgt_output *output, const void *bytes,
                               size_t length)
{
    struct bgt_fake_file *file = output->host;
    if (file->fails_after != 0 && file->length + length > file->fails_after) {
        return BGT_FATAL;
    }
    char *grown = realloc(file->bytes, file->length + length + 1);
    if (grown == NULL) {
        return BGT_NO_MEMORY;
    }
    memcpy(grown + file->length, bytes, length);
    file->bytes = grown;
    file->length += length;
    grown[file->length] = '\0';
    return BGT_OK;
}

static bgt_status output_close(struct bgt_output *output)
{
    struct bgt_fake_file *file = output->host;
    assert_false(file->is_closed);
    file->is_closed = true;
    return BGT_OK;
}

static bgt_status output_member(struct bgt_output *output, const char *name,
                                struct bgt_output **member)
{
    struct bgt_fake_file *folder = output->host;
    struct bgt_fake_file *file = bgt_fake_output(folder->fake, name, false);
    *member = &file->output;
    return BGT_OK;
}

struct bgt_fake_file *bgt_fake_output(struct bgt_fake_env *fake, const char *name,
                                      bool is_folder)
{
    struct bgt_fake_file *file = add_file(fake, name);
    file->output.struct_size = sizeof file->output;
    file->output.is_folder = is_folder;
    file->output.name = file->name;
    file->output.host = file;
    file->output.write = output_write;
    file->output.member = output_member;
    file->output.close = output_close;
    fake->env.is_folder_target = is_folder;
    return file;
}

static bgt_status pass_write(struct bgt_output *output, const void *bytes, size_t length)
{
    struct bgt_fake_file *file = output->host;
    struct bgt_fake_file *real = &file->fake->files[file->at];
    return real->output.write(&real->output, bytes, length);
}

bgt_status bgt_fake_file_pass(struct bgt_fake_env *fake, struct bgt_output *output,
                              struct bgt_output **passing)
{
    struct bgt_fake_file *real = output->host;
    struct bgt_fake_file *file = bgt_fake_output(fake, "encoder", false);
    file->at = (size_t)(real - fake->files);
    file->output.write = pass_write;
    *passing = &file->output;
    return BGT_OK;
}

struct bgt_fake_file *bgt_fake_find(struct bgt_fake_env *fake, const char *name)
{
    for (size_t i = 0; i < fake->file_count; i++) {
        if (strcmp(fake->files[i].name, name) == 0) {
            return &fake->files[i];
        }
    }
    return NULL;
}

void bgt_fake_clear(struct bgt_fake_env *fake)
{
    for (size_t i = 0; i < fake->file_count; i++) {
        free(fake->files[i].bytes);
    }
    fake->file_count = 0;
}

static bgt_status grow_array(void **array, uint32_t *capacity, uint32_t needed,
                             size_t size)
{
    if (needed <= *capacity) {
        return BGT_OK;
    }
    uint32_t most = needed * 2 + 16;
    void *grown = realloc(*array, most * size);
    if (grown == NULL) {
        return BGT_NO_MEMORY;
    }
    *array = grown;
    *capacity = most;
    return BGT_OK;
}

static bgt_status batch_grow(struct bgt_batch *batch, uint32_t items, uint32_t values,
                             size_t bytes)
{
    void *list = batch->items;
    bgt_status status = grow_array(&list, &batch->item_capacity,
                                   batch->item_count + items, sizeof *batch->items);
    batch->items = list;
    if (status != BGT_OK) {
        return status;
    }
    list = batch->values;
    status = grow_array(&list, &batch->value_capacity, batch->value_count + values,
                        sizeof *batch->values);
    batch->values = list;
    if (status == BGT_OK && batch->text_size + bytes > batch->text_capacity) {
        char *grown = realloc(batch->text, (batch->text_size + bytes) * 2);
        if (grown == NULL) {
            return BGT_NO_MEMORY;
        }
        batch->text = grown;
        batch->text_capacity = (batch->text_size + bytes) * 2;
    }
    return status;
}

void bgt_fake_batch_init(struct bgt_batch *batch)
{
    memset(batch, 0, sizeof *batch);
    batch->struct_size = sizeof *batch;
    batch->target_items = 256;
    batch->grow = batch_grow;
}

void bgt_fake_batch_reset(struct bgt_batch *batch)
{
    batch->item_count = 0;
    batch->value_count = 0;
    batch->text_size = 0;
    batch->last_place_offset = 0;
    batch->last_place_length = 0;
}

void bgt_fake_batch_clear(struct bgt_batch *batch)
{
    free(batch->items);
    free(batch->values);
    free(batch->text);
    bgt_fake_batch_init(batch);
}

bgt_status bgt_fake_batch_append(struct bgt_batch *batch, const struct bgt_batch *part)
{
    uint32_t first = batch->value_count;
    uint64_t base = batch->text_size;
    bgt_status status =
        batch_grow(batch, part->item_count, part->value_count, part->text_size + 1);
    if (status != BGT_OK) {
        return status;
    }
    if (part->text_size != 0) {
        memcpy(batch->text + base, part->text, part->text_size);
    }
    batch->text_size += part->text_size;
    for (uint32_t i = 0; i < part->value_count; i++) {
        struct bgt_value *value = &batch->values[batch->value_count++];
        *value = part->values[i];
        value->text_offset += base;
        value->name_offset += (uint32_t)base;
    }
    for (uint32_t i = 0; i < part->item_count; i++) {
        struct bgt_item *item = &batch->items[batch->item_count++];
        *item = part->items[i];
        item->first_value += first;
        item->place_offset += (uint32_t)base;
    }
    return BGT_OK;
}
