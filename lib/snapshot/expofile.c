/*
 * From a text to a snapshot: the lines in turn, then the families. What a
 * line is, is expo_line.c's; what they mean together expo_family.c's.
 */
#include <inttypes.h>
#include <math.h>

#include "base/mem.h"
#include "snapshot/expo_family.h"
#include "snapshot/expofile.h"

bool
expofile_begins(struct str line)
{
	size_t i = 2;

	if (!line.n || line.p[0] != '{')
		return true;
	if (line.n < 2 || line.p[1] != '"')
		return false;
	while (i < line.n && line.p[i] != '"')
		i += line.p[i] == '\\' ? 2 : 1;
	while (++i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
		continue;
	return i < line.n && (line.p[i] == ',' || line.p[i] == '}');
}

/* A line that is "# EOF" makes it OpenMetrics. */
static bool
is_strict(struct str text)
{
	struct str line;

	while (str_cut(&text, '\n', &line))
		if (str_eq(line, STR("# EOF")))
			return true;
	return false;
}

/* What may come behind the line: nothing behind EOF. */
static bool
check_end(const struct expo *e, const struct expo_line *l, bool ended,
    struct str rest, struct fault *f)
{
	if (l->what == EXPO_EOF)
		return !rest.n || fault(f, "text behind # EOF");
	return ended || fault(f, e->strict ? "# EOF is missing" :
	    "the last line breaks off: its newline is missing");
}

static bool
read_lines(struct expo *e, struct str text, struct fault *f)
{
	struct expo_line *l = mem_new(1, sizeof(*l));
	bool ok = true, ended;
	struct str line;
	size_t n;

	while (ok && text.n) {
		n = str_chr(text, '\n');
		ended = n < text.n;
		line = str_of(text.p, n);
		text = str_from(text, n + ended);
		e->line++;
		ok = expo_line_parse(l, line, e->strict, f) &&
		    check_end(e, l, ended, text, f) &&
		    (l->what == EXPO_NOTHING || l->what == EXPO_EOF ||
		    expo_add(e, l, f));
	}
	expo_line_free(l);
	mem_free(l);
	return ok;
}

/* The families that lines did not close: of OpenMetrics the last one. */
static bool
check_families(struct expo *e, struct fault *f)
{
	for (size_t i = e->strict && e->nfamilies ? e->nfamilies - 1 : 0;
	    i < e->nfamilies; i++)
		if (!expo_check(e, &e->family[i], f))
			return false;
	return true;
}

/* ---- building */

/* The bounds that all series have, finite; whether any had more. */
static size_t
common_bounds(const struct expo_family *family, double *bound, bool *fewer)
{
	size_t n = 0;

	*fewer = false;
	for (size_t i = 0; i < family->nseries; i++) {
		const struct expo_series *s = &family->series[i];
		size_t kept = 0, k = 0, own = 0;

		for (size_t j = 0; j < s->nsteps; j++) {
			if (!isfinite(s->step[j].at))
				continue;
			own++;
			while (i && k < n && bound[k] < s->step[j].at)
				k++;
			if (!i || (k < n && bound[k] == s->step[j].at))
				bound[kept++] = s->step[j].at;
		}
		*fewer |= i && (kept < n || kept < own);
		n = kept;
	}
	return n;
}

/* All that a histogram counted. */
static double
total_of(const struct expo_series *s)
{
	double last = s->nsteps ? s->step[s->nsteps - 1].value : 0;

	if (s->nsteps && s->step[s->nsteps - 1].at == INFINITY)
		return last;
	return s->count > last ? s->count : last;
}

static void
plain_counts(const struct expo_series *s, const double *bound, size_t n,
    uint64_t *count)
{
	uint64_t before = 0, up_to = 0;
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		while (k < s->nsteps && s->step[k].at <= bound[i])
			up_to = (uint64_t)s->step[k++].value;
		count[i] = up_to - before;
		before = up_to;
	}
	count[n] = (uint64_t)total_of(s) - before;
}

struct writer {
	struct build *b;
	const struct expo *e;
	double bound[SNAP_BOUNDS_MAX + 1];
	uint64_t counts[SNAP_BOUNDS_MAX + 2];
	struct snap_quantile quantile[SNAP_QUANTILES_MAX];
	size_t nbounds;
};

static void
put_note(struct build *b, const char *words, struct str name)
{
	struct buf note = { 0 };

	buf_printf(&note, "%s ", words);
	for (size_t i = 0; i < name.n; i++)
		buf_putc(&note, name.p[i] == '\n' ? ' ' : name.p[i]);
	build_note(b, buf_str(&note));
	buf_free(&note);
}

static bool
has(const struct expo_series *s, enum expo_role role)
{
	return s->has >> role & 1;
}

static void
put_series(struct writer *w, const struct expo_family *family,
    const struct expo_series *s)
{
	struct snap_extra extra = { .exemplars = s->exemplar,
		.nexemplars = s->nexemplars, .quantiles = w->quantile };
	struct snap_series to = { .labels = s->labels, .nlabels = s->nlabels,
		.start = s->start, .time = s->time.ns, .value = s->value };

	switch (snap_shape[family->type]) {
	case SNAP_NUMBER:
		break;
	case SNAP_BUCKETS:
		to.count = (uint64_t)total_of(s);
		plain_counts(s, w->bound, w->nbounds, w->counts);
		to.counts = w->counts;
		to.value = has(s, EXPO_SUM) ? s->sum : NAN;
		break;
	case SNAP_SKETCH:
		to.count = (uint64_t)s->count;
		to.value = has(s, EXPO_SUM) ? s->sum : NAN;
		extra.nquantiles = s->nsteps;
		for (size_t i = 0; i < s->nsteps; i++)
			w->quantile[i] = (struct snap_quantile){
				s->step[i].at, s->step[i].value };
	}
	to.min = to.max = NAN;
	if (extra.nquantiles || extra.nexemplars)
		to.extra = &extra;
	build_series(w->b, &to);
}

/* Names in snapshots are those of the samples. */
static void
put_family(struct writer *w, const struct expo_family *family)
{
	struct snap_family to = { .name = family->name, .type = family->type,
		.help = family->help, .unit = family->unit,
		.kind = str_c(snap_type_name[family->type]),
		.bounds = w->bound };
	struct buf name = { 0 };
	bool fewer = false;

	w->nbounds = 0;
	if (snap_shape[to.type] == SNAP_BUCKETS)
		w->nbounds = common_bounds(family, w->bound, &fewer);
	to.nbounds = w->nbounds;
	if (snap_shape[to.type] == SNAP_NUMBER) {
		const char *suffix = expo_suffix(to.type, EXPO_VALUE,
		    w->e->strict);

		buf_puts(&name, family->name);
		buf_puts(&name, str_c(suffix));
		to.name = buf_str(&name);
	}
	build_family(w->b, &to);
	for (size_t i = 0; i < family->nseries; i++)
		put_series(w, family, &family->series[i]);
	if (fewer)
		put_note(w->b, "only the bounds that all series have:",
		    to.name);
	buf_free(&name);
}

/* target_info is what mlog-prom, and others, make of a resource. */
static bool
is_resource(const struct expo *e, const struct expo_family *family)
{
	return family->nseries == 1 && family->series[0].value == 1 &&
	    (e->strict ? family->type == SNAP_INFO &&
	    str_eq(family->name, STR("target")) :
	    family->type == SNAP_GAUGE &&
	    str_eq(family->name, STR("target_info")));
}

static bool
build_all(struct snap *to, const struct expo *e, int64_t time,
    struct fault *f)
{
	struct writer *w = mem_new(1, sizeof(*w));
	struct build b;
	bool ok;

	build_init(&b, to);
	to->time = time;
	w->b = &b;
	w->e = e;
	for (size_t i = 0; i < e->nfamilies; i++) {
		const struct expo_family *family = &e->family[i];

		if (is_resource(e, family))
			build_resource(&b, family->series[0].labels,
			    family->series[0].nlabels);
		else
			put_family(w, family);
	}
	if (e->twice)
		build_note(&b, STR("samples that came twice were left out"));
	ok = build_done(&b, f);
	build_free(&b);
	mem_free(w);
	return ok;
}

bool
expofile_read(struct snap *to, struct str text, const char *name,
    int64_t time, struct fault *f)
{
	struct expo e = { .strict = is_strict(text) };
	bool ok = read_lines(&e, text, f) && check_families(&e, f);

	*to = (struct snap){ 0 };
	if (!ok)
		fault_within(f, "%s:%" PRIu64, name, e.line);
	else if (!(ok = build_all(to, &e, time, f)))
		fault_within(f, "%s", name);
	expo_free(&e);
	return ok;
}
