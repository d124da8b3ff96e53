/*
 * Words for people, on stderr. Whether the program ends is cmd.c's.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "cmd/progress.h"
#include "cmd/say.h"

bool cmd_quiet;

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
	progress_clear();
	fprintf(stderr, "%s: %s\n", o->prog, text);
}

void
cmd_warn_lines(const struct opts *o, struct buf *text)
{
	struct str rest = buf_str(text), line;

	while (str_cut(&rest, '\n', &line) && line.n)
		cmd_warn(o, "%.*s", STR_ARG(line));
	buf_free(text);
}

void
cmd_say(const struct opts *o, const struct fault *f)
{
	progress_clear();
	if (!f->pipe)
		fprintf(stderr, "%s: %s\n", o->prog, f->text);
}

void
cmd_refused(const struct opts *o, uint64_t nth, const char *input,
    uint64_t line, size_t column, const char *reason, const char *what)
{
	if (nth <= CMD_REFUSED_SHOWN)
		cmd_warn(o, "%s:%" PRIu64 ":%zu: %s%s%s", input, line, column,
		    reason, *reason ? ": " : "", what);
}
