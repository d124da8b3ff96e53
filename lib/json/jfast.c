/*
 * Nested values by the usual road: one state a nesting level, one look an
 * entry. Anything unusual is the exact reader's (jread.c).
 */
#include "base/num.h"
#include "json/jfast.h"

bool
jfast_string(const struct jread *r, size_t open, size_t close,
    struct jtoken *t)
{
	struct jstring_error e;

	return jstring_check(r->scan, r->p, open, close, r->strict,
	    &t->flags, &e);
}

bool
jfast_long_number(const char *p, size_t at, size_t end)
{
	return end > at && num_span(str_of(p + at, end - at)) == end - at;
}

/* Where the walk is. */
struct walk {
	const char *p;
	const uint32_t *pos;
	size_t at, i, iend;
	uint64_t objects;	/* a bit a level, the innermost lowest */
	unsigned depth;
	bool spaced;
};

static inline void
space(struct walk *w)
{
	if (w->p[w->at] == ' ') {
		w->at++;
		w->spaced = true;
	}
}

static inline bool
key(struct walk *w)
{
	size_t end;

	if (w->i + 3 >= w->iend || w->p[w->at] != '"')
		return false;
	end = w->pos[w->i + 1];
	if (w->p[end + 1] != ':')
		return false;
	w->i += 3;
	w->at = end + 2;
	space(w);
	return true;
}

/* A string, number or literal. */
static inline bool
scalar(struct walk *w)
{
	enum jread_kind kind;
	size_t end;

	if (w->p[w->at] == '"') {
		if (w->i + 2 >= w->iend)
			return false;
		w->at = w->pos[w->i + 1] + 1;
		w->i += 2;
		return true;
	}
	end = w->pos[w->i];
	if (!jfast_scalar(w->p, w->at, end, &kind))
		return false;
	w->at = end;
	return true;
}

/* Opens the bracket at w->at; *empty when it closes at once. */
static inline bool
open(struct walk *w, bool *empty)
{
	bool object = w->p[w->at] == '{';

	if (w->depth == JFAST_DEPTH_MAX || w->i + 1 >= w->iend)
		return false;
	w->objects = w->objects << 1 | object;
	w->depth++;
	w->i++;
	w->at++;
	space(w);
	*empty = w->p[w->at] == (object ? '}' : ']');
	return true;
}

/* Behind a value: closes what ends, up to the comma before the next one. */
static inline bool
close(struct walk *w)
{
	while (w->depth) {
		char c = w->p[w->at];

		if (w->i >= w->iend || w->pos[w->i] != w->at)
			return false;
		w->i++;
		w->at++;
		if (c == ',') {
			if (w->i >= w->iend)
				return false;
			space(w);
			return true;
		}
		if (c != (w->objects & 1 ? '}' : ']'))
			return false;
		w->objects >>= 1;
		w->depth--;
		if (w->i >= w->iend)
			return w->depth == 0;
	}
	return true;
}

static inline bool
nested(struct walk *w)
{
	bool shut;

	do {
		char c = w->p[w->at];

		shut = true;
		if (c == '{' || c == '[') {
			if (!open(w, &shut))
				return false;
		} else if (!scalar(w)) {
			return false;
		}
		if (shut && !close(w))
			return false;
		if (w->depth && (w->objects & 1) && !key(w))
			return false;
	} while (w->depth);
	return true;
}

bool
jfast_nested(const struct jread *r, size_t *at, size_t *i, unsigned *flags)
{
	struct walk w = { .p = r->p, .pos = r->scan->pos, .at = *at, .i = *i,
		.iend = r->iend };

	if (!nested(&w) || !jstring_plain(r->scan, *at, w.at - 1))
		return false;
	*at = w.at;
	*i = w.i;
	*flags |= w.spaced ? JREAD_SPACED : 0;
	return true;
}
