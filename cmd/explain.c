/*
 * mlog-agg --explain: the operands through lib/rules/explain.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "cmd/explain.h"
#include "cmd/inputs.h"
#include "cmd/rules.h"
#include "json/lines.h"
#include "rules/explain.h"

struct sample {
	const struct opts *opts;
	struct explain *explain;
	uint64_t refused;
};

static void
read_line(struct sample *s, const struct lines *l, const struct line *line)
{
	struct jread r;

	if (str_trim(line->text).n == 0 ||
	    str_starts(line->text, STR("{\"@mlog\":")))
		return;
	lines_read(l, line, &r);
	if (line->cut || !explain_event(s->explain, &r))
		cmd_refused(s->opts, ++s->refused, l->name, line->number,
		    line->cut ? l->max : jread_column(&r, line->at), "",
		    line->cut ? "the line is too long" : r.error);
}

static bool
read_sample(void *arg, int fd, const char *name, struct fault *f)
{
	enum lines_result got;
	struct lines l;
	struct line line;

	lines_init(&l, fd, name, 0);
	while ((got = lines_next(&l, &line, f)) == LINES_OK)
		read_line(arg, &l, &line);
	lines_free(&l);
	return got == LINES_END;
}

_Noreturn void
cmd_explain(const struct opts *o, struct rules *rules)
{
	struct sample s = { .opts = o, .explain = explain_new(rules) };
	struct buf text = { 0 };
	int code = cmd_inputs(o, read_sample, &s);

	explain_put(&text, s.explain);
	explain_destroy(s.explain);
	cmd_rules_destroy(rules);
	if (code != EXIT_OK)
		exit(code);
	cmd_answer(o, &text);
}
