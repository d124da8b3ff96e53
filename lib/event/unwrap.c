/*
 * Finding the text within a wrapper. What it means is convert.c's.
 */
#include "base/num.h"
#include "base/stamp.h"
#include "event/unwrap.h"

bool
unwrap_cri(struct str line, struct cri *c)
{
	struct str rest = line, time, tags;

	if (!line.n || !str_is_digit(line.p[0]))
		return false;
	str_cut(&rest, ' ', &time);
	if (time.n < 20 || (time.p[10] | 0x20) != 't' ||
	    !stamp_parse(time, &c->time) ||
	    !str_cut(&rest, ' ', &c->stream) ||
	    (!str_eq(c->stream, STR("stdout")) &&
	    !str_eq(c->stream, STR("stderr"))) || !str_cut(&rest, ' ', &tags))
		return false;
	if (!tags.n || (tags.p[0] != 'P' && tags.p[0] != 'F') ||
	    (tags.n > 1 && tags.p[1] != ':'))
		return false;
	c->partial = tags.p[0] == 'P';
	c->tag = tags.n > 2 ? str_from(tags, 2) : (struct str){ 0 };
	/* A line that was empty may have lost the space at its end. */
	c->text = rest.p ? rest : str_of(line.p + line.n, 0);
	return true;
}

/* An array of numbers from 0 to 255: the bytes of a text that is no UTF-8. */
static bool
read_bytes(const struct jread *r, const struct jtoken *array, struct buf *b)
{
	struct jread in;
	struct jtoken t;
	uint64_t n;

	buf_reset(b);
	jread_enter(r, array, &in);
	jread_open(&in, JREAD_ARRAY);
	while (jread_element(&in, &t)) {
		if (t.kind != JREAD_NUMBER || !num_uint64(t.text, &n) ||
		    n > 255)
			return false;
		buf_putc(b, (char)n);
	}
	return true;
}

static bool
read_text(const struct jread *r, const struct jtoken *t, struct buf *bytes,
    struct inner *in)
{
	if (t->kind == JREAD_STRING) {
		in->s = t->text;
		in->escaped = true;
		return true;
	}
	if (t->kind != JREAD_ARRAY || !read_bytes(r, t, bytes))
		return false;
	(void)buf_room(bytes, 1);
	in->s = buf_str(bytes);
	in->escaped = false;
	return true;
}

bool
unwrap_member(const struct record *rec, int name, const struct jread *r,
    struct buf *bytes, struct inner *in)
{
	const struct jtoken *t;
	struct jtoken first;
	struct jread inside;

	if (rec->at[name] < 0)
		return false;
	t = &rec->member[rec->at[name]].value;
	in->whole = true;
	if (read_text(r, t, bytes, in))
		return true;
	if (t->kind != JREAD_ARRAY)
		return false;
	in->whole = false;
	jread_enter(r, t, &inside);
	jread_open(&inside, JREAD_ARRAY);
	/* Empty it would be the bytes of an empty text. */
	jread_element(&inside, &first);
	return read_text(&inside, &first, bytes, in);
}

bool
unwrap_is_object(const struct inner *in)
{
	struct str s = in->s;

	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t' || s.p[0] == '\n' ||
	    s.p[0] == '\r' || (in->escaped && s.n > 1 && s.p[0] == '\\' &&
	    (s.p[1] == 'n' || s.p[1] == 'r' || s.p[1] == 't'))))
		s = str_from(s, s.p[0] == '\\' ? 2 : 1);
	return s.n && s.p[0] == '{';
}

/* Whether s ends with the escape \c, the backslash itself being none's. */
static bool
ends_escape(struct str s, char c)
{
	size_t n = 0;

	if (s.n < 2 || s.p[s.n - 1] != c)
		return false;
	while (n < s.n - 1 && s.p[s.n - 2 - n] == '\\')
		n++;
	return n % 2;
}

bool
unwrap_ends(const struct inner *in)
{
	return in->escaped ? ends_escape(in->s, 'n') :
	    in->s.n && in->s.p[in->s.n - 1] == '\n';
}

struct str
unwrap_chomp(const struct inner *in)
{
	struct str s = in->s;

	if (unwrap_ends(in))
		s.n -= in->escaped ? 2 : 1;
	if (in->escaped && ends_escape(s, 'r'))
		s.n -= 2;
	else if (!in->escaped && s.n && s.p[s.n - 1] == '\r')
		s.n--;
	return s;
}
