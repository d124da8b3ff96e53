/*
 * A run that stays. Its beat is snapshot/live's.
 */
#include "base/replace.h"
#include "cmd/agg_output.h"
#include "cmd/live.h"
#include "cmd/rules.h"
#include "cmd/signals.h"
#include "cmd/state.h"
#include "snapshot/live.h"

static struct {
	const struct opts *opts;
	struct agg_options *o;
	struct feed *feed;
	struct live live;
	struct hold hold;	/* where there is no state */
} run;

static int64_t
clock_now(void)
{
	return run.o->now != STAMP_NONE ? run.o->now : stamp_now();
}

/* A file that cannot be written now may be writable later. */
static bool
write_tick(struct fault *f)
{
	struct fault file = { 0 };

	if (agg_output_tick(run.o, run.feed->aggregate, clock_now(), &file))
		return true;
	if (!run.o->output || file.pipe) {
		*f = file;
		return false;
	}
	cmd_say(run.opts, &file);
	return true;
}

static bool
tick(void *arg, struct fault *f)
{
	(void)arg;
	return run.o->state ? cmd_state_tick(run.opts, run.o->output, f) :
	    write_tick(f);
}

/* Nothing at all where there was something is a file that is being written. */
static bool
again(struct rules **rules)
{
	if (!cmd_rules_again(run.opts, rules))
		return false;
	if ((*rules)->nrules || !run.o->rules->nrules)
		return true;
	cmd_warn(run.opts, "there are no rules any more");
	rules_destroy(*rules);
	return false;
}

/* SIGHUP: the rules again. Those that are wrong now change nothing. */
static bool
read_rules(void *arg, struct fault *f)
{
	struct rules *rules, *old = run.o->rules;
	struct fault why = { 0 };
	struct event_reader reader;

	(void)arg;
	(void)f;
	if (!again(&rules)) {
		cmd_warn(run.opts, "the rules stay as they were");
		return true;
	}
	event_reader_init(&reader, &rules->fields);
	if (!live_rules(&run.feed->aggregate, rules, clock_now(),
	    agg_pipeline(run.o), &why)) {
		cmd_say(run.opts, &why);
		cmd_warn(run.opts, "the rules stay as they were");
		event_reader_free(&reader);
		rules_destroy(rules);
		return true;
	}
	event_reader_free(run.feed->reader);
	*run.feed->reader = reader;
	run.o->rules = rules;
	rules_destroy(old);
	if (run.o->state)
		cmd_state_aggregate(run.feed->aggregate);
	return true;
}

static bool
due(void *arg, int64_t *wait, struct fault *f)
{
	(void)arg;
	aggregate_clock(run.feed->aggregate, clock_now());
	return live_due(&run.live, wait, f);
}

void
cmd_live_begin(const struct opts *opts, struct agg_options *o,
    struct feed *feed)
{
	run.opts = opts;
	run.o = o;
	run.feed = feed;
	run.live = (struct live){ .every = o->every, .tick = tick,
		.woken = read_rules, .wake = cmd_signals_hup(opts) };
	live_begin(&run.live);
	if (o->state) {
		cmd_state_live(&run.live);
		return;
	}
	run.hold = (struct hold){ .stop = cmd_signals_end(opts),
		.wake = run.live.wake, .passes = true, .due = due };
	feed->hold = &run.hold;
}
