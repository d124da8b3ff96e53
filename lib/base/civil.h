/*
 * Days and dates of the Gregorian calendar, carried back before its time.
 */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include <stdint.h>

struct civil {
	int year;
	unsigned month, day;	/* 1 to 12, 1 to 31 */
};

/* Days from 1970-01-01; the years -9999 to 9999. The day may be beyond its
 * month's end. */
int64_t civil_days(struct civil c);
struct civil civil_date(int64_t days);
unsigned civil_days_in(int year, unsigned month);
/* 0 Sunday to 6 Saturday. */
unsigned civil_weekday(int64_t days);

#endif
