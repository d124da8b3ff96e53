/*
 * Names and label sets against those that were there before: what differs in
 * a snapshot can become one in a form, and readers refuse a whole exposition
 * for it (protocols.md 4.1, 4.2).
 */
#include "prom/naming.h"

void
naming_init(struct naming *n, const struct form *form, bool strict)
{
	*n = (struct naming){ .form = form, .strict = strict,
	    .map = { .way = form->names, .scope = form->scope } };
}

void
naming_free(struct naming *n)
{
	buf_free(&n->name);
	buf_free(&n->tmp);
	labels_free(&n->map);
	claims_free(&n->claims);
	*n = (struct naming){ 0 };
}

static struct str
joined(struct naming *n, struct str name, struct str end)
{
	buf_reset(&n->tmp);
	buf_puts(&n->tmp, name);
	buf_puts(&n->tmp, end);
	return buf_str(&n->tmp);
}

/* The ith name that the family takes; false behind the last. */
static bool
taken(struct naming *n, size_t i, struct str *name)
{
	const struct shape *sh = &shapes[n->type];

	if (i == 0) {
		*name = buf_str(&n->name);
	} else if (i <= SHAPE_SUFFIXES) {
		*name = joined(n, n->base, sh->suffix[i - 1]);
	} else if (n->strict && i == SHAPE_SUFFIXES + 1) {
		*name = n->base;
	} else if (n->strict && i == SHAPE_SUFFIXES + 2) {
		*name = sh->counts ? joined(n, n->base, STR("_created")) :
		    n->base;
	} else {
		return false;
	}
	return true;
}

/* Takes all of the family's names, or none. */
static bool
claim(struct naming *n)
{
	struct str name;

	for (size_t i = 0; taken(n, i, &name); i++) {
		if (claims_has(&n->claims, name))
			return false;
	}
	for (size_t i = 0; taken(n, i, &name); i++)
		claims_add(&n->claims, name);
	return true;
}

static void
set_name(struct naming *n, const struct snap_family *f, enum snap_type type)
{
	struct str end = shapes[type].end;

	n->type = type;
	buf_reset(&n->tmp);
	shape_name(&n->tmp, f, f->type);
	buf_reset(&n->name);
	names_metric(&n->name, buf_str(&n->tmp), n->form->names);
	n->base = buf_str(&n->name);
	if (n->strict && str_ends(n->base, end) && n->base.n > end.n)
		n->base.n -= end.n;
}

/* A stateset needs a label of its own name in the form's spelling too. */
static bool
has_state(struct naming *n, const struct snap_family *f)
{
	buf_reset(&n->tmp);
	names_label(&n->tmp, f->name, n->form->names);
	return str_eq(buf_str(&n->tmp), buf_str(&n->name)) &&
	    !str_starts(buf_str(&n->tmp), STR("__"));
}

/*
 * Where only the name without its end is taken, as that of the counter
 * x_total beside a gauge x, the whole name of an unknown type is free.
 */
static bool
find_name(struct naming *n, const struct snap_family *f)
{
	set_name(n, f, f->type);
	if (f->type == SNAP_STATESET && !has_state(n, f))
		n->type = SNAP_GAUGE;
	if (claim(n))
		return true;
	if (!n->strict || !shapes[f->type].end.n)
		return false;
	set_name(n, f, SNAP_UNKNOWN);
	return claim(n);
}

/* Whether two label sets of the family could become the same. */
static bool
in_doubt(struct naming *n, const struct snap_family *f)
{
	for (size_t i = 0; i < f->nseries; i++) {
		if (!labels_plain(&n->map, f->series[i].labels,
		    f->series[i].nlabels, shapes[n->type].reserved))
			return true;
	}
	return false;
}

bool
naming_family(struct naming *n, const struct snap_family *f)
{
	n->map.last = NULL;
	if (!find_name(n, f))
		return false;
	n->doubt = in_doubt(n, f);
	return true;
}

bool
naming_labels(struct naming *n, const struct snap_series *s,
    const struct snap_label **labels, size_t *nlabels)
{
	*labels = labels_map(&n->map, s->labels, s->nlabels,
	    shapes[n->type].reserved, nlabels);
	if (!n->doubt)
		return true;
	joined(n, buf_str(&n->name), STR("{"));
	labels_put(&n->tmp, *labels, *nlabels);
	return claims_add(&n->claims, buf_str(&n->tmp));
}

void
naming_unit(struct naming *n, const struct snap_family *f, struct buf *b)
{
	size_t from = b->n;

	if (!shapes[n->type].united || n->type == SNAP_UNKNOWN)
		return;
	names_unit(b, f->unit);
	joined(n, STR("_"), str_of(b->p + from, b->n - from));
	if (n->strict && !str_ends(n->base, buf_str(&n->tmp)))
		b->n = from;
}
