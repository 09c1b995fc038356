#include "locale_c.h"

#include <locale.h>
#include <stddef.h>

bool bgt_xlsx_locale_open(struct bgt_xlsx_locale *locale)
{
    locale_t base = duplocale(LC_GLOBAL_LOCALE);
    if (base == (locale_t)0) {
        return false;
    }
    locale_t numbers = newlocale(LC_NUMERIC_MASK, "C", base);
    if (numbers == (locale_t)0) {
        freelocale(base);
        return false;
    }
    locale->numbers = numbers;
    return true;
}

void bgt_xlsx_locale_enter(struct bgt_xlsx_locale *locale)
{
    locale->before = uselocale((locale_t)locale->numbers);
}

void bgt_xlsx_locale_leave(struct bgt_xlsx_locale *locale)
{
    (void)uselocale((locale_t)locale->before);
    locale->before = NULL;
}

void bgt_xlsx_locale_close(struct bgt_xlsx_locale *locale)
{
    if (locale->numbers != NULL) {
        freelocale((locale_t)locale->numbers);
        locale->numbers = NULL;
    }
}
