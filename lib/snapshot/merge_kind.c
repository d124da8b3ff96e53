/*
 * The kinds. What holds for all of them (which series there are, their start
 * and time) is in merge.c.
 */
#include <math.h>
#include <stdlib.h>

#include "series/exemplar.h"
#include "snapshot/merge_kind.h"

/* ---- exact sums */

static void
pour(struct sum *to, const struct snap_series *s, double sign)
{
	sum_add(to, sign * s->value);
	for (size_t i = 0; i < s->nrest; i++)
		sum_add(to, sign * s->rest[i]);
}

/* b + sign * a, exactly where both are finite. */
static void
add_sums(struct merge_room *room, const struct snap_series *a,
    const struct snap_series *b, double sign, struct snap_series *to)
{
	struct sum sum = { .n = 0 };

	to->rest = NULL;
	to->nrest = 0;
	if (!isfinite(a->value) || !isfinite(b->value)) {
		to->value = b->value + sign * a->value;
		return;
	}
	pour(&sum, b, 1);
	pour(&sum, a, sign);
	to->nrest = sum_terms(&sum, room->terms) - 1;
	to->value = room->terms[0];
	to->rest = room->terms + 1;
	sum_free(&sum);
}

/* ---- exemplars */

/* Where a value's is in their order: of a number there is one. */
static size_t
bucket_of(const struct snap_family *f, double v)
{
	size_t i = 0;

	if (f->type == SNAP_EXPHISTOGRAM)
		return exemplar_octave(v);
	while (i < f->nbounds && f->bounds[i] < v)
		i++;
	return i;
}

/*
 * The latest of each bucket, of b where they are equally late, in the order
 * in which the series have them.
 */
static void
join_exemplars(struct merge_room *room, const struct snap_family *f,
    const struct snap_series *a, const struct snap_series *b)
{
	const struct snap_series *from[] = { a, b };
	struct snap_exemplar *list = room->exemplars;
	size_t n = 0, k;

	for (int i = 0; i < 2; i++) {
		const struct snap_extra *x = from[i]->extra;

		for (size_t j = 0; x && j < x->nexemplars; j++) {
			const struct snap_exemplar *e = &x->exemplars[j];
			size_t at = bucket_of(f, e->value);

			for (k = 0; k < n; k++)
				if (bucket_of(f, list[k].value) >= at)
					break;
			if (k < n && bucket_of(f, list[k].value) == at) {
				if (e->time >= list[k].time)
					list[k] = *e;
				continue;
			}
			if (n == SNAP_EXEMPLARS_MAX)
				continue;
			memmove(list + k + 1, list + k,
			    (n++ - k) * sizeof(*list));
			list[k] = *e;
		}
	}
	room->extra.exemplars = list;
	room->extra.nexemplars = n;
}

static void
use_extra(struct merge_room *room, struct snap_series *to)
{
	const struct snap_extra *x = &room->extra;

	to->extra = x->sketch || x->nquantiles || x->nexemplars ? x : NULL;
}

/* ---- numbers */

static bool
add(struct merge_room *room, const struct snap_family *f,
    const struct snap_series *a, const struct snap_series *b,
    struct snap_series *to)
{
	add_sums(room, a, b, 1, to);
	room->extra = (struct snap_extra){ 0 };
	join_exemplars(room, f, a, b);
	use_extra(room, to);
	return true;
}

static bool
subtract(struct merge_room *room, const struct snap_family *f,
    const struct snap_series *a, const struct snap_series *b,
    struct snap_series *to)
{
	(void)f;
	add_sums(room, a, b, -1, to);
	to->extra = b->extra;
	return to->value >= 0;
}

static void
take(struct snap_series *to, const struct snap_series *from)
{
	struct snap_series all = *from;

	all.labels = to->labels;
	all.nlabels = to->nlabels;
	all.start = to->start;
	all.time = to->time;
	*to = all;
}

static bool
later(struct merge_room *room, const struct snap_family *f,
    const struct snap_series *a, const struct snap_series *b,
    struct snap_series *to)
{
	bool is_b = b->time >= a->time;

	(void)f;
	if (room->paired && b->time == a->time)
		is_b = b->value >= a->value;
	take(to, is_b ? b : a);
	return true;
}

static bool
least(struct merge_room *room, const struct snap_family *f,
    const struct snap_series *a, const struct snap_series *b,
    struct snap_series *to)
{
	(void)room;
	(void)f;
	take(to, a->value < b->value || isnan(b->value) ? a : b);
	return true;
}

static bool
greatest(struct merge_room *room, const struct snap_family *f,
    const struct snap_series *a, const struct snap_series *b,
    struct snap_series *to)
{
	(void)room;
	(void)f;
	take(to, a->value > b->value || isnan(b->value) ? a : b);
	return true;
}

/* ---- histograms and summaries */

static const struct snap_sketch *
sketch_of(const struct snap_series *s)
{
	return s->extra ? s->extra->sketch : NULL;
}

/* NaN where either is not known. */
static void
add_range(const struct snap_series *a, const struct snap_series *b,
    struct snap_series *to)
{
	const struct snap_series *one = a->count ? a : b;

	to->min = one->min;
	to->max = one->max;
	if (!a->count || !b->count)
		return;
	to->min = isnan(a->min) || isnan(b->min) ? NAN :
	    fmin(a->min, b->min);
	to->max = isnan(a->max) || isnan(b->max) ? NAN :
	    fmax(a->max, b->max);
}

/* Quantiles come from the sketch; without one those of two are not known. */
static void
add_quantiles(struct merge_room *room, const struct snap_series *a,
    const struct snap_series *b, const struct snap_series *to)
{
	const struct snap_extra *x = a->extra && a->extra->nquantiles ?
	    a->extra : b->extra;
	size_t n = x ? x->nquantiles : 0;

	for (size_t i = 0; i < n; i++) {
		double q = x->quantiles[i].quantile;

		room->quantiles[i] = (struct snap_quantile){ q,
			room->extra.sketch ? sketch_quantile(
			room->extra.sketch, q, to->min, to->max) : NAN };
	}
	room->extra.quantiles = room->quantiles;
	room->extra.nquantiles = n;
	if (!room->extra.sketch && (!a->count || !b->count) && n) {
		const struct snap_extra *only = a->count ? a->extra :
		    b->extra;

		room->extra.quantiles = only ? only->quantiles : NULL;
		room->extra.nquantiles = only ? only->nquantiles : 0;
	}
}

static void
add_counts(struct merge_room *room, const struct snap_family *f,
    const struct snap_series *a, const struct snap_series *b,
    struct snap_series *to)
{
	for (size_t i = 0; i <= f->nbounds; i++)
		room->counts[i] = a->counts[i] + b->counts[i];
	to->counts = room->counts;
}

static bool
observe(struct merge_room *room, const struct snap_family *f,
    const struct snap_series *a, const struct snap_series *b,
    struct snap_series *to)
{
	const struct snap_sketch *x = sketch_of(a), *y = sketch_of(b);
	size_t max = f->type == SNAP_SUMMARY ? SNAP_SIDE_MAX :
	    SKETCH_BUCKETS;

	if (a->count > UINT64_MAX - b->count)
		return false;
	add_sums(room, a, b, 1, to);
	to->count = a->count + b->count;
	add_range(a, b, to);
	room->extra = (struct snap_extra){ 0 };
	if (snap_shape[f->type] == SNAP_BUCKETS)
		add_counts(room, f, a, b, to);
	if (x && y) {
		if (!sketch_add(&room->sketch, x, y, max))
			return false;
		room->extra.sketch = &room->sketch.s;
	} else if (x || y) {
		/* A sketch of a part would not be one of the whole. */
		if (!b->count || !a->count)
			room->extra.sketch = a->count ? x : y;
	}
	add_quantiles(room, a, b, to);
	join_exemplars(room, f, a, b);
	use_extra(room, to);
	return true;
}

static bool
subtract_counts(struct merge_room *room, const struct snap_family *f,
    const struct snap_series *a, const struct snap_series *b,
    struct snap_series *to)
{
	for (size_t i = 0; i <= f->nbounds; i++) {
		if (b->counts[i] < a->counts[i])
			return false;
		room->counts[i] = b->counts[i] - a->counts[i];
	}
	to->counts = room->counts;
	return true;
}

/* Least, greatest, quantiles and exemplars are those of b: what they were of
 * the difference alone nobody knows. */
static bool
unobserve(struct merge_room *room, const struct snap_family *f,
    const struct snap_series *a, const struct snap_series *b,
    struct snap_series *to)
{
	const struct snap_sketch *x = sketch_of(a), *y = sketch_of(b);

	if (b->count < a->count)
		return false;
	add_sums(room, a, b, -1, to);
	to->count = b->count - a->count;
	to->min = b->min;
	to->max = b->max;
	room->extra = b->extra ? *b->extra : (struct snap_extra){ 0 };
	if (snap_shape[f->type] == SNAP_BUCKETS &&
	    !subtract_counts(room, f, a, b, to))
		return false;
	if (y) {
		if (!x || !sketch_subtract(&room->sketch, y, x))
			return false;
		room->extra.sketch = &room->sketch.s;
	}
	use_extra(room, to);
	return true;
}

/* ---- the table */

static const struct merge_kind kinds[] = {
	{ "counter", "", true, false, add, subtract },
	{ "gauge", "", false, false, later, NULL },
	{ "gauge", "min", false, false, least, NULL },
	{ "gauge", "max", false, false, greatest, NULL },
	{ "gauge", "sum", false, true, add, NULL },
	{ "updown", "", false, true, add, NULL },
	{ "frequency", "", true, false, add, subtract },
	/* Of these, what the values are of is in parts. */
	{ "distinct", "", false, true, later, NULL },
	{ "states", "", false, true, add, NULL },
	{ "histogram", "", true, false, observe, unobserve },
	{ "exponential_histogram", "", true, false, observe, unobserve },
	{ "summary", "", true, false, observe, unobserve },
	{ "stateset", "", false, false, later, NULL },
	{ "info", "", false, false, later, NULL },
	{ "unknown", "", false, false, later, NULL },
	{ "gauge_histogram", "", false, false, later, NULL },
};

/* Of a later version: it can only be passed on. */
static const struct merge_kind unknown = { "", "", false, false, NULL, NULL };

const struct merge_kind *
merge_kind(const struct snap_family *f)
{
	struct str kind = f->kind.n ? f->kind :
	    str_c(snap_type_name[f->type]);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (str_eq(str_c(kinds[i].kind), kind) &&
		    str_eq(str_c(kinds[i].mode), f->mode))
			return &kinds[i];
	return &unknown;
}

bool
merge_untouched(const struct snap_family *f, const struct snap_series *s)
{
	const struct merge_kind *k = merge_kind(f);
	bool number = snap_shape[f->type] == SNAP_NUMBER;

	/* Windows begin and end whether anything was counted or not. */
	if (!number && f->statements.n)
		return s->count == 0;
	if (str_eq(f->kind, STR("distinct")))
		return s->value == 0;
	if (f->type == SNAP_GAUGE && (k->adds || k->cumulative))
		return s->time == STAMP_NONE && s->value == 0;
	/* Of events without a time these are equal too. */
	return k->cumulative && s->start != STAMP_NONE &&
	    s->start == s->time && (number ? s->value == 0 : s->count == 0);
}
