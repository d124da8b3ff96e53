/*
 * Names for the sinks: the suffixes of units, and four ways out for the
 * characters that Prometheus's legacy alphabet lacks.
 */
#include "base/num.h"
#include "json/utf8.h"
#include "snapshot/names.h"

const char *const names_way_name[NAMES_NWAYS] = {
	[NAMES_UNDERSCORES] = "underscores",
	[NAMES_UTF8] = "allow-utf-8",
	[NAMES_DOTS] = "dots",
	[NAMES_VALUES] = "values",
};

static bool
is_legacy(char c, bool label)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    c == '_' || str_is_digit(c) || (c == ':' && !label);
}

bool
names_legacy(struct str name, bool label)
{
	if (name.n == 0 || str_is_digit(name.p[0]))
		return false;
	for (size_t i = 0; i < name.n; i++) {
		if (!is_legacy(name.p[i], label))
			return false;
	}
	return true;
}

/* The well-formed sequence at p, or one byte where there is none. */
static size_t
span(const char *p, size_t n)
{
	size_t k = utf8_span(p, n);

	return k ? k : 1;
}

/* One '_' a character, as Prometheus's own escaping has it, not a byte. */
static void
underscores(struct buf *b, struct str s, bool label)
{
	if (s.n == 0 || str_is_digit(s.p[0]))
		buf_putc(b, '_');
	for (size_t i = 0; i < s.n; i += span(s.p + i, s.n - i))
		buf_putc(b, is_legacy(s.p[i], label) ? s.p[i] : '_');
}

static void
dots(struct buf *b, struct str s, bool label)
{
	if (s.n == 0)
		buf_putc(b, '_');
	for (size_t i = 0; i < s.n; i += span(s.p + i, s.n - i)) {
		if (s.p[i] == '_')
			buf_lit(b, "__");
		else if (s.p[i] == '.')
			buf_lit(b, "_dot_");
		else if (!is_legacy(s.p[i], label) ||
		    (i == 0 && str_is_digit(s.p[i])))
			buf_lit(b, "__");
		else
			buf_putc(b, s.p[i]);
	}
}

static uint32_t
code_point(const char *p, size_t n)
{
	uint32_t c = (unsigned char)p[0];

	if (n == 1)
		return c < 0x80 ? c : 0xfffd;
	c &= 0x7fu >> n;
	for (size_t i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)p[i] & 0x3f);
	return c;
}

static void
values(struct buf *b, struct str s, bool label)
{
	size_t n;

	if (s.n == 0) {
		buf_putc(b, '_');
		return;
	}
	buf_lit(b, "U__");
	for (size_t i = 0; i < s.n; i += n) {
		n = span(s.p + i, s.n - i);
		if (s.p[i] == '_')
			buf_lit(b, "__");
		else if (is_legacy(s.p[i], label) &&
		    (i > 0 || !str_is_digit(s.p[i])))
			buf_putc(b, s.p[i]);
		else
			buf_printf(b, "_%x_", (unsigned)code_point(s.p + i,
			    n));
	}
}

static void
put(struct buf *b, struct str s, enum names_way way, bool label)
{
	switch (way) {
	case NAMES_DOTS:
		dots(b, s, label);
		return;
	case NAMES_VALUES:
		if (!names_legacy(s, label)) {
			values(b, s, label);
			return;
		}
		break;
	case NAMES_UTF8:
		if (s.n == 0)
			break;
		for (size_t i = 0; i < s.n; )
			i += utf8_copy(b, s.p + i, s.n - i);
		return;
	case NAMES_UNDERSCORES: case NAMES_NWAYS:
		break;
	}
	underscores(b, s, label);
}

void
names_metric(struct buf *b, struct str name, enum names_way way)
{
	put(b, name, way, false);
}

void
names_label(struct buf *b, struct str name, enum names_way way)
{
	put(b, name, way, true);
}

static const struct unit {
	const char *ucum, *words;
} units[] = {
	{ "d", "days" }, { "h", "hours" }, { "min", "minutes" },
	{ "s", "seconds" }, { "ms", "milliseconds" },
	{ "us", "microseconds" }, { "ns", "nanoseconds" },
	{ "By", "bytes" }, { "KiBy", "kibibytes" }, { "MiBy", "mebibytes" },
	{ "GiBy", "gibibytes" }, { "TiBy", "tebibytes" },
	{ "kBy", "kilobytes" }, { "MBy", "megabytes" },
	{ "GBy", "gigabytes" }, { "TBy", "terabytes" },
	{ "m", "meters" }, { "V", "volts" }, { "A", "amperes" },
	{ "J", "joules" }, { "W", "watts" }, { "g", "grams" },
	{ "Cel", "celsius" }, { "Hz", "hertz" }, { "%", "percent" },
	{ "1", "" },
	{ NULL, NULL },
}, per[] = {
	{ "s", "second" }, { "m", "minute" }, { "h", "hour" },
	{ "d", "day" }, { "w", "week" }, { "mo", "month" }, { "y", "year" },
	{ NULL, NULL },
};

static struct str
words_for(const struct unit *u, struct str part)
{
	part = str_trim(part);
	if (str_chr(part, '{') < part.n)
		return (struct str){ 0 };
	for (; u->ucum; u++) {
		if (str_eq(part, str_c(u->ucum)))
			return str_c(u->words);
	}
	return part;
}

/* Characters that a name lacks are left out at the ends, '_' within. */
static void
put_words(struct buf *b, struct str s)
{
	while (s.n && !is_legacy(s.p[0], true))
		s = str_from(s, 1);
	while (s.n && !is_legacy(s.p[s.n - 1], true))
		s.n--;
	for (size_t i = 0; i < s.n; i += span(s.p + i, s.n - i))
		buf_putc(b, is_legacy(s.p[i], true) ? s.p[i] : '_');
}

void
names_unit(struct buf *b, struct str unit)
{
	size_t slash = str_chr(unit, '/'), from = b->n;
	struct str rest = { 0 };

	put_words(b, words_for(units, str_of(unit.p, slash)));
	if (slash < unit.n)
		rest = words_for(per, str_from(unit, slash + 1));
	if (rest.n) {
		buf_puts(b, b->n > from ? STR("_per_") : STR("per_"));
		put_words(b, rest);
	}
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_part(struct str s, size_t i)
{
	char c = i < s.n ? lower(s.p[i]) : '_';

	return str_is_digit(c) || (c >= 'a' && c <= 'z') || (c & 0x80);
}

/* Whether the name has these words already, and they stand alone in it. */
static bool
has_words(struct str name, struct str words)
{
	for (size_t i = 0; i + words.n <= name.n; i++) {
		if (str_ieq(str_of(name.p + i, words.n), words) &&
		    (i == 0 || !is_part(name, i - 1)) &&
		    !is_part(name, i + words.n))
			return true;
	}
	return false;
}

void
names_family(struct buf *b, struct str name, struct str unit, struct str end)
{
	size_t from = b->n, at;
	struct str words;

	if (end.n && name.n > end.n && str_ends(name, str_from(end, 1)) &&
	    !is_part(name, name.n - end.n))
		name.n -= end.n;
	buf_puts(b, name);
	at = b->n;
	buf_putc(b, '_');
	names_unit(b, unit);
	words = str_of(b->p + at + 1, b->n - at - 1);
	if (words.n == 0 || has_words(str_of(b->p + from, name.n), words))
		b->n = at;
	buf_puts(b, end);
}
