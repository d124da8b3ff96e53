/*
 * Ends the program at the first difference: what differs once is wrong.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/kernels/check.h"

/* For the handler: who reads what. */
static const char *volatile running = "no kernel";
static const char *volatile running_case = "";

static void
say(const char *s)
{
	if (write(STDERR_FILENO, s, strlen(s)) < 0)
		_exit(2);
}

static void
touched(int sig)
{
	(void)sig;
	say("kernels: ");
	say(running);
	say(" touches memory outside of its text or arrays (");
	say(running_case);
	say(")\n");
	_exit(1);
}

void
check_init(struct check *c, uint64_t seed)
{
	struct sigaction act;

	memset(c, 0, sizeof(*c));
	c->seed = seed ? seed : 1;
	c->name = "";
	room_make(&c->room, CHECK_TEXT_MAX);
	memset(&act, 0, sizeof(act));
	act.sa_handler = touched;
	sigaction(SIGSEGV, &act, NULL);
	sigaction(SIGBUS, &act, NULL);
}

void
check_free(struct check *c)
{
	for (size_t i = 0; i < c->nsubjects; i++)
		compare_free(&c->subject[i]);
	reference_free(&c->want);
	room_free(&c->room);
}

void
check_add(struct check *c, const char *name, const struct scan_kernel *k)
{
	if (!k->usable()) {
		printf("kernel %s: this processor cannot run it\n", name);
		return;
	}
	if (c->nsubjects == CHECK_SUBJECTS_MAX) {
		fputs("kernels: raise CHECK_SUBJECTS_MAX\n", stderr);
		exit(2);
	}
	c->subject[c->nsubjects++] = (struct subject){ .name = name, .kernel = k };
}

static void
differs(const struct check *c, const char *kernel, const char *p, size_t n,
    const char *what)
{
	fprintf(stderr, "kernels: %s differs in \"%s\", %zu bytes: %s\n",
	    kernel, c->name, n, what);
	for (size_t i = 0; i < n && i < 4096 && !c->quiet; i++)
		fprintf(stderr, "%02x%c", (unsigned char)p[i],
		    i % 64 == 63 ? '\n' : ' ');
	fputc('\n', stderr);
	exit(1);
}

void
check_text(struct check *c, const char *p, size_t n)
{
	char what[200];

	running_case = c->name;
	reference_index(&c->want, p, n);
	for (size_t i = 0; i < c->nsubjects; i++) {
		struct subject *s = &c->subject[i];

		running = s->name;
		if (!compare_text(s, &c->want, p, n, what))
			differs(c, s->name, p, n, what);
	}
	running = "no kernel";
}

void
check_edges(struct check *c, const char *p, size_t n)
{
	check_text(c, room_end(&c->room, p, n), n);
	check_text(c, room_front(&c->room, p, n), n);
}

size_t
check_random(struct check *c, size_t n)
{
	c->seed ^= c->seed >> 12;
	c->seed ^= c->seed << 25;
	c->seed ^= c->seed >> 27;
	return (size_t)((c->seed * UINT64_C(2685821657736338717)) >> 33) % n;
}
