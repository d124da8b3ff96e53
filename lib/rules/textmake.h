/*
 * The parts of ruletext.c to each other. For use in this folder only.
 */
#ifndef RULES_TEXTMAKE_H
#define RULES_TEXTMAKE_H

#include <jansson.h>

#include "rules/rule.h"

/* Where a value of the JSON text stands. */
struct json_place {
	const json_t *v;
	const char *p;
};

struct textmake {
	const struct rules_source *source;	/* the JSON */
	struct rules_errors *errors;
	struct json_place *place;	/* sorted by v */
	size_t nplaces, places_cap;
	struct buf text;		/* the statements so far */
	struct rules_origin *origin;
	size_t norigins, origins_cap;
	const char *separator;		/* before a clause */
};

/* Finds the places of all values; root is what the text was parsed to. */
void textmake_index(struct textmake *m, const json_t *root);
/* What is appended next comes from v. */
void textmake_mark(struct textmake *m, const json_t *v);
/* An error at v. Returns false. */
bool textmake_wrong(struct textmake *m, const json_t *v, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Each appends what v is, or complains. */
bool textmake_expr(struct textmake *m, const json_t *v);
bool textmake_field(struct textmake *m, const json_t *v);
/* A name whose parts are separated by dots; odd parts in backquotes. */
void textmake_path(struct textmake *m, struct str name);
bool textmake_string(struct textmake *m, const json_t *v);
bool textmake_number(struct textmake *m, const json_t *v);

/* A name as lex_name takes it; `what` is what it names, for the message. */
bool textmake_name(struct textmake *m, const json_t *v, struct str name,
    const char *what);
/* Whether all members of v are among these. */
bool textmake_members(struct textmake *m, const json_t *v,
    const char *const *names, size_t n);
/* Begins a clause. Returns true. */
bool textmake_clause(struct textmake *m, const json_t *v, const char *words);
/* The statement of a metric or a span (textclause.c). */
bool textmake_rule(struct textmake *m, const json_t *v, const char *kind);

static inline struct str
textmake_str(const json_t *v)
{
	return str_of(json_string_value(v), json_string_length(v));
}

#endif
