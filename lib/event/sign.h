/*
 * The rows of the dialect table at work: of which dialect a record is, and
 * what that makes of its members.
 */
#ifndef EVENT_SIGN_H
#define EVENT_SIGN_H

#include "base/stamp.h"
#include "event/dialect.h"
#include "event/record.h"

/* The lists of a row: those of the parts, and others. */
enum {
	SIGN_RANK = DIALECT_NPARTS,
	SIGN_FAILED,
	SIGN_ELSE_TIME,		/* times of a record without a level */
	SIGN_NLISTS
};

enum {
	SIGN_SOURCES_MAX = 160,	/* of all lists of a row */
	SIGN_ALONE = 0xffff,	/* no nanoseconds beside the seconds */
};

/* One name of a list, by number. */
struct sign_source {
	unsigned short name;
	unsigned short nanos;	/* of PART_TIME: a name, or SIGN_ALONE */
	bool decimal;		/* an identifier that may be decimal */
	bool kept;		/* it holds several, and stays */
};

/* A row with its names as numbers: list i is at[end[i - 1]..end[i]). */
struct sign {
	const struct dialect *dialect;
	const struct sign *generic;	/* to which a row that finds neither
					 * level nor event gives way; or NULL */
	bool own;		/* the event format itself */
	bool detected;		/* not described by a user */
	int own_time, own_level, own_severity, own_level_text, own_event;
	const struct sign *row;	/* itself, not cut down to a record */
	int inner, pieces;	/* of a wrapper, else -1 */
	int each[DIALECT_EACH_MAX];	/* of a batch: its arrays ... */
	size_t neach;		/* ... and how many; 0 for others */
	unsigned char end[SIGN_NLISTS];
	struct sign_source at[SIGN_SOURCES_MAX];
};

/* Whether the record holds others, of which each is an event of its own. */
static inline bool
sign_holds(const struct sign *s, const struct record *rec)
{
	return s->inner >= 0 || (s->neach && rec->at[s->each[0]] >= 0);
}

static inline const struct sign_source *
sign_list(const struct sign *s, int list, size_t *n)
{
	size_t from = list ? s->end[list - 1] : 0;

	*n = s->end[list] - from;
	return &s->at[from];
}

/* record_value, for the short loops over a list. */
static inline struct value
sign_value(const struct record *rec, int name)
{
	const struct jtoken *t;

	if (rec->at[name] < 0)
		return rec->at[name] == RECORD_INSIDE ? rec->inside[name] :
		    (struct value){ 0 };
	t = &rec->member[rec->at[name]].value;
	return (struct value){ (enum value_kind)(t->kind + VALUE_NULL),
		t->flags & (JREAD_ESCAPED | JREAD_BAD_UTF8), t->text };
}

/* All rows, and what they have met; a zeroed one is empty. */
struct signs {
	struct sign *row;		/* one a dialect */
	struct sign custom;
	const struct sign *only;	/* all lines are of it; or NULL */
	struct sign_match *match;	/* sign_match.h */
};

/*
 * Adds the names of all rows to the set, which is sealed later. custom: the
 * row to take all records for, of the table or described by a user, or NULL
 * to detect each one's. It must stay.
 */
void signs_compile(struct signs *ss, const struct dialect *custom,
    struct fields *names);
void signs_free(struct signs *ss);

/*
 * What the record is, by itself alone: no record before it matters. The row
 * that is returned has only such sources as this record has, and lives until
 * the next call. A wrapper's row goes before the one that all lines are of;
 * when that is a wrapper's, records that are wrapped are detected.
 */
const struct sign *signs_find(struct signs *ss, const struct record *rec,
    bool wrapped);

/*
 * Whether the record can be no event of the format's own whatever its values
 * are, as long as their kinds stay and the time that it has by a name (or -1)
 * can be read.
 */
bool signs_no_event(const struct signs *ss, const struct record *rec,
    int time);

/* The same within a batch: what nothing else tells is of the batch's row. */
const struct sign *signs_find_in(struct signs *ss, const struct record *rec,
    const struct sign *batch);

/* The format's members, as one record has them; views into it. */
struct parts {
	int64_t time;		/* or STAMP_NONE */
	struct str time_text;	/* its spelling, where that is the event's */
	int severity;		/* or 0 */
	bool has_level;
	struct str level_text;	/* the record's own spelling */
	struct str event, logger;	/* inside of strings; p NULL: none */
	char trace_id[33], span_id[17], trace_flags[3];	/* "" for none */
	int source[DIALECT_NPARTS];	/* by name, or RECORD_ABSENT */
};

/* Takes them out of the record: their members are marked as taken. */
void parts_take(struct parts *p, const struct sign *s, struct record *rec);

/* The severity that a level is to a row; 0: none. */
int parts_severity(const struct sign *s, const struct value *v);

/* The instant that a source of PART_TIME holds; false when none. */
bool parts_time(const struct record *rec, const struct sign_source *from,
    int64_t *ns);

#endif
