/*
 * Strings and values to text. Numbers are base/num's.
 */
#include "json/jwrite.h"
#include "json/utf8.h"

static void
put_escape(struct buf *b, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";

	buf_putc(b, '\\');
	switch (c) {
	case '"': case '\\': buf_putc(b, (char)c); return;
	case '\b': buf_putc(b, 'b'); return;
	case '\f': buf_putc(b, 'f'); return;
	case '\n': buf_putc(b, 'n'); return;
	case '\r': buf_putc(b, 'r'); return;
	case '\t': buf_putc(b, 't'); return;
	}
	buf_lit(b, "u00");
	buf_putc(b, hex[c >> 4]);
	buf_putc(b, hex[c & 15]);
}

/* Bytes of s from i on that need nothing done. */
static size_t
plain_run(struct str s, size_t i, bool escapes)
{
	size_t from = i;

	for (; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x80 || (escapes && (c < 0x20 || c == '"' ||
		    c == '\\')))
			break;
	}
	return i - from;
}

static void
put_text(struct buf *b, struct str s, bool escapes)
{
	size_t i = 0, n;

	while (i < s.n) {
		n = plain_run(s, i, escapes);
		buf_put(b, s.p + i, n);
		i += n;
		if (i == s.n)
			break;
		if ((unsigned char)s.p[i] < 0x80)
			put_escape(b, (unsigned char)s.p[i++]);
		else
			i += utf8_copy(b, s.p + i, s.n - i);
	}
}

void
jwrite_string(struct buf *b, struct str s)
{
	buf_putc(b, '"');
	put_text(b, s, true);
	buf_putc(b, '"');
}

void
jwrite_inside(struct buf *b, struct str inside)
{
	put_text(b, inside, false);
}

/* The string that begins at raw.p[i]: the offset behind its last quote. */
static size_t
string_end(struct str raw, size_t i)
{
	for (i++; i < raw.n && raw.p[i] != '"'; i++)
		if (raw.p[i] == '\\')
			i++;
	return i < raw.n ? i + 1 : raw.n;
}

/* What NaN, Infinity and -Infinity are spelt with and numbers are not. */
static size_t
nonfinite_span(struct str rest)
{
	static const char *const names[] = { "NaN", "Infinity", "-Infinity" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_starts(rest, str_c(names[i])))
			return strlen(names[i]);
	return 0;
}

void
jwrite_value(struct buf *b, struct str raw)
{
	size_t i = 0, end;

	while (i < raw.n) {
		switch (raw.p[i]) {
		case ' ': case '\t': case '\n': case '\r':
			i++;
			break;
		case '"':
			end = string_end(raw, i);
			jwrite_inside(b, str_of(raw.p + i, end - i));
			i = end;
			break;
		case 'N': case 'I': case '-':
			end = nonfinite_span(str_from(raw, i));
			if (end) {
				buf_lit(b, "null");
				i += end;
				break;
			}
			/* FALLTHROUGH */
		default:
			buf_putc(b, raw.p[i++]);
		}
	}
}

/* The bytes p[from..to) without spaces around them. */
static inline char *
copy_trimmed(char *at, const char *p, size_t from, size_t to)
{
	while (from < to && (unsigned char)p[from] <= ' ')
		from++;
	while (from < to && (unsigned char)p[to - 1] <= ' ')
		to--;
	while (from < to)
		*at++ = p[from++];
	return at;
}

void
jwrite_compact(struct buf *b, const struct scan *s, const char *p,
    const struct jtoken *t)
{
	size_t from = (size_t)(t->text.p - p), end = from + t->text.n;
	const uint32_t *pos = s->pos + t->index;
	char *to = buf_room(b, t->text.n);

	/* Between two entries stand spaces, and at most one scalar. */
	for (; from < end; pos++) {
		to = copy_trimmed(to, p, from, *pos);
		from = *pos;
		if (p[from] == '"') {
			size_t n = *++pos - from;

			memcpy(to, p + from, n);
			to += n;
			from += n;
		}
		*to++ = p[from++];
	}
	b->n = (size_t)(to - b->p);
}
