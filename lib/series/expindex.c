/*
 * A logarithm decides all but the numbers next to a bound; those are compared
 * with the bound itself, in twice the digits of a double.
 */
#include <math.h>

#include "series/expindex.h"

#define PER_OCTAVE (INT32_C(1) << EXPINDEX_SCALE)

/* A number as the sum of two doubles, the second below half an ulp of the
 * first. */
struct pair {
	double hi, lo;
};

/* 2^(1/2), 2^(1/4) ... 2^(2^-20). */
static const struct pair root[EXPINDEX_SCALE] = {
	{ 0x1.6a09e667f3bcdp+0, -0x1.bdd3413b26456p-54 },
	{ 0x1.306fe0a31b715p+0, 0x1.6f46ad23182e4p-55 },
	{ 0x1.172b83c7d517bp+0, -0x1.19041b9d78a76p-55 },
	{ 0x1.0b5586cf9890fp+0, 0x1.8a62e4adc610bp-54 },
	{ 0x1.059b0d3158574p+0, 0x1.d73e2a475b465p-55 },
	{ 0x1.02c9a3e778061p+0, -0x1.19083535b085dp-56 },
	{ 0x1.0163da9fb3335p+0, 0x1.b61299ab8cdb7p-54 },
	{ 0x1.00b1afa5abcbfp+0, -0x1.4f6b2a7609f71p-55 },
	{ 0x1.0058c86da1c0ap+0, -0x1.5e00e62d6b30dp-56 },
	{ 0x1.002c605e2e8cfp+0, -0x1.d7c96f201bb2fp-55 },
	{ 0x1.00162f3904052p+0, -0x1.7b5d0d58ea8f4p-58 },
	{ 0x1.000b175effdc7p+0, 0x1.ae8e38c59c72ap-54 },
	{ 0x1.00058ba01fba0p+0, -0x1.a4a4d4cad39fep-54 },
	{ 0x1.0002c5cc37da9p+0, 0x1.247426170d232p-54 },
	{ 0x1.000162e525ee0p+0, 0x1.51d5115f56655p-54 },
	{ 0x1.0000b17255776p+0, -0x1.fdfcf3a05ada9p-55 },
	{ 0x1.000058b91b5bdp+0, -0x1.9474449f85921p-54 },
	{ 0x1.00002c5c89d5fp+0, -0x1.c9ad941ba99ffp-55 },
	{ 0x1.0000162e43f50p+0, -0x1.f3be7c7f49f19p-54 },
	{ 0x1.00000b1721bd0p+0, -0x1.b31303b78afcbp-55 },
};

static struct pair
times(struct pair a, struct pair b)
{
	double p = a.hi * b.hi;
	double e = fma(a.hi, b.hi, -p) + (a.hi * b.lo + a.lo * b.hi);
	double s = p + e;

	return (struct pair){ s, e - (s - p) };
}

/* 2^(k / 2^20), for k below 2^20. */
static struct pair
power(int32_t k)
{
	struct pair p = { 1, 0 };

	for (int i = 0; i < EXPINDEX_SCALE; i++)
		if (k & PER_OCTAVE >> (i + 1))
			p = times(p, root[i]);
	return p;
}

static int
above(double m, int32_t k)
{
	struct pair p = power(k);

	return m > p.hi || (!(m < p.hi) && p.lo < 0);
}

int32_t
expindex(double v)
{
	double near, x;
	int32_t octave;
	int e;
	double m = 2 * frexp(v, &e);

	octave = (int32_t)(e - 1) * PER_OCTAVE;
	if (m <= 1)
		return octave - 1;
	x = log2(m) * PER_OCTAVE;
	near = nearbyint(x);
	/* log2 is off by a few units of its last place, 2^-30 is plenty. */
	if (fabs(x - near) > 0x1p-30)
		return octave + (int32_t)x;
	if (near >= PER_OCTAVE)
		return octave + PER_OCTAVE - 1;
	return octave + (int32_t)near - !above(m, (int32_t)near);
}

double
expindex_bound(int32_t i, int scale)
{
	int64_t octave, fine;

	if (scale <= 0) {
		octave = (int64_t)i * (INT64_C(1) << -scale);
		fine = 0;
	} else {
		octave = i >> scale;
		fine = (int64_t)(i & ((INT32_C(1) << scale) - 1)) <<
		    (EXPINDEX_SCALE - scale);
	}
	if (octave > 1100)
		return HUGE_VAL;
	if (octave < -1100)
		return 0;
	return ldexp(power((int32_t)fine).hi, (int)octave);
}
