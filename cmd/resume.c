/*
 * Going on from a state. The loop is event/resume's, the state's files are
 * snapshot/statefile's.
 */
#include <sys/resource.h>

#include <signal.h>
#include <string.h>

#include "cmd/resume.h"
#include "event/resume.h"
#include "snapshot/statefile.h"

static volatile sig_atomic_t stop;

/* A second signal ends it at once. */
static void
on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

static void
watch_signals(void)
{
	struct sigaction act = { .sa_handler = on_signal,
		.sa_flags = (int)SA_RESETHAND };

	sigemptyset(&act.sa_mask);
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
}

/* What becomes of one input is no matter of -q. */
static void
say(void *arg, const struct fault *f)
{
	cmd_say(arg, f);
}

/* Every log with something to read is held open. */
static void
widen_files(void)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) == 0) {
		l.rlim_cur = l.rlim_max;
		setrlimit(RLIMIT_NOFILE, &l);
	}
}

static void
check_operands(const struct opts *o, const char *option)
{
	struct fault f = { 0 };
	bool ok = o->index < o->argc || fault(&f, "%s: which files?", option);

	for (int i = o->index; ok && i < o->argc; i++)
		ok = strcmp(o->argv[i], "-") != 0 || fault(&f, "%s: standard "
		    "input is no file that can be read on later", option);
	cmd_check(o, ok, &f);
}

static void
load(const struct opts *o, const char *path, struct statefile *sf)
{
	struct fault f = { 0 };

	cmd_check(o, statefile_load(sf, path, &f) ||
	    fault_within(&f, "--resume"), &f);
	if (sf->from == STATEFILE_PREV)
		cmd_warn(o, "%s; going on from %s.prev", sf->damage.text,
		    path);
	if (sf->snap.stream == SNAP_PLAIN)
		cmd_check(o, fault(&f, "%s: counted from events without "
		    "marks, so it has no positions to go on from", path), &f);
}

static bool
is_state(const void *state, const char *path)
{
	return statefile_owns(state, path);
}

int
cmd_resume(const struct opts *o, struct stream *s, const char *path,
    bool follow)
{
	struct resume r = { .stream = s, .operand = o->argv + o->index,
		.noperands = (size_t)(o->argc - o->index), .follow = follow,
		.stop = &stop, .say = say };
	struct statefile sf = { 0 };
	struct fault f = { 0 };
	bool ok, all;

	check_operands(o, path ? "--resume" : "--follow");
	if (path) {
		load(o, path, &sf);
		r.skip = is_state;
		r.skip_arg = sf.path.p;
	}
	r.arg = (void *)(uintptr_t)o;
	r.marks = path;
	r.generation = sf.snap.generation;
	r.checksum = str_c(sf.snap.checksum);
	r.input = sf.snap.inputs;
	r.ninputs = sf.snap.ninputs;
	watch_signals();
	widen_files();
	ok = resume_run(&r, &f);
	f.again |= f.pipe && path;
	if (!ok && !s->stopped)
		cmd_die(o, &f);
	if (!ok)
		cmd_say(o, &f);
	/* What is lost is told and counted, but no error of this run. */
	all = r.nsaid == r.match.lost;
	resume_free(&r);
	statefile_free(&sf);
	return ok && all ? EXIT_OK : EXIT_FAULT;
}
