/*
 * What the main()s share at their edges: options, -h and -V, the last exit.
 * No logic of a command.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "cmd/cmd.h"
#include "json/scan.h"

_Noreturn void
cmd_answer(const struct opts *o, struct buf *text)
{
	struct fault f = { 0 };
	bool ok = io_write(STDOUT_FILENO, "standard output", text->p, text->n,
	    &f);

	buf_free(text);
	if (ok && close(STDOUT_FILENO) < 0)
		ok = fault_errno(&f, "close standard output");
	cmd_check(o, ok, &f);
	exit(EXIT_OK);
}

/*
 * A descriptor that the caller has closed would be the next file's or
 * connection's, and the output would go there. Reading from these, or writing
 * to them, fails as with a closed one.
 */
static void
hold_standard(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY :
			    O_RDONLY);
	}
}

/* The id of the next option that has no answer here, or OPTS_END. */
static int
next_option(struct opts *o)
{
	struct fault f = { 0 };
	struct buf text = { 0 };
	int id = opts_next(o, &f);

	switch (id) {
	case OPTS_BAD:
		cmd_die(o, &f);
	case 'h':
		opts_help(o, &text);
		cmd_answer(o, &text);
	case OPTS_END:
		hold_standard();
		cmd_check(o, scan_choose(getenv("MLOG_SCAN"), &f), &f);
		break;
	case 'V':
		buf_printf(&text, "%s %s\n", o->prog, MLOG_VERSION);
		cmd_answer(o, &text);
	}
	return id;
}

void
cmd_options(struct opts *o, int argc, char *argv[], bool (*take)(void *arg,
    const struct opts *o, int id, struct fault *f), void *arg)
{
	struct fault f = { 0 };
	int id;

	o->argc = argc;
	o->argv = argv;
	while ((id = next_option(o)) != OPTS_END) {
		if (id == 'q')
			cmd_quiet = true;
		else
			cmd_check(o, take(arg, o, id, &f), &f);
	}
}

static void
die_of_pipe(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(SIGPIPE);
}

_Noreturn void
cmd_die(const struct opts *o, const struct fault *f)
{
	if (f->pipe && !f->again)
		die_of_pipe();
	cmd_say(o, f);
	exit(f->again ? EXIT_AGAIN : EXIT_FAULT);
}

void
cmd_check(const struct opts *o, bool ok, const struct fault *f)
{
	if (!ok)
		cmd_die(o, f);
}
