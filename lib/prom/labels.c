/*
 * Labels of the text formats: names mapped, values escaped. Not for le and
 * quantile, which the formats add themselves.
 */
#include "prom/labels.h"
#include "snapshot/names.h"

static void
put_name(struct buf *b, struct str name, struct str reserved)
{
	size_t at = b->n;

	names_label(b, name);
	if (str_eq(str_of(b->p + at, b->n - at), reserved)) {
		b->n = at;
		buf_lit(b, "exported_");
		buf_puts(b, reserved);
	} else if (b->n - at >= 2 && b->p[at] == '_' && b->p[at + 1] == '_') {
		b->n = at;
		buf_lit(b, "key");
		names_label(b, name);
	}
}

static void
put_value(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n') {
			buf_lit(b, "\\n");
			continue;
		}
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_putc(b, '\\');
		buf_putc(b, s.p[i]);
	}
}

static bool
same_name(struct buf *tmp, struct str a, struct str b, struct str reserved)
{
	size_t half;

	buf_reset(tmp);
	put_name(tmp, a, reserved);
	half = tmp->n;
	put_name(tmp, b, reserved);
	return str_eq(str_of(tmp->p, half),
	    str_of(tmp->p + half, tmp->n - half));
}

/* Values of the labels from i on that share the name of label i. */
static void
put_joined(struct buf *b, const struct snap_label *l, size_t n, size_t i,
    struct str reserved)
{
	struct buf tmp = { 0 };

	put_value(b, l[i].value);
	for (size_t j = i + 1; j < n; j++) {
		if (same_name(&tmp, l[i].name, l[j].name, reserved)) {
			buf_putc(b, ';');
			put_value(b, l[j].value);
		}
	}
	buf_free(&tmp);
}

/* Whether an earlier label has taken label i along. */
static bool
joined(const struct snap_label *l, size_t i, struct str reserved)
{
	struct buf tmp = { 0 };
	bool yes = false;

	for (size_t j = 0; j < i && !yes; j++)
		yes = same_name(&tmp, l[j].name, l[i].name, reserved);
	buf_free(&tmp);
	return yes;
}

void
labels_put(struct buf *b, const struct snap_label *l, size_t n,
    struct str reserved)
{
	bool plain = labels_plain(l, n, reserved);

	for (size_t i = 0; i < n; i++) {
		if (!plain && joined(l, i, reserved))
			continue;
		if (i > 0)
			buf_putc(b, ',');
		put_name(b, l[i].name, reserved);
		buf_lit(b, "=\"");
		if (plain)
			put_value(b, l[i].value);
		else
			put_joined(b, l, n, i, reserved);
		buf_putc(b, '"');
	}
}

bool
labels_plain(const struct snap_label *l, size_t n, struct str reserved)
{
	struct buf tmp = { 0 };
	bool plain = true;

	for (size_t i = 0; i < n && plain; i++) {
		buf_reset(&tmp);
		put_name(&tmp, l[i].name, reserved);
		plain = str_eq(buf_str(&tmp), l[i].name);
	}
	buf_free(&tmp);
	return plain;
}
