/*
 * The clauses that have to do with time: pairs of events, windows, expiry and
 * the end of an entity.
 */
#include "base/stamp.h"
#include "base/zone.h"
#include "rules/parse.h"

bool
parse_span(struct parser *ps, int64_t *ns)
{
	struct rules_place at = lex_place(&ps->lex);
	struct str raw = ps->lex.token.raw;

	if (ps->lex.token.kind == LEX_NUMBER) {
		errors_add(ps->errors, at, "a span of time has a unit");
		return errors_hint(ps->errors, "as in %.*ss or %.*sm",
		    STR_ARG(errors_name(raw)), STR_ARG(errors_name(raw)));
	}
	if (ps->lex.token.kind != LEX_UNITS)
		return parse_unexpected(ps, "a span of time such as 10m");
	if (!stamp_duration(raw, ns)) {
		errors_add(ps->errors, at, "\"%.*s\" is no span of time",
		    STR_ARG(errors_name(raw)));
		errors_hint(ps->errors, "the units are w d h m s ms us ns");
	} else if (*ns == 0) {
		errors_add(ps->errors, at, "a span of time is not 0");
	}
	lex_next(&ps->lex);
	return true;
}

bool
parse_expire(struct parser *ps, struct rule *rule)
{
	return parse_span(ps, &rule->expire);
}

bool
parse_timeout(struct parser *ps, struct rule *rule)
{
	return parse_span(ps, &rule->pair.timeout);
}

static bool
word(struct parser *ps, const char *name, const char *wanted)
{
	if (!lex_is(&ps->lex, name))
		return parse_unexpected(ps, wanted);
	lex_next(&ps->lex);
	return true;
}

bool
parse_pair(struct parser *ps, struct rule *rule)
{
	struct rule_pair *p = &rule->pair;

	p->given = true;
	p->key = parse_value(ps);
	if (!p->key || !word(ps, "from", "\"from\" after the key of a pair"))
		return false;
	p->from = parse_condition(ps);
	if (!p->from || !word(ps, "to", "\"to\" and the end of the pair"))
		return false;
	p->to = parse_condition(ps);
	if (!p->to)
		return false;
	if (!lex_is(&ps->lex, "timeout"))
		return true;
	lex_next(&ps->lex);
	return parse_timeout(ps, rule);
}

static bool
window_from(struct parser *ps, struct rule_window *w)
{
	struct rules_place at = lex_place(&ps->lex);
	double d = 0;

	w->from_at = at;
	if (w->unit != RULE_MONTH)
		errors_add(ps->errors, at, "only a month's window has "
		    "\"from\", the day it begins on");
	if (ps->lex.token.kind == LEX_WORD) {
		w->from_param = ps->lex.token.raw;
		lex_next(&ps->lex);
		return true;
	}
	if (!parse_number(ps, &d))
		return false;
	if (d < 1 || d > 31 || d != (double)(unsigned)d)
		errors_add(ps->errors, at, "a month begins on day 1 to 31");
	else
		w->from = (unsigned)d;
	return true;
}

static void
check_zone(struct parser *ps, const struct rule_window *w)
{
	struct zone z = { 0 };
	struct fault f = { 0 };

	if (!zone_load(&z, w->tz, &f)) {
		errors_add(ps->errors, w->tz_at, "%s", f.text);
		errors_hint(ps->errors, "write it as in \"Europe/Berlin\"");
	}
	zone_free(&z);
}

static bool
window_tz(struct parser *ps, struct rule_window *w)
{
	w->tz_at = lex_place(&ps->lex);
	if (w->unit == RULE_SPAN_OF_TIME)
		errors_add(ps->errors, w->tz_at, "only days, weeks and months "
		    "have a time zone");
	if (!parse_string(ps, &w->tz,
	    "a time zone in double quotes after \"tz\""))
		return false;
	check_zone(ps, w);
	if (str_eq(w->tz, STR("UTC")))
		w->tz = STR("");
	return true;
}

static bool
window_unit(struct parser *ps, struct rule_window *w)
{
	for (enum rule_unit u = RULE_DAY; u < RULE_NUNITS; u++)
		if (lex_is(&ps->lex, rule_unit_name[u])) {
			w->unit = u;
			lex_next(&ps->lex);
			return true;
		}
	w->unit = RULE_SPAN_OF_TIME;
	if (ps->lex.token.kind == LEX_UNITS ||
	    ps->lex.token.kind == LEX_NUMBER)
		return parse_span(ps, &w->length);
	return parse_unexpected(ps,
	    "day, week, month or a span of time such as 5m");
}

bool
parse_window(struct parser *ps, struct rule *rule)
{
	struct rule_window *w = &rule->window;

	w->at = lex_place(&ps->lex);
	w->from = 1;
	if (!window_unit(ps, w))
		return false;
	if (lex_is(&ps->lex, "from")) {
		lex_next(&ps->lex);
		if (!window_from(ps, w))
			return false;
	}
	if (lex_is(&ps->lex, "tz")) {
		lex_next(&ps->lex);
		return window_tz(ps, w);
	}
	return true;
}

/* Its names may be labels that the statement has not come to: own.c. */
bool
parse_until(struct parser *ps, struct rule *rule)
{
	struct rule_until *u = &rule->until;

	ps->depth = 0;
	u->cond = parse_expr(ps);
	if (!u->cond || ps->lex.token.kind == LEX_ERROR)
		return false;
	if (lex_is(&ps->lex, "keep")) {
		lex_next(&ps->lex);
	} else if (lex_is(&ps->lex, "drop")) {
		u->drop = true;
		lex_next(&ps->lex);
		if (lex_is(&ps->lex, "after")) {
			lex_next(&ps->lex);
			return parse_span(ps, &u->after);
		}
	}
	return true;
}
