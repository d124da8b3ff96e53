/*
 * A row of the dialect table at work: whether a record is of that dialect,
 * and what it makes of the record's members.
 */
#ifndef EVENT_SIGN_H
#define EVENT_SIGN_H

#include "base/stamp.h"
#include "event/dialect.h"
#include "event/record.h"

/* A row of the table with its names as numbers. */
struct sign {
	const struct dialect *dialect;
	struct sign_term {
		int name[DIALECT_NAMES_MAX];
		char type[DIALECT_NAMES_MAX];	/* 's', 'n', or 0 for any */
		size_t n;
	} term[DIALECT_TERMS_MAX];
	size_t nterms;
	int from[DIALECT_NPARTS][DIALECT_NAMES_MAX];
	size_t nfrom[DIALECT_NPARTS];
	int own_time, own_severity, own_level_text;
	const struct sign *generic;	/* the table's last row */
};

/* Adds the row's names to the set. rows: where all signs will be. */
void sign_compile(struct sign *s, const struct dialect *d,
    struct fields *names);
/* Whether the record is of that dialect. */
bool sign_matches(const struct sign *s, const struct record *rec);

/* The format's members, as one record has them; views into it. */
struct parts {
	int64_t time;		/* or STAMP_NONE */
	int severity;		/* or 0 */
	bool has_level;
	struct str level_text;	/* the record's own spelling */
	struct str event, logger;	/* inside of strings; p NULL: none */
	char trace_id[33], span_id[17], trace_flags[3];	/* "" for none */
};

/* Takes them out of the record: their members are marked as taken. */
void parts_take(struct parts *p, const struct sign *s, struct record *rec);

#endif
