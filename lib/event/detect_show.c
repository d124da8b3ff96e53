/*
 * One code point at a time, with the width that base/columns.h gives it.
 */
#include "base/columns.h"
#include "event/detect_show.h"
#include "json/utf8.h"

enum { DOTS = 3 };

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
	c = columns_char(*s, &span);
	if (columns_hidden(c) || (quoted && (c == '"' || c == '\\'))) {
		cells = put_escape(b, c);
	} else {
		cells = columns_of(c);
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
