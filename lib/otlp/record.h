/*
 * An event on its way to a log record or a span: its attributes are written
 * as they are passed, the members that have a field of their own in OTLP are
 * kept for it.
 */
#ifndef OTLP_RECORD_H
#define OTLP_RECORD_H

#include "base/stamp.h"
#include "event/fields.h"
#include "otlp/attributes.h"
#include "otlp/context.h"

/* Members of the canonical line (mlog-event.5), and a span's parent. */
enum record_member {
	RECORD_TIME, RECORD_LEVEL, RECORD_SEVERITY, RECORD_LEVEL_TEXT,
	RECORD_EVENT, RECORD_TRACE_ID, RECORD_SPAN_ID, RECORD_TRACE_FLAGS,
	RECORD_OBSERVED, RECORD_PARENT, RECORD_NMEMBERS
};
#define RECORD_BIT(m) (1u << (m))

struct record {
	unsigned has;		/* bits of the members that are here and
				 * mean something: those asked for */
	struct jtoken member[RECORD_NMEMBERS];
	int64_t time, observed;		/* ns, or STAMP_NONE */
	int severity;			/* 0: unknown */
	struct context_ids ids;		/* its own, then the derived ones */
	int64_t duration;		/* ns, or STAMP_NONE */
};

struct record_reader {
	struct fields fields;
	struct context *context;
	struct attributes attributes;
	struct stamp_memo memo;
	struct buf scratch, ids;
	struct jtoken key[RECORD_NMEMBERS];
	struct value *value;	/* of each field */
	int id[CONTEXT_MAX];	/* the fields of the context */
};

/* The context is the caller's; its names are looked for. */
void record_init(struct record_reader *rr, struct context *context);
void record_free(struct record_reader *rr);

/*
 * Reads the object that r stands before. Members of the set `asked` go to
 * *rec where they are valid, everything else becomes an attribute, appended
 * to b in `field`. The context is derived. False and r->error for what is no
 * event; b then holds a part of it.
 */
bool record_read(struct record_reader *rr, struct jread *r, unsigned asked,
    struct buf *b, unsigned field, struct record *rec);

/* The text of a member that is a string, "" for one that is not there. */
struct str record_text(struct record_reader *rr, const struct record *rec,
    enum record_member m);

#endif
