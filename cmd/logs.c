/*
 * Raw logs to a snapshot, by one process. How a line becomes an event is
 * event/'s.
 */
#include "cmd/agg_output.h"
#include "cmd/inputs.h"
#include "cmd/logs.h"
#include "cmd/progress.h"
#include "cmd/rules.h"
#include "cmd/shares.h"

static bool
take(void *arg, const struct event *e, struct fault *f)
{
	return aggregate_event(arg, e, f);
}

static void
show_refused(void *arg, const char *input, uint64_t line,
    const struct logline_refusal *why)
{
	const struct logs *l = arg;

	cmd_refused(l->opts, stream_refused(&l->stream), input, line,
	    why->column, logline_reason_name[why->reason], why->what);
}

void
logs_begin(struct logs *l)
{
	struct agg_options *o = l->o;
	struct fault f = { 0 };

	l->aggregate = aggregate_new(o->rules, l->now);
	cmd_check(l->opts, aggregate_ready(l->aggregate, &f), &f);
	out_init(&l->out, -1, "");
	l->stream = (struct stream){ .out = &l->out, .take = take,
		.take_arg = l->aggregate, .refused = show_refused, .arg = l,
		.step = progress_step,
		.logline = logline_new(o->dialect, o->strict) };
	cmd_check(l->opts, logline_direct(l->stream.logline, &l->reader, &f),
	    &f);
}

void
logs_end(struct logs *l)
{
	stream_free(&l->stream);
	logline_destroy(l->stream.logline);
	buf_free(&l->out.buf);
	aggregate_destroy(l->aggregate);
}

static bool
read_input(void *arg, int fd, const char *name, struct fault *f)
{
	struct logs *l = arg;

	return l->stream.failed || stream_input(&l->stream, fd, name, f);
}

void
logs_totals(const struct logs *l, const struct stream_counts *c,
    const struct logline_repairs *r)
{
	struct buf words = { 0 };

	stream_put_totals(c, r, l->o->verbose, &words);
	cmd_warn_lines(l->opts, &words);
}

static int
count_alone(struct logs *l)
{
	int code;

	logs_begin(l);
	code = cmd_inputs(l->opts, read_input, l);
	if (code == EXIT_OK)
		agg_output_now(l->opts, l->o, l->aggregate);
	logs_totals(l, &l->stream.counts, logline_repaired(l->stream.logline));
	if (code == EXIT_OK)
		code = agg_verdict(l->o, l->aggregate,
		    stream_refused(&l->stream));
	logs_end(l);
	return code;
}

int
cmd_logs(struct opts *opts, struct agg_options *o)
{
	struct logs l = { .opts = opts, .o = o, .now = o->now != STAMP_NONE ?
		o->now : stamp_now() };
	struct input_names names = { 0 };
	struct fault f = { 0 };
	int code = EXIT_OK;

	cmd_patterns(opts, &names);
	if (o->map) {
		cmd_check(opts, dialect_map(str_c(o->map), o->dialect,
		    &o->custom, &f) || fault_within(&f, "--map"), &f);
		o->dialect = &o->custom.dialect;
	}
	event_reader_init(&l.reader, &o->rules->fields);
	if (o->workers <= 1) {
		code = count_alone(&l);
	} else if (!cmd_shares(&l, &code, &f)) {
		if (o->verbose)
			cmd_warn(opts, "read by one process: %s", f.text);
		code = count_alone(&l);
	}
	event_reader_free(&l.reader);
	input_names_free(&names);
	cmd_rules_destroy(o->rules);
	return code;
}
