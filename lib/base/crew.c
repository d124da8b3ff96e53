/*
 * Processes and the pipes between them. What they do is not known here.
 */
#include <sys/wait.h>

#include <signal.h>
#include <unistd.h>

#include "base/crew.h"
#include "base/io.h"
#include "base/mem.h"

/* In the new process: a pipe that others hold open would never end. */
static void
forget(struct crew *c)
{
	for (size_t i = 0; i < c->n; i++) {
		close(c->member[i].from);
		close(c->member[i].to);
	}
	mem_free(c->member);
	*c = (struct crew){ 0 };
}

static bool
make_pipes(int up[2], int down[2])
{
	if (pipe(up) < 0)
		return false;
	if (pipe(down) == 0)
		return true;
	close(up[0]);
	close(up[1]);
	return false;
}

bool
crew_start(struct crew *c, struct crew_member *other, struct fault *f)
{
	int up[2], down[2];
	pid_t pid;

	if (!make_pipes(up, down))
		return fault_errno(f, "make a pipe");
	pid = fork();
	if (pid == 0) {
		forget(c);
		close(up[0]);
		close(down[1]);
		*other = (struct crew_member){ 0, down[0], up[1] };
		return true;
	}
	close(up[1]);
	close(down[0]);
	if (pid < 0) {
		fault_errno(f, "make a process");
		close(up[0]);
		close(down[1]);
		return false;
	}
	*other = (struct crew_member){ pid, up[0], down[1] };
	c->member = mem_grow(c->member, c->n, &c->cap, sizeof(*c->member));
	c->member[c->n++] = *other;
	return true;
}

bool
crew_alone(const struct crew_member *parent)
{
	return io_ready(parent->from);
}

bool
crew_get(const struct crew_member *other, void *to, size_t n)
{
	char *p = to;
	long got;

	for (; n; p += got, n -= (size_t)got)
		if ((got = io_read(other->from, p, n)) <= 0)
			return false;
	return true;
}

void
crew_end(struct crew *c)
{
	/* Whoever is not done finds nobody to tell. */
	for (size_t i = 0; i < c->n; i++) {
		close(c->member[i].from);
		close(c->member[i].to);
	}
	for (size_t i = 0; i < c->n; i++) {
		kill(c->member[i].pid, SIGKILL);
		waitpid(c->member[i].pid, NULL, 0);
	}
	mem_free(c->member);
	*c = (struct crew){ 0 };
}
