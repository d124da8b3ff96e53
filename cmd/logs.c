/*
 * Raw logs to a snapshot, by one process. How a line becomes an event is
 * event/'s.
 */
#include "cmd/agg_output.h"
#include "cmd/inputs.h"
#include "cmd/logs.h"
#include "cmd/rules.h"
#include "cmd/shares.h"

static bool
take(void *arg, const struct event *e, struct fault *f)
{
	return aggregate_event(arg, e, f);
}

bool
logs_begin(struct logs *l, struct fault *f)
{
	struct stream *s = &l->log.stream;

	l->aggregate = aggregate_new(l->o->rules, l->now);
	log_reader_begin(&l->log, l->opts, &l->o->log, false);
	out_init(&l->out, -1, "");
	s->out = &l->out;
	s->take = take;
	s->take_arg = l->aggregate;
	return aggregate_ready(l->aggregate, f) &&
	    logline_direct(s->logline, &l->reader, f);
}

void
logs_end(struct logs *l)
{
	log_reader_free(&l->log);
	buf_free(&l->out.buf);
	aggregate_destroy(l->aggregate);
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
	const struct stream *s = &l->log.stream;
	struct fault f = { 0 };
	int code;

	cmd_check(l->opts, logs_begin(l, &f), &f);
	code = cmd_inputs(l->opts, log_reader_input, &l->log);
	log_reader_end(&l->log);
	if (code == EXIT_OK)
		agg_output_now(l->opts, l->o, l->aggregate);
	logs_totals(l, &s->counts, logline_repaired(s->logline));
	if (code == EXIT_OK)
		code = agg_verdict(l->o, l->aggregate, stream_refused(s));
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
