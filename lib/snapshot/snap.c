/*
 * What every reader of a snapshot needs of it: names, order, release.
 */
#include "snapshot/snap.h"

const char *const snap_type_name[SNAP_NTYPES] = {
	[SNAP_COUNTER] = "counter",
	[SNAP_GAUGE] = "gauge",
	[SNAP_HISTOGRAM] = "histogram",
};

const char *const snap_stream_name[SNAP_NSTREAMS] = {
	[SNAP_ANY] = "",
	[SNAP_PLAIN] = "plain",
	[SNAP_MARKS] = "marks",
};

int
snap_labels_cmp(const struct snap_label *a, size_t na,
    const struct snap_label *b, size_t nb)
{
	int c;

	for (size_t i = 0; i < na && i < nb; i++) {
		if ((c = str_cmp(a[i].name, b[i].name)) != 0 ||
		    (c = str_cmp(a[i].value, b[i].value)) != 0)
			return c;
	}
	return (na > nb) - (na < nb);
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
