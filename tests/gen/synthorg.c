/*
 * Writes a log as SynthOrg (structlog, JSONRenderer) writes it, with the traps
 * that its real logs hold: order of keys, redacted members, NaN, escapes,
 * objects printed by repr(), free text from other loggers, damaged lines.
 * The same arguments give the same bytes on every machine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "synthorg.h"

const char *const so_agent[SO_AGENTS] = {
	"researcher-1", "researcher-2", "writer-1", "reviewer-1",
	"zo\303\253-designer", "planner-1", "coder-1", "coder-2",
	"3f0c9d52-6a53-4a8e-9c0e-1b7d53a0a9b1", "tester-1",
	"\345\210\206\346\236\220-1", "ops-1",
};

static void
put(struct so_world *w, const char *s, size_t n)
{
	if (w->left == 0)
		return;
	w->left--;
	if (fwrite(s, 1, n, stdout) != n || putchar('\n') == EOF) {
		perror("gen-synthorg");
		exit(2);
	}
}

static void
put_text(struct so_world *w, const char *s)
{
	put(w, s, strlen(s));
}

/* 0.1 % of the lines suffer: a cut, a traceback in between, a blank line. */
static bool
accident(struct so_world *w)
{
	const struct gen_line *l = &w->l;

	switch (gen_below(&w->r, 3000)) {
	case 0:
		put(w, l->text, 20 + gen_below(&w->r, (uint32_t)l->n - 20));
		return true;
	case 1:
		put_text(w, "Traceback (most recent call last):");
		put_text(w, "  File \"/app/src/synthorg/__main__.py\", "
		    "line 88, in main");
		put_text(w, "BrokenPipeError: [Errno 32] Broken pipe");
		return false;
	case 2:
		put_text(w, "");
		return false;
	default:
		return false;
	}
}

/* 0.2 % come through something that puts its own text before the object. */
static void
prefix(struct so_world *w, char *s, size_t size)
{
	char stamp[32];

	*s = '\0';
	if (!gen_chance(&w->r, 20))
		return;
	switch (gen_below(&w->r, 3)) {
	case 0:
		snprintf(s, size, "[synthorg:worker-%u] ",
		    (unsigned)gen_below(&w->r, 4));
		break;
	case 1:
		snprintf(s, size, "synthorg-api-1  | ");
		break;
	default:
		gen_stamp(stamp, w->now);
		snprintf(s, size, "%s host-1 synthorg[%u]: ", stamp,
		    200 + (unsigned)gen_below(&w->r, 800));
	}
}

static void
tick(struct so_world *w)
{
	w->now += gen_spread(&w->r, 60, 900000);
	if (gen_chance(&w->r, 10))
		w->now += 1000000 - w->now % 1000000;
}

static void
request_id(struct so_world *w)
{
	char repr[SO_ID_MAX + 8];

	if (gen_chance(&w->r, 30)) {
		snprintf(repr, sizeof repr, "UUID('%s')", w->request);
		gen_str(&w->l, "request_id", repr);
	} else
		gen_str(&w->l, "request_id", w->request);
}

/* Some of the ids of `mask` that the line still lacks, in any order. */
static void
ids(struct so_world *w, int mask)
{
	uint32_t start = gen_below(&w->r, 3), i;
	int id;

	for (i = 0; i < 3; i++) {
		id = 1 << (start + i) % 3;
		if (!(w->ids & mask & id))
			continue;
		w->ids &= ~id;
		if (id == SO_REQUEST)
			request_id(w);
		else if (id == SO_TASK)
			gen_str(&w->l, "task_id", w->at->id);
		else
			gen_str(&w->l, "agent_id", so_agent[w->agent]);
	}
}

void
so_begin(struct so_world *w, const char *event, const char *logger,
    const char *level, int mask)
{
	tick(w);
	gen_open(&w->l);
	w->event = event;
	w->logger = logger;
	w->level = level;
	w->ids = mask;
	w->told = gen_chance(&w->r, 1200);
	if (w->told)
		gen_str(&w->l, "event", event);
	ids(w, (int)gen_below(&w->r, 8));
}

static void
tail(struct so_world *w)
{
	char stamp[32];
	int64_t late = gen_chance(&w->r, 50) ? gen_below(&w->r, 3000) : 0;

	gen_stamp(stamp, w->now - late);
	if (gen_chance(&w->r, 500)) {
		gen_str(&w->l, "timestamp", stamp);
		gen_str(&w->l, "level", w->level);
		gen_str(&w->l, "logger", w->logger);
	} else {
		gen_str(&w->l, "logger", w->logger);
		gen_str(&w->l, "level", w->level);
		gen_str(&w->l, "timestamp", stamp);
	}
}

void
so_end(struct so_world *w)
{
	char line[GEN_LINE_MAX + 96];
	size_t n;

	if (!w->told)
		gen_str(&w->l, "event", w->event);
	ids(w, SO_REQUEST | SO_TASK | SO_AGENT);
	tail(w);
	gen_close(&w->l);
	if (accident(w))
		return;
	prefix(w, line, 96);
	n = strlen(line);
	memcpy(line + n, w->l.text, w->l.n);
	put(w, line, n + w->l.n);
}

static void
usage(void)
{
	fputs("usage: gen-synthorg [-n LINES] [-s SEED] [-t START]\n"
	    "START is like 2026-03-15T10:00:00Z\n", stderr);
	exit(2);
}

static void
options(struct so_world *w, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "n:s:t:")) != -1) {
		if (c == 'n' && gen_parse_size(optarg, &w->left))
			continue;
		if (c == 's') {
			w->r.state = strtoull(optarg, NULL, 10);
			continue;
		}
		if (c == 't' && gen_parse_stamp(optarg, &w->now))
			continue;
		usage();
	}
	if (optind != argc)
		usage();
}

int
main(int argc, char **argv)
{
	static struct so_world w;

	w.left = 20000;
	w.r.state = 1;
	w.l.comma = ", ";
	w.l.colon = ": ";
	w.l.ascii = true;
	w.at = &w.task[0];
	gen_parse_stamp("2026-03-15T10:00:00Z", &w.now);
	options(&w, argc, argv);
	while (w.left > 0)
		so_happen(&w);
	if (fflush(stdout) != 0 || fclose(stdout) != 0) {
		perror("gen-synthorg");
		return 2;
	}
	return 0;
}
