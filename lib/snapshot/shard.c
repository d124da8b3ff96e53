/*
 * A share, and what tells whether it can stand beside the others. Who runs
 * them is the command's matter, how they become one is merge.c's.
 */
#include <stdio.h>
#include <unistd.h>

#include "series/states.h"
#include "snapshot/shard.h"

struct work {
	struct shard *shard;
	struct stream *stream;
	struct aggregate *aggregate;
	bool first;		/* in the first range */
};

static bool
take(void *arg, const struct event *e, struct fault *f)
{
	struct work *w = arg;

	if (e->time == STAMP_NONE && !w->shard->untimed) {
		w->shard->untimed = true;
		w->shard->untimed_at = w->aggregate->latest;
	}
	return aggregate_event(w->aggregate, e, f);
}

static void
note_refused(void *arg, const char *input, uint64_t line,
    const struct logline_refusal *why)
{
	struct work *w = arg;
	struct shard_refusal *r = &w->shard->shown[w->shard->nshown];

	if (w->shard->nshown == SHARD_SHOWN)
		return;
	*r = (struct shard_refusal){ .path = input, .first = w->first,
		.line = line, .nth = ++w->shard->nshown,
		.column = why->column, .reason = why->reason };
	snprintf(r->what, sizeof(r->what), "%s", why->what);
}

static bool
count_range(struct work *w, const struct range *r)
{
	struct fault f = { 0 };
	struct input in;
	int fd = range_open(r, &in, &f);
	uint64_t lines = w->stream->counts.lines;
	bool ok;

	if (fd < 0)
		return false;
	ok = stream_read(w->stream, &in, &f);
	close(fd);
	w->shard->last_lines = w->stream->counts.lines - lines;
	/* At the end of a file it is no matter of the next share. */
	w->shard->torn = r->to && w->stream->torn;
	w->first = false;
	return ok;
}

static bool
over(const struct aggregate *a)
{
	static const enum skip_reason odd[] = { SKIP_DROPPED, SKIP_LATE,
		SKIP_TIMEOUT, SKIP_EVICTED };

	for (size_t i = 0; i < a->nmetrics; i++) {
		const struct metric *m = &a->metric[i];

		if (m->overflows || m->table.folded)
			return true;
		for (size_t k = 0; k < sizeof(odd) / sizeof(*odd); k++)
			if (m->skipped[odd[k]])
				return true;
	}
	return false;
}

static void
note_waiting(struct shard *sh, const struct aggregate *a)
{
	for (size_t i = 0; i < a->nmetrics; i++)
		if (a->metric[i].states)
			sh->waiting += a->metric[i].states->n;
	for (size_t i = 0; i < a->rules->nrules; i++) {
		sh->waiting += a->plan[i].pairs.n;
		sh->waiting_bytes += a->plan[i].pairs.bytes;
	}
}

void
shard_count(struct shard *sh, const struct ranges *rs, unsigned share,
    struct stream *stream, struct aggregate *a)
{
	struct work w = { sh, stream, a, true };
	size_t n = 0;

	*sh = (struct shard){ .whole = true };
	stream->take = take;
	stream->refused = note_refused;
	stream->take_arg = stream->arg = &w;
	for (size_t i = 0; i < rs->n && sh->whole; i++) {
		if (rs->range[i].share != share)
			continue;
		if (!n++)
			sh->inside = rs->range[i].from > 0;
		sh->whole = count_range(&w, &rs->range[i]);
	}
	sh->one = n == 1;
	sh->counts = stream->counts;
	sh->repairs = *logline_repaired(stream->logline);
	sh->first = a->first;
	sh->latest = a->latest;
	sh->future = a->future;
	sh->over = over(a);
	note_waiting(sh, a);
}

/* ---- whether it is exact */

/* The clause that goes by the whole log, or NULL. */
static const char *
whole_only(const struct rule *rule)
{
	return rule->expire ? "expire" : rule->until.cond ? "until" :
	    rule->pair.timeout ? "timeout" :
	    rule->absolute && rule->pair.given ? "absolute" : NULL;
}

bool
shard_rules(const struct rules *rules, struct fault *f)
{
	for (size_t i = 0; i < rules->nrules; i++) {
		const struct rule *rule = rules->rule[i];
		const char *what = whole_only(rule);

		if (what)
			return fault(f, "%.*s: `%s` goes by the whole log",
			    STR_ARG(rule->name), what);
	}
	return true;
}

/* Whether events that are older than others before are another matter. */
static bool
ordered(const struct rules *rules)
{
	for (size_t i = 0; i < rules->nrules; i++)
		if (rules->rule[i]->window.unit || rules->rule[i]->absolute)
			return true;
	return false;
}

static size_t
least_limit(const struct rules *rules)
{
	size_t least = PAIRS_MAX;

	for (size_t i = 0; i < rules->nrules; i++)
		if (rules->rule[i]->kind == RULE_STATES &&
		    rules->rule[i]->limit < least)
			least = rules->rule[i]->limit;
	return least;
}

static bool
paired(const struct rules *rules)
{
	for (size_t i = 0; i < rules->nrules; i++)
		if (rules->rule[i]->paired)
			return true;
	return false;
}

/*
 * What nobody has told the time of has that of the snapshot, which must not
 * stand for the times that others know, nor be behind those of pairs that
 * meet only later.
 */
static const char *
untimed_doubt(const struct shard *sh, size_t n, const struct rules *rules)
{
	bool untimed = false, timed = false;

	for (size_t i = 0; i < n; i++) {
		untimed |= sh[i].untimed && sh[i].untimed_at == STAMP_NONE;
		timed |= sh[i].latest != STAMP_NONE || sh[i].future;
	}
	if (untimed && timed)
		return "only some events have a time";
	return untimed && paired(rules) ? "there are pairs of events "
	    "without a time" : NULL;
}

static const char *
doubt(const struct shard *sh, int64_t latest, bool in_order, bool last)
{
	if (!sh->whole)
		return "a part could not be counted by itself";
	if (sh->torn && !last)
		return "a joined record lies across two parts";
	if (sh->over)
		return "a limit was reached, or an event came late";
	if (sh->untimed && latest != STAMP_NONE &&
	    (sh->untimed_at == STAMP_NONE || sh->untimed_at < latest))
		return "events without a time take that of the part before";
	if (in_order && sh->future)
		return "there are events ahead of the clock";
	if (in_order && latest != STAMP_NONE && sh->first != STAMP_NONE &&
	    sh->first < latest)
		return "the events are not in the order of their times";
	return NULL;
}

bool
shards_exact(const struct shard *sh, size_t n, const struct rules *rules,
    struct fault *f)
{
	const char *odd = untimed_doubt(sh, n, rules);
	bool in_order = ordered(rules);
	int64_t latest = STAMP_NONE;
	size_t sum = 0, bytes = 0;

	if (odd)
		return fault(f, "%s", odd);
	for (size_t i = 0; i < n; i++) {
		const char *what = doubt(&sh[i], latest, in_order,
		    i + 1 == n);

		if (what)
			return fault(f, "%s", what);
		if (sh[i].latest != STAMP_NONE && sh[i].latest > latest)
			latest = sh[i].latest;
		sum += sh[i].waiting;
		bytes += sh[i].waiting_bytes;
	}
	return (sum <= least_limit(rules) && bytes <= PAIRS_TOTAL_MAX) ||
	    fault(f, "the limit of entities may be reached");
}

static size_t
nseries(const struct snap *s, struct str name)
{
	for (size_t i = 0; i < s->nfamilies; i++)
		if (str_eq(s->families[i].name, name))
			return s->families[i].nseries;
	return 0;
}

bool
shards_within(const struct snap *merged, const struct rules *rules,
    struct fault *f)
{
	for (size_t i = 0; i < rules->nfamilies; i++) {
		const struct rule_family *family = &rules->family[i];
		size_t n = nseries(merged, family->name);

		for (size_t k = 0; k < family->n; k++) {
			if (n > family->rule[k]->limit)
				return fault(f, "%.*s: the limit of series "
				    "may be reached", STR_ARG(family->name));
		}
	}
	return true;
}

/* ---- all of them */

static void
add_repairs(struct logline_repairs *to, const struct logline_repairs *r)
{
	to->nonfinite += r->nonfinite;
	to->bad_utf8 += r->bad_utf8;
	to->surrogate += r->surrogate;
	to->nuls += r->nuls;
	to->inner += r->inner;
	to->broken_off += r->broken_off;
}

static void
add_shown(struct shard *all, const struct shard *sh, uint64_t before,
    uint64_t refused)
{
	for (size_t i = 0; i < sh->nshown && all->nshown < SHARD_SHOWN; i++) {
		struct shard_refusal *r = &all->shown[all->nshown++];

		*r = sh->shown[i];
		r->nth += refused;
		if (r->first)
			r->line += before;
	}
}

void
shards_add(struct shard *sh, size_t n, struct shard *all)
{
	uint64_t before = 0;	/* lines of the file that goes on */

	*all = (struct shard){ .whole = true };
	for (size_t i = 0; i < n; i++) {
		if (!sh[i].inside)
			before = 0;
		add_shown(all, &sh[i], before,
		    stream_counts_refused(&all->counts));
		before = sh[i].last_lines + (sh[i].one ? before : 0);
		all->counts.lines += sh[i].counts.lines;
		all->counts.events += sh[i].counts.events;
		for (size_t k = 0; k < LOGLINE_NREASONS; k++)
			all->counts.refused[k] += sh[i].counts.refused[k];
		add_repairs(&all->repairs, &sh[i].repairs);
	}
}
