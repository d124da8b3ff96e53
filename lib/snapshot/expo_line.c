/*
 * The grammar of a line. OpenMetrics has exactly one space where it has one;
 * the text format has blanks wherever tokens meet.
 */
#include <math.h>

#include "base/num.h"
#include "json/utf8.h"
#include "snapshot/expo_line.h"

/* What is left of the line. */
struct scanner {
	struct expo_line *line;
	struct str rest;
	bool strict;
	struct fault *f;
};

static void
skip_blanks(struct scanner *s)
{
	while (!s->strict && s->rest.n &&
	    (s->rest.p[0] == ' ' || s->rest.p[0] == '\t'))
		s->rest = str_from(s->rest, 1);
}

static bool
at(const struct scanner *s, char c)
{
	return s->rest.n && s->rest.p[0] == c;
}

static bool
eat(struct scanner *s, char c)
{
	if (!at(s, c))
		return false;
	s->rest = str_from(s->rest, 1);
	return true;
}

/* The blank between two tokens: one space, or any. */
static bool
eat_gap(struct scanner *s)
{
	size_t n = s->rest.n;

	if (s->strict)
		return eat(s, ' ');
	skip_blanks(s);
	return s->rest.n < n;
}

static bool
is_name(char c, bool first, bool colon)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (c == ':' && colon) || (!first && str_is_digit(c));
}

static struct str
bare_name(struct scanner *s, bool colon)
{
	struct str name = { s->rest.p, 0 };

	while (name.n < s->rest.n &&
	    is_name(s->rest.p[name.n], name.n == 0, colon))
		name.n++;
	s->rest = str_from(s->rest, name.n);
	return name;
}

/* The bytes up to the closing quote, escapes still in them. */
static bool
quoted_span(struct scanner *s, struct str *raw)
{
	size_t i = 0;

	while (i < s->rest.n && s->rest.p[i] != '"')
		i += s->rest.p[i] == '\\' ? 2 : 1;
	if (i >= s->rest.n)
		return fault(s->f, "a quoted text has no end");
	*raw = str_of(s->rest.p, i);
	s->rest = str_from(s->rest, i + 1);
	return true;
}

/*
 * With \\, \n and, where quotes are escaped, \" replaced; other escapes stay
 * as they are, as every reader has it. The buffer has room for all of the
 * line, so that texts in it do not move.
 */
static struct str
unescape(struct expo_line *l, struct str raw, bool quotes)
{
	size_t from = l->texts.n;

	if (str_chr(raw, '\\') == raw.n)
		return raw;
	for (size_t i = 0; i < raw.n; i++) {
		char c = raw.p[i], next = i + 1 < raw.n ? raw.p[i + 1] : 0;

		if (c == '\\' && (next == '\\' || next == 'n' ||
		    (next == '"' && quotes))) {
			c = next == 'n' ? '\n' : next;
			i++;
		}
		buf_putc(&l->texts, c);
	}
	return str_of(l->texts.p + from, l->texts.n - from);
}

/* Behind the opening quote. */
static bool
quoted(struct scanner *s, struct str *text)
{
	struct str raw = { 0 };

	if (!quoted_span(s, &raw))
		return false;
	*text = unescape(s->line, raw, true);
	return true;
}

static bool
label_name(struct scanner *s, struct str *name)
{
	*name = bare_name(s, false);
	if (name->n)
		return true;
	return fault(s->f, at(s, '}') ? "a comma too many" :
	    "a label's name was expected");
}

/* The name is known; behind it =, and the value in quotes. */
static bool
label_value(struct scanner *s, struct snap_label *to)
{
	skip_blanks(s);
	if (!eat(s, '='))
		return fault(s->f, "no = behind the label \"%.*s\"",
		    STR_ARG(to->name));
	skip_blanks(s);
	if (!eat(s, '"'))
		return fault(s->f, "the value of the label \"%.*s\" is not "
		    "in quotes", STR_ARG(to->name));
	return quoted(s, &to->value);
}

/* Into the sorted list; one of that name must not be there. */
static bool
insert(struct scanner *s, struct snap_label *list, size_t *n,
    struct snap_label l)
{
	size_t i = *n;

	for (; i > 0; i--) {
		int c = str_cmp(list[i - 1].name, l.name);

		if (c == 0)
			return fault(s->f, "the label \"%.*s\" comes twice",
			    STR_ARG(l.name));
		if (c < 0)
			break;
		list[i] = list[i - 1];
	}
	list[i] = l;
	++*n;
	return true;
}

/*
 * One label; where *name is not NULL and empty, a text in quotes without a
 * value is the metric's name.
 */
static bool
label(struct scanner *s, struct snap_label *list, size_t *n,
    struct str *name)
{
	struct snap_label l;

	if (eat(s, '"')) {
		if (!quoted(s, &l.name))
			return false;
		skip_blanks(s);
		if (!at(s, '=') && name && !name->n && *n == 0) {
			*name = l.name;
			return l.name.n ||
			    fault(s->f, "the metric's name is empty");
		}
		if (!l.name.n)
			return fault(s->f, "a label's name is empty");
	} else if (!label_name(s, &l.name)) {
		return false;
	}
	if (*n == SNAP_LABELS_MAX)
		return fault(s->f, "more than %d labels", SNAP_LABELS_MAX);
	if (str_eq(l.name, STR("__name__")))
		return fault(s->f, "the label __name__ is the metric's name");
	return label_value(s, &l) && insert(s, list, n, l);
}

/* Behind the opening brace, up to and with the closing one. */
static bool
label_set(struct scanner *s, struct snap_label *list, size_t *n,
    struct str *name)
{
	skip_blanks(s);
	if (eat(s, '}'))
		return true;
	for (;;) {
		if (!label(s, list, n, name))
			return false;
		skip_blanks(s);
		if (eat(s, '}'))
			return true;
		if (!eat(s, ','))
			return fault(s->f, "labels are not separated by a "
			    "comma, or their } is missing");
		skip_blanks(s);
		if (!s->strict && eat(s, '}'))
			return true;
	}
}

static struct str
token(struct scanner *s)
{
	struct str t = { s->rest.p, 0 };

	while (t.n < s->rest.n && s->rest.p[t.n] != ' ' &&
	    (s->strict || s->rest.p[t.n] != '\t'))
		t.n++;
	s->rest = str_from(s->rest, t.n);
	return t;
}

static bool
value(struct scanner *s, double *v)
{
	struct str t = token(s);

	return expo_number(t, v) || fault(s->f, t.n ?
	    "\"%.*s\" is no number" : "a value was expected", STR_ARG(t));
}

static bool
instant(struct scanner *s, struct expo_time *to)
{
	struct str t = token(s);
	int64_t ms;

	to->set = true;
	if (s->strict) {
		if (!expo_number(t, &to->seconds) || !isfinite(to->seconds))
			return fault(s->f, "\"%.*s\" is no timestamp",
			    STR_ARG(t));
		to->ns = expo_seconds(t, to->seconds);
		return true;
	}
	if (!num_int64(t, &ms))
		return fault(s->f, "\"%.*s\" is no timestamp in milliseconds",
		    STR_ARG(t));
	to->seconds = (double)ms / 1e3;
	to->ns = ms > -INT64_C(9223372036854) && ms < INT64_C(9223372036854) ?
	    ms * 1000000 : STAMP_NONE;
	return true;
}

static bool
short_enough(const struct snap_label *l, size_t n)
{
	size_t all = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < l[i].name.n; k++)
			all += ((unsigned char)l[i].name.p[k] & 0xc0) != 0x80;
		for (size_t k = 0; k < l[i].value.n; k++)
			all += ((unsigned char)l[i].value.p[k] & 0xc0) !=
			    0x80;
	}
	return all <= EXPO_EXEMPLAR_MAX;
}

/* Behind "# ". */
static bool
exemplar(struct scanner *s)
{
	struct expo_line *l = s->line;
	struct expo_time time = { 0 };

	l->has_exemplar = true;
	l->exemplar = (struct snap_exemplar){ .labels = l->exemplar_labels,
		.time = STAMP_NONE };
	if (!eat(s, '{'))
		return fault(s->f, "an exemplar begins with {");
	if (!label_set(s, l->exemplar_labels, &l->exemplar.nlabels, NULL))
		return fault_within(s->f, "exemplar");
	if (!short_enough(l->exemplar_labels, l->exemplar.nlabels))
		return fault(s->f, "the exemplar's labels have more than %d "
		    "characters", EXPO_EXEMPLAR_MAX);
	if (!eat_gap(s) || !value(s, &l->exemplar.value))
		return fault(s->f, "the exemplar's value is none");
	if (!s->rest.n)
		return true;
	if (!eat_gap(s) || !instant(s, &time))
		return fault(s->f, "the exemplar's timestamp is none");
	l->exemplar.time = time.ns;
	return s->rest.n == 0 || fault(s->f, "text behind the exemplar");
}

static bool
sample(struct scanner *s)
{
	struct expo_line *l = s->line;

	l->what = EXPO_SAMPLE;
	l->name = bare_name(s, true);
	skip_blanks(s);
	if (!l->name.n && !at(s, '{'))
		return fault(s->f, "a metric's name was expected");
	if (eat(s, '{')) {
		if (!label_set(s, l->labels, &l->nlabels,
		    l->name.n ? NULL : &l->name))
			return false;
		if (!l->name.n)
			return fault(s->f, "the metric has no name");
		if (!eat_gap(s) && s->strict)
			return fault(s->f, "no space before the value");
	} else if (s->strict && !eat(s, ' ')) {
		return fault(s->f, "the metric's name is followed by what is "
		    "neither { nor a space");
	}
	if (!value(s, &l->value))
		return false;
	skip_blanks(s);
	if (!s->rest.n)
		return true;
	if (s->strict && !eat(s, ' '))
		return fault(s->f, "text behind the value");
	if (!at(s, '#')) {
		if (!instant(s, &l->time))
			return false;
		skip_blanks(s);
		if (!s->rest.n)
			return true;
		if (!s->strict || !eat(s, ' ') || !at(s, '#'))
			return fault(s->f, "text behind the timestamp");
	}
	if (!s->strict)
		return fault(s->f, "text behind the value");
	s->rest = str_from(s->rest, 1);
	return (eat(s, ' ') || fault(s->f, "no space behind #")) &&
	    exemplar(s);
}

static bool
meta_name(struct scanner *s)
{
	if (eat(s, '"'))
		return quoted(s, &s->line->name);
	s->line->name = bare_name(s, true);
	return true;
}

/* Behind the word: the name, and what there is to say of it. */
static bool
meta(struct scanner *s, enum expo_what what)
{
	struct expo_line *l = s->line;

	l->what = what;
	if (!eat_gap(s) || !meta_name(s) || !l->name.n)
		return fault(s->f, "a metric's name was expected");
	if (!eat_gap(s) && (s->strict || s->rest.n))
		return fault(s->f, s->rest.n ? "the metric's name is followed "
		    "by what is no space" : "nothing behind the metric's "
		    "name");
	l->text = s->rest;
	if (what == EXPO_HELP)
		l->text = unescape(l, s->rest, s->strict);
	else if (!s->strict)
		l->text = str_trim(l->text);
	return true;
}

static bool
comment(struct scanner *s)
{
	static const struct {
		struct str word;
		enum expo_what what;
	} words[] = {
		{ { "TYPE", 4 }, EXPO_TYPE }, { { "HELP", 4 }, EXPO_HELP },
		{ { "UNIT", 4 }, EXPO_UNIT },
	};
	struct str whole = s->rest;

	if (s->strict && str_eq(whole, STR("# EOF"))) {
		s->line->what = EXPO_EOF;
		return true;
	}
	s->rest = str_from(s->rest, 1);
	if (eat_gap(s)) {
		for (size_t i = 0; i < 3; i++) {
			struct str word = words[i].word;

			if (!str_starts(s->rest, word) ||
			    (s->rest.n > word.n && s->rest.p[word.n] != ' ' &&
			    s->rest.p[word.n] != '\t'))
				continue;
			if (words[i].what == EXPO_UNIT && !s->strict)
				continue;
			s->rest = str_from(s->rest, word.n);
			return meta(s, words[i].what);
		}
	}
	return !s->strict || fault(s->f, "neither TYPE, UNIT, HELP nor EOF");
}

static bool
all_utf8(struct str s)
{
	size_t n;

	for (size_t i = 0; i < s.n; i += n) {
		n = (unsigned char)s.p[i] < 0x80 ? 1 :
		    utf8_span(s.p + i, s.n - i);
		if (!n)
			return false;
	}
	return true;
}

bool
expo_line_parse(struct expo_line *l, struct str line, bool strict,
    struct fault *f)
{
	struct scanner s = { l, line, strict, f };

	l->what = EXPO_NOTHING;
	l->name = l->text = (struct str){ 0 };
	l->nlabels = 0;
	l->time = (struct expo_time){ .ns = STAMP_NONE };
	l->has_exemplar = false;
	buf_reset(&l->texts);
	buf_room(&l->texts, line.n);
	if (!all_utf8(line))
		return fault(f, "not in UTF-8");
	skip_blanks(&s);
	if (at(&s, '#'))
		return comment(&s);
	if (s.rest.n || strict)
		return s.rest.n ? sample(&s) : fault(f, "an empty line");
	return true;
}

void
expo_line_free(struct expo_line *l)
{
	buf_free(&l->texts);
}
