/*
 * Span rules for a sink that knows no rules. What they mean is
 * series/tracer's.
 */
#include "base/mem.h"
#include "cmd/spans.h"
#include "series/tracer.h"

void
cmd_spans(struct run *r, struct rules *rules, int64_t timeout)
{
	struct snap_label *l = mem_new(rules->nresource, sizeof(*l));

	for (size_t i = 0; i < rules->nresource; i++)
		l[i] = (struct snap_label){ rules->resource[i]->name,
			rules->resource[i]->value };
	r->resource = l;
	r->nresource = rules->nresource;
	if (rules->nspans)
		tracer_maker(tracer_new(rules, timeout, r->now), &r->spans);
}

void
cmd_spans_free(struct run *r)
{
	mem_free((void *)(uintptr_t)r->resource);
	tracer_destroy(r->spans.arg);
}
