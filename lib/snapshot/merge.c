/*
 * Two snapshots at a time, family by family in their common order. What
 * becomes of the series is merge_series.c's, of parts merge_parts.c's.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "snapshot/merge.h"
#include "snapshot/merge_pair.h"

/* What is walked for; the others are passed over. */
enum pass {
	PASS_EVENTS,		/* families of events */
	PASS_OWN,		/* own metrics, when all was counted */
	PASS_COMPUTE,		/* what is computed of the others */
	NPASSES
};

/* Families of one name can be one. */
static bool
agree(const struct merge_pair *p, const struct snap_family *x,
    const struct snap_family *y, struct fault *f)
{
	if (x->type != y->type)
		fault(f, "%.*s is a %s there and a %s here",
		    STR_ARG(x->name), snap_type_name[x->type],
		    snap_type_name[y->type]);
	else if (!str_eq(x->unit, y->unit))
		fault(f, "the unit of %.*s is \"%.*s\" there and \"%.*s\" "
		    "here", STR_ARG(x->name), STR_ARG(x->unit),
		    STR_ARG(y->unit));
	else if (x->nbounds != y->nbounds || (x->nbounds &&
	    memcmp(x->bounds, y->bounds, x->nbounds * sizeof(*x->bounds)) !=
	    0))
		fault(f, "the bounds of %.*s differ", STR_ARG(x->name));
	else if (!str_eq(x->rule, y->rule) || !str_eq(x->kind, y->kind) ||
	    !str_eq(x->mode, y->mode))
		fault(f, "the rules of %.*s differ", STR_ARG(x->name));
	else
		return true;
	return fault_within(f, "%s contradicts %s", p->b->name, p->a->name);
}

static bool
is_compute(const struct snap_family *f)
{
	return str_eq(f->kind, STR("compute"));
}

/* Both have something to say that merging would lose. */
static bool
can_merge(const struct merge_pair *p, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f)
{
	if (!fa || !fb || (p->diff && is_compute(fb)))
		return true;
	if (!p->diff && (fa->nparts || fb->nparts))
		return fault(f, "%s: %.*s has parts, but not the statements "
		    "that merging takes", p->b->name, STR_ARG(fb->name));
	return p->kind->merge || fault(f, "%s: %.*s is a %.*s%s%.*s, which "
	    "this version cannot merge", p->b->name, STR_ARG(fb->name),
	    STR_ARG(fb->kind), fb->mode.n ? " " : "", STR_ARG(fb->mode));
}

/* The family at hand. */
static bool
put_family(struct merge_pair *p, enum pass pass, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f)
{
	struct snap_family to = *p->family;

	if (fa && fb && !agree(p, fa, fb, f))
		return false;
	p->kind = merge_kind(p->family);
	if (fa && fa->help.n)
		to.help = fa->help;
	if (!to.statements.n && fa)
		to.statements = fa->statements;
	if (!to.statements.n && !can_merge(p, fa, fb, f))
		return false;
	build_family(&p->build, &to);
	if (p->diff)
		return merge_difference(p, fa, fb, f);
	if (pass == PASS_COMPUTE)
		return merge_computed(p, f);
	if (to.statements.n)
		return merge_parts(p, fa, fb, f);
	for (size_t i = 0; i < to.nparts; i++)
		build_part(&p->build, to.parts[i]);
	if (!merge_series(p, fa, fb, f))
		return false;
	for (size_t i = 0; pass == PASS_OWN && i < p->ntallies; i++)
		merge_own_add(&p->build, &p->tally[i]);
	return true;
}

static int
family_cmp(const void *a, const void *b)
{
	const struct snap_family *x = a, *y = b;

	return str_cmp(x->name, y->name);
}

static const struct snap_family *
find_family(const struct snap *s, struct str name)
{
	const struct snap_family key = { .name = name };

	return !s->nfamilies ? NULL : bsearch(&key, s->families, s->nfamilies,
	    sizeof(*s->families), family_cmp);
}

/* The limits of a compute that is computed anew come with it. */
static bool
is_limits(const struct snap *s, const struct snap_family *f)
{
	struct str tail = STR("_limit");
	const struct snap_family *of;

	if (!is_compute(f) || !str_ends(f->name, tail))
		return false;
	of = find_family(s, str_of(f->name.p, f->name.n - tail.n));
	return of && of->statements.n && str_eq(of->rule, f->rule);
}

static enum pass
pass_of(const struct merge_pair *p, const struct snap *s,
    const struct snap_family *f)
{
	if (p->diff)
		return PASS_EVENTS;
	if (merge_is_own(f))
		return PASS_OWN;
	if (!is_compute(f))
		return PASS_EVENTS;
	return f->statements.n ? PASS_COMPUTE : is_limits(s, f) ? NPASSES :
	    PASS_EVENTS;
}

static void
name_side(struct merge_side *side, struct str family)
{
	for (size_t i = 0; i < side->n; i++) {
		if (find_family(side->of[i].snap, family)) {
			side->is.name = side->of[i].name;
			return;
		}
	}
}

/*
 * Windows of a snapshot in which nothing was counted are those of whenever it
 * was taken.
 */
static bool
put_pair(struct merge_pair *p, enum pass pass, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f)
{
	bool parts = !p->diff && fa && fb && fa->statements.n &&
	    str_eq(fa->rule, fb->rule) && str_eq(fa->statements,
	    fb->statements);

	if (parts && p->rank[0] < p->rank[1])
		fa = NULL;
	else if (parts && p->rank[1] < p->rank[0])
		fb = NULL;
	p->family = fb ? fb : fa;
	p->from = fb ? p->b : p->a;
	name_side(&p->side[0], p->family->name);
	name_side(&p->side[1], p->family->name);
	return put_family(p, pass, fa, fb, f);
}

static bool
walk_families(struct merge_pair *p, enum pass pass, struct fault *f)
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
		if (fb && c >= 0 && pass == pass_of(p, b, fb))
			ok = put_pair(p, pass, c ? NULL : fa, fb, f);
		else if (fa && c < 0 && !p->diff && pass == pass_of(p, a, fa))
			ok = put_pair(p, pass, fa, NULL, f);
	}
	return ok;
}

/* ---- two, and many */

static void
begin(struct merge_pair *p)
{
	p->rank[0] = merge_rank(p->a->snap);
	p->rank[1] = merge_rank(p->b->snap);
	if (!p->diff) {
		merge_head(&p->build, p->a->snap, p->b->snap);
		return;
	}
	p->build.snap->time = p->b->snap->time;
	build_resource(&p->build, p->b->snap->resource,
	    p->b->snap->nresource);
}

static bool
work(struct snap *to, struct merge_side a, struct merge_side b, bool diff,
    struct fault *f)
{
	struct merge_pair *p = mem_new(1, sizeof(*p));
	bool ok = true;

	p->side[0] = a;
	p->side[1] = b;
	p->a = &p->side[0].is;
	p->b = &p->side[1].is;
	p->diff = diff;
	p->out = &p->build;
	build_init(&p->build, to);
	begin(p);
	for (enum pass pass = 0; ok && pass < NPASSES; pass++)
		ok = walk_families(p, pass, f);
	ok = ok && build_done(&p->build, f);
	if (ok && !diff)
		merge_own_align(&p->build);
	build_free(&p->build);
	mem_free(p->tally);
	mem_free(p->rest);
	mem_free(p);
	return ok;
}

static struct merge_side
side_of(const struct merge_operand *of, size_t n, const struct snap *snap)
{
	return (struct merge_side){ { of->name, snap }, of, n };
}

static bool
merge_range(struct snap *to, const struct merge_operand *part, size_t n,
    struct fault *f)
{
	static const struct snap nothing = { .time = STAMP_NONE };
	const struct merge_side empty = { .is = { "", &nothing } };
	struct snap left = { 0 }, right = { 0 };
	bool ok;

	*to = (struct snap){ 0 };
	if (n <= 2)
		return work(to, n == 2 ? side_of(part, 1, part[0].snap) :
		    empty, side_of(part + n - 1, 1, part[n - 1].snap), false,
		    f);
	ok = merge_range(&left, part, n / 2, f) &&
	    merge_range(&right, part + n / 2, n - n / 2, f) &&
	    work(to, side_of(part, n / 2, &left),
	    side_of(part + n / 2, n - n / 2, &right), false, f);
	snap_free(&left);
	snap_free(&right);
	return ok;
}

bool
merge(struct snap *to, const struct merge_operand *part, size_t n,
    struct fault *f)
{
	return merge_range(to, part, n, f);
}

bool
merge_diff(struct snap *to, const struct merge_operand *old,
    const struct merge_operand *now, struct fault *f)
{
	*to = (struct snap){ 0 };
	return work(to, side_of(old, 1, old->snap),
	    side_of(now, 1, now->snap), true, f);
}
