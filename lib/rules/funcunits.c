/*
 * Texts that are quantities: "1m30s", "12.5ms", "10MiB", "64K". A plain
 * number is one of the base unit already.
 */
#include <math.h>

#include "base/num.h"
#include "rules/func.h"

/* One is size/per of the base: 12.5/1e3 is right where 12.5*1e-3 is not. */
struct unit {
	const char *name;
	double size, per;
};

static const struct unit times[] = {
	{ "ns", 1, 1e9 }, { "us", 1, 1e6 }, { "\xc2\xb5s", 1, 1e6 },
	{ "\xce\xbcs", 1, 1e6 }, { "ms", 1, 1e3 }, { "s", 1, 1 },
	{ "sec", 1, 1 }, { "m", 60, 1 }, { "min", 60, 1 }, { "h", 3600, 1 },
	{ "d", 86400, 1 }, { "w", 604800, 1 },
};

/* K, M and G alone are powers of 1024, as ls(1) and df(1) have them. */
static const struct unit sizes[] = {
	{ "B", 1, 1 }, { "K", 0x1p10, 1 }, { "M", 0x1p20, 1 },
	{ "G", 0x1p30, 1 }, { "T", 0x1p40, 1 }, { "P", 0x1p50, 1 },
	{ "KiB", 0x1p10, 1 }, { "MiB", 0x1p20, 1 }, { "GiB", 0x1p30, 1 },
	{ "TiB", 0x1p40, 1 }, { "PiB", 0x1p50, 1 }, { "KB", 1e3, 1 },
	{ "MB", 1e6, 1 }, { "GB", 1e9, 1 }, { "TB", 1e12, 1 },
	{ "PB", 1e15, 1 },
};

static bool
is_number_char(char c)
{
	return str_is_digit(c) || c == '.';
}

static size_t
span(struct str s, bool number)
{
	size_t n = 0;

	while (n < s.n && is_number_char(s.p[n]) == number)
		n++;
	return n;
}

static const struct unit *
find(const struct unit *u, size_t n, struct str name, bool any_case)
{
	for (size_t i = 0; i < n; i++)
		if (any_case ? str_ieq(name, str_c(u[i].name)) :
		    str_eq(name, str_c(u[i].name)))
			return &u[i];
	return NULL;
}

/* A number and its unit off *s; the unit may stand apart. */
static bool
take(struct str *s, const struct unit *u, size_t nu, bool any_case,
    double *d)
{
	size_t n = span(*s, true);
	const struct unit *unit;

	if (!num_double(str_of(s->p, n), d))
		return false;
	*s = str_from(*s, n);
	n = span(*s, false);
	unit = find(u, nu, str_trim(str_of(s->p, n)), any_case);
	if (!unit)
		return false;
	*d = *d * unit->size / unit->per;
	*s = str_from(*s, n);
	return true;
}

/* What a plain number, a missing value or a boolean is; a text is left. */
static bool
settled(struct eval *ev, const struct expr *e, struct expr_value *v,
    struct str *s)
{
	double d;
	enum eval_kind kind;

	eval_value(ev, e->arg[0], v);
	if (v->kind == EVAL_STRING) {
		*s = str_trim(v->text);
		if (!num_double(*s, &d))
			return false;
		kind = EVAL_NUMBER;
	} else {
		kind = eval_number(v, &d);
	}
	if (kind == EVAL_NUMBER)
		eval_set_number(v, d);
	else
		*v = (struct expr_value){ .kind = kind };
	return true;
}

void
func_duration(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	struct str s;
	double d, sum = 0;
	bool minus;

	if (settled(ev, e, v, &s))
		return;
	minus = s.n && s.p[0] == '-';
	s = str_from(s, minus);
	do {
		if (!take(&s, times, sizeof(times) / sizeof(*times), false,
		    &d)) {
			eval_set_number(v, NAN);
			return;
		}
		sum += d;
	} while (s.n);
	eval_set_number(v, minus ? -sum : sum);
}

void
func_bytes(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	struct str s;
	double d;

	if (settled(ev, e, v, &s))
		return;
	if (!take(&s, sizes, sizeof(sizes) / sizeof(*sizes), true, &d) || s.n)
		d = NAN;
	eval_set_number(v, d);
}
