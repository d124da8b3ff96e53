/*
 * What all statements together mean: labels meet their declarations, fields
 * get their numbers, rules of one name become a family. What the statements of
 * a family must agree in is agree.c's.
 */
#include "base/mem.h"
#include "rules/parse.h"

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
	mem_free(r->span);
	mem_free(r->param);
	mem_free(r->included);
	mem_free(r->given);
	mem_free(r->let);
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

static bool
resolve(struct rules *r, struct expr *e, struct rules_place at,
    struct rules_errors *errors)
{
	if (!e || (expr_resolve(e, &r->fields) &&
	    r->fields.n <= RULES_FIELDS_MAX))
		return true;
	return errors_add(errors, at, "the rules read more than %d fields",
	    RULES_FIELDS_MAX);
}

/* A bare label is a field, whatever else has the name. */
static bool
resolve_list(struct rules *r, struct rule_label *l, size_t n,
    struct rules_errors *errors)
{
	for (size_t i = 0; i < n; i++) {
		if (l[i].own)
			param_link(r, l[i].value, errors);
		if (!resolve(r, l[i].value, l[i].at, errors))
			return false;
	}
	return true;
}

/* All that the rule reads of events. */
static bool
resolve_rule(struct rules *r, struct rule *rule, struct rules_errors *errors)
{
	struct expr *all[] = {
		rule->of, rule->where, rule->up, rule->down, rule->key,
		rule->pair.key, rule->pair.from, rule->pair.to,
		rule->until.cond, rule->parent, rule->failed, rule->duration,
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		if (all[i])
			param_link(r, all[i], errors);
		if (!resolve(r, all[i], rule->at, errors))
			return false;
	}
	return resolve_list(r, rule->by, rule->nby, errors) &&
	    resolve_list(r, rule->exemplar, rule->nexemplar, errors) &&
	    resolve_list(r, rule->attributes, rule->nattributes, errors);
}

/* A compute has the labels of its operands, whose values are declared. */
static void
declare(const struct rules *r, struct rule *rule)
{
	for (size_t i = 0; i < rule->nby && rule->kind != RULE_COMPUTE; i++) {
		struct rule_label *l = &rule->by[i];

		l->decl = find_label(r, l->name);
		if (l->decl && l->decl->value && !l->own)
			l->value = l->decl->value;
	}
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

/* The endings that a family's samples have besides its name. */
static const char *const *
tails_of(const struct rule *rule)
{
	static const char *const sizes[] = { "_bucket", "_sum", "_count",
		NULL };
	static const char *const levels[] = { "_limit", NULL };
	static const char *const none[] = { NULL };

	return rule->kind == RULE_HISTOGRAM ? sizes :
	    rule->kind == RULE_SUMMARY ? sizes + 1 :
	    rule->has_warn || rule->has_crit ? levels : none;
}

static bool
is_part_of(struct str name, const struct rule *whole)
{
	const char *const *tail = tails_of(whole);

	if (name.n <= whole->name.n || !parse_same_name(str_of(name.p,
	    whole->name.n), whole->name))
		return false;
	for (; *tail; tail++)
		if (parse_same_name(str_from(name, whole->name.n),
		    str_c(*tail)))
			return true;
	return false;
}

static void
check_names(const struct rule_family *a, const struct rule_family *b,
    struct rules_errors *errors)
{
	const struct rule *whole = is_part_of(b->name, a->rule[0]) ?
	    a->rule[0] : is_part_of(a->name, b->rule[0]) ? b->rule[0] : NULL;

	if (parse_same_name(a->name, b->name))
		errors_add(errors, b->rule[0]->at, "\"%.*s\" and \"%.*s\" "
		    "become one name in Prometheus",
		    STR_ARG(errors_name(a->name)),
		    STR_ARG(errors_name(b->name)));
	else if (whole)
		errors_add(errors, b->rule[0]->at, "\"%.*s\" and \"%.*s\": "
		    "%s has the names with %s",
		    STR_ARG(errors_name(a->name)),
		    STR_ARG(errors_name(b->name)), parse_article(whole->kind),
		    whole->kind == RULE_HISTOGRAM ? "_bucket, _sum and "
		    "_count" : whole->kind == RULE_SUMMARY ?
		    "_sum and _count" : "_limit, for warn and crit");
}

bool
rules_finish(struct rules *r, struct rules_errors *errors)
{
	for (size_t i = 0; i < r->nlabels; i++)
		if (r->label[i]->value)
			param_link(r, r->label[i]->value, errors);
	form_families(r);
	for (size_t i = 0; i < r->nrules; i++)
		declare(r, r->rule[i]);
	for (size_t i = 0; i < r->nfamilies; i++)
		agree_labels(r, &r->family[i], errors);
	for (size_t i = 0; i < r->nrules; i++)
		if (!resolve_rule(r, r->rule[i], errors))
			break;
	for (size_t i = 0; i < r->nspans; i++)
		if (!resolve_rule(r, r->span[i], errors))
			break;
	param_finish(r, errors);
	compute_finish(r, errors);
	for (size_t i = 0; i < r->nfamilies; i++) {
		agree_check(&r->family[i], errors);
		for (size_t j = 0; j < i; j++)
			check_names(&r->family[j], &r->family[i], errors);
	}
	rules_errors_sort(errors);
	return errors->n + errors->unkept == 0;
}
