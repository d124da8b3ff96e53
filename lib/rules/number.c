/*
 * The clauses that are numbers: limits, bounds, quantiles, errors.
 */
#include "base/num.h"
#include "rules/parse.h"

static bool
number_at_hand(struct parser *ps, double *d)
{
	bool minus = parse_skip(ps, LEX_MINUS);

	if (ps->lex.token.kind != LEX_NUMBER)
		return parse_unexpected(ps, "a number");
	*d = minus ? -ps->lex.token.num : ps->lex.token.num;
	return true;
}

bool
parse_number(struct parser *ps, double *d)
{
	if (!number_at_hand(ps, d))
		return false;
	lex_next(&ps->lex);
	return true;
}

/* Numbers that rise, at most max of them, into the arena. */
static bool
rising(struct parser *ps, size_t max, const char *what, const double **list,
    size_t *n)
{
	double *v = arena_new(&ps->rules->arena, max, sizeof(*v)), d = 0;

	*list = v;
	do {
		struct rules_place at = lex_place(&ps->lex);

		if (!number_at_hand(ps, &d))
			return false;
		if (*n == max)
			return errors_add(ps->errors, at, "more than %zu %s",
			    max, what);
		if (*n && d <= v[*n - 1]) {
			errors_add(ps->errors, at, strcmp(what, "buckets") ==
			    0 ? "the bounds of %s must rise" : "%s must rise",
			    what);
			errors_hint(ps->errors, "each is greater than the one "
			    "before it");
		}
		v[(*n)++] = d;
		lex_next(&ps->lex);
	} while (parse_skip(ps, LEX_COMMA));
	return true;
}

bool
parse_buckets(struct parser *ps, struct rule *rule)
{
	rule->nbuckets = 0;
	return rising(ps, RULES_BUCKETS_MAX, "buckets", &rule->buckets,
	    &rule->nbuckets);
}

bool
parse_quantiles(struct parser *ps, struct rule *rule)
{
	struct rules_place at = lex_place(&ps->lex);

	rule->nquantiles = 0;
	if (!rising(ps, RULES_QUANTILES_MAX, "quantiles", &rule->quantiles,
	    &rule->nquantiles))
		return false;
	if (rule->quantiles[0] < 0 ||
	    rule->quantiles[rule->nquantiles - 1] > 1) {
		errors_add(ps->errors, at, "quantiles are from 0 to 1");
		errors_hint(ps->errors, "the 99th percentile is 0.99");
	}
	return true;
}

/* A percentage is read by its digits, so that 0.1% is 0.001 exactly. */
static double
hundredth(struct str text, double d)
{
	struct buf b = { 0 };

	if (str_chr(text, 'e') == text.n && str_chr(text, 'E') == text.n) {
		buf_printf(&b, "%.*se-2", STR_ARG(text));
		num_double(buf_str(&b), &d);
		buf_free(&b);
		return d;
	}
	return d / 100;
}

bool
parse_error(struct parser *ps, struct rule *rule)
{
	struct rules_place at = lex_place(&ps->lex);
	struct str text = ps->lex.token.raw;
	double d = 0;

	if (!parse_number(ps, &d))
		return false;
	if (parse_skip(ps, LEX_PERCENT))
		d = hundredth(text, d);
	if (!(d >= 0.0001 && d <= 0.5)) {
		errors_add(ps->errors, at, "an error is from 0.01%% to 50%%");
		errors_hint(ps->errors, "1%% and 0.01 are the same");
		return true;
	}
	rule->error = d;
	return true;
}

bool
parse_limit(struct parser *ps, struct rule *rule)
{
	struct rules_place at = lex_place(&ps->lex);
	double d = 0;

	if (!parse_number(ps, &d))
		return false;
	if (d < 1 || d > RULES_LIMIT_MAX || d != (double)(unsigned)d)
		errors_add(ps->errors, at,
		    "a limit is a whole number from 1 to %d",
		    RULES_LIMIT_MAX);
	else
		rule->limit = (unsigned)d;
	for (enum rule_action a = 0; a < RULE_NACTIONS; a++)
		if (lex_is(&ps->lex, rule_action_name[a])) {
			if (rule->kind == RULE_STATES)
				errors_add(ps->errors, lex_place(&ps->lex),
				    "of too many entities the one that was "
				    "idle longest goes");
			rule->action = a;
			lex_next(&ps->lex);
			break;
		}
	return true;
}

bool
parse_warn(struct parser *ps, struct rule *rule)
{
	rule->has_warn = true;
	return parse_number(ps, &rule->warn);
}

bool
parse_crit(struct parser *ps, struct rule *rule)
{
	rule->has_crit = true;
	return parse_number(ps, &rule->crit);
}
