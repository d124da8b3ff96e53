/*
 * A process a share. Each tells first what it came to, so that all can be
 * frozen at one instant, and then its snapshot. Whether they can be added up
 * is snapshot/shard's, how is snapshot/merge's.
 */
#include <sys/wait.h>

#include <signal.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"
#include "cmd/workers.h"
#include "snapshot/freeze.h"
#include "snapshot/merge.h"
#include "snapshot/snapfile.h"

struct worker {
	pid_t pid;
	int from, to;		/* the parent's ends of two pipes */
};

/* In a process of a share: its end of the pipe from the parent. */
static int parent = -1;

/* It tells nothing before all is read: what there is to read is its end. */
void
cmd_workers_step(uint64_t lines, uint64_t bytes)
{
	(void)lines;
	(void)bytes;
	if (io_ready(parent))
		_exit(EXIT_FAULT);
}

static bool
read_all(int fd, void *to, size_t n)
{
	char *p = to;
	long got;

	for (; n; p += got, n -= (size_t)got)
		if ((got = io_read(fd, p, n)) <= 0)
			return false;
	return true;
}

static bool
send_snapshot(const struct workers_job *job, struct aggregate *a,
    int64_t now, int fd)
{
	struct fault f = { 0 };
	struct buf text = { 0 };
	struct snap s;

	if (!freeze(&s, a, now, job->pipeline, &f))
		return false;
	snapfile_write(&text, &s);
	return io_write(fd, "the parent", text.p, text.n, &f);
}

/* The process of a share. What it holds goes with it. */
_Noreturn static void
work(const struct workers_job *job, unsigned share, int from, int to)
{
	struct fault f = { 0 };
	struct aggregate *a;
	struct shard sh;
	int64_t now;
	bool ok;

	parent = from;
	job->count(job->arg, share, &sh, &a);
	ok = io_write(to, "the parent", &sh, sizeof(sh), &f) &&
	    read_all(from, &now, sizeof(now)) &&
	    send_snapshot(job, a, now, to);
	_exit(ok ? EXIT_OK : EXIT_FAULT);
}

static bool
start(const struct workers_job *job, unsigned share, struct worker *w,
    size_t nothers)
{
	int up[2], down[2];

	if (pipe(up) < 0)
		return false;
	if (pipe(down) < 0) {
		close(up[0]);
		close(up[1]);
		return false;
	}
	w[nothers] = (struct worker){ fork(), up[0], down[1] };
	if (w[nothers].pid == 0) {
		/* A pipe that others hold open would never end. */
		for (size_t i = 0; i < nothers; i++) {
			close(w[i].from);
			close(w[i].to);
		}
		close(up[0]);
		close(down[1]);
		work(job, share, down[0], up[1]);
	}
	close(up[1]);
	close(down[0]);
	if (w[nothers].pid > 0)
		return true;
	close(up[0]);
	close(down[1]);
	return false;
}

static void
stop(struct worker *w, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		close(w[i].from);
		close(w[i].to);
	}
	/* Whoever is not done finds nobody to tell. */
	for (size_t i = 0; i < n; i++) {
		kill(w[i].pid, SIGKILL);
		waitpid(w[i].pid, NULL, 0);
	}
}

/* The instant that all are frozen at. */
static int64_t
instant(const struct workers_job *job, const struct shard *sh, size_t n)
{
	int64_t latest = STAMP_NONE;

	if (job->now != STAMP_NONE)
		return job->now;
	for (size_t i = 0; i < n; i++)
		if (sh[i].latest != STAMP_NONE && (latest == STAMP_NONE ||
		    sh[i].latest > latest))
			latest = sh[i].latest;
	return latest != STAMP_NONE ? latest : stamp_now();
}

static bool
read_snapshot(int fd, struct snap *s, struct fault *f)
{
	struct snapfile *sf = snapfile_new(fd, "a worker");
	bool ok = snapfile_next(sf, s, f) == SNAPFILE_OK;

	snapfile_destroy(sf);
	return ok;
}

static bool
gather(const struct worker *w, size_t n, int64_t now, struct snap *merged,
    struct fault *f)
{
	struct merge_operand *part = mem_new(n, sizeof(*part));
	struct snap *snap = mem_new(n, sizeof(*snap));
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++)
		ok = io_write(w[i].to, "a worker", &now, sizeof(now), f);
	for (size_t i = 0; ok && i < n; i++) {
		ok = read_snapshot(w[i].from, &snap[i], f);
		part[i] = (struct merge_operand){ "a worker", &snap[i] };
	}
	ok = ok && merge(merged, part, n, f);
	if (ok)
		merged->time = now;
	for (size_t i = 0; i < n; i++)
		snap_free(&snap[i]);
	mem_free(snap);
	mem_free(part);
	return ok;
}

static bool
run(const struct workers_job *job, struct worker *w, struct shard *sh,
    size_t n, struct snap *merged, struct fault *f)
{
	for (size_t i = 0; i < n; i++)
		if (!read_all(w[i].from, &sh[i], sizeof(sh[i])))
			return fault(f, "a worker ended early");
	return shards_exact(sh, n, job->rules, f) &&
	    gather(w, n, instant(job, sh, n), merged, f) &&
	    shards_within(merged, job->rules, f);
}

bool
cmd_workers(const struct workers_job *job, struct snap *merged,
    struct shard *all, struct fault *f)
{
	size_t n = job->ranges->nshares, started = 0;
	struct worker *w = mem_new(n, sizeof(*w));
	struct shard *sh = mem_new(n, sizeof(*sh));
	void (*pipes)(int) = signal(SIGPIPE, SIG_IGN);
	bool ok = true;

	*merged = (struct snap){ 0 };
	while (ok && started < n) {
		ok = start(job, (unsigned)started, w, started) ||
		    fault_errno(f, "make a process");
		started += ok;
	}
	ok = ok && run(job, w, sh, n, merged, f);
	if (ok)
		shards_add(sh, n, all);
	else
		snap_free(merged);
	stop(w, started);
	signal(SIGPIPE, pipes);
	mem_free(sh);
	mem_free(w);
	return ok;
}
