/*
 * What the unit tests share: counted checks, and the line at the end. A test
 * is one file with its own main: CHECKs, then `UNIT_END`.
 */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

static unsigned long unit_checks, unit_failed;

/* Counts one check; a failed one says where and what on stderr. */
#define CHECK(expr) unit_check(!!(expr), __FILE__, __LINE__, #expr)
/* got is a struct str, want a C string; both are shown when they differ. */
#define CHECK_STR(got, want) unit_str((got), (want), __FILE__, __LINE__)
/* Two whole numbers that fit an int64_t. */
#define CHECK_INT(got, want) \
	unit_int((int64_t)(got), (int64_t)(want), __FILE__, __LINE__)
/* CHECK for tables: `row` is the index shown. */
#define CHECK_ROW(row, expr) \
	unit_row(unit_check(!!(expr), __FILE__, __LINE__, #expr), (row))

/* The last statement of main. */
#define UNIT_END \
	return printf("%lu checks, %lu failed\n", unit_checks, unit_failed) \
	    < 0 || unit_failed != 0 || unit_checks == 0

static inline bool
unit_check(bool ok, const char *file, int line, const char *text)
{
	unit_checks++;
	if (!ok) {
		unit_failed++;
		fprintf(stderr, "%s:%d: %s\n", file, line, text);
	}
	return ok;
}

static inline bool
unit_row(bool ok, size_t row)
{
	if (!ok)
		fprintf(stderr, "\tin row %zu\n", row);
	return ok;
}

static inline bool
unit_str(struct str got, const char *want, const char *file, int line)
{
	bool ok = str_eq(got, str_c(want));

	unit_check(ok, file, line, "texts differ");
	if (!ok)
		fprintf(stderr, "\tgot  \"%.*s\"\n\twant \"%s\"\n",
		    STR_ARG(got), want);
	return ok;
}

static inline bool
unit_int(int64_t got, int64_t want, const char *file, int line)
{
	bool ok = got == want;

	unit_check(ok, file, line, "numbers differ");
	if (!ok)
		fprintf(stderr, "\tgot  %lld\n\twant %lld\n", (long long)got,
		    (long long)want);
	return ok;
}

/*
 * Says that a part of the test is left out: tests/run.sh counts a skipped test
 * and excuses on CI what it excuses there (`SUITES has no ...`).
 */
static inline void
unit_skip(const char *why)
{
	fprintf(stderr, "skip: %s\n", why);
}

/* Random bits (xorshift64*), the same in every run; *s starts non-zero. */
static inline uint64_t
unit_random(uint64_t *s)
{
	*s ^= *s >> 12;
	*s ^= *s << 25;
	*s ^= *s >> 27;
	return *s * UINT64_C(2685821657736338717);
}

#endif
