/*
 * What is in the state. Both kinds are snapshots as a file; of events what is
 * kept are the parts of a family that nobody is shown, and the positions are
 * where mlog-parse looks for them. When it is written is snapshot/state's.
 */
#include <unistd.h>

#include "base/replace.h"
#include "otlp/keep.h"
#include "snapshot/build.h"
#include "snapshot/snapfile.h"

static const struct str family = { "_mlog_otlp", 10 };

int
keep_lock(const char *path, struct fault *f)
{
	struct buf real = { 0 };
	int lock = -1;

	if (!*path)
		fault(f, "the name of the state is empty");
	else if (replace_target(path, &real, f))
		lock = statefile_lock(real.p, f);
	buf_free(&real);
	return lock;
}

bool
keep_of_events(const char *path, bool *yes, struct fault *f)
{
	struct statefile sf;
	bool ok = statefile_load(&sf, path, f);

	*yes = ok && sf.snap.nfamilies == 1 &&
	    str_eq(sf.snap.families[0].name, family);
	statefile_free(&sf);
	return ok;
}

/* ---- events */

static void
put_part(void *build, struct str members)
{
	build_part(build, members);
}

static bool
freeze(void *arg, struct snap *s, struct fault *f)
{
	struct keep *k = arg;
	struct build b;
	bool ok;

	build_init(&b, s);
	build_family(&b, &(struct snap_family){ .name = family,
		.type = SNAP_GAUGE, .kind = STR("gauge"),
		.help = STR("What mlog-otlp remembers of traces") });
	context_save(k->context, put_part, &b);
	if (k->spans) {
		k->spans->settle(k->spans->arg);
		k->spans->save(k->spans->arg, put_part, &b);
	}
	ok = build_done(&b, f);
	build_free(&b);
	s->time = k->now == STAMP_NONE ? stamp_now() : k->now;
	s->latest = STAMP_NONE;
	return ok;
}

/* A part of an earlier run with span rules, in one without, is let go. */
static bool
take_part(struct keep *k, const struct jread *object)
{
	struct str kind = { NULL, 0 }, entries = { NULL, 0 };
	struct jread r = *object;
	struct jtoken key, v;

	if (!jread_open(&r, JREAD_OBJECT))
		return false;
	while (jread_member(&r, &key, &v)) {
		if (str_eq(key.text, STR("seen")))
			kind = v.text;
		else if (str_eq(key.text, STR("entries")))
			entries = v.text;
	}
	if (kind.n)
		return context_load(k->context, kind, entries);
	return !k->spans || k->spans->load(k->spans->arg, object);
}

static bool
take_parts(struct keep *k, const struct snap_family *fam, struct fault *f)
{
	struct scan scan = { 0 };
	struct buf text = { 0 };
	struct jread r;
	bool ok = true;

	for (size_t i = 0; ok && i < fam->nparts; i++) {
		buf_reset(&text);
		buf_putc(&text, '{');
		buf_puts(&text, fam->parts[i]);
		buf_putc(&text, '}');
		scan_index(&scan, text.p, text.n);
		jread_init(&r, &scan, text.p, text.n);
		ok = take_part(k, &r) || fault(f, "a part is not what "
		    "mlog-otlp writes");
	}
	scan_free(&scan);
	buf_free(&text);
	return ok;
}

static bool
thaw(void *arg, const struct snap *s, struct fault *f)
{
	if (s->nfamilies == 0 && s->generation == 0)
		return true;
	if (s->nfamilies != 1 || !str_eq(s->families[0].name, family))
		return fault(f, "this is no state of events that mlog-otlp "
		    "keeps; each consumer has a state of its own");
	return take_parts(arg, &s->families[0], f);
}

static uint64_t
count_events(void *arg)
{
	const struct keep *k = arg;

	return k->events->lines;
}

static bool
due(void *arg, int64_t *wait, struct fault *f)
{
	struct keep *k = arg;

	return events_due(k->events, wait, f);
}

static bool
settle(void *arg, struct fault *f)
{
	struct keep *k = arg;

	return events_flush(k->events, f);
}

static void
tell(const struct note *n, struct buf *words)
{
	struct str rest = buf_str(words), line;

	while (rest.n && str_cut(&rest, '\n', &line))
		note(n, "%.*s", STR_ARG(line));
	buf_reset(words);
}

static bool
only_load(struct keep *k, const char *path, struct fault *f)
{
	struct statefile sf;
	bool ok = statefile_load(&sf, path, f) && (thaw(k, &sf.snap, f) ||
	    fault_within(f, "%s", path));

	statefile_free(&sf);
	return ok;
}

bool
keep_open(struct keep *k, const char *path, const struct note *n,
    struct fault *f)
{
	bool ok;

	state_init(&k->state, &(struct state_kept){ k, thaw, freeze,
		count_events, NULL, due, settle });
	if (k->lock < 0)
		return only_load(k, path, f);
	k->state.lock = dup(k->lock);
	ok = state_open(&k->state, path, f);
	tell(n, &k->state.words);
	if (ok)
		k->events->state = &k->state;
	return ok;
}

bool
keep_end(struct keep *k, struct fault *f)
{
	return state_end(&k->state, f);
}

void
keep_free(struct keep *k)
{
	state_free(&k->state);
}

/* ---- snapshots */

bool
keep_snap_open(struct keep_snap *k, const char *path, bool dry,
    const struct note *n, bool *any, struct fault *f)
{
	*any = false;
	*k = (struct keep_snap){ .dry = dry };
	if (!replace_target(path, &k->path, f))
		return false;
	if (!dry)
		statefile_tidy(k->path.p);
	if (!statefile_load(&k->file, k->path.p, f))
		return false;
	if (k->file.from == STATEFILE_PREV)
		note(n, "%s; %s.prev serves", k->file.damage.text, path);
	if (k->file.snap.stream != SNAP_ANY)
		return fault(f, "%s: this is no snapshot that mlog-otlp "
		    "keeps; each consumer has a state of its own", path);
	*any = k->file.from != STATEFILE_NEW;
	return true;
}

bool
keep_snap_save(struct keep_snap *k, const struct snap *s, struct fault *f)
{
	struct snap mine = *s;
	struct buf b = { 0 };
	bool ok;

	if (k->dry)
		return true;
	mine.stream = SNAP_ANY;
	mine.ninputs = 0;
	mine.generation = 0;
	snapfile_write(&b, &mine);
	ok = statefile_commit(k->path.p, buf_str(&b),
	    k->file.from == STATEFILE_PREV, f);
	k->file.from = STATEFILE_OWN;
	buf_free(&b);
	return ok;
}

void
keep_snap_free(struct keep_snap *k)
{
	statefile_free(&k->file);
	buf_free(&k->path);
}
