/*
 * Writes a log of any size for the benchmark: the records of one service in
 * several shapes and key orders, with escapes, stack traces and nested values,
 * 5 % in the formats of other loggers, 0.1 % damaged. The same arguments give
 * the same bytes on every machine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gen.h"

#define COUNT(a) (uint32_t)(sizeof (a) / sizeof (a)[0])

struct job {
	struct gen_rand r;
	struct gen_line l;
	int64_t now;		/* us since 1970 */
	uint64_t left;		/* bytes to write */
	bool clean;		/* without damage */
};

static const char *const names[] = { "alice", "bob", "Zo\303\253",
    "\345\274\240\344\274\237", "O\"Neil", "dave" };
static const char *const models[] = { "large-2026-01", "small-2026-01",
    "reasoner-3" };

static void
put(struct job *j, const char *s, size_t n)
{
	if (fwrite(s, 1, n, stdout) != n || putchar('\n') == EOF) {
		perror("gen-bench");
		exit(2);
	}
	j->left -= j->left > n ? n + 1 : j->left;
}

static void
uuid(struct job *j, const char *key)
{
	char s[37];

	gen_uuid(&j->r, s);
	gen_str(&j->l, key, s);
}

static void
user(struct job *j)
{
	gen_push(&j->l, "user");
	gen_int(&j->l, "id", gen_below(&j->r, 100000));
	gen_str(&j->l, "name", gen_pick(&j->r, names, COUNT(names)));
	gen_raw(&j->l, "roles", "[\"admin\", \"ops\"]");
	gen_close(&j->l);
}

/* The service's own records: the shape's members between head and tail. */

static void
request(struct job *j)
{
	static const char *const method[] = { "GET", "GET", "POST", "PUT" };
	static const int status[] = { 200, 200, 200, 201, 304, 404, 500 };
	char path[64];

	snprintf(path, sizeof path, "/api/v1/orders/%u/items",
	    (unsigned)gen_below(&j->r, 1000000));
	gen_str(&j->l, "method", gen_pick(&j->r, method, COUNT(method)));
	gen_str(&j->l, "path", path);
	gen_int(&j->l, "status", status[gen_below(&j->r, COUNT(status))]);
	gen_dec(&j->l, "duration_ms", gen_spread(&j->r, 200, 3000000), 3);
	user(j);
	gen_int(&j->l, "bytes", gen_spread(&j->r, 100, 5000000));
	gen_str(&j->l, "user_agent", "Mozilla/5.0 (X11; Linux x86_64; "
	    "rv:128.0) Gecko/20100101 Firefox/128.0");
}

static void
query(struct job *j)
{
	gen_str(&j->l, "query", "SELECT \"id\", \"total\" FROM \"orders\" "
	    "WHERE \"state\" = $1\n  AND \"placed\" > now() - interval "
	    "'1 day'\n  ORDER BY \"placed\" DESC LIMIT 50");
	gen_int(&j->l, "rows", gen_below(&j->r, 50));
	gen_dec(&j->l, "duration_ms", gen_spread(&j->r, 100, 900000), 3);
	gen_raw(&j->l, "params", "[\"open\", {\"tz\": \"UTC\"}, null, true]");
}

static void
call(struct job *j)
{
	uint32_t m = gen_below(&j->r, COUNT(models));

	user(j);
	gen_str(&j->l, "model", models[m]);
	gen_dec(&j->l, "cost", gen_spread(&j->r, 30, 900000), 6);
	gen_raw(&j->l, "usage", "{\"prompt\": 812, \"completion\": 77, "
	    "\"cached\": {\"read\": 512, \"write\": 0}}");
	gen_str(&j->l, "preview", "F\303\274r \"Zo\303\253\": "
	    "\350\257\267\346\200\273\347\273\223 \360\237\232\200\n\tok");
	gen_dec(&j->l, "duration_ms", gen_spread(&j->r, 90000, 9000000), 3);
}

static void
failure(struct job *j)
{
	static const char frame[] =
	    "  File \"C:\\\\app\\\\orders\\\\service.py\", line 212, in place\n"
	    "    return await self._repo.insert(order, timeout=5.0)\n";
	char trace[2048] = "Traceback (most recent call last):\n";
	uint32_t n = 2 + gen_below(&j->r, 9);

	while (n-- > 0)
		strcat(trace, frame);
	strcat(trace, "asyncpg.exceptions.DeadlockDetectedError: deadlock");
	gen_push(&j->l, "error");
	gen_str(&j->l, "type", "DeadlockDetectedError");
	gen_raw(&j->l, "retry", "false");
	gen_close(&j->l);
	gen_str(&j->l, "exception", trace);
}

static void
cache(struct job *j)
{
	gen_str(&j->l, "cache", "sessions");
	gen_raw(&j->l, "hit", gen_chance(&j->r, 8000) ? "true" : "false");
	gen_int(&j->l, "bytes", gen_spread(&j->r, 10, 90000));
}

static void
batch(struct job *j)
{
	gen_str(&j->l, "queue", "mail");
	gen_raw(&j->l, "stats", "{\"p50\": 0.012, \"p99\": 1.5e-1, "
	    "\"buckets\": [1, 4, 12, 7, 0, 0], \"labels\": {\"zone\": "
	    "\"eu-1\", \"shard\": \"07\"}}");
	gen_dec(&j->l, "duration_ms", gen_spread(&j->r, 1000, 90000000), 3);
	gen_int(&j->l, "status", (int64_t)gen_below(&j->r, 2));
}

static const struct shape {
	uint32_t weight;
	const char *event, *logger, *level;
	void (*members)(struct job *j);
} shapes[] = {
	{ 40, "http.request", "shop.web", "info", request },
	{ 22, "db.query", "shop.db", "debug", query },
	{ 15, "llm.call", "shop.assistant", "info", call },
	{ 4, "order.failed", "shop.orders", "error", failure },
	{ 12, "cache.lookup", "shop.cache", "debug", cache },
	{ 7, "job.done", "shop.worker", "warning", batch },
};

static const struct shape *
any_shape(struct job *j)
{
	const struct shape *s = shapes;
	uint32_t at, i, sum = 0;

	for (i = 0; i < COUNT(shapes); i++)
		sum += shapes[i].weight;
	for (at = gen_below(&j->r, sum); at >= s->weight; s++)
		at -= s->weight;
	return s;
}

static void
own(struct job *j)
{
	const struct shape *s = any_shape(j);
	bool head = gen_chance(&j->r, 3000), late = gen_chance(&j->r, 5000);
	char stamp[32];

	gen_stamp(stamp, j->now);
	j->l.comma = gen_chance(&j->r, 5000) ? ", " : ",";
	j->l.colon = j->l.comma[1] == ' ' ? ": " : ":";
	if (head)
		gen_str(&j->l, "timestamp", stamp);
	if (!late)
		gen_str(&j->l, "event", s->event);
	if (!late)
		uuid(j, "request_id");
	s->members(j);
	gen_str(&j->l, "logger", s->logger);
	if (late)
		uuid(j, "request_id");
	gen_raw(&j->l, "service", "{\"name\": \"shop\", \"version\": "
	    "\"4.12.0\", \"host\": \"shop-6d5f9c7b4-x2k8q\"}");
	gen_str(&j->l, "level", s->level);
	if (late)
		gen_str(&j->l, "event", s->event);
	if (!head)
		gen_str(&j->l, "timestamp", stamp);
}

/* The formats of other loggers that write into the same file. */

static void
pino(struct job *j)
{
	gen_int(&j->l, "level", 30);
	gen_int(&j->l, "time", j->now / 1000);
	gen_int(&j->l, "pid", 17);
	gen_str(&j->l, "hostname", "shop-edge-1");
	gen_raw(&j->l, "req", "{\"id\": 7, \"method\": \"GET\", \"url\": "
	    "\"/health\", \"headers\": {\"host\": \"shop.example\"}}");
	gen_str(&j->l, "msg", "request completed");
}

static void
zap(struct job *j)
{
	gen_str(&j->l, "level", "info");
	gen_dec(&j->l, "ts", j->now, 6);
	gen_str(&j->l, "caller", "proxy/handler.go:112");
	gen_str(&j->l, "msg", "upstream answered");
	gen_int(&j->l, "status", 200);
}

static void
python(struct job *j)
{
	char stamp[32];

	gen_stamp(stamp, j->now);
	gen_str(&j->l, "timestamp", stamp);
	gen_str(&j->l, "levelname", "WARNING");
	gen_str(&j->l, "name", "celery.worker");
	gen_str(&j->l, "message", "task took \"long\"");
}

static void
other(struct job *j)
{
	static void (*const write[])(struct job *) = { pino, zap, python };

	j->l.comma = ",";
	j->l.colon = ":";
	write[gen_below(&j->r, COUNT(write))](j);
}

static void
line(struct job *j)
{
	size_t n;

	j->now += gen_spread(&j->r, 20, 40000);
	j->l.ascii = gen_chance(&j->r, 5000);
	gen_open(&j->l);
	if (gen_chance(&j->r, 500))
		other(j);
	else
		own(j);
	gen_close(&j->l);
	n = j->l.n;
	if (gen_chance(&j->r, 10) && !j->clean)
		n = n * 2 / 3;
	put(j, j->l.text, n);
}

static void
usage(void)
{
	fputs("usage: gen-bench [-c] [-b BYTES] [-s SEED]\n"
	    "-c leaves the damage out; BYTES may be like 100M\n", stderr);
	exit(2);
}

int
main(int argc, char **argv)
{
	static struct job j;
	int c;

	j.left = 10 << 20;
	gen_parse_stamp("2026-03-15T10:00:00Z", &j.now);
	while ((c = getopt(argc, argv, "cb:s:")) != -1) {
		if (c == 'c')
			j.clean = true;
		else if (c == 's')
			j.r.state = strtoull(optarg, NULL, 10);
		else if (c != 'b' || !gen_parse_size(optarg, &j.left))
			usage();
	}
	if (optind != argc)
		usage();
	while (j.left > 0)
		line(&j);
	if (fflush(stdout) != 0 || fclose(stdout) != 0) {
		perror("gen-bench");
		return 2;
	}
	return 0;
}
