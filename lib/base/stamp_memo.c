/*
 * Stamps of a log stand near each other: with the minute of the last one
 * known, the next one is its seconds. Whatever is not quite so is
 * stamp_parse's.
 */
#include "base/stamp.h"

enum {
	MINUTE = sizeof(((struct stamp_memo *)0)->minute),
	WHOLE = MINUTE + 4,	/* ":SSZ" behind it */
	FRACTION = WHOLE + 1,	/* and a point */
};

static inline unsigned
digit(char c)
{
	return (unsigned)(unsigned char)c - '0';
}

/* n digits of a fraction of a second in nanoseconds; -1 for other bytes. */
static inline int64_t
fraction(const char *p, size_t n)
{
	int64_t ns = 0;
	unsigned wrong = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned d = digit(p[i]);

		wrong |= d > 9;
		ns = ns * 10 + (int64_t)d;
	}
	for (; n < 9; n += 3)
		ns *= 1000;
	return wrong ? -1 : ns;
}

/* The seconds of a stamp whose minute is known; false to have it parsed. */
static bool
recall(const struct stamp_memo *m, struct str s, int64_t *ns,
    bool *canonical)
{
	const char *p = s.p;
	unsigned a = digit(p[MINUTE + 1]), b = digit(p[MINUTE + 2]);
	int64_t frac = 0;

	if (p[MINUTE] != ':' || a > 5 || b > 9 || p[s.n - 1] != 'Z')
		return false;
	*canonical = true;
	if (s.n > WHOLE) {
		size_t n = s.n - FRACTION;

		if (p[MINUTE + 3] != '.' || (n != 3 && n != 6 && n != 9))
			return false;
		frac = fraction(p + FRACTION - 1, n);
		if (frac < 0)
			return false;
		*canonical = memcmp(p + s.n - 4, "000", 3) != 0;
	}
	*ns = m->ns + (int64_t)(a * 10 + b) * STAMP_SEC + frac;
	return true;
}

static void
remember(struct stamp_memo *m, struct str s, int64_t ns)
{
	const int64_t minute = 60 * STAMP_SEC;
	int64_t within = ns % minute;

	if (ns < INT64_MIN + minute || ns > INT64_MAX - minute)
		return;
	m->ns = ns - within - (within < 0 ? minute : 0);
	memcpy(m->minute, s.p, MINUTE);
}

bool
stamp_recall(struct stamp_memo *m, struct str s, int64_t *ns,
    bool *canonical)
{
	if (s.n >= WHOLE && memcmp(s.p, m->minute, MINUTE) == 0 &&
	    recall(m, s, ns, canonical))
		return true;
	*canonical = false;
	if (!stamp_parse(s, ns))
		return false;
	*canonical = stamp_canonical(s);
	if (*canonical)
		remember(m, s, *ns);
	return true;
}
