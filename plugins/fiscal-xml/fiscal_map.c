#include "fiscal_map.h"

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

const struct bgt_fiscal_row *bgt_fiscal_find_row(const struct bgt_fiscal_map *map,
                                                 const char *name)
{
    for (size_t i = 0; i < map->row_count; i++) {
        if (is_same(map->rows[i].element, name)) {
            return &map->rows[i];
        }
    }
    return NULL;
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

const struct bgt_fiscal_field *bgt_fiscal_find_field(const struct bgt_fiscal_map *map,
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

const struct bgt_fiscal_row *bgt_fiscal_row_for(const struct bgt_fiscal_map *map,
                                                enum bgt_fiscal_holds holds,
                                                const struct bgt_entity *entity)
{
    for (size_t i = 0; i < map->row_count; i++) {
        const struct bgt_fiscal_row *row = &map->rows[i];
        if (row->holds == holds && !row->is_read_only && row->table == NULL &&
            (entity == NULL || row->entity == entity)) {
            return row;
        }
    }
    return NULL;
}

const struct bgt_fiscal_field *bgt_fiscal_field_of(const struct bgt_fiscal_row *row,
                                                   uint32_t number)
{
    for (size_t i = 0; i < row->field_count; i++) {
        const struct bgt_field *field = row->fields[i].field;
        if (field != NULL && field->number == number) {
            return &row->fields[i];
        }
    }
    return NULL;
}
