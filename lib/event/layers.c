/*
 * Putting layers together. Where they begin and end is unwrap.c's and
 * convert.c's.
 */
#include "event/layers.h"
#include "json/jwrite.h"

/* Whose a name is; a layer's owner number is OWNER_LAYER and its place. */
enum { OWNER_FORMAT, OWNER_WITHIN, OWNER_LAYER };

void
layers_free(struct layers *ls)
{
	keys_free(&ls->keys);
	buf_free(&ls->scratch);
	buf_free(&ls->name);
	*ls = (struct layers){ 0 };
}

static bool
lies_in(struct str part, struct str value)
{
	return part.p && part.p >= value.p && part.p <= value.p + value.n;
}

/*
 * The part that a taken member of a wrapper is the source of: the texts of
 * parts are views of it, only the time is not.
 */
static enum dialect_part
source_of(const struct member *mb, const struct parts *q)
{
	if (lies_in(q->event, mb->value.text))
		return PART_EVENT;
	if (lies_in(q->logger, mb->value.text))
		return PART_LOGGER;
	if (lies_in(q->level_text, mb->value.text))
		return PART_LEVEL;
	return PART_TIME;
}

static void
give_back(struct layer *la, const struct parts *q, enum dialect_part part)
{
	if (!la->sign)
		return;
	for (size_t m = 0; m < la->rec.n; m++)
		if (la->rec.member[m].taken &&
		    source_of(&la->rec.member[m], q) == part)
			la->rec.member[m].taken = false;
}

/* The parts of a layer, its members marked as taken afresh. */
static void
take_parts(struct layer *la, struct parts *q)
{
	int holder;

	*q = (struct parts){ .time = la->cri.time };
	if (!la->sign)
		return;
	for (size_t m = 0; m < la->rec.n; m++)
		la->rec.member[m].taken = false;
	parts_take(q, la->sign, &la->rec);
	give_back(la, q, PART_EVENT);
	holder = la->array >= 0 ? la->array : la->sign->inner;
	la->rec.member[la->rec.at[holder]].taken = la->array >= 0 ||
	    la->inner.whole;
}

static void
merge_level(struct layer *la, struct parts *p, const struct parts *q)
{
	if (p->has_level || !q->has_level) {
		give_back(la, q, PART_LEVEL);
		return;
	}
	p->has_level = true;
	p->severity = q->severity;
	p->level_text = q->level_text;
}

static void
merge_logger(struct layer *la, struct parts *p, const struct parts *q)
{
	if (p->logger.p)
		give_back(la, q, PART_LOGGER);
	else
		p->logger = q->logger;
}

static void
merge_ids(struct parts *p, const struct parts *q)
{
	if (!p->trace_id[0])
		memcpy(p->trace_id, q->trace_id, sizeof(p->trace_id));
	if (!p->span_id[0])
		memcpy(p->span_id, q->span_id, sizeof(p->span_id));
	if (!p->trace_flags[0])
		memcpy(p->trace_flags, q->trace_flags,
		    sizeof(p->trace_flags));
}

void
layers_merge(struct layers *ls, struct parts *p)
{
	struct parts q[LAYERS_MAX];
	size_t seen = LAYERS_MAX;

	ls->observed = STAMP_NONE;
	for (size_t i = ls->n; i-- > 0;) {
		struct layer *la = &ls->layer[i];

		take_parts(la, &q[i]);
		merge_level(la, p, &q[i]);
		merge_logger(la, p, &q[i]);
		merge_ids(p, &q[i]);
		if (q[i].time == STAMP_NONE)
			continue;
		if (p->time == STAMP_NONE) {
			p->time = q[i].time;
			p->time_text = q[i].time_text;
			continue;
		}
		/* One between the record's time and the outermost. */
		if (seen < LAYERS_MAX)
			give_back(&ls->layer[seen], &q[seen], PART_TIME);
		seen = i;
		ls->observed = q[i].time;
	}
}

/* Enters the names of a record's members that are left. */
static void
enter(struct layers *ls, const struct record *rec, int owner)
{
	for (size_t m = 0; m < rec->n; m++) {
		const struct member *mb = &rec->member[m];
		struct str name = key_text(&mb->key, &ls->scratch);

		if (!mb->taken && keys_owner(&ls->keys, name) == KEYS_NONE)
			keys_set(&ls->keys, name, owner);
	}
}

static void
enter_text(struct layers *ls, struct str name, int owner)
{
	if (keys_owner(&ls->keys, name) == KEYS_NONE)
		keys_set(&ls->keys, name, owner);
}

static size_t
count_renamed(struct layers *ls, size_t i)
{
	const struct record *rec = &ls->layer[i].rec;
	size_t n = 0;

	for (size_t m = 0; ls->layer[i].sign && m < rec->n; m++)
		n += !rec->member[m].taken && keys_owner(&ls->keys,
		    key_text(&rec->member[m].key, &ls->scratch)) !=
		    OWNER_LAYER + (int)i;
	return n;
}

bool
layers_possible(struct layers *ls)
{
	size_t n = 0;

	keys_reset(&ls->keys);
	for (size_t i = 0; i < PUT_NOWN; i++)
		keys_set(&ls->keys, put_own[i], OWNER_FORMAT);
	enter(ls, ls->within, OWNER_WITHIN);
	for (size_t i = ls->n; i-- > 0;) {
		int owner = OWNER_LAYER + (int)i;

		if (ls->layer[i].sign) {
			enter(ls, &ls->layer[i].rec, owner);
			continue;
		}
		enter_text(ls, STR("stream"), owner);
		if (ls->layer[i].cri.tag.p)
			enter_text(ls, STR("tag"), owner);
	}
	for (size_t i = 0; i < ls->n; i++)
		n += count_renamed(ls, i);
	return n <= PUT_RENAMED_MAX;
}

bool
layers_use(const struct layers *ls, struct str name)
{
	return keys_owner(&ls->keys, name) != KEYS_NONE;
}

void
layers_claim(struct layers *ls, struct str name)
{
	keys_set(&ls->keys, name, OWNER_FORMAT);
}

/* The name, or a new one where it is another's; it is in ls->name. */
static bool
find_name(struct layers *ls, struct str name, int owner)
{
	bool renamed = keys_owner(&ls->keys, name) != owner;

	buf_reset(&ls->name);
	buf_puts(&ls->name, name);
	if (!renamed)
		return false;
	do
		buf_putc(&ls->name, '_');
	while (layers_use(ls, buf_str(&ls->name)));
	layers_claim(ls, buf_str(&ls->name));
	return true;
}

static void
put_name(struct layers *ls, struct buf *out)
{
	buf_putc(out, ',');
	jwrite_string(out, buf_str(&ls->name));
	buf_putc(out, ':');
}

void
layers_put_observed(struct layers *ls, struct buf *out)
{
	static const struct str name = { "observed", 8 };

	if (ls->observed == STAMP_NONE)
		return;
	if (keys_owner(&ls->keys, name) != OWNER_WITHIN)
		layers_claim(ls, name);
	find_name(ls, name, OWNER_FORMAT);
	put_name(ls, out);
	buf_putc(out, '"');
	stamp_put(out, ls->observed);
	buf_putc(out, '"');
}

/* Whether what is in ls->name is to be passed on. */
static bool
is_kept(const struct layers *ls, const struct put *pt)
{
	const struct fields_key *k;

	if (!pt->keep_only)
		return true;
	k = fields_find(pt->names, buf_str(&ls->name));
	for (size_t i = 0; k && i < k->nwants; i++)
		if (k->want[i].whole && pt->kept[k->want[i].field])
			return true;
	return false;
}

static void
put_text(struct layers *ls, const struct put *pt, struct str name,
    struct str text, int owner, struct buf *out)
{
	find_name(ls, name, owner);
	if (!is_kept(ls, pt))
		return;
	put_name(ls, out);
	jwrite_string(out, text);
}

/* Whether the record, or a layer nearer to it, has a value of that path. */
static bool
nearer_has(const struct layers *ls, size_t i, int which)
{
	for (i++; i < ls->n; i++)
		if (ls->layer[i].sign &&
		    ls->layer[i].rec.at[which] != RECORD_ABSENT)
			return true;
	return ls->within->at[which] != RECORD_ABSENT;
}

/* The paths within member m of layer i that were asked for. */
static void
put_paths(const struct layers *ls, const struct put *pt, size_t i, size_t m,
    struct buf *out)
{
	const struct record *rec = &ls->layer[i].rec;
	const struct fields_key *k = rec->member[m].wants;

	for (size_t w = 0; k && w < k->nwants; w++) {
		int which = k->want[w].field;
		struct value v = rec->inside[which];

		if (k->want[w].whole || !pt->kept[which] ||
		    rec->at[which] != RECORD_INSIDE ||
		    rec->inside_of[which] != m || nearer_has(ls, i, which))
			continue;
		put_path(pt, which, v, out);
	}
}

static void
put_whole(struct layers *ls, const struct member *mb, bool renamed,
    struct buf *out)
{
	struct str raw = mb->value.text;

	if (renamed) {
		put_name(ls, out);
	} else {
		buf_lit(out, ",\"");
		jwrite_inside(out, mb->key.text);
		buf_lit(out, "\":");
	}
	if (mb->value.kind == JREAD_STRING)
		raw = str_of(raw.p - 1, raw.n + 2);
	jwrite_value(out, raw);
}

/* Member m of layer i, or what is to be kept of it. */
static void
put_member(struct layers *ls, const struct put *pt, size_t i, size_t m,
    struct buf *out)
{
	const struct record *rec = &ls->layer[i].rec;
	const struct member *mb = &rec->member[m];
	bool renamed = find_name(ls, key_text(&mb->key, &ls->scratch),
	    OWNER_LAYER + (int)i);
	const struct fields_key *k;

	if (is_kept(ls, pt))
		put_whole(ls, mb, renamed, out);
	if (!pt->keep_only)
		return;
	k = fields_find(pt->names, buf_str(&ls->name));
	if (!renamed)
		put_paths(ls, pt, i, m, out);
	else if (k)
		put_inside_moved(pt, rec, k, &mb->value, &ls->scratch, out);
}

void
layers_put_members(struct layers *ls, const struct put *pt, struct buf *out)
{
	for (size_t i = ls->n; i-- > 0;) {
		const struct layer *la = &ls->layer[i];
		int owner = OWNER_LAYER + (int)i;

		if (!la->sign) {
			put_text(ls, pt, STR("stream"), la->cri.stream, owner,
			    out);
			if (la->cri.tag.p)
				put_text(ls, pt, STR("tag"), la->cri.tag,
				    owner, out);
			continue;
		}
		for (size_t m = 0; m < la->rec.n; m++)
			if (!la->rec.member[m].taken)
				put_member(ls, pt, i, m, out);
	}
}
