/*
 * What is wrong with a rules file: a list of messages with their places. All
 * are collected; nothing is printed here.
 */
#ifndef RULES_ERRORS_H
#define RULES_ERRORS_H

#include "base/arena.h"
#include "base/buf.h"

enum {
	RULES_ERRORS_MAX = 200,	/* kept; the rest is only counted */
	RULES_MESSAGE_MAX = 512,	/* bytes of a message or a hint */
};

/* Where a piece of a text that was made of another one comes from. */
struct rules_origin {
	size_t at;		/* offset where the piece begins */
	const char *p;		/* in the other text */
};

/* One text of rules. The rules own it: places point into it. */
struct rules_source {
	struct str name;	/* for messages: a path, or what was typed */
	struct str text;
	unsigned order;		/* 0 for the first that was loaded */
	/* When it was made of JSON: that text, which messages show. */
	const struct rules_source *json;
	const struct rules_origin *origin;	/* rising; the first is 0 */
	size_t norigins;
};

/* Where something stands. p NULL is the source as a whole, a zeroed one
 * nowhere: the message has to say where. */
struct rules_place {
	const struct rules_source *source;
	const char *p;
};

/* One error. The views lie in the list's arena. */
struct rules_error {
	struct str file;
	unsigned line;		/* from 1; 0: the file as a whole */
	unsigned column;	/* characters, not bytes, from 1 */
	struct str message;
	struct str hint;	/* what to do about it, or "" */
	struct str text;	/* the line it is in */
	unsigned order;		/* of the source */
};

/* A zeroed one is empty. The owner calls rules_errors_free. */
struct rules_errors {
	struct rules_error *error;
	size_t n, cap;
	size_t unkept;		/* errors over RULES_ERRORS_MAX */
	struct arena arena;
};

/* Adds one; returns false always, for `return errors_add(...)`. */
bool errors_add(struct rules_errors *e, struct rules_place at,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Says more about the one added last. Returns false. */
bool errors_hint(struct rules_errors *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same: `did you mean "..."?`, where one of the names is near. */
bool errors_nearest(struct rules_errors *e, struct str s,
    const char *const *names, size_t n);
/* A name for a message: cut at 60 bytes, between two characters. */
struct str errors_name(struct str s);

/* The text that messages show for a source. */
const struct rules_source *errors_source(const struct rules_source *s);
/* The line of a place, from 1. */
unsigned rules_place_line(struct rules_place at);
/* In the order of the texts, and of the places in them. */
void rules_errors_sort(struct rules_errors *e);
void rules_errors_free(struct rules_errors *e);

/*
 * Appends an error as people read it, each line ended by LF:
 *	app.rules:12:9: unknown function "lowr" (did you mean "lower"?)
 *	    counter x by a = lowr(b)
 *	                     ^
 * Of a long line only the part around the caret is shown. Control characters
 * become '?'.
 */
void rules_error_put(struct buf *b, const struct rules_error *error);
/* All of them, and a line about those that were not kept. */
void rules_errors_put(struct buf *b, const struct rules_errors *e);

#endif
