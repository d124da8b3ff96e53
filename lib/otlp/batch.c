/*
 * What can be done to a request that is encoded already. It is walked field
 * by field down to the items, and all that is not on the way is copied as it
 * is, so nothing is lost that this version does not know.
 */
#include "base/arena.h"
#include "otlp.pb-c.h"
#include "otlp/batch.h"
#include "otlp/json.h"
#include "otlp/wire.h"

const struct batch_kind batch_kinds[BATCH_NSIGNALS] = {
	[BATCH_METRICS] = { "metrics", "METRICS", "v1/metrics", "data point" },
	[BATCH_LOGS] = { "logs", "LOGS", "v1/logs", "log record" },
	[BATCH_TRACES] = { "traces", "TRACES", "v1/traces", "span" },
};

#define FIELD(n) (1u << (n))

enum { DEPTH = 5 };

/*
 * The fields that lead to the items, from the request down (protocols.md 1:
 * resource_x, scope_x, then metrics, data, data_points, or the items); the
 * last one holds them.
 */
static const unsigned way[BATCH_NSIGNALS][DEPTH] = {
	[BATCH_METRICS] = { FIELD(1), FIELD(2), FIELD(2), FIELD(5) | FIELD(7) |
	    FIELD(9) | FIELD(10) | FIELD(11), FIELD(1) },
	[BATCH_LOGS] = { FIELD(1), FIELD(2), FIELD(2) },
	[BATCH_TRACES] = { FIELD(1), FIELD(2), FIELD(2) },
};

struct cut {
	const unsigned *way;
	unsigned last;		/* the depth of the items */
	size_t from, to;	/* which ones are taken */
	size_t seen, taken;
	struct buf *out;
};

static bool cut_message(struct cut *c, struct str in, unsigned depth);

static bool
cut_field(struct cut *c, const struct wire_field *f, unsigned depth)
{
	size_t before = c->taken, start = c->out->n, at;
	bool ok;

	if (depth == c->last) {
		if (c->seen >= c->from && c->seen < c->to) {
			buf_puts(c->out, f->raw);
			c->taken++;
		}
		c->seen++;
		return true;
	}
	at = wire_open(c->out, f->number);
	ok = cut_message(c, f->bytes, depth + 1);
	if (c->taken == before)
		c->out->n = start;
	else
		wire_close(c->out, at);
	return ok;
}

static bool
cut_message(struct cut *c, struct str in, unsigned depth)
{
	struct wire_field f;

	while (wire_next(&in, &f)) {
		if (f.type != WIRE_BYTES || f.number > 31 ||
		    !(c->way[depth] & FIELD(f.number)))
			buf_puts(c->out, f.raw);
		else if (!cut_field(c, &f, depth))
			return false;
	}
	return in.n == 0;
}

static bool
cut(struct cut *c, enum batch_signal s, struct str body)
{
	size_t start = c->out->n;
	bool ok;

	c->way = way[s];
	c->last = 0;
	while (c->last + 1 < DEPTH && c->way[c->last + 1])
		c->last++;
	ok = cut_message(c, body, 0);
	if (!ok || c->taken == 0)
		c->out->n = start;
	return ok;
}

bool
batch_cut(enum batch_signal s, struct str body, size_t from, size_t n,
    struct buf *to)
{
	struct cut c = { .from = from, .to = from + n, .out = to };

	return cut(&c, s, body);
}

bool
batch_count(enum batch_signal s, struct str body, size_t *items)
{
	struct buf none = { 0 };
	struct cut c = { .out = &none };
	bool ok = cut(&c, s, body);

	buf_free(&none);
	*items = c.seen;
	return ok;
}

/* protobuf-c's messages go to an arena, and with it. */
static void *
take_memory(void *arena, size_t n)
{
	return arena_new(arena, n, 1);
}

static void
leave_memory(void *arena, void *p)
{
	(void)arena;
	(void)p;
}

bool
batch_json(enum batch_signal s, struct str body, struct buf *to,
    struct fault *f)
{
	static const ProtobufCMessageDescriptor *const requests[] = {
		[BATCH_METRICS] =
		    &otlp__export_metrics_service_request__descriptor,
		[BATCH_LOGS] = &otlp__export_logs_service_request__descriptor,
		[BATCH_TRACES] =
		    &otlp__export_trace_service_request__descriptor,
	};
	struct arena a = { 0 };
	ProtobufCAllocator memory = { take_memory, leave_memory, &a };
	const ProtobufCMessage *m = protobuf_c_message_unpack(requests[s],
	    &memory, body.n, (const uint8_t *)body.p);
	bool ok = m ? otlpjson_line(to, m, f) :
	    fault(f, "%s that are no OTLP request", batch_kinds[s].name);

	arena_free(&a);
	return ok;
}
