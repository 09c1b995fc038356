/**
 * layout/document_kind.h: what kind of document a line says that it is.
 *
 * Private to layout. The titles of tables are no witness by themselves: units publish
 * theirs under titles that begin with 部门. So a layout's `doc_kind` is what such a table
 * usually belongs to, and counts only where no line before the first table and no title
 * says otherwise.
 */
#ifndef LAYOUT_DOCUMENT_KIND_H
#define LAYOUT_DOCUMENT_KIND_H

#include "base/buffer.h"
#include "base/text.h"

/**
 * The kind that a title of a whole document names: a short line with a year that ends
 * with 部门预算, 单位预算, 部门决算 or 单位决算, also before 公开, 表, （草案） and the
 * like. Sentences and numbered headings name none.
 *
 * @param scratch overwritten.
 * @param kind    a choice of document.doc_kind, or null.
 * @return BGT_OK or BGT_NO_MEMORY.
 */
bgt_status bgt_document_kind_of_line(struct bgt_buffer *scratch, struct bgt_slice line,
                                     const char **kind);

/** The kind that a title of a table names: `department_budget` in 部门预算收支总表, none
 * in 部门财务收支预算总表 and in 部门预算经济分类. As above. */
bgt_status bgt_document_kind_of_table(struct bgt_buffer *scratch, struct bgt_slice title,
                                      const char **kind);

#endif
