/*
 * Writes a log of any size for the benchmark: the records of one service in
 * several shapes and key orders, with escapes, stack traces and nested values,
 * 5 % in the formats of other loggers, 0.1 % damaged. The same arguments give
 * the same bytes on every machine.
 */
#include <inttypes.h>
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
	uint64_t lines, bytes, others, damaged;	/* written */
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
	j->lines++;
	j->bytes += n + 1;
}

/* A value of several parts, with the blanks of the line that it is in. */
static void
nested(struct job *j, const char *key, const char *json)
{
	char s[512];
	size_t n = 0;
	bool quoted = false;

	for (; *json != '\0' && n < sizeof s - 1; json++) {
		quoted ^= *json == '"';
		if (quoted || *json != ' ' || j->l.comma[1] == ' ')
			s[n++] = *json;
	}
	s[n] = '\0';
	gen_raw(&j->l, key, s);
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
	nested(j, "roles", "[\"admin\", \"ops\"]");
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
	nested(j, "params", "[\"open\", {\"tz\": \"UTC\"}, null, true]");
}

static void
call(struct job *j)
{
	static const char some[] = "F\303\274r \"Zo\303\253\": "
	    "\350\257\267\346\200\273\347\273\223 \360\237\232\200\n\tok";
	uint32_t m = gen_below(&j->r, COUNT(models)), n = 1;
	char preview[64 * sizeof some] = "";

	if (gen_chance(&j->r, 500))
		n += gen_below(&j->r, 60);
	while (n-- > 0)
		strcat(preview, some);
	user(j);
	gen_str(&j->l, "model", models[m]);
	gen_dec(&j->l, "cost", gen_spread(&j->r, 30, 900000), 6);
	nested(j, "usage", "{\"prompt\": 812, \"completion\": 77, "
	    "\"cached\": {\"read\": 512, \"write\": 0}}");
	gen_str(&j->l, "preview", preview);
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
task(struct job *j)
{
	static const char *const state[] = { "completed", "completed",
	    "completed", "failed", "cancelled" };
	char id[32];

	snprintf(id, sizeof id, "task-%u", (unsigned)gen_below(&j->r, 500000));
	gen_str(&j->l, "task_id", id);
	gen_str(&j->l, "agent", gen_pick(&j->r, names, COUNT(names)));
	gen_str(&j->l, "status", gen_pick(&j->r, state, COUNT(state)));
	gen_dec(&j->l, "duration_ms", gen_spread(&j->r, 5000, 90000000), 3);
	gen_dec(&j->l, "cost", gen_spread(&j->r, 30, 900000), 6);
	gen_str(&j->l, "note", "C:\\out\\r\303\251sum\303\251.txt\twritten\n"
	    "3 of 4 \"steps\" done \342\206\222 next");
	gen_raw(&j->l, "parent", "null");
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
	nested(j, "stats", "{\"p50\": 0.012, \"p99\": 1.5e-1, "
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
	{ 38, "http.request", "shop.web", "info", request },
	{ 17, "db.query", "shop.db", "debug", query },
	{ 15, "llm.call", "shop.assistant", "info", call },
	{ 4, "order.failed", "shop.orders", "error", failure },
	{ 12, "task.finished", "shop.tasks", "info", task },
	{ 7, "cache.lookup", "shop.cache", "debug", cache },
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

/* One part of an own record, by its letter in an order. */
static void
part(struct job *j, char which, const struct shape *s)
{
	char stamp[32];

	switch (which) {
	case 't':
		gen_stamp(stamp, j->now);
		gen_str(&j->l, "timestamp", stamp);
		break;
	case 'e': gen_str(&j->l, "event", s->event); break;
	case 'l': gen_str(&j->l, "level", s->level); break;
	case 'n': gen_str(&j->l, "logger", s->logger); break;
	case 'i': uuid(j, "request_id"); break;
	case 'm': s->members(j); break;
	case 's':
		nested(j, "service", "{\"name\": \"shop\", \"version\": "
		    "\"4.12.0\", \"host\": \"shop-6d5f9c7b4-x2k8q\"}");
		break;
	}
}

static void
own(struct job *j)
{
	static const char *const order[] = { "eimnslt", "minslet", "teimnsl",
	    "tleinms", "stlnemi" };
	const struct shape *s = any_shape(j);
	const char *p;

	if (gen_chance(&j->r, 5000)) {
		j->l.comma = ", ";
		j->l.colon = ": ";
	}
	for (p = gen_pick(&j->r, order, COUNT(order)); *p != '\0'; p++)
		part(j, *p, s);
}

/* The formats of other loggers that write into the same file. */

static void
pino(struct job *j)
{
	gen_int(&j->l, "level", 30);
	gen_int(&j->l, "time", j->now / 1000);
	gen_int(&j->l, "pid", 17);
	gen_str(&j->l, "hostname", "shop-edge-1");
	nested(j, "req", "{\"id\": 7, \"method\": \"GET\", \"url\": "
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
logrus(struct job *j)
{
	char stamp[32];

	gen_stamp(stamp, j->now - j->now % 1000000);
	gen_dec(&j->l, "duration_ms", gen_spread(&j->r, 100, 90000), 3);
	gen_str(&j->l, "level", "warning");
	gen_str(&j->l, "msg", "retrying \"orders\"\tin 2 s");
	gen_str(&j->l, "time", stamp);
}

static void
ecs(struct job *j)
{
	char stamp[32];

	gen_stamp(stamp, j->now);
	gen_str(&j->l, "@timestamp", stamp);
	nested(j, "log", "{\"level\": \"error\", \"logger\": "
	    "\"com.example.Billing\"}");
	gen_str(&j->l, "message", "Rechnung \303\274ber 12 \342\202\254 fehlt");
	nested(j, "ecs", "{\"version\": \"1.6.0\"}");
	nested(j, "error", "{\"type\": \"BillingException\", \"stack_trace\": "
	    "\"BillingException: no\\n\\tat com.example.Billing.run\"}");
}

static void
python(struct job *j)
{
	char stamp[32];

	j->l.comma = ", ";
	j->l.colon = ": ";
	gen_stamp(stamp, j->now);
	gen_str(&j->l, "timestamp", stamp);
	gen_str(&j->l, "levelname", "WARNING");
	gen_str(&j->l, "name", "celery.worker");
	gen_str(&j->l, "message", "\033[33mtask took \"long\"\033[0m");
	nested(j, "args", "[\"mail\", {\"to\": null, \"try\": 3}, 1.5e-3]");
}

static void
other(struct job *j)
{
	static void (*const write[])(struct job *) = { pino, zap, logrus, ecs,
	    python };

	write[gen_below(&j->r, COUNT(write))](j);
	j->others++;
}

/* The line as a full disk, a crash or a careless program leaves it. */
static void
damage(struct job *j)
{
	uint32_t how = gen_below(&j->r, 4);

	if (how == 0) {
		j->l.n = 0;
		gen_bytes(&j->l, "Traceback (most recent call last):");
	} else if (how == 1) {
		j->l.n--;
		gen_bytes(&j->l, ",}");
	} else
		j->l.n = 1 + gen_below(&j->r, (uint32_t)j->l.n - 1);
	j->damaged++;
}

static void
line(struct job *j)
{
	j->now += gen_spread(&j->r, 20, 40000);
	j->l.ascii = gen_chance(&j->r, 5000);
	j->l.comma = ",";
	j->l.colon = ":";
	gen_open(&j->l);
	if (gen_chance(&j->r, 500))
		other(j);
	else
		own(j);
	gen_close(&j->l);
	if (gen_chance(&j->r, 10) && !j->clean)
		damage(j);
	put(j, j->l.text, j->l.n);
}

static void
report(const struct job *j)
{
	fprintf(stderr, "lines %" PRIu64 "\nbytes %" PRIu64 "\nmean %.1f\n"
	    "others %" PRIu64 "\ndamaged %" PRIu64 "\n", j->lines, j->bytes,
	    (double)j->bytes / (double)j->lines, j->others, j->damaged);
}

static void
usage(void)
{
	fputs("usage: gen-bench [-cv] [-b BYTES] [-s SEED]\n"
	    "-c leaves the damage out, -v reports what was written;\n"
	    "BYTES may be like 100M\n", stderr);
	exit(2);
}

int
main(int argc, char **argv)
{
	static struct job j;
	bool verbose = false;
	int c;

	j.left = 10 << 20;
	gen_parse_stamp("2026-03-15T10:00:00Z", &j.now);
	while ((c = getopt(argc, argv, "cb:s:v")) != -1) {
		if (c == 'c')
			j.clean = true;
		else if (c == 'v')
			verbose = true;
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
	if (verbose)
		report(&j);
	return 0;
}
