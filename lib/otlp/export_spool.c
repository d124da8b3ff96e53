/*
 * What a run does with its spool: what waits goes first, what cannot go is
 * kept, and a collector that asked for a pause gets it, from run to run.
 */
#include <inttypes.h>

#include "base/stamp.h"
#include "otlp/export_inner.h"

static void
say_dropped(struct export *e, uint64_t before)
{
	if (e->dropped > before)
		note(e->note, "%s: dropped the oldest %" PRIu64 " batches: "
		    "the spool is at its limit", spool_path(e->spool),
		    e->dropped - before);
}

bool
export_hold(struct job *j, struct fault *f)
{
	struct export *e = j->e;
	uint64_t before = e->dropped;

	if (j->name[0])
		return true;
	if (!spool_put(e->spool, j->b, j->name, &e->dropped, f))
		return false;
	e->spooled++;
	say_dropped(e, before);
	return true;
}

void
export_rest(struct export *e, struct str why)
{
	e->away = true;
	buf_reset(&e->why);
	buf_puts(&e->why, why);
}

/* On a full disk the next run only comes sooner. */
static void
remember(struct export *e, int64_t until, unsigned tried)
{
	e->retry = (struct tally_retry){ until, tried };
	tally_retry(e->spool, e->signal, &e->retry, NULL);
}

void
export_away(struct export *e, int64_t wait, struct str why)
{
	export_rest(e, why);
	remember(e, wait > 0 ? stamp_now() + wait : 0, e->retry.tried);
}

void
export_reached(struct export *e)
{
	if (e->spool && (e->retry.tried || e->retry.until))
		remember(e, 0, 0);
}

/* False when the collector is to be left alone for this run. */
static bool
keep_to_pause(struct export *e)
{
	int64_t left = e->retry.until - stamp_now();
	struct buf b = { 0 };

	if (left <= 0)
		return true;
	if (left <= e->push->retry_for) {
		push_sleep(left, e->push->stop);
		return true;
	}
	buf_lit(&b, "it is not to be tried before ");
	stamp_put(&b, e->retry.until);
	export_rest(e, buf_str(&b));
	buf_free(&b);
	return false;
}

static bool
send_file(struct export *e, const char *name, struct buf *bytes,
    struct fault *f)
{
	struct batch b;
	struct job j = { e, &b, "" };

	switch (spool_get(e->spool, name, bytes, &b, f)) {
	case SPOOL_OK:
		memcpy(j.name, name, strlen(name) + 1);
		return export_send(&j, f);
	case SPOOL_DAMAGED:
		e->damaged++;
		note(e->note, "%s; it is in bad/ now", f->text);
		return true;
	case SPOOL_GONE:
		return true;
	case SPOOL_FAULT:
		break;
	}
	return false;
}

static bool
send_list(struct export *e, const struct spool_list *l, struct fault *f)
{
	struct buf bytes = { 0 };
	enum batch_signal sig;
	bool ok = true;

	for (size_t i = 0; ok && i < l->n && !e->away; i++) {
		if (!spool_signal(l->name[i], &sig) || sig != e->signal)
			continue;
		if (*e->push->stop)
			export_rest(e, STR("stopped by a signal"));
		else
			ok = send_file(e, l->name[i], &bytes, f);
	}
	buf_free(&bytes);
	return ok;
}

static size_t
count_mine(const struct export *e, const struct spool_list *l)
{
	enum batch_signal sig;
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += spool_signal(l->name[i], &sig) && sig == e->signal;
	return n;
}

static bool
anything_waits(const struct export *e, bool *any, struct fault *f)
{
	struct spool_list l;

	if (!spool_list(e->spool, SPOOL_WAITING, &l, f))
		return false;
	*any = count_mine(e, &l) > 0;
	spool_list_free(&l);
	return true;
}

/*
 * Only one run at a time sends what waits; the others add to it. What another
 * one sent meanwhile is gone from the folder.
 */
static bool
drain(struct export *e, struct fault *f)
{
	struct spool_list l;
	bool ok;

	if (!spool_lock(e->spool, SPOOL_DRAIN, false)) {
		export_rest(e, STR("another run is sending what waits"));
		return true;
	}
	ok = spool_list(e->spool, SPOOL_WAITING, &l, f) &&
	    send_list(e, &l, f);
	spool_list_free(&l);
	spool_unlock(e->spool, SPOOL_DRAIN);
	return ok;
}

bool
export_begin(struct export *e, struct job *j, struct fault *f)
{
	struct tally_retry all[BATCH_NSIGNALS];
	bool any;

	if (e->begun)
		return true;
	e->begun = true;
	tally_retries(e->spool, all);
	e->retry = all[e->signal];
	if (!anything_waits(e, &any, f))
		return false;
	if (j && (any || e->retry.until > stamp_now())) {
		any = true;
		if (!export_hold(j, f))
			return false;
	}
	return !keep_to_pause(e) || !any || drain(e, f);
}

static void
save_counts(struct export *e)
{
	uint64_t n[TALLY_COUNT] = {
		[TALLY_BATCHES] = e->batches, [TALLY_ITEMS] = e->items,
		[TALLY_BYTES] = e->sent.bytes,
		[TALLY_RETRIES] = e->sent.retries,
		[TALLY_REJECTED] = e->rejected + e->left_out,
		[TALLY_SPOOLED] = e->spooled, [TALLY_DROPPED] = e->dropped,
		[TALLY_DAMAGED] = e->damaged,
		[TALLY_LOST_SPANS] = e->lost_spans,
	};
	struct fault f;
	uint64_t any = 0;

	for (int i = 0; i < TALLY_COUNT; i++)
		any |= n[i];
	if (any && !tally_add(e->spool, n, &f))
		note(e->note, "the counts are not saved: %s", f.text);
}

/* The words for what waits. */
static bool
tell_waiting(struct export *e, struct fault *f)
{
	struct spool_list l;
	size_t n;

	if (!spool_list(e->spool, SPOOL_WAITING, &l, f))
		return false;
	n = count_mine(e, &l);
	spool_list_free(&l);
	if (n == 0 && !e->broken)
		return true;
	fault(f, "%s: not sent: %.*s; %zu batch%s of %s wait%s in %s",
	    e->shown, STR_ARG(buf_str(&e->why)), n, n == 1 ? "" : "es",
	    batch_kinds[e->signal].name, n == 1 ? "s" : "",
	    spool_path(e->spool));
	f->again = !e->broken;
	return false;
}

bool
export_end(struct export *e, struct fault *f)
{
	bool ok = true;

	if (e->spool && e->push) {
		ok = export_begin(e, NULL, f);
		save_counts(e);
		ok = ok && (!e->away || tell_waiting(e, f));
	}
	buf_free(&e->why);
	return ok;
}
