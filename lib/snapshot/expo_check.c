/*
 * The rules that values, buckets and names keep (OpenMetrics 1.0), and what
 * the text format leaves open, where a snapshot could not hold it.
 */
#include <math.h>
#include <stdlib.h>

#include "snapshot/expo_family.h"

static bool
is_count(double v)
{
	return v >= 0 && v < 18446744073709551616.0 && v == floor(v);
}

bool
expo_check_sample(const struct expo *e, const struct expo_family *family,
    enum expo_role role, double v, struct fault *f)
{
	enum snap_type type = family->type;

	if ((role == EXPO_BUCKET || role == EXPO_COUNT) && !is_count(v))
		return fault(f, "a count that is no whole number from 0");
	if (!e->strict)
		return true;
	if (role == EXPO_VALUE && type == SNAP_COUNTER && !(v >= 0))
		return fault(f, "a counter is neither negative nor NaN");
	if (role == EXPO_VALUE && type == SNAP_INFO && v != 1)
		return fault(f, "the value of an info is 1");
	if (role == EXPO_VALUE && type == SNAP_STATESET && v != 0 && v != 1)
		return fault(f, "a state is 0 or 1");
	if (role == EXPO_SUM && (isnan(v) ||
	    (v < 0 && type != SNAP_GAUGEHISTOGRAM)))
		return fault(f, "a sum that is negative or NaN");
	if (role == EXPO_QUANTILE && v < 0)
		return fault(f, "a quantile's value is negative");
	return true;
}

static int
step_cmp(const void *a, const void *b)
{
	const struct expo_step *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static bool
has(const struct expo_series *s, enum expo_role role)
{
	return s->has >> role & 1;
}

/* The text format has them in any order. */
static void
sort_steps(struct expo_series *s)
{
	if (s->unsorted)
		qsort(s->step, s->nsteps, sizeof(*s->step), step_cmp);
	s->unsorted = false;
}

static bool
ascending(const struct expo_series *s, struct fault *f)
{
	for (size_t i = 1; i < s->nsteps; i++)
		if (!(s->step[i - 1].at < s->step[i].at))
			return fault(f, "buckets are not ascending");
	return true;
}

static bool
cumulative(const struct expo_series *s, struct fault *f)
{
	for (size_t i = 1; i < s->nsteps; i++)
		if (s->step[i].value < s->step[i - 1].value)
			return fault(f, "buckets are not cumulative: there "
			    "are fewer up to a higher bound");
	return true;
}

/* What only OpenMetrics demands of sums and counts. */
static bool
strict_histogram(const struct expo_series *s, enum snap_type type,
    struct fault *f)
{
	bool negative = s->nsteps && s->step[0].at < 0;
	bool summed = has(s, EXPO_SUM), counted = has(s, EXPO_COUNT);
	double all;

	if (!s->nsteps || s->step[s->nsteps - 1].at != INFINITY)
		return fault(f, "the bucket of +Inf is missing");
	all = s->step[s->nsteps - 1].value;
	if (summed != counted)
		return fault(f, "a sum without a count, or the reverse");
	if (counted && s->count != all)
		return fault(f, "the count is not the bucket's of +Inf");
	if (type == SNAP_HISTOGRAM && negative && summed)
		return fault(f, "a sum beside a negative bound");
	if (type == SNAP_GAUGEHISTOGRAM && !negative && summed && s->sum < 0)
		return fault(f, "a negative sum without a negative bound");
	return true;
}

static bool
check_histogram(const struct expo *e, struct expo_series *s,
    enum snap_type type, struct fault *f)
{
	if (!e->strict)
		sort_steps(s);
	return ascending(s, f) && cumulative(s, f) &&
	    (!e->strict || strict_histogram(s, type, f));
}

static bool
check_summary(struct expo_series *s, struct fault *f)
{
	sort_steps(s);
	return s->nsteps <= SNAP_QUANTILES_MAX || fault(f, "more than %d "
	    "quantiles", SNAP_QUANTILES_MAX);
}

static bool
check_state(const struct expo_family *family, const struct expo_series *s,
    struct fault *f)
{
	for (size_t i = 0; i < s->nlabels; i++)
		if (str_eq(s->labels[i].name, family->name))
			return true;
	return fault(f, "a state without the label \"%.*s\"",
	    STR_ARG(family->name));
}

static bool
check_series(const struct expo *e, const struct expo_family *family,
    struct expo_series *s, struct fault *f)
{
	switch (family->type) {
	case SNAP_HISTOGRAM: case SNAP_GAUGEHISTOGRAM:
		return check_histogram(e, s, family->type, f);
	case SNAP_SUMMARY:
		return check_summary(s, f);
	case SNAP_STATESET:
		return check_state(family, s, f);
	case SNAP_COUNTER: case SNAP_INFO:
		return has(s, EXPO_VALUE) || fault(f, "a start without a "
		    "value");
	default:
		return true;
	}
}

static const char *const suffixes[] = {
	"_total", "_created", "_bucket", "_sum", "_count", "_gsum",
	"_gcount", "_info",
};

static bool
takes(enum snap_type type, const char *suffix)
{
	for (int r = 0; r < EXPO_NROLES; r++) {
		const char *own = expo_suffix(type, (enum expo_role)r, true);

		if (own && strcmp(own, suffix) == 0)
			return true;
	}
	return false;
}

/* A name of this family, or the family itself, may be one of another's. */
static bool
check_names(const struct expo *e, const struct expo_family *family,
    struct fault *f)
{
	const struct expo_family *other = NULL;
	struct buf name = { 0 };

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		struct str suffix = str_c(suffixes[i]), base = family->name;

		if (!other && takes(family->type, suffixes[i])) {
			buf_reset(&name);
			buf_puts(&name, base);
			buf_puts(&name, suffix);
			other = expo_find(e, buf_str(&name));
		}
		if (!other && str_ends(base, suffix)) {
			base.n -= suffix.n;
			other = expo_find(e, base);
			if (other && !takes(other->type, suffixes[i]))
				other = NULL;
		}
	}
	buf_free(&name);
	return !other || fault(f, "names of %.*s and %.*s are the same",
	    STR_ARG(family->name), STR_ARG(other->name));
}

bool
expo_check(struct expo *e, struct expo_family *family, struct fault *f)
{
	bool ok = true;

	for (size_t i = 0; ok && i < family->nseries; i++)
		ok = check_series(e, family, &family->series[i], f);
	if (ok && e->strict && family->unit.n &&
	    (family->type == SNAP_INFO || family->type == SNAP_STATESET))
		ok = fault(f, "no unit can be of an info or a stateset");
	ok = ok && (!e->strict || check_names(e, family, f));
	if (!ok) {
		e->line = family->line;
		fault_within(f, "%.*s", STR_ARG(family->name));
	}
	return ok;
}
