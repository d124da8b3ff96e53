/*
 * A stream held back to its marks: what is given out, whatever the reads.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "event/hold.h"
#include "unit.h"

/* What the callee of a hold was told. */
struct told {
	unsigned due, spills;
	size_t given;		/* bytes, at the last spill */
	size_t n;		/* bytes given out so far */
};

static bool
due(void *arg, int64_t *wait, struct fault *f)
{
	struct told *t = arg;

	(void)f;
	(void)wait;
	t->due++;
	return true;
}

static bool
spill(void *arg, struct fault *f)
{
	struct told *t = arg;

	(void)f;
	t->spills++;
	t->given = t->n;
	return true;
}

static int
file_of(struct str text)
{
	char name[] = "/tmp/test_hold.XXXXXX";
	int fd = mkstemp(name);

	if (fd < 0 || unlink(name) < 0 ||
	    write(fd, text.p, text.n) != (ssize_t)text.n) {
		perror(name);
		exit(1);
	}
	lseek(fd, 0, SEEK_SET);
	return fd;
}

/* All that a hold gives out of a text, asked for in random pieces. */
static void
give(struct hold *h, struct str text, struct told *t, uint64_t *seed,
    struct buf *out)
{
	int fd = file_of(text);
	struct fault f = { 0 };
	long n = 0;

	*t = (struct told){ 0 };
	*h = (struct hold){ .stop = -1, .due = due, .spill = spill, .arg = t };
	hold_input(h, fd, "text");
	buf_reset(out);
	do {
		out->n += (size_t)n;
		t->n = out->n;
		n = hold_read(h, buf_room(out, 65536),
		    1 + (size_t)(unit_random(seed) % 65536), &f);
	} while (n > 0);
	CHECK_INT(n, 0);
	CHECK_INT(hold_read(h, buf_room(out, 1), 1, &f), 0);
	CHECK(t->due > 0);
	close(fd);
}

static void
small(void)
{
	static const struct {
		const char *text, *given;
		enum hold_form form;
		uint64_t dropped;
	} row[] = {
		{ "", "", HOLD_UNKNOWN, 0 },
		{ "a", "a", HOLD_PLAIN, 0 },
		{ "a\nb", "a\nb", HOLD_PLAIN, 0 },
		{ "\n{\"@mlog\":1}\nb\n", "\n{\"@mlog\":1}\nb\n",
		    HOLD_PLAIN, 0 },
		{ "{\"@mlo", "{\"@mlo", HOLD_PLAIN, 0 },
		{ "{\"@mlog\":", "", HOLD_MARKS, 9 },
		{ "{\"@mlog\":1}", "", HOLD_MARKS, 11 },
		{ "{\"@mlog\":1}\n", "{\"@mlog\":1}\n", HOLD_MARKS, 0 },
		{ "{\"@mlog\":1}\na\nb\n", "{\"@mlog\":1}\n", HOLD_MARKS,
		    4 },
		{ "{\"@mlog\":1}\na\n {\"@mlog\":2}\n", "{\"@mlog\":1}\n",
		    HOLD_MARKS, 15 },
		{ "{\"@mlog\":1}\na\n{\"@mlog\":2}\n{\"@mlog\":3}\nb",
		    "{\"@mlog\":1}\na\n{\"@mlog\":2}\n{\"@mlog\":3}\n",
		    HOLD_MARKS, 1 },
	};
	struct buf out = { 0 };
	uint64_t seed = 5;
	struct told t;
	struct hold h;

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		give(&h, str_c(row[i].text), &t, &seed, &out);
		CHECK_STR(buf_str(&out), row[i].given);
		CHECK_INT(h.form, row[i].form);
		CHECK_INT(h.dropped, row[i].dropped);
		CHECK_INT(t.spills, 0);
		hold_free(&h);
	}
	buf_free(&out);
}

/* Lines and marks of all lengths: what comes is all up to the last mark. */
static void
random_streams(void)
{
	struct buf text = { 0 }, out = { 0 };
	uint64_t seed = 17;
	struct told t;
	struct hold h;

	for (size_t i = 0; i < 30; i++) {
		size_t last = 0, lines = unit_random(&seed) % 2000;

		buf_reset(&text);
		buf_lit(&text, "{\"@mlog\":\"begin\"}\n");
		for (size_t k = 0; k < lines; k++) {
			bool mark = unit_random(&seed) % 50 == 0;
			size_t n = unit_random(&seed) % 3000;

			if (mark)
				buf_lit(&text, "{\"@mlog\":");
			else
				last = last ? last : text.n;
			while (n--)
				buf_putc(&text, 'x');
			buf_putc(&text, '\n');
			if (mark)
				last = 0;
		}
		last = last ? last : text.n;
		give(&h, buf_str(&text), &t, &seed, &out);
		CHECK_ROW(i, str_eq(buf_str(&out), str_of(text.p, last)));
		CHECK_ROW(i, h.dropped == text.n - last);
		hold_free(&h);
	}
	buf_free(&text);
	buf_free(&out);
}

/*
 * More than can be held is given out, once the callee was told, in whole lines
 * or as a piece of a long one; then it holds back to marks again.
 */
static void
spills(const char *piece, const char *end)
{
	static const char tail[] = "{\"@mlog\":2}\na\n{\"@mlog\":3}\nb\n";
	struct buf text = { 0 }, out = { 0 };
	uint64_t seed = 23;
	struct told t;
	struct hold h;
	size_t head;

	buf_lit(&text, "{\"@mlog\":1}\n");
	head = text.n;
	while (text.n < (size_t)HOLD_MAX + 3 * 1024 * 1024)
		buf_puts(&text, str_c(piece));
	buf_puts(&text, str_c(end));
	buf_puts(&text, str_c(tail));
	give(&h, buf_str(&text), &t, &seed, &out);
	CHECK_INT(t.spills, 1);
	CHECK_INT(t.given, head);
	CHECK_INT(h.dropped, 2);
	CHECK(str_eq(buf_str(&out), str_of(text.p, text.n - 2)));
	hold_free(&h);
	buf_free(&text);
	buf_free(&out);
}

/* A mark that is longer than what is held can be none of ours. */
static void
long_mark(void)
{
	struct buf text = { 0 }, out = { 0 };
	struct fault f = { 0 };
	struct told t = { 0 };
	struct hold h = { .stop = -1, .spill = spill, .arg = &t };
	int fd;

	buf_lit(&text, "{\"@mlog\":\"begin\"");
	while (text.n <= (size_t)HOLD_MAX + 1024 * 1024)
		buf_lit(&text, ",\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\":1");
	fd = file_of(buf_str(&text));
	hold_input(&h, fd, "text");
	CHECK_INT(hold_read(&h, buf_room(&out, 9), 9, &f), -1);
	CHECK(strstr(f.text, "a mark of more than"));
	close(fd);
	hold_free(&h);
	buf_free(&text);
	buf_free(&out);
}

int
main(void)
{
	small();
	random_streams();
	spills("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", "");
	spills("xxxxxxxxxxxxxxx", "\n");
	spills("x{\"@mlog\":1}", "\n");
	long_mark();
	UNIT_END;
}
