/*
 * Families with parts: which windows they are of, whether their statements
 * agree. What is made of them is remake.c's.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "snapshot/kept.h"
#include "snapshot/kept_diff.h"
#include "snapshot/merge_pair.h"
#include "snapshot/remake.h"

static bool
find_window(const struct merge_operand *part, const struct snap_family *family,
    struct window *w, struct fault *f)
{
	*w = (struct window){ STAMP_NONE, STAMP_NONE };
	return !family || kept_window(family, w, f) ||
	    fault_within(f, "%s", part->name);
}

/* A hash is no proof, and waiting events are told by their statement. */
static bool
same_statements(const struct merge_pair *p, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f)
{
	if (!fa || !fb || str_eq(fa->statements, fb->statements))
		return true;
	if (!fa->statements.n || !fb->statements.n)
		return fault(f, "%s: %.*s lacks the statements that merging "
		    "takes", fa->statements.n ? p->b->name : p->a->name,
		    STR_ARG(fa->name));
	fault(f, "the statements of %.*s are others", STR_ARG(fa->name));
	return fault_within(f, "%s contradicts %s", p->b->name, p->a->name);
}

static void
keep_tally(struct merge_pair *p, const struct metric *m)
{
	struct merge_tally t = { .metric = p->family->name,
		.matches = m->matches, .folded = m->table.folded,
		.overflows = m->overflows };

	memcpy(t.skipped, m->skipped, sizeof(t.skipped));
	if (!merge_own_pipeline(p->b->snap, t.metric, &t.pipeline) &&
	    !merge_own_pipeline(p->a->snap, t.metric, &t.pipeline))
		return;
	p->tally = mem_grow(p->tally, p->ntallies, &p->tallies_cap,
	    sizeof(*p->tally));
	p->tally[p->ntallies++] = t;
}

/* The series of both together, as a family by itself. */
static bool
add_up(struct merge_pair *p, const struct remake_part part[2], struct snap *to,
    struct fault *f)
{
	struct build sum;
	bool ok;

	build_init(&sum, to);
	p->out = &sum;
	build_family(&sum, p->family);
	ok = merge_series(p, part[0].ended ? NULL : part[0].family,
	    part[1].ended ? NULL : part[1].family, f) && build_done(&sum, f);
	p->out = &p->build;
	build_free(&sum);
	return ok;
}

static bool
open_family(const struct merge_pair *p, struct remake *r, struct fault *f)
{
	return remake_open(r, p->family, f) ||
	    fault_within(f, "%s", p->from->name);
}

bool
merge_parts(struct merge_pair *p, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f)
{
	struct remake_part part[2] = { { p->a->name, fa, false },
		{ p->b->name, fb, false } };
	struct window wa, wb;
	struct remake r = { 0 };
	struct snap sum = { 0 };
	bool ok;

	ok = same_statements(p, fa, fb, f) &&
	    find_window(p->a, fa, &wa, f) && find_window(p->b, fb, &wb, f) &&
	    open_family(p, &r, f);
	if (ok) {
		part[0].ended = fb && wa.start < wb.start;
		part[1].ended = fa && wb.start < wa.start;
		p->room.paired = r.m->rule->paired;
		ok = add_up(p, part, &sum, f) && remake_put(&r, &p->build,
		    &sum.families[0], part, f);
		p->room.paired = false;
	}
	if (ok)
		keep_tally(p, r.m);
	snap_free(&sum);
	remake_close(&r);
	return ok;
}

static int
family_cmp(const void *a, const void *b)
{
	const struct snap_family *x = a, *y = b;

	return str_cmp(x->name, y->name);
}

/* All families but the last, which is the one at hand. */
bool
merge_computed(struct merge_pair *p, struct fault *f)
{
	size_t n = p->build.nfamilies - 1;
	struct snap_family *list = mem_new(n, sizeof(*list));
	const struct snap all = { .families = list, .nfamilies = n,
		.time = STAMP_NONE, .latest = STAMP_NONE };
	struct remake r = { 0 };
	bool ok;

	if (n) {
		memcpy(list, p->build.family, n * sizeof(*list));
		qsort(list, n, sizeof(*list), family_cmp);
	}
	ok = open_family(p, &r, f) &&
	    remake_compute(&r, &p->build, &all, f);
	remake_close(&r);
	mem_free(list);
	return ok;
}

bool
merge_difference(struct merge_pair *p, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f)
{
	struct window wa, wb;
	bool ended;

	if (!find_window(p->a, fa, &wa, f) || !find_window(p->b, fb, &wb, f))
		return false;
	p->nrest = 0;
	ended = wa.start != wb.start;
	if (!merge_series(p, ended ? NULL : fa, fb, f))
		return false;
	kept_diff(&p->build, fa, fb, p->rest, p->nrest);
	return true;
}
