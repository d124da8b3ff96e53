/*
 * What all statements together mean: labels meet their declarations, fields
 * get their numbers, rules of one name become a family. And what only shows
 * here is checked here.
 */
#include "base/mem.h"
#include "rules/parse.h"
#include "rules/rulejson.h"

struct rules *
rules_new(void)
{
	return mem_new(1, sizeof(struct rules));
}

void
rules_destroy(struct rules *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->npatterns; i++)
		pattern_destroy(r->pattern[i]);
	mem_free(r->pattern);
	mem_free(r->statement);
	mem_free(r->rule);
	mem_free(r->label);
	mem_free(r->resource);
	fields_free(&r->fields);
	arena_free(&r->arena);
	mem_free(r);
}

static const struct label_decl *
find_label(const struct rules *r, struct str name)
{
	for (size_t i = 0; i < r->nlabels; i++)
		if (str_eq(r->label[i]->name, name))
			return r->label[i];
	return NULL;
}

/* All series that `only` promises exist from the start: they must fit. */
static void
check_product(const struct rule *rule, struct rules_errors *errors)
{
	size_t product = 1;

	for (size_t i = 0; i < rule->nby; i++)
		if (rule->by[i].decl && rule->by[i].decl->nonly &&
		    product <= rule->limit)
			product *= rule->by[i].decl->nonly;
	if (product <= rule->limit)
		return;
	errors_add(errors, rule->at, "the declared values of its labels make "
	    "more series than the limit of %u", rule->limit);
}

static bool
resolve(struct rules *r, struct expr *e, struct rules_place at,
    struct rules_errors *errors)
{
	if (!e || expr_resolve(e, &r->fields))
		return true;
	return errors_add(errors, at, "the rules read more than %d fields",
	    FIELDS_MAX);
}

static bool
settle(struct rules *r, struct rule *rule, struct rules_errors *errors)
{
	for (size_t i = 0; i < rule->nby; i++) {
		struct rule_label *l = &rule->by[i];

		l->decl = find_label(r, l->name);
		if (l->decl && l->decl->value && !l->own)
			l->value = l->decl->value;
		if (!resolve(r, l->value, l->at, errors))
			return false;
	}
	check_product(rule, errors);
	return resolve(r, rule->of, rule->at, errors) &&
	    resolve(r, rule->where, rule->at, errors);
}

static struct rule_family *
family_of(struct rules *r, const struct rule *rule)
{
	for (size_t i = 0; i < r->nfamilies; i++)
		if (str_eq(r->family[i].name, rule->name))
			return &r->family[i];
	r->family[r->nfamilies].name = rule->name;
	return &r->family[r->nfamilies++];
}

static void
form_families(struct rules *r)
{
	r->family = arena_new(&r->arena, r->nrules, sizeof(*r->family));
	for (size_t i = 0; i < r->nrules; i++) {
		struct rule_family *f = family_of(r, r->rule[i]);

		r->rule[i]->family = (size_t)(f - r->family);
		f->n++;
	}
	for (size_t i = 0; i < r->nfamilies; i++) {
		struct rule_family *f = &r->family[i];

		f->rule = arena_new(&r->arena, f->n, sizeof(*f->rule));
		f->n = 0;
	}
	for (size_t i = 0; i < r->nrules; i++) {
		struct rule_family *f = &r->family[r->rule[i]->family];

		f->rule[f->n++] = r->rule[i];
	}
}

static bool
same_buckets(const struct rule *a, const struct rule *b)
{
	if (a->nbuckets != b->nbuckets)
		return false;
	for (size_t i = 0; i < a->nbuckets; i++)
		if (a->buckets[i] < b->buckets[i] ||
		    a->buckets[i] > b->buckets[i])
			return false;
	return true;
}

static bool
same_labels(const struct rule *a, const struct rule *b)
{
	size_t found = 0;

	for (size_t i = 0; i < a->nby; i++)
		for (size_t j = 0; j < b->nby; j++)
			found += str_eq(a->by[i].name, b->by[j].name);
	return a->nby == b->nby && found == a->nby;
}

/* What the two must agree in and do not, or NULL. */
static const char *
difference(const struct rule *a, const struct rule *b)
{
	return a->kind != b->kind ? "another kind" :
	    a->mode != b->mode ? "another mode" :
	    !same_buckets(a, b) ? "other buckets" :
	    !str_eq(a->unit, b->unit) ? "another unit" :
	    a->limit != b->limit || a->action != b->action ?
	    "another limit" :
	    !same_labels(a, b) ? "other labels" : NULL;
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

static void
check_family(struct rule_family *f, struct rules_errors *errors)
{
	const struct rule *first = f->rule[0];

	f->help = first->help;
	for (size_t i = f->n; i-- > 0;)
		if (f->rule[i]->has_help)
			f->help = f->rule[i]->help;
	for (size_t i = 1; i < f->n; i++) {
		const char *what = difference(first, f->rule[i]);

		if (what)
			check_pair(first, f->rule[i], what, errors);
	}
	check_twins(f, errors);
	rules_hash(f, f->hash);
}

static bool
is_part_of(struct str name, struct str histogram)
{
	static const char *const tails[] = { "_bucket", "_sum", "_count" };

	if (name.n <= histogram.n ||
	    !parse_same_name(str_of(name.p, histogram.n), histogram))
		return false;
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++)
		if (parse_same_name(str_from(name, histogram.n),
		    str_c(tails[i])))
			return true;
	return false;
}

static void
check_names(const struct rule_family *a, const struct rule_family *b,
    struct rules_errors *errors)
{
	if (parse_same_name(a->name, b->name))
		errors_add(errors, b->rule[0]->at, "\"%.*s\" and \"%.*s\" "
		    "become one name in Prometheus",
		    STR_ARG(errors_name(a->name)),
		    STR_ARG(errors_name(b->name)));
	else if ((a->rule[0]->kind == RULE_HISTOGRAM &&
	    is_part_of(b->name, a->name)) ||
	    (b->rule[0]->kind == RULE_HISTOGRAM &&
	    is_part_of(a->name, b->name)))
		errors_add(errors, b->rule[0]->at, "\"%.*s\" and \"%.*s\": a "
		    "histogram has the names with _bucket, _sum and _count",
		    STR_ARG(errors_name(a->name)),
		    STR_ARG(errors_name(b->name)));
}

bool
rules_finish(struct rules *r, struct rules_errors *errors)
{
	for (size_t i = 0; i < r->nrules; i++)
		if (!settle(r, r->rule[i], errors))
			break;
	form_families(r);
	for (size_t i = 0; i < r->nfamilies; i++) {
		check_family(&r->family[i], errors);
		for (size_t j = 0; j < i; j++)
			check_names(&r->family[j], &r->family[i], errors);
	}
	rules_errors_sort(errors);
	return errors->n + errors->unkept == 0;
}
