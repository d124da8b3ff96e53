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

/*
 * The clauses of a metric's rule, to the end of the statement. `allowed` are
 * the bits of those that its kind knows.
 */
bool parse_clauses(struct parser *ps, struct rule *rule, unsigned allowed);
enum parse_clause {
	PARSE_OF = 1,
	PARSE_BY = 2,
	PARSE_WHERE = 4,
	PARSE_BUCKETS = 8,
	PARSE_HELP = 16,
	PARSE_UNIT = 32,
	PARSE_LIMIT = 64,
	PARSE_MODE = 128,
};

/* The clause `by` (label.c), its word taken. */
bool parse_by(struct parser *ps, struct rule *rule);
/* The statement `label`, its word at hand. */
bool parse_label(struct parser *ps);

/* Whether two names become one when '.' becomes '_'. */
bool parse_same_name(struct str a, struct str b);
/* Room for another statement; the caller sets one member of it. */
struct rules_statement *parse_statement(struct parser *ps);
/* The number of errors so far, those not kept included. */
size_t parse_errors(const struct parser *ps);

#endif
