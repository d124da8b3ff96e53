/*
 * mlog's own counts as OTLP metrics (field numbers: protocols.md 1).
 */
#include "otlp/tally.h"
#include "otlp/wire.h"

enum { CUMULATIVE = 2 };

static void
put_sum(struct buf *b, const struct tally *t, enum tally_id id, int64_t now)
{
	struct buf name = { 0 };
	size_t metric, sum, point;

	buf_printf(&name, "mlog_otlp_%s_total", tally_name(id));
	metric = wire_open(b, 2);
	wire_bytes(b, 1, buf_str(&name));
	sum = wire_open(b, 7);
	point = wire_open(b, 1);
	wire_fixed64(b, 2, (uint64_t)t->since);
	wire_fixed64(b, 3, (uint64_t)now);
	wire_fixed64(b, 6, t->n[id]);
	wire_close(b, point);
	wire_uint(b, 2, CUMULATIVE);
	wire_uint(b, 3, 1);
	wire_close(b, sum);
	wire_close(b, metric);
	buf_free(&name);
}

size_t
tally_request(struct buf *b, const struct tally *t, struct str resource,
    const char *version, int64_t now)
{
	size_t whole = wire_open(b, 1), scope_metrics, scope;

	wire_bytes(b, 1, resource);
	scope_metrics = wire_open(b, 2);
	scope = wire_open(b, 1);
	wire_bytes(b, 1, STR("mlog"));
	wire_bytes(b, 2, str_c(version));
	wire_close(b, scope);
	for (int i = 0; i < TALLY_COUNT; i++)
		put_sum(b, t, (enum tally_id)i, now);
	wire_close(b, scope_metrics);
	wire_close(b, whole);
	return TALLY_COUNT;
}
