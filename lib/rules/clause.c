/*
 * The clauses of a metric's rule: a row each. A clause of the language that
 * has no parser here is reported as not available.
 */
#include "base/num.h"
#include "rules/parse.h"

static bool
clause_of(struct parser *ps, struct rule *rule)
{
	struct expr *e = parse_value(ps);

	rule->of = e;
	if (e && (e->op == EXPR_STRING || e->op == EXPR_TRUE ||
	    e->op == EXPR_FALSE) && !e->numeric)
		errors_add(ps->errors, e->at, "\"of\" needs a number");
	return e != NULL;
}

static bool
clause_where(struct parser *ps, struct rule *rule)
{
	rule->where = parse_condition(ps);
	return rule->where != NULL;
}

static bool
clause_help(struct parser *ps, struct rule *rule)
{
	rule->has_help = true;
	return parse_string(ps, &rule->help,
	    "a text in double quotes after \"help\"");
}

static bool
clause_unit(struct parser *ps, struct rule *rule)
{
	return parse_string(ps, &rule->unit,
	    "a text in double quotes after \"unit\"");
}

static bool
number(struct parser *ps, double *d)
{
	bool minus = parse_skip(ps, LEX_MINUS);

	if (ps->lex.token.kind != LEX_NUMBER)
		return parse_unexpected(ps, "a number");
	*d = minus ? -ps->lex.token.num : ps->lex.token.num;
	return true;
}

static bool
bucket(struct parser *ps, double *bounds, size_t *n)
{
	struct rules_place at = lex_place(&ps->lex);
	double d = 0;

	if (!number(ps, &d))
		return false;
	if (*n == RULES_BUCKETS_MAX)
		return errors_add(ps->errors, at, "more than %d buckets",
		    RULES_BUCKETS_MAX);
	if (*n && d <= bounds[*n - 1]) {
		errors_add(ps->errors, at, "the bounds of buckets must rise");
		errors_hint(ps->errors, "each is greater than the one before "
		    "it");
	}
	bounds[(*n)++] = d;
	lex_next(&ps->lex);
	return true;
}

static bool
clause_buckets(struct parser *ps, struct rule *rule)
{
	double bounds[RULES_BUCKETS_MAX], *copy;
	size_t n = 0;

	do
		if (!bucket(ps, bounds, &n))
			return false;
	while (parse_skip(ps, LEX_COMMA));
	copy = arena_new(&ps->rules->arena, n, sizeof(*copy));
	memcpy(copy, bounds, n * sizeof(*copy));
	rule->buckets = copy;
	rule->nbuckets = n;
	return true;
}

static bool
clause_limit(struct parser *ps, struct rule *rule)
{
	struct rules_place at = lex_place(&ps->lex);
	double d = 0;

	if (!number(ps, &d))
		return false;
	if (d < 1 || d > RULES_LIMIT_MAX || d != (double)(unsigned)d)
		errors_add(ps->errors, at,
		    "a limit is a whole number from 1 to %d",
		    RULES_LIMIT_MAX);
	else
		rule->limit = (unsigned)d;
	lex_next(&ps->lex);
	for (enum rule_action a = 0; a < RULE_NACTIONS; a++)
		if (lex_is(&ps->lex, rule_action_name[a])) {
			rule->action = a;
			lex_next(&ps->lex);
			break;
		}
	return true;
}

/* The word that was taken is the mode. */
static bool
clause_mode(struct parser *ps, struct rule *rule)
{
	for (enum rule_mode m = 0; m < RULE_NMODES; m++)
		if (strcmp(ps->clause, rule_mode_name[m]) == 0)
			rule->mode = m;
	return true;
}

struct clause {
	const char *word;
	unsigned bit;
	bool (*parse)(struct parser *ps, struct rule *rule);
};

static const struct clause clauses[] = {
	{ "of", PARSE_OF, clause_of },
	{ "by", PARSE_BY, parse_by },
	{ "where", PARSE_WHERE, clause_where },
	{ "buckets", PARSE_BUCKETS, clause_buckets },
	{ "help", PARSE_HELP, clause_help },
	{ "unit", PARSE_UNIT, clause_unit },
	{ "limit", PARSE_LIMIT, clause_limit },
	{ "last", PARSE_MODE, clause_mode },
	{ "min", PARSE_MODE, clause_mode },
	{ "max", PARSE_MODE, clause_mode },
	{ "sum", PARSE_MODE, clause_mode },
	{ "absolute", 0, NULL }, { "exemplar", 0, NULL },
	{ "expire", 0, NULL }, { "exponential", 0, NULL },
	{ "error", 0, NULL }, { "pair", 0, NULL }, { "window", 0, NULL },
};

enum { NCLAUSES = sizeof(clauses) / sizeof(*clauses) };

static void
hint(struct parser *ps, struct str word, const char *last)
{
	const char *names[NCLAUSES];

	for (size_t i = 0; i < NCLAUSES; i++)
		names[i] = clauses[i].word;
	if (last && strcmp(last, "by") == 0) {
		errors_hint(ps->errors, "labels are separated by commas");
		if (word.n < 3)
			return;
	}
	errors_nearest(ps->errors, word, names, NCLAUSES);
}

static const struct clause *
find_clause(struct parser *ps)
{
	struct str word = ps->lex.token.raw;

	if (ps->lex.token.kind != LEX_WORD) {
		parse_unexpected(ps, "a clause");
		if (ps->lex.token.kind == LEX_MINUS && ps->clause &&
		    strcmp(ps->clause, "by") == 0)
			errors_hint(ps->errors, "a field with a dash is "
			    "written user_agent = `user-agent`");
		return NULL;
	}
	for (size_t i = 0; i < NCLAUSES; i++)
		if (lex_is(&ps->lex, clauses[i].word))
			return &clauses[i];
	errors_add(ps->errors, lex_place(&ps->lex), "unknown clause \"%.*s\"",
	    STR_ARG(errors_name(word)));
	hint(ps, word, ps->clause);
	return NULL;
}

static bool
may_stand(struct parser *ps, const struct clause *c, unsigned allowed,
    enum rule_kind kind)
{
	struct rules_place at = lex_place(&ps->lex);

	if (!c->parse)
		return errors_add(ps->errors, at,
		    "\"%s\" is not available in this version", c->word);
	if (!(c->bit & allowed))
		errors_add(ps->errors, at, "a %s has no \"%s\"",
		    rule_kind_name[kind], c->word);
	else if (c->bit & ps->clauses)
		errors_add(ps->errors, at, c->bit == PARSE_MODE ?
		    "a second mode: \"%s\"" : "\"%s\" is given twice",
		    c->word);
	ps->clauses |= c->bit;
	return true;
}

bool
parse_clauses(struct parser *ps, struct rule *rule, unsigned allowed)
{
	ps->clauses = 0;
	ps->clause = NULL;
	while (ps->lex.token.kind != LEX_END) {
		const struct clause *c = find_clause(ps);

		if (!c || !may_stand(ps, c, allowed, rule->kind))
			return false;
		ps->clause = c->word;
		lex_next(&ps->lex);
		if (!c->parse(ps, rule))
			return false;
	}
	return true;
}
