/*
 * What wraps a record on its way: the text before it in a container's log
 * file, and the member of a wrapper's record that holds it.
 */
#ifndef EVENT_UNWRAP_H
#define EVENT_UNWRAP_H

#include "event/record.h"

/*
 * A line of the container runtime interface: "TIME STREAM TAGS TEXT", where
 * the first of the tags is P for a line that goes on in the next one, or F.
 * (KEP "cri-container-log"; containerd and CRI-O write it.)
 */
struct cri {
	int64_t time;
	struct str stream;	/* stdout or stderr */
	struct str tag;		/* the tags behind the first, or p NULL */
	struct str text;
	bool partial;
};

/* False when it is none; the views are into line. */
bool unwrap_cri(struct str line, struct cri *c);

/* The text within a wrapper. */
struct inner {
	struct str s;
	bool escaped;		/* s is the inside of a JSON string */
	bool whole;		/* the member holds nothing else */
};

/*
 * Takes it out of the member `name` of a record that r has read: a string; an
 * array of bytes, which are put into `bytes`; or the first of an array of
 * either (a field that journald has several times; not whole then). False
 * when there is none, or null.
 */
bool unwrap_member(const struct record *rec, int name, const struct jread *r,
    struct buf *bytes, struct inner *in);

/* Whether the text is an object's, but for space before it. */
bool unwrap_is_object(const struct inner *in);
/* Whether it ends with a newline. */
bool unwrap_ends(const struct inner *in);
/* Without the newline, or carriage return and newline, at its end. */
struct str unwrap_chomp(const struct inner *in);

#endif
