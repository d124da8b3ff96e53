/*
 * What wraps a record is taken off layer by layer, and its event written. The
 * rows of the dialect table say where a record's parts come from; nothing
 * here knows a dialect by name. Which text of a line is a record is
 * convert.c's.
 */
#include "event/known.h"
#include "json/jwrite.h"
#include "json/utf8.h"

static enum logline_result convert_inner(struct logline *ll, size_t depth,
    const struct inner *in, struct buf *out, struct logline_refusal *why);

bool
convert_read(struct logline *ll, size_t depth, const struct sign *batch,
    struct jread *r)
{
	struct layer *la = &ll->layer[depth];

	r->strict = ll->strict;
	if (!record_read(&la->rec, &ll->names, r, &ll->scratch, &la->flags))
		return false;
	la->sign = batch ? signs_find_in(&ll->signs, &la->rec, batch) :
	    signs_find(&ll->signs, &la->rec, depth > 0);
	if (ll->seen || ll->direct)
		la->r = *r;
	if (sign_holds(la->sign, &la->rec)) {
		la->r = *r;
		/* Rows live until the next one is looked for. */
		la->wrapper = *la->sign;
		la->sign = &la->wrapper;
	}
	la->inner = (struct inner){ 0 };
	la->array = -1;
	la->cri.time = STAMP_NONE;
	return true;
}

/* What a text in so many layers is taken for: what its wrapper is. */
static const struct dialect *
of_text(const struct logline *ll, size_t depth)
{
	const struct dialect *cri = NULL;

	if (depth && ll->layer[depth - 1].sign)
		return ll->layer[depth - 1].sign->dialect;
	dialect_named(STR("cri"), &cri, NULL);
	return cri;
}

/* How many of so many layers are no arrays of a batch. */
static size_t
wrappers(const struct logline *ll, size_t depth)
{
	size_t n = 0;

	for (size_t i = 0; i < depth; i++)
		n += !ll->layer[i].sign || ll->layer[i].array < 0;
	return n;
}

static void
show(const struct logline *ll, size_t depth, const struct parts *parts)
{
	struct logline_seen seen = {
		.dialect = ll->last, .names = &ll->names,
		.rec = ll->put.rec, .parts = parts,
		.r = &ll->layer[depth].r, .prefix = ll->prefix,
		.layers = wrappers(ll, depth), .flags = ll->flags,
	};

	ll->seen(ll->arg, &seen);
}

/*
 * The event of the record in layer[depth], or of a text (the inside of a
 * string) with so many layers around it.
 */
static enum logline_result
emit(struct logline *ll, size_t depth, const struct str *text,
    struct buf *out, struct logline_refusal *why)
{
	struct layer *la = &ll->layer[depth];
	struct parts parts;
	unsigned flags = 0;

	ll->put.rec = text ? &ll->none : &la->rec;
	ll->put.layers = depth ? &ll->layers : NULL;
	if (text)
		parts = (struct parts){ .time = STAMP_NONE, .event = *text };
	else
		parts_take(&parts, la->sign, &la->rec);
	for (size_t i = 0; i < depth + !text; i++)
		flags |= ll->layer[i].flags;
	if (depth) {
		ll->layers.n = depth;
		ll->layers.within = ll->put.rec;
		layers_merge(&ll->layers, &parts);
	}
	if (!put_possible(&ll->put) ||
	    (depth && !layers_possible(&ll->layers)))
		return convert_refuse(why, REFUSED_TOO_MANY, 1,
		    "too many members bear a name of the event format");
	ll->flags |= flags;
	ll->put.repair = (ll->flags & JREAD_BAD_UTF8) != 0;
	ll->last = text ? of_text(ll, depth) : la->sign->dialect;
	if (ll->seen)
		show(ll, depth, &parts);
	/* One that stands alone in its line, bare: others may have to be
	 * taken back, or to be brought together. */
	ll->given = ll->direct && ll->line && !depth && !text &&
	    !ll->prefix.n && direct_take(ll->direct, &ll->put, &parts,
	    &la->r, flags);
	if (!ll->given)
		put_event(&ll->put, &parts, ll->prefix, out);
	ll->events++;
	if (ll->line && !depth && !text && !ll->prefix.n)
		known_learn(ll, &parts);
	return LOGLINE_EVENT;
}

/* ---- text in a wrapper */

/* Makes a reader of the object that the text is. */
static void
read_inner(struct logline *ll, size_t depth, const struct inner *in,
    struct jread *r)
{
	struct str s = in->s;

	if (in->escaped) {
		buf_reset(&ll->text[depth]);
		jread_unescape(&ll->text[depth], s);
		s = buf_str(&ll->text[depth]);
	}
	s = str_trim(s);
	scan_index(&ll->scan[depth], s.p, s.n);
	jread_init(r, &ll->scan[depth], s.p, s.n);
	r->strict = ll->strict;
}

/* Text that is no record is the event itself. */
static enum logline_result
emit_text(struct logline *ll, size_t depth, const struct inner *in,
    struct buf *out, struct logline_refusal *why)
{
	struct str s = unwrap_chomp(in);
	struct buf *b = &ll->text[depth];

	if (!in->escaped) {
		if (!utf8_valid(s.p, s.n)) {
			if (ll->strict)
				return convert_refuse(why, REFUSED_NOT_JSON, 1,
				    "the text is no UTF-8");
			ll->flags |= JREAD_BAD_UTF8;
		}
		buf_reset(b);
		jwrite_string(b, s);
		s = str_of(b->p + 1, b->n - 2);
	}
	return emit(ll, depth, &s, out, why);
}

/* ---- pieces of a line */

struct join *
convert_join(struct logline *ll, struct str stream)
{
	return &ll->join[str_eq(stream, STR("stderr"))];
}

/* The whole of a joined line: the first piece's layer is around it. */
static enum logline_result
convert_joined(struct logline *ll, struct join *j, struct buf *out,
    struct logline_refusal *why)
{
	struct inner in = { buf_str(&j->text), j->dialect != NULL, true };
	struct str head = buf_str(&j->head);
	struct layer *la = &ll->layer[0];
	enum logline_result got;
	struct jread r;

	j->open = false;
	ll->line = NULL;
	ll->flags |= j->flags;
	/* What may stand before a record has neither of the two. */
	while (head.n && head.p[0] != '{' && !str_is_digit(head.p[0]))
		head = str_from(head, 1);
	if (j->dialect) {
		scan_index(&ll->scan[0], head.p, head.n);
		jread_init(&r, &ll->scan[0], head.p, head.n);
		convert_read(ll, 0, NULL, &r);
		la->inner = in;
	} else {
		la->sign = NULL;
		la->flags = 0;
		unwrap_cri(head, &la->cri);
	}
	got = convert_inner(ll, 1, &in, out, why);
	if (got == LOGLINE_REFUSED) {
		why->line = j->line;
		why->held = buf_str(&j->held);
	}
	return got;
}

static enum logline_result
add_piece(struct logline *ll, struct join *j, const struct sign *sign,
    struct str piece, bool last, struct buf *out,
    struct logline_refusal *why)
{
	if (!j->open)
		join_begin(j, sign ? sign->dialect : NULL, ll->line);
	if (j->over) {
		j->open = !last;
		return LOGLINE_DROPPED;
	}
	j->flags |= sign ? ll->layer[0].flags : 0;
	if (!join_add(j, piece, ll->max)) {
		convert_refuse(why, REFUSED_TOO_LONG, ll->max + 1,
		    "the joined line is longer than the limit (--max-line)");
		why->line = j->line;
		why->held = buf_str(&j->held);
		j->open = !last;
		return LOGLINE_REFUSED;
	}
	if (last)
		return convert_joined(ll, j, out, why);
	join_hold(j, ll->line);
	return LOGLINE_HELD;
}

static enum logline_result
flush_first(struct logline *ll, struct join *j)
{
	ll->due = j;
	return LOGLINE_FLUSH;
}

/* Whether the text is an object in whole, so that no piece is missing. */
static bool
is_whole(struct logline *ll, const struct inner *in)
{
	struct jread r;
	struct jtoken t;

	if (!unwrap_is_object(in))
		return false;
	read_inner(ll, 1, in, &r);
	return jread_value(&r, &t) && jread_end(&r);
}

/* A record of a wrapper whose lines come in pieces. */
static enum logline_result
convert_piece(struct logline *ll, const struct inner *in, struct buf *out,
    struct logline_refusal *why)
{
	struct layer *la = &ll->layer[0];
	struct join *j = convert_join(ll,
	    record_value(&la->rec, la->sign->pieces).text);
	bool last = unwrap_ends(in);

	if (j->open && j->dialect != la->sign->dialect)
		return flush_first(ll, j);
	if (!last && is_whole(ll, in)) {
		if (j->open)
			return flush_first(ll, j);
		last = true;
	}
	if (last && !j->open)
		return convert_inner(ll, 1, in, out, why);
	return add_piece(ll, j, la->sign, in->s, last, out, why);
}

enum logline_result
convert_cri(struct logline *ll, const struct cri *c, struct buf *out,
    struct logline_refusal *why)
{
	struct join *j = convert_join(ll, c->stream);
	struct inner in = { c->text, false, true };
	struct layer *la = &ll->layer[0];

	if (j->open && j->dialect)
		return flush_first(ll, j);
	if (c->partial || j->open)
		return add_piece(ll, j, NULL, c->text, !c->partial, out,
		    why);
	la->sign = NULL;
	la->flags = 0;
	la->cri = *c;
	return convert_inner(ll, 1, &in, out, why);
}

enum logline_result
convert_rest(struct logline *ll, struct join *j, struct buf *out,
    struct logline_refusal *why)
{
	enum logline_result got;

	ll->flags = CONVERT_BROKEN_OFF;
	ll->events = 0;
	ll->base = out->n;
	ll->given = false;
	ll->prefix = (struct str){ 0 };
	ll->lenient = true;
	got = convert_joined(ll, j, out, why);
	ll->lenient = false;
	return got;
}

/* ---- records */

enum logline_result
convert_layer(struct logline *ll, size_t depth, struct buf *out,
    struct logline_refusal *why)
{
	struct layer *la = &ll->layer[depth];
	enum logline_result got;

	if (la->rec.overfull)
		return convert_refuse(why, REFUSED_TOO_MANY, 1,
		    "the record has too many members");
	if (la->sign->neach && convert_batch(ll, depth, out, why, &got))
		return got;
	if (la->sign->inner < 0 || depth == LAYERS_MAX ||
	    wrappers(ll, depth) == LAYERS_WRAPPERS_MAX ||
	    !unwrap_member(&la->rec, la->sign->inner, &la->r,
	    &ll->bytes[depth], &la->inner))
		return emit(ll, depth, NULL, out, why);
	/* A wrapper has an event, if not as a member. */
	la->wrapper.generic = NULL;
	if (depth == 0 && ll->line && la->sign->pieces >= 0)
		return convert_piece(ll, &la->inner, out, why);
	return convert_inner(ll, depth + 1, &la->inner, out, why);
}

/* Passes white space and record separators (RFC 7464) between texts. */
static bool
at_end(struct jread *r)
{
	while (r->at < r->end && (r->p[r->at] == '\x1e' ||
	    r->p[r->at] == ' ' || r->p[r->at] == '\t' ||
	    r->p[r->at] == '\n' || r->p[r->at] == '\r'))
		r->at++;
	return r->at == r->end;
}

/* One after the other; what has been appended is the caller's to undo. */
enum logline_result
convert_token(struct logline *ll, size_t depth, const struct jread *r,
    const struct jtoken *t, struct buf *out, struct logline_refusal *why)
{
	struct jread in;

	jread_enter(r, t, &in);
	/* r has checked it. */
	convert_read(ll, depth, NULL, &in);
	return convert_layer(ll, depth, out, why);
}

/* Objects one after the other: all of them or none. */
static enum logline_result
convert_row(struct logline *ll, size_t depth, struct jread *r, size_t from,
    struct buf *out, struct logline_refusal *why)
{
	enum logline_result got = LOGLINE_EVENT;
	size_t back = out->n;
	struct jtoken t;

	ll->line = NULL;
	while (got == LOGLINE_EVENT && !at_end(r)) {
		if (r->p[r->at] != '{') {
			jread_end(r);
			got = convert_refuse_at(why, r, from);
		} else if (!jread_value(r, &t)) {
			got = convert_refuse_at(why, r, from);
		} else {
			got = convert_token(ll, depth, r, &t, out, why);
		}
	}
	if (got != LOGLINE_EVENT)
		out->n = back;
	return got;
}

/* The object that r stands before, or several. */
enum logline_result
convert_objects(struct logline *ll, size_t depth, struct jread *r,
    size_t from, struct buf *out, struct logline_refusal *why)
{
	enum logline_result got;
	/* A copy of the whole reader would cost each line for the few. */
	size_t at = r->at, i = r->i;
	struct jread again;

	if (convert_read(ll, depth, NULL, r))
		return convert_layer(ll, depth, out, why);
	jread_part(&again, r->scan, r->p, at, r->end, i, r->iend);
	again.readable = r->readable;
	again.strict = ll->strict;
	got = convert_row(ll, depth, &again, from, out, why);
	/* The reading that came further tells what is wrong. */
	if (again.error && again.error_at < r->error_at)
		return convert_refuse_at(why, r, from);
	return got;
}

/* The text that `depth` layers are around. */
static enum logline_result
convert_inner(struct logline *ll, size_t depth, const struct inner *in,
    struct buf *out, struct logline_refusal *why)
{
	enum logline_result got;
	struct jread r;

	ll->line = NULL;
	if (unwrap_is_object(in)) {
		size_t events = ll->events;
		unsigned flags = ll->flags;

		read_inner(ll, depth, in, &r);
		got = convert_objects(ll, depth, &r, 0, out, why);
		if (got != LOGLINE_REFUSED ||
		    why->reason != REFUSED_NOT_JSON)
			return got;
		if (ll->strict && !ll->lenient)
			return convert_refuse(why, REFUSED_NOT_JSON, 1,
			    "the JSON in its wrapper is damaged");
		ll->events = events;
		ll->flags = flags | CONVERT_INNER;
	}
	return emit_text(ll, depth, in, out, why);
}
