/*
 * Raw logs to a snapshot. How a line becomes an event is event/'s; where
 * several processes cannot do it, one does.
 */
#include "cmd/agg_output.h"
#include "cmd/logs.h"
#include "cmd/progress.h"
#include "cmd/workers.h"
#include "snapshot/freeze.h"

/* What counts: one of it a process. */
struct logs {
	const struct opts *opts;
	struct agg_options *o;
	const struct ranges *ranges;
	int64_t now;		/* by which events in the future are told */
	struct event_reader reader;
	struct stream stream;
	struct out out;		/* its memory */
	struct aggregate *aggregate;
};

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

static void
begin(struct logs *l)
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

static void
end(struct logs *l)
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

static void
say_totals(const struct logs *l, const struct stream_counts *c,
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

	begin(l);
	code = cmd_inputs(l->opts, read_input, l);
	if (code == EXIT_OK)
		agg_output_now(l->opts, l->o, l->aggregate);
	say_totals(l, &l->stream.counts, logline_repaired(l->stream.logline));
	if (code == EXIT_OK)
		code = agg_verdict(l->o, l->aggregate,
		    stream_refused(&l->stream));
	end(l);
	return code;
}

static void
count_share(void *arg, unsigned share, struct shard *sh,
    struct aggregate **a)
{
	struct logs *l = arg;

	begin(l);
	l->stream.step = NULL;
	shard_count(sh, l->ranges, share, &l->stream, l->aggregate);
	*a = l->aggregate;
}

/* The verdict on what was merged. */
static int
judge(const struct logs *l, struct snap *merged, const struct shard *all)
{
	struct aggregate *a = aggregate_new(l->o->rules, l->now);
	struct fault f = { 0 };
	int code;

	if (l->o->fail_on) {
		cmd_check(l->opts, aggregate_ready(a, &f) &&
		    thaw(a, merged, agg_pipeline(l->o), &f), &f);
		aggregate_settle(a, merged->time);
	}
	code = agg_verdict(l->o, a, stream_counts_refused(&all->counts));
	aggregate_destroy(a);
	return code;
}

/* What the workers made of it, as one would have told it. */
static int
tell(const struct logs *l, struct snap *merged, const struct shard *all)
{
	int code;

	for (size_t i = 0; i < all->nshown; i++) {
		const struct shard_refusal *r = &all->shown[i];

		cmd_refused(l->opts, r->nth, r->path, r->line, r->column,
		    logline_reason_name[r->reason], r->what);
	}
	code = judge(l, merged, all);
	agg_output(l->opts, l->o, merged);
	say_totals(l, &all->counts, &all->repairs);
	return code;
}

/* False, with the reason, where one has to do it alone. */
static bool
count_shared(struct logs *l, int *code, struct fault *f)
{
	const struct opts *opts = l->opts;
	struct workers_job job = { l->ranges, l->o->rules,
		agg_pipeline(l->o), l->o->now, count_share, l };
	struct ranges rs = { 0 };
	struct shard all;
	struct snap merged;
	bool ok;

	if (!shard_rules(l->o->rules, f))
		return false;
	if (opts->index == opts->argc)
		return fault(f, "standard input is read in one piece");
	ok = ranges_cut(&rs, opts->argv + opts->index,
	    (size_t)(opts->argc - opts->index), (unsigned)l->o->workers, f);
	job.ranges = l->ranges = &rs;
	ok = ok && (rs.nshares > 1 || fault(f, "there is one part"));
	if (ok && (ok = cmd_workers(&job, &merged, &all, f)))
		*code = tell(l, &merged, &all);
	ranges_free(&rs);
	l->ranges = NULL;
	return ok;
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
	} else if (!count_shared(&l, &code, &f)) {
		if (o->verbose)
			cmd_warn(opts, "read by one process: %s", f.text);
		code = count_alone(&l);
	}
	event_reader_free(&l.reader);
	input_names_free(&names);
	rules_destroy(o->rules);
	return code;
}
