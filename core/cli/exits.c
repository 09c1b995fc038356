#include "cli/exits.h"

static const struct bgt_exit_row rows[] = {
    {"0", "done", "完成"},
    {"1", "check, diff or catalogue check found something",
     "check、diff 或 catalogue check 发现问题或差异"},
    {"2", "wrong usage, unknown format, layout or option, same file as input and output",
     "用法错误，格式、版式或选项未知，或输入与输出为同一文件"},
    {"3", "input missing, unreadable, damaged, unmatched or ambiguous",
     "输入不存在、不可读、已损坏、无法识别或有歧义"},
    {"4", "target exists or cannot be written", "目标已存在或无法写入"},
    {"5", "loss refused (--strict)", "有内容无法保存而被拒绝（--strict）"},
    {"6", "plugin unusable", "插件不可用"},
    {"70", "a bug of ours", "程序自身的缺陷"},
    {"128+n", "stopped by signal n", "被信号 n 中止"},
};

size_t bgt_exit_row_count(void)
{
    return sizeof rows / sizeof rows[0];
}

const struct bgt_exit_row *bgt_exit_row_at(size_t index)
{
    return &rows[index];
}
