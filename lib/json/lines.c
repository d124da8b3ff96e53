/*
 * A window over the input that begins at a line. What is left of a line when
 * the block ends moves to the front and is indexed again with the next one.
 */
#include "base/io.h"
#include "json/lines.h"

void
lines_init(struct lines *l, int fd, const char *name, size_t max)
{
	*l = (struct lines){ .fd = fd, .name = name,
		.max = max ? max : LINES_DEFAULT_MAX };
	io_widen(fd);
}

void
lines_free(struct lines *l)
{
	buf_free(&l->buf);
	scan_free(&l->scan);
	*l = (struct lines){ 0 };
}

void
lines_read(const struct lines *l, const struct line *line, struct jread *r)
{
	jread_part(r, &l->scan, l->buf.p, line->at, line->at + line->text.n,
	    line->i, line->iend);
	r->readable = l->buf.cap;
}

uint64_t
lines_offset(const struct lines *l)
{
	return l->bytes - (l->buf.n - l->next);
}

struct str
lines_rest(const struct lines *l)
{
	return str_of(l->buf.p + l->next, l->buf.n - l->next);
}

void
lines_tail_add(struct lines_tail *t, struct str s)
{
	size_t keep = t->n;

	if (s.n >= LINES_TAIL_MAX) {
		s = str_from(s, s.n - LINES_TAIL_MAX);
		keep = 0;
	} else if (keep > LINES_TAIL_MAX - s.n) {
		keep = LINES_TAIL_MAX - s.n;
	}
	memmove(t->p, t->p + t->n - keep, keep);
	if (s.n)
		memcpy(t->p + keep, s.p, s.n);
	t->n = keep + s.n;
}

/* Before the byte at `at`; behind a long line the window begins later. */
static void
tail_at(const struct lines *l, size_t at, struct lines_tail *t)
{
	size_t from = l->stale ? LINE_HEAD_MAX : 0;

	*t = l->before;
	lines_tail_add(t, str_of(l->buf.p + from, at - from));
}

void
lines_tail(const struct lines *l, struct lines_tail *t)
{
	tail_at(l, l->next, t);
}

void
lines_tail_of(const struct lines *l, const struct line *line,
    struct lines_tail *t)
{
	if (line->cut)
		*t = l->cut;
	else
		tail_at(l, line->at, t);
}

/* The window begins at l->next from now on. */
static void
move_window(struct lines *l)
{
	size_t left = l->buf.n - l->next;

	if (l->next) {
		lines_tail_add(&l->before, str_of(l->buf.p, l->next));
		memmove(l->buf.p, l->buf.p + l->next, left);
	}
	l->buf.n = left;
	l->next = 0;
}

static long
read_fd(struct lines *l, char *to, struct fault *f)
{
	long n = io_read(l->fd, to, IO_BLOCK);

	if (n < 0)
		fault_errno(f, "read %s", l->name);
	return n;
}

/* Reads one block behind what is in the buffer; eof is set at the end. */
static bool
read_more(struct lines *l, struct fault *f)
{
	char *to = buf_room(&l->buf, IO_BLOCK);
	long n;

	do {
		if (l->idle && !io_ready(l->fd) && !l->idle(l->arg, f))
			return false;
		n = l->read ? l->read(l->from, to, IO_BLOCK, f) :
		    read_fd(l, to, f);
	} while (n == LINES_AGAIN);
	if (n < 0)
		return false;
	l->eof = n == 0;
	l->buf.n += (size_t)n;
	l->bytes += (uint64_t)n;
	if (l->step)
		l->step(l->arg, l->number, l->bytes);
	return true;
}

/*
 * The next window: the part of a line that is there, and what is read until
 * the line ends. One that has no end within the limit needs no index.
 */
static bool
next_window(struct lines *l, struct fault *f)
{
	size_t had;
	bool ends;

	move_window(l);
	do {
		had = l->buf.n;
		if (!read_more(l, f))
			return false;
		ends = l->eof || memchr(l->buf.p + had, '\n',
		    l->buf.n - had);
	} while (!ends && l->buf.n <= l->max);
	l->nth = l->npos = l->scan.npos = l->scan.nlines = 0;
	if (ends)
		scan_index(&l->scan, l->buf.p, l->buf.n);
	return true;
}

/* The line up to offset `to`, and its place in the index. */
static void
take_line(struct lines *l, size_t to, size_t iend, struct line *line)
{
	*line = (struct line){
		.text = str_of(l->buf.p + l->next, to - l->next),
		.number = ++l->number,
		.at = l->next, .i = l->npos, .iend = iend,
	};
	l->npos = iend;
}

static bool
pass_over(struct lines *l, size_t n, struct fault *f)
{
	lines_tail_add(&l->before, str_of(l->buf.p, n));
	return !l->over || l->over(l->arg, str_of(l->buf.p, n), f);
}

/*
 * A line that is over the limit fills the window: its head is kept, the rest
 * is read and given away block by block.
 */
static bool
skip_long(struct lines *l, char head[LINE_HEAD_MAX], size_t *nhead,
    bool *ended, struct fault *f)
{
	size_t n = str_chr(buf_str(&l->buf), '\n');

	*nhead = n < LINE_HEAD_MAX ? n : LINE_HEAD_MAX;
	memcpy(head, l->buf.p, *nhead);
	for (;;) {
		n = str_chr(buf_str(&l->buf), '\n');
		*ended = n < l->buf.n;
		n += *ended;
		if (!pass_over(l, n, f))
			return false;
		if (*ended || l->eof)
			break;
		buf_reset(&l->buf);
		if (!read_more(l, f))
			return false;
	}
	l->next = n;
	return true;
}

static enum lines_result
long_line(struct lines *l, struct line *line, struct fault *f)
{
	char head[LINE_HEAD_MAX];
	size_t nhead, left;
	bool ended;

	move_window(l);
	l->cut = l->before;
	if (!skip_long(l, head, &nhead, &ended, f))
		return LINES_FAULT;
	/* The window behind the line is indexed by the next call; its head
	 * is put where the line was, which is read no more. */
	left = l->buf.n - l->next;
	(void)buf_room(&l->buf, LINE_HEAD_MAX);
	memmove(l->buf.p + LINE_HEAD_MAX, l->buf.p + l->next, left);
	memcpy(l->buf.p, head, nhead);
	l->buf.n = LINE_HEAD_MAX + left;
	l->next = LINE_HEAD_MAX;
	l->stale = true;
	*line = (struct line){ .text = str_of(l->buf.p, nhead), .cut = true,
		.ended = ended, .number = ++l->number };
	return LINES_OK;
}

/* After a long line what follows it begins a window of its own. */
static void
index_again(struct lines *l)
{
	size_t left = l->buf.n - l->next;

	memmove(l->buf.p, l->buf.p + l->next, left);
	l->buf.n = left;
	l->next = l->nth = l->npos = 0;
	scan_index(&l->scan, l->buf.p, left);
	l->stale = false;
}

enum lines_result
lines_next(struct lines *l, struct line *line, struct fault *f)
{
	const struct scan_line *end;

	if (l->stale)
		index_again(l);
	for (;;) {
		if (l->nth < l->scan.nlines) {
			end = &l->scan.line[l->nth];
			if (end->at - l->next > l->max)
				return long_line(l, line, f);
			take_line(l, end->at, end->npos, line);
			line->ended = true;
			l->next = end->at + 1;
			l->nth++;
			return LINES_OK;
		}
		if (l->buf.n - l->next > l->max)
			return long_line(l, line, f);
		if (l->eof)
			break;
		if (!next_window(l, f))
			return LINES_FAULT;
	}
	if (l->next == l->buf.n)
		return LINES_END;
	take_line(l, l->buf.n, l->scan.npos, line);
	l->next = l->buf.n;
	return LINES_OK;
}
