/*
 * Nested values by the usual road: one state a nesting level, one look an
 * entry. Anything unusual is the exact reader's (jread.c).
 */
#include "base/num.h"
#include "json/jfast.h"

/* The string whose entries begin at pos[i]. */
static bool
check_string(const struct jread *r, size_t i, unsigned *flags)
{
	struct jstring_error e;
	const uint32_t *pos = r->scan->pos + i;

	return jstring_check(r->scan, r->p, pos[0], pos[1], r->strict, flags,
	    &e);
}

/* All strings of a nested value, which ends before p[end]. */
static bool
check_nested(const struct jread *r, size_t i, size_t end, unsigned *flags)
{
	const uint32_t *pos = r->scan->pos;
	unsigned seen = 0;

	for (; i < r->iend && pos[i] < end; i++) {
		if (r->p[pos[i]] != '"')
			continue;
		if (!check_string(r, i, &seen))
			return false;
		i++;
	}
	*flags |= seen & ~(unsigned)JREAD_ESCAPED;
	return true;
}

void
jfast_check_all(struct jread *r)
{
	/* Where only escapes are that need no look, they may be anywhere. */
	if (r->at < r->end && jstring_none(r->scan->doubt, r->at,
	    r->end - 1)) {
		r->checked = true;
		r->odd = r->at;
		r->odd_end = r->end;
		return;
	}
	r->checked = jstring_check_all(r->scan, r->p, r->at, r->end, &r->odd,
	    &r->odd_end);
	r->plain = r->checked && r->odd == SIZE_MAX;
}

unsigned
jfast_escaped(struct str inside)
{
	return str_chr(inside, '\\') < inside.n ? JREAD_ESCAPED : 0;
}

bool
jfast_strings(const struct jread *r, struct jtoken *key,
    struct jtoken *value)
{
	size_t end = (size_t)(value->text.p - r->p) + value->text.n;

	if (jstring_plain(r->scan, r->scan->pos[key->index], end))
		return true;
	if (r->checked) {
		key->flags |= jfast_escaped(key->text);
		if (value->kind == JREAD_STRING)
			value->flags |= jfast_escaped(value->text);
		return true;
	}
	if (!jstring_plain(r->scan, r->scan->pos[key->index],
	    r->scan->pos[key->index + 1]) &&
	    !check_string(r, key->index, &key->flags))
		return false;
	if (value->kind == JREAD_STRING)
		return check_string(r, value->index, &value->flags);
	return value->kind < JREAD_STRING ||
	    check_nested(r, value->index, end, &value->flags);
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

struct jfast_end
jfast_nested(const char *p, const uint32_t *pos, size_t at, size_t i,
    size_t iend)
{
	struct walk w = { .p = p, .pos = pos, .at = at, .i = i,
		.iend = iend };

	if (!nested(&w))
		return (struct jfast_end){ 0 };
	return (struct jfast_end){ w.at, w.i, w.spaced ? JREAD_SPACED : 0 };
}
