/*
 * The series of a family, found by their labels, and what becomes of a sample
 * of one. Which family that is, is expo_family.c's.
 */
#include <math.h>

#include "base/hash.h"
#include "base/mem.h"
#include "snapshot/expo_family.h"

static uint64_t
labels_hash(const struct snap_label *l, size_t n)
{
	uint64_t h = n;

	for (size_t i = 0; i < n; i++)
		h = (h ^ hash_seeded(l[i].name) * 31 ^
		    hash_seeded(l[i].value)) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 32;
}

static uint32_t *
series_slot(const struct expo_family *family, uint64_t hash,
    const struct snap_label *l, size_t n)
{
	size_t i = hash & (family->nslots - 1);

	for (; family->slot[i]; i = (i + 1) & (family->nslots - 1)) {
		const struct expo_series *s =
		    &family->series[family->slot[i] - 1];

		if (s->hash == hash &&
		    snap_labels_cmp(s->labels, s->nlabels, l, n) == 0)
			break;
	}
	return &family->slot[i];
}

static void
grow_series(struct expo_family *family)
{
	if (family->nseries * 2 < family->nslots)
		return;
	mem_free(family->slot);
	family->nslots = family->nslots ? family->nslots * 2 : 8;
	family->slot = mem_new(family->nslots, sizeof(*family->slot));
	for (size_t i = 0; i < family->nseries; i++) {
		const struct expo_series *s = &family->series[i];

		*series_slot(family, s->hash, s->labels, s->nlabels) =
		    (uint32_t)(i + 1);
	}
}

static const struct snap_label *
keep_labels(struct arena *a, const struct snap_label *l, size_t n)
{
	struct snap_label *to = arena_new(a, n, sizeof(*to));

	for (size_t i = 0; i < n; i++)
		to[i] = (struct snap_label){ arena_str(a, l[i].name),
			arena_str(a, l[i].value) };
	return to;
}

/* The series with these labels, made when there is none. */
struct expo_series *
expo_series(struct expo *e, struct expo_family *family,
    const struct snap_label *l, size_t n, struct fault *f)
{
	uint64_t hash = labels_hash(l, n);
	struct expo_series *s;
	uint32_t k;

	grow_series(family);
	k = *series_slot(family, hash, l, n);
	if (k && e->strict && k != family->nseries &&
	    family->type != SNAP_STATESET) {
		fault(f, "the lines of a series of %.*s are not together",
		    STR_ARG(family->name));
		return NULL;
	}
	if (k)
		return &family->series[k - 1];
	if (e->nseries++ == EXPO_SERIES_MAX) {
		fault(f, "more than %d series", EXPO_SERIES_MAX);
		return NULL;
	}
	family->series = mem_grow(family->series, family->nseries,
	    &family->cap, sizeof(*family->series));
	*series_slot(family, hash, l, n) = (uint32_t)(family->nseries + 1);
	s = &family->series[family->nseries++];
	*s = (struct expo_series){ .hash = hash, .nlabels = n,
		.start = STAMP_NONE, .time = { .ns = STAMP_NONE } };
	s->labels = keep_labels(&e->arena, l, n);
	return s;
}

static bool
has_step(const struct expo_series *s, double at)
{
	if (!s->nsteps || (!s->unsorted && s->step[s->nsteps - 1].at < at))
		return false;
	for (size_t i = 0; i < s->nsteps; i++)
		if (s->step[i].at == at)
			return true;
	return false;
}

/* Begins a series again, with a later point in time. */
static void
renew(struct expo_series *s)
{
	s->has = 0;
	s->nsteps = s->nexemplars = 0;
	s->unsorted = false;
	s->start = STAMP_NONE;
}

enum turn { TURN_TAKE, TURN_LEAVE, TURN_FAULT };

/*
 * What becomes of a sample that is there already: a later point replaces an
 * earlier one, the first of one instant stays.
 */
static enum turn
turn_of(struct expo *e, const struct expo_family *family,
    struct expo_series *s, const struct expo_line *l, bool again,
    struct fault *f)
{
	if (!s->has)
		return TURN_TAKE;
	if (e->strict && s->time.set != l->time.set) {
		fault(f, "samples of one series with and without timestamps");
		return TURN_FAULT;
	}
	if (e->strict && l->time.seconds < s->time.seconds) {
		fault(f, "the timestamps of a series go back");
		return TURN_FAULT;
	}
	if (s->time.set && l->time.set && (e->strict || again) &&
	    l->time.ns > s->time.ns && l->time.seconds > s->time.seconds) {
		renew(s);
		return TURN_TAKE;
	}
	if (!again)
		return TURN_TAKE;
	if (e->strict && !l->time.set) {
		fault(f, "a sample of %.*s comes twice",
		    STR_ARG(family->name));
		return TURN_FAULT;
	}
	e->twice++;
	return TURN_LEAVE;
}

static void
add_exemplar(struct expo *e, struct expo_series *s,
    const struct snap_exemplar *from)
{
	struct snap_exemplar *to;

	if (s->nexemplars == SNAP_EXEMPLARS_MAX)
		return;
	s->exemplar = mem_grow(s->exemplar, s->nexemplars, &s->exemplars_cap,
	    sizeof(*s->exemplar));
	to = &s->exemplar[s->nexemplars++];
	*to = *from;
	to->labels = keep_labels(&e->arena, from->labels, from->nlabels);
}

static void
set_created(struct expo_series *s, double v)
{
	s->start = fabs(v) < 9.2e9 ? (int64_t)floor(v) * STAMP_SEC +
	    (int64_t)llround((v - floor(v)) * 1e9) : STAMP_NONE;
}

static void
set(struct expo *e, struct expo_series *s, enum expo_role role, double at,
    const struct expo_line *l)
{
	switch (role) {
	case EXPO_VALUE: s->value = l->value; break;
	case EXPO_SUM: s->sum = l->value; break;
	case EXPO_COUNT: s->count = l->value; break;
	case EXPO_CREATED: set_created(s, l->value); break;
	default:
		s->step = mem_grow(s->step, s->nsteps, &s->steps_cap,
		    sizeof(*s->step));
		s->unsorted |= s->nsteps && s->step[s->nsteps - 1].at > at;
		s->step[s->nsteps++] = (struct expo_step){ at, l->value };
	}
	s->has |= 1u << role;
	if (l->time.set && (!s->time.set || l->time.ns > s->time.ns))
		s->time = l->time;
	if (l->has_exemplar)
		add_exemplar(e, s, &l->exemplar);
}

bool
expo_put(struct expo *e, const struct expo_family *family,
    struct expo_series *s, enum expo_role role, double at,
    const struct expo_line *l, struct fault *f)
{
	bool again = role == EXPO_BUCKET || role == EXPO_QUANTILE ?
	    has_step(s, at) : s->has >> role & 1;

	switch (turn_of(e, family, s, l, again, f)) {
	case TURN_FAULT: return false;
	case TURN_LEAVE: return true;
	case TURN_TAKE: break;
	}
	if (s->nsteps >= SNAP_BOUNDS_MAX && at < INFINITY)
		return fault(f, "more than %d buckets or quantiles",
		    SNAP_BOUNDS_MAX);
	set(e, s, role, at, l);
	return true;
}
