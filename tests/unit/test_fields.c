/*
 * Wanted paths: dotted, literal, through arrays, escaped keys, duplicates.
 */
#include "base/num.h"
#include "event/event.h"
#include "unit.h"

enum { MAX = 64 };

/* Value of a path (or literal key) in a record, as text; "-" for missing. */
static void
check(const char *json, const char *path, bool literal, const char *want)
{
	struct fields fields = { 0 };
	struct value value[MAX];
	unsigned char seen[MAX];
	struct buf scratch = { 0 };
	struct scan scan = { 0 };
	struct jread r;
	struct str name = str_c(path);
	int n = literal ? fields_add(&fields, &name, 1, true) :
	    fields_add_path(&fields, name);

	CHECK(n == 0);
	fields_add_path(&fields, STR("zzz"));
	fields_seal(&fields);
	scan_index(&scan, json, strlen(json));
	jread_init(&r, &scan, json, strlen(json));
	CHECK(fields_read(&fields, &r, value, seen, &scratch));
	if (value[0].kind == VALUE_MISSING)
		CHECK_STR(STR("-"), want);
	else
		CHECK_STR(value_text(&value[0], &scratch), want);
	CHECK(value[1].kind == VALUE_MISSING);
	scan_free(&scan);
	buf_free(&scratch);
	fields_free(&fields);
}

static void
lookups(void)
{
	static const struct {
		const char *json, *path;
		bool literal;
		const char *want;
	} row[] = {
		{ "{\"a\":1}", "a", false, "1" },
		{ "{\"b\":1}", "a", false, "-" },
		{ "{\"a\":null}", "a", false, "" },
		{ "{\"a\":{\"b\":2}}", "a.b", false, "2" },
		{ "{\"a.b\":3,\"a\":{\"b\":2}}", "a.b", false, "3" },
		{ "{\"a\":{\"b\":2},\"a.b\":3}", "a.b", false, "3" },
		{ "{\"a\":{\"b\":2}}", "a.b", true, "-" },
		{ "{\"a.b\":3}", "a.b", true, "3" },
		{ "{\"a\":[1,{\"b\":\"x\"}]}", "a.1.b", false, "x" },
		{ "{\"a\":[1]}", "a.1", false, "-" },
		{ "{\"a\":[1]}", "a.-1", false, "-" },
		{ "{\"a\":{\"0\":7}}", "a.0", false, "7" },
		{ "{\"a\":1,\"a\":2}", "a", false, "2" },
		{ "{\"a\":{\"b\":1,\"b\":2}}", "a.b", false, "2" },
		{ "{\"a\":{\"b\":1},\"a\":{\"b\":5}}", "a.b", false, "5" },
		{ "{\"\\u0061\":8}", "a", false, "8" },
		{ "{\"a\":{\"\\u0062\":9}}", "a.b", false, "9" },
		{ "{\"a\":\"x\\ty\"}", "a", false, "x\ty" },
		{ "{\"a\":1e400}", "a", false, "1e400" },
		{ "{\"a\":18446744073709551616}", "a", false,
		    "18446744073709551616" },
		{ "{\"a\":[1, {\"b\" : 2}]}", "a", false,
		    "[1, {\"b\" : 2}]" },
		{ "{\"a\":\"s\"}", "a.b", false, "-" },
		{ "{\"a\":{\"b\":{\"c\":{\"d\":true}}}}", "a.b.c.d", false,
		    "true" },
		{ "{\"\":4}", "", true, "4" },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		check(row[i].json, row[i].path, row[i].literal,
		    row[i].want);
}

static void
bounds(void)
{
	struct fields f = { 0 };
	struct str part[FIELDS_DEPTH_MAX + 1];
	struct buf b = { 0 };

	for (size_t i = 0; i <= FIELDS_DEPTH_MAX; i++)
		part[i] = STR("p");
	CHECK_INT(fields_add(&f, part, FIELDS_DEPTH_MAX + 1, false), -1);
	CHECK_INT(fields_add(&f, part, FIELDS_DEPTH_MAX, false), 0);
	CHECK_INT(fields_add(&f, part, FIELDS_DEPTH_MAX, false), 0);
	for (int i = 1; i < FIELDS_MAX; i++) {
		buf_reset(&b);
		buf_printf(&b, "field%d", i);
		CHECK_INT(fields_add_path(&f, buf_str(&b)), i);
	}
	CHECK_INT(fields_add_path(&f, STR("one.more")), -1);
	CHECK_INT(fields_add_path(&f, STR("field7")), 7);
	fields_seal(&f);
	CHECK(fields_find(&f, STR("field4000")) != NULL);
	CHECK(fields_find(&f, STR("field4001x")) == NULL);
	buf_free(&b);
	fields_free(&f);
}

/* Random records: every path finds what a walk by hand would. */
static void
random_records(void)
{
	uint64_t seed = 17;
	struct buf json = { 0 }, path = { 0 }, want = { 0 };

	for (int i = 0; i < 2000; i++) {
		size_t depth = 1 + unit_random(&seed) % 6;

		buf_reset(&json);
		buf_reset(&path);
		buf_reset(&want);
		buf_lit(&json, "{\"x\":[{\"k0\":0}],");
		for (size_t k = 0; k < depth; k++) {
			int key = (int)(unit_random(&seed) % 4);

			buf_printf(&json, "%s\"k%d\":", k ? "{\"y\":null," :
			    "", key);
			buf_printf(&path, "%sk%d", k ? "." : "", key);
		}
		num_put_uint64(&want, unit_random(&seed) % 1000);
		buf_puts(&json, buf_str(&want));
		for (size_t k = 0; k < depth; k++)
			buf_putc(&json, '}');
		buf_putc(&json, '\0');
		buf_putc(&path, '\0');
		buf_putc(&want, '\0');
		check(json.p, path.p, false, want.p);
	}
	buf_free(&json);
	buf_free(&path);
	buf_free(&want);
}

static void
events(void)
{
	static const char line[] = "{\"time\":\"2026-11-21T09:24:11.5Z\","
	    "\"level\":\"error\",\"severity\":18,\"event\":\"x\",\"n\":3}";
	struct fields f = { 0 };
	struct event_reader er;
	struct event e;
	struct scan scan = { 0 };
	struct jread r;
	int n = fields_add_path(&f, STR("n"));

	event_reader_init(&er, &f);
	scan_index(&scan, line, sizeof(line) - 1);
	jread_init(&r, &scan, line, sizeof(line) - 1);
	CHECK(event_read(&er, &r, &e));
	CHECK_INT(e.time, INT64_C(1795253051500000000));
	CHECK_INT(e.severity, 18);
	CHECK_STR(e.field[n].text, "3");
	scan_index(&scan, "{\"severity\":99,\"time\":7}", 24);
	jread_init(&r, &scan, "{\"severity\":99,\"time\":7}", 24);
	CHECK(event_read(&er, &r, &e));
	CHECK(e.time == STAMP_NONE && e.severity == 0);
	scan_index(&scan, "[1]", 3);
	jread_init(&r, &scan, "[1]", 3);
	CHECK(!event_read(&er, &r, &e) && r.error);
	scan_free(&scan);
	event_reader_free(&er);
	fields_free(&f);
}

static void
levels(void)
{
	int last;

	CHECK_INT(severity_of(STR("warn"), &last), 13);
	CHECK_INT(last, 16);
	CHECK_INT(severity_of(STR("WARNING"), NULL), 13);
	CHECK_INT(severity_of(STR("critical"), &last), 18);
	CHECK_INT(last, 18);
	CHECK_INT(severity_of(STR("fatal"), &last), 21);
	CHECK_INT(last, 24);
	CHECK_INT(severity_of(STR("loud"), NULL), 0);
	CHECK_INT(severity_of(STR(""), NULL), 0);
	for (int i = 1; i <= SEVERITY_MAX; i++)
		CHECK_ROW((size_t)i, severity_of(severity_level(i), &last) <=
		    i && last >= i);
	CHECK_STR(severity_level(0), "");
	CHECK_STR(severity_level(25), "");
}

static void
names_limited(void)
{
	struct fields f = { 0 };
	struct str dotted = STR("a.b"), part[FIELDS_DEPTH_MAX + 1];

	for (size_t i = 0; i <= FIELDS_DEPTH_MAX; i++)
		part[i] = STR("a");
	CHECK_INT(fields_add(&f, part, FIELDS_DEPTH_MAX + 1, false), -1);
	CHECK_INT(fields_add_path(&f, STR("a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a")),
	    -1);
	CHECK_INT(fields_add(&f, part, FIELDS_DEPTH_MAX, false), 0);
	CHECK_INT(fields_add_path(&f, (struct str){ 0 }), 1);
	CHECK_INT(fields_add_path(&f, STR("")), 1);
	/* A key with a dot in it, and the path, are two. */
	CHECK_INT(fields_add(&f, &dotted, 1, true), 2);
	CHECK_INT(fields_add(&f, &dotted, 1, false), 3);
	CHECK_INT(fields_add_path(&f, dotted), 4);
	fields_seal(&f);
	fields_seal(&f);
	CHECK_INT(fields_add_path(&f, dotted), 4);
	CHECK_INT(fields_add_path(&f, STR("late")), -1);
	fields_free(&f);
	for (int i = 0; i < FIELDS_MAX; i++) {
		char name[16];

		snprintf(name, sizeof(name), "n%d", i);
		CHECK_INT(fields_add_path(&f, str_c(name)), i);
	}
	CHECK_INT(fields_add_path(&f, STR("one more")), -1);
	fields_free(&f);
}

/* What is no record is said so, and where. */
static void
damage(void)
{
	static const struct {
		const char *text;
		size_t column;
	} t[] = {
		{ "[1]", 1 }, { "{\"a\":1", 7 }, { "{\"a\":1,}", 8 },
		{ "{\"a\":1} x", 9 }, { "{\"a\":{\"b\":x}}", 11 },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct fields f = { 0 };
		struct value value[1];
		unsigned char seen[1];
		struct buf scratch = { 0 };
		struct scan scan = { 0 };
		struct jread r;

		fields_add_path(&f, STR("a"));
		fields_seal(&f);
		scan_index(&scan, t[i].text, strlen(t[i].text));
		jread_init(&r, &scan, t[i].text, strlen(t[i].text));
		CHECK_ROW(i, !fields_read(&f, &r, value, seen, &scratch));
		CHECK_INT(jread_column(&r, 0), t[i].column);
		scan_free(&scan);
		buf_free(&scratch);
		fields_free(&f);
	}
}

/* With as many names as there may be, the reader's own have no place. */
static void
reader_without_room(void)
{
	static const char text[] = "{\"time\":\"2026-11-21T09:24:11Z\","
	    "\"severity\":17,\"n7\":1}";
	struct fields f = { 0 };
	struct event_reader er;
	struct scan scan = { 0 };
	struct jread r;
	struct event e;

	for (int i = 0; i < FIELDS_MAX; i++) {
		char name[16];

		snprintf(name, sizeof(name), "n%d", i);
		fields_add_path(&f, str_c(name));
	}
	event_reader_init(&er, &f);
	scan_index(&scan, text, strlen(text));
	jread_init(&r, &scan, text, strlen(text));
	CHECK(event_read(&er, &r, &e));
	CHECK(e.time == STAMP_NONE && e.severity == 0);
	CHECK(e.field[7].kind == VALUE_NUMBER);
	scan_free(&scan);
	event_reader_free(&er);
	fields_free(&f);
}

static void
values(void)
{
	static const struct {
		enum value_kind kind;
		const char *text;
		bool number;
		double d;
	} t[] = {
		{ VALUE_NUMBER, "1.5", true, 1.5 },
		{ VALUE_STRING, "-2", true, -2 },
		{ VALUE_STRING, "two", false, 0 },
		{ VALUE_TRUE, "true", false, 0 },
		{ VALUE_MISSING, "", false, 0 },
	};
	struct buf scratch = { 0 };
	double d;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct value v = { t[i].kind, false, str_c(t[i].text) };

		CHECK_ROW(i, value_number(&v, &d) == t[i].number);
		CHECK_ROW(i, !t[i].number || d == t[i].d);
		CHECK_STR(value_text(&v, &scratch), t[i].text);
	}
	buf_free(&scratch);
}

int
main(void)
{
	lookups();
	bounds();
	random_records();
	events();
	levels();
	names_limited();
	damage();
	reader_without_room();
	values();
	UNIT_END;
}
