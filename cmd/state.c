/*
 * A state for mlog-agg. What it is and when it is committed is
 * snapshot/state's.
 */
#include "base/replace.h"
#include "cmd/signals.h"
#include "cmd/state.h"
#include "snapshot/state_counts.h"

static struct state state;
static struct state_counts counts;

void
cmd_state_open(const struct opts *o, const char *path, struct feed *feed,
    const char *pipeline, int64_t now)
{
	struct fault f = { 0 };
	bool ok;

	counts = (struct state_counts){ feed->aggregate, pipeline, now };
	state_counts(&state, &counts);
	ok = state_open(&state, path, &f);
	cmd_warn_lines(o, &state.words);
	cmd_check(o, ok, &f);
	state.hold.stop = cmd_signals_end(o);
	feed->hold = &state.hold;
	feed->mark = state_mark;
	feed->mark_arg = &state;
}

void
cmd_state_live(struct live *live)
{
	state.live = live;
	state.hold.wake = live->wake;
}

bool
cmd_state_tick(const struct opts *o, const char *output, struct fault *f)
{
	struct fault file = { 0 };

	if (!state_commit(&state, f))
		return false;
	if (output && state_text(&state).n && !replace_output(output,
	    state_text(&state), &file))
		cmd_say(o, &file);
	return true;
}

void
cmd_state_aggregate(struct aggregate *a)
{
	counts.aggregate = a;
}

int
cmd_state_end(const struct opts *o, int code, const char *output)
{
	struct str text;
	struct fault f = { 0 };

	if (code == EXIT_OK && !state_end(&state, &f)) {
		cmd_say(o, &f);
		code = f.again ? EXIT_AGAIN : EXIT_FAULT;
	}
	text = state_text(&state);
	f = (struct fault){ 0 };
	if (output && text.n)
		cmd_check(o, replace_output(output, text, &f), &f);
	state_free(&state);
	return code;
}
