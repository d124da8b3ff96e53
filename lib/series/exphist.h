/*
 * Exponential histograms, and the sketch of a summary: counts in buckets that
 * are powers of a base wide, made coarser when they become too many
 * (protocols.md 9). What one holds depends on the values alone, not on their
 * order.
 */
#ifndef SERIES_EXPHIST_H
#define SERIES_EXPHIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	EXPHIST_SCALE_MAX = 20, EXPHIST_SCALE_MIN = -10,
	EXPHIST_BUCKETS = 160,		/* a side of an exported histogram */
	EXPHIST_SKETCH_BUCKETS = 4096,	/* of a summary: 64 octaves at 1 % */
};

/* What a rule asks for. */
struct exphist_form {
	int scale;		/* the finest, EXPHIST_SCALE_MIN to _MAX */
	uint32_t max;		/* buckets a side, 160 or more */
};

/* Bucket first + k counts at counts[first - base + k]. */
struct exphist_side {
	int32_t base;		/* index of counts[0] */
	int32_t first, last;	/* in use; none when cap is 0 */
	uint32_t cap;
	uint64_t *counts;
};

/* A zeroed one is empty, exphist_free releases what it holds. */
struct exphist {
	int down;		/* the scale is 20 - down */
	uint64_t zero;
	struct exphist_side positive, negative;
};

/*
 * The coarsest scale at which a bucket's middle is within `error` (0.01 for
 * 1 %) of all in it; at most EXPHIST_SCALE_MAX.
 */
int exphist_scale_for(double error);

/* v is finite. */
void exphist_add(struct exphist *h, const struct exphist_form *form, double v);
/* n observations in the bucket `index` of a scale that is not above 20. */
void exphist_put(struct exphist *h, const struct exphist_form *form,
    bool negative, int32_t index, int scale, uint64_t n);
void exphist_merge(struct exphist *h, const struct exphist_form *form,
    const struct exphist *other);
void exphist_free(struct exphist *h);

static inline int
exphist_scale(const struct exphist *h, const struct exphist_form *form)
{
	int scale = EXPHIST_SCALE_MAX - h->down;

	return scale < form->scale ? scale : form->scale;
}

/* How many buckets from first to last; *counts is the first one's. */
size_t exphist_side(const struct exphist_side *s, const uint64_t **counts);

/*
 * An estimate of the value at rank q * (n - 1), rounded down, of the n values
 * in order: the middle of its bucket, and not outside of min to max. q is 0
 * to 1. NaN when there is nothing.
 */
double exphist_quantile(const struct exphist *h,
    const struct exphist_form *form, double q, double min, double max);

#endif
