/*
 * A state for mlog-agg. What it is and when it is committed is
 * snapshot/state's.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "base/replace.h"
#include "cmd/state.h"
#include "snapshot/state_counts.h"

static struct state state;
static struct state_counts counts;
static int stop[2];		/* a pipe: a byte in it is a signal */

static void
on_signal(int sig)
{
	int err = errno;

	(void)sig;
	/* A full pipe has a byte in it already. */
	if (write(stop[1], "", 1) < 0)
		errno = err;
}

static void
watch_signals(const struct opts *o)
{
	struct sigaction act = { .sa_handler = on_signal };
	struct fault f = { 0 };

	cmd_check(o, pipe(stop) == 0 || fault_errno(&f, "pipe"), &f);
	for (int i = 0; i < 2; i++) {
		fcntl(stop[i], F_SETFD, FD_CLOEXEC);
		fcntl(stop[i], F_SETFL, O_NONBLOCK);
	}
	sigemptyset(&act.sa_mask);
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
	state.hold.stop = stop[0];
}

void
cmd_state_open(const struct opts *o, const char *path, struct feed *feed,
    const char *pipeline, int64_t now)
{
	struct fault f = { 0 };
	bool ok;

	counts = (struct state_counts){ feed->aggregate, pipeline, now };
	state_counts(&state, &counts);
	ok = state_open(&state, path, &f);
	cmd_warn_lines(o, &state.words);
	cmd_check(o, ok, &f);
	watch_signals(o);
	feed->hold = &state.hold;
	feed->mark = state_mark;
	feed->mark_arg = &state;
}

int
cmd_state_end(const struct opts *o, int code, const char *output)
{
	struct str text;
	struct fault f = { 0 };

	if (code == EXIT_OK && !state_end(&state, &f)) {
		cmd_say(o, &f);
		code = f.again ? EXIT_AGAIN : EXIT_FAULT;
	}
	text = state_text(&state);
	f = (struct fault){ 0 };
	if (output && text.n)
		cmd_check(o, replace_output(output, text, &f), &f);
	state_free(&state);
	return code;
}
