/*
 * mlog-agg: events, counted by rules into a snapshot.
 */
#include <stdlib.h>

#include "cmd/agg_output.h"
#include "cmd/explain.h"
#include "cmd/inputs.h"
#include "cmd/live.h"
#include "cmd/logs.h"
#include "cmd/merge.h"
#include "cmd/progress.h"
#include "cmd/rules.h"
#include "cmd/state.h"
#include "series/feed.h"

static struct opts opts;

static void
show_refused(void *arg, const char *input, uint64_t line, size_t column,
    const char *what)
{
	const struct feed *feed = arg;

	cmd_refused(&opts, feed->nrefused, input, line, column, "", what);
}

static bool
read_input(void *arg, int fd, const char *name, struct fault *f)
{
	struct feed *feed = arg;

	return feed->failed || feed_input(feed, fd, name, f);
}

/* No events, no rules: only snapshots. */
_Noreturn static void
only_snapshots(const struct agg_options *o)
{
	struct snap s;

	cmd_merge(&opts, o->diff, &s);
	if (o->now != STAMP_NONE)
		s.time = o->now;
	agg_output(&opts, o, &s);
	exit(EXIT_OK);
}

static int
count(struct agg_options *o, struct feed *feed)
{
	struct buf words = { 0 };
	struct fault f = { 0 };
	int code;

	feed->aggregate = aggregate_new(o->rules, o->now != STAMP_NONE ?
	    o->now : stamp_now());
	cmd_check(&opts, aggregate_ready(feed->aggregate, &f), &f);
	if (o->state)
		cmd_state_open(&opts, o->state, feed, agg_pipeline(o), o->now);
	if (o->every)
		cmd_live_begin(&opts, o, feed);
	code = cmd_inputs(&opts, read_input, feed);
	if (o->state)
		code = cmd_state_end(&opts, code, o->output);
	else if (code == EXIT_OK)
		agg_output_now(&opts, o, feed->aggregate);
	feed_totals(feed, o->verbose, &words);
	cmd_warn_lines(&opts, &words);
	return code == EXIT_OK ? agg_verdict(o, feed->aggregate,
	    feed->nrefused) : code;
}

int
main(int argc, char *argv[])
{
	struct agg_options o;
	struct event_reader reader;
	struct feed feed = { .refused = show_refused, .arg = &feed,
		.reader = &reader, .step = progress_step };
	int code;

	agg_options(&opts, &o, argc, argv);
	if (o.merge || o.diff)
		only_snapshots(&o);
	if (o.check || o.print)
		agg_output_rules(&opts, &o);
	if (o.explain)
		cmd_explain(&opts, o.rules);
	if (o.logs)
		return cmd_logs(&opts, &o);
	event_reader_init(&reader, &o.rules->fields);
	code = count(&o, &feed);
	aggregate_destroy(feed.aggregate);
	event_reader_free(&reader);
	cmd_rules_destroy(o.rules);
	return code;
}
