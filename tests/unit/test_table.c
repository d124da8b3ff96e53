/*
 * The series table against a plain list, and aggregates at their limits: what
 * is folded, dropped or failed, with the totals of the family still exact.
 */
#include "series/aggregate.h"
#include "unit.h"

enum { NKEYS = 3000 };

static void
finds(void)
{
	struct rule rule = { .kind = RULE_COUNTER, .limit = NKEYS };
	struct series *made[NKEYS];
	char text[NKEYS][16];
	struct table t;

	table_init(&t, &rule, 2);
	CHECK(!table_find(&t, NULL, 1));
	for (size_t i = 0; i < NKEYS; i++) {
		struct str v[2];

		snprintf(text[i], sizeof(text[i]), "v%zu", i / 2);
		v[0] = str_c(text[i]);
		v[1] = i % 2 ? STR("") : STR("odd");
		CHECK_ROW(i, !table_find(&t, v, table_hash(v, 2)));
		made[i] = table_add(&t, v, table_hash(v, 2));
	}
	for (size_t i = 0; i < NKEYS; i++) {
		struct str v[2] = { str_c(text[i]),
			i % 2 ? STR("") : STR("odd") };

		CHECK_ROW(i, table_find(&t, v, table_hash(v, 2)) == made[i] &&
		    t.series[i] == made[i] &&
		    str_eq(made[i]->value[0], str_c(text[i])));
	}
	CHECK_INT(t.n, NKEYS);
	CHECK(t.nslots >= t.n * 2 || t.nslots >= t.n);
	table_free(&t);
}

/* Equal hashes do not make equal series. */
static void
collisions(void)
{
	struct rule rule = { .kind = RULE_COUNTER };
	struct series *made[100];
	char text[100][8];
	struct table t;

	table_init(&t, &rule, 1);
	for (size_t i = 0; i < 100; i++) {
		struct str v;

		snprintf(text[i], sizeof(text[i]), "%zu", i);
		v = str_c(text[i]);
		made[i] = table_add(&t, &v, 42);
	}
	for (size_t i = 0; i < 100; i++) {
		struct str v = str_c(text[i]);

		CHECK_ROW(i, table_find(&t, &v, 42) == made[i]);
	}
	table_free(&t);
}

/* The order of the values matters, and where one ends. */
static void
hashes(void)
{
	struct str ab[2] = { STR("a"), STR("b") };
	struct str ba[2] = { STR("b"), STR("a") };
	struct str joined[2] = { STR("ab"), STR("") };

	CHECK(table_hash(ab, 2) == table_hash(ab, 2));
	CHECK(table_hash(ab, 2) != table_hash(ba, 2));
	CHECK(table_hash(ab, 2) != table_hash(joined, 2));
}

static void
others(void)
{
	struct rule rule = { .kind = RULE_COUNTER };
	struct str v = TABLE_OTHER;
	struct series *own;
	struct table t;

	table_init(&t, &rule, 1);
	own = table_add(&t, &v, table_hash(&v, 1));
	CHECK(table_other(&t) == own);
	CHECK(table_other(&t) == own);
	CHECK_INT(t.n, 1);
	table_free(&t);
}

/* A run over lines with one member k; its aggregate. */
struct run {
	struct rules *rules;
	struct rules_errors errors;
	struct event_reader reader;
	struct aggregate *a;
	struct fault fault;
	bool ok;
};

static void
run(struct run *r, const char *rule, const unsigned *key, size_t n)
{
	struct scan scan = { 0 };
	struct buf line = { 0 };
	struct jread in;
	struct event e;

	*r = (struct run){ .ok = true, .rules = rules_new() };
	CHECK(rules_load_text(r->rules, STR("test"), str_c(rule),
	    &r->errors));
	CHECK(rules_finish(r->rules, &r->errors));
	event_reader_init(&r->reader, &r->rules->fields);
	r->a = aggregate_new(r->rules, INT64_C(1795253051) * STAMP_SEC);
	for (size_t i = 0; i < n && r->ok; i++) {
		buf_reset(&line);
		buf_printf(&line, "{\"k\":\"%u\",\"v\":%u}", key[i], key[i]);
		scan_index(&scan, line.p, line.n);
		jread_init(&in, &scan, line.p, line.n);
		r->ok = CHECK(event_read(&r->reader, &in, &e)) &&
		    aggregate_event(r->a, &e, &r->fault);
	}
	scan_free(&scan);
	buf_free(&line);
}

static void
run_end(struct run *r)
{
	aggregate_destroy(r->a);
	event_reader_free(&r->reader);
	rules_errors_free(&r->errors);
	rules_destroy(r->rules);
}

static double
total(const struct metric *m)
{
	double sum = 0;

	for (size_t i = 0; i < m->table.n; i++) {
		struct reading reading = { 0 };

		kind_of(m->rule)->read(m->table.series[i]->state, m->rule,
		    &reading);
		sum += reading.term[0];
	}
	return sum;
}

static void
limits(void)
{
	unsigned key[1000];
	double all = 0;
	uint64_t seed = 23;
	struct run r;

	for (size_t i = 0; i < 1000; i++) {
		key[i] = (unsigned)(i < 50 ? i : unit_random(&seed) % 500);
		all += key[i];
	}
	run(&r, "counter c of v by k limit 20", key, 1000);
	CHECK(r.ok);
	CHECK_INT(r.a->metric[0].table.n, 21);
	CHECK(r.a->metric[0].table.folded > 900);
	CHECK(total(&r.a->metric[0]) == all);
	CHECK_INT(r.a->metric[0].matches, 1000);
	run_end(&r);
	run(&r, "counter c by k limit 20 drop", key, 1000);
	CHECK(r.ok);
	CHECK_INT(r.a->metric[0].table.n, 20);
	CHECK(total(&r.a->metric[0]) +
	    (double)r.a->metric[0].skipped[SKIP_DROPPED] == 1000);
	run_end(&r);
	run(&r, "counter c by k limit 20 fail", key, 1000);
	CHECK(!r.ok && strstr(r.fault.text, "limit 20 fail"));
	CHECK_INT(r.a->events, 21);
	run_end(&r);
	run(&r, "counter c by k limit 500 fail", key, 1000);
	CHECK(r.ok);
	CHECK(r.a->metric[0].table.n <= 500);
	CHECK(total(&r.a->metric[0]) == 1000);
	run_end(&r);
}

static void
zeros(void)
{
	static const unsigned key[] = { 1, 7, 1 };
	struct run r;

	run(&r, "label k only \"1\", \"2\", \"3\" else \"more\"\n"
	    "counter c by k", key, 0);
	CHECK_INT(r.a->metric[0].table.n, 3);
	CHECK(total(&r.a->metric[0]) == 0);
	run_end(&r);
	run(&r, "label k only \"1\", \"2\", \"3\" else \"more\"\n"
	    "counter c by k", key, 3);
	CHECK_INT(r.a->metric[0].table.n, 4);
	CHECK(total(&r.a->metric[0]) == 3);
	run_end(&r);
	run(&r, "label k only \"1\", \"2\"\ncounter c by k", key, 3);
	CHECK_INT(r.a->metric[0].table.n, 2);
	CHECK_INT(r.a->metric[0].skipped[SKIP_NOT_ALLOWED], 1);
	CHECK(total(&r.a->metric[0]) == 2);
	run_end(&r);
}

int
main(void)
{
	finds();
	collisions();
	hashes();
	others();
	limits();
	zeros();
	UNIT_END;
}
