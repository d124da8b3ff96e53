/*
 * A snapshot as Prometheus text 0.0.4: the dialect without exemplars, starts
 * and the newer types.
 */
#include "base/num.h"
#include "prom/lines.h"
#include "prom/text.h"

static void
meta(struct lines *l, struct str help, struct str unit)
{
	(void)unit;
	if (help.n) {
		lines_meta(l, "HELP");
		lines_text(l->b, help, false);
		buf_putc(l->b, '\n');
	}
	lines_meta(l, "TYPE");
	buf_puts(l->b, str_c(l->dialect->type[l->naming.type]));
	buf_putc(l->b, '\n');
}

static const struct lines_dialect text = {
	.type = {
		[SNAP_COUNTER] = "counter",
		[SNAP_GAUGE] = "gauge",
		[SNAP_HISTOGRAM] = "histogram",
		[SNAP_EXPHISTOGRAM] = "histogram",
		[SNAP_SUMMARY] = "summary",
		[SNAP_STATESET] = "gauge",
		[SNAP_INFO] = "gauge",
		[SNAP_UNKNOWN] = "untyped",
		[SNAP_GAUGEHISTOGRAM] = "histogram",
	},
	.meta = meta,
	.bound = num_put_double,
};

void
text_write(struct buf *b, const struct snap *s, const struct form *form)
{
	lines_write(b, s, form, &text);
}
