/*
 * Marks out of their lines. Members that are not known are passed over; what
 * a mark means to the counts is the state's (snapshot/state).
 */
#include "base/mem.h"
#include "base/num.h"
#include "event/markline.h"

static bool
take_kind(struct markline *m, const struct jtoken *t)
{
	static const struct {
		const char *name;
		enum mark_kind kind;
	} kinds[] = {
		{ "begin", MARK_BEGIN }, { "pos", MARK_POS },
		{ "end", MARK_END },
	};

	m->kind = MARK_OTHER;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_eq(t->text, str_c(kinds[i].name)))
			m->kind = kinds[i].kind;
	return t->kind == JREAD_STRING;
}

static bool
take_state(struct markline *m, const struct jtoken *t)
{
	m->state = arena_str(&m->texts, t->text);
	return t->kind == JREAD_STRING && !(t->flags & JREAD_ESCAPED);
}

static bool
take_count(const struct jtoken *t, uint64_t *n)
{
	return t->kind == JREAD_NUMBER && num_uint64(t->text, n);
}

static bool
take_inputs(struct markline *m, const struct jread *r, const struct jtoken *t,
    struct fault *f)
{
	struct jread in, one;
	struct jtoken e;

	if (t->kind != JREAD_ARRAY)
		return fault(f, "an array was expected");
	jread_enter(r, t, &in);
	jread_open(&in, JREAD_ARRAY);
	while (jread_element(&in, &e)) {
		struct position *p;

		if (m->ninputs == POSITIONS_MAX)
			return fault(f, "more than %d inputs", POSITIONS_MAX);
		m->input = mem_grow(m->input, m->ninputs, &m->inputs_cap,
		    sizeof(*m->input));
		p = &m->input[m->ninputs++];
		jread_enter(&in, &e, &one);
		if (!position_read(p, &one, &m->texts, f))
			return false;
		m->totals.lost += p->gone && p->lost;
	}
	return true;
}

static bool
take_rejected(struct markline *m, const struct jread *r,
    const struct jtoken *t)
{
	struct jtoken key, v;
	struct jread in;
	uint64_t n;

	if (t->kind != JREAD_OBJECT)
		return false;
	jread_enter(r, t, &in);
	jread_open(&in, JREAD_OBJECT);
	while (jread_member(&in, &key, &v)) {
		if (!take_count(&v, &n))
			return false;
		totals_reject(&m->totals, key.text, n);
	}
	return true;
}

/* One member, by its name. */
static bool
take(struct markline *m, const struct jread *r, const struct jtoken *key,
    const struct jtoken *v, struct fault *f)
{
	bool ok = true;

	if (str_eq(key->text, STR("@mlog")))
		ok = take_kind(m, v);
	else if (str_eq(key->text, STR("version")))
		ok = take_count(v, &m->version);
	else if (str_eq(key->text, STR("generation")))
		ok = take_count(v, &m->generation);
	else if (str_eq(key->text, STR("state")))
		ok = take_state(m, v);
	else if (str_eq(key->text, STR("lines")))
		ok = take_count(v, &m->totals.lines);
	else if (str_eq(key->text, STR("rejected")))
		ok = take_rejected(m, r, v);
	else if (str_eq(key->text, STR("inputs")))
		return take_inputs(m, r, v, f);
	return ok || fault(f, "\"%.*s\" is wrong: %.*s", STR_ARG(key->text),
	    STR_ARG(v->text));
}

static void
reset(struct markline *m)
{
	arena_free(&m->texts);
	m->kind = MARK_OTHER;
	m->version = m->generation = 0;
	m->state = (struct str){ 0 };
	m->ninputs = 0;
	m->totals = (struct totals){ 0 };
}

bool
markline_read(struct markline *m, struct jread *r, struct fault *f)
{
	struct jtoken key, v;

	reset(m);
	r->strict = true;
	if (!jread_open(r, JREAD_OBJECT))
		return fault(f, "%s", r->error);
	while (jread_member(r, &key, &v))
		if (!take(m, r, &key, &v, f))
			return false;
	if (r->error || !jread_end(r))
		return fault(f, "%s", r->error);
	m->totals.any = m->kind == MARK_POS;
	if (m->kind == MARK_BEGIN && m->version > MARK_VERSION)
		return fault(f, "the event stream is of version %llu, newer "
		    "than this program's %d",
		    (unsigned long long)m->version, MARK_VERSION);
	return true;
}

void
markline_free(struct markline *m)
{
	mem_free(m->input);
	arena_free(&m->texts);
	*m = (struct markline){ 0 };
}
