/*
 * Years begin in March here, so that the leap day is the last of its year.
 */
#include "base/civil.h"

enum {
	ERA = 146097,		/* days of 400 years */
	EPOCH = 719468,		/* days from 0000-03-01 to 1970-01-01 */
};

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t
civil_days(struct civil c)
{
	int64_t year = c.year - (c.month < 3);
	int64_t era = floor_div(year, 400), of_era = year - era * 400;
	int64_t month = (c.month + 9) % 12;

	return era * ERA + of_era * 365 + of_era / 4 - of_era / 100 +
	    (153 * month + 2) / 5 + c.day - 1 - EPOCH;
}

struct civil
civil_date(int64_t days)
{
	int64_t era = floor_div(days + EPOCH, ERA);
	int64_t d = days + EPOCH - era * ERA;
	int64_t year = (d - d / 1460 + d / 36524 - d / 146096) / 365;
	int64_t of_year = d - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;
	struct civil c;

	c.day = (unsigned)(of_year - (153 * month + 2) / 5 + 1);
	c.month = (unsigned)(month < 10 ? month + 3 : month - 9);
	c.year = (int)(year + era * 400 + (c.month < 3));
	return c;
}

unsigned
civil_days_in(int year, unsigned month)
{
	struct civil next = { year + (month == 12), month % 12 + 1, 1 };

	return (unsigned)(civil_days(next) -
	    civil_days((struct civil){ year, month, 1 }));
}

unsigned
civil_weekday(int64_t days)
{
	return (unsigned)(days + 4 - 7 * floor_div(days + 4, 7));
}
