/*
 * What stays is the latest by (time, place in the stream), so that neither
 * lines that come late nor merging in order change it.
 */
#include <math.h>

#include "base/mem.h"
#include "series/exemplar.h"
#include "series/kind.h"

static size_t
buckets_of(const struct rule *rule)
{
	if (rule->kind != RULE_HISTOGRAM)
		return 1;
	return rule->exponential ? EXEMPLAR_OCTAVES : rule->nbuckets + 1;
}

static size_t
bucket_of(const struct rule *rule, double v)
{
	if (rule->kind != RULE_HISTOGRAM)
		return 0;
	return rule->exponential ? exemplar_octave(v) : kind_bucket(rule, v);
}

unsigned
exemplar_octave(double v)
{
	int octave;

	frexp(v, &octave);
	return (unsigned)octave % EXEMPLAR_OCTAVES;
}

struct exemplars *
exemplars_new(const struct rule *rule)
{
	size_t n = buckets_of(rule);
	struct exemplars *e = mem_new(1, sizeof(*e) + n * sizeof(e->of[0]));

	e->n = n;
	return e;
}

void
exemplars_free(struct exemplars *e)
{
	for (size_t i = 0; e && i < e->n; i++)
		buf_free(&e->of[i].text);
	mem_free(e);
}

/* The order of two at one time, where that of the stream is not known. */
static bool
is_below(const struct exemplar *x, const struct rule *rule, double v,
    const struct str *value)
{
	size_t at = 0;
	int c = 0;

	if (v < x->value || v > x->value)
		return v < x->value;
	for (size_t i = 0; i < rule->nexemplar && !c; i++) {
		size_t n = value[i].n <= EXEMPLAR_VALUE_MAX ? value[i].n : 0;

		c = str_cmp(str_of(value[i].p, n),
		    str_of(x->text.p + at, x->n[i]));
		at += x->n[i];
	}
	return c < 0;
}

void
exemplars_take(struct exemplars *e, const struct rule *rule, double v,
    int64_t time, const struct str *value)
{
	struct exemplar *x = &e->of[bucket_of(rule, v)];
	size_t bytes = 0;

	for (size_t i = 0; i < rule->nexemplar; i++)
		bytes += value[i].n <= EXEMPLAR_VALUE_MAX ? value[i].n : 0;
	if (!bytes || (x->set && (time < x->time || (time == x->time &&
	    rule->paired && is_below(x, rule, v, value)))))
		return;
	x->set = true;
	x->value = v;
	x->time = time;
	buf_reset(&x->text);
	for (size_t i = 0; i < rule->nexemplar; i++) {
		x->n[i] = value[i].n <= EXEMPLAR_VALUE_MAX ?
		    (uint16_t)value[i].n : 0;
		buf_put(&x->text, value[i].p, x->n[i]);
	}
}
