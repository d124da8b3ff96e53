/*
 * Parts as texts: equal ones are equal byte for byte. What they say is
 * kept.c's and kept_restore.c's.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "json/jwrite.h"
#include "snapshot/kept_diff.h"

#define WAITS STR("\"waits\":")
#define WAITED STR("\"waited\":")
#define FIRST STR("},\"first\":{")
#define LAST STR("},\"last\":{")
#define NOTHING STR("},\"first\":{\"value\":0,\"time\":null")

/* A multiset of texts. */
struct texts {
	struct text {
		struct str s;
		size_t taken;	/* of those equal to it, the first tells */
	} *text;
	size_t n;
	struct arena arena;
};

static int
text_cmp(const void *a, const void *b)
{
	return str_cmp(((const struct text *)a)->s,
	    ((const struct text *)b)->s);
}

/* The first text that is not below s. */
static size_t
place(const struct texts *t, struct str s)
{
	size_t lo = 0, hi = t->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (str_cmp(t->text[mid].s, s) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Takes one out; false when there is none. */
static bool
take(struct texts *t, struct str s)
{
	size_t first = place(t, s), i;

	if (first == t->n)
		return false;
	i = first + t->text[first].taken;
	if (i >= t->n || !str_eq(t->text[i].s, s))
		return false;
	t->text[first].taken++;
	return true;
}

static void
texts_free(struct texts *t)
{
	mem_free(t->text);
	arena_free(&t->arena);
}

/* Where the member behind the statement's number begins, if it is `word`;
 * else 0. */
static size_t
member_at(struct str part, struct str word)
{
	size_t at = str_chr(part, ',') + 1;

	return str_starts(part, STR("\"statement\":")) && at < part.n &&
	    str_starts(str_from(part, at), word) ? at : 0;
}

/* The part with that member called another way. */
static void
put_renamed(struct buf *to, struct str part, size_t at, struct str old,
    struct str word)
{
	buf_reset(to);
	buf_put(to, part.p, at);
	buf_puts(to, word);
	buf_puts(to, str_from(part, at + old.n));
}

/* The parts of f that have the member, which becomes `as`. */
static void
texts_of(struct texts *t, const struct snap_family *f, struct str word,
    struct str as)
{
	struct buf b = { 0 };

	*t = (struct texts){ .text = mem_new(f->nparts, sizeof(*t->text)) };
	for (size_t i = 0; i < f->nparts; i++) {
		size_t at = member_at(f->parts[i], word);

		if (!at)
			continue;
		put_renamed(&b, f->parts[i], at, word, as);
		t->text[t->n++].s = arena_str(&t->arena, buf_str(&b));
	}
	buf_free(&b);
	if (t->n)
		qsort(t->text, t->n, sizeof(*t->text), text_cmp);
}

size_t
kept_less(const struct snap_family *old, const struct snap_family *now,
    struct str **to)
{
	struct texts waited;
	size_t n = 0;

	texts_of(&waited, now, WAITED, WAITS);
	*to = mem_new(old->nparts, sizeof(**to));
	/* Of equal ones the last met its other half, as pairs have it. */
	for (size_t i = old->nparts; i-- > 0;)
		if (!take(&waited, old->parts[i]))
			(*to)[old->nparts - ++n] = old->parts[i];
	memmove(*to, *to + (old->nparts - n), n * sizeof(**to));
	texts_free(&waited);
	return n;
}

/* What does not wait any more. */
static void
put_waited(struct build *b, const struct snap_family *old,
    const struct snap_family *now)
{
	struct texts waits;
	struct buf line = { 0 };

	texts_of(&waits, now, WAITS, WAITS);
	for (size_t i = 0; i < old->nparts; i++) {
		size_t at = member_at(old->parts[i], WAITS);

		if (!at || take(&waits, old->parts[i]))
			continue;
		put_renamed(&line, old->parts[i], at, WAITS, WAITED);
		build_part(b, buf_str(&line));
	}
	buf_free(&line);
	texts_free(&waits);
}

/* Where `what` is in s, or its end. */
static size_t
find(struct str s, struct str what)
{
	size_t i = 0;

	while (i + what.n <= s.n && memcmp(s.p + i, what.p, what.n) != 0)
		i++;
	return i + what.n <= s.n ? i : s.n;
}

/* How the part of a series begins. */
static struct str
labels_of(struct arena *a, const struct snap_series *s)
{
	struct buf b = { 0 };
	struct str text;

	buf_lit(&b, "\"labels\":{");
	for (size_t i = 0; i < s->nlabels; i++) {
		if (i)
			buf_putc(&b, ',');
		jwrite_string(&b, s->labels[i].name);
		buf_putc(&b, ':');
		jwrite_string(&b, s->labels[i].value);
	}
	text = arena_str(a, buf_str(&b));
	buf_free(&b);
	return text;
}

/* A part with readings, of one of the series: what was before counts no
 * more. Quotes within texts are escaped, so that members can be found. */
static void
put_part(struct build *b, struct str part, struct texts *rest)
{
	size_t first = find(part, FIRST), last = find(part, LAST);
	struct buf line = { 0 };

	if (first >= last || last == part.n ||
	    !take(rest, str_of(part.p, first))) {
		build_part(b, part);
		return;
	}
	buf_put(&line, part.p, first);
	buf_puts(&line, NOTHING);
	buf_puts(&line, str_from(part, last));
	build_part(b, buf_str(&line));
	buf_free(&line);
}

void
kept_diff(struct build *b, const struct snap_family *old,
    const struct snap_family *now, const struct snap_series *const *rest,
    size_t n)
{
	static const struct snap_family nothing;
	struct texts waits, all = { .text = mem_new(n, sizeof(*all.text)) };

	texts_of(&waits, old ? old : &nothing, WAITS, WAITS);
	for (size_t i = 0; i < n; i++)
		all.text[all.n++].s = labels_of(&all.arena, rest[i]);
	if (n)
		qsort(all.text, n, sizeof(*all.text), text_cmp);
	for (size_t i = 0; i < now->nparts; i++)
		if (!take(&waits, now->parts[i]))
			put_part(b, now->parts[i], &all);
	if (old)
		put_waited(b, old, now);
	texts_free(&waits);
	texts_free(&all);
}
