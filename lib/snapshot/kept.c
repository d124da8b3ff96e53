/*
 * Parts as text. They are in an order that does not depend on how the tables
 * in memory happen to lie.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "json/jwrite.h"
#include "series/states.h"
#include "snapshot/kept.h"

/* Of HyperLogLog a rank is a character: its number in base64's alphabet. */
#define RANK_DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZ" \
	"abcdefghijklmnopqrstuvwxyz0123456789+/"

unsigned
kept_rank(char c)
{
	return (unsigned)str_chr(STR(RANK_DIGITS), c);
}

static void
put_time_of(struct buf *t, struct str name, int64_t ns)
{
	jwrite_string(t, name);
	buf_putc(t, ':');
	if (ns == STAMP_NONE) {
		buf_lit(t, "null");
		return;
	}
	buf_putc(t, '"');
	stamp_put(t, ns);
	buf_putc(t, '"');
}

static void
put_time(struct buf *t, const char *name, int64_t ns)
{
	put_time_of(t, str_c(name), ns);
}

static void
put_labels(struct buf *t, const struct metric *m, const struct str *value)
{
	bool any = false;

	buf_lit(t, "\"labels\":{");
	for (size_t i = 0; i < m->nlabels; i++) {
		if (!value[i].n)
			continue;
		if (any)
			buf_putc(t, ',');
		any = true;
		jwrite_string(t, m->label[i]);
		buf_putc(t, ':');
		jwrite_string(t, value[i]);
	}
	buf_putc(t, '}');
}

static void
put_window(struct build *b, const struct metric *m, struct buf *t)
{
	if (m->window.start == STAMP_NONE)
		return;
	buf_reset(t);
	buf_lit(t, "\"window\":{");
	put_time(t, "start", m->window.start);
	buf_putc(t, ',');
	put_time(t, "end", m->window.end);
	buf_putc(t, '}');
	build_part(b, buf_str(t));
}

static void
put_distinct(struct buf *t, const struct distinct *d)
{
	uint64_t *hash;
	size_t n;

	if (d->rank) {
		buf_lit(t, ",\"ranks\":\"");
		for (size_t i = 0; i < DISTINCT_REGISTERS; i++)
			buf_putc(t, RANK_DIGITS[d->rank[i]]);
		buf_putc(t, '"');
		return;
	}
	hash = distinct_hashes(d, &n);
	buf_lit(t, ",\"hashes\":[");
	for (size_t i = 0; i < n; i++)
		buf_printf(t, "%s\"%016" PRIx64 "\"", i ? "," : "", hash[i]);
	buf_putc(t, ']');
	mem_free(hash);
}

static void
put_reading(struct buf *t, const char *name, double v, int64_t time)
{
	buf_printf(t, ",\"%s\":{\"value\":", name);
	num_put_json(t, v);
	buf_putc(t, ',');
	put_time(t, "time", time);
	buf_putc(t, '}');
}

static int
text_cmp(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Those of single series. */
static void
put_series(struct build *b, const struct metric *m, struct buf *t)
{
	size_t from = b->nparts;

	for (size_t i = 0; i < m->table.n; i++) {
		const struct series *s = m->table.series[i];
		struct reading r = { 0 };

		kind_of(m->rule)->read(s->state, m->rule, &r);
		if (!r.distinct && (!r.absolute || !r.absolute->any))
			continue;
		buf_reset(t);
		put_labels(t, m, s->value);
		if (r.distinct) {
			put_distinct(t, r.distinct);
		} else {
			put_reading(t, "first", r.absolute->first,
			    r.absolute->first_time);
			put_reading(t, "last", r.absolute->last,
			    r.absolute->last_time);
		}
		build_part(b, buf_str(t));
	}
	if (b->nparts > from)
		qsort(b->part + from, b->nparts - from, sizeof(*b->part),
		    text_cmp);
}

static void
put_entity(struct buf *t, const struct metric *m, const struct entity *e)
{
	buf_reset(t);
	buf_lit(t, "\"key\":");
	jwrite_string(t, states_key(m->states, e));
	buf_putc(t, ',');
	put_labels(t, m, e->series->value);
	buf_lit(t, ",\"times\":{");
	for (size_t i = 0, n = 0; i < m->nlabels; i++) {
		if (e->time[i] == STAMP_NONE)
			continue;
		if (n++)
			buf_putc(t, ',');
		put_time_of(t, m->label[i], e->time[i] == STATES_UNTIMED ?
		    STAMP_NONE : e->time[i]);
	}
	buf_lit(t, "},");
	put_time(t, "last", e->last);
	if (e->gone != STAMP_NONE) {
		buf_putc(t, ',');
		put_time(t, "gone", e->gone);
	}
}

static void
put_entities(struct build *b, const struct metric *m, struct buf *t)
{
	for (const struct entity *e = m->states->oldest; e; e = e->newer) {
		put_entity(t, m, e);
		build_part(b, buf_str(t));
	}
}

static void
put_waiting(struct build *b, const struct aggregate *a,
    const struct aggregate_rule *p, size_t rule, struct buf *t)
{
	struct value *v = mem_new(a->rules->fields.n, sizeof(*v));

	for (const struct pairs_event *w = p->pairs.oldest; w; w = w->newer) {
		buf_reset(t);
		buf_printf(t, "\"statement\":%zu,\"waits\":\"%s\",\"key\":",
		    rule, w->end ? "end" : "start");
		jwrite_string(t, pairs_key(w));
		if (w->time != STAMP_NONE) {
			buf_putc(t, ',');
			put_time(t, "time", w->time);
		}
		if (w->severity)
			buf_printf(t, ",\"severity\":%d", w->severity);
		buf_lit(t, ",\"fields\":");
		pairs_put(&p->pairs, w, &a->rules->fields, v, t);
		build_part(b, buf_str(t));
	}
	mem_free(v);
}

void
kept_put(struct build *b, const struct aggregate *a, const struct metric *m)
{
	struct buf t = { 0 };

	put_window(b, m, &t);
	put_series(b, m, &t);
	if (m->states)
		put_entities(b, m, &t);
	for (size_t i = 0; i < m->family->n; i++)
		for (size_t k = 0; k < a->rules->nrules; k++)
			if (a->rules->rule[k] == m->family->rule[i])
				put_waiting(b, a, &a->plan[k], i, &t);
	buf_free(&t);
}
