/*
 * Loads what there is of several snapshots and says what there is not. Not for
 * how two of them become one: snapshot/merge.
 */
#include "base/mem.h"
#include "prom/gather.h"
#include "snapshot/build.h"
#include "snapshot/merge.h"

struct part {
	struct snap snap;
	const char *reason;	/* NULL: it was loaded */
	struct str name;	/* for readers of the metrics */
};

static struct str
base_name(struct str path)
{
	for (size_t i = str_chr(path, '/'); i < path.n;
	    i = str_chr(path, '/'))
		path = str_from(path, i + 1);
	return path;
}

/* Strangers see no folders, unless files cannot be told apart without. */
static bool
name_parts(const struct gather *g, struct part *part, struct fault *f)
{
	bool distinct = true;

	for (size_t i = 0; i < g->n; i++) {
		part[i].name = base_name(str_c(g->path[i]));
		for (size_t k = 0; k < i; k++) {
			if (strcmp(g->path[i], g->path[k]) == 0)
				return fault(f, "%s is given twice",
				    g->path[i]);
			distinct &= !str_eq(part[i].name, part[k].name);
		}
	}
	for (size_t i = 0; i < g->n && !distinct; i++)
		part[i].name = str_c(g->path[i]);
	return true;
}

static void
add_why(struct fault *why, const struct fault *f)
{
	struct fault before = *why;

	fault(why, "%s%s%s", before.text, before.text[0] ? "; " : "",
	    f->text);
}

/* How many could be loaded; *first is the reason of the first that not. */
static size_t
load(const struct gather *g, struct part *part, const char **first,
    struct fault *why)
{
	struct source source = g->source;
	struct fault f;
	size_t n = 0;

	*first = NULL;
	for (size_t i = 0; i < g->n; i++) {
		f = (struct fault){ 0 };
		source.path = g->path[i];
		if (source_load(&source, &part[i].snap, &part[i].reason, &f)) {
			n++;
			continue;
		}
		part[i].snap = (struct snap){ 0 };
		add_why(why, &f);
		if (!*first)
			*first = part[i].reason;
	}
	return n;
}

static void
add_note(struct build *b, const struct part *part)
{
	struct buf note = { 0 };

	buf_lit(&note, "left out: ");
	buf_puts(&note, part->name);
	buf_printf(&note, ": %s", part->reason);
	build_note(b, buf_str(&note));
	buf_free(&note);
}

/* What there is to say of the parts, as a snapshot beside them. */
static bool
tell(struct snap *s, const struct part *part, size_t n, struct fault *f)
{
	struct build b;
	bool ok;

	build_init(&b, s);
	build_family(&b, &(struct snap_family){
		.name = STR("mlog_snapshot_up"), .type = SNAP_GAUGE,
		.kind = STR("gauge"),
		.help = STR("Whether a snapshot is there, whole and fresh"),
	});
	for (size_t i = 0; i < n; i++) {
		const struct snap_label file = { STR("file"), part[i].name };

		build_series(&b, &(struct snap_series){ .labels = &file,
			.nlabels = 1, .value = !part[i].reason,
			.start = STAMP_NONE, .time = STAMP_NONE });
		if (part[i].reason)
			add_note(&b, &part[i]);
	}
	ok = build_done(&b, f);
	build_free(&b);
	return ok;
}

/* The resource of the merged one is that of its parts, not of the telling. */
static void
lend_resource(struct snap *to, const struct snap *from)
{
	to->resource = from->resource;
	to->nresource = from->nresource;
}

/* The parts among themselves, grouped as for `mlog-agg --merge`; then what
 * there is to say of them. */
static bool
add_up(const struct gather *g, const struct part *part, struct snap *s,
    struct fault *f)
{
	struct merge_operand *list = mem_new(g->n, sizeof(*list)), both[2];
	struct snap all = { 0 }, told;
	size_t n = 0;
	bool ok;

	for (size_t i = 0; i < g->n; i++) {
		if (!part[i].reason)
			list[n++] = (struct merge_operand){ g->path[i],
				&part[i].snap };
	}
	ok = tell(&told, part, g->n, f) && merge(&all, list, n, f);
	if (ok) {
		lend_resource(&told, &all);
		both[0] = (struct merge_operand){ "mlog-prom", &all };
		both[1] = (struct merge_operand){ "mlog-prom", &told };
		ok = merge(s, both, 2, f);
	}
	snap_free(&all);
	snap_free(&told);
	mem_free(list);
	return ok;
}

static bool
gather_all(const struct gather *g, struct snap *s, const char **reason,
    struct fault *why, struct fault *f)
{
	struct part *part = mem_new(g->n, sizeof(*part));
	struct fault all = { 0 };
	bool ok = false;

	*s = (struct snap){ 0 };
	if (!name_parts(g, part, f)) {
		*reason = "a snapshot is given twice";
	} else if (!load(g, part, reason, &all)) {
		fault(f, "%s", all.text);
	} else if (!(ok = add_up(g, part, s, f))) {
		*reason = "the snapshots contradict each other";
		snap_free(s);
	} else {
		*reason = NULL;
		if (why && all.text[0])
			fault(why, "%s", all.text);
	}
	for (size_t i = 0; i < g->n; i++)
		snap_free(&part[i].snap);
	mem_free(part);
	return ok;
}

bool
gather(const struct gather *g, struct snap *s, const char **reason,
    struct fault *why, struct fault *f)
{
	struct source one = g->source;
	const char *unused;

	if (!reason)
		reason = &unused;
	if (g->n > 1)
		return gather_all(g, s, reason, why, f);
	one.path = g->path[0];
	return source_load(&one, s, reason, f);
}
