/*
 * The loop over requests, the same for every signal.
 */
#include <inttypes.h>

#include "otlp/export.h"
#include "otlp/json.h"
#include "otlp/msg.h"

static bool
write_line(struct export *e, const ProtobufCMessage *m, size_t n,
    struct fault *f)
{
	size_t before = e->out->buf.n;

	if (!otlpjson_line(&e->out->buf, m, f))
		return false;
	e->sent.bytes += e->out->buf.n - before;
	e->batches++;
	e->items += n;
	return out_room(e->out, f);
}

static void
count_done(struct export *e, const struct source *s, size_t n,
    const struct post_answer *a)
{
	uint64_t rejected = a->rejected < n ? a->rejected : n;

	e->batches++;
	e->items += n - rejected;
	e->rejected += rejected;
	if (rejected)
		note(e->note, "%s: rejected %" PRIu64 " of %zu %ss%s%.*s",
		    e->shown, rejected, n, s->noun, a->text.n ? ": " : "",
		    STR_ARG(buf_str(&a->text)));
	else if (a->text.n)
		note(e->note, "%s: taken, with a warning: %.*s", e->shown,
		    STR_ARG(buf_str(&a->text)));
}

static bool send_range(struct export *e, const struct source *s, size_t from,
    size_t n, struct fault *f);

/* What follows from the answer to items [from, from + n). */
static bool
settle(struct export *e, const struct source *s, size_t from, size_t n,
    enum post_result r, const struct post_answer *a, struct fault *f)
{
	switch (r) {
	case POST_DONE:
		count_done(e, s, n, a);
		return true;
	case POST_TOO_LARGE:
		if (n > 1)
			return send_range(e, s, from, n / 2, f) &&
			    send_range(e, s, from + n / 2, n - n / 2, f);
		/* fall through */
	case POST_REFUSED:
		e->rejected += n;
		note(e->note, "%s: refused %zu %s%s: %.*s", e->shown, n,
		    s->noun, n == 1 ? "" : "s", STR_ARG(buf_str(&a->text)));
		return true;
	case POST_LATER:
		fault(f, "%s: not sent: %.*s", e->shown,
		    STR_ARG(buf_str(&a->text)));
		f->again = true;
		return false;
	case POST_FAULT:
		break;
	}
	return fault(f, "%s: %.*s", e->shown, STR_ARG(buf_str(&a->text)));
}

/* Once a run is to stop no further request is begun. */
static bool
stopped(const struct export *e, struct fault *f)
{
	if (!e->push || !*e->push->stop)
		return false;
	fault(f, "%s: stopped by a signal before all was sent", e->shown);
	f->again = true;
	return true;
}

static bool
send_range(struct export *e, const struct source *s, size_t from, size_t n,
    struct fault *f)
{
	struct arena a = { 0 };
	struct buf body = { 0 };
	struct post_answer answer = { 0 };
	const ProtobufCMessage *m;
	enum post_result r;
	bool ok;

	if (stopped(e, f))
		return false;
	m = s->request(s->data, from, n, &a);
	if (!e->push) {
		ok = write_line(e, m, n, f);
		arena_free(&a);
		return ok;
	}
	msg_encode(&body, m);
	arena_free(&a);
	r = push_send(e->push, buf_str(&body), &e->sent, &answer);
	buf_free(&body);
	ok = settle(e, s, from, n, r, &answer, f);
	buf_free(&answer.text);
	return ok;
}

static void
leave_out(struct export *e, const struct source *s, size_t i)
{
	struct buf what = { 0 };

	s->describe(s->data, i, &what);
	note(e->note, "%.*s is left out: alone it makes a request over %"
	    PRIu64 " bytes", STR_ARG(buf_str(&what)), e->limits.bytes);
	buf_free(&what);
	e->left_out++;
}

bool
export_run(struct export *e, const struct source *s, struct fault *f)
{
	size_t n;

	*f = (struct fault){ 0 };
	for (size_t i = 0; i < s->n; i += n) {
		n = s->fit(s->data, i, &e->limits);
		if (n == 0) {
			leave_out(e, s, i);
			n = 1;
		} else if (!send_range(e, s, i, n, f)) {
			return false;
		}
	}
	return true;
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
