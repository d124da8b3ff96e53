/*
 * The shapes in which loggers write their records, as data: a dialect is a
 * row of the table in dialect.c (dialects.md).
 */
#ifndef EVENT_DIALECT_H
#define EVENT_DIALECT_H

#include "base/buf.h"
#include "base/fault.h"

/* What a number means as a level. */
enum dialect_scale {
	SCALE_NONE,		/* nothing: the text is kept, no severity */
	SCALE_EVENT,		/* an OpenTelemetry SeverityNumber */
	SCALE_PYTHON,		/* 10 debug to 50 critical */
	SCALE_PINO,		/* 10 trace to 60 fatal */
};

/* The members of an event that a dialect can be the source of. */
enum dialect_part {
	PART_TIME,
	PART_LEVEL,
	PART_EVENT,
	PART_LOGGER,
	PART_TRACE_ID,
	PART_SPAN_ID,
	PART_TRACE_FLAGS,
	DIALECT_NPARTS
};

/*
 * Names are separated by spaces and may be dotted paths. The first one that
 * is there and can be used is the source.
 */
struct dialect {
	const char *name;
	const char *about;	/* one line for --list-formats */
	/*
	 * What a record must have: all of the terms; "a|b" is any of them,
	 * ":s" and ":n" after a name ask for a string, a number. NULL: the
	 * event format itself, which logline.c tells by its form.
	 */
	const char *sign;
	const char *from[DIALECT_NPARTS];
	enum dialect_scale scale;
};

enum { DIALECT_TERMS_MAX = 8, DIALECT_NAMES_MAX = 24 };

/* In the order of trial; the last one takes everything. */
extern const struct dialect dialects[];
extern const size_t ndialects;

/*
 * The row of that name in *d; NULL there for "auto", which means that each
 * line's is to be detected.
 */
bool dialect_named(struct str name, const struct dialect **d,
    struct fault *f);
/* Appends a line a dialect: name and what it is. */
void dialect_list(struct buf *b);

/* The severity that a number is on a scale, 0 for none. */
int dialect_severity(enum dialect_scale scale, double level);

#endif
