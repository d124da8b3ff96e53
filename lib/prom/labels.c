/*
 * Labels of all forms: names mapped, values escaped. Not for le and quantile,
 * which the forms add themselves.
 */
#include "base/mem.h"
#include "prom/labels.h"

static void
put_name(struct buf *b, struct str name, enum names_way way,
    struct str reserved)
{
	size_t at = b->n;
	struct str mapped, start;

	names_label(b, name, way);
	mapped = str_of(b->p + at, b->n - at);
	/* With dots every '_' is two, which reserves nothing. */
	start = way == NAMES_DOTS ? name : mapped;
	if (str_eq(mapped, reserved)) {
		b->n = at;
		buf_lit(b, "exported_");
		buf_puts(b, reserved);
	} else if (str_starts(start, STR("__"))) {
		b->n = at;
		buf_lit(b, "key");
		names_label(b, name, way);
	}
}

static bool
find_plain(struct labels *lb, const struct snap_label *l, size_t n,
    struct str reserved)
{
	bool plain = !lb->scope;

	for (size_t i = 0; i < n && plain; i++) {
		buf_reset(&lb->tmp);
		put_name(&lb->tmp, l[i].name, lb->way, reserved);
		plain = str_eq(buf_str(&lb->tmp), l[i].name);
	}
	return plain;
}

/* Neighbours share the texts of their names (snapshot/build). */
static bool
like_last(const struct labels *lb, const struct snap_label *l, size_t n,
    struct str reserved)
{
	if (!lb->last || n != lb->nlast || !str_eq(reserved, lb->reserved))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (l[i].name.p != lb->last[i].name.p)
			return false;
	}
	return true;
}

bool
labels_plain(struct labels *lb, const struct snap_label *l, size_t n,
    struct str reserved)
{
	if (!like_last(lb, l, n, reserved)) {
		lb->plain = find_plain(lb, l, n, reserved);
		lb->nlast = n;
		lb->reserved = reserved;
	}
	lb->last = l;
	return lb->plain;
}

/* Adds a label, or its value to one of that name. */
static void
add(struct labels *lb, size_t *n, struct str name, struct str value)
{
	struct buf *tmp = &lb->tmp;

	for (size_t i = 0; i < *n; i++) {
		if (!str_eq(lb->list[i].name, name))
			continue;
		buf_reset(tmp);
		buf_puts(tmp, lb->list[i].value);
		buf_putc(tmp, ';');
		buf_puts(tmp, value);
		lb->list[i].value = arena_str(&lb->texts, buf_str(tmp));
		return;
	}
	lb->list = mem_grow(lb->list, *n, &lb->cap, sizeof(*lb->list));
	lb->list[(*n)++] = (struct snap_label){
		arena_str(&lb->texts, name), value };
}

const struct snap_label *
labels_map(struct labels *lb, const struct snap_label *l, size_t n,
    struct str reserved, size_t *nout)
{
	struct str name;

	*nout = n;
	if (labels_plain(lb, l, n, reserved))
		return l;
	arena_free(&lb->texts);
	*nout = 0;
	for (size_t i = 0; i < n; i++) {
		buf_reset(&lb->tmp);
		put_name(&lb->tmp, l[i].name, lb->way, reserved);
		name = arena_str(&lb->texts, buf_str(&lb->tmp));
		add(lb, nout, name, l[i].value);
	}
	if (lb->scope) {
		add(lb, nout, STR("otel_scope_name"), STR("mlog"));
		add(lb, nout, STR("otel_scope_version"), str_c(lb->scope));
	}
	return lb->list;
}

void
labels_quote(struct buf *b, struct str s)
{
	size_t from = 0;

	buf_putc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '"' && s.p[i] != '\\' && s.p[i] != '\n')
			continue;
		buf_put(b, s.p + from, i - from);
		buf_putc(b, '\\');
		buf_putc(b, s.p[i] == '\n' ? 'n' : s.p[i]);
		from = i + 1;
	}
	buf_put(b, s.p + from, s.n - from);
	buf_putc(b, '"');
}

void
labels_put(struct buf *b, const struct snap_label *l, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(b, ',');
		if (names_legacy(l[i].name, true))
			buf_puts(b, l[i].name);
		else
			labels_quote(b, l[i].name);
		buf_putc(b, '=');
		labels_quote(b, l[i].value);
	}
}

void
labels_free(struct labels *lb)
{
	mem_free(lb->list);
	arena_free(&lb->texts);
	buf_free(&lb->tmp);
	*lb = (struct labels){ 0 };
}
