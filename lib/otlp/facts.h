/*
 * An event on its way to a log record or a span: its attributes are written
 * as they are passed, the members that have a field of their own in OTLP are
 * kept for it.
 */
#ifndef OTLP_FACTS_H
#define OTLP_FACTS_H

#include "base/stamp.h"
#include "event/context.h"
#include "event/fields.h"
#include "otlp/limits.h"

/* Members of the canonical line (mlog-event.5), and a span's parent. */
enum facts_member {
	FACTS_TIME, FACTS_LEVEL, FACTS_SEVERITY, FACTS_LEVEL_TEXT,
	FACTS_EVENT, FACTS_TRACE_ID, FACTS_SPAN_ID, FACTS_TRACE_FLAGS,
	FACTS_OBSERVED, FACTS_PARENT, FACTS_NMEMBERS
};
#define FACTS_BIT(m) (1u << (m))

struct facts {
	unsigned has;		/* bits of the members that are here and
				 * mean something: those asked for */
	struct jtoken member[FACTS_NMEMBERS];
	int64_t time, observed;		/* ns, or STAMP_NONE */
	int severity;			/* 0: unknown */
	struct context_ids ids;		/* its own, then the derived ones */
	int64_t duration;		/* ns, or STAMP_NONE */
};

struct facts_reader {
	struct fields fields;
	struct context *context;
	struct attributes attributes;
	const struct limits *limits;	/* the caller's, or NULL: none */
	struct stamp_memo memo;
	struct buf scratch, ids;
	struct jtoken key[FACTS_NMEMBERS];
	struct value *value;	/* of each field */
	int id[CONTEXT_MAX];	/* the fields of the context */
};

/* The context is the caller's; its names are looked for. */
void facts_init(struct facts_reader *rr, struct context *context);
void facts_free(struct facts_reader *rr);

/*
 * Reads the object that r stands before. Members of the set `asked` go to
 * *rec where they are valid, everything else becomes an attribute, appended
 * to b in `field`; the caller ends them (attributes_end). The context is
 * derived. False and r->error for what is no event; b then holds a part of
 * it.
 */
bool facts_read(struct facts_reader *rr, struct jread *r, unsigned asked,
    struct buf *b, unsigned field, struct facts *rec);

/* The text of a member that is a string, "" for one that is not there. */
struct str facts_text(struct facts_reader *rr, const struct facts *rec,
    enum facts_member m);

#endif
