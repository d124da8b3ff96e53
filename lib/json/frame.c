/*
 * A plain walk over bytes: only texts over several lines come here, and those
 * are made for people.
 */
#include "json/frame.h"

size_t
frame_skip_space(struct str s, size_t i)
{
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' ||
	    s.p[i] == '\r' || s.p[i] == '\n'))
		i++;
	return i;
}

static bool
in_object(const struct frame *f)
{
	size_t d = f->depth - 1;

	return f->object[d / 64] >> d % 64 & 1;
}

static bool
open_one(struct frame *f, bool object)
{
	uint64_t bit = (uint64_t)1 << f->depth % 64;

	if (f->depth == JREAD_DEPTH_MAX)
		return false;
	f->object[f->depth / 64] &= ~bit;
	if (object)
		f->object[f->depth / 64] |= bit;
	f->depth++;
	f->next = object ? FRAME_FIRST_KEY : FRAME_FIRST_VALUE;
	return true;
}

static bool
close_one(struct frame *f, bool object)
{
	if (!f->depth || in_object(f) != object || (f->next != FRAME_COMMA &&
	    f->next != (object ? FRAME_FIRST_KEY : FRAME_FIRST_VALUE)))
		return false;
	f->depth--;
	f->next = FRAME_COMMA;
	return true;
}

/* Behind the string that begins at s.p[i], or 0 when it has no end. */
static size_t
string_end(struct str s, size_t i)
{
	for (i++; i < s.n && s.p[i] != '"'; i++)
		if (s.p[i] == '\\')
			i++;
	return i < s.n ? i + 1 : 0;
}

static size_t
scalar_end(struct str s, size_t i)
{
	if (s.p[i] == '"')
		return string_end(s, i);
	while (i < s.n && s.p[i] && !strchr(" \t\r\n,:\"[]{}", s.p[i]))
		i++;
	return i;
}

static bool
wants_value(const struct frame *f)
{
	return f->next == FRAME_VALUE || f->next == FRAME_FIRST_VALUE;
}

/* One token; false where it cannot stand. */
static bool
step(struct frame *f, struct str s, size_t *at)
{
	char c = s.p[*at];
	size_t end = *at + 1;
	bool ok;

	switch (c) {
	case '{': case '[':
		ok = wants_value(f) && open_one(f, c == '{');
		break;
	case '}': case ']':
		ok = close_one(f, c == '}');
		break;
	case ',':
		ok = f->depth && f->next == FRAME_COMMA;
		f->next = ok && in_object(f) ? FRAME_KEY : FRAME_VALUE;
		break;
	case ':':
		ok = f->next == FRAME_COLON;
		f->next = FRAME_VALUE;
		break;
	default:
		end = scalar_end(s, *at);
		ok = end > *at && (wants_value(f) || (c == '"' &&
		    (f->next == FRAME_KEY || f->next == FRAME_FIRST_KEY)));
		f->next = wants_value(f) ? FRAME_COMMA : FRAME_COLON;
	}
	if (ok)
		*at = end;
	return ok;
}

enum frame_result
frame_feed(struct frame *f, struct str line, size_t *at)
{
	while ((*at = frame_skip_space(line, *at)) < line.n) {
		if (!step(f, line, at))
			return FRAME_BROKEN;
		if (!f->depth)
			return FRAME_DONE;
	}
	return FRAME_MORE;
}
