#include "number_format.h"

#include <string.h>

/* One section while it is read. */
struct section {
    const char *at;
    const char *end;
    bool general;
    bool point;
    bool fraction;
    bool scientific;
    bool text;
    bool point_between; /* a literal point after a digit: waits for another digit */
    bool scaled;
    bool date;
    bool time;
    bool elapsed;
    bool month_or_minute; /* an m that is a month unless seconds follow */
    bool after_hour;
    unsigned percents;
    unsigned commas; /* since the last digit */
    unsigned digits;
    unsigned least_places;
    unsigned most_places;
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whether `word`, in lower case, stands at the section's place, in any case. */
static bool word_at(const struct section *section, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(section->end - section->at) < length) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (lower(section->at[i]) != word[i]) {
            return false;
        }
    }
    return true;
}

static void skip_character(struct section *section)
{
    if (section->at < section->end) {
        section->at++;
    }
    while (section->at < section->end && ((unsigned char)*section->at & 0xC0) == 0x80) {
        section->at++;
    }
}

static void see_literal(struct section *section, const char *text, size_t length)
{
    if (length == 1 && text[0] == '.' && section->digits > 0) {
        section->point_between = true;
    }
}

static void read_quoted(struct section *section)
{
    const char *from = ++section->at;
    while (section->at < section->end && *section->at != '"') {
        section->at++;
    }
    see_literal(section, from, (size_t)(section->at - from));
    if (section->at < section->end) {
        section->at++;
    }
}

/* [Red], [>=100], [$-804], [DBNum1]; or [h], [mm], [ss]. */
static void read_bracket(struct section *section)
{
    const char *from = ++section->at;
    while (section->at < section->end && *section->at != ']') {
        section->at++;
    }
    const char *to = section->at;
    if (section->at < section->end) {
        section->at++;
    }
    char unit = from < to ? lower(*from) : '\0';
    if (unit != 'h' && unit != 'm' && unit != 's') {
        return;
    }
    for (const char *p = from; p < to; p++) {
        if (lower(*p) != unit) {
            return;
        }
    }
    section->elapsed = true;
    section->time = true;
    section->after_hour = unit == 'h';
}

static void see_digit(struct section *section, char c)
{
    if (section->point_between) {
        section->scaled = true;
    }
    section->digits++;
    section->commas = 0;
    if (section->point) {
        section->most_places++;
        if (c == '0') {
            section->least_places = section->most_places;
        }
    }
}

static void settle_month(struct section *section)
{
    if (section->month_or_minute) {
        section->date = true;
        section->month_or_minute = false;
    }
}

/* Letters of dates and times; false where `c` is none. Moves past a run of it. */
static bool read_date_letter(struct section *section)
{
    char c = lower(*section->at);
    if (strchr("ymdhsegab", c) == NULL) {
        return false;
    }
    if (word_at(section, "am/pm") || word_at(section, "a/p")) {
        section->time = true;
        section->at += word_at(section, "am/pm") ? 5 : 3;
        return true;
    }
    while (section->at < section->end && lower(*section->at) == c) {
        section->at++;
    }
    if (c == 'm' && section->after_hour) {
        section->time = true;
    } else if (c == 'm') {
        section->month_or_minute = true;
    } else if (c == 's') {
        section->month_or_minute = false;
        section->time = true;
    } else if (c == 'h') {
        settle_month(section);
        section->time = true;
    } else {
        settle_month(section);
        section->date = true;
    }
    section->after_hour = c == 'h';
    return true;
}

static void read_point(struct section *section)
{
    if (section->commas > 0) {
        section->scaled = true;
    }
    section->commas = 0;
    section->point = true;
    section->at++;
}

/* One token that is a single character. */
static void read_plain(struct section *section)
{
    switch (*section->at) {
    case '0':
    case '#':
    case '?':
        see_digit(section, *section->at++);
        break;
    case '.':
        read_point(section);
        break;
    case ',':
        section->commas += section->digits > 0;
        section->at++;
        break;
    case '%':
        section->percents++;
        section->at++;
        break;
    case '/':
        section->fraction = section->digits > 0;
        section->at++;
        break;
    case '@':
        section->text = true;
        section->at++;
        break;
    default:
        skip_character(section);
        break;
    }
}

static void read_token(struct section *section)
{
    static const char general_zh[] = "g/\xE9\x80\x9A\xE7\x94\xA8\xE6\xA0\xBC\xE5\xBC\x8F";
    char c = *section->at;
    if (c == '"') {
        read_quoted(section);
    } else if (c == '[') {
        read_bracket(section);
    } else if (c == '\\' || c == '!') {
        section->at++;
        const char *from = section->at;
        skip_character(section);
        see_literal(section, from, (size_t)(section->at - from));
    } else if (c == '_' || c == '*') {
        section->at++;
        skip_character(section);
    } else if (word_at(section, "general")) {
        section->general = true;
        section->at += strlen("general");
    } else if (word_at(section, general_zh)) {
        section->general = true;
        section->at += sizeof general_zh - 1;
    } else if (section->digits > 0 &&
               (word_at(section, "e+") || word_at(section, "e-"))) {
        section->scientific = true;
        section->at += 2;
    } else if (!read_date_letter(section)) {
        read_plain(section);
    }
}

/* Reads one section; returns where the next begins, or null after the last. */
static const char *read_section(struct section *section, const char *at, const char *end)
{
    memset(section, 0, sizeof *section);
    section->at = at;
    section->end = end;
    while (section->at < section->end && *section->at != ';') {
        read_token(section);
    }
    settle_month(section);
    if (section->commas > 0 || section->percents > 1) {
        section->scaled = true;
    }
    return section->at < section->end ? section->at + 1 : NULL;
}

/* Takes what a section says; false where it shows neither digits nor a date. */
static bool take_section(const struct section *section,
                         struct bgt_xlsx_number_format *format)
{
    if (section->date || section->time) {
        format->kind = BGT_XLSX_DATE;
        format->has_date = section->date;
        format->has_time = section->time;
        format->is_elapsed = section->elapsed;
        return true;
    }
    if (section->general || section->text) {
        return true;
    }
    if (section->digits == 0) {
        return false;
    }
    if (section->fraction || section->scientific) {
        return true;
    }
    format->kind = BGT_XLSX_FIXED;
    format->least_places =
        (uint8_t)(section->least_places > 30 ? 30 : section->least_places);
    format->most_places =
        (uint8_t)(section->most_places > 30 ? 30 : section->most_places);
    format->is_percent = section->percents == 1;
    return true;
}

void bgt_xlsx_number_format_parse(const char *code, size_t length,
                                  struct bgt_xlsx_number_format *format)
{
    memset(format, 0, sizeof *format);
    bool taken = false;
    const char *at = code;
    while (at != NULL) {
        struct section section;
        at = read_section(&section, at, code + length);
        if (!section.date && !section.time && section.scaled) {
            format->is_scaled = true;
        }
        taken = taken || take_section(&section, format);
    }
    if (format->kind == BGT_XLSX_DATE) {
        format->is_scaled = false;
    }
}

struct builtin {
    uint8_t from;
    uint8_t to;
    const char *code;
};

/* 18.8.30, with the meanings for zh-cn of 27 to 36 and 50 to 58, and for th-th of 59
 * to 81. Of a date format only whether it shows a date or a time matters here. */
static const struct builtin builtins[] = {
    {1, 1, "0"},
    {2, 2, "0.00"},
    {3, 3, "#,##0"},
    {4, 4, "#,##0.00"},
    {5, 6, "#,##0"},
    {7, 8, "#,##0.00"},
    {9, 9, "0%"},
    {10, 10, "0.00%"},
    {11, 11, "0.00E+00"},
    {12, 13, "# ?/?"},
    {14, 17, "yyyy-m-d"},
    {18, 21, "h:mm:ss"},
    {22, 22, "yyyy-m-d h:mm"},
    {27, 31, "yyyy-m-d"},
    {32, 35, "h:mm:ss"},
    {36, 36, "yyyy-m"},
    {37, 38, "#,##0"},
    {39, 40, "#,##0.00"},
    {41, 42, "#,##0"},
    {43, 44, "#,##0.00"},
    {45, 45, "mm:ss"},
    {46, 46, "[h]:mm:ss"},
    {47, 47, "mm:ss.0"},
    {48, 48, "##0.0E+0"},
    {49, 49, "@"},
    {50, 54, "yyyy-m-d"},
    {55, 56, "h:mm:ss"},
    {57, 58, "yyyy-m-d"},
    {59, 59, "0"},
    {60, 60, "0.00"},
    {61, 61, "#,##0"},
    {62, 62, "#,##0.00"},
    {67, 67, "0%"},
    {68, 68, "0.00%"},
    {69, 70, "# ?/?"},
    {71, 74, "yyyy-m-d"},
    {75, 76, "h:mm:ss"},
    {77, 77, "yyyy-m-d h:mm"},
    {78, 78, "mm:ss"},
    {79, 79, "[h]:mm:ss"},
    {80, 80, "mm:ss.0"},
    {81, 81, "yyyy-m-d"},
};

void bgt_xlsx_number_format_builtin(uint32_t id, struct bgt_xlsx_number_format *format)
{
    for (size_t i = 0; i < sizeof builtins / sizeof builtins[0]; i++) {
        if (id >= builtins[i].from && id <= builtins[i].to) {
            bgt_xlsx_number_format_parse(builtins[i].code, strlen(builtins[i].code),
                                         format);
            return;
        }
    }
    memset(format, 0, sizeof *format);
}
