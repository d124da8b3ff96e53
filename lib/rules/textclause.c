/*
 * Rules from JSON to text: what is a member here is a clause there. What a
 * kind may have is for the parser to say.
 */
#include <string.h>

#include "rules/textmake.h"

bool
textmake_clause(struct textmake *m, const json_t *v, const char *words)
{
	buf_puts(&m->text, str_c(m->separator));
	textmake_mark(m, v);
	buf_puts(&m->text, str_c(words));
	return true;
}

static bool
of_expr(struct textmake *m, const json_t *v, const char *words)
{
	textmake_clause(m, v, words);
	buf_putc(&m->text, ' ');
	return textmake_expr(m, v);
}

static bool
of_string(struct textmake *m, const json_t *v, const char *words)
{
	textmake_clause(m, v, words);
	buf_putc(&m->text, ' ');
	return textmake_string(m, v);
}

static bool
of_number(struct textmake *m, const json_t *v, const char *words)
{
	textmake_clause(m, v, words);
	buf_putc(&m->text, ' ');
	return textmake_number(m, v);
}

static bool
of_flag(struct textmake *m, const json_t *v, const char *words)
{
	if (!json_is_true(v))
		return textmake_wrong(m, v, "\"%s\" is true or left out",
		    words);
	return textmake_clause(m, v, words);
}

static bool
of_numbers(struct textmake *m, const json_t *v, const char *words)
{
	textmake_clause(m, v, words);
	if (!json_array_size(v))
		return textmake_wrong(m, v, "\"%s\" is a list of numbers",
		    words);
	for (size_t i = 0; i < json_array_size(v); i++) {
		buf_puts(&m->text, i ? STR(", ") : STR(" "));
		textmake_mark(m, json_array_get(v, i));
		if (!textmake_number(m, json_array_get(v, i)))
			return false;
	}
	return true;
}

/* A word of the language, such as min: letters only. */
static bool
word(struct textmake *m, const json_t *v)
{
	struct str s = textmake_str(v);

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 'a' || s.p[i] > 'z')
			s.n = 0;
	if (!s.n)
		return textmake_wrong(m, v, "a word of the language is "
		    "needed here");
	buf_puts(&m->text, s);
	return true;
}

static bool
of_word(struct textmake *m, const json_t *v, const char *words)
{
	(void)words;
	textmake_clause(m, v, "");
	return word(m, v);
}

/* Goes on with the limit. */
static bool
of_over(struct textmake *m, const json_t *v, const char *words)
{
	buf_puts(&m->text, str_c(words));
	textmake_mark(m, v);
	return word(m, v);
}

/* A span of time, "10m": one word that begins with a digit. */
static bool
span(struct textmake *m, const json_t *v)
{
	struct str s = textmake_str(v);

	for (size_t i = 0; i < s.n; i++)
		if (!str_is_digit(s.p[i]) && s.p[i] != '.' &&
		    (s.p[i] < 'a' || s.p[i] > 'z'))
			s.n = 0;
	if (!s.n || !str_is_digit(s.p[0]))
		return textmake_wrong(m, v, "a span of time such as \"10m\" is "
		    "needed here");
	buf_puts(&m->text, s);
	return true;
}

static bool
of_span(struct textmake *m, const json_t *v, const char *words)
{
	textmake_clause(m, v, words);
	buf_putc(&m->text, ' ');
	return span(m, v);
}

/* A label by its name, or {"name":...,"value":...,"initially":...}. */
static bool
one_label(struct textmake *m, const json_t *v)
{
	const json_t *name = json_is_object(v) ? json_object_get(v, "name") :
	    v;
	const json_t *value = json_object_get(v, "value");
	const json_t *initially = json_object_get(v, "initially");

	size_t n = 1;

	n += value != NULL;
	n += initially != NULL;
	textmake_mark(m, v);
	if (!json_is_string(name) || (json_is_object(v) &&
	    json_object_size(v) != n))
		return textmake_wrong(m, v, "a label is a name, or has "
		    "\"name\" and \"value\"");
	textmake_path(m, textmake_str(name));
	if (value) {
		buf_lit(&m->text, " = ");
		if (!textmake_expr(m, value))
			return false;
	}
	if (initially) {
		buf_lit(&m->text, " initially ");
		textmake_mark(m, initially);
		return textmake_string(m, initially);
	}
	return true;
}

static bool
of_labels(struct textmake *m, const json_t *v, const char *words)
{
	textmake_clause(m, v, words);
	if (!json_array_size(v))
		return textmake_wrong(m, v, "\"%s\" is a list", words);
	for (size_t i = 0; i < json_array_size(v); i++) {
		buf_puts(&m->text, i ? STR(", ") : STR(" "));
		if (!one_label(m, json_array_get(v, i)))
			return false;
	}
	return true;
}

static bool
of_pair(struct textmake *m, const json_t *v, const char *words)
{
	static const char *const names[] = { "key", "from", "to", "timeout" };
	const json_t *timeout = json_object_get(v, "timeout");

	if (!json_object_get(v, "key") || !json_object_get(v, "from") ||
	    !json_object_get(v, "to"))
		return textmake_wrong(m, v, "a pair has \"key\", \"from\" and "
		    "\"to\"");
	if (!textmake_members(m, v, names, 4))
		return false;
	textmake_clause(m, v, words);
	buf_putc(&m->text, ' ');
	if (!textmake_expr(m, json_object_get(v, "key")))
		return false;
	buf_lit(&m->text, " from ");
	if (!textmake_expr(m, json_object_get(v, "from")))
		return false;
	buf_lit(&m->text, " to ");
	if (!textmake_expr(m, json_object_get(v, "to")))
		return false;
	if (!timeout)
		return true;
	buf_lit(&m->text, " timeout ");
	textmake_mark(m, timeout);
	return span(m, timeout);
}

static bool
window_unit(struct textmake *m, const json_t *v)
{
	struct str s = textmake_str(v);

	textmake_mark(m, v);
	return s.n && str_is_digit(s.p[0]) ? span(m, v) : word(m, v);
}

static bool
of_window(struct textmake *m, const json_t *v, const char *words)
{
	static const char *const names[] = { "unit", "from", "tz" };
	const json_t *from = json_object_get(v, "from");
	const json_t *tz = json_object_get(v, "tz");

	textmake_clause(m, v, words);
	buf_putc(&m->text, ' ');
	if (!json_is_object(v))
		return window_unit(m, v);
	if (!textmake_members(m, v, names, 3) ||
	    !window_unit(m, json_object_get(v, "unit")))
		return false;
	if (from) {
		buf_lit(&m->text, " from ");
		textmake_mark(m, from);
		if (json_is_string(from))
			textmake_path(m, textmake_str(from));
		else if (!textmake_number(m, from))
			return false;
	}
	if (!tz)
		return true;
	buf_lit(&m->text, " tz ");
	textmake_mark(m, tz);
	return textmake_string(m, tz);
}

static bool
of_until(struct textmake *m, const json_t *v, const char *words)
{
	static const char *const names[] = { "where", "drop" };
	const json_t *drop = json_object_get(v, "drop");

	if (!json_object_get(v, "where"))
		return textmake_wrong(m, v, "\"until\" has \"where\", a "
		    "condition");
	if (!textmake_members(m, v, names, 2))
		return false;
	textmake_clause(m, v, words);
	buf_putc(&m->text, ' ');
	if (!textmake_expr(m, json_object_get(v, "where")))
		return false;
	buf_puts(&m->text, drop ? STR(" drop") : STR(" keep"));
	if (!drop || json_is_true(drop))
		return true;
	buf_lit(&m->text, " after ");
	textmake_mark(m, drop);
	return span(m, drop);
}

/* Members of a rule in the order in which they become clauses. */
static const struct member {
	const char *name, *words;
	bool (*put)(struct textmake *m, const json_t *v, const char *words);
} members[] = {
	{ "mode", "", of_word },
	{ "absolute", "absolute", of_flag },
	{ "of", "of", of_expr },
	{ "key", "key", of_expr },
	{ "by", "by", of_labels },
	{ "pair", "pair", of_pair },
	{ "parent", "parent", of_expr },
	{ "from", "from", of_expr },
	{ "to", "to", of_expr },
	{ "timeout", "timeout", of_span },
	{ "where", "where", of_expr },
	{ "up", "up where", of_expr },
	{ "down", "down where", of_expr },
	{ "until", "until", of_until },
	{ "failed", "failed where", of_expr },
	{ "duration", "duration", of_expr },
	{ "attributes", "attributes", of_labels },
	{ "value", "=", of_expr },
	{ "warn", "warn", of_number },
	{ "crit", "crit", of_number },
	{ "buckets", "buckets", of_numbers },
	{ "exponential", "exponential", of_flag },
	{ "error", "error", of_number },
	{ "quantiles", "quantiles", of_numbers },
	{ "window", "window", of_window },
	{ "expire", "expire", of_span },
	{ "exemplar", "exemplar", of_labels },
	{ "help", "help", of_string },
	{ "unit", "unit", of_string },
	{ "limit", "limit", of_number },
	{ "over", " ", of_over },
};

enum { NMEMBERS = sizeof(members) / sizeof(*members) };

static bool
check_members(struct textmake *m, const json_t *v)
{
	const char *names[NMEMBERS + 2] = { "kind", "name" };

	for (size_t i = 0; i < NMEMBERS; i++)
		names[i + 2] = members[i].name;
	return textmake_members(m, v, names, NMEMBERS + 2);
}

bool
textmake_rule(struct textmake *m, const json_t *v, const char *kind)
{
	const json_t *name = json_object_get(v, "name");

	if (!check_members(m, v))
		return false;
	if (json_object_get(v, "over") && !json_object_get(v, "limit"))
		return textmake_wrong(m, v, "\"over\" goes with \"limit\"");
	buf_printf(&m->text, "%s ", kind);
	textmake_mark(m, name);
	if (!textmake_name(m, json_is_string(name) ? name : v,
	    textmake_str(name), "a metric"))
		return false;
	for (size_t i = 0; i < NMEMBERS; i++) {
		const json_t *member = json_object_get(v, members[i].name);

		if (member && !members[i].put(m, member, members[i].words))
			return false;
	}
	return true;
}
