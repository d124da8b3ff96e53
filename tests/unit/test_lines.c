/*
 * Lines out of a descriptor: block borders, ends of all kinds, lines over the
 * limit.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "json/lines.h"
#include "unit.h"

/* What `over` was given, and how often `idle` was called. */
struct seen {
	struct buf over;
	unsigned idle;
	bool refuse;
};

static bool
see_over(void *arg, struct str piece, struct fault *f)
{
	struct seen *seen = arg;

	buf_puts(&seen->over, piece);
	return !seen->refuse || fault(f, "no room");
}

static bool
see_idle(void *arg, struct fault *f)
{
	struct seen *seen = arg;

	(void)f;
	seen->idle++;
	return true;
}

static int
file_of(struct str text, FILE **file)
{
	*file = tmpfile();
	if (!*file || fwrite(text.p, 1, text.n, *file) != text.n ||
	    fflush(*file) != 0) {
		perror("tmpfile");
		exit(1);
	}
	lseek(fileno(*file), 0, SEEK_SET);
	return fileno(*file);
}

/* The n-th line of text by memchr, the plain way. */
static bool
plain_line(struct str *rest, struct str *line, bool *ended)
{
	size_t n = str_chr(*rest, '\n');

	if (!rest->n)
		return false;
	*ended = n < rest->n;
	*line = str_of(rest->p, n);
	*rest = str_from(*rest, n + *ended);
	return true;
}

/* Whether the reader of a line that is a string sees it, and no more. */
static bool
reads(const struct lines *l, const struct line *line)
{
	struct jread r;
	struct jtoken t;

	lines_read(l, line, &r);
	if (line->text.n < 2 || line->text.p[0] != '"' ||
	    line->text.p[line->text.n - 1] != '"')
		return true;
	return jread_value(&r, &t) && jread_end(&r) &&
	    t.text.n + 2 == line->text.n;
}

/* Whether the place in l is at `at` bytes of text. */
static bool
placed(const struct lines *l, const struct line *line, struct str text,
    size_t from, size_t at)
{
	struct lines_tail before, behind;
	struct str head = str_of(text.p, from), all = str_of(text.p, at);

	lines_tail_of(l, line, &before);
	lines_tail(l, &behind);
	return CHECK_INT(lines_offset(l), at) &&
	    CHECK(behind.n == (at < LINES_TAIL_MAX ? at : LINES_TAIL_MAX)) &&
	    CHECK(str_ends(all, str_of(behind.p, behind.n))) &&
	    CHECK(before.n == (from < LINES_TAIL_MAX ? from :
	    LINES_TAIL_MAX)) &&
	    CHECK(str_ends(head, str_of(before.p, before.n))) &&
	    CHECK(str_starts(str_from(text, at), lines_rest(l)));
}

/* All lines of a text against the plain way; max is the limit. */
static void
compare(struct str text, size_t max)
{
	struct seen seen = { 0 };
	struct lines l;
	struct line line;
	struct fault f = { 0 };
	struct str rest = text, want;
	struct buf over = { 0 };
	bool ended, ok = true;
	uint64_t n = 0;
	size_t at = 0;
	FILE *file;

	lines_init(&l, file_of(text, &file), "text", max);
	l.over = see_over;
	l.arg = &seen;
	while (ok && plain_line(&rest, &want, &ended)) {
		bool cut = want.n > l.max;

		ok = CHECK(lines_next(&l, &line, &f) == LINES_OK) &&
		    CHECK(line.ended == ended && line.number == ++n) &&
		    CHECK(line.cut == cut) && placed(&l, &line, text, at,
		    at + want.n + ended);
		at += want.n + ended;
		if (cut) {
			buf_put(&over, want.p, want.n + ended);
			ok = ok && CHECK(line.text.n <= LINE_HEAD_MAX &&
			    line.text.n > 0 && str_starts(want, line.text));
		} else {
			ok = ok && CHECK(str_eq(line.text, want)) &&
			    CHECK(reads(&l, &line));
		}
	}
	CHECK(lines_next(&l, &line, &f) == LINES_END);
	CHECK(lines_next(&l, &line, &f) == LINES_END);
	CHECK(str_eq(buf_str(&over), buf_str(&seen.over)));
	CHECK_INT(l.bytes, text.n);
	lines_free(&l);
	buf_free(&over);
	buf_free(&seen.over);
	fclose(file);
}

static void
small(void)
{
	static const char *const text[] = {
		"", "\n", "\n\n\n", "a", "a\n", "a\nb", "a\r\nb\r\n", "\r\n",
		"\"a\"\n\"b\"", "\"no end\n\"next\"\n", "\\\n\"x\"\n",
		"\"\\\n\"x\"\n",
	};

	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		compare(str_c(text[i]), 0);
		compare(str_c(text[i]), 1);
	}
	compare(STR("a\0b\n\0\n"), 0);
}

/* A JSON string of n bytes in all. */
static void
put_line(struct buf *b, size_t n, bool newline)
{
	if (n >= 2) {
		buf_putc(b, '"');
		memset(buf_room(b, n - 2), 'x', n - 2);
		b->n += n - 2;
		buf_putc(b, '"');
	} else if (n == 1) {
		buf_putc(b, '1');
	}
	if (newline)
		buf_putc(b, '\n');
}

static void
borders(void)
{
	struct buf b = { 0 };

	for (size_t n = IO_BLOCK - 3; n <= IO_BLOCK + 3; n++)
		for (int form = 0; form < 4; form++) {
			buf_reset(&b);
			put_line(&b, n, true);
			if (form & 1)
				put_line(&b, 5, true);
			put_line(&b, n, form & 2);
			compare(buf_str(&b), 0);
		}
	/* The block ends at each byte of a short line. */
	for (size_t by = 0; by < 9; by++) {
		buf_reset(&b);
		put_line(&b, IO_BLOCK - 5 - by, true);
		put_line(&b, 7, true);
		put_line(&b, 3, by % 2);
		compare(buf_str(&b), 0);
	}
	buf_free(&b);
}

static void
limits(void)
{
	static const size_t max[] = { 1, 2, 63, 64, 256, 257, 1000, IO_BLOCK,
		IO_BLOCK + 1 };
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(max) / sizeof(max[0]); i++)
		for (size_t n = max[i] ? max[i] - 1 : 0; n <= max[i] + 2; n++)
			for (int last = 0; last < 2; last++) {
				buf_reset(&b);
				put_line(&b, 1, true);
				put_line(&b, n, true);
				put_line(&b, 1, true);
				put_line(&b, n, last);
				compare(buf_str(&b), max[i]);
			}
	buf_reset(&b);
	put_line(&b, 3, true);
	put_line(&b, IO_BLOCK * 3 + 17, true);
	put_line(&b, 9, true);
	put_line(&b, IO_BLOCK * 2, true);
	put_line(&b, IO_BLOCK * 2, false);
	compare(buf_str(&b), 10);
	compare(buf_str(&b), 300000);
	compare(buf_str(&b), IO_BLOCK * 2);
	compare(buf_str(&b), 0);
	buf_free(&b);
}

static void
random_lines(void)
{
	struct buf b = { 0 };
	uint64_t seed = 5;

	for (int i = 0; i < 60; i++) {
		size_t max = 1 + unit_random(&seed) % 5000;

		buf_reset(&b);
		while (b.n < 300000) {
			size_t n = unit_random(&seed) % 4 == 0 ?
			    unit_random(&seed) % 20000 :
			    unit_random(&seed) % 60;

			put_line(&b, n, true);
			if (unit_random(&seed) % 9 == 0)
				buf_lit(&b, "\"\\\n{\"a\n");
		}
		if (i % 2)
			put_line(&b, 8, false);
		compare(buf_str(&b), max);
	}
	buf_free(&b);
}

/* A window never holds much more than the limit. */
static void
bounded(void)
{
	struct buf b = { 0 };
	struct fault f = { 0 };
	struct lines l;
	struct line line;
	FILE *file;

	put_line(&b, 8 * 1024 * 1024, true);
	put_line(&b, 4, true);
	lines_init(&l, file_of(buf_str(&b), &file), "text", 1000);
	CHECK(lines_next(&l, &line, &f) == LINES_OK && line.cut);
	CHECK(l.buf.cap <= 4 * IO_BLOCK);
	CHECK(lines_next(&l, &line, &f) == LINES_OK && !line.cut);
	CHECK_STR(line.text, "\"xx\"");
	lines_free(&l);
	fclose(file);
	buf_free(&b);
}

/* A pipe: what was read is handed over before the next read would block. */
static void
pipes(void)
{
	struct seen seen = { 0 };
	struct fault f = { 0 };
	struct lines l;
	struct line line;
	int fd[2];

	if (!CHECK(pipe(fd) == 0))
		return;
	lines_init(&l, fd[0], "pipe", 0);
	l.idle = see_idle;
	l.arg = &seen;
	CHECK(write(fd[1], "1\n\"a", 4) == 4);
	CHECK(lines_next(&l, &line, &f) == LINES_OK);
	CHECK_STR(line.text, "1");
	CHECK_INT(seen.idle, 0);
	CHECK(write(fd[1], "b\"\n2", 4) == 4);
	CHECK(lines_next(&l, &line, &f) == LINES_OK);
	CHECK_STR(line.text, "\"ab\"");
	close(fd[1]);
	CHECK(lines_next(&l, &line, &f) == LINES_OK);
	CHECK_STR(line.text, "2");
	CHECK(!line.ended);
	CHECK(lines_next(&l, &line, &f) == LINES_END);
	CHECK_INT(seen.idle, 0);
	lines_free(&l);
	close(fd[0]);
}

/* A source of its own: a byte at a time, with calls that give nothing. */
struct drip {
	struct str left;
	unsigned calls;
	bool fails;
};

static long
drip(void *from, void *to, size_t n, struct fault *f)
{
	struct drip *d = from;

	if (++d->calls % 3 == 0)
		return LINES_AGAIN;
	if (!d->left.n || n == 0) {
		if (d->fails)
			fault(f, "dried up");
		return d->fails ? -1 : 0;
	}
	memcpy(to, d->left.p, 1);
	d->left = str_from(d->left, 1);
	return 1;
}

static void
sources(void)
{
	struct fault f = { 0 };
	struct drip from = { STR("\"a\"\n\n\"bcdefgh\"\n\"c\""), 0, false };
	struct lines l;
	struct line line;

	lines_init(&l, -1, "drip", 5);
	l.read = drip;
	l.from = &from;
	CHECK(lines_next(&l, &line, &f) == LINES_OK && line.ended);
	CHECK_STR(line.text, "\"a\"");
	CHECK(reads(&l, &line));
	CHECK(lines_next(&l, &line, &f) == LINES_OK && line.text.n == 0);
	CHECK(lines_next(&l, &line, &f) == LINES_OK && line.cut);
	CHECK(lines_next(&l, &line, &f) == LINES_OK && !line.ended);
	CHECK_STR(line.text, "\"c\"");
	CHECK(reads(&l, &line));
	CHECK(lines_next(&l, &line, &f) == LINES_END);
	lines_free(&l);

	/* Whole lines come before the fault, the rest does not. */
	from = (struct drip){ STR("1\n2"), 0, true };
	lines_init(&l, -1, "drip", 0);
	l.read = drip;
	l.from = &from;
	CHECK(lines_next(&l, &line, &f) == LINES_OK);
	CHECK_STR(line.text, "1");
	CHECK(lines_next(&l, &line, &f) == LINES_FAULT);
	CHECK_STR(str_c(f.text), "dried up");
	lines_free(&l);
}

static void
faults(void)
{
	struct seen seen = { .refuse = true };
	struct fault f = { 0 };
	struct lines l;
	struct line line;
	FILE *file;

	lines_init(&l, -1, "nofile", 0);
	CHECK(lines_next(&l, &line, &f) == LINES_FAULT);
	CHECK(strstr(f.text, "nofile"));
	lines_free(&l);
	lines_init(&l, file_of(STR("long line\n"), &file), "text", 3);
	l.over = see_over;
	l.arg = &seen;
	CHECK(lines_next(&l, &line, &f) == LINES_FAULT);
	CHECK(strstr(f.text, "no room"));
	lines_free(&l);
	buf_free(&seen.over);
	fclose(file);
}

int
main(void)
{
	small();
	borders();
	limits();
	random_lines();
	bounded();
	pipes();
	sources();
	faults();
	UNIT_END;
}
