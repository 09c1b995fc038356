/* The model as data: what every reader and writer relies on. */
#include "model/model.h"

#include <string.h>

#include "support/testing.h"

static void test_entities_are_complete(void **state)
{
    /* The list of design "The model". */
    static const char *const keys[] = {
        "document",  "agency", "classification", "project",   "task",   "goal",
        "indicator", "table",  "line",           "statement", "section"};
    (void)state;
    const struct bgt_model *model = bgt_model();
    assert_int_equal(model->entity_count, BGT_TEST_COUNT(keys));
    for (uint16_t i = 0; i < model->entity_count; i++) {
        const struct bgt_entity *entity = bgt_model_entity(model, i);
        assert_string_equal(entity->key, keys[i]);
        assert_int_equal(entity->number, i);
        assert_true(entity->field_count > 0);
    }
}

static void check_field(const struct bgt_entity *entity, uint16_t number)
{
    const struct bgt_field *field = bgt_entity_field(entity, number);
    assert_int_equal(field->number, number);
    assert_true(field->key[0] != '\0' && field->label[0] != '\0');
    for (const char *c = field->key; *c != '\0'; c++)
        assert_true((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_');
    assert_non_null(field->aliases);
    assert_true((field->type == BGT_ENUM) == (field->choices != NULL));
    if ((field->flags & BGT_FIELD_MEASURE) != 0)
        assert_int_equal(field->type, BGT_AMOUNT);
    assert_ptr_equal(bgt_entity_find(entity, field->key, strlen(field->key)), field);
}

static void test_fields_are_sane(void **state)
{
    (void)state;
    const struct bgt_model *model = bgt_model();
    for (uint16_t i = 0; i < model->entity_count; i++) {
        const struct bgt_entity *entity = bgt_model_entity(model, i);
        for (uint16_t j = 0; j < entity->field_count; j++)
            check_field(entity, j);
    }
}

/* Two fields of one kind on a line with the same label could not be told apart by a
 * heading. */
static void test_line_labels_are_unique(void **state)
{
    (void)state;
    const struct bgt_entity *line = bgt_entity(BGT_ENTITY_line);
    for (uint16_t i = 0; i < line->field_count; i++) {
        const struct bgt_field *a = bgt_entity_field(line, i);
        for (uint16_t j = 0; j < i; j++)
            assert_string_not_equal(a->label, bgt_entity_field(line, j)->label);
    }
}

static void test_find_needs_the_whole_key(void **state)
{
    (void)state;
    const struct bgt_entity *line = bgt_entity(BGT_ENTITY_line);
    assert_null(bgt_entity_find(line, "exp_func", 8));
    assert_null(bgt_entity_find(line, "exp_func_code_", 14));
    assert_null(bgt_entity_find(line, "", 0));
    assert_non_null(bgt_entity_find(line, "exp_func_code=201", 13));
    assert_null(bgt_model_find(bgt_model(), "lin", 3));
    assert_ptr_equal(bgt_model_find(bgt_model(), "line", 4), line);
}

static void test_common_fields_are_the_documents(void **state)
{
    (void)state;
    const struct bgt_entity *line = bgt_entity(BGT_ENTITY_line);
    const struct bgt_entity *document = bgt_entity(BGT_ENTITY_document);
    for (uint16_t i = 0; i < line->field_count; i++) {
        const struct bgt_field *field = bgt_entity_field(line, i);
        if ((field->flags & BGT_FIELD_COMMON) != 0)
            assert_non_null(bgt_entity_find(document, field->key, strlen(field->key)));
    }
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entities_are_complete),
        cmocka_unit_test(test_fields_are_sane),
        cmocka_unit_test(test_line_labels_are_unique),
        cmocka_unit_test(test_find_needs_the_whole_key),
        cmocka_unit_test(test_common_fields_are_the_documents),
    };
    return bgt_test_main("model", tests, BGT_TEST_COUNT(tests), argc, argv);
}
