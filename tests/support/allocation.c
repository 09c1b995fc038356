/*
 * The linker sends every allocation of the objects linked into a test here (--wrap), and
 * the test says which of them returns NULL.
 */
#include "support/testing.h"

#include <stdatomic.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t limit);

static atomic_size_t calls;
static atomic_size_t failing_call;
static atomic_bool has_failed;

static bool refuse(void)
{
    size_t call = atomic_fetch_add(&calls, 1) + 1;
    if (call != atomic_load(&failing_call)) {
        return false;
    }
    atomic_store(&has_failed, true);
    return true;
}

void *__wrap_malloc(size_t size)
{
    return refuse() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refuse() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return refuse() ? NULL : __real_realloc(block, size);
}

char *__wrap_strndup(const char *text, size_t limit)
{
    size_t length = strnlen(text, limit);
    char *copy = __wrap_malloc(length + 1);
    if (copy != NULL) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

char *__wrap_strdup(const char *text)
{
    return __wrap_strndup(text, strlen(text));
}

void bgt_test_fail_allocation(size_t nth)
{
    atomic_store(&has_failed, false);
    atomic_store(&calls, 0);
    atomic_store(&failing_call, nth);
}

bool bgt_test_allocation_failed(void)
{
    return atomic_load(&has_failed);
}

size_t bgt_test_allocation_count(void)
{
    return atomic_load(&calls);
}
