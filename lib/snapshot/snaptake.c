/*
 * The values of members: checked, converted, bounded. Which member is what
 * is in snapline.c.
 */
#include "base/num.h"
#include "snapshot/build.h"
#include "snapshot/snaptake.h"

bool
take_text(struct arena *a, const struct jtoken *t, struct str *to,
    struct fault *f)
{
	struct buf b = { 0 };

	if (t->kind != JREAD_STRING)
		return fault(f, "a string was expected");
	*to = t->text;
	if (t->flags & JREAD_ESCAPED) {
		jread_unescape(&b, t->text);
		*to = arena_str(a, buf_str(&b));
		buf_free(&b);
	}
	return true;
}

bool
take_time(const struct jtoken *t, int64_t *to, struct fault *f)
{
	return (t->kind == JREAD_STRING && stamp_parse(t->text, to)) ||
	    fault(f, "\"%.*s\" is no time", STR_ARG(t->text));
}

bool
take_uint(const struct jtoken *t, uint64_t *to, struct fault *f)
{
	return (t->kind == JREAD_NUMBER && num_uint64(t->text, to)) ||
	    fault(f, "%.*s is no count", STR_ARG(t->text));
}

bool
take_int(const struct jtoken *t, int32_t min, int32_t max, int32_t *to,
    struct fault *f)
{
	int64_t v;

	if (t->kind != JREAD_NUMBER || !num_int64(t->text, &v) || v < min ||
	    v > max)
		return fault(f, "%.*s is no whole number from %d to %d",
		    STR_ARG(t->text), min, max);
	*to = (int32_t)v;
	return true;
}

bool
take_double(const struct jtoken *t, double *to, struct fault *f)
{
	return (t->kind == JREAD_NUMBER && num_double(t->text, to)) ||
	    (t->kind == JREAD_STRING && num_double_special(t->text, to)) ||
	    fault(f, "%.*s is no number", STR_ARG(t->text));
}

static bool
enter(const struct jread *r, const struct jtoken *t, enum jread_kind kind,
    struct jread *in, struct fault *f)
{
	if (t->kind != kind)
		return fault(f, kind == JREAD_ARRAY ?
		    "an array was expected" : "an object was expected");
	jread_enter(r, t, in);
	return jread_open(in, kind);
}

bool
take_doubles(const struct jread *r, const struct jtoken *t, double *to,
    size_t max, size_t *n, struct fault *f)
{
	struct jread in;
	struct jtoken e;

	*n = 0;
	if (!enter(r, t, JREAD_ARRAY, &in, f))
		return false;
	while (jread_element(&in, &e)) {
		if (*n == max)
			return fault(f, "more than %zu numbers", max);
		if (!take_double(&e, &to[(*n)++], f))
			return false;
	}
	return true;
}

bool
take_uints(const struct jread *r, const struct jtoken *t, uint64_t *to,
    size_t max, size_t *n, struct fault *f)
{
	struct jread in;
	struct jtoken e;

	*n = 0;
	if (!enter(r, t, JREAD_ARRAY, &in, f))
		return false;
	while (jread_element(&in, &e)) {
		if (*n == max)
			return fault(f, "more than %zu buckets", max);
		if (!take_uint(&e, &to[(*n)++], f))
			return false;
	}
	return true;
}

bool
take_labels(struct arena *a, const struct jread *r, const struct jtoken *t,
    struct snap_label *to, size_t *n, struct fault *f)
{
	struct jread in;
	struct jtoken key, v;

	*n = 0;
	if (!enter(r, t, JREAD_OBJECT, &in, f))
		return false;
	for (; jread_member(&in, &key, &v); ++*n) {
		struct snap_label *l = &to[*n];

		if (*n == SNAP_LABELS_MAX)
			return fault(f, "more than %d labels",
			    SNAP_LABELS_MAX);
		if (!take_text(a, &key, &l->name, f) ||
		    !take_text(a, &v, &l->value, f))
			return false;
		if (*n && str_cmp(l[-1].name, l->name) >= 0)
			return fault(f, "labels are not sorted");
	}
	return true;
}

static const void *
keep(struct arena *a, const void *p, size_t n, size_t size)
{
	void *to = arena_new(a, n, size);

	if (n)
		memcpy(to, p, n * size);
	return to;
}

bool
take_side(struct arena *a, const struct jread *r, const struct jtoken *t,
    struct snap_side *to, struct fault *f)
{
	uint64_t counts[SNAP_SIDE_MAX];
	struct jread in;
	struct jtoken key, v;

	if (!enter(r, t, JREAD_OBJECT, &in, f))
		return false;
	while (jread_member(&in, &key, &v)) {
		if (str_eq(key.text, STR("offset"))) {
			/* So that no index of a bucket overflows. */
			if (!take_int(&v, INT32_MIN / 2, INT32_MAX / 2,
			    &to->offset, f))
				return fault_within(f, "offset");
		} else if (str_eq(key.text, STR("counts"))) {
			if (!take_uints(&in, &v, counts, SNAP_SIDE_MAX,
			    &to->n, f))
				return fault_within(f, "counts");
			to->counts = keep(a, counts, to->n, sizeof(*counts));
		}
	}
	return true;
}

bool
take_quantiles(struct arena *a, const struct jread *r, const struct jtoken *t,
    struct snap_extra *to, struct fault *f)
{
	struct snap_quantile q[SNAP_QUANTILES_MAX];
	struct jread in;
	struct jtoken e;
	double pair[2] = { 0 };
	size_t n = 0, k;

	if (!enter(r, t, JREAD_ARRAY, &in, f))
		return false;
	for (; jread_element(&in, &e); n++) {
		if (n == SNAP_QUANTILES_MAX)
			return fault(f, "more than %d quantiles",
			    SNAP_QUANTILES_MAX);
		if (!take_doubles(&in, &e, pair, 2, &k, f))
			return false;
		if (k != 2 || !(pair[0] >= 0 && pair[0] <= 1) ||
		    (n && !(q[n - 1].quantile < pair[0])))
			return fault(f, "quantiles are pairs, the first "
			    "number of each from 0 to 1 and ascending");
		q[n] = (struct snap_quantile){ pair[0], pair[1] };
	}
	to->quantiles = keep(a, q, n, sizeof(*q));
	to->nquantiles = n;
	return true;
}

static bool
take_exemplar(struct arena *a, const struct jread *r, const struct jtoken *t,
    struct snap_exemplar *to, struct fault *f)
{
	struct snap_label labels[SNAP_LABELS_MAX];
	struct jread in;
	struct jtoken key, v;
	bool ok = true, valued = false;

	*to = (struct snap_exemplar){ .time = STAMP_NONE };
	if (!enter(r, t, JREAD_OBJECT, &in, f))
		return false;
	while (ok && jread_member(&in, &key, &v)) {
		if (str_eq(key.text, STR("labels")))
			ok = take_labels(a, &in, &v, labels, &to->nlabels, f);
		else if (str_eq(key.text, STR("value")))
			ok = valued = take_double(&v, &to->value, f);
		else if (str_eq(key.text, STR("time")))
			ok = take_time(&v, &to->time, f);
	}
	to->labels = keep(a, labels, ok ? to->nlabels : 0, sizeof(*labels));
	return ok && (valued || fault(f, "an exemplar has no value"));
}

bool
take_exemplars(struct arena *a, const struct jread *r, const struct jtoken *t,
    struct snap_extra *to, struct fault *f)
{
	struct snap_exemplar *list = NULL;
	struct jread in;
	struct jtoken e;
	size_t n = 0, cap = 0;

	if (!enter(r, t, JREAD_ARRAY, &in, f))
		return false;
	for (; jread_element(&in, &e); n++) {
		if (n == SNAP_EXEMPLARS_MAX)
			return fault(f, "more than %d exemplars",
			    SNAP_EXEMPLARS_MAX);
		if (n == cap) {
			struct snap_exemplar *more;

			cap = cap ? cap * 2 : 4;
			more = arena_new(a, cap, sizeof(*more));
			if (n)
				memcpy(more, list, n * sizeof(*more));
			list = more;
		}
		if (!take_exemplar(a, &in, &e, &list[n], f))
			return false;
	}
	to->exemplars = list;
	to->nexemplars = n;
	return true;
}
