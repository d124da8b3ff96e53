/*
 * Copies into the snapshot's arena, and its order.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "snapshot/build.h"

void
build_init(struct build *b, struct snap *snap)
{
	*snap = (struct snap){ .time = STAMP_NONE, .latest = STAMP_NONE };
	*b = (struct build){ .snap = snap };
}

void
build_free(struct build *b)
{
	mem_free(b->input);
	mem_free(b->family);
	mem_free(b->series);
	mem_free(b->part);
	*b = (struct build){ 0 };
}

static const void *
copy(struct arena *a, const void *p, size_t n, size_t size)
{
	void *to;

	if (!n)
		return NULL;
	to = arena_new(a, n, size);
	memcpy(to, p, n * size);
	return to;
}

/*
 * Neighbours mostly share their labels' names and many values, so what the
 * label at the same place before had is used again.
 */
static struct str
copy_text(struct arena *a, struct str s, struct str before)
{
	/* The last bytes differ most often. */
	if (before.n && before.n == s.n && before.p[s.n - 1] == s.p[s.n - 1] &&
	    str_eq(s, before))
		return before;
	return arena_str(a, s);
}

static const struct snap_label *
copy_labels(struct arena *a, const struct snap_label *l, size_t n,
    size_t *nkept, const struct snap_series *before)
{
	struct snap_label *to = n ? arena_new(a, n, sizeof(*to)) : NULL;
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		struct snap_label old = { 0 };

		if (!l[i].value.n)
			continue;
		if (before && k < before->nlabels)
			old = before->labels[k];
		to[k].name = copy_text(a, l[i].name, old.name);
		to[k++].value = copy_text(a, l[i].value, old.value);
	}
	*nkept = k;
	return to;
}

static struct snap_side
copy_side(struct arena *a, struct snap_side s)
{
	s.counts = copy(a, s.counts, s.n, sizeof(*s.counts));
	return s;
}

static const struct snap_exemplar *
copy_exemplars(struct arena *a, const struct snap_exemplar *e, size_t n)
{
	struct snap_exemplar *to = arena_new(a, n, sizeof(*to));

	for (size_t i = 0; i < n; i++) {
		to[i] = e[i];
		to[i].labels = copy_labels(a, e[i].labels, e[i].nlabels,
		    &to[i].nlabels, NULL);
	}
	return to;
}

static const struct snap_extra *
copy_extra(struct arena *a, const struct snap_extra *e)
{
	struct snap_extra *to;
	struct snap_sketch *sketch;

	if (!e)
		return NULL;
	to = arena_new(a, 1, sizeof(*to));
	*to = *e;
	to->quantiles = copy(a, e->quantiles, e->nquantiles,
	    sizeof(*e->quantiles));
	to->exemplars = copy_exemplars(a, e->exemplars, e->nexemplars);
	if (e->sketch) {
		to->sketch = sketch = arena_new(a, 1, sizeof(*sketch));
		*sketch = *e->sketch;
		sketch->positive = copy_side(a, sketch->positive);
		sketch->negative = copy_side(a, sketch->negative);
	}
	return to;
}

static int
series_cmp(const void *a, const void *b)
{
	const struct snap_series *x = a, *y = b;

	return snap_labels_cmp(x->labels, x->nlabels, y->labels, y->nlabels);
}

static int
family_cmp(const void *a, const void *b)
{
	const struct snap_family *x = a, *y = b;

	return str_cmp(x->name, y->name);
}

static void
sort_series(struct build *b)
{
	qsort(b->series, b->nseries, sizeof(*b->series), series_cmp);
	for (size_t i = 1; i < b->nseries; i++) {
		if (!b->twice.n &&
		    series_cmp(&b->series[i - 1], &b->series[i]) == 0)
			b->twice = b->family[b->nfamilies - 1].name;
	}
}

/* Closes the family at hand: its series move into the arena. */
static void
end_family(struct build *b)
{
	struct snap_family *f;

	if (!b->nfamilies)
		return;
	f = &b->family[b->nfamilies - 1];
	if (!b->sorted)
		sort_series(b);
	f->series = copy(&b->snap->arena, b->series, b->nseries,
	    sizeof(*b->series));
	f->nseries = b->nseries;
	f->parts = copy(&b->snap->arena, b->part, b->nparts, sizeof(*b->part));
	f->nparts = b->nparts;
	b->nseries = b->nparts = 0;
}

void
build_family(struct build *b, const struct snap_family *f)
{
	struct arena *a = &b->snap->arena;
	struct snap_family *to;

	end_family(b);
	b->sorted = true;
	b->family = mem_grow(b->family, b->nfamilies, &b->families_cap,
	    sizeof(*b->family));
	to = &b->family[b->nfamilies++];
	*to = *f;
	to->name = arena_str(a, f->name);
	to->kind = arena_str(a, f->kind);
	to->mode = arena_str(a, f->mode);
	to->rule = arena_str(a, f->rule);
	to->unit = arena_str(a, f->unit);
	to->help = arena_str(a, f->help);
	to->statements = arena_str(a, f->statements);
	to->bounds = copy(a, f->bounds, f->nbounds, sizeof(*f->bounds));
	to->series = NULL;
	to->parts = NULL;
	to->nseries = to->nparts = 0;
}

void
build_part(struct build *b, struct str members)
{
	b->part = mem_grow(b->part, b->nparts, &b->parts_cap,
	    sizeof(*b->part));
	b->part[b->nparts++] = arena_str(&b->snap->arena, members);
}

void
build_series(struct build *b, const struct snap_series *s)
{
	const struct snap_family *f = &b->family[b->nfamilies - 1];
	struct snap_series *to, *before;
	struct arena *a = &b->snap->arena;

	b->series = mem_grow(b->series, b->nseries, &b->series_cap,
	    sizeof(*b->series));
	to = &b->series[b->nseries];
	before = b->nseries++ ? to - 1 : NULL;
	*to = *s;
	to->labels = copy_labels(a, s->labels, s->nlabels, &to->nlabels,
	    before);
	to->rest = copy(a, s->rest, s->nrest, sizeof(*s->rest));
	to->counts = NULL;
	if (snap_shape[f->type] == SNAP_BUCKETS)
		to->counts = copy(a, s->counts, f->nbounds + 1,
		    sizeof(*s->counts));
	to->extra = copy_extra(a, s->extra);
	b->sorted = b->sorted && (!before || series_cmp(before, to) < 0);
}

void
build_resource(struct build *b, const struct snap_label *l, size_t n)
{
	b->snap->resource = copy_labels(&b->snap->arena, l, n,
	    &b->snap->nresource, NULL);
}

void
build_note(struct build *b, struct str text)
{
	struct snap *s = b->snap;
	struct str *to = arena_new(&s->arena, s->nnotes + 1, sizeof(*to));

	if (s->nnotes)
		memcpy(to, s->notes, s->nnotes * sizeof(*to));
	to[s->nnotes++] = arena_str(&s->arena, text);
	s->notes = to;
}

void
build_input(struct build *b, const struct position *p)
{
	struct position *to;

	b->input = mem_grow(b->input, b->ninputs, &b->inputs_cap,
	    sizeof(*b->input));
	to = &b->input[b->ninputs++];
	*to = *p;
	to->input = arena_str(&b->snap->arena, p->input);
}

static int
file_cmp(const void *a, const void *b)
{
	const struct position *x = a, *y = b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	return (x->ino > y->ino) - (x->ino < y->ino);
}

static int
input_cmp(const void *a, const void *b)
{
	const struct position *x = a, *y = b;
	int c = str_cmp(x->input, y->input);

	return c ? c : file_cmp(a, b);
}

static bool
inputs_done(struct build *b, struct fault *f)
{
	struct snap *s = b->snap;

	if (!b->ninputs)
		return true;
	qsort(b->input, b->ninputs, sizeof(*b->input), file_cmp);
	for (size_t i = 1; i < b->ninputs; i++)
		if (position_same(&b->input[i - 1], &b->input[i]))
			return fault(f, "two positions in one file, %.*s",
			    STR_ARG(b->input[i].input));
	qsort(b->input, b->ninputs, sizeof(*b->input), input_cmp);
	s->inputs = copy(&s->arena, b->input, b->ninputs, sizeof(*b->input));
	s->ninputs = b->ninputs;
	return true;
}

bool
build_done(struct build *b, struct fault *f)
{
	struct snap *s = b->snap;

	end_family(b);
	if (b->nfamilies)
		qsort(b->family, b->nfamilies, sizeof(*b->family),
		    family_cmp);
	s->families = copy(&s->arena, b->family, b->nfamilies,
	    sizeof(*b->family));
	s->nfamilies = b->nfamilies;
	for (size_t i = 1; i < s->nfamilies; i++) {
		if (str_eq(s->families[i - 1].name, s->families[i].name))
			return fault(f, "two families are called %.*s",
			    STR_ARG(s->families[i].name));
	}
	if (b->twice.n)
		return fault(f, "two series of %.*s have the same labels",
		    STR_ARG(b->twice));
	return inputs_done(b, f);
}
