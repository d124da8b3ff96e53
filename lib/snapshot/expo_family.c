/*
 * Which family a sample belongs to. Its series are expo_series.c's, what is
 * right within a whole family expo_check.c's.
 */
#include <math.h>

#include "base/hash.h"
#include "base/mem.h"
#include "snapshot/expo_family.h"

static const struct row {
	enum snap_type type;
	enum expo_role role;
	const char *suffix;
	enum { BOTH, STRICT, TEXT } in;
} rows[] = {
	{ SNAP_COUNTER, EXPO_VALUE, "_total", STRICT },
	{ SNAP_COUNTER, EXPO_CREATED, "_created", STRICT },
	{ SNAP_COUNTER, EXPO_VALUE, "", TEXT },
	{ SNAP_GAUGE, EXPO_VALUE, "", BOTH },
	{ SNAP_HISTOGRAM, EXPO_BUCKET, "_bucket", BOTH },
	{ SNAP_HISTOGRAM, EXPO_SUM, "_sum", BOTH },
	{ SNAP_HISTOGRAM, EXPO_COUNT, "_count", BOTH },
	{ SNAP_HISTOGRAM, EXPO_CREATED, "_created", STRICT },
	{ SNAP_GAUGEHISTOGRAM, EXPO_BUCKET, "_bucket", STRICT },
	{ SNAP_GAUGEHISTOGRAM, EXPO_SUM, "_gsum", STRICT },
	{ SNAP_GAUGEHISTOGRAM, EXPO_COUNT, "_gcount", STRICT },
	{ SNAP_SUMMARY, EXPO_QUANTILE, "", BOTH },
	{ SNAP_SUMMARY, EXPO_SUM, "_sum", BOTH },
	{ SNAP_SUMMARY, EXPO_COUNT, "_count", BOTH },
	{ SNAP_SUMMARY, EXPO_CREATED, "_created", STRICT },
	{ SNAP_STATESET, EXPO_VALUE, "", STRICT },
	{ SNAP_INFO, EXPO_VALUE, "_info", STRICT },
	{ SNAP_UNKNOWN, EXPO_VALUE, "", BOTH },
};

enum { NROWS = sizeof(rows) / sizeof(*rows) };

static bool
row_in(const struct row *r, bool strict)
{
	return r->in == BOTH || (r->in == STRICT) == strict;
}

const char *
expo_suffix(enum snap_type type, enum expo_role role, bool strict)
{
	for (size_t i = 0; i < NROWS; i++)
		if (rows[i].type == type && rows[i].role == role &&
		    row_in(&rows[i], strict))
			return rows[i].suffix;
	return NULL;
}

/* ---- families by name */

/* The slot of that name, or the free one where it would be. */
static uint32_t *
family_slot(const struct expo *e, struct str name)
{
	size_t i = hash_seeded(name) & (e->nslots - 1);

	while (e->slot[i] && !str_eq(e->family[e->slot[i] - 1].name, name))
		i = (i + 1) & (e->nslots - 1);
	return &e->slot[i];
}

static void
grow_families(struct expo *e)
{
	if (e->nfamilies * 2 < e->nslots)
		return;
	mem_free(e->slot);
	e->nslots = e->nslots ? e->nslots * 2 : 64;
	e->slot = mem_new(e->nslots, sizeof(*e->slot));
	for (size_t i = 0; e->family && i < e->nfamilies; i++)
		*family_slot(e, e->family[i].name) = (uint32_t)(i + 1);
}

struct expo_family *
expo_find(const struct expo *e, struct str name)
{
	uint32_t k = e->nslots ? *family_slot(e, name) : 0;

	return k ? &e->family[k - 1] : NULL;
}

/* Closes the family at hand, which cannot go on in OpenMetrics. */
static bool
leave(struct expo *e, struct fault *f)
{
	return !e->strict || !e->current ||
	    expo_check(e, &e->family[e->current - 1], f);
}

/* Makes the family the one at hand. */
static bool
enter(struct expo *e, struct expo_family *family, struct fault *f)
{
	size_t index = (size_t)(family - e->family) + 1;

	if (index == e->current)
		return true;
	if (e->strict)
		return fault(f, "the lines of %.*s are not together",
		    STR_ARG(family->name));
	e->current = index;
	return true;
}

/* A new one, at hand; NULL when it cannot be. */
static struct expo_family *
new_family(struct expo *e, struct str name, struct fault *f)
{
	struct expo_family *family;

	if (!leave(e, f))
		return NULL;
	if (e->nfamilies == EXPO_FAMILIES_MAX) {
		fault(f, "more than %d families", EXPO_FAMILIES_MAX);
		return NULL;
	}
	grow_families(e);
	e->family = mem_grow(e->family, e->nfamilies, &e->cap,
	    sizeof(*e->family));
	family = &e->family[e->nfamilies++];
	*family = (struct expo_family){ .type = SNAP_UNKNOWN,
		.line = e->line };
	family->name = arena_str(&e->arena, name);
	*family_slot(e, name) = (uint32_t)e->nfamilies;
	e->current = e->nfamilies;
	return family;
}

/* ---- metadata */

static const struct word {
	struct str word;
	enum snap_type type;
	enum { IN_BOTH, IN_STRICT, IN_TEXT } in;
} words[] = {
	{ { "counter", 7 }, SNAP_COUNTER, IN_BOTH },
	{ { "gauge", 5 }, SNAP_GAUGE, IN_BOTH },
	{ { "histogram", 9 }, SNAP_HISTOGRAM, IN_BOTH },
	{ { "summary", 7 }, SNAP_SUMMARY, IN_BOTH },
	{ { "untyped", 7 }, SNAP_UNKNOWN, IN_TEXT },
	{ { "unknown", 7 }, SNAP_UNKNOWN, IN_BOTH },
	{ { "gaugehistogram", 14 }, SNAP_GAUGEHISTOGRAM, IN_STRICT },
	{ { "stateset", 8 }, SNAP_STATESET, IN_STRICT },
	{ { "info", 4 }, SNAP_INFO, IN_STRICT },
};

static bool
set_type(const struct expo *e, struct expo_family *family, struct str word,
    struct fault *f)
{
	if (family->typed)
		return fault(f, "a second TYPE of %.*s", STR_ARG(family->name));
	if (family->nseries)
		return fault(f, "TYPE of %.*s behind its first sample",
		    STR_ARG(family->name));
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (str_eq(words[i].word, word) && (words[i].in == IN_BOTH ||
		    (words[i].in == IN_STRICT) == e->strict)) {
			family->type = words[i].type;
			family->typed = true;
			return true;
		}
	}
	return fault(f, "unknown type \"%.*s\"", STR_ARG(word));
}

static bool
set_text(struct expo *e, struct expo_family *family, struct str *to,
    bool *set, struct str text, struct fault *f)
{
	if (*set)
		return fault(f, "a second HELP or UNIT of %.*s",
		    STR_ARG(family->name));
	if (e->strict && family->nseries)
		return fault(f, "metadata of %.*s behind its first sample",
		    STR_ARG(family->name));
	*set = true;
	*to = arena_str(&e->arena, text);
	return true;
}

static bool
ends_with_unit(struct str name, struct str unit)
{
	return !unit.n || (str_ends(name, unit) && name.n > unit.n &&
	    name.p[name.n - unit.n - 1] == '_');
}

static bool
add_meta(struct expo *e, const struct expo_line *l, struct fault *f)
{
	struct expo_family *family = expo_find(e, l->name);

	if (!family && !(family = new_family(e, l->name, f)))
		return false;
	if (!enter(e, family, f))
		return false;
	if (l->what == EXPO_TYPE)
		return set_type(e, family, l->text, f);
	if (l->what == EXPO_HELP)
		return set_text(e, family, &family->help, &family->helped,
		    l->text, f);
	if (!ends_with_unit(family->name, l->text))
		return fault(f, "the name %.*s does not end with its unit",
		    STR_ARG(family->name));
	return set_text(e, family, &family->unit, &family->has_unit, l->text,
	    f);
}

/* ---- samples */

static bool
match(const struct expo *e, struct str name, const struct row *r,
    struct expo_family **family)
{
	struct str suffix = str_c(r->suffix);

	if (!row_in(r, e->strict) || name.n <= suffix.n ||
	    !str_ends(name, suffix))
		return false;
	name.n -= suffix.n;
	*family = expo_find(e, name);
	return *family && (*family)->type == r->type;
}

/*
 * The family and the role of a sample: the family of its very name is meant
 * rather than one to whose name it adds something.
 */
static const struct row *
place(struct expo *e, struct str name, struct expo_family **family,
    struct fault *f)
{
	for (int bare = 1; bare >= 0; bare--) {
		for (size_t i = 0; i < NROWS; i++) {
			if ((!*rows[i].suffix) == bare &&
			    match(e, name, &rows[i], family))
				return &rows[i];
		}
	}
	*family = expo_find(e, name);
	if (*family && ((*family)->typed || e->strict)) {
		fault(f, "the %s %.*s has no sample of that name",
		    snap_type_name[(*family)->type], STR_ARG(name));
		return NULL;
	}
	if (!*family && !(*family = new_family(e, name, f)))
		return NULL;
	return &rows[NROWS - 1];
}

/*
 * The labels of the series: without those that are empty, and without the one
 * that tells its samples apart, which goes to *step.
 */
static size_t
own_labels(const struct expo_line *l, struct str without,
    struct snap_label *to, struct str *step)
{
	size_t n = 0;

	*step = (struct str){ 0 };
	for (size_t i = 0; i < l->nlabels; i++) {
		if (without.n && str_eq(l->labels[i].name, without))
			*step = l->labels[i].value;
		else if (l->labels[i].value.n)
			to[n++] = l->labels[i];
	}
	return n;
}

/* Whether a sample of that role may have an exemplar. */
static bool
exemplary(enum snap_type type, enum expo_role role)
{
	return role == EXPO_BUCKET ||
	    (type == SNAP_COUNTER && role == EXPO_VALUE);
}

static bool
step_at(const struct expo *e, enum expo_role role, struct str text,
    double *at, struct fault *f)
{
	if (role == EXPO_BUCKET) {
		if (!text.n)
			return fault(f, "a bucket without the label \"le\"");
		if (!expo_number(text, at) || isnan(*at) || (e->strict &&
		    isinf(*at) && !str_eq(text, STR("+Inf"))))
			return fault(f, "\"%.*s\" is no bound of a bucket",
			    STR_ARG(text));
		return true;
	}
	if (!text.n)
		return fault(f, "no label \"quantile\"");
	return (expo_number(text, at) && *at >= 0 && *at <= 1) ||
	    fault(f, "\"%.*s\" is no quantile from 0 to 1", STR_ARG(text));
}

static bool
add_sample(struct expo *e, const struct expo_line *l, struct fault *f)
{
	struct snap_label labels[SNAP_LABELS_MAX];
	struct expo_family *family;
	const struct row *r = place(e, l->name, &family, f);
	struct str without = { 0 }, text;
	struct expo_series *s;
	double at = 0;
	size_t n;

	if (!r || !enter(e, family, f))
		return false;
	if (l->has_exemplar && !exemplary(family->type, r->role))
		return fault(f, "an exemplar where there can be none");
	if (family->type == SNAP_HISTOGRAM ||
	    family->type == SNAP_GAUGEHISTOGRAM)
		without = STR("le");
	else if (family->type == SNAP_SUMMARY)
		without = STR("quantile");
	n = own_labels(l, without, labels, &text);
	if (r->role == EXPO_BUCKET || r->role == EXPO_QUANTILE) {
		if (!step_at(e, r->role, text, &at, f))
			return false;
	} else if (text.n) {
		return fault(f, "the label \"%.*s\" where it cannot be",
		    STR_ARG(without));
	}
	if (!expo_check_sample(e, family, r->role, l->value, f))
		return false;
	s = expo_series(e, family, labels, n, f);
	return s && expo_put(e, family, s, r->role, at, l, f);
}

bool
expo_add(struct expo *e, const struct expo_line *l, struct fault *f)
{
	return l->what == EXPO_SAMPLE ? add_sample(e, l, f) :
	    add_meta(e, l, f);
}

void
expo_free(struct expo *e)
{
	for (size_t i = 0; i < e->nfamilies; i++) {
		struct expo_family *family = &e->family[i];

		for (size_t k = 0; k < family->nseries; k++) {
			mem_free(family->series[k].step);
			mem_free(family->series[k].exemplar);
		}
		mem_free(family->series);
		mem_free(family->slot);
	}
	mem_free(e->family);
	mem_free(e->slot);
	arena_free(&e->arena);
	*e = (struct expo){ 0 };
}
