/*
 * The statements of one metric: what they must agree in, the labels that they
 * have together, and the order that is theirs wherever they are printed.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "rules/parse.h"
#include "rules/rulejson.h"

static bool
same_numbers(const double *a, size_t na, const double *b, size_t nb)
{
	if (na != nb)
		return false;
	for (size_t i = 0; i < na; i++)
		if (a[i] < b[i] || a[i] > b[i])
			return false;
	return true;
}

static bool
same_buckets(const struct rule *a, const struct rule *b)
{
	return a->exponential == b->exponential &&
	    same_numbers(a->buckets, a->nbuckets, b->buckets, b->nbuckets);
}

static bool
same_window(const struct rule *a, const struct rule *b)
{
	return a->window.unit == b->window.unit &&
	    a->window.length == b->window.length &&
	    a->window.from == b->window.from &&
	    str_eq(a->window.tz, b->window.tz);
}

/* An entity's end is one, whichever statement tells of it. */
static bool
same_until(const struct rule *a, const struct rule *b)
{
	struct buf x = { 0 }, y = { 0 };
	bool same;

	until_put_json(&x, &a->until);
	until_put_json(&y, &b->until);
	same = str_eq(buf_str(&x), buf_str(&y));
	buf_free(&x);
	buf_free(&y);
	return same;
}

/* An exemplar is of a series, which may be several statements'. */
static bool
same_exemplar(const struct rule *a, const struct rule *b)
{
	bool same = a->nexemplar == b->nexemplar;

	for (size_t i = 0; same && i < a->nexemplar; i++)
		same = str_eq(a->exemplar[i].name, b->exemplar[i].name);
	return same;
}

/* What the two must agree in and do not, or NULL. */
static const char *
difference(const struct rule *a, const struct rule *b)
{
	return a->kind != b->kind ? "another kind" :
	    a->mode != b->mode ? "another mode" :
	    a->absolute != b->absolute ? "another way to count" :
	    !same_buckets(a, b) ? "other buckets" :
	    !same_numbers(&a->error, 1, &b->error, 1) ? "another error" :
	    !same_numbers(a->quantiles, a->nquantiles, b->quantiles,
	    b->nquantiles) ? "other quantiles" :
	    !same_window(a, b) ? "another window" :
	    a->expire != b->expire ? "another expiry" :
	    !same_until(a, b) ? "another end of its entities" :
	    !str_eq(a->unit, b->unit) ? "another unit" :
	    a->limit != b->limit || a->action != b->action ?
	    "another limit" :
	    !same_exemplar(a, b) ? "other exemplar fields" : NULL;
}

static struct str
printed(struct arena *a, const struct rule *rule)
{
	struct buf b = { 0 };
	struct str s;

	rule_put_json(&b, rule, false);
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static void
check_pair(const struct rule *a, const struct rule *b, const char *what,
    struct rules_errors *errors)
{
	if (what)
		errors_add(errors, b->at, "\"%.*s\" has %s here than in line "
		    "%u", STR_ARG(errors_name(b->name)), what,
		    a->line);
	else
		errors_add(errors, b->at, "the same statement as in line %u "
		    "would count all twice", a->line);
	if (a->at.source != b->at.source)
		errors_hint(errors, "of %.*s",
		    STR_ARG(errors_name(a->at.source->name)));
}

/* A statement and how it prints. */
struct agree_printed {
	struct str text;
	struct rule *rule;
};

/* The statements that are equal to an earlier one, by their printed text. */
static void
check_twins(const struct rule_family *f, struct rules_errors *errors)
{
	struct arena a = { 0 };
	struct str *text = arena_new(&a, f->n, sizeof(*text));

	for (size_t i = 0; i < f->n; i++) {
		size_t j = 0;

		text[i] = printed(&a, f->rule[i]);
		while (!str_eq(text[j], text[i]))
			j++;
		if (j < i)
			check_pair(f->rule[j], f->rule[i], NULL, errors);
	}
	arena_free(&a);
}

static int
by_text(const void *pa, const void *pb)
{
	const struct agree_printed *a = pa, *b = pb;

	return str_cmp(a->text, b->text);
}

/*
 * Whether an event that two statements take leaves another value when they
 * change places. Then their order is part of what they mean.
 */
static bool
order_counts(const struct rule *rule)
{
	return (rule->kind == RULE_GAUGE && rule->mode == RULE_LAST) ||
	    rule->kind == RULE_STATES || rule->absolute || rule->nexemplar;
}

static void
sort(struct rule_family *f)
{
	struct arena a = { 0 };
	struct agree_printed *p = arena_new(&a, f->n, sizeof(*p));

	for (size_t i = 0; i < f->n; i++)
		p[i] = (struct agree_printed){ printed(&a, f->rule[i]),
			f->rule[i] };
	qsort(p, f->n, sizeof(*p), by_text);
	for (size_t i = 0; i < f->n; i++)
		f->rule[i] = p[i].rule;
	arena_free(&a);
}

static void
share(struct rule_family *f)
{
	bool paired = false;

	f->help = f->rule[0]->help;
	for (size_t i = f->n; i-- > 0;) {
		if (f->rule[i]->has_help)
			f->help = f->rule[i]->help;
		paired |= f->rule[i]->pair.given;
	}
	for (size_t i = 0; i < f->n; i++)
		f->rule[i]->paired = paired;
}

void
agree_check(struct rule_family *f, struct rules_errors *errors)
{
	const struct rule *first = f->rule[0];

	share(f);
	for (size_t i = 1; i < f->n; i++) {
		const char *what = difference(first, f->rule[i]);

		if (first->kind == RULE_COMPUTE && !what)
			what = "another expression";
		if (what)
			check_pair(first, f->rule[i], what, errors);
	}
	if (first->kind != RULE_COMPUTE)
		check_twins(f, errors);
	if (!order_counts(first))
		sort(f);
	rules_hash(f, f->hash);
}

static struct rule_family_label *
find(const struct rule_family *f, struct str name)
{
	for (size_t i = 0; i < f->nlabels; i++)
		if (str_eq(f->label[i].name, name))
			return &f->label[i];
	return NULL;
}

/* A name that is new, if there is room. */
static struct rule_family_label *
insert(struct rule_family *f, const struct rule_label *l,
    struct rules_errors *errors)
{
	size_t i = f->nlabels, max = RULES_LABELS_MAX;

	max += f->rule[0]->kind == RULE_FREQUENCY;
	for (size_t k = 0; k < f->nlabels; k++)
		if (parse_same_name(f->label[k].name, l->name))
			errors_add(errors, l->at, "labels \"%.*s\" and "
			    "\"%.*s\" become one name in Prometheus",
			    STR_ARG(errors_name(f->label[k].name)),
			    STR_ARG(errors_name(l->name)));
	if (i == max) {
		errors_add(errors, l->at, "the statements of \"%.*s\" have "
		    "more than %d labels", STR_ARG(errors_name(f->name)),
		    RULES_LABELS_MAX);
		return NULL;
	}
	for (; i && str_cmp(f->label[i - 1].name, l->name) > 0; i--)
		f->label[i] = f->label[i - 1];
	f->nlabels++;
	f->label[i] = (struct rule_family_label){ .name = l->name,
		.decl = l->decl && l->decl->nonly ? l->decl : NULL };
	return &f->label[i];
}

/* A label of one statement. False: there is no room. */
static bool
add_label(struct rule_family *f, const struct rule_label *l,
    struct rules_errors *errors)
{
	struct rule_family_label *to = find(f, l->name);

	if (!to)
		to = insert(f, l, errors);
	if (to && l->has_initially && !to->has_initially) {
		to->has_initially = true;
		to->initially = l->initially;
	}
	return to != NULL;
}

static uint64_t
given(const struct rule_family *f, const struct rule *rule)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < f->nlabels; i++) {
		bool yes = rule->kind == RULE_FREQUENCY &&
		    str_eq(f->label[i].name, STR("bucket"));

		for (size_t k = 0; k < rule->nby; k++)
			yes |= str_eq(rule->by[k].name, f->label[i].name);
		bits |= (uint64_t)yes << i;
	}
	return bits;
}

/* How many combinations of declared values there are; no more than limit + 1
 * is of interest. */
static size_t
combinations(const struct rule_family *f, uint64_t gives, size_t limit)
{
	size_t n = 1;

	for (size_t i = 0; i < f->nlabels && n <= limit; i++)
		if (f->label[i].decl && gives >> i & 1)
			n *= f->label[i].decl->nonly;
	return n;
}

/* All series that `only` promises exist from the start: they must fit. */
static void
check_room(const struct rule_family *f, struct rules_errors *errors)
{
	const struct rule *rule = f->rule[0];
	size_t n = 0;

	for (size_t i = 0; i < f->n && n <= rule->limit; i++) {
		size_t k = 0, declared;

		rule = f->rule[i];
		while (f->rule[k]->gives != rule->gives)
			k++;
		declared = combinations(f, rule->gives, rule->limit);
		if (k == i && declared > 1)
			n += declared;
	}
	if (n > rule->limit)
		errors_add(errors, rule->at, "the declared values of its "
		    "labels make more series than the limit of %u",
		    rule->limit);
}

void
agree_labels(struct rules *r, struct rule_family *f,
    struct rules_errors *errors)
{
	const struct rule_label bucket = { .name = STR("bucket") };
	bool room = true;

	f->label = arena_new(&r->arena, RULES_LABELS_MAX + 1,
	    sizeof(*f->label));
	if (f->rule[0]->kind == RULE_FREQUENCY)
		add_label(f, &bucket, errors);
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->rule[i]->nby && room; k++)
			room = add_label(f, &f->rule[i]->by[k], errors);
	for (size_t i = 0; i < f->n; i++) {
		/* Whoever is in a state has all of the labels. */
		f->rule[i]->gives = f->rule[i]->kind == RULE_STATES ?
		    UINT64_MAX : given(f, f->rule[i]);
		own_until(r, f, f->rule[i], errors);
	}
	check_room(f, errors);
}
