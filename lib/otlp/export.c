/*
 * The way of a batch, the same for every signal. What the spool adds to it is
 * export_spool.c's.
 */
#include <inttypes.h>

#include "base/stamp.h"
#include "otlp/export_inner.h"
#include "otlp/wire.h"

static bool
write_line(struct export *e, const struct batch *b, struct fault *f)
{
	size_t before = e->out->buf.n;

	if (!batch_json(b->signal, b->body, &e->out->buf, f))
		return false;
	e->sent.bytes += e->out->buf.n - before;
	e->batches++;
	e->items += b->items;
	return out_room(e->out, f);
}

static void
count_done(struct export *e, const struct batch *b,
    const struct post_answer *a)
{
	const char *noun = batch_kinds[b->signal].noun;
	uint64_t rejected = a->rejected < b->items ? a->rejected : b->items;

	e->batches++;
	e->items += b->items - rejected;
	e->rejected += rejected;
	if (rejected)
		note(e->note, "%s: rejected %" PRIu64 " of %zu %ss%s%.*s",
		    e->shown, rejected, b->items, noun,
		    a->text.n ? ": " : "", STR_ARG(buf_str(&a->text)));
	else if (a->text.n)
		note(e->note, "%s: taken, with a warning: %.*s", e->shown,
		    STR_ARG(buf_str(&a->text)));
}

/* What waited for it waits no more. */
static bool
acknowledge(struct job *j, struct fault *f)
{
	return !j->name[0] || spool_done(j->e->spool, j->name, f);
}

/* Items [from, from + n) of b as a batch of their own. */
static bool
send_part(struct export *e, const struct batch *b, size_t from, size_t n,
    struct fault *f)
{
	struct buf body = { 0 };
	struct batch part = { b->signal, { NULL, 0 }, n };
	struct job j = { e, &part, "" };
	bool ok = batch_cut(b->signal, b->body, from, n, &body);

	part.body = buf_str(&body);
	if (!ok)
		fault(f, "a batch of %s is damaged",
		    batch_kinds[b->signal].name);
	else if (e->away)
		ok = export_hold(&j, f);
	else
		ok = export_send(&j, f);
	buf_free(&body);
	return ok;
}

/* The whole is acknowledged when both halves are settled. */
static bool
halve(struct job *j, struct fault *f)
{
	size_t n = j->b->items;

	return send_part(j->e, j->b, 0, n / 2, f) &&
	    send_part(j->e, j->b, n / 2, n - n / 2, f) && acknowledge(j, f);
}

static bool
refuse(struct job *j, struct str why, struct fault *f)
{
	struct export *e = j->e;
	size_t n = j->b->items;

	e->rejected += n;
	note(e->note, "%s: refused %zu %s%s: %.*s", e->shown, n,
	    batch_kinds[j->b->signal].noun, n == 1 ? "" : "s", STR_ARG(why));
	return !e->spool || spool_reject(e->spool, j->name, j->b, why,
	    &e->dropped, f);
}

/* Neither taken nor refused. */
static bool
put_off(struct job *j, enum post_result r, const struct post_answer *a,
    struct fault *f)
{
	struct export *e = j->e;
	struct str why = buf_str(&a->text);

	if (e->spool) {
		e->broken = r == POST_FAULT;
		if (e->broken)
			export_rest(e, why);
		else
			export_away(e, a->retry_after, why);
		return export_hold(j, f);
	}
	if (r == POST_FAULT)
		return fault(f, "%s: %.*s", e->shown, STR_ARG(why));
	fault(f, "%s: not sent: %.*s", e->shown, STR_ARG(why));
	f->again = true;
	return false;
}

static bool
settle(struct job *j, enum post_result r, const struct post_answer *a,
    struct fault *f)
{
	switch (r) {
	case POST_DONE:
		count_done(j->e, j->b, a);
		export_reached(j->e);
		return acknowledge(j, f);
	case POST_TOO_LARGE:
		return j->b->items > 1 ? halve(j, f) :
		    refuse(j, buf_str(&a->text), f);
	case POST_REFUSED:
		return refuse(j, buf_str(&a->text), f);
	case POST_LATER:
	case POST_PLAIN:
	case POST_FAULT:
		break;
	}
	return put_off(j, r, a, f);
}

/* A kill during the waits must not lose it. What fails here fails again when
 * the batch is put off, and is told then. */
static void
before_waits(void *ctx)
{
	struct fault f;

	export_hold(ctx, &f);
}

bool
export_send(struct job *j, struct fault *f)
{
	struct export *e = j->e;
	struct push_waits w = { e->retry.tried,
	    e->spool ? before_waits : NULL, j };
	struct post_answer answer = { 0 };
	enum post_result r = push_send(e->push, j->b->body, &w, &e->sent,
	    &answer);
	bool ok;

	if (r == POST_LATER)
		e->retry.tried = w.tried;
	ok = settle(j, r, &answer, f);
	buf_free(&answer.text);
	return ok;
}

/* What is in hand when a run is to stop is still tried, once (push.h). */
static bool
send_new(struct export *e, const struct batch *b, struct fault *f)
{
	struct job j = { e, b, "" };

	if (!e->spool)
		return export_send(&j, f);
	if (!export_begin(e, &j, f))
		return false;
	if (j.name[0])
		return true;
	return e->away ? export_hold(&j, f) : export_send(&j, f);
}

/* The encoded resource of a request's first part. */
static struct str
first_resource(struct str request)
{
	struct wire_field f;

	for (int depth = 0; depth < 2; depth++) {
		do {
			if (!wire_next(&request, &f))
				return (struct str){ 0 };
		} while (f.number != 1 || f.type != WIRE_BYTES);
		request = f.bytes;
	}
	return request;
}

/* Requests are of repeated fields only, so one behind another is both. */
static bool
send_with_own(struct export *e, const struct batch *b, struct fault *f)
{
	struct batch both = *b, own = { BATCH_METRICS, { NULL, 0 }, 0 };
	struct buf body = { 0 };
	struct tally t;
	size_t at;
	bool ok;

	e->told = true;
	tally_load(e->spool, &t);
	buf_puts(&body, b->body);
	at = body.n;
	own.items = tally_request(&body, &t, first_resource(b->body),
	    e->version, stamp_now());
	own.body = str_from(buf_str(&body), at);
	both.body = buf_str(&body);
	both.items += own.items;
	if (!e->max_bytes || body.n <= e->max_bytes)
		ok = send_new(e, &both, f);
	else
		ok = send_new(e, b, f) && send_new(e, &own, f);
	buf_free(&body);
	return ok;
}

static bool
take(void *ctx, const struct batch *b, struct fault *f)
{
	struct export *e = ctx;

	if (!e->push)
		return write_line(e, b, f);
	if (e->spool && b->signal == BATCH_METRICS && !e->told)
		return send_with_own(e, b, f);
	return send_new(e, b, f);
}

static bool
reject(void *ctx, const struct batch *b, const char *what, struct fault *f)
{
	struct export *e = ctx;

	note(e->note, "%s is left out: alone it makes a request of %zu bytes",
	    what, b->body.n);
	e->left_out++;
	return !e->spool || spool_reject(e->spool, "", b,
	    STR("over the limit of a request, alone"), &e->dropped, f);
}

struct batch_sink
export_sink(struct export *e)
{
	return (struct batch_sink){ take, reject, e };
}

void
export_add(struct export *e, const struct export *other)
{
	e->batches += other->batches;
	e->items += other->items;
	e->rejected += other->rejected;
	e->left_out += other->left_out;
	e->spooled += other->spooled;
	e->dropped += other->dropped;
	e->damaged += other->damaged;
	e->lost_spans += other->lost_spans;
	e->sent.bytes += other->sent.bytes;
	e->sent.retries += other->sent.retries;
}

bool
export_refused(const struct export *e)
{
	return e->rejected || e->left_out || e->dropped || e->damaged;
}

void
export_totals(const struct export *e, struct buf *b)
{
	buf_printf(b, "batches %" PRIu64 ", items %" PRIu64 ", bytes %" PRIu64
	    ", retries %" PRIu64 ", rejected %" PRIu64 ", left out %" PRIu64
	    ", spooled %" PRIu64 ", dropped %" PRIu64,
	    e->batches, e->items, e->sent.bytes, e->sent.retries,
	    e->rejected, e->left_out, e->spooled, e->dropped);
}
