/*
 * The text of --spool-status.
 */
#include <inttypes.h>

#include "base/stamp.h"
#include "otlp/spool_report.h"
#include "otlp/tally.h"

static const char *const folders[SPOOL_NFOLDERS] = {
	[SPOOL_WAITING] = "waiting",
	[SPOOL_REJECTED] = "rejected",
	[SPOOL_BAD] = "bad",
};

static void
put_sum(struct buf *b, const char *name, const struct spool_sum *sum)
{
	buf_printf(b, "%-8s %8" PRIu64 " files %12" PRIu64 " bytes", name,
	    sum->files, sum->bytes);
	if (sum->files) {
		buf_lit(b, "  oldest ");
		stamp_put(b, sum->oldest - sum->oldest % STAMP_SEC);
	}
	buf_putc(b, '\n');
}

static void
put_counts(struct buf *b, const struct spool *s)
{
	struct tally t;

	tally_load(s, &t);
	buf_lit(b, "since ");
	stamp_put(b, t.since - t.since % STAMP_SEC);
	for (int i = 0; i < TALLY_COUNT; i++)
		buf_printf(b, "%s %s %" PRIu64, i ? "," : ":",
		    tally_name((enum tally_id)i), t.n[i]);
	buf_putc(b, '\n');
}

static void
put_retries(struct buf *b, const struct spool *s)
{
	struct tally_retry r[BATCH_NSIGNALS];

	tally_retries(s, r);
	for (int i = 0; i < BATCH_NSIGNALS; i++) {
		if (!r[i].tried)
			continue;
		buf_printf(b, "%s: tried %u times", batch_kinds[i].name,
		    r[i].tried);
		if (r[i].until > stamp_now()) {
			buf_lit(b, ", not again before ");
			stamp_put(b, r[i].until - r[i].until % STAMP_SEC);
		}
		buf_putc(b, '\n');
	}
}

bool
spool_report(struct buf *b, const struct spool *s, struct fault *f)
{
	struct spool_sum sum;

	for (int i = 0; i < SPOOL_NFOLDERS; i++) {
		if (!spool_sum(s, (enum spool_folder)i, &sum, f))
			return false;
		put_sum(b, folders[i], &sum);
	}
	put_counts(b, s);
	put_retries(b, s);
	return true;
}
