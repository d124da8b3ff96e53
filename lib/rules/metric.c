/*
 * The statements that are rules: the table of kinds with what each may and
 * must have, and names. Clauses are in clause.c.
 */
#include "base/mem.h"
#include "rules/parse.h"

const char *const rule_kind_name[RULE_NKINDS] = {
	[RULE_COUNTER] = "counter", [RULE_FREQUENCY] = "frequency",
	[RULE_GAUGE] = "gauge", [RULE_UPDOWN] = "updown",
	[RULE_HISTOGRAM] = "histogram", [RULE_SUMMARY] = "summary",
	[RULE_DISTINCT] = "distinct", [RULE_STATES] = "states",
	[RULE_COMPUTE] = "compute", [RULE_SPAN] = "span",
};

const char *const rule_mode_name[RULE_NMODES] = {
	[RULE_LAST] = "last", [RULE_MIN] = "min", [RULE_MAX] = "max",
	[RULE_SUM] = "sum",
};

const char *const rule_action_name[RULE_NACTIONS] = {
	[RULE_FOLD] = "fold", [RULE_DROP] = "drop", [RULE_FAIL] = "fail",
};

const char *const rule_unit_name[RULE_NUNITS] = {
	[RULE_DAY] = "day", [RULE_WEEK] = "week", [RULE_MONTH] = "month",
};

enum {
	WORDS = PARSE_HELP | PARSE_UNIT,
	EVENTS = PARSE_BY | PARSE_WHERE | PARSE_LIMIT | WORDS,
	VALUES = EVENTS | PARSE_OF | PARSE_PAIR | PARSE_WINDOW,
	SIZES = VALUES | PARSE_ERROR,
	SPANS = PARSE_KEY | PARSE_FROM | PARSE_TO,
};

const double rule_usual_quantiles[RULE_NQUANTILES] = { 0.5, 0.9, 0.99 };

/* Those of the Prometheus client libraries, made for seconds. */
const double rule_usual_buckets[RULE_NBUCKETS] = {
	0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
};

static const struct kind {
	const char *article;
	unsigned allowed, needed;
} kinds[RULE_NKINDS] = {
	[RULE_COUNTER] = { "a counter", VALUES | PARSE_ABSOLUTE |
	    PARSE_EXEMPLAR, 0 },
	[RULE_FREQUENCY] = { "a frequency", VALUES, PARSE_OF },
	[RULE_GAUGE] = { "a gauge", VALUES | PARSE_MODE | PARSE_EXPIRE,
	    PARSE_OF },
	[RULE_UPDOWN] = { "an updown", EVENTS | PARSE_OF | PARSE_UP |
	    PARSE_DOWN | PARSE_EXPIRE, 0 },
	[RULE_HISTOGRAM] = { "a histogram", SIZES | PARSE_BUCKETS |
	    PARSE_EXPONENTIAL | PARSE_EXEMPLAR, PARSE_OF },
	[RULE_SUMMARY] = { "a summary", SIZES | PARSE_QUANTILES, PARSE_OF },
	[RULE_DISTINCT] = { "a distinct", VALUES, PARSE_OF },
	[RULE_STATES] = { "a states", EVENTS | PARSE_KEY | PARSE_UNTIL |
	    PARSE_EXPIRE, PARSE_KEY },
	[RULE_COMPUTE] = { "a compute", PARSE_BY | PARSE_EQUALS |
	    PARSE_WARN | PARSE_CRIT | WORDS, PARSE_EQUALS },
	[RULE_SPAN] = { "a span", SPANS | PARSE_PARENT | PARSE_TIMEOUT |
	    PARSE_FAILED | PARSE_ATTRIBUTES | PARSE_DURATION | PARSE_WHERE,
	    0 },
};

const char *
parse_article(enum rule_kind kind)
{
	return kinds[kind].article;
}

static bool
is_name_char(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    c == '_' || c == ':' ||
	    (!first && (str_is_digit(c) || c == '.'));
}

static bool
check_metric(struct parser *ps, const struct rule *rule)
{
	struct str name = rule->name;
	bool ok = name.n <= RULES_NAME_MAX;

	for (size_t i = 0; i < name.n; i++)
		ok = ok && is_name_char(name.p[i], i == 0);
	if (!ok) {
		errors_add(ps->errors, rule->at, "\"%.*s\" cannot name a %s",
		    STR_ARG(errors_name(name)), rule->kind == RULE_SPAN ?
		    "span" : "metric");
		return errors_hint(ps->errors, "at most %d letters, digits, _ "
		    ": and dots, no digit or dot first", RULES_NAME_MAX);
	}
	if (str_starts(name, STR("mlog_")))
		return errors_add(ps->errors, rule->at, "\"%.*s\": names that "
		    "begin with mlog_ are those of mlog's own metrics",
		    STR_ARG(errors_name(name)));
	return true;
}

/* What a kind must have and the statement lacks, in words. */
static const char *
lacking(const struct parser *ps, const struct rule *rule)
{
	unsigned has = ps->clauses, missing = kinds[rule->kind].needed & ~has;

	if (missing & PARSE_OF)
		return "\"of\" and a value";
	if (missing & PARSE_KEY)
		return "\"key\" and what tells entities apart";
	if (missing & PARSE_EQUALS)
		return "\"=\" and an expression";
	if (rule->kind == RULE_UPDOWN && !(has & (PARSE_UP | PARSE_DOWN)))
		return "\"up where\" or \"down where\" and a condition";
	if (rule->kind == RULE_SPAN && !(has & PARSE_DURATION) &&
	    (has & SPANS) != SPANS)
		return "\"key\", \"from\" and \"to\", or \"duration\"";
	if (rule->absolute && !rule->of)
		return "\"of\" and the reading, as it is absolute";
	return NULL;
}

/* What does not go together, in words. */
static const char *
clashing(const struct parser *ps, const struct rule *rule)
{
	unsigned has = ps->clauses;

	if (has & PARSE_BUCKETS && has & PARSE_EXPONENTIAL)
		return "\"buckets\" and \"exponential\" exclude each other";
	if (rule->kind == RULE_HISTOGRAM && has & PARSE_ERROR &&
	    !rule->exponential)
		return "\"error\" goes with \"exponential\"";
	if (rule->kind == RULE_SPAN && has & PARSE_DURATION &&
	    has & (PARSE_FROM | PARSE_TO | PARSE_TIMEOUT))
		return "a span has \"from\" and \"to\", or \"duration\"";
	if (has & PARSE_ABSOLUTE && has & PARSE_WINDOW)
		return "\"absolute\" and \"window\" exclude each other";
	if (rule->has_warn && rule->has_crit &&
	    rule->crit >= rule->warn && rule->crit <= rule->warn)
		return "\"warn\" and \"crit\" are the same";
	return NULL;
}

static bool
check_whole(struct parser *ps, const struct rule *rule)
{
	const char *what = lacking(ps, rule);

	if (what)
		return errors_add(ps->errors, rule->at, "%s needs %s",
		    kinds[rule->kind].article, what);
	what = clashing(ps, rule);
	return !what || errors_add(ps->errors, rule->at, "%s", what);
}

static void
add_rule(struct parser *ps, struct rule *rule)
{
	struct rules *r = ps->rules;
	struct str words = buf_str(&ps->lex.words);

	if (!rule->has_help)
		rule->help = words.n ? arena_str(&r->arena, words) :
		    STR("every event");
	if (rule->kind == RULE_SPAN) {
		r->span = mem_grow(r->span, r->nspans, &r->spans_cap,
		    sizeof(*r->span));
		r->span[r->nspans++] = rule;
	} else {
		r->rule = mem_grow(r->rule, r->nrules, &r->rules_cap,
		    sizeof(*r->rule));
		r->rule[r->nrules++] = rule;
	}
	parse_statement(ps)->rule = rule;
}

static struct rule *
new_rule(struct parser *ps, enum rule_kind kind)
{
	struct rule *rule = arena_new(&ps->rules->arena, 1, sizeof(*rule));

	rule->kind = kind;
	rule->limit = kind == RULE_STATES ? RULES_ENTITIES_DEFAULT :
	    RULES_LIMIT_DEFAULT;
	rule->error = 0.01;
	if (kind == RULE_SUMMARY) {
		rule->quantiles = rule_usual_quantiles;
		rule->nquantiles = RULE_NQUANTILES;
	}
	return rule;
}

bool
parse_rule(struct parser *ps, enum rule_kind kind)
{
	struct rule *rule = new_rule(ps, kind);
	size_t before = parse_errors(ps);

	lex_name(&ps->lex);
	rule->at = lex_place(&ps->lex);
	rule->line = rules_place_line(rule->at);
	if (ps->lex.token.kind != LEX_NAME)
		return parse_unexpected(ps, kind == RULE_SPAN ?
		    "the span's name" : "the metric's name");
	rule->name = ps->lex.token.raw;
	check_metric(ps, rule);
	lex_next(&ps->lex);
	buf_reset(&ps->lex.words);
	if (!parse_clauses(ps, rule, kinds[kind].allowed))
		return false;
	parse_own(rule);
	if (kind == RULE_HISTOGRAM && !rule->nbuckets && !rule->exponential) {
		rule->buckets = rule_usual_buckets;
		rule->nbuckets = RULE_NBUCKETS;
	}
	if (check_whole(ps, rule) && parse_errors(ps) == before)
		add_rule(ps, rule);
	return true;
}
