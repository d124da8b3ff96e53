/*
 * The reader of TZif files. What a rule at their end means is in zone_rule.c;
 * abbreviations, leap seconds and the marks of daylight saving are passed
 * over.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/io.h"
#include "base/mem.h"
#include "base/zone.h"

enum { HEAD = 44, DAY = 86400 };

/* The six counts of a header, in its order. */
struct counts {
	size_t isut, isstd, leap, time, type, chars;
};

static uint64_t
big_endian(const char *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

static int64_t
signed_of(const char *p, size_t n)
{
	uint64_t v = big_endian(p, n);

	if (n == 8)
		return (int64_t)v;
	return (int64_t)(v ^ 0x80000000u) - INT64_C(0x80000000);
}

static bool
read_head(struct str s, struct counts *c)
{
	size_t *to[] = { &c->isut, &c->isstd, &c->leap, &c->time, &c->type,
		&c->chars };

	if (s.n < HEAD || memcmp(s.p, "TZif", 4) != 0)
		return false;
	for (size_t i = 0; i < 6; i++)
		*to[i] = big_endian(s.p + 20 + 4 * i, 4);
	return c->time <= ZONE_SHIFTS_MAX && c->type && c->type <= 256 &&
	    c->chars <= 4096 && c->leap <= 4096 && c->isstd <= 256 &&
	    c->isut <= 256;
}

/* Bytes behind a header, where instants have `width` of them. */
static size_t
body_size(const struct counts *c, size_t width)
{
	return c->time * (width + 1) + c->type * 6 + c->chars +
	    c->leap * (width + 4) + c->isstd + c->isut;
}

bool
zone_add(struct zone *z, int64_t at, int32_t east)
{
	if (z->n && z->shift[z->n - 1].at >= at) {
		z->shift[z->n - 1].east = east;
		return z->shift[z->n - 1].at == at;
	}
	if (z->n == ZONE_SHIFTS_MAX)
		return false;
	z->shift = mem_grow(z->shift, z->n, &z->cap, sizeof(*z->shift));
	z->shift[z->n++] = (struct zone_shift){ at, east };
	return true;
}

static bool
type_east(const char *types, const struct counts *c, size_t type,
    int32_t *east)
{
	int64_t v;

	if (type >= c->type)
		return false;
	v = signed_of(types + 6 * type, 4);
	*east = (int32_t)v;
	return v > -2 * DAY && v < 2 * DAY;
}

/* Until the first shift the first type holds. */
static bool
read_body(struct zone *z, const char *p, const struct counts *c,
    size_t width)
{
	const char *index = p + c->time * width, *types = index + c->time;
	int32_t east;

	if (!type_east(types, c, 0, &east) || !zone_add(z, INT64_MIN, east))
		return false;
	for (size_t i = 0; i < c->time; i++) {
		int64_t at = signed_of(p + i * width, width);

		if (!type_east(types, c, (unsigned char)index[i], &east) ||
		    !zone_add(z, at, east))
			return false;
	}
	return true;
}

static bool
parse(struct zone *z, struct str s, struct fault *f)
{
	struct counts c = { 0 };
	size_t size;
	bool old;

	if (!read_head(s, &c))
		return fault(f, "this is no time zone's file");
	old = s.p[4] == '\0';
	size = HEAD + body_size(&c, 4);
	if (!old) {
		if (s.n < size || !read_head(str_from(s, size), &c))
			return fault(f, "the time zone's file is damaged");
		s = str_from(s, size);
		size = HEAD + body_size(&c, 8);
	}
	if (s.n < size || !read_body(z, s.p + HEAD, &c, old ? 4 : 8))
		return fault(f, "the time zone's file is damaged");
	s = str_from(s, size);
	if (old || s.n < 2 || s.p[0] != '\n')
		return old || fault(f, "the time zone's file is damaged");
	s = str_from(s, 1);
	size = str_chr(s, '\n');
	return size < s.n ? zone_add_rule(z, str_of(s.p, size), f) :
	    fault(f, "the time zone's file is damaged");
}

bool
zone_parse(struct zone *z, struct str text, struct fault *f)
{
	*z = (struct zone){ 0 };
	if (parse(z, text, f))
		return true;
	zone_free(z);
	return false;
}

void
zone_free(struct zone *z)
{
	mem_free(z->shift);
	*z = (struct zone){ 0 };
}

/* Names stay inside of their folder. */
static bool
is_name(struct str s)
{
	bool ok = s.n && s.n <= ZONE_NAME_MAX && s.p[0] != '/' &&
	    s.p[0] != '.';

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		ok = ok && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    str_is_digit(c) || c == '_' || c == '-' || c == '+' ||
		    c == '/');
	}
	return ok;
}

static bool
slurp(struct str name, struct buf *b)
{
	const char *dir[] = { getenv("TZDIR"), "/usr/share/zoneinfo",
		"/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo",
		"/etc/zoneinfo" };
	char path[1024];

	for (size_t i = 0; i < sizeof(dir) / sizeof(*dir); i++) {
		int n = snprintf(path, sizeof(path), "%s/%.*s",
		    dir[i] ? dir[i] : "", STR_ARG(name));

		if (!dir[i] || n < 0 || (size_t)n >= sizeof(path))
			continue;
		buf_reset(b);
		if (io_slurp(path, ZONE_FILE_MAX, b, NULL))
			return true;
	}
	return false;
}

bool
zone_load(struct zone *z, struct str name, struct fault *f)
{
	struct buf b = { 0 };
	bool ok;

	*z = (struct zone){ 0 };
	if (!name.n || str_eq(name, STR("UTC")))
		return true;
	if (!is_name(name) || !slurp(name, &b)) {
		buf_free(&b);
		return fault(f, "no time zone \"%.*s\" on this system",
		    STR_ARG(name));
	}
	ok = zone_parse(z, buf_str(&b), f) ||
	    fault_within(f, "%.*s", STR_ARG(name));
	buf_free(&b);
	return ok;
}

/* The shift that holds at an instant; there is at least one. */
static size_t
shift_at(const struct zone *z, int64_t at)
{
	size_t lo = 0, hi = z->n;

	while (hi - lo > 1) {
		size_t mid = (lo + hi) / 2;

		if (z->shift[mid].at <= at)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

int32_t
zone_east(const struct zone *z, int64_t at)
{
	return z->n ? z->shift[shift_at(z, at)].east : 0;
}

int64_t
zone_instant(const struct zone *z, int64_t local)
{
	size_t i;

	if (!z->n)
		return local;
	/* No clock is two days off, so the answer is not before this one. */
	for (i = shift_at(z, local - 2 * DAY);; i++) {
		int64_t at = local - z->shift[i].east;

		if (at < z->shift[i].at)
			at = z->shift[i].at;
		if (i + 1 == z->n || at < z->shift[i + 1].at)
			return at;
	}
}
