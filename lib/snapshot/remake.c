/*
 * A metric from statements, filled with what snapshots say, and read like any
 * other. How two series are added up is merge_kind.c's.
 */
#include "base/mem.h"
#include "rules/excerpt.h"
#include "snapshot/freeze.h"
#include "snapshot/kept.h"
#include "snapshot/kept_diff.h"
#include "snapshot/remake.h"

static struct metric *
find_metric(struct aggregate *a, struct str name)
{
	for (size_t i = 0; i < a->nmetrics; i++)
		if (str_eq(a->metric[i].family->name, name))
			return &a->metric[i];
	return NULL;
}

bool
remake_open(struct remake *r, const struct snap_family *family,
    struct fault *f)
{
	*r = (struct remake){ .rules = excerpt_read(family->statements, f) };
	if (!r->rules)
		return fault_within(f, "%.*s", STR_ARG(family->name));
	/* Whatever the events were, they have been counted. */
	r->a = aggregate_new(r->rules, INT64_MAX);
	r->m = find_metric(r->a, family->name);
	if (!r->m || !str_eq(family->rule, str_c(r->m->family->hash)))
		return fault(f, "the statements of %.*s are not those of its "
		    "rule", STR_ARG(family->name));
	return thaw_fits(r->m, family, f) && aggregate_ready(r->a, f);
}

void
remake_close(struct remake *r)
{
	aggregate_destroy(r->a);
	rules_destroy(r->rules);
	*r = (struct remake){ 0 };
}

/* An event that is met only now may be the first one. */
static void
unfreeze_starts(struct metric *m)
{
	for (size_t i = 0; i < m->table.n; i++) {
		struct series *s = m->table.series[i];

		if (s->start == STAMP_NONE)
			continue;
		s->first = s->start + 1;
		s->start = STAMP_NONE;
	}
}

/* The first's parts, less what the second says is over. */
static bool
join_parts(struct remake *r, const struct remake_part part[2],
    struct fault *f)
{
	struct snap_family first = *part[0].family;
	struct str *parts;
	bool ok;

	first.nparts = kept_less(part[0].family, part[1].family, &parts);
	first.parts = parts;
	ok = (kept_join(r->a, r->m, &first, part[0].ended, f) ||
	    fault_within(f, "%s", part[0].name)) &&
	    (kept_join(r->a, r->m, part[1].family, part[1].ended, f) ||
	    fault_within(f, "%s", part[1].name));
	mem_free(parts);
	return ok;
}

/* Exemplars of the sum would not know what is to be left out at one time. */
static bool
join_examples(struct remake *r, const struct remake_part part[2],
    struct fault *f)
{
	for (int i = 0; i < 2; i++)
		if (!part[i].ended && !thaw_examples(r->m, part[i].family))
			return fault(f, "%s: a series is not there",
			    part[i].name);
	return true;
}

bool
remake_put(struct remake *r, struct build *b, const struct snap_family *sum,
    const struct remake_part part[2], struct fault *f)
{
	static const struct snap_family nothing;
	struct remake_part both[2] = { part[0], part[1] };

	for (int i = 0; i < 2; i++)
		if (!both[i].family)
			both[i].family = &nothing;
	if (!thaw_family(r->m, sum, NULL, f))
		return fault_within(f, "%s", part[part[1].family != NULL].name);
	if (!join_examples(r, both, f))
		return false;
	unfreeze_starts(r->m);
	if (!join_parts(r, both, f))
		return false;
	/* An event that ended before the window that is left was not late. */
	r->m->skipped[SKIP_LATE] = 0;
	aggregate_settle(r->a, b->snap->time);
	freeze_series(b, r->a, r->m);
	return true;
}

bool
remake_compute(struct remake *r, struct build *b, const struct snap *s,
    struct fault *f)
{
	if (!thaw(r->a, s, NULL, f))
		return false;
	aggregate_settle(r->a, b->snap->time);
	freeze_series(b, r->a, r->m);
	freeze_limits(b, r->m);
	return true;
}
