/*
 * Where a text over several lines ends: random texts with newlines between
 * their tokens, and what cannot go on.
 */
#include "base/buf.h"
#include "json/frame.h"
#include "unit.h"

static void put_value(struct buf *b, uint64_t *seed, int depth);

/* White space, with newlines. */
static void
put_space(struct buf *b, uint64_t *seed)
{
	static const char space[] = { '\n', ' ', '\t', '\r' };

	while (unit_random(seed) % 3 == 0)
		buf_putc(b, space[unit_random(seed) % sizeof(space)]);
}

static void
put_token(struct buf *b, uint64_t *seed, const char *token)
{
	buf_puts(b, str_c(token));
	put_space(b, seed);
}

static void
put_string(struct buf *b, uint64_t *seed)
{
	static const char *const text[] = {
		"\"\"", "\"a\"", "\"{[\"", "\"\\\"\"", "\"\\\\\"",
		"\"x\\\\\\\"]}\"", "\",:\"",
	};

	put_token(b, seed, text[unit_random(seed) % 7]);
}

static void
put_nested(struct buf *b, uint64_t *seed, int depth, bool object)
{
	size_t n = unit_random(seed) % 4;

	put_token(b, seed, object ? "{" : "[");
	for (size_t i = 0; i < n; i++) {
		if (i)
			put_token(b, seed, ",");
		if (object) {
			put_string(b, seed);
			put_token(b, seed, ":");
		}
		put_value(b, seed, depth + 1);
	}
	/* What follows it is not its own. */
	buf_putc(b, object ? '}' : ']');
	if (depth)
		put_space(b, seed);
}

static void
put_value(struct buf *b, uint64_t *seed, int depth)
{
	static const char *const text[] = { "1", "-2.5e3", "true", "null" };
	size_t kind = depth == 0 ? unit_random(seed) % 2 :
	    unit_random(seed) % (depth > 6 ? 2 : 4) + (depth > 6 ? 2 : 0);

	if (kind < 2)
		put_nested(b, seed, depth, kind == 0);
	else if (kind == 2)
		put_string(b, seed);
	else
		put_token(b, seed, text[unit_random(seed) % 4]);
}

/* Feeds the lines of a text; *end is where it was done, or broken. */
static enum frame_result
feed(struct str text, size_t *end)
{
	struct frame f = { 0 };
	struct str rest = text, line;
	enum frame_result got = FRAME_MORE;
	size_t at = 0;

	*end = text.n;
	while (got == FRAME_MORE && str_cut(&rest, '\n', &line)) {
		at = 0;
		got = frame_feed(&f, line, &at);
		*end = (size_t)(line.p - text.p) + at;
	}
	return got;
}

static void
random_texts(void)
{
	struct buf b = { 0 };
	uint64_t seed = 77;
	size_t end;

	for (size_t i = 0; i < 5000; i++) {
		size_t n;

		buf_reset(&b);
		put_value(&b, &seed, 0);
		n = b.n;
		CHECK_ROW(i, feed(buf_str(&b), &end) == FRAME_DONE &&
		    end == n);
		buf_lit(&b, " {");
		CHECK_ROW(i, feed(buf_str(&b), &end) == FRAME_DONE &&
		    end == n);
		/* No part of it is whole; a cut string is broken. */
		for (size_t k = 1; k < n; k += 1 + n / 20)
			CHECK_ROW(i, feed(str_of(b.p, k), &end) !=
			    FRAME_DONE);
	}
	buf_free(&b);
}

static void
broken_texts(void)
{
	static const struct {
		const char *text;
		size_t at;
	} row[] = {
		{ "{\n{", 2 }, { "{\"a\"\n{", 5 }, { "{\"a\":1\n{", 7 },
		{ "{\"a\":1,\n{", 8 }, { "{]", 1 }, { "[}", 1 },
		{ "[1,]", 3 }, { "{\"a\":1,}", 7 }, { "{,}", 1 },
		{ "[\"a\n\"]", 1 }, { "[1 2]", 3 }, { "[1:2]", 2 },
		{ "{1:2}", 1 }, { "{\"a\" 1}", 5 }, { "{\"a\"::1}", 5 },
		{ "}", 0 }, { ",", 0 }, { "[\"a\\\"]", 1 },
	};
	struct buf deep = { 0 };
	size_t end;

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		CHECK_ROW(i, feed(str_c(row[i].text), &end) ==
		    FRAME_BROKEN && end == row[i].at);
	for (int i = 0; i < JREAD_DEPTH_MAX; i++)
		buf_lit(&deep, "[\n");
	CHECK(feed(buf_str(&deep), &end) == FRAME_MORE);
	buf_putc(&deep, '[');
	CHECK(feed(buf_str(&deep), &end) == FRAME_BROKEN);
	buf_free(&deep);
}

int
main(void)
{
	random_texts();
	broken_texts();
	UNIT_END;
}
