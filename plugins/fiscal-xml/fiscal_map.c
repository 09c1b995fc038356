#include "fiscal_map.h"

enum { NAME_BYTES = 200 };

static bool is_same(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

void bgt_fiscal_map_clear(struct bgt_fiscal_map *map)
{
    bgt_fiscal_pool_clear(&map->pool);
    memset(map, 0, sizeof *map);
}

const struct bgt_fiscal_class *bgt_fiscal_find_class(const struct bgt_fiscal_map *map,
                                                     const char *name)
{
    for (size_t i = 0; i < map->class_count; i++) {
        const struct bgt_fiscal_class *one = &map->classes[i];
        if (is_same(one->element, name)) {
            return one;
        }
        for (const char *const *alias = one->aliases; *alias != NULL; alias++) {
            if (is_same(*alias, name)) {
                return one;
            }
        }
    }
    return NULL;
}

/* The name without a data element number such as _D0703 at its end; false: it has none.
 */
static bool strip_number(const char *name, char stripped[NAME_BYTES])
{
    const char *mark = strrchr(name, '_');
    const char *digit = mark == NULL ? "" : mark + 1;
    digit += *digit >= 'A' && *digit <= 'Z';
    size_t digits = strspn(digit, "0123456789");
    size_t length = mark == NULL ? 0 : (size_t)(mark - name);
    if (digits < 3 || digit[digits] != '\0' || length == 0 || length >= NAME_BYTES) {
        return false;
    }
    memcpy(stripped, name, length);
    stripped[length] = '\0';
    return true;
}

static const struct bgt_fiscal_row *find_row(const struct bgt_fiscal_map *map,
                                             const char *name)
{
    for (size_t i = 0; i < map->row_count; i++) {
        if (is_same(map->rows[i].element, name)) {
            return &map->rows[i];
        }
    }
    return NULL;
}

const struct bgt_fiscal_row *bgt_fiscal_find_row(const struct bgt_fiscal_map *map,
                                                 const char *name)
{
    char stripped[NAME_BYTES];
    const struct bgt_fiscal_row *found = find_row(map, name);
    return found == NULL && strip_number(name, stripped) ? find_row(map, stripped)
                                                         : found;
}

static const struct bgt_fiscal_field *find_exact(const struct bgt_fiscal_row *row,
                                                 const char *name, size_t first)
{
    for (size_t i = 0; i < row->field_count; i++) {
        size_t at =
            first + i < row->field_count ? first + i : first + i - row->field_count;
        if (is_same(row->fields[at].element, name)) {
            return &row->fields[at];
        }
    }
    return NULL;
}

static const struct bgt_fiscal_field *find_field(const struct bgt_fiscal_map *map,
                                                 const struct bgt_fiscal_row *row,
                                                 const char *name, size_t first)
{
    const struct bgt_fiscal_field *found =
        find_exact(row, name, first < row->field_count ? first : 0);
    for (size_t i = 0; i < map->alias_count && found == NULL; i++) {
        if (is_same(map->aliases[i].name, name)) {
            found = find_exact(row, map->aliases[i].element, 0);
        }
    }
    return found;
}

const struct bgt_fiscal_field *bgt_fiscal_find_field(const struct bgt_fiscal_map *map,
                                                     const struct bgt_fiscal_row *row,
                                                     const char *name, size_t first)
{
    char stripped[NAME_BYTES];
    const struct bgt_fiscal_field *found = find_field(map, row, name, first);
    return found == NULL && strip_number(name, stripped)
               ? find_field(map, row, stripped, first)
               : found;
}

const struct bgt_fiscal_row *bgt_fiscal_row_for(const struct bgt_fiscal_map *map,
                                                enum bgt_fiscal_holds holds,
                                                const struct bgt_entity *entity)
{
    for (size_t i = 0; i < map->row_count; i++) {
        const struct bgt_fiscal_row *row = &map->rows[i];
        if (row->holds == holds && !row->is_read_only && !row->takes_defaults &&
            row->table == NULL && (entity == NULL || row->entity == entity)) {
            return row;
        }
    }
    return NULL;
}

const struct bgt_fiscal_field *bgt_fiscal_field_of(const struct bgt_fiscal_row *row,
                                                   uint32_t number)
{
    bool is_there = number < row->entity->field_count && row->by_number[number] != 0;
    return is_there ? &row->fields[row->by_number[number] - 1] : NULL;
}
