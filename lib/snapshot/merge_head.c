/*
 * What two snapshots together are as a whole: their time, resource, inputs.
 */
#include "base/mem.h"
#include "snapshot/merge_head.h"
#include "snapshot/merge_kind.h"

/* Something waits, or is in some state. */
static bool
is_kept(const struct snap_family *f)
{
	for (size_t i = 0; i < f->nparts; i++)
		if (str_starts(f->parts[i], STR("\"key\":")) ||
		    str_starts(f->parts[i], STR("\"statement\":")))
			return true;
	return false;
}

enum merge_rank
merge_rank(const struct snap *s)
{
	enum merge_rank rank = MERGE_EMPTY;

	for (size_t i = 0; i < s->nfamilies; i++) {
		const struct snap_family *f = &s->families[i];

		/* Of nothing, too, there is something to compute. */
		if (str_eq(f->kind, STR("compute")))
			continue;
		if (is_kept(f))
			return MERGE_COUNTED;
		for (size_t j = 0; j < f->nseries; j++) {
			if (!merge_untouched(f, &f->series[j]))
				return MERGE_COUNTED;
			rank = MERGE_UNTOUCHED;
		}
	}
	return rank;
}

static bool
has_label(const struct snap *s, const struct snap_label *l)
{
	for (size_t i = 0; i < s->nresource; i++)
		if (str_eq(s->resource[i].name, l->name))
			return str_eq(s->resource[i].value, l->value);
	return false;
}

static void
merge_resources(struct build *build, const struct snap *a,
    const struct snap *b)
{
	struct snap_label *kept = mem_new(a->nresource, sizeof(*kept));
	size_t n = 0;

	for (size_t i = 0; i < a->nresource; i++)
		if (has_label(b, &a->resource[i]))
			kept[n++] = a->resource[i];
	build_resource(build, kept, n);
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
merge_inputs(struct build *build, const struct snap *a,
    const struct snap *b)
{
	for (size_t i = 0; i < a->ninputs; i++) {
		const struct position *other = same_input(b, &a->inputs[i]);

		build_input(build, other &&
		    other->offset >= a->inputs[i].offset ? other :
		    &a->inputs[i]);
	}
	for (size_t i = 0; i < b->ninputs; i++)
		if (!same_input(a, &b->inputs[i]))
			build_input(build, &b->inputs[i]);
}

void
merge_head(struct build *build, const struct snap *a, const struct snap *b)
{
	enum merge_rank x = merge_rank(a), y = merge_rank(b);
	const struct snap *one = x > y || (x == y && a->time > b->time) ?
	    a : b;

	build->snap->time = one->time;
	if (x == MERGE_EMPTY || y == MERGE_EMPTY)
		build_resource(build, one->resource, one->nresource);
	else
		merge_resources(build, a, b);
	merge_inputs(build, a, b);
	for (size_t i = 0; i < a->nnotes; i++)
		build_note(build, a->notes[i]);
	for (size_t i = 0; i < b->nnotes; i++)
		build_note(build, b->notes[i]);
}
