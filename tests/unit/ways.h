/*
 * Two ways from a line to its event: a converter that remembers how records
 * are built (json/jshape, event/known) beside one that never does. Whatever
 * they are told of is to come out alike. For the unit tests and the fuzzer.
 */
#ifndef UNIT_WAYS_H
#define UNIT_WAYS_H

#include "event/convert.h"

/* How a line is to be converted. */
struct ways_how {
	const char *name;
	const struct dialect *only;
	const char *keep;	/* a list, or NULL: all */
	const char *direct;	/* the paths that rules read, or NULL */
	bool strict, watch;
};

/* A converter, and what it made of the last line. */
struct way {
	struct logline *ll;
	struct fields fields;
	struct event_reader reader;	/* of a direct one */
	struct buf out, seen;
	enum logline_result got;
	struct logline_refusal why;
	bool quick;		/* event/known.c made the event */
};

struct ways {
	const struct ways_how *how;
	struct way quick, slow;
	unsigned long lines, events, shorts;	/* those of the short way */
	const char *differs;	/* in what, or NULL */
};

/* All that is shown of a record. */
static void
way_seen(void *arg, const struct logline_seen *seen)
{
	const struct record *rec = seen->rec;
	struct buf *b = arg;

	buf_printf(b, "%s %zu %u %.*s|", seen->dialect->name, seen->layers,
	    seen->flags, STR_ARG(seen->prefix));
	for (size_t m = 0; m < rec->n; m++)
		buf_printf(b, "%.*s %d %u %u %.*s %d %u|",
		    STR_ARG(rec->member[m].key.text), rec->member[m].name,
		    rec->member[m].key.flags,
		    (unsigned)rec->member[m].value.kind,
		    STR_ARG(rec->member[m].value.text),
		    rec->member[m].taken, rec->member[m].value.flags);
	for (size_t i = 0; i < seen->names->n; i++)
		if (rec->at[i] != RECORD_ABSENT)
			buf_printf(b, "%zu %d|", i, rec->at[i]);
}

/* False: the paths are too many, or one is wrong. */
static bool
way_init(struct way *w, const struct ways_how *how)
{
	struct str rest, path;
	struct fault f = { 0 };
	struct lines none = { .max = 1 };
	struct line blank = { .ended = true };
	bool ok = true;

	*w = (struct way){ .ll = logline_new(how->only, how->strict) };
	if (how->keep)
		ok = logline_keep(w->ll, str_c(how->keep), &f);
	if (how->watch)
		logline_watch(w->ll, way_seen, &w->seen);
	if (how->direct) {
		for (rest = str_c(how->direct); str_cut(&rest, ',', &path);)
			ok &= fields_add_path(&w->fields, path) >= 0;
		event_reader_init(&w->reader, &w->fields);
		ok &= logline_direct(w->ll, &w->reader, &f);
	}
	/* The first line seals it. */
	return ok && logline_convert(w->ll, &none, &blank, &w->out,
	    &w->why) == LOGLINE_BLANK;
}

static void
way_free(struct way *w)
{
	logline_destroy(w->ll);
	event_reader_free(&w->reader);
	fields_free(&w->fields);
	buf_free(&w->out);
	buf_free(&w->seen);
}

/* What it has met is forgotten, and it remembers nothing from now on. */
static void
way_forget(struct way *w)
{
	for (size_t i = 0; i <= LAYERS_MAX; i++) {
		w->ll->layer[i].rec.shapes = NULL;
		w->ll->layer[i].rec.minute = (struct stamp_memo){ 0 };
	}
}

/* Whether the event is of the outermost record, whose row was not looked for. */
static bool
is_quick(const struct logline *ll)
{
	return !ll->layer[0].sign &&
	    (!ll->put.rec || ll->put.rec == &ll->layer[0].rec);
}

/* line NULL: what is open is ended. */
static void
way_go(struct way *w, const struct lines *l, const struct line *line)
{
	buf_reset(&w->out);
	buf_reset(&w->seen);
	w->why = (struct logline_refusal){ 0 };
	w->ll->put.rec = NULL;
	if (line)
		w->ll->layer[0].sign = NULL;
	w->got = line ? logline_convert(w->ll, l, line, &w->out, &w->why) :
	    logline_flush(w->ll, &w->out, &w->why);
	w->quick = w->got == LOGLINE_EVENT && logline_events(w->ll) == 1 &&
	    is_quick(w->ll);
}

static bool
same_refusal(const struct logline_refusal *a, const struct logline_refusal *b)
{
	return a->reason == b->reason && a->column == b->column &&
	    str_eq(str_c(a->what), str_c(b->what)) && a->line == b->line &&
	    str_eq(a->held, b->held);
}

/* The events that rules were given, if any. */
static bool
same_given(const struct way *a, const struct way *b)
{
	const struct event *x = logline_event(a->ll);
	const struct event *y = logline_event(b->ll);

	if (!x || !y)
		return !x && !y;
	if (x->severity != y->severity || x->time != y->time)
		return false;
	for (size_t i = 0; i < a->fields.n; i++)
		if (x->field[i].kind != y->field[i].kind ||
		    x->field[i].escaped != y->field[i].escaped ||
		    !str_eq(x->field[i].text, y->field[i].text))
			return false;
	return true;
}

/* In what two ways have parted, or NULL. */
static const char *
way_differs(const struct way *a, const struct way *b)
{
	if (a->got != b->got)
		return "results";
	if (a->got == LOGLINE_REFUSED && !same_refusal(&a->why, &b->why))
		return "refusals";
	if (!str_eq(buf_str(&a->out), buf_str(&b->out)))
		return "lines";
	if (!str_eq(buf_str(&a->seen), buf_str(&b->seen)))
		return "records that are shown";
	if (a->got != LOGLINE_EVENT)
		return NULL;
	if (logline_events(a->ll) != logline_events(b->ll))
		return "numbers of events";
	if (logline_dialect(a->ll) != logline_dialect(b->ll))
		return "dialects";
	return same_given(a, b) ? NULL : "values for the rules";
}

static bool
ways_init(struct ways *w, const struct ways_how *how)
{
	*w = (struct ways){ .how = how };
	if (!way_init(&w->quick, how) || !way_init(&w->slow, how))
		return false;
	way_forget(&w->slow);
	return true;
}

static void
ways_free(struct ways *w)
{
	way_free(&w->quick);
	way_free(&w->slow);
}

/* Both begin anew, as if they had met nothing. */
static inline void
ways_again(struct ways *w)
{
	struct logline *both[] = { w->quick.ll, w->slow.ll };

	record_shapes_free(&w->quick.ll->shapes);
	w->quick.ll->shapes = (struct record_shapes){ 0 };
	for (size_t i = 0; i < 2; i++) {
		logline_drop(both[i]);
		both[i]->repairs = (struct logline_repairs){ 0 };
	}
	w->differs = NULL;
}

static bool
ways_step(struct ways *w, const struct lines *l, const struct line *line)
{
	uint64_t at[2] = { 0 };

	way_forget(&w->slow);
	way_go(&w->quick, l, line);
	way_go(&w->slow, l, line);
	w->differs = way_differs(&w->quick, &w->slow);
	if (!w->differs && memcmp(logline_repaired(w->quick.ll),
	    logline_repaired(w->slow.ll), sizeof(struct logline_repairs)) != 0)
		w->differs = "repairs";
	if (!w->differs && (logline_open(w->quick.ll, &at[0]) !=
	    logline_open(w->slow.ll, &at[1]) || at[0] != at[1]))
		w->differs = "open lines";
	w->events += w->quick.got == LOGLINE_EVENT;
	w->shorts += w->quick.quick;
	return !w->differs;
}

/* Whether a line comes out alike by both; else w->differs says in what. */
static bool
ways_line(struct ways *w, const struct lines *l, const struct line *line)
{
	w->lines++;
	for (;;) {
		if (!ways_step(w, l, line))
			return false;
		if (w->quick.got != LOGLINE_FLUSH)
			return true;
		if (!ways_step(w, l, NULL))
			return false;
	}
}

/* ---- lines out of memory */

static long
ways_read(void *from, void *to, size_t n, struct fault *f)
{
	struct str *text = from;

	(void)f;
	if (n > text->n)
		n = text->n;
	memcpy(to, text->p, n);
	*text = str_from(*text, n);
	return (long)n;
}

/* *text is what is left to be read; lines_free later. */
static void
ways_open(struct lines *l, struct str *text, size_t max)
{
	lines_init(l, -1, "text", max);
	l->read = ways_read;
	l->from = text;
}

#endif
