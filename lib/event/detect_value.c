/*
 * The values of one member: their types, how many different ones, and the
 * first few as examples.
 */
#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/stamp.h"
#include "event/detect_show.h"
#include "event/detect_table.h"

enum { SAMPLE_CELLS = 72, DATE_LEN = 10, MINUTE_LEN = 16 };

static bool
is_whole(struct str number)
{
	for (size_t i = 0; i < number.n; i++)
		if (!str_is_digit(number.p[i]) && number.p[i] != '-')
			return false;
	return true;
}

/*
 * s, s + 1 ...: the unit in which v is the instant ns. It is told by the
 * instant that was read, so that it cannot differ from what the event says.
 */
static enum detect_type
epoch_unit(enum detect_type s, double v, int64_t ns)
{
	double ratio = v != 0 ? (double)ns / v : 1e9;

	return s + (ratio > 0.5e9 ? 0 : ratio > 0.5e6 ? 1 :
	    ratio > 0.5e3 ? 2 : 3);
}

static bool
is_iso(struct str s)
{
	int64_t ns;

	return s.n >= MINUTE_LEN && s.p[4] == '-' && s.p[7] == '-' &&
	    stamp_parse(s, &ns);
}

static enum detect_type
iso_type(struct str s)
{
	for (size_t i = DATE_LEN + 1; i < s.n; i++)
		if (memchr("Zz+-UG", s.p[i], 6))
			return TYPE_RFC3339;
	return TYPE_LOCAL;
}

static enum detect_type
string_type(struct str s, int64_t time, double *v)
{
	bool maybe = s.n && (str_is_digit(s.p[0]) || s.p[0] == '-');

	if (maybe && is_iso(s))
		return iso_type(s);
	if (maybe && num_double(s, v))
		return time == STAMP_NONE ? TYPE_QUOTED :
		    epoch_unit(TYPE_QUOTED_S, *v, time);
	return time == STAMP_NONE ? TYPE_STRING : TYPE_TIME;
}

/* The type, and in *v the number that it is where it is one. */
static enum detect_type
type_of(const struct jtoken *t, int64_t time, double *v)
{
	switch (t->kind) {
	case JREAD_NULL:
		return TYPE_NULL;
	case JREAD_FALSE: case JREAD_TRUE:
		return TYPE_BOOLEAN;
	case JREAD_NUMBER:
		num_double(t->text, v);
		return time != STAMP_NONE ?
		    epoch_unit(TYPE_EPOCH_S, *v, time) :
		    is_whole(t->text) ? TYPE_INTEGER : TYPE_NUMBER;
	case JREAD_STRING:
		return string_type(t->text, time, v);
	case JREAD_OBJECT:
		return TYPE_OBJECT;
	case JREAD_ARRAY:
		break;
	}
	return TYPE_ARRAY;
}

static void
sample(struct detect *d, struct detect_field *f, struct str text)
{
	static const char sep[] = " | ";
	size_t nsep = f->nsample ? sizeof(sep) - 1 : 0;

	buf_reset(&d->text);
	detect_show(&d->text, text, nsep ? DETECT_SAMPLE_MAX : SAMPLE_CELLS);
	f->full = f->nsample + nsep + d->text.n > DETECT_SAMPLE_MAX;
	if (f->full && f->nsample)
		return;
	/* A wide text has more bytes than columns: it is cut shorter. */
	for (size_t n = SAMPLE_CELLS; d->text.n > DETECT_SAMPLE_MAX; n /= 2) {
		buf_reset(&d->text);
		detect_show(&d->text, text, n);
	}
	memcpy(f->sample + f->nsample, sep, nsep);
	f->nsample += nsep;
	if (d->text.n)
		memcpy(f->sample + f->nsample, d->text.p, d->text.n);
	f->nsample += d->text.n;
}

/* Whether the hash is new among the field's values. */
static bool
is_new(struct detect_field *f, uint64_t hash)
{
	for (size_t i = 0; i < f->nvalues; i++)
		if (f->value[i] == hash)
			return false;
	if (f->nvalues == DETECT_VALUES_MAX) {
		f->many = true;
		return false;
	}
	f->value = mem_grow(f->value, f->nvalues, &f->cap, sizeof(*f->value));
	f->value[f->nvalues++] = hash;
	return true;
}

static void
range(struct detect_field *f, double v)
{
	if (!f->ranged || v < f->min)
		f->min = v;
	if (!f->ranged || v > f->max)
		f->max = v;
	f->ranged = true;
}

void
detect_value(struct detect *d, struct detect_field *f,
    const struct jtoken *t, bool inside, int64_t time)
{
	double number = 0;
	enum detect_type type = type_of(t, time, &number);
	struct value v = value_of(t);

	f->type[type]++;
	if (type == TYPE_NULL)
		return;
	if (type == TYPE_INTEGER || type == TYPE_NUMBER ||
	    type == TYPE_QUOTED)
		range(f, number);
	if (t->kind == JREAD_OBJECT || t->kind == JREAD_ARRAY) {
		if (!f->nsample && !(inside && t->kind == JREAD_OBJECT))
			sample(d, f, t->text);
		return;
	}
	if (!f->many && is_new(f, hash_seeded(value_text(&v, &d->scratch))) &&
	    !f->full)
		sample(d, f, t->text);
}
