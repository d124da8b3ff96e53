/*
 * The clauses of a rule: a row each, and the short ones themselves. Lists of
 * numbers are in number.c, what has to do with time in time.c, labels in
 * label.c.
 */
#include "rules/parse.h"

/* A text that is there to count, not to be added up. */
static bool
counts_texts(const struct rule *rule)
{
	return rule->kind == RULE_FREQUENCY || rule->kind == RULE_DISTINCT;
}

static bool
clause_of(struct parser *ps, struct rule *rule)
{
	struct expr *e = parse_value(ps);

	rule->of = e;
	if (e && !counts_texts(rule) && (e->op == EXPR_STRING ||
	    e->op == EXPR_TRUE || e->op == EXPR_FALSE) && !e->numeric)
		errors_add(ps->errors, e->at, "\"of\" needs a number");
	return e != NULL;
}

static bool
condition(struct parser *ps, struct expr **e)
{
	*e = parse_condition(ps);
	return *e != NULL;
}

static bool
clause_where(struct parser *ps, struct rule *rule)
{
	return condition(ps, &rule->where);
}

static bool
where_after(struct parser *ps, const char *word, struct expr **e)
{
	char wanted[64] = "\"where\" after \"";

	if (!lex_is(&ps->lex, "where"))
		return parse_unexpected(ps, strcat(strcat(wanted, word),
		    "\""));
	lex_next(&ps->lex);
	return condition(ps, e);
}

static bool
clause_up(struct parser *ps, struct rule *rule)
{
	return where_after(ps, "up", &rule->up);
}

static bool
clause_down(struct parser *ps, struct rule *rule)
{
	return where_after(ps, "down", &rule->down);
}

static bool
clause_failed(struct parser *ps, struct rule *rule)
{
	return where_after(ps, "failed", &rule->failed);
}

static bool
clause_from(struct parser *ps, struct rule *rule)
{
	rule->pair.given = true;
	return condition(ps, &rule->pair.from);
}

static bool
clause_to(struct parser *ps, struct rule *rule)
{
	rule->pair.given = true;
	return condition(ps, &rule->pair.to);
}

static bool
clause_key(struct parser *ps, struct rule *rule)
{
	rule->key = rule->pair.key = parse_value(ps);
	return rule->key != NULL;
}

static bool
clause_parent(struct parser *ps, struct rule *rule)
{
	rule->parent = parse_value(ps);
	return rule->parent != NULL;
}

static bool
clause_duration(struct parser *ps, struct rule *rule)
{
	rule->duration = parse_value(ps);
	return rule->duration != NULL;
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
clause_absolute(struct parser *ps, struct rule *rule)
{
	(void)ps;
	rule->absolute = true;
	return true;
}

static bool
clause_exponential(struct parser *ps, struct rule *rule)
{
	(void)ps;
	rule->exponential = true;
	return true;
}

/* What its names are is known when all statements have been read. */
static bool
clause_equals(struct parser *ps, struct rule *rule)
{
	ps->compute = true;
	ps->depth = 0;
	rule->compute = parse_expr(ps);
	ps->compute = false;
	return rule->compute && ps->lex.token.kind != LEX_ERROR;
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
	{ "buckets", PARSE_BUCKETS, parse_buckets },
	{ "help", PARSE_HELP, clause_help },
	{ "unit", PARSE_UNIT, clause_unit },
	{ "limit", PARSE_LIMIT, parse_limit },
	{ "last", PARSE_MODE, clause_mode },
	{ "min", PARSE_MODE, clause_mode },
	{ "max", PARSE_MODE, clause_mode },
	{ "sum", PARSE_MODE, clause_mode },
	{ "absolute", PARSE_ABSOLUTE, clause_absolute },
	{ "exemplar", PARSE_EXEMPLAR, parse_exemplar },
	{ "expire", PARSE_EXPIRE, parse_expire },
	{ "exponential", PARSE_EXPONENTIAL, clause_exponential },
	{ "error", PARSE_ERROR, parse_error },
	{ "quantiles", PARSE_QUANTILES, parse_quantiles },
	{ "pair", PARSE_PAIR, parse_pair },
	{ "window", PARSE_WINDOW, parse_window },
	{ "up", PARSE_UP, clause_up },
	{ "down", PARSE_DOWN, clause_down },
	{ "key", PARSE_KEY, clause_key },
	{ "until", PARSE_UNTIL, parse_until },
	{ "=", PARSE_EQUALS, clause_equals },
	{ "warn", PARSE_WARN, parse_warn },
	{ "crit", PARSE_CRIT, parse_crit },
	{ "parent", PARSE_PARENT, clause_parent },
	{ "from", PARSE_FROM, clause_from },
	{ "to", PARSE_TO, clause_to },
	{ "timeout", PARSE_TIMEOUT, parse_timeout },
	{ "failed", PARSE_FAILED, clause_failed },
	{ "attributes", PARSE_ATTRIBUTES, parse_attributes },
	{ "duration", PARSE_DURATION, clause_duration },
};

enum { NCLAUSES = sizeof(clauses) / sizeof(*clauses) };

/* Only what the kind knows is a hint. */
static void
hint(struct parser *ps, struct str word, const char *last, unsigned allowed)
{
	const char *names[NCLAUSES];
	size_t n = 0;

	for (size_t i = 0; i < NCLAUSES; i++)
		if (clauses[i].bit & allowed)
			names[n++] = clauses[i].word;
	if (last && strcmp(last, "by") == 0) {
		errors_hint(ps->errors, "labels are separated by commas");
		if (word.n < 3)
			return;
	}
	errors_nearest(ps->errors, word, names, n);
}

static bool
is_condition(const char *word)
{
	const unsigned conditions = PARSE_WHERE | PARSE_UP | PARSE_DOWN |
	    PARSE_FROM | PARSE_TO | PARSE_PAIR | PARSE_FAILED | PARSE_UNTIL;

	for (size_t i = 0; word && i < NCLAUSES; i++)
		if (strcmp(clauses[i].word, word) == 0)
			return clauses[i].bit & conditions;
	return false;
}

/* What another language would have there. */
static void
hint_sign(struct parser *ps)
{
	enum lex_kind kind = ps->lex.token.kind;

	if (kind == LEX_MINUS && ps->clause && strcmp(ps->clause, "by") == 0)
		errors_hint(ps->errors, "a field with a dash is written "
		    "user_agent = `user-agent`");
	else if (kind == LEX_PERCENT)
		errors_hint(ps->errors, "there is no operator %%");
	else if (kind == LEX_ASSIGN && is_condition(ps->clause))
		errors_hint(ps->errors, "two values are compared with ==");
}

static const struct clause *
find_clause(struct parser *ps, unsigned allowed)
{
	struct str word = ps->lex.token.raw;

	if (ps->lex.token.kind != LEX_WORD &&
	    !(ps->lex.token.kind == LEX_ASSIGN && allowed & PARSE_EQUALS)) {
		parse_unexpected(ps, "a clause");
		hint_sign(ps);
		return NULL;
	}
	for (size_t i = 0; i < NCLAUSES; i++)
		if (str_eq(word, str_c(clauses[i].word)))
			return &clauses[i];
	errors_add(ps->errors, lex_place(&ps->lex), "unknown clause \"%.*s\"",
	    STR_ARG(errors_name(word)));
	hint(ps, word, ps->clause, allowed);
	return NULL;
}

static void
check_place(struct parser *ps, const struct clause *c, unsigned allowed,
    enum rule_kind kind)
{
	struct rules_place at = lex_place(&ps->lex);

	if (!(c->bit & allowed))
		errors_add(ps->errors, at, "%s has no \"%s\"",
		    parse_article(kind), c->word);
	else if (c->bit & ps->clauses)
		errors_add(ps->errors, at, c->bit == PARSE_MODE ?
		    "a second mode: \"%s\"" : "\"%s\" is given twice",
		    c->word);
	ps->clauses |= c->bit;
}

bool
parse_clauses(struct parser *ps, struct rule *rule, unsigned allowed)
{
	ps->clauses = 0;
	ps->clause = NULL;
	while (ps->lex.token.kind != LEX_END) {
		const struct clause *c = find_clause(ps, allowed);

		if (!c)
			return false;
		check_place(ps, c, allowed, rule->kind);
		ps->clause = c->word;
		lex_next(&ps->lex);
		if (!c->parse(ps, rule))
			return false;
	}
	return true;
}
