/*
 * Subtraction of counters and histograms. Buckets of an exponential histogram
 * that has grown coarser since are shifted to its scale first.
 */
#include "otlp/delta.h"

static bool
same_bounds(const struct snap_family *a, const struct snap_family *b)
{
	if (a->nbounds != b->nbounds)
		return false;
	for (size_t i = 0; i < a->nbounds; i++) {
		if (a->bounds[i] < b->bounds[i] || a->bounds[i] > b->bounds[i])
			return false;
	}
	return true;
}

void
delta_begin(struct delta *d, const struct snap *before,
    const struct snap_family *family)
{
	const struct snap_family *f;

	*d = (struct delta){ 0 };
	for (size_t i = 0; before && i < before->nfamilies; i++) {
		f = &before->families[i];
		if (str_eq(f->name, family->name) &&
		    f->type == family->type &&
		    str_eq(f->rule, family->rule) && same_bounds(f, family))
			d->before = f;
	}
}

void
delta_end(struct delta *d)
{
	arena_free(&d->arena);
}

static const struct snap_series *
find(struct delta *d, const struct snap_series *s)
{
	const struct snap_series *was;
	int c;

	while (d->before && d->next < d->before->nseries) {
		was = &d->before->series[d->next];
		c = snap_labels_cmp(was->labels, was->nlabels, s->labels,
		    s->nlabels);
		if (c > 0)
			return NULL;
		d->next++;
		if (c == 0)
			return was;
	}
	return NULL;
}

/* The sums are exact in two terms and more (formats.md 2): so is this one
 * but for the last rounding. */
static double
sum_since(const struct snap_series *s, const struct snap_series *was)
{
	double rest = (s->nrest ? s->rest[0] : 0) -
	    (was->nrest ? was->rest[0] : 0);

	return s->value - was->value + rest;
}

static bool
counts_since(struct delta *d, size_t n, const uint64_t *now,
    const uint64_t *was, const uint64_t **since)
{
	uint64_t *c = arena_new(&d->arena, n, sizeof(*c));

	for (size_t i = 0; i < n; i++) {
		if (now[i] < was[i])
			return false;
		c[i] = now[i] - was[i];
	}
	*since = c;
	return true;
}

/* Takes one count of `was` away, at its place in the coarser scale. */
static bool
take_count(uint64_t *c, const struct snap_side *now, int64_t index,
    uint64_t n)
{
	int64_t at = index - now->offset;

	if (n == 0)
		return true;
	if (at < 0 || at >= (int64_t)now->n || c[at] < n)
		return false;
	c[at] -= n;
	return true;
}

static bool
side_since(struct delta *d, const struct snap_side *now,
    const struct snap_side *was, int shift, struct snap_side *since)
{
	uint64_t *c = arena_new(&d->arena, now->n, sizeof(*c));
	int64_t index, width = INT64_C(1) << shift;

	if (now->n)
		memcpy(c, now->counts, now->n * sizeof(*c));
	for (size_t i = 0; i < was->n; i++) {
		index = was->offset + (int64_t)i;
		/* Rounds down, as the shift of a negative number may not. */
		index = index >= 0 ? index / width :
		    -((width - 1 - index) / width);
		if (!take_count(c, now, index, was->counts[i]))
			return false;
	}
	*since = (struct snap_side){ now->offset, now->n, c };
	return true;
}

static bool
sketch_since(struct delta *d, const struct snap_series *s,
    const struct snap_series *was)
{
	const struct snap_sketch *now = s->extra->sketch;
	const struct snap_sketch *old = was->extra->sketch;
	int shift = old->scale - now->scale;

	if (shift < 0 || old->zero_threshold > now->zero_threshold ||
	    old->zero_threshold < now->zero_threshold ||
	    old->zero_count > now->zero_count)
		return false;
	d->sketch = *now;
	d->sketch.zero_count -= old->zero_count;
	d->extra = *s->extra;
	d->extra.sketch = &d->sketch;
	d->series.extra = &d->extra;
	return side_since(d, &now->positive, &old->positive, shift,
	    &d->sketch.positive) && side_since(d, &now->negative,
	    &old->negative, shift, &d->sketch.negative);
}

static bool
shape_since(struct delta *d, const struct snap_family *f,
    const struct snap_series *s, const struct snap_series *was)
{
	if (snap_shape[f->type] == SNAP_NUMBER)
		return s->value >= was->value;
	if (s->count < was->count)
		return false;
	d->series.count -= was->count;
	if (snap_shape[f->type] == SNAP_BUCKETS)
		return counts_since(d, f->nbounds + 1, s->counts, was->counts,
		    &d->series.counts);
	return sketch_since(d, s, was);
}

const struct snap_series *
delta_of(struct delta *d, const struct snap_family *family,
    const struct snap_series *s)
{
	const struct snap_series *was = find(d, s);

	if (!was || was->start != s->start)
		return s;
	d->series = *s;
	d->series.value = sum_since(s, was);
	return shape_since(d, family, s, was) ? &d->series : s;
}
