/*
 * One code point at a time. The width is that of the usual terminals: wide
 * East Asian characters take two columns, combining marks none; no locale is
 * asked.
 */
#include "event/detect_show.h"
#include "json/utf8.h"

struct range {
	uint32_t from, to;
};

enum { DOTS = 3 };

static bool
within(const struct range *r, size_t n, uint32_t c)
{
	for (size_t i = 0; i < n; i++)
		if (c >= r[i].from && c <= r[i].to)
			return true;
	return false;
}

#define WITHIN(table, c) within(table, sizeof(table) / sizeof((table)[0]), c)

/* What must not reach a terminal as it is, or could not be seen there. */
static bool
is_hidden(uint32_t c)
{
	static const struct range hidden[] = {
		{ 0, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad },
		{ 0x61c, 0x61c }, { 0x180e, 0x180e }, { 0x200b, 0x200f },
		{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xfeff, 0xfeff },
		{ 0xfff9, 0xfffb },
	};

	return WITHIN(hidden, c);
}

static size_t
width(uint32_t c)
{
	static const struct range none[] = {
		{ 0x300, 0x36f }, { 0x483, 0x489 }, { 0x591, 0x5bd },
		{ 0x610, 0x61a }, { 0x64b, 0x65f }, { 0x1ab0, 0x1aff },
		{ 0x1dc0, 0x1dff }, { 0x20d0, 0x20ff }, { 0xfe00, 0xfe0f },
		{ 0xfe20, 0xfe2f }, { 0xe0100, 0xe01ef },
	};
	static const struct range wide[] = {
		{ 0x1100, 0x115f }, { 0x231a, 0x231b }, { 0x2e80, 0xa4cf },
		{ 0xa960, 0xa97f }, { 0xac00, 0xd7a3 }, { 0xf900, 0xfaff },
		{ 0xfe30, 0xfe6f }, { 0xff00, 0xff60 }, { 0xffe0, 0xffe6 },
		{ 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff },
		{ 0x1f900, 0x1faff }, { 0x20000, 0x3fffd },
	};

	if (c < 0x300)
		return 1;
	return WITHIN(none, c) ? 0 : WITHIN(wide, c) ? 2 : 1;
}

static uint32_t
decode(const char *p, size_t span)
{
	static const unsigned char mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t c = (unsigned char)p[0] & mask[span];

	for (size_t i = 1; i < span; i++)
		c = c << 6 | ((unsigned char)p[i] & 0x3f);
	return c;
}

static size_t
put_escape(struct buf *b, uint32_t c)
{
	static const char names[] = "\bb\tt\nn\ff\rr\"\"\\\\";

	for (size_t i = 0; i + 1 < sizeof(names); i += 2) {
		if (c == (unsigned char)names[i]) {
			buf_putc(b, '\\');
			buf_putc(b, names[i + 1]);
			return 2;
		}
	}
	buf_printf(b, "\\u%04x", (unsigned)c);
	return 6;
}

/* Appends the character that s begins with, and cuts it off. */
static size_t
show_one(struct buf *b, struct str *s, bool quoted)
{
	size_t span = utf8_span(s->p, s->n), cells;
	uint32_t c;

	if (!span) {
		*s = str_from(*s, utf8_copy(b, s->p, s->n));
		return 1;
	}
	c = decode(s->p, span);
	if (is_hidden(c) || (quoted && (c == '"' || c == '\\'))) {
		cells = put_escape(b, c);
	} else {
		cells = width(c);
		buf_put(b, s->p, span);
	}
	*s = str_from(*s, span);
	return cells;
}

/* fits: where b->n would be cut so that the dots find room. */
static size_t
show(struct buf *b, struct str s, size_t cells, bool quoted)
{
	size_t used = 0, fits = b->n, fit_cells = 0;

	while (s.n) {
		used += show_one(b, &s, quoted);
		if (used + DOTS <= cells) {
			fits = b->n;
			fit_cells = used;
		}
		if (used > cells) {
			b->n = fits;
			buf_lit(b, "...");
			return fit_cells + DOTS;
		}
	}
	return used;
}

size_t
detect_show(struct buf *b, struct str s, size_t cells)
{
	return show(b, s, cells, false);
}

static bool
is_plain(struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if (c <= ' ' || c == '"' || c == '\\' || c == '\'' ||
		    c == ',' || c >= 0x7f)
			return false;
	}
	return name.n != 0;
}

size_t
detect_show_name(struct buf *b, struct str name, size_t cells)
{
	size_t used;

	if (is_plain(name))
		return show(b, name, cells, false);
	buf_putc(b, '"');
	used = show(b, name, cells > 2 + DOTS ? cells - 2 : DOTS, true);
	buf_putc(b, '"');
	return used + 2;
}
