/*
 * What every reader of a snapshot needs of it: names, order, release.
 */
#include "snapshot/snap.h"

const char *const snap_type_name[SNAP_NTYPES] = {
	[SNAP_COUNTER] = "counter",
	[SNAP_GAUGE] = "gauge",
	[SNAP_HISTOGRAM] = "histogram",
	[SNAP_EXPHISTOGRAM] = "exponential_histogram",
	[SNAP_SUMMARY] = "summary",
	[SNAP_STATESET] = "stateset",
	[SNAP_INFO] = "info",
	[SNAP_UNKNOWN] = "unknown",
	[SNAP_GAUGEHISTOGRAM] = "gauge_histogram",
};

const enum snap_shape snap_shape[SNAP_NTYPES] = {
	[SNAP_HISTOGRAM] = SNAP_BUCKETS,
	[SNAP_GAUGEHISTOGRAM] = SNAP_BUCKETS,
	[SNAP_EXPHISTOGRAM] = SNAP_SKETCH,
	[SNAP_SUMMARY] = SNAP_SKETCH,
};

const char *const snap_stream_name[SNAP_NSTREAMS] = {
	[SNAP_ANY] = "",
	[SNAP_PLAIN] = "plain",
	[SNAP_MARKS] = "marks",
};

/* Neighbours mostly share the texts themselves (build.c). */
static int
text_cmp(struct str a, struct str b)
{
	return a.p == b.p && a.n == b.n ? 0 : str_cmp(a, b);
}

int
snap_labels_cmp(const struct snap_label *a, size_t na,
    const struct snap_label *b, size_t nb)
{
	int c;

	for (size_t i = 0; i < na && i < nb; i++) {
		if ((c = text_cmp(a[i].name, b[i].name)) != 0 ||
		    (c = text_cmp(a[i].value, b[i].value)) != 0)
			return c;
	}
	return (na > nb) - (na < nb);
}

void
snap_labels_sort(struct snap_label *l, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct snap_label x = l[i];
		size_t k = i;

		for (; k > 0 && str_cmp(l[k - 1].name, x.name) > 0; k--)
			l[k] = l[k - 1];
		l[k] = x;
	}
}

bool
snap_exported(const struct snap_family *f)
{
	return f->name.n && f->name.p[0] != '_';
}

void
snap_free(struct snap *s)
{
	arena_free(&s->arena);
	*s = (struct snap){ 0 };
}
