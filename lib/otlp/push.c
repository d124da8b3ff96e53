/*
 * Patience. The transfer itself is post.c's.
 */
#include <time.h>

#include "base/hash.h"
#include "base/stamp.h"
#include "otlp/body.h"
#include "otlp/push.h"

#define FIRST STAMP_SEC			/* the first wait */
#define LONGEST (30 * STAMP_SEC)	/* and the longest */
#define SLICE (STAMP_SEC / 10)		/* how soon a signal is seen */

int64_t
push_backoff(unsigned tries, uint64_t dice)
{
	int64_t wait = FIRST;

	while (--tries > 0 && wait < LONGEST)
		wait += wait / 2;
	if (wait > LONGEST)
		wait = LONGEST;
	return wait - wait / 4 + (int64_t)(dice % (uint64_t)(wait / 2));
}

static uint64_t
dice(void)
{
	int64_t now = stamp_now();

	return hash_seeded(str_of((const char *)&now, sizeof(now)));
}

int64_t
push_splay(int64_t ns)
{
	return ns > 0 ? (int64_t)(dice() % ((uint64_t)ns + 1)) : 0;
}

bool
push_sleep(int64_t ns, const volatile sig_atomic_t *stop)
{
	int64_t until = stamp_ticks() + ns;
	int64_t left;

	while (!*stop && (left = until - stamp_ticks()) > 0) {
		struct timespec t = { 0, (long)(left < SLICE ? left : SLICE) };

		nanosleep(&t, NULL);
	}
	return !*stop;
}

/* Tries it in the form it has. */
static enum post_result
send_body(const struct push_setup *s, struct str body, struct push_waits *w,
    struct push_count *n, struct post_answer *a)
{
	int64_t began = stamp_ticks(), wait;

	for (bool waited = false;; waited = true) {
		enum post_result r = post_send(s->post, body, a);

		if (r == POST_DONE)
			n->bytes += body.n;
		if (r != POST_LATER || *s->stop)
			return r;
		wait = push_backoff(++w->tried, dice());
		if (wait < a->retry_after)
			wait = a->retry_after;
		a->retry_after = wait;
		if (stamp_ticks() - began + wait > s->retry_for)
			return r;
		note(s->progress, "%.*s; again in %.1f s",
		    STR_ARG(buf_str(&a->text)), (double)wait / STAMP_SEC);
		if (!waited && w->first)
			w->first(w->ctx);
		if (!push_sleep(wait, s->stop))
			return r;
		n->retries++;
	}
}

static enum post_result
not_made(struct post_answer *a, enum post_result r, const struct fault *f)
{
	buf_reset(&a->text);
	buf_puts(&a->text, str_c(f->text));
	return r;
}

enum post_result
push_send(const struct push_setup *s, struct str request,
    struct push_waits *w, struct push_count *n, struct post_answer *a)
{
	enum post_result r = POST_PLAIN;
	struct body body = { 0 };
	struct fault f;

	while (r == POST_PLAIN) {
		if (!body_make(&body, s->config, request, post_gzip(s->post),
		    &f)) {
			r = not_made(a, POST_REFUSED, &f);
			break;
		}
		if (s->max_bytes && body.plain > s->max_bytes) {
			fault(&f, "over %llu bytes as it is sent",
			    (unsigned long long)s->max_bytes);
			r = not_made(a, POST_TOO_LARGE, &f);
			break;
		}
		r = send_body(s, body.bytes, w, n, a);
	}
	body_free(&body);
	return r;
}
