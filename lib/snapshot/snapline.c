/*
 * Members of snapshot lines by a table: name, kind of value, where it goes.
 * Unknown members are passed over: a later writer of this version may add
 * some.
 */
#include <stdlib.h>

#include "base/num.h"
#include "snapshot/snapfile.h"
#include "snapshot/snapline.h"

/* How a member is read, and the member of struct snapline it fills. */
enum take {
	TAKE_TEXT, TAKE_TIME, TAKE_UINT, TAKE_DOUBLE, TAKE_DOUBLES,
	TAKE_COUNTS, TAKE_LABELS, TAKE_TYPE, TAKE_MARK,
};

static struct str
text_of(struct snapline *sl, const struct jtoken *t)
{
	struct buf b = { 0 };
	struct str s;

	if (!(t->flags & JREAD_ESCAPED))
		return t->text;
	jread_unescape(&b, t->text);
	s = arena_str(&sl->texts, buf_str(&b));
	buf_free(&b);
	return s;
}

static bool
take_text(struct snapline *sl, const struct jtoken *t, struct str *to,
    struct fault *f)
{
	if (t->kind != JREAD_STRING)
		return fault(f, "a string was expected");
	*to = text_of(sl, t);
	return true;
}

static bool
take_time(const struct jtoken *t, int64_t *to, struct fault *f)
{
	return (t->kind == JREAD_STRING && stamp_parse(t->text, to)) ||
	    fault(f, "\"%.*s\" is no time", STR_ARG(t->text));
}

static bool
take_uint(const struct jtoken *t, uint64_t *to, struct fault *f)
{
	return (t->kind == JREAD_NUMBER && num_uint64(t->text, to)) ||
	    fault(f, "%.*s is no count", STR_ARG(t->text));
}

static bool
take_double(const struct jtoken *t, double *to, struct fault *f)
{
	return (t->kind == JREAD_NUMBER && num_double(t->text, to)) ||
	    (t->kind == JREAD_STRING && num_double_special(t->text, to)) ||
	    fault(f, "%.*s is no number", STR_ARG(t->text));
}

static bool
open_array(const struct jread *r, const struct jtoken *t, struct jread *in,
    struct fault *f)
{
	if (t->kind != JREAD_ARRAY)
		return fault(f, "an array was expected");
	jread_enter(r, t, in);
	return jread_open(in, JREAD_ARRAY);
}

static bool
take_doubles(const struct jread *r, const struct jtoken *t, double *to,
    size_t max, size_t *n, struct fault *f)
{
	struct jread in;
	struct jtoken e;

	*n = 0;
	if (!open_array(r, t, &in, f))
		return false;
	while (jread_element(&in, &e)) {
		if (*n == max)
			return fault(f, "more than %zu numbers", max);
		if (!take_double(&e, &to[(*n)++], f))
			return false;
	}
	return true;
}

static bool
take_counts(struct snapline *sl, const struct jread *r,
    const struct jtoken *t, struct fault *f)
{
	struct jread in;
	struct jtoken e;

	if (!open_array(r, t, &in, f))
		return false;
	while (jread_element(&in, &e)) {
		if (sl->ncounts == SNAP_BOUNDS_MAX + 1)
			return fault(f, "more than %d buckets",
			    SNAP_BOUNDS_MAX + 1);
		if (!take_uint(&e, &sl->counts[sl->ncounts++], f))
			return false;
	}
	return true;
}

static bool
take_labels(struct snapline *sl, const struct jread *r,
    const struct jtoken *t, struct fault *f)
{
	struct jread in;
	struct jtoken key, v;
	size_t n = 0;

	if (t->kind != JREAD_OBJECT)
		return fault(f, "labels are an object");
	jread_enter(r, t, &in);
	jread_open(&in, JREAD_OBJECT);
	while (jread_member(&in, &key, &v)) {
		struct snap_label *l = &sl->labels[n];

		if (n == SNAP_LABELS_MAX)
			return fault(f, "more than %d labels",
			    SNAP_LABELS_MAX);
		l->name = text_of(sl, &key);
		if (!take_text(sl, &v, &l->value, f))
			return false;
		if (n && str_cmp(sl->labels[n - 1].name, l->name) >= 0)
			return fault(f, "labels are not sorted");
		n++;
	}
	sl->series.labels = sl->labels;
	sl->series.nlabels = n;
	return true;
}

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
take_mark(struct snapline *sl, const struct jtoken *t, struct fault *f)
{
	(void)f;
	sl->kind = str_eq(t->text, STR("snapshot")) ? SNAPLINE_BEGIN :
	    str_eq(t->text, STR("end")) ? SNAPLINE_END :
	    str_eq(t->text, STR("input")) ? SNAPLINE_INPUT : SNAPLINE_OTHER;
	return true;
}

#define AT(member) offsetof(struct snapline, member)
static const struct {
	const char *name;
	enum take take;
	size_t at;
} members[] = {
	{ "@mlog", TAKE_MARK, 0 },
	{ "version", TAKE_UINT, AT(version) },
	{ "generation", TAKE_UINT, AT(generation) },
	{ "stream", TAKE_TEXT, AT(stream) },
	{ "latest", TAKE_TIME, AT(latest) },
	{ "lines", TAKE_UINT, AT(lines) },
	{ "xxh64", TAKE_TEXT, AT(xxh64) },
	{ "resource", TAKE_LABELS, 0 },
	{ "family", TAKE_TEXT, AT(family.name) },
	{ "type", TAKE_TYPE, 0 },
	{ "kind", TAKE_TEXT, AT(family.kind) },
	{ "rule", TAKE_TEXT, AT(family.rule) },
	{ "unit", TAKE_TEXT, AT(family.unit) },
	{ "help", TAKE_TEXT, AT(family.help) },
	{ "name", TAKE_TEXT, AT(name) },
	{ "labels", TAKE_LABELS, 0 },
	{ "value", TAKE_DOUBLE, AT(series.value) },
	{ "sum", TAKE_DOUBLE, AT(series.value) },
	{ "rest", TAKE_DOUBLES, AT(rest) },
	{ "count", TAKE_UINT, AT(series.count) },
	{ "min", TAKE_DOUBLE, AT(series.min) },
	{ "max", TAKE_DOUBLE, AT(series.max) },
	{ "bounds", TAKE_DOUBLES, AT(bounds) },
	{ "counts", TAKE_COUNTS, 0 },
	{ "start", TAKE_TIME, AT(series.start) },
	{ "time", TAKE_TIME, AT(time) },
};

static bool
take(struct snapline *sl, size_t m, const struct jread *r,
    const struct jtoken *t, struct fault *f)
{
	void *to = (char *)sl + members[m].at;

	switch (members[m].take) {
	case TAKE_TEXT:
		return take_text(sl, t, to, f);
	case TAKE_TIME:
		return take_time(t, to, f);
	case TAKE_UINT:
		return take_uint(t, to, f);
	case TAKE_DOUBLE:
		sl->has_value |= to == &sl->series.value;
		return take_double(t, to, f);
	case TAKE_DOUBLES:
		return to == sl->rest ? take_doubles(r, t, to, SNAP_REST_MAX,
		    &sl->series.nrest, f) : take_doubles(r, t, to,
		    SNAP_BOUNDS_MAX, &sl->nbounds, f);
	case TAKE_COUNTS:
		return take_counts(sl, r, t, f);
	case TAKE_LABELS:
		return take_labels(sl, r, t, f);
	case TAKE_TYPE:
		return take_type(sl, t, f);
	case TAKE_MARK:
		return take_mark(sl, t, f);
	}
	return true;
}

/* Makes the line ready for the next one's members. */
static void
reset(struct snapline *sl)
{
	arena_free(&sl->texts);
	sl->kind = SNAPLINE_OTHER;
	sl->time = sl->latest = STAMP_NONE;
	sl->version = sl->generation = sl->lines = 0;
	sl->name = sl->xxh64 = sl->stream = (struct str){ 0 };
	sl->type_known = sl->has_value = false;
	sl->ncounts = sl->nbounds = 0;
	sl->family = (struct snap_family){ 0 };
	sl->series = (struct snap_series){ .start = STAMP_NONE,
		.rest = sl->rest, .counts = sl->counts };
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
		for (m = 0; m < sizeof(members) / sizeof(members[0]); m++)
			if (str_eq(key.text, str_c(members[m].name)))
				break;
		if (m == sizeof(members) / sizeof(members[0]))
			continue;
		if (!take(sl, m, r, &v, f))
			return fault_within(f, "%s", members[m].name);
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
	for (size_t i = 1; i < sl->nbounds; i++)
		if (!(sl->bounds[i - 1] < sl->bounds[i]))
			return fault(f, "bounds are not ascending");
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

/* A histogram's members agree with each other and with the family. */
static bool
histogram_fits(const struct snapline *sl, struct fault *f)
{
	uint64_t count = 0;

	if (sl->nbounds != sl->current->nbounds || (sl->nbounds &&
	    memcmp(sl->bounds, sl->current->bounds,
	    sl->nbounds * sizeof(*sl->bounds)) != 0))
		return fault(f, "bounds differ from the family's");
	if (sl->ncounts != sl->nbounds + 1)
		return fault(f, "%zu counts for %zu bounds", sl->ncounts,
		    sl->nbounds);
	for (size_t i = 0; i < sl->ncounts; i++)
		count += sl->counts[i];
	return count == sl->series.count || fault(f, "counts do not add up");
}

static bool
add_series(struct snapline *sl, struct build *b, struct fault *f)
{
	if (!sl->current || !str_eq(sl->current->name, sl->name))
		return fault(f, "\"%.*s\" stands outside of its family",
		    STR_ARG(sl->name));
	if (!sl->has_value)
		return fault(f, "the series has no value");
	if (sl->current->type == SNAP_HISTOGRAM && !histogram_fits(sl, f))
		return false;
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
