/*
 * Options for reading logs. What they mean is event/'s.
 */
#include <fcntl.h>

#include "cmd/log_options.h"
#include "cmd/progress.h"

bool
log_option(struct log_options *l, const struct opts *o, int id,
    struct fault *f)
{
	static const char *const how[] = { "skip", "pass", "fail", NULL };

	l->given |= id != LOG_STRICT;
	switch (id) {
	case LOG_MAP: l->map = o->arg; break;
	case 'x': l->rejects = o->arg; break;
	case LOG_INVALID: return opts_choice(o, how, &l->invalid, f);
	case LOG_STRICT: l->strict = true; break;
	case LOG_MAX_LINE:
		return opts_size(o, 1, LINES_LIMIT_MAX, &l->max_line, f);
	case LOG_MULTILINE: l->multiline = true; break;
	}
	return true;
}

bool
log_options_end(struct log_options *l, struct fault *f)
{
	if (!l->map)
		return true;
	if (!dialect_map(str_c(l->map), l->dialect, &l->custom, f))
		return fault_within(f, "--map");
	l->dialect = &l->custom.dialect;
	return true;
}

/* Unless the fault, or a table, will say it. */
static void
show_refused(void *arg, const char *input, uint64_t line,
    const struct logline_refusal *why)
{
	const struct log_reader *r = arg;

	if (r->stream.invalid != INVALID_FAIL && !r->stream.detect)
		cmd_refused(r->opts, stream_refused(&r->stream), input, line,
		    why->column, logline_reason_name[why->reason], why->what);
}

static void
open_rejects(struct log_reader *r, const char *path, bool append)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC |
	    (append ? O_APPEND : O_TRUNC), 0666);
	struct fault f = { 0 };

	cmd_check(r->opts, fd >= 0 || fault_errno(&f, "%s", path), &f);
	out_init(&r->rejects, fd, path);
	r->stream.rejects = &r->rejects;
}

void
log_reader_begin(struct log_reader *r, const struct opts *o,
    const struct log_options *l, bool append)
{
	r->opts = o;
	r->stream = (struct stream){ .refused = show_refused, .arg = r,
		.step = progress_step, .max_line = l->max_line,
		.invalid = (enum stream_invalid)l->invalid,
		.multiline = l->multiline };
	if (l->rejects)
		open_rejects(r, l->rejects, append);
	r->stream.logline = logline_new(l->dialect, l->strict);
}

bool
log_reader_input(void *arg, int fd, const char *name, struct fault *f)
{
	struct log_reader *r = arg;

	return r->stream.failed || stream_input(&r->stream, fd, name, f);
}

void
log_reader_end(struct log_reader *r)
{
	struct fault f = { 0 };

	cmd_check(r->opts, !r->stream.rejects || out_close(&r->rejects, &f),
	    &f);
	r->stream.rejects = NULL;
}

void
log_reader_free(struct log_reader *r)
{
	stream_free(&r->stream);
	logline_destroy(r->stream.logline);
}
