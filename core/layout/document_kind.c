#include "layout/document_kind.h"

#include <string.h>

#include "layout/section.h"

/* A title is not longer. */
#define TITLE_BYTES 150

/* The comparable form of a text; too long a one is left empty. */
static bgt_status normalise(struct bgt_buffer *scratch, struct bgt_slice text)
{
    bgt_buffer_clear(scratch);
    if (text.length > TITLE_BYTES) {
        return BGT_OK;
    }
    bgt_status status = bgt_text_normalise(scratch, text.text, text.length);
    return status == BGT_LIMIT ? BGT_OK : status;
}

static bool has_any(const struct bgt_buffer *key, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (bgt_text_find(key->data, key->length, 0, *words) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* Takes words off the end that only say how the document is published. */
static void strip_suffixes(struct bgt_buffer *key)
{
    static const char *const suffixes[] = {"公开",   "信息", "说明", "情况",
                                           "编制",   "报告", "文本", "草案",
                                           "(草案)", "表",   "报"};
    bool has_cut = true;
    while (has_cut) {
        has_cut = false;
        for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
            if (bgt_text_ends_with(key->data, key->length, suffixes[i])) {
                bgt_buffer_truncate(key, key->length - strlen(suffixes[i]));
                has_cut = true;
            }
        }
    }
}

bgt_status bgt_document_kind_of_line(struct bgt_buffer *scratch, struct bgt_slice line,
                                     const char **kind)
{
    static const struct {
        const char *word, *kind;
    } kinds[] = {{"部门预算", "department_budget"},
                 {"单位预算", "unit_budget"},
                 {"部门决算", "final_accounts"},
                 {"单位决算", "final_accounts"}};
    static const char *const sentence[] = {",", "。", ";", ":", "、", "《", "》", NULL};
    struct bgt_slice text = bgt_text_trim(line.text, line.length);
    *kind = NULL;
    if (bgt_section_number_of(text).level > 0 ||
        bgt_text_find_year(text.text, text.length) == 0) {
        return BGT_OK;
    }
    bgt_status status = normalise(scratch, text);
    if (status != BGT_OK || has_any(scratch, sentence)) {
        return status;
    }
    strip_suffixes(scratch);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (bgt_text_ends_with(scratch->data, scratch->length, kinds[i].word)) {
            *kind = kinds[i].kind;
        }
    }
    return BGT_OK;
}

bgt_status bgt_document_kind_of_table(struct bgt_buffer *scratch, struct bgt_slice title,
                                      const char **kind)
{
    static const char *const others[] = {"部门预算经济", "部门预算支出经济",
                                         "部门预算项目", NULL};
    static const char *const said[] = {"部门预算", NULL};
    *kind = NULL;
    bgt_status status = normalise(scratch, title);
    if (status == BGT_OK && has_any(scratch, said) && !has_any(scratch, others)) {
        *kind = "department_budget";
    }
    return status;
}
