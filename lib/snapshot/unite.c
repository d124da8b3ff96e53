/*
 * Families of all parts in one sorted list; neighbours of one name are one
 * family.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "snapshot/build.h"
#include "snapshot/unite.h"

struct item {
	const struct snap_family *family;
	size_t part;
};

static int
item_cmp(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int c = str_cmp(x->family->name, y->family->name);

	return c ? c : (x->part > y->part) - (x->part < y->part);
}

static struct item *
list_all(const struct unite_part *part, size_t n, size_t *nitems)
{
	struct item *list;

	*nitems = 0;
	for (size_t i = 0; i < n; i++)
		*nitems += part[i].snap->nfamilies;
	list = mem_new(*nitems, sizeof(*list));
	*nitems = 0;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < part[i].snap->nfamilies; k++)
			list[(*nitems)++] = (struct item){
				&part[i].snap->families[k], i };
	}
	if (*nitems)
		qsort(list, *nitems, sizeof(*list), item_cmp);
	return list;
}

bool
unite_agree(const struct unite_part *a, const struct snap_family *x,
    const struct unite_part *b, const struct snap_family *y, struct fault *f)
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
	else
		return true;
	return fault_within(f, "%s contradicts %s", b->name, a->name);
}

/* The family that begins at list[0], of n items; how many were of it. */
static size_t
add_family(struct build *b, const struct unite_part *part,
    const struct item *list, size_t n, struct fault *f)
{
	struct snap_family family = *list[0].family;
	size_t k;

	for (k = 1; k < n && str_eq(list[k].family->name, family.name); k++) {
		if (!unite_agree(&part[list[0].part], list[0].family,
		    &part[list[k].part], list[k].family, f))
			return 0;
		if (!family.help.n)
			family.help = list[k].family->help;
	}
	build_family(b, &family);
	for (size_t i = 0; i < k; i++) {
		for (size_t j = 0; j < list[i].family->nseries; j++)
			build_series(b, &list[i].family->series[j]);
	}
	return k;
}

static bool
has_label(const struct snap *s, const struct snap_label *l)
{
	for (size_t i = 0; i < s->nresource; i++) {
		if (str_eq(s->resource[i].name, l->name))
			return str_eq(s->resource[i].value, l->value);
	}
	return false;
}

static void
add_resource(struct build *b, const struct unite_part *part, size_t n)
{
	const struct snap *first = part[0].snap;
	struct snap_label *kept = mem_new(first->nresource, sizeof(*kept));
	size_t nkept = 0;

	for (size_t i = 0; i < first->nresource; i++) {
		size_t k = 1;

		while (k < n && has_label(part[k].snap, &first->resource[i]))
			k++;
		if (k == n)
			kept[nkept++] = first->resource[i];
	}
	build_resource(b, kept, nkept);
	mem_free(kept);
}

static void
add_heads(struct build *b, const struct unite_part *part, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct snap *s = part[i].snap;

		if (s->time > b->snap->time)
			b->snap->time = s->time;
		for (size_t k = 0; k < s->nnotes; k++)
			build_note(b, s->notes[k]);
	}
	add_resource(b, part, n);
}

bool
unite(struct snap *to, const struct unite_part *part, size_t n,
    struct fault *f)
{
	struct item *list;
	struct build b;
	size_t nitems, k = 1;
	bool ok;

	build_init(&b, to);
	add_heads(&b, part, n);
	list = list_all(part, n, &nitems);
	for (size_t i = 0; i < nitems && k; i += k)
		k = add_family(&b, part, list + i, nitems - i, f);
	mem_free(list);
	ok = k && (build_done(&b, f) || fault_within(f,
	    "the snapshots contradict each other"));
	build_free(&b);
	return ok;
}
