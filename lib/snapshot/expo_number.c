/*
 * Numbers and instants in the spellings of the exposition formats, which are
 * more than base/num.h's.
 */
#include <math.h>

#include "base/num.h"
#include "snapshot/expo_line.h"

enum { NUMBER_MAX = 400 };	/* bytes of a number in an unusual spelling */

/* "1." and ".5", which JSON does not have. */
static bool
odd_number(struct str s, double *v)
{
	char text[NUMBER_MAX + 2];
	size_t n = 0, dot = str_chr(s, '.');
	bool before = dot > 0 && str_is_digit(s.p[dot - 1]);
	bool after = dot + 1 < s.n && str_is_digit(s.p[dot + 1]);

	if (dot == s.n || s.n > NUMBER_MAX || before == after)
		return false;
	memcpy(text, s.p, dot);
	n = dot;
	if (!before)
		text[n++] = '0';
	text[n++] = '.';
	if (!after)
		text[n++] = '0';
	memcpy(text + n, s.p + dot + 1, s.n - dot - 1);
	return num_double(str_of(text, n + s.n - dot - 1), v);
}

bool
expo_number(struct str s, double *v)
{
	return num_double_special(s, v) || odd_number(s, v);
}

int64_t
expo_seconds(struct str t, double seconds)
{
	struct num_parts d;
	uint64_t whole, frac = 0;
	int64_t ns;

	if (!(fabs(seconds) < 9.2e9))
		return STAMP_NONE;
	if (!num_split(t, &d) || d.exp != 0 || !num_uint64(d.whole, &whole))
		return (int64_t)(seconds * 1e9);
	for (size_t i = 0; i < 9; i++)
		frac = frac * 10 + (i < d.frac.n ?
		    (uint64_t)(d.frac.p[i] - '0') : 0);
	ns = (int64_t)(whole * STAMP_SEC + frac);
	return d.negative ? -ns : ns;
}
