/*
 * Names in Prometheus's legacy alphabet. Not for the quoted UTF-8 form, and
 * no unit or type suffix is added here: rules write the name they mean.
 */
#include "snapshot/names.h"

static bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* One '_' a character, as Prometheus's own escaping has it, not a byte. */
static bool
inside(struct str s, size_t i)
{
	return i > 0 && continues(s.p[i]) && (unsigned char)s.p[i - 1] >= 0x80;
}

static void
put(struct buf *b, struct str s, bool colon)
{
	char c;

	if (s.n == 0 || str_is_digit(s.p[0]))
		buf_putc(b, '_');
	for (size_t i = 0; i < s.n; i++) {
		c = s.p[i];
		if (is_alpha(c) || str_is_digit(c) || (colon && c == ':'))
			buf_putc(b, c);
		else if (!inside(s, i))
			buf_putc(b, '_');
	}
}

void
names_metric(struct buf *b, struct str name)
{
	put(b, name, true);
}

void
names_label(struct buf *b, struct str name)
{
	put(b, name, false);
}
