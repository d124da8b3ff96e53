/*
 * The text of a position. What it is compared with is resume.c's.
 */
#include <inttypes.h>
#include <stddef.h>

#include "base/num.h"
#include "event/position.h"
#include "json/jwrite.h"

enum take { TAKE_NAME, TAKE_UINT, TAKE_TIME, TAKE_BOOL, TAKE_HASH };

#define AT(member) offsetof(struct position, member)
static const struct {
	const char *name;
	size_t at;
	enum take take;
	bool always;		/* also of one that is gone */
} members[] = {
	{ "input", AT(input), TAKE_NAME, true },
	{ "dev", AT(dev), TAKE_UINT, true },
	{ "ino", AT(ino), TAKE_UINT, true },
	{ "offset", AT(offset), TAKE_UINT, false },
	{ "size", AT(size), TAKE_UINT, false },
	{ "mtime", AT(mtime), TAKE_TIME, false },
	{ "open", AT(open), TAKE_BOOL, false },
	{ "head", AT(head), TAKE_HASH, false },
	{ "tail", AT(tail), TAKE_HASH, false },
	{ "gone", AT(gone), TAKE_BOOL, false },
	{ "lost", AT(lost), TAKE_BOOL, false },
};
enum {
	NMEMBERS = sizeof(members) / sizeof(members[0]),
	NNEEDED = 9,		/* gone and lost may be absent */
};

static bool
take_name(const struct jtoken *t, struct str *to, struct arena *texts)
{
	struct buf b = { 0 };

	if (t->kind != JREAD_STRING || t->text.n > POSITION_NAME_MAX)
		return false;
	jread_unescape(&b, t->text);
	*to = arena_str(texts, buf_str(&b));
	buf_free(&b);
	return true;
}

static bool
take_hash(const struct jtoken *t, uint64_t *to)
{
	uint64_t v = 0;
	size_t i;

	if (t->kind != JREAD_STRING || t->text.n != 16)
		return false;
	for (i = 0; i < 16; i++) {
		char c = t->text.p[i];

		if (!str_is_digit(c) && (c < 'a' || c > 'f'))
			return false;
		v = v << 4 | (uint64_t)(str_is_digit(c) ? c - '0' :
		    c - 'a' + 10);
	}
	*to = v;
	return true;
}

static bool
take(struct position *p, size_t m, const struct jtoken *t,
    struct arena *texts)
{
	void *to = (char *)p + members[m].at;

	switch (members[m].take) {
	case TAKE_NAME:
		return take_name(t, to, texts);
	case TAKE_UINT:
		return t->kind == JREAD_NUMBER && num_uint64(t->text, to);
	case TAKE_TIME:
		return t->kind == JREAD_STRING && stamp_parse(t->text, to);
	case TAKE_HASH:
		return take_hash(t, to);
	case TAKE_BOOL:
		*(bool *)to = t->kind == JREAD_TRUE;
		return t->kind == JREAD_TRUE || t->kind == JREAD_FALSE;
	}
	return false;
}

static bool
complete(const struct position *p, const bool *seen, struct fault *f)
{
	for (size_t m = 0; m < NNEEDED; m++)
		if (!seen[m] && (!p->gone || members[m].always) &&
		    members[m].take != TAKE_TIME)
			return fault(f, "the position has no \"%s\"",
			    members[m].name);
	return true;
}

bool
position_read(struct position *p, struct jread *r, struct arena *texts,
    struct fault *f)
{
	bool seen[NMEMBERS] = { false };
	struct jtoken key, v;
	size_t m;

	*p = (struct position){ .mtime = STAMP_NONE };
	if (!jread_open(r, JREAD_OBJECT))
		return fault(f, "a position is an object");
	while (jread_member(r, &key, &v)) {
		for (m = 0; m < NMEMBERS; m++)
			if (str_eq(key.text, str_c(members[m].name)))
				break;
		if (m == NMEMBERS)
			continue;
		if (!take(p, m, &v, texts))
			return fault(f, "\"%s\" of a position is wrong: %.*s",
			    members[m].name, STR_ARG(v.text));
		seen[m] = true;
	}
	if (r->error)
		return fault(f, "%s", r->error);
	return complete(p, seen, f);
}

static void
put_member(struct buf *b, const struct position *p, size_t m)
{
	const void *from = (const char *)p + members[m].at;

	if (m)
		buf_putc(b, ',');
	buf_printf(b, "\"%s\":", members[m].name);
	switch (members[m].take) {
	case TAKE_NAME:
		jwrite_string(b, *(const struct str *)from);
		break;
	case TAKE_UINT:
		num_put_uint64(b, *(const uint64_t *)from);
		break;
	case TAKE_TIME:
		buf_putc(b, '"');
		stamp_put(b, *(const int64_t *)from);
		buf_putc(b, '"');
		break;
	case TAKE_BOOL:
		if (*(const bool *)from)
			buf_lit(b, "true");
		else
			buf_lit(b, "false");
		break;
	case TAKE_HASH:
		buf_printf(b, "\"%016" PRIx64 "\"", *(const uint64_t *)from);
		break;
	}
}

void
position_put(struct buf *b, const struct position *p)
{
	for (size_t m = 0; m < NMEMBERS; m++) {
		if (m < NNEEDED ? p->gone && !members[m].always :
		    !*(const bool *)((const char *)p + members[m].at))
			continue;
		if (members[m].take == TAKE_TIME && p->mtime == STAMP_NONE)
			continue;
		put_member(b, p, m);
	}
}

bool
position_same(const struct position *a, const struct position *b)
{
	return a->dev == b->dev && a->ino == b->ino;
}
