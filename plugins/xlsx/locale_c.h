/**
 * locale_c.h: the C locale's way to write numbers, for the calls into libxlsxwriter,
 * which prints them with the locale's decimal point. Only the calling thread is affected,
 * and only between enter and leave.
 */
#ifndef BGT_XLSX_LOCALE_C_H
#define BGT_XLSX_LOCALE_C_H

#include <stdbool.h>

/** The locale; zeroed, there is none. */
struct bgt_xlsx_locale {
    void *numbers; /**< A locale_t with LC_NUMERIC "C". */
    void *before;  /**< The thread's own between enter and leave. */
};

/** Makes the locale; false where the system refuses. */
bool bgt_xlsx_locale_open(struct bgt_xlsx_locale *locale);
void bgt_xlsx_locale_enter(struct bgt_xlsx_locale *locale);
void bgt_xlsx_locale_leave(struct bgt_xlsx_locale *locale);
void bgt_xlsx_locale_close(struct bgt_xlsx_locale *locale);

#endif
