/*
 * Patterns, /.../ in a rule: PCRE2 with JIT, and limits on its work.
 */
#ifndef RULES_PATTERN_H
#define RULES_PATTERN_H

#include "base/str.h"

enum {
	PATTERN_MAX = 4096,	/* bytes between the slashes */
	PATTERN_GROUPS_MAX = 99,
	PATTERN_STEPS_MAX = 500000,	/* PCRE2's match limit */
	PATTERN_HEAP_MAX = 4096,	/* KiB, without JIT */
	PATTERN_JIT_STACK = 256 * 1024,	/* bytes at most */
};

/* One compiled pattern; it does not change after pattern_new. */
struct pattern;
/* What matching needs and changes: one serves all patterns of a thread. */
struct matcher;

struct pattern_error {
	size_t at;		/* offset in the pattern */
	char text[256];
};

/* NULL and the reason in *e. A pattern's characters are Unicode's. */
struct pattern *pattern_new(struct str re, struct pattern_error *e);
void pattern_destroy(struct pattern *p);
/* How many groups it has. */
unsigned pattern_groups(const struct pattern *p);
/* The number of a named group, 0 when there is none. */
unsigned pattern_named(const struct pattern *p, struct str name);
/*
 * Whether `to` is a valid replacement: $1 or ${1} is a group, ${name} a
 * named one, $0 the whole match, $$ a dollar sign.
 */
bool pattern_template(const struct pattern *p, struct str to,
    struct pattern_error *e);

struct matcher *matcher_new(void);
void matcher_destroy(struct matcher *m);

enum pattern_result {
	PATTERN_NO,
	PATTERN_YES,
	PATTERN_LIMIT,		/* given up: too many steps, or no room */
};

/* Whether p matches somewhere in s. */
enum pattern_result pattern_match(const struct pattern *p, struct matcher *m,
    struct str s);
/* The group of the last match; p NULL when it took no part in it. */
struct str matcher_group(const struct matcher *m, struct str s,
    unsigned group);
/*
 * s with every match replaced, into at most *n bytes at `out`; *n is the
 * length then. PATTERN_NO: nothing matched and `out` holds nothing.
 */
enum pattern_result pattern_replace(const struct pattern *p,
    struct matcher *m, struct str s, struct str to, char *out, size_t *n);

#endif
