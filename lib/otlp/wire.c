/*
 * The parts of the wire format that are no short inline code, and its reader.
 * Which field means what is not known here.
 */
#include "json/utf8.h"
#include "otlp/wire.h"

void
wire_close(struct buf *b, size_t at)
{
	size_t n = b->n - at, room = wire_size(n);
	char *p;

	/* wire_open has left two bytes for the length. */
	if (room > 2)
		buf_room(b, room - 2);
	if (room != 2)
		memmove(b->p + at - 2 + room, b->p + at, n);
	b->n = at - 2 + room + n;
	p = b->p + at - 2;
	for (; n >= 0x80; n >>= 7)
		*p++ = (char)(n | 0x80);
	*p = (char)n;
}

static bool
is_clean(struct str s)
{
	size_t n;

	for (size_t i = 0; i < s.n; i += n) {
		if (s.p[i] == '\0' || (n = utf8_span(s.p + i, s.n - i)) == 0)
			return false;
	}
	return true;
}

static void
put_clean(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		if (s.p[i] == '\0') {
			buf_lit(b, UTF8_REPLACEMENT);
			i++;
		} else {
			i += utf8_copy(b, s.p + i, s.n - i);
		}
	}
}

void
wire_text(struct buf *b, unsigned field, struct str s)
{
	size_t at;

	if (is_clean(s)) {
		wire_bytes(b, field, s);
		return;
	}
	at = wire_open(b, field);
	put_clean(b, s);
	wire_close(b, at);
}

static bool
read_varint(struct str *rest, uint64_t *v)
{
	*v = 0;
	for (unsigned i = 0; i < WIRE_VARINT_MAX && i < rest->n; i++) {
		*v |= (uint64_t)(rest->p[i] & 0x7f) << 7 * i;
		if (!(rest->p[i] & 0x80)) {
			*rest = str_from(*rest, i + 1);
			return true;
		}
	}
	return false;
}

bool
wire_next(struct str *rest, struct wire_field *f)
{
	struct str s = *rest;
	uint64_t tag, n = 0;

	if (s.n == 0 || !read_varint(&s, &tag) || tag >> 3 == 0 ||
	    tag >> 32)
		return false;
	f->number = (unsigned)(tag >> 3);
	f->type = (enum wire_type)(tag & 7);
	switch (f->type) {
	case WIRE_VARINT:
		if (!read_varint(&s, &n))
			return false;
		n = 0;
		break;
	case WIRE_FIXED64:
		n = 8;
		break;
	case WIRE_FIXED32:
		n = 4;
		break;
	case WIRE_BYTES:
		if (!read_varint(&s, &n))
			return false;
		break;
	default:
		return false;
	}
	if (n > s.n)
		return false;
	f->bytes = str_of(s.p, (size_t)n);
	s = str_from(s, (size_t)n);
	f->raw = str_of(rest->p, (size_t)(s.p - rest->p));
	*rest = s;
	return true;
}
