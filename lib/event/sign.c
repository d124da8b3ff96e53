/*
 * Compiling and matching signatures. What a matching row takes out of the
 * record is in parts.c.
 */
#include "base/num.h"
#include "event/event.h"
#include "event/sign.h"

/* Numbers for the names of a space-separated list. */
static size_t
compile_names(const char *list, struct fields *names, int *number)
{
	struct str rest = str_c(list), name;
	size_t n = 0;

	while (list && str_cut(&rest, ' ', &name))
		if (name.n && n < DIALECT_NAMES_MAX)
			number[n++] = fields_add_path(names, name);
	return n;
}

static void
compile_term(struct sign_term *t, struct str text, struct fields *names)
{
	struct str name;

	while (str_cut(&text, '|', &name)) {
		char type = 0;

		if (name.n > 2 && name.p[name.n - 2] == ':') {
			type = name.p[name.n - 1];
			name.n -= 2;
		}
		if (t->n == DIALECT_NAMES_MAX)
			return;
		t->type[t->n] = type;
		t->name[t->n++] = fields_add_path(names, name);
	}
}

void
sign_compile(struct sign *s, const struct dialect *d, struct fields *names)
{
	struct str rest = str_c(d->sign), term;

	*s = (struct sign){ .dialect = d };
	while (d->sign && str_cut(&rest, ' ', &term))
		if (term.n && s->nterms < DIALECT_TERMS_MAX)
			compile_term(&s->term[s->nterms++], term, names);
	for (size_t i = 0; i < DIALECT_NPARTS; i++)
		s->nfrom[i] = compile_names(d->from[i], names, s->from[i]);
	s->own_time = fields_add_path(names, STR("time"));
	s->own_severity = fields_add_path(names, STR("severity"));
	s->own_level_text = fields_add_path(names, STR("level_text"));
	s->generic = s + (&dialects[ndialects - 1] - d);
}

static bool
term_matches(const struct sign_term *t, const struct record *rec)
{
	for (size_t i = 0; i < t->n; i++) {
		enum value_kind kind = record_value(rec, t->name[i]).kind;

		if (t->type[i] == 's' ? kind == VALUE_STRING :
		    t->type[i] == 'n' ? kind == VALUE_NUMBER :
		    kind != VALUE_MISSING)
			return true;
	}
	return false;
}

/* Whether any of the usual names holds a time. */
static bool
has_time(const struct sign *generic, const struct record *rec)
{
	int64_t ns;

	for (size_t i = 0; i < generic->nfrom[PART_TIME]; i++) {
		struct value v = record_value(rec,
		    generic->from[PART_TIME][i]);

		if ((v.kind == VALUE_STRING && stamp_parse(v.text, &ns)) ||
		    ((v.kind == VALUE_STRING || v.kind == VALUE_NUMBER) &&
		    stamp_epoch(v.text, &ns)))
			return true;
	}
	return false;
}

/*
 * An event line bears a level and its severity, in this order and of one
 * range; or only level_text, for a spelling that nobody knows; or none of
 * the three, and begins with time and event as the format has them.
 */
static bool
is_event(const struct sign *s, const struct record *rec)
{
	int at_time = rec->at[s->own_time];
	int at_level = rec->at[s->from[PART_LEVEL][0]];
	int at_severity = rec->at[s->own_severity];
	int at_event = rec->at[s->from[PART_EVENT][0]];
	int64_t severity;

	if (at_level >= 0 && at_severity == at_level + 1)
		return rec->member[at_severity].value.kind == JREAD_NUMBER &&
		    num_int64(rec->member[at_severity].value.text,
		    &severity) && severity >= 1 && severity <= SEVERITY_MAX &&
		    str_eq(rec->member[at_level].value.text,
		    severity_level((int)severity));
	if (at_level >= 0 || at_severity >= 0)
		return false;
	if (rec->at[s->own_level_text] >= 0)
		return rec->member[rec->at[s->own_level_text]].value.kind ==
		    JREAD_STRING;
	if (at_event < 0 || rec->member[at_event].value.kind != JREAD_STRING)
		return false;
	if (at_event == 1 && at_time == 0)
		return stamp_canonical(rec->member[0].value.text);
	return at_event == 0 && !has_time(s->generic, rec);
}

bool
sign_matches(const struct sign *s, const struct record *rec)
{
	if (!s->dialect->sign)
		return is_event(s, rec);
	for (size_t i = 0; i < s->nterms; i++)
		if (!term_matches(&s->term[i], rec))
			return false;
	return true;
}
