/*
 * The shapes in which loggers write their records, as data: a dialect is a
 * row of the table in dialect_rows.c (dialects.md).
 */
#ifndef EVENT_DIALECT_H
#define EVENT_DIALECT_H

#include "base/buf.h"
#include "base/fault.h"

/* What numbers, and spellings of its own, mean as a level. */
enum dialect_scale {
	SCALE_NONE,		/* nothing: the text is kept, no severity */
	SCALE_EVENT,		/* an OpenTelemetry SeverityNumber */
	SCALE_PYTHON,		/* 10 debug to 50 critical */
	SCALE_PINO,		/* 10 trace to 60 fatal */
	SCALE_SYSLOG,		/* 0 emergency to 7 debug (RFC 5424) */
	SCALE_GCP,		/* 100 debug to 800 emergency */
	SCALE_MONOLOG,		/* 100 debug to 600 emergency */
	SCALE_LOGBACK,		/* 5000 trace to 40000 error */
	SCALE_SERILOG,		/* 0 verbose to 5 fatal */
	SCALE_DOTNET,		/* 0 trace to 5 critical */
	SCALE_POSTGRES,		/* DEBUG5 to PANIC */
	SCALE_MONGODB,		/* D5 to D1, I, W, E, F */
	SCALE_SURICATA,		/* 1 the worst alert */
	SCALE_STATUS,		/* of HTTP: 4xx warn, 5xx error, else info */
	SCALE_VERBOSITY,	/* 0 info, above debug */
	DIALECT_NSCALES
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
 * Lists of names are separated by spaces; a name may be a dotted path. The
 * first one that is there and can be used is the source.
 */
struct dialect {
	const char *name;
	const char *about;	/* one line for --list-formats */
	/*
	 * What a record must have: all of the terms, which spaces part. A
	 * term is one of several with '|' between them:
	 *   name         the record has it
	 *   name:s       as a string; :n number, :o object, :a array,
	 *                :u string in capitals
	 *   name=text    a string or number of that text
	 *   name^text    a string that begins so
	 *   name>1e11    a number of more than 11 digits before the point
	 *   !name        the record has none (stands alone; a name of the
	 *                format only with a kind: others get a new name)
	 *   #3           the record has so many members
	 * NULL: told by its form (mlog), or no JSON (cri).
	 *
	 * A signature must entail a level or an event, or ask for no name
	 * that can be the source of another part: then parsing an event again
	 * changes nothing.
	 */
	const char *sign;
	/*
	 * Of PART_TIME: "a+b" are seconds and the nanoseconds beside them.
	 * Of identifiers: "a:d" may be decimal, "a:k" holds several and is
	 * kept. NULL for an identifier: the usual names.
	 */
	const char *from[DIALECT_NPARTS];
	const char *rank;	/* numbers that give the severity where the
				 * level's text is none that is known */
	const char *failed;	/* a name that makes it an error */
	const char *event;	/* the event of all its records */
	/*
	 * Of a wrapper: the member that holds the record, and the one that
	 * tells streams apart in which a long line comes in pieces, each but
	 * the last without a newline. NULL for none.
	 */
	const char *inner, *pieces;
	/*
	 * Of a batch: the member that is an array of objects, the member of
	 * each of those that is one, and so on; the elements of the last are
	 * the records, of this row too where nothing tells another. NULL for
	 * none.
	 */
	const char *each;
	enum dialect_scale scale;
	int severity;		/* of a record without a level; 0 unknown */
};

enum {
	DIALECT_TERMS_MAX = 8,	/* in a signature */
	DIALECT_NAMES_MAX = 32,	/* in a list */
	DIALECT_EACH_MAX = 3,	/* in a list of arrays */
	DIALECT_MAP_MAX = 1024,	/* bytes of a --map */
};

/* In the order of trial; the first is mlog, the last takes everything. */
extern const struct dialect dialects[];
extern const size_t ndialects;
/* Names for an identifier where the row has none. */
extern const char *const dialect_ids[DIALECT_NPARTS];

/*
 * The row of that name in *d; NULL there for "auto", which means that each
 * line's is to be detected.
 */
bool dialect_named(struct str name, const struct dialect **d,
    struct fault *f);
/* Appends a line a dialect: name, what it is, and how it is told. */
void dialect_list(struct buf *b);

/* A dialect that a user describes. Stays where it was made. */
struct dialect_custom {
	struct dialect dialect;
	char text[DIALECT_MAP_MAX];
};

/*
 * Makes *to of "time=ts,level=lvl|severity,scale=python": a list of the parts
 * of an event, each with the names that can be its source. What is not named
 * comes from the row base; NULL is the last one. False for unknown parts and
 * scales, empty names, and text of DIALECT_MAP_MAX bytes or more.
 */
bool dialect_map(struct str spec, const struct dialect *base,
    struct dialect_custom *to, struct fault *f);

/* The severity that a number is on a scale, 0 for none. */
int dialect_severity(enum dialect_scale scale, double level);
/*
 * The severity of a level's spelling: the scale's own words, the usual names
 * with or without an offset ("INFO+2"), a number. 0 for none.
 */
int dialect_level(enum dialect_scale scale, struct str text);
/* Of the scale, for --map; NULL behind the last. */
extern const char *const dialect_scale_name[DIALECT_NSCALES + 1];

#endif
