#include "base/intern.h"

#include "base/arena.h"

#include <stdbool.h>
#include <string.h>

/* Entries stand in segments that double in size and never move: segment k holds the next
 * FIRST_SEGMENT << k ids. 24 of them hold more ids than 32 bits can count. */
enum { FIRST_SEGMENT = 256, SEGMENTS = 24, FIRST_SLOTS = 512 };

struct entry {
    const char *text;
    size_t length;
    uint64_t hash;
};

struct bgt_interner {
    const struct bgt_allocator *allocator;
    struct bgt_arena texts;
    struct bgt_hash_key key;
    size_t maximum;
    size_t taken; /* without the arena's */
    struct entry *segments[SEGMENTS];
    uint32_t *slots; /* ids; open addressing, a power of two of them */
    size_t slot_count;
    uint32_t count;
    bool full;
};

bgt_status bgt_interner_open(const struct bgt_interner_options *options,
                             struct bgt_interner **out)
{
    struct bgt_interner *made = bgt_allocate_array(options->allocator, 1, sizeof *made);
    if (!made) {
        return BGT_NO_MEMORY;
    }
    made->allocator = bgt_allocator_or_default(options->allocator);
    made->key = options->key;
    made->maximum = options->maximum_bytes;
    made->taken = sizeof *made;
    bgt_arena_init(&made->texts, made->allocator, 0);
    *out = made;
    return BGT_OK;
}

void bgt_interner_close(struct bgt_interner *interner)
{
    if (!interner) {
        return;
    }
    for (size_t i = 0; i < SEGMENTS; i++) {
        bgt_release(interner->allocator, interner->segments[i]);
    }
    bgt_release(interner->allocator, interner->slots);
    bgt_arena_close(&interner->texts);
    bgt_release(interner->allocator, interner);
}

/* The segment of an id that is at least 1, and its place in it. */
static size_t segment_of(uint32_t id, size_t *index)
{
    size_t place = (size_t)id - 1;
    size_t segment = 0;
    for (size_t size = FIRST_SEGMENT; place >= size; size *= 2) {
        place -= size;
        segment++;
    }
    *index = place;
    return segment;
}

static struct entry *entry_of(const struct bgt_interner *interner, uint32_t id)
{
    size_t index;
    size_t segment = segment_of(id, &index);
    return &interner->segments[segment][index];
}

/* The slot where the text is or would be put; there is always an empty one. */
static size_t find_slot(const struct bgt_interner *interner, uint64_t hash,
                        const char *text, size_t length)
{
    size_t mask = interner->slot_count - 1;
    size_t slot = (size_t)hash & mask;
    for (; interner->slots[slot] != 0; slot = (slot + 1) & mask) {
        const struct entry *entry = entry_of(interner, interner->slots[slot]);
        if (entry->hash == hash && entry->length == length &&
            (length == 0 || memcmp(entry->text, text, length) == 0)) {
            return slot;
        }
    }
    return slot;
}

static size_t room_left(const struct bgt_interner *interner)
{
    size_t used = bgt_interner_taken(interner);
    return interner->maximum > used ? interner->maximum - used : 0;
}

/* Memory for an array within the maximum, or NULL. */
static void *take_array(struct bgt_interner *interner, size_t count, size_t size)
{
    if (count > room_left(interner) / size) {
        return NULL;
    }
    void *memory = bgt_allocate_array(interner->allocator, count, size);
    if (memory) {
        interner->taken += count * size;
    }
    return memory;
}

/* Keeps at most three quarters of the slots in use. */
static bool grow_slots(struct bgt_interner *interner)
{
    if (interner->slots && interner->count < interner->slot_count / 4 * 3) {
        return true;
    }
    size_t old_count = interner->slot_count;
    size_t new_count = old_count ? old_count * 2 : FIRST_SLOTS;
    uint32_t *slots = take_array(interner, new_count, sizeof *slots);
    if (!slots) {
        return false;
    }
    for (uint32_t id = 1; id <= interner->count; id++) {
        size_t slot = (size_t)entry_of(interner, id)->hash & (new_count - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (new_count - 1);
        }
        slots[slot] = id;
    }
    interner->taken -= old_count * sizeof *slots;
    bgt_release(interner->allocator, interner->slots);
    interner->slots = slots;
    interner->slot_count = new_count;
    return true;
}

static bool grow_entries(struct bgt_interner *interner)
{
    size_t index;
    size_t segment = segment_of(interner->count + 1, &index);
    if (segment >= SEGMENTS) {
        return false;
    }
    if (!interner->segments[segment]) {
        interner->segments[segment] =
            take_array(interner, (size_t)FIRST_SEGMENT << segment, sizeof(struct entry));
    }
    return interner->segments[segment] != NULL;
}

static uint32_t add(struct bgt_interner *interner, uint64_t hash, const char *text,
                    size_t length)
{
    if (interner->count == UINT32_MAX || !grow_slots(interner) ||
        !grow_entries(interner)) {
        return 0;
    }
    size_t others = interner->taken;
    interner->texts.maximum = interner->maximum > others ? interner->maximum - others : 0;
    const char *copy = bgt_arena_copy(&interner->texts, text, length);
    if (!copy) {
        return 0;
    }
    uint32_t id = interner->count + 1;
    *entry_of(interner, id) = (struct entry){copy, length, hash};
    interner->slots[find_slot(interner, hash, text, length)] = id;
    interner->count = id;
    return id;
}

uint32_t bgt_interner_intern(struct bgt_interner *interner, const char *text,
                             size_t length)
{
    uint64_t hash = bgt_hash(&interner->key, text, length);
    if (interner->slots) {
        uint32_t id = interner->slots[find_slot(interner, hash, text, length)];
        if (id != 0) {
            return id;
        }
    }
    uint32_t id = add(interner, hash, text, length);
    interner->full = interner->full || id == 0;
    return id;
}

uint32_t bgt_interner_find(const struct bgt_interner *interner, const char *text,
                           size_t length)
{
    if (!interner->slots) {
        return 0;
    }
    uint64_t hash = bgt_hash(&interner->key, text, length);
    return interner->slots[find_slot(interner, hash, text, length)];
}

const char *bgt_interner_text(const struct bgt_interner *interner, uint32_t id,
                              size_t *length)
{
    /* `count` is not looked at: another thread may be adding. A segment is either
     * complete or not there, and an entry not yet given has a null text. */
    size_t index = 0;
    size_t segment = id == 0 ? SEGMENTS : segment_of(id, &index);
    const struct entry *entry = segment < SEGMENTS && interner->segments[segment]
                                    ? &interner->segments[segment][index]
                                    : NULL;
    if (length) {
        *length = entry && entry->text ? entry->length : 0;
    }
    return entry ? entry->text : NULL;
}

uint32_t bgt_interner_count(const struct bgt_interner *interner)
{
    return interner->count;
}

int bgt_interner_full(const struct bgt_interner *interner)
{
    return interner->full;
}

size_t bgt_interner_taken(const struct bgt_interner *interner)
{
    return interner->taken + bgt_arena_taken(&interner->texts);
}
