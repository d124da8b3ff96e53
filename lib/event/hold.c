/*
 * A window over the stream from the last mark on. Only the beginnings of
 * lines are looked at; what a mark says is markline.c's.
 */
#include <sys/stat.h>

#include <errno.h>
#include <poll.h>

#include "base/io.h"
#include "base/stamp.h"
#include "event/hold.h"
#include "event/markline.h"

#define GRACE (2 * STAMP_SEC)		/* after stop, for pipes */
#define WAIT_MAX (60 * STAMP_SEC)

void
hold_free(struct hold *h)
{
	buf_free(&h->buf);
}

void
hold_input(struct hold *h, int fd, const char *name)
{
	buf_reset(&h->buf);
	*h = (struct hold){ .fd = fd, .name = name, .stop = h->stop,
		.wake = h->wake, .passes = h->passes,
		.due = h->due, .spill = h->spill, .arg = h->arg,
		.buf = h->buf };
}

void
hold_begin(struct hold *h, struct str head)
{
	buf_puts(&h->buf, head);
}

/* Milliseconds until the nearer of the two, neither of them if < 0. */
static int
patience(int64_t wait, int64_t left)
{
	if (left >= 0 && (wait < 0 || left < wait))
		wait = left;
	if (wait < 0)
		return -1;
	if (wait > WAIT_MAX)
		wait = WAIT_MAX;
	return (int)((wait + 999999) / 1000000);
}

static void
end_soon(struct hold *h)
{
	struct stat st;
	bool file = fstat(h->fd, &st) == 0 && S_ISREG(st.st_mode);

	h->ending = true;
	h->deadline = stamp_ticks() + (file ? 0 : GRACE);
}

/* Waits until there is something to read, or the end is due (h->eof). */
static bool
wait_input(struct hold *h, struct fault *f)
{
	for (;;) {
		struct pollfd p[3] = { { h->fd, POLLIN, 0 },
			{ h->ending ? -1 : h->stop, POLLIN, 0 },
			{ h->wake, POLLIN, 0 } };
		int64_t wait = -1, left = -1;

		if (h->due && !h->due(h->arg, &wait, f))
			return false;
		if (h->ending) {
			left = h->deadline - stamp_ticks();
			if (left <= 0) {
				h->stopped = h->eof = true;
				return true;
			}
		}
		if (poll(p, 3, patience(wait, left)) < 0) {
			if (errno != EINTR)
				return fault_errno(f, "wait for %s", h->name);
			continue;
		}
		if (p[1].revents && !h->ending)
			end_soon(h);
		else if (p[0].revents)
			return true;
	}
}

/* Bytes read to `to`; 0 at the end, -1 with a fault. */
static long
read_some(struct hold *h, void *to, size_t n, struct fault *f)
{
	long got;

	if (!wait_input(h, f))
		return -1;
	if (h->eof)
		return 0;
	got = io_read(h->fd, to, n);
	if (got < 0)
		fault_errno(f, "read %s", h->name);
	h->eof = got == 0;
	return got;
}

static bool
fill(struct hold *h, struct fault *f)
{
	long got = read_some(h, buf_room(&h->buf, IO_BLOCK), IO_BLOCK, f);

	if (got > 0)
		h->buf.n += (size_t)got;
	return got >= 0;
}

static struct str
from_line(const struct hold *h)
{
	return str_from(buf_str(&h->buf), h->line);
}

/* Whether a whole mark is there; h->ready is then behind it. */
static bool
find_mark(struct hold *h)
{
	const char *p, *end;
	bool mark;

	while (h->seen < h->buf.n) {
		p = h->buf.p + h->seen;
		end = memchr(p, '\n', h->buf.n - h->seen);
		if (!end)
			break;
		mark = !h->inside && str_starts(from_line(h), MARK_PREFIX);
		h->inside = false;
		h->line = h->seen = (size_t)(end - h->buf.p) + 1;
		if (mark) {
			h->ready = h->line;
			return true;
		}
	}
	h->seen = h->buf.n;
	return false;
}

/* Gives out what does not fit, whole lines where there are any. */
static bool
overflow(struct hold *h, struct fault *f)
{
	if (!h->spilled && h->spill && !h->spill(h->arg, f))
		return false;
	h->spilled = true;
	if (!h->line && str_starts(from_line(h), MARK_PREFIX) && !h->inside)
		return fault(f, "%s: a mark of more than %d bytes", h->name,
		    HOLD_MAX);
	if (!h->line) {
		h->inside = true;
		h->line = h->seen = h->buf.n;
	}
	h->ready = h->line;
	return true;
}

/* Forgets what was given out. */
static void
compact(struct hold *h)
{
	size_t left = h->buf.n - h->given;

	if (left && h->given)
		memmove(h->buf.p, h->buf.p + h->given, left);
	h->line -= h->given;
	h->seen -= h->given;
	h->buf.n = left;
	h->given = h->ready = 0;
}

/* The form, once the first bytes tell. */
static void
tell_form(struct hold *h)
{
	struct str s = buf_str(&h->buf);
	bool head = s.n < MARK_PREFIX.n && str_starts(MARK_PREFIX, s);

	if (!s.n || (head && !h->eof && !h->passes))
		return;
	h->form = str_starts(s, MARK_PREFIX) && !h->passes ? HOLD_MARKS :
	    HOLD_PLAIN;
}

/* Until something may be given out, or all is read. */
static bool
next_ready(struct hold *h, struct fault *f)
{
	compact(h);
	while (h->ready == 0) {
		if (h->form == HOLD_UNKNOWN)
			tell_form(h);
		if (h->form == HOLD_PLAIN) {
			h->ready = h->buf.n;
			return true;
		}
		if (h->form == HOLD_MARKS && find_mark(h)) {
			h->spilled = false;
		} else if (h->eof) {
			h->dropped = h->buf.n;
			return true;
		} else if (h->buf.n > (h->spilled ? IO_BLOCK : HOLD_MAX)) {
			if (!overflow(h, f))
				return false;
		} else if (!fill(h, f)) {
			return false;
		}
	}
	return true;
}

long
hold_read(void *hold, void *to, size_t n, struct fault *f)
{
	struct hold *h = hold;

	if (h->given == h->ready) {
		if (h->form == HOLD_PLAIN && h->given == h->buf.n)
			return h->eof ? 0 : read_some(h, to, n, f);
		if (!next_ready(h, f))
			return -1;
	}
	if (n > h->ready - h->given)
		n = h->ready - h->given;
	if (n)
		memcpy(to, h->buf.p + h->given, n);
	h->given += n;
	return (long)n;
}
