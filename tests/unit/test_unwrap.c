/*
 * What wraps records: the lines of containers, the ends of pieces, and as a
 * property over random layers that no value is lost and no name is there
 * twice.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "event/keys.h"
#include "event/logline.h"
#include "event/unwrap.h"
#include "json/jwrite.h"
#include "unit.h"

static void
cri_lines(void)
{
	static const struct {
		const char *line;
		bool is, partial;
		const char *stream, *tag, *text;
	} row[] = {
		{ "2026-11-21T09:24:11.123456789Z stdout F text", true, false,
		    "stdout", "", "text" },
		{ "2026-11-21T09:24:11Z stderr P a b ", true, true, "stderr",
		    "", "a b " },
		{ "2026-11-21T10:24:11+01:00 stdout F:x:y  t", true, false,
		    "stdout", "x:y", " t" },
		{ "2026-11-21T09:24:11Z stdout F: t", true, false, "stdout",
		    "", "t" },
		{ "2026-11-21T09:24:11Z stdout F ", true, false, "stdout", "",
		    "" },
		{ "2026-11-21T09:24:11Z stdout F", true, false, "stdout", "",
		    "" },
		{ "2026-11-21T09:24:11Z stdout", false, false, "", "", "" },
		{ "2026-11-21T09:24:11Z", false, false, "", "", "" },
		{ "x026-11-21T09:24:11Z stdout F t", false, false, "", "",
		    "" },
		{ "2026-11-21T09:24:11Z stdout  F t", false, false, "", "",
		    "" },
		{ "2026-11-21T09:24:11Z stdin F t", false, false, "", "", "" },
		{ "2026-11-21T09:24:11Z stdout FF t", false, false, "", "",
		    "" },
		{ "2026-11-21T09:24:11Z stdout f t", false, false, "", "",
		    "" },
		{ "2026-13-21T09:24:11Z stdout F t", false, false, "", "",
		    "" },
		{ "2026-11-21 09:24:11Z stdout F t", false, false, "", "",
		    "" },
		{ "1795253051 stdout F t", false, false, "", "", "" },
		{ "", false, false, "", "", "" },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct cri c;
		bool is = unwrap_cri(str_c(row[i].line), &c);

		if (!CHECK_ROW(i, is == row[i].is) || !is)
			continue;
		CHECK_ROW(i, c.partial == row[i].partial);
		CHECK_STR(c.stream, row[i].stream);
		CHECK_STR(c.tag, row[i].tag);
		CHECK_STR(c.text, row[i].text);
	}
}

static void
ends(void)
{
	static const struct {
		const char *s;
		bool escaped, ends;
		const char *chomped;
		bool object;
	} row[] = {
		{ "a\\n", true, true, "a", false },
		{ "a\\\\n", true, false, "a\\\\n", false },
		{ "a\\\\\\n", true, true, "a\\\\", false },
		{ "a\\r\\n", true, true, "a", false },
		{ "\\n", true, true, "", false },
		{ "n", true, false, "n", false },
		{ "a\\n", false, false, "a\\n", false },
		{ "a\r\n", false, true, "a", false },
		{ "", true, false, "", false },
		{ "", false, false, "", false },
		{ " \\t\\r{", true, false, " \\t\\r{", true },
		{ "\\u007b", true, false, "\\u007b", false },
		{ "\\n{\\n", true, true, "\\n{", true },
		{ "\n{", false, false, "\n{", true },
		{ "\r{", false, false, "\r{", true },
		{ "a\r", false, false, "a", false },
		{ "\t {", false, false, "\t {", true },
		{ "\\t{", false, false, "\\t{", false },
		{ "[{", false, false, "[{", false },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct inner in = { str_c(row[i].s), row[i].escaped, true };

		CHECK_ROW(i, unwrap_ends(&in) == row[i].ends);
		CHECK_STR(unwrap_chomp(&in), row[i].chomped);
		CHECK_ROW(i, unwrap_is_object(&in) == row[i].object);
	}
}

static void
key_sets(void)
{
	struct keys k = { 0 };
	struct buf name = { 0 };

	CHECK_INT(keys_owner(&k, STR("a")), KEYS_NONE);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 1000; i++) {
			buf_reset(&name);
			buf_printf(&name, "k%d", i);
			CHECK(keys_owner(&k, buf_str(&name)) == KEYS_NONE);
			keys_set(&k, buf_str(&name), i);
		}
		keys_set(&k, STR("k7"), 5);
		keys_set(&k, STR(""), 6);
		CHECK_INT(keys_owner(&k, STR("k7")), 5);
		CHECK_INT(keys_owner(&k, STR("")), 6);
		CHECK_INT(keys_owner(&k, STR("k999")), 999);
		CHECK_INT(k.n, 1001);
		keys_reset(&k);
		CHECK_INT(keys_owner(&k, STR("k7")), KEYS_NONE);
	}
	/* The rounds begin anew some day. */
	keys_set(&k, STR("old"), 1);
	k.round = UINT32_MAX;
	keys_reset(&k);
	CHECK_INT(keys_owner(&k, STR("old")), KEYS_NONE);
	keys_free(&k);
	buf_free(&name);
}

/* ---- random layers */

static const char *const name[] = {
	"a", "b", "stream_", "c", "time_", "event", "level", "level_",
	"observed", "observed_", "logger", "tag", "tag_", "attrs", "prefix",
	"_PID", "MESSAGE_ID", "@mlog", "x.y", "severity", "trace_id",
};

enum { NNAMES = sizeof(name) / sizeof(name[0]) };

/* n members with a value each that no other has. */
static void
put_marked(struct buf *b, uint64_t *seed, size_t n, size_t *marks)
{
	size_t from = unit_random(seed) % NNAMES;

	for (size_t i = 0; i < n; i++)
		buf_printf(b, ",\"%s\":[\"mark%zu\"]",
		    name[(from + i * 4) % NNAMES], (*marks)++);
}

/* The text in a wrapper; true when it is one of a container's lines. */
static bool
wrap(struct buf *b, uint64_t *seed, bool can_be_text, size_t *marks)
{
	struct buf in = *b;
	size_t n = unit_random(seed) % 4, kind = unit_random(seed) %
	    (can_be_text ? 3 : 2);

	*b = (struct buf){ 0 };
	switch (kind) {
	case 0:
		buf_lit(&in, "\n");
		buf_lit(b, "{\"stream\":\"stdout\",\"log\":");
		jwrite_string(b, buf_str(&in));
		buf_lit(b, ",\"time\":\"2026-11-21T09:24:12Z\"");
		/* It has no other members. */
		if (n)
			buf_printf(b, ",\"attrs\":{\"k\":[\"mark%zu\"]}",
			    (*marks)++);
		buf_putc(b, '}');
		break;
	case 1:
		buf_lit(b, "{\"__REALTIME_TIMESTAMP\":\"1795253053000000\","
		    "\"MESSAGE\":");
		jwrite_string(b, buf_str(&in));
		buf_lit(b, ",\"PRIORITY\":\"6\"");
		put_marked(b, seed, n, marks);
		buf_putc(b, '}');
		break;
	default:
		buf_lit(b, "2026-11-21T09:24:14Z stdout F:t ");
		buf_puts(b, buf_str(&in));
	}
	buf_free(&in);
	return kind == 2;
}

/* Each name of the object once, and each mark. */
static bool
is_whole(struct str s, size_t marks)
{
	struct scan scan = { 0 };
	struct jread r;
	struct jtoken key, v;
	struct keys seen = { 0 };
	bool ok = true;

	scan_index(&scan, s.p, s.n);
	jread_init(&r, &scan, s.p, s.n);
	r.strict = true;
	jread_open(&r, JREAD_OBJECT);
	while (jread_member(&r, &key, &v)) {
		ok &= keys_owner(&seen, key.text) == KEYS_NONE;
		keys_set(&seen, key.text, 1);
		if (str_starts(v.text, STR("[\"mark")) ||
		    str_starts(v.text, STR("{\"k\":[\"mark")))
			marks--;
	}
	ok &= !r.error && jread_end(&r) && marks == 0;
	scan_free(&scan);
	keys_free(&seen);
	return ok;
}

static enum logline_result
convert(struct logline *ll, struct str text, struct buf *out)
{
	struct logline_refusal why;
	enum logline_result got;
	struct lines l;
	struct line line;
	int fd[2];

	buf_reset(out);
	if (pipe(fd) != 0 || write(fd[1], text.p, text.n) !=
	    (ssize_t)text.n) {
		perror("pipe");
		exit(1);
	}
	close(fd[1]);
	lines_init(&l, fd[0], "text", 0);
	CHECK(lines_next(&l, &line, NULL) == LINES_OK);
	got = logline_convert(ll, &l, &line, out, &why);
	lines_free(&l);
	close(fd[0]);
	return got;
}

static void
nothing_lost(void)
{
	struct logline *ll = logline_new(NULL, false);
	struct buf b = { 0 }, out = { 0 }, again = { 0 };
	uint64_t seed = 91;

	for (size_t i = 0; i < 10000; i++) {
		size_t marks = 0, layers = unit_random(&seed) % 4;
		bool timed = unit_random(&seed) % 2;

		buf_reset(&b);
		buf_printf(&b, "{\"%s\":%s", timed ? "ts" : "msg",
		    timed ? "1795253051" : "\"m\"");
		put_marked(&b, &seed, unit_random(&seed) % 5, &marks);
		buf_putc(&b, '}');
		for (size_t k = 0; k < layers; k++)
			if (wrap(&b, &seed, k == layers - 1, &marks))
				break;
		if (!CHECK_ROW(i, convert(ll, buf_str(&b), &out) ==
		    LOGLINE_EVENT))
			continue;
		if (!CHECK_ROW(i, is_whole(str_of(out.p, out.n - 1), marks)))
			fprintf(stderr, "\t%.*s\n\t%.*s", STR_ARG(buf_str(&b)),
			    STR_ARG(buf_str(&out)));
		if (timed)
			CHECK_ROW(i, str_starts(buf_str(&out),
			    STR("{\"time\":\"2026-11-21T09:24:11Z\"")));
		CHECK_ROW(i, convert(ll, buf_str(&out), &again) ==
		    LOGLINE_EVENT && str_eq(buf_str(&out),
		    buf_str(&again)));
	}
	logline_destroy(ll);
	buf_free(&b);
	buf_free(&out);
	buf_free(&again);
}

int
main(void)
{
	cri_lines();
	ends();
	key_sets();
	nothing_lost();
	UNIT_END;
}
