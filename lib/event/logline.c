/*
 * One record to one event. The rows of the dialect table say where its parts
 * come from; nothing here knows a dialect by name.
 */
#include "base/mem.h"
#include "event/logline.h"
#include "event/put.h"
#include "json/jwrite.h"

const char *const logline_reason_name[LOGLINE_NREASONS] = {
	"not_json", "not_an_object", "too_long", "too_many_members",
};

struct logline {
	struct fields names;
	struct signs signs;	/* the compiled dialects */
	size_t nkeep, keep_cap;
	int *keep;		/* numbers in names */
	bool *kept;		/* by number */
	bool strict, sealed;
	const struct dialect *last;
	struct logline_repairs repairs;

	struct record rec;	/* the record at hand */
	struct scan scan;	/* of what stands behind a prefix */
	struct buf scratch;
	struct put put;
};

static void
repaired(struct logline *ll, unsigned flags)
{
	ll->repairs.nonfinite += (flags & JREAD_NONFINITE) != 0;
	ll->repairs.bad_utf8 += (flags & JREAD_BAD_UTF8) != 0;
	ll->repairs.surrogate += (flags & JREAD_SURROGATE) != 0;
}

struct logline *
logline_new(const struct dialect *only, bool strict)
{
	struct logline *ll = mem_new(1, sizeof(*ll));

	ll->strict = strict;
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
	record_free(&ll->rec);
	fields_free(&ll->names);
	scan_free(&ll->scan);
	buf_free(&ll->scratch);
	put_free(&ll->put);
	signs_free(&ll->signs);
	mem_free(ll->keep);
	mem_free(ll->kept);
	mem_free(ll);
}

static bool
keep(struct logline *ll, int name, struct fault *f)
{
	ll->put.keep_only = true;
	if (name < 0)
		return fault(f, "more than %d members are to be kept",
		    FIELDS_MAX);
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

static void
seal(struct logline *ll)
{
	fields_seal(&ll->names);
	ll->kept = mem_new(ll->names.n, sizeof(*ll->kept));
	for (size_t i = 0; i < ll->nkeep; i++)
		ll->kept[ll->keep[i]] = true;
	record_init(&ll->rec, &ll->names);
	ll->put.names = &ll->names;
	ll->put.rec = &ll->rec;
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
refuse(struct logline_refusal *why, enum logline_reason reason, size_t column,
    const char *what)
{
	*why = (struct logline_refusal){ reason, column, what };
	return LOGLINE_REFUSED;
}

/* The object that r stands before. */
static enum logline_result
convert_object(struct logline *ll, struct jread *r, size_t from,
    struct str prefix, struct buf *out, struct logline_refusal *why)
{
	const struct sign *sign;
	struct parts parts;
	unsigned flags;

	r->strict = ll->strict;
	if (!record_read(&ll->rec, &ll->names, r, &ll->scratch, &flags))
		return refuse(why, REFUSED_NOT_JSON, jread_column(r, from),
		    r->error);
	ll->put.repair = (flags & JREAD_BAD_UTF8) != 0;
	sign = signs_find(&ll->signs, &ll->rec);
	ll->last = sign->dialect;
	parts_take(&parts, sign, &ll->rec);
	if (!put_possible(&ll->put))
		return refuse(why, REFUSED_TOO_MANY, 1,
		    "too many members bear a name of the event format");
	put_event(&ll->put, &parts, prefix, out);
	if (flags)
		repaired(ll, flags);
	return LOGLINE_EVENT;
}

/* Whether the text is valid JSON; else r has the error. */
static bool
is_json(struct jread *r)
{
	struct jtoken t;

	return jread_value(r, &t) && jread_end(r);
}

/*
 * A line that does not begin with '{': JSON of another kind, an object behind
 * a text prefix, or neither.
 */
static enum logline_result
convert_other(struct logline *ll, struct jread *r, struct str text,
    struct buf *out, struct logline_refusal *why)
{
	struct str line = str_trim(text), prefix;
	size_t from = r->at, lead, brace;
	struct jread in;

	r->strict = ll->strict;
	if (is_json(r))
		return refuse(why, REFUSED_NOT_AN_OBJECT, 1,
		    "a log record is a JSON object");
	if (str_starts(line, STR("\xef\xbb\xbf")))
		line = str_from(line, 3);
	brace = str_chr(line, '{');
	if (brace == line.n || line.p[0] == '"' || (line.p[0] == '[' &&
	    !((line.p[1] | 0x20) >= 'a' && (line.p[1] | 0x20) <= 'z')))
		return refuse(why, REFUSED_NOT_JSON, jread_column(r, from),
		    r->error);
	prefix = str_trim(str_of(line.p, brace));
	line = str_from(line, brace);
	lead = (size_t)(line.p - text.p);
	scan_index(&ll->scan, line.p, line.n);
	jread_init(&in, &ll->scan, line.p, line.n);
	if (convert_object(ll, &in, 0, prefix, out, why) == LOGLINE_REFUSED) {
		why->column += lead;
		return LOGLINE_REFUSED;
	}
	return LOGLINE_EVENT;
}

enum logline_result
logline_convert(struct logline *ll, const struct lines *from,
    const struct line *line, struct buf *out, struct logline_refusal *why)
{
	struct jread r;
	size_t i = 0;

	if (!ll->sealed)
		seal(ll);
	if (line->cut)
		return refuse(why, REFUSED_TOO_LONG, from->max + 1,
		    "the line is longer than the limit (--max-line)");
	while (i < line->text.n && (line->text.p[i] == ' ' ||
	    line->text.p[i] == '\t' || line->text.p[i] == '\r'))
		i++;
	if (i == line->text.n)
		return LOGLINE_BLANK;
	lines_read(from, line, &r);
	if (line->text.p[i] == '{')
		return convert_object(ll, &r, line->at,
		    (struct str){ 0 }, out, why);
	return convert_other(ll, &r, line->text, out, why);
}
