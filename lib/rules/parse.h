/*
 * The parser's parts to each other. For use in this folder only.
 */
#ifndef RULES_PARSE_H
#define RULES_PARSE_H

#include "rules/lex.h"
#include "rules/rule.h"

struct parser {
	struct lex lex;
	struct rules *rules;
	struct rules_errors *errors;
	unsigned depth;		/* of the expression being read */
	unsigned clauses;	/* bits of those seen in the statement */
	bool compute;		/* names are metrics and params */
	const char *clause;	/* the word of the one being read */
};

/* A list of nodes that grows in the arena. */
struct expr_list {
	struct expr **v;
	size_t n, cap;
};

void parse_append(struct parser *ps, struct expr_list *l, struct expr *e);

/*
 * An expression, unchecked; NULL after an error of syntax, which ends the
 * statement. parse_value and parse_condition check it too.
 */
struct expr *parse_expr(struct parser *ps);
struct expr *parse_value(struct parser *ps);
struct expr *parse_condition(struct parser *ps);
/* One of the two, whichever stands there. */
struct expr *parse_either(struct parser *ps);
/* Whether the word at hand is one that a value cannot begin with. */
bool parse_reserved(const struct lex *l);

/*
 * Whether the token is a name that a `let` of this text gave, and a copy of
 * what it names, at a place of its own; NULL after an error (let.c).
 */
bool parse_is_let(const struct parser *ps, const struct lex_token *t);
struct expr *parse_let_value(struct parser *ps, const struct lex_token *t,
    struct rules_place at);

/* For exprparse.c and exprcall.c. */
struct expr *parse_node(struct parser *ps, enum expr_op op,
    struct rules_place at);
/* Sets the arguments and the depth; NULL when it is too deep. */
struct expr *parse_args(struct parser *ps, struct expr *e,
    struct expr_list *l);
struct expr *parse_pattern(struct parser *ps);
struct expr *parse_call(struct parser *ps, struct lex_token name,
    struct rules_place at);

/* "unexpected ...", said of the token at hand; nothing when it is an error
 * already. Returns false. */
bool parse_unexpected(struct parser *ps, const char *wanted);
/* Takes a token of that kind, or complains. */
bool parse_take(struct parser *ps, enum lex_kind kind, const char *wanted);
/* Takes it when it is there. */
bool parse_skip(struct parser *ps, enum lex_kind kind);
/* Takes a string in double quotes. */
bool parse_string(struct parser *ps, struct str *s, const char *wanted);

/* What a kind is called in messages: "a counter", "an updown". */
const char *parse_article(enum rule_kind kind);

/*
 * The clauses of a rule, to the end of the statement. `allowed` are the bits
 * of those that its kind knows.
 */
bool parse_clauses(struct parser *ps, struct rule *rule, unsigned allowed);
enum parse_clause {
	PARSE_OF = 1 << 0,
	PARSE_BY = 1 << 1,
	PARSE_WHERE = 1 << 2,
	PARSE_BUCKETS = 1 << 3,
	PARSE_HELP = 1 << 4,
	PARSE_UNIT = 1 << 5,
	PARSE_LIMIT = 1 << 6,
	PARSE_MODE = 1 << 7,
	PARSE_ABSOLUTE = 1 << 8,
	PARSE_EXEMPLAR = 1 << 9,
	PARSE_EXPIRE = 1 << 10,
	PARSE_EXPONENTIAL = 1 << 11,
	PARSE_ERROR = 1 << 12,
	PARSE_QUANTILES = 1 << 13,
	PARSE_PAIR = 1 << 14,
	PARSE_WINDOW = 1 << 15,
	PARSE_UP = 1 << 16,
	PARSE_DOWN = 1 << 17,
	PARSE_KEY = 1 << 18,
	PARSE_UNTIL = 1 << 19,
	PARSE_EQUALS = 1 << 20,
	PARSE_WARN = 1 << 21,
	PARSE_CRIT = 1 << 22,
	PARSE_PARENT = 1 << 23,
	PARSE_FROM = 1 << 24,
	PARSE_TO = 1 << 25,
	PARSE_TIMEOUT = 1 << 26,
	PARSE_FAILED = 1 << 27,
	PARSE_ATTRIBUTES = 1 << 28,
	PARSE_DURATION = 1 << 29,
};

/* Takes a label's name, which it checks, without backquotes. */
bool parse_label_name(struct parser *ps, struct str *name);

/* Each parses what stands behind its word. */
bool parse_by(struct parser *ps, struct rule *rule);		/* label.c */
bool parse_exemplar(struct parser *ps, struct rule *rule);
bool parse_attributes(struct parser *ps, struct rule *rule);
bool parse_limit(struct parser *ps, struct rule *rule);		/* number.c */
bool parse_buckets(struct parser *ps, struct rule *rule);
bool parse_quantiles(struct parser *ps, struct rule *rule);
bool parse_error(struct parser *ps, struct rule *rule);
bool parse_warn(struct parser *ps, struct rule *rule);
bool parse_crit(struct parser *ps, struct rule *rule);
bool parse_expire(struct parser *ps, struct rule *rule);	/* time.c */
bool parse_timeout(struct parser *ps, struct rule *rule);
bool parse_pair(struct parser *ps, struct rule *rule);
bool parse_window(struct parser *ps, struct rule *rule);
bool parse_until(struct parser *ps, struct rule *rule);

/* A number, its sign included; it is taken. */
bool parse_number(struct parser *ps, double *d);
/* A span of time such as 10m, over 0; ns. */
bool parse_span(struct parser *ps, int64_t *ns);

/* The statements `label`, `let`, `param` and `include`, their word at hand. */
bool parse_label(struct parser *ps);
bool parse_let(struct parser *ps);
bool parse_param(struct parser *ps);
bool parse_include(struct parser *ps);
/* A metric or a span of that kind. */
bool parse_rule(struct parser *ps, enum rule_kind kind);

/*
 * What names mean in a rule that is complete: `elapsed` where there is a
 * pair; and in `until`, which is checked with it, the labels of its family
 * (own.c).
 */
void parse_own(struct rule *rule);
void own_until(struct rules *r, const struct rule_family *f,
    struct rule *rule, struct rules_errors *errors);

/*
 * For rules_finish, of a family (agree.c): its labels, before expressions are
 * resolved; what its statements must agree in, their order and hash, after.
 */
void agree_labels(struct rules *r, struct rule_family *f,
    struct rules_errors *errors);
void agree_check(struct rule_family *f, struct rules_errors *errors);

/* For rules_finish: -D and what windows take of params (param.c); the
 * expressions of `compute` (compute.c), whose families are formed. */
void param_finish(struct rules *r, struct rules_errors *errors);
void compute_finish(struct rules *r, struct rules_errors *errors);
/*
 * Of an expression that runs on events, checked but not yet resolved: the
 * names that are params' become EXPR_PARAM (paramuse.c). Doing it twice does
 * no harm.
 */
void param_link(const struct rules *r, struct expr *e,
    struct rules_errors *errors);
/* The param of that name, or NULL. */
const struct rules_param *param_find(const struct rules *r, struct str name);

/* The statements of a text. */
void parse_source(struct rules *r, const struct rules_source *s,
    struct rules_errors *errors);

/* Whether two names become one when '.' becomes '_'. */
bool parse_same_name(struct str a, struct str b);
/* Room for another statement; the caller sets one member of it. */
struct rules_statement *parse_statement(struct parser *ps);
/* The number of errors so far, those not kept included. */
size_t parse_errors(const struct parser *ps);

#endif
