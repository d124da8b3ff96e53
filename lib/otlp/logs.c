/*
 * LogRecord, field by field.
 */
#include "event/event.h"
#include "otlp/logs.h"
#include "otlp/wire.h"

enum {
	TIME = 1, SEVERITY = 2, SEVERITY_TEXT = 3, BODY = 5, ATTRIBUTES = 6,
	DROPPED = 7, FLAGS = 8, TRACE_ID = 9, SPAN_ID = 10, OBSERVED = 11, EVENT_NAME = 12,
	ASKED = FACTS_BIT(FACTS_TIME) | FACTS_BIT(FACTS_LEVEL) |
	    FACTS_BIT(FACTS_SEVERITY) | FACTS_BIT(FACTS_LEVEL_TEXT) |
	    FACTS_BIT(FACTS_EVENT) | FACTS_BIT(FACTS_TRACE_ID) |
	    FACTS_BIT(FACTS_SPAN_ID) | FACTS_BIT(FACTS_TRACE_FLAGS) |
	    FACTS_BIT(FACTS_OBSERVED),
};

/*
 * Words for people are no name: a name has parts, such as "task.finished" or
 * "cache_miss", and no space.
 */
static bool
is_name(struct str s)
{
	bool parts = false;

	if (s.n == 0 || s.n > LOGS_NAME_MAX ||
	    (s.p[0] | 0x20) < 'a' || (s.p[0] | 0x20) > 'z')
		return false;
	for (size_t i = 1; i < s.n; i++) {
		char c = s.p[i], l = (char)(c | 0x20);

		if (c == '.' || c == '_')
			parts = true;
		else if (!(l >= 'a' && l <= 'z') && !str_is_digit(c) &&
		    c != '-' && c != ':' && c != '/')
			return false;
	}
	return parts && s.p[s.n - 1] != '.';
}

static void
put_severity(struct buf *b, struct facts_reader *rr,
    const struct facts *rec)
{
	struct str text = facts_text(rr, rec, FACTS_LEVEL_TEXT);

	if (rec->severity)
		wire_uint(b, SEVERITY, (unsigned)rec->severity);
	if (!text.n)
		text = facts_text(rr, rec, FACTS_LEVEL);
	if (text.n)
		wire_text(b, SEVERITY_TEXT, text);
}

static void
put_context(struct buf *b, const struct context_ids *c)
{
	if (!c->has_trace)
		return;
	if (c->flags)
		wire_fixed32(b, FLAGS, c->flags);
	wire_bytes(b, TRACE_ID, str_of((const char *)c->trace, IDS_TRACE));
	if (c->has_span)
		wire_bytes(b, SPAN_ID, str_of((const char *)c->span,
		    IDS_SPAN));
}

static void
put_record(struct buf *b, struct facts_reader *rr, const struct jread *r,
    const struct facts *rec, int64_t now)
{
	int64_t observed = rec->observed == STAMP_NONE ? now : rec->observed;
	struct str name = facts_text(rr, rec, FACTS_EVENT);

	if (rec->time != STAMP_NONE)
		wire_fixed64(b, TIME, (uint64_t)rec->time);
	wire_fixed64(b, OBSERVED, (uint64_t)observed);
	if (is_name(name))
		wire_bytes(b, EVENT_NAME, name);
	put_severity(b, rr, rec);
	if (rec->has & FACTS_BIT(FACTS_EVENT))
		attributes_value(&rr->attributes, b, BODY, r,
		    &rec->member[FACTS_EVENT]);
	put_context(b, &rec->ids);
}

bool
logs_put(struct pack *p, struct facts_reader *rr, struct jread *r,
    int64_t now, struct fault *f)
{
	struct buf *b = pack_item(p);
	struct facts rec;

	rr->attributes.limits = rr->limits ? &rr->limits->log : NULL;
	if (!facts_read(rr, r, ASKED, b, ATTRIBUTES, &rec)) {
		pack_drop(p);
		return false;
	}
	attributes_end(&rr->attributes, b);
	if (rr->attributes.dropped)
		wire_uint(b, DROPPED, rr->attributes.dropped);
	put_record(b, rr, r, &rec, now);
	return pack_done(p, "a log record", f);
}
