#include "base/buffer.h"

#include "base/utf8.h"

#include <string.h>

enum { SMALLEST = 64 };

/* What an empty buffer's data points at. It is never written to, since no byte of it is
 * within any buffer's capacity. */
static const char nothing[1] = {'\0'};

static void set_empty(struct bgt_buffer *buffer)
{
    buffer->data = (char *)(uintptr_t)nothing;
    buffer->length = 0;
    buffer->capacity = 0;
}

void bgt_buffer_init(struct bgt_buffer *buffer, const struct bgt_allocator *allocator,
                     size_t maximum)
{
    set_empty(buffer);
    buffer->maximum = maximum < SIZE_MAX ? maximum : SIZE_MAX - 1;
    buffer->allocator = bgt_allocator_or_default(allocator);
}

void bgt_buffer_close(struct bgt_buffer *buffer)
{
    if (buffer->capacity > 0) {
        bgt_release(buffer->allocator, buffer->data);
    }
    set_empty(buffer);
}

void bgt_buffer_truncate(struct bgt_buffer *buffer, size_t length)
{
    if (length < buffer->length) {
        buffer->length = length;
        buffer->data[length] = '\0';
    }
}

void bgt_buffer_clear(struct bgt_buffer *buffer)
{
    bgt_buffer_truncate(buffer, 0);
}

static bgt_status grow(struct bgt_buffer *buffer, size_t needed)
{
    size_t half = buffer->capacity / 2;
    size_t larger = buffer->capacity > buffer->maximum - half ? buffer->maximum
                                                              : buffer->capacity + half;
    larger = larger < SMALLEST ? SMALLEST : larger;
    larger = larger < needed ? needed : larger;
    larger = larger < buffer->maximum ? larger : buffer->maximum;
    char *old = buffer->capacity > 0 ? buffer->data : NULL;
    size_t old_size = old ? buffer->capacity + 1 : 0;
    char *data = bgt_resize_array(buffer->allocator, old, old_size, larger + 1, 1);
    if (!data) {
        return BGT_NO_MEMORY;
    }
    buffer->data = data;
    buffer->capacity = larger;
    data[buffer->length] = '\0';
    return BGT_OK;
}

bgt_status bgt_buffer_reserve(struct bgt_buffer *buffer, size_t more)
{
    if (more <= buffer->capacity - buffer->length) {
        return BGT_OK;
    }
    if (more > buffer->maximum - buffer->length) {
        return BGT_LIMIT;
    }
    return grow(buffer, buffer->length + more);
}

bgt_status bgt_buffer_append(struct bgt_buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0) {
        return BGT_OK;
    }
    bgt_status status = bgt_buffer_reserve(buffer, length);
    if (status == BGT_OK) {
        memcpy(buffer->data + buffer->length, bytes, length);
        bgt_buffer_commit(buffer, length);
    }
    return status;
}

bgt_status bgt_buffer_append_text(struct bgt_buffer *buffer, const char *text)
{
    return bgt_buffer_append(buffer, text, strlen(text));
}

bgt_status bgt_buffer_append_char(struct bgt_buffer *buffer, char byte)
{
    return bgt_buffer_append(buffer, &byte, 1);
}

bgt_status bgt_buffer_append_repeated(struct bgt_buffer *buffer, char byte, size_t count)
{
    bgt_status status = bgt_buffer_reserve(buffer, count);
    if (status == BGT_OK && count > 0) {
        memset(buffer->data + buffer->length, byte, count);
        bgt_buffer_commit(buffer, count);
    }
    return status;
}

bgt_status bgt_buffer_append_unsigned(struct bgt_buffer *buffer, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    return bgt_buffer_append(buffer, digits + at, sizeof digits - at);
}

bgt_status bgt_buffer_append_code_point(struct bgt_buffer *buffer, uint32_t code_point)
{
    char bytes[BGT_UTF8_MAX];
    size_t length = bgt_utf8_encode(code_point, bytes);
    return length == 0 ? BGT_BAD : bgt_buffer_append(buffer, bytes, length);
}

void bgt_buffer_commit(struct bgt_buffer *buffer, size_t length)
{
    buffer->length += length;
    if (buffer->capacity > 0) {
        buffer->data[buffer->length] = '\0';
    }
}

void bgt_buffer_consume(struct bgt_buffer *buffer, size_t length)
{
    if (length >= buffer->length) {
        bgt_buffer_clear(buffer);
        return;
    }
    if (length > 0) {
        memmove(buffer->data, buffer->data + length, buffer->length - length);
        bgt_buffer_truncate(buffer, buffer->length - length);
    }
}
