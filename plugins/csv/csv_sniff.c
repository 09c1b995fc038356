#include "csv_sniff.h"

#include <stdint.h>
#include <string.h>

enum { CANDIDATES = 4, MAX_RECORDS = 256 };

/* How often a separator stands in each of the first records. */
struct tally {
    uint32_t counts[MAX_RECORDS];
    size_t records;
    bool is_broken; /* A quotation mark stands where this delimiter does not allow it. */
};

/* How convincing a tally is. */
struct score {
    size_t records;  /* Records with the commonest count that is not 0. */
    bool everywhere; /* All records have it. */
};

enum place { AT_START, IN_CELL, IN_QUOTES, AFTER_QUOTES };

struct scan {
    enum place place;
    uint32_t count;
    bool has_content;
};

static bool is_break(char c)
{
    return c == '\n' || c == '\r';
}

static void end_record(struct scan *scan, struct tally *tally)
{
    if (scan->has_content && tally->records < MAX_RECORDS) {
        tally->counts[tally->records++] = scan->count;
    }
    scan->count = 0;
    scan->has_content = false;
    scan->place = AT_START;
}

/* One byte outside of separators and line breaks. */
static void take_byte(struct scan *scan, struct tally *tally, char c)
{
    scan->has_content = true;
    if (scan->place == AT_START) {
        scan->place = c == '"' ? IN_QUOTES : IN_CELL;
    } else if (scan->place == AFTER_QUOTES) {
        tally->is_broken = tally->is_broken || c != '"';
        scan->place = IN_QUOTES;
    } else if (c == '"') {
        tally->is_broken = tally->is_broken || scan->place == IN_CELL;
        scan->place = scan->place == IN_QUOTES ? AFTER_QUOTES : scan->place;
    }
}

/* Whether a separator of `width` bytes stands at the front of `text`. */
static bool is_at(const char *text, size_t length, const char *separator, size_t width)
{
    return length >= width && memcmp(text, separator, width) == 0;
}

static void count(const char *head, size_t length, bool is_whole, const char *separator,
                  struct tally *tally)
{
    struct scan scan = {AT_START, 0, false};
    size_t width = strlen(separator);
    memset(tally, 0, sizeof *tally);
    for (size_t i = 0; i < length && tally->records < MAX_RECORDS; i++) {
        if (scan.place != IN_QUOTES && is_break(head[i])) {
            end_record(&scan, tally);
        } else if (scan.place != IN_QUOTES &&
                   is_at(head + i, length - i, separator, width)) {
            scan.count++;
            scan.has_content = true;
            scan.place = AT_START;
            i += width - 1;
        } else {
            take_byte(&scan, tally, head[i]);
        }
    }
    if (is_whole || tally->records == 0) {
        tally->is_broken = tally->is_broken || (is_whole && scan.place == IN_QUOTES);
        end_record(&scan, tally);
    }
}

static struct score judge(const struct tally *tally)
{
    struct score best = {0, false};
    if (tally->is_broken) {
        return best;
    }
    for (size_t i = 0; i < tally->records; i++) {
        size_t same = 0;
        for (size_t k = 0; k < tally->records && tally->counts[i] != 0; k++) {
            same += tally->counts[k] == tally->counts[i];
        }
        best.records = same > best.records ? same : best.records;
    }
    best.everywhere = best.records != 0 && best.records == tally->records;
    return best;
}

/* Excel's own hint: a first line such as `sep=;`. */
static bool has_sep_line(const char *head, size_t length, char *delimiter)
{
    if (length < 5 || (memcmp(head, "sep=", 4) != 0 && memcmp(head, "SEP=", 4) != 0) ||
        (length > 5 && !is_break(head[5])) || strchr(",\t;|", head[4]) == NULL) {
        return false;
    }
    *delimiter = head[4];
    return head[4] != '\0';
}

/* Better: consistent beats not, then more records. */
static bool is_better(struct score a, struct score b)
{
    return a.everywhere != b.everywhere ? a.everywhere : a.records > b.records;
}

struct bgt_csv_sniff bgt_csv_sniff(const char *head, size_t length, bool is_whole)
{
    static const char bytes[CANDIDATES] = {',', '\t', ';', '|'};
    struct bgt_csv_sniff sniff = {BGT_CSV_SNIFF_CLEAR, ',', ','};
    struct score best = {0, false};
    struct score second = {0, false};
    struct tally tally;
    if (has_sep_line(head, length, &sniff.delimiter)) {
        sniff.verdict = BGT_CSV_SNIFF_SEP_LINE;
        return sniff;
    }
    for (size_t i = 0; i < CANDIDATES; i++) {
        const char separator[] = {bytes[i], '\0'};
        count(head, length, is_whole, separator, &tally);
        struct score score = judge(&tally);
        if (is_better(score, best)) {
            second = best;
            sniff.other = sniff.delimiter;
            best = score;
            sniff.delimiter = bytes[i];
        } else if (is_better(score, second)) {
            second = score;
            sniff.other = bytes[i];
        }
    }
    if (best.records == 0) {
        count(head, length, is_whole, "\xEF\xBC\x8C", &tally);
        bool is_full_width = tally.records > 1 && judge(&tally).everywhere;
        sniff.delimiter = ',';
        sniff.verdict = is_full_width ? BGT_CSV_SNIFF_FULL_WIDTH : BGT_CSV_SNIFF_CLEAR;
        return sniff;
    }
    bool is_alone = best.everywhere && !second.everywhere;
    if (!is_alone && best.records < second.records * 2) {
        sniff.verdict = BGT_CSV_SNIFF_UNCLEAR;
    }
    return sniff;
}
