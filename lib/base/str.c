/*
 * The parts of struct str that are not one line: comparing without case, and
 * the nearest name for a hint. Not for the hot path.
 */
#include "base/str.h"

enum { DISTANCE_MAX = 64 };

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool
str_ieq(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

static unsigned
least(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;

	return m < c ? m : c;
}

/* Damerau-Levenshtein in its restricted form, three rows at a time. */
unsigned
str_distance(struct str a, struct str b)
{
	unsigned row[3][DISTANCE_MAX + 1];

	if (a.n > DISTANCE_MAX || b.n > DISTANCE_MAX)
		return 255;
	for (size_t j = 0; j <= b.n; j++)
		row[0][j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		unsigned *cur = row[i % 3], *up = row[(i + 2) % 3];
		unsigned *up2 = row[(i + 1) % 3];

		cur[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			bool same = lower(a.p[i - 1]) == lower(b.p[j - 1]);

			cur[j] = least(up[j] + 1, cur[j - 1] + 1,
			    up[j - 1] + !same);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1] && up2[j - 2] + 1 < cur[j])
				cur[j] = up2[j - 2] + 1;
		}
	}
	return row[a.n % 3][b.n];
}

const char *
str_nearest(struct str s, const char *const *names, size_t n)
{
	const char *best = NULL;
	unsigned least_seen = 255;

	for (size_t i = 0; i < n; i++) {
		unsigned d = str_distance(s, str_c(names[i]));

		if (d < least_seen && d * 3 <= strlen(names[i]) + 1) {
			least_seen = d;
			best = names[i];
		}
	}
	return best;
}
