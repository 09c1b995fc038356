#include "fiscal_tree.h"

enum { MAX_DEPTH = 16 };

struct builder {
    const struct bgt_env *env;
    struct bgt_yaml *yaml;
    struct bgt_fiscal_pool *pool;
    struct bgt_fiscal_node *open[MAX_DEPTH];
    size_t depth;
    const char *key;
};

static void append(struct bgt_fiscal_node *parent, struct bgt_fiscal_node *node)
{
    if (parent->last == NULL) {
        parent->first = node;
    } else {
        parent->last->next = node;
    }
    parent->last = node;
}

static bgt_status add(struct builder *builder, const struct bgt_yaml_event *event)
{
    struct bgt_fiscal_node *node = bgt_fiscal_take(builder->pool, 1, sizeof *node);
    if (node == NULL) {
        return BGT_NO_MEMORY;
    }
    node->key = builder->key;
    builder->key = NULL;
    append(builder->open[builder->depth - 1], node);
    if (event->kind == BGT_YAML_SCALAR) {
        node->text = bgt_fiscal_copy(builder->pool, event->text, event->length);
        return node->text == NULL ? BGT_NO_MEMORY : BGT_OK;
    }
    if (builder->depth == MAX_DEPTH) {
        return BGT_LIMIT;
    }
    builder->open[builder->depth++] = node;
    return BGT_OK;
}

static bgt_status take(struct builder *builder, const struct bgt_yaml_event *event)
{
    switch (event->kind) {
    case BGT_YAML_MAPPING_END:
    case BGT_YAML_SEQUENCE_END:
        builder->depth -= builder->depth > 1;
        return BGT_OK;
    case BGT_YAML_END:
        return BGT_END;
    default:
        break;
    }
    if (event->kind == BGT_YAML_SCALAR && event->is_key != 0) {
        builder->key = bgt_fiscal_copy(builder->pool, event->text, event->length);
        return builder->key == NULL ? BGT_NO_MEMORY : BGT_OK;
    }
    return add(builder, event);
}

bgt_status bgt_fiscal_tree_read(const struct bgt_env *env, const char *name,
                                struct bgt_fiscal_pool *pool,
                                struct bgt_fiscal_node **root)
{
    struct builder builder = {.env = env, .pool = pool, .depth = 1};
    struct bgt_input *input = NULL;
    builder.open[0] = bgt_fiscal_take(pool, 1, sizeof *builder.open[0]);
    if (builder.open[0] == NULL) {
        return BGT_NO_MEMORY;
    }
    bgt_status status = env->data(env, name, &input);
    if (status != BGT_OK) {
        return status;
    }
    status = env->yaml_open(env, input, &builder.yaml);
    while (status == BGT_OK) {
        struct bgt_yaml_event event;
        status = env->yaml_next(builder.yaml, &event);
        if (status == BGT_OK) {
            status = take(&builder, &event);
        }
    }
    if (builder.yaml != NULL) {
        env->yaml_close(builder.yaml);
    }
    input->close(input);
    *root = builder.open[0]->first;
    return status == BGT_END ? BGT_OK : status == BGT_BAD ? BGT_FATAL : status;
}

const struct bgt_fiscal_node *bgt_fiscal_child(const struct bgt_fiscal_node *node,
                                               const char *key)
{
    const struct bgt_fiscal_node *child = node == NULL ? NULL : node->first;
    while (child != NULL && (child->key == NULL || strcmp(child->key, key) != 0)) {
        child = child->next;
    }
    return child;
}

const char *bgt_fiscal_text(const struct bgt_fiscal_node *node, const char *key)
{
    const struct bgt_fiscal_node *child = bgt_fiscal_child(node, key);
    return child == NULL ? NULL : child->text;
}

size_t bgt_fiscal_count(const struct bgt_fiscal_node *node)
{
    size_t count = 0;
    for (const struct bgt_fiscal_node *child = node == NULL ? NULL : node->first;
         child != NULL; child = child->next) {
        count++;
    }
    return count;
}
