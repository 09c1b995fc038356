#include "base/decimal.h"

#include "base/utf8.h"

enum { UNIT_SCALE = BGT_DECIMAL_MAX_SCALE };

static void sum_units(struct bgt_decimal_sum *sum, struct bgt_decimal d, bool subtract)
{
    bgt_int128 units = (bgt_int128)d.coefficient *
                       bgt_decimal_power_of_ten((unsigned)UNIT_SCALE - d.scale);
    bool overflow = subtract ? __builtin_sub_overflow(sum->units, units, &sum->units)
                             : __builtin_add_overflow(sum->units, units, &sum->units);
    sum->overflow = sum->overflow || overflow;
    sum->scale = sum->scale > d.scale ? sum->scale : d.scale;
}

void bgt_decimal_sum_add(struct bgt_decimal_sum *sum, struct bgt_decimal d)
{
    sum_units(sum, d, false);
}

void bgt_decimal_sum_subtract(struct bgt_decimal_sum *sum, struct bgt_decimal d)
{
    sum_units(sum, d, true);
}

bool bgt_decimal_sum_total(const struct bgt_decimal_sum *sum, struct bgt_decimal *out)
{
    bgt_int128 total =
        sum->units / bgt_decimal_power_of_ten((unsigned)UNIT_SCALE - sum->scale);
    if (sum->overflow || total >= BGT_DECIMAL_BOUND || total <= -BGT_DECIMAL_BOUND) {
        return false;
    }
    *out = bgt_decimal_make((int64_t)total, sum->scale);
    return true;
}

bool bgt_decimal_add(struct bgt_decimal a, struct bgt_decimal b, struct bgt_decimal *out)
{
    struct bgt_decimal_sum sum = {0, 0, false};
    bgt_decimal_sum_add(&sum, a);
    bgt_decimal_sum_add(&sum, b);
    return bgt_decimal_sum_total(&sum, out);
}

bool bgt_decimal_subtract(struct bgt_decimal a, struct bgt_decimal b,
                          struct bgt_decimal *out)
{
    struct bgt_decimal_sum sum = {0, 0, false};
    bgt_decimal_sum_add(&sum, a);
    bgt_decimal_sum_subtract(&sum, b);
    return bgt_decimal_sum_total(&sum, out);
}

bool bgt_decimal_round(struct bgt_decimal d, unsigned scale, struct bgt_decimal *out,
                       uint64_t *changes)
{
    if (bgt_decimal_rescale_exact(d, scale, out)) {
        return true;
    }
    if (scale >= d.scale) {
        return false;
    }
    int64_t power = bgt_decimal_power_of_ten(d.scale - scale);
    int64_t half = d.coefficient < 0 ? -power / 2 : power / 2;
    *out = bgt_decimal_make((d.coefficient + half) / power, scale);
    if (changes) {
        ++*changes;
    }
    return true;
}

/* ---- Printed figures
 * ------------------------------------------------------------------- */

/* A figure being rewritten in the strict spelling. */
struct printed {
    char text[BGT_DECIMAL_TEXT_SIZE * 2];
    size_t length;
    size_t group; /* digits since the last separator, or since the beginning */
    bool grouped;
    bool after_point;
};

/* The ASCII character that `point` is a spelling of, or 0. */
static char ascii_of(uint32_t point)
{
    if (point == 0x2212) {
        return '-';
    }
    if (point >= 0xFF01 && point <= 0xFF5E) {
        return (char)(point - 0xFF01 + '!');
    }
    return point < 0x80 ? (char)point : '\0';
}

/* Groups of three, the first of 1 to 3 digits that is no lone zero's: `0,123` would be a
 * decimal comma. */
static bool separator_allowed(const struct printed *printed, char first_digit)
{
    if (printed->after_point || printed->group == 0) {
        return false;
    }
    return printed->grouped ? printed->group == 3
                            : printed->group <= 3 && first_digit != '0';
}

static bool group_complete(const struct printed *printed)
{
    return !printed->grouped || printed->group == 3;
}

static void keep(struct printed *printed, char byte)
{
    /* Leading zeros carry nothing, so that any number of them fits. */
    if (printed->length == 1 && printed->text[0] == '0' && byte >= '0' && byte <= '9') {
        printed->length = 0;
    }
    if (printed->length < sizeof printed->text) {
        printed->text[printed->length++] = byte;
    }
}

/* Takes one character that is no sign. */
static enum bgt_decimal_error take(struct printed *printed, char byte, char first_digit)
{
    if (byte >= '0' && byte <= '9') {
        printed->group++;
        keep(printed, byte);
        return BGT_DECIMAL_OK;
    }
    if (byte == ',') {
        if (!separator_allowed(printed, first_digit)) {
            return printed->group == 0 ? BGT_DECIMAL_SYNTAX : BGT_DECIMAL_GROUPING;
        }
        printed->grouped = true;
        printed->group = 0;
        return BGT_DECIMAL_OK;
    }
    if (byte != '.' || printed->after_point || printed->length == 0) {
        return BGT_DECIMAL_SYNTAX;
    }
    if (!group_complete(printed)) {
        return BGT_DECIMAL_GROUPING;
    }
    printed->after_point = true;
    keep(printed, byte);
    return BGT_DECIMAL_OK;
}

enum bgt_decimal_error bgt_decimal_parse_grouped(const char *text, size_t length,
                                                 struct bgt_decimal *out,
                                                 unsigned *spelling)
{
    struct printed printed = {.length = 0};
    unsigned met = 0;
    bool negative = false;
    char first = '\0';
    for (size_t at = 0; at < length;) {
        uint32_t point;
        size_t size = bgt_utf8_decode(text + at, length - at, &point);
        char byte = size ? ascii_of(point) : '\0';
        met |= size > 1 ? (unsigned)BGT_SPELLING_FULL_WIDTH : 0;
        if (at == 0 && (byte == '-' || byte == '+')) {
            negative = byte == '-';
            met |= negative ? 0 : (unsigned)BGT_SPELLING_PLUS;
        } else {
            first = first ? first : byte;
            enum bgt_decimal_error error = take(&printed, byte, first);
            if (error != BGT_DECIMAL_OK) {
                return error;
            }
        }
        at += size;
    }
    if (!printed.after_point && !group_complete(&printed)) {
        return BGT_DECIMAL_GROUPING;
    }
    struct bgt_decimal value;
    enum bgt_decimal_error error =
        bgt_decimal_parse(printed.text, printed.length, &value);
    if (error == BGT_DECIMAL_OK) {
        *out = negative ? bgt_decimal_negate(value) : value;
        if (spelling) {
            *spelling = met | (printed.grouped ? (unsigned)BGT_SPELLING_GROUPED : 0);
        }
    }
    return error;
}
