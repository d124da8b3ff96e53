/*
 * Random numbers and JSON text for the log generators. It uses nothing of
 * mlog, so that an error there cannot hide in the input made to find it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen.h"

uint64_t
gen_next(struct gen_rand *r)
{
	uint64_t z;

	z = r->state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

uint32_t
gen_below(struct gen_rand *r, uint32_t n)
{
	return (uint32_t)((gen_next(r) >> 32) * n >> 32);
}

bool
gen_chance(struct gen_rand *r, uint32_t times)
{
	return gen_below(r, 10000) < times;
}

int64_t
gen_spread(struct gen_rand *r, int64_t lo, int64_t hi)
{
	int64_t top;
	uint32_t steps, step;

	for (steps = 1, top = lo; top < hi / 2; top *= 2)
		steps++;
	step = gen_below(r, steps);
	for (top = lo; step > 0; step--)
		top *= 2;
	top += (int64_t)(gen_next(r) % (uint64_t)top);
	return top < hi ? top : hi;
}

const char *
gen_pick(struct gen_rand *r, const char *const *s, uint32_t n)
{
	return s[gen_below(r, n)];
}

void
gen_bytes(struct gen_line *l, const char *s)
{
	size_t n = strlen(s);

	if (n > sizeof l->text - l->n)
		return;
	memcpy(l->text + l->n, s, n);
	l->n += n;
}

void
gen_open(struct gen_line *l)
{
	l->n = 0;
	l->first = true;
	gen_bytes(l, "{");
}

void
gen_close(struct gen_line *l)
{
	gen_bytes(l, "}");
	l->first = false;
}

void
gen_key(struct gen_line *l, const char *key)
{
	if (!l->first)
		gen_bytes(l, l->comma);
	l->first = false;
	gen_bytes(l, "\"");
	gen_bytes(l, key);
	gen_bytes(l, "\"");
	gen_bytes(l, l->colon);
}

void
gen_push(struct gen_line *l, const char *key)
{
	if (key != NULL)
		gen_key(l, key);
	gen_bytes(l, "{");
	l->first = true;
}

/* The code point at *s, which moves past it; s is valid UTF-8. */
static uint32_t
decode(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	uint32_t c = *p++;

	if (c >= 0xf0)
		c &= 0x07;
	else if (c >= 0xe0)
		c &= 0x0f;
	else if (c >= 0xc0)
		c &= 0x1f;
	while ((*p & 0xc0) == 0x80)
		c = c << 6 | (*p++ & 0x3f);
	*s = (const char *)p;
	return c;
}

static void
escape(struct gen_line *l, uint32_t c)
{
	char s[16];

	if (c == '\n')
		strcpy(s, "\\n");
	else if (c == '\t')
		strcpy(s, "\\t");
	else if (c == '"' || c == '\\')
		snprintf(s, sizeof s, "\\%c", (int)c);
	else if (c < 0x10000)
		snprintf(s, sizeof s, "\\u%04" PRIx32, c);
	else
		snprintf(s, sizeof s, "\\u%04" PRIx32 "\\u%04" PRIx32,
		    0xd800 + ((c - 0x10000) >> 10), 0xdc00 + (c & 0x3ff));
	gen_bytes(l, s);
}

static bool
is_plain(const struct gen_line *l, unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && (c < 0x7f || !l->ascii);
}

void
gen_quoted(struct gen_line *l, const char *s)
{
	char one[2] = "";

	gen_bytes(l, "\"");
	while (*s != '\0') {
		if (is_plain(l, (unsigned char)*s)) {
			one[0] = *s++;
			gen_bytes(l, one);
		} else
			escape(l, decode(&s));
	}
	gen_bytes(l, "\"");
}

void
gen_str(struct gen_line *l, const char *key, const char *value)
{
	gen_key(l, key);
	gen_quoted(l, value);
}

void
gen_raw(struct gen_line *l, const char *key, const char *json)
{
	gen_key(l, key);
	gen_bytes(l, json);
}

void
gen_int(struct gen_line *l, const char *key, int64_t value)
{
	char s[24];

	snprintf(s, sizeof s, "%" PRId64, value);
	gen_raw(l, key, s);
}

void
gen_dec(struct gen_line *l, const char *key, int64_t value, int digits)
{
	char s[48];
	int64_t one = 1;
	int i, n;

	for (i = 0; i < digits; i++)
		one *= 10;
	n = snprintf(s, sizeof s, "%" PRId64 ".%0*" PRId64, value / one,
	    digits, value % one);
	while (n > 2 && s[n - 1] == '0' && s[n - 2] != '.')
		s[--n] = '\0';
	gen_raw(l, key, s);
}

void
gen_hex(struct gen_rand *r, char *s, int n)
{
	int i;

	for (i = 0; i < n; i++)
		s[i] = "0123456789abcdef"[gen_below(r, 16)];
	s[n] = '\0';
}

void
gen_uuid(struct gen_rand *r, char *s)
{
	gen_hex(r, s, 36);
	s[8] = s[13] = s[18] = s[23] = '-';
	s[14] = '4';
	s[19] = "89ab"[gen_below(r, 4)];
}

/* Days since 1970 of a date in the proleptic Gregorian calendar, y >= 1970. */
static int64_t
days_of(int y, int m, int d)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243,
	    273, 304, 334 };
	int leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
	int p = y - 1;

	return 365 * (int64_t)(y - 1970) + (p / 4 - p / 100 + p / 400) -
	    (1969 / 4 - 1969 / 100 + 1969 / 400) + before[m - 1] +
	    (m > 2 && leap) + d - 1;
}

void
gen_stamp(char *s, int64_t us)
{
	int64_t sec = us / 1000000, days = sec / 86400;
	int frac = (int)(us % 1000000), t = (int)(sec % 86400);
	int y = 1970, m = 1, d, n;

	while (days_of(y + 1, 1, 1) <= days)
		y++;
	while (m < 12 && days_of(y, m + 1, 1) <= days)
		m++;
	d = (int)(days - days_of(y, m, 1)) + 1;
	n = snprintf(s, 32, "%04d-%02d-%02dT%02d:%02d:%02d", y % 10000, m, d,
	    t / 3600, t / 60 % 60, t % 60);
	if (frac != 0)
		n += snprintf(s + n, 32 - (size_t)n, ".%06d", frac);
	snprintf(s + n, 32 - (size_t)n, "Z");
}

bool
gen_parse_stamp(const char *s, int64_t *us)
{
	int y, mo, d, h, mi, sec, end = 0;

	if (sscanf(s, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &y, &mo, &d, &h, &mi,
	    &sec, &end) != 6 || end == 0 || s[end] != '\0')
		return false;
	if (y < 1970 || mo < 1 || mo > 12 || d < 1 || d > 31 || h < 0 ||
	    h > 23 || mi < 0 || mi > 59 || sec < 0 || sec > 59)
		return false;
	*us = ((days_of(y, mo, d) * 24 + h) * 60 + mi) * 60 + sec;
	*us *= 1000000;
	return true;
}

bool
gen_parse_size(const char *s, uint64_t *v)
{
	static const char unit[] = "KMG";
	const char *u;
	char *end;

	*v = strtoull(s, &end, 10);
	if (*s < '0' || *s > '9' || *v == 0 || *v > UINT32_MAX)
		return false;
	if (*end == '\0')
		return true;
	u = strchr(unit, *end);
	if (u == NULL || end[1] != '\0')
		return false;
	*v <<= 10 * (u - unit + 1);
	return true;
}
