/*
 * A table of stacks, one a key. Time only decides what has waited for too
 * long; what matches what is the order of the stream.
 */
#include "base/hash.h"
#include "base/mem.h"
#include "base/stamp.h"
#include "json/jwrite.h"
#include "series/pairs.h"

enum { SLOTS_MIN = 64 };

/* Before each field's bytes. */
struct packed {
	uint32_t which;		/* index into pairs.field */
	uint32_t n;
	unsigned char kind, escaped;
};

void
pairs_init(struct pairs *p, const int *field, size_t nfields, int64_t timeout)
{
	*p = (struct pairs){ .field = field, .nfields = nfields,
		.timeout = timeout, .max_bytes = PAIRS_TOTAL_MAX };
}

void
pairs_event_free(struct pairs_event *w)
{
	if (w)
		buf_free(&w->notes);
	mem_free(w);
}

void
pairs_free(struct pairs *p)
{
	struct pairs_event *next;

	for (struct pairs_event *w = p->oldest; w; w = next) {
		next = w->newer;
		pairs_event_free(w);
	}
	mem_free(p->slot);
	*p = (struct pairs){ 0 };
}

struct str
pairs_key(const struct pairs_event *w)
{
	return str_of(w->data, w->nkey);
}

static struct pairs_event **
slot_of(const struct pairs *p, struct str key, uint64_t hash)
{
	struct pairs_event **at = &p->slot[hash & (p->nslots - 1)];

	while (*at && ((*at)->hash != hash || !str_eq(pairs_key(*at), key)))
		at = &(*at)->next;
	return at;
}

static void
grow(struct pairs *p)
{
	size_t n = p->nslots, nslots = n ? n * 2 : SLOTS_MIN;
	struct pairs_event **slot = mem_new(nslots, sizeof(*slot)), *next;

	for (size_t i = 0; i < n; i++) {
		for (struct pairs_event *w = p->slot[i]; w; w = next) {
			struct pairs_event **to = &slot[w->hash &
			    (nslots - 1)];

			next = w->next;
			w->next = *to;
			*to = w;
		}
	}
	mem_free(p->slot);
	p->slot = slot;
	p->nslots = nslots;
}

static size_t
bytes_of(const struct pairs_event *w)
{
	return sizeof(*w) + w->nkey + w->size + w->notes.n;
}

/* Takes an event from wherever in its stack it is. */
static void
take(struct pairs *p, struct pairs_event *w)
{
	if (w->below)
		w->below->above = w->above;
	if (w->above) {
		w->above->below = w->below;
	} else {
		struct pairs_event **at = slot_of(p, pairs_key(w), w->hash);

		*at = w->below ? w->below : w->next;
		if (w->below)
			w->below->next = w->next;
	}
	*(w->older ? &w->older->newer : &p->oldest) = w->newer;
	*(w->newer ? &w->newer->older : &p->newest) = w->older;
	p->n--;
	p->bytes -= bytes_of(w);
}

static void
drop(struct pairs *p, struct pairs_event *w, uint64_t *count)
{
	*count += !w->end;
	take(p, w);
	pairs_event_free(w);
}

static bool
overdue(const struct pairs *p, const struct pairs_event *w, int64_t now)
{
	return p->timeout && w->time != STAMP_NONE && now > w->time &&
	    now - w->time > p->timeout;
}

void
pairs_settle(struct pairs *p, int64_t now)
{
	struct pairs_event *next;

	if (now == STAMP_NONE)
		return;
	for (struct pairs_event *w = p->oldest; w; w = next) {
		next = w->newer;
		if (overdue(p, w, now))
			drop(p, w, &p->timeouts);
	}
}

static size_t
packed_size(const struct pairs *p, const struct event *e)
{
	size_t size = 0;

	for (size_t i = 0; i < p->nfields; i++) {
		const struct value *v = &e->field[p->field[i]];

		if (v->kind != VALUE_MISSING &&
		    size + sizeof(struct packed) + v->text.n <=
		    PAIRS_FIELDS_MAX)
			size += sizeof(struct packed) + v->text.n;
	}
	return size;
}

/* What does not fit is left out, by packed_size's count. */
static void
pack(const struct pairs *p, const struct event *e, char *to)
{
	size_t size = 0;

	for (size_t i = 0; i < p->nfields; i++) {
		const struct value *v = &e->field[p->field[i]];
		struct packed head = { (uint32_t)i, (uint32_t)v->text.n,
			(unsigned char)v->kind, v->escaped };

		if (v->kind == VALUE_MISSING ||
		    size + sizeof(head) + v->text.n > PAIRS_FIELDS_MAX)
			continue;
		memcpy(to + size, &head, sizeof(head));
		size += sizeof(head);
		if (v->text.n)
			memcpy(to + size, v->text.p, v->text.n);
		size += v->text.n;
	}
}

void
pairs_fields(const struct pairs *p, const struct pairs_event *w,
    struct value *value)
{
	const char *at = w->data + w->nkey, *end = at + w->size;
	struct packed head;

	while (at < end) {
		struct value *v;

		memcpy(&head, at, sizeof(head));
		at += sizeof(head);
		v = &value[p->field[head.which]];
		if (v->kind == VALUE_MISSING)
			*v = (struct value){ (enum value_kind)head.kind,
				head.escaped, str_of(at, head.n) };
		at += head.n;
	}
}

static void
make_room(struct pairs *p, size_t n, int64_t time)
{
	while (p->n >= PAIRS_MAX || (p->n && p->bytes + n > p->max_bytes))
		drop(p, p->oldest, overdue(p, p->oldest, time) ?
		    &p->timeouts : &p->evicted);
}

static void
push(struct pairs *p, struct str key, uint64_t hash, int64_t time,
    const struct event *e, bool end)
{
	size_t size = packed_size(p, e);
	struct pairs_event *w = mem_new(1, sizeof(*w) + key.n + size), **at;

	make_room(p, sizeof(*w) + key.n + size, time);
	if (p->n >= p->nslots)
		grow(p);
	w->hash = hash;
	w->time = time;
	w->severity = e->severity;
	w->end = end;
	w->nkey = (uint32_t)key.n;
	w->size = (uint32_t)size;
	if (key.n)
		memcpy(w->data, key.p, key.n);
	pack(p, e, w->data + key.n);
	at = slot_of(p, key, hash);
	if (*at) {
		w->next = (*at)->next;
		w->below = *at;
		w->below->above = w;
	}
	*at = w;
	w->older = p->newest;
	*(p->newest ? &p->newest->newer : &p->oldest) = w;
	p->newest = w;
	p->n++;
	p->bytes += bytes_of(w);
}

void
pairs_start(struct pairs *p, struct str key, int64_t time,
    const struct event *e)
{
	push(p, key, hash_seeded(key), time, e, false);
}

void
pairs_restore(struct pairs *p, struct str key, int64_t time,
    const struct event *e, bool end)
{
	push(p, key, hash_seeded(key), time, e, end);
}

/* An overdue one goes. */
static struct pairs_event *
find_open(struct pairs *p, struct str key, uint64_t hash, int64_t time)
{
	struct pairs_event *w = p->nslots ? *slot_of(p, key, hash) : NULL;

	if (!w || w->end)
		return NULL;
	if (!overdue(p, w, time))
		return w;
	drop(p, w, &p->timeouts);
	return NULL;
}

struct pairs_event *
pairs_open(struct pairs *p, struct str key, int64_t time)
{
	return find_open(p, key, hash_seeded(key), time);
}

struct pairs_event *
pairs_take(struct pairs *p, struct str key, int64_t time)
{
	struct pairs_event *w = pairs_open(p, key, time);

	if (w)
		take(p, w);
	return w;
}

struct pairs_event *
pairs_end(struct pairs *p, struct str key, int64_t time,
    const struct event *e)
{
	uint64_t hash = hash_seeded(key);
	struct pairs_event *w = find_open(p, key, hash, time);

	if (w)
		take(p, w);
	else
		push(p, key, hash, time, e, true);
	return w;
}

void
pairs_note(struct pairs *p, struct pairs_event *w, struct str json)
{
	if (w->nnotes == PAIRS_NOTES_MAX ||
	    bytes_of(w) + json.n + 1 > p->max_bytes / 2) {
		w->lost++;
		return;
	}
	if (w->nnotes++)
		buf_putc(&w->notes, ',');
	buf_puts(&w->notes, json);
	p->bytes += json.n + (w->nnotes > 1);
	make_room(p, 0, w->time);
}

void
pairs_put(const struct pairs *p, const struct pairs_event *w,
    const struct fields *fields, struct value *value, struct buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < p->nfields; i++)
		value[p->field[i]] = (struct value){ 0 };
	pairs_fields(p, w, value);
	buf_putc(b, '{');
	for (size_t i = 0; i < p->nfields; i++) {
		const struct value *v = &value[p->field[i]];

		if (v->kind == VALUE_MISSING)
			continue;
		if (n++)
			buf_putc(b, ',');
		jwrite_string(b, fields->field[p->field[i]].name);
		buf_putc(b, ':');
		value_put(b, v);
	}
	buf_putc(b, '}');
}

void
pairs_set(const struct pairs *p, const struct fields *fields,
    struct str name, struct value *value, const struct value *v)
{
	for (size_t i = 0; i < p->nfields; i++) {
		struct value *to = &value[p->field[i]];

		if (to->kind == VALUE_MISSING &&
		    str_eq(fields->field[p->field[i]].name, name)) {
			*to = *v;
			return;
		}
	}
}
