/*
 * Two snapshots at a time, walked in their common order. What a kind does
 * with two values is merge_kind.c's.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/mem.h"
#include "snapshot/merge.h"
#include "snapshot/merge_kind.h"

/* Two operands at work. */
struct pair {
	const struct unite_part *a, *b;
	bool diff;
	struct build build;
	struct merge_room room;
	const struct snap_family *family;	/* at hand, b's where it is */
	const struct merge_kind *kind;
};

/*
 * A series that exists at zero from the start, and was never counted in: it
 * began, and changed last, when the snapshot was taken.
 */
static bool
untouched(const struct merge_kind *k, const struct snap_series *s)
{
	if (!k->cumulative)
		return k->adds && s->time == STAMP_NONE && s->value == 0;
	return s->start != STAMP_NONE && s->start == s->time;
}

enum rank { RANK_EMPTY, RANK_UNTOUCHED, RANK_COUNTED };

/* How much the snapshot's time says. */
static enum rank
rank_of(const struct snap *s)
{
	enum rank rank = RANK_EMPTY;

	for (size_t i = 0; i < s->nfamilies; i++) {
		const struct snap_family *f = &s->families[i];
		const struct merge_kind *k = merge_kind(f);

		for (size_t j = 0; j < f->nseries; j++) {
			if (!untouched(k, &f->series[j]))
				return RANK_COUNTED;
			rank = RANK_UNTOUCHED;
		}
	}
	return rank;
}

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

/* Start and time of a series that is in one operand, or of two as one. */
static void
set_times(const struct pair *p, const struct snap_series *a,
    const struct snap_series *b, struct snap_series *to)
{
	bool none_a = !a || untouched(p->kind, a);
	bool none_b = !b || untouched(p->kind, b);

	if (none_a && none_b) {
		to->start = to->time = p->kind->cumulative ?
		    p->build.snap->time : STAMP_NONE;
	} else if (none_a || none_b) {
		to->start = none_a ? b->start : a->start;
		to->time = none_a ? b->time : a->time;
	} else {
		to->start = lesser(a->start, b->start);
		to->time = greater(a->time, b->time);
	}
}

static void
put_one(struct pair *p, const struct snap_series *a,
    const struct snap_series *b)
{
	struct snap_series to = a ? *a : *b;

	set_times(p, a, b, &to);
	build_series(&p->build, &to);
}

static bool
put_both(struct pair *p, const struct snap_series *a,
    const struct snap_series *b, struct fault *f)
{
	struct snap_series to = *b;

	set_times(p, a, b, &to);
	if (!p->kind->merge(&p->room, p->family, a, b, &to))
		return fault(f, "%s and %s: the counts of %.*s together are "
		    "beyond their range", p->a->name, p->b->name,
		    STR_ARG(p->family->name));
	build_series(&p->build, &to);
	return true;
}

/*
 * What b has beyond a. It began when a was taken, but before its last event,
 * so that it is not taken for a series that was never counted in.
 */
static void
put_difference(struct pair *p, const struct snap_series *a,
    const struct snap_series *b)
{
	struct snap_series to = *b;

	if (p->kind->diff && !untouched(p->kind, a) &&
	    p->kind->diff(&p->room, p->family, a, b, &to)) {
		if (to.start != STAMP_NONE && to.time != STAMP_NONE)
			to.start = lesser(p->a->snap->time, to.time - 1);
	} else {
		to = *b;
	}
	build_series(&p->build, &to);
}

/* The series of two families of one name, either of which may be NULL. */
static bool
walk_series(struct pair *p, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f)
{
	size_t na = fa ? fa->nseries : 0, nb = fb ? fb->nseries : 0;
	size_t i = 0, j = 0;

	while (i < na || j < nb) {
		const struct snap_series *a = i < na ? &fa->series[i] : NULL;
		const struct snap_series *b = j < nb ? &fb->series[j] : NULL;
		int c = !a ? 1 : !b ? -1 : snap_labels_cmp(a->labels,
		    a->nlabels, b->labels, b->nlabels);

		i += c <= 0;
		j += c >= 0;
		if (p->diff) {
			if (c == 0)
				put_difference(p, a, b);
			else if (c > 0)
				build_series(&p->build, b);
		} else if (c != 0) {
			put_one(p, c < 0 ? a : NULL, c > 0 ? b : NULL);
		} else if (!put_both(p, a, b, f)) {
			return false;
		}
	}
	return true;
}

static bool
same_rules(const struct pair *p, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f)
{
	if (!unite_agree(p->a, fa, p->b, fb, f))
		return false;
	if (str_eq(fa->rule, fb->rule) && str_eq(fa->kind, fb->kind) &&
	    str_eq(fa->mode, fb->mode))
		return true;
	fault(f, "the rules of %.*s differ", STR_ARG(fa->name));
	return fault_within(f, "%s contradicts %s", p->b->name, p->a->name);
}

static bool
put_family(struct pair *p, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f)
{
	struct snap_family to = fa ? *fa : *fb;

	if (fa && fb && !same_rules(p, fa, fb, f))
		return false;
	p->family = fb ? fb : fa;
	p->kind = merge_kind(p->family);
	if (fa && fb && (fa->nparts || fb->nparts))
		return fault(f, "%s: %.*s has parts, which this version "
		    "cannot merge", p->b->name, STR_ARG(to.name));
	if (!p->kind->merge && fa && fb)
		return fault(f, "%s: %.*s is a %.*s%s%.*s, which this version "
		    "cannot merge", fb ? p->b->name : p->a->name,
		    STR_ARG(to.name), STR_ARG(to.kind), to.mode.n ? " " : "",
		    STR_ARG(to.mode));
	if (fb && !to.help.n)
		to.help = fb->help;
	build_family(&p->build, &to);
	for (size_t i = 0; i < to.nparts; i++)
		build_part(&p->build, to.parts[i]);
	return walk_series(p, fa, fb, f);
}

static bool
walk_families(struct pair *p, struct fault *f)
{
	const struct snap *a = p->a->snap, *b = p->b->snap;
	size_t i = 0, j = 0;
	bool ok = true;

	while (ok && (i < a->nfamilies || j < b->nfamilies)) {
		const struct snap_family *fa = i < a->nfamilies ?
		    &a->families[i] : NULL;
		const struct snap_family *fb = j < b->nfamilies ?
		    &b->families[j] : NULL;
		int c = !fa ? 1 : !fb ? -1 : str_cmp(fa->name, fb->name);

		i += c <= 0;
		j += c >= 0;
		if (c >= 0 || !p->diff)
			ok = put_family(p, c <= 0 ? fa : NULL,
			    c >= 0 ? fb : NULL, f);
	}
	return ok;
}

/* ---- the header */

static bool
has_label(const struct snap *s, const struct snap_label *l)
{
	for (size_t i = 0; i < s->nresource; i++)
		if (str_eq(s->resource[i].name, l->name))
			return str_eq(s->resource[i].value, l->value);
	return false;
}

static void
merge_resources(struct pair *p)
{
	const struct snap *a = p->a->snap, *b = p->b->snap;
	struct snap_label *kept = mem_new(a->nresource, sizeof(*kept));
	size_t n = 0;

	for (size_t i = 0; i < a->nresource; i++)
		if (has_label(b, &a->resource[i]))
			kept[n++] = a->resource[i];
	build_resource(&p->build, kept, n);
	mem_free(kept);
}

static const struct position *
same_input(const struct snap *s, const struct position *p)
{
	for (size_t i = 0; i < s->ninputs; i++)
		if (s->inputs[i].dev == p->dev && s->inputs[i].ino == p->ino &&
		    str_eq(s->inputs[i].input, p->input))
			return &s->inputs[i];
	return NULL;
}

/* Of a file that both read, how far the one read that got further. */
static void
merge_inputs(struct pair *p)
{
	const struct snap *a = p->a->snap, *b = p->b->snap;

	for (size_t i = 0; i < a->ninputs; i++) {
		const struct position *other = same_input(b, &a->inputs[i]);

		build_input(&p->build, other &&
		    other->offset >= a->inputs[i].offset ? other :
		    &a->inputs[i]);
	}
	for (size_t i = 0; i < b->ninputs; i++)
		if (!same_input(a, &b->inputs[i]))
			build_input(&p->build, &b->inputs[i]);
}

static void
merge_heads(struct pair *p)
{
	const struct snap *a = p->a->snap, *b = p->b->snap;
	enum rank x = rank_of(a), y = rank_of(b);
	const struct snap *one = x > y || (x == y && a->time > b->time) ?
	    a : b;

	p->build.snap->time = one->time;
	if (x == RANK_EMPTY || y == RANK_EMPTY)
		build_resource(&p->build, one->resource, one->nresource);
	else
		merge_resources(p);
	merge_inputs(p);
	for (size_t i = 0; i < a->nnotes; i++)
		build_note(&p->build, a->notes[i]);
	for (size_t i = 0; i < b->nnotes; i++)
		build_note(&p->build, b->notes[i]);
}

/* ---- own metrics */

/* What the pipeline says of itself has the hash of its name for a rule. */
static bool
is_own(const struct snap_family *f)
{
	char hash[17];

	snprintf(hash, sizeof(hash), "%016" PRIx64, hash_fixed(f->name));
	return str_eq(f->rule, str_c(hash));
}

static struct str
pipeline_of(const struct snap_series *s)
{
	for (size_t i = 0; i < s->nlabels; i++)
		if (str_eq(s->labels[i].name, STR("pipeline")))
			return s->labels[i].value;
	return (struct str){ 0 };
}

/* The counter of the pipeline that is there in every run. */
static const struct snap_series *
run_of(const struct snap_family *events, const struct snap_series *s)
{
	struct str name = pipeline_of(s);

	for (size_t i = 0; events && i < events->nseries; i++)
		if (str_eq(pipeline_of(&events->series[i]), name))
			return &events->series[i];
	return NULL;
}

/*
 * Own counters tell of whole runs: each begins with the run, also where it
 * first appeared in a later part.
 */
static void
align_own(struct build *b)
{
	const struct snap_family *events = NULL;

	for (size_t i = 0; i < b->nfamilies; i++)
		if (str_eq(b->family[i].name, STR("mlog_events_total")) &&
		    is_own(&b->family[i]))
			events = &b->family[i];
	for (size_t i = 0; i < b->nfamilies; i++) {
		struct snap_family *f = &b->family[i];

		if (!str_starts(f->name, STR("mlog_")) || !is_own(f))
			continue;
		for (size_t k = 0; k < f->nseries; k++) {
			/* The builder's arena holds them; they are ours. */
			struct snap_series *s =
			    (struct snap_series *)(uintptr_t)&f->series[k];
			const struct snap_series *run = run_of(events, s);

			if (!run || f->type != SNAP_COUNTER)
				continue;
			s->start = run->start;
			s->time = run->time;
		}
	}
}

/* ---- two, and many */

static bool
work(struct snap *to, const struct unite_part *a, const struct unite_part *b,
    bool diff, struct fault *f)
{
	struct pair *p = mem_new(1, sizeof(*p));
	bool ok;

	p->a = a;
	p->b = b;
	p->diff = diff;
	build_init(&p->build, to);
	if (diff) {
		to->time = b->snap->time;
		build_resource(&p->build, b->snap->resource,
		    b->snap->nresource);
	} else {
		merge_heads(p);
	}
	ok = walk_families(p, f) && build_done(&p->build, f);
	if (ok && !diff)
		align_own(&p->build);
	build_free(&p->build);
	mem_free(p);
	return ok;
}

static bool
merge_range(struct snap *to, const struct unite_part *part, size_t n,
    struct fault *f)
{
	static const struct snap nothing = { .time = STAMP_NONE };
	static const struct unite_part empty = { "", &nothing };
	struct snap left = { 0 }, right = { 0 };
	bool ok;

	*to = (struct snap){ 0 };
	if (n <= 2)
		return work(to, n == 2 ? &part[0] : &empty, &part[n - 1],
		    false, f);
	ok = merge_range(&left, part, n / 2, f) &&
	    merge_range(&right, part + n / 2, n - n / 2, f) &&
	    work(to, &(struct unite_part){ part[0].name, &left },
	    &(struct unite_part){ part[n / 2].name, &right }, false, f);
	snap_free(&left);
	snap_free(&right);
	return ok;
}

bool
merge(struct snap *to, const struct unite_part *part, size_t n,
    struct fault *f)
{
	return merge_range(to, part, n, f);
}

bool
merge_diff(struct snap *to, const struct unite_part *old,
    const struct unite_part *now, struct fault *f)
{
	*to = (struct snap){ 0 };
	return work(to, old, now, true, f);
}
