/*
 * Members of snapshot lines by a table: name, kind of value, where it goes.
 * Unknown members are passed over: a later writer of this version may add
 * some.
 */
#include <math.h>

#include "snapshot/snapfile.h"
#include "snapshot/snapline.h"
#include "snapshot/snaptake.h"

/* How a member is read, and the member of struct snapline it fills. */
enum take {
	TAKE_TEXT, TAKE_TIME, TAKE_UINT, TAKE_DOUBLE, TAKE_REST,
	TAKE_BOUNDS, TAKE_COUNTS, TAKE_LABELS, TAKE_TYPE, TAKE_MARK,
	TAKE_SCALE, TAKE_SIDE, TAKE_QUANTILES, TAKE_EXEMPLARS, TAKE_ARRAY,
};

static bool
take_type(struct snapline *sl, const struct jtoken *t, struct fault *f)
{
	for (int i = 0; i < SNAP_NTYPES; i++) {
		if (t->kind == JREAD_STRING &&
		    str_eq(t->text, str_c(snap_type_name[i]))) {
			sl->family.type = (enum snap_type)i;
			sl->type_known = true;
			return true;
		}
	}
	return fault(f, "unknown type \"%.*s\"", STR_ARG(t->text));
}

static bool
take_mark(struct snapline *sl, const struct jtoken *t)
{
	sl->kind = str_eq(t->text, STR("snapshot")) ? SNAPLINE_BEGIN :
	    str_eq(t->text, STR("end")) ? SNAPLINE_END :
	    str_eq(t->text, STR("part")) ? SNAPLINE_PART :
	    str_eq(t->text, STR("input")) ? SNAPLINE_INPUT : SNAPLINE_OTHER;
	return true;
}

#define AT(member) offsetof(struct snapline, member)
#define NAMED(lit) { lit, sizeof(lit) - 1 }
/* In the order in which lines have them, so that the next is soon found. */
static const struct {
	struct str name;
	enum take take;
	size_t at;
} members[] = {
	{ NAMED("name"), TAKE_TEXT, AT(name) },
	{ NAMED("labels"), TAKE_LABELS, 0 },
	{ NAMED("value"), TAKE_DOUBLE, AT(series.value) },
	{ NAMED("start"), TAKE_TIME, AT(series.start) },
	{ NAMED("time"), TAKE_TIME, AT(time) },
	{ NAMED("count"), TAKE_UINT, AT(series.count) },
	{ NAMED("sum"), TAKE_DOUBLE, AT(series.value) },
	{ NAMED("rest"), TAKE_REST, 0 },
	{ NAMED("min"), TAKE_DOUBLE, AT(series.min) },
	{ NAMED("max"), TAKE_DOUBLE, AT(series.max) },
	{ NAMED("bounds"), TAKE_BOUNDS, 0 },
	{ NAMED("counts"), TAKE_COUNTS, 0 },
	{ NAMED("scale"), TAKE_SCALE, 0 },
	{ NAMED("zero_count"), TAKE_UINT, AT(sketch.zero_count) },
	{ NAMED("zero_threshold"), TAKE_DOUBLE, AT(sketch.zero_threshold) },
	{ NAMED("positive"), TAKE_SIDE, AT(sketch.positive) },
	{ NAMED("negative"), TAKE_SIDE, AT(sketch.negative) },
	{ NAMED("quantiles"), TAKE_QUANTILES, 0 },
	{ NAMED("exemplars"), TAKE_EXEMPLARS, 0 },
	{ NAMED("family"), TAKE_TEXT, AT(family.name) },
	{ NAMED("type"), TAKE_TYPE, 0 },
	{ NAMED("kind"), TAKE_TEXT, AT(family.kind) },
	{ NAMED("mode"), TAKE_TEXT, AT(family.mode) },
	{ NAMED("rule"), TAKE_TEXT, AT(family.rule) },
	{ NAMED("unit"), TAKE_TEXT, AT(family.unit) },
	{ NAMED("help"), TAKE_TEXT, AT(family.help) },
	{ NAMED("statements"), TAKE_ARRAY, AT(family.statements) },
	{ NAMED("@mlog"), TAKE_MARK, 0 },
	{ NAMED("version"), TAKE_UINT, AT(version) },
	{ NAMED("generation"), TAKE_UINT, AT(generation) },
	{ NAMED("stream"), TAKE_TEXT, AT(stream) },
	{ NAMED("latest"), TAKE_TIME, AT(latest) },
	{ NAMED("resource"), TAKE_LABELS, 0 },
	{ NAMED("lines"), TAKE_UINT, AT(lines) },
	{ NAMED("xxh64"), TAKE_TEXT, AT(xxh64) },
};

enum { NMEMBERS = sizeof(members) / sizeof(*members) };

/* The number of the member, or NMEMBERS. */
static size_t
find(struct snapline *sl, struct str key)
{
	size_t m = sl->member;

	for (size_t i = 0; i < NMEMBERS; i++) {
		m = m < NMEMBERS ? m : 0;
		if (str_eq(key, members[m].name)) {
			sl->member = m + 1;
			return m;
		}
		m++;
	}
	return NMEMBERS;
}

static bool
take_cached(struct snapline_time *last, const struct jtoken *t, int64_t *to,
    struct fault *f)
{
	struct str s = t->text;

	if (t->kind == JREAD_STRING && last->n && str_eq(s,
	    str_of(last->text, last->n))) {
		*to = last->ns;
		return true;
	}
	if (!take_time(t, to, f))
		return false;
	last->n = s.n <= sizeof(last->text) ? s.n : 0;
	memcpy(last->text, s.p, last->n);
	last->ns = *to;
	return true;
}

static bool
take(struct snapline *sl, size_t m, const struct jread *r,
    const struct jtoken *t, struct fault *f)
{
	void *to = (char *)sl + members[m].at;

	switch (members[m].take) {
	case TAKE_TEXT:
		return take_text(&sl->texts, t, to, f);
	case TAKE_TIME:
		return take_cached(&sl->times[to == &sl->time], t, to, f);
	case TAKE_UINT:
		return take_uint(t, to, f);
	case TAKE_DOUBLE:
		sl->has_value |= to == &sl->series.value;
		return take_double(t, to, f);
	case TAKE_REST:
		return take_doubles(r, t, sl->rest, SNAP_REST_MAX,
		    &sl->series.nrest, f);
	case TAKE_BOUNDS:
		return take_doubles(r, t, sl->bounds, SNAP_BOUNDS_MAX,
		    &sl->nbounds, f);
	case TAKE_COUNTS:
		return take_uints(r, t, sl->counts, SNAP_BOUNDS_MAX + 1,
		    &sl->ncounts, f);
	case TAKE_LABELS:
		sl->series.labels = sl->labels;
		return take_labels(&sl->texts, r, t, sl->labels,
		    &sl->series.nlabels, f);
	case TAKE_TYPE:
		return take_type(sl, t, f);
	case TAKE_MARK:
		return take_mark(sl, t);
	case TAKE_SCALE:
		sl->has_sketch = true;
		return take_int(t, SNAP_SCALE_MIN, SNAP_SCALE_MAX,
		    &sl->sketch.scale, f);
	case TAKE_SIDE:
		return take_side(&sl->texts, r, t, to, f);
	case TAKE_QUANTILES:
		return take_quantiles(&sl->texts, r, t, &sl->extra, f);
	case TAKE_EXEMPLARS:
		return take_exemplars(&sl->texts, r, t, &sl->extra, f);
	case TAKE_ARRAY:
		*(struct str *)to = t->text;
		return t->kind == JREAD_ARRAY ||
		    fault(f, "an array was expected");
	}
	return true;
}

/* Makes the line ready for the next one's members. */
static void
reset(struct snapline *sl)
{
	if (sl->texts.chunk)
		arena_free(&sl->texts);
	sl->kind = SNAPLINE_OTHER;
	sl->time = sl->latest = STAMP_NONE;
	sl->version = sl->generation = sl->lines = 0;
	sl->name = sl->xxh64 = sl->stream = (struct str){ 0 };
	sl->type_known = sl->has_value = sl->has_sketch = false;
	sl->member = 0;
	sl->ncounts = sl->nbounds = 0;
	sl->family = (struct snap_family){ 0 };
	sl->series = (struct snap_series){ .start = STAMP_NONE,
		.rest = sl->rest, .counts = sl->counts };
	sl->sketch = (struct snap_sketch){ 0 };
	sl->extra = (struct snap_extra){ 0 };
}

bool
snapline_parse(struct snapline *sl, struct jread *r, size_t from,
    struct fault *f)
{
	struct jread again = *r;
	struct jtoken key, v;
	bool ok = jread_open(r, JREAD_OBJECT);
	size_t m;

	reset(sl);
	while (ok && jread_member(r, &key, &v)) {
		m = find(sl, key.text);
		if (m < NMEMBERS && !take(sl, m, r, &v, f))
			return fault_within(f, "%s", members[m].name.p);
	}
	if (r->error || !jread_end(r))
		return fault(f, "column %zu: %s", jread_column(r, from),
		    r->error);
	if (sl->kind == SNAPLINE_OTHER && sl->family.name.p)
		sl->kind = SNAPLINE_FAMILY;
	else if (sl->kind == SNAPLINE_OTHER && sl->name.p)
		sl->kind = SNAPLINE_SERIES;
	return sl->kind != SNAPLINE_INPUT ||
	    position_read(&sl->position, &again, &sl->texts, f);
}

static bool
take_stream(const struct snapline *sl, struct snap *s, struct fault *f)
{
	for (int i = 0; i < SNAP_NSTREAMS; i++) {
		if (!str_eq(sl->stream, str_c(snap_stream_name[i])))
			continue;
		s->stream = (enum snap_stream)i;
		return true;
	}
	return fault(f, "unknown stream \"%.*s\"", STR_ARG(sl->stream));
}

bool
snapline_begin(struct snapline *sl, struct build *b, struct fault *f)
{
	if (sl->kind != SNAPLINE_BEGIN)
		return fault(f, "this is no snapshot");
	if (sl->version > SNAPFILE_VERSION)
		return fault(f, "a snapshot of version %llu, newer than this "
		    "program's %d", (unsigned long long)sl->version,
		    SNAPFILE_VERSION);
	if (sl->version == 0 || sl->time == STAMP_NONE)
		return fault(f, "the snapshot's header lacks version or time");
	b->snap->time = sl->time;
	b->snap->generation = sl->generation;
	b->snap->latest = sl->latest;
	build_resource(b, sl->labels, sl->series.nlabels);
	sl->current = NULL;
	return take_stream(sl, b->snap, f);
}

static bool
bounds_fit(const struct snapline *sl, struct fault *f)
{
	for (size_t i = 0; i < sl->nbounds; i++) {
		if (!isfinite(sl->bounds[i]))
			return fault(f, "a bound is not finite");
		if (i && !(sl->bounds[i - 1] < sl->bounds[i]))
			return fault(f, "bounds are not ascending");
	}
	return true;
}

static bool
add_family(struct snapline *sl, struct build *b, struct fault *f)
{
	if (!sl->type_known)
		return fault(f, "the family has no type");
	if (!bounds_fit(sl, f))
		return false;
	sl->family.bounds = sl->bounds;
	sl->family.nbounds = sl->nbounds;
	build_family(b, &sl->family);
	sl->current = &b->family[b->nfamilies - 1];
	return true;
}

/* False when the counts do not come to what is left of *all. */
static bool
take_off(uint64_t *all, const uint64_t *counts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (counts[i] > *all)
			return false;
		*all -= counts[i];
	}
	return true;
}

/* A histogram's members agree with each other and with the family. */
static bool
buckets_fit(const struct snapline *sl, struct fault *f)
{
	uint64_t all = sl->series.count;

	if (sl->nbounds != sl->current->nbounds || (sl->nbounds &&
	    memcmp(sl->bounds, sl->current->bounds,
	    sl->nbounds * sizeof(*sl->bounds)) != 0))
		return fault(f, "bounds differ from the family's");
	if (sl->ncounts != sl->nbounds + 1)
		return fault(f, "%zu counts for %zu bounds", sl->ncounts,
		    sl->nbounds);
	return (take_off(&all, sl->counts, sl->ncounts) && !all) ||
	    fault(f, "counts do not add up");
}

static bool
sketch_fits(const struct snapline *sl, struct fault *f)
{
	const struct snap_sketch *s = &sl->sketch;
	uint64_t all = sl->series.count;

	if (!sl->has_sketch)
		return sl->current->type == SNAP_SUMMARY ||
		    fault(f, "an exponential histogram has a scale");
	if (!(s->zero_threshold >= 0))
		return fault(f, "zero_threshold is below 0");
	return (take_off(&all, &s->zero_count, 1) &&
	    take_off(&all, s->positive.counts, s->positive.n) &&
	    take_off(&all, s->negative.counts, s->negative.n) && !all) ||
	    fault(f, "counts do not add up");
}

/* A stateset's series says of which state it is. */
static bool
names_state(const struct snapline *sl, struct fault *f)
{
	for (size_t i = 0; i < sl->series.nlabels; i++)
		if (str_eq(sl->labels[i].name, sl->name))
			return (sl->series.value == 0 ||
			    sl->series.value == 1) ||
			    fault(f, "a state is 0 or 1");
	return fault(f, "the label \"%.*s\" is missing", STR_ARG(sl->name));
}

static bool
members_fit(const struct snapline *sl, struct fault *f)
{
	switch (snap_shape[sl->current->type]) {
	case SNAP_BUCKETS:
		return buckets_fit(sl, f);
	case SNAP_SKETCH:
		return sketch_fits(sl, f);
	case SNAP_NUMBER:
		break;
	}
	return sl->current->type != SNAP_STATESET || names_state(sl, f);
}

static bool
add_series(struct snapline *sl, struct build *b, struct fault *f)
{
	if (!sl->current || !str_eq(sl->current->name, sl->name))
		return fault(f, "\"%.*s\" stands outside of its family",
		    STR_ARG(sl->name));
	if (!sl->has_value)
		return fault(f, "the series has no value");
	if (!members_fit(sl, f))
		return false;
	if (sl->has_sketch && snap_shape[sl->current->type] == SNAP_SKETCH)
		sl->extra.sketch = &sl->sketch;
	if (sl->extra.sketch || sl->extra.nquantiles || sl->extra.nexemplars)
		sl->series.extra = &sl->extra;
	sl->series.time = sl->time;
	build_series(b, &sl->series);
	return true;
}

static bool
add_input(struct snapline *sl, struct build *b, struct fault *f)
{
	if (b->ninputs == POSITIONS_MAX)
		return fault(f, "more than %d inputs", POSITIONS_MAX);
	if (sl->position.gone)
		return fault(f, "a position that is gone");
	build_input(b, &sl->position);
	return true;
}

bool
snapline_add(struct snapline *sl, struct build *b, struct fault *f)
{
	switch (sl->kind) {
	case SNAPLINE_INPUT:
		return add_input(sl, b, f);
	case SNAPLINE_FAMILY:
		return add_family(sl, b, f);
	case SNAPLINE_SERIES:
		return add_series(sl, b, f);
	case SNAPLINE_BEGIN:
		return fault(f, "a new snapshot begins before the end of "
		    "the last one");
	case SNAPLINE_END:
	case SNAPLINE_PART:
	case SNAPLINE_OTHER:
		break;
	}
	return true;
}

void
snapline_free(struct snapline *sl)
{
	arena_free(&sl->texts);
}
