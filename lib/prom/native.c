/*
 * Spans and deltas. OpenTelemetry counts buckets by their lower end, and
 * Prometheus by their upper: its index is one higher.
 */
#include "prom/native.h"

bool
native_schema(const struct snap_sketch *s, int32_t *schema)
{
	*schema = s->scale < NATIVE_SCHEMA_MAX ? s->scale : NATIVE_SCHEMA_MAX;
	return s->scale >= NATIVE_SCHEMA_MIN;
}

static int32_t
coarser(int32_t i, int32_t by)
{
	return i >= 0 ? i >> by : ~(~i >> by);
}

/* Adds empty buckets up to index i, or begins a span there. */
static void
reach(struct native_side *to, int32_t i, int32_t *next, int64_t *last)
{
	size_t n = to->nspans;

	if (n && i - *next <= NATIVE_GAP) {
		for (; *next < i; ++*next) {
			to->span[n - 1].length++;
			to->delta[to->ndeltas++] = -*last;
			*last = 0;
		}
		return;
	}
	to->span[n].offset = n ? i - *next : i;
	to->span[n].length = 0;
	to->nspans++;
	*next = i;
}

void
native_side(struct native_side *to, const struct snap_side *s, int32_t scale,
    int32_t schema)
{
	int32_t next = 0, i;
	int64_t last = 0;
	uint64_t sum;

	to->nspans = to->ndeltas = 0;
	for (size_t k = 0; k < s->n; ) {
		i = coarser(s->offset + (int32_t)k, scale - schema);
		for (sum = 0; k < s->n && coarser(s->offset + (int32_t)k,
		    scale - schema) == i; k++)
			sum += s->counts[k];
		if (!sum)
			continue;
		reach(to, i + 1, &next, &last);
		to->span[to->nspans - 1].length++;
		to->delta[to->ndeltas++] = (int64_t)sum - last;
		last = (int64_t)sum;
		next++;
	}
}
