/*
 * The series of two families in their common order: which there are, when
 * they began and changed. What becomes of their values is merge_kind.c's.
 */
#include "base/mem.h"
#include "snapshot/merge_pair.h"

static int64_t
lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
greater(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static bool
remakes(const struct merge_pair *p)
{
	return p->out != &p->build;
}

/* A series that was never counted in, where it can be told when that was. */
static void
set_untouched(const struct merge_pair *p, struct snap_series *to)
{
	to->start = to->time = STAMP_NONE;
	if (p->kind->cumulative && !remakes(p))
		to->start = to->time = p->build.snap->time;
}

/* Start and time of a series that is in one operand, or of two as one. */
static void
set_times(const struct merge_pair *p, const struct snap_series *a,
    const struct snap_series *b, struct snap_series *to)
{
	bool none_a = !a || merge_untouched(p->family, a);
	bool none_b = !b || merge_untouched(p->family, b);

	if (none_a && none_b) {
		set_untouched(p, to);
	} else if (none_a || none_b) {
		to->start = none_a ? b->start : a->start;
		to->time = none_a ? b->time : a->time;
	} else {
		to->start = lesser(a->start, b->start);
		to->time = greater(a->time, b->time);
	}
}

/* Exemplars are remade of those of the operands. */
static void
put_series(struct merge_pair *p, const struct snap_series *s)
{
	struct snap_series to = *s;
	struct snap_extra extra;

	if (remakes(p) && s->extra) {
		extra = *s->extra;
		extra.nexemplars = 0;
		to.extra = &extra;
	}
	build_series(p->out, &to);
}

/* A series that one operand has. */
static void
put_one(struct merge_pair *p, const struct snap_series *s)
{
	struct snap_series to = *s;

	set_times(p, s, NULL, &to);
	put_series(p, &to);
}

static bool
put_both(struct merge_pair *p, const struct snap_series *a,
    const struct snap_series *b, struct fault *f)
{
	struct snap_series to = *b;

	set_times(p, a, b, &to);
	if (!p->kind->merge(&p->room, p->family, a, b, &to))
		return fault(f, "%s and %s: the counts of %.*s together are "
		    "beyond their range", p->a->name, p->b->name,
		    STR_ARG(p->family->name));
	put_series(p, &to);
	return true;
}

/*
 * What b has beyond a. It began when a was taken, but before its last event,
 * so that it is not taken for a series that was never counted in; or with b,
 * where earlier events than those of a came later.
 */
static void
put_difference(struct merge_pair *p, const struct snap_series *a,
    const struct snap_series *b)
{
	struct snap_series to = *b;

	if (p->kind->diff && !merge_untouched(p->family, a) &&
	    p->kind->diff(&p->room, p->family, a, b, &to)) {
		if (to.start != STAMP_NONE && to.time != STAMP_NONE &&
		    to.start >= a->start)
			to.start = lesser(p->a->snap->time, to.time -
			    (b->start < b->time));
		p->rest = mem_grow(p->rest, p->nrest, &p->rest_cap,
		    sizeof(*p->rest));
		p->rest[p->nrest++] = b;
	} else {
		to = *b;
	}
	build_series(p->out, &to);
}

bool
merge_series(struct merge_pair *p, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f)
{
	size_t na = fa ? fa->nseries : 0, nb = fb ? fb->nseries : 0;
	size_t i = 0, j = 0;

	while (i < na || j < nb) {
		bool left = i < na, right = j < nb;
		const struct snap_series *a = left ? &fa->series[i] : NULL;
		const struct snap_series *b = right ? &fb->series[j] : NULL;
		int c = !left ? 1 : !right ? -1 : snap_labels_cmp(a->labels,
		    a->nlabels, b->labels, b->nlabels);

		i += c <= 0;
		j += c >= 0;
		if (p->diff) {
			if (c == 0)
				put_difference(p, a, b);
			else if (c > 0)
				build_series(p->out, b);
		} else if (c != 0) {
			put_one(p, c < 0 ? a : b);
		} else if (!put_both(p, a, b, f)) {
			return false;
		}
	}
	return true;
}
