/*
 * Walks the index from one entry to the next and checks what lies between.
 * Not the judge of what a record means: that is lib/event.
 */
#include "base/num.h"
#include "json/jfast.h"
#include "json/jstring.h"

/*
 * Field by field: of one assignment compilers make a string instruction
 * (rep stos), which takes longer than all the rest.
 */
void
jread_part(struct jread *r, const struct scan *s, const char *p, size_t from,
    size_t to, size_t i, size_t iend)
{
	r->p = p;
	r->scan = s;
	r->at = from;
	r->end = r->readable = r->odd_end = to;
	r->i = i;
	r->iend = iend;
	r->plain = to > from && jstring_plain(s, from, to - 1);
	r->checked = r->strict = r->first = r->done = false;
	r->odd = r->error_at = 0;
	r->depth = 0;
	r->error = NULL;
}

void
jread_init(struct jread *r, const struct scan *s, const char *p, size_t n)
{
	jread_part(r, s, p, 0, n, 0, s->npos);
}

size_t
jread_column(const struct jread *r, size_t from)
{
	return r->error_at - from + 1;
}

static bool
wrong(struct jread *r, size_t at, const char *what)
{
	r->error = what;
	r->error_at = at;
	return false;
}

/* Says what stands where something else was expected. */
static bool
unexpected(struct jread *r, const char *what)
{
	if (r->at >= r->end)
		return wrong(r, r->at, "the text ends too early");
	return wrong(r, r->at, what);
}

static inline bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether there was any. */
static inline bool
skip_space(struct jread *r)
{
	size_t from = r->at;

	while (r->at < r->end && is_space(r->p[r->at]))
		r->at++;
	return r->at != from;
}

/* Whether the byte at r->at is c, as the index has it too. */
static inline bool
next_is(const struct jread *r, char c)
{
	return r->i < r->iend && r->scan->pos[r->i] == r->at &&
	    r->p[r->at] == c;
}

static inline void
step(struct jread *r)
{
	r->at++;
	r->i++;
}

/* The string whose first quote is at r->at. */
static inline bool
read_string(struct jread *r, struct jtoken *t)
{
	size_t from = r->at + 1, to;

	t->index = r->i;
	if (r->i + 1 >= r->iend || !next_is(r, '"'))
		return wrong(r, r->at, "this string does not end");
	to = r->scan->pos[r->i + 1];
	t->kind = JREAD_STRING;
	t->flags = 0;
	t->text = str_of(r->p + from, to - from);
	if (!r->plain && !jstring_plain(r->scan, r->at, to)) {
		struct jstring_error e = { 0 };

		if (!jstring_check(r->scan, r->p, r->at, to, r->strict,
		    &t->flags, &e))
			return wrong(r, e.at, e.what);
	}
	r->at = to + 1;
	r->i += 2;
	return true;
}

static bool
read_literal(struct jread *r, struct jtoken *t, struct str word,
    enum jread_kind kind, unsigned flags)
{
	struct str rest = str_of(r->p + r->at, r->end - r->at);

	if (!str_starts(rest, word))
		return unexpected(r, "this is no JSON value");
	t->kind = kind;
	t->flags = flags;
	t->text = str_of(rest.p, word.n);
	r->at += word.n;
	return true;
}

static bool
read_number(struct jread *r, struct jtoken *t)
{
	struct str rest = str_of(r->p + r->at, r->end - r->at);
	size_t n = num_span(rest);

	if (!n && !r->strict && str_starts(rest, STR("-Infinity")))
		return read_literal(r, t, STR("-Infinity"), JREAD_NULL,
		    JREAD_NONFINITE);
	if (!n)
		return wrong(r, r->at, "this is no JSON number");
	t->kind = JREAD_NUMBER;
	t->flags = 0;
	t->text = str_of(rest.p, n);
	r->at += n;
	return true;
}

/* A value that is no array and no object. */
static bool
read_scalar(struct jread *r, struct jtoken *t)
{
	bool ok;

	t->index = r->i;
	if (r->at >= r->end)
		return unexpected(r, NULL);
	switch (r->p[r->at]) {
	case '"':
		return read_string(r, t);
	case 't':
		ok = read_literal(r, t, STR("true"), JREAD_TRUE, 0);
		break;
	case 'f':
		ok = read_literal(r, t, STR("false"), JREAD_FALSE, 0);
		break;
	case 'n':
		ok = read_literal(r, t, STR("null"), JREAD_NULL, 0);
		break;
	case 'N':
		ok = !r->strict ? read_literal(r, t, STR("NaN"), JREAD_NULL,
		    JREAD_NONFINITE) : unexpected(r, "NaN is not JSON");
		break;
	case 'I':
		ok = !r->strict ? read_literal(r, t, STR("Infinity"),
		    JREAD_NULL, JREAD_NONFINITE) :
		    unexpected(r, "Infinity is not JSON");
		break;
	default:
		if (r->p[r->at] == '-' || str_is_digit(r->p[r->at])) {
			ok = read_number(r, t);
			break;
		}
		return unexpected(r, "this is no JSON value");
	}
	return ok;
}

/*
 * The containers that are open, a bit each: 1 an object. The state of the
 * innermost one is whether a value or a separator comes next.
 */
struct nest {
	uint64_t bits[JREAD_DEPTH_MAX / 64];
	size_t depth;
};

static bool
nest_push(struct jread *r, struct nest *n)
{
	uint64_t bit = (uint64_t)1 << n->depth % 64;

	if (n->depth + r->depth >= JREAD_DEPTH_MAX)
		return wrong(r, r->at, "nested too deep");
	if (r->p[r->at] == '{')
		n->bits[n->depth / 64] |= bit;
	else
		n->bits[n->depth / 64] &= ~bit;
	n->depth++;
	step(r);
	return true;
}

static bool
nest_in_object(const struct nest *n)
{
	size_t d = n->depth - 1;

	return n->bits[d / 64] >> d % 64 & 1;
}

/* A key, its colon and the space around them. */
static inline bool
read_key(struct jread *r, struct jtoken *key, unsigned *flags)
{
	if (!next_is(r, '"'))
		return unexpected(r, "a member's name was expected here");
	if (!read_string(r, key))
		return false;
	*flags |= (key->flags & ~(unsigned)JREAD_ESCAPED) |
	    (skip_space(r) ? JREAD_SPACED : 0);
	if (!next_is(r, ':'))
		return unexpected(r, "\":\" was expected here");
	step(r);
	*flags |= skip_space(r) ? JREAD_SPACED : 0;
	return true;
}

/* Behind a value: closes what ends here, up to the next comma. */
static bool
nest_close(struct jread *r, struct nest *n, unsigned *flags)
{
	while (n->depth) {
		bool object = nest_in_object(n);

		*flags |= skip_space(r) ? JREAD_SPACED : 0;
		if (next_is(r, ',')) {
			step(r);
			*flags |= skip_space(r) ? JREAD_SPACED : 0;
			return true;
		}
		if (!next_is(r, object ? '}' : ']'))
			return unexpected(r, object ?
			    "\",\" or \"}\" was expected here" :
			    "\",\" or \"]\" was expected here");
		step(r);
		n->depth--;
	}
	return true;
}

/* The array or object that begins at r->at, to its end. */
static bool
skip_nested(struct jread *r, unsigned *flags)
{
	struct nest n;
	struct jtoken t, key;

	n.depth = 0;
	t.flags = 0;
	do {
		bool opens = next_is(r, '{') || next_is(r, '[');

		if (opens) {
			if (!nest_push(r, &n))
				return false;
			*flags |= skip_space(r) ? JREAD_SPACED : 0;
			opens = !next_is(r, nest_in_object(&n) ? '}' : ']');
		} else {
			if (!read_scalar(r, &t))
				return false;
			*flags |= t.flags & ~(unsigned)JREAD_ESCAPED;
		}
		if (!opens && !nest_close(r, &n, flags))
			return false;
		if (n.depth && nest_in_object(&n) &&
		    !read_key(r, &key, flags))
			return false;
	} while (n.depth);
	return true;
}

bool
jread_value(struct jread *r, struct jtoken *t)
{
	skip_space(r);
	if (next_is(r, '{') || next_is(r, '[')) {
		size_t from = r->at;

		t->index = r->i;
		t->flags = 0;
		t->kind = r->p[from] == '{' ? JREAD_OBJECT : JREAD_ARRAY;
		if (!skip_nested(r, &t->flags))
			return false;
		t->text = str_of(r->p + from, r->at - from);
		return true;
	}
	return read_scalar(r, t);
}

bool
jread_end(struct jread *r)
{
	skip_space(r);
	return r->at == r->end || wrong(r, r->at,
	    "something follows the JSON text");
}

bool
jread_open(struct jread *r, enum jread_kind kind)
{
	skip_space(r);
	if (!next_is(r, kind == JREAD_OBJECT ? '{' : '['))
		return unexpected(r, kind == JREAD_OBJECT ?
		    "\"{\" was expected here" : "\"[\" was expected here");
	step(r);
	r->depth++;
	r->first = true;
	r->done = false;
	return true;
}

/* Before a member or element: false at the end, and at an error. */
static inline bool
separator(struct jread *r, char close, const char *what)
{
	if (r->done)
		return false;
	skip_space(r);
	if (next_is(r, close)) {
		step(r);
		r->done = true;
		return false;
	}
	if (r->first) {
		r->first = false;
		return true;
	}
	if (!next_is(r, ','))
		return unexpected(r, what);
	step(r);
	skip_space(r);
	if (next_is(r, close))
		return wrong(r, r->at, "a value was expected after \",\"");
	return true;
}

bool
jread_member(struct jread *r, struct jtoken *key, struct jtoken *value)
{
	struct jfast f = jfast_take(r);

	if (!jfast_member(&f, r, key, value))
		return jread_member_exact(r, key, value);
	jfast_give(&f, r);
	return true;
}

bool
jread_member_exact(struct jread *r, struct jtoken *key,
    struct jtoken *value)
{
	unsigned flags = 0;

	return separator(r, '}', "\",\" or \"}\" was expected here") &&
	    read_key(r, key, &flags) && jread_value(r, value);
}

bool
jread_element(struct jread *r, struct jtoken *value)
{
	return separator(r, ']', "\",\" or \"]\" was expected here") &&
	    jread_value(r, value);
}

void
jread_enter(const struct jread *r, const struct jtoken *t,
    struct jread *inner)
{
	size_t from = (size_t)(t->text.p - r->p);

	jread_part(inner, r->scan, r->p, from, from + t->text.n, t->index,
	    r->iend);
	inner->strict = r->strict;
	inner->readable = r->readable;
}
