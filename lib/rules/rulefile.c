/*
 * A text of rules, statement by statement: the table of kinds, names, and
 * loading. What a kind's clauses are is in clause.c; what statements mean to
 * each other in family.c.
 */
#include "base/io.h"
#include "base/mem.h"
#include "json/utf8.h"
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

const char *const rule_unit_name[RULE_NUNITS] = {
	[RULE_DAY] = "day", [RULE_WEEK] = "week", [RULE_MONTH] = "month",
};

const char *const rule_action_name[RULE_NACTIONS] = {
	[RULE_FOLD] = "fold", [RULE_DROP] = "drop", [RULE_FAIL] = "fail",
};

enum {
	EVERY = PARSE_OF | PARSE_BY | PARSE_WHERE | PARSE_HELP | PARSE_UNIT |
	    PARSE_LIMIT,
};

static bool parse_resource(struct parser *ps);

/* One that begins a statement; a word with no clauses and no parser of its
 * own belongs to a later version. */
struct kind {
	const char *word;
	enum rule_kind kind;
	unsigned allowed, needed;	/* clauses of a metric */
	bool (*parse)(struct parser *ps);
};

static const struct kind kinds[] = {
	{ .word = "counter", RULE_COUNTER, EVERY, 0, NULL },
	{ .word = "gauge", RULE_GAUGE, EVERY | PARSE_MODE, PARSE_OF, NULL },
	{ .word = "histogram", RULE_HISTOGRAM, EVERY | PARSE_BUCKETS,
	    PARSE_OF | PARSE_BUCKETS, NULL },
	{ .word = "label", .parse = parse_label },
	{ .word = "resource", .parse = parse_resource },
	{ .word = "updown" }, { .word = "frequency" }, { .word = "summary" },
	{ .word = "distinct" }, { .word = "states" }, { .word = "param" },
	{ .word = "compute" }, { .word = "span" }, { .word = "include" },
};

enum { NKINDS = sizeof(kinds) / sizeof(*kinds) };

static bool
is_name_char(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    c == '_' || c == ':' ||
	    (!first && (str_is_digit(c) || c == '.'));
}

static bool
check_metric(struct parser *ps, struct str name, struct rules_place at)
{
	bool ok = name.n <= RULES_NAME_MAX;

	for (size_t i = 0; i < name.n; i++)
		ok = ok && is_name_char(name.p[i], i == 0);
	if (!ok) {
		errors_add(ps->errors, at, "\"%.*s\" cannot name a metric",
		    STR_ARG(errors_name(name)));
		return errors_hint(ps->errors, "at most %d letters, digits, _ "
		    ": and dots, no digit or dot first", RULES_NAME_MAX);
	}
	if (str_starts(name, STR("mlog_")))
		return errors_add(ps->errors, at, "\"%.*s\": names that begin "
		    "with mlog_ are those of mlog's own metrics",
		    STR_ARG(errors_name(name)));
	return true;
}

static bool
needs(struct parser *ps, const struct kind *k, const struct rule *rule)
{
	unsigned missing = k->needed & ~ps->clauses;

	if (missing & PARSE_OF)
		errors_add(ps->errors, rule->at,
		    "a %s needs \"of\" and a value", k->word);
	if (missing & PARSE_BUCKETS)
		errors_add(ps->errors, rule->at,
		    "a %s needs \"buckets\" and their bounds", k->word);
	return !missing;
}

static void
add_rule(struct parser *ps, struct rule *rule)
{
	struct rules *r = ps->rules;
	struct str words = buf_str(&ps->lex.words);

	if (!rule->has_help)
		rule->help = words.n ? arena_str(&r->arena, words) :
		    STR("every event");
	r->rule = mem_grow(r->rule, r->nrules, &r->rules_cap,
	    sizeof(*r->rule));
	r->rule[r->nrules++] = rule;
	parse_statement(ps)->rule = rule;
}

static bool
parse_metric(struct parser *ps, const struct kind *k)
{
	struct rule *rule = arena_new(&ps->rules->arena, 1, sizeof(*rule));
	size_t before = parse_errors(ps);

	lex_name(&ps->lex);
	rule->kind = k->kind;
	rule->limit = RULES_LIMIT_DEFAULT;
	rule->at = lex_place(&ps->lex);
	rule->line = rules_place_line(rule->at);
	if (ps->lex.token.kind != LEX_NAME)
		return parse_unexpected(ps, "the metric's name");
	rule->name = ps->lex.token.raw;
	check_metric(ps, rule->name, rule->at);
	lex_next(&ps->lex);
	buf_reset(&ps->lex.words);
	if (!parse_clauses(ps, rule, k->allowed))
		return false;
	if (needs(ps, k, rule) && parse_errors(ps) == before)
		add_rule(ps, rule);
	return true;
}

static bool
resource_pair(struct parser *ps, struct rules_resource *s)
{
	s->at = lex_place(&ps->lex);
	if (ps->lex.token.kind != LEX_NAME)
		return parse_unexpected(ps, "the attribute's name");
	s->name = ps->lex.token.raw;
	lex_next(&ps->lex);
	return parse_take(ps, LEX_ASSIGN, "\"=\" after the attribute's name") &&
	    parse_string(ps, &s->value, "a text in double quotes");
}

static bool
add_resource(struct parser *ps, const struct rules_resource *s)
{
	struct rules *r = ps->rules;
	struct rules_resource *copy;

	for (size_t i = 0; i < r->nresource; i++)
		if (str_eq(r->resource[i]->name, s->name))
			return errors_add(ps->errors, s->at,
			    "the resource has \"%.*s\" already",
			    STR_ARG(errors_name(s->name)));
	copy = arena_new(&r->arena, 1, sizeof(*copy));
	*copy = *s;
	r->resource = mem_grow(r->resource, r->nresource, &r->resource_cap,
	    sizeof(*r->resource));
	r->resource[r->nresource++] = copy;
	return true;
}

static bool
parse_resource(struct parser *ps)
{
	struct rules_resource pair[RULES_LABELS_MAX], *copy;
	struct rules_statement *st;
	size_t n = 0;

	do {
		if (n == RULES_LABELS_MAX)
			return errors_add(ps->errors, lex_place(&ps->lex),
			    "more than %d attributes", RULES_LABELS_MAX);
		pair[n] = (struct rules_resource){ 0 };
		lex_name(&ps->lex);
		if (!resource_pair(ps, &pair[n]))
			return false;
		add_resource(ps, &pair[n++]);
	} while (ps->lex.token.kind == LEX_COMMA);
	copy = arena_new(&ps->rules->arena, n, sizeof(*copy));
	memcpy(copy, pair, n * sizeof(*copy));
	st = parse_statement(ps);
	st->resource = copy;
	st->nresource = n;
	return ps->lex.token.kind == LEX_END ||
	    parse_unexpected(ps, "\",\" or the end of the statement");
}

static void
unknown_kind(struct parser *ps)
{
	const char *names[NKINDS];
	struct str word = ps->lex.token.raw;

	if (ps->lex.token.kind != LEX_WORD) {
		parse_unexpected(ps, "a statement");
		return;
	}
	for (size_t i = 0; i < NKINDS; i++)
		names[i] = kinds[i].word;
	errors_add(ps->errors, lex_place(&ps->lex),
	    "unknown statement \"%.*s\"", STR_ARG(errors_name(word)));
	errors_nearest(ps->errors, word, names, NKINDS);
}

static void
statement(struct parser *ps)
{
	const struct kind *k = kinds;

	while (k < kinds + NKINDS && !lex_is(&ps->lex, k->word))
		k++;
	if (k == kinds + NKINDS)
		unknown_kind(ps);
	else if (k->parse)
		k->parse(ps);
	else if (k->allowed)
		parse_metric(ps, k);
	else
		errors_add(ps->errors, lex_place(&ps->lex),
		    "\"%s\" is not available in this version", k->word);
}

static bool
check_text(const struct rules_source *s, struct rules_errors *errors)
{
	struct str text = s->text;
	size_t n;

	for (size_t i = 0; i < text.n; i += n) {
		n = utf8_span(text.p + i, text.n - i);
		if (!n)
			return errors_add(errors, (struct rules_place){ s,
			    text.p + i }, "the rules are not UTF-8 here");
	}
	text = str_trim(text);
	if (text.n && text.p[0] == '{')
		return errors_add(errors, (struct rules_place){ s, text.p },
		    "rules as JSON are not available in this version");
	return true;
}

static void
statements(struct rules *r, const struct rules_source *s,
    struct rules_errors *errors)
{
	struct parser ps = { .rules = r, .errors = errors };

	ps.lex = (struct lex){ .source = s, .arena = &r->arena,
	    .errors = errors };
	ps.lex.end = s->text.p;
	if (str_starts(s->text, STR("\xef\xbb\xbf")))
		ps.lex.end += 3;
	while (lex_statement(&ps.lex)) {
		if (r->nstatements == RULES_STATEMENTS_MAX) {
			errors_add(errors, lex_place(&ps.lex),
			    "more than %d statements", RULES_STATEMENTS_MAX);
			break;
		}
		statement(&ps);
	}
	buf_free(&ps.lex.words);
}

bool
rules_load_text(struct rules *r, struct str name, struct str text,
    struct rules_errors *errors)
{
	struct rules_source *s = arena_new(&r->arena, 1, sizeof(*s));
	size_t before = errors->n + errors->unkept;

	s->name = arena_str(&r->arena, name);
	s->order = r->nsources++;
	if (text.n > RULES_FILE_MAX)
		return errors_add(errors, (struct rules_place){ s, NULL },
		    "the rules are over %d KiB", RULES_FILE_MAX / 1024);
	s->text = arena_str(&r->arena, text);
	if (check_text(s, errors))
		statements(r, s, errors);
	return errors->n + errors->unkept == before;
}

bool
rules_load_file(struct rules *r, const char *path,
    struct rules_errors *errors)
{
	struct buf b = { 0 };
	struct fault f = { 0 };
	bool ok;

	if (io_slurp(path, RULES_FILE_MAX, &b, &f))
		ok = rules_load_text(r, str_c(path), buf_str(&b), errors);
	else
		ok = errors_add(errors, (struct rules_place){ 0 }, "%s",
		    f.text);
	buf_free(&b);
	return ok;
}
