/*
 * A converter's life: what it keeps, what it has repaired, what is open. The
 * conversion itself is in convert.c.
 */
#include "base/mem.h"
#include "event/convert.h"
#include "json/jwrite.h"

const char *const logline_reason_name[LOGLINE_NREASONS] = {
	"not_json", "not_an_object", "too_long", "too_many_members",
};

static void
repaired(struct logline *ll, unsigned flags)
{
	ll->repairs.nonfinite += (flags & JREAD_NONFINITE) != 0;
	ll->repairs.bad_utf8 += (flags & JREAD_BAD_UTF8) != 0;
	ll->repairs.surrogate += (flags & JREAD_SURROGATE) != 0;
	ll->repairs.nuls += (flags & CONVERT_NULS) != 0;
	ll->repairs.inner += (flags & CONVERT_INNER) != 0;
	ll->repairs.broken_off += (flags & CONVERT_BROKEN_OFF) != 0;
}

struct logline *
logline_new(const struct dialect *only, bool strict)
{
	struct logline *ll = mem_new(1, sizeof(*ll));

	ll->strict = strict;
	ll->layers.layer = ll->layer;
	for (size_t i = 0; i < PUT_NOWN; i++)
		fields_add_path(&ll->names, put_own[i]);
	signs_compile(&ll->signs, only, &ll->names);
	return ll;
}

void
logline_destroy(struct logline *ll)
{
	if (!ll)
		return;
	for (size_t i = 0; i <= LAYERS_MAX; i++) {
		record_free(&ll->layer[i].rec);
		scan_free(&ll->scan[i]);
		buf_free(&ll->text[i]);
		buf_free(&ll->bytes[i]);
	}
	for (size_t i = 0; i < CONVERT_STREAMS; i++)
		join_free(&ll->join[i]);
	record_free(&ll->none);
	record_shapes_free(&ll->shapes);
	layers_free(&ll->layers);
	fields_free(&ll->names);
	buf_free(&ll->scratch);
	put_free(&ll->put);
	signs_free(&ll->signs);
	mem_free(ll->keep);
	mem_free(ll->kept);
	if (ll->direct)
		direct_free(ll->direct);
	mem_free(ll->direct);
	mem_free(ll);
}

static bool
keep(struct logline *ll, int name, struct fault *f)
{
	ll->put.keep_only = true;
	if (name < 0)
		return fault(f, "more than %d members are to be kept, or a "
		    "name with more than %d parts", FIELDS_MAX,
		    FIELDS_DEPTH_MAX);
	ll->keep = mem_grow(ll->keep, ll->nkeep, &ll->keep_cap,
	    sizeof(*ll->keep));
	ll->keep[ll->nkeep++] = name;
	return true;
}

bool
logline_keep(struct logline *ll, struct str list, struct fault *f)
{
	struct str path;

	while (str_cut(&list, ',', &path)) {
		path = str_trim(path);
		if (!path.n)
			return fault(f, "an empty name among those to keep");
		if (!keep(ll, fields_add_path(&ll->names, path), f))
			return false;
	}
	return true;
}

bool
logline_keep_fields(struct logline *ll, const struct fields *fields,
    struct fault *f)
{
	ll->put.keep_only = true;
	for (size_t i = 0; i < fields->n; i++) {
		const struct field *d = &fields->field[i];

		if (!keep(ll, fields_add(&ll->names, d->part, d->nparts,
		    d->literal), f))
			return false;
	}
	return true;
}

bool
logline_direct(struct logline *ll, struct event_reader *er, struct fault *f)
{
	ll->direct = mem_new(1, sizeof(*ll->direct));
	return direct_init(ll->direct, er, &ll->names, f);
}

const struct event *
logline_event(const struct logline *ll)
{
	return ll->given ? &ll->direct->event : NULL;
}

bool
logline_appended(struct logline *ll, struct str line,
    const struct event **e, struct fault *f)
{
	*e = &ll->direct->event;
	return direct_line(ll->direct, line, f);
}

void
logline_watch(struct logline *ll, void (*seen)(void *arg,
    const struct logline_seen *seen), void *arg)
{
	ll->seen = seen;
	ll->arg = arg;
}

static void
seal(struct logline *ll)
{
	if (ll->direct)
		direct_seal(ll->direct, &ll->names);
	fields_seal(&ll->names);
	ll->kept = mem_new(ll->names.n, sizeof(*ll->kept));
	for (size_t i = 0; i < ll->nkeep; i++)
		ll->kept[ll->keep[i]] = true;
	for (size_t i = 0; i <= LAYERS_MAX; i++)
		record_init(&ll->layer[i].rec, &ll->names, &ll->shapes);
	record_init(&ll->none, &ll->names, NULL);
	ll->put.names = &ll->names;
	ll->put.kept = ll->kept;
	ll->sealed = true;
}

const struct dialect *
logline_dialect(const struct logline *ll)
{
	return ll->last;
}

const struct logline_repairs *
logline_repaired(const struct logline *ll)
{
	return &ll->repairs;
}

void
logline_pass(struct str line, struct buf *out)
{
	buf_lit(out, "{\"event\":");
	jwrite_string(out, line);
	buf_lit(out, "}\n");
}

static enum logline_result
done(struct logline *ll, enum logline_result got)
{
	if (got == LOGLINE_EVENT && ll->flags)
		repaired(ll, ll->flags);
	return got;
}

enum logline_result
logline_convert(struct logline *ll, const struct lines *from,
    const struct line *line, struct buf *out, struct logline_refusal *why)
{
	if (!ll->sealed)
		seal(ll);
	return done(ll, convert_line(ll, from, line, out, why));
}

enum logline_result
logline_text(struct logline *ll, struct str text, struct buf *out,
    struct logline_refusal *why)
{
	if (!ll->sealed)
		seal(ll);
	return done(ll, convert_text(ll, text, out, why));
}

size_t
logline_events(const struct logline *ll)
{
	return ll->events;
}

static struct join *
first_open(struct logline *ll)
{
	struct join *first = NULL;

	for (size_t i = 0; i < CONVERT_STREAMS; i++)
		if (ll->join[i].open && (!first ||
		    ll->join[i].line < first->line))
			first = &ll->join[i];
	return first;
}

bool
logline_open(const struct logline *ll, uint64_t *line)
{
	bool open = false;

	for (size_t i = 0; i < CONVERT_STREAMS; i++) {
		const struct join *j = &ll->join[i];

		if (j->open && line && (!open || j->line < *line))
			*line = j->line;
		open |= j->open;
	}
	return open;
}

void
logline_drop(struct logline *ll)
{
	ll->due = NULL;
	for (size_t i = 0; i < CONVERT_STREAMS; i++)
		ll->join[i].open = false;
}

enum logline_result
logline_flush(struct logline *ll, struct buf *out,
    struct logline_refusal *why)
{
	struct join *j;

	while ((j = ll->due ? ll->due : first_open(ll))) {
		ll->due = NULL;
		if (!j->over)
			return done(ll, convert_rest(ll, j, out, why));
		j->open = false;
	}
	return LOGLINE_BLANK;
}
