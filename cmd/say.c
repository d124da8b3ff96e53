/*
 * Words for people, on stderr. Whether the program ends is cmd.c's.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/columns.h"
#include "cmd/progress.h"
#include "cmd/say.h"

bool cmd_quiet;

/* What is quoted of the input must not steer the terminal. */
static void
say(const struct opts *o, struct str text)
{
	struct buf shown = { 0 };
	size_t n;

	for (; text.n; text = str_from(text, n)) {
		if (columns_hidden(columns_char(text, &n)))
			buf_putc(&shown, '?');
		else
			buf_put(&shown, text.p, n);
	}
	progress_clear();
	fprintf(stderr, "%s: %.*s\n", o->prog, STR_ARG(buf_str(&shown)));
	buf_free(&shown);
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
	say(o, str_c(text));
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
		say(o, str_c(f->text));
}

void
cmd_refused(const struct opts *o, uint64_t nth, const char *input,
    uint64_t line, size_t column, const char *reason, const char *what)
{
	if (nth <= CMD_REFUSED_SHOWN)
		cmd_warn(o, "%s:%" PRIu64 ":%zu: %s%s%s", input, line, column,
		    reason, *reason ? ": " : "", what);
}
