/*
 * What the main()s share at their edges: messages, -h and -V, the last exit.
 * No logic of a command.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "cmd/cmd.h"
#include "cmd/progress.h"
#include "json/scan.h"

bool cmd_quiet;

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

int
cmd_option(struct opts *o)
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

/* U+0080 to U+009F are control characters too: 0xc2 and another byte. */
static bool
is_control(unsigned char before, unsigned char c, unsigned char next)
{
	return c < 0x20 || c == 0x7f ||
	    (c == 0xc2 && next >= 0x80 && next < 0xa0) ||
	    (before == 0xc2 && c >= 0x80 && c < 0xa0);
}

/* What is quoted of the input must not steer the terminal. */
static void
say(const struct opts *o, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	char shown[FAULT_TEXT_MAX] = "";

	for (size_t i = 0; p[i] && i + 1 < sizeof(shown); i++)
		shown[i] = is_control(i ? p[i - 1] : 0, p[i], p[i + 1]) ?
		    '?' : text[i];
	progress_clear();
	fprintf(stderr, "%s: %s\n", o->prog, shown);
}

void
cmd_warn(const struct opts *o, const char *fmt, ...)
{
	char text[FAULT_TEXT_MAX];
	va_list ap;

	if (cmd_quiet)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	say(o, text);
}

void
cmd_warn_lines(const struct opts *o, struct buf *text)
{
	struct str rest = buf_str(text), line;

	while (str_cut(&rest, '\n', &line) && line.n)
		cmd_warn(o, "%.*s", STR_ARG(line));
	buf_free(text);
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

void
cmd_say(const struct opts *o, const struct fault *f)
{
	progress_clear();
	if (!f->pipe)
		say(o, f->text);
}

void
cmd_refused(const struct opts *o, uint64_t nth, const char *input,
    uint64_t line, size_t column, const char *reason, const char *what)
{
	if (nth <= CMD_REFUSED_SHOWN)
		cmd_warn(o, "%s:%" PRIu64 ":%zu: %s%s%s", input, line, column,
		    reason, *reason ? ": " : "", what);
}

static bool
read_operand(const char *path, bool (*read_it)(void *arg, int fd,
    const char *name, struct fault *f), void *arg, struct fault *f)
{
	bool std = strcmp(path, "-") == 0, ok;
	int fd = std ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fault_errno(f, "%s", path);
	progress_begin(path, fd);
	ok = read_it(arg, fd, path, f);
	progress_clear();
	if (!std)
		close(fd);
	return ok;
}

int
cmd_inputs(const struct opts *o, bool (*read_it)(void *arg, int fd,
    const char *name, struct fault *f), void *arg)
{
	static char standard_input[] = "-";
	char *none[] = { standard_input }, **path = o->argv + o->index;
	int n = o->argc - o->index, code = EXIT_OK;

	if (n <= 0) {
		n = 1;
		path = none;
	}
	for (int i = 0; i < n; i++) {
		struct fault f = { 0 };

		if (read_operand(path[i], read_it, arg, &f))
			continue;
		if (f.pipe)
			cmd_die(o, &f);
		cmd_say(o, &f);
		code = f.again ? EXIT_AGAIN : EXIT_FAULT;
	}
	return code;
}

void
cmd_patterns(struct opts *o, struct input_names *names)
{
	for (; o->index < o->argc; o->index++)
		input_names_add(names, o->argv[o->index]);
	o->argv = names->path;
	o->argc = (int)names->n;
	o->index = 0;
}

void
cmd_open_out(const struct opts *o, const char *path, bool append,
    struct out *out)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC |
	    (append ? O_APPEND : O_TRUNC), 0666);
	struct fault f = { 0 };

	cmd_check(o, fd >= 0 || fault_errno(&f, "%s", path), &f);
	out_init(out, fd, path);
}
