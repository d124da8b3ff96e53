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

/*
 * The number of three digits; those that are none leave a bit of *wrong
 * beyond the lowest four.
 */
static inline unsigned
three(const char *p, unsigned *wrong)
{
	unsigned a = digit(p[0]), b = digit(p[1]), c = digit(p[2]);

	/* With six more, ten and above reach the next bit. */
	*wrong |= a | b | c | (a + 6) | (b + 6) | (c + 6);
	return a * 100 + b * 10 + c;
}

/* n digits, 3, 6 or 9, of a fraction of a second in nanoseconds; -1 for other
 * bytes. */
static inline int64_t
fraction(const char *p, size_t n)
{
	unsigned wrong = 0, ns = three(p, &wrong) * 1000000;

	if (n > 3)
		ns += three(p + 3, &wrong) * 1000;
	if (n > 6)
		ns += three(p + 6, &wrong);
	return wrong > 0xf ? -1 : (int64_t)ns;
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
