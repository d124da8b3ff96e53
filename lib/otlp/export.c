/*
 * The way of a batch, the same for every signal.
 */
#include <inttypes.h>

#include "otlp/export.h"

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

static bool send_batch(struct export *e, const struct batch *b,
    struct fault *f);

/* Items [from, from + n) of b as a batch of their own. */
static bool
send_part(struct export *e, const struct batch *b, size_t from, size_t n,
    struct fault *f)
{
	struct buf body = { 0 };
	struct batch part = { b->signal, { NULL, 0 }, n };
	bool ok = batch_cut(b->signal, b->body, from, n, &body);

	part.body = buf_str(&body);
	ok = ok ? send_batch(e, &part, f) :
	    fault(f, "a batch of %s is damaged", batch_kinds[b->signal].name);
	buf_free(&body);
	return ok;
}

/* What follows from the answer to a batch. */
static bool
settle(struct export *e, const struct batch *b, enum post_result r,
    const struct post_answer *a, struct fault *f)
{
	size_t n = b->items;

	switch (r) {
	case POST_DONE:
		count_done(e, b, a);
		return true;
	case POST_TOO_LARGE:
		if (n > 1)
			return send_part(e, b, 0, n / 2, f) &&
			    send_part(e, b, n / 2, n - n / 2, f);
		/* fall through */
	case POST_REFUSED:
		e->rejected += n;
		note(e->note, "%s: refused %zu %s%s: %.*s", e->shown, n,
		    batch_kinds[b->signal].noun, n == 1 ? "" : "s",
		    STR_ARG(buf_str(&a->text)));
		return true;
	case POST_LATER:
		fault(f, "%s: not sent: %.*s", e->shown,
		    STR_ARG(buf_str(&a->text)));
		f->again = true;
		return false;
	case POST_PLAIN:
	case POST_FAULT:
		break;
	}
	return fault(f, "%s: %.*s", e->shown, STR_ARG(buf_str(&a->text)));
}

static bool
send_batch(struct export *e, const struct batch *b, struct fault *f)
{
	struct post_answer answer = { 0 };
	enum post_result r = push_send(e->push, b->body, &e->sent, &answer);
	bool ok = settle(e, b, r, &answer, f);

	buf_free(&answer.text);
	return ok;
}

static bool
take(void *ctx, const struct batch *b, struct fault *f)
{
	struct export *e = ctx;

	return e->push ? send_batch(e, b, f) : write_line(e, b, f);
}

static bool
reject(void *ctx, const struct batch *b, const char *what, struct fault *f)
{
	struct export *e = ctx;

	(void)f;
	note(e->note, "%s is left out: alone it makes a request of %zu bytes",
	    what, b->body.n);
	e->left_out++;
	return true;
}

struct batch_sink
export_sink(struct export *e)
{
	return (struct batch_sink){ take, reject, e };
}

bool
export_refused(const struct export *e)
{
	return e->rejected || e->left_out;
}

void
export_totals(const struct export *e, struct buf *b)
{
	buf_printf(b, "batches %" PRIu64 ", items %" PRIu64 ", bytes %" PRIu64
	    ", retries %" PRIu64 ", rejected %" PRIu64 ", left out %" PRIu64,
	    e->batches, e->items, e->sent.bytes, e->sent.retries,
	    e->rejected, e->left_out);
}
