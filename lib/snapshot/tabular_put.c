/*
 * Texts and numbers at a width. No terminal is asked for its own.
 */
#include <inttypes.h>
#include <math.h>

#include "base/columns.h"
#include "base/num.h"
#include "snapshot/tabular_put.h"

void
tabular_text(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		/* U+0080 to U+009F are control characters too. */
		if (c == 0xc2 && i + 1 < s.n &&
		    (unsigned char)s.p[i + 1] < 0xa0) {
			buf_putc(b, '?');
			i++;
			continue;
		}
		buf_putc(b, c == '\n' ? ' ' : c < 0x20 || c == 0x7f ? '?' :
		    s.p[i]);
	}
}

void
tabular_spaces(struct buf *b, size_t n)
{
	memset(buf_room(b, n), ' ', n);
	b->n += n;
}

void
tabular_left(struct buf *b, struct str s, size_t n)
{
	size_t w = columns_text(s);

	tabular_text(b, s);
	if (w < n)
		tabular_spaces(b, n - w);
}

void
tabular_right(struct buf *b, struct str s, size_t n)
{
	size_t w = columns_text(s);

	if (w < n)
		tabular_spaces(b, n - w);
	tabular_text(b, s);
}

void
tabular_number(struct buf *b, double v)
{
	if (!isfinite(v))
		num_put_double(b, v);
	else if (fabs(v) < 1e15 && (v == floor(v) || fabs(v) >= 1e6))
		buf_printf(b, "%.0f", v + 0.0);
	else
		buf_printf(b, "%.6g", v);
}

void
tabular_labels(struct buf *b, const struct snap_label *l, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_lit(b, "  ");
		tabular_text(b, l[i].name);
		buf_putc(b, '=');
		tabular_text(b, l[i].value);
	}
}
