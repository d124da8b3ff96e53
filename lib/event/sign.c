/*
 * Compiling rows of the table, and telling the event format itself. How the
 * others are told is sign_match.c's, what a row takes out of the record
 * parts.c's.
 */
#include "base/mem.h"
#include "base/num.h"
#include "event/event.h"
#include "event/sign_match.h"

/* Cuts ":d", ":k" or ":dk" off a name. */
static struct str
cut_marks(struct str *text)
{
	size_t n = str_chr(*text, ':');
	struct str marks = str_from(*text, n);

	text->n = n;
	return marks;
}

static bool
has_source(const struct sign *s, size_t from, size_t to, int name)
{
	for (size_t i = from; i < to; i++)
		if (s->at[i].name == name)
			return true;
	return false;
}

/* Appends the names of a list that are not there yet to list `which`. */
static void
compile_list(struct sign *s, int which, const char *list,
    struct fields *names)
{
	struct str rest = str_c(list), text;
	size_t from = which ? s->end[which - 1] : 0, to = s->end[which];

	if (to < from)
		to = from;
	while (str_cut(&rest, ' ', &text)) {
		struct str marks = cut_marks(&text);
		size_t plus = str_chr(text, '+');
		int name, nanos = SIGN_ALONE;

		if (to == SIGN_SOURCES_MAX)
			continue;
		if (plus < text.n) {
			nanos = fields_add_path(names,
			    str_from(text, plus + 1));
			text.n = plus;
		}
		name = fields_add_path(names, text);
		if (name < 0 || has_source(s, from, to, name))
			continue;
		s->at[to++] = (struct sign_source){ (unsigned short)name,
		    (unsigned short)nanos, str_chr(marks, 'd') < marks.n,
		    str_ends(marks, STR("k")) };
	}
	s->end[which] = (unsigned char)to;
}

static void
compile_each(struct sign *s, const char *list, struct fields *names)
{
	struct str rest = str_c(list), text;

	while (s->neach < DIALECT_EACH_MAX && str_cut(&rest, ' ', &text))
		s->each[s->neach++] = fields_add_path(names, text);
}

static void
compile(struct sign *s, const struct dialect *d, struct fields *names)
{
	const struct dialect *generic = &dialects[ndialects - 1];
	bool own = d == &dialects[0];

	*s = (struct sign){ .dialect = d, .own = own, .row = s };
	for (int i = 0; i < DIALECT_NPARTS; i++)
		compile_list(s, i, d->from[i] ? d->from[i] :
		    dialect_ids[i], names);
	compile_list(s, SIGN_RANK, d->rank, names);
	compile_list(s, SIGN_FAILED, d->failed, names);
	s->end[SIGN_ELSE_TIME] = s->end[SIGN_FAILED];
	s->detected = d >= dialects && d <= generic;
	if (s->detected && !own)
		compile_list(s, SIGN_ELSE_TIME, generic->from[PART_TIME],
		    names);
	s->own_time = fields_add_path(names, STR("time"));
	s->own_level = fields_add_path(names, STR("level"));
	s->own_severity = fields_add_path(names, STR("severity"));
	s->own_level_text = fields_add_path(names, STR("level_text"));
	s->own_event = fields_add_path(names, STR("event"));
	s->inner = d->inner ? fields_add_path(names, str_c(d->inner)) : -1;
	s->pieces = d->pieces ? fields_add_path(names, str_c(d->pieces)) : -1;
	compile_each(s, d->each, names);
}

void
signs_compile(struct signs *ss, const struct dialect *custom,
    struct fields *names)
{
	*ss = (struct signs){ .match = sign_match_new() };
	ss->row = mem_new(ndialects, sizeof(*ss->row));
	/* What a wrapper that is no JSON holds is detected. */
	if (custom && custom != dialects && !custom->sign)
		custom = NULL;
	for (size_t i = 0; i < ndialects; i++) {
		compile(&ss->row[i], &dialects[i], names);
		sign_match_add(ss->match, &ss->row[i], names);
		if (custom == &dialects[i])
			ss->only = &ss->row[i];
		else if (!custom && i && i + 1 < ndialects)
			ss->row[i].generic = &ss->row[ndialects - 1];
	}
	if (!custom || ss->only)
		return;
	compile(&ss->custom, custom, names);
	sign_match_add(ss->match, &ss->custom, names);
	ss->only = &ss->custom;
}

void
signs_free(struct signs *ss)
{
	mem_free(ss->row);
	sign_match_destroy(ss->match);
	*ss = (struct signs){ 0 };
}

/* Whether any of the usual names holds a time. */
static bool
has_time(const struct sign *generic, const struct record *rec)
{
	const struct sign_source *from;
	size_t n;
	int64_t ns;

	from = sign_list(generic, PART_TIME, &n);
	for (size_t i = 0; i < n; i++)
		if (rec->at[from[i].name] != RECORD_ABSENT &&
		    parts_time(rec, &from[i], &ns))
			return true;
	return false;
}

/*
 * An event line bears a level and its severity, in this order and of one
 * range; or only level_text, for a spelling that nobody knows; or none of
 * the three, and begins with time and event as the format has them.
 */
static bool
is_event(const struct signs *ss, const struct record *rec)
{
	const struct sign *s = &ss->row[0];
	int at_time = rec->at[s->own_time];
	int at_level = rec->at[s->own_level];
	int at_severity = rec->at[s->own_severity];
	int at_event = rec->at[s->own_event];
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
	return at_event == 0 && !has_time(&ss->row[ndialects - 1], rec);
}

/* Whether a name is one of those that has_time reads alone. */
static bool
is_time(const struct sign *generic, int name)
{
	const struct sign_source *from;
	size_t n;

	from = sign_list(generic, PART_TIME, &n);
	for (size_t i = 0; i < n; i++)
		if (from[i].name == name && from[i].nanos == SIGN_ALONE)
			return true;
	return false;
}

bool
signs_no_event(const struct signs *ss, const struct record *rec, int time)
{
	const struct sign *s = &ss->row[0];
	int at_level = rec->at[s->own_level];
	int at_event = rec->at[s->own_event];

	if (ss->only)
		return true;
	if (at_level >= 0)
		return rec->at[s->own_severity] != at_level + 1;
	if (rec->at[s->own_severity] >= 0 || rec->at[s->own_level_text] >= 0)
		return !is_event(ss, rec);
	if (at_event < 0 || rec->member[at_event].value.kind != JREAD_STRING)
		return true;
	if (at_event == 1)
		return rec->at[s->own_time] != 0;
	return at_event || is_time(&ss->row[ndialects - 1], time);
}

const struct sign *
signs_find(struct signs *ss, const struct record *rec, bool wrapped)
{
	const struct sign *s;

	if (ss->only && ss->only->inner < 0) {
		s = sign_match_find(ss->match, NULL, rec);
		return sign_holds(s, rec) && !sign_holds(ss->only, rec) ? s :
		    sign_match_find(ss->match, ss->only, rec);
	}
	if (ss->only && !wrapped)
		return sign_match_find(ss->match, ss->only, rec);
	if (is_event(ss, rec))
		return &ss->row[0];
	return sign_match_find(ss->match, NULL, rec);
}

const struct sign *
signs_find_in(struct signs *ss, const struct record *rec,
    const struct sign *batch)
{
	const struct sign *s = signs_find(ss, rec, true);

	return s->row == &ss->row[ndialects - 1] && s->row != ss->only ?
	    batch->row : s;
}
