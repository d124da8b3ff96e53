/*
 * Snapshots and rules to -o or standard output. What they look like is
 * snapshot/snapfile's, snapshot/tabular's and rules/'s.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/replace.h"
#include "cmd/agg_output.h"
#include "cmd/rules.h"
#include "rules/rulejson.h"
#include "rules/ruletext.h"
#include "series/compute.h"
#include "snapshot/freeze.h"
#include "snapshot/snapfile.h"
#include "snapshot/tabular.h"

static void
put(struct buf *text, const struct agg_options *o, const struct snap *s)
{
	if (o->table)
		tabular_write(text, s);
	else
		snapfile_write(text, s);
}

void
agg_output(const struct opts *opts, const struct agg_options *o,
    struct snap *s)
{
	struct buf text = { 0 };
	struct fault f = { 0 };

	put(&text, o, s);
	cmd_check(opts, replace_output(o->output, buf_str(&text), &f), &f);
	buf_free(&text);
	snap_free(s);
}

void
agg_output_now(const struct opts *opts, const struct agg_options *o,
    struct aggregate *a)
{
	struct fault f = { 0 };
	struct snap s;
	int64_t now = o->now;

	/* Who stays goes by the wall's clock. */
	if (now == STAMP_NONE && o->every)
		now = stamp_now();
	cmd_check(opts, freeze(&s, a, now, agg_pipeline(o), &f), &f);
	agg_output(opts, o, &s);
}

bool
agg_output_tick(const struct agg_options *o, struct aggregate *a,
    int64_t now, struct fault *f)
{
	struct buf text = { 0 };
	struct snap s;
	bool ok;

	ok = freeze(&s, a, now, agg_pipeline(o), f);
	if (ok) {
		put(&text, o, &s);
		ok = o->output && strcmp(o->output, "-") != 0 ?
		    replace_output(o->output, buf_str(&text), f) :
		    io_write(STDOUT_FILENO, "standard output", text.p,
		    text.n, f);
	}
	buf_free(&text);
	snap_free(&s);
	return ok;
}

int
agg_verdict(const struct agg_options *o, const struct aggregate *a,
    uint64_t refused)
{
	size_t n = !o->fail_on ? 0 : compute_tripped(a, o->level == 1);

	if (n && !cmd_quiet)
		fprintf(stderr, "mlog-agg: %zu %s at %s\n", n, n == 1 ?
		    "series is" : "series are", o->level ? "crit" : "warn");
	return n || (o->log.strict && refused) ? EXIT_REFUSED : EXIT_OK;
}

_Noreturn void
agg_output_rules(const struct opts *opts, const struct agg_options *o)
{
	struct buf b = { 0 };

	if (o->print && o->form == 0)
		rules_print_json(&b, o->rules);
	else if (o->print)
		rules_print_text(&b, o->rules);
	cmd_rules_destroy(o->rules);
	cmd_answer(opts, &b);
}
