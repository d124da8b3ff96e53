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

static const struct snap_label *
copy_labels(struct arena *a, const struct snap_label *l, size_t n,
    size_t *nkept)
{
	struct snap_label *to = arena_new(a, n, sizeof(*to));

	*nkept = 0;
	for (size_t i = 0; i < n; i++) {
		if (!l[i].value.n)
			continue;
		to[*nkept].name = arena_str(a, l[i].name);
		to[(*nkept)++].value = arena_str(a, l[i].value);
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

/* Closes the family at hand: its series move into the arena. */
static void
end_family(struct build *b)
{
	struct snap_family *f;

	if (!b->nfamilies)
		return;
	f = &b->family[b->nfamilies - 1];
	if (b->nseries)
		qsort(b->series, b->nseries, sizeof(*b->series), series_cmp);
	f->series = copy(&b->snap->arena, b->series, b->nseries,
	    sizeof(*b->series));
	f->nseries = b->nseries;
	b->nseries = 0;
}

void
build_family(struct build *b, const struct snap_family *f)
{
	struct arena *a = &b->snap->arena;
	struct snap_family *to;

	end_family(b);
	b->family = mem_grow(b->family, b->nfamilies, &b->families_cap,
	    sizeof(*b->family));
	to = &b->family[b->nfamilies++];
	*to = *f;
	to->name = arena_str(a, f->name);
	to->kind = arena_str(a, f->kind);
	to->rule = arena_str(a, f->rule);
	to->unit = arena_str(a, f->unit);
	to->help = arena_str(a, f->help);
	to->bounds = copy(a, f->bounds, f->nbounds, sizeof(*f->bounds));
	to->series = NULL;
	to->nseries = 0;
}

void
build_series(struct build *b, const struct snap_series *s)
{
	const struct snap_family *f = &b->family[b->nfamilies - 1];
	struct arena *a = &b->snap->arena;
	struct snap_series *to;

	b->series = mem_grow(b->series, b->nseries, &b->series_cap,
	    sizeof(*b->series));
	to = &b->series[b->nseries++];
	*to = *s;
	to->labels = copy_labels(a, s->labels, s->nlabels, &to->nlabels);
	to->rest = copy(a, s->rest, s->nrest, sizeof(*s->rest));
	if (f->type == SNAP_HISTOGRAM)
		to->counts = copy(a, s->counts, f->nbounds + 1,
		    sizeof(*s->counts));
}

void
build_resource(struct build *b, const struct snap_label *l, size_t n)
{
	b->snap->resource = copy_labels(&b->snap->arena, l, n,
	    &b->snap->nresource);
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

static bool
unique_series(const struct snap_family *f, struct fault *fault_)
{
	for (size_t i = 1; i < f->nseries; i++)
		if (series_cmp(&f->series[i - 1], &f->series[i]) == 0)
			return fault(fault_, "two series of %.*s have the "
			    "same labels", STR_ARG(f->name));
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
	for (size_t i = 0; i < s->nfamilies; i++) {
		if (i && str_eq(s->families[i - 1].name, s->families[i].name))
			return fault(f, "two families are called %.*s",
			    STR_ARG(s->families[i].name));
		if (!unique_series(&s->families[i], f))
			return false;
	}
	return inputs_done(b, f);
}
