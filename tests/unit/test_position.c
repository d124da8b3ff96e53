/*
 * The text of positions: what is written is read back, what is missing or
 * wrong is refused.
 */
#include "event/position.h"
#include "unit.h"

static bool
read_text(const char *text, struct position *p, struct arena *a)
{
	struct scan scan = { 0 };
	struct buf b = { 0 };
	struct jread r;
	struct fault f = { 0 };
	bool ok;

	buf_puts(&b, str_c(text));
	scan_index(&scan, b.p, b.n);
	jread_init(&r, &scan, b.p, b.n);
	r.strict = true;
	ok = position_read(p, &r, a, &f) && jread_end(&r);
	CHECK(ok || f.text[0]);
	scan_free(&scan);
	buf_free(&b);
	return ok;
}

static void
test_round(void)
{
	static const char *const text[] = {
		"\"input\":\"/var/log/app.log\",\"dev\":66305,\"ino\":393,"
		"\"offset\":104857,\"size\":104857,"
		"\"mtime\":\"2026-11-21T09:24:11.123456789Z\",\"open\":true,"
		"\"head\":\"0123456789abcdef\",\"tail\":\"fedcba9876543210\"",
		"\"input\":\"a \\\"b\\\".gz\",\"dev\":0,"
		"\"ino\":18446744073709551615,\"offset\":1,\"size\":2,"
		"\"open\":false,"
		"\"head\":\"0000000000000000\",\"tail\":\"ffffffffffffffff\"",
		"\"input\":\"app.log\",\"dev\":1,\"ino\":2,\"gone\":true,"
		"\"lost\":true",
		"\"input\":\"app.log\",\"dev\":1,\"ino\":2,\"gone\":true",
	};

	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		struct buf line = { 0 }, again = { 0 };
		struct arena a = { 0 };
		struct position p;

		buf_printf(&line, "{\"@mlog\":\"input\",%s,\"new\":[{}]}",
		    text[i]);
		buf_putc(&line, '\0');
		CHECK_ROW(i, read_text(line.p, &p, &a));
		position_put(&again, &p);
		CHECK_STR(buf_str(&again), text[i]);
		buf_free(&line);
		buf_free(&again);
		arena_free(&a);
	}
}

static void
test_values(void)
{
	struct arena a = { 0 };
	struct position p, q;

	CHECK(read_text("{\"input\":\"x\\u00e9\",\"dev\":7,\"ino\":8,"
	    "\"offset\":9,\"size\":10,\"mtime\":\"1970-01-01T00:00:01Z\","
	    "\"open\":true,\"head\":\"00000000000000ff\","
	    "\"tail\":\"0000000000000001\"}", &p, &a));
	CHECK_STR(p.input, "x\xc3\xa9");
	CHECK_INT(p.dev, 7);
	CHECK_INT(p.ino, 8);
	CHECK_INT(p.offset, 9);
	CHECK_INT(p.size, 10);
	CHECK_INT(p.mtime, STAMP_SEC);
	CHECK(p.open && !p.gone && !p.lost);
	CHECK_INT(p.head, 255);
	CHECK_INT(p.tail, 1);
	q = p;
	q.offset++;
	CHECK(position_same(&p, &q));
	q.ino++;
	CHECK(!position_same(&p, &q));
	arena_free(&a);
}

static void
test_refused(void)
{
	static const char *const text[] = {
		"[]", "{}", "",
		"{\"input\":\"a\",\"dev\":1,\"gone\":true}",
		"{\"input\":\"a\",\"dev\":1,\"ino\":2}",
		"{\"input\":\"a\",\"dev\":-1,\"ino\":2,\"gone\":true}",
		"{\"input\":\"a\",\"dev\":1,\"ino\":2.5,\"gone\":true}",
		"{\"input\":7,\"dev\":1,\"ino\":2,\"gone\":true}",
		"{\"input\":\"a\",\"dev\":1,\"ino\":2,\"gone\":1}",
		"{\"input\":\"a\",\"dev\":1,\"ino\":2,\"gone\":true",
		"{\"input\":\"a\",\"dev\":1,\"ino\":2,\"offset\":3,"
		"\"size\":3,\"open\":true,\"head\":\"00000000000000fF\","
		"\"tail\":\"0000000000000001\"}",
		"{\"input\":\"a\",\"dev\":1,\"ino\":2,\"offset\":3,"
		"\"size\":3,\"open\":true,\"head\":\"000000000000000f\"}",
	};

	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		struct arena a = { 0 };
		struct position p;

		CHECK_ROW(i, !read_text(text[i], &p, &a));
		arena_free(&a);
	}
}

int
main(void)
{
	test_round();
	test_values();
	test_refused();
	UNIT_END;
}
